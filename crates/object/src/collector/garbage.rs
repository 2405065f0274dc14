//! What happens to garbage: weak references and finalizers in the order in which the objects were made, then death.

use std::ptr::NonNull;

use pitviper_heap::{Heap, Kind};

use super::scan::{CONDEMNED, GARBAGE, Test, each_in_page, each_page, note};
use super::{Collection, Fate, Host, Phase};
use crate::destroy::{Deferring, Emptied, at_zero, drain, drain_deferring, join_zero_list, slot_of};
use crate::header::{BUILTIN_SHAPES, DYING, FINALIZE, Header, MARK, WEAKLY_REFERENCED};
use crate::object::kind_of;

/// Some of the garbage in the order in which it was made: compressed addresses, so that what has been freed meanwhile is
/// recognised.
struct Listed {
    entries: NonNull<Entry>,
    len: usize,
    /// How many could have been in it.
    wanted: usize,
    /// Whether the entries are a block of the heap.
    owned: bool,
}

/// Order and compressed address.
type Entry = (u64, u32);

/// Objects that a list may hold however little garbage there is.
const SHORT_LIST: usize = 1 << 14;

/// Entries on the native stack, for when there is no memory for a list.
type Spare = [Entry; 256];

impl Collection<'_> {
    /// The garbage that `wanted` names, oldest first; of very much the oldest part, so that the list stays small beside
    /// it; even less in `spare` when there is no memory. Without `spare` all of it; `None` when there is no memory for
    /// that.
    unsafe fn list(
        &self,
        spare: Option<&mut Spare>,
        wanted: impl Fn(NonNull<Header>) -> bool,
        order: impl Fn(NonNull<Header>) -> u64,
    ) -> Option<Listed> {
        let mut count: usize = 0;
        // SAFETY: the walks only read; the list has `room` places, of which the first `len` are written.
        unsafe {
            each_page(self.heap, self.scope, |page| {
                each_in_page(&page, GARBAGE, |object| count += usize::from(wanted(NonNull::new_unchecked(object))));
            });
            let mut part = if spare.is_none() { count } else { SHORT_LIST.max(count / 64) };
            let mut room = count.min(part.saturating_mul(2));
            let bytes = room.checked_mul(size_of::<Entry>())?;
            let block = (*self.heap.as_ptr()).alloc(Kind::Raw, bytes).ok();
            let entries: NonNull<Entry> = match (block, spare) {
                (Some(block), _) => block.cast(),
                (None, Some(spare)) => {
                    room = spare.len();
                    part = room / 2;
                    NonNull::from(spare).cast()
                }
                (None, None) => return None,
            };
            let mut len = 0;
            each_page(self.heap, self.scope, |page| {
                each_in_page(&page, GARBAGE, |object| {
                    let object = NonNull::new_unchecked(object);
                    if !wanted(object) {
                        return;
                    }
                    if len == room {
                        // The list is full: its older half stays.
                        std::slice::from_raw_parts_mut(entries.as_ptr(), len).select_nth_unstable(part);
                        len = part;
                    }
                    entries.add(len).write((order(object), Heap::compress(object.cast())));
                    len += 1;
                });
            });
            let all = std::slice::from_raw_parts_mut(entries.as_ptr(), len);
            if count > room && len > part {
                all.select_nth_unstable(part);
                len = part;
            }
            all[..len].sort_unstable();
            Some(Listed { entries, len, wanted: count, owned: block.is_some() })
        }
    }

    /// Calls `f` with the garbage that `wanted` names, oldest first; `f` makes sure that it is wanted no more.
    unsafe fn each_in_order<H: Host>(
        &self,
        host: &mut H,
        wanted: impl Fn(&H, NonNull<Header>) -> bool,
        mut f: impl FnMut(&Self, &mut H, NonNull<Header>),
    ) {
        let mut before = usize::MAX;
        let mut spare: Spare = [(0, 0); 256];
        // SAFETY: the walks only read; objects of the list are looked up anew.
        unsafe {
            while let Some(list) =
                self.list(Some(&mut spare), |object| wanted(host, object), |object| host.order(object))
            {
                let done = list.wanted == 0 || list.wanted >= before;
                before = list.wanted;
                for index in 0..if done { 0 } else { list.len } {
                    if let Some(object) = self.listed(&list, index)
                        && wanted(host, object)
                    {
                        f(self, host, object);
                    }
                }
                self.forget(list);
                if done {
                    return;
                }
            }
        }
    }

    /// Object `index` of a list, if it is still there and garbage.
    unsafe fn listed(&self, list: &Listed, index: usize) -> Option<NonNull<Header>> {
        // SAFETY: the list is `len` long; `resolve` knows which addresses are blocks.
        unsafe {
            let (_, packed) = *list.entries.add(index).as_ptr();
            let block = (*self.heap.as_ptr()).resolve(packed)?;
            let object = block.address.cast::<Header>();
            (block.kind == Kind::Container && GARBAGE.passes(Test::word(object.as_ptr()))).then_some(object)
        }
    }

    unsafe fn forget(&self, list: Listed) {
        if list.owned {
            // SAFETY: made in `list`, used no more.
            unsafe { Heap::free(list.entries.cast()) };
        }
    }

    /// See [`Phase::WeakReferences`].
    pub(super) unsafe fn clear_weak_references<H: Host>(&mut self, host: &mut H) -> Phase {
        // SAFETY: asked of live garbage only. Detaching runs no Python and needs no memory.
        unsafe {
            let wanted = |_: &H, object: NonNull<Header>| object.as_ref().has(WEAKLY_REFERENCED);
            self.each_in_order(host, wanted, |_, host, object| host.detach_weak_references(object));
        }
        self.outcome.collected += host.call_weak_callbacks();
        Phase::Finalize
    }

    /// See [`Phase::Finalize`].
    pub(super) unsafe fn finalize<H: Host>(&mut self, host: &mut H) -> Phase {
        // SAFETY: each object is alive and garbage when its turn comes, and has a reference of ours meanwhile.
        unsafe {
            let wanted =
                |host: &H, object: NonNull<Header>| object.as_ref().has(FINALIZE) && host.has_finalizer(object);
            self.each_in_order(host, wanted, |this, host, object| this.finalize_one(host, object));
        }
        Phase::Resurrect
    }

    unsafe fn finalize_one<H: Host>(&self, host: &mut H, object: NonNull<Header>) {
        // SAFETY: the caller's object.
        unsafe {
            object.as_ref().increment();
            host.finalize(object);
            if object.as_ref().decrement() {
                at_zero(object);
            }
            drain(self.heap, host);
        }
    }

    /// Tells the host of each object, which may keep it.
    unsafe fn show<H: Host>(&mut self, host: &mut H) {
        // SAFETY: no Python runs that could free garbage; what the host keeps is no garbage any more.
        unsafe {
            let Some(list) = self.list(None, |_| true, |object| host.order(object)) else { return };
            for index in 0..list.len {
                if let Some(object) = self.listed(&list, index)
                    && host.found(object) == Fate::Kept
                {
                    self.outcome.collected += host.weight(object);
                    object.as_ref().clear(MARK);
                }
            }
            self.forget(list);
        }
    }

    /// See [`Phase::Clear`].
    pub(super) unsafe fn clear<H: Host>(&mut self, host: &mut H) -> Phase {
        // SAFETY: garbage is held by one count more while it gives up its references, so nothing of it is freed before
        // all have; then it joins the zero list, and the walk is over when the first one is freed.
        unsafe {
            if host.watches_garbage() && self.reason == super::Reason::Due {
                self.show(host);
            }
            let mut collected = 0;
            each_page(self.heap, self.scope, |page| {
                if *page.note & note::GARBAGE != 0 {
                    each_in_page(&page, GARBAGE, |object| {
                        collected += host.weight(NonNull::new_unchecked(object));
                        (*object).increment();
                        if kind_of(object) == host.class_kind() {
                            host.retire_class(NonNull::new_unchecked(object));
                        }
                        if (*object).has(WEAKLY_REFERENCED) {
                            host.forget_weak_references(NonNull::new_unchecked(object));
                        }
                        (*object).clear(FINALIZE);
                    });
                }
            });
            self.outcome.collected += collected;
            // What waits already is not ours to destroy in the middle of native code.
            let waiting = (self.reason == super::Reason::Emergency).then(|| Deferring::set_aside(self.heap));
            each_page(self.heap, self.scope, |page| {
                if *page.note & note::GARBAGE != 0 {
                    each_in_page(&page, GARBAGE, |object| self.give_up(host, object));
                }
            });
            let mut emptied = Emptied::default();
            each_page(self.heap, self.scope, |page| {
                if *page.note & note::GARBAGE != 0 {
                    *page.note &= !note::GARBAGE;
                    each_in_page(&page, CONDEMNED, |object| {
                        (*object).clear(MARK);
                        // Otherwise a class refers to it, or instances to a class: it dies with the last of them.
                        if (*object).decrement() {
                            let object = NonNull::new_unchecked(object);
                            if waiting.is_none() && object.as_ref().has(DYING) {
                                emptied.push(object);
                            } else {
                                join_zero_list(object);
                            }
                        }
                    });
                }
            });
            self.forget_young_if_not_yet();
            emptied.free(self.heap);
            match waiting {
                None => drain(self.heap, host),
                Some(waiting) => drain_deferring(self.heap, waiting),
            }
        }
        Phase::Done
    }

    fn forget_young_if_not_yet(&mut self) {
        if matches!(self.scope, super::scan::Scope::Noted(note::GARBAGE)) {
            return;
        }
        self.forget_young();
    }

    /// Empties the slots of a garbage object. A class keeps what it refers to until it dies: its instances need it.
    unsafe fn give_up<H: Host>(&self, host: &H, object: *mut Header) {
        // SAFETY: the slots own what they hold; nothing else looks at them any more.
        unsafe {
            if kind_of(object) == host.class_kind() {
                return;
            }
            (*object).set(DYING);
            let number = (*object).shape();
            if number < BUILTIN_SHAPES {
                if let Some(run) = self.world.kinds[number as usize].run {
                    let run = run(object);
                    if !run.is_none() {
                        return give_up_run(run.start(), run.slots());
                    }
                }
            } else {
                let shape = self.world.shapes.get(number);
                if shape.base as usize == size_of::<Header>() && !shape.overflows() {
                    return give_up_run(object.add(1).cast(), shape.slot_count());
                }
            }
            for index in 0.. {
                let slot = slot_of(self.world, object, index);
                if slot.is_null() {
                    return;
                }
                let_go(slot.cast());
            }
        }
    }
}

/// # Safety
/// The run is `count` slots of a garbage object.
#[inline(always)]
unsafe fn give_up_run(start: *mut u64, count: u32) {
    for index in 0..count as usize {
        // SAFETY: the caller's promise.
        unsafe { let_go(start.add(index)) };
    }
}

/// Empties a slot.
///
/// # Safety
/// The slot owns what it holds.
#[inline(always)]
unsafe fn let_go(slot: *mut u64) {
    // SAFETY: the caller's promise.
    unsafe {
        let word = slot.replace(0);
        if word & 3 != 0 || word == 0 {
            return;
        }
        let child = NonNull::new_unchecked(word as *mut Header);
        if child.as_ref().decrement() {
            at_zero(child);
        }
    }
}
