//! Special methods of strings: concatenation, repetition, comparison, subscripts, containment.

use std::ptr::NonNull;

use pitviper_object::header::{INTERNED, WIDTH_SHIFT};
use pitviper_object::{Heap, Obj, OutOfMemory, PageKind, Value};
use pitviper_text::Chars;

use super::arguments::{max_of, this, unchanged};
use super::builder::PORTION;
use super::search::find_in;
use super::{FreshStr, Str, builder, bytes_per_char};
use crate::core::error::{Exc, PyResult};
use crate::core::native::{BinOp, CmpOp};
use crate::core::vm::Vm;
use crate::types::iterators::as_i64;
use crate::types::slice::{self, Slice, has_index};
use crate::types::tuple::methods::{is_repeat_count, repeat_count};

/// `x + y`.
///
/// # Errors
/// `MemoryError`.
pub fn concat(vm: &mut Vm, x: &Str, y: &Str) -> PyResult {
    if y.is_empty() && x.is_exact() {
        return Ok(Obj::from_ref(x).into_value());
    }
    if x.is_empty() && y.is_exact() {
        return Ok(Obj::from_ref(y).into_value());
    }
    let len = x.len() + y.len();
    if len < 2 {
        return vm.new_str_chars(if x.is_empty() { y.chars() } else { x.chars() });
    }
    let mut fresh = FreshStr::new(vm, len, max_of(x) | max_of(y))?;
    if len <= PORTION {
        fresh.push_short(x.chars());
        fresh.push_short(y.chars());
    } else {
        fresh.push(x.chars())?;
        fresh.push(y.chars())?;
    }
    Ok(fresh.finish())
}

/// `left += right` where the string is, when nobody else holds it: `left` is then the sum. False when it has to
/// be made by [`concat`].
///
/// # Errors
/// `MemoryError`; `left` is unchanged.
pub fn append_in_place(vm: &mut Vm, left: &mut Value, right: &Value) -> PyResult<bool> {
    let (Some(x), Some(y)) = (left.exact::<Str>(), right.downcast::<Str>()) else { return Ok(false) };
    if x.header.count() != 1 || x.header.has(INTERNED) || x.len() < 2 || left.is(right) {
        return Ok(false);
    }
    let width = x.width();
    if bytes_per_char(y.width()) > bytes_per_char(width) {
        return Ok(false);
    }
    let unit = bytes_per_char(width);
    let len = u32::try_from(x.len() + y.len()).map_err(|_| OutOfMemory)?;
    let old = size_of::<Str>() + x.len() * unit;
    let need = size_of::<Str>() + len as usize * unit;
    let ascii = x.is_ascii() && y.is_ascii();
    let Some(block) = left.as_ptr() else { return Ok(false) };
    // SAFETY: the string is a leaf block with one reference, `left`'s word, which follows it when it moves; its
    // hash and length are this function's to change, and `need` bytes are there before characters are written.
    unsafe {
        let mut block: NonNull<u8> = block.cast();
        if Heap::usable_size(block) < need {
            let roomy = need + need / 8;
            block = match vm.heap.unasked(|heap| heap.realloc(block, PageKind::Leaf, old, roomy)) {
                Ok(block) => block,
                Err(OutOfMemory) => vm.heap.realloc(block, PageKind::Leaf, old, need)?,
            };
            std::mem::forget(std::mem::replace(left, Value::from_owned(block.cast())));
        }
        let string = block.cast::<Str>().as_ptr();
        builder::convert(&mut vm.heap, y.chars(), block.as_ptr().add(old), width)?;
        (*string).len = len;
        (*string).hash.set(0);
        if !ascii && (*string).is_ascii() {
            // Latin-1 now: the widths are the same.
            (*string).header.set(1 << WIDTH_SHIFT);
        }
    }
    Ok(true)
}

/// `text[start..end]`.
///
/// # Errors
/// `MemoryError`.
pub fn substring(vm: &mut Vm, text: &Str, start: usize, end: usize) -> PyResult {
    let part = text.chars().slice(start..end);
    if part.len() == text.len() && text.is_exact() {
        return Ok(Obj::from_ref(text).into_value());
    }
    if part.len() > 1 && text.is_ascii() {
        let mut fresh = FreshStr::new(vm, part.len(), 0x7F)?;
        fresh.push(part)?;
        return Ok(fresh.finish());
    }
    vm.new_str_chars(part)
}

fn repeat(vm: &mut Vm, value: &Value, times: &Value) -> PyResult {
    let times = repeat_count(vm, times)?;
    let text = this(value);
    if times == 0 || text.is_empty() {
        return vm.new_str("");
    }
    if times == 1 {
        return unchanged(vm, value);
    }
    let Some(len) = text.len().checked_mul(times).filter(|len| *len <= isize::MAX as usize) else {
        return Err(vm.raise(Exc::OverflowError, format_args!("repeated string is too long")));
    };
    let mut fresh = FreshStr::new(vm, len, max_of(text))?;
    match (text.len(), text.chars().first()) {
        (1, Some(ch)) => fresh.push_fill(ch, len)?,
        _ => {
            fresh.push(text.chars())?;
            fresh.repeat(times)?;
        }
    }
    Ok(fresh.finish())
}

pub(super) fn binary(vm: &mut Vm, op: BinOp, left: &Value, right: &Value) -> PyResult {
    match op {
        BinOp::Add => match (left.downcast::<Str>(), right.downcast::<Str>()) {
            (Some(x), Some(y)) => concat(vm, x, y),
            _ => Ok(Value::not_implemented()),
        },
        BinOp::Mul => {
            let (text, times) = if left.downcast::<Str>().is_some() { (left, right) } else { (right, left) };
            if is_repeat_count(vm, times) { repeat(vm, text, times) } else { Ok(Value::not_implemented()) }
        }
        BinOp::Mod if left.downcast::<Str>().is_some() => super::percent::format_text(vm, left, right),
        _ => Ok(Value::not_implemented()),
    }
}

pub(super) fn compare(vm: &mut Vm, left: &Value, right: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (left.downcast::<Str>(), right.downcast::<Str>()) else {
        return Ok(Value::not_implemented());
    };
    Ok(Value::bool(match op {
        CmpOp::Eq => vm.same_text(x, y)?,
        CmpOp::Ne => !vm.same_text(x, y)?,
        op => op.holds(vm.order_text(x, y)?),
    }))
}

pub(super) fn contains(vm: &mut Vm, value: &Value, part: &Value) -> PyResult<bool> {
    let Some(part) = part.downcast::<Str>() else {
        let kind = vm.type_name(part);
        return Err(vm.type_error(format_args!("'in <string>' requires string as left operand, not {kind}")));
    };
    let text = this(value).chars();
    Ok(find_in(vm, text, part.chars(), 0..text.len(), false)?.is_some())
}

pub(super) fn get_item(vm: &mut Vm, value: &Value, key: &Value) -> PyResult {
    let text = this(value);
    if let Some(slice) = key.exact::<Slice>() {
        let (start, _, step, count) = slice::resolve(vm, slice, text.len())?;
        if step == 1 {
            let start = start.max(0) as usize;
            return substring(vm, text, start, start + count);
        }
        return stride(vm, text, start, step, count);
    }
    let index = match key.as_small() {
        Some(index) => index,
        None => index_of(vm, key)?,
    };
    let index = if index < 0 { index.saturating_add(text.len() as i64) } else { index };
    match usize::try_from(index).ok().and_then(|index| text.chars().get(index)) {
        Some(ch) => vm.new_char(ch),
        None => Err(vm.raise(Exc::IndexError, format_args!("string index out of range"))),
    }
}

#[inline(never)]
fn index_of(vm: &mut Vm, key: &Value) -> PyResult<i64> {
    if !has_index(vm, key) {
        let kind = vm.type_name(key);
        return Err(vm.type_error(format_args!("string indices must be integers, not '{kind}'")));
    }
    let index = vm.to_index(key)?;
    match as_i64(&index) {
        Some(index) => Ok(index),
        None => {
            let kind = vm.type_name(key);
            Err(vm.raise(Exc::IndexError, format_args!("cannot fit '{kind}' into an index-sized integer")))
        }
    }
}

/// Every `step`th character from `start` on.
fn stride(vm: &mut Vm, text: &Str, start: isize, step: isize, count: usize) -> PyResult {
    let chars = text.chars();
    let at = |turn: usize| start.wrapping_add(step.wrapping_mul(turn as isize)) as usize;
    if count < 2 {
        let start = start.max(0) as usize;
        return vm.new_str_chars(chars.slice(start..start + count));
    }
    let mut max = 0x7F;
    if !text.is_ascii() {
        vm.each_item(count, |part| max = part.fold(max, |max, turn| max | chars.get(at(turn)).unwrap_or(0)))?;
    }
    let mut fresh = FreshStr::new(vm, count, max)?;
    match chars {
        Chars::One(bytes) => {
            let mut turn = 0;
            fresh.fill_with(|rest| match rest {
                super::fresh::Rest::One(out) => {
                    for place in &mut *out {
                        *place = bytes.get(at(turn)).copied().unwrap_or(0);
                        turn += 1;
                    }
                    out.len()
                }
                _ => 0,
            })?;
        }
        chars => (0..count).try_for_each(|turn| fresh.push_fill(chars.get(at(turn)).unwrap_or(0), 1))?,
    }
    Ok(fresh.finish())
}
