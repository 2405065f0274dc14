//! Large blocks, and resizing.
//!
//! Above the largest class a block is a run of granules inside an arena, up to [`LARGE_MAX`]; beyond that a
//! mapping of its own, so that growing it moves page-table entries and not bytes.
//!
//! Invariant: a large block is charged its granules (its whole mapping if it has one), and its header is a
//! page of capacity one.

use crate::arena::{count, set};
use crate::class::{SMALL_MAX, bin_of};
use crate::heap::Heap;
use crate::layout::{
    Arena, GRANULE, GRANULES, HUGE, HUGE_OFFSET, LARGE, LARGE_MAX, Page, State, arena_of, page_of, page_start,
};
use crate::{Kind, OutOfMemory, asan, os};
use core::ptr::{self, NonNull};

/// Bytes to map for a huge block, or `None` when that overflows.
fn mapping_for(bytes: usize) -> Option<usize> {
    let bytes = bytes.checked_add(HUGE_OFFSET + GRANULE - 1)? & !(GRANULE - 1);
    (bytes <= isize::MAX as usize).then_some(bytes)
}

/// Largest own mapping, in bytes, that is kept for the next one when freed.
const CACHED_MAX: usize = 4 << 20;

/// Bytes that are given back to the OS between two looks at whether to hurry: half a millisecond, when they were resident.
const PORTION: usize = 8 << 20;

/// Unmaps a mapping whatever the OS says.
///
/// # Safety
/// The mapping is ours, and nothing in it is used.
unsafe fn unmap_for_good(base: NonNull<u8>, bytes: usize) {
    // SAFETY: the caller's mapping. Where the OS has too many mappings to split one, the addresses are lost until the
    // process ends, but not the memory.
    unsafe {
        if !os::unmap(base, bytes) {
            os::purge(base, bytes);
        }
    }
}

impl Heap {
    #[cold]
    #[inline(never)]
    pub(crate) fn alloc_large(&mut self, kind: Kind, bytes: usize) -> Result<NonNull<u8>, OutOfMemory> {
        self.check_fault()?;
        self.stress();
        match self.alloc_run(kind, bytes) {
            Err(OutOfMemory) if self.reclaim() => self.alloc_run(kind, bytes),
            done => done,
        }
    }

    /// Allocates a block above [`SMALL_MAX`] without asking the fault hook.
    fn alloc_run(&mut self, kind: Kind, bytes: usize) -> Result<NonNull<u8>, OutOfMemory> {
        let page = if bytes <= LARGE_MAX { self.take_large(bytes)? } else { self.map_huge(bytes)? };
        // SAFETY: the header is fresh and ours; the block behind it is at least `SMALL_MAX` bytes long.
        unsafe {
            (*page).kind = kind as u8;
            (*page).state = State::Large;
            (*page).flags |= LARGE | self.hooks.page_flags();
            (*page).used = 1;
            (*page).allocs = 1;
            (*page).extent = 1;
            (*page).capacity = 1;
            if kind == Kind::Container {
                self.touch(page);
            }
            let block = NonNull::new(page_start(page)).ok_or(OutOfMemory)?;
            block.cast::<u64>().write(0);
            self.report_alloc(block, kind, (*page).size);
            (self.on_large)(self, bytes);
            Ok(block)
        }
    }

    fn take_large(&mut self, bytes: usize) -> Result<*mut Page, OutOfMemory> {
        let granules = bytes.div_ceil(GRANULE);
        let page = self.take_run(granules)?;
        // SAFETY: `take_run` returned a blank header in a live arena.
        unsafe {
            (*page).size = granules * GRANULE;
            set(&mut (*arena_of(page)).resident, (*page).first as usize, granules, true);
        }
        Ok(page)
    }

    fn map_huge(&mut self, bytes: usize) -> Result<*mut Page, OutOfMemory> {
        let mapped = mapping_for(bytes).ok_or(OutOfMemory)?;
        let arena = match self.take_cached(mapped) {
            Some(arena) => arena,
            None => {
                if !self.budget.fits(mapped) {
                    self.give_back_idle();
                    if !self.budget.fits(mapped) {
                        return Err(OutOfMemory);
                    }
                }
                self.map_arena(mapped).ok_or(OutOfMemory)?
            }
        };
        self.space.huge += 1;
        self.take(mapped);
        // SAFETY: the mapping is ours and its first granule holds the arena's fields, map and slot 0.
        unsafe {
            (*arena).huge = true;
            let page = &raw mut (*arena).slots[0];
            page.write(Page { flags: HUGE, first: 1, size: mapped - HUGE_OFFSET, ..Page::EMPTY });
            (*arena).map[1] = page;
            Ok(page)
        }
    }

    /// The cached mapping, numbered and cut to `mapped` bytes, if it is large enough and not twice too large.
    fn take_cached(&mut self, mapped: usize) -> Option<*mut Arena> {
        let arena = self.space.cached;
        let base = NonNull::new(arena.cast::<u8>())?;
        // SAFETY: the cached mapping is ours, and nothing in it is used.
        unsafe {
            let kept = (*arena).mapped;
            if kept < mapped || kept / 2 > mapped {
                return None;
            }
            if kept > mapped && !os::resize_in_place(base, kept, mapped) {
                return None;
            }
            (*arena).mapped = mapped;
            self.budget.returned += kept - mapped;
            self.budget.unretain(kept);
            self.space.cached = ptr::null_mut();
            let Some(number) = self.space.enter(arena) else {
                os::unmap(base, mapped);
                return None;
            };
            (*arena).number = number;
        }
        Some(arena)
    }

    /// Unmaps the cached mapping.
    pub(crate) fn drop_cached(&mut self) {
        let arena = core::mem::replace(&mut self.space.cached, ptr::null_mut());
        if let Some(base) = NonNull::new(arena.cast::<u8>()) {
            // SAFETY: the cached mapping is ours, and nothing in it is used.
            unsafe {
                let mapped = (*arena).mapped;
                unmap_for_good(base, mapped);
                self.budget.unretain(mapped);
                self.budget.returned += mapped;
            }
        }
    }

    /// Makes the pages of a block resident ahead of whoever writes all of it in one go: in portions, since that is what takes
    /// longest when memory is fresh.
    ///
    /// # Errors
    /// When somebody is in a hurry.
    ///
    /// # Safety
    /// `block` is a live block of this heap of at least `bytes` bytes.
    pub unsafe fn warm(&mut self, block: NonNull<u8>, bytes: usize) -> Result<(), OutOfMemory> {
        const PAGE: usize = 4096;
        const PART: usize = 2 << 20;
        if bytes <= LARGE_MAX {
            return Ok(());
        }
        let (mut at, end) = (block.addr().get() & !(PAGE - 1), block.addr().get() + bytes);
        while at < end {
            if self.is_hurried() {
                return Err(OutOfMemory);
            }
            let part = PART.min((end - at).next_multiple_of(PAGE));
            // SAFETY: whole pages of the block's own mapping, whose first granule ends where the block begins.
            unsafe { os::populate(NonNull::new_unchecked(block.as_ptr().with_addr(at)), part) };
            at += part;
        }
        Ok(())
    }

    /// Returns freed mappings to the OS, each from its end, until that is done or somebody is in a hurry: then the
    /// rest is retained memory until the next time.
    pub fn return_mappings(&mut self) {
        while let Some(base) = NonNull::new(self.space.leaving.cast::<u8>())
            && !self.is_hurried()
        {
            let arena = self.space.leaving;
            // SAFETY: the mapping is ours, and nothing in it is used but its first granule, which goes last.
            unsafe {
                let mapped = (*arena).mapped;
                let part = if mapped > PORTION + PORTION / 2 { PORTION } else { mapped };
                if part == mapped {
                    self.space.leaving = (*arena).next_leaving;
                    unmap_for_good(base, mapped);
                } else {
                    unmap_for_good(base.add(mapped - part), part);
                    (*arena).mapped = mapped - part;
                }
                self.budget.unretain(part);
                self.budget.returned += part;
            }
        }
    }

    /// # Safety
    /// `page` is a large block inside an arena of this heap, given up by its owner.
    pub(crate) unsafe fn free_large(&mut self, page: *mut Page) {
        // SAFETY: the caller's page.
        unsafe {
            self.retired[(*page).kind as usize] += (*page).allocs;
            self.give_run(page);
        }
    }

    /// # Safety
    /// `page` is a huge block of this heap, given up by its owner.
    pub(crate) unsafe fn free_huge(&mut self, page: *mut Page) {
        // SAFETY: the caller's page; all fields are read before the mapping goes.
        unsafe {
            let arena: *mut Arena = arena_of(page);
            let (number, mapped) = ((*arena).number, (*arena).mapped);
            self.retired[(*page).kind as usize] += (*page).allocs;
            self.unlist_touched(arena);
            self.space.set(number, ptr::null_mut());
            self.space.huge -= 1;
            self.budget.give(mapped);
            self.drop_cached();
            self.budget.retained += mapped;
            if mapped <= CACHED_MAX {
                (*arena).touched = [0; 4];
                self.space.cached = arena;
            } else {
                (*arena).next_leaving = self.space.leaving;
                self.space.leaving = arena;
                self.return_mappings();
            }
        }
        if let Some(target) = self.budget.retain() {
            self.purge(target);
        }
        self.settle();
    }

    /// Resizes a block. The first `min(old_bytes, new_bytes)` bytes keep their value, and an object its header;
    /// the block may move. It
    /// stays in place when the size class allows, when the granules behind it are free, or when the OS can
    /// extend its mapping; a huge block moves without being copied. Shrinking never fails.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the old block is then untouched.
    ///
    /// # Safety
    /// `block` is a live block of this heap of that kind, and `old_bytes` is at most its usable size. When
    /// the result is another block, the old one is gone.
    pub unsafe fn realloc(
        &mut self,
        block: NonNull<u8>,
        kind: Kind,
        old_bytes: usize,
        new_bytes: usize,
    ) -> Result<NonNull<u8>, OutOfMemory> {
        // SAFETY: the caller's block is live, so its page is.
        unsafe {
            let page = page_of(block);
            let size = (*page).size;
            debug_assert!(old_bytes <= size && (*page).kind == kind as u8);
            let unit = if (*page).flags & LARGE != 0 { GRANULE } else { size / 4 };
            if new_bytes <= size && size - new_bytes < unit.max(8) {
                return Ok(block);
            }
            let growing = new_bytes > size;
            if growing {
                self.check_fault()?;
                self.stress();
            }
            if self.resize_in_place(page, new_bytes) {
                if growing {
                    (self.on_large)(self, new_bytes - size);
                }
                self.report_free(block, kind, size);
                self.report_alloc(block, kind, (*page).size);
                return Ok(block);
            }
            if (*page).flags & HUGE != 0
                && new_bytes > LARGE_MAX
                && let Some(moved) = self.move_huge(page, new_bytes)
            {
                if growing {
                    (self.on_large)(self, new_bytes - size);
                }
                self.report_free(block, kind, size);
                self.report_alloc(moved, kind, (*page_of(moved)).size);
                return Ok(moved);
            }
            let bin = (new_bytes <= SMALL_MAX).then(|| bin_of(kind, new_bytes));
            if bin.is_some_and(|bin| (*page).flags & LARGE == 0 && crate::page::bin_of_page(&*page) == bin) {
                return Ok(block);
            }
            let again = |heap: &mut Heap| match bin {
                Some(bin) => heap.alloc_small(bin),
                None => heap.alloc_run(kind, new_bytes),
            };
            let fresh = match again(self) {
                Err(OutOfMemory) if growing && self.reclaim() => again(self),
                fresh => fresh,
            };
            match fresh {
                Ok(fresh) => {
                    let kept = old_bytes.min(new_bytes);
                    let kept = if kind == Kind::Raw { kept } else { kept.max(8) };
                    fresh.copy_from_nonoverlapping(block, kept);
                    Heap::free(block);
                    Ok(fresh)
                }
                Err(OutOfMemory) if !growing => Ok(block),
                Err(OutOfMemory) => Err(OutOfMemory),
            }
        }
    }

    /// # Safety
    /// `page` is a live page of this heap; when shrinking, its block's owner gives up the tail.
    unsafe fn resize_in_place(&mut self, page: *mut Page, bytes: usize) -> bool {
        // SAFETY: the caller's page.
        unsafe {
            if (*page).flags & HUGE != 0 {
                bytes > LARGE_MAX && self.resize_huge(page, bytes)
            } else if (*page).flags & LARGE != 0 {
                bytes > SMALL_MAX && bytes <= LARGE_MAX && self.resize_large(page, bytes.div_ceil(GRANULE))
            } else {
                false
            }
        }
    }

    /// # Safety
    /// As `resize_in_place`, for a large block inside an arena.
    unsafe fn resize_large(&mut self, page: *mut Page, granules: usize) -> bool {
        // SAFETY: the granules taken are free in the page's own arena, those given belong to the page.
        unsafe {
            let arena = arena_of(page);
            let (first, old) = ((*page).first as usize, (*page).granules as usize);
            if granules <= old {
                self.release_granules(arena, first + granules, old - granules);
            } else {
                let more = granules - old;
                if first + granules > GRANULES || count(&(*arena).free, first + old, more) != more {
                    return false;
                }
                let mut warm = count(&(*arena).resident, first + old, more) * GRANULE;
                if !self.budget.fits(more * GRANULE - warm) {
                    self.give_back_idle();
                    warm = count(&(*arena).resident, first + old, more) * GRANULE;
                    if !self.budget.fits(more * GRANULE - warm) {
                        return false;
                    }
                }
                set(&mut (*arena).free, first + old, more, false);
                set(&mut (*arena).resident, first + old, more, true);
                asan::owned(arena.cast::<u8>().add((first + old) * GRANULE), more * GRANULE);
                for granule in first + old..first + granules {
                    (*arena).map[granule] = page;
                }
                self.space.refresh(arena);
                self.budget.unretain(warm);
                self.take(more * GRANULE);
            }
            (*page).granules = granules as u8;
            (*page).size = granules * GRANULE;
        }
        self.settle();
        true
    }

    /// # Safety
    /// As `resize_in_place`, for a huge block.
    unsafe fn resize_huge(&mut self, page: *mut Page, bytes: usize) -> bool {
        // SAFETY: the mapping is the page's own.
        unsafe {
            let arena = arena_of(page);
            let (Some(mapped), Some(base)) = (mapping_for(bytes), NonNull::new(arena.cast::<u8>())) else {
                return false;
            };
            let old = (*arena).mapped;
            if !self.fits_growth(old, mapped) {
                return false;
            }
            loop {
                let now = (*arena).mapped;
                let next = mapped.max(now.saturating_sub(PORTION));
                if !os::resize_in_place(base, now, next) {
                    if now == old {
                        return false;
                    }
                    break;
                }
                (*arena).mapped = next;
                if next == mapped || self.is_hurried() {
                    break;
                }
            }
            self.recharge(old, (*arena).mapped);
            (*page).size = (*arena).mapped - HUGE_OFFSET;
        }
        self.settle();
        true
    }

    /// # Safety
    /// `page` is a huge block of this heap; on success its addresses are dead.
    unsafe fn move_huge(&mut self, page: *mut Page, bytes: usize) -> Option<NonNull<u8>> {
        // SAFETY: the mapping is the page's own, and everything that points into it is set anew.
        unsafe {
            let arena = arena_of(page);
            let (mapped, base) = (mapping_for(bytes)?, NonNull::new(arena.cast::<u8>())?);
            let (old, number) = ((*arena).mapped, (*arena).number);
            if !self.fits_growth(old, mapped) {
                return None;
            }
            let listed = (*arena).touched_listed;
            self.unlist_touched(arena);
            let Some(moved) = os::remap_aligned(base, old, mapped) else {
                if listed {
                    self.touch(page);
                }
                return None;
            };
            let arena = moved.cast::<Arena>().as_ptr();
            self.space.set(number, arena);
            self.recharge(old, mapped);
            (*arena).mapped = mapped;
            let page = &raw mut (*arena).slots[0];
            (*page).size = mapped - HUGE_OFFSET;
            (*arena).map[1] = page;
            if listed {
                self.touch(page);
            }
            NonNull::new(page_start(page))
        }
    }

    fn fits_growth(&mut self, old: usize, new: usize) -> bool {
        if new <= old || self.budget.fits(new - old) {
            return true;
        }
        self.give_back_idle();
        self.budget.fits(new - old)
    }

    fn recharge(&mut self, old: usize, new: usize) {
        if new > old {
            self.take(new - old);
        } else {
            self.budget.give(old - new);
        }
    }
}
