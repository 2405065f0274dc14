//! Tokens of the prolog and of declarations, and those inside of values.

use super::cursor::{Cursor, Mode, Reading, Scan, Token, is_control, is_space};
use super::scan::{comment, instruction, reference};
use crate::core::error::PyResult;
use crate::core::vm::Vm;

/// The next token of a prolog, an epilog or declarations.
pub(super) fn prolog(vm: &mut Vm, text: &[u8], at: usize, mode: Mode) -> PyResult<Scan> {
    Cursor::new(vm, text, at, mode).run(prolog_token)
}

/// The next token inside of an attribute's value.
pub(super) fn attribute_value(vm: &mut Vm, text: &[u8], at: usize, mode: Mode) -> PyResult<Scan> {
    Cursor::new(vm, text, at, mode).run(|cursor| value_token(cursor, Value::Attribute))
}

/// The next token inside of an entity's value.
pub(super) fn entity_value(vm: &mut Vm, text: &[u8], at: usize, mode: Mode) -> PyResult<Scan> {
    Cursor::new(vm, text, at, mode).run(|cursor| value_token(cursor, Value::Entity))
}

fn prolog_token(cursor: &mut Cursor<'_, '_>) -> Reading<Scan> {
    let Some(byte) = cursor.peek() else { return Ok(cursor.token(Token::Nothing)) };
    if is_space(byte) {
        return spaces(cursor);
    }
    if matches!(byte, b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'0'..=b'9' | b'-' | b'.' | b':' | 0x80..) {
        return name(cursor);
    }
    cursor.at += 1;
    match byte {
        b'"' | b'\'' => literal(cursor, byte),
        b'<' => less_than(cursor),
        b'%' => percent(cursor),
        b',' => Ok(cursor.token(Token::Comma)),
        b'[' => Ok(cursor.token(Token::OpenBracket)),
        b']' => match (cursor.peek(), cursor.peek_at(1)) {
            (None, _) => Ok(cursor.last_token(Token::CloseBracket)),
            (Some(b']'), None) => Ok(cursor.token(Token::Partial)),
            (Some(b']'), Some(b'>')) => Ok(cursor.token_ahead(Token::ConditionClose, 2)),
            _ => Ok(cursor.token(Token::CloseBracket)),
        },
        b'(' => Ok(cursor.token(Token::OpenParen)),
        b')' => match cursor.peek() {
            None => Ok(cursor.last_token(Token::CloseParen)),
            Some(b'*') => Ok(cursor.token_ahead(Token::CloseParenAsterisk, 1)),
            Some(b'?') => Ok(cursor.token_ahead(Token::CloseParenQuestion, 1)),
            Some(b'+') => Ok(cursor.token_ahead(Token::CloseParenPlus, 1)),
            Some(b'>' | b',' | b'|' | b')') => Ok(cursor.token(Token::CloseParen)),
            Some(byte) if is_space(byte) => Ok(cursor.token(Token::CloseParen)),
            Some(_) => Err(cursor.invalid()),
        },
        b'|' => Ok(cursor.token(Token::Or)),
        b'>' => Ok(cursor.token(Token::DeclarationClose)),
        b'#' => pound_name(cursor),
        _ => {
            cursor.at -= 1;
            Err(cursor.invalid())
        }
    }
}

/// White space. A carriage return at the end is left alone: a line feed can follow.
fn spaces(cursor: &mut Cursor<'_, '_>) -> Reading<Scan> {
    if cursor.is_return(cursor.byte()?) && cursor.peek_at(1).is_none() {
        return Ok(cursor.last_token(Token::Space));
    }
    cursor.at += 1;
    while let Some(byte) = cursor.peek() {
        let ends = cursor.is_return(byte) && cursor.peek_at(1).is_none();
        if ends || !is_space(byte) {
            break;
        }
        cursor.any()?;
    }
    Ok(cursor.token(Token::Space))
}

/// Behind `<`.
fn less_than(cursor: &mut Cursor<'_, '_>) -> Reading<Scan> {
    match cursor.byte()? {
        b'!' => {
            cursor.at += 1;
            declaration(cursor)
        }
        b'?' => {
            cursor.at += 1;
            instruction(cursor)
        }
        b'A'..=b'Z' | b'a'..=b'z' | b'_' | 0xC0..=0xF4 => {
            cursor.at -= 1;
            Ok(cursor.token(Token::InstanceStart))
        }
        b':' if !cursor.has_namespaces() => {
            cursor.at -= 1;
            Ok(cursor.token(Token::InstanceStart))
        }
        _ => Err(cursor.invalid()),
    }
}

/// Behind `<!`.
fn declaration(cursor: &mut Cursor<'_, '_>) -> Reading<Scan> {
    let is_letter = |cursor: &Cursor<'_, '_>, byte: u8| {
        byte.is_ascii_alphabetic()
            || byte == b'_'
            || byte == b':' && !cursor.has_namespaces()
            || byte >= 0x80 && cursor.is_at_narrow_letter()
    };
    match cursor.byte()? {
        b'-' => {
            cursor.at += 1;
            return comment(cursor);
        }
        b'[' => return Ok(cursor.token_ahead(Token::ConditionOpen, 1)),
        byte if is_letter(cursor, byte) => cursor.any()?,
        _ => return Err(cursor.invalid()),
    }
    loop {
        let byte = cursor.byte()?;
        if is_letter(cursor, byte) {
            cursor.any()?;
            continue;
        }
        if byte == b'%' {
            // `<!ENTITY% name` is none.
            match cursor.peek_at(1) {
                None => return Ok(cursor.token(Token::Partial)),
                Some(behind) if is_space(behind) || behind == b'%' => return Err(cursor.invalid()),
                Some(_) => return Ok(cursor.token(Token::DeclarationOpen)),
            }
        }
        return if is_space(byte) { Ok(cursor.token(Token::DeclarationOpen)) } else { Err(cursor.invalid()) };
    }
}

/// Behind `%`.
fn percent(cursor: &mut Cursor<'_, '_>) -> Reading<Scan> {
    if cursor.name_start()? {
        cursor.name_chars()?;
        cursor.expect(b';')?;
        return Ok(cursor.token(Token::ParameterRef));
    }
    match cursor.byte()? {
        byte if is_space(byte) || byte == b'%' => Ok(cursor.token(Token::Percent)),
        _ => Err(cursor.invalid()),
    }
}

/// Behind `#`.
fn pound_name(cursor: &mut Cursor<'_, '_>) -> Reading<Scan> {
    cursor.must_start_name()?;
    while !cursor.is_at_end() {
        if cursor.name_char()? {
            continue;
        }
        return match cursor.byte()? {
            b')' | b'>' | b'%' | b'|' => Ok(cursor.token(Token::PoundName)),
            byte if is_space(byte) => Ok(cursor.token(Token::PoundName)),
            _ => Err(cursor.invalid()),
        };
    }
    Ok(cursor.last_token(Token::PoundName))
}

/// Behind a quote.
fn literal(cursor: &mut Cursor<'_, '_>, quote: u8) -> Reading<Scan> {
    loop {
        cursor.run_of(|byte| !is_control(byte) && byte != quote)?;
        if cursor.byte()? == quote {
            break;
        }
        cursor.any()?;
    }
    cursor.at += 1;
    match cursor.peek() {
        None => Ok(cursor.last_token(Token::Literal)),
        Some(b'>' | b'%' | b'[') => Ok(cursor.token(Token::Literal)),
        Some(byte) if is_space(byte) => Ok(cursor.token(Token::Literal)),
        Some(_) => Err(cursor.invalid()),
    }
}

/// A name, or what looks like one.
fn name(cursor: &mut Cursor<'_, '_>) -> Reading<Scan> {
    let byte = cursor.byte()?;
    let mut token = match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'_' => Token::Name,
        b':' if !cursor.has_namespaces() => Token::Name,
        0x80.. if cursor.wide_starts_name()? => Token::Name,
        _ => Token::Nmtoken,
    };
    if byte < 0x80 {
        cursor.at += 1;
    } else if !cursor.name_char()? {
        return Err(cursor.invalid());
    }
    while !cursor.is_at_end() {
        if cursor.name_char()? {
            continue;
        }
        let byte = cursor.byte()?;
        let with_mark = match byte {
            b'>' | b')' | b',' | b'|' | b'[' | b'%' => return Ok(cursor.token(token)),
            byte if is_space(byte) => return Ok(cursor.token(token)),
            b':' => {
                cursor.at += 1;
                token = match token {
                    Token::Name if cursor.name_char()? => Token::PrefixedName,
                    _ => Token::Nmtoken,
                };
                continue;
            }
            b'+' => Token::NamePlus,
            b'*' => Token::NameAsterisk,
            b'?' => Token::NameQuestion,
            _ => return Err(cursor.invalid()),
        };
        if token == Token::Nmtoken {
            return Err(cursor.invalid());
        }
        return Ok(cursor.token_ahead(with_mark, 1));
    }
    Ok(cursor.last_token(token))
}

/// What a value belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Value {
    Attribute,
    Entity,
}

fn value_token(cursor: &mut Cursor<'_, '_>, what: Value) -> Reading<Scan> {
    let Some(byte) = cursor.peek() else { return Ok(cursor.token(Token::Nothing)) };
    match byte {
        b'&' => {
            cursor.at += 1;
            return reference(cursor);
        }
        b'%' if what == Value::Entity => {
            cursor.at += 1;
            let scan = percent(cursor)?;
            return if scan.token == Token::Percent { Err(cursor.invalid()) } else { Ok(scan) };
        }
        // Inside of entities.
        b'<' if what == Value::Attribute => return Err(cursor.invalid()),
        b'\n' => return Ok(cursor.token_ahead(Token::Newline, 1)),
        b'\r' if cursor.is_return(byte) => {
            return Ok(match cursor.peek_at(1) {
                None => cursor.token_ahead(Token::TrailingReturn, 1),
                Some(b'\n') => cursor.token_ahead(Token::Newline, 2),
                Some(_) => cursor.token_ahead(Token::Newline, 1),
            });
        }
        b' ' | b'\t' | b'\r' if what == Value::Attribute => return Ok(cursor.token_ahead(Token::ValueSpace, 1)),
        _ => {}
    }
    let returns = cursor.is_return(b'\r');
    let stops = |byte: u8| match byte {
        b'&' | b'\n' => true,
        b'\r' => returns || what == Value::Attribute,
        b'%' => what == Value::Entity,
        b'<' | b' ' | b'\t' => what == Value::Attribute,
        _ => false,
    };
    cursor.run_of(|byte| !stops(byte))?;
    if cursor.peek().is_some_and(|byte| byte >= 0x80) {
        return Err(cursor.invalid());
    }
    Ok(cursor.token(Token::Data))
}
