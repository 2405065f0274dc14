//! `repr()` of strings and bytes, and `ascii()`.
//!
//! Quotes are single unless the text holds single quotes and no double ones. Stretches that need no
//! escape are passed on whole. Run into a [`crate::Measure`] first for the exact length.

use crate::batch::Batch;
use crate::chars::Chars;
use crate::properties::is_printable;
use crate::search::position;
use crate::sink::Sink;
use crate::split::STRETCH;

const HEX: &[u8; 16] = b"0123456789abcdef";

/// `repr(text)`.
///
/// # Errors
/// The sink's own.
pub fn str_repr<S: Sink>(text: Chars<'_>, sink: &mut S) -> Result<(), S::Error> {
    quote(text, "", is_printable, sink)
}

/// `ascii(text)`: as [`str_repr`], with everything beyond ASCII escaped.
///
/// # Errors
/// The sink's own.
pub fn str_ascii<S: Sink>(text: Chars<'_>, sink: &mut S) -> Result<(), S::Error> {
    quote(text, "", is_printable_ascii, sink)
}

/// `ascii(object)` for what is no string: `text` is its repr, whose characters beyond ASCII are
/// escaped; nothing else changes.
///
/// # Errors
/// The sink's own.
pub fn escape_non_ascii<S: Sink>(text: Chars<'_>, sink: &mut S) -> Result<(), S::Error> {
    let mut out = Batch::new(sink);
    push_escaped(text, |ch| ch < 0x80, &mut out)?;
    out.finish()
}

/// `repr(data)` of `bytes`: `b'…'`.
///
/// # Errors
/// The sink's own.
pub fn bytes_repr<S: Sink>(data: &[u8], sink: &mut S) -> Result<(), S::Error> {
    quote(Chars::One(data), "b", is_printable_ascii, sink)
}

/// `repr(data)` of a `bytearray`: `bytearray(b'…')`. Unlike `bytes`, CPython's escapes a single
/// quote between double ones as well. Subclasses put their own name in front, see [`bytearray_body`].
///
/// # Errors
/// The sink's own.
pub fn bytearray_repr<S: Sink>(data: &[u8], sink: &mut S) -> Result<(), S::Error> {
    sink.push_ascii(b"bytearray(")?;
    bytearray_body(data, sink)?;
    sink.push_ascii(b")")
}

/// What stands between the parentheses in the repr of a `bytearray`.
///
/// # Errors
/// The sink's own.
pub fn bytearray_body<S: Sink>(data: &[u8], sink: &mut S) -> Result<(), S::Error> {
    let plain = |ch| is_printable_ascii(ch) && ch != 0x27;
    quote(Chars::One(data), "b", plain, sink)
}

fn is_printable_ascii(ch: u32) -> bool {
    (0x20..0x7F).contains(&ch)
}

fn quote<S: Sink>(text: Chars<'_>, prefix: &str, plain: impl Fn(u32) -> bool, sink: &mut S) -> Result<(), S::Error> {
    let mut out = Batch::new(sink);
    let double = has(text, 0x27, &mut out)? && !has(text, 0x22, &mut out)?;
    let mark = if double { b'"' } else { b'\'' };
    out.ascii(prefix.as_bytes())?;
    out.push(mark.into())?;
    push_escaped(text, |ch| plain(ch) && ch != u32::from(mark) && ch != 0x5C, &mut out)?;
    out.push(mark.into())?;
    out.finish()
}

/// Whether a character is in text that may be long.
fn has<S: Sink>(text: Chars<'_>, ch: u32, out: &mut Batch<'_, S>) -> Result<bool, S::Error> {
    for from in (0..text.len()).step_by(STRETCH) {
        if position(text.slice(from..from + STRETCH), ch).is_some() {
            return Ok(true);
        }
        if from > 0 {
            out.look(STRETCH)?;
        }
    }
    Ok(false)
}

fn push_escaped<S: Sink>(text: Chars<'_>, plain: impl Fn(u32) -> bool, out: &mut Batch<'_, S>) -> Result<(), S::Error> {
    let mut from = 0;
    for (index, ch) in text.iter().enumerate() {
        if !plain(ch) {
            push_plain(text.slice(from..index), out)?;
            push_escape(ch, out)?;
            from = index + 1;
        } else if index - from == STRETCH {
            push_plain(text.slice(from..index), out)?;
            from = index;
        }
    }
    push_plain(text.slice(from..text.len()), out)
}

/// Short stretches join what is buffered, long ones go out as they are.
fn push_plain<S: Sink>(part: Chars<'_>, out: &mut Batch<'_, S>) -> Result<(), S::Error> {
    if part.len() > 16 {
        return out.run(part);
    }
    part.iter().try_for_each(|ch| out.push(ch))
}

fn push_escape<S: Sink>(ch: u32, out: &mut Batch<'_, S>) -> Result<(), S::Error> {
    match ch {
        0x09 => out.ascii(b"\\t"),
        0x0A => out.ascii(b"\\n"),
        0x0D => out.ascii(b"\\r"),
        0x22 | 0x27 | 0x5C => {
            out.push(0x5C)?;
            out.push(ch)
        }
        _ => {
            let mut buffer = [0; 10];
            out.ascii(hex_escape(ch, &mut buffer))
        }
    }
}

/// `\xNN`, `\uNNNN` or `\UNNNNNNNN`, the shortest that holds `ch`.
pub(crate) fn hex_escape(ch: u32, buffer: &mut [u8; 10]) -> &[u8] {
    let (kind, digits) = match ch {
        0..=0xFF => (b'x', 2),
        0x100..=0xFFFF => (b'u', 4),
        _ => (b'U', 8),
    };
    buffer[0] = b'\\';
    buffer[1] = kind;
    for (index, slot) in buffer[2..2 + digits].iter_mut().enumerate() {
        let nibble = ch >> (4 * (digits - 1 - index)) & 0xF;
        *slot = HEX[nibble as usize];
    }
    &buffer[..2 + digits]
}
