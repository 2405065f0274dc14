//! `replace`, `strip`, padding, tabs, prefixes and suffixes, `translate`.

use pitviper_object::Value;
use pitviper_text::edit::{self as kernel, Ends, Pad, Replace, Strip};
use pitviper_text::{Chars, Rules, translate as mapping};

use super::arguments::{buffer_argument, data, part, unchanged};
use super::borrow;
use super::builder::{BytesBuilder, finish_like};
use crate::core::args::Params;
use crate::core::error::{Exc, PyResult};
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::str::{count_in, is_long, lies_at_end, limit, long_cuts, strip_in, tab_size, tabs_in};

pub(super) fn replace(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let count = limit(vm, args.values.get(3))?;
    let old = buffer_argument(vm, &args.values[1])?;
    let new = buffer_argument(vm, &args.values[2])?;
    let receiver = &args.values[0];
    let (text, old, new) = (Chars::One(data(receiver)), Chars::One(old), Chars::One(new));
    let count = count_in(vm, text, old, 0..text.len(), count)?;
    let Ok(plan) = Replace::of(text, old, new, count) else {
        return Err(vm.raise(Exc::OverflowError, format_args!("replace bytes is too long")));
    };
    if plan.matches() == 0 {
        return unchanged(vm, receiver);
    }
    let mut out = BytesBuilder::new(vm);
    out.reserve(plan.len())?;
    if is_long(old) {
        let (Chars::One(own), Chars::One(new)) = (text, new) else { return unchanged(vm, receiver) };
        let mut first = true;
        long_cuts(vm, text, old, Some(count), false, |_, piece| {
            if !std::mem::take(&mut first) {
                out.push(new)?;
            }
            out.push(&own[piece])
        })?;
    } else {
        plan.write(&mut out)?;
    }
    finish_like(vm, receiver, out)
}

fn strip_ends(vm: &mut Vm, args: Args<'_>, ends: Ends) -> PyResult {
    let receiver = &args.values[0];
    let strip = match args.values.get(1).filter(|set| !set.is_none()) {
        None => Strip::space(Rules::Bytes),
        Some(set) => Strip::chars(Chars::One(buffer_argument(vm, set)?)),
    };
    let kept = strip_in(vm, Chars::One(data(receiver)), ends, &strip)?;
    part(vm, receiver, kept)
}

pub(super) fn strip(vm: &mut Vm, args: Args<'_>) -> PyResult {
    strip_ends(vm, args, Ends::Both)
}

pub(super) fn lstrip(vm: &mut Vm, args: Args<'_>) -> PyResult {
    strip_ends(vm, args, Ends::Left)
}

pub(super) fn rstrip(vm: &mut Vm, args: Args<'_>) -> PyResult {
    strip_ends(vm, args, Ends::Right)
}

pub(super) fn remove_prefix(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let prefix = buffer_argument(vm, &args.values[1])?;
    let own = Chars::One(data(&args.values[0]));
    let cut = if lies_at_end(vm, own, Chars::One(prefix), false)? { prefix.len() } else { 0 };
    part(vm, &args.values[0], cut..own.len())
}

pub(super) fn remove_suffix(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let suffix = buffer_argument(vm, &args.values[1])?;
    let own = Chars::One(data(&args.values[0]));
    let cut = if lies_at_end(vm, own, Chars::One(suffix), true)? { suffix.len() } else { 0 };
    part(vm, &args.values[0], 0..own.len() - cut)
}

fn fill_byte(vm: &mut Vm, function: &str, value: Option<&Value>) -> PyResult<u8> {
    let Some(value) = value else { return Ok(b' ') };
    match borrow(value) {
        Some([byte]) => Ok(*byte),
        Some(other) => {
            let (kind, len) =
                (if value.kind() == crate::core::kinds::BYTES { "bytes" } else { "bytearray" }, other.len());
            let article = "a";
            Err(vm.type_error(format_args!(
                "{function}(): argument 2 must be a byte string of length 1, not {article} {kind} object of length {len}"
            )))
        }
        None => Err(crate::types::str::bad_argument(vm, function, "argument 2", "a byte string of length 1", value)),
    }
}

fn padded(vm: &mut Vm, args: Args<'_>, function: &str, plan: fn(usize, usize) -> Pad) -> PyResult {
    let width = vm.index_isize(&args.values[1])?.max(0) as usize;
    let fill = fill_byte(vm, function, args.values.get(2))?;
    let receiver = &args.values[0];
    let own = data(receiver);
    let pad = plan(own.len(), width);
    if pad.is_none() {
        return unchanged(vm, receiver);
    }
    let mut out = BytesBuilder::new(vm);
    out.reserve(width)?;
    out.push_repeated(fill, pad.left)?;
    out.push(own)?;
    out.push_repeated(fill, pad.right)?;
    finish_like(vm, receiver, out)
}

pub(super) fn ljust(vm: &mut Vm, args: Args<'_>) -> PyResult {
    padded(vm, args, "ljust", Pad::ljust)
}

pub(super) fn rjust(vm: &mut Vm, args: Args<'_>) -> PyResult {
    padded(vm, args, "rjust", Pad::rjust)
}

pub(super) fn center(vm: &mut Vm, args: Args<'_>) -> PyResult {
    padded(vm, args, "center", Pad::center)
}

pub(super) fn zfill(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let width = vm.index_isize(&args.values[1])?.max(0) as usize;
    let receiver = &args.values[0];
    if width <= data(receiver).len() {
        return unchanged(vm, receiver);
    }
    let mut out = BytesBuilder::new(vm);
    out.reserve(width)?;
    kernel::zfill(Chars::One(data(receiver)), width, &mut out)?;
    finish_like(vm, receiver, out)
}

pub(super) fn expand_tabs(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [size] = args.behind_receiver().parse(vm, "expandtabs", ["tabsize"], 0, 0)?;
    let size = tab_size(vm, size)?;
    let receiver = &args.values[0];
    let Some(plan) = tabs_in(vm, Chars::One(data(receiver)), size)? else {
        return Err(vm.raise(Exc::OverflowError, format_args!("result too long")));
    };
    let mut out = BytesBuilder::new(vm);
    out.reserve(plan.len())?;
    plan.write(&mut out)?;
    finish_like(vm, receiver, out)
}

pub(super) fn translate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [table, delete] = Params::new("translate", ["table", "delete"])
        .required(1)
        .positional_only(1)
        .bind(vm, args.behind_receiver())?;
    let receiver = &args.values[0];
    let table: Option<&[u8; 256]> = match table.filter(|table| !table.is_none()) {
        None => None,
        Some(table) => match buffer_argument(vm, table)?.try_into() {
            Ok(table) => Some(table),
            Err(_) => {
                let message = format_args!("translation table must be 256 characters long");
                return Err(vm.value_error(message));
            }
        },
    };
    let delete = match delete {
        Some(delete) => buffer_argument(vm, delete)?,
        None => &[],
    };
    let mut out = BytesBuilder::new(vm);
    mapping::translate_bytes(data(receiver), table, delete, &mut out)?;
    if receiver.exact::<super::Bytes>().is_some() {
        let (own, made) = (Chars::One(data(receiver)), Chars::One(out.data()));
        if own.len() == made.len() && lies_at_end(vm, own, made, true)? {
            return Ok(receiver.clone());
        }
    }
    finish_like(vm, receiver, out)
}

/// `bytes.maketrans`.
pub(super) fn make_trans(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let from = buffer_argument(vm, &args.values[0])?;
    let to = buffer_argument(vm, &args.values[1])?;
    if from.len() != to.len() {
        return Err(vm.value_error(format_args!("maketrans arguments must have same length")));
    }
    let mut table: [u8; 256] = std::array::from_fn(|byte| byte as u8);
    for (from, to) in from.iter().zip(to) {
        table[usize::from(*from)] = *to;
    }
    vm.new_bytes(&table)
}
