//! Running frames: `_getframe` and relatives.

use pitviper_object::Value;

use crate::core::error::PyResult;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::eval::stack::Frame;
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
];

fn depth(vm: &mut Vm, args: Args<'_>) -> PyResult<usize> {
    match args.values.first() {
        Some(depth) => Ok(usize::try_from(vm.index_isize(depth)?).unwrap_or(0)),
        None => Ok(0),
    }
}

/// A dictionary of what `read` gives for each thread's innermost frame and handled exception; `None` is left out.
fn by_thread(
    vm: &mut Vm,
    mut read: impl FnMut(&mut Vm, *mut Frame, Option<Value>) -> PyResult<Option<Value>>,
) -> PyResult {
    let dict = vm.new_dict()?;
    // The newest first.
    for index in (0..vm.threads.count()).rev() {
        let thread = vm.threads.nth(index).map(|thread| (thread.ident, thread.frame(), thread.handled()));
        let Some((ident, frame, handled)) = thread else { continue };
        let value = match ident == vm.thread_ident() {
            true => read(vm, vm.stack.frame, vm.handled.clone())?,
            false => read(vm, frame, handled)?,
        };
        if let Some(value) = value {
            vm.dict_set(&dict, Value::small(ident), value)?;
        }
    }
    Ok(dict.into_value())
}

fn current_frames(vm: &mut Vm, _: Args<'_>) -> PyResult {
    by_thread(vm, |vm, frame, _| {
        if frame.is_null() {
            return Ok(None);
        }
        // SAFETY: the innermost frame of a thread is on its stack.
        unsafe { frame::object_of(vm, frame).map(Some) }
    })
}

fn current_exceptions(vm: &mut Vm, _: Args<'_>) -> PyResult {
    by_thread(vm, |_, _, handled| Ok(Some(handled.unwrap_or_else(Value::none))))
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
