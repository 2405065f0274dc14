//! `lower`, `upper`, `title`, `capitalize`, `swapcase` and `casefold` with full Unicode mappings,
//! final sigma included.
//!
//! Results go to a [`Sink`] in runs; ASCII text takes a path of its own.

use crate::batch::Batch;
use crate::chars::Chars;
use crate::mapping::{self, Mapped, Memo};
use crate::properties::{is_case_ignorable, is_cased, is_lower, is_upper};
use crate::sink::Sink;
use crate::split::STRETCH;

const CAPITAL_SIGMA: u32 = 0x3A3;
const SMALL_SIGMA: u32 = 0x3C3;
const FINAL_SIGMA: u32 = 0x3C2;

/// `text.lower()`.
///
/// # Errors
/// The sink's own.
pub fn lower<S: Sink>(text: Chars<'_>, sink: &mut S) -> Result<(), S::Error> {
    if let Some(ascii) = as_ascii(text) {
        return map_ascii(ascii, |byte| byte.to_ascii_lowercase(), sink);
    }
    let mut memo = Memo::new(mapping::lower);
    let mut out = Batch::new(sink);
    for (index, ch) in text.iter().enumerate() {
        push_lower(text, index, ch, &mut memo, &mut out)?;
    }
    out.finish()
}

/// `text.upper()`.
///
/// # Errors
/// The sink's own.
pub fn upper<S: Sink>(text: Chars<'_>, sink: &mut S) -> Result<(), S::Error> {
    if let Some(ascii) = as_ascii(text) {
        return map_ascii(ascii, |byte| byte.to_ascii_uppercase(), sink);
    }
    let mut memo = Memo::new(mapping::upper);
    let mut out = Batch::new(sink);
    for ch in text {
        push_upper(ch, &mut memo, &mut out)?;
    }
    out.finish()
}

/// `text.casefold()`.
///
/// # Errors
/// The sink's own.
pub fn casefold<S: Sink>(text: Chars<'_>, sink: &mut S) -> Result<(), S::Error> {
    if let Some(ascii) = as_ascii(text) {
        return map_ascii(ascii, |byte| byte.to_ascii_lowercase(), sink);
    }
    let mut memo = Memo::new(mapping::fold);
    let mut out = Batch::new(sink);
    for ch in text {
        match u8::try_from(ch) {
            Ok(byte @ 0..0x80) => out.push(byte.to_ascii_lowercase().into())?,
            _ => memo.push(ch, |ch| out.push(ch))?,
        }
    }
    out.finish()
}

/// `text.swapcase()`.
///
/// # Errors
/// The sink's own.
pub fn swapcase<S: Sink>(text: Chars<'_>, sink: &mut S) -> Result<(), S::Error> {
    let mut lower = Memo::new(mapping::lower);
    let mut upper = Memo::new(mapping::upper);
    let mut out = Batch::new(sink);
    for (index, ch) in text.iter().enumerate() {
        if is_upper(ch) {
            push_lower(text, index, ch, &mut lower, &mut out)?;
        } else if is_lower(ch) {
            push_upper(ch, &mut upper, &mut out)?;
        } else {
            out.push(ch)?;
        }
    }
    out.finish()
}

/// `text.title()`: each cased character is lowered behind a cased one and titled elsewhere.
///
/// # Errors
/// The sink's own.
pub fn title<S: Sink>(text: Chars<'_>, sink: &mut S) -> Result<(), S::Error> {
    let mut memo = Memo::new(mapping::lower);
    let mut out = Batch::new(sink);
    let mut inside = false;
    for (index, ch) in text.iter().enumerate() {
        if inside {
            push_lower(text, index, ch, &mut memo, &mut out)?;
        } else {
            push_title(ch, &mut out)?;
        }
        inside = is_cased(ch);
    }
    out.finish()
}

/// `text.capitalize()`: the first character in title case, the others in lower case.
///
/// # Errors
/// The sink's own.
pub fn capitalize<S: Sink>(text: Chars<'_>, sink: &mut S) -> Result<(), S::Error> {
    let mut memo = Memo::new(mapping::lower);
    let mut out = Batch::new(sink);
    for (index, ch) in text.iter().enumerate() {
        if index == 0 {
            push_title(ch, &mut out)?;
        } else {
            push_lower(text, index, ch, &mut memo, &mut out)?;
        }
    }
    out.finish()
}

fn as_ascii(text: Chars<'_>) -> Option<&[u8]> {
    match text {
        Chars::One(units) if units.is_ascii() => Some(units),
        _ => None,
    }
}

fn map_ascii<S: Sink>(text: &[u8], map: impl Fn(u8) -> u8, sink: &mut S) -> Result<(), S::Error> {
    let mut buffer = [0; 256];
    for part in text.chunks(buffer.len()) {
        let mapped = &mut buffer[..part.len()];
        for (to, from) in mapped.iter_mut().zip(part) {
            *to = map(*from);
        }
        sink.push_ascii(mapped)?;
    }
    Ok(())
}

fn push_all<S: Sink>(mapped: Mapped, out: &mut Batch<'_, S>) -> Result<(), S::Error> {
    mapped.as_slice().iter().try_for_each(|&ch| out.push(ch))
}

fn push_upper<S: Sink>(ch: u32, memo: &mut Memo, out: &mut Batch<'_, S>) -> Result<(), S::Error> {
    match u8::try_from(ch) {
        Ok(byte @ 0..0x80) => out.push(byte.to_ascii_uppercase().into()),
        _ => memo.push(ch, |ch| out.push(ch)),
    }
}

fn push_title<S: Sink>(ch: u32, out: &mut Batch<'_, S>) -> Result<(), S::Error> {
    match u8::try_from(ch) {
        Ok(byte @ 0..0x80) => out.push(byte.to_ascii_uppercase().into()),
        _ => push_all(mapping::title(ch), out),
    }
}

fn push_lower<S: Sink>(
    text: Chars<'_>,
    index: usize,
    ch: u32,
    memo: &mut Memo,
    out: &mut Batch<'_, S>,
) -> Result<(), S::Error> {
    match u8::try_from(ch) {
        Ok(byte @ 0..0x80) => out.push(byte.to_ascii_lowercase().into()),
        _ if ch == CAPITAL_SIGMA => {
            let last = is_final_sigma(text, index, out)?;
            out.push(if last { FINAL_SIGMA } else { SMALL_SIGMA })
        }
        _ => memo.push(ch, |ch| out.push(ch)),
    }
}

/// The condition Final_Sigma (The Unicode Standard, section 3.13): behind a cased character and
/// not before one, case-ignorable ones not counted. The scans of all sigmas together are linear,
/// because a sigma is cased itself.
fn is_final_sigma<S: Sink>(text: Chars<'_>, index: usize, out: &mut Batch<'_, S>) -> Result<bool, S::Error> {
    Ok(is_cased_beside(text.slice(0..index).iter().rev(), out)?
        && !is_cased_beside(text.slice(index + 1..text.len()).iter(), out)?)
}

/// Whether the first character that is not case-ignorable is cased.
fn is_cased_beside<S: Sink>(chars: impl Iterator<Item = u32>, out: &mut Batch<'_, S>) -> Result<bool, S::Error> {
    for (count, ch) in chars.enumerate() {
        if !is_case_ignorable(ch) {
            return Ok(is_cased(ch));
        }
        if count % STRETCH == STRETCH - 1 {
            out.look(STRETCH)?;
        }
    }
    Ok(false)
}

/// The first character of the lower-case mapping: one for one, as patterns compare without regard to case.
#[must_use]
pub fn first_lower(ch: u32) -> u32 {
    match u8::try_from(ch) {
        Ok(byte @ 0..0x80) => byte.to_ascii_lowercase().into(),
        Ok(0xC0..=0xD6 | 0xD8..=0xDE) => ch + 0x20,
        Ok(_) => ch,
        Err(_) => mapping::lower(ch).as_slice().first().copied().unwrap_or(ch),
    }
}

/// The first character of the upper-case mapping.
#[must_use]
pub fn first_upper(ch: u32) -> u32 {
    match u8::try_from(ch) {
        Ok(byte @ 0..0x80) => byte.to_ascii_uppercase().into(),
        _ => mapping::upper(ch).as_slice().first().copied().unwrap_or(ch),
    }
}
