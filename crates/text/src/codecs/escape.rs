//! `unicode_escape`, `raw_unicode_escape`, and the escapes of `bytes`, as codecs: bytes beyond ASCII are Latin-1, and
//! faults are reported one by one. (Literals in source are read by [`crate::escapes`].)

use super::{Fault, Run, Tail};
use crate::batch::{Batch, ByteBatch};
use crate::chars::Chars;
use crate::names;
use crate::repr::hex_escape;
use crate::sink::{ByteSink, Sink};

/// What an escape came to.
enum Found {
    Char(u32),
    /// Nothing: a joined line.
    Nothing,
    /// Not an escape: the backslash stays, what follows is read again.
    Itself,
    /// The input ends inside it.
    Short(&'static str),
    Bad(&'static str),
}

/// Exactly `digits` hexadecimal digits at `at`; moves `at` behind those that are there.
fn hex(bytes: &[u8], at: &mut usize, digits: usize, reason: &'static str) -> Found {
    let mut value = 0u32;
    for _ in 0..digits {
        let Some(&byte) = bytes.get(*at) else { return Found::Short(reason) };
        let Some(digit) = char::from(byte).to_digit(16) else { return Found::Bad(reason) };
        value = value << 4 | digit;
        *at += 1;
    }
    Found::Char(value)
}

fn named(bytes: &[u8], at: &mut usize) -> Found {
    let reason = "malformed \\N character escape";
    match bytes.get(*at) {
        None => return Found::Short(reason),
        Some(b'{') => *at += 1,
        Some(_) => return Found::Bad(reason),
    }
    let rest = &bytes[*at..];
    let Some(len) = memchr::memchr(b'}', rest) else {
        *at = bytes.len();
        return Found::Short(reason);
    };
    *at += len;
    if len == 0 {
        return Found::Bad(reason);
    }
    *at += 1;
    match names::lookup(&rest[..len]) {
        Some(ch) => Found::Char(ch),
        None => Found::Bad("unknown Unicode character name"),
    }
}

/// Up to three octal digits, the first of which is at `at - 1`.
fn octal(bytes: &[u8], at: &mut usize, first: u8) -> u16 {
    let mut value = u16::from(first - b'0');
    for _ in 0..2 {
        let Some(&digit @ b'0'..=b'7') = bytes.get(*at) else { break };
        value = value << 3 | u16::from(digit - b'0');
        *at += 1;
    }
    value
}

/// The character that a letter behind a backslash means by itself.
const fn simple(letter: u8) -> Option<u8> {
    Some(match letter {
        b'\\' | b'\'' | b'"' => letter,
        b'a' => 0x07,
        b'b' => 0x08,
        b'f' => 0x0C,
        b'n' => 0x0A,
        b'r' => 0x0D,
        b't' => 0x09,
        b'v' => 0x0B,
        _ => return None,
    })
}

fn read(bytes: &[u8], at: &mut usize) -> Found {
    let Some(&letter) = bytes.get(*at) else { return Found::Short("\\ at end of string") };
    *at += 1;
    if let Some(ch) = simple(letter) {
        return Found::Char(ch.into());
    }
    match letter {
        b'\n' => Found::Nothing,
        b'0'..=b'7' => Found::Char(octal(bytes, at, letter).into()),
        b'x' => hex(bytes, at, 2, "truncated \\xXX escape"),
        b'u' => hex(bytes, at, 4, "truncated \\uXXXX escape"),
        b'U' => hex(bytes, at, 8, "truncated \\UXXXXXXXX escape"),
        b'N' => named(bytes, at),
        _ => {
            *at -= 1;
            Found::Itself
        }
    }
}

/// What to do at a fault, or at an escape that more input may complete.
fn stop(start: usize, end: usize, reason: &'static str, short: bool, tail: Tail) -> Run {
    match (short, tail) {
        (true, Tail::More) => Run { next: start, fault: None },
        _ => Run { next: start, fault: Some(Fault { start, end, reason }) },
    }
}

/// `unicode_escape` from byte `from` on, up to the end or the first fault.
///
/// # Errors
/// The sink's own.
pub fn decode_unicode<S: Sink>(bytes: &[u8], from: usize, tail: Tail, sink: &mut S) -> Result<Run, S::Error> {
    let mut out = Batch::new(sink);
    let mut next = from;
    while next < bytes.len() {
        let plain = memchr::memchr(b'\\', &bytes[next..]).unwrap_or(bytes.len() - next);
        out.run(Chars::One(&bytes[next..next + plain]))?;
        let start = next + plain;
        if start == bytes.len() {
            next = start;
            break;
        }
        next = start + 1;
        let (short, reason) = match read(bytes, &mut next) {
            Found::Char(ch @ 0..0x11_0000) => {
                out.push(ch)?;
                continue;
            }
            Found::Char(_) => (false, "illegal Unicode character"),
            Found::Nothing => continue,
            Found::Itself => {
                out.push(b'\\'.into())?;
                continue;
            }
            Found::Short(reason) => (true, reason),
            Found::Bad(reason) => (false, reason),
        };
        out.finish()?;
        return Ok(stop(start, next, reason, short, tail));
    }
    out.finish()?;
    Ok(Run { next, fault: None })
}

/// `raw_unicode_escape` from byte `from` on, up to the end or the first fault.
///
/// # Errors
/// The sink's own.
pub fn decode_raw_unicode<S: Sink>(bytes: &[u8], from: usize, tail: Tail, sink: &mut S) -> Result<Run, S::Error> {
    let mut out = Batch::new(sink);
    let mut next = from;
    while next < bytes.len() {
        let plain = memchr::memchr(b'\\', &bytes[next..]).unwrap_or(bytes.len() - next);
        out.run(Chars::One(&bytes[next..next + plain]))?;
        let start = next + plain;
        next = start;
        let Some(&letter) = bytes.get(start + 1) else {
            if start < bytes.len() && tail == Tail::Final {
                out.push(b'\\'.into())?;
                next = bytes.len();
            }
            break;
        };
        next = start + 2;
        let found = match letter {
            b'u' => hex(bytes, &mut next, 4, "truncated \\uXXXX escape"),
            b'U' => hex(bytes, &mut next, 8, "truncated \\UXXXXXXXX escape"),
            letter => {
                out.push(b'\\'.into())?;
                out.push(letter.into())?;
                continue;
            }
        };
        let (short, reason) = match found {
            Found::Char(ch @ 0..0x11_0000) => {
                out.push(ch)?;
                continue;
            }
            Found::Short(reason) => (true, reason),
            Found::Bad(reason) => (false, reason),
            _ => (false, "\\Uxxxxxxxx out of range"),
        };
        out.finish()?;
        return Ok(stop(start, next, reason, short, tail));
    }
    out.finish()?;
    Ok(Run { next, fault: None })
}

/// Text as `unicode_escape`, which has an escape for everything.
///
/// # Errors
/// The sink's own.
pub fn encode_unicode<S: ByteSink>(text: Chars<'_>, sink: &mut S) -> Result<(), S::Error> {
    let mut out = ByteBatch::new(sink);
    for ch in text {
        match ch {
            0x09 => out.push(b"\\t")?,
            0x0A => out.push(b"\\n")?,
            0x0D => out.push(b"\\r")?,
            0x5C => out.push(b"\\\\")?,
            0x20..0x7F => out.push(&ch.to_le_bytes()[..1])?,
            _ => out.push(hex_escape(ch, &mut [0; 10]))?,
        }
    }
    out.finish()
}

/// Text as `raw_unicode_escape`.
///
/// # Errors
/// The sink's own.
pub fn encode_raw_unicode<S: ByteSink>(text: Chars<'_>, sink: &mut S) -> Result<(), S::Error> {
    let mut out = ByteBatch::new(sink);
    for ch in text {
        match u8::try_from(ch) {
            Ok(byte) => out.push(&[byte])?,
            Err(_) => out.push(hex_escape(ch, &mut [0; 10]))?,
        }
    }
    out.finish()
}

/// Bytes as in a literal between single quotes.
///
/// # Errors
/// The sink's own.
pub fn encode_bytes<S: ByteSink>(bytes: &[u8], sink: &mut S) -> Result<(), S::Error> {
    let mut out = ByteBatch::new(sink);
    for &byte in bytes {
        match byte {
            b'\\' | b'\'' => out.push(&[b'\\', byte])?,
            b'\t' => out.push(b"\\t")?,
            b'\n' => out.push(b"\\n")?,
            b'\r' => out.push(b"\\r")?,
            b' '..=b'~' => out.push(&[byte])?,
            byte => out.push(hex_escape(byte.into(), &mut [0; 10]))?,
        }
    }
    out.finish()
}

/// What [`decode_bytes`] stopped at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BytesFault {
    /// A `\x` without two digits at this position; decoding may go on at the second.
    Hex(usize, usize),
    /// A backslash at the end.
    Trailing,
}

/// Reads the escapes of a bytes literal from `from` on, up to the end or the first fault.
///
/// # Errors
/// The sink's own.
pub fn decode_bytes<S: ByteSink>(bytes: &[u8], from: usize, sink: &mut S) -> Result<Option<BytesFault>, S::Error> {
    let mut out = ByteBatch::new(sink);
    let mut next = from;
    let mut fault = None;
    while next < bytes.len() {
        let plain = memchr::memchr(b'\\', &bytes[next..]).unwrap_or(bytes.len() - next);
        out.push(&bytes[next..next + plain])?;
        let start = next + plain;
        if start == bytes.len() {
            break;
        }
        next = start + 1;
        let Some(&letter) = bytes.get(next) else {
            fault = Some(BytesFault::Trailing);
            break;
        };
        next += 1;
        if let Some(byte) = simple(letter) {
            out.push(&[byte])?;
            continue;
        }
        match letter {
            b'\n' => {}
            b'0'..=b'7' => {
                let value = octal(bytes, &mut next, letter);
                out.push(&value.to_le_bytes()[..1])?;
            }
            b'x' => match hex(bytes, &mut next, 2, "") {
                Found::Char(ch) => out.push(&ch.to_le_bytes()[..1])?,
                _ => {
                    let digit = bytes.get(start + 2).is_some_and(u8::is_ascii_hexdigit);
                    fault = Some(BytesFault::Hex(start, start + 2 + usize::from(digit)));
                    break;
                }
            },
            letter => out.push(&[b'\\', letter])?,
        }
    }
    out.finish()?;
    Ok(fault)
}
