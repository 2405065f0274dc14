//! `replace`, `strip`, padding, tabs, prefixes and suffixes.

use std::ops::Range;

use pitviper_object::Value;
use pitviper_text::edit::{self as kernel, Ends, ExpandTabs, Pad, Replace, Strip};
use pitviper_text::{Chars, Rules};

use super::arguments::{bad_argument, fill_character, limit, max_of, text_argument, this, unchanged};
use super::search::{count_in, is_long, lies_at_end, long_cuts};
use super::{FreshStr, Str, StrBuilder, substring};
use crate::core::args::Params;
use crate::core::error::{Exc, PyResult};
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::portions;

pub(super) fn replace(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [old, new, count] = Params::new("replace", ["old", "new", "count"])
        .required(2)
        .positional_only(2)
        .bind(vm, args.behind_receiver())?;
    let (Some(old), Some(new)) = (old, new) else { return unchanged(vm, &args.values[0]) };
    let old = text_argument(vm, "replace", 1, old)?;
    let new = text_argument(vm, "replace", 2, new)?;
    let count = limit(vm, count)?;
    let text = this(&args.values[0]);
    let count = count_in(vm, text.chars(), old.chars(), 0..text.len(), count)?;
    let Ok(plan) = Replace::of(text.chars(), old.chars(), new.chars(), count) else {
        return Err(vm.raise(Exc::OverflowError, format_args!("replace string is too long")));
    };
    if plan.matches() == 0 {
        return unchanged(vm, &args.values[0]);
    }
    if is_long(old.chars()) {
        let (mut out, mut first) = (StrBuilder::new(vm), true);
        long_cuts(vm, text.chars(), old.chars(), Some(count), false, |_, piece| {
            if !std::mem::take(&mut first) {
                out.push_str(new)?;
            }
            out.push_chars(text.chars().slice(piece))
        })?;
        return out.finish();
    }
    if plan.len() > 1 && (text.is_ascii() && new.is_ascii()) {
        let mut fresh = FreshStr::new(vm, plan.len(), 0x7F)?;
        plan.write(&mut fresh)?;
        return Ok(fresh.finish());
    }
    let mut out = StrBuilder::new(vm);
    plan.write(&mut out)?;
    out.finish()
}

fn strip_ends(vm: &mut Vm, args: Args<'_>, function: &str, ends: Ends) -> PyResult {
    let text = this(&args.values[0]);
    let strip = match args.values.get(1).filter(|set| !set.is_none()) {
        None => Strip::space(Rules::Text),
        Some(set) => {
            let Some(set) = set.downcast::<Str>() else {
                return Err(vm.type_error(format_args!("{function} arg must be None or str")));
            };
            vm.worked(set.len() / 16);
            Strip::chars(set.chars())
        }
    };
    let kept = strip_in(vm, text.chars(), ends, &strip)?;
    substring(vm, text, kept.start, kept.end)
}

/// What is left of text that is stripped.
///
/// # Errors
/// KeyboardInterrupt; a stop.
pub(crate) fn strip_in(vm: &mut Vm, text: Chars<'_>, ends: Ends, strip: &Strip<'_>) -> PyResult<Range<usize>> {
    let cost = strip.cost();
    if text.len() <= portions::ITEMS / cost {
        let kept = strip.strip(text, ends);
        vm.worked((text.len() - kept.len()) / 16);
        return Ok(kept);
    }
    let (portion, per_step) = ((portions::ITEMS / cost).max(1), (16 / cost).max(1));
    let mut kept = 0..text.len();
    if ends != Ends::Right {
        let start = vm.scan_by(text.len(), portion, per_step, |part| {
            let rest = strip.strip(text.slice(part.clone()), Ends::Left);
            (!rest.is_empty()).then_some(part.start + rest.start)
        })?;
        kept.start = start.unwrap_or(text.len());
    }
    if ends != Ends::Left {
        let (first, len) = (kept.start, kept.len());
        let end = vm.scan_by(len, portion, per_step, |part| {
            let from = first + len - part.end;
            let rest = strip.strip(text.slice(from..from + part.len()), Ends::Right);
            (!rest.is_empty()).then_some(from + rest.end)
        })?;
        kept.end = end.unwrap_or(first);
    }
    Ok(kept)
}

pub(super) fn strip(vm: &mut Vm, args: Args<'_>) -> PyResult {
    strip_ends(vm, args, "strip", Ends::Both)
}

pub(super) fn lstrip(vm: &mut Vm, args: Args<'_>) -> PyResult {
    strip_ends(vm, args, "lstrip", Ends::Left)
}

pub(super) fn rstrip(vm: &mut Vm, args: Args<'_>) -> PyResult {
    strip_ends(vm, args, "rstrip", Ends::Right)
}

/// The one argument of `removeprefix` and `removesuffix`.
fn affix<'a>(vm: &mut Vm, args: Args<'a>, function: &str) -> PyResult<&'a Str> {
    match args.values[1].downcast::<Str>() {
        Some(text) => Ok(text),
        None => Err(bad_argument(vm, function, "argument", "str", &args.values[1])),
    }
}

pub(super) fn remove_prefix(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (text, prefix) = (this(&args.values[0]), affix(vm, args, "removeprefix")?);
    let cut = if lies_at_end(vm, text.chars(), prefix.chars(), false)? { prefix.len() } else { 0 };
    substring(vm, text, cut, text.len())
}

pub(super) fn remove_suffix(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (text, suffix) = (this(&args.values[0]), affix(vm, args, "removesuffix")?);
    let cut = if lies_at_end(vm, text.chars(), suffix.chars(), true)? { suffix.len() } else { 0 };
    substring(vm, text, 0, text.len() - cut)
}

fn padded(vm: &mut Vm, args: Args<'_>, plan: fn(usize, usize) -> Pad) -> PyResult {
    let width = vm.index_isize(&args.values[1])?.max(0) as usize;
    let fill = fill_character(vm, args.values.get(2))?;
    let text = this(&args.values[0]);
    let pad = plan(text.len(), width);
    if pad.is_none() {
        return unchanged(vm, &args.values[0]);
    }
    if width < 2 {
        return vm.new_char(fill);
    }
    let mut fresh = FreshStr::new(vm, width, fill | max_of(text))?;
    fresh.push_fill(fill, pad.left)?;
    fresh.push(text.chars())?;
    fresh.push_fill(fill, pad.right)?;
    Ok(fresh.finish())
}

pub(super) fn ljust(vm: &mut Vm, args: Args<'_>) -> PyResult {
    padded(vm, args, Pad::ljust)
}

pub(super) fn rjust(vm: &mut Vm, args: Args<'_>) -> PyResult {
    padded(vm, args, Pad::rjust)
}

pub(super) fn center(vm: &mut Vm, args: Args<'_>) -> PyResult {
    padded(vm, args, Pad::center)
}

pub(super) fn zfill(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let width = vm.index_isize(&args.values[1])?.max(0) as usize;
    let text = this(&args.values[0]);
    if width <= text.len() {
        return unchanged(vm, &args.values[0]);
    }
    if width < 2 {
        return vm.new_str_chars(Chars::One(b"0"));
    }
    let mut fresh = FreshStr::new(vm, width, u32::from(b'0') | max_of(text))?;
    kernel::zfill(text.chars(), width, &mut fresh)?;
    Ok(fresh.finish())
}

pub(super) fn expand_tabs(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [size] = args.behind_receiver().parse(vm, "expandtabs", ["tabsize"], 0, 0)?;
    let size = tab_size(vm, size)?;
    let text = this(&args.values[0]);
    let Some(plan) = tabs_in(vm, text.chars(), size)? else {
        return Err(vm.raise(Exc::OverflowError, format_args!("new string is too long")));
    };
    let mut out = StrBuilder::new(vm);
    plan.write(&mut out)?;
    out.finish()
}

/// Text with its tabs expanded; nothing when it is too long.
///
/// # Errors
/// KeyboardInterrupt; a stop.
pub(crate) fn tabs_in<'a>(vm: &mut Vm, text: Chars<'a>, size: usize) -> PyResult<Option<ExpandTabs<'a>>> {
    Ok(ExpandTabs::watched(text, size, |chars| vm.work_held(chars / 16))?.ok())
}

/// The argument of `expandtabs`, a C int.
///
/// # Errors
/// TypeError, OverflowError.
pub(crate) fn tab_size(vm: &mut Vm, value: Option<&Value>) -> PyResult<usize> {
    let Some(value) = value else { return Ok(8) };
    let index = vm.to_index(value)?;
    match crate::types::int::to_i64(&index).map(i32::try_from) {
        Some(Ok(size)) => Ok(size.max(0) as usize),
        Some(Err(_)) => Err(vm.raise(Exc::OverflowError, format_args!("Python int too large to convert to C int"))),
        None => Err(vm.raise(Exc::OverflowError, format_args!("Python int too large to convert to C int"))),
    }
}
