//! Pages of small blocks, and the slow roads of allocation and free.
//!
//! A bin (kind and size class) allocates from one *current* page. When that has nothing left it is retired as
//! *full* and the bin takes the fullest of the first few *partial* pages, or a new one: 4 KiB for the first
//! page of a bin, 16 KiB or so after that. A full page becomes partial when an eighth of it is free. So a page
//! with a few survivors is refilled late, and tends to drain.
//!
//! Invariant: `live + length of the free list == extent`, memory behind `extent` has never been touched by
//! this page, and only a current page may have `extent < capacity`.

use crate::arena::set;
use crate::class::{BINS_PER_KIND, TINY_BIN, bin_class, bin_kind, class_granules, class_size, link_offset};
use crate::heap::Heap;
use crate::layout::{GRANULE, HUGE, LARGE, Page, State, TINY, WATCHED, arena_of, dummy, page_start};
use crate::{Kind, OutOfMemory, asan};
use core::ptr::{self, NonNull};

/// Partial pages looked at when a bin is refilled.
const WINDOW: usize = 8;
/// Largest block whose bin starts with a page of one granule.
const QUARTER_MAX: usize = 1024;
/// What freed memory is filled with in debug builds, behind the first 16 bytes.
pub(crate) const POISON: u8 = 0xDB;

/// Fills a free block with the pattern, except for header and link.
///
/// # Safety
/// `[block, block + size)` is a block nobody uses.
pub(crate) unsafe fn poison(block: *mut u8, size: usize) {
    if size > 16 {
        // SAFETY: the caller's block is `size` bytes long.
        unsafe { block.add(16).write_bytes(POISON, size - 16) };
    }
}

/// The free blocks at which a full page is offered again.
pub(crate) fn room_to_spare(capacity: u16) -> u32 {
    (u32::from(capacity) / 8).max(1)
}

pub(crate) fn bin_of_page(page: &Page) -> usize {
    page.kind as usize * BINS_PER_KIND + page.class as usize
}

impl Heap {
    /// Allocates when the head of `bin` has no free block (or is the dummy page).
    #[cold]
    #[inline(never)]
    pub(crate) fn alloc_slow(&mut self, bin: usize) -> Result<NonNull<u8>, OutOfMemory> {
        self.check_fault()?;
        self.stress();
        match self.alloc_small(bin) {
            Err(OutOfMemory) if self.reclaim() => self.alloc_small(bin),
            done => done,
        }
    }

    /// Allocates from `bin` without asking the fault hook.
    pub(crate) fn alloc_small(&mut self, bin: usize) -> Result<NonNull<u8>, OutOfMemory> {
        let page = self.ready_page(bin)?;
        // SAFETY: a ready page has at least one free block, which lies in it.
        let block = unsafe {
            let block = (*page).free;
            (*page).free = block.add(link_offset(bin)).cast::<*mut u8>().read();
            (*page).used += 1;
            (*page).allocs += 1;
            asan::owned(block, (*page).size);
            NonNull::new(block).ok_or(OutOfMemory)?
        };
        self.report_alloc(block, bin_kind(bin), class_size(bin_class(bin)));
        Ok(block)
    }

    /// Makes the bin's current page one with a free block.
    fn ready_page(&mut self, bin: usize) -> Result<*mut Page, OutOfMemory> {
        // SAFETY: current and partial pages of a bin are live pages of this heap.
        unsafe {
            let page = self.current[bin];
            if !page.is_null() {
                if !(*page).free.is_null() {
                    return Ok(page);
                }
                if (*page).extent < (*page).capacity {
                    carve(page);
                    return Ok(page);
                }
                self.retire(bin, page);
            }
            let page = match self.pick_partial(bin) {
                Some(page) => page,
                None => self.new_page(bin)?,
            };
            self.install(bin, page);
            if (*page).free.is_null() {
                carve(page);
            }
            Ok(page)
        }
    }

    /// # Safety
    /// `page` is the bin's current page and has nothing left.
    unsafe fn retire(&mut self, bin: usize, page: *mut Page) {
        self.current[bin] = ptr::null_mut();
        self.heads[bin] = dummy();
        // SAFETY: the caller's page is live.
        unsafe {
            let room = room_to_spare((*page).capacity);
            (*page).state = State::Full;
            (*page).hidden = (*page).used - 1 - room;
            (*page).used = room;
        }
    }

    /// # Safety
    /// `page` is a page of this bin, in no list, and the bin has no current page.
    unsafe fn install(&mut self, bin: usize, page: *mut Page) {
        self.current[bin] = page;
        // SAFETY: the caller's page is live.
        unsafe {
            (*page).state = State::Current;
            (*page).used += 1;
            if bin_kind(bin) == Kind::Container {
                self.touch(page);
            }
        }
        if !self.hooks.slow() {
            self.heads[bin] = page;
        }
    }

    /// Takes the fullest of the first few partial pages out of the bin's list.
    fn pick_partial(&mut self, bin: usize) -> Option<*mut Page> {
        let mut page = self.partial[bin];
        let mut best = page;
        for _ in 0..WINDOW {
            if page.is_null() {
                break;
            }
            // SAFETY: the list links live pages.
            unsafe {
                if (*page).used > (*best).used {
                    best = page;
                }
                page = (*page).next;
            }
        }
        if best.is_null() {
            return None;
        }
        // SAFETY: `best` came from the list.
        unsafe { self.unlink(bin, best) };
        Some(best)
    }

    /// # Safety
    /// `page` is in the bin's partial list.
    unsafe fn unlink(&mut self, bin: usize, page: *mut Page) {
        // SAFETY: neighbours in the list are live pages.
        unsafe {
            let (next, prev) = ((*page).next, (*page).prev);
            if prev.is_null() {
                self.partial[bin] = next;
            } else {
                (*prev).next = next;
            }
            if !next.is_null() {
                (*next).prev = prev;
            }
            (*page).next = ptr::null_mut();
            (*page).prev = ptr::null_mut();
        }
    }

    /// # Safety
    /// `page` is a page of the bin and in no list.
    unsafe fn link_partial(&mut self, bin: usize, page: *mut Page) {
        let head = self.partial[bin];
        // SAFETY: the list's head, if any, is a live page.
        unsafe {
            (*page).state = State::Partial;
            (*page).prev = ptr::null_mut();
            (*page).next = head;
            if !head.is_null() {
                (*head).prev = page;
            }
        }
        self.partial[bin] = page;
    }

    fn new_page(&mut self, bin: usize) -> Result<*mut Page, OutOfMemory> {
        let class = bin_class(bin);
        let size = class_size(class);
        let quarter = self.pages[bin] == 0 && size <= QUARTER_MAX;
        let granules = if quarter { 1 } else { class_granules(class) };
        let page = match self.take_run(granules) {
            Err(OutOfMemory) if granules > 1 && size <= QUARTER_MAX => self.take_run(1)?,
            other => other?,
        };
        self.pages[bin] += 1;
        // SAFETY: `take_run` returned a blank header in a live arena.
        unsafe {
            (*page).kind = bin_kind(bin) as u8;
            (*page).class = class as u8;
            (*page).size = size;
            (*page).capacity = ((*page).granules as usize * GRANULE / size) as u16;
            (*page).flags = self.hooks.page_flags() | if bin == TINY_BIN { TINY } else { 0 };
        }
        Ok(page)
    }

    /// The slow road of [`Heap::free`]: some flag of the page is set.
    ///
    /// # Safety
    /// `block` is a live block of `page`, given up by its owner.
    #[cold]
    #[inline(never)]
    pub(crate) unsafe fn free_slow(page: *mut Page, block: NonNull<u8>) {
        // SAFETY: a live block's page and arena are live, and the arena points at its heap.
        unsafe {
            let heap = &mut *(*arena_of(page)).heap;
            if (*page).flags & WATCHED != 0 {
                heap.report_free(block, Kind::from_index((*page).kind as usize), (*page).size);
            }
            if (*page).flags & HUGE != 0 {
                return heap.free_huge(page);
            }
            if (*page).flags & LARGE != 0 {
                return heap.free_large(page);
            }
            let bin = bin_of_page(&*page);
            if cfg!(debug_assertions) {
                poison(block.as_ptr(), (*page).size);
            }
            asan::freed(block.as_ptr(), (*page).size);
            let at = block.as_ptr();
            at.cast::<u64>().write(0);
            at.add(link_offset(bin)).cast::<*mut u8>().write((*page).free);
            (*page).free = at;
            (*page).used -= 1;
            if (*page).used == 0 {
                heap.used_up(bin, page);
            }
        }
    }

    /// `used` of a page dropped to zero on the fast road.
    ///
    /// # Safety
    /// `page` is a live page of small blocks; so it is full and has room to spare again, or partial and empty.
    #[cold]
    #[inline(never)]
    pub(crate) unsafe fn page_emptied(page: *mut Page) {
        // SAFETY: a live page's arena is live and points at its heap.
        unsafe {
            let heap = &mut *(*arena_of(page)).heap;
            let bin = bin_of_page(&*page);
            heap.used_up(bin, page);
        }
    }

    /// # Safety
    /// As `page_emptied`, and `page` is of the bin.
    unsafe fn used_up(&mut self, bin: usize, page: *mut Page) {
        // SAFETY: full pages are in no list, partial ones in their bin's.
        unsafe {
            if (*page).state == State::Full {
                (*page).used = core::mem::replace(&mut (*page).hidden, 0);
                if (*page).used > 0 {
                    return self.link_partial(bin, page);
                }
            } else {
                debug_assert!((*page).state == State::Partial);
                self.unlink(bin, page);
            }
            self.release_page(bin, page);
        }
    }

    /// # Safety
    /// `page` is a page of the bin, in no list, not current, without live blocks.
    pub(crate) unsafe fn release_page(&mut self, bin: usize, page: *mut Page) {
        self.pages[bin] -= 1;
        // SAFETY: the caller's page.
        unsafe {
            self.retired[bin / BINS_PER_KIND] += (*page).allocs;
            self.give_run(page);
        }
    }
}

/// Extends a page's free list, in address order, to the end of the granule its next block starts in.
///
/// # Safety
/// `page` is live, has an empty free list and `extent < capacity`.
unsafe fn carve(page: *mut Page) {
    // SAFETY: `extent < capacity` blocks of `size` bytes fit into the page's granules, so every block written
    // here lies in the page and has never been handed out.
    unsafe {
        let size = (*page).size;
        let from = (*page).extent as usize * size;
        let stop = (from + size).next_multiple_of(GRANULE);
        let blocks = ((stop - from) / size).min(((*page).capacity - (*page).extent) as usize);
        let link = link_offset(bin_of_page(&*page));
        let start = page_start(page);
        let mut next: *mut u8 = ptr::null_mut();
        for index in (0..blocks).rev() {
            let block = start.add(from + index * size);
            if cfg!(debug_assertions) {
                poison(block, size);
            }
            asan::freed(block, size);
            block.cast::<u64>().write(0);
            block.add(link).cast::<*mut u8>().write(next);
            next = block;
        }
        (*page).free = next;
        (*page).extent += blocks as u16;
        let first = (*page).first as usize;
        let touched = first + from / GRANULE;
        let end = first + (from + blocks * size).div_ceil(GRANULE);
        set(&mut (*arena_of(page)).resident, touched, end - touched, true);
    }
}
