//! What may listen to the heap, or make it fail: the fault hook and the watch.
//!
//! Both cost nothing when off. When one is on, every bin's head is the dummy page, whose free list is empty, so
//! that each allocation takes the slow road; the watch also flags every page, so that each free does.
//!
//! Invariant: heads are all dummies exactly while a hook is on, and pages are `WATCHED` exactly while there is
//! a watch.

use crate::heap::Heap;
use crate::layout::{WATCHED, dummy};
use crate::{Kind, OutOfMemory};
use core::ptr::NonNull;

/// Listens to every allocation and free, with the block's usable bytes. A `realloc` that keeps its block is
/// reported as free and allocation of the same address.
///
/// The functions may use the heap; what they do to it is not reported.
#[derive(Clone, Copy, Debug)]
pub struct Watch {
    /// Passed to both functions.
    pub context: *mut (),
    /// A block was allocated; its owner has not written to it yet.
    pub allocated: fn(context: *mut (), block: NonNull<u8>, kind: Kind, bytes: usize),
    /// A block is about to be freed and still holds its contents.
    pub freed: fn(context: *mut (), block: NonNull<u8>, kind: Kind, bytes: usize),
}

#[derive(Clone, Copy, Default)]
enum Fault {
    #[default]
    Off,
    /// One failure after so many successes.
    Once(u64),
    /// Nothing but failures after so many successes.
    From(u64),
    /// Those that a function picks.
    Picked(fn() -> bool),
}

#[derive(Default)]
pub(crate) struct Hooks {
    fault: Fault,
    /// Allocations refused by the fault hook.
    pub faults: u64,
    watch: Option<Watch>,
    reporting: bool,
    reclaim: Option<Reclaim>,
    hurried: Option<fn(&mut Heap) -> bool>,
    mark_passed: Option<fn(&mut Heap)>,
    /// Whether every allocation reclaims first: a stress test of whoever holds pointers across allocations.
    stress: bool,
}

/// Frees what the layer above can spare, without running anything that could use memory; whether that was anything.
pub type Reclaim = fn(&mut Heap) -> bool;

impl Hooks {
    /// Whether allocation must take the slow road.
    pub(crate) fn slow(&self) -> bool {
        self.watch.is_some() || self.stress || !matches!(self.fault, Fault::Off)
    }

    /// Flags a new page starts with.
    pub(crate) fn page_flags(&self) -> u8 {
        if self.watch.is_some() { WATCHED } else { 0 }
    }
}

impl Heap {
    /// What to call before an allocation fails; it is tried once more when that freed something.
    /// Returns what was called until now.
    pub fn set_reclaim(&mut self, reclaim: Option<Reclaim>) -> Option<Reclaim> {
        core::mem::replace(&mut self.hooks.reclaim, reclaim)
    }

    /// What to call with the bytes of each large block handed out, and of its growth: somebody writes to them.
    pub fn set_large(&mut self, large: fn(&mut Heap, usize)) {
        self.on_large = large;
    }

    /// What says whether long work on blocks, which can fail for want of memory only, should fail; nothing says so when that
    /// is `None`.
    pub fn set_hurried(&mut self, hurried: Option<fn(&mut Heap) -> bool>) {
        self.hooks.hurried = hurried;
    }

    /// What to call when seven eighths of the limit are taken, in the middle of an allocation: it may note that, no more.
    /// It is not called again before less than three quarters are.
    pub fn set_mark_passed(&mut self, passed: fn(&mut Heap)) {
        self.hooks.mark_passed = Some(passed);
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn tell_mark_passed(&mut self) {
        if let Some(passed) = self.hooks.mark_passed {
            passed(self);
        }
    }

    /// Whether long work on blocks should be given up, as if memory was out: somebody wants it to end. To be asked
    /// every 10 µs or so.
    #[cold]
    #[inline(never)]
    pub fn is_hurried(&mut self) -> bool {
        self.hooks.hurried.is_some_and(|hurried| hurried(self))
    }

    /// Reclaims before every allocation, or no longer.
    pub fn stress_reclaim(&mut self, on: bool) {
        self.hooks.stress = on;
        self.set_heads();
    }

    /// Runs an attempt that has an alternative: when memory is out, the layer above is not asked to give some up.
    #[inline]
    pub fn unasked<T>(&mut self, attempt: impl FnOnce(&mut Heap) -> T) -> T {
        let reclaim = self.hooks.reclaim.take();
        let done = attempt(self);
        self.hooks.reclaim = reclaim;
        done
    }

    /// Moves a block to one of `roomy` bytes or, when there is no room for that, of less, but of at least `need`; says
    /// how many bytes it has got.
    ///
    /// # Errors
    /// When not even `need` bytes are left.
    ///
    /// # Safety
    /// As `realloc`.
    pub unsafe fn realloc_roomy(
        &mut self,
        block: NonNull<u8>,
        kind: Kind,
        old_bytes: usize,
        roomy: usize,
        need: usize,
    ) -> Result<(NonNull<u8>, usize), OutOfMemory> {
        // SAFETY: as the caller vouches; a failed attempt leaves the block as it is.
        unsafe {
            for room in [roomy, need.saturating_add(need / 16)] {
                if let Ok(block) = self.unasked(|heap| heap.realloc(block, kind, old_bytes, room)) {
                    return Ok((block, room));
                }
            }
            let block = self.realloc(block, kind, old_bytes, need)?;
            Ok((block, Heap::usable_size(block)))
        }
    }

    /// Asks the layer above for memory. False while it is being asked.
    #[cold]
    pub(crate) fn reclaim(&mut self) -> bool {
        let Some(reclaim) = self.hooks.reclaim.take() else { return false };
        let freed = reclaim(self);
        self.hooks.reclaim = Some(reclaim);
        freed
    }

    /// Reclaims if every allocation is to.
    pub(crate) fn stress(&mut self) {
        if self.hooks.stress {
            self.reclaim();
        }
    }

    /// Lets `n` more allocations succeed, fails the next one, and is then off again; `None` turns it off.
    /// Allocations are `alloc`, a `realloc` that grows the block, and `charge`.
    pub fn fail_after(&mut self, n: Option<u64>) {
        self.set_fault(n.map_or(Fault::Off, Fault::Once));
    }

    /// Lets `n` more allocations succeed and fails every later one, until turned off with `None`.
    pub fn fail_from(&mut self, n: Option<u64>) {
        self.set_fault(n.map_or(Fault::Off, Fault::From));
    }

    /// Asks `pick` about every allocation whether it is to fail, until turned off with `None`.
    pub fn fail_when(&mut self, pick: Option<fn() -> bool>) {
        self.set_fault(pick.map_or(Fault::Off, Fault::Picked));
    }

    /// Whether a fault is still to come: after [`Heap::fail_after`], false means that it has struck.
    pub fn fault_is_armed(&self) -> bool {
        !matches!(self.hooks.fault, Fault::Off)
    }

    /// Allocations the fault hook has refused so far.
    pub fn faults(&self) -> u64 {
        self.hooks.faults
    }

    /// Starts or stops reporting every allocation and free.
    pub fn watch(&mut self, watch: Option<Watch>) {
        self.hooks.watch = watch;
        let on = watch.is_some();
        self.each_page(|page| {
            // SAFETY: the walk hands out live page headers, and no reference to them is held.
            unsafe {
                (*page).flags = if on { (*page).flags | WATCHED } else { (*page).flags & !WATCHED };
            }
        });
        self.set_heads();
    }

    fn set_fault(&mut self, fault: Fault) {
        self.hooks.fault = fault;
        self.set_heads();
    }

    fn set_heads(&mut self) {
        let slow = self.hooks.slow();
        for (head, &page) in self.heads.iter_mut().zip(&self.current) {
            *head = if slow || page.is_null() { dummy() } else { page };
        }
    }

    /// Asks the fault hook about one allocation.
    pub(crate) fn check_fault(&mut self) -> Result<(), OutOfMemory> {
        match &mut self.hooks.fault {
            Fault::Off => return Ok(()),
            Fault::Once(left) | Fault::From(left) if *left > 0 => {
                *left -= 1;
                return Ok(());
            }
            Fault::Picked(pick) if !pick() => return Ok(()),
            Fault::Once(_) => self.set_fault(Fault::Off),
            Fault::From(_) | Fault::Picked(_) => {}
        }
        self.hooks.faults += 1;
        Err(OutOfMemory)
    }

    pub(crate) fn report_alloc(&mut self, block: NonNull<u8>, kind: Kind, bytes: usize) {
        if let Some(watch) = self.hooks.watch
            && !self.hooks.reporting
        {
            self.hooks.reporting = true;
            (watch.allocated)(watch.context, block, kind, bytes);
            self.hooks.reporting = false;
        }
    }

    pub(crate) fn report_free(&mut self, block: NonNull<u8>, kind: Kind, bytes: usize) {
        if let Some(watch) = self.hooks.watch
            && !self.hooks.reporting
        {
            self.hooks.reporting = true;
            (watch.freed)(watch.context, block, kind, bytes);
            self.hooks.reporting = false;
        }
    }
}
