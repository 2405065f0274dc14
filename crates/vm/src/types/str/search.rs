//! `find`, `index`, `count`, `startswith` and their kin.

use pitviper_object::Value;
use pitviper_text::search;

use super::Str;
use super::arguments::{text_argument, this, window};
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::tuple::Tuple;

/// Where the first argument lies, from the left or from the right.
fn locate(vm: &mut Vm, args: Args<'_>, function: &str, right: bool) -> PyResult<Option<usize>> {
    let text = this(&args.values[0]);
    let part = text_argument(vm, function, 1, &args.values[1])?;
    let Some(window) = window(vm, &args.values[2..], || text.len())? else { return Ok(None) };
    let find = if right { search::rfind } else { search::find };
    Ok(find(text.chars(), part.chars(), window))
}

fn position_or_minus_one(found: Option<usize>) -> Value {
    Value::small(found.map_or(-1, |index| index as i64))
}

fn position_or_raise(vm: &mut Vm, found: Option<usize>) -> PyResult {
    match found {
        Some(index) => vm.new_usize(index),
        None => Err(vm.value_error(format_args!("substring not found"))),
    }
}

pub(super) fn find(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(position_or_minus_one(locate(vm, args, "find", false)?))
}

pub(super) fn rfind(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(position_or_minus_one(locate(vm, args, "rfind", true)?))
}

pub(super) fn index(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let found = locate(vm, args, "index", false)?;
    position_or_raise(vm, found)
}

pub(super) fn rindex(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let found = locate(vm, args, "rindex", true)?;
    position_or_raise(vm, found)
}

pub(super) fn count(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let text = this(&args.values[0]);
    let part = text_argument(vm, "count", 1, &args.values[1])?;
    let count = match window(vm, &args.values[2..], || text.len())? {
        Some(window) => search::count(text.chars(), part.chars(), window),
        None => 0,
    };
    vm.new_usize(count)
}

/// `startswith` and `endswith`: of one string or any of a tuple.
fn tail_match(vm: &mut Vm, args: Args<'_>, function: &str, end: bool) -> PyResult {
    let text = this(&args.values[0]);
    let window = window(vm, &args.values[2..], || text.len())?;
    let matches = |part: &Str| {
        let test = if end { search::ends_with } else { search::starts_with };
        window.clone().is_some_and(|window| test(text.chars(), part.chars(), window))
    };
    let wanted = &args.values[1];
    if let Some(parts) = wanted.downcast::<Tuple>() {
        for part in parts.items() {
            let Some(part) = part.downcast::<Str>() else {
                let kind = vm.type_name(part);
                return Err(vm.type_error(format_args!("tuple for {function} must only contain str, not {kind}")));
            };
            if matches(part) {
                return Ok(Value::bool(true));
            }
        }
        return Ok(Value::bool(false));
    }
    match wanted.downcast::<Str>() {
        Some(part) => Ok(Value::bool(matches(part))),
        None => {
            let kind = vm.type_name(wanted);
            Err(vm.type_error(format_args!("{function} first arg must be str or a tuple of str, not {kind}")))
        }
    }
}

pub(super) fn starts_with(vm: &mut Vm, args: Args<'_>) -> PyResult {
    tail_match(vm, args, "startswith", false)
}

pub(super) fn ends_with(vm: &mut Vm, args: Args<'_>) -> PyResult {
    tail_match(vm, args, "endswith", true)
}
