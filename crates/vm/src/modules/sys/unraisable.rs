//! `sys.unraisablehook` and its argument: what happens with exceptions that nobody can catch.

use pitviper_object::{Obj, Value};

use crate::core::error::PyResult;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::exception;
use crate::types::str::Str;
use crate::types::traceback::print_unraisable;
use crate::types::tuple::Tuple;
use crate::types::tuple::struct_sequence::{self, Definition};
use crate::types::typ::Type;

pub(super) static FUNCTIONS: &[Method] = &[Method::new("unraisablehook", unraisablehook, 1, 1)
    .doc("unraisablehook($module, unraisable, /)\n--\n\nPrint an exception that nobody can catch to sys.stderr.")];

fn class(vm: &mut Vm) -> PyResult<Obj<Type>> {
    let class = vm.module_class("sys", "UnraisableHookArgs", |vm| {
        let definition = Definition {
            name: "UnraisableHookArgs",
            module: "builtins",
            doc: "What sys.unraisablehook is called with.",
            fields: &["exc_type", "exc_value", "exc_traceback", "err_msg", "object"],
            in_sequence: 5,
            callable: false,
        };
        struct_sequence::define(vm, &definition).map(Obj::into_value)
    })?;
    Obj::<Type>::try_from_value(class).map_err(|_| vm.no_memory())
}

/// What a program's hook is called with.
///
/// # Errors
/// `MemoryError`.
pub(crate) fn arguments(vm: &mut Vm, exception: &Value, message: Value) -> PyResult {
    let class = class(vm)?;
    let kind = vm.type_of(exception).to_value();
    let traceback = exception::traceback_of(exception).unwrap_or_else(Value::none);
    struct_sequence::create(vm, &class, &[kind, exception.clone(), traceback, message, Value::none()])
}

fn unraisablehook(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = class(vm)?;
    let parts = match args.values[0].downcast::<Tuple>() {
        Some(parts) if std::ptr::eq(vm.type_of(&args.values[0]), &raw const *class) => parts.items(),
        _ => {
            let message = format_args!("sys.unraisablehook argument type must be UnraisableHookArgs");
            return Err(vm.type_error(message));
        }
    };
    let [_, exception, _, message, object] = parts else { return Ok(Value::none()) };
    if !object.is_none() {
        let message = if message.is_none() { vm.new_str("Exception ignored in")? } else { vm.str(message)? };
        let shown = match vm.repr(object) {
            Ok(shown) => shown,
            Err(raised) => {
                drop(vm.take_raised(raised));
                vm.new_str("<object repr() failed>")?
            }
        };
        if let (Some(message), Some(shown)) = (message.downcast::<Str>(), shown.downcast::<Str>()) {
            let line = vm.new_str_fmt(format_args!("{message}: {shown}\n"))?;
            super::write_stderr_value(vm, &line);
        }
    } else if !message.is_none() {
        let message = vm.str(message)?;
        if let Some(message) = message.downcast::<Str>() {
            let line = vm.new_str_fmt(format_args!("{message}:\n"))?;
            super::write_stderr_value(vm, &line);
        }
    }
    if !exception.is_none() {
        print_unraisable(vm, exception);
    }
    Ok(Value::none())
}
