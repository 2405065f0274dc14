//! Operators of complex numbers, with real numbers on the other side too.

use std::cmp::Ordering;

use pitviper_number::convert as int_kernel;
use pitviper_object::Value;

use super::arithmetic::{self, Failure};
use super::{Parts, create, value_of};
use crate::core::error::{Exc, PyResult};
use crate::core::native::{BinOp, CmpOp};
use crate::core::vm::Vm;
use crate::types::{float, int};

/// The operators that complex numbers have.
pub(super) const OPERATORS: u16 =
    BinOp::Add.bit() | BinOp::Sub.bit() | BinOp::Mul.bit() | BinOp::TrueDiv.bit() | BinOp::Pow.bit();

/// An operand: a real number has no imaginary part at all, which matters for signs and infinities.
#[derive(Clone, Copy)]
enum Operand {
    Complex(Parts),
    Real(f64),
}

impl Operand {
    fn parts(self) -> Parts {
        match self {
            Operand::Complex(parts) => parts,
            Operand::Real(real) => (real, 0.0),
        }
    }
}

fn operand(vm: &mut Vm, value: &Value) -> PyResult<Option<Operand>> {
    if let Some(parts) = value_of(value) {
        return Ok(Some(Operand::Complex(parts)));
    }
    if let Some(real) = float::value_of(value) {
        return Ok(Some(Operand::Real(real)));
    }
    match int::view(value) {
        Some(view) => Ok(Some(Operand::Real(int::convert::to_f64(vm, &view)?))),
        None => Ok(None),
    }
}

/// `Slots::binary` of `complex`.
pub(super) fn binary(vm: &mut Vm, op: BinOp, a: &Value, b: &Value) -> PyResult {
    if op.bit() & OPERATORS == 0 {
        return Ok(Value::not_implemented());
    }
    let (Some(a), Some(b)) = (operand(vm, a)?, operand(vm, b)?) else { return Ok(Value::not_implemented()) };
    let (real, imaginary) = match op {
        BinOp::Add => add(a, b),
        BinOp::Sub => subtract(a, b),
        BinOp::Mul => multiply(a, b),
        BinOp::Pow => return power(vm, a.parts(), b.parts()),
        _ => match divide(a, b) {
            Ok(parts) => parts,
            Err(_) => return Err(int::arith::division_by_zero(vm)),
        },
    };
    create(vm, real, imaginary)
}

fn add(a: Operand, b: Operand) -> Parts {
    match (a, b) {
        (Operand::Complex(x), Operand::Complex(y)) => (x.0 + y.0, x.1 + y.1),
        (Operand::Complex(x), Operand::Real(y)) | (Operand::Real(y), Operand::Complex(x)) => (x.0 + y, x.1),
        (Operand::Real(x), Operand::Real(y)) => (x + y, 0.0),
    }
}

fn subtract(a: Operand, b: Operand) -> Parts {
    match (a, b) {
        (Operand::Complex(x), Operand::Complex(y)) => (x.0 - y.0, x.1 - y.1),
        (Operand::Complex(x), Operand::Real(y)) => (x.0 - y, x.1),
        (Operand::Real(x), Operand::Complex(y)) => (x - y.0, -y.1),
        (Operand::Real(x), Operand::Real(y)) => (x - y, 0.0),
    }
}

fn multiply(a: Operand, b: Operand) -> Parts {
    match (a, b) {
        (Operand::Complex(x), Operand::Complex(y)) => arithmetic::product(x, y),
        (Operand::Complex(x), Operand::Real(y)) | (Operand::Real(y), Operand::Complex(x)) => (x.0 * y, x.1 * y),
        (Operand::Real(x), Operand::Real(y)) => (x * y, 0.0),
    }
}

fn divide(a: Operand, b: Operand) -> Result<Parts, Failure> {
    match (a, b) {
        (Operand::Complex(x), Operand::Complex(y)) => arithmetic::quotient(x, y),
        (_, Operand::Real(0.0)) => Err(Failure::Zero),
        (Operand::Complex(x), Operand::Real(y)) => Ok((x.0 / y, x.1 / y)),
        (Operand::Real(x), Operand::Complex(y)) => arithmetic::real_quotient(x, y),
        (Operand::Real(x), Operand::Real(y)) => Ok((x / y, 0.0)),
    }
}

/// `a ** b`.
///
/// # Errors
/// ZeroDivisionError, OverflowError, `MemoryError`.
pub fn power(vm: &mut Vm, a: Parts, b: Parts) -> PyResult {
    match arithmetic::power(a, b) {
        Ok((real, imaginary)) => create(vm, real, imaginary),
        Err(Failure::Zero) => {
            Err(vm.raise(Exc::ZeroDivisionError, format_args!("zero to a negative or complex power")))
        }
        Err(Failure::Overflow) => Err(vm.raise(Exc::OverflowError, format_args!("complex exponentiation"))),
    }
}

pub(super) fn power3(vm: &mut Vm, a: &Value, b: &Value, c: &Value) -> PyResult {
    if c.is_none() {
        return binary(vm, BinOp::Pow, a, b);
    }
    if operand(vm, a)?.is_none() || operand(vm, b)?.is_none() {
        return Ok(Value::not_implemented());
    }
    Err(vm.value_error(format_args!("complex modulo")))
}

/// `Slots::compare` of `complex`: equality only.
pub(super) fn compare(_: &mut Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let Some(x) = value_of(a).filter(|_| matches!(op, CmpOp::Eq | CmpOp::Ne)) else {
        return Ok(Value::not_implemented());
    };
    let equal = if let Some(y) = value_of(b) {
        x == y
    } else if let Some(y) = float::value_of(b) {
        x == (y, 0.0)
    } else if let Some(view) = int::view(b) {
        x.1 == 0.0 && int_kernel::compare_f64(view.int(), x.0) == Some(Ordering::Equal)
    } else {
        return Ok(Value::not_implemented());
    };
    Ok(Value::bool(equal == (op == CmpOp::Eq)))
}

fn parts(value: &Value) -> Parts {
    value_of(value).unwrap_or((0.0, 0.0))
}

pub(super) fn neg(vm: &mut Vm, value: &Value) -> PyResult {
    let (real, imaginary) = parts(value);
    create(vm, -real, -imaginary)
}

pub(super) fn pos(vm: &mut Vm, value: &Value) -> PyResult {
    if value.exact::<super::Complex>().is_some() {
        return Ok(value.clone());
    }
    let (real, imaginary) = parts(value);
    create(vm, real, imaginary)
}

pub(super) fn abs(vm: &mut Vm, value: &Value) -> PyResult {
    let (real, imaginary) = parts(value);
    let size = real.hypot(imaginary);
    if size.is_infinite() && real.is_finite() && imaginary.is_finite() {
        return Err(vm.raise(Exc::OverflowError, format_args!("absolute value too large")));
    }
    vm.new_float(size)
}
