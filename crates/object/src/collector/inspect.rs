//! What the collector's tools show: containers, generations, references.

use pitviper_heap::{Heap, Kind};

use super::FROZEN;
use crate::destroy::slot_of;
use crate::header::{BUILTIN_SHAPES, DYING, GENERATION, GENERATION_SHIFT, Header, MARK, PLAIN, TRACKED};
use crate::object::{World, world_of};
use crate::value::Value;

/// Whether the collector looks at an object, or would if it were neither frozen nor immortal.
#[must_use]
pub fn is_tracked(object: &Header) -> bool {
    is_container(object) && object.has(TRACKED) || is_frozen(object)
}

/// Whether `gc.freeze` set it aside.
#[must_use]
pub fn is_frozen(object: &Header) -> bool {
    !object.is_immortal() && !object.has(TRACKED) && object.generation() == FROZEN && is_container(object)
}

/// Whether an object is of those that may hold references.
#[must_use]
pub fn is_container(object: &Header) -> bool {
    if object.shape() >= BUILTIN_SHAPES {
        return true;
    }
    // SAFETY: what is not plain lives in a heap, unlike the singletons.
    !object.has(PLAIN)
        && unsafe {
            world_of(std::ptr::from_ref(object).cast_mut()).kinds[object.shape() as usize].page == Kind::Container
        }
}

/// Calls `f` with every tracked or frozen container that is neither dying nor garbage whose finalizers run.
pub fn each_container(heap: &Heap, mut f: impl FnMut(&Header)) {
    while_containers(heap, |object| {
        f(object);
        true
    });
}

/// As [`each_container`]; behind the page in which `f` says that it is enough nothing is shown any more.
pub fn while_containers(heap: &Heap, mut f: impl FnMut(&Header) -> bool) {
    let mut goes_on = true;
    for page in heap.pages(Kind::Container) {
        page.visit(&mut |block| {
            // SAFETY: the visitor gives live objects.
            let object = unsafe { block.address.cast::<Header>().as_ref() };
            if !object.has(DYING | MARK) && !object.is_immortal() && is_tracked(object) {
                goes_on &= f(object);
            }
        });
        if !goes_on {
            return;
        }
    }
}

/// Sets everything tracked aside.
pub fn freeze(heap: &Heap) {
    each_container(heap, |object| {
        object.clear(TRACKED);
        object.set(FROZEN << GENERATION_SHIFT);
    });
}

/// Takes what was set aside back, as old.
pub fn unfreeze(heap: &Heap) {
    each_container(heap, |object| {
        if is_frozen(object) {
            object.clear(GENERATION);
            object.set(TRACKED | 2 << GENERATION_SHIFT);
        }
    });
}

/// Calls `f` with each value that a live object refers to: slots in the order in which they are dropped (tuples and
/// lists last item first), then the class of an instance of a Python class.
///
/// # Safety
/// `object` is a live object of the heap of `world`; `f` changes no slot.
pub unsafe fn each_reference(world: &World, object: *mut Header, mut f: impl FnMut(&Value)) {
    // SAFETY: slots own live values; the class lives as long as its instance, which counts it.
    unsafe {
        for index in 0.. {
            let slot = slot_of(world, object, index);
            if slot.is_null() {
                break;
            }
            if let Some(value) = &*slot {
                f(value);
            }
        }
        if (*object).shape() >= BUILTIN_SHAPES {
            let class = world.shapes.get((*object).shape()).class.get();
            if let Some(class) = std::ptr::NonNull::new(class) {
                f(&std::mem::ManuallyDrop::new(Value::from_owned(class)));
            }
        }
    }
}
