//! The heap's invariants as code, each under a number.
//!
//! | rule | cost | what holds |
//! |---|---|---|
//! | 1 | Cheap | charges add up in themselves: external and fixed bytes are part of them, and the peak is not below use |
//! | 2 | Cheap | a bin's head is the dummy page while a hook is on, and else its current page if it has one |
//! | 3 | Cheap | a bin's current page is of its kind and class, and holds itself |
//! | 4 | Page | an arena's header names this heap and its number |
//! | 5 | Page | a granule is free and unmapped, or mapped to a page that covers it; none is in two pages |
//! | 6 | Page | `live <= extent <= capacity`, and flags agree with the page's state |
//! | 7 | Page | partial lists are linked both ways and hold exactly the bin's partial pages, each with room to spare |
//! | 8 | Page | charges, retained bytes and pages per bin are the sums over the arenas |
//! | 9 | Page | the table of longest runs and the count of empty arenas are exact |
//! | 10 | Page | touched bits stand for container pages in listed arenas, and cover the current ones |
//! | 11 | Block | a free list stays in its page, on block boundaries, and is as long as the counts say |
//! | 12 | Block | in object pages exactly the free blocks have a zero header |
//! | 13 | Block | freed memory still has its poison (debug builds): nobody wrote to it |

use crate::Kind;
use crate::arena::{count, longest_run};
use crate::class::{BINS, BINS_PER_KIND, bin_class, bin_kind, class_size, link_offset};
use crate::heap::{FIXED_BYTES, Heap};
use crate::layout::{
    ALL_SLOTS, Arena, GRANULE, GRANULES, HEADER_BYTES, HEADER_GRANULES, LARGE, Page, ROOM, State, WATCHED, arena_of,
    dummy, page_start,
};
use crate::page::{POISON, bin_of_page, room_to_spare};
use core::fmt;

/// How much a check may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cost {
    /// Constant time.
    Cheap,
    /// Time in proportion to the pages.
    Page,
    /// Time in proportion to the blocks, and in debug builds to the bytes.
    Block,
}

/// A broken rule and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Number in the table of this module.
    pub rule: u8,
    /// What does not hold.
    pub what: &'static str,
    /// Address of the block, page header or arena, or the bin's number.
    pub at: usize,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "heap rule {} broken at {:#x}: {}", self.rule, self.at, self.what)
    }
}

impl core::error::Error for Violation {}

fn check(rule: u8, holds: bool, at: usize, what: &'static str) -> Result<(), Violation> {
    if holds { Ok(()) } else { Err(Violation { rule, what, at }) }
}

/// Sums that rule 8 compares.
struct Sums {
    charged: usize,
    retained: usize,
    empty: u32,
    pages: [u32; BINS],
    partial: [u32; BINS],
}

impl Heap {
    /// Checks the rules up to a cost class. The heap is at rest between any two calls of its methods, so
    /// this may be called at any time at which every allocated object has its header.
    pub fn verify(&self, cost: Cost) -> Result<(), Violation> {
        self.verify_state()?;
        if cost >= Cost::Page {
            self.verify_pages()?;
        }
        if cost >= Cost::Block {
            let mut result = Ok(());
            self.each_page(|page| {
                if result.is_ok() {
                    // SAFETY: the walk hands out headers of live pages.
                    result = unsafe { verify_blocks(page) };
                }
            });
            result?;
        }
        Ok(())
    }

    fn verify_state(&self) -> Result<(), Violation> {
        let budget = &self.budget;
        check(1, budget.charged >= budget.external + FIXED_BYTES, 0, "charges are lower than their parts")?;
        check(1, budget.peak >= budget.used(), 0, "the peak is below use")?;
        for bin in 0..BINS {
            let (head, current) = (self.heads[bin], self.current[bin]);
            let expected = if self.hooks.slow() || current.is_null() { dummy() } else { current };
            check(2, head == expected, bin, "the head is neither the current page nor rightly the dummy")?;
            if current.is_null() {
                continue;
            }
            // SAFETY: a current page is live.
            let page = unsafe { &*current };
            check(3, bin_of_page(page) == bin, bin, "the current page is of another bin")?;
            check(3, page.size == class_size(bin_class(bin)), bin, "the current page has another block size")?;
            check(3, page.state == State::Current && page.used >= 1, bin, "the current page does not hold itself")?;
        }
        Ok(())
    }

    fn verify_pages(&self) -> Result<(), Violation> {
        let mut sums = Sums {
            charged: FIXED_BYTES + self.budget.external,
            retained: self.idle_mapped(),
            empty: 0,
            pages: [0; BINS],
            partial: [0; BINS],
        };
        for number in 0..self.space.high {
            let arena = self.space.arena(number);
            if arena.is_null() {
                check(9, self.space.longest(number) == 0, number as usize, "an unused number has free runs")?;
                continue;
            }
            // SAFETY: a non-null entry is a live arena.
            unsafe {
                let at = arena.addr();
                check(4, (*arena).heap.addr() == (&raw const *self).addr(), at, "the arena names another heap")?;
                check(4, (*arena).number == number, at, "the arena has another number")?;
                if (*arena).huge {
                    sums.charged += (*arena).mapped;
                    self.verify_page(&raw mut (*arena).slots[0], &mut sums)?;
                } else {
                    self.verify_arena(arena, &mut sums)?;
                }
            }
        }
        for bin in 0..BINS {
            let listed = self.verify_partial(bin)?;
            check(7, listed == sums.partial[bin], bin, "a partial page is in no list")?;
            check(8, self.pages[bin] == sums.pages[bin], bin, "the bin's pages are miscounted")?;
        }
        check(8, self.budget.charged == sums.charged, sums.charged, "charges are not what is taken")?;
        check(8, self.budget.retained == sums.retained, sums.retained, "retained bytes are not what is idle")?;
        check(9, self.space.empty == sums.empty, 0, "the empty arenas are miscounted")?;
        self.verify_touched()
    }

    /// # Safety
    /// `arena` is a live ordinary arena of this heap.
    unsafe fn verify_arena(&self, arena: *mut Arena, sums: &mut Sums) -> Result<(), Violation> {
        // SAFETY: the caller's arena; used slots are headers of live pages.
        unsafe {
            let at = arena.addr();
            let mut covered = [0u64; 4];
            let mut slots = !(*arena).slots_free & ALL_SLOTS;
            while slots != 0 {
                let slot = slots.trailing_zeros() as usize;
                slots &= slots - 1;
                let page = &raw mut (*arena).slots[slot];
                check(5, (*page).slot as usize == slot, page.addr(), "the page has another slot")?;
                let (first, granules) = ((*page).first as usize, (*page).granules as usize);
                let fits = first >= HEADER_GRANULES && granules > 0 && first + granules <= GRANULES;
                check(5, fits, page.addr(), "the page leaves its arena")?;
                check(5, count(&covered, first, granules) == 0, page.addr(), "two pages share a granule")?;
                check(5, count(&(*arena).free, first, granules) == 0, page.addr(), "a page's granule is free")?;
                crate::arena::set(&mut covered, first, granules, true);
                for granule in first..first + granules {
                    check(5, (*arena).map[granule] == page, page.addr(), "the map names another page")?;
                }
                sums.charged += granules * GRANULE;
                self.verify_page(page, sums)?;
            }
            let free = (*arena).free;
            let all = [&covered, &free, &(*arena).lent].map(|bits| count(bits, 0, GRANULES)).into_iter().sum::<usize>();
            check(5, all == ROOM, at, "a granule is neither free, nor in a page, nor lent")?;
            for granule in HEADER_GRANULES..GRANULES {
                let mapped = !(*arena).map[granule].is_null();
                check(5, mapped == (count(&covered, granule, 1) == 1), at, "a free granule is mapped")?;
            }
            let idle: [u64; 4] = core::array::from_fn(|i| free[i] & (*arena).resident[i]);
            sums.charged += HEADER_BYTES;
            sums.retained += count(&idle, 0, GRANULES) * GRANULE;
            let run = if (*arena).slots_free == 0 { 0 } else { longest_run(&free) };
            check(9, self.space.longest((*arena).number) == run, at, "the longest run is not as in the table")?;
            sums.empty += u32::from(count(&free, 0, GRANULES) == ROOM);
            Ok(())
        }
    }

    /// # Safety
    /// `page` is the header of a live page of this heap.
    unsafe fn verify_page(&self, page: *mut Page, sums: &mut Sums) -> Result<(), Violation> {
        let at = page.addr();
        // SAFETY: the caller's page.
        let page = unsafe { &*page };
        let live = page.live() <= u32::from(page.extent) && page.extent <= page.capacity;
        check(6, live, at, "more blocks than fit")?;
        let hidden = page.hidden == 0 || page.state == State::Full;
        check(6, hidden, at, "a page that is not full hides blocks")?;
        check(6, (page.flags & LARGE != 0) == (page.state == State::Large), at, "LARGE disagrees with the state")?;
        let watched = self.hooks.page_flags() & WATCHED;
        check(6, page.flags & WATCHED == watched, at, "WATCHED disagrees with the watch")?;
        if page.state == State::Large {
            return check(6, page.used == 1, at, "a large block is not live");
        }
        let bin = bin_of_page(page);
        check(6, page.size == class_size(page.class as usize), at, "the block size is not the class's")?;
        let capacity = page.granules as usize * GRANULE / page.size;
        check(6, page.capacity as usize == capacity, at, "the capacity is not what fits")?;
        let current = core::ptr::eq(self.current[bin], page);
        check(6, current == (page.state == State::Current), at, "only the current page is current")?;
        if page.state != State::Current {
            check(6, page.extent == page.capacity && page.used > 0, at, "a page in waiting is fresh or empty")?;
        }
        sums.pages[bin] += 1;
        sums.partial[bin] += u32::from(page.state == State::Partial);
        Ok(())
    }

    /// Checks a bin's partial list and returns its length.
    fn verify_partial(&self, bin: usize) -> Result<u32, Violation> {
        let mut length = 0;
        let mut prev: *mut Page = core::ptr::null_mut();
        let mut page = self.partial[bin];
        while !page.is_null() {
            // SAFETY: the list links live pages.
            unsafe {
                let at = page.addr();
                check(7, bin_of_page(&*page) == bin, at, "a page is in another bin's list")?;
                check(7, (*page).state == State::Partial, at, "a listed page is not partial")?;
                check(7, (*page).prev == prev, at, "the list is not linked both ways")?;
                let free = u32::from((*page).capacity) - (*page).used;
                check(7, free >= room_to_spare((*page).capacity), at, "a listed page has no room to spare")?;
                length += 1;
                check(7, length <= self.pages[bin], at, "the list is longer than the bin")?;
                prev = page;
                page = (*page).next;
            }
        }
        Ok(length)
    }

    fn verify_touched(&self) -> Result<(), Violation> {
        let mut arena = self.space.touched;
        let mut listed = 0;
        while !arena.is_null() {
            // SAFETY: the list links live arenas.
            unsafe {
                let at = arena.addr();
                check(10, (*arena).touched_listed, at, "a listed arena is not marked so")?;
                for granule in 0..GRANULES {
                    if count(&(*arena).touched, granule, 1) == 0 {
                        continue;
                    }
                    let page = (*arena).map[granule];
                    let right =
                        !page.is_null() && (*page).first as usize == granule && (*page).kind == Kind::Container as u8;
                    check(10, right, at, "a touched bit stands for no container page")?;
                }
                listed += 1;
                check(10, listed <= self.space.high, at, "the list of touched arenas does not end")?;
                arena = (*arena).touched_next;
            }
        }
        for bin in (0..BINS_PER_KIND).filter(|&bin| bin_kind(bin) == Kind::Container) {
            let page = self.current[bin];
            // SAFETY: a current page is live, and so is its arena.
            let touched =
                page.is_null() || unsafe { count(&(*arena_of(page)).touched, (*page).first as usize, 1) == 1 };
            check(10, touched, bin, "a current container page is not touched")?;
        }
        Ok(())
    }
}

/// Checks the blocks of a page.
///
/// # Safety
/// `page` is the header of a live page.
unsafe fn verify_blocks(page: *mut Page) -> Result<(), Violation> {
    // SAFETY: the caller's page; every link is checked to be a block of the page before it is followed.
    unsafe {
        if (*page).state == State::Large {
            return Ok(());
        }
        let start = page_start(page);
        let (size, extent) = ((*page).size, (*page).extent as usize);
        let link = link_offset(bin_of_page(&*page));
        let objects = (*page).kind != Kind::Raw as u8;
        let expected = extent - (*page).live() as usize;
        let mut length = 0;
        let mut block = (*page).free;
        while !block.is_null() {
            let at = block.addr();
            let offset = at.wrapping_sub(start.addr());
            check(11, offset < extent * size && offset.is_multiple_of(size), at, "a link leaves the page's blocks")?;
            length += 1;
            check(11, length <= expected, at, "the free list is longer than the counts say")?;
            if objects {
                check(12, block.cast::<u64>().read() == 0, at, "a free block has a header")?;
            }
            if cfg!(debug_assertions) && !crate::asan::ON && size > 16 {
                let rest = core::slice::from_raw_parts(block.add(16), size - 16);
                check(13, rest.iter().all(|&byte| byte == POISON), at, "freed memory was written to")?;
            }
            block = block.add(link).cast::<*mut u8>().read();
        }
        check(11, length == expected, page.addr(), "the free list is shorter than the counts say")?;
        if objects {
            let bare = (0..extent).filter(|index| start.add(index * size).cast::<u64>().read() == 0).count();
            check(12, bare == expected, page.addr(), "an allocated block has no header")?;
        }
        Ok(())
    }
}
