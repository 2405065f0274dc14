//! Values to bytes.

use pitviper_compiler::ast::OutOfMemory;
use pitviper_compiler::serial::{self, Unwritable};
use pitviper_object::header::INTERNED;
use pitviper_object::{Obj, Value};
use pitviper_text::codecs::{Codec, Encoding, Handler};

use super::{DEEPEST, tag};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::import::compile::HeapBudget;
use crate::modules::io::scratch::{Scratch, encode};
use crate::types::bytes::{BytesBuilder, borrow};
use crate::types::code::CodeObject;
use crate::types::dict::Dict;
use crate::types::list::List;
use crate::types::slice::Slice;
use crate::types::str::Str;
use crate::types::tuple::Tuple;
use crate::types::{complex, int};

/// Bits of a digit of a long int.
const DIGIT: usize = 15;

/// The bytes of a value.
///
/// # Errors
/// ValueError for what has no bytes, `MemoryError`.
pub(super) fn dump(vm: &mut Vm, value: &Value, version: i64, allow_code: bool) -> PyResult {
    let places = if version >= 3 { Some(vm.new_dict()?) } else { None };
    let mut writer = Writer { out: BytesBuilder::new(vm), places, version, allow_code };
    writer.value(vm, value, 0)?;
    writer.out.finish()
}

struct Writer {
    out: BytesBuilder,
    /// Values written so far that may come again, by `id`.
    places: Option<Obj<Dict>>,
    version: i64,
    allow_code: bool,
}

#[cold]
fn unmarshallable(vm: &mut Vm) -> Raised {
    vm.value_error(format_args!("unmarshallable object"))
}

impl Writer {
    fn long(&mut self, number: usize, vm: &mut Vm) -> PyResult<()> {
        match i32::try_from(number) {
            Ok(number) => self.out.push(&number.to_le_bytes()),
            Err(_) => Err(unmarshallable(vm)),
        }
    }

    fn value(&mut self, vm: &mut Vm, value: &Value, depth: usize) -> PyResult<()> {
        vm.work_held(1)?;
        if depth > DEEPEST {
            return Err(vm.value_error(format_args!("object too deeply nested to marshal")));
        }
        vm.check_native_stack()?;
        if value.is_none() {
            return self.out.push_byte(tag::NONE);
        }
        match value.kind() {
            kinds::BOOL => return self.out.push_byte(if value.is_true() { tag::TRUE } else { tag::FALSE }),
            kinds::ELLIPSIS => return self.out.push_byte(tag::ELLIPSIS),
            _ => {}
        }
        if value.is(&vm.exc_type(Exc::StopIteration).to_value()) {
            return self.out.push_byte(tag::STOP_ITERATION);
        }
        let Some(shared) = self.shared(vm, value)? else { return Ok(()) };
        self.shareable(vm, value, shared, depth)
    }

    /// The flag for a value that may come again; nothing when a reference to it has been written.
    fn shared(&mut self, vm: &mut Vm, value: &Value) -> PyResult<Option<u8>> {
        let (Some(places), Some(header)) = (&self.places, value.header()) else { return Ok(Some(0)) };
        if header.count() <= 1 && !header.is_immortal() {
            return Ok(Some(0));
        }
        let places = places.clone();
        let id = vm.id(value);
        let key = vm.new_u64(id)?;
        if let Some(place) = vm.dict_get(&places, &key)? {
            self.out.push_byte(tag::REFERENCE)?;
            self.long(place.as_small().unwrap_or(0) as usize, vm)?;
            return Ok(None);
        }
        let place = Value::small(places.len() as i64);
        vm.dict_set(&places, key, place)?;
        Ok(Some(tag::SHARED))
    }

    fn shareable(&mut self, vm: &mut Vm, value: &Value, shared: u8, depth: usize) -> PyResult<()> {
        if int::is_exact(value) {
            return self.int(vm, value, shared);
        }
        if vm.type_of(value).kind == kinds::FLOAT {
            let float = crate::types::float::as_f64(vm, value)?;
            return self.float(vm, float, shared);
        }
        if let Some((real, imaginary)) = complex::exact_value(value) {
            return self.complex(vm, real, imaginary, shared);
        }
        if let Some(text) = value.exact::<Str>() {
            return self.text(vm, text, shared);
        }
        if let Some(tuple) = value.exact::<Tuple>() {
            match u8::try_from(tuple.len()) {
                Ok(count) if self.version >= 4 => self.out.push(&[tag::SMALL_TUPLE | shared, count])?,
                _ => {
                    self.out.push_byte(tag::TUPLE | shared)?;
                    self.long(tuple.len(), vm)?;
                }
            }
            return tuple.items().iter().try_for_each(|item| self.value(vm, item, depth + 1));
        }
        if let Some(list) = value.exact::<List>() {
            self.out.push_byte(tag::LIST | shared)?;
            let count = list.len();
            self.long(count, vm)?;
            for index in 0..count {
                let item = list.get(index).unwrap_or_else(Value::none);
                self.value(vm, &item, depth + 1)?;
            }
            return Ok(());
        }
        if let Some(dict) = value.exact::<Dict>() {
            self.out.push_byte(tag::DICT | shared)?;
            let mut position = 0;
            while let Some((key, value)) = dict.next_entry(&mut position) {
                self.value(vm, &key, depth + 1)?;
                self.value(vm, &value, depth + 1)?;
            }
            return self.out.push_byte(tag::NULL);
        }
        match vm.type_of(value).kind {
            kinds::SET => return self.elements(vm, value, tag::SET | shared, depth),
            kinds::FROZENSET => return self.elements(vm, value, tag::FROZEN_SET | shared, depth),
            _ => {}
        }
        if let Some(code) = value.exact::<CodeObject>() {
            return self.code(vm, code, shared);
        }
        if let Some(slice) = value.exact::<Slice>() {
            if self.version < 5 {
                return Err(unmarshallable(vm));
            }
            self.out.push_byte(tag::SLICE | shared)?;
            return [&slice.start, &slice.stop, &slice.step]
                .into_iter()
                .try_for_each(|part| self.value(vm, part, depth + 1));
        }
        match borrow(value) {
            Some(bytes) => {
                self.out.push_byte(tag::BYTES | shared)?;
                self.long(bytes.len(), vm)?;
                self.out.push(bytes)
            }
            None => Err(unmarshallable(vm)),
        }
    }

    fn int(&mut self, vm: &mut Vm, value: &Value, shared: u8) -> PyResult<()> {
        if let Some(small) = int::to_i64(value).and_then(|int| i32::try_from(int).ok()) {
            self.out.push_byte(tag::INT | shared)?;
            return self.out.push(&small.to_le_bytes());
        }
        let Some(view) = int::view(value) else { return Err(unmarshallable(vm)) };
        let (negative, limbs) = (view.int().negative, view.int().magnitude);
        let bits = limbs.len() * 64 - limbs.last().map_or(0, |limb| limb.leading_zeros() as usize);
        let digits = bits.div_ceil(DIGIT);
        self.out.push_byte(tag::LONG | shared)?;
        let Ok(count) = i32::try_from(digits) else { return Err(unmarshallable(vm)) };
        self.out.push(&(if negative { -count } else { count }).to_le_bytes())?;
        for digit in 0..digits {
            let (limb, shift) = (digit * DIGIT / 64, digit * DIGIT % 64);
            let high = limbs.get(limb + 1).copied().unwrap_or(0);
            let both = u128::from(limbs[limb]) | u128::from(high) << 64;
            let digit = (both >> shift) as u16 & ((1 << DIGIT) - 1);
            self.out.push(&digit.to_le_bytes())?;
        }
        Ok(())
    }

    fn float(&mut self, vm: &mut Vm, float: f64, shared: u8) -> PyResult<()> {
        if self.version > 1 {
            self.out.push_byte(tag::FLOAT | shared)?;
            return self.out.push(&float.to_le_bytes());
        }
        self.out.push_byte(tag::FLOAT_TEXT | shared)?;
        self.float_text(vm, float)
    }

    fn complex(&mut self, vm: &mut Vm, real: f64, imaginary: f64, shared: u8) -> PyResult<()> {
        if self.version > 1 {
            self.out.push_byte(tag::COMPLEX | shared)?;
            self.out.push(&real.to_le_bytes())?;
            return self.out.push(&imaginary.to_le_bytes());
        }
        self.out.push_byte(tag::COMPLEX_TEXT | shared)?;
        self.float_text(vm, real)?;
        self.float_text(vm, imaginary)
    }

    fn float_text(&mut self, vm: &mut Vm, float: f64) -> PyResult<()> {
        let value = vm.new_float(float)?;
        let text = vm.repr(&value)?;
        let text = text.downcast::<Str>().and_then(Str::as_ascii).unwrap_or_default();
        self.out.push_byte(text.len() as u8)?;
        self.out.push(text.as_bytes())
    }

    fn text(&mut self, vm: &mut Vm, text: &Str, shared: u8) -> PyResult<()> {
        let interned = self.version >= 3 && text.header.has(INTERNED);
        if let Some(ascii) = text.as_ascii().filter(|_| self.version >= 4) {
            match u8::try_from(ascii.len()) {
                Ok(count) => {
                    let kind = if interned { tag::SHORT_ASCII_INTERNED } else { tag::SHORT_ASCII };
                    self.out.push(&[kind | shared, count])?;
                }
                Err(_) => {
                    let kind = if interned { tag::ASCII_INTERNED } else { tag::ASCII };
                    self.out.push_byte(kind | shared)?;
                    self.long(ascii.len(), vm)?;
                }
            }
            return self.out.push(ascii.as_bytes());
        }
        let utf8 = Encoding { codec: Codec::Utf8, mark: false };
        let bytes = encode(vm, text, utf8, Handler::SurrogatePass)?;
        self.out.push_byte(if interned { tag::INTERNED } else { tag::UNICODE } | shared)?;
        self.long(bytes.len(), vm)?;
        self.out.push(&bytes)
    }

    fn elements(&mut self, vm: &mut Vm, set: &Value, tag: u8, depth: usize) -> PyResult<()> {
        self.out.push_byte(tag)?;
        let count = vm.len(set)?;
        self.long(count, vm)?;
        let iterator = vm.iter(set)?;
        while let Some(element) = vm.next(&iterator)? {
            self.value(vm, &element, depth + 1)?;
        }
        Ok(())
    }

    fn code(&mut self, vm: &mut Vm, code: &CodeObject, shared: u8) -> PyResult<()> {
        if !self.allow_code {
            return Err(vm.value_error(format_args!("marshalling code objects is disallowed")));
        }
        let bytes = bytes_of(vm, code)?;
        self.out.push_byte(tag::CODE | shared)?;
        self.long(bytes.len(), vm)?;
        self.out.push(&bytes)
    }
}

/// The serialised form of code.
fn bytes_of(vm: &mut Vm, code: &CodeObject) -> PyResult<Scratch> {
    let mut bytes = Scratch::new(vm);
    let done = vm.with_whole_code(code, |vm, code| {
        let out = &mut |piece: &[u8]| bytes.push(piece).map_err(|_| OutOfMemory);
        Ok(serial::write(code, &mut HeapBudget(&mut vm.heap), out))
    })?;
    match done {
        Ok(()) => Ok(bytes),
        Err(Unwritable::OutOfMemory) => Err(vm.no_memory()),
        Err(Unwritable::TooDeep | Unwritable::Packed) => {
            Err(vm.value_error(format_args!("object too deeply nested to marshal")))
        }
    }
}
