//! The clock of programs that may not read the real one: it starts at the epoch and follows the steps they take.

use std::cell::Cell;

use super::{Grant, Sandbox};
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
}
