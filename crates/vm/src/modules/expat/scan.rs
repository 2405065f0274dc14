//! Tokens of content, of CDATA sections, and those that content shares with the prolog.

use super::cursor::{Cursor, Mode, Reading, Scan, Token, is_control, is_space};
use crate::core::error::PyResult;
use crate::core::vm::Vm;

/// The next token of content.
pub(super) fn content(vm: &mut Vm, text: &[u8], at: usize, mode: Mode) -> PyResult<Scan> {
    Cursor::new(vm, text, at, mode).run(content_token)
}

/// The next token of a CDATA section.
pub(super) fn cdata(vm: &mut Vm, text: &[u8], at: usize, mode: Mode) -> PyResult<Scan> {
    Cursor::new(vm, text, at, mode).run(cdata_token)
}

/// The rest of an ignored section.
pub(super) fn ignored(vm: &mut Vm, text: &[u8], at: usize, mode: Mode) -> PyResult<Scan> {
    Cursor::new(vm, text, at, mode).run(ignored_token)
}

fn content_token(cursor: &mut Cursor<'_, '_>) -> Reading<Scan> {
    let Some(byte) = cursor.peek() else { return Ok(cursor.token(Token::Nothing)) };
    match byte {
        b'<' => {
            cursor.at += 1;
            return less_than(cursor);
        }
        b'&' => {
            cursor.at += 1;
            return reference(cursor);
        }
        b'\r' if cursor.is_return(byte) => return newline(cursor, Token::TrailingReturn),
        b'\n' => return Ok(cursor.token_ahead(Token::Newline, 1)),
        b']' => match (cursor.peek_at(1), cursor.peek_at(2)) {
            (None, _) | (Some(b']'), None) => return Ok(cursor.last_token(Token::TrailingBracket)),
            (Some(b']'), Some(b'>')) => return Ok(cursor.token_ahead(Token::Invalid, 2)),
            _ => cursor.at += 1,
        },
        _ => cursor.any()?,
    }
    let return_or_less = if cursor.is_return(b'\r') { b'\r' } else { b'<' };
    loop {
        let ends = |byte| matches!(byte, b'<' | b'&' | b'\n' | b']') || byte == return_or_less;
        cursor.run_of(|byte| !is_control(byte) && !ends(byte))?;
        if cursor.peek() != Some(b']') {
            return Ok(cursor.token(Token::Data));
        }
        match (cursor.peek_at(1), cursor.peek_at(2)) {
            (None, _) | (Some(b']'), None) => return Ok(cursor.token(Token::Data)),
            (Some(b']'), Some(b'>')) => return Ok(cursor.token_ahead(Token::Invalid, 2)),
            _ => cursor.at += 1,
        }
    }
}

/// A line break that begins with a carriage return, or what it is at the end of the text.
fn newline(cursor: &mut Cursor<'_, '_>, at_end: Token) -> Reading<Scan> {
    match cursor.peek_at(1) {
        None => Ok(cursor.last_token(at_end)),
        Some(b'\n') => Ok(cursor.token_ahead(Token::Newline, 2)),
        Some(_) => Ok(cursor.token_ahead(Token::Newline, 1)),
    }
}

fn cdata_token(cursor: &mut Cursor<'_, '_>) -> Reading<Scan> {
    let Some(byte) = cursor.peek() else { return Ok(cursor.token(Token::Nothing)) };
    match byte {
        b']' => match (cursor.peek_at(1), cursor.peek_at(2)) {
            (None, _) | (Some(b']'), None) => return Ok(cursor.last_token(Token::Partial)),
            (Some(b']'), Some(b'>')) => return Ok(cursor.token_ahead(Token::CdataClose, 3)),
            _ => cursor.at += 1,
        },
        b'\r' if cursor.is_return(byte) => return newline(cursor, Token::Partial),
        b'\n' => return Ok(cursor.token_ahead(Token::Newline, 1)),
        _ => cursor.any()?,
    }
    let return_or_feed = if cursor.is_return(b'\r') { b'\r' } else { b'\n' };
    cursor.run_of(|byte| !is_control(byte) && !matches!(byte, b'\n' | b']') && byte != return_or_feed)?;
    Ok(cursor.token(Token::Data))
}

fn ignored_token(cursor: &mut Cursor<'_, '_>) -> Reading<Scan> {
    let mut level = 0_usize;
    loop {
        match cursor.byte()? {
            b'<' => {
                cursor.at += 1;
                if cursor.byte()? == b'!' {
                    cursor.at += 1;
                    if cursor.byte()? == b'[' {
                        cursor.at += 1;
                        level += 1;
                    }
                }
            }
            b']' => {
                cursor.at += 1;
                if cursor.byte()? == b']' {
                    cursor.at += 1;
                    if cursor.byte()? == b'>' {
                        cursor.at += 1;
                        if level == 0 {
                            return Ok(cursor.token(Token::Ignored));
                        }
                        level -= 1;
                    }
                }
            }
            _ => cursor.any()?,
        }
    }
}

/// Behind `<`.
fn less_than(cursor: &mut Cursor<'_, '_>) -> Reading<Scan> {
    if !cursor.name_start()? {
        return match cursor.byte()? {
            b'!' => {
                cursor.at += 1;
                match cursor.byte()? {
                    b'-' => {
                        cursor.at += 1;
                        comment(cursor)
                    }
                    b'[' => {
                        cursor.at += 1;
                        cdata_open(cursor)
                    }
                    _ => Err(cursor.invalid()),
                }
            }
            b'?' => {
                cursor.at += 1;
                instruction(cursor)
            }
            b'/' => {
                cursor.at += 1;
                end_tag(cursor)
            }
            _ => Err(cursor.invalid()),
        };
    }
    qualified_name(cursor)?;
    match cursor.byte()? {
        b'>' => Ok(cursor.token_ahead(Token::StartTag, 1)),
        b'/' => empty_end(cursor),
        byte if is_space(byte) => match cursor.spaces()? {
            b'>' => Ok(cursor.token_ahead(Token::StartTag, 1)),
            b'/' => empty_end(cursor),
            _ => attributes(cursor),
        },
        _ => Err(cursor.invalid()),
    }
}

/// The `/>` of an empty element.
fn empty_end(cursor: &mut Cursor<'_, '_>) -> Reading<Scan> {
    cursor.at += 1;
    cursor.expect(b'>')?;
    Ok(cursor.token(Token::EmptyElement))
}

/// The rest of a name that a colon may divide once.
fn qualified_name(cursor: &mut Cursor<'_, '_>) -> Reading {
    cursor.name_chars()?;
    if cursor.byte()? == b':' {
        cursor.at += 1;
        cursor.must_start_name()?;
        cursor.name_chars()?;
    }
    Ok(())
}

/// From the first character of an attribute's name to the end of the tag.
fn attributes(cursor: &mut Cursor<'_, '_>) -> Reading<Scan> {
    loop {
        cursor.must_start_name()?;
        qualified_name(cursor)?;
        if cursor.spaces()? != b'=' {
            return Err(cursor.invalid());
        }
        cursor.at += 1;
        let quote = cursor.spaces()?;
        if !matches!(quote, b'"' | b'\'') {
            return Err(cursor.invalid());
        }
        cursor.at += 1;
        value(cursor, quote)?;
        match cursor.byte()? {
            b'/' => return empty_end(cursor),
            b'>' => return Ok(cursor.token_ahead(Token::StartTag, 1)),
            byte if is_space(byte) => match cursor.spaces()? {
                b'/' => return empty_end(cursor),
                b'>' => return Ok(cursor.token_ahead(Token::StartTag, 1)),
                _ => {}
            },
            _ => return Err(cursor.invalid()),
        }
    }
}

/// An attribute's value and the quote behind it.
fn value(cursor: &mut Cursor<'_, '_>, quote: u8) -> Reading {
    loop {
        cursor.run_of(|byte| !is_control(byte) && !matches!(byte, b'<' | b'&') && byte != quote)?;
        match cursor.byte()? {
            b'<' => return Err(cursor.invalid()),
            b'&' => {
                cursor.at += 1;
                let scan = reference(cursor)?;
                cursor.at = scan.next;
            }
            byte if byte == quote => {
                cursor.at += 1;
                return Ok(());
            }
            _ => cursor.any()?,
        }
    }
}

/// Behind `</`.
fn end_tag(cursor: &mut Cursor<'_, '_>) -> Reading<Scan> {
    cursor.must_start_name()?;
    loop {
        cursor.name_chars()?;
        if cursor.byte()? != b':' {
            break;
        }
        // The name is compared with that of the start.
        cursor.at += 1;
    }
    if is_space(cursor.byte()?) {
        cursor.spaces()?;
    }
    cursor.expect(b'>')?;
    Ok(cursor.token(Token::EndTag))
}

/// Behind `<![`.
fn cdata_open(cursor: &mut Cursor<'_, '_>) -> Reading<Scan> {
    const WORD: &[u8] = b"CDATA[";
    if cursor.text.len() - cursor.at < WORD.len() {
        return Ok(cursor.last_token(Token::Partial));
    }
    for byte in WORD {
        cursor.expect(*byte)?;
    }
    Ok(cursor.token(Token::CdataOpen))
}

/// Behind `<!-`.
pub(super) fn comment(cursor: &mut Cursor<'_, '_>) -> Reading<Scan> {
    cursor.expect(b'-')?;
    loop {
        cursor.run_of(|byte| !is_control(byte) && byte != b'-')?;
        if cursor.byte()? != b'-' {
            cursor.any()?;
            continue;
        }
        cursor.at += 1;
        if cursor.byte()? == b'-' {
            cursor.at += 1;
            cursor.expect(b'>')?;
            return Ok(cursor.token(Token::Comment));
        }
    }
}

/// Behind `<?`.
pub(super) fn instruction(cursor: &mut Cursor<'_, '_>) -> Reading<Scan> {
    let target = cursor.at;
    cursor.must_start_name()?;
    cursor.name_chars()?;
    let byte = cursor.byte()?;
    if byte != b'?' && !is_space(byte) {
        return Err(cursor.invalid());
    }
    let token = match cursor.text.get(target..cursor.at) {
        Some(b"xml") => Token::XmlDeclaration,
        Some(name) if name.eq_ignore_ascii_case(b"xml") => return Err(cursor.invalid()),
        _ => Token::Instruction,
    };
    cursor.at += 1;
    if byte == b'?' {
        cursor.expect(b'>')?;
        return Ok(cursor.token(token));
    }
    loop {
        cursor.run_of(|byte| !is_control(byte) && byte != b'?')?;
        if cursor.byte()? != b'?' {
            cursor.any()?;
            continue;
        }
        cursor.at += 1;
        if cursor.byte()? == b'>' {
            return Ok(cursor.token_ahead(token, 1));
        }
    }
}

/// Behind `&`.
pub(super) fn reference(cursor: &mut Cursor<'_, '_>) -> Reading<Scan> {
    if cursor.name_start()? {
        cursor.name_chars()?;
        cursor.expect(b';')?;
        return Ok(cursor.token(Token::EntityRef));
    }
    cursor.expect(b'#')?;
    let is_digit = if cursor.byte()? == b'x' {
        cursor.at += 1;
        |byte: u8| byte.is_ascii_hexdigit()
    } else {
        |byte: u8| byte.is_ascii_digit()
    };
    if !is_digit(cursor.byte()?) {
        return Err(cursor.invalid());
    }
    while is_digit(cursor.byte()?) {
        cursor.any()?;
    }
    cursor.expect(b';')?;
    Ok(cursor.token(Token::CharRef))
}
