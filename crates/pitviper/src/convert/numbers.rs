//! Numbers.

use pitviper_vm::Value;
use pitviper_vm::types::{float, int};

use super::{FromPython, ToPython, expected};
use crate::context::{Context, Object};
use crate::error::Error;

/// An int of at most two words and its sign.
pub(crate) enum Number {
    /// Not below zero.
    Natural(u128),
    /// Below zero: its absolute value.
    Negative(u128),
    /// It has more than 128 bits.
    Large,
}

/// The number of a value that is an int.
pub(crate) fn number(value: &Value) -> Option<Number> {
    let view = int::view(value)?;
    let int = view.int();
    let magnitude = match *int.magnitude {
        [] => 0,
        [low] => u128::from(low),
        [low, high] => u128::from(low) | u128::from(high) << 64,
        _ => return Some(Number::Large),
    };
    Some(if int.negative { Number::Negative(magnitude) } else { Number::Natural(magnitude) })
}

macro_rules! integers {
    ($($type:ident)*) => {$(
        impl ToPython for $type {
            fn to_python<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
                let int = match i128::try_from(self) {
                    Ok(int) => python.vm.new_i128(int),
                    Err(_) => {
                        let magnitude = self as u128;
                        int::from_limbs(python.vm, false, &[magnitude as u64, (magnitude >> 64) as u64])
                    }
                };
                python.wrap(int)
            }
        }

        impl FromPython for $type {
            fn from_python<'py>(value: &Object<'py>, python: &mut Context<'py>) -> Result<Self, Error> {
                let found = match number(&value.value) {
                    Some(Number::Natural(magnitude)) => $type::try_from(magnitude).ok(),
                    Some(Number::Negative(magnitude)) => {
                        // The absolute value of the least number is one more than that of the greatest.
                        0i128.checked_sub_unsigned(magnitude).and_then(|int| $type::try_from(int).ok())
                    }
                    Some(Number::Large) => None,
                    None => return Err(expected("int", value, python)),
                };
                found.ok_or_else(|| Error::out_of_range(concat!("int out of range of ", stringify!($type))))
            }
        }
    )*};
}

integers! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize }

impl ToPython for f64 {
    fn to_python<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
        let float = python.vm.new_float(self);
        python.wrap(float)
    }
}

impl FromPython for f64 {
    fn from_python<'py>(value: &Object<'py>, python: &mut Context<'py>) -> Result<Self, Error> {
        if let Some(float) = float::value_of(&value.value) {
            return Ok(float);
        }
        let Some(view) = int::view(&value.value) else { return Err(expected("float", value, python)) };
        match int::convert::to_f64(python.vm, &view) {
            Ok(float) => Ok(float),
            Err(raised) => {
                drop(python.vm.take_raised(raised));
                Err(Error::out_of_range("int too large for a float"))
            }
        }
    }
}

impl ToPython for f32 {
    fn to_python<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
        f64::from(self).to_python(python)
    }
}

impl FromPython for f32 {
    fn from_python<'py>(value: &Object<'py>, python: &mut Context<'py>) -> Result<Self, Error> {
        f64::from_python(value, python).map(|float| float as f32)
    }
}
