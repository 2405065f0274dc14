//! `find`, `index`, `count`, `startswith` and their kin.

use pitviper_object::Value;
use pitviper_text::Chars;

use super::arguments::{Pattern, buffer_argument, data};
use super::borrow;
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::str::{count_in, find_in, lies_at_end, window};
use crate::types::tuple::Tuple;

fn locate(vm: &mut Vm, args: Args<'_>, right: bool) -> PyResult<Option<usize>> {
    let receiver = &args.values[0];
    let part = Pattern::new(vm, &args.values[1])?;
    let Some(window) = window(vm, &args.values[2..], || data(receiver).len())? else { return Ok(None) };
    find_in(vm, Chars::One(data(receiver)), Chars::One(part.data()), window, right)
}

fn position_or_minus_one(found: Option<usize>) -> Value {
    Value::small(found.map_or(-1, |index| index as i64))
}

fn position_or_raise(vm: &mut Vm, found: Option<usize>) -> PyResult {
    match found {
        Some(index) => vm.new_usize(index),
        None => Err(vm.value_error(format_args!("subsection not found"))),
    }
}

pub(super) fn find(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(position_or_minus_one(locate(vm, args, false)?))
}

pub(super) fn rfind(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(position_or_minus_one(locate(vm, args, true)?))
}

pub(super) fn index(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let found = locate(vm, args, false)?;
    position_or_raise(vm, found)
}

pub(super) fn rindex(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let found = locate(vm, args, true)?;
    position_or_raise(vm, found)
}

pub(super) fn count(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let receiver = &args.values[0];
    let part = Pattern::new(vm, &args.values[1])?;
    let count = match window(vm, &args.values[2..], || data(receiver).len())? {
        Some(window) => count_in(vm, Chars::One(data(receiver)), Chars::One(part.data()), window, None)?,
        None => 0,
    };
    vm.new_usize(count)
}

fn tail_match(vm: &mut Vm, args: Args<'_>, function: &str, end: bool) -> PyResult {
    let receiver = &args.values[0];
    let window = window(vm, &args.values[2..], || data(receiver).len())?;
    let matches = |vm: &mut Vm, part: &[u8]| match &window {
        Some(window) => lies_at_end(vm, Chars::One(data(receiver)).slice(window.clone()), Chars::One(part), end),
        None => Ok(false),
    };
    let wanted = &args.values[1];
    if let Some(parts) = wanted.downcast::<Tuple>() {
        for part in parts.items() {
            let part = buffer_argument(vm, part)?;
            if matches(vm, part)? {
                return Ok(Value::bool(true));
            }
        }
        return Ok(Value::bool(false));
    }
    match borrow(wanted) {
        Some(part) => Ok(Value::bool(matches(vm, part)?)),
        None => {
            let kind = vm.type_name(wanted);
            Err(vm.type_error(format_args!("{function} first arg must be bytes or a tuple of bytes, not {kind}")))
        }
    }
}

pub(super) fn starts_with(vm: &mut Vm, args: Args<'_>) -> PyResult {
    tail_match(vm, args, "startswith", false)
}

pub(super) fn ends_with(vm: &mut Vm, args: Args<'_>) -> PyResult {
    tail_match(vm, args, "endswith", true)
}
