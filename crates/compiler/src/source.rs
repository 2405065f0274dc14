//! Source text: decoding (PEP 263), lines and columns.
//!
//! Invariant of [`Source`]: `text` is UTF-8 without NUL, shorter than 4 GiB, and `lines` holds the offset of
//! every line's first byte. `\n`, `\r\n` and `\r` end a line. Who made a `Source` or a [`Decoded`] frees it.

use pitviper_text::Chars;
use pitviper_text::codecs::{self, Codec, Encoding, Tail};
use pitviper_text::sink::Sink;

use crate::ast::{Budget, OutOfMemory, Pool, Range};
use crate::error::{CompileError, Fault, Part, Place, message};

/// Source as a caller has it.
#[derive(Clone, Copy, Debug)]
pub enum Input<'a> {
    /// A file's bytes: UTF-8, or what a coding cookie or a byte order mark says.
    Bytes(&'a [u8]),
    /// Text: a cookie in it means nothing.
    Text(&'a str),
}

impl<'a> From<&'a str> for Input<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a [u8]> for Input<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Bytes(bytes)
    }
}

/// Text that was borrowed, or decoded into memory of its own.
#[derive(Debug)]
pub(crate) enum Decoded<'a> {
    Borrowed(&'a str),
    Owned(Pool<u8>),
}

impl Decoded<'_> {
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Borrowed(text) => text,
            Self::Owned(pool) => std::str::from_utf8(pool.as_slice()).unwrap_or_default(),
        }
    }

    pub(crate) fn free(self, budget: &mut dyn Budget) {
        if let Self::Owned(mut pool) = self {
            pool.free(budget);
        }
    }
}

/// Text with its lines.
#[derive(Debug)]
pub(crate) struct Source<'a> {
    pub(crate) text: &'a str,
    /// A missing line end at the end is implied: this is a file.
    pub(crate) implied: bool,
    lines: Pool<u32>,
}

impl<'a> Source<'a> {
    /// Finds the lines of `text`.
    pub(crate) fn new(budget: &mut dyn Budget, text: &'a str, implied: bool) -> Result<Self, OutOfMemory> {
        let mut source = Self { text, implied, lines: Pool::default() };
        let filled = source.fill(budget);
        if filled.is_err() {
            source.lines.free(budget);
        }
        filled.map(|()| source)
    }

    fn fill(&mut self, budget: &mut dyn Budget) -> Result<(), OutOfMemory> {
        self.lines.push(budget, 0)?;
        let bytes = self.text.as_bytes();
        for (at, &byte) in bytes.iter().enumerate() {
            let ends = byte == b'\n' || byte == b'\r' && bytes.get(at + 1) != Some(&b'\n');
            if ends {
                self.lines.push(budget, at as u32 + 1)?;
            }
        }
        Ok(())
    }

    pub(crate) fn free(mut self, budget: &mut dyn Budget) {
        self.lines.free(budget);
    }

    /// The line, from 1, that holds the byte at `at`.
    pub(crate) fn line_of(&self, at: u32) -> u32 {
        let at = at.min(self.text.len() as u32);
        self.lines.as_slice().partition_point(|&start| start <= at) as u32
    }

    /// The line that holds `at`, looking first around `near`: reading a tree goes mostly forward.
    fn line_near(&self, at: u32, near: u32) -> u32 {
        let lines = self.lines.as_slice();
        let holds = |line: u32| {
            let first = line as usize;
            line > 0 && lines.get(first - 1).is_some_and(|&s| s <= at) && lines.get(first).is_none_or(|&s| at < s)
        };
        if holds(near) {
            near
        } else if holds(near + 1) {
            near + 1
        } else {
            self.line_of(at)
        }
    }

    /// Offset of the first byte of a line.
    pub(crate) fn line_start(&self, line: u32) -> u32 {
        let index = (line as usize).saturating_sub(1);
        self.lines.as_slice().get(index).copied().unwrap_or(self.text.len() as u32)
    }

    /// A line without its line end.
    pub(crate) fn line_text(&self, line: u32) -> &'a str {
        let start = self.line_start(line) as usize;
        let end = self.line_start(line + 1).max(start as u32) as usize;
        self.text[start..end].trim_end_matches(['\r', '\n'])
    }

    /// Whether the last line has no line end, nor is one implied.
    pub(crate) fn is_cut(&self) -> bool {
        !self.implied && !self.text.is_empty() && !self.text.ends_with(['\n', '\r'])
    }

    /// Whether a line has a line end, or one is implied.
    pub(crate) fn is_ended(&self, line: u32) -> bool {
        self.implied || (line as usize) < self.lines.len()
    }

    /// Characters between the start of its line and `at`.
    pub(crate) fn characters_before(&self, at: u32) -> i32 {
        self.characters(self.line_of(at), at)
    }

    /// Characters between the start of `line` and `at`.
    pub(crate) fn characters(&self, line: u32, at: u32) -> i32 {
        let start = self.line_start(line) as usize;
        let end = (at as usize).min(self.text.len());
        let count = self.text.as_bytes()[start.min(end)..end].iter().filter(|&&b| b & 0xC0 != 0x80).count();
        let implied = at as usize - end;
        i32::try_from(count + implied).unwrap_or(i32::MAX)
    }

    /// The range of the bytes from `start` to `end`. `near` is a line that `start` is probably on.
    pub(crate) fn range(&self, start: u32, end: u32, near: u32) -> Range {
        let line = self.line_near(start, near);
        let end_line = self.line_near(end, line);
        Range { line, column: start - self.line_start(line), end_line, end_column: end - self.line_start(end_line) }
    }
}

/// Decodes source and checks that it has no NUL.
pub(crate) fn decode<'a>(budget: &mut dyn Budget, input: Input<'a>) -> Result<Decoded<'a>, CompileError> {
    let decoded = match input {
        Input::Text(text) => Decoded::Borrowed(text),
        Input::Bytes(bytes) => decode_bytes(budget, bytes)?,
    };
    let text = decoded.text();
    let error = if text.len() >= u32::MAX as usize - 1 {
        Some(CompileError::OutOfMemory)
    } else if text.as_bytes().contains(&0) {
        let message = message!("source code string cannot contain null bytes");
        Some(report(budget, Fault::syntax(message, Place::Nowhere), ""))
    } else {
        None
    };
    match error {
        None => Ok(decoded),
        Some(error) => {
            decoded.free(budget);
            Err(error)
        }
    }
}

/// The encoding that source names in its first two lines (PEP 263), as written there. A caller that knows
/// encodings which this crate does not decodes such source itself and passes text.
#[must_use]
pub fn declared_encoding(source: &[u8]) -> Option<&str> {
    let mut lines = source.split(|&b| b == b'\n' || b == b'\r');
    let first = lines.next()?;
    if let Some(name) = cookie(first) {
        return Some(name);
    }
    let blank = first.iter().find(|b| !matches!(b, b' ' | b'\t' | 0x0C)).is_none_or(|&b| b == b'#');
    if !blank {
        return None;
    }
    let rest = &source[first.len()..];
    let rest = rest.strip_prefix(b"\r\n").unwrap_or(rest.get(1..)?);
    cookie(rest.split(|&b| b == b'\n' || b == b'\r').next()?)
}

/// The name in a line `# … coding: name` or `# … coding=name`.
fn cookie(line: &[u8]) -> Option<&str> {
    let start = line.iter().position(|b| !matches!(b, b' ' | b'\t' | 0x0C))?;
    let comment = &line[start..];
    if comment.first() != Some(&b'#') {
        return None;
    }
    let named = |at: usize| {
        let rest = comment[at..].strip_prefix(b"coding")?;
        let rest = rest.strip_prefix(b":").or_else(|| rest.strip_prefix(b"="))?;
        let from = rest.iter().position(|b| !matches!(b, b' ' | b'\t'))?;
        let name = &rest[from..];
        let len = name.iter().take_while(|b| b.is_ascii_alphanumeric() || b"-_.".contains(b)).count();
        std::str::from_utf8(&name[..len]).ok().filter(|name| !name.is_empty())
    };
    (0..comment.len()).find_map(named)
}

/// Whether a name of an encoding is `known`, or begins with it and a hyphen; in its first twelve letters, as
/// CPython compares them.
fn is_short(name: &str, known: &[u8]) -> bool {
    let mut short = [0; 12];
    let mut len = 0;
    for (slot, byte) in short.iter_mut().zip(name.bytes()) {
        *slot = if byte == b'_' { b'-' } else { byte.to_ascii_lowercase() };
        len += 1;
    }
    let short = &short[..len];
    short == known || short.starts_with(known) && short.get(known.len()) == Some(&b'-')
}

/// The codec that a cookie means. CPython cuts `utf-8-…` and `latin-1-…` short.
fn codec(name: &str) -> Option<Encoding> {
    if is_short(name, b"utf-8") {
        return Some(Encoding { codec: Codec::Utf8, mark: false });
    }
    if [&b"latin-1"[..], b"iso-8859-1", b"iso-latin-1"].iter().any(|known| is_short(name, known)) {
        return Some(Encoding { codec: Codec::Latin1, mark: false });
    }
    Encoding::named(Chars::One(name.as_bytes()))
}

fn decode_bytes<'a>(budget: &mut dyn Budget, bytes: &'a [u8]) -> Result<Decoded<'a>, CompileError> {
    let body = bytes.strip_prefix(b"\xef\xbb\xbf");
    let name = declared_encoding(body.unwrap_or(bytes));
    let encoding = match name {
        None => Encoding { codec: Codec::Utf8, mark: false },
        Some(name) => match codec(name) {
            Some(encoding) => encoding,
            None => return Err(unknown(budget, name)),
        },
    };
    if let (Some(body), Some(name)) = (body, name)
        && (encoding.codec != Codec::Utf8 || !is_short(name, b"utf-8"))
    {
        return Err(marked_otherwise(budget, body, name, encoding));
    }
    let bytes = body.unwrap_or(bytes);
    if encoding.codec == Codec::Utf8 {
        return match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Decoded::Borrowed(text)),
            Err(fault) => Err(not_utf8(budget, bytes, fault.valid_up_to())),
        };
    }
    let (codec, from) = encoding.detect(bytes);
    let mut sink = Utf8Sink { budget, out: Pool::default() };
    let run = codecs::decode_run(codec, bytes, from, Tail::Final, &mut sink);
    let Utf8Sink { budget, mut out } = sink;
    match run {
        Ok(run) if run.fault.is_none() => Ok(Decoded::Owned(out)),
        Err(OutOfMemory) => {
            out.free(budget);
            Err(CompileError::OutOfMemory)
        }
        Ok(run) => {
            out.free(budget);
            let fault = run.fault.unwrap_or(codecs::Fault { start: 0, end: 0, reason: "" });
            let byte = bytes.get(fault.start).copied().unwrap_or_default();
            let message = message!(
                "'",
                codec.name(),
                "' codec can't decode byte 0x",
                Part::Byte(byte),
                " in position ",
                fault.start,
                ": ",
                fault.reason
            );
            Err(report(budget, Fault::syntax(message, Place::Decoding), ""))
        }
    }
}

fn report(budget: &mut dyn Budget, fault: Fault, text: &str) -> CompileError {
    match Source::new(budget, text, false) {
        Err(OutOfMemory) => CompileError::OutOfMemory,
        Ok(source) => {
            let error = fault.into_error(budget, &source);
            source.free(budget);
            error
        }
    }
}

fn unknown(budget: &mut dyn Budget, name: &str) -> CompileError {
    let message = message!("unknown encoding: ", Part::Source(0, name.len() as u32));
    report(budget, Fault::syntax(message, Place::Decoding), name)
}

/// A byte order mark says UTF-8 and a cookie says something else.
fn marked_otherwise(budget: &mut dyn Budget, body: &[u8], name: &str, encoding: Encoding) -> CompileError {
    let line = body.split(|&b| b == b'\n' || b == b'\r').find(|line| cookie(line) == Some(name));
    let line = line.and_then(|line| std::str::from_utf8(line).ok()).unwrap_or_default();
    let message = match (encoding.codec, line.find(name)) {
        (Codec::Latin1, _) => message!("encoding problem: iso-8859-1 with BOM"),
        (_, Some(at)) => {
            let written = Part::Source(at as u32, (at + name.len()) as u32);
            message!("encoding problem: ", written, " with BOM")
        }
        _ => message!("encoding problem: ", encoding.codec.name(), " with BOM"),
    };
    report(budget, Fault::syntax(message, Place::Cookie(line.len() as u32)), line)
}

/// The byte at `at` ends the valid UTF-8. The line is shown with replacement characters.
fn not_utf8(budget: &mut dyn Budget, bytes: &[u8], at: usize) -> CompileError {
    let before = &bytes[..at];
    let ends = |i: usize| before[i] == b'\n' || before[i] == b'\r' && before.get(i + 1) != Some(&b'\n');
    let line = 1 + (0..at).filter(|&i| ends(i)).count();
    let start = (0..at).rev().find(|&i| ends(i)).map_or(0, |i| i + 1);
    let message = message!(
        "Non-UTF-8 code starting with '\\x",
        Part::Byte(bytes.get(at).copied().unwrap_or_default()),
        "' on line ",
        line,
        ", but no encoding declared; see https://peps.python.org/pep-0263/ for details"
    );
    let rest = &bytes[start..];
    let shown = &rest[..rest.iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(rest.len())];
    let mut text = Pool::default();
    let filled = shown.utf8_chunks().try_for_each(|chunk| {
        text.extend(budget, chunk.valid().as_bytes())?;
        if !chunk.invalid().is_empty() {
            text.extend(budget, "\u{FFFD}".as_bytes())?;
        }
        Ok::<(), OutOfMemory>(())
    });
    let mut error = CompileError::OutOfMemory;
    if filled.is_ok() {
        let place = Place::Cursor((at - start) as u32 + 1);
        let fault = Fault::syntax(message, place);
        error = report(budget, fault, std::str::from_utf8(text.as_slice()).unwrap_or_default());
        if let CompileError::Syntax(error) = &mut error
            && let Some(location) = &mut error.location
        {
            location.line = line as u32;
            location.end_line = line as u32;
        }
    }
    text.free(budget);
    error
}

/// Collects characters as UTF-8.
struct Utf8Sink<'b> {
    budget: &'b mut dyn Budget,
    out: Pool<u8>,
}

impl Sink for Utf8Sink<'_> {
    type Error = OutOfMemory;

    fn push(&mut self, ch: u32) -> Result<(), OutOfMemory> {
        let ch = char::from_u32(ch).unwrap_or(char::REPLACEMENT_CHARACTER);
        self.out.extend(self.budget, ch.encode_utf8(&mut [0; 4]).as_bytes()).map(drop)
    }

    fn push_run(&mut self, part: Chars<'_>) -> Result<(), OutOfMemory> {
        part.iter().try_for_each(|ch| self.push(ch))
    }

    fn push_ascii(&mut self, text: &[u8]) -> Result<(), OutOfMemory> {
        self.out.extend(self.budget, text).map(drop)
    }
}
