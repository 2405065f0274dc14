//! Functions of one float.

use pitviper_number::float::repr;

use super::gamma as kernel;
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::float::as_f64;

/// What an argument outside a function's domain is told.
#[derive(Clone, Copy)]
pub(super) enum Domain {
    /// "math domain error".
    Plain,
    /// This text, then the argument.
    Got(&'static str),
}

const UNIT: Domain = Domain::Got("expected a number in range from -1 up to 1, got ");
const FINITE: Domain = Domain::Got("expected a finite input, got ");
const GAMMA: Domain = Domain::Got("expected a noninteger or positive integer, got ");

#[cold]
pub(super) fn domain_error(vm: &mut Vm, domain: Domain, x: f64) -> Raised {
    match domain {
        Domain::Plain => vm.value_error(format_args!("math domain error")),
        Domain::Got(text) => vm.value_error(format_args!("{text}{}", repr(x).as_str())),
    }
}

#[cold]
pub(super) fn range_error(vm: &mut Vm) -> Raised {
    vm.raise(Exc::OverflowError, format_args!("math range error"))
}

/// Applies a function: a NaN that was not given is a domain error; so is an infinity out of a finite argument,
/// unless the function may overflow.
#[inline(always)]
fn apply(vm: &mut Vm, args: Args<'_>, function: fn(f64) -> f64, overflows: bool, domain: Domain) -> PyResult {
    let x = as_f64(vm, &args.values[0])?;
    let result = function(x);
    if !result.is_finite() && !x.is_nan() {
        if result.is_nan() {
            return Err(domain_error(vm, domain, x));
        }
        if x.is_finite() {
            return Err(if overflows { range_error(vm) } else { domain_error(vm, domain, x) });
        }
    }
    vm.new_float(result)
}

macro_rules! functions {
    ($($name:ident = $function:expr, $overflows:literal, $domain:expr;)*) => {
        $(pub(super) fn $name(vm: &mut Vm, args: Args<'_>) -> PyResult {
            apply(vm, args, $function, $overflows, $domain)
        })*
    };
}

functions! {
    acos = f64::acos, false, UNIT;
    acosh = libm::acosh, false, Domain::Got("expected argument value not less than 1, got ");
    asin = f64::asin, false, UNIT;
    asinh = libm::asinh, false, Domain::Plain;
    atan = f64::atan, false, Domain::Plain;
    atanh = libm::atanh, false, Domain::Got("expected a number between -1 and 1, got ");
    cbrt = f64::cbrt, false, Domain::Plain;
    cos = f64::cos, false, FINITE;
    cosh = f64::cosh, true, Domain::Plain;
    erf = libm::erf, false, Domain::Plain;
    erfc = libm::erfc, false, Domain::Plain;
    exp = f64::exp, true, Domain::Plain;
    exp2 = f64::exp2, true, Domain::Plain;
    expm1 = f64::exp_m1, true, Domain::Plain;
    log1p = f64::ln_1p, false, Domain::Got("expected argument value > -1, got ");
    sin = f64::sin, false, FINITE;
    sinh = f64::sinh, true, Domain::Plain;
    sqrt = f64::sqrt, false, Domain::Got("expected a nonnegative input, got ");
    tan = f64::tan, false, FINITE;
    tanh = f64::tanh, false, Domain::Plain;
}

functions! {
    gamma = kernel::gamma, true, GAMMA;
    lgamma = kernel::lgamma, true, GAMMA;
}

pub(super) fn degrees(vm: &mut Vm, args: Args<'_>) -> PyResult {
    const DEGREES: f64 = 180.0 / std::f64::consts::PI;
    let x = as_f64(vm, &args.values[0])?;
    vm.new_float(x * DEGREES)
}

pub(super) fn radians(vm: &mut Vm, args: Args<'_>) -> PyResult {
    const RADIANS: f64 = std::f64::consts::PI / 180.0;
    let x = as_f64(vm, &args.values[0])?;
    vm.new_float(x * RADIANS)
}

pub(super) fn fabs(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let x = as_f64(vm, &args.values[0])?;
    vm.new_float(x.abs())
}
