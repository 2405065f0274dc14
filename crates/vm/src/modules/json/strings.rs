//! JSON strings as Python's.

use pitviper_object::Value;
use pitviper_text::Chars;
use pitviper_text::split::STRETCH;

use super::decode_error;
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::str::StrBuilder;

/// Reads a string whose opening quote is before `begin`; the string and the place behind its closing quote.
pub(super) fn scan(
    vm: &mut Vm,
    document: &Value,
    text: Chars<'_>,
    begin: usize,
    strict: bool,
) -> PyResult<(Value, usize)> {
    // `scanstring` may be told to begin at 0, where no quote can be before.
    let quote = begin as isize - 1;
    let unterminated = |vm: &mut Vm| decode_error(vm, "Unterminated string starting at", document, quote);
    let mut out: Option<StrBuilder> = None;
    let mut at = begin;
    loop {
        let end = run_of_plain(vm, text, at, strict)?;
        let run = text.slice(at..end);
        match text.get(end) {
            None => return Err(unterminated(vm)),
            Some(0x22) => {
                let string = match out {
                    None => vm.new_str_chars(run)?,
                    Some(mut out) => {
                        out.push_chars(run)?;
                        out.finish()?
                    }
                };
                return Ok((string, end + 1));
            }
            Some(0x5C) => {
                let mut builder = match out.take() {
                    Some(builder) => builder,
                    None => StrBuilder::new(vm),
                };
                builder.push_chars(run)?;
                let Some(ch) = text.get(end + 1) else { return Err(unterminated(vm)) };
                let (ch, next) = match simple(ch) {
                    Some(ch) => (ch, end + 2),
                    None if ch == u32::from(b'u') => match unicode(text, end + 2) {
                        Some(read) => read,
                        None => return Err(decode_error(vm, "Invalid \\uXXXX escape", document, end as isize + 1)),
                    },
                    None => return Err(decode_error(vm, "Invalid \\escape", document, end as isize)),
                };
                builder.push_char(ch)?;
                out = Some(builder);
                at = next;
            }
            Some(_) => return Err(decode_error(vm, "Invalid control character at", document, end as isize)),
        }
    }
}

/// Where the first character from `from` on is that does not stand for itself.
fn run_of_plain(vm: &mut Vm, text: Chars<'_>, from: usize, strict: bool) -> PyResult<usize> {
    let mut at = from;
    while at < text.len() {
        let end = text.len().min(at + STRETCH);
        let run = run_in(text.slice(0..end), at, strict);
        vm.worked((run - at) / 16);
        if run < end {
            return Ok(run);
        }
        vm.work_plain(0)?;
        at = end;
    }
    Ok(at)
}

/// The same within a stretch.
fn run_in(text: Chars<'_>, at: usize, strict: bool) -> usize {
    fn find<T: Copy + Into<u32>>(units: &[T], at: usize, strict: bool) -> usize {
        let special = |unit: T| {
            let ch: u32 = unit.into();
            ch == 0x22 || ch == 0x5C || strict && ch < 0x20
        };
        let rest = units.get(at..).unwrap_or(&[]);
        rest.iter().position(|&unit| special(unit)).map_or(units.len(), |run| at + run)
    }
    match text {
        Chars::One(units) => find(units, at, strict),
        Chars::Two(units) => find(units, at, strict),
        Chars::Four(units) => find(units, at, strict),
    }
}

fn simple(ch: u32) -> Option<u32> {
    Some(match u8::try_from(ch).ok()? {
        ch @ (b'"' | b'\\' | b'/') => u32::from(ch),
        b'b' => 0x08,
        b'f' => 0x0C,
        b'n' => 0x0A,
        b'r' => 0x0D,
        b't' => 0x09,
        _ => return None,
    })
}

/// Four hexadecimal digits at `at`, which are not the last of the text.
fn digits(text: Chars<'_>, at: usize) -> Option<u32> {
    text.get(at + 4)?;
    let mut unit = 0;
    for place in at..at + 4 {
        unit = unit << 4 | char::from_u32(text.get(place)?)?.to_digit(16)?;
    }
    Some(unit)
}

/// The character of `\uXXXX`, whose digits begin at `at`, joined with the one behind it when both are surrogates.
fn unicode(text: Chars<'_>, at: usize) -> Option<(u32, usize)> {
    let unit = digits(text, at)?;
    let next = at + 4;
    if (0xD800..0xDC00).contains(&unit)
        && text.get(next) == Some(u32::from(b'\\'))
        && text.get(next + 1) == Some(u32::from(b'u'))
        && let Some(low) = digits(text, next + 2)
        && (0xDC00..0xE000).contains(&low)
    {
        return Some((0x1_0000 + (((unit - 0xD800) << 10) | (low - 0xDC00)), next + 6));
    }
    Some((unit, next))
}
