//! `ceil`, `floor`, `trunc`.

use pitviper_object::Value;

use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::float::{as_f64, exact_value};
use crate::types::int::{self, convert::from_f64};

/// By the value's own method, or else as a float by `function`.
#[inline(always)]
fn round_by(vm: &mut Vm, args: Args<'_>, name: &Value, function: fn(f64) -> f64) -> PyResult {
    let value = &args.values[0];
    if let Some(float) = exact_value(value) {
        return from_f64(vm, function(float));
    }
    if int::is_exact(value) {
        return Ok(value.clone());
    }
    if let Some(result) = vm.call_special(value, name, &[])? {
        return Ok(result);
    }
    let float = as_f64(vm, value)?;
    from_f64(vm, function(float))
}

pub(super) fn ceil(vm: &mut Vm, args: Args<'_>) -> PyResult {
    round_by(vm, args, &vm.names().__ceil__, f64::ceil)
}

pub(super) fn floor(vm: &mut Vm, args: Args<'_>) -> PyResult {
    round_by(vm, args, &vm.names().__floor__, f64::floor)
}

pub(super) fn trunc(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = &args.values[0];
    if let Some(float) = exact_value(value) {
        return from_f64(vm, float);
    }
    match vm.call_special(value, &vm.names().__trunc__, &[])? {
        Some(result) => Ok(result),
        None => {
            let kind = vm.type_name(value);
            Err(vm.type_error(format_args!("type {kind} doesn't define __trunc__ method")))
        }
    }
}
