//! Escapes in the bodies of string and bytes literals (Python reference, section 2.5.1).
//!
//! The body is source text between the quotes, prefix and quotes taken off; raw literals have no
//! escapes and do not come here. Line ends are read as `\n` whatever the file has. An escape that
//! means nothing stays as it is, and the first such is reported for the warning.

use crate::batch::ByteBatch;
use crate::codecs::utf8::push_valid;
use crate::names;
use crate::sink::{ByteSink, Sink};

/// What decoding found besides the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Escapes {
    /// The first escape that Python warns of.
    pub invalid: Option<InvalidEscape>,
}

/// An escape that means nothing, kept as it stands. CPython warns: `"\d" is an invalid escape
/// sequence. Such sequences will not work in the future. Did you mean "\\d"? A raw string is also
/// an option.`; with `invalid octal escape sequence` for an octal one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidEscape {
    /// Byte offset of the backslash in the body.
    pub offset: usize,
    /// What follows it.
    pub kind: InvalidKind,
}

/// Which kind of escape is invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidKind {
    /// An ASCII character that no escape begins with.
    Char(u8),
    /// Three octal digits above 0o377.
    Octal(u16),
}

/// Why a body has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EscapeError<E> {
    /// The sink refused.
    Sink(E),
    /// A bad escape in a string.
    Text(TextFault),
    /// A bad `\x` in bytes. CPython: `(value error) invalid \x escape at position …`.
    Hex {
        /// Of the backslash, in characters.
        position: usize,
    },
    /// Bytes end in a backslash. CPython: `Trailing \ in string`.
    Trailing,
}

impl<E> From<E> for EscapeError<E> {
    fn from(error: E) -> Self {
        EscapeError::Sink(error)
    }
}

/// A bad escape in a string. CPython: `(unicode error) 'unicodeescape' codec can't decode bytes in
/// position {start}-{end - 1}: {reason}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextFault {
    /// Byte offset of the backslash in the body.
    pub offset: usize,
    /// Where CPython says the escape begins. It counts a character beyond ASCII as ten.
    pub start: usize,
    /// One behind the last, counted likewise.
    pub end: usize,
    /// CPython's words.
    pub reason: &'static str,
}

/// Decodes the body of a string literal.
///
/// # Errors
/// A bad escape, or the sink's own.
pub fn decode_str<S: Sink>(body: &str, sink: &mut S) -> Result<Escapes, EscapeError<S::Error>> {
    let bytes = body.as_bytes();
    let mut found = Escapes::default();
    let mut from = 0;
    while let Some(length) = memchr::memchr2(b'\\', b'\r', &bytes[from..]) {
        let at = from + length;
        push_valid(&bytes[from..at], sink)?;
        from = at + line_end(&bytes[at..]);
        if from > at {
            sink.push(b'\n'.into())?;
            continue;
        }
        let escape = read(&bytes[at + 1..]);
        from = at + 1 + escape.len;
        match escape.meaning {
            Meaning::Nothing => {}
            Meaning::Char(ch) => sink.push(ch)?,
            Meaning::Octal(value) => {
                found.note_octal(at, value);
                sink.push(value.into())?;
            }
            Meaning::Hex { digits, reason } => {
                let (ch, len) = hex(&bytes[from..], digits);
                from += len;
                match ch {
                    Some(ch @ 0..0x110000) => sink.push(ch)?,
                    Some(_) => return Err(fault(bytes, at, from, "illegal Unicode character")),
                    None => return Err(fault(bytes, at, from, reason)),
                }
            }
            Meaning::Name => {
                let (name, len) = braced(&bytes[from..]);
                from += len;
                let name = name.ok_or_else(|| fault(bytes, at, from, "malformed \\N character escape"))?;
                let ch = names::lookup(name).ok_or_else(|| fault(bytes, at, from, "unknown Unicode character name"))?;
                sink.push(ch)?;
            }
            Meaning::Unknown(next) => {
                found.note_unknown(at, next);
                sink.push(b'\\'.into())?;
            }
        }
    }
    push_valid(&bytes[from..], sink)?;
    Ok(found)
}

/// Decodes the body of a bytes literal, whose bytes are all below 0x80.
///
/// # Errors
/// A bad escape, or the sink's own.
pub fn decode_bytes<S: ByteSink>(body: &[u8], sink: &mut S) -> Result<Escapes, EscapeError<S::Error>> {
    let mut found = Escapes::default();
    let mut out = ByteBatch::new(sink);
    let mut from = 0;
    while let Some(length) = memchr::memchr2(b'\\', b'\r', &body[from..]) {
        let at = from + length;
        out.push(&body[from..at])?;
        from = at + line_end(&body[at..]);
        if from > at {
            out.push(b"\n")?;
            continue;
        }
        let escape = read(&body[at + 1..]);
        from = at + 1 + escape.len;
        match escape.meaning {
            Meaning::Nothing => {}
            Meaning::Char(ch) => out.push(&ch.to_le_bytes()[..1])?,
            Meaning::Octal(value) => {
                found.note_octal(at, value);
                out.push(&value.to_le_bytes()[..1])?;
            }
            Meaning::Hex { digits: 2, .. } => {
                let (byte, len) = hex(&body[from..], 2);
                from += len;
                let byte = byte.ok_or_else(|| EscapeError::Hex { position: position(body, at) })?;
                out.push(&byte.to_le_bytes()[..1])?;
            }
            Meaning::Unknown(None) => return Err(EscapeError::Trailing),
            Meaning::Hex { .. } | Meaning::Name | Meaning::Unknown(_) => {
                // The letter is taken again as itself.
                from = at + 1;
                found.note_unknown(at, body.get(from).copied());
                out.push(b"\\")?;
            }
        }
    }
    out.push(&body[from..])?;
    out.finish()?;
    Ok(found)
}

impl Escapes {
    fn note_octal(&mut self, offset: usize, value: u16) {
        if value > 0o377 {
            self.invalid.get_or_insert(InvalidEscape { offset, kind: InvalidKind::Octal(value) });
        }
    }

    /// CPython does not warn of a backslash before a character beyond ASCII.
    fn note_unknown(&mut self, offset: usize, next: Option<u8>) {
        if let Some(next @ 0..0x80) = next {
            self.invalid.get_or_insert(InvalidEscape { offset, kind: InvalidKind::Char(next) });
        }
    }
}

/// What the characters behind a backslash say.
enum Meaning {
    /// A backslash at a line's end: the lines are joined.
    Nothing,
    Char(u32),
    Octal(u16),
    /// Hexadecimal digits follow, with what to say if they do not.
    Hex {
        digits: usize,
        reason: &'static str,
    },
    /// A name in braces follows.
    Name,
    /// Nothing: the character, if there is one, is to be read as itself.
    Unknown(Option<u8>),
}

struct Escape {
    meaning: Meaning,
    /// Bytes read behind the backslash.
    len: usize,
}

fn read(rest: &[u8]) -> Escape {
    let Some(&first) = rest.first() else {
        return Escape { meaning: Meaning::Unknown(None), len: 0 };
    };
    let meaning = match first {
        b'\n' | b'\r' => {
            return Escape { meaning: Meaning::Nothing, len: line_end(rest).max(1) };
        }
        b'0'..=b'7' => return octal(rest),
        b'\\' | b'\'' | b'"' => Meaning::Char(first.into()),
        b'a' => Meaning::Char(0x07),
        b'b' => Meaning::Char(0x08),
        b'f' => Meaning::Char(0x0C),
        b'n' => Meaning::Char(0x0A),
        b'r' => Meaning::Char(0x0D),
        b't' => Meaning::Char(0x09),
        b'v' => Meaning::Char(0x0B),
        b'x' => Meaning::Hex { digits: 2, reason: "truncated \\xXX escape" },
        b'u' => Meaning::Hex { digits: 4, reason: "truncated \\uXXXX escape" },
        b'U' => Meaning::Hex { digits: 8, reason: "truncated \\UXXXXXXXX escape" },
        b'N' => Meaning::Name,
        _ => {
            return Escape { meaning: Meaning::Unknown(Some(first)), len: 0 };
        }
    };
    Escape { meaning, len: 1 }
}

fn octal(rest: &[u8]) -> Escape {
    let digits = rest.iter().take(3).take_while(|byte| matches!(byte, b'0'..=b'7'));
    let (value, len) = digits.fold((0, 0), |(value, len), &byte| (value << 3 | u16::from(byte - b'0'), len + 1));
    Escape { meaning: Meaning::Octal(value), len }
}

/// The value of exactly `digits` hexadecimal digits, if so many are there, and those there are.
fn hex(rest: &[u8], digits: usize) -> (Option<u32>, usize) {
    let values = rest.iter().take(digits).map_while(|&byte| char::from(byte).to_digit(16));
    let (value, len) = values.fold((0u32, 0), |(value, len), digit| (value << 4 | digit, len + 1));
    ((len == digits).then_some(value), len)
}

/// A name in braces, which may not be empty, and the bytes looked at.
fn braced(rest: &[u8]) -> (Option<&[u8]>, usize) {
    let Some((b'{', inner)) = rest.split_first() else {
        return (None, 0);
    };
    match memchr::memchr(b'}', inner) {
        None => (None, rest.len()),
        Some(0) => (None, 1),
        Some(length) => (Some(&inner[..length]), length + 2),
    }
}

/// Bytes of the carriage return, with or without line feed, that `rest` begins with.
fn line_end(rest: &[u8]) -> usize {
    match rest {
        [b'\r', b'\n', ..] => 2,
        [b'\r', ..] => 1,
        _ => 0,
    }
}

fn fault<E>(body: &[u8], at: usize, end: usize, reason: &'static str) -> EscapeError<E> {
    EscapeError::Text(TextFault { offset: at, start: position(body, at), end: position(body, end), reason })
}

/// Where byte `offset` lies in what CPython makes of the body before it decodes escapes: line ends
/// are one character, those beyond ASCII are `\U` escapes, a backslash before one is `\u005c`.
fn position(body: &[u8], offset: usize) -> usize {
    let mut position = 0;
    let mut escaped = false;
    for (index, &byte) in body[..offset].iter().enumerate() {
        position += match byte {
            b'\r' if body.get(index + 1) == Some(&b'\n') => 0,
            0xC0.. if escaped => 15,
            0xC0.. => 10,
            0x80.. => 0,
            _ => 1,
        };
        escaped = byte == b'\\' && !escaped;
    }
    position
}

/// Decodes one escape-free stretch of source: line ends become `\n`. For raw literals.
///
/// # Errors
/// The sink's own.
pub fn decode_raw<S: Sink>(body: &str, sink: &mut S) -> Result<(), S::Error> {
    let bytes = body.as_bytes();
    let mut from = 0;
    while let Some(length) = memchr::memchr(b'\r', &bytes[from..]) {
        let at = from + length;
        push_valid(&bytes[from..at], sink)?;
        sink.push(b'\n'.into())?;
        from = at + line_end(&bytes[at..]);
    }
    push_valid(&bytes[from..], sink)
}
