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

macro_rules! predicates {
    ($($name:ident = $test:expr;)*) => {
        $(pub(super) fn $name(_: &mut Vm, args: Args<'_>) -> PyResult {
            let test: fn(&[u8]) -> bool = $test;
            Ok(Value::bool(test(data(&args.values[0]))))
        })*
    };
}

predicates! {
    is_alnum = kernel::is_alnum;
    is_alpha = kernel::is_alpha;
    is_ascii = <[u8]>::is_ascii;
    is_digit = kernel::is_digit;
    is_lower = kernel::is_lower;
    is_space = kernel::is_space;
    is_title = kernel::is_title;
    is_upper = kernel::is_upper;
}
