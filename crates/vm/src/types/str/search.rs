//! `find`, `index`, `count`, `startswith` and their kin.

use std::ops::Range;

use pitviper_object::Value;
use pitviper_text::search::Matches;
use pitviper_text::{Chars, search};

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
    find_in(vm, text.chars(), part.chars(), window, right)
}

/// Characters searched between two looks at the limits.
const STRETCH: usize = 1 << 18;
/// Characters of what is searched from which on that takes long itself.
const LONG: usize = 1 << 16;

/// The first place of `part` in a window of `text`, or the last one. Both are kept alive by the caller, and no Python
/// runs.
///
/// # Errors
/// KeyboardInterrupt; a stop.
pub fn find_in(
    vm: &mut Vm,
    text: Chars<'_>,
    part: Chars<'_>,
    window: Range<usize>,
    right: bool,
) -> PyResult<Option<usize>> {
    if part.len() > LONG {
        let look = |chars: usize| vm.work_held(chars / 16);
        return match right {
            true => search::rfind_watched(text, part, window, look),
            false => search::find_watched(text, part, window, look),
        };
    }
    let find = if right { search::rfind } else { search::find };
    if window.len() <= 2 * STRETCH {
        vm.worked(window.len() / 256);
        return Ok(find(text, part, window));
    }
    // Stretches lap over by what a match that begins in one can reach into the next.
    let (step, lap) = (STRETCH.max(4 * part.len()), part.len().saturating_sub(1));
    let (mut start, mut end) = (window.start, window.end);
    loop {
        vm.work_held(step / 256)?;
        let stretch = if right {
            window.start.max(end.saturating_sub(step + lap))..end
        } else {
            start..window.end.min(start + step + lap)
        };
        let found = find(text, part, stretch.clone());
        let done = if right { stretch.start == window.start } else { stretch.end == window.end };
        if found.is_some() || done {
            return Ok(found);
        }
        start += step;
        end -= step;
    }
}

/// Whether it takes so long to look for this that [`long_cuts`] must.
#[must_use]
pub fn is_long(separator: Chars<'_>) -> bool {
    separator.len() > LONG
}

/// Cuts text at a long separator, at most `most` times, from the left or from the right, and hands out the pieces.
///
/// # Errors
/// KeyboardInterrupt; a stop; what `piece` raises.
pub fn long_cuts(
    vm: &mut Vm,
    text: Chars<'_>,
    separator: Chars<'_>,
    most: Option<usize>,
    right: bool,
    mut piece: impl FnMut(&mut Vm, Range<usize>) -> PyResult<()>,
) -> PyResult<()> {
    let (mut rest, mut left) = (0..text.len(), most.unwrap_or(usize::MAX));
    while left > 0
        && let Some(at) = find_in(vm, text, separator, rest.clone(), right)?
    {
        left -= 1;
        let behind = at + separator.len();
        if right {
            piece(vm, behind..rest.end)?;
            rest.end = at;
        } else {
            piece(vm, rest.start..at)?;
            rest.start = behind;
        }
    }
    piece(vm, rest)
}

/// How often `part` is in a window of `text`, counted up to `most`, as [`find_in`].
///
/// # Errors
/// KeyboardInterrupt; a stop.
pub fn count_in(
    vm: &mut Vm,
    text: Chars<'_>,
    part: Chars<'_>,
    window: Range<usize>,
    most: Option<usize>,
) -> PyResult<usize> {
    let most = most.unwrap_or(usize::MAX);
    if part.is_empty() {
        return Ok((window.len() + 1).min(most));
    }
    if part.len() > LONG {
        let (mut start, mut count) = (window.start, 0);
        while count < most
            && let Some(at) = find_in(vm, text, part, start..window.end, false)?
        {
            count += 1;
            start = at + part.len();
        }
        return Ok(count);
    }
    let step = STRETCH.max(4 * part.len());
    let (mut start, mut count) = (window.start, 0);
    while start < window.end && count < most {
        let end = window.end.min(start + step);
        // A match that begins in this stretch may end behind it; the next stretch begins where it ends.
        let reach = window.end.min(end + part.len() - 1);
        vm.work_held((end - start) / 64)?;
        if part.len() == 1 {
            count += search::count(text, part, start..end);
            start = end;
            continue;
        }
        let mut next = end;
        for at in Matches::new(text.slice(start..reach), part).map(|at| start + at).take_while(|&at| at < end) {
            count += 1;
            next = next.max(at + part.len());
        }
        start = next;
    }
    Ok(count.min(most))
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
        Some(window) => count_in(vm, text.chars(), part.chars(), window, None)?,
        None => 0,
    };
    vm.new_usize(count)
}

/// Whether `part` is the end, or the start, of `text`.
///
/// # Errors
/// KeyboardInterrupt; a stop.
pub fn lies_at_end(vm: &mut Vm, text: Chars<'_>, part: Chars<'_>, end: bool) -> PyResult<bool> {
    let Some(rest) = text.len().checked_sub(part.len()) else { return Ok(false) };
    let own = if end { text.slice(rest..text.len()) } else { text.slice(0..part.len()) };
    let differs = |range: Range<usize>| (own.slice(range.clone()) != part.slice(range)).then_some(());
    Ok(vm.scan(part.len(), differs)?.is_none())
}

/// `startswith` and `endswith`: of one string or any of a tuple.
fn tail_match(vm: &mut Vm, args: Args<'_>, function: &str, end: bool) -> PyResult {
    let text = this(&args.values[0]);
    let window = window(vm, &args.values[2..], || text.len())?;
    let matches = |vm: &mut Vm, part: &Str| match &window {
        Some(window) => lies_at_end(vm, text.chars().slice(window.clone()), part.chars(), end),
        None => Ok(false),
    };
    let wanted = &args.values[1];
    if let Some(parts) = wanted.downcast::<Tuple>() {
        for part in parts.items() {
            let Some(part) = part.downcast::<Str>() else {
                let kind = vm.type_name(part);
                return Err(vm.type_error(format_args!("tuple for {function} must only contain str, not {kind}")));
            };
            if matches(vm, part)? {
                return Ok(Value::bool(true));
            }
        }
        return Ok(Value::bool(false));
    }
    match wanted.downcast::<Str>() {
        Some(part) => Ok(Value::bool(matches(vm, part)?)),
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
