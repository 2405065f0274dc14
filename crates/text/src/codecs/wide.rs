//! UTF-16 and UTF-32 in either byte order. Byte order marks are the caller's affair.

use super::{Fault, Order, Run, Tail, is_surrogate};
use crate::batch::{Batch, ByteBatch};
use crate::chars::Chars;
use crate::sink::{ByteSink, Sink};

fn unit16(order: Order, bytes: &[u8]) -> Option<u32> {
    let pair = *bytes.first_chunk::<2>()?;
    Some(
        match order {
            Order::Little => u16::from_le_bytes(pair),
            Order::Big => u16::from_be_bytes(pair),
        }
        .into(),
    )
}

fn unit32(order: Order, bytes: &[u8]) -> Option<u32> {
    let four = *bytes.first_chunk::<4>()?;
    Some(match order {
        Order::Little => u32::from_le_bytes(four),
        Order::Big => u32::from_be_bytes(four),
    })
}

/// One code unit read as it stands, surrogate or not; what `surrogatepass` looks at.
pub(super) fn raw_unit(order: Order, size: usize, bytes: &[u8]) -> Option<u32> {
    match size {
        2 => unit16(order, bytes),
        _ => unit32(order, bytes),
    }
}

/// What lies at the front of some UTF-16.
enum Unit16 {
    /// A character, and the bytes it takes.
    Char(u32, usize),
    /// More bytes could still make a character.
    Short(&'static str),
    /// Two bytes that cannot stand here.
    Bad(&'static str),
}

fn read_utf16(order: Order, rest: &[u8]) -> Unit16 {
    let Some(first) = unit16(order, rest) else {
        return Unit16::Short("truncated data");
    };
    match first {
        0xD800..0xDC00 => match unit16(order, &rest[2..]) {
            None => Unit16::Short("unexpected end of data"),
            Some(second @ 0xDC00..0xE000) => Unit16::Char(0x10000 + ((first & 0x3FF) << 10 | second & 0x3FF), 4),
            Some(_) => Unit16::Bad("illegal UTF-16 surrogate"),
        },
        0xDC00..0xE000 => Unit16::Bad("illegal encoding"),
        _ => Unit16::Char(first, 2),
    }
}

pub(super) fn decode_utf16<S: Sink>(
    order: Order,
    bytes: &[u8],
    from: usize,
    tail: Tail,
    sink: &mut S,
) -> Result<Run, S::Error> {
    let mut out = Batch::new(sink);
    let mut next = from;
    let mut fault = None;
    while next < bytes.len() {
        let (end, reason) = match read_utf16(order, &bytes[next..]) {
            Unit16::Char(ch, size) => {
                out.push(ch)?;
                next += size;
                continue;
            }
            Unit16::Short(_) if tail == Tail::More => break,
            Unit16::Short(reason) => (bytes.len(), reason),
            Unit16::Bad(reason) => (next + 2, reason),
        };
        fault = Some(Fault { start: next, end, reason });
        break;
    }
    out.finish()?;
    Ok(Run { next, fault })
}

pub(super) fn decode_utf32<S: Sink>(
    order: Order,
    bytes: &[u8],
    from: usize,
    tail: Tail,
    sink: &mut S,
) -> Result<Run, S::Error> {
    let mut out = Batch::new(sink);
    let mut next = from;
    let mut fault = None;
    while next < bytes.len() {
        let (end, reason) = match unit32(order, &bytes[next..]) {
            None if tail == Tail::More => break,
            None => (bytes.len(), "truncated data"),
            Some(0xD800..0xE000) => (next + 4, "code point in surrogate code point range(0xd800, 0xe000)"),
            Some(0x110000..) => (next + 4, "code point not in range(0x110000)"),
            Some(ch) => {
                out.push(ch)?;
                next += 4;
                continue;
            }
        };
        fault = Some(Fault { start: next, end, reason });
        break;
    }
    out.finish()?;
    Ok(Run { next, fault })
}

fn push16<S: ByteSink>(order: Order, unit: u32, out: &mut ByteBatch<'_, S>) -> Result<(), S::Error> {
    let [low, high, ..] = unit.to_le_bytes();
    match order {
        Order::Little => out.push_front([low, high, 0, 0], 2),
        Order::Big => out.push_front([high, low, 0, 0], 2),
    }
}

fn push32<S: ByteSink>(order: Order, unit: u32, out: &mut ByteBatch<'_, S>) -> Result<(), S::Error> {
    match order {
        Order::Little => out.push_front(unit.to_le_bytes(), 4),
        Order::Big => out.push_front(unit.to_be_bytes(), 4),
    }
}

/// Writes one code unit of `size` bytes as it stands.
pub(super) fn push_unit<S: ByteSink>(
    order: Order,
    size: usize,
    unit: u32,
    out: &mut ByteBatch<'_, S>,
) -> Result<(), S::Error> {
    match size {
        2 => push16(order, unit, out),
        _ => push32(order, unit, out),
    }
}

fn surrogate(at: usize) -> Option<Fault> {
    Some(Fault { start: at, end: at + 1, reason: "surrogates not allowed" })
}

pub(super) fn encode_utf16<S: ByteSink>(
    order: Order,
    text: Chars<'_>,
    from: usize,
    sink: &mut S,
) -> Result<Run, S::Error> {
    let mut out = ByteBatch::new(sink);
    let mut next = from;
    let mut fault = None;
    for ch in text.slice(from..text.len()) {
        match ch {
            0xD800..0xE000 => {
                fault = surrogate(next);
                break;
            }
            0..0x10000 => push16(order, ch, &mut out)?,
            _ => {
                let offset = ch - 0x10000;
                push16(order, 0xD800 | offset >> 10 & 0x3FF, &mut out)?;
                push16(order, 0xDC00 | offset & 0x3FF, &mut out)?;
            }
        }
        next += 1;
    }
    out.finish()?;
    Ok(Run { next, fault })
}

pub(super) fn encode_utf32<S: ByteSink>(
    order: Order,
    text: Chars<'_>,
    from: usize,
    sink: &mut S,
) -> Result<Run, S::Error> {
    let mut out = ByteBatch::new(sink);
    let mut next = from;
    let mut fault = None;
    for ch in text.slice(from..text.len()) {
        if is_surrogate(ch) {
            fault = surrogate(next);
            break;
        }
        push32(order, ch, &mut out)?;
        next += 1;
    }
    out.finish()?;
    Ok(Run { next, fault })
}
