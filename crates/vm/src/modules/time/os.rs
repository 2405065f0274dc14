//! The system calls: clocks and the local time zone. The only unsafe code of the module.

use std::ffi::CStr;

use crate::core::capabilities::{Grant, Sandbox};

/// Clocks by the names that Python gives them.
#[cfg(target_os = "linux")]
pub(super) const CLOCKS: &[(&str, libc::clockid_t)] = &[
    ("CLOCK_REALTIME", libc::CLOCK_REALTIME),
    ("CLOCK_MONOTONIC", libc::CLOCK_MONOTONIC),
    ("CLOCK_MONOTONIC_RAW", libc::CLOCK_MONOTONIC_RAW),
    ("CLOCK_PROCESS_CPUTIME_ID", libc::CLOCK_PROCESS_CPUTIME_ID),
    ("CLOCK_THREAD_CPUTIME_ID", libc::CLOCK_THREAD_CPUTIME_ID),
    ("CLOCK_BOOTTIME", libc::CLOCK_BOOTTIME),
    ("CLOCK_TAI", libc::CLOCK_TAI),
];

/// Clocks by the names that Python gives them.
#[cfg(not(target_os = "linux"))]
pub(super) const CLOCKS: &[(&str, libc::clockid_t)] = &[
    ("CLOCK_REALTIME", libc::CLOCK_REALTIME),
    ("CLOCK_MONOTONIC", libc::CLOCK_MONOTONIC),
    ("CLOCK_PROCESS_CPUTIME_ID", libc::CLOCK_PROCESS_CPUTIME_ID),
    ("CLOCK_THREAD_CPUTIME_ID", libc::CLOCK_THREAD_CPUTIME_ID),
];

fn nanoseconds(time: libc::timespec) -> i64 {
    time.tv_sec.saturating_mul(1_000_000_000).saturating_add(time.tv_nsec)
}

/// Nanoseconds of a clock, or the error number.
pub(super) fn clock(clock: libc::clockid_t) -> Result<i64, i32> {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the pointer is to a timespec.
    match unsafe { libc::clock_gettime(clock, &raw mut time) } {
        0 => Ok(nanoseconds(time)),
        _ => Err(last_error()),
    }
}

/// Nanoseconds of a clock's resolution, or the error number.
pub(super) fn resolution(clock: libc::clockid_t) -> Result<i64, i32> {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the pointer is to a timespec.
    match unsafe { libc::clock_getres(clock, &raw mut time) } {
        0 => Ok(nanoseconds(time)),
        _ => Err(last_error()),
    }
}

/// Sets a clock, or gives the error number.
pub(super) fn set_clock(clock: libc::clockid_t, nanoseconds: i64) -> Result<(), i32> {
    const SECOND: i64 = 1_000_000_000;
    let time = libc::timespec {
        tv_sec: nanoseconds.div_euclid(SECOND) as libc::time_t,
        tv_nsec: nanoseconds.rem_euclid(SECOND) as libc::c_long,
    };
    // SAFETY: the pointer is to a timespec.
    match unsafe { libc::clock_settime(clock, &raw const time) } {
        0 => Ok(()),
        _ => Err(last_error()),
    }
}

fn last_error() -> i32 {
    std::io::Error::last_os_error().raw_os_error().unwrap_or(0)
}

/// What the system says about an error number.
pub(super) fn error_text(error: i32) -> ErrorText {
    let mut text = ErrorText { bytes: [0; 128] };
    // SAFETY: the buffer has the length given; the text is cut to it and ends with a zero.
    unsafe { libc::strerror_r(error, text.bytes.as_mut_ptr().cast(), text.bytes.len()) };
    text
}

/// Text of an error.
pub(super) struct ErrorText {
    bytes: [u8; 128],
}

impl ErrorText {
    pub(super) fn as_str(&self) -> &str {
        CStr::from_bytes_until_nul(&self.bytes).ok().and_then(|text| text.to_str().ok()).unwrap_or_default()
    }
}

/// A zone's abbreviated name.
#[derive(Clone, Copy, Default)]
pub(super) struct ZoneName {
    bytes: [u8; 32],
    len: usize,
}

impl ZoneName {
    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.len]).unwrap_or_default()
    }

    pub(super) fn of(name: &str) -> ZoneName {
        let mut own = ZoneName::default();
        own.len = name.len().min(own.bytes.len());
        own.bytes[..own.len].copy_from_slice(&name.as_bytes()[..own.len]);
        own
    }
}

/// A moment in the local time zone.
#[derive(Clone, Copy)]
pub(super) struct Local {
    pub(super) second: i32,
    pub(super) minute: i32,
    pub(super) hour: i32,
    pub(super) day: i32,
    /// From 0.
    pub(super) month: i32,
    pub(super) year: i64,
    /// From Sunday.
    pub(super) weekday: i32,
    /// From 0.
    pub(super) year_day: i32,
    pub(super) summer: i32,
    pub(super) offset: i64,
    pub(super) zone: ZoneName,
    /// Local time is UTC.
    pub(super) in_utc: bool,
}

fn empty() -> libc::tm {
    // SAFETY: a tm is numbers and a pointer that may be null.
    unsafe { std::mem::zeroed() }
}

/// Whether the local time zone is UTC, because the real one is not for programs to know.
pub(super) fn is_utc(sandbox: &Sandbox) -> bool {
    !sandbox.grants(Grant::Clock)
}

/// Seconds since the epoch as local time, or the error number.
pub(super) fn local(sandbox: &Sandbox, seconds: i64) -> Result<Local, i32> {
    let mut tm = empty();
    let seconds = seconds as libc::time_t;
    // SAFETY: both pointers are to what the functions want; they write `tm` only.
    let made = unsafe {
        match is_utc(sandbox) {
            true => libc::gmtime_r(&raw const seconds, &raw mut tm),
            false => libc::localtime_r(&raw const seconds, &raw mut tm),
        }
    };
    if made.is_null() {
        return Err(last_error());
    }
    let zone = if is_utc(sandbox) {
        ZoneName::of("UTC")
    } else if tm.tm_zone.is_null() {
        ZoneName::default()
    } else {
        // SAFETY: localtime_r leaves a zero-ended name that lives until the zone is set anew; it is copied at once.
        ZoneName::of(unsafe { CStr::from_ptr(tm.tm_zone) }.to_str().unwrap_or_default())
    };
    Ok(Local {
        second: tm.tm_sec,
        minute: tm.tm_min,
        hour: tm.tm_hour,
        day: tm.tm_mday,
        month: tm.tm_mon,
        year: i64::from(tm.tm_year) + 1900,
        weekday: tm.tm_wday,
        year_day: tm.tm_yday,
        summer: tm.tm_isdst,
        offset: tm.tm_gmtoff,
        zone,
        in_utc: is_utc(sandbox),
    })
}

/// Seconds since the epoch of a local date (fields beyond their ranges count on); `None` when it has none.
pub(super) fn seconds(in_utc: bool, date: [i32; 6], summer: i32) -> Option<i64> {
    let mut tm = empty();
    [tm.tm_year, tm.tm_mon, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec] = date;
    tm.tm_isdst = summer;
    tm.tm_wday = -1;
    // SAFETY: the pointer is to a tm.
    let seconds = unsafe {
        match in_utc {
            true => libc::timegm(&raw mut tm),
            false => libc::mktime(&raw mut tm),
        }
    };
    if seconds == -1 && tm.tm_wday == -1 { None } else { Some(seconds as i64) }
}

unsafe extern "C" {
    fn tzset();
}

/// Reads the environment's time zone again.
pub(super) fn read_zone() {
    // SAFETY: no precondition; the C library guards its own state.
    unsafe { tzset() }
}

/// The local time zone: seconds east of UTC in winter and summer, and names.
pub(super) struct Zone {
    pub(super) standard_offset: i64,
    pub(super) summer_offset: i64,
    pub(super) standard_name: ZoneName,
    pub(super) summer_name: ZoneName,
}

/// The local time zone as it is this year.
pub(super) fn zone(sandbox: &Sandbox) -> Zone {
    const YEAR: i64 = 365 * 24 * 3600 + 6 * 3600;
    if !is_utc(sandbox) {
        read_zone();
    }
    let now = clock(libc::CLOCK_REALTIME).unwrap_or(0) / 1_000_000_000;
    let january = local(sandbox, now / YEAR * YEAR);
    let july = local(sandbox, now / YEAR * YEAR + YEAR / 2);
    let (Ok(january), Ok(july)) = (january, july) else {
        let utc = ZoneName::of("UTC");
        return Zone { standard_offset: 0, summer_offset: 0, standard_name: utc, summer_name: utc };
    };
    // In the south, summer is in January.
    let (standard, summer) = if january.offset > july.offset { (july, january) } else { (january, july) };
    Zone {
        standard_offset: standard.offset,
        summer_offset: summer.offset,
        standard_name: standard.zone,
        summer_name: summer.zone,
    }
}
