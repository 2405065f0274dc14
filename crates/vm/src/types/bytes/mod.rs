//! `bytes`: immutable bytes. Most methods serve `bytearray` as well: the receiver decides what comes out.
//!
//! ```text
//! header 8 | length 8 | bytes …
//! ```
//! [`borrow`] sees the bytes of everything bytes-like. What it gives of a `bytearray` is good only until Python
//! runs: take arguments apart first, borrow last.

mod arguments;
mod builder;
mod case;
mod edit;
mod hex;
mod new;
mod operators;
mod percent;
mod search;
mod spec;
mod split;

pub use arguments::{buffer_argument, byte_argument, like, required};
pub use builder::BytesBuilder;
pub use new::collect;
pub use spec::SPEC;

pub(crate) use hex::{bytearray_from_hex, hex};
pub(crate) use new::{count, encoded, zeros};
pub(crate) use operators::{compare, contains, index_of, repeat_length, str};
pub(crate) use percent::format_bytes;
pub(crate) use spec::{SHARED, with_shared};

use std::ptr::NonNull;

use pitviper_object::header::PLAIN;
use pitviper_object::{Header, Heap, Object, OutOfMemory, PageKind, Slot, Traverse, Value};

use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::modules::array::{self, Array};
use crate::modules::{ctypes, pickle};
use crate::types::bytearray::ByteArray;
use crate::types::portions;
use crate::types::typ::Type;

/// A bytes object. The bytes follow.
#[repr(C)]
pub struct Bytes {
    /// Count, shape, flags.
    pub header: Header,
    len: usize,
}

// SAFETY: bytes have no slots.
unsafe impl Traverse for Bytes {
    unsafe fn slot(_: *mut Header, _: u32) -> *mut Slot {
        std::ptr::null_mut()
    }
}

// SAFETY: repr(C), header first; BYTES objects are made here only.
unsafe impl Object for Bytes {
    const KIND: u8 = kinds::BYTES;
}

/// `KindInfo::size`.
///
/// # Safety
/// `object` is a `Bytes`.
pub unsafe fn size(object: *mut Header) -> usize {
    // SAFETY: the caller's promise.
    size_of::<Bytes>() + unsafe { (*object.cast::<Bytes>()).len }
}

impl Bytes {
    /// The bytes.
    #[inline(always)]
    #[must_use]
    pub fn as_slice(&self) -> &[u8] {
        // SAFETY: `len` bytes follow the struct.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).add(1).cast(), self.len) }
    }

    /// Number of bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether it is no instance of a subclass.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.header.shape() == u32::from(kinds::BYTES)
    }

    /// A new object of `len` bytes, whose bytes are still to be written.
    fn allocate(heap: &mut Heap, len: usize) -> Result<NonNull<Bytes>, OutOfMemory> {
        let size = len.checked_add(size_of::<Bytes>()).ok_or(OutOfMemory)?;
        let block = heap.alloc(PageKind::Leaf, size)?.cast::<Bytes>();
        // SAFETY: the block is fresh and big enough.
        unsafe { block.write(Bytes { header: Header::new(u32::from(kinds::BYTES), PLAIN), len }) };
        Ok(block)
    }

    /// A new object.
    ///
    /// # Errors
    /// When the heap is at its limit.
    pub fn create(heap: &mut Heap, data: &[u8]) -> Result<Value, OutOfMemory> {
        Bytes::create_with(heap, data.len(), |heap, place| {
            // SAFETY: room for so many bytes.
            unsafe { portions::copy(heap, data.as_ptr(), place, data.len()) }
        })
    }

    /// A new object of `len` bytes. `fill` writes them, a portion at a time: it says how many of those it is given, zeros
    /// until then, it wrote, and nothing when it has no more.
    ///
    /// # Errors
    /// When the heap is at its limit.
    pub fn create_filled(
        heap: &mut Heap,
        len: usize,
        mut fill: impl FnMut(&mut [u8]) -> usize,
    ) -> Result<Value, OutOfMemory> {
        Bytes::create_with(heap, len, |heap, place| {
            let mut at = 0;
            while at < len {
                if at > 0 && heap.is_hurried() {
                    return Err(OutOfMemory);
                }
                let count = (len - at).min(portions::BYTES);
                // SAFETY: room for so many bytes, nobody else's yet.
                let written = unsafe {
                    let place = place.add(at);
                    place.write_bytes(0, count);
                    fill(std::slice::from_raw_parts_mut(place, count))
                };
                at += if written == 0 { count } else { written.min(count) };
            }
            Ok(())
        })
    }

    /// A new object of `len` bytes, all of which `write` writes.
    fn create_with(
        heap: &mut Heap,
        len: usize,
        write: impl FnOnce(&mut Heap, *mut u8) -> Result<(), OutOfMemory>,
    ) -> Result<Value, OutOfMemory> {
        let block = Bytes::allocate(heap, len)?;
        // SAFETY: the bytes behind the struct are inside the block, whose one reference is this value's.
        unsafe {
            let made = Value::from_owned(block.cast());
            write(heap, block.add(1).cast().as_ptr())?;
            Ok(made)
        }
    }
}

/// The bytes of a bytes-like object: `bytes`, `bytearray`, `memoryview` without gaps, `array`.
#[inline]
#[must_use]
pub fn borrow(value: &Value) -> Option<&[u8]> {
    match value.kind() {
        kinds::BYTES => value.downcast::<Bytes>().map(Bytes::as_slice),
        kinds::BYTEARRAY => value.downcast::<ByteArray>().map(ByteArray::as_slice),
        kinds::MEMORY_VIEW => crate::types::memoryview::contiguous(value),
        array::kind::ARRAY => value.downcast::<Array>().map(Array::as_slice),
        pickle::kind::PICKLE_BUFFER => pickle::buffer::contiguous(value),
        ctypes::kind::MEMORY => ctypes::contiguous(value),
        _ => None,
    }
}

/// Bytes of a class: an exact object, or an instance of a Python subclass.
///
/// # Errors
/// `MemoryError`.
pub fn instance_of(vm: &mut Vm, class: &Type, data: &[u8]) -> PyResult {
    if class.root.get() == 0 {
        return vm.new_bytes(data);
    }
    let size = data.len().checked_add(size_of::<Bytes>()).ok_or(OutOfMemory)?;
    let block = vm.allocate_instance(class, size)?.cast::<Bytes>();
    // SAFETY: the block has room for the bytes behind the struct, and is nobody else's yet.
    unsafe {
        (*block.as_ptr()).len = data.len();
        let made = Value::from_owned(block.cast());
        portions::copy(&mut vm.heap, data.as_ptr(), block.add(1).cast::<u8>().as_ptr(), data.len())?;
        Ok(made)
    }
}

impl Vm {
    /// New bytes; those of length 0 and 1 are shared, as in CPython.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new_bytes(&mut self, data: &[u8]) -> PyResult {
        match data {
            [] | [_] => crate::core::registry::short_bytes(self, data.first().copied()),
            _ => Ok(Bytes::create(&mut self.heap, data)?),
        }
    }
}
