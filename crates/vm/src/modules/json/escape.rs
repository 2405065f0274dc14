//! Strings as JSON.

use pitviper_text::Chars;
use pitviper_text::split::STRETCH;

use crate::core::error::PyResult;
use crate::types::str::StrBuilder;

const HEX: &[u8; 16] = b"0123456789abcdef";

/// Whether a character stands for itself.
fn is_plain(ch: u32, ascii: bool) -> bool {
    ch >= 0x20 && ch != 0x22 && ch != 0x5C && (!ascii || ch < 0x7F)
}

/// Writes a string with its quotes; in ASCII if so wanted.
pub(super) fn push(out: &mut StrBuilder, text: Chars<'_>, ascii: bool) -> PyResult<()> {
    out.push_char(u32::from(b'"'))?;
    let len = text.len();
    let mut at = 0;
    while at < len {
        let end = len.min(at + STRETCH);
        let run = run_of_plain(text.slice(0..end), at, ascii);
        if run > at {
            out.push_chars(text.slice(at..run))?;
        }
        if run == end {
            at = end;
            continue;
        }
        let Some(ch) = text.get(run) else { break };
        push_escape(out, ch)?;
        at = run + 1;
    }
    out.push_char(u32::from(b'"'))
}

/// Where the first character from `at` on is that needs an escape.
fn run_of_plain(text: Chars<'_>, at: usize, ascii: bool) -> usize {
    fn find<T: Copy + Into<u32>>(units: &[T], at: usize, ascii: bool) -> usize {
        let rest = units.get(at..).unwrap_or(&[]);
        rest.iter().position(|&unit| !is_plain(unit.into(), ascii)).map_or(units.len(), |run| at + run)
    }
    match text {
        Chars::One(units) => find(units, at, ascii),
        Chars::Two(units) => find(units, at, ascii),
        Chars::Four(units) => find(units, at, ascii),
    }
}

fn push_escape(out: &mut StrBuilder, ch: u32) -> PyResult<()> {
    let short = match ch {
        0x22 => b'"',
        0x5C => b'\\',
        0x08 => b'b',
        0x0C => b'f',
        0x0A => b'n',
        0x0D => b'r',
        0x09 => b't',
        _ if ch > 0xFFFF => {
            let rest = ch - 0x1_0000;
            push_unit(out, 0xD800 | rest >> 10)?;
            return push_unit(out, 0xDC00 | rest & 0x3FF);
        }
        _ => return push_unit(out, ch),
    };
    out.push_chars(Chars::One(&[b'\\', short]))
}

fn push_unit(out: &mut StrBuilder, unit: u32) -> PyResult<()> {
    let digit = |shift: u32| HEX[(unit >> shift & 15) as usize];
    out.push_chars(Chars::One(&[b'\\', b'u', digit(12), digit(8), digit(4), digit(0)]))
}
