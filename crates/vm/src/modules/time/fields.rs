//! `struct_time`, and dates as the module's functions take and give them.

use pitviper_object::{Obj, Value};

use super::os::{Local, ZoneName};
use crate::core::error::{Exc, PyResult};
use crate::core::vm::Vm;
use crate::types::int;
use crate::types::str::Str;
use crate::types::tuple::Tuple;
use crate::types::tuple::struct_sequence::{Definition, create, define};
use crate::types::typ::Type;

static FIELDS: &[&str] = &[
    "tm_year",
    "tm_mon",
    "tm_mday",
    "tm_hour",
    "tm_min",
    "tm_sec",
    "tm_wday",
    "tm_yday",
    "tm_isdst",
    "tm_zone",
    "tm_gmtoff",
];

/// The class `struct_time`, made when it is first asked for.
pub(super) fn class(vm: &mut Vm) -> PyResult<Obj<Type>> {
    if let Some(class) = &vm.struct_time {
        return Ok(class.clone());
    }
    let class = define(
        vm,
        &Definition {
            name: "struct_time",
            module: "time",
            doc: "A date and time of day, as gmtime(), localtime() and strptime() give it: a tuple of nine integers whose\nplaces have names; the time zone is an attribute only.",
            fields: FIELDS,
            in_sequence: 9,
            callable: true,
        },
    )?;
    vm.struct_time = Some(class.clone());
    Ok(class)
}

/// A moment as a `struct_time`.
pub(super) fn to_struct(vm: &mut Vm, time: &Local) -> PyResult {
    let class = class(vm)?;
    let zone = vm.new_str(time.zone.as_str())?;
    let number = |number: i32| Value::small(number.into());
    let values = [
        vm.new_int(time.year)?,
        number(time.month + 1),
        number(time.day),
        number(time.hour),
        number(time.minute),
        number(time.second),
        number((time.weekday + 6) % 7),
        number(time.year_day + 1),
        number(time.summer),
        zone,
        vm.new_int(time.offset)?,
    ];
    create(vm, &class, &values)
}

/// The moment that a tuple of nine integers tells, without range checks.
pub(super) fn from_tuple(vm: &mut Vm, function: &str, value: &Value) -> PyResult<Local> {
    let items = value.downcast::<Tuple>().map(Tuple::items);
    let Some(items) = items else {
        return Err(vm.type_error(format_args!("Tuple or struct_time argument required")));
    };
    if items.len() != 9 {
        return Err(vm.type_error(format_args!("{function}(): illegal time tuple argument")));
    }
    let mut fields = [0; 9];
    for (field, item) in fields.iter_mut().zip(items) {
        *field = c_int(vm, item)?;
    }
    let [year, month, day, hour, minute, second, weekday, year_day, summer] = fields;
    if year < i32::MIN + 1900 {
        return Err(vm.raise(Exc::OverflowError, format_args!("year out of range")));
    }
    let mut time = Local {
        second,
        minute,
        hour,
        day,
        month: month.wrapping_sub(1),
        year: year.into(),
        weekday: weekday.wrapping_add(1) % 7,
        year_day: year_day.wrapping_sub(1),
        summer,
        offset: 0,
        zone: ZoneName::default(),
        in_utc: super::os::is_utc(&vm.sandbox),
    };
    add_zone(vm, value, &mut time)?;
    Ok(time)
}

/// A `struct_time` knows its zone; for other tuples it is the local one.
fn add_zone(vm: &mut Vm, value: &Value, time: &mut Local) -> PyResult<()> {
    let class = class(vm)?;
    if vm.is_subtype(vm.type_of(value), &class) {
        let (zone, offset) = (vm.intern("tm_zone")?, vm.intern("tm_gmtoff")?);
        let (zone, offset) = (vm.get_attr(value, &zone)?, vm.get_attr(value, &offset)?);
        if let (Some(zone), Some(offset)) = (zone.downcast::<Str>().and_then(Str::as_ascii), int::to_i64(&offset)) {
            time.zone = ZoneName::of(zone);
            time.offset = offset;
            return Ok(());
        }
    }
    let zone = super::os::zone(&vm.sandbox);
    (time.zone, time.offset) = if time.summer > 0 {
        (zone.summer_name, zone.summer_offset)
    } else {
        (zone.standard_name, zone.standard_offset)
    };
    Ok(())
}

/// An integer that a C `int` holds.
fn c_int(vm: &mut Vm, value: &Value) -> PyResult<i32> {
    let index = vm.to_index(value)?;
    let Some(int) = int::to_i64(&index) else {
        return Err(vm.raise(Exc::OverflowError, format_args!("Python int too large to convert to C long")));
    };
    match i32::try_from(int) {
        Ok(int) => Ok(int),
        Err(_) => {
            let (what, end) = if int < 0 { ("less", "minimum") } else { ("greater", "maximum") };
            Err(vm.raise(Exc::OverflowError, format_args!("signed integer is {what} than {end}")))
        }
    }
}

/// Checks what `asctime` and `strftime` index by, and mends zeros as CPython does.
pub(super) fn check(vm: &mut Vm, time: &mut Local) -> PyResult<()> {
    let wrong = |vm: &mut Vm, what: &str| Err(vm.value_error(format_args!("{what} out of range")));
    if time.month == -1 {
        time.month = 0;
    } else if !(0..12).contains(&time.month) {
        return wrong(vm, "month");
    }
    if time.day == 0 {
        time.day = 1;
    } else if !(1..32).contains(&time.day) {
        return wrong(vm, "day of month");
    }
    if !(0..24).contains(&time.hour) {
        return wrong(vm, "hour");
    }
    if !(0..60).contains(&time.minute) {
        return wrong(vm, "minute");
    }
    if !(0..62).contains(&time.second) {
        return wrong(vm, "seconds");
    }
    if time.weekday < 0 {
        return wrong(vm, "day of week");
    }
    if time.year_day == -1 {
        time.year_day = 0;
    } else if !(0..366).contains(&time.year_day) {
        return wrong(vm, "day of year");
    }
    time.summer = time.summer.clamp(-1, 1);
    Ok(())
}
