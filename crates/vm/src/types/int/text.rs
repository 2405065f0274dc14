//! Ints as text.

use pitviper_number::int_text::{self as kernel, Base};
use pitviper_object::Value;

use super::{IntView, Limbs, view};
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::str::StrBuilder;

/// Limbs up to this many make text on the native stack.
const SHORT: usize = 8;
/// The digits that so many limbs have at most, in base 2.
const SHORT_TEXT: usize = SHORT * 64 + 1;
/// Decimal digits below which the limit never applies (`sys.int_info.str_digits_check_threshold`).
const CHECK_THRESHOLD: usize = 640;

/// Calls `then` with the digits of the magnitude, lower case, without sign or prefix.
///
/// # Errors
/// ValueError for more decimal digits than `sys.set_int_max_str_digits` allows; those of `then`.
pub fn with_digits<R>(
    vm: &mut Vm,
    int: &IntView<'_>,
    base: Base,
    then: impl FnOnce(&mut Vm, &[u8]) -> PyResult<R>,
) -> PyResult<R> {
    let magnitude = int.int().magnitude;
    if magnitude.len() <= SHORT {
        let mut text = [0; SHORT_TEXT];
        let len = kernel::digits(vm, &mut text, magnitude, base)?;
        return then(vm, &text[..len]);
    }
    let len = kernel::digits_len(magnitude, base);
    if base == Base::Decimal {
        // The estimate is at most one digit too long: what is surely too long is refused before the work.
        check_digits(vm, len.saturating_sub(2))?;
    }
    let mut text = Limbs::new(vm, len.div_ceil(8))?;
    let text = text.bytes_mut();
    let len = kernel::digits(vm, text, magnitude, base)?;
    if base == Base::Decimal {
        check_digits(vm, len)?;
    }
    then(vm, &text[..len])
}

fn check_digits(vm: &mut Vm, digits: usize) -> PyResult<()> {
    let limit = vm.int_max_str_digits as usize;
    if limit == 0 || digits <= limit || digits <= CHECK_THRESHOLD {
        return Ok(());
    }
    Err(vm.value_error(format_args!(
        "Exceeds the limit ({limit} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit"
    )))
}

/// Refuses text of too many digits to be read.
///
/// # Errors
/// ValueError.
pub(super) fn check_read_digits(vm: &mut Vm, digits: usize) -> PyResult<()> {
    let limit = vm.int_max_str_digits as usize;
    if limit == 0 || digits <= limit || digits <= CHECK_THRESHOLD {
        return Ok(());
    }
    Err(vm.value_error(format_args!(
        "Exceeds the limit ({limit} digits) for integer string conversion: value has {digits} digits; use sys.set_int_max_str_digits() to increase the limit"
    )))
}

/// `repr(int)`.
///
/// # Errors
/// ValueError for too many digits, `MemoryError`.
pub fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    if let Some(small) = value.as_small() {
        let mut text = [0; 21];
        return vm.new_short_ascii(kernel::decimal_signed(small, &mut text));
    }
    in_base(vm, value, Base::Decimal)
}

/// The text of an int with its base's prefix: `bin`, `oct`, `hex`, and `repr` for decimal.
///
/// # Errors
/// ValueError for too many decimal digits, `MemoryError`.
pub fn in_base(vm: &mut Vm, value: &Value, base: Base) -> PyResult {
    let Some(view) = view(value) else { return Ok(Value::not_implemented()) };
    let sign: &[u8] = if view.int().negative { b"-" } else { b"" };
    with_digits(vm, &view, base, |vm, digits| {
        let mut text = StrBuilder::new(vm);
        for part in [sign, base.prefix(), digits] {
            text.push_chars(pitviper_text::Chars::One(part))?;
        }
        text.finish()
    })
}
