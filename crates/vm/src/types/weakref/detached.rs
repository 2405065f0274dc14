//! Weak references to cyclic garbage: cleared all at once, then their callbacks run.

use std::ptr::NonNull;

use pitviper_object::{Header, Value, collector};

use super::{WeakRef, WeakTable};
use crate::core::vm::Vm;

/// Cleared references whose callbacks wait, in order; linked through the references themselves, each of which takes
/// itself out should it die.
pub(crate) struct Detached {
    head: *mut WeakRef,
    /// The link that the next one goes to; null: `head`.
    end: *mut *mut WeakRef,
}

impl Default for Detached {
    fn default() -> Detached {
        Detached { head: std::ptr::null_mut(), end: std::ptr::null_mut() }
    }
}

impl WeakTable {
    /// Clears the references to `object`; those with callbacks that are not garbage themselves wait in `detached`.
    pub(crate) fn detach(&mut self, object: NonNull<Header>, detached: &mut Detached) {
        let mut list: *mut WeakRef = std::ptr::null_mut();
        // SAFETY: the object is alive, the lists are live, and nothing dies meanwhile.
        unsafe {
            object.as_ref().clear(pitviper_object::header::WEAKLY_REFERENCED);
            self.take(object.as_ptr(), &raw mut list);
            while let Some(this) = list.as_ref() {
                this.unlink();
                this.referent.set(std::ptr::null_mut());
                if collector::is_garbage(&this.header) || this.is_plain() {
                    continue;
                }
                if detached.end.is_null() {
                    detached.end = &raw mut detached.head;
                }
                this.link(detached.end);
                detached.end = this.next.as_ptr();
            }
        }
    }
}

impl WeakTable {
    /// Clears the references to `object` for good.
    pub(crate) fn forget(&mut self, object: NonNull<Header>) {
        let mut list: *mut WeakRef = std::ptr::null_mut();
        // SAFETY: as in `detach`.
        unsafe {
            object.as_ref().clear(pitviper_object::header::WEAKLY_REFERENCED);
            self.take(object.as_ptr(), &raw mut list);
            while let Some(this) = list.as_ref() {
                this.unlink();
                this.referent.set(std::ptr::null_mut());
            }
        }
    }
}

impl Vm {
    /// Calls the callbacks of the references that the collector cleared; how many of these died after their turn.
    pub(crate) fn call_detached(&mut self) -> u64 {
        let mut died = 0;
        self.collector.detached.end = std::ptr::null_mut();
        // SAFETY: references in the list are alive.
        while let Some(this) = unsafe { self.collector.detached.head.as_ref() } {
            this.unlink();
            // SAFETY: as above.
            let own = unsafe { Value::from_borrowed(NonNull::from(this).cast()) };
            self.call_weak_callback(this.callback.take(), &own);
            died += u64::from(own.header().is_some_and(|header| header.count() == 1));
            drop(own);
            self.settle();
        }
        died
    }
}
