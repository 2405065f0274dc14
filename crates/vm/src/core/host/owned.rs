//! An interpreter that moves between threads.
#![expect(clippy::disallowed_types, reason = "the interpreter itself")]

use std::ops::{Deref, DerefMut};

use crate::core::vm::Vm;

/// The sole owner of an interpreter.
pub struct OwnedVm(Box<Vm>);

// SAFETY: an interpreter points at nothing but its own heap and tables, which move with it; reference counts are not
// atomic, but all owners of its values are inside it: the host has only rows of its table (`handles`), which share
// a locked list. What the host put into it is `Send` and `Sync`. Nothing in it belongs to a thread of the
// operating system but frames of host functions on the native stack of paused work: those are resumed by the thread
// that they were paused in only ([`Vm::may_resume_here`]), and left where they are when another one drops the interpreter.
unsafe impl Send for OwnedVm {}

impl OwnedVm {
    /// Takes over an interpreter; values of it may be kept by nobody else.
    #[must_use]
    pub fn new(vm: Box<Vm>) -> OwnedVm {
        OwnedVm(vm)
    }
}

impl Deref for OwnedVm {
    type Target = Vm;

    fn deref(&self) -> &Vm {
        &self.0
    }
}

impl DerefMut for OwnedVm {
    fn deref_mut(&mut self) -> &mut Vm {
        &mut self.0
    }
}
