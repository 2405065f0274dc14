//! Seconds out of Python numbers.

use pitviper_object::Value;

use crate::core::error::{Exc, PyResult, Raised};
use crate::core::vm::Vm;
use crate::types::{float, int};

#[cold]
fn out_of_range(vm: &mut Vm, of: &str) -> Raised {
    vm.raise(Exc::OverflowError, format_args!("timestamp out of range for {of}"))
}

#[cold]
fn not_a_number(vm: &mut Vm) -> Raised {
    vm.value_error(format_args!("Invalid value NaN (not a number)"))
}

/// Whole seconds since the epoch, rounded down; now for `None` or nothing.
pub(super) fn timestamp(vm: &mut Vm, value: Option<&Value>) -> PyResult<i64> {
    const TYPE: &str = "platform time_t";
    let Some(value) = value.filter(|value| !value.is_none()) else {
        return Ok(super::clocks::read(vm, libc::CLOCK_REALTIME)?.div_euclid(1_000_000_000));
    };
    if let Some(seconds) = float::value_of(value) {
        if seconds.is_nan() {
            return Err(not_a_number(vm));
        }
        return whole(seconds.floor()).ok_or_else(|| out_of_range(vm, TYPE));
    }
    let seconds = vm.to_index(value)?;
    int::to_i64(&seconds).ok_or_else(|| out_of_range(vm, TYPE))
}

fn whole(seconds: f64) -> Option<i64> {
    const LIMIT: f64 = (1u64 << 63) as f64;
    (-LIMIT..LIMIT).contains(&seconds).then_some(seconds as i64)
}

/// Nanoseconds of a time to wait, rounded away from zero.
pub(super) fn duration(vm: &mut Vm, value: &Value) -> PyResult<i64> {
    nanoseconds(vm, value, |nanoseconds| if nanoseconds < 0.0 { nanoseconds.floor() } else { nanoseconds.ceil() })
}

/// Nanoseconds of a number of seconds.
pub(super) fn nanoseconds(vm: &mut Vm, value: &Value, round: fn(f64) -> f64) -> PyResult<i64> {
    const TYPE: &str = "C PyTime_t";
    if let Some(seconds) = float::value_of(value) {
        if seconds.is_nan() {
            return Err(not_a_number(vm));
        }
        return whole(round(seconds * 1e9)).ok_or_else(|| out_of_range(vm, TYPE));
    }
    if !value.is_small_int() && !int::is_int(value) && vm.lookup_special(value, &vm.names().__index__).is_none() {
        let kind = vm.type_name(value);
        return Err(vm.type_error(format_args!("'{kind}' object cannot be interpreted as an integer or float")));
    }
    let seconds = vm.to_index(value)?;
    int::to_i64(&seconds).and_then(|seconds| seconds.checked_mul(1_000_000_000)).ok_or_else(|| out_of_range(vm, TYPE))
}
