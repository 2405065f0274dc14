//! `cmath`: functions of complex numbers, with the branch cuts and special values of C99's annex G.

mod hyperbolic;
mod inverse;
mod power;
mod special;

use pitviper_object::Value;

use crate::core::args::Params;
use crate::core::error::{Exc, PyResult};
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::modules::builtins::put;
use crate::types::complex::{self, Parts};
use crate::types::float;

/// What a function could not give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// "math domain error".
    Domain,
    /// "math range error".
    Range,
}

type Outcome = Result<Parts, Fault>;

/// Arguments beyond this are scaled before they are squared.
const LARGE: f64 = f64::MAX / 4.0;
const LN_2: f64 = std::f64::consts::LN_2;

/// A complex argument.
fn argument(vm: &mut Vm, value: &Value) -> PyResult<Parts> {
    match complex::from_number(vm, value)? {
        Some(parts) => Ok(parts),
        None => {
            let real = float::as_f64(vm, value)?;
            Ok((real, 0.0))
        }
    }
}

/// The result as an object, or the exception.
fn outcome(vm: &mut Vm, result: Outcome) -> PyResult {
    match result {
        Ok((real, imaginary)) => complex::create(vm, real, imaginary),
        Err(Fault::Domain) => Err(vm.value_error(format_args!("math domain error"))),
        Err(Fault::Range) => Err(vm.raise(Exc::OverflowError, format_args!("math range error"))),
    }
}

macro_rules! functions {
    ($($name:ident = $function:path;)*) => {
        $(fn $name(vm: &mut Vm, args: Args<'_>) -> PyResult {
            let z = argument(vm, &args.values[0])?;
            outcome(vm, $function(z))
        })*
    };
}

functions! {
    acos = inverse::acos;
    acosh = inverse::acosh;
    asin = inverse::asin;
    asinh = inverse::asinh;
    atan = inverse::atan;
    atanh = inverse::atanh;
    cos = hyperbolic::cos;
    cosh = hyperbolic::cosh;
    exp = power::exp;
    log10 = power::log10;
    sin = hyperbolic::sin;
    sinh = hyperbolic::sinh;
    sqrt = power::sqrt;
    tan = hyperbolic::tan;
    tanh = hyperbolic::tanh;
}

fn log(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let z = argument(vm, &args.values[0])?;
    let Some(base) = args.values.get(1) else { return outcome(vm, power::log(z)) };
    let base = argument(vm, base)?;
    let result = power::log_to_base(z, base);
    outcome(vm, result)
}

fn phase(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (real, imaginary) = argument(vm, &args.values[0])?;
    vm.new_float(imaginary.atan2(real))
}

fn polar(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (real, imaginary) = argument(vm, &args.values[0])?;
    let size = real.hypot(imaginary);
    if size.is_infinite() && real.is_finite() && imaginary.is_finite() {
        return outcome(vm, Err(Fault::Range));
    }
    let (size, angle) = (vm.new_float(size)?, vm.new_float(imaginary.atan2(real))?);
    vm.new_tuple_from([size, angle])
}

fn rect(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let size = float::as_f64(vm, &args.values[0])?;
    let angle = float::as_f64(vm, &args.values[1])?;
    outcome(vm, power::rect(size, angle))
}

fn is_finite(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (real, imaginary) = argument(vm, &args.values[0])?;
    Ok(Value::bool(real.is_finite() && imaginary.is_finite()))
}

fn is_infinite(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (real, imaginary) = argument(vm, &args.values[0])?;
    Ok(Value::bool(real.is_infinite() || imaginary.is_infinite()))
}

fn is_nan(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (real, imaginary) = argument(vm, &args.values[0])?;
    Ok(Value::bool(real.is_nan() || imaginary.is_nan()))
}

fn is_close(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let params = Params::new("isclose", ["a", "b", "rel_tol", "abs_tol"]).required(2).keyword_only(2);
    let [a, b, relative, absolute] = params.bind(vm, args)?;
    let (Some(a), Some(b)) = (a, b) else { return Ok(Value::none()) };
    let (a, b) = (argument(vm, a)?, argument(vm, b)?);
    let relative = relative.map_or(Ok(1e-9), |value| float::as_f64(vm, value))?;
    let absolute = absolute.map_or(Ok(0.0), |value| float::as_f64(vm, value))?;
    if relative < 0.0 || absolute < 0.0 {
        return Err(vm.value_error(format_args!("tolerances must be non-negative")));
    }
    let infinite = |z: Parts| z.0.is_infinite() || z.1.is_infinite();
    if a == b || infinite(a) || infinite(b) {
        return Ok(Value::bool(a == b));
    }
    let size = |z: Parts| z.0.hypot(z.1);
    let distance = size((a.0 - b.0, a.1 - b.1));
    let close = distance <= relative * size(b) || distance <= relative * size(a) || distance <= absolute;
    Ok(Value::bool(close))
}

/// An entry for a function of one number.
macro_rules! one {
    ($name:literal, $function:expr, $doc:literal) => {
        Method::new($name, $function, 1, 1).doc(concat!($name, "($module, z, /)\n--\n\n", $doc))
    };
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "cmath",
    doc: "This module provides access to mathematical functions for complex\nnumbers.",
    functions: &[
        one!("acos", acos, "Return the arc cosine of z."),
        one!("acosh", acosh, "Return the inverse hyperbolic cosine of z."),
        one!("asin", asin, "Return the arc sine of z."),
        one!("asinh", asinh, "Return the inverse hyperbolic sine of z."),
        one!("atan", atan, "Return the arc tangent of z."),
        one!("atanh", atanh, "Return the inverse hyperbolic tangent of z."),
        one!("cos", cos, "Return the cosine of z."),
        one!("cosh", cosh, "Return the hyperbolic cosine of z."),
        one!("exp", exp, "Return the exponential value e**z."),
        Method::keywords("isclose", is_close).doc("isclose($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)\n--\n\nDetermine whether two complex numbers are close in value."),
        one!("isfinite", is_finite, "Return True if both the real and imaginary parts of z are finite, else False."),
        one!("isinf", is_infinite, "Checks if the real or imaginary part of z is infinite."),
        one!("isnan", is_nan, "Checks if the real or imaginary part of z not a number (NaN)."),
        Method::new("log", log, 1, 2).doc("log(z[, base]) -> the logarithm of z to the given base.\n\nIf the base is not specified, returns the natural logarithm (base e) of z."),
        one!("log10", log10, "Return the base-10 logarithm of z."),
        one!("phase", phase, "Return argument, also known as the phase angle, of a complex."),
        one!("polar", polar, "Convert a complex from rectangular coordinates to polar coordinates.\n\nr is the distance from 0 and phi the phase angle."),
        Method::new("rect", rect, 2, 2).doc("rect($module, r, phi, /)\n--\n\nConvert from polar coordinates to rectangular coordinates."),
        one!("sin", sin, "Return the sine of z."),
        one!("sinh", sinh, "Return the hyperbolic sine of z."),
        one!("sqrt", sqrt, "Return the square root of z."),
        one!("tan", tan, "Return the tangent of z."),
        one!("tanh", tanh, "Return the hyperbolic tangent of z."),
    ],
    types: &[],
    init: Some(|vm, module| {
        let floats = [
            ("pi", std::f64::consts::PI),
            ("e", std::f64::consts::E),
            ("tau", std::f64::consts::TAU),
            ("inf", f64::INFINITY),
            ("nan", f64::NAN),
        ];
        for (name, value) in floats {
            let value = vm.new_float(value)?;
            put(vm, &module.dict, name, value)?;
        }
        for (name, imaginary) in [("infj", f64::INFINITY), ("nanj", f64::NAN)] {
            let value = complex::create(vm, 0.0, imaginary)?;
            put(vm, &module.dict, name, value)?;
        }
        Ok(())
    }),
};
