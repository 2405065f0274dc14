//! `sys.settrace`, `sys.setprofile` and relatives.

use pitviper_object::Value;

use crate::core::error::PyResult;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::tuple::Tuple;

pub(super) static FUNCTIONS: &[Method] = &[
    Method::new("_setprofileallthreads", set_profile_of_all, 1, 1)
        .doc("_setprofileallthreads($module, function, /)\n--\n\nSet the profiling function in all running threads."),
    Method::new("_settraceallthreads", set_trace_of_all, 1, 1)
        .doc("_settraceallthreads($module, function, /)\n--\n\nSet the global debug tracing function in all running threads."),
    Method::new("call_tracing", call_tracing, 2, 2)
        .doc("call_tracing($module, func, args, /)\n--\n\nCall func(*args), while tracing is enabled."),
    Method::new("getprofile", |vm, _| Ok(vm.tracing.thread.profile.clone().unwrap_or_else(Value::none)), 0, 0)
        .doc("getprofile($module, /)\n--\n\nReturn the profiling function set with sys.setprofile."),
    Method::new("gettrace", |vm, _| Ok(vm.tracing.thread.trace.clone().unwrap_or_else(Value::none)), 0, 0)
        .doc("gettrace($module, /)\n--\n\nReturn the global debug tracing function set with sys.settrace."),
    Method::new("setprofile", setprofile, 1, 1)
        .doc("setprofile($module, function, /)\n--\n\nSet the profiling function; None turns profiling off."),
    Method::new("settrace", settrace, 1, 1)
        .doc("settrace($module, function, /)\n--\n\nSet the global debug tracing function; None turns tracing off."),
];

fn given(args: Args<'_>) -> Option<Value> {
    Some(args.values[0].clone()).filter(|function| !function.is_none())
}

fn settrace(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.audit("sys.settrace", &[])?;
    vm.set_trace(given(args))?;
    Ok(Value::none())
}

fn setprofile(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.audit("sys.setprofile", &[])?;
    vm.set_profile(given(args))?;
    Ok(Value::none())
}

fn set_trace_of_all(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.threads.each_other(|tracing| tracing.trace = given(args));
    settrace(vm, args)
}

fn set_profile_of_all(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.threads.each_other(|tracing| tracing.profile = given(args));
    setprofile(vm, args)
}

fn call_tracing(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(arguments) = args.values[1].downcast::<Tuple>() else {
        let kind = vm.argument_kind(&args.values[1]);
        return Err(vm.type_error(format_args!("call_tracing() argument 2 must be tuple, not {kind}")));
    };
    vm.call_tracing(&args.values[0], arguments.items())
}
