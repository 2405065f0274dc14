//! `sum`: ints in machine words as long as they fit, floats and complex numbers with Neumaier's compensation,
//! everything else by `+`.

use pitviper_object::Value;

use crate::core::args::Params;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, BinOp};
use crate::core::vm::Vm;

/// A running total of floats and what its additions lost.
#[derive(Clone, Copy)]
struct Compensated {
    high: f64,
    low: f64,
}

impl Compensated {
    fn add(&mut self, x: f64) {
        let total = self.high + x;
        self.low += if self.high.abs() >= x.abs() { (self.high - total) + x } else { (x - total) + self.high };
        self.high = total;
    }

    fn value(self) -> f64 {
        if self.low != 0.0 && self.low.is_finite() { self.high + self.low } else { self.high }
    }
}

/// The total so far.
enum Total {
    Int(i64),
    Float(Compensated),
    Complex(Compensated, Compensated),
    Any(Value),
}

pub(super) fn sum(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let params = Params::new("sum", ["iterable", "start"]).required(1).positional_only(1);
    let [iterable, start] = params.bind(vm, args)?;
    let Some(iterable) = iterable else { return Err(vm.no_memory()) };
    let mut total = match start {
        None => Total::Int(0),
        Some(start) => first(vm, start)?,
    };
    let iterator = vm.iter(iterable)?;
    while let Some(item) = vm.next(&iterator)? {
        total = add(vm, total, &item)?;
    }
    value(vm, total)
}

fn first(vm: &mut Vm, start: &Value) -> PyResult<Total> {
    let wanted = match start.kind() {
        kinds::STR => "strings [use ''.join(seq) instead]",
        kinds::BYTES => "bytes [use b''.join(seq) instead]",
        kinds::BYTEARRAY => "bytearray [use b''.join(seq) instead]",
        _ => return Ok(total_of(start)),
    };
    Err(vm.type_error(format_args!("sum() can't sum {wanted}")))
}

/// A value as the total to go on with.
fn total_of(value: &Value) -> Total {
    if let Some(int) = value.as_small() {
        return Total::Int(int);
    }
    if let Some(float) = crate::types::float::exact_value(value) {
        return Total::Float(Compensated { high: float, low: 0.0 });
    }
    match crate::types::complex::exact_value(value) {
        Some((real, imag)) => {
            Total::Complex(Compensated { high: real, low: 0.0 }, Compensated { high: imag, low: 0.0 })
        }
        None => Total::Any(value.clone()),
    }
}

/// An int or bool as a float, when it is exactly representable or at least small.
fn int_as_f64(value: &Value) -> Option<f64> {
    value.as_small().or_else(|| value.as_bool().map(i64::from)).map(|int| int as f64)
}

fn add(vm: &mut Vm, total: Total, item: &Value) -> PyResult<Total> {
    match total {
        Total::Int(sum) => {
            if let Some(int) = item.as_small().or_else(|| item.as_bool().map(i64::from))
                && let Some(sum) = sum.checked_add(int)
            {
                return Ok(Total::Int(sum));
            }
            let left = vm.new_int(sum)?;
            vm.binary(BinOp::Add, &left, item).map(|sum| total_of(&sum))
        }
        Total::Float(mut sum) => {
            if let Some(float) = crate::types::float::exact_value(item).or_else(|| int_as_f64(item)) {
                sum.add(float);
                return Ok(Total::Float(sum));
            }
            if let Some((real, imag)) = crate::types::complex::exact_value(item) {
                sum.add(real);
                return Ok(Total::Complex(sum, Compensated { high: imag, low: 0.0 }));
            }
            let left = vm.new_float(sum.value())?;
            vm.binary(BinOp::Add, &left, item).map(|sum| total_of(&sum))
        }
        Total::Complex(mut re, mut im) => {
            if let Some((real, imag)) = crate::types::complex::exact_value(item) {
                re.add(real);
                im.add(imag);
                return Ok(Total::Complex(re, im));
            }
            if let Some(float) = crate::types::float::exact_value(item).or_else(|| int_as_f64(item)) {
                re.add(float);
                return Ok(Total::Complex(re, im));
            }
            let left = crate::types::complex::create(vm, re.value(), im.value())?;
            vm.binary(BinOp::Add, &left, item).map(|sum| total_of(&sum))
        }
        // Once `+` of other types has been asked it stays in charge, as in CPython.
        Total::Any(sum) => vm.binary(BinOp::Add, &sum, item).map(Total::Any),
    }
}

fn value(vm: &mut Vm, total: Total) -> PyResult {
    match total {
        Total::Int(sum) => vm.new_int(sum),
        Total::Float(sum) => vm.new_float(sum.value()),
        Total::Complex(re, im) => crate::types::complex::create(vm, re.value(), im.value()),
        Total::Any(sum) => Ok(sum),
    }
}
