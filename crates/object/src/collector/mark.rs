//! The first phase of a full collection: what frames and globals reach is alive. It spares these objects, nine of ten
//! as a rule, the two walks of trial deletion.

use super::edges::{Memo, Run, Visitor, visit};
use super::scan::{GARBAGE, Scope, Test, each_in_page, each_page, note, note_of};
use super::{Collection, Host, Phase};
use crate::header::{Header, MARK, REACHED, TRACKED};

/// Marked, but its references are still to be followed.
const PENDING: u32 = TRACKED | MARK | REACHED;

/// References still to be followed: long runs of slots, a stack of single ones, and in front a queue of those whose
/// objects are being fetched, so that the memory works on some while others are looked at. What does not fit is found
/// again by walking pages.
pub(super) struct Frontier {
    stack: [*mut Header; Frontier::ROOM],
    len: usize,
    queue: [*mut Header; Frontier::AHEAD],
    first: usize,
    queued: usize,
    runs: [Run; Frontier::RUNS],
    long: usize,
    /// See [`visit`].
    pub memo: Memo,
    /// Whether pages are noted to be visited again.
    pub overflowed: bool,
    /// Objects until the host is asked whether it wants this to end.
    patience: u32,
}

impl Frontier {
    /// 8 KiB of native stack.
    const ROOM: usize = 1024;
    /// References fetched ahead.
    const AHEAD: usize = 16;
    /// Long runs.
    const RUNS: usize = 64;
    /// Objects marked between two questions: 100 µs or so.
    const PATIENCE: u32 = 4096;
    /// Groups of slots that make a run long.
    const LONG: u32 = 64;

    pub fn new() -> Frontier {
        Frontier {
            stack: [std::ptr::null_mut(); Frontier::ROOM],
            len: 0,
            queue: [std::ptr::null_mut(); Frontier::AHEAD],
            first: 0,
            queued: 0,
            runs: [Run { start: std::ptr::null(), count: 0, width: 1, stride: 1 }; Frontier::RUNS],
            long: 0,
            memo: Memo::new(),
            overflowed: false,
            patience: Frontier::PATIENCE,
        }
    }

    /// Whether it is time to ask the host.
    #[inline(always)]
    fn is_time(&mut self) -> bool {
        self.patience -= 1;
        self.patience == 0 && {
            self.patience = Frontier::PATIENCE;
            true
        }
    }

    /// Takes a reference in, unless there is no room.
    #[inline(always)]
    pub fn push(&mut self, object: *mut Header) -> bool {
        if self.len == Frontier::ROOM {
            return false;
        }
        self.stack[self.len] = object;
        self.len += 1;
        true
    }

    /// Takes a long run in, if there is room.
    #[inline(always)]
    pub fn push_long(&mut self, run: Run) -> bool {
        if self.long == Frontier::RUNS {
            return false;
        }
        self.runs[self.long] = run;
        self.long += 1;
        true
    }

    /// The next reference to follow; of those in long runs only the ones that `is_new` names.
    ///
    /// # Safety
    /// Runs taken in are still as they were.
    #[inline(always)]
    pub unsafe fn next(&mut self, is_new: impl FnMut(*mut Header) -> bool) -> Option<*mut Header> {
        if self.len == 0 && self.long > 0 {
            // SAFETY: the caller's promise.
            unsafe { self.unroll(is_new) };
        }
        while self.len > 0 && self.queued < Frontier::AHEAD {
            self.len -= 1;
            let fresh = self.stack[self.len];
            prefetch(fresh);
            self.queue[(self.first + self.queued) % Frontier::AHEAD] = fresh;
            self.queued += 1;
        }
        if self.queued == 0 {
            return None;
        }
        let oldest = self.queue[self.first];
        self.first = (self.first + 1) % Frontier::AHEAD;
        self.queued -= 1;
        Some(oldest)
    }

    /// Moves what is new in the next part of a long run to the empty stack.
    #[inline(never)]
    unsafe fn unroll(&mut self, mut is_new: impl FnMut(*mut Header) -> bool) {
        while self.len == 0 && self.long > 0 {
            let run = &mut self.runs[self.long - 1];
            let part = run.take_front(Frontier::LONG);
            if run.count == 0 {
                self.long -= 1;
            }
            // SAFETY: the caller's promise. A part has at most three words a group, so there is room.
            unsafe {
                part.each_ahead(prefetch, |object| {
                    if is_new(object) {
                        let _ = self.push(object);
                    }
                });
            }
            self.stack[..self.len].reverse();
        }
    }

    /// Notes the page of an object that there was no room for.
    ///
    /// # Safety
    /// A live container of a heap.
    #[cold]
    pub unsafe fn revisit(&mut self, object: *mut Header) {
        self.overflowed = true;
        // SAFETY: the caller's promise.
        unsafe { *note_of(object) |= note::REVISIT };
    }
}

/// Whether a run is worth to be kept as one.
#[inline(always)]
pub(super) fn is_long(run: Run) -> bool {
    run.count >= Frontier::LONG
}

#[inline(always)]
pub(super) fn prefetch(object: *mut Header) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: a hint, without effect on what is computed.
    unsafe {
        std::arch::x86_64::_mm_prefetch::<{ std::arch::x86_64::_MM_HINT_T0 }>(object.cast());
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = object;
}

impl Collection<'_> {
    /// See [`Phase::Mark`].
    pub(super) unsafe fn mark<H: Host>(&mut self, host: &H) -> Phase {
        let test = Test::up_to(self.generation);
        let mut frontier = Frontier::new();
        // SAFETY: marks are set on live objects, slots are only read.
        unsafe {
            host.visit_roots(&mut |value| {
                if let Some(object) = value.as_ptr()
                    && !frontier.push(object.as_ptr())
                {
                    postpone(test, object.as_ptr(), &mut frontier);
                }
            });
            let mut abandoned = self.mark_all(test, &mut frontier, host);
            while !abandoned && std::mem::take(&mut frontier.overflowed) {
                each_page(self.heap, Scope::Noted(note::REVISIT), |page| {
                    if abandoned {
                        return;
                    }
                    *page.note &= !note::REVISIT;
                    let mut block = page.start.as_ptr();
                    for _ in 0..page.count {
                        let object = block.cast::<Header>();
                        if !abandoned && (*object).meta() & PENDING == PENDING {
                            (*object).clear(REACHED);
                            self.mark_edges(test, object, &mut frontier);
                            abandoned = self.mark_all(test, &mut frontier, host);
                        }
                        block = block.wrapping_add(page.size);
                    }
                });
            }
            if abandoned {
                return self.unmark();
            }
        }
        Phase::Subtract
    }

    /// Takes all marks off again: the host does not want to wait.
    unsafe fn unmark(&self) -> Phase {
        // SAFETY: the walk changes headers and notes only.
        unsafe {
            each_page(self.heap, Scope::All, |page| {
                *page.note &= !note::REVISIT;
                each_in_page(&page, GARBAGE, |object| (*object).clear(MARK | REACHED));
            });
        }
        Phase::Done
    }

    /// Follows all references; whether the host wants it to end before that.
    unsafe fn mark_all<H: Host>(&self, test: Test, frontier: &mut Frontier, host: &H) -> bool {
        // SAFETY: references lead to live objects, and no slot changes.
        while let Some(object) = unsafe { frontier.next(|object| is_new(test, object)) } {
            if frontier.is_time() && host.is_hurried() {
                return true;
            }
            // SAFETY: as above.
            unsafe {
                if test.passes(Test::word(object)) {
                    (*object).set(MARK);
                } else if (*object).meta() & PENDING == PENDING {
                    (*object).clear(REACHED);
                } else {
                    continue;
                }
                self.mark_edges(test, object, frontier);
            }
        }
        false
    }

    #[inline(always)]
    unsafe fn mark_edges(&self, test: Test, object: *mut Header, frontier: &mut Frontier) {
        // SAFETY: the caller's object is alive.
        unsafe {
            let mut memo = frontier.memo;
            visit(self.world, object, &mut memo, &mut Marker { test, frontier });
            frontier.memo = memo;
        }
    }
}

struct Marker<'f> {
    test: Test,
    frontier: &'f mut Frontier,
}

impl Visitor for Marker<'_> {
    #[inline(always)]
    fn class(&mut self, class: *mut Header) {
        // Most classes are marked already, and close at hand.
        // SAFETY: the class of a live object is alive.
        if self.test.passes(unsafe { Test::word(class) }) {
            self.slot(class);
        }
    }

    #[inline(always)]
    fn slot(&mut self, object: *mut Header) {
        if !self.frontier.push(object) {
            // SAFETY: references lead to live objects.
            unsafe { postpone(self.test, object, self.frontier) };
        }
    }

    #[inline(always)]
    unsafe fn run(&mut self, run: Run) {
        // SAFETY: the caller's promise; references lead to live objects.
        unsafe {
            if !is_long(run) {
                run.each(|object| self.slot(object));
            } else if !self.frontier.push_long(run) {
                run.each_ahead(prefetch, |object| {
                    if is_new(self.test, object) && !self.frontier.push(object) {
                        self.frontier.revisit(object);
                    }
                });
            }
        }
    }
}

/// Whether a reference in a long run leads to an object not met yet. It has both marks until its turn: such runs name
/// the same object again and again.
#[inline(always)]
unsafe fn is_new(test: Test, object: *mut Header) -> bool {
    // SAFETY: references lead to live objects.
    unsafe {
        let new = test.passes(Test::word(object));
        if new {
            (*object).set(MARK | REACHED);
        }
        new
    }
}

/// Marks an object whose references are to be followed later, for want of room: it has both marks until then.
#[cold]
unsafe fn postpone(test: Test, object: *mut Header, frontier: &mut Frontier) {
    // SAFETY: the caller's object is alive, and a candidate is a container in a heap.
    unsafe {
        if test.passes(Test::word(object)) {
            (*object).set(MARK | REACHED);
            frontier.revisit(object);
        }
    }
}
