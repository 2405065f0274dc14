//! What there is nothing of: stack trampolines for profilers outside the process; and the flags of `dlopen`, which
//! nothing here calls.

use pitviper_object::Value;

use crate::core::error::PyResult;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::str::Str;

pub(super) static FUNCTIONS: &[Method] = &[
    Method::new("activate_stack_trampoline", activate_trampoline, 1, 1).doc(
        "activate_stack_trampoline($module, backend, /)\n--\n\nActivate a stack profiler's trampoline: there is none.",
    ),
    Method::new("deactivate_stack_trampoline", |_, _| Ok(Value::none()), 0, 0).doc(
        "deactivate_stack_trampoline($module, /)\n--\n\nDeactivate the current stack profiler trampoline backend.",
    ),
    Method::new("getdlopenflags", |vm, _| vm.new_int(i64::from(vm.sys_settings.dlopen_flags)), 0, 0)
        .doc("getdlopenflags($module, /)\n--\n\nReturn the flags that would be used for dlopen() calls."),
    Method::new("is_stack_trampoline_active", |_, _| Ok(Value::bool(false)), 0, 0)
        .doc("is_stack_trampoline_active($module, /)\n--\n\nReturn *True* if a stack profiler trampoline is active."),
    Method::new("setdlopenflags", set_dlopen_flags, 1, 1)
        .doc("setdlopenflags($module, flags, /)\n--\n\nSet the flags that would be used for dlopen() calls."),
];

fn activate_trampoline(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if args.values[0].downcast::<Str>().is_none() {
        let kind = vm.argument_kind(&args.values[0]);
        return Err(vm.type_error(format_args!("activate_stack_trampoline() argument must be str, not {kind}")));
    }
    Err(vm.value_error(format_args!("perf trampoline not available")))
}

fn set_dlopen_flags(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.sys_settings.dlopen_flags = super::settings::c_int(vm, &args.values[0])?;
    Ok(Value::none())
}
