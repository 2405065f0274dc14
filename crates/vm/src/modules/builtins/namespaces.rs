//! `globals` and `locals`: the namespaces of the innermost frame.

use pitviper_object::Obj;

use crate::core::error::{Exc, PyResult};
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::dict::Dict;

pub(super) static FUNCTIONS: &[Method] = &[
    Method::new("globals", globals_function, 0, 0)
        .doc("globals($module, /)\n--\n\nReturn the dictionary of the current module's global variables."),
    Method::new("locals", locals_function, 0, 0)
        .doc("locals($module, /)\n--\n\nReturn the current scope's local variables; a snapshot in functions."),
];

fn globals_function(vm: &mut Vm, _: Args<'_>) -> PyResult {
    globals(vm).map(Obj::into_value)
}

fn locals_function(vm: &mut Vm, _: Args<'_>) -> PyResult {
    locals(vm)
}

/// Global variables of the innermost frame.
///
/// # Errors
/// SystemError when no Python code runs.
pub fn globals(vm: &mut Vm) -> PyResult<Obj<Dict>> {
    let frame = vm.stack.frame;
    if frame.is_null() {
        return Err(vm.raise(Exc::SystemError, format_args!("globals do not exist")));
    }
    // SAFETY: the innermost frame is alive, and its globals with it.
    Ok(unsafe { Obj::from_ref(&*(*frame).globals) })
}

/// Local variables of the innermost frame: the namespace itself in modules and classes, a new dictionary in
/// functions.
///
/// # Errors
/// SystemError when no Python code runs, `MemoryError`.
pub fn locals(vm: &mut Vm) -> PyResult {
    let frame = vm.stack.frame;
    if frame.is_null() {
        return Err(vm.raise(Exc::SystemError, format_args!("frame does not exist")));
    }
    // SAFETY: the innermost frame is alive.
    unsafe { crate::types::frame::locals::of_record(vm, frame) }
}
