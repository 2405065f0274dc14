//! Case conversion, and the `is…` predicates, by ASCII.

use pitviper_object::Value;
use pitviper_text::bytes::{self as kernel, Case};

use super::arguments::data;
use super::builder::{BytesBuilder, finish_like};
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;

macro_rules! conversions {
    ($($name:ident = $case:expr;)*) => {
        $(pub(super) fn $name(vm: &mut Vm, args: Args<'_>) -> PyResult {
            let own = data(&args.values[0]);
            let mut out = BytesBuilder::new(vm);
            out.reserve(own.len())?;
            kernel::convert(own, $case, &mut out)?;
            finish_like(vm, &args.values[0], out)
        })*
    };
}

conversions! {
    lower = Case::Lower;
    upper = Case::Upper;
    title = Case::Title;
    capitalize = Case::Capitalize;
    swapcase = Case::Swap;
}

/// Whether all bytes are like that, where they are when those of each portion are.
fn all(vm: &mut Vm, args: Args<'_>, test: fn(&[u8]) -> bool) -> PyResult {
    let own = data(&args.values[0]);
    Ok(Value::bool(vm.scan_items(own.len(), |part| (!test(&own[part])).then_some(()))?.is_none()))
}

/// Whether there is a byte of one kind and none of another.
fn some_and_none(vm: &mut Vm, args: Args<'_>, wanted: fn(&u8) -> bool, barred: fn(&u8) -> bool) -> PyResult {
    let own = data(&args.values[0]);
    let mut any = |kind: fn(&u8) -> bool| vm.scan_items(own.len(), |part| own[part].iter().any(kind).then_some(()));
    Ok(Value::bool(any(barred)?.is_none() && any(wanted)?.is_some()))
}

pub(super) fn is_lower(vm: &mut Vm, args: Args<'_>) -> PyResult {
    some_and_none(vm, args, u8::is_ascii_lowercase, u8::is_ascii_uppercase)
}

pub(super) fn is_upper(vm: &mut Vm, args: Args<'_>) -> PyResult {
    some_and_none(vm, args, u8::is_ascii_uppercase, u8::is_ascii_lowercase)
}

pub(super) fn is_title(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = data(&args.values[0]);
    let mut titles = kernel::Titles::default();
    let wrong = vm.scan_items(own.len(), |part| (!titles.take(&own[part])).then_some(()))?;
    Ok(Value::bool(wrong.is_none() && titles.cased()))
}

macro_rules! predicates {
    ($($name:ident = $test:expr;)*) => {
        $(pub(super) fn $name(vm: &mut Vm, args: Args<'_>) -> PyResult {
            all(vm, args, $test)
        })*
    };
}

predicates! {
    is_alnum = kernel::is_alnum;
    is_alpha = kernel::is_alpha;
    is_ascii = <[u8]>::is_ascii;
    is_digit = kernel::is_digit;
    is_space = kernel::is_space;
}
