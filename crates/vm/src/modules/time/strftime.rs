//! `strftime`, in the C locale, with the flags of the GNU C library.

use pitviper_object::Value;
use pitviper_text::Chars;

use super::os::{self, Local};
use super::{calendar, fields};
use crate::core::args::Params;
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::str::{Str, StrBuilder};

pub(super) const WEEKDAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(super) fn strftime(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if args.values.is_empty() {
        return Err(vm.type_error(format_args!("strftime() takes at least 1 argument (0 given)")));
    }
    let [format, tuple] = Params::new("strftime", ["format", "tuple"]).required(1).positional_only(2).bind(vm, args)?;
    let Some(format) = format else { return Ok(Value::not_implemented()) };
    let Some(text) = format.downcast::<Str>() else {
        let kind = vm.argument_kind(format);
        return Err(vm.type_error(format_args!("strftime() argument 1 must be str, not {kind}")));
    };
    let time = match tuple {
        None => calendar::local(vm, None)?,
        Some(tuple) => {
            let mut time = fields::from_tuple(vm, "strftime", tuple)?;
            fields::check(vm, &mut time)?;
            time
        }
    };
    let mut out = StrBuilder::new(vm);
    let chars = text.chars();
    let mut index = 0;
    while let Some(ch) = chars.get(index) {
        if ch != u32::from('%') {
            out.push_char(ch)?;
            index += 1;
            continue;
        }
        let mut directive = Directive::default();
        let end = directive.parse(|offset| chars.get(index + 1 + offset));
        index += 1 + end;
        let code = chars.get(index).and_then(|code| u8::try_from(code).ok()).unwrap_or(0);
        if directive.write(&mut out, &time, code)? {
            index += 1;
        } else {
            let start = index - 1 - end;
            index += usize::from(chars.get(index).is_some_and(|ch| (1..128).contains(&ch)));
            directive.unknown(&mut out, chars.slice(start..index))?;
        }
    }
    out.finish()
}

/// How numbers shorter than their width are filled.
#[derive(Clone, Copy, Default, PartialEq)]
enum Padding {
    #[default]
    Usual,
    Zero,
    Space,
    None,
}

/// Flags and width between `%` and the conversion.
#[derive(Clone, Copy, Default)]
struct Directive {
    padding: Padding,
    upper: bool,
    swap: bool,
    width: Option<usize>,
}

impl Directive {
    /// Reads flags, width and modifiers; how many characters they are.
    fn parse(&mut self, at: impl Fn(usize) -> Option<u32>) -> usize {
        let mut index = 0;
        let byte = |index| at(index).and_then(|ch| u8::try_from(ch).ok()).unwrap_or(0);
        loop {
            match byte(index) {
                b'_' => self.padding = Padding::Space,
                b'-' => self.padding = Padding::None,
                b'0' => self.padding = Padding::Zero,
                b'^' => self.upper = true,
                b'#' => self.swap = true,
                _ => break,
            }
            index += 1;
        }
        while byte(index).is_ascii_digit() {
            let width = self.width.unwrap_or(0) * 10 + usize::from(byte(index) - b'0');
            // Nobody needs more, and the text stays small.
            self.width = Some(width.min(1 << 16));
            index += 1;
        }
        if matches!(byte(index), b'E' | b'O') {
            index += 1;
        }
        index
    }

    fn number(self, out: &mut StrBuilder, number: i64, width: usize, fill: Padding) -> PyResult<()> {
        let padding = if self.padding == Padding::Usual { fill } else { self.padding };
        let width = if padding == Padding::None { 0 } else { self.width.unwrap_or(width) };
        match padding {
            Padding::Space => out.write_fmt(format_args!("{number:width$}")),
            _ => out.write_fmt(format_args!("{number:0width$}")),
        }
    }

    fn text(self, out: &mut StrBuilder, text: &str, swap_lowers: bool) -> PyResult<()> {
        if let Some(width) = self.width {
            let fill = u32::from(if self.padding == Padding::Zero { '0' } else { ' ' });
            for _ in text.len()..width {
                out.push_char(fill)?;
            }
        }
        for ch in text.chars() {
            let ch = match (self.upper || self.swap && !swap_lowers, self.swap && swap_lowers) {
                (true, _) => ch.to_ascii_uppercase(),
                (_, true) => ch.to_ascii_lowercase(),
                _ => ch,
            };
            out.push_char(ch.into())?;
        }
        Ok(())
    }

    /// Writes what is no conversion as it is, filled up like one.
    fn unknown(self, out: &mut StrBuilder, part: Chars<'_>) -> PyResult<()> {
        let fill = u32::from(if self.padding == Padding::Zero { '0' } else { ' ' });
        for _ in part.len()..self.width.unwrap_or(0) {
            out.push_char(fill)?;
        }
        for ch in part {
            let upper = u8::try_from(ch).ok().filter(|_| self.upper).map(|ch| u32::from(ch.to_ascii_uppercase()));
            out.push_char(upper.unwrap_or(ch))?;
        }
        Ok(())
    }

    /// Writes a conversion; false when it is none.
    fn write(self, out: &mut StrBuilder, time: &Local, code: u8) -> PyResult<bool> {
        let two = |this: Self, out: &mut StrBuilder, number: i32| this.number(out, number.into(), 2, Padding::Zero);
        let weekday = WEEKDAYS[time.weekday.rem_euclid(7) as usize];
        let month = MONTHS[time.month.rem_euclid(12) as usize];
        let plain = Directive::default();
        match code {
            b'a' => self.text(out, &weekday[..3], false)?,
            b'A' => self.text(out, weekday, false)?,
            b'b' | b'h' => self.text(out, &month[..3], false)?,
            b'B' => self.text(out, month, false)?,
            b'c' => return plain.several(out, time, b"a b e T Y"),
            b'C' => self.number(out, time.year.div_euclid(100), 2, Padding::Zero)?,
            b'd' => two(self, out, time.day)?,
            b'D' | b'x' => return plain.several(out, time, b"m/d/y"),
            b'e' => self.number(out, time.day.into(), 2, Padding::Space)?,
            b'F' => return plain.several(out, time, b"Y-m-d"),
            b'g' => self.number(out, iso_week(time).0.rem_euclid(100), 2, Padding::Zero)?,
            b'G' => self.number(out, iso_week(time).0, 0, Padding::Zero)?,
            b'H' => two(self, out, time.hour)?,
            b'I' => two(self, out, twelve(time.hour))?,
            b'j' => self.number(out, i64::from(time.year_day) + 1, 3, Padding::Zero)?,
            b'k' => self.number(out, time.hour.into(), 2, Padding::Space)?,
            b'l' => self.number(out, twelve(time.hour).into(), 2, Padding::Space)?,
            b'm' => two(self, out, time.month + 1)?,
            b'M' => two(self, out, time.minute)?,
            b'n' => self.text(out, "\n", false)?,
            b'p' => self.text(out, if time.hour < 12 { "AM" } else { "PM" }, true)?,
            b'P' => self.text(out, if time.hour < 12 { "am" } else { "pm" }, false)?,
            b'r' => return plain.several(out, time, b"I:M:S p"),
            b'R' => return plain.several(out, time, b"H:M"),
            b's' => self.number(out, epoch_seconds(time), 1, Padding::Zero)?,
            b'S' => two(self, out, time.second)?,
            b't' => self.text(out, "\t", false)?,
            b'T' | b'X' => return plain.several(out, time, b"H:M:S"),
            b'u' => self.number(out, i64::from((time.weekday + 6) % 7) + 1, 1, Padding::Zero)?,
            b'U' => two(self, out, (time.year_day + 7 - time.weekday) / 7)?,
            b'V' => self.number(out, iso_week(time).1, 2, Padding::Zero)?,
            b'w' => self.number(out, time.weekday.into(), 1, Padding::Zero)?,
            b'W' => two(self, out, (time.year_day + 7 - (time.weekday + 6) % 7) / 7)?,
            b'y' => self.number(out, time.year.rem_euclid(100), 2, Padding::Zero)?,
            b'Y' => self.number(out, time.year, 0, Padding::Zero)?,
            b'z' => self.offset(out, time.offset)?,
            b'Z' => self.text(out, time.zone.as_str(), true)?,
            b'%' => self.text(out, "%", false)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Conversions by their letters, anything else as it is.
    fn several(self, out: &mut StrBuilder, time: &Local, parts: &[u8]) -> PyResult<bool> {
        for &part in parts {
            if !part.is_ascii_alphabetic() {
                out.push_char(part.into())?;
            } else {
                self.write(out, time, part)?;
            }
        }
        Ok(true)
    }

    /// `+hhmm`.
    fn offset(self, out: &mut StrBuilder, offset: i64) -> PyResult<()> {
        let sign = if offset < 0 { '-' } else { '+' };
        let minutes = offset.abs() / 60;
        out.write_fmt(format_args!("{sign}{:02}{:02}", minutes / 60, minutes % 60))
    }
}

fn twelve(hour: i32) -> i32 {
    if hour % 12 == 0 { 12 } else { hour % 12 }
}

fn epoch_seconds(time: &Local) -> i64 {
    let year = i32::try_from(time.year - 1900).unwrap_or(0);
    let date = [year, time.month, time.day, time.hour, time.minute, time.second];
    os::seconds(time.in_utc, date, time.summer).unwrap_or(-1)
}

/// Year and number of the ISO week: week 1 is the one with the year's first Thursday.
fn iso_week(time: &Local) -> (i64, i64) {
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let from_monday = i64::from((time.weekday + 6) % 7);
    let week = (i64::from(time.year_day) + 10 - from_monday) / 7;
    // The weekday of January 1st, from Monday.
    let first = (from_monday - i64::from(time.year_day)).rem_euclid(7);
    let weeks = |first: i64, leap: bool| 52 + i64::from(first == 3 || leap && first == 2);
    if week < 1 {
        let before = time.year - 1;
        let days = 365 + i64::from(leap(before));
        return (before, weeks((first - days).rem_euclid(7), leap(before)));
    }
    if week > weeks(first, leap(time.year)) {
        return (time.year + 1, 1);
    }
    (time.year, week)
}
