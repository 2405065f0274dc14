//! `sleep`.

use std::time::Duration;

use pitviper_object::Value;

use super::{os, seconds};
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;

/// Nanoseconds after which the check word is looked at again.
const SLICE: i64 = 10_000_000;

/// `time.sleep`.
pub(crate) fn sleep(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let duration = seconds::duration(vm, &args.values[0])?;
    if duration < 0 {
        return Err(vm.value_error(format_args!("sleep length must be non-negative")));
    }
    let now = || os::clock(libc::CLOCK_MONOTONIC).unwrap_or(i64::MAX);
    let end = now().saturating_add(duration);
    loop {
        vm.check_interrupt()?;
        let left = end.saturating_sub(now());
        if left <= 0 {
            return Ok(Value::none());
        }
        std::thread::sleep(Duration::from_nanos(left.min(SLICE) as u64));
    }
}
