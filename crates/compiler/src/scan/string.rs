//! Strings, and the two modes of f-strings and t-strings (PEP 701): literal text and replacement fields.
//!
//! Invariant: `modes[0]` is plain source; above it there is one mode for each f-string or t-string around the
//! cursor. A mode is `in_text` while the cursor is in literal text or in a format specification.

use super::{MAX_STRINGS, Scanner, Tok, Token};
use crate::error::{Fault, Place, message};

/// Fields of one string that may lie in each other (through format specifications).
const MAX_FIELDS: i32 = 3;

/// What the scanner is inside of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mode {
    /// In literal text, not in plain source or in a replacement field.
    pub(super) in_text: bool,
    /// In a format specification.
    pub(super) in_spec: bool,
    /// Brackets open since the string began, those of fields included.
    pub(super) depth: i32,
    /// The depth at which the innermost field began; -1 outside of fields.
    pub(super) field: i32,
    quote: u8,
    quotes: usize,
    raw: bool,
    template: bool,
    start: u32,
}

impl Mode {
    pub(super) const PLAIN: Self = Self {
        in_text: false,
        in_spec: false,
        depth: 0,
        field: -1,
        quote: 0,
        quotes: 0,
        raw: false,
        template: false,
        start: 0,
    };

    pub(super) fn letter(self) -> char {
        if self.template { 't' } else { 'f' }
    }
}

/// Letters of a prefix.
#[derive(Clone, Copy, Debug, Default)]
struct Prefix {
    b: bool,
    u: bool,
    r: bool,
    f: bool,
    t: bool,
}

impl Prefix {
    fn read(letters: &[u8]) -> Option<Self> {
        let mut prefix = Self::default();
        for letter in letters {
            let seen = match letter.to_ascii_lowercase() {
                b'b' => &mut prefix.b,
                b'u' => &mut prefix.u,
                b'r' => &mut prefix.r,
                b'f' => &mut prefix.f,
                b't' => &mut prefix.t,
                _ => return None,
            };
            if *seen {
                return None;
            }
            *seen = true;
        }
        Some(prefix)
    }

    /// Two letters that do not go together.
    fn clash(self) -> Option<(char, char)> {
        let pairs = [
            (self.u && self.b, 'u', 'b'),
            (self.u && self.r, 'u', 'r'),
            (self.u && self.f, 'u', 'f'),
            (self.u && self.t, 'u', 't'),
            (self.b && self.f, 'b', 'f'),
            (self.b && self.t, 'b', 't'),
            (self.f && self.t, 'f', 't'),
        ];
        pairs.into_iter().find(|pair| pair.0).map(|pair| (pair.1, pair.2))
    }
}

impl Scanner<'_> {
    /// Whether the word from `start` to the quote at the cursor is a prefix.
    pub(super) fn is_string_prefix(&self, start: usize) -> Result<bool, Fault> {
        let Some(prefix) = Prefix::read(&self.src[start..self.at]) else { return Ok(false) };
        match prefix.clash() {
            None => Ok(true),
            Some((a, b)) => {
                let message = message!("'", a, "' and '", b, "' prefixes are incompatible");
                Err(Fault::syntax(message, Place::Stretch(start as u32, self.at as u32 + 1)))
            }
        }
    }

    /// A string whose prefix began at `start` and whose quote is at the cursor.
    pub(super) fn string(&mut self, start: usize) -> Result<Token, Fault> {
        let prefix = Prefix::read(&self.src[start..self.at]).unwrap_or_default();
        let quote = self.src[self.at];
        let quotes = if self.src[self.at..].starts_with(&[quote; 3]) { 3 } else { 1 };
        if prefix.f || prefix.t {
            return self.begin_fields(start, prefix, quote, quotes);
        }
        if self.src[self.at..].starts_with(&[quote; 2]) && quotes == 1 {
            self.at += 2;
            return Ok(self.token(Tok::String, start));
        }
        self.at += quotes;
        let mut seen = 0;
        let mut escaped_quote = false;
        while seen < quotes {
            match self.src.get(self.at) {
                None => return Err(self.unterminated(start, quote, quotes, escaped_quote)),
                Some(b'\n' | b'\r') if quotes == 1 => {
                    return Err(self.unterminated(start, quote, quotes, escaped_quote));
                }
                Some(&byte) if byte == quote => seen += 1,
                Some(b'\\') => {
                    seen = 0;
                    self.at += 1;
                    match self.src.get(self.at) {
                        None => return Err(self.unterminated(start, quote, quotes, escaped_quote)),
                        Some(&byte) if byte == quote => escaped_quote = true,
                        Some(b'\r') if self.src.get(self.at + 1) == Some(&b'\n') => self.at += 1,
                        _ => {}
                    }
                }
                _ => seen = 0,
            }
            self.at += 1;
        }
        Ok(self.token(Tok::String, start))
    }

    /// The line that is the last one read when reading stopped at `at`.
    fn detected_line(&self, at: usize) -> usize {
        let line = self.line_number(at);
        let ended = at >= self.src.len() && matches!(self.src.last(), Some(b'\n' | b'\r'));
        line - usize::from(ended && line > 1)
    }

    fn unterminated(&self, start: usize, quote: u8, quotes: usize, escaped_quote: bool) -> Fault {
        let mode = self.modes[self.mode];
        if self.mode > 0 && mode.quote == quote && mode.quotes == quotes {
            let place = Place::Cursor(start as u32 + 1);
            return Fault::syntax(message!(mode.letter(), "-string: expecting '}'"), place);
        }
        let line = self.detected_line(self.at);
        let place = Place::Cursor(start as u32 + 1);
        if quotes == 3 {
            let message = message!("unterminated triple-quoted string literal (detected at line ", line, ")");
            return Fault::syntax(message, place).incomplete();
        }
        let end = if escaped_quote { "); perhaps you escaped the end quote?" } else { ")" };
        let fault = Fault::syntax(message!("unterminated string literal (detected at line ", line, end), place);
        let line_end = self.implied && !matches!(self.src.last(), Some(b'\n' | b'\r'));
        if self.at >= self.src.len() && !line_end { fault.incomplete() } else { fault }
    }

    fn begin_fields(&mut self, start: usize, prefix: Prefix, quote: u8, quotes: usize) -> Result<Token, Fault> {
        self.at += quotes;
        if self.mode + 1 >= MAX_STRINGS {
            return Err(Fault::syntax(message!("too many nested f-strings or t-strings"), self.here()));
        }
        self.mode += 1;
        self.modes[self.mode] = Mode {
            in_text: true,
            in_spec: false,
            depth: 0,
            field: -1,
            quote,
            quotes,
            raw: prefix.r,
            template: prefix.t,
            start: start as u32,
        };
        let kind = if prefix.t { Tok::TStringStart } else { Tok::FStringStart };
        Ok(self.token(kind, start))
    }

    /// In literal text: a piece of it, the end of the string, or the first token of a field.
    pub(super) fn string_part(&mut self) -> Result<Token, Fault> {
        let start = self.at;
        let mode = self.modes[self.mode];
        if self.src.get(self.at) == Some(&b'{') && self.src.get(self.at + 1) != Some(&b'{') {
            self.enter_field()?;
            self.modes[self.mode].in_text = false;
            return self.plain_token();
        }
        let quote = [mode.quote; 3];
        if self.src[self.at..].starts_with(&quote[..mode.quotes]) {
            self.at += mode.quotes;
            self.mode -= 1;
            let kind = if mode.template { Tok::TStringEnd } else { Tok::FStringEnd };
            return Ok(self.token(kind, start));
        }
        let end = self.string_middle()?;
        let kind = if mode.template { Tok::TStringMiddle } else { Tok::FStringMiddle };
        Ok(Token { kind, start: start as u32, end: end as u32 })
    }

    fn enter_field(&mut self) -> Result<(), Fault> {
        let mode = &mut self.modes[self.mode];
        mode.field += 1;
        if mode.field >= MAX_FIELDS {
            let message = message!(mode.letter(), "-string: expressions nested too deeply");
            return Err(Fault::syntax(message, self.here()));
        }
        Ok(())
    }

    /// Reads literal text up to a field, a doubled brace or the end quotes; returns where the text ends.
    fn string_middle(&mut self) -> Result<usize, Fault> {
        let mode = self.modes[self.mode];
        let in_spec = mode.in_spec && mode.field >= 0;
        let mut named = false;
        loop {
            let quote = [mode.quote; 3];
            if self.src[self.at..].starts_with(&quote[..mode.quotes]) {
                return Ok(self.at);
            }
            let Some(&byte) = self.src.get(self.at) else { return Err(self.unterminated_fields(in_spec)) };
            let next = self.src.get(self.at + 1).copied();
            match byte {
                b'\n' | b'\r' if mode.quotes == 1 => return Err(self.unterminated_fields(in_spec)),
                b'{' if next == Some(b'{') && !in_spec => {
                    self.at += 2;
                    return Ok(self.at - 1);
                }
                b'{' => {
                    self.at += 1;
                    self.enter_field()?;
                    self.at -= 1;
                    let mode = &mut self.modes[self.mode];
                    mode.in_text = false;
                    mode.in_spec = false;
                    return Ok(self.at);
                }
                b'}' if named => {
                    self.at += 1;
                    return Ok(self.at);
                }
                b'}' if next == Some(b'}') && !in_spec && mode.depth == 0 => {
                    self.at += 2;
                    return Ok(self.at - 1);
                }
                b'}' => {
                    self.modes[self.mode].in_text = false;
                    return Ok(self.at);
                }
                b'\\' => match next {
                    Some(b'{' | b'}') => self.at += 1,
                    Some(b'N') if !mode.raw && self.src.get(self.at + 2) == Some(&b'{') => {
                        named = true;
                        self.at += 3;
                    }
                    Some(b'\r') if self.src.get(self.at + 2) == Some(&b'\n') => self.at += 3,
                    Some(_) => self.at += 2,
                    None => self.at += 1,
                },
                _ => self.at += 1,
            }
        }
    }

    /// The string ends in the middle of literal text.
    fn unterminated_fields(&mut self, in_spec: bool) -> Fault {
        let mode = self.modes[self.mode];
        let letter = mode.letter();
        if in_spec && mode.quotes == 1 {
            self.at += 1;
            let message = if mode.template {
                message!("t-string: newlines are not allowed in format specifiers for single quoted t-strings")
            } else {
                message!("f-string: newlines are not allowed in format specifiers for single quoted f-strings")
            };
            return Fault::syntax(message, self.here());
        }
        let line = self.detected_line(self.at);
        let place = Place::Cursor(mode.start + 1);
        if mode.quotes == 3 {
            let first = "unterminated triple-quoted ";
            return Fault::syntax(message!(first, letter, "-string literal (detected at line ", line, ")"), place)
                .incomplete();
        }
        Fault::syntax(message!("unterminated ", letter, "-string literal (detected at line ", line, ")"), place)
    }

    /// In a replacement field, a colon on its top level begins the format specification.
    pub(super) fn replacement_field_operator(&mut self, byte: u8) -> Result<Option<Token>, Fault> {
        let mode = &mut self.modes[self.mode];
        if self.mode == 0 || byte != b':' || mode.field < 0 || mode.depth - 1 != mode.field {
            return Ok(None);
        }
        mode.in_text = true;
        mode.in_spec = true;
        let start = self.at;
        self.at += 1;
        Ok(Some(self.token(Tok::Colon, start)))
    }
}
