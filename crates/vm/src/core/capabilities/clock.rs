//! The clock of programs that may not read the real one: it starts at the epoch and follows the steps they take.

use std::cell::Cell;
use std::time::Instant;

use super::{Grant, Sandbox};
use crate::core::error::{Exc, PyResult};
use crate::core::vm::Vm;

/// Nanoseconds that a step takes.
const STEP: u64 = 1_000;

/// Nanoseconds that looking at the clock takes, so that a loop which only waits for it ends.
const LOOK: u64 = 1_000;

/// Nanoseconds slept and spent looking.
#[derive(Debug, Default)]
pub(super) struct VirtualClock(Cell<u64>);

impl Sandbox {
    /// Lets time pass on the virtual clock.
    pub fn pass(&self, nanoseconds: u64) {
        self.clock.0.set(self.clock.0.get().saturating_add(nanoseconds));
    }
}

impl Vm {
    /// Nanoseconds since the epoch on the virtual clock; nothing when the real one may be read.
    #[inline]
    #[must_use]
    pub fn virtual_time(&self) -> Option<i64> {
        if self.sandbox.grants(Grant::Clock) {
            return None;
        }
        self.sandbox.pass(LOOK);
        let steps = self.steps_taken().saturating_mul(STEP);
        Some(i64::try_from(steps.saturating_add(self.sandbox.clock.0.get())).unwrap_or(i64::MAX))
    }

    /// Before a wait that another thread could end, in a sandbox without another: true when the deadline is taken as reached,
    /// on the virtual clock.
    ///
    /// # Errors
    /// RuntimeError where there is no deadline, since nothing could end the wait.
    pub(crate) fn waits_alone(&mut self, end: Option<Instant>) -> PyResult<bool> {
        if self.sandbox.everything || self.threads.are_several() {
            return Ok(false);
        }
        match end {
            None => Err(self.raise(Exc::RuntimeError, format_args!("deadlock: no other thread can end this wait"))),
            Some(_) if self.sandbox.grants(Grant::Clock) => Ok(false),
            Some(end) => {
                let left = end.saturating_duration_since(Instant::now());
                self.sandbox.pass(u64::try_from(left.as_nanos()).unwrap_or(u64::MAX));
                Ok(true)
            }
        }
    }
}
