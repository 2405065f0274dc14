//! `array`: numbers of one machine type, one behind the other.
//!
//! ```text
//! header 8 | buffer 8 | items 8 | room 8 | exports 8 | typecode 1
//! ```
//! The items are in a raw heap block. While a `memoryview` looks at them their number cannot change. What converts a
//! value may run Python: places are looked up again afterwards.

mod build;
mod item;
mod iterator;
mod methods;
mod pickle;
mod sequence;
mod spec;

use std::cell::Cell;
use std::ops::Range;
use std::ptr::NonNull;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Heap, Obj, OutOfMemory, PageKind, Value, object};

use crate::core::error::{Exc, PyResult};
use crate::core::module::ModuleSpec;
use crate::core::native::{Method, TypeSpec};
use crate::core::vm::Vm;
use crate::modules::builtins::put;
use crate::types::iterators::receiver;
use crate::types::portions;

/// Kinds of the types here.
pub mod kind {
    use crate::core::kinds::MODULE_KINDS as FIRST;

    /// `array.array`.
    pub const ARRAY: u8 = FIRST + 90;
    /// Its iterator.
    pub const ITERATOR: u8 = FIRST + 91;
}

/// The types.
pub static SPECS: &[&TypeSpec] = &[&spec::ARRAY, &iterator::SPEC];

/// An array.
#[repr(C)]
pub struct Array {
    /// Count, shape, flags.
    pub header: Header,
    buffer: Cell<*mut u8>,
    len: Cell<usize>,
    /// Bytes that the buffer has.
    room: Cell<usize>,
    exports: Cell<usize>,
    code: u8,
}

object!(Array, kind::ARRAY);

/// `KindInfo::finish`.
///
/// # Safety
/// `object` is a dying `Array`.
unsafe fn finish(object: *mut Header) {
    // SAFETY: the buffer is the array's own.
    unsafe {
        if let Some(buffer) = NonNull::new((*object.cast::<Array>()).buffer.get()) {
            Heap::free(buffer);
        }
    }
}

/// A receiver.
fn this(value: &Value) -> &Array {
    // SAFETY: the functions in the type's tables are only called with arrays.
    unsafe { receiver(value) }
}

/// What is done with items as words of their size.
struct Items {
    one: fn(&mut [u8]),
    two: fn(&mut [u16]),
    four: fn(&mut [u32]),
    eight: fn(&mut [u64]),
}

impl Items {
    /// Nothing.
    const NOTHING: Items = Items { one: |_| {}, two: |_| {}, four: |_| {}, eight: |_| {} };
}

impl Array {
    fn payload(code: u8) -> Array {
        Array {
            header: Header::new(u32::from(kind::ARRAY), TRACKED),
            buffer: Cell::new(std::ptr::null_mut()),
            len: Cell::new(0),
            room: Cell::new(0),
            exports: Cell::new(0),
            code,
        }
    }

    /// An empty array of a typecode.
    fn empty(vm: &mut Vm, code: u8) -> PyResult<Obj<Array>> {
        Ok(Obj::create(&mut vm.heap, PageKind::Container, Array::payload(code))?)
    }

    /// An array of a typecode with these bytes.
    fn of(vm: &mut Vm, code: u8, data: &[u8]) -> PyResult<Obj<Array>> {
        let array = Array::empty(vm, code)?;
        array.splice(vm, 0..0, data)?;
        Ok(array)
    }

    /// The typecode.
    #[must_use]
    pub fn code(&self) -> u8 {
        self.code
    }

    /// Bytes of one item.
    #[must_use]
    pub fn item_size(&self) -> usize {
        item::size(self.code)
    }

    /// Number of items.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len.get()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len.get() == 0
    }

    /// The bytes of the items, good until the array is changed: no Python may run while they are looked at.
    #[must_use]
    pub fn as_slice(&self) -> &[u8] {
        let buffer = self.buffer.get();
        if buffer.is_null() {
            return &[];
        }
        // SAFETY: `len` items are there.
        unsafe { std::slice::from_raw_parts(buffer, self.len.get() * self.item_size()) }
    }

    /// Writes bytes in place from byte `offset` on; what would lie behind the end is left out. `data` may be a part
    /// of the same array.
    pub fn write_at(&self, offset: usize, data: &[u8]) {
        let count = (self.len.get() * self.item_size()).saturating_sub(offset).min(data.len());
        if count > 0 {
            // SAFETY: within the bytes; copying allows overlap.
            unsafe { self.buffer.get().add(offset).copy_from(data.as_ptr(), count) }
        }
    }

    /// Changes all items in place.
    fn change(&self, by: Items) {
        let (buffer, len) = (self.buffer.get(), self.len.get());
        if buffer.is_null() {
            return;
        }
        // SAFETY: `len` items of the size are there, and a heap block is aligned for them; nobody looks at them meanwhile.
        unsafe {
            match self.item_size() {
                1 => (by.one)(std::slice::from_raw_parts_mut(buffer, len)),
                2 => (by.two)(std::slice::from_raw_parts_mut(buffer.cast(), len)),
                4 => (by.four)(std::slice::from_raw_parts_mut(buffer.cast(), len)),
                _ => (by.eight)(std::slice::from_raw_parts_mut(buffer.cast(), len)),
            }
        }
    }

    /// The bytes of one item.
    fn bytes_at(&self, index: usize) -> &[u8] {
        let size = self.item_size();
        self.as_slice().get(index * size..(index + 1) * size).unwrap_or(&[])
    }

    /// The number of items may not change from now on.
    pub fn export(&self) {
        self.exports.set(self.exports.get() + 1);
    }

    /// Ends what [`Array::export`] began.
    pub fn release(&self) {
        self.exports.set(self.exports.get().saturating_sub(1));
    }

    /// Room for `bytes` bytes.
    fn reserve(&self, heap: &mut Heap, bytes: usize) -> Result<(), OutOfMemory> {
        if bytes > isize::MAX as usize {
            return Err(OutOfMemory);
        }
        if bytes <= self.room.get() {
            return Ok(());
        }
        let (block, room) = match NonNull::new(self.buffer.get()) {
            None => (heap.alloc(PageKind::Raw, bytes)?, bytes),
            // SAFETY: the buffer is the array's own, and has `room` bytes.
            Some(old) => unsafe {
                heap.realloc_roomy(old, PageKind::Raw, self.room.get(), bytes + bytes / 8 + 16, bytes)?
            },
        };
        self.buffer.set(block.as_ptr());
        self.room.set(room);
        Ok(())
    }

    /// Gives back room that is far more than needed.
    fn trim(&self, heap: &mut Heap) {
        let Some(buffer) = NonNull::new(self.buffer.get()) else { return };
        let bytes = self.len.get() * self.item_size();
        if bytes > self.room.get() / 2 {
            return;
        }
        // SAFETY: the buffer is the array's own; freeing ends its use.
        unsafe {
            if bytes == 0 {
                Heap::free(buffer);
                self.buffer.set(std::ptr::null_mut());
                self.room.set(0);
            } else if let Ok(block) = heap.realloc(buffer, PageKind::Raw, bytes, bytes) {
                self.buffer.set(block.as_ptr());
                self.room.set(bytes);
            }
        }
    }

    /// Replaces the items in `range` (clipped) by those in `data`, whole items that are no part of the same array.
    ///
    /// # Errors
    /// BufferError when the length would change while the buffer is exported, `MemoryError`.
    fn splice(&self, vm: &mut Vm, range: Range<usize>, data: &[u8]) -> PyResult<()> {
        let size = self.item_size();
        let len = self.len.get();
        let end = range.end.min(len);
        let start = range.start.min(end);
        let added = data.len() / size;
        let Some(fresh) = (len - (end - start)).checked_add(added) else { return Err(vm.no_memory()) };
        if fresh != len {
            if self.exports.get() > 0 {
                let message = format_args!("cannot resize an array that is exporting buffers");
                return Err(vm.raise(Exc::BufferError, message));
            }
            let Some(bytes) = fresh.checked_mul(size) else { return Err(vm.no_memory()) };
            self.reserve(&mut vm.heap, bytes)?;
        }
        let buffer = self.buffer.get();
        if !buffer.is_null() {
            // SAFETY: the buffer has room for the longer of both lengths; what is moved and written lies within.
            unsafe {
                vm.worked(added * size / 64);
                if start == len {
                    portions::copy(&mut vm.heap, data.as_ptr(), buffer.add(start * size), added * size)?;
                } else {
                    if fresh != len {
                        let moved = (len - end) * size;
                        vm.worked(moved / 64);
                        buffer.add((start + added) * size).copy_from(buffer.add(end * size), moved);
                    }
                    buffer.add(start * size).copy_from(data.as_ptr(), added * size);
                }
            }
        }
        self.len.set(fresh);
        if fresh < len {
            self.trim(&mut vm.heap);
        }
        Ok(())
    }

    /// Appends one item.
    fn push(&self, vm: &mut Vm, value: &Value) -> PyResult<()> {
        let data = item::write(vm, self.code, value)?;
        self.splice(vm, self.len()..self.len(), &data[..self.item_size()])
    }

    /// The item at `index`, if there is one.
    fn get(&self, vm: &mut Vm, index: usize) -> PyResult<Option<Value>> {
        match self.bytes_at(index) {
            [] => Ok(None),
            data => item::read(vm, self.code, data).map(Some),
        }
    }
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "array",
    doc: "This module defines an object type which can efficiently represent\nan array of basic values: characters, integers, floating-point\nnumbers.",
    functions: &[Method::new("_array_reconstructor", pickle::reconstruct, 4, 4).doc(
        "_array_reconstructor($module, arraytype, typecode, mformat_code, items,\n                     /)\n--\n\nInternal. Used for pickling support.",
    )],
    types: &[&spec::ARRAY],
    init: Some(|vm, module| {
        let class = vm.type_of_kind(kind::ARRAY).to_value();
        put(vm, &module.dict, "ArrayType", class)?;
        let codes = vm.new_str(item::CODES)?;
        put(vm, &module.dict, "typecodes", codes)
    }),
};
