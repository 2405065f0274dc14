//! Text to floats, as Python's `float(text)` reads it.

use super::Ascii;
use crate::int_parse::strip;
use core::convert::Infallible;
use core::fmt::Write;

/// Significant digits that are kept of long text: more than any double's exact midpoint has.
const KEPT: usize = 800;
/// Characters between two looks.
const STRETCH: usize = 1 << 14;
/// Text up to this length goes to `core`'s parser as it is.
const PLAIN: usize = 200;

/// Reads a float, or `None` (`ValueError: could not convert string to float: TEXT`). White space at
/// the ends and underscores between digits are allowed. Text is ASCII; a caller first turns Unicode
/// decimal digits and white space into ASCII.
#[must_use]
pub fn parse(text: &[u8]) -> Option<f64> {
    let Ok(value) = parse_watched(text, |_| Ok::<(), Infallible>(()));
    value
}

/// [`parse`] of text that may be long: `look` is told every now and then how many characters were read.
///
/// # Errors
/// That of `look`.
pub fn parse_watched<E>(text: &[u8], mut look: impl FnMut(usize) -> Result<(), E>) -> Result<Option<f64>, E> {
    let text = strip(text);
    let found = prefix(text, &mut look)?;
    Ok(found.and_then(|(value, used)| (used == text.len()).then_some(value)))
}

/// Reads the longest float at the start of `text` and returns how much that was.
pub(super) fn prefix<E>(text: &[u8], look: &mut impl FnMut(usize) -> Result<(), E>) -> Result<Option<(f64, usize)>, E> {
    let sign = usize::from(matches!(text.first(), Some(b'+' | b'-')));
    let negative = text.first() == Some(&b'-');
    let body = &text[sign..];
    let found = match special(body) {
        None => decimal(body, look)?,
        found => found,
    };
    Ok(found.map(|(value, used)| (if negative { -value } else { value }, sign + used)))
}

fn special(text: &[u8]) -> Option<(f64, usize)> {
    let starts = |word: &[u8]| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    [(&b"infinity"[..], f64::INFINITY), (b"inf", f64::INFINITY), (b"nan", f64::NAN)]
        .into_iter()
        .find(|(word, _)| starts(word))
        .map(|(word, value)| (value, word.len()))
}

/// The length of a run of digits with single underscores between them.
fn digit_run<E>(text: &[u8], look: &mut impl FnMut(usize) -> Result<(), E>) -> Result<usize, E> {
    let (mut len, mut look_at) = (0, STRETCH);
    loop {
        match &text[len..] {
            [b'0'..=b'9', ..] => len += 1,
            [b'_', b'0'..=b'9', ..] if len > 0 => len += 2,
            _ => return Ok(len),
        }
        if len >= look_at {
            look_at += STRETCH;
            look(STRETCH)?;
        }
    }
}

fn decimal<E>(text: &[u8], look: &mut impl FnMut(usize) -> Result<(), E>) -> Result<Option<(f64, usize)>, E> {
    let whole = digit_run(text, look)?;
    let mut used = whole;
    let mut fraction: &[u8] = &[];
    if text.get(used) == Some(&b'.') {
        let len = digit_run(&text[used + 1..], look)?;
        fraction = &text[used + 1..][..len];
        used += 1 + len;
    }
    if whole + fraction.len() == 0 {
        return Ok(None);
    }
    let whole = &text[..whole];
    let mut exponent: &[u8] = &[];
    let mut exponent_negative = false;
    if let Some(b'e' | b'E') = text.get(used) {
        let rest = &text[used + 1..];
        let sign = usize::from(matches!(rest.first(), Some(b'+' | b'-')));
        let len = digit_run(&rest[sign..], look)?;
        if len > 0 {
            exponent = &rest[sign..sign + len];
            exponent_negative = rest[0] == b'-';
            used += 1 + sign + len;
        }
    }
    let number = &text[..used];
    if used <= PLAIN && exponent.len() <= 4 && !number.contains(&b'_') {
        let value = core::str::from_utf8(number).ok().and_then(|number| number.parse().ok());
        return Ok(value.map(|value| (value, used)));
    }
    Ok(Some((long(whole, fraction, exponent, exponent_negative, look)?, used)))
}

fn digits(text: &[u8]) -> impl Iterator<Item = u8> {
    text.iter().copied().filter(|&byte| byte != b'_')
}

/// Text of any length: its leading digits, a one for whatever follows, and the exact exponent.
fn long<E>(
    whole: &[u8],
    fraction: &[u8],
    exponent: &[u8],
    exponent_negative: bool,
    look: &mut impl FnMut(usize) -> Result<(), E>,
) -> Result<f64, E> {
    let mut short = Ascii::<{ KEPT + 16 }>::new();
    let mut lost = false;
    let mut shift = 0i64;
    let sources = digits(whole).map(|digit| (digit, 1)).chain(digits(fraction).map(|d| (d, 0)));
    for (count, (digit, before_point)) in sources.enumerate() {
        if count % STRETCH == STRETCH - 1 {
            look(STRETCH)?;
        }
        if short.is_empty() && digit == b'0' {
            shift -= 1 - before_point;
        } else if short.len() < KEPT {
            short.push(&[digit]);
            shift -= 1 - before_point;
        } else {
            lost |= digit != b'0';
            shift += before_point;
        }
    }
    if short.is_empty() {
        return Ok(0.0);
    }
    if lost {
        short.push(b"1");
        shift -= 1;
    }
    let exponent =
        digits(exponent).fold(0i64, |sum, digit| sum.saturating_mul(10).saturating_add(i64::from(digit - b'0')));
    let exponent = if exponent_negative { -exponent } else { exponent };
    // Beyond this the value is zero or infinite whatever the digits are.
    let exponent = exponent.saturating_add(shift).clamp(-5000, 5000);
    let _ = write!(short, "e{exponent}");
    Ok(short.as_str().parse().unwrap_or(f64::NAN))
}
