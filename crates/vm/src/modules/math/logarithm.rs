//! Logarithms, of ints beyond the floats' range too.

use pitviper_number::limbs;
use pitviper_number::{self as number, convert};
use pitviper_object::Value;

use super::unary::{Domain, domain_error};
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::float::as_f64;
use crate::types::int;

const POSITIVE: Domain = Domain::Got("expected a positive input, got ");

/// The logarithm of a value by `function`, of which `two` is the value at 2.
fn logarithm(vm: &mut Vm, value: &Value, function: fn(f64) -> f64, two: f64) -> PyResult<f64> {
    if let Some(view) = int::view(value) {
        let int = view.int();
        if int.negative || int.is_zero() {
            return Err(vm.value_error(format_args!("expected a positive input")));
        }
        return Ok(match convert::to_f64(int) {
            Some(float) => function(float),
            None => {
                let (mantissa, exponent) = split(int.magnitude);
                function(mantissa) + two * exponent
            }
        });
    }
    let x = as_f64(vm, value)?;
    if x > 0.0 || x.is_nan() {
        return Ok(function(x));
    }
    Err(domain_error(vm, POSITIVE, x))
}

/// A magnitude as a float from 0.5 to 1 and a power of two.
fn split(magnitude: &[u64]) -> (f64, f64) {
    const KEPT: usize = 3;
    let top = &magnitude[magnitude.len().saturating_sub(KEPT)..];
    let mut kept = [0; KEPT];
    kept[..top.len()].copy_from_slice(top);
    if limbs::normal_len(&magnitude[..magnitude.len() - top.len()]) > 0 {
        kept[0] |= 1;
    }
    let float = convert::to_f64(number::Int { negative: false, magnitude: &kept[..top.len()] }).unwrap_or(1.0);
    let bits = limbs::bit_length(top) as i32;
    (float * 2f64.powi(-bits), limbs::bit_length(magnitude) as f64)
}

pub(super) fn log(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = natural(vm, &args.values[0])?;
    let Some(base) = args.values.get(1) else { return vm.new_float(value) };
    let base = natural(vm, base)?;
    if base == 0.0 {
        return Err(int::arith::division_by_zero(vm));
    }
    vm.new_float(value / base)
}

fn natural(vm: &mut Vm, value: &Value) -> PyResult<f64> {
    logarithm(vm, value, f64::ln, std::f64::consts::LN_2)
}

pub(super) fn log2(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let result = logarithm(vm, &args.values[0], f64::log2, 1.0)?;
    vm.new_float(result)
}

pub(super) fn log10(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let result = logarithm(vm, &args.values[0], f64::log10, std::f64::consts::LOG10_2)?;
    vm.new_float(result)
}
