//! A lock that its holder may take again, and must give back as often.

use std::cell::Cell;
use std::time::Instant;

use super::Queue;
use crate::core::error::PyResult;
use crate::core::vm::Vm;

/// How long taking a lock may take.
#[derive(Clone, Copy)]
pub(crate) enum Patience {
    /// No time at all.
    None,
    /// Until then; nothing: for ever.
    Until(Option<Instant>),
}

/// The lock. Only the holder of the interpreter's lock touches it.
#[derive(Default)]
pub(crate) struct Recursive {
    /// How often its holder took it; 0: it is free.
    depth: Cell<u64>,
    /// The holder's number; 0: none.
    owner: Cell<i64>,
    waiting: Queue,
}

impl Recursive {
    /// A free one.
    pub(crate) const fn new() -> Recursive {
        Recursive { depth: Cell::new(0), owner: Cell::new(0), waiting: Queue::new() }
    }

    pub(crate) fn depth(&self) -> u64 {
        self.depth.get()
    }

    pub(crate) fn owner(&self) -> i64 {
        self.owner.get()
    }

    /// Whether the running thread holds it.
    pub(crate) fn is_owned(&self, vm: &Vm) -> bool {
        self.depth.get() > 0 && self.owner.get() == vm.thread_ident()
    }

    /// Takes it once more, or `depth` times if the running thread does not hold it; whether that came about.
    ///
    /// # Errors
    /// What functions of signals raise, KeyboardInterrupt.
    pub(crate) fn take(&self, vm: &mut Vm, patience: Patience, depth: u64) -> PyResult<bool> {
        if self.is_owned(vm) {
            self.depth.set(self.depth.get().saturating_add(1));
            return Ok(true);
        }
        while self.depth.get() > 0 {
            let Patience::Until(end) = patience else { return Ok(false) };
            if !vm.wait_in(&self.waiting, end)? {
                return Ok(false);
            }
        }
        self.depth.set(depth);
        self.owner.set(vm.thread_ident());
        Ok(true)
    }

    /// Gives it back once; false when the running thread does not hold it.
    pub(crate) fn release(&self, vm: &Vm) -> bool {
        let owned = self.is_owned(vm);
        if owned {
            match self.depth.get() - 1 {
                0 => drop(self.release_all(vm)),
                depth => self.depth.set(depth),
            }
        }
        owned
    }

    /// Gives it back altogether: how often it was held; nothing when the running thread does not hold it.
    pub(crate) fn release_all(&self, vm: &Vm) -> Option<u64> {
        if !self.is_owned(vm) {
            return None;
        }
        self.owner.set(0);
        let depth = self.depth.replace(0);
        self.waiting.wake_one();
        Some(depth)
    }

    /// After a fork: it is free, and nobody waits for it.
    pub(crate) fn reset(&self) {
        self.depth.set(0);
        self.owner.set(0);
        self.waiting.forget();
    }
}
