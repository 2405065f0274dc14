//! Numbers under `%` formatting (`"%-08.3f" % x`).

use super::float::{Prepared, is_upper, style};
use super::layout::{Frame, Number};
use super::writer::Writer;
use super::{Align, Failure, FormatError, MAX_FLOAT_PRECISION, Sign, TextPadding, error};
use crate::Sink;
use crate::float::{LONG, SHORT};
use crate::int_text::Base;

/// The largest precision of an integer, as CPython's.
const MAX_INT_PRECISION: usize = i32::MAX as usize - 3;

/// A conversion's flags, width and precision, as they stand between `%` and the type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Conversion {
    /// `-`: padding goes to the right; overrides `zero`.
    pub left: bool,
    /// `+`: always a sign; overrides `space`.
    pub plus: bool,
    /// A space where no sign stands.
    pub space: bool,
    /// `#`
    pub alternate: bool,
    /// `0`: numbers are padded with zeros.
    pub zero: bool,
    /// The least length.
    pub width: usize,
    /// The number after the point.
    pub precision: Option<usize>,
}

impl Conversion {
    fn frame(&self) -> Frame {
        let (fill, align) = match (self.left, self.zero) {
            (true, _) => (' ', Align::Left),
            (_, true) => ('0', Align::Inside),
            _ => (' ', Align::Right),
        };
        let sign = match (self.plus, self.space) {
            (true, _) => Sign::Plus,
            (_, true) => Sign::Space,
            _ => Sign::Default,
        };
        Frame { fill: u32::from(fill), align, sign, width: self.width }
    }

    /// The base of an integer's type character: `d`, `i`, `u`, `o`, `x` or `X`.
    #[must_use]
    pub fn int_base(code: u8) -> Option<Base> {
        match code {
            b'd' | b'i' | b'u' => Some(Base::Decimal),
            b'o' => Some(Base::Octal),
            b'x' | b'X' => Some(Base::Hex),
            _ => None,
        }
    }

    /// Writes an integer of type `code` whose `digits` (lower case) are at hand.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn format_digits<S: Sink>(
        &self,
        sink: &mut S,
        code: u8,
        negative: bool,
        digits: &[u8],
    ) -> Result<(), Failure<S::Error>> {
        let least_digits = self.precision.unwrap_or(0);
        if least_digits > MAX_INT_PRECISION {
            return Err(FormatError::PrecisionTooLarge.into());
        }
        let base = Self::int_base(code).unwrap_or(Base::Decimal);
        let number = Number {
            negative,
            prefix: if self.alternate { base.prefix() } else { b"" },
            upper: code == b'X',
            digits,
            least_digits,
            ..Number::EMPTY
        };
        self.write(sink, &number)
    }

    /// Writes a machine integer of type `code`.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn format_small_int<S: Sink>(&self, sink: &mut S, code: u8, value: i64) -> Result<(), Failure<S::Error>> {
        let base = Self::int_base(code).unwrap_or(Base::Decimal);
        let mut buffer = [0; 64];
        let digits = super::int::word_digits(value.unsigned_abs(), base, &mut buffer);
        self.format_digits(sink, code, value < 0, digits)
    }

    /// Writes a float of type `e`, `E`, `f`, `F`, `g` or `G`.
    ///
    /// # Errors
    /// [`Failure`]; an unknown type is [`FormatError::UnknownCode`].
    pub fn format_float<S: Sink>(&self, sink: &mut S, code: u8, value: f64) -> Result<(), Failure<S::Error>> {
        if self.precision.is_some_and(|precision| precision > MAX_FLOAT_PRECISION) {
            return Err(FormatError::PrecisionTooBig.into());
        }
        let style = style(code, Some(self.precision.unwrap_or(6)), self.alternate, false)
            .ok_or(FormatError::UnknownCode(code.into()))?;
        let (upper, alternate) = (is_upper(code), self.alternate);
        if style.is_short(value) {
            let prepared = Prepared::<SHORT>::new(value, style, upper, alternate, false);
            self.write(sink, &prepared.number())
        } else {
            let prepared = Prepared::<LONG>::new(value, style, upper, alternate, false);
            self.write(sink, &prepared.number())
        }
    }

    fn write<S: Sink>(&self, sink: &mut S, number: &Number) -> Result<(), Failure<S::Error>> {
        let mut writer = Writer::new(sink);
        number.write(&mut writer, &self.frame()).map_err(Failure::Sink)?;
        writer.finish().map_err(Failure::Sink)
    }

    /// Lays out text of `length` characters (`%s`, `%r`, `%a`; for `%c` without precision). The fill
    /// is a space.
    #[must_use]
    pub fn text_padding(&self, length: usize) -> TextPadding {
        let take = self.precision.map_or(length, |precision| precision.min(length));
        let padding = self.width.saturating_sub(take);
        let before = if self.left { 0 } else { padding };
        TextPadding { before, take, after: padding - before }
    }

    /// Writes the message of the `ValueError` for an unknown conversion character at an index.
    ///
    /// # Errors
    /// Those of `sink`.
    pub fn write_unsupported<S: Sink>(sink: &mut S, code: u32, index: usize) -> Result<(), S::Error> {
        error::write_unsupported(sink, code, index)
    }
}
