//! Special methods of bytes: concatenation, repetition, comparison, subscripts, containment.

use std::cmp::Ordering;

use pitviper_object::Value;
use pitviper_text::{Chars, repr::bytes_repr};

use super::arguments::{byte_argument, data, required, unchanged};
use super::{Bytes, borrow};
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{BinOp, CmpOp};
use crate::core::vm::Vm;
use crate::types::iterators::as_i64;
use crate::types::portions;
use crate::types::slice::{self, Slice, has_index};
use crate::types::str::{Str, StrBuilder, find_in};
use crate::types::tuple::methods::{is_repeat_count, repeat_count};

pub(super) fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let mut out = StrBuilder::new(vm);
    bytes_repr(data(value), &mut out)?;
    out.finish()
}

pub(super) fn hash(vm: &mut Vm, value: &Value) -> PyResult<i64> {
    vm.hash_text(Chars::One(data(value)))
}

/// Comparison of bytes and byte arrays. Bytes leave it to a view to compare itself with them.
pub(crate) fn compare(vm: &mut Vm, left: &Value, right: &Value, op: CmpOp) -> PyResult {
    // Bytes know only bytes; what else has bytes answers itself.
    if left.kind() == kinds::BYTES && right.kind() != kinds::BYTES && borrow(right).is_some() {
        return Ok(Value::not_implemented());
    }
    let (Some(x), Some(y)) = (borrow(left), borrow(right)) else {
        if vm.bytes_warning && matches!(op, CmpOp::Eq | CmpOp::Ne) {
            warn_of_comparison(vm, left, right)?;
        }
        return Ok(Value::not_implemented());
    };
    if matches!(op, CmpOp::Eq | CmpOp::Ne) && x.len() != y.len() {
        return Ok(Value::bool(op == CmpOp::Ne));
    }
    let order = vm.scan(x.len().min(y.len()), |part| {
        let order = x[part.clone()].cmp(&y[part]);
        (order != Ordering::Equal).then_some(order)
    })?;
    Ok(Value::bool(op.holds(order.unwrap_or(x.len().cmp(&y.len())))))
}

/// With `-b`: bytes never equal text, and `bytes` no number either.
#[cold]
fn warn_of_comparison(vm: &mut Vm, left: &Value, right: &Value) -> PyResult<()> {
    let is_bytes = left.downcast::<Bytes>().is_some();
    if right.downcast::<Str>().is_some() {
        let kind = if is_bytes { "bytes" } else { "bytearray" };
        return vm.warn(Exc::BytesWarning, 1, format_args!("Comparison between {kind} and string"));
    }
    if is_bytes && crate::types::int::is_int(right) {
        return vm.warn(Exc::BytesWarning, 1, format_args!("Comparison between bytes and int"));
    }
    Ok(())
}

/// `str(value)`, of which `-b` warns.
pub(crate) fn str(vm: &mut Vm, value: &Value) -> PyResult {
    if vm.bytes_warning {
        let kind = if value.downcast::<Bytes>().is_some() { "bytes" } else { "bytearray" };
        vm.warn(Exc::BytesWarning, 1, format_args!("str() on a {kind} instance"))?;
    }
    vm.repr(value)
}

/// `part in value`: a number or bytes.
pub(crate) fn contains(vm: &mut Vm, value: &Value, part: &Value) -> PyResult<bool> {
    if has_index(vm, part) {
        let byte = byte_argument(vm, part)?;
        let own = Chars::One(data(value));
        return Ok(find_in(vm, own, Chars::One(&[byte]), 0..own.len(), false)?.is_some());
    }
    match borrow(part) {
        Some(part) => {
            let (text, part) = (Chars::One(data(value)), Chars::One(part));
            Ok(find_in(vm, text, part, 0..text.len(), false)?.is_some())
        }
        None => Err(required(vm, part)),
    }
}

/// Length of `len` bytes repeated `times` times.
pub(crate) fn repeat_length(vm: &mut Vm, len: usize, times: usize) -> PyResult<usize> {
    match len.checked_mul(times).filter(|len| *len <= isize::MAX as usize) {
        Some(len) => Ok(len),
        None => Err(vm.raise(Exc::OverflowError, format_args!("repeated bytes are too long"))),
    }
}

fn repeat(vm: &mut Vm, value: &Value, times: &Value) -> PyResult {
    let times = repeat_count(vm, times)?;
    if times == 1 {
        return unchanged(vm, value);
    }
    let own = data(value);
    let len = repeat_length(vm, own.len(), times)?;
    if len == 0 {
        return vm.new_bytes(b"");
    }
    if let [byte] = own {
        return Ok(Bytes::create_with(&mut vm.heap, len, |heap, place| {
            // SAFETY: room for `len` bytes.
            unsafe { portions::fill(heap, place, *byte, len) }
        })?);
    }
    Ok(Bytes::create_with(&mut vm.heap, len, |heap, place| {
        // SAFETY: room for `len` bytes; what is copied has been written.
        unsafe {
            portions::copy(heap, own.as_ptr(), place, own.len())?;
            portions::repeat(heap, place, own.len(), len)
        }
    })?)
}

fn concat(vm: &mut Vm, left: &Value, right: &Value) -> PyResult {
    let (x, y) = (data(left), data(right));
    if y.is_empty() && left.exact::<Bytes>().is_some() {
        return Ok(left.clone());
    }
    if x.is_empty() && right.exact::<Bytes>().is_some() {
        return Ok(right.clone());
    }
    let Some(len) = x.len().checked_add(y.len()) else { return Err(vm.no_memory()) };
    Ok(Bytes::create_with(&mut vm.heap, len, |heap, place| {
        // SAFETY: room for both.
        unsafe {
            portions::copy(heap, x.as_ptr(), place, x.len())?;
            portions::copy(heap, y.as_ptr(), place.add(x.len()), y.len())
        }
    })?)
}

pub(super) fn binary(vm: &mut Vm, op: BinOp, left: &Value, right: &Value) -> PyResult {
    match op {
        BinOp::Add if left.kind() == kinds::BYTES && borrow(right).is_some() => concat(vm, left, right),
        BinOp::Mul => {
            let (value, times) = if left.kind() == kinds::BYTES { (left, right) } else { (right, left) };
            if is_repeat_count(vm, times) { repeat(vm, value, times) } else { Ok(Value::not_implemented()) }
        }
        BinOp::Mod if left.kind() == kinds::BYTES => super::percent::format_bytes(vm, left, right),
        _ => Ok(Value::not_implemented()),
    }
}

/// A subscript as a machine integer. `kind` begins the message about what is no index.
pub(crate) fn index_of(vm: &mut Vm, key: &Value, kind: &str) -> PyResult<i64> {
    if let Some(index) = key.as_small() {
        return Ok(index);
    }
    if !has_index(vm, key) {
        let name = vm.type_name(key);
        return Err(vm.type_error(format_args!("{kind} indices must be integers or slices, not {name}")));
    }
    let index = vm.to_index(key)?;
    match as_i64(&index) {
        Some(index) => Ok(index),
        None => {
            let name = vm.type_name(key);
            Err(vm.raise(Exc::IndexError, format_args!("cannot fit '{name}' into an index-sized integer")))
        }
    }
}

pub(super) fn get_item(vm: &mut Vm, value: &Value, key: &Value) -> PyResult {
    if let Some(slice) = key.exact::<Slice>() {
        let own = data(value);
        let (start, _, step, count) = slice::resolve(vm, slice, own.len())?;
        if step == 1 {
            let start = start.max(0) as usize;
            return super::arguments::part(vm, value, start..start + count);
        }
        if count < 2 {
            let start = start.max(0) as usize;
            return vm.new_bytes(own.get(start..start + count).unwrap_or(&[]));
        }
        let mut at = start;
        return Ok(Bytes::create_filled(&mut vm.heap, count, |place| {
            for place in &mut *place {
                *place = own.get(at as usize).copied().unwrap_or(0);
                at = at.wrapping_add(step);
            }
            place.len()
        })?);
    }
    let index = index_of(vm, key, "byte")?;
    let own = data(value);
    let index = if index < 0 { index.saturating_add(own.len() as i64) } else { index };
    match usize::try_from(index).ok().and_then(|index| own.get(index)) {
        Some(byte) => Ok(Value::small(i64::from(*byte))),
        None => Err(vm.raise(Exc::IndexError, format_args!("index out of range"))),
    }
}
