//! Items by typecode: their size, their value, their bytes, and CPython's complaints.

use pitviper_object::Value;

use crate::core::error::{Exc, PyResult, Raised};
use crate::core::vm::Vm;
use crate::types::memoryview::item::{Class, MAX_SIZE, native, read as read_number};
use crate::types::str::Str;
use crate::types::{float, int};

/// All typecodes.
pub const CODES: &str = "bBuwhHiIlLqQfd";

/// Bytes of an item.
pub fn size(code: u8) -> usize {
    native(code).map_or(4, |(size, _)| size)
}

/// Whether items are characters.
pub fn is_text(code: u8) -> bool {
    matches!(code, b'u' | b'w')
}

/// The value of an item.
pub fn read(vm: &mut Vm, code: u8, data: &[u8]) -> PyResult {
    if let Some((_, class)) = native(code) {
        return read_number(vm, class, data);
    }
    let ch = data.first_chunk::<4>().map_or(0, |bytes| u32::from_le_bytes(*bytes));
    if ch > 0x10_FFFF {
        return Err(vm.value_error(format_args!("character U+{ch:x} is not in range [U+0000; U+10ffff]")));
    }
    vm.new_char(ch)
}

#[cold]
fn overflow(vm: &mut Vm, message: &str) -> Raised {
    vm.raise(Exc::OverflowError, format_args!("{message}"))
}

/// The number, when it is between `low` and `high`; else "`what` is greater than maximum".
fn within(vm: &mut Vm, number: i64, low: i64, high: i64, what: &str) -> PyResult<()> {
    let side = match number {
        number if number < low => "less than minimum",
        number if number > high => "greater than maximum",
        _ => return Ok(()),
    };
    Err(vm.raise(Exc::OverflowError, format_args!("{what} is {side}")))
}

/// An int that fits into a machine word, checked as CPython does it for the type: first its own, then the item's.
fn signed(vm: &mut Vm, code: u8, index: &Value) -> PyResult<i64> {
    let Some(number) = int::to_i64(index) else {
        let big = if code == b'q' { "int too big to convert" } else { "Python int too large to convert to C long" };
        return Err(overflow(vm, big));
    };
    let (int_min, int_max) = (i64::from(i32::MIN), i64::from(i32::MAX));
    match code {
        b'b' => {
            within(vm, number, i16::MIN.into(), i16::MAX.into(), "signed short integer")?;
            within(vm, number, -128, 127, "signed char")?;
        }
        b'B' => within(vm, number, 0, 255, "unsigned byte integer")?,
        b'h' => within(vm, number, i16::MIN.into(), i16::MAX.into(), "signed short integer")?,
        b'H' => {
            within(vm, number, int_min, int_max, "signed integer")?;
            within(vm, number, 0, 0xFFFF, "unsigned short")?;
        }
        b'i' => within(vm, number, int_min, int_max, "signed integer")?,
        _ => {}
    }
    Ok(number)
}

fn unsigned(vm: &mut Vm, code: u8, index: &Value) -> PyResult<u64> {
    if int::is_negative(index) {
        return Err(match code {
            b'Q' => overflow(vm, "can't convert negative int to unsigned"),
            _ => overflow(vm, "can't convert negative value to unsigned int"),
        });
    }
    let view = int::view(index);
    let number = match view.as_ref().map(|view| view.int().magnitude) {
        None | Some([]) => 0,
        Some([limb]) => *limb,
        Some(_) if code == b'Q' => return Err(overflow(vm, "int too big to convert")),
        Some(_) => return Err(overflow(vm, "Python int too large to convert to C unsigned long")),
    };
    if code == b'I' && number > u64::from(u32::MAX) {
        return Err(overflow(vm, "unsigned int is greater than maximum"));
    }
    Ok(number)
}

fn character(vm: &mut Vm, value: &Value) -> PyResult<u32> {
    let Some(text) = value.downcast::<Str>() else {
        let kind = vm.type_name(value);
        return Err(vm.type_error(format_args!("array item must be a unicode character, not {kind}")));
    };
    match (text.len(), text.chars().first()) {
        (1, Some(ch)) => Ok(ch),
        (len, _) => {
            Err(vm.type_error(format_args!("array item must be a unicode character, not a string of length {len}")))
        }
    }
}

/// The bytes of a value as an item; the first [`size`] count. May run Python.
pub fn write(vm: &mut Vm, code: u8, value: &Value) -> PyResult<[u8; MAX_SIZE]> {
    let number = match code {
        b'u' | b'w' => character(vm, value)?.into(),
        b'f' => u64::from((float::as_f64(vm, value)? as f32).to_bits()),
        b'd' => float::as_f64(vm, value)?.to_bits(),
        b'I' | b'L' | b'Q' => {
            let index = vm.to_index(value)?;
            unsigned(vm, code, &index)?
        }
        _ => {
            let index = vm.to_index(value)?;
            signed(vm, code, &index)? as u64
        }
    };
    Ok(number.to_le_bytes())
}

/// The class of numbers of a typecode that are no characters.
pub fn class(code: u8) -> Option<Class> {
    native(code).map(|(_, class)| class)
}
