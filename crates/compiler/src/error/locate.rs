//! From a place in the source to the attributes of an exception.
//!
//! CPython counts columns in characters, from 1, in several ways that differ at line ends, in errors of more than
//! one line and behind continued lines. What it reports is followed, its slips too.

use super::{Location, Place};
use crate::source::Source;

/// The attributes that CPython's exception has for `place`.
pub(super) fn locate(place: Place, source: &Source<'_>) -> Option<Location> {
    let of = |start: u32, offset: i32, end: Option<(u32, i32)>| {
        let line = source.line_of(start);
        let (end_line, end_offset) = end.map_or((line, 0), |(at, offset)| (source.line_of(at), offset));
        Some(Location { line, offset, end_line, end_offset })
    };
    let column = |at: u32| source.characters_before(at);
    match place {
        Place::Nowhere => None,
        Place::Decoding => Some(Location { line: 0, offset: -1, end_line: 0, end_offset: 0 }),
        Place::Cookie(end) => Some(Location { line: 1, offset: 0, end_line: 1, end_offset: column(end) }),
        Place::Span(start, end) => Some(span(start, end, source)),
        Place::Cursor(at) => {
            let last = at.saturating_sub(1);
            let offset = source.characters(source.line_of(last), at);
            of(last, offset, Some((last, offset)))
        }
        Place::Stretch(start, end) => of(start, column(start) + 1, Some((start, column(end)))),
        Place::From(start) => of(start, column(start) + 1, None),
        Place::Before(at) => {
            let last = at.saturating_sub(1);
            of(last, cursor_offset(at, source), None)
        }
        Place::LineEnd(at) => {
            let line = source.line_of(at);
            Some(Location { line, offset: line_length(line, source), end_line: line, end_offset: -1 })
        }
        Place::Line(at) => {
            let line = line_read(at, source);
            Some(Location { line, offset: 0, end_line: line, end_offset: 0 })
        }
        Place::Layout(at) => Some(layout(at, source)),
        Place::Until(start, end) => {
            let line = source.line_of(end.saturating_sub(1));
            let end_offset = source.characters(line, end);
            Some(Location { line: source.line_of(start), offset: column(start) + 1, end_line: line, end_offset })
        }
        Place::End(start, end) => of(start, column(end), Some((end, 0))),
        Place::LineStart(at) => of(at, 1, None),
    }
}

/// The column of the character before `at`. Behind lines that a backslash continues CPython counts from the first
/// of them, and no further than to the end of the line.
fn cursor_offset(at: u32, source: &Source<'_>) -> i32 {
    let line = source.line_of(at.saturating_sub(1));
    let mut first = line;
    while first > 1 && source.line_text(first - 1).ends_with('\\') {
        first -= 1;
    }
    if first == line {
        return source.characters(line, at);
    }
    let counted = i32::try_from(at - source.line_start(first)).unwrap_or(i32::MAX);
    counted.min(line_length(line, source).saturating_add(1))
}

/// The line that holds `at`, or the last one that has been read when `at` is the end of the source.
fn line_read(at: u32, source: &Source<'_>) -> u32 {
    if source.text.is_empty() {
        return 0;
    }
    let ends = at as usize >= source.text.len();
    source.line_of(if ends { at.saturating_sub(1) } else { at })
}

/// Characters of a line, its line end included.
fn line_length(line: u32, source: &Source<'_>) -> i32 {
    let length = source.line_text(line).chars().count() + usize::from(source.is_ended(line));
    i32::try_from(length).unwrap_or(i32::MAX)
}

/// Where a token without text is: behind what has been read of its line.
fn layout(at: u32, source: &Source<'_>) -> Location {
    let line = line_read(at, source);
    let ends = at as usize >= source.text.len();
    let offset = if ends { line_length(line, source) } else { source.characters(line, at) };
    Location { line, offset, end_line: line, end_offset: -1 }
}

/// A stretch. CPython counts the characters of its end in the line of its start.
fn span(start: u32, end: u32, source: &Source<'_>) -> Location {
    let line = source.line_of(start);
    let last = if end > start { end - 1 } else { end };
    let end_line = source.line_of(last);
    let offset = source.characters(line, start) + 1;
    let end_offset = if end_line == line {
        source.characters(line, end) + 1
    } else {
        let text = source.line_text(line);
        let bytes = (end - source.line_start(end_line)) as usize + 1;
        let within = &text.as_bytes()[..bytes.min(text.len())];
        let count = within.iter().filter(|&&b| b & 0xC0 != 0x80).count() + usize::from(bytes > text.len());
        i32::try_from(count).unwrap_or(i32::MAX)
    };
    Location { line, offset, end_line, end_offset }
}
