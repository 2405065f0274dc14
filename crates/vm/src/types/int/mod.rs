//! `int`: 62 bits inline in the value word, larger ones as objects.
//!
//! ```text
//! header 8 | length 4, sign 1 | limbs …
//! ```
//! An exact int is an object only when it does not fit 62 bits; instances of Python subclasses always are
//! objects, whatever their magnitude. The sign has its own byte because an instance of a subclass needs the
//! header's flags for the collector.

pub mod arith;
pub mod bytes;
pub mod convert;
pub mod format;
mod memory;
mod methods;
pub mod new;
pub mod parse;
pub mod power;
pub(crate) mod spec;
pub mod text;

pub use arith::arith;
pub use memory::{Limbs, Room};
pub use parse::parse;
pub use spec::SPEC;

use std::ptr::NonNull;

use pitviper_number as number;
use pitviper_object::header::PLAIN;
use pitviper_object::{Header, Heap, Object, OutOfMemory, PageKind, Slot, Traverse, Value};

use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::typ::Type;

/// An int object. Limbs follow, least significant first, the last one not zero.
#[repr(C)]
pub struct Int {
    /// Count, shape, flags.
    pub header: Header,
    len: u32,
    negative: bool,
}

// SAFETY: ints have no slots.
unsafe impl Traverse for Int {
    unsafe fn slot(_: *mut Header, _: u32) -> *mut Slot {
        std::ptr::null_mut()
    }
}

// SAFETY: repr(C), header first; INT objects are made in this folder only.
unsafe impl Object for Int {
    const KIND: u8 = kinds::INT;
}

/// `KindInfo::size`.
///
/// # Safety
/// `object` is an `Int`.
pub unsafe fn size(object: *mut Header) -> usize {
    // SAFETY: the caller's promise.
    bytes_of(unsafe { (*object.cast::<Int>()).len } as usize)
}

const fn bytes_of(limbs: usize) -> usize {
    size_of::<Int>() + limbs * 8
}

impl Int {
    /// The magnitude.
    #[inline(always)]
    #[must_use]
    pub fn limbs(&self) -> &[u64] {
        // SAFETY: `len` limbs follow the struct.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).add(1).cast(), self.len as usize) }
    }

    /// As the kernels take it.
    #[inline(always)]
    #[must_use]
    pub fn value(&self) -> number::Int<'_> {
        number::Int { negative: self.negative, magnitude: self.limbs() }
    }
}

/// Any int as the kernels take it: inline ones get a limb of their own.
#[derive(Clone, Copy)]
pub struct IntView<'a> {
    negative: bool,
    limb: [u64; 1],
    limbs: Option<&'a [u64]>,
}

impl IntView<'_> {
    /// Of a machine integer.
    #[inline(always)]
    #[must_use]
    pub fn small(int: i64) -> IntView<'static> {
        IntView { negative: int < 0, limb: [int.unsigned_abs()], limbs: None }
    }

    /// Sign and magnitude.
    #[inline(always)]
    #[must_use]
    pub fn int(&self) -> number::Int<'_> {
        let magnitude = match self.limbs {
            Some(limbs) => limbs,
            None => &self.limb[..usize::from(self.limb[0] != 0)],
        };
        number::Int { negative: self.negative, magnitude }
    }
}

/// The number behind a value that is an int: inline, big, a bool, or an instance of a subclass.
#[inline]
#[must_use]
pub fn view(value: &Value) -> Option<IntView<'_>> {
    if let Some(small) = value.as_small() {
        return Some(IntView::small(small));
    }
    if let Some(int) = value.downcast::<Int>() {
        return Some(IntView { negative: int.negative, limb: [0], limbs: Some(int.limbs()) });
    }
    value.as_bool().map(|truth| IntView::small(i64::from(truth)))
}

/// Whether a value is an int of the exact builtin type (a bool is not).
#[inline]
#[must_use]
pub fn is_exact(value: &Value) -> bool {
    value.is_small_int() || value.exact::<Int>().is_some()
}

/// Whether a value is an int of any kind.
#[inline]
#[must_use]
pub fn is_int(value: &Value) -> bool {
    value.is_small_int() || value.downcast::<Int>().is_some() || value.as_bool().is_some()
}

/// The int as a machine integer, when it is an int and fits.
#[inline]
#[must_use]
pub fn to_i64(value: &Value) -> Option<i64> {
    match value.as_small() {
        Some(small) => Some(small),
        None => view(value).and_then(|view| view.int().to_i64()),
    }
}

/// Whether the value is an int below zero.
#[must_use]
pub fn is_negative(value: &Value) -> bool {
    view(value).is_some_and(|view| view.int().negative)
}

/// Whether the value is the int 0.
#[must_use]
pub fn is_zero(value: &Value) -> bool {
    view(value).is_some_and(|view| view.int().is_zero())
}

/// What `hash()` makes of the result of a Python `__hash__`.
///
/// # Errors
/// TypeError when it is no int.
pub fn hash_result(vm: &mut Vm, hash: &Value) -> PyResult<i64> {
    let Some(view) = view(hash) else {
        return Err(vm.type_error(format_args!("__hash__ method should return an integer")));
    };
    Ok(match view.int().to_i64() {
        Some(-1) => -2,
        Some(hash) => hash,
        None => number::hash::int(view.int()),
    })
}

/// An int of sign and limbs (which may have leading zeros).
///
/// # Errors
/// `MemoryError`.
pub fn from_limbs(vm: &mut Vm, negative: bool, limbs: &[u64]) -> PyResult {
    from_int(vm, number::Int::new(negative, limbs))
}

/// An int object, or an inline one.
///
/// # Errors
/// `MemoryError`.
pub fn from_int(vm: &mut Vm, int: number::Int<'_>) -> PyResult {
    if let Some(small) = int.to_i64().and_then(Value::from_i64) {
        return Ok(small);
    }
    let block = allocate(vm, int.magnitude.len())?;
    // SAFETY: the block has room for these limbs.
    unsafe { Ok(fill(block, int)) }
}

/// A fresh exact int object with room for so many limbs; none are written yet.
fn allocate(vm: &mut Vm, limbs: usize) -> Result<NonNull<Int>, OutOfMemory> {
    let len = u32::try_from(limbs).map_err(|_| OutOfMemory)?;
    let block = vm.heap.alloc(PageKind::Leaf, bytes_of(limbs))?.cast::<Int>();
    // SAFETY: the block is fresh and big enough.
    unsafe { block.write(Int { header: Header::new(u32::from(kinds::INT), PLAIN), len, negative: false }) };
    // SAFETY: as above; the object is given back as it is where that fails.
    unsafe {
        if vm.heap.warm(block.cast(), bytes_of(limbs)).is_err() {
            Heap::free(block.cast());
            return Err(OutOfMemory);
        }
    }
    Ok(block)
}

/// Writes sign and limbs into a fresh object and hands it out.
///
/// # Safety
/// `block` is a new object with room for the limbs, its count owned by the caller.
unsafe fn fill(block: NonNull<Int>, int: number::Int<'_>) -> Value {
    // SAFETY: the caller's promise.
    unsafe {
        let object = block.as_ptr();
        (*object).len = int.magnitude.len() as u32;
        (*object).negative = int.negative;
        std::ptr::copy_nonoverlapping(int.magnitude.as_ptr(), object.add(1).cast(), int.magnitude.len());
        Value::from_owned(block.cast())
    }
}

/// An int of a class: the exact builtin one, or an instance of a Python subclass.
///
/// # Errors
/// `MemoryError`.
pub fn instance_of(vm: &mut Vm, class: &Type, int: number::Int<'_>) -> PyResult {
    if class.root.get() == 0 {
        return from_int(vm, int);
    }
    let len = int.magnitude.len();
    if u32::try_from(len).is_err() {
        return Err(vm.no_memory());
    }
    let block = vm.allocate_instance(class, bytes_of(len))?;
    // SAFETY: the block has room for the limbs and is nobody else's yet.
    unsafe { Ok(fill(block.cast(), int)) }
}

/// The int itself, or the exact int equal to an instance of a subclass or a bool.
///
/// # Errors
/// `MemoryError`; TypeError for what is no int.
pub fn to_exact(vm: &mut Vm, value: &Value) -> PyResult {
    if is_exact(value) {
        return Ok(value.clone());
    }
    match view(value) {
        Some(view) => from_int(vm, view.int()),
        None => {
            let kind = vm.type_name(value);
            Err(vm.type_error(format_args!("an integer is required (got type {kind})")))
        }
    }
}

impl Vm {
    /// An int.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline(always)]
    pub fn new_int(&mut self, int: i64) -> PyResult {
        match Value::from_i64(int) {
            Some(small) => Ok(small),
            None => from_limbs(self, int < 0, &[int.unsigned_abs()]),
        }
    }

    /// An int of an unsigned machine integer.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub fn new_u64(&mut self, int: u64) -> PyResult {
        match i64::try_from(int) {
            Ok(int) => self.new_int(int),
            Err(_) => from_limbs(self, false, &[int]),
        }
    }

    /// An int of a size.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub fn new_uint(&mut self, int: usize) -> PyResult {
        self.new_u64(int as u64)
    }

    /// An int of a size.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub fn new_usize(&mut self, int: usize) -> PyResult {
        self.new_u64(int as u64)
    }

    /// An int of two machine words.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub fn new_i128(&mut self, int: i128) -> PyResult {
        match i64::try_from(int) {
            Ok(int) => self.new_int(int),
            Err(_) => {
                let magnitude = int.unsigned_abs();
                from_limbs(self, int < 0, &[magnitude as u64, (magnitude >> 64) as u64])
            }
        }
    }
}
