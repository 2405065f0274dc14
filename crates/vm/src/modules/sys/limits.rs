//! Limits and defaults that can be asked and some of which can be set.

use pitviper_object::Value;

use crate::core::args::Params;
use crate::core::error::PyResult;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;

pub(super) static FUNCTIONS: &[Method] = &[
    Method::new("get_int_max_str_digits", get_int_max_str_digits, 0, 0),
    Method::new("getdefaultencoding", |vm, _| vm.new_str("utf-8"), 0, 0),
    Method::new("getfilesystemencodeerrors", |vm, _| vm.new_str("surrogateescape"), 0, 0),
    Method::new("getfilesystemencoding", |vm, _| vm.new_str("utf-8"), 0, 0),
    Method::new("getrecursionlimit", |vm, _| vm.new_int(i64::from(vm.recursion_limit)), 0, 0)
        .doc("getrecursionlimit($module, /)\n--\n\nReturn the most nested calls."),
    Method::new("getswitchinterval", |vm, _| vm.new_float(vm.sys_settings.switch_interval), 0, 0)
        .doc("getswitchinterval($module, /)\n--\n\nReturn how long a thread runs before another one may, in seconds."),
    Method::new("is_finalizing", |vm, _| Ok(Value::bool(vm.finalizing)), 0, 0),
    Method::new("_is_gil_enabled", |_, _| Ok(Value::bool(true)), 0, 0),
    Method::keywords("set_int_max_str_digits", set_int_max_str_digits),
    Method::new("setrecursionlimit", setrecursionlimit, 1, 1)
        .doc("setrecursionlimit($module, limit, /)\n--\n\nSet the most nested calls."),
    Method::new("setswitchinterval", setswitchinterval, 1, 1).doc(
        "setswitchinterval($module, interval, /)\n--\n\nSet how long a thread runs before another one may, in seconds.",
    ),
];

/// Fewest digits that can be set.
const LEAST_DIGITS: i32 = 640;

fn get_int_max_str_digits(vm: &mut Vm, _: Args<'_>) -> PyResult {
    vm.new_int(i64::from(vm.int_max_str_digits))
}

fn set_int_max_str_digits(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [digits] = Params::new("set_int_max_str_digits", ["maxdigits"]).required(1).bind(vm, args)?;
    let Some(digits) = digits else { return Ok(Value::none()) };
    let digits = super::settings::c_int(vm, digits)?;
    if digits != 0 && digits < LEAST_DIGITS {
        return Err(vm.value_error(format_args!("maxdigits must be >= {LEAST_DIGITS} or 0 for unlimited")));
    }
    vm.int_max_str_digits = u32::try_from(digits).unwrap_or(u32::MAX);
    Ok(Value::none())
}

fn setrecursionlimit(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let limit = super::settings::c_int(vm, &args.values[0])?;
    if limit < 1 {
        return Err(vm.value_error(format_args!("recursion limit must be greater or equal than 1")));
    }
    let limit = limit.unsigned_abs();
    let depth = vm.stack.depth;
    if depth >= limit {
        return Err(vm.raise(
            crate::core::error::Exc::RecursionError,
            format_args!(
                "cannot set the recursion limit to {limit} at the recursion depth {depth}: the limit is too low"
            ),
        ));
    }
    vm.recursion_limit = limit;
    Ok(Value::none())
}

fn setswitchinterval(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let interval = crate::types::float::as_f64(vm, &args.values[0])?;
    if interval > 0.0 {
        vm.sys_settings.switch_interval = interval;
        let interval = std::time::Duration::try_from_secs_f64(interval).unwrap_or(std::time::Duration::MAX);
        vm.threads.set_switch_interval(interval);
        return Ok(Value::none());
    }
    Err(vm.value_error(format_args!("switch interval must be strictly positive")))
}
