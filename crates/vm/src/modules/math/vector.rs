//! `hypot` and `dist`: the Euclidean norm with an error well below one unit in the last place.
//!
//! Coordinates are scaled by a power of two, their squares summed in twice the precision, and the square root
//! corrected by one Newton step whose residue is exact but for the last sum (the method of CPython's
//! `vector_norm`, after Borges, "An Improved Algorithm for hypot(a,b)", 2019).

use pitviper_object::Value;

use super::parts::{scale, split};
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::float::as_f64;
use crate::types::int::Limbs;
use crate::types::tuple::Tuple;

/// A sum and what rounding took from it.
#[derive(Clone, Copy)]
pub(super) struct Double {
    pub(super) high: f64,
    pub(super) low: f64,
}

/// `a + b` exactly, for `a` not smaller than `b`.
fn fast_sum(a: f64, b: f64) -> Double {
    let high = a + b;
    Double { high, low: (a - high) + b }
}

/// `a + b` exactly.
pub(super) fn sum(a: f64, b: f64) -> Double {
    let high = a + b;
    let c = high - a;
    Double { high, low: (a - (high - c)) + (b - c) }
}

/// `a * b` exactly.
pub(super) fn product(a: f64, b: f64) -> Double {
    let high = a * b;
    Double { high, low: a.mul_add(b, -high) }
}

/// The norm of coordinates given by their absolute values.
fn norm(coordinates: &[u64], largest: f64, has_nan: bool) -> f64 {
    if largest.is_infinite() {
        return largest;
    }
    if has_nan {
        return f64::NAN;
    }
    if largest == 0.0 || coordinates.len() <= 1 {
        return largest;
    }
    let (_, exponent) = split(largest);
    if exponent < -1023 {
        // The scale itself would overflow.
        return scale(norm_scaled(coordinates, 1074, 0.0), -1074);
    }
    norm_scaled(coordinates, 0, scale(1.0, -exponent))
}

/// The norm of coordinates times `2**shift`; `factor` brings them near one, 0 means that it has to be found.
fn norm_scaled(coordinates: &[u64], shift: i32, factor: f64) -> f64 {
    let shifted = || coordinates.iter().map(move |&bits| scale(f64::from_bits(bits), shift));
    let factor = if factor == 0.0 {
        let largest = shifted().fold(0.0, f64::max);
        scale(1.0, -split(largest).1)
    } else {
        factor
    };
    let (mut total, mut products, mut sums) = (1.0, 0.0, 0.0);
    for x in shifted() {
        let square = product(x * factor, x * factor);
        let added = fast_sum(total, square.high);
        total = added.high;
        products += square.low;
        sums += added.low;
    }
    let root = (total - 1.0 + (products + sums)).sqrt();
    let square = product(-root, root);
    let added = fast_sum(total, square.high);
    let residue = added.high - 1.0 + ((products + square.low) + (sums + added.low));
    (root + residue / (2.0 * root)) / factor
}

/// Collects absolute values; few stay on the native stack.
struct Coordinates {
    few: [u64; 8],
    many: Limbs,
    len: usize,
    largest: f64,
    has_nan: bool,
}

impl Coordinates {
    fn new(vm: &mut Vm, len: usize) -> PyResult<Coordinates> {
        let many = Limbs::new(vm, if len > 8 { len } else { 0 })?;
        Ok(Coordinates { few: [0; 8], many, len, largest: 0.0, has_nan: false })
    }

    fn set(&mut self, index: usize, x: f64) {
        let x = x.abs();
        let places = if self.len > 8 { &mut self.many[..] } else { &mut self.few };
        places[index] = x.to_bits();
        self.has_nan |= x.is_nan();
        self.largest = self.largest.max(x);
    }

    fn norm(&self) -> f64 {
        let places = if self.len > 8 { &self.many[..] } else { &self.few[..self.len] };
        norm(places, self.largest, self.has_nan)
    }
}

pub(super) fn hypot(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut coordinates = Coordinates::new(vm, args.values.len())?;
    for (index, value) in args.values.iter().enumerate() {
        let x = as_f64(vm, value)?;
        coordinates.set(index, x);
    }
    vm.new_float(coordinates.norm())
}

pub(super) fn dist(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (p, q) = (vm.tuple_from(&args.values[0])?, vm.tuple_from(&args.values[1])?);
    let (Some(p), Some(q)) = (p.downcast::<Tuple>(), q.downcast::<Tuple>()) else {
        return Ok(Value::not_implemented());
    };
    if p.len() != q.len() {
        return Err(vm.value_error(format_args!("both points must have the same number of dimensions")));
    }
    let mut coordinates = Coordinates::new(vm, p.len())?;
    for (index, (a, b)) in p.items().iter().zip(q.items()).enumerate() {
        let difference = as_f64(vm, a)? - as_f64(vm, b)?;
        coordinates.set(index, difference);
    }
    vm.new_float(coordinates.norm())
}
