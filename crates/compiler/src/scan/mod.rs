//! Tokens, as CPython's tokenizer cuts them, with its limits and its complaints.
//!
//! Ruff's parser has a lexer of its own. This one runs before it for three reasons: what CPython's tokenizer
//! refuses is refused in CPython's words; the limits (200 brackets, 100 indents, 150 nested f-strings) hold
//! before anything recurses; and counting tokens and operators bounds what ruff will allocate and how deep its
//! tree will be ([`Shape`]). When parsing fails, the same tokens are what the failure is explained by.
//!
//! Invariant: the scanner allocates nothing, and every call of [`Scanner::next_token`] moves forward or gives
//! `End` or a fault for good.

mod layout;
mod number;
mod shape;
mod string;
mod token;

use pitviper_text::properties;

use crate::error::{Fault, Place, message};

pub use shape::{MAX_RECURSION, Shape};
pub(crate) use token::keyword;
pub use token::{Tok, Token};

/// Nested brackets allowed.
pub const MAX_BRACKETS: usize = 200;
/// Nested blocks allowed, the outermost included.
pub const MAX_INDENTS: usize = 100;
/// Nested f-strings and t-strings allowed, plain source included.
pub const MAX_STRINGS: usize = 150;

/// An open bracket.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Bracket {
    pub(crate) kind: u8,
    pub(crate) at: u32,
}

/// Reads tokens one by one.
#[derive(Debug)]
pub(crate) struct Scanner<'s> {
    text: &'s str,
    src: &'s [u8],
    /// A missing line end at the end of the source is implied (in a file).
    implied: bool,
    /// The end of the last line has been told.
    ended: bool,
    /// Next byte to read; one behind the end once the implied line end has been read.
    at: usize,
    /// The next token is the first of its line.
    line_begins: bool,
    /// A token stands on this logical line.
    line_has_tokens: bool,
    indents: [layout::Indent; MAX_INDENTS],
    indent: usize,
    /// Indents (positive) or dedents (negative) to be given.
    pending: i32,
    brackets: [Bracket; MAX_BRACKETS],
    level: usize,
    modes: [string::Mode; MAX_STRINGS],
    mode: usize,
    /// Where a number ran into a keyword, and what kind it was: a `SyntaxWarning` to be taken.
    pub(crate) warning: Option<(u32, number::Kind)>,
}

impl<'s> Scanner<'s> {
    /// A scanner of a file, or of other source if not `implied`.
    pub(crate) fn new(text: &'s str, implied: bool) -> Self {
        Self {
            text,
            src: text.as_bytes(),
            implied,
            ended: false,
            at: 0,
            line_begins: true,
            line_has_tokens: false,
            indents: [layout::Indent::default(); MAX_INDENTS],
            indent: 0,
            pending: 0,
            brackets: [Bracket::default(); MAX_BRACKETS],
            level: 0,
            modes: [string::Mode::PLAIN; MAX_STRINGS],
            mode: 0,
            warning: None,
        }
    }

    /// The innermost open bracket.
    pub(crate) fn open_bracket(&self) -> Option<Bracket> {
        self.level.checked_sub(1).map(|top| self.brackets[top])
    }

    /// Number of open brackets.
    pub(crate) fn bracket_level(&self) -> usize {
        self.level
    }

    /// Whether reading is inside of an f-string or a t-string.
    pub(crate) fn is_in_fields(&self) -> bool {
        self.mode > 0
    }

    /// Whether nothing but `End` will come.
    pub(crate) fn is_at_end(&self) -> bool {
        self.at >= self.src.len() && (self.level > 0 || self.indent == 0 && !self.line_has_tokens)
    }

    /// Where reading is.
    pub(crate) fn position(&self) -> u32 {
        self.at as u32
    }

    /// The next token. `End` inside brackets means that they were never closed.
    pub(crate) fn next_token(&mut self) -> Result<Token, Fault> {
        if self.modes[self.mode].in_text {
            return self.string_part();
        }
        self.plain_token()
    }

    fn plain_token(&mut self) -> Result<Token, Fault> {
        loop {
            if self.line_begins {
                self.line_begins = false;
                self.measure_indent()?;
            }
            if let Some(token) = self.pending_layout() {
                return Ok(token);
            }
            let start = self.skip_blanks();
            let Some(&byte) = self.src.get(self.at) else {
                return Ok(self.end_of_source(start));
            };
            match byte {
                b'\n' | b'\r' => {
                    let end = self.at + 1;
                    self.skip_line_end();
                    if self.level > 0 {
                        continue;
                    }
                    self.line_begins = true;
                    if !self.line_has_tokens {
                        continue;
                    }
                    self.line_has_tokens = false;
                    return Ok(Token { kind: Tok::Newline, start: start as u32, end: end as u32 });
                }
                b'\\' => {
                    self.continue_line()?;
                    continue;
                }
                _ => {}
            }
            self.line_has_tokens = true;
            return self.visible_token(byte);
        }
    }

    fn visible_token(&mut self, byte: u8) -> Result<Token, Fault> {
        let start = self.at;
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => self.word(),
            b'0'..=b'9' => self.number(),
            b'.' if self.src.get(self.at + 1).is_some_and(u8::is_ascii_digit) => self.number(),
            b'"' | b'\'' => self.string(start),
            _ => self.operator(byte),
        }
    }

    fn token(&self, kind: Tok, start: usize) -> Token {
        Token { kind, start: start as u32, end: self.at as u32 }
    }

    /// Skips blanks and a comment; returns where the comment began, or else the cursor.
    fn skip_blanks(&mut self) -> usize {
        while let Some(b' ' | b'\t' | 0x0C) = self.src.get(self.at) {
            self.at += 1;
        }
        let start = self.at;
        if self.src.get(self.at) == Some(&b'#') {
            let rest = &self.src[self.at..];
            self.at += rest.iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(rest.len());
        }
        start
    }

    fn skip_line_end(&mut self) {
        let crlf = self.src[self.at..].starts_with(b"\r\n");
        self.at += if crlf { 2 } else { 1 };
    }

    /// A backslash: the line end must follow.
    fn continue_line(&mut self) -> Result<(), Fault> {
        match self.src.get(self.at + 1) {
            Some(b'\n' | b'\r') => {
                self.at += 1;
                self.skip_line_end();
                if self.at == self.src.len() {
                    return Err(self.end_after_backslash());
                }
                Ok(())
            }
            None if self.implied => Err(self.end_after_backslash()),
            _ => {
                let next = self.text[self.at + 1..].chars().next().map_or(0, char::len_utf8);
                let cursor = self.at + 1 + next;
                let message = message!("unexpected character after line continuation character");
                Err(Fault::syntax(message, Place::Before(cursor as u32)).soft())
            }
        }
    }

    fn end_after_backslash(&self) -> Fault {
        let place = Place::LineEnd(self.src.len().saturating_sub(1) as u32);
        Fault::syntax(message!("unexpected EOF while parsing"), place).incomplete().soft()
    }

    /// A name, a keyword, or the prefix of a string.
    fn word(&mut self) -> Result<Token, Fault> {
        let start = self.at;
        let mut ascii = true;
        while let Some(&byte) = self.src.get(self.at) {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' => {}
                0x80.. => ascii = false,
                _ => break,
            }
            self.at += 1;
        }
        if ascii
            && let Some(b'"' | b'\'') = self.src.get(self.at)
            && self.is_string_prefix(start)?
        {
            return self.string(start);
        }
        if !ascii {
            self.check_identifier(start)?;
        }
        let kind = if ascii { keyword(&self.src[start..self.at]) } else { Tok::Name };
        Ok(self.token(kind, start))
    }

    fn check_identifier(&mut self, start: usize) -> Result<(), Fault> {
        for (index, ch) in self.text[start..self.at].char_indices() {
            let code = u32::from(ch);
            let fine = match index {
                0 => properties::is_identifier_start(code),
                _ => properties::is_identifier_continue(code),
            };
            if !fine {
                self.at = start + index + ch.len_utf8();
                return Err(self.invalid_character(ch));
            }
        }
        Ok(())
    }

    /// The fault of the character just read.
    fn invalid_character(&self, ch: char) -> Fault {
        let code = u32::from(ch);
        let message = if properties::is_printable(code) {
            message!("invalid character '", ch, "' (", crate::error::Part::Code(code), ")")
        } else {
            message!("invalid non-printable character ", crate::error::Part::Code(code))
        };
        Fault::syntax(message, self.here())
    }

    /// The place that CPython's tokenizer reports: the character before the cursor.
    fn here(&self) -> Place {
        Place::Cursor(self.at as u32)
    }

    fn operator(&mut self, byte: u8) -> Result<Token, Fault> {
        let start = self.at;
        if let Some(token) = self.replacement_field_operator(byte)? {
            return Ok(token);
        }
        let Some((kind, len)) = token::operator(&self.src[start..]) else {
            self.at += 1;
            return Err(self.invalid_character(char::from(byte)));
        };
        self.at += len;
        match kind {
            Tok::LPar | Tok::LSqb | Tok::LBrace => self.open(byte, start)?,
            Tok::RPar | Tok::RSqb | Tok::RBrace => self.close(byte)?,
            _ => {}
        }
        Ok(self.token(kind, start))
    }

    fn open(&mut self, byte: u8, start: usize) -> Result<(), Fault> {
        if self.level >= MAX_BRACKETS {
            return Err(Fault::syntax(message!("too many nested parentheses"), self.here()));
        }
        self.brackets[self.level] = Bracket { kind: byte, at: start as u32 };
        self.level += 1;
        if self.mode > 0 {
            self.modes[self.mode].depth += 1;
        }
        Ok(())
    }

    fn close(&mut self, byte: u8) -> Result<(), Fault> {
        let closing = char::from(byte);
        let mode = self.modes[self.mode];
        if self.mode > 0 && mode.depth == 0 && byte == b'}' {
            let message = message!(mode.letter(), "-string: single '}' is not allowed");
            return Err(Fault::syntax(message, self.here()));
        }
        let Some(level) = self.level.checked_sub(1) else {
            return Err(Fault::syntax(message!("unmatched '", closing, "'"), self.here()));
        };
        self.level = level;
        let open = self.brackets[level];
        let matches = matches!((open.kind, byte), (b'(', b')') | (b'[', b']') | (b'{', b'}'));
        if !matches {
            if self.mode > 0 && open.kind == b'{' && mode.depth - 1 == mode.field {
                let message = message!(mode.letter(), "-string: unmatched '", closing, "'");
                return Err(Fault::syntax(message, self.here()));
            }
            return Err(self.mismatch(open, closing));
        }
        if self.mode > 0 {
            let mode = &mut self.modes[self.mode];
            mode.depth -= 1;
            if mode.depth < 0 {
                let message = message!(mode.letter(), "-string: unmatched '", closing, "'");
                return Err(Fault::syntax(message, self.here()));
            }
            if byte == b'}' && mode.depth == mode.field {
                mode.field -= 1;
                mode.in_text = true;
                mode.in_spec = false;
            }
        }
        Ok(())
    }

    fn mismatch(&self, open: Bracket, closing: char) -> Fault {
        let (first, opening) = ("closing parenthesis '", char::from(open.kind));
        let between = &self.src[open.at as usize..self.at];
        let message = if between.iter().any(|b| matches!(b, b'\n' | b'\r')) {
            let line = self.line_number(open.at as usize);
            message!(first, closing, "' does not match opening parenthesis '", opening, "' on line ", line)
        } else {
            message!(first, closing, "' does not match opening parenthesis '", opening, "'")
        };
        Fault::syntax(message, self.here())
    }

    /// The line that holds the byte at `at`; for messages only, as it counts.
    fn line_number(&self, at: usize) -> usize {
        let before = &self.src[..at.min(self.src.len())];
        let ends = |i: usize| before[i] == b'\n' || before[i] == b'\r' && self.src.get(i + 1) != Some(&b'\n');
        1 + (0..before.len()).filter(|&i| ends(i)).count()
    }
}

/// That the bracket `open` was never closed.
pub(crate) fn never_closed(open: Bracket) -> Fault {
    let message = message!("'", char::from(open.kind), "' was never closed");
    Fault::syntax(message, Place::From(open.at)).incomplete().soft()
}
