//! From bytes in some encoding to the UTF-8 that is read.

use pitviper_object::Value;

use super::buffer::Buffer;
use super::cursor::wide_char;
use super::errors::{Fault, Parsed};
use super::parser::XmlParser;
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::bytes::{self, Bytes};
use crate::types::str::{Str, codec};

/// Encodings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Ascii,
    Latin1,
    Utf16 {
        little: bool,
    },
    /// One of Python's, of one byte for each character; `XmlParser::map` says which.
    Mapped,
}

/// Stands for bytes that are no character: UTF-8 never holds it.
const NO_CHAR: u8 = 0xFF;

/// Bytes that are converted between two looks at the limits.
const PORTION: usize = 1 << 14;

impl Encoding {
    /// The encoding of a name that the parser knows itself.
    pub(super) fn named(name: &[u8]) -> Option<Encoding> {
        const NAMES: [(&[u8], Encoding); 6] = [
            (b"ISO-8859-1", Encoding::Latin1),
            (b"US-ASCII", Encoding::Ascii),
            (b"UTF-8", Encoding::Utf8),
            (b"UTF-16", Encoding::Utf16 { little: false }),
            (b"UTF-16BE", Encoding::Utf16 { little: false }),
            (b"UTF-16LE", Encoding::Utf16 { little: true }),
        ];
        NAMES.iter().find(|known| known.0.eq_ignore_ascii_case(name)).map(|known| known.1)
    }

    /// Whether text of it is the UTF-8 that is read.
    pub(super) fn is_utf8(self) -> bool {
        matches!(self, Encoding::Utf8 | Encoding::Ascii)
    }

    pub(super) fn is_utf16(self) -> bool {
        matches!(self, Encoding::Utf16 { .. })
    }

    /// How many bytes of the document a byte of UTF-8 stands for: a character's first stands for all of them.
    pub(super) fn bytes_of(self, byte: u8) -> u64 {
        match self {
            Encoding::Utf8 => 1,
            _ if (0x80..0xC0).contains(&byte) => 0,
            Encoding::Utf16 { .. } if (0xF0..0xF5).contains(&byte) => 4,
            Encoding::Utf16 { .. } => 2,
            _ => 1,
        }
    }
}

/// What the first bytes say: the encoding, or nothing when more of them are needed.
pub(super) fn detect(bytes: &[u8], asked: Option<Encoding>, is_content: bool) -> Option<Encoding> {
    let otherwise = asked.unwrap_or(Encoding::Utf8);
    let little = Encoding::Utf16 { little: true };
    let big = Encoding::Utf16 { little: false };
    let keeps_marks = asked == Some(Encoding::Latin1) && is_content;
    match bytes {
        [] => None,
        [_] if otherwise.is_utf16() => None,
        [0xFE | 0xFF | 0xEF] if keeps_marks => Some(otherwise),
        [0xFE | 0xFF | 0xEF | 0x00 | b'<'] => None,
        [_] => Some(otherwise),
        [0xFE, 0xFF, ..] if !keeps_marks => Some(big),
        [0xFF, 0xFE, ..] if !keeps_marks => Some(little),
        [b'<', 0, ..] if !(asked == Some(big) && is_content) => Some(little),
        [0xEF, 0xBB, ..] if is_content && (keeps_marks || otherwise.is_utf16()) => Some(otherwise),
        [0xEF, 0xBB] => None,
        [0xEF, 0xBB, 0xBF, ..] => Some(Encoding::Utf8),
        [0, ..] if !(asked == Some(little) && is_content) => Some(big),
        [_, 0, ..] if !is_content => Some(little),
        _ => Some(otherwise),
    }
}

/// The buffer that expat would have: it says when a token that was cut is looked at again.
#[derive(Clone, Copy, Default)]
pub(super) struct Room {
    /// Where unread text begins and ends, and where the buffer ends.
    pub start: usize,
    pub end: usize,
    pub limit: usize,
    /// Bytes that were asked for last.
    asked: usize,
    /// Unread bytes when reading them gave nothing.
    pub cut: usize,
}

/// Bytes that are kept before the current event.
const CONTEXT: usize = 1024;

impl Room {
    /// Makes room for `len` bytes and puts them there; whether the buffer was moved.
    pub(super) fn add(&mut self, len: usize) -> bool {
        self.asked = len;
        let moves = len > self.limit - self.end || self.limit == 0;
        if moves {
            let keep = self.start.min(CONTEXT);
            let need = len + (self.end - self.start) + keep;
            if need > self.limit || self.limit == 0 {
                self.limit = self.limit.max(1024) * 2;
                while self.limit < need {
                    self.limit *= 2;
                }
            }
            self.end = keep + (self.end - self.start);
            self.start = keep;
        }
        self.end += len;
        moves
    }

    /// Whether so much came that a cut token is looked at again.
    pub(super) fn is_enough(&self) -> bool {
        let free = self.start - self.start.min(CONTEXT) + (self.limit - self.end);
        self.end - self.start >= 2 * self.cut || self.asked > free
    }

    /// Counts bytes that were read.
    pub(super) fn read(&mut self, len: usize) {
        let had = self.end - self.start;
        self.cut = if len == 0 { had } else { 0 };
        self.start = (self.start + len).min(self.end);
    }
}

/// Converts bytes of the document, the first ones of which can belong to a character that was cut before.
pub(super) fn convert(vm: &mut Vm, parser: &XmlParser, bytes: &[u8], out: &mut Buffer) -> PyResult<()> {
    let encoding = parser.encoding.get();
    if encoding == Encoding::Utf8 {
        out.push(&mut vm.heap, bytes)?;
        return Ok(());
    }
    let map = parser.map.get();
    let map = map.as_ref().and_then(bytes::borrow).unwrap_or(&[]);
    for part in bytes.chunks(PORTION) {
        vm.work_plain((PORTION / 16) as u32)?;
        match encoding {
            Encoding::Utf16 { little } => convert_wide(vm, parser, part, little, out)?,
            _ => {
                for byte in part {
                    let ch = match encoding {
                        Encoding::Latin1 => Some(char::from(*byte)),
                        Encoding::Mapped => mapped(map, *byte),
                        _ => byte.is_ascii().then(|| char::from(*byte)),
                    };
                    match ch {
                        Some(ch) => out.push_char(&mut vm.heap, ch)?,
                        None => out.push(&mut vm.heap, &[NO_CHAR])?,
                    }
                }
            }
        }
    }
    Ok(())
}

fn mapped(map: &[u8], byte: u8) -> Option<char> {
    let at = usize::from(byte) * 2;
    let unit = u16::from_le_bytes([*map.get(at)?, *map.get(at + 1)?]);
    if unit == u16::MAX { None } else { char::from_u32(u32::from(unit)) }
}

fn convert_wide(vm: &mut Vm, parser: &XmlParser, bytes: &[u8], little: bool, out: &mut Buffer) -> PyResult<()> {
    let (mut cut, mut len) = parser.cut.get();
    for byte in bytes {
        cut[usize::from(len)] = *byte;
        len += 1;
        if len % 2 != 0 {
            continue;
        }
        let unit = |at: usize| {
            let pair = [cut[at], cut[at + 1]];
            if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
        };
        match (len, unit(0)) {
            (2, 0xD800..0xDC00) => continue,
            (2, first) => match char::from_u32(u32::from(first)) {
                Some(ch) => out.push_char(&mut vm.heap, ch)?,
                None => out.push(&mut vm.heap, &[NO_CHAR])?,
            },
            (_, first) => match char::decode_utf16([first, unit(2)]).next() {
                Some(Ok(ch)) => out.push_char(&mut vm.heap, ch)?,
                _ => out.push(&mut vm.heap, &[NO_CHAR, NO_CHAR])?,
            },
        }
        len = 0;
    }
    parser.cut.set((cut, len));
    Ok(())
}

/// Puts what shows that the document ends inside of a character behind its text.
pub(super) fn convert_end(vm: &mut Vm, parser: &XmlParser, out: &mut Buffer) -> PyResult<()> {
    let cut = parser.cut.replace(([0; 4], 0)).1;
    parser.ends_in_unit.set(cut == 1);
    if cut > 1 {
        out.push(&mut vm.heap, &[0xC3])?;
    }
    Ok(())
}

/// Bytes of the document for text that was converted from it.
pub(super) fn convert_back(vm: &mut Vm, parser: &XmlParser, text: &[u8]) -> PyResult {
    let encoding = parser.encoding.get();
    if encoding.is_utf8() {
        return vm.new_bytes(text);
    }
    let map = parser.map.get();
    let map = map.as_ref().and_then(bytes::borrow).unwrap_or(&[]);
    let mut out = Buffer::new();
    let (mut at, mut looked) = (0, 0);
    while let Some(byte) = text.get(at) {
        let (ch, len) = match wide_char(&text[at..]) {
            Some(wide) => wide,
            None => (char::from(*byte), 1),
        };
        push_back(vm, encoding, map, ch, &mut out)?;
        at += len;
        if at - looked > PORTION {
            looked = at;
            vm.work_plain((PORTION / 16) as u32)?;
        }
    }
    let made = Bytes::create(&mut vm.heap, out.data())?;
    Ok(made)
}

fn push_back(vm: &mut Vm, encoding: Encoding, map: &[u8], ch: char, out: &mut Buffer) -> PyResult<()> {
    let heap = &mut vm.heap;
    match encoding {
        Encoding::Utf16 { little } => {
            for unit in ch.encode_utf16(&mut [0; 2]) {
                out.push(heap, &if little { unit.to_le_bytes() } else { unit.to_be_bytes() })?;
            }
        }
        Encoding::Mapped => {
            let byte = (0..=u8::MAX).find(|byte| mapped(map, *byte) == Some(ch));
            out.push(heap, &[byte.unwrap_or(b'?')])?;
        }
        _ => out.push(heap, &[u8::try_from(u32::from(ch)).unwrap_or(b'?')])?,
    }
    Ok(())
}

/// Takes the rest of the text, from `at` on, for another encoding than what it was read as.
pub(super) fn switch(vm: &mut Vm, parser: &XmlParser, at: usize, encoding: Encoding) -> PyResult<()> {
    let before = parser.position.get();
    parser.advance(at);
    let current = parser.current.get();
    let rest = current.as_ref().and_then(bytes::borrow).and_then(|text| text.get(at..)).unwrap_or(&[]);
    let bytes = convert_back(vm, parser, rest)?;
    let before_switch = parser.encoding.replace(encoding);
    let mut out = Buffer::new();
    convert(vm, parser, bytes::borrow(&bytes).unwrap_or(&[]), &mut out)?;
    if parser.is_final.get() {
        convert_end(vm, parser, &mut out)?;
    }
    let text = Bytes::create(&mut vm.heap, out.data())?;
    parser.current.set(Some(text));
    let mut position = parser.position.get();
    position.at = 0;
    if before_switch.is_utf16() && encoding == Encoding::Mapped && position.line == before.line {
        // expat counts the bytes that it has read as columns of the new encoding.
        position.column = before.column + (position.index - before.index);
    }
    parser.position.set(position);
    parser.event.set(0);
    parser.was_switched.set(true);
    Ok(())
}

/// Whether markup or names are written with the character, among those of ASCII.
fn means_something(ch: u32) -> bool {
    let Ok(byte) = u8::try_from(ch) else { return false };
    let is_free = matches!(byte, b'$' | b'@' | b'\\' | b'^' | b'`' | b'{' | b'}' | b'~');
    byte.is_ascii_graphic() && !is_free || matches!(byte, b'\t' | b'\n' | b'\r' | b' ')
}

/// Asks Python's codecs for an encoding of one byte for each character.
pub(super) fn look_up(vm: &mut Vm, parser: &XmlParser, name: &Value) -> Parsed {
    let mut template = [0_u8; 256];
    for (byte, index) in template.iter_mut().zip(0..=u8::MAX) {
        *byte = index;
    }
    let template = vm.new_bytes(&template)?;
    let errors = vm.new_str("replace")?;
    let decoded = codec::decode(vm, &template, name.downcast::<Str>(), errors.downcast::<Str>())?;
    let chars = match decoded.downcast::<Str>() {
        Some(text) if text.len() == 256 => text.chars(),
        _ => return Err(vm.value_error(format_args!("multi-byte encodings are not supported")).into()),
    };
    let mut map = [0xFF_u8; 512];
    for (index, (ch, place)) in chars.iter().zip(map.chunks_exact_mut(2)).enumerate() {
        // ASCII must stay where it is, but for what documents cannot hold or do not mean anything by.
        let moved = ch != index as u32;
        if moved && (means_something(index as u32) || means_something(ch)) {
            return Err(Fault::UnknownEncoding.into());
        }
        match u16::try_from(ch) {
            Ok(0xFFFD) => {}
            Ok(unit) => place.copy_from_slice(&unit.to_le_bytes()),
            Err(_) => return Err(Fault::UnknownEncoding.into()),
        }
    }
    let map = vm.new_bytes(&map)?;
    parser.map.set(Some(map));
    Ok(())
}
