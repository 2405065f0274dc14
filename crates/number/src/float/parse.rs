//! Text to floats, as Python's `float(text)` reads it.

use super::Ascii;
use crate::int_parse::strip;
use core::fmt::Write;

/// Significant digits that are kept of long text: more than any double's exact midpoint has.
const KEPT: usize = 800;
/// Text up to this length goes to `core`'s parser as it is.
const PLAIN: usize = 200;

/// Reads a float, or `None` (`ValueError: could not convert string to float: TEXT`). White space at
/// the ends and underscores between digits are allowed. Text is ASCII; a caller first turns Unicode
/// decimal digits and white space into ASCII.
#[must_use]
pub fn parse(text: &[u8]) -> Option<f64> {
    let text = strip(text);
    let (value, used) = prefix(text)?;
    (used == text.len()).then_some(value)
}

/// Reads the longest float at the start of `text` and returns how much that was.
pub(super) fn prefix(text: &[u8]) -> Option<(f64, usize)> {
    let sign = usize::from(matches!(text.first(), Some(b'+' | b'-')));
    let negative = text.first() == Some(&b'-');
    let body = &text[sign..];
    let (value, used) = special(body).or_else(|| decimal(body))?;
    Some((if negative { -value } else { value }, sign + used))
}

fn special(text: &[u8]) -> Option<(f64, usize)> {
    let starts = |word: &[u8]| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    [(&b"infinity"[..], f64::INFINITY), (b"inf", f64::INFINITY), (b"nan", f64::NAN)]
        .into_iter()
        .find(|(word, _)| starts(word))
        .map(|(word, value)| (value, word.len()))
}

/// The length of a run of digits with single underscores between them.
fn digit_run(text: &[u8]) -> usize {
    let mut len = 0;
    loop {
        match &text[len..] {
            [b'0'..=b'9', ..] => len += 1,
            [b'_', b'0'..=b'9', ..] if len > 0 => len += 2,
            _ => return len,
        }
    }
}

fn decimal(text: &[u8]) -> Option<(f64, usize)> {
    let whole = digit_run(text);
    let mut used = whole;
    let mut fraction: &[u8] = &[];
    if text.get(used) == Some(&b'.') {
        let len = digit_run(&text[used + 1..]);
        fraction = &text[used + 1..][..len];
        used += 1 + len;
    }
    if whole + fraction.len() == 0 {
        return None;
    }
    let whole = &text[..whole];
    let mut exponent: &[u8] = &[];
    let mut exponent_negative = false;
    if let Some(b'e' | b'E') = text.get(used) {
        let rest = &text[used + 1..];
        let sign = usize::from(matches!(rest.first(), Some(b'+' | b'-')));
        let len = digit_run(&rest[sign..]);
        if len > 0 {
            exponent = &rest[sign..sign + len];
            exponent_negative = rest[0] == b'-';
            used += 1 + sign + len;
        }
    }
    let number = &text[..used];
    if used <= PLAIN && exponent.len() <= 4 && !number.contains(&b'_') {
        let value = core::str::from_utf8(number).ok()?.parse().ok()?;
        return Some((value, used));
    }
    Some((long(whole, fraction, exponent, exponent_negative), used))
}

fn digits(text: &[u8]) -> impl Iterator<Item = u8> {
    text.iter().copied().filter(|&byte| byte != b'_')
}

/// Text of any length: its leading digits, a one for whatever follows, and the exact exponent.
fn long(whole: &[u8], fraction: &[u8], exponent: &[u8], exponent_negative: bool) -> f64 {
    let mut short = Ascii::<{ KEPT + 16 }>::new();
    let mut lost = false;
    let mut shift = 0i64;
    let sources = digits(whole).map(|digit| (digit, 1)).chain(digits(fraction).map(|d| (d, 0)));
    for (digit, before_point) in sources {
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
        return 0.0;
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
    short.as_str().parse().unwrap_or(f64::NAN)
}
