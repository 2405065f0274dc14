//! Functions of two and three floats.

use pitviper_number::float::{self as kernel, ArithmeticError};
use pitviper_object::Value;

use super::unary::{Domain, domain_error, range_error};
use crate::core::args::Params;
use crate::core::error::{Exc, PyResult};
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::float::as_f64;

#[inline]
pub(super) fn pair(vm: &mut Vm, args: Args<'_>) -> PyResult<(f64, f64)> {
    Ok((as_f64(vm, &args.values[0])?, as_f64(vm, &args.values[1])?))
}

pub(super) fn atan2(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (y, x) = pair(vm, args)?;
    vm.new_float(y.atan2(x))
}

pub(super) fn copysign(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (x, y) = pair(vm, args)?;
    vm.new_float(x.copysign(y))
}

pub(super) fn fmod(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (x, y) = pair(vm, args)?;
    let rest = x % y;
    if rest.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(domain_error(vm, Domain::Plain, x));
    }
    vm.new_float(rest)
}

pub(super) fn remainder(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (x, y) = pair(vm, args)?;
    match nearest_remainder(x, y) {
        Some(rest) => vm.new_float(rest),
        None => Err(domain_error(vm, Domain::Plain, x)),
    }
}

/// `x - n * y` for the whole `n` nearest to `x / y`, exactly; `None` outside the domain.
fn nearest_remainder(x: f64, y: f64) -> Option<f64> {
    if x.is_nan() {
        return Some(x);
    }
    if y.is_nan() {
        return Some(y);
    }
    if x.is_infinite() || y == 0.0 {
        return None;
    }
    if y.is_infinite() {
        return Some(x);
    }
    let (size, step) = (x.abs(), y.abs());
    let rest = size % step;
    let above = step - rest;
    let nearest = if rest < above {
        rest
    } else if rest > above {
        -above
    } else {
        // A tie: the even multiple. Every step is exact.
        rest - 2.0 * ((0.5 * (size - rest)) % step)
    };
    Some(1f64.copysign(x) * nearest)
}

pub(super) fn pow(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (x, y) = pair(vm, args)?;
    match kernel::power(x, y) {
        Ok(power) => vm.new_float(power),
        Err(ArithmeticError::Overflow) => Err(range_error(vm)),
        // C gives infinity without an error.
        Err(ArithmeticError::ZeroPower) if y.is_infinite() => vm.new_float(f64::INFINITY),
        Err(_) => Err(domain_error(vm, Domain::Plain, x)),
    }
}

pub(super) fn fma(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (x, y) = pair(vm, args)?;
    let z = as_f64(vm, &args.values[2])?;
    let result = x.mul_add(y, z);
    if result.is_nan() && !x.is_nan() && !y.is_nan() && !z.is_nan() {
        return Err(vm.value_error(format_args!("invalid operation in fma")));
    }
    if result.is_infinite() && x.is_finite() && y.is_finite() && z.is_finite() {
        return Err(vm.raise(Exc::OverflowError, format_args!("overflow in fma")));
    }
    vm.new_float(result)
}

pub(super) fn is_close(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [a, b, relative, absolute] =
        Params::new("isclose", ["a", "b", "rel_tol", "abs_tol"]).required(2).keyword_only(2).bind(vm, args)?;
    let mut number = |value: Option<&Value>, default: f64| match value {
        Some(value) => as_f64(vm, value),
        None => Ok(default),
    };
    let (a, b) = (number(a, 0.0)?, number(b, 0.0)?);
    let (relative, absolute) = (number(relative, 1e-9)?, number(absolute, 0.0)?);
    if relative < 0.0 || absolute < 0.0 {
        return Err(vm.value_error(format_args!("tolerances must be non-negative")));
    }
    let difference = (b - a).abs();
    let close = a == b
        || a.is_finite()
            && b.is_finite()
            && (difference <= (relative * b).abs() || difference <= (relative * a).abs() || difference <= absolute);
    Ok(Value::bool(close))
}
