//! What a copy of a whole heap is made of: its mappings, and the parts of them that hold something.
//!
//! The layer above copies the parts into blank mappings and moves the addresses in them; a heap of which
//! every word is right is a heap.

use core::ptr::{self, NonNull};

use crate::arena::{Runs, Space, count, set};
use crate::class::{BINS, bin_kind};
use crate::heap::{BOX_BYTES, Heap, HeapBox, STATE_BYTES};
use crate::layout::{ALL_SLOTS, ARENA_BYTES, GRANULE, MAX_ARENAS, Page, State, dummy};
use crate::{Kind, os};

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
                let (free, lent) = ((*arena.as_ptr()).free, (*arena.as_ptr()).lent);
                let taken: [u64; 4] = core::array::from_fn(|index| !(free[index] | lent[index]));
                for (start, run) in Runs::of(&taken) {
                    visit(arena.cast::<u8>().add(start * GRANULE), run * GRANULE);
                }
            }
        }
    }

    /// Gives up all pages of a kind: their blocks are those of another heap that began alike, at the same offsets of its
    /// arenas. The granules stay unused, so that compressed addresses stay different, and are charged to nobody here.
    pub fn lend(&mut self, kind: Kind) {
        for bin in (0..BINS).filter(|&bin| bin_kind(bin) == kind) {
            self.heads[bin] = dummy();
            self.current[bin] = ptr::null_mut();
            self.partial[bin] = ptr::null_mut();
            self.pages[bin] = 0;
        }
        for number in 0..self.space.high {
            let arena = self.space.arena(number);
            // SAFETY: a non-null entry is a live arena; used slots are headers of its pages.
            unsafe {
                if arena.is_null() || (*arena).huge {
                    continue;
                }
                let mut slots = !(*arena).slots_free & ALL_SLOTS;
                while slots != 0 {
                    let slot = slots.trailing_zeros() as usize;
                    slots &= slots - 1;
                    let page = &raw mut (*arena).slots[slot];
                    if (*page).kind != kind as u8 || (*page).state == State::Large {
                        continue;
                    }
                    let (first, granules) = ((*page).first as usize, (*page).granules as usize);
                    set(&mut (*arena).lent, first, granules, true);
                    set(&mut (*arena).resident, first, granules, false);
                    for granule in first..first + granules {
                        (*arena).map[granule] = ptr::null_mut();
                    }
                    self.retired[kind as usize] += (*page).allocs;
                    (*arena).slots_free |= 1 << slot;
                    page.write(Page::EMPTY);
                    self.budget.give(granules * GRANULE);
                }
                self.space.refresh(arena);
            }
        }
    }

    /// Whether an address is in a granule that [`HeapBox::lend`] gave up.
    #[must_use]
    pub fn is_lent(&self, address: usize) -> bool {
        (0..self.space.high).any(|number| {
            let arena = self.space.arena(number);
            if arena.is_null() || address & !(ARENA_BYTES - 1) != arena.addr() {
                return false;
            }
            // SAFETY: a non-null entry is a live arena.
            unsafe { count(&(*arena).lent, address % ARENA_BYTES / GRANULE, 1) == 1 }
        })
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
