//! Whether counts are right: a debugging tool, exact, in host memory, that changes nothing.
#![expect(clippy::disallowed_types, reason = "tables of a debugging tool, never built while a program is served")]

use std::collections::HashMap;
use std::fmt;

use pitviper_heap::{Heap, Kinds};

use crate::destroy::slot_of;
use crate::header::{BUILTIN_SHAPES, Header};
use crate::object::{World, kind_of};
use crate::value::Value;

/// An object whose count is not the number of references to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// Where it is.
    pub address: usize,
    /// Which struct it is.
    pub kind: u8,
    /// What its header says.
    pub count: u32,
    /// How many slots refer to it.
    pub references: u32,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Mismatch { address, kind, count, references } = self;
        write!(f, "object at {address:#x} of kind {kind}: count {count}, references {references}")
    }
}

/// Checks that the count of each object equals the references that exist: slots of objects, classes of
/// instances, names in shapes, and what `roots` shows. To be called at rest: no native call on the way, the
/// zero list empty.
///
/// # Errors
/// The first object found with another count.
///
/// # Panics
/// Never.
#[expect(clippy::type_complexity, reason = "a visitor of roots, as the collector's")]
pub fn verify_counts(
    heap: &Heap,
    roots: &mut dyn FnMut(&mut dyn FnMut(&Value)),
    mut describe: impl FnMut(*mut Header, Mismatch),
) -> Result<(), Mismatch> {
    let mut references: HashMap<u64, u32> = HashMap::new();
    // SAFETY: the heap has a world for as long as it holds objects.
    let world = unsafe { &*heap.client.cast::<World>() };
    let mut note = |value: &Value| {
        if let Some(pointer) = value.as_ptr() {
            *references.entry(pointer.as_ptr() as u64).or_default() += 1;
        }
    };
    roots(&mut note);
    world.shapes.visit_keys(&mut note);
    heap.visit_blocks(Kinds::OBJECTS, &mut |block| {
        let object = block.address.as_ptr().cast::<Header>();
        // SAFETY: the visitor gives live objects; slots are only read.
        unsafe {
            for index in 0.. {
                let slot = slot_of(world, object, index);
                if slot.is_null() {
                    break;
                }
                if let Some(value) = &*slot
                    && let Some(pointer) = value.as_ptr()
                {
                    *references.entry(pointer.as_ptr() as u64).or_default() += 1;
                }
            }
            if (*object).shape() >= BUILTIN_SHAPES {
                *references.entry(world.shapes.get((*object).shape()).class.get() as u64).or_default() += 1;
            }
        }
    });
    let mut first = None;
    heap.visit_blocks(Kinds::OBJECTS, &mut |block| {
        let object = block.address.as_ptr().cast::<Header>();
        // SAFETY: as above.
        let (count, immortal, kind) = unsafe { ((*object).count(), (*object).is_immortal(), kind_of(object)) };
        let found = references.get(&(object as u64)).copied().unwrap_or(0);
        if !immortal && count != found {
            let mismatch = Mismatch { address: object as usize, kind, count, references: found };
            describe(object, mismatch);
            first = first.or(Some(mismatch));
        }
    });
    first.map_or(Ok(()), Err)
}
