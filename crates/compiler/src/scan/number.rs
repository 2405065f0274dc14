//! Numbers.
//!
//! Invariant: a number that passes is one that ruff's lexer, `pitviper_number` and Rust's float parser read.

use super::{Scanner, Tok, Token};
use crate::error::{Fault, Place, message};

/// What a number is, for messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Decimal,
    Hexadecimal,
    Octal,
    Binary,
    Imaginary,
}

impl Kind {
    /// `invalid … literal`
    pub(crate) fn invalid(self) -> &'static str {
        match self {
            Self::Decimal => "invalid decimal literal",
            Self::Hexadecimal => "invalid hexadecimal literal",
            Self::Octal => "invalid octal literal",
            Self::Binary => "invalid binary literal",
            Self::Imaginary => "invalid imaginary literal",
        }
    }
}

/// Decimal digits that a literal may have.
const MAX_DIGITS: usize = 4300;

impl Scanner<'_> {
    fn peek(&self) -> u8 {
        self.src.get(self.at).copied().unwrap_or(b'\n')
    }

    pub(super) fn number(&mut self) -> Result<Token, Fault> {
        let start = self.at;
        let radix = match (self.peek(), self.src.get(self.at + 1)) {
            (b'0', Some(b'x' | b'X')) => Some((Kind::Hexadecimal, 16)),
            (b'0', Some(b'o' | b'O')) => Some((Kind::Octal, 8)),
            (b'0', Some(b'b' | b'B')) => Some((Kind::Binary, 2)),
            _ => None,
        };
        match radix {
            Some((kind, radix)) => {
                self.at += 2;
                self.radix_digits(kind, radix)?;
                self.number_ends(kind)?;
            }
            None => self.decimal(start)?,
        }
        Ok(self.token(Tok::Number, start))
    }

    fn radix_digits(&mut self, kind: Kind, radix: u32) -> Result<(), Fault> {
        let is_digit = |byte: u8| char::from(byte).is_digit(radix);
        loop {
            if self.peek() == b'_' {
                self.at += 1;
            }
            if !is_digit(self.peek()) {
                return Err(self.bad_digit(kind));
            }
            while is_digit(self.peek()) {
                self.at += 1;
            }
            if self.peek() != b'_' {
                break;
            }
        }
        if self.peek().is_ascii_digit() { Err(self.bad_digit(kind)) } else { Ok(()) }
    }

    /// What stands here is no digit of a number of this kind.
    fn bad_digit(&mut self, kind: Kind) -> Fault {
        let digit = self.peek();
        if !digit.is_ascii_digit() {
            return Fault::syntax(message!(kind.invalid()), self.here());
        }
        self.at += 1;
        let literal = if kind == Kind::Octal { "' in octal literal" } else { "' in binary literal" };
        Fault::syntax(message!("invalid digit '", char::from(digit), literal), self.here())
    }

    /// Digits with single underscores between them.
    fn decimal_digits(&mut self) -> Result<(), Fault> {
        loop {
            while self.peek().is_ascii_digit() {
                self.at += 1;
            }
            if self.peek() != b'_' {
                return Ok(());
            }
            self.at += 1;
            if !self.peek().is_ascii_digit() {
                return Err(Fault::syntax(message!(Kind::Decimal.invalid()), self.here()));
            }
        }
    }

    fn decimal(&mut self, start: usize) -> Result<(), Fault> {
        if self.peek() != b'.' {
            self.decimal_digits()?;
        }
        let digits_end = self.at;
        let mut float = false;
        if self.peek() == b'.' {
            float = true;
            self.at += 1;
            if self.peek().is_ascii_digit() {
                self.decimal_digits()?;
            }
        }
        if matches!(self.peek(), b'e' | b'E') {
            float |= self.exponent()?;
        }
        if matches!(self.peek(), b'j' | b'J') {
            self.at += 1;
            return self.number_ends(Kind::Imaginary);
        }
        if float {
            return self.number_ends(Kind::Decimal);
        }
        if matches!(self.peek(), b'e' | b'E') {
            self.number_ends(Kind::Decimal)?;
            return self.check_leading_zeros(start, digits_end);
        }
        self.check_leading_zeros(start, digits_end)?;
        self.number_ends(Kind::Decimal)?;
        self.check_length(start, digits_end)
    }

    /// Reads an exponent, unless the `e` begins a word such as `else`.
    fn exponent(&mut self) -> Result<bool, Fault> {
        let sign = matches!(self.src.get(self.at + 1), Some(b'+' | b'-'));
        let digit = self.at + 1 + usize::from(sign);
        if self.src.get(digit).is_some_and(u8::is_ascii_digit) {
            self.at = digit;
            self.decimal_digits()?;
            return Ok(true);
        }
        if sign {
            self.at = digit;
            return Err(Fault::syntax(message!(Kind::Decimal.invalid()), self.here()));
        }
        Ok(false)
    }

    fn check_leading_zeros(&self, start: usize, end: usize) -> Result<(), Fault> {
        let digits = &self.src[start..end];
        let nonzero = digits.iter().position(|b| matches!(b, b'1'..=b'9'));
        match nonzero {
            Some(at) if digits[0] == b'0' => {
                let message = message!(
                    "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers"
                );
                Err(Fault::syntax(message, Place::Stretch(start as u32, (start + at + 1) as u32)))
            }
            _ => Ok(()),
        }
    }

    fn check_length(&self, start: usize, end: usize) -> Result<(), Fault> {
        let digits = self.src[start..end].iter().filter(|&&b| b != b'_').count();
        if digits <= MAX_DIGITS || self.src[start] == b'0' {
            return Ok(());
        }
        let message = message!(
            "Exceeds the limit (",
            MAX_DIGITS,
            " digits) for integer string conversion: value has ",
            digits,
            " digits; use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge ",
            "integer literals to avoid decimal conversion limits."
        );
        Err(Fault::syntax(message, Place::Line(start as u32)))
    }

    /// A number must not run into a name. Into certain keywords it may, with a warning.
    fn number_ends(&mut self, kind: Kind) -> Result<(), Fault> {
        let rest = &self.src[self.at..];
        let whole = [&b"and"[..], b"else", b"for", b"or", b"not"].iter().any(|word| {
            let after = rest.strip_prefix(*word).map(|after| after.first().copied().unwrap_or(b'\n'));
            after.is_some_and(|after| !matches!(after, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | 0x80..))
        });
        if whole || matches!(rest, [b'i', b'f' | b'n' | b's', ..]) {
            self.warning = Some((self.at as u32, kind));
            return Ok(());
        }
        if matches!(self.peek(), b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_') {
            return Err(Fault::syntax(message!(kind.invalid()), self.here()));
        }
        Ok(())
    }
}
