//! `split`, `rsplit`, `splitlines`, `partition`, `rpartition`, `join`.

use std::ops::Range;

use pitviper_object::{Obj, Value};
use pitviper_text::split::{RSplit, RSplitSpace, STRETCH, Split, SplitLines, SplitSpace, Step, Steps, cut_at};
use pitviper_text::{Chars, Rules};

use super::arguments::{buffer_argument, data, like, part};
use super::builder::{BytesBuilder, finish_like};
use super::{Bytes, borrow};
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::list::List;
use crate::types::str::{find_in, is_long, limit, long_cuts};
use crate::types::tuple::Tuple;

fn pieces(vm: &mut Vm, receiver: &Value, mut ranges: impl Steps) -> PyResult<Obj<List>> {
    let list = vm.new_list()?;
    let mut count = 0usize;
    while let Some(step) = ranges.step() {
        // No other thread may run: a byte array could change.
        let Step::Piece(range) = step else {
            vm.work_held(STRETCH / 64)?;
            continue;
        };
        count += 1;
        if count.is_multiple_of(1024) {
            vm.work_held(64)?;
        }
        vm.worked(range.len() / 64);
        let piece = part(vm, receiver, range)?;
        vm.list_push(&list, piece)?;
    }
    Ok(list)
}

/// The pieces between long separators.
fn long_pieces(vm: &mut Vm, receiver: &Value, sep: &[u8], maxsplit: Option<usize>, right: bool) -> PyResult<Obj<List>> {
    let list = vm.new_list()?;
    long_cuts(vm, Chars::One(data(receiver)), Chars::One(sep), maxsplit, right, |vm, range| {
        let piece = part(vm, receiver, range)?;
        vm.list_push(&list, piece)
    })?;
    Ok(list)
}

/// The separator argument: bytes, or nothing for white space.
fn separator<'a>(vm: &mut Vm, value: Option<&'a Value>) -> PyResult<Option<&'a [u8]>> {
    match value.filter(|value| !value.is_none()) {
        Some(value) => buffer_argument(vm, value).map(Some),
        None => Ok(None),
    }
}

pub(super) fn split(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let receiver = &args.values[0];
    let [sep, maxsplit] = args.behind_receiver().parse(vm, "split", ["sep", "maxsplit"], 0, 0)?;
    let maxsplit = limit(vm, maxsplit)?;
    let own = Chars::One(data(receiver));
    let list = match separator(vm, sep)? {
        None => pieces(vm, receiver, SplitSpace::new(own, Rules::Bytes, maxsplit))?,
        Some(sep) if is_long(Chars::One(sep)) => long_pieces(vm, receiver, sep, maxsplit, false)?,
        Some(sep) => match Split::new(own, Chars::One(sep), maxsplit) {
            Some(cuts) => pieces(vm, receiver, cuts)?,
            None => return Err(vm.value_error(format_args!("empty separator"))),
        },
    };
    Ok(list.into_value())
}

pub(super) fn rsplit(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let receiver = &args.values[0];
    let [sep, maxsplit] = args.behind_receiver().parse(vm, "rsplit", ["sep", "maxsplit"], 0, 0)?;
    let maxsplit = limit(vm, maxsplit)?;
    let own = Chars::One(data(receiver));
    let list = match separator(vm, sep)? {
        None => pieces(vm, receiver, RSplitSpace::new(own, Rules::Bytes, maxsplit))?,
        Some(sep) if is_long(Chars::One(sep)) => long_pieces(vm, receiver, sep, maxsplit, true)?,
        Some(sep) => match RSplit::new(own, Chars::One(sep), maxsplit) {
            Some(cuts) => pieces(vm, receiver, cuts)?,
            None => return Err(vm.value_error(format_args!("empty separator"))),
        },
    };
    crate::types::list::methods::reverse_items(&list);
    Ok(list.into_value())
}

pub(super) fn splitlines(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let receiver = &args.values[0];
    let [keepends] = args.behind_receiver().parse(vm, "splitlines", ["keepends"], 0, 0)?;
    let keepends = match keepends {
        Some(keepends) => vm.truth(keepends)?,
        None => false,
    };
    let lines = SplitLines::new(Chars::One(data(receiver)), Rules::Bytes, keepends);
    Ok(pieces(vm, receiver, lines)?.into_value())
}

/// The separator of `partition`, and what stands for it in the result.
fn cut<'a>(vm: &mut Vm, args: Args<'a>) -> PyResult<(&'a [u8], Value)> {
    let value = &args.values[1];
    let separator = buffer_argument(vm, value)?;
    if separator.is_empty() {
        return Err(vm.value_error(format_args!("empty separator")));
    }
    let shown =
        if args.values[0].kind() == kinds::BYTEARRAY { like(vm, &args.values[0], separator)? } else { value.clone() };
    Ok((separator, shown))
}

fn three(vm: &mut Vm, receiver: &Value, shown: Value, parts: [Range<usize>; 3]) -> PyResult {
    let [before, _, behind] = parts;
    let parts = [part(vm, receiver, before)?, shown, part(vm, receiver, behind)?];
    vm.new_tuple_from(parts)
}

/// The receiver where no separator was found: bytes of a subclass too stay what they are.
fn whole(vm: &mut Vm, receiver: &Value) -> PyResult {
    if receiver.kind() == kinds::BYTES { Ok(receiver.clone()) } else { like(vm, receiver, data(receiver)) }
}

pub(super) fn partition(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let receiver = &args.values[0];
    let (separator, shown) = cut(vm, args)?;
    let own = Chars::One(data(receiver));
    match find_in(vm, own, Chars::One(separator), 0..own.len(), false)? {
        Some(at) => three(vm, receiver, shown, cut_at(own, at, separator.len())),
        None => {
            let parts = [whole(vm, receiver)?, like(vm, receiver, b"")?, like(vm, receiver, b"")?];
            vm.new_tuple_from(parts)
        }
    }
}

pub(super) fn rpartition(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let receiver = &args.values[0];
    let (separator, shown) = cut(vm, args)?;
    let own = Chars::One(data(receiver));
    match find_in(vm, own, Chars::One(separator), 0..own.len(), true)? {
        Some(at) => three(vm, receiver, shown, cut_at(own, at, separator.len())),
        None => {
            let parts = [like(vm, receiver, b"")?, like(vm, receiver, b"")?, whole(vm, receiver)?];
            vm.new_tuple_from(parts)
        }
    }
}

pub(super) fn join(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (receiver, iterable) = (&args.values[0], &args.values[1]);
    if let Some(tuple) = iterable.exact::<Tuple>() {
        return join_items(vm, receiver, tuple.items());
    }
    if !vm.is_iterable(iterable) {
        return Err(vm.type_error(format_args!("can only join an iterable")));
    }
    let list = vm.list_from(iterable)?;
    // SAFETY: nobody else has the list, and joining runs no Python.
    join_items(vm, receiver, unsafe { list.items_unchecked() })
}

fn join_items(vm: &mut Vm, receiver: &Value, items: &[Value]) -> PyResult {
    if let [item] = items
        && item.exact::<Bytes>().is_some()
        && receiver.kind() == kinds::BYTES
    {
        return Ok(item.clone());
    }
    let mut len = 0usize;
    for (index, item) in items.iter().enumerate() {
        let Some(part) = borrow(item) else {
            let kind = vm.type_name(item);
            return Err(
                vm.type_error(format_args!("sequence item {index}: expected a bytes-like object, {kind} found"))
            );
        };
        vm.work_at(index)?;
        let between = if index > 0 { data(receiver).len() } else { 0 };
        len = len.saturating_add(part.len()).saturating_add(between);
    }
    let mut out = BytesBuilder::new(vm);
    out.reserve(len)?;
    for (index, item) in items.iter().enumerate() {
        vm.work_at(index)?;
        if index > 0 {
            out.push(data(receiver))?;
        }
        out.push(data(item))?;
    }
    finish_like(vm, receiver, out)
}
