//! Dates and times of day.

use pitviper_object::Value;

use super::clocks::os_error;
use super::os::{self, Local, ZoneName};
use super::seconds::timestamp;
use super::{fields, strftime};
use crate::core::error::{Exc, PyResult};
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::str::StrBuilder;

const DAY: i64 = 24 * 3600;

/// Days from 0000-03-01 to the epoch.
const EPOCH: i64 = 719_468;

/// Days of 400 years.
const CYCLE: i64 = 146_097;

/// The day of the year (from 0) on which each month begins, leap day aside.
const MONTHS: [i32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Seconds since the epoch as UTC; `None` when the year does not fit C's `tm`. Years begin in March inside, so
/// that the leap day is the last one (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
pub(super) fn utc(seconds: i64) -> Option<Local> {
    let days = seconds.div_euclid(DAY);
    let rest = seconds.rem_euclid(DAY) as i32;
    let shifted = days + EPOCH;
    let (cycle, day) = (shifted.div_euclid(CYCLE), shifted.rem_euclid(CYCLE));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day_of_month = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 2 } else { month - 10 };
    let year = year + cycle * 400 + i64::from(month < 2);
    i32::try_from(year - 1900).ok()?;
    let leap_day = i32::from(month > 1 && is_leap(year));
    Some(Local {
        second: rest % 60,
        minute: rest / 60 % 60,
        hour: rest / 3600,
        day: day_of_month as i32,
        month: month as i32,
        year,
        weekday: (days + 4).rem_euclid(7) as i32,
        year_day: MONTHS[month as usize] + leap_day + day_of_month as i32 - 1,
        summer: 0,
        offset: 0,
        zone: ZoneName::of("GMT"),
        in_utc: false,
    })
}

pub(super) fn gmtime(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let seconds = timestamp(vm, args.values.first())?;
    match utc(seconds) {
        Some(time) => fields::to_struct(vm, &time),
        None => Err(os_error(vm, libc::EOVERFLOW)),
    }
}

/// The local time of an optional number of seconds.
pub(super) fn local(vm: &mut Vm, seconds: Option<&Value>) -> PyResult<Local> {
    let seconds = timestamp(vm, seconds)?;
    os::local(&vm.sandbox, seconds).map_err(|error| os_error(vm, error))
}

pub(super) fn localtime(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let time = local(vm, args.values.first())?;
    fields::to_struct(vm, &time)
}

pub(super) fn mktime(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let time = fields::from_tuple(vm, "mktime", &args.values[0])?;
    let year = i32::try_from(time.year - 1900).ok();
    let date = year.map(|year| [year, time.month, time.day, time.hour, time.minute, time.second]);
    let seconds = date.and_then(|date| os::seconds(time.in_utc, date, time.summer));
    match seconds {
        Some(seconds) => vm.new_float(seconds as f64),
        None => Err(vm.raise(Exc::OverflowError, format_args!("mktime argument out of range"))),
    }
}

/// "Sat Jun  6 16:26:11 1998".
fn text(vm: &mut Vm, time: &Local) -> PyResult {
    let weekday = &strftime::WEEKDAYS[time.weekday as usize % 7][..3];
    let month = &strftime::MONTHS[time.month as usize % 12][..3];
    let Local { day, hour, minute, second, year, .. } = time;
    let mut out = StrBuilder::new(vm);
    out.write_fmt(format_args!("{weekday} {month} {day:2} {hour:02}:{minute:02}:{second:02} {year}"))?;
    out.finish()
}

pub(super) fn asctime(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let time = match args.values.first() {
        None => local(vm, None)?,
        Some(tuple) => {
            let mut time = fields::from_tuple(vm, "asctime", tuple)?;
            fields::check(vm, &mut time)?;
            time
        }
    };
    text(vm, &time)
}

pub(super) fn ctime(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let time = local(vm, args.values.first())?;
    text(vm, &time)
}

/// Reads the zone again and sets the module's attributes that tell it.
pub(super) fn tzset(vm: &mut Vm, _: Args<'_>) -> PyResult {
    os::read_zone();
    let name = vm.intern("time")?;
    let module = vm.modules.as_ref().and_then(|modules| modules.get_str(vm, &name));
    if let Some(Ok(module)) = module.map(pitviper_object::Obj::try_from_value) {
        super::set_zone(vm, &module)?;
    }
    Ok(Value::none())
}
