//! Arguments of string methods, with CPython's complaints.

use std::ops::Range;

use pitviper_object::Value;
use pitviper_text::Chars;

use super::Str;
use crate::core::error::{PyResult, Raised};
use crate::core::vm::Vm;
use crate::types::iterators::receiver;
use crate::types::slice::has_index;

/// A receiver.
#[inline(always)]
pub(super) fn this(value: &Value) -> &Str {
    // SAFETY: the functions in the type's tables are only called with strings.
    unsafe { receiver(value) }
}

/// The receiver itself when it is an exact string, else an exact copy.
///
/// # Errors
/// `MemoryError`.
#[inline]
pub(super) fn unchanged(vm: &mut Vm, value: &Value) -> PyResult {
    let text = this(value);
    if text.is_exact() { Ok(value.clone()) } else { vm.new_str_chars(text.chars()) }
}

/// "f() argument 1 must be str, not int".
#[cold]
pub fn bad_argument(vm: &mut Vm, function: &str, what: &str, expected: &str, value: &Value) -> Raised {
    if value.is_none() {
        return vm.type_error(format_args!("{function}() {what} must be {expected}, not None"));
    }
    let kind = vm.type_name(value);
    vm.type_error(format_args!("{function}() {what} must be {expected}, not {kind}"))
}

/// The argument at `position` (from 1) as a string.
///
/// # Errors
/// TypeError for anything else.
#[inline]
pub fn text_argument<'a>(vm: &mut Vm, function: &str, position: usize, value: &'a Value) -> PyResult<&'a Str> {
    match value.downcast::<Str>() {
        Some(text) => Ok(text),
        None => Err(bad_position(vm, function, position, value)),
    }
}

#[cold]
fn bad_position(vm: &mut Vm, function: &str, position: usize, value: &Value) -> Raised {
    let what = match position {
        1 => "argument 1",
        2 => "argument 2",
        _ => "argument 3",
    };
    bad_argument(vm, function, what, "str", value)
}

/// An optional `start` or `end`: an index, or `None` for the default.
///
/// # Errors
/// TypeError for what is no index.
#[inline]
pub fn bound_index(vm: &mut Vm, value: Option<&Value>, default: isize) -> PyResult<isize> {
    let Some(value) = value.filter(|value| !value.is_none()) else { return Ok(default) };
    if let Some(index) = value.as_small() {
        return Ok(index as isize);
    }
    if !has_index(vm, value) {
        let message = format_args!("slice indices must be integers or None or have an __index__ method");
        return Err(vm.type_error(message));
    }
    vm.index_clamped(value)
}

/// `start` and `end` of `find` and its kin, out of the arguments behind the first. The length is asked for
/// only when they are known, because reading them can run Python.
///
/// # Errors
/// As [`bound_index`].
#[inline]
pub fn window(vm: &mut Vm, bounds: &[Value], len: impl FnOnce() -> usize) -> PyResult<Option<Range<usize>>> {
    let start = bound_index(vm, bounds.first(), 0)?;
    let end = bound_index(vm, bounds.get(1), isize::MAX)?;
    Ok(pitviper_text::search::window(len(), start, end))
}

/// A count argument: `None` in Rust for negative ones, which mean no limit.
///
/// # Errors
/// TypeError for what is no integer, OverflowError for too large ones.
pub(crate) fn limit(vm: &mut Vm, value: Option<&Value>) -> PyResult<Option<usize>> {
    match value {
        Some(value) => Ok(usize::try_from(vm.index_isize(value)?).ok()),
        None => Ok(None),
    }
}

/// The fill character of `ljust` and its kin.
///
/// # Errors
/// TypeError.
pub(super) fn fill_character(vm: &mut Vm, value: Option<&Value>) -> PyResult<u32> {
    let Some(value) = value else { return Ok(u32::from(b' ')) };
    let Some(text) = value.downcast::<Str>() else {
        let kind = vm.type_name(value);
        return Err(vm.type_error(format_args!("The fill character must be a unicode character, not {kind}")));
    };
    match (text.len(), text.chars().first()) {
        (1, Some(ch)) => Ok(ch),
        _ => Err(vm.type_error(format_args!("The fill character must be exactly one character long"))),
    }
}

/// A bound on the greatest character: exact in what width and ASCII it says.
#[inline]
pub(super) fn max_of(text: &Str) -> u32 {
    if text.is_ascii() {
        return 0x7F;
    }
    match text.chars() {
        Chars::One(_) => 0xFF,
        Chars::Two(_) => 0xFFFF,
        Chars::Four(_) => 0x10_FFFF,
    }
}
