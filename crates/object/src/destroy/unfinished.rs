//! Deaths that were left because somebody was in a hurry.

use std::cell::Cell;
use std::ptr::NonNull;

use pitviper_heap::Heap;

use crate::header::Header;

/// What was left when somebody was hurried.
#[derive(Default)]
pub struct Unfinished {
    /// Walks: the object that is being emptied, and its parent. More than one when a finalizer within a walk left another.
    walks: [Cell<Option<Walk>>; 4],
    /// The part of zero lists that was not reached: first and last object, compressed.
    head: Cell<u32>,
    tail: Cell<u32>,
}

/// A walk through what dies: the object that is being emptied, and its parent or null.
#[derive(Clone, Copy)]
pub(super) struct Walk {
    pub current: NonNull<Header>,
    pub parent: *mut Header,
}

impl Unfinished {
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.head.get() == 0 && self.walks.iter().all(|walk| walk.get().is_none())
    }

    /// Keeps a walk; false when there is no room.
    pub(super) fn leave(&self, walk: Walk) -> bool {
        let Some(place) = self.walks.iter().find(|place| place.get().is_none()) else { return false };
        place.set(Some(walk));
        true
    }

    /// The walk that was left first: the innermost one.
    pub(super) fn take(&self) -> Option<Walk> {
        self.walks.iter().find_map(Cell::take)
    }

    /// Keeps a list that ends in `tail`, behind what is kept already.
    pub(super) unsafe fn keep(&self, heap: NonNull<Heap>, head: u32, tail: u32) {
        if self.head.get() == 0 {
            self.head.set(head);
        } else {
            // SAFETY: what is on the list is still there.
            unsafe { (*heap.as_ptr()).expand(self.tail.get()).cast::<Header>().as_ref().set_count(head) };
        }
        self.tail.set(tail);
    }

    /// The list that was kept: first and last object; nothing is 0.
    pub(super) fn take_list(&self) -> (u32, u32) {
        (self.head.take(), self.tail.get())
    }
}
