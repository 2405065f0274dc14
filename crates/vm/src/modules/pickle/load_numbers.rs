//! Reading numbers, text and bytes.

use pitviper_number::bytes::{Endian, from_bytes, from_bytes_len};
use pitviper_object::Value;

use super::input::{Piece, truncated};
use super::load::Loader;
use super::{library, opcode, unpickling_error};
use crate::core::error::{Exc, PyResult};
use crate::core::vm::Vm;
use crate::types::int::Room;
use crate::types::int::parse::parse_ascii;
use crate::types::memoryview;
use crate::types::str::{Str, codec};
use crate::types::tuple::Tuple;

/// The text of a line, for messages: any byte is a character.
fn shown(vm: &mut Vm, line: &[u8]) -> PyResult {
    vm.new_str_chars(pitviper_text::Chars::One(line))
}

impl Loader {
    pub(super) fn number(&mut self, vm: &mut Vm, op: u8) -> PyResult {
        let input = self.unpickler.clone();
        match op {
            opcode::INT => {
                let line = input.line(vm)?;
                self.int(vm, &line)
            }
            opcode::LONG => {
                let line = input.line(vm)?;
                if line.bytes().len() < 2 {
                    return Err(truncated(vm));
                }
                let digits = line.line().strip_suffix(b"L").unwrap_or(line.bytes());
                let source = shown(vm, digits)?;
                parse_ascii(vm, digits, 10, &source)
            }
            opcode::LONG1 => {
                let len = input.byte(vm)?;
                let digits = input.take_data(vm, len.into())?;
                self.long(vm, &digits)
            }
            opcode::LONG4 => {
                let Ok(len) = usize::try_from(i32::from_le_bytes(input.array(vm)?)) else {
                    return Err(unpickling_error(vm, format_args!("LONG pickle has negative byte count")));
                };
                let digits = input.take_data(vm, len)?;
                self.long(vm, &digits)
            }
            opcode::FLOAT => {
                let line = input.line(vm)?;
                self.float(vm, &line)
            }
            _ => {
                let number = f64::from_be_bytes(input.array(vm)?);
                vm.new_float(number)
            }
        }
    }

    /// An int, or one of the two that mean a bool.
    fn int(&mut self, vm: &mut Vm, line: &Piece) -> PyResult {
        let digits = line.line();
        if digits.is_empty() {
            return Err(truncated(vm));
        }
        let source = shown(vm, digits)?;
        match parse_ascii(vm, digits, 10, &source) {
            // Two characters that are a 0 or a 1 are a bool.
            Ok(int) if digits.len() == 2 && matches!(int.as_small(), Some(0 | 1)) => {
                return Ok(Value::bool(int.as_small() == Some(1)));
            }
            Err(raised) if vm.raised_is(&raised, Exc::ValueError) => drop(vm.take_raised(raised)),
            int => return int,
        }
        Err(vm.value_error(format_args!("could not convert string to int")))
    }

    /// An int out of bytes, the lowest first.
    fn long(&mut self, vm: &mut Vm, digits: &Piece) -> PyResult {
        let bytes = digits.bytes();
        vm.worked(bytes.len() / 64);
        let mut room = Room::new(vm, from_bytes_len(bytes.len()))?;
        let written = from_bytes(room.limbs(), bytes, Endian::Little, true);
        room.finish(vm, written)
    }

    fn float(&mut self, vm: &mut Vm, line: &Piece) -> PyResult {
        // C's numbers end at a NUL.
        let digits = line.line().split(|byte| *byte == 0).next().unwrap_or_default();
        if digits.is_empty() {
            return Err(truncated(vm));
        }
        // C's notion of a number: no white space in front, no underscores.
        let source = shown(vm, line.bytes())?;
        if digits[0].is_ascii_whitespace() || digits.contains(&b'_') {
            return Err(no_float(vm, &source));
        }
        let text = shown(vm, digits)?;
        match crate::types::float::from_value(vm, &text) {
            Ok(number) => vm.new_float(number),
            Err(raised) if vm.raised_is(&raised, Exc::ValueError) => {
                drop(vm.take_raised(raised));
                Err(no_float(vm, &source))
            }
            Err(raised) => Err(raised),
        }
    }

    /// Bytes with their length in front.
    pub(super) fn data(&mut self, vm: &mut Vm, op: u8) -> PyResult<Piece> {
        let input = self.unpickler.clone();
        let len = match op {
            opcode::SHORT_BINBYTES | opcode::SHORT_BINUNICODE | opcode::SHORT_BINSTRING => input.byte(vm)?.into(),
            opcode::BINBYTES | opcode::BINUNICODE | opcode::BINSTRING => u32::from_le_bytes(input.array(vm)?).into(),
            _ => u64::from_le_bytes(input.array(vm)?),
        };
        let what = match op {
            opcode::BINUNICODE8 => "BINUNICODE8",
            opcode::BYTEARRAY8 => "BYTEARRAY8",
            _ => "BINBYTES8",
        };
        let Some(len) = usize::try_from(len).ok().filter(|len| *len <= isize::MAX as usize) else {
            let (what, most) =
                (what.strip_suffix('8').filter(|_| op != opcode::BYTEARRAY8).unwrap_or(what), isize::MAX);
            let message = format_args!("{what} exceeds system's maximum size of {most} bytes");
            return Err(vm.raise(Exc::OverflowError, message));
        };
        input.take_data(vm, len)
    }

    pub(super) fn text(&mut self, vm: &mut Vm, op: u8) -> PyResult {
        if op == opcode::UNICODE {
            let line = self.unpickler.clone().line(vm)?;
            let bytes = vm.new_bytes(line.line())?;
            let decode = library(vm, "_codecs", "raw_unicode_escape_decode")?;
            let decoded = vm.call(&decode, &[bytes])?;
            return Ok(first(&decoded));
        }
        let data = self.data(vm, op)?;
        if let Some(text) = codec::strict_utf8(vm, data.bytes())? {
            return Ok(text);
        }
        let (bytes, errors) = (vm.new_bytes(data.bytes())?, vm.intern("surrogatepass")?);
        codec::decode(vm, &bytes, None, errors.downcast::<Str>())
    }

    /// A string of Python 2.
    pub(super) fn old_string(&mut self, vm: &mut Vm, op: u8) -> PyResult {
        let bytes = if op == opcode::STRING {
            let line = self.unpickler.clone().line(vm)?;
            let quoted = line.line();
            let (Some((first_quote, rest)), true) = (quoted.split_first(), quoted.len() >= 2) else {
                return Err(unquoted(vm));
            };
            let Some(inner) = rest.strip_suffix(&[*first_quote]).filter(|_| matches!(first_quote, b'\'' | b'"')) else {
                return Err(unquoted(vm));
            };
            let inner = vm.new_bytes(inner)?;
            let decode = library(vm, "_codecs", "escape_decode")?;
            let decoded = vm.call(&decode, &[inner])?;
            first(&decoded)
        } else {
            if op == opcode::BINSTRING {
                let input = self.unpickler.clone();
                let Ok(len) = usize::try_from(i32::from_le_bytes(input.array(vm)?)) else {
                    return Err(unpickling_error(vm, format_args!("BINSTRING pickle has negative byte count")));
                };
                let data = input.take_data(vm, len)?;
                let bytes = data.to_value(vm)?;
                return self.decode_old(vm, &bytes);
            }
            self.data(vm, op)?.to_value(vm)?
        };
        self.decode_old(vm, &bytes)
    }

    fn decode_old(&mut self, vm: &mut Vm, bytes: &Value) -> PyResult {
        let (encoding, errors) = (self.unpickler.encoding.get(), self.unpickler.errors.get());
        let encoding = match encoding {
            Some(encoding) => encoding,
            None => vm.intern("ASCII")?,
        };
        if encoding.downcast::<Str>().is_some_and(|encoding| encoding.eq_str("bytes")) {
            return Ok(bytes.clone());
        }
        let errors = errors.as_ref().and_then(Value::downcast::<Str>);
        codec::decode(vm, bytes, encoding.downcast::<Str>(), errors)
    }

    /// A buffer from elsewhere, or the look at the last one that is not to be written through.
    pub(super) fn buffer(&mut self, vm: &mut Vm, op: u8) -> PyResult<()> {
        if op == opcode::READONLY_BUFFER {
            let top = self.top(vm)?;
            let view = memoryview::of(vm, &top)?;
            let readonly = vm.intern("readonly")?;
            let readonly = vm.get_attr(&view, &readonly)?;
            if !vm.truth(&readonly)? {
                let method = vm.intern("toreadonly")?;
                let view = vm.call_method(&view, &method, &[])?;
                drop(self.pop(vm)?);
                self.push(vm, view)?;
            }
            return Ok(());
        }
        let Some(buffers) = self.unpickler.buffers.get() else {
            let message = "pickle stream refers to out-of-band data but no *buffers* argument was given";
            return Err(unpickling_error(vm, format_args!("{message}")));
        };
        match vm.next(&buffers)? {
            Some(buffer) => self.push(vm, buffer),
            None => Err(unpickling_error(vm, format_args!("not enough out-of-band buffers"))),
        }
    }

    /// A place in the memo.
    pub(super) fn memo_number(&mut self, vm: &mut Vm, op: u8) -> PyResult<isize> {
        let input = self.unpickler.clone();
        Ok(match op {
            opcode::BINGET | opcode::BINPUT => input.byte(vm)?.into(),
            opcode::LONG_BINGET | opcode::LONG_BINPUT => u32::from_le_bytes(input.array(vm)?) as isize,
            _ => {
                let line = input.line(vm)?;
                if line.line().is_empty() {
                    return Err(truncated(vm));
                }
                let source = shown(vm, line.bytes())?;
                let int = parse_ascii(vm, line.line(), 10, &source)?;
                match crate::types::int::to_i64(&int).and_then(|int| isize::try_from(int).ok()) {
                    Some(number) => number,
                    None => {
                        let message = format_args!("Python int too large to convert to C ssize_t");
                        return Err(vm.raise(Exc::OverflowError, message));
                    }
                }
            }
        })
    }

    pub(super) fn recall(&mut self, vm: &mut Vm, number: isize) -> PyResult<()> {
        let found = match usize::try_from(number) {
            Ok(number) => self.memo.get(vm, number)?,
            Err(_) => None,
        };
        match found {
            Some(found) => self.push(vm, found),
            None => Err(unpickling_error(vm, format_args!("Memo value not found at index {number}"))),
        }
    }

    pub(super) fn remember(&mut self, vm: &mut Vm, op: u8) -> PyResult<()> {
        let number = if op == opcode::MEMOIZE { self.memo.len() as isize } else { self.memo_number(vm, op)? };
        let top = self.top(vm)?;
        match usize::try_from(number) {
            Ok(number) => self.memo.set(vm, number, top),
            Err(_) => Err(vm.value_error(format_args!("negative PUT argument"))),
        }
    }
}

/// The first of a pair.
fn first(pair: &Value) -> Value {
    pair.downcast::<Tuple>().and_then(|pair| pair.items().first()).cloned().unwrap_or_else(Value::none)
}

#[cold]
fn unquoted(vm: &mut Vm) -> crate::core::error::Raised {
    unpickling_error(vm, format_args!("the STRING opcode argument must be quoted"))
}

#[cold]
fn no_float(vm: &mut Vm, source: &Value) -> crate::core::error::Raised {
    // C reads as far as it can, and complains about the rest in other words.
    let begun = |text: &&Str| text.chars().get(0).is_some_and(|ch| ch < 128 && b"+-.0123456789".contains(&(ch as u8)));
    match source.downcast::<Str>().filter(|text| !begun(text)) {
        Some(text) => vm.value_error(format_args!("could not convert string to float: '{text}'")),
        None => vm.value_error(format_args!("could not convert string to float")),
    }
}
