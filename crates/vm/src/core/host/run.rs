//! Work that is done before the call that asks for it returns: it may borrow from its caller.
#![expect(clippy::disallowed_types, reason = "one box for each call of the host")]

use std::mem::transmute;

use pitviper_object::Value;

use crate::core::error::PyResult;
use crate::core::evaluation::{Progress, Stop};
use crate::core::vm::Vm;

impl Vm {
    /// Does `work` on a native stack of its own. Where the step budget is used up it is stopped: gives whether and why it
    /// was.
    ///
    /// # Errors
    /// `MemoryError` when there is no room for the stack; RuntimeError while other work runs or is paused.
    pub fn run_work(&mut self, work: impl FnOnce(&mut Vm)) -> PyResult<Option<Stop>> {
        let work: Box<dyn FnOnce(&mut Vm) + '_> = Box::new(work);
        // SAFETY: the work has ended, or was never begun and is dropped, when this function returns, so it outlives nothing
        // that it borrows: paused work is dropped below, which unwinds it, and a panic that leaves it has unwound it.
        let work: Box<dyn FnOnce(&mut Vm) + 'static> = unsafe { transmute(work) };
        let progress = self.begin_work(move |vm| {
            work(vm);
            vm.settle();
            Ok(Value::none())
        })?;
        match progress {
            Progress::Done(Err(raised)) => drop(self.take_raised(raised)),
            Progress::Done(Ok(_)) => {}
            Progress::Paused => {
                self.note_stop();
                self.abandon_work();
            }
        }
        Ok(self.stopped())
    }
}
