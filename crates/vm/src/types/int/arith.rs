//! Operators of ints.

use pitviper_number::int::{self as kernel, Bitwise};
use pitviper_number::{convert, limbs};
use pitviper_object::Value;

use super::{IntView, Room, from_int, is_exact, power, to_exact, to_i64, view};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::native::{BinOp, CmpOp};
use crate::core::vm::Vm;
use crate::types::float;

/// `a op b` of two exact numbers (ints, bools, floats); `None` when either is something else.
///
/// # Errors
/// Those of the operator.
#[inline]
pub fn arith(vm: &mut Vm, op: BinOp, a: &Value, b: &Value) -> PyResult<Option<Value>> {
    if is_plain(a) && is_plain(b) {
        let bitwise = matches!(op, BinOp::And | BinOp::Or | BinOp::Xor);
        if op == BinOp::MatMul || bitwise && a.as_bool().is_some() {
            return Ok(None);
        }
        let (Some(x), Some(y)) = (view(a), view(b)) else { return Ok(None) };
        return compute(vm, op, &x, &y).map(Some);
    }
    float::arith(vm, op, a, b)
}

/// Whether a value is an exact int or a bool.
#[inline]
fn is_plain(value: &Value) -> bool {
    is_exact(value) || value.as_bool().is_some()
}

/// `Slots::binary` of `int`.
pub(super) fn binary(vm: &mut Vm, op: BinOp, a: &Value, b: &Value) -> PyResult {
    match (view(a), view(b)) {
        (Some(x), Some(y)) if op != BinOp::MatMul => compute(vm, op, &x, &y),
        _ => Ok(Value::not_implemented()),
    }
}

/// `divmod`, `//` or `%` by zero, and `/`.
#[cold]
pub(crate) fn division_by_zero(vm: &mut Vm) -> Raised {
    vm.raise(Exc::ZeroDivisionError, format_args!("division by zero"))
}

/// `a op b`; `op` is not `@`.
///
/// # Errors
/// Those of the operator.
pub fn compute(vm: &mut Vm, op: BinOp, a: &IntView<'_>, b: &IntView<'_>) -> PyResult {
    if let (Some(x), Some(y)) = (a.int().to_i64(), b.int().to_i64())
        && let Some(result) = words(vm, op, x, y)?
    {
        return Ok(result);
    }
    let (x, y) = (a.int(), b.int());
    let (n, m) = (x.magnitude.len(), y.magnitude.len());
    match op {
        BinOp::Add | BinOp::Sub => {
            let mut room = Room::new(vm, limbs::add_len(n, m))?;
            let written =
                if op == BinOp::Add { kernel::add(room.limbs(), x, y) } else { kernel::sub(room.limbs(), x, y) };
            room.finish(vm, written)
        }
        BinOp::Mul => {
            let mut room = Room::new(vm, limbs::mul_len(n, m))?;
            let written = kernel::mul(vm, room.limbs(), x, y)?;
            room.finish(vm, written)
        }
        BinOp::FloorDiv | BinOp::Mod | BinOp::DivMod => divide(vm, op, a, b),
        BinOp::TrueDiv => {
            if m == 0 {
                return Err(division_by_zero(vm));
            }
            match convert::true_div(vm, x, y)? {
                Some(quotient) => vm.new_float(quotient),
                None => {
                    Err(vm.raise(Exc::OverflowError, format_args!("integer division result too large for a float")))
                }
            }
        }
        BinOp::Pow => power::pow(vm, a, b),
        BinOp::LShift | BinOp::RShift => shift(vm, op, a, b),
        BinOp::And => bitwise(vm, Bitwise::And, a, b),
        BinOp::Or => bitwise(vm, Bitwise::Or, a, b),
        BinOp::Xor => bitwise(vm, Bitwise::Xor, a, b),
        BinOp::MatMul => Ok(Value::not_implemented()),
    }
}

/// Operators on machine integers, where the result surely needs no limbs.
#[inline]
fn words(vm: &mut Vm, op: BinOp, a: i64, b: i64) -> PyResult<Option<Value>> {
    let (wide_a, wide_b) = (i128::from(a), i128::from(b));
    let result = match op {
        BinOp::Add => vm.new_i128(wide_a + wide_b)?,
        BinOp::Sub => vm.new_i128(wide_a - wide_b)?,
        BinOp::Mul => vm.new_i128(wide_a * wide_b)?,
        BinOp::And => vm.new_int(a & b)?,
        BinOp::Or => vm.new_int(a | b)?,
        BinOp::Xor => vm.new_int(a ^ b)?,
        BinOp::FloorDiv | BinOp::Mod | BinOp::DivMod => {
            if b == 0 {
                return Err(division_by_zero(vm));
            }
            let (mut quotient, mut rest) = (wide_a / wide_b, wide_a % wide_b);
            if rest != 0 && (rest < 0) != (b < 0) {
                quotient -= 1;
                rest += wide_b;
            }
            match op {
                BinOp::FloorDiv => vm.new_i128(quotient)?,
                BinOp::Mod => vm.new_i128(rest)?,
                _ => {
                    let pair = [vm.new_i128(quotient)?, vm.new_i128(rest)?];
                    vm.new_tuple_from(pair)?
                }
            }
        }
        BinOp::TrueDiv => {
            if b == 0 {
                return Err(division_by_zero(vm));
            }
            const EXACT: u64 = 1 << 53;
            if a.unsigned_abs() > EXACT || b.unsigned_abs() > EXACT {
                return Ok(None);
            }
            vm.new_float(a as f64 / b as f64)?
        }
        BinOp::RShift if b >= 0 => vm.new_int(a >> b.min(63))?,
        BinOp::LShift if (0..64).contains(&b) => vm.new_i128(wide_a << b)?,
        BinOp::Pow if (0..64).contains(&b) => match a.checked_pow(b as u32) {
            Some(power) => vm.new_int(power)?,
            None => return Ok(None),
        },
        _ => return Ok(None),
    };
    Ok(Some(result))
}

fn divide(vm: &mut Vm, op: BinOp, a: &IntView<'_>, b: &IntView<'_>) -> PyResult {
    let (x, y) = (a.int(), b.int());
    let (n, m) = (x.magnitude.len(), y.magnitude.len());
    if m == 0 {
        return Err(division_by_zero(vm));
    }
    if op == BinOp::FloorDiv
        && let Some(quotient) = limbs::short_quotient(x.magnitude, y.magnitude)
    {
        // There is a remainder, so a negative quotient is rounded away from zero.
        let quotient = i128::from(quotient);
        return vm.new_i128(if x.negative == y.negative { quotient } else { -quotient - 1 });
    }
    let mut quotient = match op {
        BinOp::Mod => None,
        _ => Some(Room::new(vm, kernel::floor_div_len(n, m))?),
    };
    let mut rest = match op {
        BinOp::FloorDiv => None,
        _ => Some(Room::new(vm, m)?),
    };
    let (q, r) = kernel::floor_div_mod(vm, quotient.as_mut().map(Room::limbs), rest.as_mut().map(Room::limbs), x, y)?;
    match (quotient, rest) {
        (Some(quotient), Some(rest)) => {
            let pair = [quotient.finish(vm, q)?, rest.finish(vm, r)?];
            vm.new_tuple_from(pair)
        }
        (Some(quotient), None) => quotient.finish(vm, q),
        (None, Some(rest)) => rest.finish(vm, r),
        (None, None) => Ok(Value::not_implemented()),
    }
}

fn shift(vm: &mut Vm, op: BinOp, a: &IntView<'_>, b: &IntView<'_>) -> PyResult {
    let (x, count) = (a.int(), b.int());
    if count.negative {
        return Err(vm.value_error(format_args!("negative shift count")));
    }
    if x.is_zero() {
        return Ok(Value::small(0));
    }
    let bits = count.to_i64().map(i64::unsigned_abs);
    if op == BinOp::RShift {
        let Some(bits) = bits else { return Ok(Value::small(if x.negative { -1 } else { 0 })) };
        let mut room = Room::new(vm, kernel::shift_right_len(x, bits))?;
        let written = kernel::shift_right(room.limbs(), x, bits);
        return room.finish(vm, written);
    }
    // CPython's ints end near 2**63 bits; what is smaller but does not fit memory is a MemoryError.
    let too_many = |bits: u64| limbs::bit_length(x.magnitude).checked_add(bits).is_none_or(|all| all > i64::MAX as u64);
    match bits {
        Some(bits) if !too_many(bits) => match kernel::shift_left_len(x, bits) {
            Some(len) => {
                let mut room = Room::new(vm, len)?;
                let written = kernel::shift_left(room.limbs(), x, bits);
                room.finish(vm, written)
            }
            None => Err(vm.no_memory()),
        },
        _ => Err(vm.raise(Exc::OverflowError, format_args!("too many digits in integer"))),
    }
}

fn bitwise(vm: &mut Vm, op: Bitwise, a: &IntView<'_>, b: &IntView<'_>) -> PyResult {
    let (x, y) = (a.int(), b.int());
    let mut room = Room::new(vm, kernel::bitwise_len(x.magnitude.len(), y.magnitude.len()))?;
    let written = kernel::bitwise(op, room.limbs(), x, y);
    room.finish(vm, written)
}

/// `Slots::compare` of `int`.
pub(super) fn compare(_: &mut Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    Ok(match (view(a), view(b)) {
        (Some(x), Some(y)) => Value::bool(op.holds(x.int().cmp(&y.int()))),
        _ => Value::not_implemented(),
    })
}

/// `-a`.
pub(super) fn neg(vm: &mut Vm, value: &Value) -> PyResult {
    if let Some(int) = to_i64(value) {
        return vm.new_i128(-i128::from(int));
    }
    match view(value) {
        Some(view) => from_int(vm, view.int().negated()),
        None => Ok(Value::not_implemented()),
    }
}

/// `abs(a)`.
pub(super) fn abs(vm: &mut Vm, value: &Value) -> PyResult {
    match view(value) {
        Some(view) if view.int().negative => from_int(vm, view.int().negated()),
        _ => to_exact(vm, value),
    }
}

/// `~a`.
pub(super) fn invert(vm: &mut Vm, value: &Value) -> PyResult {
    if vm.type_of(value).kind == crate::core::kinds::BOOL {
        let message = format_args!(
            "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion of the underlying int object and is usually not what you expect from negating a bool. Use the 'not' operator for boolean negation or ~int(x) if you really want the bitwise inversion of the underlying int."
        );
        vm.warn(crate::core::error::Exc::DeprecationWarning, 1, message)?;
    }
    if let Some(int) = to_i64(value) {
        return vm.new_int(!int);
    }
    let Some(view) = view(value) else { return Ok(Value::not_implemented()) };
    let int = view.int();
    let mut room = Room::new(vm, int.magnitude.len() + 1)?;
    let written = kernel::invert(room.limbs(), int);
    room.finish(vm, written)
}
