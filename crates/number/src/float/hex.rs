//! `float.hex` and `float.fromhex`.

use super::Ascii;
use crate::convert::compose;
use crate::int_parse::strip;

/// Why text is no hexadecimal float.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HexError {
    /// `ValueError: invalid hexadecimal floating-point string`
    Invalid,
    /// `OverflowError: hexadecimal value too large to represent as a float`
    TooLarge,
}

impl HexError {
    /// CPython's message.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::Invalid => "invalid hexadecimal floating-point string",
            Self::TooLarge => "hexadecimal value too large to represent as a float",
        }
    }
}

/// `value.hex()`.
#[must_use]
pub fn to_hex(value: f64) -> Ascii<32> {
    if !value.is_finite() {
        return super::repr(value);
    }
    let mut text = Ascii::new();
    text.push(if value.is_sign_negative() { b"-0x" } else { b"0x" });
    if value == 0.0 {
        text.push(b"0.0p+0");
        return text;
    }
    let bits = value.to_bits();
    let biased = (bits >> 52 & 0x7ff) as i32;
    text.push(if biased == 0 { b"0." } else { b"1." });
    for place in (0..13).rev() {
        text.push(&[b"0123456789abcdef"[(bits >> (4 * place) & 15) as usize]]);
    }
    let exponent = biased.max(1) - 1023;
    text.push(if exponent < 0 { b"p-" } else { b"p+" });
    text.push(crate::int_text::decimal(exponent.unsigned_abs().into(), &mut [0; 20]));
    text
}

/// `float.fromhex(text)`.
///
/// # Errors
/// [`HexError`].
pub fn from_hex(text: &[u8]) -> Result<f64, HexError> {
    let mut text = strip(text);
    let negative = text.first() == Some(&b'-');
    if let [b'+' | b'-', rest @ ..] = text {
        text = rest;
    }
    let word = |word: &[u8]| text.eq_ignore_ascii_case(word);
    let value = if word(b"inf") || word(b"infinity") {
        f64::INFINITY
    } else if word(b"nan") {
        f64::NAN
    } else {
        if let [b'0', b'x' | b'X', rest @ ..] = text {
            text = rest;
        }
        let value = magnitude(text).ok_or(HexError::Invalid)?;
        if value.is_infinite() {
            return Err(HexError::TooLarge);
        }
        value
    };
    Ok(if negative { -value } else { value })
}

/// Hexadecimal digits with at most one point, and a binary exponent.
fn magnitude(text: &[u8]) -> Option<f64> {
    let (mut mantissa, mut lost, mut exponent) = (0u64, false, 0i64);
    let (mut digits, mut point) = (0usize, false);
    let mut rest = text;
    while let [byte, after @ ..] = rest {
        if *byte == b'.' && !point {
            point = true;
        } else if let Some(digit) = char::from(*byte).to_digit(16) {
            digits += 1;
            if mantissa >> 60 == 0 {
                mantissa = mantissa << 4 | u64::from(digit);
                exponent -= if point { 4 } else { 0 };
            } else {
                lost |= digit != 0;
                exponent += if point { 0 } else { 4 };
            }
        } else {
            break;
        }
        rest = after;
    }
    if digits == 0 {
        return None;
    }
    if let [b'p' | b'P', after @ ..] = rest {
        exponent = exponent.saturating_add(signed_decimal(after)?);
    } else if !rest.is_empty() {
        return None;
    }
    Some(compose(mantissa, exponent, lost))
}

fn signed_decimal(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let value = digits.iter().fold(0i64, |sum, &digit| sum.saturating_mul(10).saturating_add(i64::from(digit - b'0')));
    Some(if negative { -value } else { value })
}
