//! Telling tools: calling what they registered.

use std::ptr::NonNull;

use pitviper_object::{Obj, Value};

use super::events::{LINE, LOCAL_EVENTS, NAMES, PROFILE, PY_START, TRACE};
use super::legacy;
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::eval::stack::Frame;
use crate::types::code::byte_offset;
use crate::types::frame::FrameObject;

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
        let code_value = code.as_value().clone();
        let args = [code_value, offset, extra.first().cloned().unwrap_or_else(Value::none)];
        // SAFETY: the caller's promise.
        let result = unsafe {
            match extra {
                // Of a line the number alone is told.
                [_] if event == LINE => {
                    self.call_about(frame, event, &callback, &[args[0].clone(), args[2].clone()])?
                }
                [] => self.call_about(frame, event, &callback, &args[..2])?,
                [_] => self.call_about(frame, event, &callback, &args)?,
                [_, with, ..] => {
                    let [code, offset, about] = args;
                    self.call_about(frame, event, &callback, &[code, offset, about, with.clone()])?
                }
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

    /// Calls a tool's function about an event in a frame. Tools are told nothing of that.
    ///
    /// # Safety
    /// As [`Vm::tell_tools`].
    pub(super) unsafe fn call_about(
        &mut self,
        frame: *mut Frame,
        event: usize,
        function: &Value,
        args: &[Value],
    ) -> PyResult {
        let thread = &mut self.tracing.thread;
        thread.jump = None;
        thread.depth += 1;
        let what = thread.what.replace(event as u8);
        let told = std::mem::replace(&mut thread.told, NonNull::new(frame));
        let result = self.call(function, args);
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
