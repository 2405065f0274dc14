//! Integers under a format specification.

use super::layout::{Frame, Groups, Number};
use super::writer::Writer;
use super::{Failure, FormatError, Sign, Spec};
use crate::Sink;
use crate::int_text::Base;

/// What a specification makes of an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntCode {
    /// Digits in a base: go on with [`format_digits`].
    Digits(Base),
    /// A character: go on with [`format_char`].
    Character,
    /// The integer is turned into a float first: go on with [`super::format_float`].
    Float,
}

impl Spec {
    pub(super) fn frame(&self) -> Frame {
        Frame { fill: self.fill, align: self.align, sign: self.sign, width: self.width.unwrap_or(0) }
    }

    /// What this specification makes of an integer; all its errors but those of the value are found
    /// here.
    ///
    /// # Errors
    /// [`FormatError`].
    pub fn int_code(&self) -> Result<IntCode, FormatError> {
        let code = match u8::try_from(self.code) {
            Ok(0 | b'd' | b'n') => IntCode::Digits(Base::Decimal),
            Ok(b'b') => IntCode::Digits(Base::Binary),
            Ok(b'o') => IntCode::Digits(Base::Octal),
            Ok(b'x' | b'X') => IntCode::Digits(Base::Hex),
            Ok(b'c') => IntCode::Character,
            Ok(b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'%') => return Ok(IntCode::Float),
            _ => return Err(FormatError::UnknownCode(self.code)),
        };
        if self.precision.is_some() {
            return Err(FormatError::IntPrecision);
        }
        if self.no_negative_zero {
            return Err(FormatError::IntNegativeZero);
        }
        if code == IntCode::Character {
            if self.sign != Sign::Default {
                return Err(FormatError::CharSign);
            }
            if self.alternate {
                return Err(FormatError::CharAlternate);
            }
        }
        Ok(code)
    }
}

/// Writes an integer whose `digits` (lower case, in the base that [`Spec::int_code`] told, at least
/// one) are at hand.
///
/// # Errors
/// Those of `sink`.
pub fn format_digits<S: Sink>(
    sink: &mut S,
    spec: &Spec,
    base: Base,
    negative: bool,
    digits: &[u8],
) -> Result<(), S::Error> {
    let size = if base == Base::Decimal { 3 } else { 4 };
    let number = Number {
        negative,
        prefix: if spec.alternate { base.prefix() } else { b"" },
        upper: spec.code == u32::from('X'),
        digits,
        groups: Groups::of(spec.grouping, size),
        ..Number::EMPTY
    };
    let mut writer = Writer::new(sink);
    number.write(&mut writer, &spec.frame())?;
    writer.finish()
}

/// A machine word's digits, written at the end of `buffer`.
pub(super) fn word_digits(mut value: u64, base: Base, buffer: &mut [u8; 64]) -> &[u8] {
    let radix = match base {
        Base::Binary => 2,
        Base::Octal => 8,
        Base::Decimal => 10,
        Base::Hex => 16,
    };
    let mut start = buffer.len();
    loop {
        start -= 1;
        buffer[start] = b"0123456789abcdef"[(value % radix) as usize];
        value /= radix;
        if value == 0 {
            return &buffer[start..];
        }
    }
}

/// Writes a machine integer whole: digits, a character, or as a float.
///
/// # Errors
/// [`Failure`].
pub fn format_small_int<S: Sink>(sink: &mut S, spec: &Spec, value: i64) -> Result<(), Failure<S::Error>> {
    match spec.int_code()? {
        IntCode::Digits(base) => {
            let mut buffer = [0; 64];
            let digits = word_digits(value.unsigned_abs(), base, &mut buffer);
            format_digits(sink, spec, base, value < 0, digits).map_err(Failure::Sink)
        }
        IntCode::Character => format_char(sink, spec, Some(value)),
        IntCode::Float => super::format_float(sink, spec, value as f64),
    }
}

/// Writes the character that an integer stands for; `None` is an integer beyond 64 bits.
///
/// # Errors
/// [`Failure`].
pub fn format_char<S: Sink>(sink: &mut S, spec: &Spec, value: Option<i64>) -> Result<(), Failure<S::Error>> {
    let value = value.ok_or(FormatError::CharLong)?;
    let character = u32::try_from(value).ok().filter(|&c| c < 0x11_0000).ok_or(FormatError::CharRange)?;
    let number = Number { character: Some(character), ..Number::EMPTY };
    let mut writer = Writer::new(sink);
    number.write(&mut writer, &spec.frame()).map_err(Failure::Sink)?;
    writer.finish().map_err(Failure::Sink)
}
