//! `bytearray`: bytes that can be changed, in a buffer of their own.
//!
//! ```text
//! header 8 | buffer 8 | start 8 | length 8 | room 8 | exports 8
//! ```
//! The bytes begin `start` bytes into the buffer, so that taking some from the front moves nothing. While the
//! buffer is exported (a `memoryview` looks at it), the length cannot change.

mod change;
mod methods;
mod operators;
mod spec;

pub use spec::SPEC;

use std::cell::Cell;
use std::ptr::NonNull;

use pitviper_object::{Header, Heap, Obj, OutOfMemory, PageKind, object};

use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::bytes::BytesBuilder;

/// A byte array.
#[repr(C)]
pub struct ByteArray {
    /// Count, shape, flags.
    pub header: Header,
    buffer: Cell<*mut u8>,
    start: Cell<usize>,
    len: Cell<usize>,
    room: Cell<usize>,
    exports: Cell<usize>,
}

object!(ByteArray, kinds::BYTEARRAY);

/// `KindInfo::finish`.
///
/// # Safety
/// `object` is a dying `ByteArray`.
pub unsafe fn finish(object: *mut Header) {
    // SAFETY: the buffer is the array's own.
    unsafe {
        if let Some(buffer) = NonNull::new((*object.cast::<ByteArray>()).buffer.get()) {
            Heap::free(buffer);
        }
    }
}

impl ByteArray {
    /// The bytes, good until the array is changed: no Python may run while they are looked at.
    #[inline(always)]
    #[must_use]
    pub fn as_slice(&self) -> &[u8] {
        let buffer = self.buffer.get();
        if buffer.is_null() {
            return &[];
        }
        // SAFETY: `len` bytes are there.
        unsafe { std::slice::from_raw_parts(buffer.add(self.start.get()), self.len.get()) }
    }

    /// Number of bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len.get()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len.get() == 0
    }

    /// Bytes that the buffer has.
    #[must_use]
    pub fn room(&self) -> usize {
        self.room.get()
    }

    /// Where the bytes are.
    fn place(&self) -> *mut u8 {
        let buffer = self.buffer.get();
        if buffer.is_null() {
            return NonNull::dangling().as_ptr();
        }
        // SAFETY: inside the buffer or at its end.
        unsafe { buffer.add(self.start.get()) }
    }

    /// `array[index] = byte` for words that are inline ints within range; false when it is anything else.
    #[inline]
    pub(crate) fn put(&self, index: u64, byte: u64) -> bool {
        let (at, value) = (index >> 2, byte >> 2);
        let fits = index & byte & 3 == 3 && at < self.len.get() as u64 && value < 256;
        if fits {
            self.set(at as usize, value as u8);
        }
        fits
    }

    /// Writes one byte in place.
    pub fn set(&self, index: usize, byte: u8) {
        if index < self.len.get() {
            // SAFETY: within the bytes.
            unsafe { self.place().add(index).write(byte) }
        }
    }

    /// Writes bytes in place from `index` on; what would lie behind the end is left out. `data` may be a part of
    /// the same array.
    pub fn write_at(&self, index: usize, data: &[u8]) {
        let count = self.len.get().saturating_sub(index).min(data.len());
        if count > 0 {
            // SAFETY: within the bytes; copying allows overlap.
            unsafe { self.place().add(index).copy_from(data.as_ptr(), count) }
        }
    }

    /// The buffer may not move or change its length from now on.
    pub fn export(&self) {
        self.exports.set(self.exports.get() + 1);
    }

    /// Ends what [`ByteArray::export`] began.
    pub fn release(&self) {
        self.exports.set(self.exports.get().saturating_sub(1));
    }

    fn check_exports(&self, vm: &mut Vm) -> PyResult<()> {
        if self.exports.get() > 0 {
            return Err(exported(vm));
        }
        Ok(())
    }

    /// Room for `len` bytes behind `start`; all bytes keep their place in the sequence.
    fn reserve(&self, heap: &mut Heap, len: usize) -> Result<(), OutOfMemory> {
        if len > isize::MAX as usize {
            return Err(OutOfMemory);
        }
        if self.start.get() + len <= self.room.get() {
            return Ok(());
        }
        // SAFETY: the bytes are moved inside the buffer, or along with it.
        unsafe {
            if let Some(buffer) = NonNull::new(self.buffer.get()) {
                if self.start.get() > 0 {
                    buffer.as_ptr().copy_from(self.place(), self.len.get());
                    self.start.set(0);
                }
                // Without slack behind it, a queue would be moved at every step.
                if len > self.room.get() || self.room.get() - len < len / 8 {
                    let roomy = len + len / 8 + 8;
                    let (block, got) = heap.realloc_roomy(buffer, PageKind::Raw, self.len.get(), roomy, len)?;
                    self.buffer.set(block.as_ptr());
                    self.room.set(got);
                }
            } else {
                self.buffer.set(heap.alloc(PageKind::Raw, len)?.as_ptr());
                self.start.set(0);
                self.room.set(len);
            }
        }
        Ok(())
    }

    /// Gives back room that is far more than needed.
    fn trim(&self, heap: &mut Heap) {
        let Some(buffer) = NonNull::new(self.buffer.get()) else { return };
        let len = self.len.get();
        if len > self.room.get() / 2 {
            return;
        }
        // SAFETY: the bytes are moved to the front, then along with the buffer; freeing ends its use.
        unsafe {
            if len == 0 {
                Heap::free(buffer);
                self.buffer.set(std::ptr::null_mut());
                self.start.set(0);
                self.room.set(0);
                return;
            }
            if self.start.get() > 0 {
                buffer.as_ptr().copy_from(self.place(), len);
                self.start.set(0);
            }
            if let Ok(block) = heap.realloc(buffer, PageKind::Raw, len, len) {
                self.buffer.set(block.as_ptr());
                self.room.set(len);
            }
        }
    }

    /// Takes over a builder's buffer.
    fn take(&self, builder: BytesBuilder) {
        let (buffer, len, room) = builder.into_buffer();
        if let Some(old) = NonNull::new(self.buffer.get()) {
            // SAFETY: the array's own buffer, which is replaced right here.
            unsafe { Heap::free(old) };
        }
        self.buffer.set(buffer.map_or(std::ptr::null_mut(), NonNull::as_ptr));
        self.start.set(0);
        self.len.set(len);
        self.room.set(room);
    }
}

#[cold]
fn exported(vm: &mut Vm) -> Raised {
    vm.raise(Exc::BufferError, format_args!("Existing exports of data: object cannot be re-sized"))
}

fn empty(vm: &mut Vm) -> PyResult<Obj<ByteArray>> {
    Ok(Obj::create(
        &mut vm.heap,
        PageKind::Container,
        ByteArray {
            header: Header::new(u32::from(kinds::BYTEARRAY), 0),
            buffer: Cell::new(std::ptr::null_mut()),
            start: Cell::new(0),
            len: Cell::new(0),
            room: Cell::new(0),
            exports: Cell::new(0),
        },
    )?)
}

/// A byte array of these bytes.
///
/// # Errors
/// `MemoryError`.
pub fn create(vm: &mut Vm, data: &[u8]) -> PyResult {
    let array = empty(vm)?;
    change::splice(vm, &array, 0..0, data)?;
    Ok(array.into_value())
}

/// A byte array that takes over a builder's buffer.
///
/// # Errors
/// `MemoryError`.
pub fn from_builder(vm: &mut Vm, builder: BytesBuilder) -> PyResult {
    let array = empty(vm)?;
    array.take(builder);
    Ok(array.into_value())
}
