//! Bytes to values.

use std::fmt;

use pitviper_compiler::serial::{self, Refusal, Trust};
use pitviper_object::{Obj, Value};
use pitviper_text::Chars;

use super::{DEEPEST, tag};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::vm::Vm;
use crate::import::compile::HeapBudget;
use crate::modules::io::scratch::Scratch;
use crate::types::code::CodeObject;
use crate::types::list::List;
use crate::types::str::{Str, codec, from_wtf8};
use crate::types::tuple::fresh::FreshTuple;
use crate::types::{complex, int, slice};

/// The value that `bytes`, perhaps those left in a file, begin with, and how many of them it takes.
///
/// # Errors
/// EOFError, ValueError or TypeError for damaged bytes, `MemoryError`.
pub(super) fn load(vm: &mut Vm, bytes: &[u8], allow_code: bool, in_file: bool) -> PyResult<(Value, usize)> {
    let shared = vm.new_list()?;
    let mut reader = Reader { rest: bytes, shared, allow_code, in_file };
    let value = reader.required(vm, "object", 0)?;
    Ok((value, bytes.len() - reader.rest.len()))
}

/// The code object that `bytes` are as `marshal.dumps` writes one; nothing when they are no sound code. With
/// `filename` that becomes its file name.
///
/// # Errors
/// `MemoryError`.
pub(crate) fn code_of(vm: &mut Vm, bytes: &[u8], filename: &str) -> PyResult<Option<Obj<CodeObject>>> {
    let Some((&[kind, a, b, c, d], form)) = bytes.split_first_chunk::<5>() else { return Ok(None) };
    let length = u32::from_le_bytes([a, b, c, d]) as usize;
    if kind & !tag::SHARED != tag::CODE || form.len() != length {
        return Ok(None);
    }
    vm.open_code_of_file(form, filename)
}

struct Reader<'a> {
    rest: &'a [u8],
    /// Values that references may mean.
    shared: Obj<List>,
    allow_code: bool,
    in_file: bool,
}

#[cold]
fn bad(vm: &mut Vm, what: &str) -> Raised {
    vm.value_error(format_args!("bad marshal data ({what})"))
}

#[cold]
fn no_float(vm: &mut Vm, text: &[u8]) -> Raised {
    let shown = Lossy(whole_part(text, 200));
    vm.value_error(format_args!("could not convert string to float: '{shown}'"))
}

/// At most `most` bytes, without a character that is cut off by that.
fn whole_part(text: &[u8], most: usize) -> &[u8] {
    let Some(part) = text.get(..most) else { return text };
    let last = part.utf8_chunks().last().map_or(0, |chunk| chunk.invalid().len());
    let (whole, rest) = part.split_at(part.len() - last);
    match std::str::from_utf8(rest) {
        Err(error) if error.error_len().is_none() => whole,
        _ => part,
    }
}

/// UTF-8, with a mark for what is not.
struct Lossy<'a>(&'a [u8]);

impl fmt::Display for Lossy<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for chunk in self.0.utf8_chunks() {
            f.write_str(chunk.valid())?;
            if !chunk.invalid().is_empty() {
                f.write_str("\u{FFFD}")?;
            }
        }
        Ok(())
    }
}

#[cold]
fn ended(vm: &mut Vm) -> Raised {
    vm.raise(Exc::EOFError, format_args!("EOF read where not expected"))
}

impl<'a> Reader<'a> {
    #[cold]
    fn short(&self, vm: &mut Vm) -> Raised {
        if self.in_file { ended(vm) } else { vm.raise(Exc::EOFError, format_args!("marshal data too short")) }
    }

    fn take(&mut self, vm: &mut Vm, count: usize) -> PyResult<&'a [u8]> {
        let Some((taken, rest)) = self.rest.split_at_checked(count) else { return Err(self.short(vm)) };
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self, vm: &mut Vm) -> PyResult<[u8; N]> {
        let Some((taken, rest)) = self.rest.split_first_chunk::<N>() else { return Err(self.short(vm)) };
        self.rest = rest;
        Ok(*taken)
    }

    fn byte(&mut self, vm: &mut Vm) -> PyResult<u8> {
        let Some((&byte, rest)) = self.rest.split_first() else { return Err(ended(vm)) };
        self.rest = rest;
        Ok(byte)
    }

    fn size(&mut self, vm: &mut Vm, what: &str) -> PyResult<usize> {
        let size = i32::from_le_bytes(self.array(vm)?);
        match usize::try_from(size) {
            Ok(size) => Ok(size),
            Err(_) => Err(vm.value_error(format_args!("bad marshal data ({what} size out of range)"))),
        }
    }

    fn float(&mut self, vm: &mut Vm) -> PyResult<f64> {
        Ok(f64::from_le_bytes(self.array(vm)?))
    }

    fn float_text(&mut self, vm: &mut Vm) -> PyResult<f64> {
        let length = self.byte(vm)?;
        let text = self.take(vm, length.into())?;
        // C's notion of text and of a number: no white space, no underscores.
        let text = text.split(|byte| *byte == 0).next().unwrap_or_default();
        if text.is_empty() || text.iter().any(|byte| !byte.is_ascii_graphic() || *byte == b'_') {
            return Err(no_float(vm, text));
        }
        let made = from_wtf8(vm, text)?;
        let float = vm.type_of_kind(crate::core::kinds::FLOAT).to_value();
        let value = match vm.call(&float, &[made]) {
            Err(raised) if vm.raised_is(&raised, Exc::ValueError) => {
                drop(vm.take_raised(raised));
                return Err(no_float(vm, text));
            }
            made => made?,
        };
        crate::types::float::as_f64(vm, &value)
    }

    /// A value that must be there.
    fn required(&mut self, vm: &mut Vm, what: &str, depth: usize) -> PyResult {
        match self.value(vm, depth)? {
            Some(value) => Ok(value),
            None => Err(vm.type_error(format_args!("NULL object in marshal data for {what}"))),
        }
    }

    /// A value; nothing for the end of a dict.
    fn value(&mut self, vm: &mut Vm, depth: usize) -> PyResult<Option<Value>> {
        vm.work_held(1)?;
        if depth > DEEPEST {
            return Err(vm.value_error(format_args!("recursion limit exceeded")));
        }
        vm.check_native_stack()?;
        let Ok(kind) = self.byte(vm) else {
            let message = format_args!("EOF read where object expected");
            vm.raised = None;
            return Err(vm.raise(Exc::EOFError, message));
        };
        let shared = kind & tag::SHARED != 0;
        let kind = kind & !tag::SHARED;
        // Containers take their place before what is in them.
        let place = if shared && !matches!(kind, tag::REFERENCE | tag::NULL) && is_container(kind) {
            vm.list_push(&self.shared, Value::none())?;
            Some(self.shared.len() - 1)
        } else {
            None
        };
        let value = self.body(vm, kind, place, depth)?;
        if let Some(value) = &value
            && shared
        {
            match place {
                Some(place) => drop(self.shared.replace(place, value.clone())),
                None if has_place(kind) => vm.list_push(&self.shared, value.clone())?,
                None => {}
            }
        }
        Ok(value)
    }

    fn body(&mut self, vm: &mut Vm, kind: u8, place: Option<usize>, depth: usize) -> PyResult<Option<Value>> {
        Ok(Some(match kind {
            tag::NULL => return Ok(None),
            tag::NONE => Value::none(),
            tag::FALSE => Value::bool(false),
            tag::TRUE => Value::bool(true),
            tag::ELLIPSIS => pitviper_object::singletons::ELLIPSIS.value(),
            tag::STOP_ITERATION => vm.exc_type(Exc::StopIteration).to_value(),
            tag::INT => {
                let int = i32::from_le_bytes(self.array(vm)?);
                vm.new_int(int.into())?
            }
            tag::INT64 => {
                let int = i64::from_le_bytes(self.array(vm)?);
                vm.new_int(int)?
            }
            tag::LONG => self.long(vm)?,
            tag::FLOAT => {
                let float = self.float(vm)?;
                vm.new_float(float)?
            }
            tag::FLOAT_TEXT => {
                let float = self.float_text(vm)?;
                vm.new_float(float)?
            }
            tag::COMPLEX => {
                let (real, imaginary) = (self.float(vm)?, self.float(vm)?);
                complex::create(vm, real, imaginary)?
            }
            tag::COMPLEX_TEXT => {
                let (real, imaginary) = (self.float_text(vm)?, self.float_text(vm)?);
                complex::create(vm, real, imaginary)?
            }
            tag::BYTES => {
                let size = self.size(vm, "bytes object")?;
                let bytes = self.take(vm, size)?;
                vm.new_bytes(bytes)?
            }
            tag::UNICODE | tag::INTERNED => {
                let size = self.size(vm, "string")?;
                self.text(vm, size, kind == tag::INTERNED)?
            }
            tag::ASCII | tag::ASCII_INTERNED => {
                let size = self.size(vm, "string")?;
                self.narrow(vm, size, kind == tag::ASCII_INTERNED)?
            }
            tag::SHORT_ASCII | tag::SHORT_ASCII_INTERNED => {
                let size = self.byte(vm)?;
                self.narrow(vm, size.into(), kind == tag::SHORT_ASCII_INTERNED)?
            }
            tag::REFERENCE => self.reference(vm)?,
            tag::TUPLE | tag::SMALL_TUPLE => {
                let count = if kind == tag::TUPLE { self.size(vm, "tuple")? } else { self.byte(vm)?.into() };
                self.tuple(vm, count, place, depth)?
            }
            tag::LIST => self.list(vm, place, depth)?,
            tag::DICT => self.dict(vm, place, depth)?,
            tag::SET => self.set(vm, place, depth)?,
            tag::FROZEN_SET => {
                let count = self.size(vm, "set")?;
                let items = self.items(vm, count, "set", depth)?;
                // SAFETY: nobody else has the list.
                vm.new_frozenset_of(unsafe { items.items_unchecked() })?
            }
            tag::SLICE => {
                let start = self.required(vm, "slice", depth + 1)?;
                let stop = self.required(vm, "slice", depth + 1)?;
                let step = self.required(vm, "slice", depth + 1)?;
                slice::create(vm, start, stop, step)?
            }
            tag::CODE => self.code(vm)?,
            _ => return Err(bad(vm, "unknown type code")),
        }))
    }

    fn text(&mut self, vm: &mut Vm, size: usize, interned: bool) -> PyResult {
        let text = self.take(vm, size)?;
        let text = match codec::strict_utf8(vm, text)? {
            Some(text) => text,
            None => {
                let (bytes, errors) = (vm.new_bytes(text)?, vm.intern("surrogatepass")?);
                codec::decode(vm, &bytes, None, errors.downcast::<Str>())?
            }
        };
        if interned { vm.intern_value(text) } else { Ok(text) }
    }

    /// Text with a byte for each character, which ought to be ASCII.
    fn narrow(&mut self, vm: &mut Vm, size: usize, interned: bool) -> PyResult {
        let text = self.take(vm, size)?;
        let text = vm.new_str_chars(Chars::One(text))?;
        if interned { vm.intern_value(text) } else { Ok(text) }
    }

    fn reference(&mut self, vm: &mut Vm) -> PyResult {
        let index = i32::from_le_bytes(self.array(vm)?);
        let value = usize::try_from(index).ok().and_then(|index| self.shared.get(index));
        match value {
            Some(value) if !value.is_none() => Ok(value),
            _ => Err(bad(vm, "invalid reference")),
        }
    }

    fn items(&mut self, vm: &mut Vm, count: usize, what: &str, depth: usize) -> PyResult<Obj<List>> {
        let items = vm.new_list()?;
        for _ in 0..count {
            let item = self.required(vm, what, depth + 1)?;
            vm.list_push(&items, item)?;
        }
        Ok(items)
    }

    /// A tuple, which like a list can be referred to from within.
    fn tuple(&mut self, vm: &mut Vm, count: usize, place: Option<usize>, depth: usize) -> PyResult {
        // Each item takes a byte at least.
        if place.is_none() || count == 0 || count > self.rest.len() {
            let items = self.items(vm, count, "tuple", depth)?;
            return vm.tuple_from(items.as_value());
        }
        let tuple = FreshTuple::filled(vm, count)?;
        self.settle(place, tuple.as_value());
        for index in 0..count {
            let item = self.required(vm, "tuple", depth + 1)?;
            tuple.set(index, item);
        }
        Ok(tuple.share().into_value())
    }

    fn list(&mut self, vm: &mut Vm, place: Option<usize>, depth: usize) -> PyResult {
        let count = self.size(vm, "list")?;
        let list = vm.new_list()?;
        self.settle(place, list.as_value());
        for _ in 0..count {
            let item = self.required(vm, "list", depth + 1)?;
            vm.list_push(&list, item)?;
        }
        Ok(list.into_value())
    }

    fn dict(&mut self, vm: &mut Vm, place: Option<usize>, depth: usize) -> PyResult {
        let dict = vm.new_dict()?;
        self.settle(place, dict.as_value());
        while let Some(key) = self.value(vm, depth + 1)? {
            let Some(value) = self.value(vm, depth + 1)? else { break };
            vm.dict_set(&dict, key, value)?;
        }
        Ok(dict.into_value())
    }

    fn set(&mut self, vm: &mut Vm, place: Option<usize>, depth: usize) -> PyResult {
        let count = self.size(vm, "set")?;
        let set = vm.new_set()?;
        self.settle(place, set.as_value());
        for _ in 0..count {
            let item = self.required(vm, "set", depth + 1)?;
            vm.set_add(&set, item)?;
        }
        Ok(set.into_value())
    }

    /// A container can be referred to from within.
    fn settle(&self, place: Option<usize>, container: &Value) {
        if let Some(place) = place {
            drop(self.shared.replace(place, container.clone()));
        }
    }

    /// An int of digits of 15 bits.
    fn long(&mut self, vm: &mut Vm) -> PyResult {
        let count = i32::from_le_bytes(self.array(vm)?);
        if count == i32::MIN {
            return Err(bad(vm, "long size out of range"));
        }
        let (negative, count) = (count < 0, count.unsigned_abs() as usize);
        let digits = self.take(vm, count.saturating_mul(2))?;
        let mut bytes = Scratch::new(vm);
        let (mut held, mut bits) = (0u32, 0);
        let mut last = 1;
        for (at, digit) in digits.as_chunks::<2>().0.iter().enumerate() {
            vm.work_at(at)?;
            last = u16::from_le_bytes(*digit);
            if last >> 15 != 0 {
                return Err(bad(vm, "digit out of range in long"));
            }
            held |= u32::from(last) << bits;
            bits += 15;
            while bits >= 8 {
                bytes.push(&[held as u8])?;
                held >>= 8;
                bits -= 8;
            }
        }
        if last == 0 {
            return Err(bad(vm, "unnormalized long data"));
        }
        bytes.push(&[held as u8])?;
        while !bytes.len().is_multiple_of(8) {
            bytes.push(&[0])?;
        }
        // SAFETY: any eight bytes are a word; heap blocks are aligned for words.
        let (front, limbs, back) = unsafe { bytes.align_to::<u64>() };
        if !front.is_empty() || !back.is_empty() {
            return Err(bad(vm, "unnormalized long data"));
        }
        int::from_limbs(vm, negative, limbs)
    }

    fn code(&mut self, vm: &mut Vm) -> PyResult {
        if !self.allow_code {
            return Err(vm.value_error(format_args!("unmarshalling code objects is disallowed")));
        }
        let size = self.size(vm, "code object")?;
        let form = self.take(vm, size)?;
        match serial::read(form, Trust::Nobody, None, &mut HeapBudget(&mut vm.heap)) {
            Ok(code) => Ok(vm.new_code(code)?.into_value()),
            Err(Refusal::OutOfMemory) => Err(vm.no_memory()),
            Err(Refusal::Foreign) => Err(bad(vm, "code of another version")),
            Err(Refusal::Damaged(what)) => Err(vm.value_error(format_args!("bad marshal data (damaged code: {what})"))),
        }
    }
}

fn is_container(kind: u8) -> bool {
    matches!(
        kind,
        tag::TUPLE | tag::SMALL_TUPLE | tag::LIST | tag::DICT | tag::SET | tag::FROZEN_SET | tag::SLICE | tag::CODE
    )
}

/// Whether a value of this kind takes a place among those that references may mean.
fn has_place(kind: u8) -> bool {
    !matches!(
        kind,
        tag::NULL | tag::NONE | tag::FALSE | tag::TRUE | tag::ELLIPSIS | tag::STOP_ITERATION | tag::REFERENCE
    )
}
