//! Reading clocks.

use pitviper_object::Value;

use super::os;
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::str::Str;

/// `OSError(errno, text)`, of the class that the number stands for.
#[cold]
pub(super) fn os_error(vm: &mut Vm, error: i32) -> Raised {
    let text = match vm.new_str(os::error_text(error).as_str()) {
        Ok(text) => text,
        Err(raised) => return raised,
    };
    let class = vm.exc_type(Exc::OSError).to_value();
    match vm.call(&class, &[Value::small(error.into()), text]) {
        Ok(error) => vm.raise_value(error),
        Err(raised) => raised,
    }
}

/// Nanoseconds of a clock. All are the virtual one where the clock is not granted.
pub(super) fn read(vm: &mut Vm, clock: libc::clockid_t) -> PyResult<i64> {
    if let Some(time) = vm.virtual_time() {
        return Ok(time);
    }
    os::clock(clock).map_err(|error| os_error(vm, error))
}

fn to_seconds(nanoseconds: i64) -> f64 {
    nanoseconds as f64 / 1e9
}

macro_rules! clocks {
    ($($seconds:ident $nanoseconds:ident $clock:ident;)*) => {
        $(
            pub(super) fn $seconds(vm: &mut Vm, _: Args<'_>) -> PyResult {
                let time = read(vm, libc::$clock)?;
                vm.new_float(to_seconds(time))
            }

            pub(super) fn $nanoseconds(vm: &mut Vm, _: Args<'_>) -> PyResult {
                let time = read(vm, libc::$clock)?;
                vm.new_int(time)
            }
        )*
    };
}

clocks! {
    time time_ns CLOCK_REALTIME;
    monotonic monotonic_ns CLOCK_MONOTONIC;
    process_time process_time_ns CLOCK_PROCESS_CPUTIME_ID;
    thread_time thread_time_ns CLOCK_THREAD_CPUTIME_ID;
}

/// A clock's number as an argument.
fn clock_argument(vm: &mut Vm, value: &Value) -> PyResult<libc::clockid_t> {
    let clock = vm.index_isize(value)?;
    match libc::clockid_t::try_from(clock) {
        Ok(clock) => Ok(clock),
        Err(_) => Err(vm.raise(Exc::OverflowError, format_args!("clk_id should fit in a C int"))),
    }
}

pub(super) fn clock_gettime(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let clock = clock_argument(vm, &args.values[0])?;
    let time = read(vm, clock)?;
    vm.new_float(to_seconds(time))
}

pub(super) fn clock_gettime_ns(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let clock = clock_argument(vm, &args.values[0])?;
    let time = read(vm, clock)?;
    vm.new_int(time)
}

pub(super) fn clock_getres(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let clock = clock_argument(vm, &args.values[0])?;
    match os::resolution(clock) {
        Ok(resolution) => vm.new_float(to_seconds(resolution)),
        Err(error) => Err(os_error(vm, error)),
    }
}

fn set(vm: &mut Vm, clock: &Value, nanoseconds: i64) -> PyResult {
    let clock = clock_argument(vm, clock)?;
    match os::set_clock(clock, nanoseconds) {
        Ok(()) => Ok(Value::none()),
        Err(error) => Err(os_error(vm, error)),
    }
}

pub(super) fn clock_settime(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let nanoseconds = super::seconds::duration(vm, &args.values[1])?;
    set(vm, &args.values[0], nanoseconds)
}

pub(super) fn clock_settime_ns(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let nanoseconds = vm.index_isize(&args.values[1])?;
    set(vm, &args.values[0], nanoseconds as i64)
}

pub(super) fn get_clock_info(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(name) = args.values[0].downcast::<Str>() else {
        let kind = vm.argument_kind(&args.values[0]);
        return Err(vm.type_error(format_args!("get_clock_info() argument 1 must be str, not {kind}")));
    };
    let (clock, implementation, monotonic, adjustable) = match name.as_ascii() {
        Some("time") => (libc::CLOCK_REALTIME, "clock_gettime(CLOCK_REALTIME)", false, true),
        Some("monotonic" | "perf_counter") => (libc::CLOCK_MONOTONIC, "clock_gettime(CLOCK_MONOTONIC)", true, false),
        Some("process_time") => {
            (libc::CLOCK_PROCESS_CPUTIME_ID, "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", true, false)
        }
        Some("thread_time") => (libc::CLOCK_THREAD_CPUTIME_ID, "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", true, false),
        _ => return Err(vm.value_error(format_args!("unknown clock"))),
    };
    let resolution = match os::resolution(clock) {
        Ok(resolution) => vm.new_float(to_seconds(resolution))?,
        Err(error) => return Err(os_error(vm, error)),
    };
    let info = vm.new_namespace()?;
    let dict = info.dict.clone();
    let implementation = vm.new_str(implementation)?;
    for (key, value) in [
        ("implementation", implementation),
        ("monotonic", Value::bool(monotonic)),
        ("adjustable", Value::bool(adjustable)),
        ("resolution", resolution),
    ] {
        let key = vm.intern(key)?;
        vm.dict_set_str(&dict, &key, value)?;
    }
    Ok(info.into_value())
}
