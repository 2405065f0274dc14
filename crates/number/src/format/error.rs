//! What a format specification can do wrong, with CPython 3.14's messages.

use super::writer::Writer;
use crate::Sink;
use crate::int_text::decimal;

/// The exception that an error becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// `ValueError`
    Value,
    /// `OverflowError`
    Overflow,
}

/// An error in a format specification, or in its use with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatError {
    /// A width or precision beyond the machine's signed word.
    TooManyDigits,
    /// A point without precision.
    MissingPrecision,
    /// Both `,` and `_`.
    BothSeparators,
    /// A separator that the type does not allow.
    SeparatorType {
        /// The separator's character.
        separator: u8,
        /// The type's character.
        code: u32,
    },
    /// Characters after the type.
    InvalidSpecifier,
    /// A type that the value does not know.
    UnknownCode(u32),
    /// A float's precision beyond [`super::MAX_FLOAT_PRECISION`].
    PrecisionTooBig,
    /// `%`-formatting an integer with a precision near the C int's limit.
    PrecisionTooLarge,
    /// A precision for an integer.
    IntPrecision,
    /// `z` for an integer.
    IntNegativeZero,
    /// A sign with `c`.
    CharSign,
    /// `#` with `c`.
    CharAlternate,
    /// A code point out of range for `c`.
    CharRange,
    /// An integer beyond C's long for `c`.
    CharLong,
    /// `+` or `-` for a string.
    TextSign,
    /// A space as sign for a string.
    TextSpace,
    /// `z` for a string.
    TextNegativeZero,
    /// `#` for a string.
    TextAlternate,
    /// `=` for a string.
    TextAlign,
    /// Zero padding of a complex number.
    ComplexZeroPadding,
    /// `=` for a complex number.
    ComplexAlign,
}

/// Formatting failed, or its output was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure<E> {
    /// The specification does not fit.
    Format(FormatError),
    /// The sink's error.
    Sink(E),
}

impl<E> From<FormatError> for Failure<E> {
    fn from(error: FormatError) -> Self {
        Self::Format(error)
    }
}

impl FormatError {
    /// The exception to raise.
    #[must_use]
    pub fn kind(self) -> ErrorKind {
        match self {
            Self::CharRange | Self::CharLong | Self::PrecisionTooLarge => ErrorKind::Overflow,
            _ => ErrorKind::Value,
        }
    }

    /// The whole message, for errors whose message depends on nothing.
    fn fixed_message(self) -> Option<&'static [u8]> {
        Some(match self {
            Self::TooManyDigits => b"Too many decimal digits in format string",
            Self::MissingPrecision => b"Format specifier missing precision",
            Self::BothSeparators => b"Cannot specify both ',' and '_'.",
            Self::PrecisionTooBig => b"precision too big",
            Self::PrecisionTooLarge => b"precision too large",
            Self::IntPrecision => b"Precision not allowed in integer format specifier",
            Self::IntNegativeZero => b"Negative zero coercion (z) not allowed in integer format specifier",
            Self::CharSign => b"Sign not allowed with integer format specifier 'c'",
            Self::CharAlternate => b"Alternate form (#) not allowed with integer format specifier 'c'",
            Self::CharRange => b"%c arg not in range(0x110000)",
            Self::CharLong => b"Python int too large to convert to C long",
            Self::TextSign => b"Sign not allowed in string format specifier",
            Self::TextSpace => b"Space not allowed in string format specifier",
            Self::TextNegativeZero => b"Negative zero coercion (z) not allowed in string format specifier",
            Self::TextAlternate => b"Alternate form (#) not allowed in string format specifier",
            Self::TextAlign => b"'=' alignment not allowed in string format specifier",
            Self::ComplexZeroPadding => b"Zero padding is not allowed in complex format specifier",
            Self::ComplexAlign => b"'=' alignment flag is not allowed in complex format specifier",
            Self::SeparatorType { .. } | Self::InvalidSpecifier | Self::UnknownCode(_) => {
                return None;
            }
        })
    }

    /// Writes CPython's message. `spec` is the specification's text, `type_name` the value's type.
    ///
    /// # Errors
    /// Those of `sink`.
    pub fn write_message<S: Sink>(
        self,
        sink: &mut S,
        spec: impl IntoIterator<Item = u32>,
        type_name: impl IntoIterator<Item = u32>,
    ) -> Result<(), S::Error> {
        let mut writer = Writer::new(sink);
        if let Some(message) = self.fixed_message() {
            writer.text(message)?;
            return writer.finish();
        }
        match self {
            Self::SeparatorType { separator, code } => {
                writer.text(b"Cannot specify '")?;
                writer.text(&[separator])?;
                writer.text(b"' with ")?;
                write_code(&mut writer, code)?;
                writer.text(b".")?;
                return writer.finish();
            }
            Self::UnknownCode(code) => {
                writer.text(b"Unknown format code ")?;
                write_code(&mut writer, code)?;
            }
            _ => {
                writer.text(b"Invalid format specifier '")?;
                for character in spec {
                    writer.fill(character, 1)?;
                }
                writer.text(b"'")?;
            }
        }
        writer.text(b" for object of type '")?;
        for character in type_name.into_iter().take(200) {
            writer.fill(character, 1)?;
        }
        writer.text(b"'")?;
        writer.finish()
    }
}

/// A type's character in quotes, in hexadecimal unless it is visible ASCII.
fn write_code<S: Sink>(writer: &mut Writer<S>, code: u32) -> Result<(), S::Error> {
    writer.text(b"'")?;
    if (33..128).contains(&code) {
        writer.text(&[code as u8])?;
    } else {
        writer.text(b"\\x")?;
        let digits = (32 - code.leading_zeros()).div_ceil(4).max(1);
        for place in (0..digits).rev() {
            writer.text(&[b"0123456789abcdef"[(code >> (4 * place) & 15) as usize]])?;
        }
    }
    writer.text(b"'")
}

/// Writes CPython's message for a conversion character that `%` formatting does not know.
///
/// # Errors
/// Those of `sink`.
pub(super) fn write_unsupported<S: Sink>(sink: &mut S, code: u32, index: usize) -> Result<(), S::Error> {
    let mut writer = Writer::new(sink);
    writer.text(b"unsupported format character '")?;
    writer.fill(if (32..127).contains(&code) { code } else { u32::from(b'?') }, 1)?;
    writer.text(b"' (0x")?;
    let digits = (32 - code.leading_zeros()).div_ceil(4).max(1);
    for place in (0..digits).rev() {
        writer.text(&[b"0123456789abcdef"[(code >> (4 * place) & 15) as usize]])?;
    }
    writer.text(b") at index ")?;
    writer.text(decimal(index as u64, &mut [0; 20]))?;
    writer.finish()
}
