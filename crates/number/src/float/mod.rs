//! Floats: text both ways, rounding, and the arithmetic that differs from the machine's.
//!
//! Decimal digits come from `core::fmt`, whose shortest and exact digits are correctly rounded (to
//! even in ties), written into buffers on the stack; decimal text is read by `core`'s correctly
//! rounded parser.

mod arithmetic;
mod complex;
mod digits;
mod hex;
mod parse;
mod round;

pub use arithmetic::{ArithmeticError, div_mod, floor_div, is_integer, modulo, power, true_div};
pub use complex::{ComplexParseError, parse_complex, repr_complex};
pub use hex::{HexError, from_hex, to_hex};
pub use parse::{parse, parse_watched};
pub use round::{round_digits, round_even};

pub(crate) use digits::{LONG, Rendered, SHORT, Style};

use core::fmt;

/// Short ASCII text on the stack. Text beyond `N` bytes is refused, never cut.
#[derive(Clone, Copy)]
pub struct Ascii<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

impl<const N: usize> Ascii<N> {
    pub(crate) fn new() -> Self {
        Self { bytes: [0; N], len: 0 }
    }

    pub(crate) fn push(&mut self, text: &[u8]) {
        self.bytes[self.len..self.len + text.len()].copy_from_slice(text);
        self.len += text.len();
    }

    pub(crate) fn push_zeros(&mut self, count: usize) {
        self.bytes[self.len..self.len + count].fill(b'0');
        self.len += count;
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(self).unwrap_or_default()
    }
}

impl<const N: usize> core::ops::Deref for Ascii<N> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

impl<const N: usize> fmt::Write for Ascii<N> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.len + text.len();
        self.bytes.get_mut(self.len..end).ok_or(fmt::Error)?.copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }
}

/// `repr(value)`, at most 24 bytes.
#[must_use]
pub fn repr(value: f64) -> Ascii<32> {
    let mut text = Ascii::new();
    if value.is_nan() {
        text.push(b"nan");
        return text;
    }
    if value.is_sign_negative() {
        text.push(b"-");
    }
    push_repr(&mut text, value.abs(), true);
    text
}

/// The shortest text of a magnitude; `.0` follows a whole number when `dot_zero`.
pub(crate) fn push_repr<const N: usize>(text: &mut Ascii<N>, value: f64, dot_zero: bool) {
    if value.is_infinite() {
        text.push(b"inf");
        return;
    }
    if value < 1e15 && value as u64 as f64 == value {
        text.push(crate::int_text::decimal(value as u64, &mut [0; 20]));
        if dot_zero {
            text.push(b".0");
        }
        return;
    }
    let shortest = digits::Shortest::new(value);
    let (digits, exponent) = (shortest.digits(), shortest.exponent);
    if (-4..0).contains(&exponent) {
        text.push(b"0.");
        text.push_zeros((-exponent - 1) as usize);
        text.push(digits);
    } else if (0..16).contains(&exponent) {
        let whole = exponent as usize + 1;
        if digits.len() > whole {
            text.push(&digits[..whole]);
            text.push(b".");
            text.push(&digits[whole..]);
        } else {
            text.push(digits);
            text.push_zeros(whole - digits.len());
            text.push(if dot_zero { b".0" } else { b"" });
        }
    } else {
        let (first, rest) = digits.split_at(1);
        text.push(first);
        if !rest.is_empty() {
            text.push(b".");
            text.push(rest);
        }
        text.push(&digits::exponent_text(exponent, false));
    }
}
