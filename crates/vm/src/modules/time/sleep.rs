//! `sleep`.

use std::time::{Duration, Instant};

use pitviper_object::Value;

use super::seconds;
use crate::core::capabilities::Grant;
use crate::core::error::{Exc, PyResult};
use crate::core::native::Args;
use crate::core::vm::Vm;

/// `time.sleep`.
pub(crate) fn sleep(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let duration = seconds::duration(vm, &args.values[0])?;
    if duration < 0 {
        return Err(vm.value_error(format_args!("sleep length must be non-negative")));
    }
    if !vm.sandbox.grants(Grant::Clock) {
        vm.sandbox.pass(duration as u64);
        return vm.sleep_until(Instant::now()).map(|()| Value::none());
    }
    let duration = Duration::from_nanos(duration as u64);
    match Instant::now().checked_add(duration) {
        Some(end) => vm.sleep_until(end)?,
        None => return Err(vm.raise(Exc::OverflowError, format_args!("timestamp out of range for platform time_t"))),
    }
    Ok(Value::none())
}
