//! The budget: what the heap holds, how much it may hold, and the reserve.
//!
//! Invariant: `charged + retained` never grows beyond the bound, where *charged* is taken granules, arena
//! headers, own mappings, the heap's state and what [`Heap::charge`] was told, and *retained* is free granules
//! that may still be in physical memory. Retained memory is returned before anything is refused.
//!
//! How much stays retained: what was needed again lately. At the end of an epoch, which is a number of pages taken,
//! memory that was idle throughout goes to the OS; within an epoch a cap holds. So a program that builds and drops the same
//! structures keeps its pages, and one that has dropped its structures for good does not.
//!
//! The reserve is a state, not a place: while open, the bound is the limit plus the reserve. It closes once
//! use has fallen a little (a quarter of the reserve, at most a sixteenth of the limit) below the limit;
//! closing at the limit itself would shut it at the first page given back by the very error it serves.

use crate::class::BINS;
use crate::heap::{FIXED_BYTES, Heap};
use crate::layout::dummy;
use crate::{Config, OutOfMemory};
use core::ptr;

/// Free memory, in bytes, that is kept resident whatever the program does.
const RETAIN_ALWAYS: usize = 512 << 10;
/// Free memory, in bytes, that may be kept on top of a quarter of what is charged.
const RETAIN_MOST: usize = 16 << 20;
/// Runs and mappings taken per epoch, after which memory that was idle all the time goes to the OS.
const EPOCH: u32 = 256;

pub(crate) struct Budget {
    pub charged: usize,
    pub retained: usize,
    /// Lowest `retained` of this epoch: what nobody needed in it.
    idle: usize,
    /// Runs and mappings taken in this epoch.
    takes: u32,
    /// The part of `charged` that came from `Heap::charge`.
    pub external: usize,
    pub peak: usize,
    /// Bytes of memory ever given back to the OS.
    pub returned: usize,
    pub limit: Option<usize>,
    pub reserve: usize,
    pub open: bool,
    /// See [`Heap::set_allowance`].
    allowance: usize,
    /// What is taken when the layer above is to be told: see [`Heap::set_mark_passed`].
    mark: usize,
}

/// Seven eighths of the limit.
fn mark_for(limit: Option<usize>) -> usize {
    limit.map_or(usize::MAX, |limit| limit - limit / 8)
}

impl Budget {
    pub(crate) fn new(config: Config) -> Budget {
        Budget {
            charged: FIXED_BYTES,
            retained: 0,
            idle: 0,
            takes: 0,
            external: 0,
            peak: FIXED_BYTES,
            returned: 0,
            limit: config.limit,
            reserve: config.reserve,
            open: false,
            allowance: 0,
            mark: mark_for(config.limit),
        }
    }

    fn bound(&self) -> usize {
        match self.limit {
            None => usize::MAX,
            Some(limit) if self.open => limit.saturating_add(self.reserve).saturating_add(self.allowance),
            Some(limit) => limit.saturating_add(self.allowance),
        }
    }

    /// Whether `bytes` more stay within the bound.
    pub(crate) fn fits(&self, bytes: usize) -> bool {
        self.used().checked_add(bytes).is_some_and(|sum| sum <= self.bound())
    }

    pub(crate) fn used(&self) -> usize {
        self.charged + self.retained
    }

    fn take(&mut self, bytes: usize) {
        self.charged += bytes;
        self.takes = self.takes.saturating_add(1);
        self.peak = self.peak.max(self.used());
    }

    pub(crate) fn give(&mut self, bytes: usize) {
        self.charged -= bytes;
    }

    /// Bytes of retained memory that are in use again, or with the OS.
    pub(crate) fn unretain(&mut self, bytes: usize) {
        self.retained -= bytes;
        self.idle = self.idle.min(self.retained);
    }

    /// Told of every run given back; says to how many bytes retained memory should now be reduced, if at all.
    pub(crate) fn retain(&mut self) -> Option<usize> {
        if self.limit.is_some_and(|limit| self.charged < limit - limit / 4) {
            self.mark = mark_for(self.limit);
        }
        let most = RETAIN_MOST.min(self.limit.unwrap_or(usize::MAX) / 8) + self.charged / 4;
        if self.takes < EPOCH && self.retained <= most {
            return None;
        }
        let target = (self.retained - self.idle).max(RETAIN_ALWAYS).min(most / 2);
        self.takes = 0;
        self.idle = self.retained.min(target);
        (self.retained > target).then_some(target)
    }

    fn may_close(&self) -> bool {
        self.limit.is_none_or(|limit| {
            let slack = (self.reserve / 4).min(limit / 16);
            self.charged.saturating_add(slack) <= limit
        })
    }
}

impl Heap {
    pub(crate) fn take(&mut self, bytes: usize) {
        self.budget.take(bytes);
        if self.budget.charged > self.budget.mark {
            self.budget.mark = usize::MAX;
            self.tell_mark_passed();
        }
    }

    /// Bytes held: pages, large blocks, headers, charges, and free memory not yet returned to the OS.
    /// Never above the limit in force.
    pub fn used(&self) -> usize {
        self.budget.used()
    }

    /// The limit in bytes.
    pub fn limit(&self) -> Option<usize> {
        self.budget.limit
    }

    /// Changes the limit. One below what is in use refuses every page until enough has been freed.
    pub fn set_limit(&mut self, limit: Option<usize>) {
        self.budget.limit = limit;
        self.budget.mark = mark_for(limit);
        if !self.budget.fits(0) {
            self.give_back_idle();
        }
        self.settle();
    }

    /// Charges memory that a library allocates elsewhere, before it does.
    pub fn charge(&mut self, bytes: usize) -> Result<(), OutOfMemory> {
        self.check_fault()?;
        if !self.budget.fits(bytes) {
            self.give_back_idle();
            if !self.budget.fits(bytes) {
                if self.reclaim() {
                    self.give_back_idle();
                }
                if !self.budget.fits(bytes) {
                    return Err(OutOfMemory);
                }
            }
        }
        self.budget.external += bytes;
        self.take(bytes);
        Ok(())
    }

    /// Takes a charge back; `bytes` beyond what is charged are ignored.
    pub fn uncharge(&mut self, bytes: usize) {
        debug_assert!(bytes <= self.budget.external, "uncharged more than was charged");
        let bytes = bytes.min(self.budget.external);
        self.budget.external -= bytes;
        self.budget.give(bytes);
        self.settle();
    }

    /// Changes the size of the reserve.
    pub fn set_reserve(&mut self, bytes: usize) {
        self.budget.reserve = bytes;
    }

    /// Adds so many bytes to the limit, and to the reserve, until it is set back to none: for work of the host's that has to be
    /// possible when programs have used up both.
    pub fn set_allowance(&mut self, bytes: usize) {
        self.budget.allowance = bytes;
    }

    /// Opens the reserve. Without a limit there is nothing to open.
    pub fn open_reserve(&mut self) {
        self.budget.open = self.budget.limit.is_some();
    }

    /// Opens the reserve if memory is all but used up, so that work which begins now can say so, or give some back.
    pub fn open_reserve_if_full(&mut self) {
        if !self.budget.may_close() {
            self.give_back_idle();
            if !self.budget.may_close() {
                self.open_reserve();
            }
        }
    }

    /// Whether the reserve is open.
    pub fn reserve_is_open(&self) -> bool {
        self.budget.open
    }

    /// Closes the reserve if use has fallen far enough. Also done whenever a page, a large block or a
    /// charge is given back.
    #[inline]
    pub fn settle(&mut self) {
        if self.budget.open && self.budget.may_close() {
            self.budget.open = false;
            if !self.budget.fits(0) {
                self.purge(0);
            }
        }
    }

    /// Returns everything idle to the OS: empty pages, free granules, the spare arena. Returns the bytes
    /// of memory that went back.
    pub fn trim(&mut self) -> usize {
        let before = self.budget.returned;
        self.give_back_idle();
        self.settle();
        self.budget.returned - before
    }

    /// Releases pages that are current but empty, and purges. The bins whose current page is null are in the
    /// middle of a refill and are left alone.
    pub(crate) fn give_back_idle(&mut self) {
        for bin in 0..BINS {
            let page = self.current[bin];
            // SAFETY: a non-null current page is live; `used == 1` is its own hold, so it has no live block.
            unsafe {
                if !page.is_null() && (*page).used == 1 {
                    self.current[bin] = ptr::null_mut();
                    self.heads[bin] = dummy();
                    (*page).used = 0;
                    self.release_page(bin, page);
                }
            }
        }
        self.purge(0);
    }
}
