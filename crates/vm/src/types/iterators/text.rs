//! `str_iterator`, `str_ascii_iterator`, `bytes_iterator`, `bytearray_iterator`: one struct, four kinds. A byte array may change
//! meanwhile.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Heap, Obj, Object, OutOfMemory, PageKind, Slot, Traverse, Value};

use super::{builtin_iter, itself, reduce_indexed, size_argument};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::bytes;
use crate::types::str::Str;

/// A string, bytes object or byte array and a position. `KIND` says which.
#[repr(C)]
pub struct TextIterator<const KIND: u8> {
    /// Count, shape, flags.
    pub header: Header,
    /// Index of the next character or byte.
    pub index: Cell<u64>,
    /// What is iterated over; nothing once exhausted.
    pub text: ValueCell,
}

// SAFETY: the one slot owns its count.
unsafe impl<const KIND: u8> Traverse for TextIterator<KIND> {
    unsafe fn slot(this: *mut Header, index: u32) -> *mut Slot {
        if index == 0 {
            // SAFETY: the caller says that it is such an iterator.
            unsafe { (&raw mut (*this.cast::<Self>()).text).cast() }
        } else {
            std::ptr::null_mut()
        }
    }
}

// SAFETY: repr(C), header first; the kinds are made in this file only.
unsafe impl<const KIND: u8> Object for TextIterator<KIND> {
    const KIND: u8 = KIND;
}

/// Over a string.
pub type StrIterator = TextIterator<{ kinds::STR_ITERATOR }>;
/// Over an ASCII string.
pub type StrAsciiIterator = TextIterator<{ kinds::STR_ASCII_ITERATOR }>;
/// Over bytes.
pub type BytesIterator = TextIterator<{ kinds::BYTES_ITERATOR }>;
/// Over a byte array.
pub type BytearrayIterator = TextIterator<{ kinds::BYTEARRAY_ITERATOR }>;

impl<const KIND: u8> TextIterator<KIND> {
    fn create(heap: &mut Heap, text: &Value) -> Result<Value, OutOfMemory> {
        let header = Header::new(u32::from(KIND), TRACKED);
        let iterator = Self { header, index: Cell::new(0), text: text.clone().into() };
        Ok(Obj::create(heap, PageKind::Container, iterator)?.into_value())
    }

    fn this(value: &Value) -> &Self {
        // SAFETY: a receiver.
        unsafe { super::receiver(value) }
    }

    /// Characters or bytes that are left.
    fn left(&self) -> u64 {
        let Some(text) = self.text.get() else { return 0 };
        let len = match text.downcast::<Str>() {
            Some(text) => text.len(),
            None => bytes::borrow(&text).map_or(0, <[u8]>::len),
        };
        (len as u64).saturating_sub(self.index.get())
    }
}

/// `iter(str)`.
///
/// # Errors
/// `MemoryError`.
pub fn iter_str(vm: &mut Vm, text: &Value) -> PyResult {
    if text.downcast::<Str>().is_some_and(Str::is_ascii) {
        return Ok(StrAsciiIterator::create(&mut vm.heap, text)?);
    }
    Ok(StrIterator::create(&mut vm.heap, text)?)
}

/// `iter(bytes)`.
///
/// # Errors
/// `MemoryError`.
pub fn iter_bytes(vm: &mut Vm, text: &Value) -> PyResult {
    Ok(BytesIterator::create(&mut vm.heap, text)?)
}

/// `iter(bytearray)`.
///
/// # Errors
/// `MemoryError`.
pub fn iter_bytearray(vm: &mut Vm, text: &Value) -> PyResult {
    Ok(BytearrayIterator::create(&mut vm.heap, text)?)
}

fn next_char<const KIND: u8>(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let iterator = TextIterator::<KIND>::this(value);
    // SAFETY: the cell is written only after the last use of the reference.
    let Some(text) = (unsafe { iterator.text.as_ref_unchecked() }) else { return Ok(None) };
    let index = iterator.index.get();
    let ch = text.downcast::<Str>().and_then(|text| text.chars().get(index as usize));
    match ch {
        Some(ch) => {
            iterator.index.set(index + 1);
            vm.new_char(ch).map(Some)
        }
        None => {
            iterator.text.set(None);
            Ok(None)
        }
    }
}

fn next_byte<const KIND: u8>(_: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let iterator = TextIterator::<KIND>::this(value);
    // SAFETY: the cell is written only after the last use of the reference.
    let Some(text) = (unsafe { iterator.text.as_ref_unchecked() }) else { return Ok(None) };
    let index = iterator.index.get();
    let byte = bytes::borrow(text).and_then(|bytes| bytes.get(index as usize).copied());
    match byte {
        Some(byte) => {
            iterator.index.set(index + 1);
            Ok(Some(Value::small(i64::from(byte))))
        }
        None => {
            iterator.text.set(None);
            Ok(None)
        }
    }
}

fn length_hint<const KIND: u8>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.new_u64(TextIterator::<KIND>::this(&args.values[0]).left())
}

fn reduce<const KIND: u8>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = TextIterator::<KIND>::this(&args.values[0]);
    let function = builtin_iter(vm)?;
    let empty = if KIND == kinds::STR_ITERATOR || KIND == kinds::STR_ASCII_ITERATOR {
        vm.new_str("")?
    } else {
        vm.new_tuple(&[])?
    };
    reduce_indexed(vm, function, iterator.text.get(), empty, iterator.index.get() as i64)
}

fn set_state<const KIND: u8>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let index = size_argument(vm, &args.values[1])?.max(0) as u64;
    let iterator = TextIterator::<KIND>::this(&args.values[0]);
    iterator.index.set(0);
    iterator.index.set(index.min(iterator.left()));
    Ok(Value::none())
}

const fn slots(next: fn(&mut Vm, &Value) -> PyResult<Option<Value>>) -> Slots {
    Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY }
}

const fn methods<const KIND: u8>() -> [Method; 3] {
    [
        Method::new("__length_hint__", length_hint::<KIND>, 0, 0).doc("Items that are left, as far as known."),
        Method::new("__reduce__", reduce::<KIND>, 0, 0).doc("What pickling needs."),
        Method::new("__setstate__", set_state::<KIND>, 1, 1).doc("Sets the position."),
    ]
}

const fn spec<const KIND: u8>(name: &'static str, slots: &'static Slots, methods: &'static [Method]) -> TypeSpec {
    TypeSpec {
        name,
        module: "builtins",
        kind: KIND,
        base: kinds::OBJECT,
        doc: "",
        flags: TypeSpec::NO_NEW,
        slots,
        methods,
        getset: &[],
        page: PageKind::Container,
        slot: <TextIterator<KIND> as Traverse>::slot,
        finish: None,
        size: fixed_size::<TextIterator<KIND>>,
    }
}

static STR_SLOTS: Slots = slots(next_char::<{ kinds::STR_ITERATOR }>);
static STR_ASCII_SLOTS: Slots = slots(next_char::<{ kinds::STR_ASCII_ITERATOR }>);
static BYTES_SLOTS: Slots = slots(next_byte::<{ kinds::BYTES_ITERATOR }>);
static BYTEARRAY_SLOTS: Slots = slots(next_byte::<{ kinds::BYTEARRAY_ITERATOR }>);
static STR_METHODS: [Method; 3] = methods::<{ kinds::STR_ITERATOR }>();
static STR_ASCII_METHODS: [Method; 3] = methods::<{ kinds::STR_ASCII_ITERATOR }>();
static BYTES_METHODS: [Method; 3] = methods::<{ kinds::BYTES_ITERATOR }>();
static BYTEARRAY_METHODS: [Method; 3] = methods::<{ kinds::BYTEARRAY_ITERATOR }>();

/// The type of `iter('é')`.
pub static STR_ITERATOR: TypeSpec = spec::<{ kinds::STR_ITERATOR }>("str_iterator", &STR_SLOTS, &STR_METHODS);
/// The type of `iter('')`.
pub static STR_ASCII_ITERATOR: TypeSpec =
    spec::<{ kinds::STR_ASCII_ITERATOR }>("str_ascii_iterator", &STR_ASCII_SLOTS, &STR_ASCII_METHODS);
/// The type of `iter(b'')`.
pub static BYTES_ITERATOR: TypeSpec = spec::<{ kinds::BYTES_ITERATOR }>("bytes_iterator", &BYTES_SLOTS, &BYTES_METHODS);
/// The type of `iter(bytearray())`.
pub static BYTEARRAY_ITERATOR: TypeSpec =
    spec::<{ kinds::BYTEARRAY_ITERATOR }>("bytearray_iterator", &BYTEARRAY_SLOTS, &BYTEARRAY_METHODS);
