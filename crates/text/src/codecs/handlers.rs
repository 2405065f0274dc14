//! The built-in error handlers. Each is given a fault and says where to go on; PEP 293 describes
//! them, PEP 383 `surrogateescape`. (`namereplace` needs object-sized names and is not here.)

use super::utf8::encode_char;
use super::wide::{push_unit, raw_unit};
use super::{Codec, Fault, is_surrogate};
use crate::batch::{Batch, ByteBatch};
use crate::chars::Chars;
use crate::repr::hex_escape;
use crate::sink::{ByteSink, Sink};

/// A built-in error handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handler {
    /// Raise.
    Strict,
    /// Leave out.
    Ignore,
    /// U+FFFD, or `?` when encoding.
    Replace,
    /// Python's escapes.
    BackslashReplace,
    /// Undecodable bytes become U+DC80 to U+DCFF and go back.
    SurrogateEscape,
    /// Surrogates are coded like other characters, in the UTFs.
    SurrogatePass,
    /// `&#…;`, for encoding only.
    XmlCharRefReplace,
}

/// What a handler decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovery {
    /// The fault is dealt with; go on at this index.
    Resume(usize),
    /// Raise the fault.
    Raise,
    /// The handler is not for this kind of error.
    Unsupported,
}

impl Handler {
    /// The handler called `name`.
    #[must_use]
    pub fn named(name: &[u8]) -> Option<Handler> {
        Some(match name {
            b"strict" => Handler::Strict,
            b"ignore" => Handler::Ignore,
            b"replace" => Handler::Replace,
            b"backslashreplace" => Handler::BackslashReplace,
            b"surrogateescape" => Handler::SurrogateEscape,
            b"surrogatepass" => Handler::SurrogatePass,
            b"xmlcharrefreplace" => Handler::XmlCharRefReplace,
            _ => return None,
        })
    }

    /// Deals with a fault in decoding `bytes`.
    ///
    /// # Errors
    /// The sink's own.
    pub fn recover_decode<S: Sink>(
        self,
        codec: Codec,
        bytes: &[u8],
        fault: Fault,
        sink: &mut S,
    ) -> Result<Recovery, S::Error> {
        let end = fault.end.min(bytes.len());
        let bad = &bytes[fault.start.min(end)..end];
        match self {
            Handler::Strict => return Ok(Recovery::Raise),
            Handler::XmlCharRefReplace => return Ok(Recovery::Unsupported),
            Handler::Ignore => {}
            Handler::Replace => sink.push(0xFFFD)?,
            Handler::BackslashReplace => {
                let mut out = Batch::new(sink);
                for &byte in bad {
                    out.ascii(hex_escape(byte.into(), &mut [0; 10]))?;
                }
                out.finish()?;
            }
            Handler::SurrogateEscape => {
                let high = bad.iter().take(4).take_while(|&&byte| byte >= 0x80);
                let mut next = fault.start;
                for &byte in high {
                    sink.push(0xDC00 + u32::from(byte))?;
                    next += 1;
                }
                return Ok(if next == fault.start { Recovery::Raise } else { Recovery::Resume(next) });
            }
            Handler::SurrogatePass => {
                let rest = bytes.get(fault.start..).unwrap_or_default();
                let Some((ch, size)) = surrogate_at(codec, rest) else {
                    return Ok(Recovery::Raise);
                };
                sink.push(ch)?;
                return Ok(Recovery::Resume(fault.start + size));
            }
        }
        Ok(Recovery::Resume(fault.end))
    }

    /// Deals with a fault in encoding `text`.
    ///
    /// # Errors
    /// The sink's own.
    pub fn recover_encode<S: ByteSink>(
        self,
        codec: Codec,
        text: Chars<'_>,
        fault: Fault,
        sink: &mut S,
    ) -> Result<Recovery, S::Error> {
        let bad = text.slice(fault.start..fault.end);
        let mut out = ByteBatch::new(sink);
        let mut next = fault.end;
        match self {
            Handler::Strict => return Ok(Recovery::Raise),
            Handler::Ignore => {}
            Handler::Replace => {
                for _ in bad {
                    push_ascii(codec, b"?", &mut out)?;
                }
            }
            Handler::BackslashReplace => {
                for ch in bad {
                    push_ascii(codec, hex_escape(ch, &mut [0; 10]), &mut out)?;
                }
            }
            Handler::XmlCharRefReplace => {
                for ch in bad {
                    push_ascii(codec, char_reference(ch, &mut [0; 10]), &mut out)?;
                }
            }
            Handler::SurrogateEscape => {
                // A single byte is no whole unit of the wider codecs.
                if codec.unit() != 1 {
                    return Ok(Recovery::Raise);
                }
                next = fault.start;
                for ch in bad.iter().take_while(|ch| matches!(ch, 0xDC80..=0xDCFF)) {
                    out.push(&ch.to_le_bytes()[..1])?;
                    next += 1;
                }
                if next == fault.start {
                    return Ok(Recovery::Raise);
                }
            }
            Handler::SurrogatePass => {
                if matches!(codec, Codec::Latin1 | Codec::Ascii) || !bad.iter().all(is_surrogate) {
                    return Ok(Recovery::Raise);
                }
                for ch in bad {
                    push_surrogate(codec, ch, &mut out)?;
                }
            }
        }
        out.finish()?;
        Ok(Recovery::Resume(next))
    }
}

/// The surrogate that `rest` begins with, and its bytes.
fn surrogate_at(codec: Codec, rest: &[u8]) -> Option<(u32, usize)> {
    let size = match codec {
        Codec::Utf8 => 3,
        Codec::Latin1 | Codec::Ascii => return None,
        _ => codec.unit(),
    };
    let ch = match codec {
        Codec::Utf16(order) | Codec::Utf32(order) => raw_unit(order, size, rest)?,
        _ => match *rest.first_chunk::<3>()? {
            [0xED, second @ 0xA0..=0xBF, third @ 0x80..=0xBF] => {
                0xD000 | u32::from(second & 0x3F) << 6 | u32::from(third & 0x3F)
            }
            _ => return None,
        },
    };
    is_surrogate(ch).then_some((ch, size))
}

fn push_surrogate<S: ByteSink>(codec: Codec, ch: u32, out: &mut ByteBatch<'_, S>) -> Result<(), S::Error> {
    match codec {
        Codec::Utf16(order) | Codec::Utf32(order) => push_unit(order, codec.unit(), ch, out),
        _ => {
            let (buffer, len) = encode_char(ch);
            out.push(&buffer[..len])
        }
    }
}

/// A replacement, which every codec here can hold.
fn push_ascii<S: ByteSink>(codec: Codec, text: &[u8], out: &mut ByteBatch<'_, S>) -> Result<(), S::Error> {
    match codec {
        Codec::Utf16(order) | Codec::Utf32(order) => {
            text.iter().try_for_each(|&byte| push_unit(order, codec.unit(), byte.into(), out))
        }
        _ => out.push(text),
    }
}

/// `&#NNN;` for a code point of at most seven digits.
fn char_reference(ch: u32, buffer: &mut [u8; 10]) -> &[u8] {
    let mut start = buffer.len() - 1;
    buffer[start] = b';';
    let mut rest = ch;
    loop {
        start -= 1;
        buffer[start] = b'0' + (rest % 10) as u8;
        rest /= 10;
        // Stops before the two characters in front would not fit, which no code point reaches.
        if rest == 0 || start == 2 {
            break;
        }
    }
    start -= 2;
    buffer[start..start + 2].copy_from_slice(b"&#");
    &buffer[start..]
}
