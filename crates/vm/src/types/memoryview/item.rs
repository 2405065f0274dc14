//! Items of a native format: one character of `struct`'s, by which a view, an array or a structure reads and
//! writes numbers in memory.

use pitviper_number::bytes::Endian;
use pitviper_object::Value;

use crate::core::error::{Exc, PyResult, Raised};
use crate::core::vm::Vm;
use crate::types::bytes::Bytes;
use crate::types::{float, int};

/// A format character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    /// The character.
    pub code: u8,
    /// Whether it was written with `@`.
    pub native: bool,
}

/// Unsigned bytes.
pub const BYTES: Format = Format { code: b'B', native: false };

/// Most bytes of one item.
pub const MAX_SIZE: usize = 8;

/// What lies in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A byte as a `bytes` object.
    Char,
    /// A truth value.
    Bool,
    /// An int with sign.
    Signed,
    /// An int without sign.
    Unsigned,
    /// An address: written as either.
    Pointer,
    /// A float.
    Float,
}

/// Why a value cannot be written.
pub enum Misfit {
    /// It is of the wrong type.
    Type,
    /// It is out of range.
    Value,
    /// Converting it raised this.
    Raised(Raised),
}

impl From<Raised> for Misfit {
    fn from(raised: Raised) -> Misfit {
        Misfit::Raised(raised)
    }
}

/// Bytes of an item with native size, and what it is; nothing for an unknown character.
#[must_use]
pub fn native(code: u8) -> Option<(usize, Class)> {
    Some(match code {
        b'c' => (1, Class::Char),
        b'?' => (1, Class::Bool),
        b'b' => (1, Class::Signed),
        b'B' => (1, Class::Unsigned),
        b'h' => (2, Class::Signed),
        b'H' => (2, Class::Unsigned),
        b'i' => (4, Class::Signed),
        b'I' => (4, Class::Unsigned),
        b'l' | b'q' | b'n' => (8, Class::Signed),
        b'L' | b'Q' | b'N' => (8, Class::Unsigned),
        b'P' => (8, Class::Pointer),
        b'e' => (2, Class::Float),
        b'f' => (4, Class::Float),
        b'd' => (8, Class::Float),
        _ => return None,
    })
}

impl Format {
    /// Reads the text of a native format: one character, or `@` and one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Format> {
        let (code, native) = match *text.as_bytes() {
            [code] => (code, false),
            [b'@', code] => (code, true),
            _ => return None,
        };
        self::native(code).map(|_| Format { code, native })
    }

    /// Bytes of an item; 4 for the wide characters of arrays.
    #[must_use]
    pub fn size(self) -> usize {
        native(self.code).map_or(4, |(size, _)| size)
    }

    /// Whether items are single bytes: `B`, `b` or `c`.
    #[must_use]
    pub fn is_byte(self) -> bool {
        matches!(self.code, b'B' | b'b' | b'c')
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.native {
            f.write_str("@")?;
        }
        f.write_str(char::from(self.code).encode_utf8(&mut [0; 4]))
    }
}

/// The bytes as a number, the lowest first.
fn little(data: &[u8]) -> u64 {
    data.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// The value that little-endian bytes stand for.
///
/// # Errors
/// `MemoryError`.
pub fn read(vm: &mut Vm, class: Class, data: &[u8]) -> PyResult {
    let bits = 8 * data.len().clamp(1, 8) as u32;
    let number = little(data);
    match class {
        Class::Char => vm.new_bytes(data),
        Class::Bool => Ok(Value::bool(number != 0)),
        Class::Unsigned | Class::Pointer => vm.new_u64(number),
        Class::Signed => vm.new_int((number << (64 - bits)) as i64 >> (64 - bits)),
        Class::Float => vm.new_float(match data.len() {
            2 => from_half(number as u16),
            4 => f64::from(f32::from_bits(number as u32)),
            _ => f64::from_bits(number),
        }),
    }
}

/// The bytes of a value, little-endian; the first `size` count.
///
/// # Errors
/// See [`Misfit`].
pub fn write(vm: &mut Vm, class: Class, size: usize, value: &Value) -> Result<[u8; MAX_SIZE], Misfit> {
    let bits = 8 * size.clamp(1, 8) as u32;
    let number = match class {
        Class::Char => match value.downcast::<Bytes>().map(Bytes::as_slice) {
            Some([byte]) => u64::from(*byte),
            Some(_) => return Err(Misfit::Value),
            None => return Err(Misfit::Type),
        },
        Class::Bool => u64::from(vm.truth(value)?),
        Class::Signed => {
            let number = int::to_i64(&index(vm, value)?).ok_or(Misfit::Value)?;
            let spare = 64 - bits;
            if number << spare >> spare != number {
                return Err(Misfit::Value);
            }
            number as u64
        }
        Class::Unsigned => {
            let number = unsigned(&index(vm, value)?).ok_or(Misfit::Value)?;
            if bits < 64 && number >> bits != 0 {
                return Err(Misfit::Value);
            }
            number
        }
        Class::Pointer => {
            let number = index(vm, value)?;
            int::to_i64(&number).map(|number| number as u64).or_else(|| unsigned(&number)).ok_or(Misfit::Value)?
        }
        Class::Float => {
            let float = match float::as_f64(vm, value) {
                Ok(float) => float,
                Err(raised) if vm.raised_is(&raised, Exc::TypeError) => {
                    drop(vm.take_raised(raised));
                    return Err(Misfit::Type);
                }
                Err(raised) => return Err(raised.into()),
            };
            match size {
                2 => u64::from(to_half(float).ok_or(Misfit::Value)?),
                4 => {
                    let narrow = float as f32;
                    if narrow.is_infinite() && float.is_finite() {
                        return Err(Misfit::Value);
                    }
                    u64::from(narrow.to_bits())
                }
                _ => float.to_bits(),
            }
        }
    };
    Ok(number.to_le_bytes())
}

/// The value as an int, when it is one or has `__index__`.
fn index(vm: &mut Vm, value: &Value) -> Result<Value, Misfit> {
    if !crate::types::slice::has_index(vm, value) {
        return Err(Misfit::Type);
    }
    Ok(vm.to_index(value)?)
}

/// An int below 2**64.
fn unsigned(value: &Value) -> Option<u64> {
    let view = int::view(value)?;
    let mut out = [0; 8];
    pitviper_number::bytes::to_bytes(view.int(), &mut out, Endian::Little, false).ok()?;
    Some(u64::from_le_bytes(out))
}

/// A half-precision float.
#[must_use]
pub fn from_half(bits: u16) -> f64 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let fraction = f64::from(bits & 0x3FF);
    match bits >> 10 & 0x1F {
        0 => sign * fraction * 2f64.powi(-24),
        0x1F if bits & 0x3FF == 0 => sign * f64::INFINITY,
        // The payload of a NaN keeps its place at the top.
        0x1F => f64::from_bits(u64::from(bits & 0x8000) << 48 | 0x7FF << 52 | u64::from(bits & 0x3FF) << 42),
        exponent => sign * (1024.0 + fraction) * 2f64.powi(i32::from(exponent) - 25),
    }
}

/// The nearest half-precision float, ties to even; nothing for what is too large.
#[must_use]
pub fn to_half(float: f64) -> Option<u16> {
    let bits = float.to_bits();
    let sign = (bits >> 48) as u16 & 0x8000;
    if float.is_nan() {
        let payload = (bits >> 42) as u16 & 0x3FF;
        return Some(sign | 0x7C00 | if payload == 0 { 0x200 } else { payload });
    }
    if float.is_infinite() {
        return Some(sign | 0x7C00);
    }
    let magnitude = float.abs();
    // Units of the last place: 2**-24 below the smallest normal number, more from there on.
    let exponent = ((bits >> 52 & 0x7FF) as i32 - 1023).max(-14);
    let units = (magnitude * 2f64.powi(10 - exponent)).round_ties_even();
    let (units, exponent) = if units >= 2048.0 { (units / 2.0, exponent + 1) } else { (units, exponent) };
    if exponent > 15 {
        return None;
    }
    let units = units as u16;
    if units < 1024 {
        return Some(sign | units);
    }
    Some(sign | (((exponent + 15) as u16) << 10) | (units - 1024))
}

/// Raises what a [`Misfit`] means for a view.
#[cold]
pub fn complain(vm: &mut Vm, misfit: Misfit, format: Format) -> Raised {
    match misfit {
        Misfit::Raised(raised) => raised,
        Misfit::Type => vm.type_error(format_args!("memoryview: invalid type for format '{format}'")),
        Misfit::Value => vm.value_error(format_args!("memoryview: invalid value for format '{format}'")),
    }
}
