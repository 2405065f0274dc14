//! The end of an interpreter: everything that is not immortal dies, cycles too, without running Python.

use std::ptr::NonNull;

use pitviper_heap::{Heap, Kinds};

use crate::destroy::{Destructor, drain, join_zero_list, slot_of};
use crate::header::{FINALIZE, Header, WEAKLY_REFERENCED};
use crate::object::World;

struct NoPython;

impl Destructor for NoPython {
    fn finalize(&mut self, _: NonNull<Header>) {}

    fn clear_weak_references(&mut self, _: NonNull<Header>) {}
}

/// Frees all objects that are not immortal. Finalizers have run; immortal objects lose what they hold of
/// mortal ones. Needs no memory.
///
/// # Safety
/// No value outside the heap's objects owns a mortal object, and nothing uses the interpreter's objects afterwards.
pub unsafe fn sweep(heap: NonNull<Heap>) {
    // SAFETY: objects are only touched through their headers and slots; nothing is freed before the last step.
    unsafe {
        let world = &*(*heap.as_ptr()).client.cast::<World>();
        each(heap, |object| {
            if !(*object).is_immortal() {
                (*object).clear(FINALIZE | WEAKLY_REFERENCED);
                (*object).set_count((*object).count() + 1);
            }
        });
        each(heap, |object| {
            for index in 0.. {
                let slot = slot_of(world, object, index);
                if slot.is_null() {
                    return;
                }
                let word = *slot.cast::<u64>();
                if word & 3 == 0 && word != 0 {
                    let header = &*(word as *const Header);
                    if !header.is_immortal() {
                        *slot.cast::<u64>() = 0;
                        let _ = header.decrement();
                    }
                }
            }
        });
        each(heap, |object| {
            if !(*object).is_immortal() && (*object).decrement() {
                join_zero_list(NonNull::new_unchecked(object));
            }
        });
        drain(heap, &mut NoPython);
    }
}

unsafe fn each(heap: NonNull<Heap>, mut visit: impl FnMut(*mut Header)) {
    // SAFETY: the caller's promise.
    unsafe {
        (*heap.as_ptr()).visit_blocks(Kinds::OBJECTS, &mut |block| visit(block.address.as_ptr().cast()));
    }
}
