//! `sys.settrace` and `sys.setprofile`: what their functions are told of.

use pitviper_object::Value;

use super::events::{
    C_RAISE, C_RETURN, CALL, FOR_PROFILE, FOR_TRACE, INSTRUCTION, LINE, PROFILE, PY_RESUME, PY_RETURN, PY_START,
    PY_THROW, PY_UNWIND, PY_YIELD, RAISE, STOP_ITERATION, TRACE,
};
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::eval::stack::Frame;
use crate::types::exception;
use crate::types::frame::{self, FrameObject};

/// The third argument when there is an exception.
fn triple(vm: &mut Vm, exception: &Value) -> PyResult {
    let class = vm.type_of(exception).to_value();
    let traceback = exception::traceback_of(exception).unwrap_or_else(Value::none);
    vm.new_tuple_from([class, exception.clone(), traceback])
}

/// Tells the function of `sys.settrace`, or the one it returned for this frame.
///
/// # Safety
/// `frame` is on the stack, its `pc` saved.
///
/// # Errors
/// What it raises; it is not called any more then.
pub(super) unsafe fn trace(vm: &mut Vm, frame: *mut Frame, event: usize, about: Option<&Value>) -> PyResult<()> {
    let Some(global) = vm.tracing.thread.trace.clone() else { return Ok(()) };
    let begins = matches!(event, PY_START | PY_RESUME | PY_THROW);
    // SAFETY: the caller's promise.
    let object = unsafe {
        if !begins && (*frame).object.is_none() {
            return Ok(());
        }
        frame::object_of(vm, frame)?
    };
    let Some(this) = object.downcast::<FrameObject>() else { return Ok(()) };
    let function = if begins { Some(global) } else { this.trace.get() };
    let Some(function) = function else { return Ok(()) };
    let what = match event {
        PY_START | PY_RESUME | PY_THROW => "call",
        LINE if this.trace_lines.get() => "line",
        INSTRUCTION if this.trace_opcodes.get() => "opcode",
        PY_RETURN | PY_YIELD | PY_UNWIND => "return",
        RAISE | STOP_ITERATION => "exception",
        _ => return Ok(()),
    };
    let what = vm.intern(what)?;
    let about = match (event, about) {
        (RAISE | STOP_ITERATION, Some(exception)) => triple(vm, exception)?,
        (PY_RETURN | PY_YIELD, Some(value)) => value.clone(),
        _ => Value::none(),
    };
    // SAFETY: the caller's promise.
    let result = unsafe { vm.call_about(frame, event, |vm| vm.call(&function, &[object.clone(), what, about])) };
    match result {
        Ok(result) => {
            if !result.is_none() {
                this.trace.set(Some(result));
            }
            Ok(())
        }
        Err(raised) => {
            this.trace.set(None);
            let exception = vm.take_raised(raised);
            let stopped = vm.set_trace(None);
            let raised = vm.reraise(exception);
            stopped.and(Err(raised))
        }
    }
}

/// Tells the function of `sys.setprofile`.
///
/// # Safety
/// `frame` is on the stack, its `pc` saved.
///
/// # Errors
/// What it raises; it is not called any more then.
pub(super) unsafe fn profile(vm: &mut Vm, frame: *mut Frame, event: usize, about: &[Value]) -> PyResult<()> {
    let Some(function) = vm.tracing.thread.profile.clone() else { return Ok(()) };
    let (what, about) = match event {
        PY_START | PY_RESUME | PY_THROW => ("call", Value::none()),
        PY_RETURN | PY_YIELD => ("return", about.first().cloned().unwrap_or_else(Value::none)),
        PY_UNWIND => ("return", Value::none()),
        CALL | C_RETURN | C_RAISE => {
            let Some(callee) = native_callee(vm, about)? else { return Ok(()) };
            (
                match event {
                    CALL => "c_call",
                    C_RETURN => "c_return",
                    _ => "c_exception",
                },
                callee,
            )
        }
        _ => return Ok(()),
    };
    // SAFETY: the caller's promise.
    let object = unsafe { frame::object_of(vm, frame)? };
    let what = vm.intern(what)?;
    // SAFETY: the caller's promise.
    let result = unsafe { vm.call_about(frame, event, |vm| vm.call(&function, &[object, what, about])) };
    match result {
        Ok(_) => Ok(()),
        Err(raised) => {
            let exception = vm.take_raised(raised);
            let stopped = vm.set_profile(None);
            let raised = vm.reraise(exception);
            stopped.and(Err(raised))
        }
    }
}

/// The native function that is called: nothing is told of other callables.
fn native_callee(vm: &mut Vm, about: &[Value]) -> PyResult<Option<Value>> {
    let Some(callee) = about.first() else { return Ok(None) };
    match callee.kind() {
        kinds::BUILTIN_FUNCTION => Ok(Some(callee.clone())),
        kinds::METHOD_DESCRIPTOR => match about.get(1) {
            Some(receiver) if !vm.tracing.missing.as_ref().is_some_and(|missing| missing.is(receiver)) => {
                let class = vm.type_of(receiver);
                vm.bind(callee, Some(receiver), class).map(Some)
            }
            _ => Ok(None),
        },
        _ => Ok(None),
    }
}

impl Vm {
    /// `sys.settrace`.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(crate) fn set_trace(&mut self, function: Option<Value>) -> PyResult<()> {
        let wanted = function.is_some() || self.threads.any_other(|tracing| tracing.trace.is_some());
        let events = match wanted {
            true => FOR_TRACE | if self.tracing.opcodes { 1 << INSTRUCTION } else { 0 },
            false => 0,
        };
        self.tracing.thread.trace = function;
        self.set_global_events(TRACE, events)
    }

    /// A frame wants to hear of each instruction.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(crate) fn trace_opcodes(&mut self) -> PyResult<()> {
        self.tracing.opcodes = true;
        match self.tracing.thread.trace {
            Some(_) => self.set_global_events(TRACE, FOR_TRACE | 1 << INSTRUCTION),
            None => Ok(()),
        }
    }

    /// `sys.setprofile`.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(crate) fn set_profile(&mut self, function: Option<Value>) -> PyResult<()> {
        let wanted = function.is_some() || self.threads.any_other(|tracing| tracing.profile.is_some());
        let events = if wanted { FOR_PROFILE } else { 0 };
        self.tracing.thread.profile = function;
        self.set_global_events(PROFILE, events)
    }

    /// `sys.call_tracing`: a call of which tools are told although it is a tool that calls.
    ///
    /// # Errors
    /// What it raises.
    pub(crate) fn call_tracing(&mut self, function: &Value, args: &[Value]) -> PyResult {
        let depth = std::mem::take(&mut self.tracing.thread.depth);
        let result = self.call(function, args);
        self.tracing.thread.depth = depth;
        result
    }
}
