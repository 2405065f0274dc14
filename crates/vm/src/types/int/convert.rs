//! Ints and floats, and `int(number)`.

use pitviper_number::convert::{self as kernel, FLOAT_LIMBS};
use pitviper_object::Value;

use super::{IntView, from_int, is_exact, is_int, to_exact};
use crate::core::error::{Exc, PyResult};
use crate::core::vm::Vm;

/// The nearest float.
///
/// # Errors
/// OverflowError.
pub fn to_f64(vm: &mut Vm, view: &IntView<'_>) -> PyResult<f64> {
    match kernel::to_f64(view.int()) {
        Some(float) => Ok(float),
        None => Err(vm.raise(Exc::OverflowError, format_args!("int too large to convert to float"))),
    }
}

/// `int(float)`.
///
/// # Errors
/// OverflowError for infinities, ValueError for NaN.
pub fn from_f64(vm: &mut Vm, float: f64) -> PyResult {
    const WORD: f64 = (1u64 << 62) as f64;
    if float.abs() < WORD {
        return vm.new_int(float as i64);
    }
    let mut limbs = [0; FLOAT_LIMBS];
    match kernel::truncate(float, &mut limbs) {
        Some(written) => from_int(vm, written.of(&limbs)),
        None if float.is_nan() => Err(vm.value_error(format_args!("cannot convert float NaN to integer"))),
        None => Err(vm.raise(Exc::OverflowError, format_args!("cannot convert float infinity to integer"))),
    }
}

/// The result of a Python `__int__` or `__index__` as an exact int.
pub(crate) fn expect_int(vm: &mut Vm, int: Value, method: &str) -> PyResult {
    if is_exact(&int) {
        return Ok(int);
    }
    if is_int(&int) {
        crate::modules::warn::strict_subclass(vm, format_args!("{method}"), "int", &int)?;
        return to_exact(vm, &int);
    }
    let kind = vm.type_name(&int);
    Err(vm.type_error(format_args!("{method} returned non-int (type {kind})")))
}

/// The int that a number stands for by `__int__` or `__index__`; `None` for what has neither.
///
/// # Errors
/// What these methods raise.
pub fn from_number(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    if is_exact(value) {
        return Ok(Some(value.clone()));
    }
    let class = vm.type_of(value);
    let names = vm.names();
    if let Some(method) = vm.python_special(class, &names.__int__) {
        let int = vm.call_bound(&method, value, &[])?;
        return expect_int(vm, int, "__int__").map(Some);
    }
    let slots = class.native_slots();
    if let Some(int) = slots.int {
        return int(vm, value).map(Some);
    }
    if let Some(method) = vm.python_special(class, &names.__index__) {
        let int = vm.call_bound(&method, value, &[])?;
        return expect_int(vm, int, "__index__").map(Some);
    }
    match slots.index {
        Some(index) => index(vm, value).map(Some),
        None => Ok(None),
    }
}
