//! What a copy of a whole heap is made of: its mappings, and the parts of them that hold something.
//!
//! The layer above copies the parts into blank mappings and moves the addresses in them; a heap of which
//! every word is right is a heap.

use core::ptr::NonNull;

use crate::arena::{Runs, Space};
use crate::heap::{BOX_BYTES, Heap, HeapBox, STATE_BYTES};
use crate::layout::{GRANULE, MAX_ARENAS};
use crate::os;

impl HeapBox {
    /// Calls `visit` with the start and length of each mapping, the heap's own state first.
    pub fn each_mapping(&self, visit: &mut dyn FnMut(NonNull<u8>, usize)) {
        visit(self.address(), BOX_BYTES);
        for number in 0..self.space.high {
            if let Some(arena) = NonNull::new(self.space.arena(number)) {
                // SAFETY: an entry of the table is a live arena.
                visit(arena.cast(), unsafe { (*arena.as_ptr()).mapped });
            }
        }
    }

    /// Calls `visit` with the start and length of each part that may hold anything but zeros, in the same order.
    pub fn each_part(&self, visit: &mut dyn FnMut(NonNull<u8>, usize)) {
        let base = self.address();
        let tables = (self.space.high as usize * size_of::<*mut u8>()).next_multiple_of(GRANULE);
        const { assert!(Space::TABLE_BYTES == MAX_ARENAS * (size_of::<*mut u8>() + 1)) };
        // SAFETY: offsets inside the heap's own mapping.
        unsafe {
            visit(base, STATE_BYTES + tables);
            let longest = base.add(STATE_BYTES + MAX_ARENAS * size_of::<*mut u8>());
            visit(longest, (self.space.high as usize).next_multiple_of(GRANULE));
        }
        for number in 0..self.space.high {
            let Some(arena) = NonNull::new(self.space.arena(number)) else { continue };
            // SAFETY: a live arena; granules lie in its mapping.
            unsafe {
                if (*arena.as_ptr()).huge {
                    visit(arena.cast(), (*arena.as_ptr()).mapped);
                    continue;
                }
                // The header's granules are never free.
                let taken = (*arena.as_ptr()).free.map(|bits| !bits);
                for (start, run) in Runs::of(&taken) {
                    visit(arena.cast::<u8>().add(start * GRANULE), run * GRANULE);
                }
            }
        }
    }

    fn address(&self) -> NonNull<u8> {
        NonNull::from(&**self).cast()
    }

    /// A mapping for a copy, all zeros; nothing when the OS refuses.
    #[must_use]
    pub fn map_blank(bytes: usize) -> Option<NonNull<u8>> {
        os::map_aligned(bytes)
    }

    /// Gives a blank mapping back.
    ///
    /// # Safety
    /// It came from [`HeapBox::map_blank`] with this length, and no heap was made of it.
    pub unsafe fn unmap_blank(at: NonNull<u8>, bytes: usize) {
        // SAFETY: the caller's promise.
        unsafe { os::unmap(at, bytes) };
    }

    /// The heap whose state is here.
    ///
    /// # Safety
    /// The mappings hold a copy of a heap, with its addresses moved to them, and belong to nobody else.
    #[must_use]
    pub unsafe fn from_state(at: NonNull<u8>) -> HeapBox {
        HeapBox::of(at.cast::<Heap>())
    }
}

/// Has the OS make these bytes resident at once, which costs less than one fault for each page of them. Only a hint.
///
/// # Safety
/// `[at, at + bytes)` is mapped and the caller's.
pub unsafe fn make_resident(at: NonNull<u8>, bytes: usize) {
    // SAFETY: as the caller says.
    unsafe { os::populate(at, bytes) };
}
