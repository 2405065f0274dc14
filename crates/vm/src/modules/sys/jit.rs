//! `sys._jit`: there is no compiler to machine code.

use pitviper_object::{Obj, Value};

use crate::core::error::PyResult;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::modules::builtins::put;
use crate::types::dict::Dict;
use crate::types::module::add_functions;

fn no(_: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(Value::bool(false))
}

static FUNCTIONS: &[Method] = &[
    Method::new("is_available", no, 0, 0)
        .doc("is_available($module, /)\n--\n\nWhether there is a compiler to machine code."),
    Method::new("is_enabled", no, 0, 0)
        .doc("is_enabled($module, /)\n--\n\nWhether programs are compiled to machine code."),
    Method::new("is_active", no, 0, 0)
        .doc("is_active($module, /)\n--\n\nWhether the running function was compiled to machine code."),
];

/// Adds the namespace to `sys`.
pub(super) fn fill(vm: &mut Vm, sys: &Obj<Dict>) -> PyResult<()> {
    let module = vm.new_module("sys._jit", Some("What is known of the compiler to machine code."))?;
    add_functions(vm, &module, FUNCTIONS)?;
    put(vm, sys, "_jit", module.into_value())
}
