//! UTF-8. Validation is `core`'s, whose notion of how long a fault is (the maximal subpart) is also
//! CPython's.

use super::single::ascii_prefix;
use super::{Fault, Run, Tail, is_surrogate};
use crate::batch::{Batch, ByteBatch};
use crate::chars::{Chars, Width};
use crate::sink::{ByteSink, Sink};
use crate::split::STRETCH;
use crate::width::{Unit, widen};

/// What strict decoding will come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Utf8Measure {
    /// Characters.
    pub len: usize,
    /// The narrowest width that holds them.
    pub width: Width,
    /// Whether bytes and characters are the same.
    pub ascii: bool,
}

/// First pass of strict decoding: validates, counts, finds the width.
///
/// # Errors
/// The first fault.
pub fn measure(bytes: &[u8]) -> Result<Utf8Measure, Fault> {
    let text = match core::str::from_utf8(bytes) {
        Ok(text) => text.as_bytes(),
        Err(error) => return Err(describe(bytes, 0, &error)),
    };
    if text.is_ascii() {
        return Ok(Utf8Measure { len: text.len(), width: Width::One, ascii: true });
    }
    // The greatest byte is a lead byte, and tells the width: U+0100 begins with C4, U+10000 with F0.
    Ok(Utf8Measure {
        len: text.chunks(COUNTED).map(count_chars).sum(),
        width: match text.iter().copied().fold(0, u8::max) {
            0..0xC4 => Width::One,
            0xC4..0xF0 => Width::Two,
            _ => Width::Four,
        },
        ascii: false,
    })
}

/// Blocks so short that a byte counts them, which compiles to vector code.
const COUNTED: usize = 255;

fn count_chars(block: &[u8]) -> usize {
    let leads = block.iter().map(|&byte| u8::from(byte & 0xC0 != 0x80));
    leads.fold(0, u8::wrapping_add).into()
}

/// Second pass: writes valid UTF-8 of width [`Width::One`]; returns the characters written, at
/// most what `out` has room for.
pub fn fill_one(bytes: &[u8], out: &mut [u8]) -> usize {
    fill(bytes, out, |ch| ch.to_le_bytes()[0])
}

/// Second pass: writes valid UTF-8 of width at most [`Width::Two`].
pub fn fill_two(bytes: &[u8], out: &mut [u16]) -> usize {
    fill(bytes, out, |ch| {
        let [low, high, ..] = ch.to_le_bytes();
        u16::from_le_bytes([low, high])
    })
}

/// Second pass: writes valid UTF-8 of any width.
pub fn fill_four(bytes: &[u8], out: &mut [u32]) -> usize {
    fill(bytes, out, |ch| ch)
}

fn fill<U: Copy>(bytes: &[u8], out: &mut [U], unit: impl Fn(u32) -> U) -> usize {
    let mut rest = bytes;
    let mut written = 0;
    while written < out.len() {
        if let (Some((block, tail)), Some(slots)) = (rest.split_first_chunk::<8>(), out.get_mut(written..written + 8))
            && block.is_ascii()
        {
            for (slot, &byte) in slots.iter_mut().zip(block) {
                *slot = unit(byte.into());
            }
            rest = tail;
            written += 8;
            continue;
        }
        // What is not plain comes in stretches: look for blocks again only now and then.
        for slot in out[written..].iter_mut().take(8) {
            let Some(ch) = take_char(&mut rest) else {
                return written;
            };
            *slot = unit(ch);
            written += 1;
        }
    }
    written
}

/// Takes one character off valid UTF-8. On other input the value is unspecified.
#[inline]
fn take_char(rest: &mut &[u8]) -> Option<u32> {
    let low = |byte: u8| u32::from(byte & 0x3F);
    let (ch, tail) = match **rest {
        [first @ 0..0x80, ref tail @ ..] => (first.into(), tail),
        [first @ 0x80..0xE0, second, ref tail @ ..] => (u32::from(first & 0x1F) << 6 | low(second), tail),
        [first @ 0xE0..0xF0, second, third, ref tail @ ..] => {
            (u32::from(first & 0x0F) << 12 | low(second) << 6 | low(third), tail)
        }
        [first @ 0xF0..=0xFF, second, third, fourth, ref tail @ ..] => {
            (u32::from(first & 0x07) << 18 | low(second) << 12 | low(third) << 6 | low(fourth), tail)
        }
        _ => return None,
    };
    *rest = tail;
    Some(ch)
}

/// Decodes with the slack that error handlers need: up to the first fault.
pub(super) fn decode_run<S: Sink>(bytes: &[u8], from: usize, tail: Tail, sink: &mut S) -> Result<Run, S::Error> {
    let mut next = from;
    loop {
        let rest = &bytes[next..];
        let part = rest.get(..STRETCH).unwrap_or(rest);
        let (valid, error) = match core::str::from_utf8(part) {
            Ok(_) => (part, None),
            Err(error) => (&part[..error.valid_up_to()], Some(error)),
        };
        push_valid(valid, sink)?;
        if part.len() < rest.len() && error.is_none_or(|error| error.error_len().is_none()) {
            // The stretch ends here, perhaps within a character.
            next += valid.len();
            continue;
        }
        let fault = error
            .filter(|error| tail == Tail::Final || error.error_len().is_some())
            .map(|error| describe(bytes, next, &error));
        return Ok(Run { next: next + valid.len(), fault });
    }
}

/// Sends on valid UTF-8: long ASCII stretches whole, the rest by character.
pub(crate) fn push_valid<S: Sink>(valid: &[u8], sink: &mut S) -> Result<(), S::Error> {
    let mut out = Batch::new(sink);
    let mut rest = valid;
    while !rest.is_empty() {
        let plain = ascii_prefix(rest);
        out.ascii(&rest[..plain])?;
        rest = &rest[plain..];
        while rest.first().is_some_and(|&byte| byte >= 0x80) {
            match take_char(&mut rest) {
                Some(ch) => out.push(ch)?,
                None => rest = &[],
            }
        }
    }
    out.finish()
}

fn describe(bytes: &[u8], from: usize, error: &core::str::Utf8Error) -> Fault {
    let start = from + error.valid_up_to();
    let (end, reason) = match error.error_len() {
        None => (bytes.len(), "unexpected end of data"),
        Some(length) => match bytes.get(start) {
            Some(0x80..=0xC1 | 0xF5..) => (start + length, "invalid start byte"),
            _ => (start + length, "invalid continuation byte"),
        },
    };
    Fault { start, end, reason }
}

/// Bytes that `text` takes in UTF-8; saturates.
///
/// # Errors
/// The first run of surrogates.
pub fn encoded_len(text: Chars<'_>) -> Result<usize, Fault> {
    let mut len = text.len();
    for start in (0..text.len()).step_by(COUNTED) {
        let block = text.slice(start..start + COUNTED);
        let (more, found) = each_width!(block, units => count_more(units));
        if found && let Some(at) = block.iter().position(is_surrogate) {
            return Err(surrogates(text, start + at));
        }
        len = len.saturating_add(more);
    }
    Ok(len)
}

/// Writes `text` as UTF-8, surrogates by the same pattern as their neighbours; returns the bytes
/// written, at most what `out` has room for. See [`encoded_len`] for how many there are.
pub fn encode_into(text: Chars<'_>, out: &mut [u8]) -> usize {
    each_width!(text, units => encode_units(units, out))
}

fn encode_units<U: Unit>(units: &[U], out: &mut [u8]) -> usize {
    let mut at = 0;
    for block in units.chunks(8) {
        let bits = block.iter().fold(0, |bits, &unit| bits | widen(unit));
        if bits < 0x80
            && let Some(slots) = out.get_mut(at..at + block.len())
        {
            for (slot, &unit) in slots.iter_mut().zip(block) {
                *slot = widen(unit) as u8;
            }
            at += block.len();
            continue;
        }
        for &unit in block {
            let (bytes, len) = encode_char(widen(unit));
            // What lies behind the character's own bytes is written over by the next one.
            if let Some(slots) = out.get_mut(at..at + 4) {
                slots.copy_from_slice(&bytes);
            } else if let Some(slots) = out.get_mut(at..at + len) {
                slots.copy_from_slice(&bytes[..len]);
            } else {
                return at;
            }
            at += len;
        }
    }
    at
}

/// Bytes beyond one a character that a short block takes, and whether it holds a surrogate.
fn count_more<U: Unit>(block: &[U]) -> (usize, bool) {
    let (more, found) = block.iter().fold((0u16, 0u8), |(more, found), &unit| {
        let ch = widen(unit);
        let beyond = u16::from(ch >= 0x80) + u16::from(ch >= 0x800) + u16::from(ch >= 0x10000);
        (more.wrapping_add(beyond), found | u8::from(is_surrogate(ch)))
    });
    (more.into(), found != 0)
}

fn surrogates(text: Chars<'_>, start: usize) -> Fault {
    let run = text.slice(start..text.len()).iter().take_while(|&ch| is_surrogate(ch));
    Fault { start, end: start + run.count(), reason: "surrogates not allowed" }
}

pub(super) fn encode_run<S: ByteSink>(text: Chars<'_>, from: usize, sink: &mut S) -> Result<Run, S::Error> {
    let mut at = from;
    if let Chars::One(units) = text {
        let plain = ascii_prefix(&units[from..]);
        sink.push_bytes(&units[from..from + plain])?;
        at += plain;
    }
    let mut out = ByteBatch::new(sink);
    let mut fault = None;
    for ch in text.slice(at..text.len()) {
        if is_surrogate(ch) {
            // Of a long run the sink hears afterwards.
            let found = surrogates(text, at);
            out.look(found.end - found.start)?;
            fault = Some(found);
            break;
        }
        let (buffer, len) = encode_char(ch);
        out.push_front(buffer, len)?;
        at += 1;
    }
    out.finish()?;
    Ok(Run { next: at, fault })
}

/// The bytes of one code point, surrogates by the same pattern as their neighbours, and how many.
pub(super) const fn encode_char(ch: u32) -> ([u8; 4], usize) {
    const fn tail(ch: u32, shift: u32) -> u8 {
        0x80 | (ch >> shift & 0x3F) as u8
    }
    match ch {
        0..0x80 => ([ch as u8, 0, 0, 0], 1),
        0x80..0x800 => ([0xC0 | (ch >> 6) as u8, tail(ch, 0), 0, 0], 2),
        0x800..0x10000 => ([0xE0 | (ch >> 12) as u8, tail(ch, 6), tail(ch, 0), 0], 3),
        _ => ([0xF0 | (ch >> 18 & 7) as u8, tail(ch, 12), tail(ch, 6), tail(ch, 0)], 4),
    }
}
