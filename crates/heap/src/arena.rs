//! Arenas and the granules in them: which runs are free, and where a new page goes.
//!
//! Runs are taken from the arena with the lowest number that has one, and there from the shortest run that
//! fits, so that late arenas drain and go back to the OS. A table of the longest free run per arena keeps
//! full arenas out of the search.
//!
//! Invariant: a granule is either free (bit set, map null) or belongs to exactly one page whose header is in
//! the arena's slots; `longest` is exact (0 also when no slot is left). Empty arenas are retained memory like
//! other free granules, and go back to the OS when too much is retained.

use crate::heap::Heap;
use crate::layout::{
    ALL_SLOTS, ARENA_BYTES, Arena, GRANULE, GRANULES, HEADER_BYTES, HEADER_GRANULES, MAX_ARENAS, Page, ROOM, arena_of,
};
use crate::{OutOfMemory, asan, os};
use core::ptr::{self, NonNull};

/// Arenas given back to the OS between two looks at whether to hurry: 16 MiB.
const ARENAS_PER_LOOK: u32 = 16;

/// The arenas of a heap.
pub(crate) struct Space {
    /// Arena by number, null where there is none.
    table: *mut *mut Arena,
    /// Longest free run by arena number, in granules; 0 for own mappings and unused numbers.
    longest: *mut u8,
    /// Numbers at and above this one have never been used.
    pub high: u32,
    /// No arena below this number has a free run.
    hint: u32,
    /// No number below this one is unused.
    number_hint: u32,
    /// Ordinary arenas.
    pub arenas: u32,
    /// Own mappings.
    pub huge: u32,
    /// Ordinary arenas without a page.
    pub empty: u32,
    /// A freed own mapping that is kept for the next, in no table, or null.
    pub cached: *mut Arena,
    /// Freed own mappings on their way back to the OS, in no table.
    pub leaving: *mut Arena,
    /// Arenas with touched pages.
    pub touched: *mut Arena,
}

impl Space {
    /// Bytes of the two tables: addresses, touched granule by granule as arenas appear.
    pub(crate) const TABLE_BYTES: usize = MAX_ARENAS * (size_of::<*mut Arena>() + 1);

    /// # Safety
    /// `tables` points at `TABLE_BYTES` zeroed bytes, aligned to 8, that live as long as the space.
    pub(crate) unsafe fn new(tables: NonNull<u8>) -> Space {
        let table = tables.cast::<*mut Arena>().as_ptr();
        Space {
            table,
            // SAFETY: the second table follows the first in the same allocation.
            longest: unsafe { table.add(MAX_ARENAS).cast() },
            high: 0,
            hint: 0,
            number_hint: 0,
            arenas: 0,
            huge: 0,
            empty: 0,
            cached: ptr::null_mut(),
            leaving: ptr::null_mut(),
            touched: ptr::null_mut(),
        }
    }

    /// The arena of a number below `MAX_ARENAS`, or null.
    #[inline(always)]
    pub(crate) fn arena(&self, number: u32) -> *mut Arena {
        debug_assert!((number as usize) < MAX_ARENAS);
        // SAFETY: the mask keeps the index inside the table whatever the caller passes.
        unsafe { *self.table.add(number as usize & (MAX_ARENAS - 1)) }
    }

    /// The longest free run of an arena, as the table has it.
    pub(crate) fn longest(&self, number: u32) -> usize {
        // SAFETY: as in `arena`.
        unsafe { *self.longest.add(number as usize & (MAX_ARENAS - 1)) as usize }
    }

    fn set_longest(&mut self, number: u32, run: usize) {
        // SAFETY: as in `arena`.
        unsafe { *self.longest.add(number as usize & (MAX_ARENAS - 1)) = run as u8 };
        if run > 0 {
            self.hint = self.hint.min(number);
        }
    }

    /// Recomputes the longest run of an arena after a change.
    ///
    /// # Safety
    /// `arena` is an ordinary arena of this space.
    pub(crate) unsafe fn refresh(&mut self, arena: *mut Arena) {
        // SAFETY: the caller's arena is alive.
        unsafe {
            let run = if (*arena).slots_free == 0 { 0 } else { longest_run(&(*arena).free) };
            self.set_longest((*arena).number, run);
        }
    }

    /// Puts a mapping into the table under the lowest unused number, which is returned.
    pub(crate) fn enter(&mut self, arena: *mut Arena) -> Option<u32> {
        let mut number = self.number_hint;
        while number < self.high && !self.arena(number).is_null() {
            number += 1;
        }
        if number as usize >= MAX_ARENAS {
            return None;
        }
        self.number_hint = number + 1;
        self.high = self.high.max(number + 1);
        self.set(number, arena);
        Some(number)
    }

    /// Replaces or clears a table entry.
    pub(crate) fn set(&mut self, number: u32, arena: *mut Arena) {
        // SAFETY: as in `arena`.
        unsafe { *self.table.add(number as usize & (MAX_ARENAS - 1)) = arena };
        if arena.is_null() {
            self.number_hint = self.number_hint.min(number);
            self.set_longest(number, 0);
            while self.high > 0 && self.arena(self.high - 1).is_null() {
                self.high -= 1;
            }
        }
    }

    /// A place for a run of `granules`, by first arena and best fit.
    fn find(&mut self, granules: usize) -> Option<(*mut Arena, usize)> {
        while self.hint < self.high && self.longest(self.hint) == 0 {
            self.hint += 1;
        }
        (self.hint..self.high).find(|&n| self.longest(n) >= granules).and_then(|number| {
            let arena = self.arena(number);
            // SAFETY: an entry with a free run is a live ordinary arena.
            unsafe { best_run(&(*arena).free, granules).map(|start| (arena, start)) }
        })
    }
}

impl Heap {
    /// Takes a run of granules, charged, with a page header that is blank but for its place.
    /// At the limit, returns what is idle and tries once more.
    pub(crate) fn take_run(&mut self, granules: usize) -> Result<*mut Page, OutOfMemory> {
        let bytes = granules * GRANULE;
        for attempt in 0..2 {
            if attempt > 0 {
                self.give_back_idle();
            }
            if let Some((arena, start)) = self.space.find(granules) {
                // SAFETY: `find` returned a live arena with that run free.
                unsafe {
                    let warm = count(&(*arena).resident, start, granules) * GRANULE;
                    if self.budget.fits(bytes - warm) {
                        return Ok(self.occupy(arena, start, granules, warm));
                    }
                }
            } else if self.budget.fits(bytes + HEADER_BYTES)
                && let Some(arena) = self.new_arena()
            {
                // SAFETY: the arena is new, so its first granules are free.
                return Ok(unsafe { self.occupy(arena, HEADER_GRANULES, granules, 0) });
            }
        }
        Err(OutOfMemory)
    }

    fn new_arena(&mut self) -> Option<*mut Arena> {
        let arena = self.map_arena(ARENA_BYTES)?;
        // SAFETY: freshly mapped and zeroed; `map_arena` filled in heap, number and length.
        unsafe {
            set(&mut (*arena).free, HEADER_GRANULES, ROOM, true);
            (*arena).slots_free = ALL_SLOTS;
            self.space.refresh(arena);
        }
        self.space.arenas += 1;
        self.space.empty += 1;
        self.take(HEADER_BYTES);
        Some(arena)
    }

    /// Maps and numbers an arena or own mapping; nothing is charged.
    pub(crate) fn map_arena(&mut self, bytes: usize) -> Option<*mut Arena> {
        let base = os::map_aligned(bytes)?;
        let arena = base.cast::<Arena>().as_ptr();
        let Some(number) = self.space.enter(arena) else {
            // SAFETY: nobody else knows the mapping.
            unsafe { os::unmap(base, bytes) };
            return None;
        };
        // SAFETY: fresh and zeroed, at least one granule long.
        unsafe {
            (*arena).heap = self;
            (*arena).mapped = bytes;
            (*arena).number = number;
        }
        Some(arena)
    }

    /// # Safety
    /// The run is free in a live arena of this heap; `warm` bytes of it are resident.
    unsafe fn occupy(&mut self, arena: *mut Arena, start: usize, granules: usize, warm: usize) -> *mut Page {
        // SAFETY: the caller's run lies in the arena, and an arena with a free run has a free slot.
        unsafe {
            if is_empty(arena) {
                self.space.empty -= 1;
            }
            let slot = (*arena).slots_free.trailing_zeros() as usize;
            (*arena).slots_free &= (*arena).slots_free - 1;
            let page = &raw mut (*arena).slots[slot];
            page.write(Page { first: start as u8, slot: slot as u8, granules: granules as u8, ..Page::EMPTY });
            set(&mut (*arena).free, start, granules, false);
            for granule in start..start + granules {
                (*arena).map[granule] = page;
            }
            self.space.refresh(arena);
            self.budget.unretain(warm);
            self.take(granules * GRANULE);
            asan::owned(arena.cast::<u8>().add(start * GRANULE), granules * GRANULE);
            page
        }
    }

    /// Returns the granules of a page that has no live block. They stay resident until there are too many.
    ///
    /// # Safety
    /// `page` is a page or large block inside an ordinary arena of this heap, in no list, and empty.
    pub(crate) unsafe fn give_run(&mut self, page: *mut Page) {
        // SAFETY: the caller's page is live until this function ends.
        unsafe {
            let arena = arena_of(page);
            let (start, granules) = ((*page).first as usize, (*page).granules as usize);
            set(&mut (*arena).touched, start, 1, false);
            (*arena).slots_free |= 1 << (*page).slot;
            self.release_granules(arena, start, granules);
            if is_empty(arena) {
                self.space.empty += 1;
            }
        }
        if let Some(target) = self.budget.retain() {
            self.purge(target);
        }
        self.settle();
    }

    /// Marks granules free, uncharges them, and counts those that are resident as retained.
    ///
    /// # Safety
    /// The granules belong to a page of this live arena that no longer claims them.
    pub(crate) unsafe fn release_granules(&mut self, arena: *mut Arena, start: usize, granules: usize) {
        // SAFETY: the caller's arena and range.
        unsafe {
            set(&mut (*arena).free, start, granules, true);
            for granule in start..start + granules {
                (*arena).map[granule] = ptr::null_mut();
            }
            asan::nobodys(arena.cast::<u8>().add(start * GRANULE), granules * GRANULE);
            self.space.refresh(arena);
            self.budget.give(granules * GRANULE);
            self.budget.retained += count(&(*arena).resident, start, granules) * GRANULE;
        }
    }

    /// Unmaps an empty arena; if the OS refuses, it stays and only its memory goes.
    ///
    /// # Safety
    /// `arena` is an ordinary arena of this heap, and empty.
    unsafe fn unmap_arena(&mut self, arena: *mut Arena) {
        // SAFETY: the caller's arena has no live block; its fields are read before it goes.
        unsafe {
            let resident = count(&(*arena).resident, 0, GRANULES) * GRANULE;
            let number = (*arena).number;
            self.unlist_touched(arena);
            let Some(base) = NonNull::new(arena.cast::<u8>()) else {
                return;
            };
            if !os::unmap(base, ARENA_BYTES) {
                return self.purge_arena(arena);
            }
            self.space.set(number, ptr::null_mut());
            self.space.arenas -= 1;
            self.space.empty -= 1;
            self.budget.unretain(resident);
            self.budget.give(HEADER_BYTES);
            self.budget.returned += resident + HEADER_BYTES;
        }
    }

    /// Returns free memory to the OS until at most `target` bytes are retained: mappings, then from
    /// the last arena to the first. With a target of 0 every empty arena goes. Who is hurried leaves the rest.
    pub(crate) fn purge(&mut self, target: usize) {
        if self.budget.retained > target {
            self.drop_cached();
            self.return_mappings();
        }
        for number in (0..self.space.high).rev() {
            if self.budget.retained <= target && (target > 0 || self.space.empty == 0) {
                break;
            }
            if number % ARENAS_PER_LOOK == 0 && self.is_hurried() {
                break;
            }
            let arena = self.space.arena(number);
            // SAFETY: a non-null entry is a live arena; only an empty one is unmapped.
            unsafe {
                if arena.is_null() || (*arena).huge {
                    continue;
                }
                if is_empty(arena) {
                    self.unmap_arena(arena);
                } else {
                    self.purge_arena(arena);
                }
            }
        }
    }

    /// Returns the free granules of one arena to the OS.
    ///
    /// # Safety
    /// `arena` is a live ordinary arena of this heap.
    unsafe fn purge_arena(&mut self, arena: *mut Arena) {
        // SAFETY: only granules that no page claims are purged.
        unsafe {
            let (free, resident) = ((*arena).free, (*arena).resident);
            let idle: [u64; 4] = core::array::from_fn(|i| free[i] & resident[i]);
            for (start, run) in Runs::of(&idle) {
                let Some(at) = NonNull::new(arena.cast::<u8>().add(start * GRANULE)) else {
                    continue;
                };
                if os::purge(at, run * GRANULE) {
                    set(&mut (*arena).resident, start, run, false);
                    self.budget.unretain(run * GRANULE);
                    self.budget.returned += run * GRANULE;
                }
            }
        }
    }
}

/// # Safety
/// `arena` is a live ordinary arena.
unsafe fn is_empty(arena: *mut Arena) -> bool {
    // SAFETY: the caller's arena.
    unsafe { count(&(*arena).free, 0, GRANULES) == ROOM }
}

/// The runs of set bits, as (start, length).
pub(crate) struct Runs<'a> {
    bits: &'a [u64; 4],
    at: usize,
}

impl<'a> Runs<'a> {
    pub(crate) fn of(bits: &'a [u64; 4]) -> Runs<'a> {
        Runs { bits, at: 0 }
    }

    /// First position at or after `from` whose bit differs from `skip`, or 256.
    fn seek(&self, from: usize, skip: u64) -> usize {
        let mut at = from;
        while at < 256 {
            let word = (self.bits[at / 64] ^ skip) >> (at % 64);
            if word != 0 {
                return at + word.trailing_zeros() as usize;
            }
            at = (at / 64 + 1) * 64;
        }
        256
    }
}

impl Iterator for Runs<'_> {
    type Item = (usize, usize);
    fn next(&mut self) -> Option<(usize, usize)> {
        let start = self.seek(self.at, 0);
        if start >= 256 {
            return None;
        }
        self.at = self.seek(start, u64::MAX);
        Some((start, self.at - start))
    }
}

fn best_run(free: &[u64; 4], granules: usize) -> Option<usize> {
    Runs::of(free).filter(|&(_, run)| run >= granules).min_by_key(|&(_, run)| run).map(|(start, _)| start)
}

pub(crate) fn longest_run(free: &[u64; 4]) -> usize {
    Runs::of(free).map(|(_, run)| run).max().unwrap_or(0)
}

/// The words that `[start, start + len)` lies in, each with the mask of its part. Ranges end at 256 at most.
fn masks(start: usize, len: usize) -> impl Iterator<Item = (usize, u64)> {
    let end = start + len;
    let mut at = start;
    core::iter::from_fn(move || {
        if at >= end {
            return None;
        }
        let (index, from) = (at / 64 % 4, at % 64);
        let bits = (end - at).min(64 - from);
        at += bits;
        Some((index, (u64::MAX >> (64 - bits)) << from))
    })
}

/// Sets or clears `len` bits.
pub(crate) fn set(bits: &mut [u64; 4], start: usize, len: usize, value: bool) {
    for (index, mask) in masks(start, len) {
        if value {
            bits[index] |= mask;
        } else {
            bits[index] &= !mask;
        }
    }
}

/// Counts the set bits among `len`.
pub(crate) fn count(bits: &[u64; 4], start: usize, len: usize) -> usize {
    masks(start, len).map(|(index, mask)| (bits[index] & mask).count_ones() as usize).sum()
}
