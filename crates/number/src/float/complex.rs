//! Complex numbers as text, as Python's `repr` writes and `complex(text)` reads them.

use super::parse::prefix;
use super::{Ascii, push_repr};
use crate::int_parse::strip;

/// Why text is no complex number (`ValueError`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComplexParseError {
    /// `complex() arg is a malformed string`
    Malformed,
    /// `could not convert string to complex: TEXT` (an underscore that is not between digits)
    Underscore,
}

/// `repr(complex(real, imaginary))`.
#[must_use]
pub fn repr_complex(real: f64, imaginary: f64) -> Ascii<64> {
    let mut text = Ascii::new();
    let bare = real == 0.0 && real.is_sign_positive();
    if !bare {
        text.push(b"(");
        push_part(&mut text, real);
        if imaginary.is_nan() || imaginary.is_sign_positive() {
            text.push(b"+");
        }
    }
    push_part(&mut text, imaginary);
    text.push(if bare { b"j" } else { b"j)" });
    text
}

fn push_part(text: &mut Ascii<64>, value: f64) {
    if value.is_nan() {
        text.push(b"nan");
        return;
    }
    if value.is_sign_negative() {
        text.push(b"-");
    }
    push_repr(text, value.abs(), false);
}

/// Reads `complex(text)` into its parts. Text is ASCII, and `look` is told of it, as for [`super::parse_watched`].
///
/// # Errors
/// That of `look`; [`ComplexParseError`] inside.
pub fn parse_complex<E>(
    text: &[u8],
    mut look: impl FnMut(usize) -> Result<(), E>,
) -> Result<Result<(f64, f64), ComplexParseError>, E> {
    look(text.len())?;
    let between_digits = |i: usize| {
        let digit = |i: usize| text.get(i).is_some_and(u8::is_ascii_digit);
        i > 0 && digit(i - 1) && digit(i + 1)
    };
    if text.iter().enumerate().any(|(i, &byte)| byte == b'_' && !between_digits(i)) {
        return Ok(Err(ComplexParseError::Underscore));
    }
    let mut text = strip(text);
    if let [b'(', inner @ .., b')'] = text {
        text = strip(inner);
    }
    Ok(parts(text, &mut look)?.ok_or(ComplexParseError::Malformed))
}

fn parts<E>(text: &[u8], look: &mut impl FnMut(usize) -> Result<(), E>) -> Result<Option<(f64, f64)>, E> {
    let Some((first, used)) = prefix(text, look)? else {
        return Ok(unit(text).map(|imaginary| (0.0, imaginary)));
    };
    Ok(match &text[used..] {
        [] => Some((first, 0.0)),
        [b'j' | b'J'] => Some((0.0, first)),
        rest @ [b'+' | b'-', ..] => {
            let imaginary = match prefix(rest, look)? {
                Some((value, used)) => matches!(rest[used..], [b'j' | b'J']).then_some(value),
                None => unit(rest),
            };
            imaginary.map(|imaginary| (first, imaginary))
        }
        _ => None,
    })
}

/// `j`, `+j` or `-j`.
fn unit(text: &[u8]) -> Option<f64> {
    match text {
        [b'j' | b'J'] | [b'+', b'j' | b'J'] => Some(1.0),
        [b'-', b'j' | b'J'] => Some(-1.0),
        _ => None,
    }
}
