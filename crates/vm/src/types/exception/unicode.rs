//! `UnicodeDecodeError`, `UnicodeEncodeError`, `UnicodeTranslateError`: what could not be converted, where and why.

use pitviper_object::Value;

use super::base::init_args;
use super::create::{init_method, str_method};
use super::family::Family;
use super::fields;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Method};
use crate::core::vm::Vm;
use crate::types::bytes;
use crate::types::str::{Str, StrBuilder};

/// `encoding`.
pub const ENCODING: u32 = 0;
/// `object`.
pub const OBJECT: u32 = 1;
/// `start`.
pub const START: u32 = 2;
/// `end`.
pub const END: u32 = 3;
/// `reason`.
pub const REASON: u32 = 4;

fn check_str(vm: &mut Vm, value: &Value, position: usize) -> PyResult<()> {
    if value.downcast::<Str>().is_some() {
        return Ok(());
    }
    let kind = vm.argument_kind(value);
    Err(vm.type_error(format_args!("argument {position} must be str, not {kind}")))
}

/// `__init__` of all three: `(encoding, object, start, end, reason)`, the last without `encoding`.
pub fn init(vm: &mut Vm, family: Family, exception: &Value, args: Args<'_>) -> PyResult<()> {
    init_args(vm, exception, args)?;
    let first = usize::from(family == Family::Translate);
    let (expected, given) = (5 - first, args.values.len());
    if given != expected {
        return Err(vm.type_error(format_args!("function takes exactly {expected} arguments ({given} given)")));
    }
    let value = |field: u32| args.values[field as usize - first].clone();
    if first == 0 {
        check_str(vm, &value(ENCODING), 1)?;
        fields::set(vm, exception, ENCODING, Some(value(ENCODING)));
    }
    let object = value(OBJECT);
    let object = if family == Family::Decode {
        bytes_of(vm, object)?
    } else {
        check_str(vm, &object, 2 - first)?;
        object
    };
    let start = vm.to_index(&value(START))?;
    let end = vm.to_index(&value(END))?;
    check_str(vm, &value(REASON), expected)?;
    fields::set(vm, exception, OBJECT, Some(object));
    fields::set(vm, exception, START, Some(start));
    fields::set(vm, exception, END, Some(end));
    fields::set(vm, exception, REASON, Some(value(REASON)));
    Ok(())
}

/// Bytes as they are; other bytes-like objects copied.
fn bytes_of(vm: &mut Vm, object: Value) -> PyResult {
    if object.kind() == kinds::BYTES {
        return Ok(object);
    }
    if let Some(bytes) = bytes::borrow(&object) {
        return vm.new_bytes(bytes);
    }
    let kind = vm.type_name(&object);
    Err(vm.type_error(format_args!("a bytes-like object is required, not '{kind}'")))
}

fn number(vm: &Vm, exception: &Value, field: u32) -> i64 {
    fields::get(vm, exception, field).and_then(|value| value.as_small()).unwrap_or(0)
}

/// `__str__` of all three.
pub fn text(vm: &mut Vm, family: Family, exception: &Value) -> PyResult {
    let Some(object) = fields::get(vm, exception, OBJECT) else { return Ok(crate::core::registry::empty_str(vm)) };
    let shown = |vm: &mut Vm, field: u32| match fields::get(vm, exception, field) {
        Some(value) => vm.str(&value),
        None => Ok(crate::core::registry::empty_str(vm)),
    };
    let encoding = shown(vm, ENCODING)?;
    let reason = shown(vm, REASON)?;
    let (start, end) = (number(vm, exception, START), number(vm, exception, END));
    // The unit at the only position, when there is one.
    let single = usize::try_from(start).ok().filter(|_| end == start + 1).and_then(|at| match family {
        Family::Decode => bytes::borrow(&object)?.get(at).map(|&byte| u32::from(byte)),
        _ => object.downcast::<Str>()?.chars().get(at),
    });
    let mut builder = StrBuilder::new(vm);
    if family != Family::Translate {
        builder.push_text("'")?;
        if let Some(encoding) = encoding.downcast::<Str>() {
            builder.push_str(encoding)?;
        }
        builder.push_text("' codec ")?;
    }
    let verb = match family {
        Family::Decode => "decode",
        Family::Encode => "encode",
        _ => "translate",
    };
    let last = end - 1;
    match (single, family) {
        (Some(byte), Family::Decode) => {
            builder.write_fmt(format_args!("can't decode byte {byte:#04x} in position {start}: "))?
        }
        (None, Family::Decode) => builder.write_fmt(format_args!("can't decode bytes in position {start}-{last}: "))?,
        (None, _) => builder.write_fmt(format_args!("can't {verb} characters in position {start}-{last}: "))?,
        (Some(ch), _) => {
            builder.write_fmt(format_args!("can't {verb} character '\\"))?;
            match ch {
                0..=0xFF => builder.write_fmt(format_args!("x{ch:02x}"))?,
                0x100..=0xFFFF => builder.write_fmt(format_args!("u{ch:04x}"))?,
                _ => builder.write_fmt(format_args!("U{ch:08x}"))?,
            }
            builder.write_fmt(format_args!("' in position {start}: "))?;
        }
    }
    if let Some(reason) = reason.downcast::<Str>() {
        builder.push_str(reason)?;
    }
    builder.finish()
}

fn get<const FIELD: u32>(vm: &mut Vm, exception: &Value) -> PyResult {
    Ok(fields::get(vm, exception, FIELD).unwrap_or_else(|| Value::small(0)))
}

fn set<const FIELD: u32>(vm: &mut Vm, exception: &Value, value: Option<Value>) -> PyResult<()> {
    let Some(value) = value else { return Err(vm.type_error(format_args!("can't delete numeric/char attribute"))) };
    if !value.is_small_int() && !matches!(value.kind(), kinds::INT | kinds::BOOL) {
        return Err(vm.type_error(format_args!("an integer is required")));
    }
    let number = vm.to_index(&value)?;
    fields::set(vm, exception, FIELD, Some(number));
    Ok(())
}

/// Attributes that hold numbers.
pub const GETSET: &[GetSet] = &[
    GetSet { name: "start", get: get::<START>, set: Some(set::<START>) },
    GetSet { name: "end", get: get::<END>, set: Some(set::<END>) },
];

/// Methods of `UnicodeDecodeError`.
pub const DECODE_METHODS: &[Method] = &[init_method!(Decode), str_method!(Decode)];

/// Methods of `UnicodeEncodeError`.
pub const ENCODE_METHODS: &[Method] = &[init_method!(Encode), str_method!(Encode)];

/// Methods of `UnicodeTranslateError`.
pub const TRANSLATE_METHODS: &[Method] = &[init_method!(Translate), str_method!(Translate)];
