//! Telling tools: calling what they registered.

use std::ptr::NonNull;

use pitviper_object::{Obj, Value};

use super::events::{LINE, LOCAL_EVENTS, NAMES, PROFILE, PY_START, TRACE};
use super::legacy;
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::eval::stack::Frame;
use crate::types::code::byte_offset;
use crate::types::frame::FrameObject;
use crate::types::native::BuiltinFunction;

impl Vm {
    /// Tells tools of an event at a word of the frame's code, that with the highest number first. `extra` is what the
    /// event is about.
    ///
    /// # Safety
    /// `frame` is on the stack, its `pc` saved.
    ///
    /// # Errors
    /// What a tool raises; the others are not told then.
    pub(super) unsafe fn tell_tools(
        &mut self,
        frame: *mut Frame,
        event: usize,
        tools: u8,
        word: u32,
        extra: &[Value],
    ) -> PyResult<()> {
        let mut left = tools;
        while left != 0 {
            let tool = 7 - left.leading_zeros() as usize;
            left &= !(1 << tool);
            // SAFETY: the caller's promise.
            unsafe {
                match tool {
                    TRACE => legacy::trace(self, frame, event, extra.first())?,
                    PROFILE => legacy::profile(self, frame, event, extra)?,
                    _ => self.call_tool(frame, tool, event, word, extra)?,
                }
            }
        }
        Ok(())
    }

    unsafe fn call_tool(
        &mut self,
        frame: *mut Frame,
        tool: usize,
        event: usize,
        word: u32,
        extra: &[Value],
    ) -> PyResult<()> {
        let Some(callback) = self.tracing.callbacks[tool][event].clone() else { return Ok(()) };
        // SAFETY: the frame keeps its code alive.
        let code = Obj::from_ref(unsafe { (*frame).code() });
        let offset = Value::small(if event == PY_START { 0 } else { byte_offset(word) });
        let of = |index: usize| extra.get(index).cloned().unwrap_or_else(Value::none);
        // In front there is room for a native method's receiver.
        let mut args = [Value::none(), code.as_value().clone(), offset, of(0), of(1)];
        let mut count = 3 + extra.len().min(2);
        if event == LINE {
            // Of a line the number alone is told.
            args.swap(2, 3);
            count = 3;
        }
        let native = callback.exact::<BuiltinFunction>();
        // SAFETY: the caller's promise.
        let result = unsafe {
            match native.and_then(|native| Some((native, native.bound_receiver()?))) {
                Some((native, receiver)) => {
                    args[0] = receiver.clone();
                    let args = Args::of(&args[..count]);
                    self.call_about(frame, event, |vm| native.call_behind_receiver(vm, args))?
                }
                None => self.call_about(frame, event, |vm| vm.call(&callback, &args[1..count]))?,
            }
        };
        if self.tracing.disable.as_ref().is_some_and(|disable| disable.is(&result)) {
            if event >= LOCAL_EVENTS {
                self.tracing.callbacks[tool][event] = None;
                let name = NAMES[event];
                return Err(self.value_error(format_args!("Cannot disable {name} events. Callback removed.")));
            }
            self.disable_at(&code, word, event, 1 << tool)?;
        }
        Ok(())
    }

    /// Has a tool's function called about an event in a frame. Tools are told nothing of that.
    ///
    /// # Safety
    /// As [`Vm::tell_tools`].
    pub(super) unsafe fn call_about(
        &mut self,
        frame: *mut Frame,
        event: usize,
        call: impl FnOnce(&mut Vm) -> PyResult,
    ) -> PyResult {
        let thread = &mut self.tracing.thread;
        thread.jump = None;
        thread.depth += 1;
        let what = thread.what.replace(event as u8);
        let told = std::mem::replace(&mut thread.told, NonNull::new(frame));
        let result = call(self);
        let thread = &mut self.tracing.thread;
        thread.depth -= 1;
        thread.what = what;
        thread.told = told;
        if thread.jump.is_some() {
            // SAFETY: the caller's promise.
            let object = unsafe { (*frame).object.as_ref() };
            if let Some(object) = object.and_then(|object| object.downcast::<FrameObject>()) {
                object.told_line.set(0);
            }
        }
        result
    }
}
