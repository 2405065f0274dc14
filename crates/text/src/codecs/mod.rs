//! UTF-8, UTF-16, UTF-32, Latin-1 and ASCII, both ways, with CPython's error descriptions.
//!
//! [`decode_run`] and [`encode_run`] work up to the first fault and say where and what it is, so
//! that a caller can ask any error handler, its own included, and go on. [`decode`] and [`encode`]
//! do so with the built-in handlers. For strict UTF-8, [`utf8::measure`] and the `fill` functions
//! make one exact allocation possible.

pub mod escape;
mod handlers;
mod single;
pub mod utf7;
pub mod utf8;
mod wide;

use crate::chars::Chars;
use crate::sink::{ByteSink, Sink};

pub use handlers::{Handler, Recovery};

/// Byte order of UTF-16 and UTF-32.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Least significant byte first.
    Little,
    /// Most significant byte first.
    Big,
}

/// How characters are bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// Without surrogates.
    Utf8,
    /// One byte, one character.
    Latin1,
    /// Seven bits.
    Ascii,
    /// Two bytes, or four in surrogate pairs.
    Utf16(Order),
    /// Four bytes.
    Utf32(Order),
}

/// A [`Codec`] as a name asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding {
    /// The codec; for `utf-16` and `utf-32`, in this machine's byte order.
    pub codec: Codec,
    /// Whether a byte order mark is written, and read and left out.
    pub mark: bool,
}

/// Where and why coding stopped: the fields of `UnicodeDecodeError` or `UnicodeEncodeError`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// First byte (decoding) or character (encoding) at fault.
    pub start: usize,
    /// One behind the last.
    pub end: usize,
    /// CPython's words.
    pub reason: &'static str,
}

/// What a run of coding came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Bytes or characters dealt with, counted from the start of the input.
    pub next: usize,
    /// Why it stopped there; `None` at the end, or at a tail that more input may complete.
    pub fault: Option<Fault>,
}

/// Whether more input follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tail {
    /// No: an incomplete character is a fault.
    Final,
    /// Yes: an incomplete character at the end is left for the next call.
    More,
}

/// Why coding as a whole failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure<E> {
    /// The sink refused.
    Sink(E),
    /// The handler raises this.
    Fault(Fault),
    /// The handler does not know this kind of error; Python raises a `TypeError`.
    Unsupported(Fault),
}

impl<E> From<E> for Failure<E> {
    fn from(error: E) -> Self {
        Failure::Sink(error)
    }
}

/// This machine's byte order.
#[must_use]
pub const fn native_order() -> Order {
    if cfg!(target_endian = "little") { Order::Little } else { Order::Big }
}

impl Codec {
    /// The name that errors carry.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Codec::Utf8 => "utf-8",
            Codec::Latin1 => "latin-1",
            Codec::Ascii => "ascii",
            Codec::Utf16(Order::Little) => "utf-16-le",
            Codec::Utf16(Order::Big) => "utf-16-be",
            Codec::Utf32(Order::Little) => "utf-32-le",
            Codec::Utf32(Order::Big) => "utf-32-be",
        }
    }

    /// Bytes per code unit.
    #[must_use]
    pub const fn unit(self) -> usize {
        match self {
            Codec::Utf8 | Codec::Latin1 | Codec::Ascii => 1,
            Codec::Utf16(_) => 2,
            Codec::Utf32(_) => 4,
        }
    }

    /// The byte order mark in this codec; empty where there is none.
    #[must_use]
    pub const fn mark(self) -> &'static [u8] {
        match self {
            Codec::Utf8 => &[0xEF, 0xBB, 0xBF],
            Codec::Latin1 | Codec::Ascii => &[],
            Codec::Utf16(Order::Little) => &[0xFF, 0xFE],
            Codec::Utf16(Order::Big) => &[0xFE, 0xFF],
            Codec::Utf32(Order::Little) => &[0xFF, 0xFE, 0, 0],
            Codec::Utf32(Order::Big) => &[0, 0, 0xFE, 0xFF],
        }
    }
}

impl Encoding {
    /// The encoding that `name` means, among the names and aliases CPython has for these codecs.
    /// Case, and whether words are joined by hyphen, underscore or space, do not matter.
    #[must_use]
    pub fn named(name: Chars<'_>) -> Option<Encoding> {
        let mut buffer = [0u8; 24];
        let mut len = 0;
        for ch in name {
            let byte = match u8::try_from(ch).ok()? {
                b'-' | b' ' | b'.' => b'_',
                byte => byte.to_ascii_lowercase(),
            };
            *buffer.get_mut(len)? = byte;
            len += 1;
        }
        let plain = |codec| Some(Encoding { codec, mark: false });
        let marked = |codec| Some(Encoding { codec, mark: true });
        match &buffer[..len] {
            b"utf_8" | b"utf8" | b"u8" | b"utf" | b"utf8_ucs2" | b"utf8_ucs4" | b"cp65001" => plain(Codec::Utf8),
            b"utf_8_sig" | b"utf8_sig" => marked(Codec::Utf8),
            b"latin_1" | b"latin1" | b"latin" | b"l1" | b"8859" | b"cp819" | b"iso8859" | b"iso8859_1"
            | b"iso_8859_1" | b"iso_8859_1_1987" | b"iso_ir_100" | b"csisolatin1" | b"ibm819" => plain(Codec::Latin1),
            b"ascii" | b"646" | b"us_ascii" | b"us" | b"cp367" | b"csascii" | b"ibm367" | b"iso646_us"
            | b"iso_646_irv_1991" | b"iso_ir_6" | b"ansi_x3_4_1968" | b"ansi_x3_4_1986" => plain(Codec::Ascii),
            b"utf_16" | b"utf16" | b"u16" => marked(Codec::Utf16(native_order())),
            b"utf_16_le" | b"utf_16le" | b"utf16le" | b"utf16_le" | b"unicodelittleunmarked" => {
                plain(Codec::Utf16(Order::Little))
            }
            b"utf_16_be" | b"utf_16be" | b"utf16be" | b"utf16_be" | b"unicodebigunmarked" => {
                plain(Codec::Utf16(Order::Big))
            }
            b"utf_32" | b"utf32" | b"u32" => marked(Codec::Utf32(native_order())),
            b"utf_32_le" | b"utf_32le" | b"utf32le" | b"utf32_le" => plain(Codec::Utf32(Order::Little)),
            b"utf_32_be" | b"utf_32be" | b"utf32be" | b"utf32_be" => plain(Codec::Utf32(Order::Big)),
            _ => None,
        }
    }

    /// The name that errors in encoding carry: `utf-16` when the order was not given. (Those in
    /// decoding carry the name of what [`Encoding::detect`] found.)
    #[must_use]
    pub const fn name(self) -> &'static str {
        match (self.codec, self.mark) {
            (Codec::Utf16(_), true) => "utf-16",
            (Codec::Utf32(_), true) => "utf-32",
            (codec, _) => codec.name(),
        }
    }

    /// What decoding `bytes` really uses: the codec that the byte order mark names, and the bytes
    /// to leave out at the front. (Of `utf-8-sig` CPython cuts the mark off first: positions and
    /// the object in its errors begin behind it.)
    #[must_use]
    pub fn detect(self, bytes: &[u8]) -> (Codec, usize) {
        if !self.mark {
            return (self.codec, 0);
        }
        let candidates = match self.codec {
            Codec::Utf16(_) => [Codec::Utf16(Order::Little), Codec::Utf16(Order::Big)],
            Codec::Utf32(_) => [Codec::Utf32(Order::Little), Codec::Utf32(Order::Big)],
            codec => [codec, codec],
        };
        candidates
            .into_iter()
            .find(|codec| bytes.starts_with(codec.mark()))
            .map_or((self.codec, 0), |codec| (codec, codec.mark().len()))
    }
}

/// Decodes from byte `from` on, up to the end or the first fault.
///
/// # Errors
/// The sink's own.
pub fn decode_run<S: Sink>(codec: Codec, bytes: &[u8], from: usize, tail: Tail, sink: &mut S) -> Result<Run, S::Error> {
    let from = from.min(bytes.len());
    match codec {
        Codec::Utf8 => utf8::decode_run(bytes, from, tail, sink),
        Codec::Latin1 => single::decode_latin1(bytes, from, sink),
        Codec::Ascii => single::decode_ascii(bytes, from, sink),
        Codec::Utf16(order) => wide::decode_utf16(order, bytes, from, tail, sink),
        Codec::Utf32(order) => wide::decode_utf32(order, bytes, from, tail, sink),
    }
}

/// Encodes from character `from` on, up to the end or the first fault.
///
/// # Errors
/// The sink's own.
pub fn encode_run<S: ByteSink>(codec: Codec, text: Chars<'_>, from: usize, sink: &mut S) -> Result<Run, S::Error> {
    let from = from.min(text.len());
    match codec {
        Codec::Utf8 => utf8::encode_run(text, from, sink),
        Codec::Latin1 => single::encode(text, from, 0xFF, "ordinal not in range(256)", sink),
        Codec::Ascii => single::encode(text, from, 0x7F, "ordinal not in range(128)", sink),
        Codec::Utf16(order) => wide::encode_utf16(order, text, from, sink),
        Codec::Utf32(order) => wide::encode_utf32(order, text, from, sink),
    }
}

/// `bytes.decode(encoding, errors)` with a built-in handler. Returns the bytes dealt with, which
/// are all of them when `tail` is final.
///
/// # Errors
/// The sink's, or the fault that the handler raises; what was decoded before it is in the sink.
pub fn decode<S: Sink>(
    encoding: Encoding,
    bytes: &[u8],
    handler: Handler,
    tail: Tail,
    sink: &mut S,
) -> Result<usize, Failure<S::Error>> {
    let (codec, mut from) = encoding.detect(bytes);
    loop {
        let run = decode_run(codec, bytes, from, tail, sink)?;
        let Some(fault) = run.fault else {
            return Ok(run.next);
        };
        from = match handler.recover_decode(codec, bytes, fault, sink)? {
            Recovery::Resume(next) => next,
            Recovery::Raise => return Err(Failure::Fault(fault)),
            Recovery::Unsupported => return Err(Failure::Unsupported(fault)),
        };
    }
}

/// `text.encode(encoding, errors)` with a built-in handler.
///
/// # Errors
/// The sink's, or the fault that the handler raises; what was encoded before it is in the sink.
pub fn encode<S: ByteSink>(
    encoding: Encoding,
    text: Chars<'_>,
    handler: Handler,
    sink: &mut S,
) -> Result<(), Failure<S::Error>> {
    if encoding.mark {
        sink.push_bytes(encoding.codec.mark())?;
    }
    let mut from = 0;
    loop {
        let run = encode_run(encoding.codec, text, from, sink)?;
        let Some(fault) = run.fault else {
            return Ok(());
        };
        from = match handler.recover_encode(encoding.codec, text, fault, sink)? {
            Recovery::Resume(next) => next,
            Recovery::Raise => return Err(Failure::Fault(fault)),
            Recovery::Unsupported => return Err(Failure::Unsupported(fault)),
        };
    }
}

pub(crate) const fn is_surrogate(ch: u32) -> bool {
    matches!(ch, 0xD800..=0xDFFF)
}
