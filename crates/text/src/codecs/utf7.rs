//! UTF-7 (RFC 2152), as CPython reads and writes it.

use super::{Fault, Run, Tail, is_surrogate};
use crate::batch::{Batch, ByteBatch};
use crate::chars::Chars;
use crate::sink::{ByteSink, Sink};

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The value of a base64 digit.
const fn digit(byte: u8) -> Option<u32> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    } as u32)
}

/// Units of 16 bits out of the digits of one shifted section.
struct Section {
    bits: u32,
    buffer: u32,
    /// A high surrogate that waits for the low one.
    high: u32,
}

impl Section {
    fn unit<S: Sink>(&mut self, unit: u32, out: &mut Batch<'_, S>) -> Result<(), S::Error> {
        if self.high != 0 {
            let high = core::mem::take(&mut self.high);
            if (0xDC00..0xE000).contains(&unit) {
                return out.push(0x1_0000 + ((high & 0x3FF) << 10 | unit & 0x3FF));
            }
            out.push(high)?;
        }
        if (0xD800..0xDC00).contains(&unit) {
            self.high = unit;
            return Ok(());
        }
        out.push(unit)
    }

    fn digit<S: Sink>(&mut self, value: u32, out: &mut Batch<'_, S>) -> Result<(), S::Error> {
        self.buffer = self.buffer << 6 | value;
        self.bits += 6;
        if self.bits < 16 {
            return Ok(());
        }
        self.bits -= 16;
        let unit = self.buffer >> self.bits;
        self.buffer &= (1 << self.bits) - 1;
        self.unit(unit, out)
    }

    /// What is wrong when the section ends here.
    fn left_over(&self) -> Option<&'static str> {
        match self.bits {
            6.. => Some("partial character in shift sequence"),
            1.. if self.buffer != 0 => Some("non-zero padding bits in shift sequence"),
            _ => None,
        }
    }
}

/// Decodes from byte `from` on, up to the end or the first fault.
///
/// # Errors
/// The sink's own.
pub fn decode_run<S: Sink>(bytes: &[u8], from: usize, tail: Tail, sink: &mut S) -> Result<Run, S::Error> {
    let mut out = Batch::new(sink);
    let mut next = from;
    let mut fault = None;
    while let Some(&byte) = bytes.get(next) {
        let start = next;
        next += 1;
        let reason = match byte {
            b'+' => match section(bytes, &mut next, tail, &mut out)? {
                Ok(true) => continue,
                Ok(false) => {
                    next = start;
                    break;
                }
                Err(reason) => reason,
            },
            0..0x80 => {
                out.push(byte.into())?;
                continue;
            }
            _ => "unexpected special character",
        };
        fault = Some(Fault { start, end: next, reason });
        next = start;
        break;
    }
    out.finish()?;
    Ok(Run { next, fault })
}

/// What follows a `+`: whether it was complete, or what is wrong with it. Moves `next` behind what was read.
fn section<S: Sink>(
    bytes: &[u8],
    next: &mut usize,
    tail: Tail,
    out: &mut Batch<'_, S>,
) -> Result<Result<bool, &'static str>, S::Error> {
    let rest = &bytes[*next..];
    let len = rest.iter().take_while(|byte| digit(**byte).is_some()).count();
    let end = rest.get(len).copied();
    if end.is_none() && tail == Tail::More {
        return Ok(Ok(false));
    }
    match (len, end) {
        (0, Some(b'-')) => {
            *next += 1;
            out.push(b'+'.into())?;
            return Ok(Ok(true));
        }
        (0, Some(_)) => {
            *next += 1;
            return Ok(Err("ill-formed sequence"));
        }
        _ => {}
    }
    let mut state = Section { bits: 0, buffer: 0, high: 0 };
    for value in rest[..len].iter().filter_map(|byte| digit(*byte)) {
        state.digit(value, out)?;
    }
    *next += len;
    let Some(end) = end else {
        let unfinished = state.high != 0 || state.left_over().is_some();
        return Ok(if unfinished { Err("unterminated shift sequence") } else { Ok(true) });
    };
    if let Some(reason) = state.left_over() {
        *next += 1;
        return Ok(Err(reason));
    }
    if state.high != 0 && end < 0x80 {
        out.push(state.high)?;
    }
    if end == b'-' {
        *next += 1;
    }
    Ok(Ok(true))
}

/// Whether a character stands for itself outside shifted sections.
const fn is_direct(ch: u32) -> bool {
    match ch {
        0x09 | 0x0A | 0x0D => true,
        0x2B | 0x5C | 0x7E => false,
        _ => ch >= 0x20 && ch < 0x7F,
    }
}

/// Encodes text; everything can be, lone surrogates too.
///
/// # Errors
/// The sink's own.
pub fn encode<S: ByteSink>(text: Chars<'_>, sink: &mut S) -> Result<(), S::Error> {
    let mut out = ByteBatch::new(sink);
    let (mut shifted, mut bits, mut buffer) = (false, 0u32, 0u32);
    for ch in text {
        if is_direct(ch) {
            if shifted {
                if bits > 0 {
                    out.push(&[DIGITS[(buffer << (6 - bits) & 63) as usize]])?;
                }
                (shifted, bits, buffer) = (false, 0, 0);
                let byte = ch.to_le_bytes()[0];
                if digit(byte).is_some() || byte == b'-' {
                    out.push(b"-")?;
                }
            }
            out.push(&ch.to_le_bytes()[..1])?;
            continue;
        }
        if !shifted {
            if ch == 0x2B {
                out.push(b"+-")?;
                continue;
            }
            out.push(b"+")?;
            shifted = true;
        }
        let units = match ch {
            0x1_0000.. => [0xD800 | (ch - 0x1_0000) >> 10, 0xDC00 | ch & 0x3FF],
            _ => [ch, 0],
        };
        let count = if ch >= 0x1_0000 && is_surrogate(units[1]) { 2 } else { 1 };
        for unit in units.into_iter().take(count) {
            buffer = buffer << 16 | unit;
            bits += 16;
            while bits >= 6 {
                bits -= 6;
                out.push(&[DIGITS[(buffer >> bits & 63) as usize]])?;
            }
            buffer &= (1 << bits) - 1;
        }
    }
    if bits > 0 {
        out.push(&[DIGITS[(buffer << (6 - bits) & 63) as usize]])?;
    }
    if shifted {
        out.push(b"-")?;
    }
    out.finish()
}
