//! Tools of `sys.monitoring`: names, callbacks, events of single code objects.

use pitviper_object::Value;

use super::Tracing;
use super::events::{BRANCH, BRANCH_LEFT, BRANCH_RIGHT, C_RAISE, C_RETURN, EVENTS, PROFILE, TOOLS};
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::code::CodeObject;

impl Tracing {
    /// A tool's name, when it is in use.
    pub(crate) fn tool(&self, tool: usize) -> Option<Value> {
        self.tools[tool].clone()
    }

    /// Takes or frees a tool.
    pub(crate) fn name_tool(&mut self, tool: usize, name: Option<Value>) {
        self.tools[tool] = name;
    }

    /// Sets what a tool has called for an event; what it was before.
    pub(crate) fn set_callback(&mut self, tool: usize, event: usize, function: Option<Value>) -> Option<Value> {
        let callbacks = &mut self.callbacks[tool];
        if event == BRANCH {
            callbacks[BRANCH_LEFT] = function.clone();
            callbacks[BRANCH_RIGHT] = function.clone();
        }
        std::mem::replace(&mut callbacks[event], function)
    }

    /// Whether some of these tools want to hear what comes of calls.
    pub(super) fn hears_results(&self, tools: u8) -> bool {
        let wants = |tool: usize| {
            let callbacks = &self.callbacks[tool];
            tool == PROFILE || callbacks[C_RETURN].is_some() || callbacks[C_RAISE].is_some()
        };
        (0..TOOLS).any(|tool| tools & 1 << tool != 0 && wants(tool))
    }

    /// What a tool wants of all code, as bits.
    pub(crate) fn global_events(&self, tool: usize) -> u32 {
        self.global[tool]
    }

    /// Tools that want an event of all code, as bits.
    pub(crate) fn tools_of(&self, event: usize) -> u8 {
        self.by_event[event]
    }

    /// Sets `DISABLE` and `MISSING`.
    pub(crate) fn set_marks(&mut self, disable: Value, missing: Value) {
        self.disable = Some(disable);
        self.missing = Some(missing);
    }
}

impl CodeObject {
    /// What a tool wants of this code alone, as bits.
    pub(crate) fn local_events(&self, tool: usize) -> u32 {
        self.monitor().map_or(0, |monitor| monitor.local[tool])
    }
}

impl Vm {
    /// Sets what a tool wants of one code object.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(crate) fn set_local_events(&mut self, code: &CodeObject, tool: usize, events: u32) -> PyResult<()> {
        let monitor = self.monitored(code)?;
        if monitor.local[tool] == events {
            return Ok(());
        }
        monitor.local[tool] = events;
        monitor.make_stale();
        self.refresh(code)?;
        self.aim_generators_of(code);
        Ok(())
    }

    /// Forgets what a tool wants, and what it has called.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(crate) fn clear_tool(&mut self, tool: usize) -> PyResult<()> {
        for event in 0..EVENTS {
            drop(self.tracing.callbacks[tool][event].take());
        }
        self.forget_local_events(tool);
        self.set_global_events(tool, 0)?;
        self.tools_changed(false)
    }

    /// Enables what was disabled.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(crate) fn restart_events(&mut self) -> PyResult<()> {
        self.tracing.restarts = self.tracing.restarts.wrapping_add(1);
        self.tools_changed(true)
    }
}
