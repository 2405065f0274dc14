//! Reading of a text byte by byte: UTF-8, of which nothing is known to be valid before it is read.

use super::names::{continues_name, starts_name};
use crate::core::error::{PyResult, Raised};
use crate::core::vm::Vm;

/// What a stretch of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// The end of the text.
    Nothing,
    /// The text ends inside of a token.
    Partial,
    /// The text ends inside of a character.
    PartialChar,
    /// No token: `next` is where it goes wrong.
    Invalid,
    TrailingReturn,
    TrailingBracket,
    StartTag,
    EmptyElement,
    EndTag,
    Data,
    Newline,
    CdataOpen,
    CdataClose,
    EntityRef,
    CharRef,
    Instruction,
    XmlDeclaration,
    Comment,
    /// White space that attribute values are normalized in.
    ValueSpace,
    /// White space between declarations and inside of them.
    Space,
    DeclarationOpen,
    DeclarationClose,
    Name,
    PrefixedName,
    Nmtoken,
    NameQuestion,
    NameAsterisk,
    NamePlus,
    /// `#` and a name.
    PoundName,
    Or,
    Comma,
    Percent,
    OpenParen,
    CloseParen,
    CloseParenQuestion,
    CloseParenAsterisk,
    CloseParenPlus,
    OpenBracket,
    CloseBracket,
    Literal,
    ParameterRef,
    InstanceStart,
    ConditionOpen,
    ConditionClose,
    /// The rest of an ignored section.
    Ignored,
}

/// A token, and where the next one begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scan {
    pub token: Token,
    pub next: usize,
    /// Whether the text ends with it, so that more text could make another token of it.
    pub ended: bool,
}

/// Why reading ends: a token that is none, or an exception.
pub(super) enum Halt {
    Scan(Scan),
    Raised(Raised),
}

impl From<Raised> for Halt {
    fn from(raised: Raised) -> Halt {
        Halt::Raised(raised)
    }
}

/// What parts of tokens are read with.
pub(super) type Reading<T = ()> = Result<T, Halt>;

/// Bytes that are read between two looks at the limits.
const LOOK: usize = 1 << 14;

/// A place in a text.
pub(super) struct Cursor<'v, 't> {
    pub vm: &'v mut Vm,
    pub text: &'t [u8],
    pub at: usize,
    mode: Mode,
    look_at: usize,
}

/// How a text is read.
#[derive(Clone, Copy)]
pub(super) struct Mode {
    /// Whether colons divide names.
    pub namespaces: bool,
    /// Whether carriage returns break lines: not in texts of entities, where only references make them.
    pub returns: bool,
    /// Whether the document is Latin-1 or UTF-16: expat knows more letters of Latin-1 then.
    pub latin: bool,
    /// Whether each byte of the document is a character of an encoding of Python's.
    pub mapped: bool,
}

/// Bytes of white space.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// Whether no document may hold the character.
pub(super) fn is_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\r' | b'\n')
}

/// How many bytes a character of several bytes has, by its first.
fn length_of(byte: u8) -> Option<usize> {
    match byte {
        0xC0..=0xDF => Some(2),
        0xE0..=0xEF => Some(3),
        0xF0..=0xF4 => Some(4),
        _ => None,
    }
}

/// The character outside ASCII that begins here: nothing when there is none.
pub(super) fn wide_char(bytes: &[u8]) -> Option<(char, usize)> {
    let len = length_of(*bytes.first()?)?;
    let ch = std::str::from_utf8(bytes.get(..len)?).ok()?.chars().next()?;
    if matches!(ch, '\u{FFFE}' | '\u{FFFF}') { None } else { Some((ch, len)) }
}

impl<'v, 't> Cursor<'v, 't> {
    pub(super) fn new(vm: &'v mut Vm, text: &'t [u8], at: usize, mode: Mode) -> Cursor<'v, 't> {
        Cursor { vm, text, at, mode, look_at: at + LOOK }
    }

    /// Reads a token, and counts the work.
    pub(super) fn run(mut self, read: impl FnOnce(&mut Self) -> Reading<Scan>) -> PyResult<Scan> {
        let from = self.at;
        let scan = match read(&mut self) {
            Ok(scan) | Err(Halt::Scan(scan)) => scan,
            Err(Halt::Raised(raised)) => return Err(raised),
        };
        let read = (self.at - from) % LOOK;
        self.vm.work_plain(1 + (read / 64) as u32)?;
        Ok(scan)
    }

    /// Whether colons divide names.
    pub(super) fn has_namespaces(&self) -> bool {
        self.mode.namespaces
    }

    /// Whether a byte is a carriage return that breaks lines.
    pub(super) fn is_return(&self, byte: u8) -> bool {
        byte == b'\r' && self.mode.returns
    }

    /// Whether a name can begin with the character outside ASCII here.
    pub(super) fn wide_starts_name(&self) -> Reading<bool> {
        let ch = self.wide()?.0;
        Ok(starts_name(u32::from(ch)) || self.is_latin_letter(ch))
    }

    /// Whether it is a letter only where the document is Latin-1 or UTF-16.
    fn is_latin_letter(&self, ch: char) -> bool {
        self.mode.latin && matches!(ch, '\u{AA}' | '\u{B5}' | '\u{BA}')
    }

    /// Whether a letter that is one byte of the document, or of Latin-1, is here: expat lets it stand in keywords.
    pub(super) fn is_at_narrow_letter(&self) -> bool {
        let Mode { latin, mapped, .. } = self.mode;
        if !latin && !mapped {
            return false;
        }
        wide_char(self.text.get(self.at..).unwrap_or(&[])).is_some_and(|(ch, _)| {
            let is_letter = starts_name(u32::from(ch)) || self.is_latin_letter(ch);
            is_letter && (mapped || ch < '\u{100}')
        })
    }

    /// Whether the text ends here.
    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// The byte here, if there is one.
    pub(super) fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    /// The byte so far ahead.
    pub(super) fn peek_at(&self, ahead: usize) -> Option<u8> {
        self.text.get(self.at + ahead).copied()
    }

    /// The byte here; without one, the token is cut.
    pub(super) fn byte(&self) -> Reading<u8> {
        self.peek().ok_or_else(|| self.halt(Token::Partial))
    }

    /// A token that ends here.
    pub(super) fn token(&self, token: Token) -> Scan {
        Scan { token, next: self.at, ended: false }
    }

    /// A token that ends `ahead` bytes further.
    pub(super) fn token_ahead(&self, token: Token, ahead: usize) -> Scan {
        Scan { token, next: self.at + ahead, ended: false }
    }

    /// A token that the text ends with.
    pub(super) fn last_token(&self, token: Token) -> Scan {
        Scan { token, next: self.text.len(), ended: true }
    }

    fn halt(&self, token: Token) -> Halt {
        Halt::Scan(self.token(token))
    }

    /// It goes wrong here.
    pub(super) fn invalid(&self) -> Halt {
        self.halt(Token::Invalid)
    }

    /// Looks at the limits when it is time.
    fn look(&mut self) -> Reading {
        if self.at >= self.look_at {
            self.look_at = self.at + LOOK;
            self.vm.work_plain((LOOK / 64) as u32)?;
        }
        Ok(())
    }

    /// The character outside ASCII here.
    pub(super) fn wide(&self) -> Reading<(char, usize)> {
        let rest = self.text.get(self.at..).unwrap_or(&[]);
        match wide_char(rest) {
            Some(found) => Ok(found),
            None if rest.first().copied().and_then(length_of).is_some_and(|len| rest.len() < len) => {
                Err(self.halt(Token::PartialChar))
            }
            None => Err(self.invalid()),
        }
    }

    /// Steps over any character that documents may hold.
    pub(super) fn any(&mut self) -> Reading {
        self.look()?;
        let byte = self.byte()?;
        self.at += match byte {
            0x80.. => self.wide()?.1,
            _ if is_control(byte) => return Err(self.invalid()),
            _ => 1,
        };
        Ok(())
    }

    /// Steps over a byte that must be this one.
    pub(super) fn expect(&mut self, byte: u8) -> Reading {
        if self.byte()? != byte {
            return Err(self.invalid());
        }
        self.at += 1;
        Ok(())
    }

    /// Steps over the character here if a name can begin with it.
    pub(super) fn name_start(&mut self) -> Reading<bool> {
        let byte = self.byte()?;
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'_' => self.at += 1,
            b':' if !self.mode.namespaces => self.at += 1,
            0x80.. => {
                let (ch, len) = self.wide()?;
                if !starts_name(u32::from(ch)) && !self.is_latin_letter(ch) {
                    return Err(self.invalid());
                }
                self.at += len;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Steps over the character here if it can stand in a name.
    pub(super) fn name_char(&mut self) -> Reading<bool> {
        self.look()?;
        let byte = self.byte()?;
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'0'..=b'9' | b'-' | b'.' => self.at += 1,
            b':' if !self.mode.namespaces => self.at += 1,
            0x80.. => {
                let (ch, len) = self.wide()?;
                if !continues_name(u32::from(ch)) && !self.is_latin_letter(ch) {
                    return Err(self.invalid());
                }
                self.at += len;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Steps over a name's first character, which must be here.
    pub(super) fn must_start_name(&mut self) -> Reading {
        if self.name_start()? { Ok(()) } else { Err(self.invalid()) }
    }

    /// Steps over characters of names.
    pub(super) fn name_chars(&mut self) -> Reading {
        while self.name_char()? {}
        Ok(())
    }

    /// Steps over white space; gives the byte behind it.
    pub(super) fn spaces(&mut self) -> Reading<u8> {
        loop {
            self.look()?;
            let byte = self.byte()?;
            if !is_space(byte) {
                return Ok(byte);
            }
            self.at += 1;
        }
    }

    /// Steps over characters that stand for themselves: bytes that `is_plain` accepts and valid characters outside
    /// ASCII. It ends at the end, too.
    pub(super) fn run_of(&mut self, is_plain: impl Fn(u8) -> bool) -> Reading {
        loop {
            let part = self.text.get(self.at..self.look_at.min(self.text.len())).unwrap_or(&[]);
            self.at += part.iter().position(|byte| *byte >= 0x80 || !is_plain(*byte)).unwrap_or(part.len());
            match self.peek() {
                Some(0x80..) => match wide_char(self.text.get(self.at..).unwrap_or(&[])) {
                    Some((_, len)) => self.at += len,
                    None => return Ok(()),
                },
                Some(byte) if is_plain(byte) => {}
                _ => return Ok(()),
            }
            self.look()?;
        }
    }
}
