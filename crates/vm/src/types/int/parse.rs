//! Text to ints.

use pitviper_number::int_parse::{ParseIntError, scan};
use pitviper_object::Value;
use pitviper_text::{Chars, properties};

use super::{IntView, Room, text};
use crate::core::error::{PyResult, Raised};
use crate::core::vm::Vm;
use crate::types::str::{Str, StrBuilder};

/// `int(text, base)` of a string object.
///
/// # Errors
/// ValueError.
pub fn parse(vm: &mut Vm, text: &Value, base: u32) -> PyResult {
    let Some(string) = text.downcast::<Str>() else { return Err(invalid(vm, text, base)) };
    if let Some(ascii) = string.as_ascii()
        && base == 10
        && let Some(small) = short_decimal(ascii.as_bytes())
    {
        return Ok(Value::small(small));
    }
    with_ascii(vm, string, |vm, ascii| parse_ascii(vm, ascii, base, text))
}

/// Decimal digits that always fit an inline int, with nothing else but a sign.
fn short_decimal(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let mut value = 0;
    for &digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        value = value * 10 + i64::from(digit - b'0');
    }
    Some(if negative { -value } else { value })
}

/// Calls `then` with the text in ASCII: Unicode decimal digits as ASCII ones, Unicode white space as spaces, and
/// anything else that is not ASCII as question marks.
///
/// # Errors
/// `MemoryError`; those of `then`.
pub fn with_ascii<R>(vm: &mut Vm, text: &Str, then: impl FnOnce(&mut Vm, &[u8]) -> PyResult<R>) -> PyResult<R> {
    if let Some(ascii) = text.as_ascii() {
        return then(vm, ascii.as_bytes());
    }
    let mut builder = StrBuilder::new(vm);
    for ch in text.chars().iter() {
        let unit = match properties::decimal_value(ch) {
            _ if ch < 128 => ch as u8,
            Some(digit) => b'0' + digit,
            None if properties::all_space(Chars::Four(&[ch])) => b' ',
            None => b'?',
        };
        builder.push_chars(Chars::One(&[unit]))?;
    }
    match builder.chars() {
        Chars::One(ascii) => then(vm, ascii),
        _ => then(vm, b"?"),
    }
}

/// `int(text, base)`; `source` is what the message shows.
///
/// # Errors
/// ValueError.
pub fn parse_ascii(vm: &mut Vm, ascii: &[u8], base: u32, source: &Value) -> PyResult {
    let scanned = match scan(ascii, base) {
        Ok(scanned) => scanned,
        Err(ParseIntError::Base) => return Err(bad_base(vm)),
        Err(ParseIntError::Literal) => return Err(invalid(vm, source, base)),
    };
    if let Some(small) = scanned.small() {
        return vm.new_int(small);
    }
    if scanned.is_superlinear() {
        text::check_read_digits(vm, scanned.digits)?;
    }
    let mut room = Room::new(vm, scanned.limbs_len())?;
    let written = scanned.write(vm, room.limbs())?;
    room.finish(vm, written)
}

/// The base argument of `int(x, base)`.
///
/// # Errors
/// ValueError.
pub(super) fn base_argument(vm: &mut Vm, base: &IntView<'_>) -> PyResult<u32> {
    match base.int().to_i64() {
        Some(base @ (0 | 2..=36)) => Ok(base as u32),
        _ => Err(bad_base(vm)),
    }
}

#[cold]
fn bad_base(vm: &mut Vm) -> Raised {
    vm.value_error(format_args!("int() base must be >= 2 and <= 36, or 0"))
}

/// Characters of the repr that the message shows at most.
const SHOWN: usize = 200;

#[cold]
fn invalid(vm: &mut Vm, source: &Value, base: u32) -> Raised {
    let shown = match vm.repr(source) {
        Ok(shown) => shown,
        Err(raised) => return raised,
    };
    let Some(shown) = shown.downcast::<Str>() else {
        return vm.value_error(format_args!("invalid literal for int() with base {base}"));
    };
    let mut message = StrBuilder::new(vm);
    let chars = shown.chars();
    let text = (|| {
        message.write_fmt(format_args!("invalid literal for int() with base {base}: "))?;
        message.push_chars(chars.slice(0..chars.len().min(SHOWN)))?;
        message.finish()
    })();
    match text {
        Ok(text) => vm.raise_with(crate::core::error::Exc::ValueError, text),
        Err(raised) => raised,
    }
}
