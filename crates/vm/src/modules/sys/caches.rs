//! Caches that programs may ask to be emptied, and services of CPython that are never on here.

use pitviper_object::Value;

use crate::core::error::PyResult;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::tuple::Tuple;

pub(super) static FUNCTIONS: &[Method] = &[
    Method::new("_clear_internal_caches", nothing, 0, 0)
        .doc("_clear_internal_caches($module, /)\n--\n\nClear all internal performance-related caches."),
    Method::new("_clear_type_cache", nothing, 0, 0)
        .doc("_clear_type_cache($module, /)\n--\n\nClear the internal type lookup cache."),
    Method::new("call_tracing", call_tracing, 2, 2)
        .doc("call_tracing($module, func, args, /)\n--\n\nCall func(*args), while tracing is enabled."),
    Method::new("is_remote_debug_enabled", never, 0, 0)
        .doc("is_remote_debug_enabled($module, /)\n--\n\nReturn True if remote debugging is enabled, False otherwise."),
    Method::new("is_stack_trampoline_active", never, 0, 0)
        .doc("is_stack_trampoline_active($module, /)\n--\n\nReturn *True* if a stack profiler trampoline is active."),
    Method::new("deactivate_stack_trampoline", nothing, 0, 0).doc(
        "deactivate_stack_trampoline($module, /)\n--\n\nDeactivate the current stack profiler trampoline backend.",
    ),
];

/// What the caches hold is checked against versions at every use: nothing stale is left to clear.
fn nothing(_: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(Value::none())
}

fn never(_: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(Value::bool(false))
}

fn call_tracing(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(arguments) = args.values[1].downcast::<Tuple>() else {
        let kind = vm.argument_kind(&args.values[1]);
        return Err(vm.type_error(format_args!("call_tracing() argument 2 must be tuple, not {kind}")));
    };
    vm.call(&args.values[0], arguments.items())
}
