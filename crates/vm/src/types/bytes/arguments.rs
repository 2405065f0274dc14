//! Arguments of bytes' methods, with CPython's complaints, and results of the receiver's type.

use pitviper_object::Value;

use super::{Bytes, borrow};
use crate::core::error::{PyResult, Raised};
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::slice::has_index;

/// The receiver's bytes.
#[inline(always)]
pub(super) fn data(receiver: &Value) -> &[u8] {
    borrow(receiver).unwrap_or(&[])
}

/// "a bytes-like object is required, not 'int'".
#[cold]
pub fn required(vm: &mut Vm, value: &Value) -> Raised {
    let kind = vm.type_name(value);
    vm.type_error(format_args!("a bytes-like object is required, not '{kind}'"))
}

/// The bytes of a bytes-like argument.
///
/// # Errors
/// TypeError for anything else.
#[inline]
pub fn buffer_argument<'a>(vm: &mut Vm, value: &'a Value) -> PyResult<&'a [u8]> {
    match borrow(value) {
        Some(data) => {
            vm.worked(data.len() / 64);
            Ok(data)
        }
        None => Err(required(vm, value)),
    }
}

/// New bytes of the receiver's builtin type.
///
/// # Errors
/// `MemoryError`.
pub fn like(vm: &mut Vm, receiver: &Value, data: &[u8]) -> PyResult {
    if receiver.kind() == kinds::BYTEARRAY {
        return crate::types::bytearray::create(vm, data);
    }
    vm.new_bytes(data)
}

/// The receiver itself when it is exact `bytes`, else a copy.
///
/// # Errors
/// `MemoryError`.
pub(super) fn unchanged(vm: &mut Vm, receiver: &Value) -> PyResult {
    if receiver.exact::<Bytes>().is_some() { Ok(receiver.clone()) } else { like(vm, receiver, data(receiver)) }
}

/// A part of the receiver.
///
/// # Errors
/// `MemoryError`.
pub(super) fn part(vm: &mut Vm, receiver: &Value, range: std::ops::Range<usize>) -> PyResult {
    let own = data(receiver);
    if range.len() == own.len() {
        return unchanged(vm, receiver);
    }
    like(vm, receiver, own.get(range).unwrap_or(&[]))
}

/// A number that is a byte.
///
/// # Errors
/// TypeError for what is no integer, ValueError outside 0 to 255.
pub fn byte_argument(vm: &mut Vm, value: &Value) -> PyResult<u8> {
    let byte = vm.index_clamped(value)?;
    match u8::try_from(byte) {
        Ok(byte) => Ok(byte),
        Err(_) => Err(vm.value_error(format_args!("byte must be in range(0, 256)"))),
    }
}

/// What `find` and its kin look for: bytes, or one byte given as a number.
pub(super) enum Pattern<'a> {
    Bytes(&'a Value),
    Byte([u8; 1]),
}

impl<'a> Pattern<'a> {
    /// Out of an argument.
    pub(super) fn new(vm: &mut Vm, value: &'a Value) -> PyResult<Pattern<'a>> {
        if borrow(value).is_some() {
            return Ok(Pattern::Bytes(value));
        }
        if has_index(vm, value) {
            return Ok(Pattern::Byte([byte_argument(vm, value)?]));
        }
        let kind = vm.type_name(value);
        Err(vm.type_error(format_args!("argument should be integer or bytes-like object, not '{kind}'")))
    }

    /// The bytes looked for.
    pub(super) fn data(&self) -> &[u8] {
        match self {
            Pattern::Bytes(value) => data(value),
            Pattern::Byte(byte) => byte,
        }
    }
}
