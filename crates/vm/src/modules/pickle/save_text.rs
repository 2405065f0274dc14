//! Writing numbers, text and bytes.

use pitviper_number::bytes::{Endian, to_bytes};
use pitviper_object::Value;
use pitviper_text::Chars;
use pitviper_text::codecs::{Codec, Encoding, Handler, utf8};

use super::save::Session;
use super::{buffer, library, opcode, pickling_error};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::modules::io::scratch::encode_chars;
use crate::types::bytearray::ByteArray;
use crate::types::bytes::Bytes;
use crate::types::int::Limbs;
use crate::types::str::Str;
use crate::types::{float, int, memoryview};

#[cold]
fn too_large(vm: &mut Vm, what: &str, protocol: u8) -> Raised {
    let message = format_args!("serializing a {what} larger than 4 GiB requires pickle protocol {protocol} or higher");
    vm.raise(Exc::OverflowError, message)
}

/// An instruction and a length behind it.
struct Head {
    bytes: [u8; 9],
    len: usize,
}

impl Head {
    fn new<const N: usize>(op: u8, length: [u8; N]) -> Head {
        let mut bytes = [op; 9];
        bytes[1..=N].copy_from_slice(&length);
        Head { bytes, len: N + 1 }
    }

    fn as_slice(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

impl Session {
    pub(super) fn save_bool(&mut self, object: &Value) -> PyResult<()> {
        match (self.protocol >= 2, object.is_true()) {
            (true, true) => self.op(opcode::NEWTRUE),
            (true, false) => self.op(opcode::NEWFALSE),
            (false, true) => self.out.push(b"I01\n"),
            (false, false) => self.out.push(b"I00\n"),
        }
    }

    pub(super) fn save_int(&mut self, vm: &mut Vm, object: &Value) -> PyResult<()> {
        if let Some(small) = object.as_small().and_then(|small| i32::try_from(small).ok()) {
            if !self.binary {
                return self.save_digits(vm, opcode::INT, object, b"\n");
            }
            let [a, b, c, d] = small.to_le_bytes();
            return match small {
                0..=0xFF => self.out.push(&[opcode::BININT1, a]),
                0x100..=0xFFFF => self.out.push(&[opcode::BININT2, a, b]),
                _ => self.out.push(&[opcode::BININT, a, b, c, d]),
            };
        }
        if self.protocol < 2 {
            return self.save_digits(vm, opcode::LONG, object, b"L\n");
        }
        let Some(view) = int::view(object) else { return Ok(()) };
        let own = view.int();
        let limbs = object.downcast::<int::Int>().map_or(1, |int| int.limbs().len());
        vm.worked(limbs / 8);
        // One limb more, so that there is room for the sign; what is not needed of it goes again.
        let mut room = Limbs::new(vm, limbs + 1)?;
        let all = room.bytes_mut();
        if to_bytes(own, all, Endian::Little, true).is_err() {
            return Err(vm.raise(Exc::OverflowError, format_args!("int too large to pickle")));
        }
        let mut len = all.len();
        while len > 1 && (all[len - 1] == 0 && all[len - 2] < 0x80 || all[len - 1] == 0xFF && all[len - 2] >= 0x80) {
            len -= 1;
        }
        match (u8::try_from(len), i32::try_from(len)) {
            (Ok(short), _) => self.out.push(&[opcode::LONG1, short])?,
            (_, Ok(long)) => self.out.push(Head::new(opcode::LONG4, long.to_le_bytes()).as_slice())?,
            _ => return Err(vm.raise(Exc::OverflowError, format_args!("int too large to pickle"))),
        }
        self.out.push(&all[..len])
    }

    /// Writes a number as its repr.
    fn save_digits(&mut self, vm: &mut Vm, op: u8, object: &Value, end: &[u8]) -> PyResult<()> {
        let text = vm.repr(object)?;
        self.op(op)?;
        self.out.push(text.downcast::<Str>().and_then(Str::as_ascii).unwrap_or_default().as_bytes())?;
        self.out.push(end)
    }

    pub(super) fn save_float(&mut self, vm: &mut Vm, object: &Value) -> PyResult<()> {
        if !self.binary {
            return self.save_digits(vm, opcode::FLOAT, object, b"\n");
        }
        let number = float::value_of(object).unwrap_or(0.0);
        self.out.push(Head::new(opcode::BINFLOAT, number.to_be_bytes()).as_slice())
    }

    pub(super) fn save_str(&mut self, vm: &mut Vm, object: &Value) -> PyResult<()> {
        let Some(text) = object.downcast::<Str>() else { return Ok(()) };
        if !self.binary {
            self.op(opcode::UNICODE)?;
            self.push_escaped(vm, text.chars())?;
            self.out.push(b"\n")?;
        } else if let Some(ascii) = text.as_ascii() {
            self.push_utf8(vm, ascii.as_bytes())?;
        } else if utf8::encoded_len(text.chars()).is_ok() {
            let encoded = encode_chars(vm, text.chars(), UTF_8, Handler::Strict)?;
            self.push_utf8(vm, &encoded)?;
        } else {
            let encoded = encode_chars(vm, text.chars(), UTF_8, Handler::SurrogatePass)?;
            self.push_utf8(vm, &encoded)?;
        }
        self.memoize(vm, object)
    }

    fn push_utf8(&mut self, vm: &mut Vm, text: &[u8]) -> PyResult<()> {
        let head = match (u8::try_from(text.len()), u32::try_from(text.len())) {
            (Ok(short), _) if self.protocol >= 4 => Head::new(opcode::SHORT_BINUNICODE, [short]),
            (_, Ok(len)) => Head::new(opcode::BINUNICODE, len.to_le_bytes()),
            _ if self.protocol >= 4 => Head::new(opcode::BINUNICODE8, (text.len() as u64).to_le_bytes()),
            _ => return Err(too_large(vm, "string", 4)),
        };
        self.out.push_data(vm, head.as_slice(), text, None)
    }

    /// Text as `raw_unicode_escape`, with what would end the line or begin an escape escaped too.
    fn push_escaped(&mut self, vm: &mut Vm, text: Chars<'_>) -> PyResult<()> {
        let hex = |digit: u32| b"0123456789abcdef"[(digit & 15) as usize];
        for (at, ch) in text.iter().enumerate() {
            vm.work_at(at)?;
            match ch {
                0 | 0x0A | 0x0D | 0x1A | 0x5C | 0x100..=0xFFFF => {
                    self.out.push(&[b'\\', b'u', hex(ch >> 12), hex(ch >> 8), hex(ch >> 4), hex(ch)])?;
                }
                0..=0xFF => self.out.push(&[ch as u8])?,
                _ => {
                    self.out.push(b"\\U00")?;
                    let digits = [20, 16, 12, 8, 4, 0].map(|shift| hex(ch >> shift));
                    self.out.push(&digits)?;
                }
            }
        }
        Ok(())
    }

    pub(super) fn save_bytes(&mut self, vm: &mut Vm, object: &Value) -> PyResult<()> {
        let data = object.downcast::<Bytes>().map_or(&[][..], Bytes::as_slice);
        if self.protocol >= 3 {
            self.push_bytes(vm, data, object)?;
            return self.memoize(vm, object);
        }
        // Older forms have text only.
        let parts = if data.is_empty() {
            let args = vm.new_tuple(&[])?;
            [vm.type_of_kind(kinds::BYTES).to_value(), args]
        } else {
            let encode = library(vm, "codecs", "encode")?;
            let (text, encoding) = (vm.new_str_chars(Chars::One(data))?, vm.intern("latin1")?);
            [encode, vm.new_tuple_from([text, encoding])?]
        };
        self.save_reduce(vm, &parts, object)
    }

    fn push_bytes(&mut self, vm: &mut Vm, data: &[u8], payload: &Value) -> PyResult<()> {
        let head = match (u8::try_from(data.len()), u32::try_from(data.len())) {
            (Ok(short), _) => Head::new(opcode::SHORT_BINBYTES, [short]),
            (_, Ok(len)) => Head::new(opcode::BINBYTES, len.to_le_bytes()),
            _ if self.protocol >= 4 => Head::new(opcode::BINBYTES8, (data.len() as u64).to_le_bytes()),
            _ => return Err(too_large(vm, "bytes object", 4)),
        };
        self.out.push_data(vm, head.as_slice(), data, Some(payload))
    }

    pub(super) fn save_bytearray(&mut self, vm: &mut Vm, object: &Value) -> PyResult<()> {
        let data = object.downcast::<ByteArray>().map_or(&[][..], ByteArray::as_slice);
        if self.protocol >= 5 {
            self.push_bytearray(vm, data, object)?;
            return self.memoize(vm, object);
        }
        let args = if data.is_empty() {
            vm.new_tuple(&[])?
        } else {
            let copy = vm.new_bytes(data)?;
            vm.new_tuple_from([copy])?
        };
        let class = vm.type_of_kind(kinds::BYTEARRAY).to_value();
        self.save_reduce(vm, &[class, args], object)
    }

    fn push_bytearray(&mut self, vm: &mut Vm, data: &[u8], payload: &Value) -> PyResult<()> {
        let head = Head::new(opcode::BYTEARRAY8, (data.len() as u64).to_le_bytes());
        self.out.push_data(vm, head.as_slice(), data, Some(payload))
    }

    /// Writes a `PickleBuffer`, or leaves it to whoever was told of it.
    pub(super) fn save_buffer(&mut self, vm: &mut Vm, object: &Value) -> PyResult<()> {
        if self.protocol < 5 {
            return Err(pickling_error(vm, format_args!("PickleBuffer can only be pickled with protocol >= 5")));
        }
        // A view of its own: whoever is asked about the buffer may release it.
        let view = buffer::view(vm, object)?;
        let view = memoryview::of(vm, &view)?;
        if memoryview::contiguous(&view).is_none() {
            let message = "PickleBuffer can not be pickled when pointing to a non-contiguous buffer";
            return Err(pickling_error(vm, format_args!("{message}")));
        }
        let readonly = !memoryview::is_writable(&view);
        if let Some(callback) = self.buffer_callback.clone() {
            let answer = vm.call(&callback, std::slice::from_ref(object))?;
            if !vm.truth(&answer)? {
                self.op(opcode::NEXT_BUFFER)?;
                return if readonly { self.op(opcode::READONLY_BUFFER) } else { Ok(()) };
            }
        }
        let data = memoryview::contiguous(&view).unwrap_or_default();
        if readonly {
            self.push_bytes(vm, data, object)?;
        } else {
            self.push_bytearray(vm, data, object)?;
        }
        self.memoize(vm, object)
    }
}

const UTF_8: Encoding = Encoding { codec: Codec::Utf8, mark: false };
