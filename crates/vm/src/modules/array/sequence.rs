//! Special methods of arrays.

use pitviper_object::{Obj, Value};

use super::{Array, build, item, kind, this};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::native::{BinOp, CmpOp};
use crate::core::vm::Vm;
use crate::types::bytes::{BytesBuilder, repeat_length};
use crate::types::slice::{self, Slice, has_index};
use crate::types::str::{Str, StrBuilder};
use crate::types::tuple::methods::{is_repeat_count, repeat_count};
use crate::types::typ::Type;

/// `array('i', [1, 2])`.
pub(super) fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let array = this(value);
    let mut out = StrBuilder::new(vm);
    out.push_str(vm.type_of(value).short_name())?;
    out.write_fmt(format_args!("('{}'", char::from(array.code)))?;
    if !array.is_empty() {
        let items = if item::is_text(array.code) { text(vm, array)? } else { list(vm, array)? };
        let items = vm.repr(&items)?;
        out.push_text(", ")?;
        if let Some(items) = items.downcast::<Str>() {
            out.push_str(items)?;
        }
    }
    out.push_text(")")?;
    out.finish()
}

/// The characters of an array as a string.
pub(super) fn text(vm: &mut Vm, array: &Array) -> PyResult {
    let mut out = StrBuilder::new(vm);
    for bytes in array.as_slice().as_chunks::<4>().0 {
        let ch = u32::from_le_bytes(*bytes);
        if ch > 0x10_FFFF {
            return Err(vm.value_error(format_args!("character U+{ch:x} is not in range [U+0000; U+10ffff]")));
        }
        out.push_char(ch)?;
    }
    out.finish()
}

/// The items as a list.
pub(super) fn list(vm: &mut Vm, array: &Array) -> PyResult {
    let items = vm.new_list()?;
    items.reserve_exact(&mut vm.heap, array.len())?;
    let mut at = 0;
    while let Some(value) = array.get(vm, at)? {
        vm.list_push(&items, value)?;
        vm.work_at(at)?;
        at += 1;
    }
    Ok(items.into_value())
}

pub(super) fn compare(vm: &mut Vm, left: &Value, right: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (left.downcast::<Array>(), right.downcast::<Array>()) else {
        return Ok(Value::not_implemented());
    };
    if x.len() != y.len() && matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return Ok(Value::bool(op == CmpOp::Ne));
    }
    let mut at = 0;
    while at < x.len().min(y.len()) {
        let (Some(a), Some(b)) = (x.get(vm, at)?, y.get(vm, at)?) else { break };
        if !vm.eq(&a, &b)? {
            return match op {
                CmpOp::Eq => Ok(Value::bool(false)),
                CmpOp::Ne => Ok(Value::bool(true)),
                op => vm.compare(&a, &b, op),
            };
        }
        vm.work_at(at)?;
        at += 1;
    }
    Ok(Value::bool(op.holds(x.len().cmp(&y.len()))))
}

pub(super) fn contains(vm: &mut Vm, value: &Value, wanted: &Value) -> PyResult<bool> {
    Ok(find(vm, this(value), wanted, 0, usize::MAX)?.is_some())
}

/// Where the first item from `start` to `stop` that equals a value is.
pub(super) fn find(vm: &mut Vm, array: &Array, wanted: &Value, start: usize, stop: usize) -> PyResult<Option<usize>> {
    let mut at = start;
    while at < stop {
        let Some(own) = array.get(vm, at)? else { break };
        if vm.eq(&own, wanted)? {
            return Ok(Some(at));
        }
        vm.work_at(at)?;
        at += 1;
    }
    Ok(None)
}

/// An index, counted from the end when it is negative.
pub(super) fn wrap(index: isize, len: usize) -> Option<usize> {
    let index = if index < 0 { index.saturating_add_unsigned(len) } else { index };
    usize::try_from(index).ok().filter(|index| *index < len)
}

#[cold]
fn bad_index(vm: &mut Vm) -> Raised {
    vm.type_error(format_args!("array indices must be integers"))
}

/// Whether a key is an index, not a slice.
fn index(vm: &mut Vm, key: &Value) -> PyResult<isize> {
    if has_index(vm, key) { vm.index_isize(key) } else { Err(bad_index(vm)) }
}

pub(super) fn get_item(vm: &mut Vm, value: &Value, key: &Value) -> PyResult {
    let array = this(value);
    if let Some(slice) = key.exact::<Slice>() {
        let bounds = slice::unpack(vm, slice)?;
        return part(vm, array, bounds);
    }
    let at = index(vm, key)?;
    let found = match wrap(at, array.len()) {
        Some(at) => array.get(vm, at)?,
        None => None,
    };
    match found {
        Some(found) => Ok(found),
        None => Err(vm.raise(Exc::IndexError, format_args!("array index out of range"))),
    }
}

/// The items of a slice as an array.
fn part(vm: &mut Vm, array: &Array, bounds: slice::Bounds) -> PyResult {
    let (start, _, step, count) = bounds.clamp(array.len());
    let size = array.item_size();
    if step == 1 {
        let from = start as usize * size;
        let data = array.as_slice().get(from..from + count * size).unwrap_or(&[]);
        return Ok(Array::of(vm, array.code, data)?.into_value());
    }
    let mut data = BytesBuilder::new(vm);
    data.reserve(count * size)?;
    for turn in 0..count {
        vm.work_at(turn)?;
        data.push(array.bytes_at((start + step * turn as isize) as usize))?;
    }
    Ok(Array::of(vm, array.code, data.data())?.into_value())
}

pub(super) fn set_item(vm: &mut Vm, value: &Value, key: &Value, item: Option<Value>) -> PyResult<()> {
    let array = this(value);
    if let Some(slice) = key.exact::<Slice>() {
        let bounds = slice::unpack(vm, slice)?;
        return set_part(vm, array, bounds, item.as_ref());
    }
    let at = index(vm, key)?;
    let out_of_range = |vm: &mut Vm| vm.raise(Exc::IndexError, format_args!("array assignment index out of range"));
    let Some(at) = wrap(at, array.len()) else { return Err(out_of_range(vm)) };
    let Some(item) = item else { return array.splice(vm, at..at + 1, &[]) };
    let data = super::item::write(vm, array.code, &item)?;
    if at >= array.len() {
        return Err(out_of_range(vm));
    }
    let size = array.item_size();
    array.write_at(at * size, &data[..size]);
    Ok(())
}

#[cold]
fn bad_argument(vm: &mut Vm) -> Raised {
    vm.type_error(format_args!("bad argument type for built-in operation"))
}

fn set_part(vm: &mut Vm, array: &Array, bounds: slice::Bounds, items: Option<&Value>) -> PyResult<()> {
    let mut copy = BytesBuilder::new(vm);
    let data = match items {
        None => &[],
        Some(items) => {
            let Some(other) = items.downcast::<Array>() else {
                let kind = vm.type_name(items);
                return Err(vm.type_error(format_args!("can only assign array (not \"{kind}\") to array slice")));
            };
            if other.code != array.code {
                return Err(bad_argument(vm));
            }
            if std::ptr::eq(other, array) {
                copy.push(other.as_slice())?;
                copy.data()
            } else {
                other.as_slice()
            }
        }
    };
    let (start, _, step, count) = bounds.clamp(array.len());
    let size = array.item_size();
    if step == 1 {
        let start = start as usize;
        return array.splice(vm, start..start + count, data);
    }
    if items.is_none() {
        return remove(vm, array, start, step, count);
    }
    let given = data.len() / size;
    if given != count {
        return Err(
            vm.value_error(format_args!("attempt to assign array of size {given} to extended slice of size {count}"))
        );
    }
    vm.change(count, |turns| {
        for turn in turns {
            let item = &data[turn * size..(turn + 1) * size];
            array.write_at((start + step * turn as isize) as usize * size, item);
        }
    })
}

/// Removes the items of a slice with a step.
fn remove(vm: &mut Vm, array: &Array, start: isize, step: isize, count: usize) -> PyResult<()> {
    if count == 0 {
        return Ok(());
    }
    let last = start + step * (count as isize - 1);
    let (first, step) = (start.min(last) as usize, step.unsigned_abs());
    let mut kept = BytesBuilder::new(vm);
    for at in first..array.len() {
        let gone = (at - first).is_multiple_of(step) && (at - first) / step < count;
        if !gone {
            kept.push(array.bytes_at(at))?;
        }
    }
    array.splice(vm, first..array.len(), kept.data())
}

/// The array `times` times, as bytes.
fn repeated(vm: &mut Vm, array: &Array, times: &Value) -> PyResult<BytesBuilder> {
    let times = repeat_count(vm, times)?;
    let len = repeat_length(vm, array.as_slice().len(), times)?;
    let mut data = BytesBuilder::new(vm);
    data.reserve(len)?;
    for _ in 0..if array.is_empty() { 0 } else { times } {
        data.push(array.as_slice())?;
    }
    Ok(data)
}

#[cold]
fn not_a_count(vm: &mut Vm, times: &Value) -> Raised {
    let kind = vm.type_name(times);
    vm.type_error(format_args!("can't multiply sequence by non-int of type '{kind}'"))
}

pub(super) fn binary(vm: &mut Vm, op: BinOp, left: &Value, right: &Value) -> PyResult {
    match op {
        BinOp::Add if left.kind() == kind::ARRAY => {
            let own = this(left);
            let Some(other) = right.downcast::<Array>() else {
                if vm.type_of(right).has(Type::HEAP) {
                    return Ok(Value::not_implemented());
                }
                let kind = vm.type_name(right);
                return Err(vm.type_error(format_args!("can only append array (not \"{kind}\") to array")));
            };
            if own.code != other.code {
                return Err(bad_argument(vm));
            }
            let made: Obj<Array> = Array::of(vm, own.code, own.as_slice())?;
            made.splice(vm, made.len()..made.len(), other.as_slice())?;
            Ok(made.into_value())
        }
        BinOp::Mul => {
            let (value, times) = if left.kind() == kind::ARRAY { (left, right) } else { (right, left) };
            if !is_repeat_count(vm, times) {
                if vm.type_of(times).has(Type::HEAP) {
                    return Ok(Value::not_implemented());
                }
                return Err(not_a_count(vm, times));
            }
            let data = repeated(vm, this(value), times)?;
            Ok(Array::of(vm, this(value).code, data.data())?.into_value())
        }
        _ => Ok(Value::not_implemented()),
    }
}

pub(super) fn in_place(vm: &mut Vm, op: BinOp, left: &Value, right: &Value) -> PyResult {
    let array = this(left);
    match op {
        BinOp::Add => {
            if right.downcast::<Array>().is_none() {
                let kind = vm.type_name(right);
                return Err(vm.type_error(format_args!("can only extend array with array (not \"{kind}\")")));
            }
            build::extend(vm, array, right)?;
        }
        BinOp::Mul => {
            if !is_repeat_count(vm, right) {
                return Err(not_a_count(vm, right));
            }
            let data = repeated(vm, array, right)?;
            array.splice(vm, 0..array.len(), data.data())?;
        }
        _ => return Ok(Value::not_implemented()),
    }
    Ok(left.clone())
}
