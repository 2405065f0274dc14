//! The `MemoryError`s that are raised when there is no memory to make one.
//!
//! Some are made ahead; each is raised once and dies like any other, with the traceback that it got and the frames that
//! this holds. When all are used up, one is raised that nothing is ever attached to, so it can be raised
//! again and again, in several places at once.

use pitviper_object::Value;

use crate::core::error::{Exc, PyResult};
use crate::core::vm::Vm;
use crate::types::exception::new_with_args;

/// How many are made ahead: handlers that fail themselves, within each other.
const AHEAD: usize = 4;

/// The errors of an interpreter.
#[derive(Default)]
pub(crate) struct SpareErrors {
    errors: [Option<Value>; AHEAD],
    used: bool,
    last_resort: Option<Value>,
}

impl SpareErrors {
    /// Makes the last resort.
    pub fn start(vm: &mut Vm) -> PyResult<()> {
        vm.spare_errors.last_resort = Some(new_with_args(vm, Exc::MemoryError, &[])?);
        vm.spare_errors.used = true;
        Ok(())
    }

    /// One to be raised.
    pub fn take(&mut self) -> Value {
        self.used = true;
        let error = self.errors.iter_mut().find_map(Option::take);
        error.or_else(|| self.last_resort.clone()).unwrap_or_else(Value::none)
    }

    pub fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        self.errors.iter().chain([&self.last_resort]).flatten().for_each(visit);
    }
}

impl Vm {
    /// Whether `exception` is the one to which nothing may be attached.
    pub(crate) fn is_last_resort(&self, exception: &Value) -> bool {
        self.spare_errors.last_resort.as_ref().is_some_and(|last| last.is(exception))
    }

    /// Makes new errors in place of those used, if there is memory by now.
    #[inline]
    pub(crate) fn make_spare_errors(&mut self) {
        if self.spare_errors.used {
            self.refill_spare_errors();
        }
    }

    #[cold]
    #[inline(never)]
    fn refill_spare_errors(&mut self) {
        self.spare_errors.used = false;
        for place in 0..AHEAD {
            if self.spare_errors.errors[place].is_some() {
                continue;
            }
            let reclaim = self.heap.set_reclaim(None);
            let made = new_with_args(self, Exc::MemoryError, &[]);
            self.heap.set_reclaim(reclaim);
            match made {
                Ok(error) => self.spare_errors.errors[place] = Some(error),
                Err(_) => {
                    self.raised = None;
                    self.spare_errors.used = true;
                    return;
                }
            }
        }
    }
}
