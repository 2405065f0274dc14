//! String literals, f-strings and t-strings.

use crate::error::{Fault, message};
use crate::literal::{Blame, check_middle, check_quoted};
use crate::scan::{Tok, Token};

use super::core::{Parsed, Parser, Rule, want};
use super::node::{Kind, Node};
use super::raise::cursor_place;

/// A literal in a row of literals.
#[derive(Clone, Copy, Debug)]
struct Piece {
    node: Node,
    bytes: bool,
}

impl Parser<'_, '_> {
    pub(super) fn strings(&mut self) -> Parsed {
        self.memo(Rule::Strings, |p| {
            p.mistake(Self::invalid_mix)?;
            let start = p.mark;
            if let Some((kind, mixed)) = p.attempt(Self::plain_strings)? {
                if mixed {
                    return p.raise_here(message!("cannot mix bytes and nonbytes literals"));
                }
                return p.node(kind, start);
            }
            want!(p.attempt(Self::template));
            p.many(Self::template)?;
            p.node(Kind::TString, start)
        })
    }

    /// One or more strings and f-strings: what they make, and whether bytes and others are mixed.
    fn plain_strings(&mut self) -> Parsed<(Kind, bool)> {
        let mut found: Option<(Kind, bool)> = None;
        let (mut bytes, mut others) = (false, false);
        while let Some(piece) = self.attempt(Self::plain_string)? {
            bytes |= piece.bytes;
            others |= !piece.bytes;
            let before = found.map_or(Kind::Literal, |found| found.0);
            let kind = if piece.node.kind == Kind::FString { Kind::FString } else { before };
            found = Some((kind, bytes && others));
        }
        Ok(found)
    }

    fn plain_string(&mut self) -> Parsed<Piece> {
        let Some(token) = self.eat(Tok::String)? else {
            let node = want!(self.interpolated('f'));
            return Ok(Some(Piece { node, bytes: false }));
        };
        let mut prefix = self.text(token).bytes().take_while(u8::is_ascii_alphabetic);
        let bytes = prefix.any(|b| b.eq_ignore_ascii_case(&b'b'));
        if let Err(fault) = check_quoted(self.source.text, Blame { start: token.start, end: token.end }) {
            // Of characters in bytes the token is to blame, of bad escapes the last token that was read.
            return if bytes && !self.text(token).is_ascii() { self.raise(fault) } else { self.raise_decoding(fault) };
        }
        Ok(Some(Piece { node: Node { kind: Kind::Literal, start: token.start, end: token.end }, bytes }))
    }

    /// Fails with what is wrong in a literal, where reading is.
    fn raise_decoding<T>(&mut self, fault: Fault) -> Parsed<T> {
        let place = self.last_read().map_or(fault.place, |last| cursor_place(last.token));
        self.raise(Fault { place, ..fault })
    }

    fn template(&mut self) -> Parsed {
        self.interpolated('t')
    }

    fn invalid_mix(&mut self) -> Parsed<()> {
        let mut last = None;
        while let Some(piece) = self.attempt(Self::plain_string)? {
            last = Some(piece.node);
        }
        let (last, next) = if let Some(last) = last {
            (last, want!(self.template()))
        } else {
            let mut last = want!(self.template());
            while let Some(next) = self.attempt(Self::template)? {
                last = next;
            }
            (last, want!(self.plain_string()).node)
        };
        let message = message!("cannot mix t-string literals with string or bytes literals");
        self.raise_range(last.start, next.end, message)
    }

    /// An f-string or a t-string.
    fn interpolated(&mut self, letter: char) -> Parsed {
        let (open, middle, close, kind) = if letter == 'f' {
            (Tok::FStringStart, Tok::FStringMiddle, Tok::FStringEnd, Kind::FString)
        } else {
            (Tok::TStringStart, Tok::TStringMiddle, Tok::TStringEnd, Kind::TString)
        };
        let start = self.mark;
        let first = want!(self.eat(open));
        let level = self.before().map_or(0, |t| t.level);
        while self
            .attempt(|p| {
                if p.replacement_field(letter)?.is_some() {
                    return Ok(Some(()));
                }
                Ok(p.eat(middle)?.map(drop))
            })?
            .is_some()
        {}
        let end = self.mark;
        want!(self.eat(close));
        if !self.is_raw(first) {
            for at in start..end {
                let piece = self.tokens.as_slice()[at];
                if piece.token.kind == middle && piece.level == level {
                    self.check_piece(piece.token)?;
                }
            }
        }
        self.node(kind, start)
    }

    fn check_piece(&mut self, token: Token) -> Parsed<()> {
        match check_middle(self.source.text, Blame { start: token.start, end: token.end }) {
            Ok(()) => Ok(Some(())),
            Err(fault) => self.raise(fault),
        }
    }

    fn is_raw(&self, start: Token) -> bool {
        self.text(start).bytes().take_while(u8::is_ascii_alphabetic).any(|b| b.eq_ignore_ascii_case(&b'r'))
    }

    pub(super) fn replacement_field(&mut self, letter: char) -> Parsed<()> {
        let field = self.attempt(|p| {
            want!(p.eat(Tok::LBrace));
            want!(p.annotated_rhs());
            p.opt(Tok::Equal)?;
            p.attempt(|p| p.conversion(letter))?;
            if p.opt(Tok::Colon)?.is_some() {
                p.format_spec(letter)?;
            }
            Ok(p.eat(Tok::RBrace)?.map(drop))
        })?;
        if field.is_some() {
            return Ok(field);
        }
        self.mistake(|p| p.invalid_field(letter))?;
        Ok(None)
    }

    fn conversion(&mut self, letter: char) -> Parsed<()> {
        let mark = want!(self.eat(Tok::Exclamation));
        let name = want!(self.eat(Tok::Name));
        if mark.end != name.start {
            let message = message!(letter, "-string: conversion type must come right after the exclamation mark");
            return self.raise_range(mark.start, name.end, message);
        }
        if !matches!(self.text(name), "s" | "r" | "a") {
            let part = crate::error::Part::Source(name.start, name.end);
            let message =
                message!(letter, "-string: invalid conversion character '", part, "': expected 's', 'r', or 'a'");
            return self.raise_at(name, message);
        }
        Ok(Some(()))
    }

    /// What follows the colon of a field.
    fn format_spec(&mut self, letter: char) -> Parsed<()> {
        let middle = if letter == 'f' { Tok::FStringMiddle } else { Tok::TStringMiddle };
        while self
            .attempt(|p| {
                let Some(token) = p.eat(middle)? else { return p.replacement_field(letter) };
                p.check_piece(token)
            })?
            .is_some()
        {}
        Ok(Some(()))
    }

    fn invalid_field(&mut self, letter: char) -> Parsed<()> {
        want!(self.eat(Tok::LBrace));
        let token = self.current()?;
        let missing = match token.kind {
            Tok::Equal => Some("'='"),
            Tok::Exclamation => Some("'!'"),
            Tok::Colon => Some("':'"),
            Tok::RBrace => Some("'}'"),
            _ => None,
        };
        if let Some(missing) = missing {
            return self.raise_at(token, message!(letter, "-string: valid expression required before ", missing));
        }
        if self.attempt(Self::annotated_rhs)?.is_none() {
            return self.raise_next(message!(letter, "-string: expecting a valid expression after '{'"));
        }
        let ends = [Tok::Equal, Tok::Exclamation, Tok::Colon, Tok::RBrace];
        if !self.sees_any(&ends)? {
            return self.raise_next(message!(letter, "-string: expecting '=', or '!', or ':', or '}'"));
        }
        if self.opt(Tok::Equal)?.is_some() && !self.sees_any(&ends[1..])? {
            return self.raise_next(message!(letter, "-string: expecting '!', or ':', or '}'"));
        }
        if self.opt(Tok::Exclamation)?.is_some() {
            if self.sees_any(&[Tok::Colon, Tok::RBrace])? {
                return self.raise_next(message!(letter, "-string: missing conversion character"));
            }
            if self.opt(Tok::Name)?.is_none() {
                return self.raise_next(message!(letter, "-string: invalid conversion character"));
            }
        }
        if !self.sees_any(&ends[2..])? {
            return self.raise_next(message!(letter, "-string: expecting ':' or '}'"));
        }
        if self.opt(Tok::Colon)?.is_some() {
            self.format_spec(letter)?;
            if !self.sees(Tok::RBrace)? {
                return self.raise_next(message!(letter, "-string: expecting '}', or format specs"));
            }
        }
        Ok(None)
    }
}
