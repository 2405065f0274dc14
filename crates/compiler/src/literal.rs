//! Values of literals, read from the source text.
//!
//! Ruff has read them too, but into Rust strings, which cannot hold `'\ud800'`. The text is read again here,
//! straight into the tree. Invariant: only source that the scanner has passed comes here.

use pitviper_number::int_parse;
use pitviper_text::Chars;
use pitviper_text::escapes::{self, EscapeError, Escapes, InvalidKind};
use pitviper_text::sink::{ByteSink, Sink};

use crate::ast::{Budget, Constant, OutOfMemory, Pool, Tree};
use crate::error::{Fault, Message, Part, Place, message};
use crate::source::Source;

/// Why there is no value.
#[expect(clippy::large_enum_variant, reason = "a fault is parts on the stack: failing must allocate nothing")]
#[derive(Clone, Copy, Debug)]
pub(crate) enum Stop {
    Memory,
    /// Nesting beyond what is parsed.
    TooComplex,
    Fault(Fault),
}

impl From<OutOfMemory> for Stop {
    fn from(_: OutOfMemory) -> Self {
        Self::Memory
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// A string or bytes token: where its parts are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Quoted {
    pub(crate) raw: bool,
    pub(crate) bytes: bool,
    /// The prefix is `u`.
    pub(crate) u: bool,
    /// First byte of the body.
    pub(crate) start: u32,
    /// Behind the body.
    pub(crate) end: u32,
}

impl Quoted {
    /// The parts of the token that takes the bytes from `start` to `end`.
    pub(crate) fn new(source: &str, start: u32, end: u32) -> Self {
        let token = &source.as_bytes()[start as usize..end as usize];
        let quote = token.iter().position(|b| matches!(b, b'"' | b'\'')).unwrap_or(0);
        let prefix = &token[..quote];
        let has = |letter: u8| prefix.iter().any(|b| b.eq_ignore_ascii_case(&letter));
        let body = &token[quote..];
        let triple = body.len() >= 6 && body[..3] == [body[0]; 3];
        let quotes = if triple { 3 } else { 1 };
        Self {
            raw: has(b'r'),
            bytes: has(b'b'),
            u: prefix.first() == Some(&b'u'),
            start: start + quote as u32 + quotes,
            end: end - quotes,
        }
    }
}

/// Writes code points into a tree's text, as generalised UTF-8 (surrogates take three bytes).
struct TextSink<'t> {
    tree: &'t mut Tree,
    budget: &'t mut dyn Budget,
}

impl Sink for TextSink<'_> {
    type Error = OutOfMemory;

    fn push(&mut self, ch: u32) -> Result<(), OutOfMemory> {
        let mut buffer = [0; 4];
        let bytes = match char::from_u32(ch) {
            Some(ch) => ch.encode_utf8(&mut buffer).as_bytes(),
            None => {
                buffer = [0xE0 | (ch >> 12) as u8 & 0x0F, 0x80 | (ch >> 6) as u8 & 0x3F, 0x80 | ch as u8 & 0x3F, 0];
                &buffer[..3]
            }
        };
        self.tree.append_text(self.budget, bytes)
    }

    fn push_run(&mut self, part: Chars<'_>) -> Result<(), OutOfMemory> {
        part.iter().try_for_each(|ch| self.push(ch))
    }

    fn push_ascii(&mut self, text: &[u8]) -> Result<(), OutOfMemory> {
        self.tree.append_text(self.budget, text)
    }
}

impl ByteSink for TextSink<'_> {
    type Error = OutOfMemory;

    fn push_bytes(&mut self, bytes: &[u8]) -> Result<(), OutOfMemory> {
        self.tree.append_text(self.budget, bytes)
    }
}

/// Takes nothing: for checking.
struct Nowhere;

impl Sink for Nowhere {
    type Error = OutOfMemory;

    fn push(&mut self, _: u32) -> Result<(), OutOfMemory> {
        Ok(())
    }

    fn push_run(&mut self, _: Chars<'_>) -> Result<(), OutOfMemory> {
        Ok(())
    }

    fn push_ascii(&mut self, _: &[u8]) -> Result<(), OutOfMemory> {
        Ok(())
    }
}

impl ByteSink for Nowhere {
    type Error = OutOfMemory;

    fn push_bytes(&mut self, _: &[u8]) -> Result<(), OutOfMemory> {
        Ok(())
    }
}

/// The bytes `start..end` of the source: a whole token, or what of it to blame.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Blame {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// Appends the value of a string or bytes token's body to the tree's text.
pub(crate) fn append_quoted(
    tree: &mut Tree,
    budget: &mut dyn Budget,
    source: &Source<'_>,
    quoted: Quoted,
    blame: Blame,
) -> Result<(), Stop> {
    let body = &source.text[quoted.start as usize..quoted.end as usize];
    if quoted.bytes && !body.is_ascii() {
        return Err(not_ascii(blame).into());
    }
    if quoted.raw {
        return append_raw(tree, budget, body);
    }
    let mut sink = TextSink { tree, budget };
    let found = if quoted.bytes {
        escapes::decode_bytes(body.as_bytes(), &mut sink)
    } else {
        escapes::decode_str(body, &mut sink)
    };
    let found = found.map_err(|error| escape_fault(error, blame))?;
    warn(tree, budget, source, found, quoted.start)
}

/// Appends text without escapes, line ends normalised.
pub(crate) fn append_raw(tree: &mut Tree, budget: &mut dyn Budget, body: &str) -> Result<(), Stop> {
    if !body.as_bytes().contains(&b'\r') {
        return Ok(tree.append_text(budget, body.as_bytes())?);
    }
    Ok(escapes::decode_raw(body, &mut TextSink { tree, budget })?)
}

/// Appends the literal text `start..end` of an f-string. Doubled braces stand for single ones, unless the text
/// is (part of) a format specification.
pub(crate) fn append_middle(
    tree: &mut Tree,
    budget: &mut dyn Budget,
    source: &Source<'_>,
    span: Blame,
    raw: bool,
    in_spec: bool,
) -> Result<(), Stop> {
    each_middle(source.text, span, raw, in_spec, |piece| {
        let body = &source.text[piece.start as usize..piece.end as usize];
        if raw {
            return append_raw(tree, budget, body);
        }
        let mut sink = TextSink { tree: &mut *tree, budget: &mut *budget };
        let found = escapes::decode_str(body, &mut sink).map_err(|error| escape_fault(error, piece))?;
        warn(tree, budget, source, found, piece.start)?;
        let backslashes = body.bytes().rev().take_while(|&b| b == b'\\').count();
        match source.text.as_bytes().get(piece.end as usize) {
            Some(b'{' | b'}') if backslashes % 2 == 1 => warn_brace(tree, budget, source, piece.end - 1),
            _ => Ok(()),
        }
    })
}

/// Notes the warning of a backslash before a brace that begins or ends a field.
fn warn_brace(tree: &mut Tree, budget: &mut dyn Budget, source: &Source<'_>, at: u32) -> Result<(), Stop> {
    let message = invalid_escape(Part::Source(at, at + 2), "\" is an invalid escape sequence. ");
    add_warning(tree, budget, source, at, &message)
}

/// Cuts literal text where CPython's tokenizer does: behind the first of two braces, the second left out.
fn each_middle(
    text: &str,
    span: Blame,
    raw: bool,
    in_spec: bool,
    mut then: impl FnMut(Blame) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let bytes = &text.as_bytes()[..span.end as usize];
    let mut from = span.start as usize;
    let mut at = from;
    while at < bytes.len() {
        let named = !raw && bytes[at..].starts_with(b"\\N{");
        if named {
            at += bytes[at..].iter().position(|&b| b == b'}').map_or(3, |len| len + 1);
        } else if bytes[at] == b'\\' && !raw && !matches!(bytes.get(at + 1), Some(b'{' | b'}')) {
            at += 2;
        } else if !in_spec && (bytes[at..].starts_with(b"{{") || bytes[at..].starts_with(b"}}")) {
            then(Blame { start: from as u32, end: at as u32 + 1 })?;
            at += 2;
            from = at;
        } else {
            at += 1;
        }
    }
    if from < bytes.len() { then(Blame { start: from as u32, end: span.end }) } else { Ok(()) }
}

/// Checks a string or bytes token without keeping its value.
pub(crate) fn check_quoted(source: &str, blame: Blame) -> Result<(), Fault> {
    let quoted = Quoted::new(source, blame.start, blame.end);
    let body = &source[quoted.start as usize..quoted.end as usize];
    if quoted.bytes && !body.is_ascii() {
        return Err(not_ascii(blame));
    }
    let found = match (quoted.raw, quoted.bytes) {
        (true, _) => Ok(Escapes::default()),
        (false, true) => escapes::decode_bytes(body.as_bytes(), &mut Nowhere),
        (false, false) => escapes::decode_str(body, &mut Nowhere),
    };
    match found.map_err(|error| escape_fault(error, blame)) {
        Err(Stop::Fault(fault)) => Err(fault),
        _ => Ok(()),
    }
}

/// Checks a piece of literal text (one token) of an f-string that is not raw.
pub(crate) fn check_middle(source: &str, blame: Blame) -> Result<(), Fault> {
    let body = &source[blame.start as usize..blame.end as usize];
    match escapes::decode_str(body, &mut Nowhere).map_err(|error| escape_fault(error, blame)) {
        Err(Stop::Fault(fault)) => Err(fault),
        _ => Ok(()),
    }
}

fn not_ascii(blame: Blame) -> Fault {
    let message = message!("bytes can only contain ASCII literal characters");
    Fault::syntax(message, Place::Span(blame.start, blame.end))
}

fn escape_fault(error: EscapeError<OutOfMemory>, blame: Blame) -> Stop {
    let message = match error {
        EscapeError::Sink(OutOfMemory) => return Stop::Memory,
        EscapeError::Text(fault) => message!(
            "(unicode error) 'unicodeescape' codec can't decode bytes in position ",
            fault.start,
            "-",
            fault.end.saturating_sub(1),
            ": ",
            fault.reason
        ),
        EscapeError::Hex { position } => message!("(value error) invalid \\x escape at position ", position),
        EscapeError::Trailing => message!("(value error) Trailing \\ in string"),
    };
    Fault::syntax(message, Place::Span(blame.start, blame.end)).into()
}

/// Notes the warning of an invalid escape. `start` is where the body begins.
fn warn(tree: &mut Tree, budget: &mut dyn Budget, source: &Source<'_>, found: Escapes, start: u32) -> Result<(), Stop> {
    let Some(invalid) = found.invalid else { return Ok(()) };
    let at = start + invalid.offset as u32;
    let length = match invalid.kind {
        InvalidKind::Char(_) => 2,
        InvalidKind::Octal(_) => 4,
    };
    let escape = Part::Source(at, at + length);
    let kind = match invalid.kind {
        InvalidKind::Char(_) => "\" is an invalid escape sequence. ",
        InvalidKind::Octal(_) => "\" is an invalid octal escape sequence. ",
    };
    add_warning(tree, budget, source, at, &invalid_escape(escape, kind))
}

fn invalid_escape(escape: Part, kind: &'static str) -> Message {
    message!(
        "\"",
        escape,
        kind,
        "Such sequences will not work in the future. Did you mean \"\\",
        escape,
        "\"? A raw string is also an option."
    )
}

/// Notes a warning about the byte at `at`.
pub(crate) fn add_warning(
    tree: &mut Tree,
    budget: &mut dyn Budget,
    source: &Source<'_>,
    at: u32,
    message: &Message,
) -> Result<(), Stop> {
    let mut text = Pool::default();
    let line = source.line_of(at);
    let column = at - source.line_start(line);
    let written = message.write(budget, source.text, &mut text).and_then(|()| {
        let message = std::str::from_utf8(text.as_slice()).unwrap_or_default();
        tree.add_warning(budget, line, column, message)
    });
    text.free(budget);
    Ok(written?)
}

/// The value of a number.
pub(crate) fn number(tree: &mut Tree, budget: &mut dyn Budget, text: &str) -> Result<Constant, Stop> {
    let bytes = text.as_bytes();
    let radix = matches!(bytes, [b'0', b'x' | b'X' | b'o' | b'O' | b'b' | b'B', ..]);
    if !radix {
        if let Some(digits) = text.strip_suffix(['j', 'J']) {
            return Ok(Constant::Complex(0.0, float(budget, digits)?));
        }
        if bytes.iter().any(|b| matches!(b, b'.' | b'e' | b'E')) {
            return Ok(Constant::Float(float(budget, text)?));
        }
    }
    integer(tree, budget, bytes)
}

fn float(budget: &mut dyn Budget, text: &str) -> Result<f64, Stop> {
    if !text.contains('_') {
        return Ok(text.parse().unwrap_or(f64::NAN));
    }
    let mut digits = Pool::default();
    let filled = text.split('_').try_for_each(|part| digits.extend(budget, part.as_bytes()).map(drop));
    let value = std::str::from_utf8(digits.as_slice()).ok().and_then(|text| text.parse().ok());
    digits.free(budget);
    filled?;
    Ok(value.unwrap_or(f64::NAN))
}

fn integer(tree: &mut Tree, budget: &mut dyn Budget, text: &[u8]) -> Result<Constant, Stop> {
    let Ok(digits) = int_parse::scan(text, 0) else { return Ok(Constant::Int(0)) };
    if let Some(value) = digits.small() {
        return Ok(Constant::Int(value));
    }
    let length = digits.limbs_len();
    let mut limbs = Pool::default();
    let value = zeroed(budget, &mut limbs, length).and_then(|()| {
        let mut memory = Scratch { budget };
        let written = digits.write(&mut memory, limbs.as_mut_slice())?;
        let used = &limbs.as_slice()[..written.len];
        match used {
            [] => Ok(Constant::Int(0)),
            [one] if i64::try_from(*one).is_ok() => Ok(Constant::Int(*one as i64)),
            _ => Ok(Constant::BigInt(false, tree.add_limbs(memory.budget, used)?)),
        }
    });
    limbs.free(budget);
    Ok(value?)
}

fn zeroed(budget: &mut dyn Budget, limbs: &mut Pool<u64>, length: usize) -> Result<(), OutOfMemory> {
    limbs.reserve(budget, length)?;
    (0..length).try_for_each(|_| limbs.push(budget, 0).map(drop))
}

/// Scratch memory for reading a number. Decimal numbers have at most 4300 digits, so it is bounded.
struct Scratch<'b> {
    budget: &'b mut dyn Budget,
}

/// Limbs of bounded number, uncharged.
struct Limbs(Pool<u64>);

impl std::ops::Deref for Limbs {
    type Target = [u64];
    fn deref(&self) -> &[u64] {
        self.0.as_slice()
    }
}

impl std::ops::DerefMut for Limbs {
    fn deref_mut(&mut self) -> &mut [u64] {
        self.0.as_mut_slice()
    }
}

impl pitviper_number::Memory for Scratch<'_> {
    type Error = OutOfMemory;
    type Buf = Limbs;

    fn limbs(&mut self, n: usize) -> Result<Limbs, OutOfMemory> {
        let mut limbs = Pool::default();
        zeroed(&mut crate::ast::Unlimited, &mut limbs, n)?;
        Ok(Limbs(limbs))
    }

    fn poll(&mut self) -> Result<(), OutOfMemory> {
        Ok(())
    }
}
