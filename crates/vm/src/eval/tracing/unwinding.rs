//! What tools are told of exceptions on their way.

use pitviper_object::Value;

use super::events::{RAISE, STOP_ITERATION};
use crate::core::error::{Exc, PyResult};
use crate::core::vm::Vm;
use crate::eval::stack::Frame;

/// Tells tools of what happens to an exception in a frame. Gives the exception that goes on: another one when a tool
/// raises.
///
/// # Safety
/// `frame` is on the stack, its `pc` saved.
#[cold]
#[inline(never)]
pub unsafe fn tell(vm: &mut Vm, frame: *mut Frame, event: usize, exception: Value) -> Value {
    let tools = vm.tracing.by_event[event];
    // SAFETY: the caller's promise.
    unsafe {
        let word = (*frame).code().offset((*frame).pc);
        match vm.tell_tools(frame, event, tools, word, std::slice::from_ref(&exception)) {
            Ok(()) => exception,
            Err(raised) => vm.take_raised(raised),
        }
    }
}

/// `StopIteration(value)`.
fn stop_iteration(vm: &mut Vm, value: &Value) -> PyResult {
    let given = std::slice::from_ref(value);
    let arguments = if value.is_none() { &[][..] } else { given };
    crate::types::exception::new_with_args(vm, Exc::StopIteration, arguments)
}

/// Tells tools that a generator on which a loop runs returned something, which CPython passes on in an exception.
///
/// # Safety
/// As [`tell`].
#[cold]
#[inline(never)]
pub unsafe fn tell_unused(vm: &mut Vm, frame: *mut Frame, value: &Value) {
    match stop_iteration(vm, value) {
        // SAFETY: the caller's promise.
        Ok(exception) => drop(unsafe { tell(vm, frame, RAISE, exception) }),
        Err(raised) => drop(vm.take_raised(raised)),
    }
}

/// Tells tools that a generator or coroutine ended on which a frame waits; as what would be raised by calls.
///
/// # Safety
/// As [`tell`].
///
/// # Errors
/// What a tool raises.
#[cold]
#[inline(never)]
pub unsafe fn tell_end(vm: &mut Vm, frame: *mut Frame, value: &Value) -> PyResult<()> {
    let exception = stop_iteration(vm, value)?;
    let tools = vm.tracing.by_event[STOP_ITERATION];
    // SAFETY: the caller's promise.
    unsafe {
        let word = (*frame).code().offset((*frame).pc);
        vm.tell_tools(frame, STOP_ITERATION, tools, word, &[exception])
    }
}
