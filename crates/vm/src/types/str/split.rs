//! `split`, `rsplit`, `splitlines`, `partition`, `rpartition`, `join`.

use std::ops::Range;

use pitviper_object::{Obj, Value};
use pitviper_text::Rules;
use pitviper_text::split::{RSplit, RSplitSpace, STRETCH, Split, SplitLines, SplitSpace, Step, Steps, cut_at};

use super::arguments::{limit, max_of, this};
use super::search::{find_in, is_long, long_cuts};
use super::{FreshStr, Str, substring};
use crate::core::error::{Exc, PyResult};
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::list::List;
use crate::types::tuple::Tuple;

/// Makes the pieces that an iterator of ranges cuts out.
fn pieces(vm: &mut Vm, text: &Str, mut ranges: impl Steps) -> PyResult<Obj<List>> {
    let list = vm.new_list()?;
    let mut count = 0;
    while let Some(step) = ranges.step() {
        let Step::Piece(range) = step else {
            vm.work_plain((STRETCH / 64) as u32)?;
            continue;
        };
        vm.work_at(count)?;
        vm.worked(range.len() / 64);
        count += 1;
        let piece = substring(vm, text, range.start, range.end)?;
        vm.list_push(&list, piece)?;
    }
    Ok(list)
}

/// The pieces between long separators.
fn long_pieces(vm: &mut Vm, text: &Str, sep: &Str, maxsplit: Option<usize>, right: bool) -> PyResult<Obj<List>> {
    let list = vm.new_list()?;
    long_cuts(vm, text.chars(), sep.chars(), maxsplit, right, |vm, range| {
        let piece = substring(vm, text, range.start, range.end)?;
        vm.list_push(&list, piece)
    })?;
    Ok(list)
}

/// The separator argument: a string, or nothing for white space.
fn separator<'a>(vm: &mut Vm, value: Option<&'a Value>) -> PyResult<Option<&'a Str>> {
    let Some(value) = value.filter(|value| !value.is_none()) else { return Ok(None) };
    match value.downcast::<Str>() {
        Some(text) => Ok(Some(text)),
        None => {
            let kind = vm.type_name(value);
            Err(vm.type_error(format_args!("must be str or None, not {kind}")))
        }
    }
}

pub(super) fn split(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let text = this(&args.values[0]);
    let [sep, maxsplit] = args.behind_receiver().parse(vm, "split", ["sep", "maxsplit"], 0, 0)?;
    let maxsplit = limit(vm, maxsplit)?;
    let list = match separator(vm, sep)? {
        None => pieces(vm, text, SplitSpace::new(text.chars(), Rules::Text, maxsplit))?,
        Some(sep) if is_long(sep.chars()) => long_pieces(vm, text, sep, maxsplit, false)?,
        Some(sep) => match Split::new(text.chars(), sep.chars(), maxsplit) {
            Some(cuts) => pieces(vm, text, cuts)?,
            None => return Err(vm.value_error(format_args!("empty separator"))),
        },
    };
    Ok(list.into_value())
}

pub(super) fn rsplit(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let text = this(&args.values[0]);
    let [sep, maxsplit] = args.behind_receiver().parse(vm, "rsplit", ["sep", "maxsplit"], 0, 0)?;
    let maxsplit = limit(vm, maxsplit)?;
    let list = match separator(vm, sep)? {
        None => pieces(vm, text, RSplitSpace::new(text.chars(), Rules::Text, maxsplit))?,
        Some(sep) if is_long(sep.chars()) => long_pieces(vm, text, sep, maxsplit, true)?,
        Some(sep) => match RSplit::new(text.chars(), sep.chars(), maxsplit) {
            Some(cuts) => pieces(vm, text, cuts)?,
            None => return Err(vm.value_error(format_args!("empty separator"))),
        },
    };
    crate::types::list::methods::reverse_items(&list);
    Ok(list.into_value())
}

pub(super) fn splitlines(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let text = this(&args.values[0]);
    let [keepends] = args.behind_receiver().parse(vm, "splitlines", ["keepends"], 0, 0)?;
    let keepends = match keepends {
        Some(keepends) => vm.truth(keepends)?,
        None => false,
    };
    Ok(pieces(vm, text, SplitLines::new(text.chars(), Rules::Text, keepends))?.into_value())
}

/// The separator of `partition`, which must not be empty.
fn cut<'a>(vm: &mut Vm, args: Args<'a>) -> PyResult<&'a Str> {
    let value = &args.values[1];
    let Some(text) = value.downcast::<Str>() else {
        let kind = vm.type_name(value);
        return Err(vm.type_error(format_args!("must be str, not {kind}")));
    };
    if text.is_empty() {
        return Err(vm.value_error(format_args!("empty separator")));
    }
    Ok(text)
}

fn three(vm: &mut Vm, text: &Str, separator: &Value, parts: [Range<usize>; 3]) -> PyResult {
    let [before, _, behind] = parts;
    let before = substring(vm, text, before.start, before.end)?;
    let behind = substring(vm, text, behind.start, behind.end)?;
    vm.new_tuple_from([before, separator.clone(), behind])
}

pub(super) fn partition(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (text, separator) = (this(&args.values[0]), cut(vm, args)?);
    match find_in(vm, text.chars(), separator.chars(), 0..text.len(), false)? {
        Some(at) => three(vm, text, &args.values[1], cut_at(text.chars(), at, separator.len())),
        None => {
            let empty = vm.new_str("")?;
            vm.new_tuple_from([args.values[0].clone(), empty.clone(), empty])
        }
    }
}

pub(super) fn rpartition(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (text, separator) = (this(&args.values[0]), cut(vm, args)?);
    match find_in(vm, text.chars(), separator.chars(), 0..text.len(), true)? {
        Some(at) => three(vm, text, &args.values[1], cut_at(text.chars(), at, separator.len())),
        None => {
            let empty = vm.new_str("")?;
            vm.new_tuple_from([empty.clone(), empty, args.values[0].clone()])
        }
    }
}

pub(super) fn join(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let separator = this(&args.values[0]);
    let iterable = &args.values[1];
    if let Some(tuple) = iterable.exact::<Tuple>() {
        return join_items(vm, separator, tuple.items());
    }
    if let Some(list) = iterable.exact::<List>() {
        // SAFETY: joining runs no Python and changes no list.
        return join_items(vm, separator, unsafe { list.items_unchecked() });
    }
    if !vm.is_iterable(iterable) {
        return Err(vm.type_error(format_args!("can only join an iterable")));
    }
    let list = vm.list_from(iterable)?;
    // SAFETY: nobody else has the list.
    join_items(vm, separator, unsafe { list.items_unchecked() })
}

/// [`Vm::work_at`] that lets no other thread run: it could change the list.
fn look(vm: &mut Vm, index: usize) -> PyResult<()> {
    if index % 1024 == 1023 { vm.work_held(64) } else { Ok(()) }
}

/// The items with the separator between them.
///
/// # Errors
/// TypeError when one is no string.
pub fn join_items(vm: &mut Vm, separator: &Str, items: &[Value]) -> PyResult {
    if let [item] = items
        && item.exact::<Str>().is_some()
    {
        return Ok(item.clone());
    }
    let (mut len, mut max) = (0usize, if items.len() > 1 { max_of(separator) } else { 0 });
    let mut only = separator.chars().first();
    for (index, item) in items.iter().enumerate() {
        let Some(text) = item.downcast::<Str>() else {
            let kind = vm.type_name(item);
            return Err(vm.type_error(format_args!("sequence item {index}: expected str instance, {kind} found")));
        };
        look(vm, index)?;
        // Two lengths of 32 bits; the sum of as many as fit memory stays within a word.
        len += text.len() + if index > 0 { separator.len() } else { 0 };
        max |= max_of(text);
        if len == 1 {
            only = text.chars().first().or(only);
        }
    }
    if len > isize::MAX as usize {
        return Err(vm.raise(Exc::OverflowError, format_args!("join() result is too long for a Python string")));
    }
    if len < 2 {
        return match only {
            Some(ch) if len == 1 => vm.new_char(ch),
            _ => vm.new_str(""),
        };
    }
    let mut fresh = FreshStr::new(vm, len, max)?;
    for (index, item) in items.iter().enumerate() {
        look(vm, index)?;
        if index > 0 {
            fresh.push(separator.chars())?;
        }
        if let Some(text) = item.downcast::<Str>() {
            fresh.push(text.chars())?;
        }
    }
    Ok(fresh.finish())
}
