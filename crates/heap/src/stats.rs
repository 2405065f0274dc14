//! Numbers about the heap, all exact except `resident`, and counted when asked for.
//!
//! Invariant: nothing is kept for statistics that allocation and free do not need, but one counter per page.

use crate::class::{CLASSES, class_size};
use crate::heap::{FIXED_BYTES, Heap};
use crate::layout::{GRANULE, GRANULES, HEADER_BYTES, HUGE_OFFSET, LARGE, State};
use crate::{Kind, arena};

/// What one kind of block holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KindStats {
    /// Usable bytes of allocated blocks.
    pub live_bytes: usize,
    /// Allocated blocks.
    pub live_blocks: u64,
    /// Blocks ever allocated; a block moved by `realloc` counts again.
    pub allocations: u64,
    /// Blocks ever freed.
    pub frees: u64,
    /// Pages of small blocks.
    pub pages: u64,
    /// Bytes of those pages.
    pub page_bytes: usize,
    /// Blocks above [`crate::SMALL_MAX`].
    pub large_blocks: u64,
    /// Bytes they are charged.
    pub large_bytes: usize,
}

/// A count of the whole heap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeapStats {
    /// By `Kind as usize`.
    pub kinds: [KindStats; 3],
    /// Bytes held: `charged + retained`. What [`Heap::used`] says.
    pub used: usize,
    /// Highest `used` so far, in bytes; exact, as it grows only where pages are taken.
    pub peak: usize,
    /// Bytes taken: pages, large blocks, headers, the heap's state, and `external`.
    pub charged: usize,
    /// Bytes free in arenas but not yet returned to the OS.
    pub retained: usize,
    /// Bytes that [`Heap::charge`] was told of.
    pub external: usize,
    /// Bytes probably in physical memory: upper bound from the granules ever written, without `external`.
    pub resident: usize,
    pub limit: Option<usize>,
    pub reserve: usize,
    pub reserve_is_open: bool,
    /// Arenas of 1 MiB.
    pub arenas: u64,
    /// Pages of small blocks.
    pub pages: u64,
    /// Blocks above [`crate::SMALL_MAX`], in arenas or with their own mapping.
    pub large_blocks: u64,
    /// Those with their own mapping.
    pub huge_blocks: u64,
}

/// What one size class of one kind holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClassStats {
    /// Bytes of a block.
    pub size: usize,
    /// Allocated blocks.
    pub live_blocks: u64,
    /// Bytes of allocated blocks.
    pub live_bytes: usize,
    pub pages: u64,
    /// Bytes of the pages.
    pub page_bytes: usize,
    /// Bytes in the pages that no block uses.
    pub free_bytes: usize,
}

impl HeapStats {
    /// The numbers of one kind.
    pub fn kind(&self, kind: Kind) -> &KindStats {
        &self.kinds[kind as usize]
    }

    /// Usable bytes of all allocated blocks.
    pub fn live_bytes(&self) -> usize {
        self.kinds.iter().map(|k| k.live_bytes).sum()
    }

    /// All allocated blocks.
    pub fn live_blocks(&self) -> u64 {
        self.kinds.iter().map(|k| k.live_blocks).sum()
    }
}

impl Heap {
    /// Counts the heap. Takes time in proportion to its pages, some 6 ns each.
    pub fn stats(&self) -> HeapStats {
        let budget = &self.budget;
        let mut stats = HeapStats {
            used: budget.used(),
            peak: budget.peak,
            charged: budget.charged,
            retained: budget.retained,
            external: budget.external,
            limit: budget.limit,
            reserve: budget.reserve,
            reserve_is_open: budget.open,
            arenas: u64::from(self.space.arenas),
            huge_blocks: u64::from(self.space.huge),
            resident: self.resident(),
            ..HeapStats::default()
        };
        for (kind, retired) in stats.kinds.iter_mut().zip(self.retired) {
            kind.allocations = retired;
        }
        self.each_page(|page| {
            // SAFETY: the walk hands out headers of live pages.
            let page = unsafe { &*page };
            let live = u64::from(page.live());
            let kind = &mut stats.kinds[page.kind as usize];
            kind.allocations += page.allocs;
            kind.live_blocks += live;
            kind.live_bytes += live as usize * page.size;
            if page.flags & LARGE != 0 {
                kind.large_blocks += 1;
                kind.large_bytes += page.size + if page.granules == 0 { HUGE_OFFSET } else { 0 };
            } else {
                kind.pages += 1;
                kind.page_bytes += page.granules as usize * GRANULE;
            }
        });
        for kind in &mut stats.kinds {
            kind.frees = kind.allocations - kind.live_blocks;
            stats.pages += kind.pages;
            stats.large_blocks += kind.large_blocks;
        }
        stats
    }

    /// Counts one kind by size class, smallest first.
    pub fn class_stats(&self, kind: Kind) -> [ClassStats; CLASSES] {
        let mut classes: [ClassStats; CLASSES] =
            core::array::from_fn(|class| ClassStats { size: class_size(class), ..ClassStats::default() });
        self.each_page(|page| {
            // SAFETY: the walk hands out headers of live pages.
            let page = unsafe { &*page };
            if page.kind != kind as u8 || page.state == State::Large {
                return;
            }
            let class = &mut classes[page.class as usize];
            let live = page.live() as usize * page.size;
            let bytes = page.granules as usize * GRANULE;
            class.live_blocks += u64::from(page.live());
            class.live_bytes += live;
            class.pages += 1;
            class.page_bytes += bytes;
            class.free_bytes += bytes - live;
        });
        classes
    }

    /// Bytes of the mapping kept for the next huge block, and of those on their way back to the OS.
    pub(crate) fn idle_mapped(&self) -> usize {
        let mut bytes = 0;
        // SAFETY: such mappings are ours.
        unsafe {
            if let Some(cached) = self.space.cached.as_ref() {
                bytes = cached.mapped;
            }
            let mut leaving = self.space.leaving;
            while let Some(arena) = leaving.as_ref() {
                bytes += arena.mapped;
                leaving = arena.next_leaving;
            }
        }
        bytes
    }

    fn resident(&self) -> usize {
        let mut bytes = FIXED_BYTES + self.idle_mapped();
        for number in 0..self.space.high {
            let at = self.space.arena(number);
            if at.is_null() {
                continue;
            }
            // SAFETY: a non-null entry is a live arena, whose bitmaps lie in its first granule.
            unsafe {
                bytes += if (*at).huge {
                    (*at).mapped
                } else {
                    HEADER_BYTES + arena::count(&(*at).resident, 0, GRANULES) * GRANULE
                };
            }
        }
        bytes
    }
}
