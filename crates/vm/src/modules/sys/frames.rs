//! Running frames: `_getframe` and relatives.

use pitviper_object::Value;

use crate::core::error::PyResult;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::frame;

pub(super) static FUNCTIONS: &[Method] = &[
    Method::new("_getframe", getframe, 0, 1)
        .doc("_getframe($module, depth=0, /)\n--\n\nReturn the frame object that many calls below the top."),
    Method::new("_current_frames", current_frames, 0, 0)
        .doc("_current_frames($module, /)\n--\n\nReturn a dict mapping each thread's id to its current frame."),
    Method::new("_current_exceptions", current_exceptions, 0, 0).doc(
        "_current_exceptions($module, /)\n--\n\nReturn a dict mapping each thread's id to the exception it handles.",
    ),
    Method::new("_getframemodulename", getframemodulename, 0, 1),
    Method::new("gettrace", nothing, 0, 0),
    Method::new("settrace", set_none, 1, 1)
        .doc("settrace($module, function, /)\n--\n\nSet the global debug tracing function: only None is possible."),
    Method::new("setprofile", set_none, 1, 1)
        .doc("setprofile($module, function, /)\n--\n\nSet the profiling function: only None is possible."),
    Method::new("getprofile", nothing, 0, 0),
];

fn depth(vm: &mut Vm, args: Args<'_>) -> PyResult<usize> {
    match args.values.first() {
        Some(depth) => Ok(usize::try_from(vm.index_isize(depth)?).unwrap_or(0)),
        None => Ok(0),
    }
}

/// A dictionary with one entry: that of the one thread.
fn by_thread(vm: &mut Vm, value: Value) -> PyResult {
    let dict = vm.new_dict()?;
    vm.dict_set(&dict, Value::small(crate::modules::thread::MAIN), value)?;
    Ok(dict.into_value())
}

fn current_frames(vm: &mut Vm, _: Args<'_>) -> PyResult {
    match frame::at_depth(vm, 0)? {
        Some(frame) => by_thread(vm, frame),
        None => Ok(vm.new_dict()?.into_value()),
    }
}

fn current_exceptions(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let handled = vm.handled.clone().unwrap_or_else(Value::none);
    by_thread(vm, handled)
}

fn getframe(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let depth = depth(vm, args)?;
    match frame::at_depth(vm, depth)? {
        Some(frame) => Ok(frame),
        None => Err(vm.value_error(format_args!("call stack is not deep enough"))),
    }
}

fn getframemodulename(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let depth = depth(vm, args)?;
    let mut frame = vm.stack.frame;
    for _ in 0..depth {
        if frame.is_null() {
            break;
        }
        // SAFETY: frames on the stack are complete.
        frame = unsafe { (*frame).previous };
    }
    if frame.is_null() {
        return Ok(Value::none());
    }
    // SAFETY: a frame on the stack keeps its globals alive.
    let name = unsafe { (*(*frame).globals).get_str(vm, &vm.names().__name__) };
    Ok(name.unwrap_or_else(Value::none))
}

fn set_none(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if args.values[0].is_none() {
        return Ok(Value::none());
    }
    let message = format_args!("Pitviper does not call trace and profile functions");
    Err(vm.raise(crate::core::error::Exc::NotImplementedError, message))
}

fn nothing(_: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(Value::none())
}
