//! Trial deletion, in place on the counts.

use super::edges::{Memo, Run, Visitor, visit};
use super::mark::{Frontier, is_long, prefetch};
use super::scan::{GARBAGE, Scope, Test, each_in_page, each_page, note, note_of};
use super::{Collection, GENERATIONS, Host, Phase, Reason};
use crate::header::{FINALIZE, GENERATION, GENERATION_SHIFT, Header, MARK, REACHED, WEAKLY_REFERENCED};

impl Collection<'_> {
    /// See [`Phase::Subtract`].
    pub(super) unsafe fn subtract(&mut self) -> Phase {
        // SAFETY: notes belong to this layer; the walks change headers only.
        unsafe {
            if self.generation == 1 {
                each_page(self.heap, Scope::Touched, |page| *page.note |= note::MIDDLE);
            }
            self.outcome.candidates = self.subtract_among(self.scope, Test::up_to(self.generation));
        }
        if self.outcome.candidates == 0 { self.nothing_found() } else { Phase::Restore }
    }

    /// Without candidates only the marks are left to be taken off.
    fn nothing_found(&self) -> Phase {
        if self.generation == 2 { Phase::Sort } else { Phase::Done }
    }

    unsafe fn subtract_among(&self, scope: Scope, test: Test) -> u64 {
        let mut candidates = 0;
        let mut memo = Memo::new();
        // SAFETY: an edge between candidates owns one of its target's counts.
        unsafe {
            each_page(self.heap, scope, |page| {
                let before = candidates;
                each_in_page(&page, test, |object| {
                    debug_assert!(!(*object).has(REACHED), "a mark was left behind");
                    candidates += 1;
                    visit(self.world, object, &mut memo, &mut Subtract { test });
                });
                if candidates > before {
                    *page.note |= note::CANDIDATES;
                }
            });
        }
        candidates
    }

    /// See [`Phase::Restore`].
    pub(super) unsafe fn restore(&mut self) -> Phase {
        // SAFETY: as in `restore_among`.
        let reached = unsafe { self.restore_among(self.scope, Test::up_to(self.generation)) };
        self.outcome.survivors = reached;
        self.garbage = self.outcome.candidates - reached;
        Phase::Sort
    }

    /// Gives what is held from outside the candidates, and what it reaches, its counts back; how many that are.
    unsafe fn restore_among(&self, scope: Scope, test: Test) -> u64 {
        let keep = if self.reason == Reason::Emergency { FINALIZE | WEAKLY_REFERENCED } else { 0 };
        let mut frontier = Frontier::new();
        let mut reached = 0;
        let mut wanted = note::CANDIDATES;
        // SAFETY: what was subtracted for an edge is added for it again, once, when its owner is reached.
        unsafe {
            loop {
                each_page(self.heap, scope, |page| {
                    if *page.note & wanted == 0 {
                        return;
                    }
                    *page.note &= !note::REVISIT;
                    each_in_page(&page, test, |object| {
                        if (*object).has(REACHED) || (*object).count() == 0 && !(*object).has(keep) {
                            return;
                        }
                        (*object).set(REACHED);
                        reached += 1;
                        self.restore_edges(test, object, &mut frontier);
                        while let Some(object) = frontier.next(|object| is_new(test, object)) {
                            if !test.passes(Test::word(object)) {
                                continue;
                            }
                            (*object).set_count((*object).count().wrapping_add(1));
                            if !(*object).has(REACHED) {
                                (*object).set(REACHED);
                                reached += 1;
                                self.restore_edges(test, object, &mut frontier);
                            }
                        }
                    });
                });
                if !std::mem::take(&mut frontier.overflowed) {
                    return reached;
                }
                wanted = note::REVISIT;
            }
        }
    }

    #[inline(always)]
    unsafe fn restore_edges(&self, test: Test, object: *mut Header, frontier: &mut Frontier) {
        // SAFETY: the caller's object is alive.
        unsafe {
            let mut memo = frontier.memo;
            visit(self.world, object, &mut memo, &mut Restore { test, frontier });
            frontier.memo = memo;
        }
    }

    /// Gives garbage its counts back: everything subtracted is added again.
    unsafe fn restore_garbage(&self, scope: Scope, test: Test) {
        let mut memo = Memo::new();
        // SAFETY: as in `restore_among`.
        unsafe {
            each_page(self.heap, scope, |page| {
                if *page.note & note::CANDIDATES == 0 {
                    return;
                }
                each_in_page(&page, test, |object| {
                    if (*object).has(REACHED) {
                        return;
                    }
                    visit(self.world, object, &mut memo, &mut Add { test });
                });
            });
        }
    }

    /// See [`Phase::Sort`].
    pub(super) unsafe fn sort<H: Host>(&mut self, host: &H) -> Phase {
        let test = Test::up_to(self.generation);
        let older = (self.generation + 1).min(GENERATIONS as u32 - 1);
        let promotes = self.reason == Reason::Due;
        let full = self.generation == 2;
        let mut needs_python = false;
        let mut alive = 0;
        // SAFETY: the walks change headers and notes only.
        unsafe {
            if self.garbage > 0 {
                self.restore_garbage(self.scope, test);
            }
            each_page(self.heap, self.scope, |page| {
                *page.note &= !note::CANDIDATES;
                if promotes {
                    *page.note = match self.generation {
                        0 => *page.note | note::MIDDLE,
                        _ => *page.note & !note::MIDDLE,
                    };
                }
                let mut block = page.start.as_ptr();
                for _ in 0..page.count {
                    let object = block.cast::<Header>();
                    block = block.wrapping_add(page.size);
                    let word = Test::word(object);
                    if full && GARBAGE.passes(word) {
                        // Marked from the roots.
                        alive += 1;
                        grow_older(object, MARK, older);
                    } else if test.passes(word) {
                        if (*object).has(REACHED) {
                            let generation = if promotes { older } else { (*object).generation() };
                            grow_older(object, REACHED, generation);
                        } else {
                            (*object).set(MARK);
                            *page.note |= note::GARBAGE;
                            needs_python |= (*object).has(FINALIZE | WEAKLY_REFERENCED)
                                && ((*object).has(WEAKLY_REFERENCED)
                                    || host.has_finalizer(std::ptr::NonNull::new_unchecked(object)));
                        }
                    }
                }
            });
        }
        self.outcome.survivors += alive;
        self.outcome.candidates += alive;
        self.needs_python = needs_python;
        if self.garbage == 0 {
            self.forget_young();
            return Phase::Done;
        }
        if needs_python || host.watches_garbage() && promotes || self.generation == 1 {
            self.forget_young();
            // Python may make new containers, and no page is noted for generation 1 any more: from here on garbage is
            // found by its pages' notes.
            self.scope = Scope::Noted(note::GARBAGE);
        }
        if needs_python { Phase::WeakReferences } else { Phase::Clear }
    }

    /// Nothing is young any more.
    pub(super) fn forget_young(&mut self) {
        if self.reason == Reason::Due {
            // SAFETY: the heap is alive and not borrowed.
            unsafe { (*self.heap.as_ptr()).clear_touched() };
        }
    }

    /// See [`Phase::Resurrect`].
    pub(super) unsafe fn resurrect(&mut self) -> Phase {
        let older = (self.generation + 1).min(GENERATIONS as u32 - 1);
        // SAFETY: as the first time, among the garbage.
        unsafe {
            let left = self.subtract_among(self.scope, GARBAGE);
            let reached = self.restore_among(self.scope, GARBAGE);
            self.garbage = left - reached;
            self.outcome.survivors += reached;
            if self.garbage > 0 {
                self.restore_garbage(self.scope, GARBAGE);
            }
            if reached > 0 {
                each_page(self.heap, self.scope, |page| {
                    each_in_page(&page, GARBAGE, |object| {
                        if (*object).has(REACHED) {
                            grow_older(object, MARK | REACHED, older);
                            *note_of(object) |= note::MIDDLE;
                        }
                    });
                });
            }
        }
        Phase::Clear
    }
}

/// Whether a reference in a long run leads to a candidate not reached yet; one reached gets its count at once.
#[inline(always)]
unsafe fn is_new(test: Test, object: *mut Header) -> bool {
    // SAFETY: references lead to live objects.
    unsafe {
        if !test.passes(Test::word(object)) {
            return false;
        }
        if !(*object).has(REACHED) {
            return true;
        }
        (*object).set_count((*object).count().wrapping_add(1));
        false
    }
}

/// Takes a count from each candidate referred to.
struct Subtract {
    test: Test,
}

impl Visitor for Subtract {
    #[inline(always)]
    fn class(&mut self, class: *mut Header) {
        self.slot(class);
    }

    #[inline(always)]
    fn slot(&mut self, object: *mut Header) {
        // SAFETY: references lead to live objects.
        unsafe {
            if self.test.passes(Test::word(object)) {
                debug_assert!((*object).count() > 0, "more edges than counts");
                (*object).set_count((*object).count().wrapping_sub(1));
            }
        }
    }
}

/// Gives a count to each candidate referred to.
struct Add {
    test: Test,
}

impl Visitor for Add {
    #[inline(always)]
    fn class(&mut self, class: *mut Header) {
        self.slot(class);
    }

    #[inline(always)]
    fn slot(&mut self, object: *mut Header) {
        // SAFETY: references lead to live objects.
        unsafe {
            if self.test.passes(Test::word(object)) {
                (*object).set_count((*object).count().wrapping_add(1));
            }
        }
    }
}

/// Remembers to give a count to each candidate referred to, and to go on from there.
struct Restore<'f> {
    test: Test,
    frontier: &'f mut Frontier,
}

impl Visitor for Restore<'_> {
    #[inline(always)]
    fn class(&mut self, class: *mut Header) {
        // SAFETY: the class of a live object is alive. Most classes were reached already, and are close at hand.
        unsafe {
            if !self.test.passes(Test::word(class)) {
                return;
            }
            if !(*class).has(REACHED) {
                return self.slot(class);
            }
            (*class).set_count((*class).count().wrapping_add(1));
        }
    }

    #[inline(always)]
    fn slot(&mut self, object: *mut Header) {
        if self.frontier.push(object) {
            return;
        }
        // SAFETY: references lead to live objects. It has a count now and is not reached, so it is found again.
        unsafe {
            if self.test.passes(Test::word(object)) {
                (*object).set_count((*object).count().wrapping_add(1));
                self.frontier.revisit(object);
            }
        }
    }

    #[inline(always)]
    unsafe fn run(&mut self, run: Run) {
        // SAFETY: the caller's promise.
        unsafe {
            if !is_long(run) {
                run.each(|object| self.slot(object));
            } else if !self.frontier.push_long(run) {
                run.each_ahead(prefetch, |object| {
                    if is_new(self.test, object) {
                        self.slot(object);
                    }
                });
            }
        }
    }
}

/// Takes marks off an object and moves it to a generation.
///
/// # Safety
/// A live container.
#[inline(always)]
unsafe fn grow_older(object: *mut Header, marks: u32, generation: u32) {
    // SAFETY: the caller's object.
    unsafe { (*object).replace_flags(marks | GENERATION, generation << GENERATION_SHIFT) };
}
