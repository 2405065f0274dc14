//! What can go wrong between source and tree.
//!
//! Inside the front end a failure is a [`Fault`]: a message in parts and a place, both `Copy`, so that
//! failing allocates nothing. Only at the end is it made into a [`CompileError`] with text, which is charged.

mod locate;

use crate::ast::{Budget, OutOfMemory, Pool};
use crate::source::Source;

/// Which exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// `SyntaxError`
    Syntax,
    /// `IndentationError`
    Indentation,
    /// `TabError`
    Tab,
    /// `ValueError`: a name that is a constant's after normalisation.
    Value,
}

impl ErrorKind {
    /// The name of the class.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Syntax => "SyntaxError",
            Self::Indentation => "IndentationError",
            Self::Tab => "TabError",
            Self::Value => "ValueError",
        }
    }
}

/// Where, as the attributes of a `SyntaxError` have it: lines from 1, columns in characters from 1 (0 and -1
/// occur where CPython has them).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// `lineno`
    pub line: u32,
    /// `offset`
    pub offset: i32,
    /// `end_lineno`; when it is 0, both `end_lineno` and `end_offset` are `None`.
    pub end_line: u32,
    /// `end_offset`
    pub end_offset: i32,
}

/// A syntax error, ready for an exception.
#[derive(Debug)]
pub struct SyntaxError {
    /// The class.
    pub kind: ErrorKind,
    /// Where, when that is known.
    pub location: Option<Location>,
    /// More input could mend it (a session asks for another line).
    pub incomplete: bool,
    /// Line (from 1; 0: there is none) and column (from 0, in bytes) of the compound statement that begins
    /// last among the complete ones before the error, functions excepted: the first two items of `_metadata`, which `traceback` suggests keywords by.
    pub last_statement: (u32, u32),
    /// CPython's compiler finds it, not its parser: `text` is then read from the file of the source's name, and is
    /// `None` if there is no such file.
    pub by_compiler: bool,
    message: Pool<u8>,
    text: Pool<u8>,
}

impl SyntaxError {
    /// `msg`
    #[must_use]
    pub fn message(&self) -> &str {
        std::str::from_utf8(self.message.as_slice()).unwrap_or_default()
    }

    /// `text`: the line, with its line end unless reading was past it; none when the place is unknown.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.location.filter(|location| location.end_line > 0 || location.offset == 0)?;
        std::str::from_utf8(self.text.as_slice()).ok()
    }

    /// Bytes charged for the texts.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.message.bytes() + self.text.bytes()
    }
}

/// Why there is no tree.
#[derive(Debug)]
pub enum CompileError {
    /// The source is wrong. Its texts stay charged: release [`SyntaxError::bytes`] with it.
    Syntax(SyntaxError),
    /// `MemoryError`: the budget refused.
    OutOfMemory,
    /// `MemoryError: Parser stack overflowed - Python source too complex to parse`
    TooComplex,
}

impl From<OutOfMemory> for CompileError {
    fn from(_: OutOfMemory) -> Self {
        Self::OutOfMemory
    }
}

/// What CPython says when its parser gives up on nesting.
pub const TOO_COMPLEX: &str = "Parser stack overflowed - Python source too complex to parse";

/// A piece of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Str(&'static str),
    Num(usize),
    Char(char),
    /// `U+%04X`
    Code(u32),
    /// `%02x`
    Byte(u8),
    /// A stretch of the source.
    Source(u32, u32),
}

/// A message of up to eight parts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Message {
    parts: [Part; 8],
}

impl Message {
    pub(crate) fn new(given: &[Part]) -> Self {
        let mut parts = [Part::Str(""); 8];
        for (slot, part) in parts.iter_mut().zip(given) {
            *slot = *part;
        }
        Self { parts }
    }

    /// Writes the message to `out`.
    pub(crate) fn write(&self, budget: &mut dyn Budget, source: &str, out: &mut Pool<u8>) -> Result<(), OutOfMemory> {
        let mut buffer = [0; 24];
        for part in self.parts {
            let text = match part {
                Part::Str(text) => text.as_bytes(),
                Part::Source(start, end) => source.as_bytes().get(start as usize..end as usize).unwrap_or_default(),
                Part::Char(ch) => ch.encode_utf8(&mut buffer).as_bytes(),
                Part::Num(n) => number(&mut buffer, n, 10, 1, ""),
                Part::Code(n) => number(&mut buffer, n as usize, 16, 4, "U+"),
                Part::Byte(n) => {
                    let text = number(&mut buffer, n.into(), 16, 2, "");
                    text.make_ascii_lowercase();
                    text
                }
            };
            out.extend(budget, text)?;
        }
        Ok(())
    }
}

/// Writes `n` in `base` with at least `width` digits behind `prefix`.
fn number<'b>(buffer: &'b mut [u8; 24], mut n: usize, base: usize, width: usize, prefix: &str) -> &'b mut [u8] {
    let mut at = buffer.len();
    let mut left = width;
    while n > 0 || left > 0 {
        at -= 1;
        buffer[at] = b"0123456789ABCDEF"[n % base];
        n /= base;
        left = left.saturating_sub(1);
    }
    at -= prefix.len();
    buffer[at..at + prefix.len()].copy_from_slice(prefix.as_bytes());
    &mut buffer[at..]
}

/// Builds a [`Message`] from string literals and [`Part`]s.
macro_rules! message {
    ($($part:expr),* $(,)?) => {
        $crate::error::Message::new(&[$($crate::error::AsPart::part($part)),*])
    };
}
pub(crate) use message;

/// What [`message!`] takes.
pub(crate) trait AsPart {
    fn part(self) -> Part;
}

impl AsPart for &'static str {
    fn part(self) -> Part {
        Part::Str(self)
    }
}

impl AsPart for Part {
    fn part(self) -> Part {
        self
    }
}

impl AsPart for char {
    fn part(self) -> Part {
        Part::Char(self)
    }
}

impl AsPart for usize {
    fn part(self) -> Part {
        Part::Num(self)
    }
}

/// Where a fault is, in bytes of the source. CPython reports columns in several ways; each has a variant.
/// Offsets may lie one behind the end of the source: the line end that is implied there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// No line at all.
    Nowhere,
    /// A stretch: a token or a node.
    Span(u32, u32),
    /// The character before this one, as the tokenizer reports.
    Cursor(u32),
    /// From the first to before the second, as the tokenizer reports ranges.
    Stretch(u32, u32),
    /// From here on; no end.
    From(u32),
    /// The character before this one; no end.
    Before(u32),
    /// The end of the line that holds this offset.
    LineEnd(u32),
    /// The line that holds this offset, at no column.
    Line(u32),
    /// The start of the line that holds this offset; no end.
    LineStart(u32),
    /// A token without text: from where reading is, or behind the line end when that is the source's end.
    Layout(u32),
    /// From the first to where reading is.
    Until(u32, u32),
    /// The end of the node from the first to the second.
    End(u32, u32),
    /// `lineno` 0 and `offset` -1: decoding failed before there were lines.
    Decoding,
    /// No column, up to this offset, on the line that holds it.
    Cookie(u32),
}

/// A failure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fault {
    pub(crate) kind: ErrorKind,
    pub(crate) message: Message,
    pub(crate) place: Place,
    pub(crate) incomplete: bool,
    /// The scanner's, and of a sort that counts only when the parser gets there.
    pub(crate) soft: bool,
    /// See [`SyntaxError::last_statement`]: its first byte, plus one.
    pub(crate) last_statement: u32,
    /// Up to where the parser had read; 0: unknown; `u32::MAX`: not the parser fails, but the scanner.
    pub(crate) read: u32,
    /// See [`SyntaxError::by_compiler`].
    pub(crate) by_compiler: bool,
}

impl Fault {
    pub(crate) fn new(kind: ErrorKind, message: Message, place: Place) -> Self {
        Self { kind, message, place, incomplete: false, soft: false, last_statement: 0, read: 0, by_compiler: false }
    }

    pub(crate) fn syntax(message: Message, place: Place) -> Self {
        Self::new(ErrorKind::Syntax, message, place)
    }

    pub(crate) fn indentation(message: Message, place: Place) -> Self {
        Self::new(ErrorKind::Indentation, message, place)
    }

    pub(crate) fn by_compiler(self) -> Self {
        Self { by_compiler: true, ..self }
    }

    pub(crate) fn soft(self) -> Self {
        Self { soft: true, ..self }
    }

    pub(crate) fn incomplete(self) -> Self {
        Self { incomplete: true, ..self }
    }

    /// Makes the error that callers see.
    pub(crate) fn into_error(self, budget: &mut dyn Budget, source: &Source<'_>) -> CompileError {
        let mut error = SyntaxError {
            kind: self.kind,
            location: locate::locate(self.place, source),
            incomplete: self.incomplete,
            by_compiler: self.by_compiler,
            last_statement: self.last_statement.checked_sub(1).map_or((0, 0), |at| {
                let line = source.line_of(at);
                (line, at - source.line_start(line))
            }),
            message: Pool::default(),
            text: Pool::default(),
        };
        match self.fill(budget, source, &mut error) {
            Ok(()) => CompileError::Syntax(error),
            Err(OutOfMemory) => {
                error.message.free(budget);
                error.text.free(budget);
                CompileError::OutOfMemory
            }
        }
    }

    fn fill(&self, budget: &mut dyn Budget, source: &Source<'_>, error: &mut SyntaxError) -> Result<(), OutOfMemory> {
        self.message.write(budget, source.text, &mut error.message)?;
        if let Some(location) = error.location.filter(|l| l.line > 0) {
            let line = source.line_text(location.line);
            error.text.reserve(budget, line.len() + 1)?;
            error.text.extend(budget, line.as_bytes())?;
            if self.shows_line_end(source, location.line) {
                error.text.extend(budget, b"\n")?;
            }
        }
        Ok(())
    }
}

impl Fault {
    /// Whether the text of the error has its line end: if reading was not past that line.
    fn shows_line_end(&self, source: &Source<'_>, line: u32) -> bool {
        let past = match self.read.checked_sub(1) {
            None => false,
            Some(last) => self.read == u32::MAX || source.line_of(last) > line,
        };
        source.is_ended(line) && !past
    }
}

/// An error of the compiler proper, whose message is already text. Its columns count bytes, as CPython's do.
pub(crate) fn compiler_error(
    budget: &mut dyn Budget,
    source: &Source<'_>,
    text: &str,
    location: Option<Location>,
) -> CompileError {
    let place = location.map_or(Place::Nowhere, |at| Place::Line(source.line_start(at.line)));
    let mut error = Fault::syntax(Message::new(&[]), place).by_compiler().into_error(budget, source);
    if let CompileError::Syntax(syntax) = &mut error {
        syntax.location = location;
        if syntax.message.extend(budget, text.as_bytes()).is_err() {
            syntax.message.free(budget);
            syntax.text.free(budget);
            return CompileError::OutOfMemory;
        }
    }
    error
}
