//! `time`: clocks, calendar time, text of it, and sleeping.

mod calendar;
mod clocks;
mod fields;
mod os;
mod seconds;
mod sleep;
mod strftime;

use pitviper_object::{Obj, Value};

use crate::core::error::PyResult;
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::module::Module;

/// The clock that never goes back, in nanoseconds.
pub(crate) fn monotonic_nanoseconds(vm: &mut Vm) -> PyResult<i64> {
    clocks::read(vm, libc::CLOCK_MONOTONIC)
}

/// Nanoseconds of a number of seconds, rounded down.
pub(crate) fn nanoseconds_below(vm: &mut Vm, seconds: &Value) -> PyResult<i64> {
    seconds::nanoseconds(vm, seconds, f64::floor)
}

/// `strptime`: the library's module `_strptime` does it.
fn strptime(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let import = vm.intern("__import__")?;
    let import = vm.builtins.as_ref().and_then(|builtins| builtins.get_str(vm, &import));
    let Some(import) = import else {
        return Err(vm.raise(crate::core::error::Exc::ImportError, format_args!("__import__ not found")));
    };
    let name = vm.new_str("_strptime")?;
    let module = vm.call(&import, &[name])?;
    let function = vm.intern("_strptime_time")?;
    let function = vm.get_attr(&module, &function)?;
    vm.call_args(&function, args)
}

static FUNCTIONS: &[Method] = &[
    Method::new("time", clocks::time, 0, 0).doc("time() -> floating-point number\n\nSeconds since the epoch."),
    Method::new("time_ns", clocks::time_ns, 0, 0).doc("time_ns() -> int\n\nNanoseconds since the epoch."),
    Method::new("monotonic", clocks::monotonic, 0, 0)
        .doc("monotonic() -> float\n\nA clock that never goes back, in seconds."),
    Method::new("monotonic_ns", clocks::monotonic_ns, 0, 0)
        .doc("monotonic_ns() -> int\n\nA clock that never goes back, in nanoseconds."),
    Method::new("perf_counter", clocks::monotonic, 0, 0)
        .doc("perf_counter() -> float\n\nA clock for short intervals, in seconds."),
    Method::new("perf_counter_ns", clocks::monotonic_ns, 0, 0)
        .doc("perf_counter_ns() -> int\n\nA clock for short intervals, in nanoseconds."),
    Method::new("process_time", clocks::process_time, 0, 0)
        .doc("process_time() -> float\n\nProcessor time of the process, in seconds."),
    Method::new("process_time_ns", clocks::process_time_ns, 0, 0)
        .doc("process_time_ns() -> int\n\nProcessor time of the process, in nanoseconds."),
    Method::new("thread_time", clocks::thread_time, 0, 0)
        .doc("thread_time() -> float\n\nProcessor time of the thread, in seconds."),
    Method::new("thread_time_ns", clocks::thread_time_ns, 0, 0)
        .doc("thread_time_ns() -> int\n\nProcessor time of the thread, in nanoseconds."),
    Method::new("clock_gettime", clocks::clock_gettime, 1, 1)
        .doc("clock_gettime(clk_id) -> float\n\nThe time of a clock, in seconds."),
    Method::new("clock_gettime_ns", clocks::clock_gettime_ns, 1, 1)
        .doc("clock_gettime_ns(clk_id) -> int\n\nThe time of a clock, in nanoseconds."),
    Method::new("clock_getres", clocks::clock_getres, 1, 1)
        .doc("clock_getres(clk_id) -> floating-point number\n\nHow fine a clock is, in seconds."),
    Method::new("clock_settime", clocks::clock_settime, 2, 2)
        .doc("clock_settime(clk_id, time)\n\nSets a clock, in seconds."),
    Method::new("clock_settime_ns", clocks::clock_settime_ns, 2, 2)
        .doc("clock_settime_ns(clk_id, time)\n\nSets a clock, in nanoseconds."),
    Method::new("get_clock_info", clocks::get_clock_info, 1, 1)
        .doc("get_clock_info(name: str) -> dict\n\nWhat is known of a clock."),
    Method::new("sleep", sleep::sleep, 1, 1)
        .doc("sleep($module, seconds, /)\n--\n\nWaits so many seconds; fractions count."),
    Method::new("gmtime", calendar::gmtime, 0, 1)
        .doc("gmtime([seconds]) -> struct_time\n\nSeconds since the epoch (now, by default) as a date in UTC."),
    Method::new("localtime", calendar::localtime, 0, 1)
        .doc("localtime([seconds]) -> struct_time\n\nSeconds since the epoch (now, by default) as a local date."),
    Method::new("mktime", calendar::mktime, 1, 1)
        .doc("mktime(tuple) -> floating-point number\n\nA local date as seconds since the epoch."),
    Method::new("asctime", calendar::asctime, 0, 1)
        .doc("asctime([tuple]) -> string\n\nA date (now, by default) as text, such as 'Sat Jun 06 16:26:11 1998'."),
    Method::new("ctime", calendar::ctime, 0, 1)
        .doc("ctime([seconds]) -> string\n\nSeconds since the epoch (now, by default) as text in local time."),
    Method::keywords("strftime", strftime::strftime)
        .doc("strftime(format[, tuple]) -> string\n\nA date (now, by default) as text, as the format says."),
    Method::keywords("strptime", strptime)
        .doc("strptime(string, format) -> struct_time\n\nReads a date out of text, as the format says."),
    Method::new("tzset", calendar::tzset, 0, 0).doc("tzset()\n\nReads the environment's time zone again."),
];

fn init(vm: &mut Vm, module: &Obj<Module>) -> PyResult<()> {
    let class = fields::class(vm)?;
    set(vm, module, "struct_time", class.as_value().clone())?;
    set(vm, module, "_STRUCT_TM_ITEMS", Value::small(11))?;
    for &(name, clock) in os::CLOCKS {
        set(vm, module, name, Value::small(clock.into()))?;
    }
    set_zone(vm, module)
}

/// Puts a name into the module.
fn set(vm: &mut Vm, module: &Obj<Module>, name: &str, value: Value) -> PyResult<()> {
    let name = vm.intern(name)?;
    let dict = module.dict.clone();
    vm.dict_set_str(&dict, &name, value)
}

/// Names and offsets of the local time zone.
fn set_zone(vm: &mut Vm, module: &Obj<Module>) -> PyResult<()> {
    let zone = os::zone(&vm.sandbox);
    set(vm, module, "timezone", Value::small(-zone.standard_offset))?;
    set(vm, module, "altzone", Value::small(-zone.summer_offset))?;
    set(vm, module, "daylight", Value::small(i64::from(zone.standard_offset != zone.summer_offset)))?;
    let names = [vm.new_str(zone.standard_name.as_str())?, vm.new_str(zone.summer_name.as_str())?];
    let names = vm.new_tuple_from(names)?;
    set(vm, module, "tzname", names)
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "time",
    doc: "Clocks, and dates and times of day.\n\nTime is counted in seconds since the epoch, the beginning of 1970 in UTC, or told as a tuple of year,\nmonth (1-12), day (1-31), hour, minute, second, weekday (0-6, Monday is 0), day of the year (1-366) and a\nflag that says whether summer time is in force (1, 0, or -1 for unknown).",
    functions: FUNCTIONS,
    types: &[],
    init: Some(init),
};
