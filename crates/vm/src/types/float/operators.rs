//! Operators of floats, with ints and bools on the other side too.

use std::cmp::Ordering;

use pitviper_number::convert as int_kernel;
use pitviper_number::float::{self as kernel, ArithmeticError};
use pitviper_object::Value;

use super::{exact_value, value_of};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::native::{BinOp, CmpOp};
use crate::core::vm::Vm;
use crate::types::{complex, int};

/// The operators that floats have.
pub(super) const OPERATORS: u16 = BinOp::Add.bit()
    | BinOp::Sub.bit()
    | BinOp::Mul.bit()
    | BinOp::TrueDiv.bit()
    | BinOp::FloorDiv.bit()
    | BinOp::Mod.bit()
    | BinOp::DivMod.bit()
    | BinOp::Pow.bit();

/// `a op b` of exact floats, ints and bools, one of which is a float; `None` when that is not what they are, or
/// floats do not have the operator.
///
/// # Errors
/// Those of the operator.
#[inline]
pub fn arith(vm: &mut Vm, op: BinOp, a: &Value, b: &Value) -> PyResult<Option<Value>> {
    if op.bit() & OPERATORS == 0 {
        return Ok(None);
    }
    let (x, y) = match (exact_value(a), exact_value(b)) {
        (Some(x), Some(y)) => (x, y),
        (Some(x), None) if is_plain_int(b) => match operand(vm, b)? {
            Some(y) => (x, y),
            None => return Ok(None),
        },
        (None, Some(y)) if is_plain_int(a) => match operand(vm, a)? {
            Some(x) => (x, y),
            None => return Ok(None),
        },
        _ => return Ok(None),
    };
    compute(vm, op, x, y).map(Some)
}

fn is_plain_int(value: &Value) -> bool {
    int::is_exact(value) || value.as_bool().is_some()
}

/// A float or int as a float; `None` for anything else.
#[inline]
fn operand(vm: &mut Vm, value: &Value) -> PyResult<Option<f64>> {
    const EXACT: u64 = 1 << 53;
    if let Some(small) = value.as_small()
        && small.unsigned_abs() <= EXACT
    {
        return Ok(Some(small as f64));
    }
    if let Some(float) = value_of(value) {
        return Ok(Some(float));
    }
    match int::view(value) {
        Some(view) => int::convert::to_f64(vm, &view).map(Some),
        None => Ok(None),
    }
}

/// `Slots::binary` of `float`.
pub(super) fn binary(vm: &mut Vm, op: BinOp, a: &Value, b: &Value) -> PyResult {
    match (operand(vm, a)?, operand(vm, b)?) {
        (Some(x), Some(y)) => compute(vm, op, x, y),
        _ => Ok(Value::not_implemented()),
    }
}

fn compute(vm: &mut Vm, op: BinOp, x: f64, y: f64) -> PyResult {
    let result = match op {
        BinOp::Add => Ok(x + y),
        BinOp::Sub => Ok(x - y),
        BinOp::Mul => Ok(x * y),
        BinOp::TrueDiv => kernel::true_div(x, y),
        BinOp::FloorDiv => kernel::floor_div(x, y),
        BinOp::Mod => kernel::modulo(x, y),
        BinOp::Pow => return power(vm, x, y),
        BinOp::DivMod => match kernel::div_mod(x, y) {
            Ok((quotient, rest)) => {
                let pair = [vm.new_float(quotient)?, vm.new_float(rest)?];
                return vm.new_tuple_from(pair);
            }
            Err(error) => Err(error),
        },
        _ => return Ok(Value::not_implemented()),
    };
    match result {
        Ok(float) => vm.new_float(float),
        Err(error) => Err(arithmetic_error(vm, error)),
    }
}

#[cold]
fn arithmetic_error(vm: &mut Vm, error: ArithmeticError) -> Raised {
    match error {
        ArithmeticError::ZeroPower => vm.raise(Exc::ZeroDivisionError, format_args!("zero to a negative power")),
        ArithmeticError::Overflow => out_of_range(vm),
        ArithmeticError::ZeroDivision | ArithmeticError::Complex => int::arith::division_by_zero(vm),
    }
}

/// `OverflowError(ERANGE, …)`, as C's `errno` becomes it.
#[cold]
pub(crate) fn out_of_range(vm: &mut Vm) -> Raised {
    const ERANGE: i64 = 34;
    let text = match vm.new_str("Numerical result out of range") {
        Ok(text) => text,
        Err(raised) => return raised,
    };
    match crate::types::exception::new_with_args(vm, Exc::OverflowError, &[Value::small(ERANGE), text]) {
        Ok(error) => vm.raise_value(error),
        Err(raised) => raised,
    }
}

/// `x ** y`: complex for a negative base with a fractional exponent.
///
/// # Errors
/// ZeroDivisionError, OverflowError, `MemoryError`.
pub fn power(vm: &mut Vm, x: f64, y: f64) -> PyResult {
    match kernel::power(x, y) {
        Ok(float) => vm.new_float(float),
        Err(ArithmeticError::Complex) => complex::power(vm, (x, 0.0), (y, 0.0)),
        Err(error) => Err(arithmetic_error(vm, error)),
    }
}

/// `pow(x, y, z)`: floats have no modular powers.
pub(super) fn power3(vm: &mut Vm, x: &Value, y: &Value, z: &Value) -> PyResult {
    if z.is_none() {
        return binary(vm, BinOp::Pow, x, y);
    }
    Err(vm.type_error(format_args!("pow() 3rd argument not allowed unless all arguments are integers")))
}

/// Compares a float with a float or an int, exactly; `None` when they are unordered, `Err(())` when the other
/// is neither.
fn order(a: f64, other: &Value) -> Result<Option<Ordering>, ()> {
    if let Some(b) = value_of(other) {
        return Ok(a.partial_cmp(&b));
    }
    match int::view(other) {
        Some(view) => Ok(int_kernel::compare_f64(view.int(), a).map(Ordering::reverse)),
        None => Err(()),
    }
}

/// `Slots::compare` of `float`.
pub(super) fn compare(_: &mut Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let Some(float) = value_of(a) else { return Ok(Value::not_implemented()) };
    Ok(match order(float, b) {
        Ok(Some(ordering)) => Value::bool(op.holds(ordering)),
        Ok(None) => Value::bool(op == CmpOp::Ne),
        Err(()) => Value::not_implemented(),
    })
}

pub(super) fn neg(vm: &mut Vm, value: &Value) -> PyResult {
    vm.new_float(-value_of(value).unwrap_or(0.0))
}

pub(super) fn abs(vm: &mut Vm, value: &Value) -> PyResult {
    vm.new_float(value_of(value).unwrap_or(0.0).abs())
}

/// The exact float equal to a float of any class.
pub(super) fn to_exact(vm: &mut Vm, value: &Value) -> PyResult {
    if exact_value(value).is_some() {
        return Ok(value.clone());
    }
    vm.new_float(value_of(value).unwrap_or(0.0))
}

/// `int(float)`.
pub(super) fn to_int(vm: &mut Vm, value: &Value) -> PyResult {
    int::convert::from_f64(vm, value_of(value).unwrap_or(0.0))
}
