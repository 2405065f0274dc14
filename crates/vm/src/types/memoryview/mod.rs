//! `memoryview`: a look at the memory of another object, without a copy.
//!
//! Only the first dimension is stored with its stride; further ones lie densely inside a row, since no operation
//! makes any other layout. All addresses are offsets into the exporter's bytes and checked against them, so that
//! nothing here is unsafe but the borrow itself. A view counts as an export of the object it looks at, whose length
//! then cannot change, until it is released or dies.

mod access;
mod attributes;
mod cast;
mod compare;
pub mod item;
mod iterator;
mod methods;
mod spec;

pub use iterator::ITERATOR;
pub use methods::{buffer, collect, release_buffer};
pub use spec::SPEC;

use std::cell::Cell;

use pitviper_object::header::{DYING, TRACKED};
use pitviper_object::{Header, Obj, Object, PageKind, Slot, Traverse, Value};

use crate::core::cell::ValueCell;
use crate::core::error::{PyResult, Raised};
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::modules::array::{self, Array};
use crate::modules::io::BinaryFile;
use crate::modules::{ctypes, pickle};
use crate::types::bytearray::ByteArray;
use crate::types::bytes::Bytes;
use crate::types::portions;
use crate::types::tuple::Tuple;
use crate::types::typ::Type;
use item::Format;

/// Where items lie.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// Offset of the first item in the exporter's bytes.
    pub start: usize,
    /// Rows: items of the first dimension; 1 without dimensions.
    pub rows: usize,
    /// Bytes from one row to the next.
    pub stride: isize,
    /// Bytes of a row that count: those of one item times the further dimensions.
    pub unit: usize,
    /// Format of the items.
    pub format: Format,
    /// Number of dimensions.
    pub dimensions: u8,
    /// Whether items cannot be written.
    pub readonly: bool,
}

impl Layout {
    /// Items of one row.
    fn per_row(&self) -> usize {
        self.unit / self.format.size().max(1)
    }

    /// Bytes that the items have in all.
    fn bytes(&self) -> usize {
        self.rows * self.unit
    }

    /// Offset of row `index`.
    fn row(&self, index: usize) -> usize {
        self.start.wrapping_add_signed(self.stride.wrapping_mul(index as isize))
    }

    /// Whether the items lie one behind the other.
    fn is_contiguous(&self) -> bool {
        self.rows < 2 || self.unit == 0 || self.stride == self.unit as isize
    }
}

/// A view.
#[repr(C)]
pub struct MemoryView {
    /// Count, shape, flags.
    pub header: Header,
    /// The object looked at; nothing once released.
    source: ValueCell,
    /// Sizes of the dimensions behind the first, a tuple.
    inner: Value,
    layout: Layout,
    /// Whether the object looked at knows of it.
    exported: Cell<bool>,
}

// SAFETY: two slots, each owning its count.
unsafe impl Traverse for MemoryView {
    unsafe fn slot(this: *mut Header, index: u32) -> *mut Slot {
        // SAFETY: the caller says that it is a view.
        unsafe {
            let view = this.cast::<MemoryView>();
            match index {
                0 => {
                    // A dying view gives the memory free while it still holds what it looks at.
                    if (*this).has(DYING) {
                        (*view).end_export();
                    }
                    (&raw mut (*view).source).cast()
                }
                1 => (&raw mut (*view).inner).cast(),
                _ => std::ptr::null_mut(),
            }
        }
    }
}

// SAFETY: repr(C), header first; the kind is made in this module only.
unsafe impl Object for MemoryView {
    const KIND: u8 = kinds::MEMORY_VIEW;
}

/// The bytes of an exporter.
fn base(source: &Value) -> &[u8] {
    match source.kind() {
        kinds::BYTES => source.downcast::<Bytes>().map_or(&[], Bytes::as_slice),
        kinds::BYTEARRAY => source.downcast::<ByteArray>().map_or(&[], ByteArray::as_slice),
        array::kind::ARRAY => source.downcast::<Array>().map_or(&[], Array::as_slice),
        // SAFETY: as with a byte array's bytes; the file does not resize or free them while it is exported.
        kinds::BINARY_FILE => source.downcast::<BinaryFile>().map_or(&[], |file| unsafe { file.contents() }),
        _ => &[],
    }
}

/// Writes bytes of an exporter; they must be there.
fn write(source: &Value, offset: usize, data: &[u8]) {
    if let Some(array) = source.downcast::<ByteArray>() {
        array.write_at(offset, data);
    } else if let Some(array) = source.downcast::<Array>() {
        array.write_at(offset, data);
    } else if let Some(file) = source.downcast::<BinaryFile>() {
        file.overwrite(offset, data);
    }
}

/// Tells an exporter that a view looks at it; whether it wants to know.
fn begin_export(source: &Value) -> bool {
    if let Some(array) = source.downcast::<ByteArray>() {
        array.export();
        return true;
    }
    if let Some(array) = source.downcast::<Array>() {
        array.export();
        return true;
    }
    if let Some(file) = source.downcast::<BinaryFile>() {
        file.export();
        return true;
    }
    false
}

/// Ends what [`begin_export`] began.
fn end_export(source: &Value) {
    if let Some(array) = source.downcast::<ByteArray>() {
        array.release();
    } else if let Some(array) = source.downcast::<Array>() {
        array.release();
    } else if let Some(file) = source.downcast::<BinaryFile>() {
        file.release();
    }
}

#[cold]
fn released(vm: &mut Vm) -> Raised {
    vm.value_error(format_args!("operation forbidden on released memoryview object"))
}

impl MemoryView {
    /// The object looked at.
    fn source(&self, vm: &mut Vm) -> PyResult {
        match self.source.get() {
            Some(source) => Ok(source),
            None => Err(released(vm)),
        }
    }

    /// Sizes of the dimensions behind the first.
    fn inner(&self) -> &[Value] {
        self.inner.downcast::<Tuple>().map_or(&[], Tuple::items)
    }

    fn end_export(&self) {
        if self.exported.replace(false)
            && let Some(source) = self.source.get()
        {
            end_export(&source);
        }
    }

    /// What `release()` does.
    fn release(&self) {
        self.end_export();
        self.source.set(None);
    }
}

/// A view of `source`, which is an exporter, with this layout.
fn create(vm: &mut Vm, source: Value, inner: Value, layout: Layout) -> PyResult {
    let header = Header::new(u32::from(kinds::MEMORY_VIEW), TRACKED);
    let exported = begin_export(&source);
    let view = MemoryView { header, source: source.clone().into(), inner, layout, exported: Cell::new(exported) };
    match Obj::create(&mut vm.heap, PageKind::Container, view) {
        Ok(view) => Ok(view.into_value()),
        Err(error) => {
            end_export(&source);
            Err(error.into())
        }
    }
}

/// The format in which an exporter shows its items.
fn format_of(object: &Value) -> Format {
    match object.downcast::<Array>() {
        // Characters have a format of their own.
        Some(array) => Format { code: if array.code() == b'u' { b'w' } else { array.code() }, native: false },
        None => item::BYTES,
    }
}

/// `memoryview(object)`.
///
/// # Errors
/// TypeError for what has no bytes, ValueError for a released view.
pub fn of(vm: &mut Vm, object: &Value) -> PyResult {
    if let Some(view) = object.exact::<MemoryView>() {
        let source = view.source(vm)?;
        return create(vm, source, view.inner.clone(), view.layout);
    }
    if object.kind() == pickle::kind::PICKLE_BUFFER {
        let view = pickle::buffer::view(vm, object)?;
        return of(vm, &view);
    }
    if let Some(view) = ctypes::view_of(object) {
        return of(vm, &view);
    }
    let readonly = match object.kind() {
        kinds::BYTES => true,
        kinds::BYTEARRAY | array::kind::ARRAY => false,
        _ => {
            if let Some(view) = buffer_of(vm, object)? {
                return of(vm, &view);
            }
            let kind = vm.type_name(object);
            return Err(vm.type_error(format_args!("memoryview: a bytes-like object is required, not '{kind}'")));
        }
    };
    let format = format_of(object);
    let unit = format.size();
    let rows = base(object).len() / unit;
    let layout = Layout { start: 0, rows, stride: unit as isize, unit, format, dimensions: 1, readonly };
    let inner = vm.new_tuple(&[])?;
    create(vm, object.clone(), inner, layout)
}

/// The view that `__buffer__` of a program's class gives, as `memoryview(object)` asks for it.
fn buffer_of(vm: &mut Vm, object: &Value) -> PyResult<Option<Value>> {
    /// `inspect.BufferFlags.FULL_RO`.
    const FULL_RO: i64 = 284;
    if !vm.type_of(object).has(Type::HEAP) {
        return Ok(None);
    }
    let name = vm.intern("__buffer__")?;
    let Some(view) = vm.call_special(object, &name, &[Value::small(FULL_RO)])? else { return Ok(None) };
    if view.exact::<MemoryView>().is_none() {
        return Err(vm.type_error(format_args!("__buffer__ returned non-memoryview object")));
    }
    Ok(Some(view))
}

/// A view of the contents of a file in memory.
///
/// # Errors
/// `MemoryError`.
pub fn of_file(vm: &mut Vm, file: &Value) -> PyResult {
    let format = item::BYTES;
    let layout =
        Layout { start: 0, rows: base(file).len(), stride: 1, unit: 1, format, dimensions: 1, readonly: false };
    let inner = vm.new_tuple(&[])?;
    create(vm, file.clone(), inner, layout)
}

/// The bytes that a view shows, when they lie one behind the other; nothing for other values and views.
#[must_use]
pub fn contiguous(value: &Value) -> Option<&[u8]> {
    let view = value.exact::<MemoryView>()?;
    if !view.layout.is_contiguous() {
        return None;
    }
    // SAFETY: as with a byte array's bytes, the borrow ends before anything runs that could release the view.
    let source = unsafe { view.source.as_ref_unchecked() }?;
    base(source).get(view.layout.start..)?.get(..view.layout.bytes())
}

/// Whether bytes can be written into a value: a byte array, or a view of one without gaps.
#[must_use]
pub fn is_writable(value: &Value) -> bool {
    match value.exact::<MemoryView>() {
        Some(view) => !view.layout.readonly && contiguous(value).is_some(),
        None if value.kind() == ctypes::kind::MEMORY => ctypes::view_of(value).is_some_and(|view| is_writable(&view)),
        None => value.downcast::<ByteArray>().is_some() || value.downcast::<Array>().is_some(),
    }
}

/// Writes bytes into such a value; they must be within it.
pub fn write_bytes(value: &Value, offset: usize, data: &[u8]) {
    match value.exact::<MemoryView>() {
        Some(view) => {
            if let Some(source) = view.source.get() {
                write(&source, view.layout.start + offset, data);
            }
        }
        None if value.kind() == ctypes::kind::MEMORY => {
            if let Some(view) = ctypes::view_of(value) {
                write_bytes(&view, offset, data);
            }
        }
        None => write(value, offset, data),
    }
}

/// [`write_bytes`] of many. Only a stop ends it in the middle.
///
/// # Errors
/// A stop.
pub fn write_long(vm: &mut Vm, value: &Value, offset: usize, data: &[u8]) -> PyResult<()> {
    vm.worked(data.len() / 64);
    portions::each(&mut vm.heap, data.len(), portions::BYTES, |part| {
        write_bytes(value, offset + part.start, &data[part]);
    })?;
    Ok(())
}

/// A view that is not released but has gaps, or goes backwards: its bytes have to be collected.
#[must_use]
pub fn has_gaps(value: &Value) -> bool {
    value.exact::<MemoryView>().is_some_and(|view| !view.source.is_none() && !view.layout.is_contiguous())
}
