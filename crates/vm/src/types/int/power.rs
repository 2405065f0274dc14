//! Powers of ints.

use pitviper_number::int::{self as kernel, PowModError};
use pitviper_number::limbs;
use pitviper_object::Value;

use super::{IntView, Room, convert, view};
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::float;

/// `a ** b`.
///
/// # Errors
/// ZeroDivisionError for zero to a negative power, OverflowError when a float result is impossible,
/// `MemoryError`.
pub fn pow(vm: &mut Vm, a: &IntView<'_>, b: &IntView<'_>) -> PyResult {
    let (base, exponent) = (a.int(), b.int());
    if exponent.negative {
        let (base, exponent) = (convert::to_f64(vm, a)?, convert::to_f64(vm, b)?);
        return float::power(vm, base, exponent);
    }
    if exponent.is_zero() {
        return Ok(Value::small(1));
    }
    let odd = exponent.magnitude[0] & 1 == 1;
    match base.magnitude {
        [] => return Ok(Value::small(0)),
        [1] => return Ok(Value::small(if base.negative && odd { -1 } else { 1 })),
        _ => {}
    }
    let [exponent] = *exponent.magnitude else { return Err(vm.no_memory()) };
    let Some(len) = limbs::pow_len(base.magnitude, exponent) else { return Err(vm.no_memory()) };
    let mut room = Room::new(vm, len)?;
    let written = kernel::pow(vm, room.limbs(), base, exponent)?;
    room.finish(vm, written)
}

/// `pow(a, b, c)`: `Slots::power3`.
pub(super) fn pow3(vm: &mut Vm, a: &Value, b: &Value, c: &Value) -> PyResult {
    let (Some(base), Some(exponent), Some(modulus)) = (view(a), view(b), view(c)) else {
        return Ok(Value::not_implemented());
    };
    if let (Some(base), Some(exponent @ 0..), Some(modulus @ 1..0x1_0000_0000)) =
        (base.int().to_i64(), exponent.int().to_i64(), modulus.int().to_i64())
    {
        return vm.new_int(small_pow_mod(base.rem_euclid(modulus) as u64, exponent as u64, modulus as u64) as i64);
    }
    let modulus = modulus.int();
    let mut room = Room::new(vm, modulus.magnitude.len())?;
    match kernel::pow_mod(vm, room.limbs(), base.int(), exponent.int(), modulus) {
        Ok(written) => room.finish(vm, written),
        Err(PowModError::Memory(raised)) => Err(raised),
        Err(error) => Err(vm.value_error(format_args!("{}", error.message().unwrap_or_default()))),
    }
}

/// Products of numbers below 2**32 fit a word.
fn small_pow_mod(mut base: u64, mut exponent: u64, modulus: u64) -> u64 {
    let mut result = 1 % modulus;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * base % modulus;
        }
        base = base * base % modulus;
        exponent >>= 1;
    }
    result
}
