//! Codecs of one byte per character made by tables: strings or mappings.

use pitviper_object::Value;
use pitviper_text::Chars;
use pitviper_text::codecs::{Codec, Fault, Run};

use super::drive;
use super::native::{Number, errors_argument, result};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::bytes::{self, Bytes, BytesBuilder, buffer_argument};
use crate::types::dict::Dict;
use crate::types::iterators::as_i64;
use crate::types::str::{Str, StrBuilder, text_argument};

/// What tables hold for bytes without a character.
const UNDEFINED: u32 = 0xFFFE;
const REASON: &str = "character maps to <undefined>";

fn fault(start: usize, end: usize) -> Run {
    Run { next: start, fault: Some(Fault { start, end, reason: REASON }) }
}

/// What a mapping has for a key; `None` when nothing, or `None`.
fn item(vm: &mut Vm, mapping: &Value, key: u32) -> PyResult<Option<Value>> {
    let key = Value::small(key.into());
    let found = match mapping.exact::<Dict>() {
        Some(dict) => return Ok(vm.dict_get(dict, &key)?.filter(|found| !found.is_none())),
        None => vm.get_item(mapping, &key),
    };
    match found {
        Ok(found) => Ok(Some(found).filter(|found| !found.is_none())),
        Err(raised) if vm.raised_is(&raised, Exc::LookupError) => {
            drop(vm.take_raised(raised));
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

/// Decodes by a string, which runs no Python.
fn by_string(data: &[u8], table: Chars<'_>, from: usize, out: &mut StrBuilder) -> PyResult<Run> {
    for (at, &byte) in data.iter().enumerate().skip(from) {
        match table.get(byte.into()) {
            None | Some(UNDEFINED) => return Ok(fault(at, at + 1)),
            Some(ch) => out.push_char(ch)?,
        }
    }
    Ok(Run { next: data.len(), fault: None })
}

/// Decodes by a mapping; `source` is immutable.
fn by_mapping(vm: &mut Vm, source: &Value, mapping: &Value, from: usize, out: &mut StrBuilder) -> PyResult<Run> {
    let data = bytes::borrow(source).unwrap_or(&[]);
    for (at, &byte) in data.iter().enumerate().skip(from) {
        vm.work_at(at)?;
        let Some(found) = item(vm, mapping, byte.into())? else { return Ok(fault(at, at + 1)) };
        if let Some(text) = found.downcast::<Str>() {
            if text.len() == 1 && text.chars().get(0) == Some(UNDEFINED) {
                return Ok(fault(at, at + 1));
            }
            out.push_str(text)?;
            continue;
        }
        match (as_i64(&found), found.kind()) {
            (Some(0xFFFE), _) => return Ok(fault(at, at + 1)),
            (Some(ch @ 0..0x11_0000), _) => out.push_char(ch as u32)?,
            (Some(_), _) | (_, crate::core::kinds::INT) => {
                return Err(vm.type_error(format_args!("character mapping must be in range(0x110000)")));
            }
            _ => return Err(vm.type_error(format_args!("character mapping must return integer, None or str"))),
        }
    }
    Ok(Run { next: data.len(), fault: None })
}

/// `charmap_decode(data, errors=None, mapping=None, /)`.
pub(super) fn decode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(mapping) = args.values.get(2).filter(|mapping| !mapping.is_none()) else {
        return super::native::decode::<{ Number::LATIN_1 }>(vm, args);
    };
    let data = buffer_argument(vm, &args.values[0])?;
    let errors = errors_argument(vm, "charmap_decode", args.values.get(1))?;
    let len = data.len();
    let source = match args.values[0].exact::<Bytes>() {
        Some(_) => args.values[0].clone(),
        None => vm.new_bytes(data)?,
    };
    let mut out = StrBuilder::new(vm);
    drive::decode(vm, &source, ("charmap", Codec::Ascii), errors, 0, &mut out, |vm, source, from, out| match mapping
        .exact::<Str>()
    {
        Some(table) => by_string(bytes::borrow(source).unwrap_or(&[]), table.chars(), from, out),
        None => by_mapping(vm, source, mapping, from, out),
    })?;
    let text = out.finish()?;
    result(vm, text, len)
}

/// Writes one character; false when the mapping has nothing for it.
fn push(vm: &mut Vm, mapping: &Value, ch: u32, out: &mut BytesBuilder) -> PyResult<bool> {
    let Some(found) = item(vm, mapping, ch)? else { return Ok(false) };
    if let Some(data) = found.downcast::<Bytes>() {
        out.push(data.as_slice())?;
        return Ok(true);
    }
    let byte = byte(vm, &found)?;
    out.push_byte(byte).map(|()| true)
}

/// The byte that a mapping gave as a number.
fn byte(vm: &mut Vm, found: &Value) -> PyResult<u8> {
    match (as_i64(found).map(u8::try_from), found.kind()) {
        (Some(Ok(byte)), _) => Ok(byte),
        (Some(Err(_)), _) | (_, crate::core::kinds::INT) => {
            Err(vm.type_error(format_args!("character mapping must be in range(256)")))
        }
        _ => Err(not_bytes(vm, found)),
    }
}

#[cold]
fn not_bytes(vm: &mut Vm, found: &Value) -> Raised {
    let kind = vm.type_name(found);
    vm.type_error(format_args!("character mapping must return integer, bytes or None, not {kind}"))
}

/// A fault covers all characters in a row that have no byte.
fn step(vm: &mut Vm, text: &Value, mapping: &Value, from: usize, out: &mut BytesBuilder) -> PyResult<Run> {
    let chars = text.downcast::<Str>().map_or(Chars::One(&[]), Str::chars);
    for (at, ch) in chars.slice(from..chars.len()).iter().enumerate() {
        vm.work_at(at)?;
        if push(vm, mapping, ch, out)? {
            continue;
        }
        let start = from + at;
        let mut end = start + 1;
        while let Some(ch) = chars.get(end) {
            vm.work_at(end)?;
            if let Some(found) = item(vm, mapping, ch)? {
                // What cannot be a byte is an error before the run of characters is.
                if found.downcast::<Bytes>().is_none() {
                    byte(vm, &found)?;
                }
                break;
            }
            end += 1;
        }
        return Ok(fault(start, end));
    }
    Ok(Run { next: chars.len(), fault: None })
}

/// `charmap_encode(str, errors=None, mapping=None, /)`.
pub(super) fn encode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(mapping) = args.values.get(2).filter(|mapping| !mapping.is_none()) else {
        return super::native::encode::<{ Number::LATIN_1 }>(
            vm,
            Args { values: args.positional().get(..2).unwrap_or(args.values), names: None },
        );
    };
    let len = text_argument(vm, "charmap_encode", 1, &args.values[0])?.len();
    let errors = errors_argument(vm, "charmap_encode", args.values.get(1))?;
    let mut out = BytesBuilder::new(vm);
    drive::encode(
        vm,
        &args.values[0],
        ("charmap", None),
        errors,
        &mut out,
        |vm, text, from, out| step(vm, text, mapping, from, out),
        |vm, replacement, out| {
            if let Some(data) = replacement.downcast::<Bytes>() {
                return out.push(data.as_slice()).map(|()| true);
            }
            let chars = replacement.downcast::<Str>().map_or(Chars::One(&[]), Str::chars);
            for ch in chars {
                if !push(vm, mapping, ch, out)? {
                    return Ok(false);
                }
            }
            Ok(true)
        },
    )?;
    let made = out.finish()?;
    result(vm, made, len)
}

/// `charmap_build(map, /)`: the mapping that encodes what a table of characters decodes.
pub(super) fn build(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let table = text_argument(vm, "charmap_build", 1, &args.values[0])?;
    let mapping = vm.new_dict()?;
    for (byte, ch) in table.chars().iter().enumerate().take(256) {
        if ch != UNDEFINED {
            vm.dict_set(&mapping, Value::small(ch.into()), Value::small(byte as i64))?;
        }
    }
    Ok(mapping.into_value())
}
