//! Quoted-printable (RFC 1521), as CPython writes it.

use crate::core::error::PyResult;
use crate::types::bytes::BytesBuilder;

/// Most characters of a line, with the `=` of a soft break.
const LINE: usize = 76;

/// Reads quoted-printable data; in a header `_` is a space.
pub fn decode(data: &[u8], header: bool, out: &mut BytesBuilder) -> PyResult<()> {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let mut at = 0;
    while let Some(&byte) = data.get(at) {
        at += 1;
        if byte != b'=' {
            out.push_byte(if header && byte == b'_' { b' ' } else { byte })?;
            continue;
        }
        match data.get(at) {
            None => break,
            Some(b'\n' | b'\r') => {
                let rest = data.get(at..).unwrap_or(&[]);
                at += memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
            }
            Some(b'=') => {
                out.push_byte(b'=')?;
                at += 1;
            }
            high => match (digit(high), digit(data.get(at + 1))) {
                (Some(high), Some(low)) => {
                    out.push_byte((high << 4 | low) as u8)?;
                    at += 2;
                }
                _ => out.push_byte(b'=')?,
            },
        }
    }
    Ok(())
}

/// How data is written.
#[derive(Clone, Copy)]
pub struct Options {
    /// Spaces and tabs are encoded everywhere.
    pub tabs: bool,
    /// Line ends stay line ends.
    pub text: bool,
    /// Spaces become `_`.
    pub header: bool,
}

fn hex(byte: u8) -> [u8; 3] {
    let digit = |value: u8| b"0123456789ABCDEF"[usize::from(value)];
    [b'=', digit(byte >> 4), digit(byte & 15)]
}

/// Writes data as quoted-printable. Line ends become what the first one is.
pub fn encode(data: &[u8], options: Options, out: &mut BytesBuilder) -> PyResult<()> {
    let first = memchr::memchr(b'\n', data);
    let crlf = first.and_then(|at| at.checked_sub(1)).and_then(|at| data.get(at)) == Some(&b'\r');
    let end: &[u8] = if crlf { b"\r\n" } else { b"\n" };
    let mut line = 0;
    let mut at = 0;
    while let Some(&byte) = data.get(at) {
        let next = data.get(at + 1).copied();
        let breaks = byte == b'\n' || byte == b'\r' && next == Some(b'\n');
        if is_encoded(byte, next, line, options) {
            if line + 3 >= LINE {
                out.push_byte(b'=')?;
                out.push(end)?;
                line = 0;
            }
            out.push(&hex(byte))?;
            line += 3;
            at += 1;
        } else if options.text && breaks {
            line = 0;
            if let Some(last @ (b' ' | b'\t')) = out.data().last().copied() {
                let [mark, high, low] = hex(last);
                if let Some(place) = out.data_mut().last_mut() {
                    *place = mark;
                }
                out.push(&[high, low])?;
            }
            out.push(end)?;
            at += if byte == b'\r' { 2 } else { 1 };
        } else {
            if next.is_some() && next != Some(b'\n') && line + 1 >= LINE {
                out.push_byte(b'=')?;
                out.push(end)?;
                line = 0;
            }
            line += 1;
            out.push_byte(if options.header && byte == b' ' { b'_' } else { byte })?;
            at += 1;
        }
    }
    Ok(())
}

/// Whether a byte is written as its number. A dot alone in its line would end a mail.
fn is_encoded(byte: u8, next: Option<u8>, line: usize, options: Options) -> bool {
    match byte {
        b'=' | 127.. => true,
        b'_' => options.header,
        b'.' => line == 0 && matches!(next, None | Some(b'\n' | b'\r' | 0)),
        b'\r' | b'\n' => !options.text,
        b'\t' | b' ' => next.is_none() || options.tabs,
        _ => byte < 33,
    }
}
