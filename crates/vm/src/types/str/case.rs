//! Case conversion, and the `is…` predicates.

use pitviper_object::Value;
use pitviper_text::{Chars, case as kernel, properties};

use super::arguments::this;
use super::fresh::Rest;
use super::{FreshStr, StrBuilder};
use crate::core::error::{PyResult, Raised};
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::portions;

type Kernel = fn(Chars<'_>, &mut StrBuilder) -> Result<(), Raised>;

fn converted(vm: &mut Vm, args: Args<'_>, convert: Kernel) -> PyResult {
    let mut out = StrBuilder::new(vm);
    convert(this(&args.values[0]).chars(), &mut out)?;
    out.finish()
}

/// ASCII text, whose length stays.
fn mapped(vm: &mut Vm, args: Args<'_>, map: fn(&u8) -> u8, convert: Kernel) -> PyResult {
    let text = this(&args.values[0]);
    match text.as_ascii() {
        Some(ascii) if ascii.len() > 1 => {
            let mut fresh = FreshStr::new(vm, ascii.len(), 0x7F)?;
            let mut left = ascii.as_bytes();
            fresh.fill_with(|rest| {
                let Rest::One(out) = rest else { return 0 };
                for (place, byte) in out.iter_mut().zip(left) {
                    *place = map(byte);
                }
                left = left.get(out.len()..).unwrap_or(&[]);
                out.len()
            })?;
            Ok(fresh.finish())
        }
        _ => converted(vm, args, convert),
    }
}

pub(super) fn lower(vm: &mut Vm, args: Args<'_>) -> PyResult {
    mapped(vm, args, u8::to_ascii_lowercase, kernel::lower)
}

pub(super) fn upper(vm: &mut Vm, args: Args<'_>) -> PyResult {
    mapped(vm, args, u8::to_ascii_uppercase, kernel::upper)
}

pub(super) fn casefold(vm: &mut Vm, args: Args<'_>) -> PyResult {
    mapped(vm, args, u8::to_ascii_lowercase, kernel::casefold)
}

pub(super) fn swapcase(vm: &mut Vm, args: Args<'_>) -> PyResult {
    converted(vm, args, kernel::swapcase)
}

pub(super) fn title(vm: &mut Vm, args: Args<'_>) -> PyResult {
    converted(vm, args, kernel::title)
}

pub(super) fn capitalize(vm: &mut Vm, args: Args<'_>) -> PyResult {
    converted(vm, args, kernel::capitalize)
}

/// Whether all of the text is like that, where it is like that when its portions are.
fn all(vm: &mut Vm, args: Args<'_>, test: fn(Chars<'_>) -> bool) -> PyResult {
    let text = this(&args.values[0]).chars();
    let other = vm.scan_items(text.len(), |part| (!test(text.slice(part))).then_some(()))?;
    Ok(Value::bool(other.is_none()))
}

/// Whether long text has a character of one kind and none of another; of what is short, `short` says it.
fn some_and_none(
    vm: &mut Vm,
    args: Args<'_>,
    short: fn(Chars<'_>) -> bool,
    wanted: fn(u32) -> bool,
    barred: fn(u32) -> bool,
) -> PyResult {
    let text = this(&args.values[0]).chars();
    if text.len() <= portions::ITEMS {
        vm.worked(text.len() / 16);
        return Ok(Value::bool(short(text)));
    }
    let mut any =
        |kind: fn(u32) -> bool| vm.scan_items(text.len(), |part| text.slice(part).iter().any(kind).then_some(()));
    Ok(Value::bool(any(barred)?.is_none() && any(wanted)?.is_some()))
}

pub(super) fn is_lower(vm: &mut Vm, args: Args<'_>) -> PyResult {
    some_and_none(vm, args, properties::is_lower_text, properties::is_lower, |ch| {
        !properties::is_lower(ch) && (properties::is_upper(ch) || properties::is_title(ch))
    })
}

pub(super) fn is_upper(vm: &mut Vm, args: Args<'_>) -> PyResult {
    some_and_none(vm, args, properties::is_upper_text, properties::is_upper, |ch| {
        !properties::is_upper(ch) && (properties::is_lower(ch) || properties::is_title(ch))
    })
}

pub(super) fn is_title(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let text = this(&args.values[0]).chars();
    let mut titles = properties::Titles::default();
    let wrong = vm.scan_items(text.len(), |part| (!titles.take(text.slice(part))).then_some(()))?;
    Ok(Value::bool(wrong.is_none() && titles.cased()))
}

pub(super) fn is_identifier(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let text = this(&args.values[0]).chars();
    let wrong = vm.scan_items(text.len(), |part| {
        let fits = match part.start {
            0 => properties::is_identifier(text.slice(part)),
            _ => text.slice(part).iter().all(properties::is_identifier_continue),
        };
        (!fits).then_some(())
    })?;
    Ok(Value::bool(wrong.is_none()))
}

macro_rules! predicates {
    ($($name:ident = $test:expr;)*) => {
        $(pub(super) fn $name(vm: &mut Vm, args: Args<'_>) -> PyResult {
            all(vm, args, $test)
        })*
    };
}

predicates! {
    is_alnum = properties::all_alnum;
    is_alpha = properties::all_alpha;
    is_decimal = properties::all_decimal;
    is_digit = properties::all_digit;
    is_numeric = properties::all_numeric;
    is_printable = properties::all_printable;
    is_space = properties::all_space;
}

pub(super) fn is_ascii(_: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Value::bool(this(&args.values[0]).is_ascii()))
}
