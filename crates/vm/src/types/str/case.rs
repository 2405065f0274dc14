//! Case conversion, and the `is…` predicates.

use pitviper_object::Value;
use pitviper_text::{Chars, case as kernel, properties};

use super::arguments::this;
use super::fresh::Rest;
use super::{FreshStr, StrBuilder};
use crate::core::error::{PyResult, Raised};
use crate::core::native::Args;
use crate::core::vm::Vm;

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
            fresh.fill_with(|rest| {
                let Rest::One(out) = rest else { return 0 };
                for (place, byte) in out.iter_mut().zip(ascii.as_bytes()) {
                    *place = map(byte);
                }
                out.len()
            });
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

macro_rules! predicates {
    ($($name:ident = $test:expr;)*) => {
        $(pub(super) fn $name(vm: &mut Vm, args: Args<'_>) -> PyResult {
            let test: fn(Chars<'_>) -> bool = $test;
            let text = this(&args.values[0]).chars();
            vm.worked(text.len() / 16);
            Ok(Value::bool(test(text)))
        })*
    };
}

predicates! {
    is_alnum = properties::all_alnum;
    is_alpha = properties::all_alpha;
    is_decimal = properties::all_decimal;
    is_digit = properties::all_digit;
    is_identifier = properties::is_identifier;
    is_lower = properties::is_lower_text;
    is_numeric = properties::all_numeric;
    is_printable = properties::all_printable;
    is_space = properties::all_space;
    is_title = properties::is_title_text;
    is_upper = properties::is_upper_text;
}

pub(super) fn is_ascii(_: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Value::bool(this(&args.values[0]).is_ascii()))
}
