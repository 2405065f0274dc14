//! XML declarations and text declarations.

use pitviper_object::Value;

use super::cursor::{Token, is_space};
use super::errors::{Fault, Parsed};
use super::events::{Handler, or_none, string};
use super::input::{self, Encoding};
use super::parser::XmlParser;
use super::prolog::Piece;
use crate::core::vm::Vm;

/// What a declaration says: stretches of its text.
#[derive(Default)]
struct Declaration {
    version: Option<(usize, usize)>,
    encoding: Option<(usize, usize)>,
    standalone: Option<bool>,
}

/// One of its parts, and where it begins.
struct Part {
    name_at: usize,
    name: (usize, usize),
    value: (usize, usize),
}

/// Reads parts of a declaration.
struct Reader<'t> {
    text: &'t [u8],
    at: usize,
    end: usize,
}

impl Reader<'_> {
    fn byte(&self) -> Option<u8> {
        if self.at < self.end { self.text.get(self.at).copied() } else { None }
    }

    fn spaces(&mut self) {
        while self.byte().is_some_and(is_space) {
            self.at += 1;
        }
    }

    /// The next part, nothing at the end; where it goes wrong.
    fn part(&mut self) -> Result<Option<Part>, usize> {
        let Some(byte) = self.byte() else { return Ok(None) };
        if !is_space(byte) {
            return Err(self.at);
        }
        self.spaces();
        if self.at >= self.end {
            return Ok(None);
        }
        let name_at = self.at;
        let is_name = |byte: u8| byte != b'=' && !is_space(byte) && byte < 0x80;
        while self.byte().is_some_and(is_name) {
            self.at += 1;
        }
        let name = (name_at, self.at);
        self.spaces();
        if self.byte() != Some(b'=') || name.0 == name.1 {
            return Err(self.at);
        }
        self.at += 1;
        self.spaces();
        let Some(quote @ (b'"' | b'\'')) = self.byte() else { return Err(self.at) };
        self.at += 1;
        let from = self.at;
        loop {
            match self.byte() {
                Some(byte) if byte == quote => break,
                Some(b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_') => self.at += 1,
                _ => return Err(self.at),
            }
        }
        let value = (from, self.at);
        self.at += 1;
        Ok(Some(Part { name_at, name, value }))
    }

    fn is(&self, (from, to): (usize, usize), word: &[u8]) -> bool {
        self.text.get(from..to) == Some(word)
    }
}

/// Reads `<?xml … ?>`; where it goes wrong.
fn read(text: &[u8], at: usize, next: usize, is_text: bool) -> Result<Declaration, usize> {
    let mut reader = Reader { text, at: at + 5, end: next - 2 };
    let mut found = Declaration::default();
    let Some(mut part) = reader.part()? else { return Err(reader.at) };
    if reader.is(part.name, b"version") {
        let number = text.get(part.value.0..part.value.1).and_then(|version| version.strip_prefix(b"1."));
        if !number.is_some_and(|digits| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)) {
            return Err(part.value.0);
        }
        found.version = Some(part.value);
        part = match reader.part()? {
            Some(part) => part,
            // A text declaration has an encoding.
            None if is_text => return Err(reader.at),
            None => return Ok(found),
        };
    } else if !is_text {
        return Err(part.name_at);
    }
    if reader.is(part.name, b"encoding") {
        if !text.get(part.value.0).is_some_and(u8::is_ascii_alphabetic) {
            return Err(part.value.0);
        }
        found.encoding = Some(part.value);
        part = match reader.part()? {
            Some(part) => part,
            None => return Ok(found),
        };
    }
    if !reader.is(part.name, b"standalone") || is_text {
        return Err(part.name_at);
    }
    found.standalone = Some(if reader.is(part.value, b"yes") {
        true
    } else if reader.is(part.value, b"no") {
        false
    } else {
        return Err(part.value.0);
    });
    reader.spaces();
    if reader.at == reader.end { Ok(found) } else { Err(reader.at) }
}

impl XmlParser {
    /// Reads a declaration, tells the handler, and takes the encoding over.
    pub(super) fn xml_declaration(&self, vm: &mut Vm, piece: Piece<'_>, is_text: bool) -> Parsed {
        let Piece { source, at, next } = piece;
        self.count(Token::XmlDeclaration, at, next, source.is_direct || source.is_outer)?;
        let found = match read(source.text, at, next, is_text) {
            Ok(found) => found,
            Err(wrong) => {
                source.event(self, wrong);
                return Err(if is_text { Fault::TextDeclaration } else { Fault::XmlDeclaration }.into());
            }
        };
        if !is_text && found.standalone == Some(true) {
            let dtd = self.tables(vm)?;
            dtd.standalone.set(true);
            if self.parameter_parsing.get() == 1 {
                self.parameter_parsing.set(0);
            }
        }
        if self.has(Handler::XmlDecl) {
            let mut text = |part: Option<(usize, usize)>| match part {
                Some((from, to)) => string(vm, source.part(from, to)).map(Some),
                None => Ok(None),
            };
            let (version, encoding) = (text(found.version)?, text(found.encoding)?);
            let version = or_none(version);
            let encoding = or_none(encoding);
            let standalone = Value::small(found.standalone.map_or(-1, i64::from));
            self.call(vm, Handler::XmlDecl, &[version, encoding, standalone])?;
        } else {
            self.report_default(vm, source, at, next)?;
        }
        let Some((from, to)) = found.encoding else { return Ok(()) };
        if !self.encoding_name.is_none() || !source.is_outer {
            return Ok(());
        }
        let before = self.encoding.get();
        let name = source.part(from, to);
        match Encoding::named(name) {
            Some(named) => {
                // UTF-16 is what was found out already.
                let same = named == before || before.is_utf16() && name.eq_ignore_ascii_case(b"UTF-16");
                if named.is_utf16() != before.is_utf16() || named.is_utf16() && !same {
                    source.event(self, from);
                    return Err(Fault::IncorrectEncoding.into());
                }
                if !same {
                    input::switch(vm, self, next, named)?;
                }
            }
            None => {
                let name = string(vm, name)?;
                if let Err(fail) = input::look_up(vm, self, &name) {
                    if matches!(fail, super::errors::Fail::Fault(_)) {
                        source.event(self, from);
                    }
                    return Err(fail);
                }
                input::switch(vm, self, next, Encoding::Mapped)?;
            }
        }
        Ok(())
    }
}
