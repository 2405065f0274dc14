//! Floats taken apart: exponents, fractions, neighbours.

use pitviper_object::Value;

use super::unary::range_error;
use crate::core::args::Params;
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::float::as_f64;
use crate::types::int;

pub(super) fn is_finite(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Value::bool(as_f64(vm, &args.values[0])?.is_finite()))
}

pub(super) fn is_inf(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Value::bool(as_f64(vm, &args.values[0])?.is_infinite()))
}

pub(super) fn is_nan(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Value::bool(as_f64(vm, &args.values[0])?.is_nan()))
}

/// Mantissa from 0.5 to 1 and exponent of a finite float that is not zero.
pub(super) fn split(x: f64) -> (f64, i32) {
    const EXPONENT: u64 = 0x7ff << 52;
    let normal = if x.abs() < f64::MIN_POSITIVE { x * 2f64.powi(54) } else { x };
    let shift = if normal == x { 0 } else { 54 };
    let bits = normal.to_bits();
    let exponent = (bits >> 52 & 0x7ff) as i32 - 1022;
    (f64::from_bits(bits & !EXPONENT | 1022 << 52), exponent - shift)
}

/// `x * 2**exponent`, rounded once.
pub(super) fn scale(mut x: f64, mut exponent: i32) -> f64 {
    // Steps that go down stop at 2**53 times the smallest normal, so that only the last one rounds.
    let (up, down) = (2f64.powi(1023), 2f64.powi(-1022 + 53));
    while exponent > 1023 {
        x *= up;
        exponent -= 1023;
        if !x.is_finite() {
            return x;
        }
    }
    while exponent < -1022 {
        x *= down;
        exponent += 1022 - 53;
        if x == 0.0 {
            return x;
        }
    }
    x * 2f64.powi(exponent)
}

pub(super) fn frexp(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let x = as_f64(vm, &args.values[0])?;
    let (mantissa, exponent) = if x == 0.0 || !x.is_finite() { (x, 0) } else { split(x) };
    let mantissa = vm.new_float(mantissa)?;
    vm.new_tuple_from([mantissa, Value::small(exponent.into())])
}

pub(super) fn ldexp(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let x = as_f64(vm, &args.values[0])?;
    let Some(exponent) = int::view(&args.values[1]) else {
        return Err(vm.type_error(format_args!("Expected an int as second argument to ldexp.")));
    };
    if x == 0.0 || !x.is_finite() {
        return vm.new_float(x);
    }
    let exponent = exponent.int();
    let clamped = match exponent.to_i64() {
        Some(exponent) => exponent.clamp(-5000, 5000) as i32,
        None if exponent.negative => -5000,
        None => 5000,
    };
    let result = scale(x, clamped);
    if result.is_infinite() {
        return Err(range_error(vm));
    }
    vm.new_float(result)
}

pub(super) fn modf(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let x = as_f64(vm, &args.values[0])?;
    let (fraction, whole) =
        if x.is_infinite() { (0f64.copysign(x), x) } else { ((x - x.trunc()).copysign(x), x.trunc()) };
    let pair = [vm.new_float(fraction)?, vm.new_float(whole)?];
    vm.new_tuple_from(pair)
}

pub(super) fn ulp(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let x = as_f64(vm, &args.values[0])?.abs();
    let last = if !x.is_finite() {
        x
    } else if x == f64::MAX {
        x - x.next_down()
    } else {
        x.next_up() - x
    };
    vm.new_float(last)
}

/// Floats in order as integers in order; both zeros are 0.
fn ordinal(x: f64) -> i64 {
    let bits = x.to_bits() as i64;
    if bits < 0 { i64::MIN - bits } else { bits }
}

fn from_ordinal(ordinal: i64) -> f64 {
    if ordinal < 0 { -f64::from_bits(ordinal.unsigned_abs()) } else { f64::from_bits(ordinal as u64) }
}

pub(super) fn next_after(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [x, y, steps] =
        Params::new("nextafter", ["x", "y", "steps"]).required(2).positional_only(2).keyword_only(1).bind(vm, args)?;
    let (Some(x), Some(y)) = (x, y) else { return Ok(Value::not_implemented()) };
    let (x, y) = (as_f64(vm, x)?, as_f64(vm, y)?);
    let steps = match steps.filter(|steps| !steps.is_none()) {
        None => 1,
        Some(steps) => {
            let steps = vm.to_index(steps)?;
            if int::is_negative(&steps) {
                return Err(vm.value_error(format_args!("steps must be a non-negative integer")));
            }
            int::to_i64(&steps).map_or(u64::MAX, |steps| steps as u64)
        }
    };
    vm.new_float(step(x, y, steps))
}

fn step(x: f64, y: f64, steps: u64) -> f64 {
    if steps == 0 {
        return x;
    }
    if x.is_nan() {
        return x;
    }
    if y.is_nan() || x == y {
        return y;
    }
    let (from, to) = (ordinal(x), ordinal(y));
    if from.abs_diff(to) <= steps {
        return y;
    }
    // Fewer steps than there are to `to`, so the sum stays between.
    let reached = if to > from { from.wrapping_add_unsigned(steps) } else { from.wrapping_sub_unsigned(steps) };
    let result = from_ordinal(reached);
    if result == 0.0 { result.copysign(x) } else { result }
}
