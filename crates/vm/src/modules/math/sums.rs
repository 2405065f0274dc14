//! `fsum`, `sumprod`, `prod`.

use pitviper_number::convert::{compose, decompose};
use pitviper_object::Value;

use super::vector::{product, sum};
use crate::core::args::Params;
use crate::core::error::{Exc, PyResult};
use crate::core::native::{Args, BinOp};
use crate::core::vm::Vm;
use crate::eval::operators;
use crate::types::float::{as_f64, exact_value};
use crate::types::int;

/// Limbs that hold every finite float's bits, from 2**-1074 up, and room for 2**60 summands above.
const LIMBS: usize = 34;

/// An exact sum of floats as one long two's complement integer, in units of 2**-1074.
struct Accumulator([u64; LIMBS]);

impl Accumulator {
    fn add(&mut self, x: f64) {
        let (mantissa, exponent) = decompose(x);
        let shift = (exponent + 1074) as usize;
        let wide = u128::from(mantissa) << (shift % 64);
        let parts = [wide as u64, (wide >> 64) as u64];
        let places = &mut self.0[shift / 64..];
        let mut carry = false;
        for (index, place) in places.iter_mut().enumerate() {
            let part = parts.get(index).copied().unwrap_or(0);
            if index > 1 && !carry {
                break;
            }
            (*place, carry) = if x < 0.0 { place.borrowing_sub(part, carry) } else { place.carrying_add(part, carry) };
        }
    }

    /// The float nearest to the sum, ties to even; infinite when it is too large.
    fn round(&self) -> f64 {
        let negative = self.0[LIMBS - 1] >> 63 == 1;
        let mut limbs = self.0;
        if negative {
            let mut carry = true;
            for limb in &mut limbs {
                (*limb, carry) = (!*limb).overflowing_add(u64::from(carry));
            }
        }
        let Some(top) = limbs.iter().rposition(|&limb| limb != 0) else { return 0.0 };
        let shift = limbs[top].leading_zeros();
        let below = if top > 0 { limbs[top - 1] } else { 0 };
        let wide = (u128::from(limbs[top]) << 64 | u128::from(below)) << shift;
        let inexact = wide as u64 != 0 || limbs[..top.saturating_sub(1)].iter().any(|&limb| limb != 0);
        let exponent = top as i64 * 64 - i64::from(shift) - 1074;
        let float = compose((wide >> 64) as u64, exponent, inexact);
        if negative { -float } else { float }
    }

    /// Whether the sum is so large that rounding may overflow.
    fn is_large(&self) -> bool {
        // Bit 2097 is the top one of finite floats.
        let top = self.0[LIMBS - 2] as i64 >> 49;
        !(self.0[LIMBS - 1] == 0 && top == 0 || self.0[LIMBS - 1] == u64::MAX && top == -1)
    }
}

pub(super) fn fsum(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut total = Accumulator([0; LIMBS]);
    let (mut special, mut infinite) = (0.0, 0.0);
    vm.for_each(&args.values[0], |vm, item| {
        let x = as_f64(vm, &item)?;
        if !x.is_finite() {
            special += x;
            if x.is_infinite() {
                infinite += x;
            }
            return Ok(());
        }
        total.add(x);
        if total.is_large() && total.round().is_infinite() {
            return Err(vm.raise(Exc::OverflowError, format_args!("intermediate overflow in fsum")));
        }
        Ok(())
    })?;
    if special == 0.0 {
        return vm.new_float(total.round());
    }
    if infinite.is_nan() {
        return Err(vm.value_error(format_args!("-inf + inf in fsum")));
    }
    vm.new_float(special)
}

pub(super) fn prod(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [iterable, start] =
        Params::new("prod", ["iterable", "start"]).required(1).positional_only(1).keyword_only(1).bind(vm, args)?;
    let Some(iterable) = iterable else { return Ok(Value::not_implemented()) };
    let mut result = start.cloned().unwrap_or(Value::small(1));
    vm.for_each(iterable, |vm, item| {
        result = operators::binary(vm, BinOp::Mul, false, &result, &item)?;
        Ok(())
    })?;
    Ok(result)
}

/// A sum of products in three times the precision (Ogita, Rump and Oishi, "Accurate Sum and Dot Product", 2005).
#[derive(Clone, Copy, Default)]
struct Triple {
    high: f64,
    low: f64,
    tiny: f64,
}

impl Triple {
    fn add_product(self, x: f64, y: f64) -> Triple {
        let product = product(x, y);
        let high = sum(self.high, product.high);
        let low = sum(self.low, product.low);
        let rest = sum(low.high, high.low);
        Triple { high: high.high, low: rest.high, tiny: self.tiny + low.low + rest.low }
    }

    fn round(self) -> f64 {
        let last = sum(self.low, self.tiny);
        sum(self.high, last.high).high
    }
}

/// How the pairs so far were summed.
#[derive(PartialEq)]
enum Path {
    /// All products are machine integers.
    Int,
    /// All are floats, or an int and a float.
    Float,
    /// Anything: operators of the values.
    General,
}

/// The running sum of `sumprod`: machine integers and floats aside, as long as the pairs are such.
struct SumProduct {
    total: Value,
    path: Path,
    int: i64,
    float: Triple,
    float_used: bool,
}

impl SumProduct {
    fn add(&mut self, vm: &mut Vm, p: &Value, q: &Value) -> PyResult<()> {
        if self.path == Path::Int {
            if let (Some(x), Some(y)) = (p.as_small(), q.as_small())
                && let Some(sum) = x.checked_mul(y).and_then(|product| self.int.checked_add(product))
            {
                self.int = sum;
                return Ok(());
            }
            self.flush(vm)?;
            self.path = Path::Float;
        }
        if self.path == Path::Float {
            if let Some((x, y)) = float_pair(p, q) {
                let sum = self.float.add_product(x, y);
                if sum.high.is_finite() {
                    (self.float, self.float_used) = (sum, true);
                    return Ok(());
                }
            }
            self.flush(vm)?;
            self.path = Path::General;
        }
        let product = operators::binary(vm, BinOp::Mul, false, p, q)?;
        self.total = operators::binary(vm, BinOp::Add, false, &self.total, &product)?;
        Ok(())
    }

    /// Adds what was summed aside to the total.
    fn flush(&mut self, vm: &mut Vm) -> PyResult<()> {
        let part = match self.path {
            Path::Int if self.int != 0 => vm.new_int(self.int)?,
            Path::Float if self.float_used => vm.new_float(self.float.round())?,
            _ => return Ok(()),
        };
        (self.int, self.float, self.float_used) = (0, Triple::default(), false);
        self.total = operators::binary(vm, BinOp::Add, false, &self.total, &part)?;
        Ok(())
    }
}

/// Two floats, or a float and an int that a float can hold.
fn float_pair(p: &Value, q: &Value) -> Option<(f64, f64)> {
    let plain = |value: &Value| {
        if int::is_exact(value) || value.as_bool().is_some() {
            int::view(value).and_then(|view| pitviper_number::convert::to_f64(view.int()))
        } else {
            None
        }
    };
    match (exact_value(p), exact_value(q)) {
        (Some(x), Some(y)) => Some((x, y)),
        (Some(x), None) => Some((x, plain(q)?)),
        (None, Some(y)) => Some((plain(p)?, y)),
        (None, None) => None,
    }
}

pub(super) fn sumprod(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (left, right) = (vm.iter(&args.values[0])?, vm.iter(&args.values[1])?);
    let mut sum =
        SumProduct { total: Value::small(0), path: Path::Int, int: 0, float: Triple::default(), float_used: false };
    loop {
        match (vm.next(&left)?, vm.next(&right)?) {
            (Some(p), Some(q)) => sum.add(vm, &p, &q)?,
            (None, None) => break,
            _ => return Err(vm.value_error(format_args!("Inputs are not the same length"))),
        }
    }
    sum.flush(vm)?;
    Ok(sum.total)
}
