//! How objects die: without memory, without recursion, in CPython's order.
//!
//! A drop to zero of a [`PLAIN`] object gives its block back at once. Any other dead object joins its
//! heap's zero list (first in, first out), linked through the count (32-bit compressed addresses), until the VM drains the list at
//! the end of the instruction or native call. Draining walks a dead tree depth first: a dead object's count
//! holds the number of its next slot, and the slot just emptied holds the link to the parent.
//!
//! Who destroys very much can be [hurried](Destructor::is_hurried): the walk is left where it is, and what waits on the
//! list waits on, until somebody [goes on](go_on) with it.
//!
//! Rejected: recursion with a depth limit (CPython's trashcan changes the order of `__del__`), a work list
//! (needs memory when there is none).

mod unfinished;

use std::ptr::NonNull;

use pitviper_heap::{Heap, Kind as PageKind};

use crate::header::{BUILTIN_SHAPES, DYING, FINALIZE, Header, PLAIN, WEAKLY_REFERENCED};
use crate::object::{Slot, World, kind_of, world_of};

pub use unfinished::Unfinished;
use unfinished::Walk;

/// What destruction asks of the layer above.
pub trait Destructor {
    /// Whether what has a finalizer or weak references, or is not [`quiet`](crate::KindInfo::quiet), is left on the
    /// zero list.
    const DEFERS: bool = false;

    /// Runs the finalizer of `object`, which has one temporary reference; afterwards the count tells whether
    /// it was resurrected.
    fn finalize(&mut self, object: NonNull<Header>);

    /// Clears the weak references to `object` and calls their callbacks.
    fn clear_weak_references(&mut self, object: NonNull<Header>);

    /// Whether the rest is to be left for [`go_on`].
    fn is_hurried(&mut self) -> bool {
        false
    }
}

/// Slots or objects between two looks at whether to hurry: some 100 µs of work. Who empties a container of more lets an
/// object die with what was in it, so that the rest can be left.
pub const LOOK: u32 = 4096;

/// Goes on with what was left, until it is done or must be left again.
///
/// # Safety
/// As for [`drain`].
pub unsafe fn go_on<D: Destructor>(heap: NonNull<Heap>, destructor: &mut D) {
    // SAFETY: what was left is dead and as it was; nothing else touches it.
    unsafe {
        let world = &*(*heap.as_ptr()).client.cast::<World>();
        while let Some(walk) = world.unfinished.take() {
            if !walk_from(heap, world, walk, destructor) {
                return;
            }
        }
        let (head, tail) = world.unfinished.take_list();
        if head != 0 {
            drain_list(heap, head, tail, destructor);
        }
    }
}

/// The last reference to `object` is gone.
///
/// # Safety
/// The count is zero and nobody holds a pointer.
#[inline(never)]
pub unsafe fn at_zero(object: NonNull<Header>) {
    // SAFETY: as the caller says.
    unsafe {
        if object.as_ref().meta() & (PLAIN | WEAKLY_REFERENCED | FINALIZE) == PLAIN {
            Heap::free(object.cast());
        } else {
            join_zero_list(object);
        }
    }
}

/// As [`at_zero`] and [`drain`] in one: where nothing else waits, the object is destroyed without joining the list.
///
/// # Safety
/// As for both.
#[inline(always)]
pub unsafe fn release<D: Destructor>(heap: NonNull<Heap>, object: NonNull<Header>, destructor: &mut D) {
    // SAFETY: as the caller says.
    unsafe {
        if object.as_ref().meta() & (PLAIN | WEAKLY_REFERENCED | FINALIZE) == PLAIN {
            Heap::free(object.cast());
        } else {
            release_any(heap, object, destructor);
        }
    }
}

#[inline(never)]
unsafe fn release_any<D: Destructor>(heap: NonNull<Heap>, object: NonNull<Header>, destructor: &mut D) {
    // SAFETY: as for `release`.
    unsafe {
        if (*heap.as_ptr()).zero_head != 0 {
            join_zero_list(object);
        } else if object.as_ref().meta() & (WEAKLY_REFERENCED | FINALIZE) != 0 {
            destroy(heap, object, destructor);
        } else {
            let world = &*(*heap.as_ptr()).client.cast::<World>();
            if drop_shared(world, object.as_ptr(), destructor) {
                finish(heap, world, object.as_ptr());
            } else {
                object.as_ref().set(DYING);
                walk(heap, world, object, destructor);
            }
        }
        if (*heap.as_ptr()).zero_head != 0 {
            drain(heap, destructor);
        }
    }
}

#[inline(never)]
pub(crate) unsafe fn join_zero_list(object: NonNull<Header>) {
    // SAFETY: the object is a block of a heap with a world; nothing else borrows the heap's fields for the
    // length of these lines. The tail is on the list, so it is still there.
    unsafe {
        let heap = Heap::of(object.cast()).as_ptr();
        let world = &*(*heap).client.cast::<World>();
        let link = Heap::compress(object.cast());
        object.as_ref().set_count(0);
        // Weak references and the table of interned strings see by this what they must not give out any more.
        object.as_ref().set(DYING);
        if (*heap).zero_head == 0 {
            (*heap).zero_head = link;
        } else {
            (*heap).expand(world.zero_tail.get()).cast::<Header>().as_ref().set_count(link);
        }
        world.zero_tail.set(link);
    }
}

/// Destroys everything on the zero list, and what dies with it. The list is taken whole: the Python that a finalizer
/// runs settles what dies in it, not what waits behind the finalizer.
///
/// # Safety
/// `heap` is alive, has a world, and no slot of a dead object is borrowed.
#[inline(never)]
pub unsafe fn drain<D: Destructor>(heap: NonNull<Heap>, destructor: &mut D) {
    // SAFETY: the heap is reached through its pointer only between calls to the destructor, which may use it itself.
    unsafe {
        let world = &*(*heap.as_ptr()).client.cast::<World>();
        loop {
            let head = (*heap.as_ptr()).zero_head;
            if head == 0 {
                return;
            }
            (*heap.as_ptr()).zero_head = 0;
            if !drain_list(heap, head, world.zero_tail.get(), destructor) {
                return;
            }
        }
    }
}

/// Destroys what is on a list from `head` to `tail`; false when the rest of it was left.
unsafe fn drain_list<D: Destructor>(heap: NonNull<Heap>, head: u32, tail: u32, destructor: &mut D) -> bool {
    // SAFETY: as for `drain`; what is on the list is dead.
    unsafe {
        let world = &*(*heap.as_ptr()).client.cast::<World>();
        let (mut link, mut looks) = (head, LOOK);
        while link != 0 {
            let object = (*heap.as_ptr()).expand(link).cast::<Header>();
            let next = object.as_ref().count();
            object.as_ref().set_count(0);
            let mut left = !destroy(heap, object, destructor);
            link = next;
            looks -= 1;
            if looks == 0 {
                looks = LOOK;
                left |= destructor.is_hurried();
            }
            if left {
                if link != 0 {
                    world.unfinished.keep(heap, link, tail);
                }
                return false;
            }
        }
        true
    }
}

/// Empties the slots of a dead object up to the first one whose object dies with it and is not plain; the general
/// walk goes on there. Most instances, tuples and lists hold nothing that dies. True when all slots are empty now.
#[inline(always)]
unsafe fn drop_shared<D: Destructor>(world: &World, object: *mut Header, destructor: &mut D) -> bool {
    // SAFETY: the object is dead; the slots are its own.
    unsafe {
        let number = (*object).shape();
        let (slots, len, step, all) = if number < BUILTIN_SHAPES {
            let info = &world.kinds[number as usize];
            if let Some(run) = info.run {
                let run = run(object);
                if run.is_none() {
                    return false;
                }
                (run.first, run.slots(), run.step(), true)
            } else if info.span.1 > 0 {
                (object.cast::<u8>().add(info.span.0.into()).cast::<u64>(), info.span.1.into(), 1, true)
            } else {
                return false;
            }
        } else {
            let shape = world.shapes.get(number);
            if shape.overflows() || shape.base == 0 {
                return false;
            }
            // Attributes right behind the header: the struct has no slots of its own.
            let bare = shape.base as usize == size_of::<Header>();
            (object.cast::<u8>().add(shape.base as usize).cast::<u64>(), shape.slot_count(), 1, bare)
        };
        if len > LOOK {
            return drop_many(object, slots, len, step, destructor) && all;
        }
        drop_run(object, slots, 0, len, step) && all
    }
}

/// Empties slots `from` to `to` of a run that begins at `slots`; the object's count tells how far it came. False in front
/// of the first one whose object dies with it and is not plain.
#[inline(always)]
unsafe fn drop_run(object: *mut Header, slots: *mut u64, from: u32, to: u32, step: isize) -> bool {
    // SAFETY: the slots are those of a dead object.
    unsafe {
        let (mut slot, mut index) = (slots.wrapping_offset(from as isize * step), from);
        while index < to {
            let word = *slot;
            if word & 3 == 0 && word != 0 {
                let child = &*(word as *const Header);
                if child.count() == 1 {
                    if child.meta() & (PLAIN | WEAKLY_REFERENCED | FINALIZE) != PLAIN {
                        (*object).set_count(index);
                        return false;
                    }
                    child.set_count(0);
                    Heap::free(NonNull::from(child).cast());
                } else {
                    let _ = child.decrement();
                }
            }
            *slot = 0;
            slot = slot.wrapping_offset(step);
            index += 1;
        }
        (*object).set_count(index);
        true
    }
}

/// As [`drop_run`] from the first slot on, with looks in between at whether to hurry: false then, too.
#[inline(never)]
unsafe fn drop_many<D: Destructor>(
    object: *mut Header,
    slots: *mut u64,
    len: u32,
    step: isize,
    destructor: &mut D,
) -> bool {
    let mut from = 0;
    while from < len {
        let to = len.min(from.saturating_add(LOOK));
        // SAFETY: as there.
        if !unsafe { drop_run(object, slots, from, to, step) } || to < len && destructor.is_hurried() {
            return false;
        }
        from = to;
    }
    true
}

/// The zero list as it was before memory had to be found in the middle of native code: nothing on it may be destroyed
/// yet, as native code may still look at it.
pub(crate) struct Deferring {
    head: u32,
    tail: u32,
}

impl Deferring {
    /// Takes the list.
    ///
    /// # Safety
    /// The heap is alive and has a world.
    pub(crate) unsafe fn set_aside(heap: NonNull<Heap>) -> Deferring {
        // SAFETY: the caller's promise.
        unsafe {
            let world = &*(*heap.as_ptr()).client.cast::<World>();
            Deferring { head: std::mem::take(&mut (*heap.as_ptr()).zero_head), tail: world.zero_tail.get() }
        }
    }
}

/// What destroys while no Python may run and native code is at work: whatever needs Python, or has more to give back
/// than memory, waits on the zero list.
struct NoPython;

impl Destructor for NoPython {
    const DEFERS: bool = true;

    fn finalize(&mut self, _: NonNull<Header>) {}

    fn clear_weak_references(&mut self, _: NonNull<Header>) {}
}

/// As [`go_on`], in the middle of native code: what has a finalizer or weak references waits on the zero list.
///
/// # Safety
/// As for [`drain`]; nothing that was left may still be looked at.
pub unsafe fn go_on_without_python(heap: NonNull<Heap>) {
    // SAFETY: the caller's promise.
    unsafe { go_on(heap, &mut NoPython) }
}

/// As [`drain`], but what has a finalizer or weak references waits until the next one, behind what was set aside.
///
/// # Safety
/// As for `drain`.
pub(crate) unsafe fn drain_deferring(heap: NonNull<Heap>, aside: Deferring) {
    // SAFETY: what joins the list meanwhile waits for Python; the list set aside is put back in front.
    unsafe {
        let world = &*(*heap.as_ptr()).client.cast::<World>();
        let mut link = std::mem::take(&mut (*heap.as_ptr()).zero_head);
        while link != 0 {
            let object = (*heap.as_ptr()).expand(link).cast::<Header>();
            link = object.as_ref().count();
            object.as_ref().set_count(0);
            destroy(heap, object, &mut NoPython);
        }
        if aside.head == 0 {
            return;
        }
        let later = std::mem::replace(&mut (*heap.as_ptr()).zero_head, aside.head);
        if later == 0 {
            world.zero_tail.set(aside.tail);
        } else {
            (*heap.as_ptr()).expand(aside.tail).cast::<Header>().as_ref().set_count(later);
        }
    }
}

/// Dead objects with empty slots, linked through their counts: nothing is left to do but to give their memory back.
#[derive(Default)]
pub(crate) struct Emptied(u32);

impl Emptied {
    /// Takes an object in.
    ///
    /// # Safety
    /// It is dead, its slots are empty, it has neither finalizer nor weak references, and it is no class.
    #[inline(always)]
    pub(crate) unsafe fn push(&mut self, object: NonNull<Header>) {
        // SAFETY: the caller's object.
        unsafe {
            object.as_ref().set_count(self.0);
            self.0 = Heap::compress(object.cast());
        }
    }

    /// Frees them all. Classes that die with their last instance join the zero list.
    ///
    /// # Safety
    /// The heap is theirs.
    pub(crate) unsafe fn free(self, heap: NonNull<Heap>) {
        // SAFETY: linked objects are still there.
        unsafe {
            let world = &*(*heap.as_ptr()).client.cast::<World>();
            let mut link = self.0;
            while link != 0 {
                let object = (*heap.as_ptr()).expand(link).cast::<Header>();
                link = object.as_ref().count();
                finish(heap, world, object.as_ptr());
            }
        }
    }
}

/// Finalizer and weak references; false when the object lives again.
unsafe fn begin<D: Destructor>(object: NonNull<Header>, destructor: &mut D) -> bool {
    // SAFETY: the object's memory is valid; only the destructor can reach it, with the one reference lent to it.
    unsafe {
        let header = object.as_ref();
        if D::DEFERS {
            let world = world_of(object.as_ptr());
            if header.has(FINALIZE | WEAKLY_REFERENCED) || !world.kinds[usize::from(kind_of(object.as_ptr()))].quiet {
                join_zero_list(object);
                return false;
            }
        }
        if header.meta() & (FINALIZE | WEAKLY_REFERENCED) != 0 {
            header.clear(DYING);
        }
        if header.has(FINALIZE) {
            header.set_count(1);
            destructor.finalize(object);
            let header = object.as_ref();
            if !header.decrement() {
                return false;
            }
        }
        if object.as_ref().has(WEAKLY_REFERENCED) {
            object.as_ref().set_count(1);
            destructor.clear_weak_references(object);
            if !object.as_ref().decrement() {
                return false;
            }
        }
        object.as_ref().set(DYING);
        object.as_ref().set_count(0);
        true
    }
}

/// Destroys a dead object, and what dies with it; false when a part of that was left.
unsafe fn destroy<D: Destructor>(heap: NonNull<Heap>, root: NonNull<Header>, destructor: &mut D) -> bool {
    // SAFETY: the root is dead; it is reachable from nowhere when it begins.
    unsafe {
        if !begin(root, destructor) {
            return true;
        }
        let world = &*(*heap.as_ptr()).client.cast::<World>();
        if drop_shared(world, root.as_ptr(), destructor) {
            finish(heap, world, root.as_ptr());
            return true;
        }
        walk(heap, world, root, destructor)
    }
}

/// Destroys what `root` has left, which begins with the slot that its count tells, and what dies with it; false when a
/// part of that was left.
unsafe fn walk<D: Destructor>(heap: NonNull<Heap>, world: &World, root: NonNull<Header>, destructor: &mut D) -> bool {
    // SAFETY: the caller's object.
    unsafe { walk_from(heap, world, Walk { current: root, parent: std::ptr::null_mut() }, destructor) }
}

/// Goes on with a walk; false when it was left again.
#[inline(never)]
unsafe fn walk_from<D: Destructor>(heap: NonNull<Heap>, world: &World, walk: Walk, destructor: &mut D) -> bool {
    // SAFETY: every object on the path is dead: reachable through the path's own links only. Slots are owned
    // by their object, so taking a word out of one moves its count here.
    unsafe {
        let (mut current, mut parent) = (walk.current.as_ptr(), walk.parent);
        let mut looks = LOOK;
        loop {
            looks -= 1;
            if looks == 0 {
                looks = LOOK;
                let walk = Walk { current: NonNull::new_unchecked(current), parent };
                if destructor.is_hurried() && world.unfinished.leave(walk) {
                    return false;
                }
            }
            let slot = slot_of(world, current, (*current).count());
            if slot.is_null() {
                finish(heap, world, current);
                if parent.is_null() {
                    return true;
                }
                current = parent;
                let link = slot_of(world, current, (*current).count() - 1).cast::<*mut Header>();
                parent = *link;
                *link = std::ptr::null_mut();
                continue;
            }
            (*current).set_count((*current).count() + 1);
            let word = *slot.cast::<u64>();
            *slot.cast::<u64>() = 0;
            if word & 3 != 0 || word == 0 {
                continue;
            }
            let child = NonNull::new_unchecked(word as *mut Header);
            if !child.as_ref().decrement() {
                continue;
            }
            if child.as_ref().meta() & (PLAIN | WEAKLY_REFERENCED | FINALIZE) == PLAIN {
                Heap::free(child.cast());
                continue;
            }
            if begin(child, destructor) {
                if drop_shared(world, child.as_ptr(), destructor) {
                    finish(heap, world, child.as_ptr());
                    continue;
                }
                *slot.cast::<*mut Header>() = parent;
                parent = current;
                current = child.as_ptr();
            }
        }
    }
}

/// Slot `index` of any object in a heap: instance attributes first, as subtype_dealloc clears them before the
/// base's payload, then the kind's own.
///
/// # Safety
/// `object` is an object of the heap that `world` belongs to, alive or dying.
#[inline]
#[must_use]
pub unsafe fn slot_of(world: &World, object: *mut Header, index: u32) -> *mut Slot {
    // SAFETY: the kind says which struct it is; the shape says how many instance slots there are.
    unsafe {
        let number = (*object).shape();
        if number < BUILTIN_SHAPES {
            return (world.kinds[number as usize].slot)(object, index);
        }
        let shape = world.shapes.get(number);
        let attributes = shape.slot_count();
        let info = &world.kinds[shape.kind as usize];
        if index < attributes {
            return shape.slot_address(object, index, info.size);
        }
        (info.slot)(object, index - attributes)
    }
}

/// Gives back what an object has left when all its slots are empty: its buffers and its block.
#[inline(always)]
unsafe fn finish(heap: NonNull<Heap>, world: &World, object: *mut Header) {
    // SAFETY: the object is dead and all its slots are empty.
    unsafe {
        let number = (*object).shape();
        if number >= BUILTIN_SHAPES {
            return finish_instance(heap, world, object);
        }
        let info = &world.kinds[number as usize];
        if let Some(finish) = info.finish {
            finish(object);
        }
        if matches!(info.page, PageKind::Container) {
            (*heap.as_ptr()).container_gone();
        }
        Heap::free(NonNull::new_unchecked(object).cast());
    }
}

#[inline(never)]
unsafe fn finish_instance(heap: NonNull<Heap>, world: &World, object: *mut Header) {
    // SAFETY: as for `finish`; the class is alive as long as it has instances.
    unsafe {
        let shape = world.shapes.get((*object).shape());
        let info = &world.kinds[shape.kind as usize];
        shape.free_overflow(object, info.size);
        let class = shape.class.get();
        if let Some(finish) = info.finish {
            finish(object);
        }
        (*heap.as_ptr()).container_gone();
        Heap::free(NonNull::new_unchecked(object).cast());
        if let Some(class) = NonNull::new(class)
            && class.as_ref().decrement()
        {
            at_zero(class);
        }
    }
}
