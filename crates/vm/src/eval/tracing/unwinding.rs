//! What tools are told of exceptions on their way.

use pitviper_object::Value;

use super::events::STOP_ITERATION;
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
    let given = std::slice::from_ref(value);
    let arguments = if value.is_none() { &[][..] } else { given };
    let exception = crate::types::exception::new_with_args(vm, Exc::StopIteration, arguments)?;
    let tools = vm.tracing.by_event[STOP_ITERATION];
    // SAFETY: the caller's promise.
    unsafe {
        let word = (*frame).code().offset((*frame).pc);
        vm.tell_tools(frame, STOP_ITERATION, tools, word, &[exception])
    }
}
