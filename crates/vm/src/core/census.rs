//! What the layer that observes asks of objects: their type's name, and what code takes.

use pitviper_heap::Kinds;
use pitviper_object::header::BUILTIN_SHAPES;
use pitviper_object::object::World;
use pitviper_object::{Header, Heap};

use crate::core::registry;
use crate::core::vm::Vm;
use crate::types::code::CodeObject;
use crate::types::typ::Type;

/// The type of an object.
#[derive(Clone, Copy, Debug)]
pub enum Label {
    /// A builtin type.
    Kind(u8),
    /// A class made by a program, or an exception class.
    Class(*const Type),
}

impl Label {
    /// A number that tells types apart while they live; never 0.
    #[must_use]
    pub fn key(self) -> u64 {
        match self {
            Label::Kind(kind) => u64::from(kind) + 1,
            Label::Class(class) => class as u64,
        }
    }

    /// Gives `write` the type's name.
    pub fn write_name(self, write: &mut dyn FnMut(&str)) {
        match self {
            Label::Kind(kind) => write(registry::kind_name(kind)),
            // SAFETY: the label is used while an instance, and so its class, is alive.
            Label::Class(class) => write(unsafe { &*class }.name().as_ascii().unwrap_or("(non-ASCII name)")),
        }
    }
}

/// The type of an object.
///
/// # Safety
/// `object` is an object of the heap that `world` belongs to.
#[must_use]
pub unsafe fn label(world: &World, object: *mut Header) -> Label {
    // SAFETY: the caller's promise; shapes from BUILTIN_SHAPES on are in the table.
    unsafe {
        let shape = (*object).shape();
        if shape < BUILTIN_SHAPES {
            Label::Kind(shape as u8)
        } else {
            Label::Class(world.shapes.get(shape).class.get().cast())
        }
    }
}

/// Bytes of all live code: shared parts, this interpreter's instructions, constants and names.
#[must_use]
pub fn code_bytes(vm: &Vm) -> usize {
    let mut bytes = 0;
    vm.heap.visit_blocks(Kinds::OBJECTS, &mut |block| {
        let header = block.address.cast::<Header>();
        // SAFETY: the visitor gives live objects; the kind says which struct.
        unsafe {
            if header.as_ref().shape() == u32::from(crate::core::kinds::CODE) {
                bytes += header.cast::<CodeObject>().as_ref().buffer_bytes();
            }
        }
    });
    bytes
}

/// Bytes of a buffer, 0 for none.
pub(crate) fn usable<T>(buffer: *mut T) -> usize {
    match std::ptr::NonNull::new(buffer) {
        // SAFETY: a buffer is a block of a heap.
        Some(buffer) => unsafe { Heap::usable_size(buffer.cast()) },
        None => 0,
    }
}
