//! Encodings whose characters are bytes looked up in tables, without state.

use super::codec::{Stop, Text, Units};
use super::tables::{self, Cell, Name, Table};
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::bytes::BytesBuilder;

/// Bytes of ASCII that are copied at once.
const RUN: usize = 4096;

/// What a codec makes of two bytes or more before the table is asked, or of bytes that the table does not have: a
/// character and the count of its bytes.
type More = fn(&[u8]) -> Option<Result<(u32, usize), Stop>>;

/// No other sequences.
pub fn no_more(_: &[u8]) -> Option<Result<(u32, usize), Stop>> {
    None
}

/// The sequences of four bytes of GB 18030.
pub fn four_bytes(data: &[u8]) -> Option<Result<(u32, usize), Stop>> {
    if !data.get(1).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let Some(&[first, second, third, fourth]) = data.get(..4) else { return Some(Err(Stop::Incomplete)) };
    if !matches!((first, third, fourth), (0x81..=0xFE, 0x81..=0xFE, 0x30..=0x39)) {
        return Some(Err(Stop::Illegal(1)));
    }
    let first = u32::from(first) - 0x81;
    let rest = (u32::from(second) - 0x30) * 1260 + (u32::from(third) - 0x81) * 10 + u32::from(fourth) - 0x30;
    let ch = match first {
        0..4 => tables::four_to_char(first * 12600 + rest),
        15.. => Some(0x1_0000 + (first - 15) * 12600 + rest).filter(|ch| *ch <= 0x10_FFFF),
        _ => None,
    };
    Some(ch.map(|ch| (ch, 4)).ok_or(Stop::Illegal(1)))
}

/// Writes a character as four bytes of GB 18030.
pub fn push_four(ch: u32, out: &mut BytesBuilder) -> PyResult<bool> {
    let (lead, number) = match ch.checked_sub(0x1_0000) {
        Some(number) => (0x81 + 15, number),
        None => match tables::char_to_four(ch) {
            Some(number) => (0x81, number),
            None => return Ok(false),
        },
    };
    let digit = |number: u32| 0x30 + (number % 10) as u8;
    let data = [lead + (number / 12600) as u8, digit(number / 1260), 0x81 + (number / 10 % 126) as u8, digit(number)];
    out.push(&data).map(|()| true)
}

/// What the edition of 2000 of JIS X 0213 has not yet is two bytes at fault.
fn not_yet(data: &[u8], before: Name, after: Name) -> Option<Result<(u32, usize), Stop>> {
    let &[lead, trail, ..] = data else { return None };
    let missing = before.table().double(lead, trail) == Cell::None && after.table().double(lead, trail) != Cell::None;
    missing.then_some(Err(Stop::Illegal(2)))
}

/// [`not_yet`] of EUC.
pub fn not_yet_in_euc(data: &[u8]) -> Option<Result<(u32, usize), Stop>> {
    not_yet(data, Name::EucJisX0213, Name::EucJis2004)
}

/// [`not_yet`] of Shift JIS.
pub fn not_yet_in_shift_jis(data: &[u8]) -> Option<Result<(u32, usize), Stop>> {
    not_yet(data, Name::ShiftJisX0213, Name::ShiftJis2004)
}

/// The first letters of Hangul syllables, as second bytes in KS X 1001.
const INITIAL: [u8; 19] =
    [0xA1, 0xA2, 0xA4, 0xA7, 0xA8, 0xA9, 0xB1, 0xB2, 0xB3, 0xB5, 0xB6, 0xB7, 0xB8, 0xB9, 0xBA, 0xBB, 0xBC, 0xBD, 0xBE];
/// The last letters.
const FINAL: [u8; 28] = [
    0xD4, 0xA1, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7, 0xA9, 0xAA, 0xAB, 0xAC, 0xAD, 0xAE, 0xAF, 0xB0, 0xB1, 0xB2, 0xB4,
    0xB5, 0xB6, 0xB7, 0xB8, 0xBA, 0xBB, 0xBC, 0xBD, 0xBE,
];
/// The row of letters in KS X 1001.
const LETTERS: u8 = 0xA4;
/// The filler there, which begins a syllable of eight bytes.
const FILLER: u8 = 0xD4;

fn index_of(letters: &[u8], byte: u8) -> Option<u32> {
    letters.iter().position(|own| *own == byte).map(|at| at as u32)
}

/// The Hangul syllables that KS X 1001 lacks: a filler and three letters (annex 3 of the standard).
pub fn eight_bytes(data: &[u8]) -> Option<Result<(u32, usize), Stop>> {
    if !data.starts_with(&[LETTERS, FILLER]) {
        return None;
    }
    let Some(&[_, _, LETTERS, first, LETTERS, middle, LETTERS, last]) = data.get(..8) else {
        return Some(Err(if data.len() < 8 { Stop::Incomplete } else { Stop::Illegal(1) }));
    };
    let middle = middle.checked_sub(0xBF).filter(|middle| *middle < 21).map(u32::from);
    let (Some(first), Some(middle), Some(last)) = (index_of(&INITIAL, first), middle, index_of(&FINAL, last)) else {
        return Some(Err(Stop::Illegal(1)));
    };
    Some(Ok((0xAC00 + first * 588 + middle * 28 + last, 8)))
}

/// Writes a Hangul syllable as eight bytes.
pub fn push_eight(ch: u32, out: &mut BytesBuilder) -> PyResult<bool> {
    let Some(syllable) = ch.checked_sub(0xAC00).filter(|syllable| *syllable < 11172) else { return Ok(false) };
    let first = INITIAL[(syllable / 588) as usize];
    let middle = 0xBF + (syllable / 28 % 21) as u8;
    let last = FINAL[(syllable % 28) as usize];
    out.push(&[LETTERS, FILLER, LETTERS, first, LETTERS, middle, LETTERS, last]).map(|()| true)
}

/// The first character of `data` and the count of its bytes.
#[inline]
fn character(table: &Table, data: &[u8], more: More) -> Result<(Cell, usize), Stop> {
    let first = data.first().copied().unwrap_or(0);
    match (table.single(first), data) {
        (Cell::None, _) => Err(Stop::Illegal(1)),
        (cell @ (Cell::One(_) | Cell::Two(..)), _) => Ok((cell, 1)),
        (Cell::Three, [_, second, third, ..]) => {
            match table.three().map_or(Cell::None, |own| own.double(*second, *third)) {
                cell if *second >= 0xA1 && cell != Cell::None => Ok((cell, 3)),
                _ => Err(Stop::Illegal(1)),
            }
        }
        (Cell::Lead, [_, second, ..]) => match more(data) {
            Some(found) => found.map(|(ch, len)| (Cell::One(ch), len)),
            None => match table.double(first, *second) {
                Cell::None => Err(Stop::Illegal(1)),
                _ if first == 0x80 => Err(Stop::Illegal(1)),
                cell => Ok((cell, 2)),
            },
        },
        _ => Err(Stop::Incomplete),
    }
}

/// Decodes by a table.
pub fn decode(
    vm: &mut Vm,
    table: &Table,
    data: &[u8],
    from: usize,
    out: &mut Units<'_>,
    more: More,
) -> PyResult<(usize, Stop)> {
    let is_ascii = table.single(b'\\') == Cell::One(b'\\'.into());
    let mut at = from;
    for done in 0usize.. {
        vm.work_at(done)?;
        let rest = &data[at.min(data.len())..];
        let Some(&byte) = rest.first() else { break };
        if is_ascii && byte < 0x80 {
            let run = &rest[..rest.len().min(RUN)];
            let run = &run[..run.iter().position(|byte| *byte >= 0x80).unwrap_or(run.len())];
            if run.len() > 2 {
                vm.work_plain((run.len() / 64) as u32)?;
                out.push_ascii(run)?;
                at += run.len();
                continue;
            }
        }
        match character(table, rest, more) {
            Ok((cell, len)) => {
                match cell {
                    Cell::One(ch) => out.push(ch)?,
                    Cell::Two(first, second) => {
                        out.push(first)?;
                        out.push(second)?;
                    }
                    _ => {}
                }
                at += len;
            }
            Err(stop) => return Ok((at, stop)),
        }
    }
    Ok((at, Stop::Done))
}

/// Writes a code as bytes.
fn push_code(code: u16, out: &mut BytesBuilder) -> PyResult<()> {
    match code.to_be_bytes() {
        [0, byte] => out.push_byte(byte),
        data => out.push(&data),
    }
}

/// Encodes by a table; `rare` writes what the table does not have, or says that it cannot.
pub fn encode(
    vm: &mut Vm,
    table: &Table,
    text: Text<'_>,
    out: &mut BytesBuilder,
    rare: impl Fn(u32, &mut BytesBuilder) -> PyResult<bool>,
) -> PyResult<(usize, Stop)> {
    let three = table.three().is_some();
    let mut at = text.from;
    for done in 0usize.. {
        vm.work_at(done)?;
        let Some(ch) = text.text.get(at) else { break };
        match text.code(table, at, ch) {
            Err(stop) => return Ok((at, stop)),
            Ok(Some((code, used))) => {
                if three && code >= 0x8000 && code & 0x80 == 0 {
                    out.push_byte(0x8F)?;
                    push_code(code | 0x80, out)?;
                } else {
                    push_code(code, out)?;
                }
                at += used;
            }
            Ok(None) if rare(ch, out)? => at += 1,
            Ok(None) => return Ok((at, Stop::Illegal(1))),
        }
    }
    Ok((at, Stop::Done))
}

/// The table of GB 2312, for HZ.
pub fn gb2312() -> &'static Table {
    Name::Gb2312.table()
}
