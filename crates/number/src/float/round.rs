//! `round(x)` and `round(x, n)`: to even in ties of the exact decimal value.

use super::Ascii;
use super::digits::{LONG, Rendered, Style, scaled};
use core::fmt::Write;

/// Beyond this many digits every double is its own rounding.
const MOST: i64 = 323;
/// Below this every double rounds to zero.
const LEAST: i64 = -308;

/// The powers of ten that are doubles.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// The whole number nearest to `value`, ties to even: `round(value)` before it becomes an integer.
#[must_use]
pub fn round_even(value: f64) -> f64 {
    value.round_ties_even()
}

/// `round(value, digits)`, or `None` when it is too large (`OverflowError: rounded value too large
/// to represent`).
#[must_use]
pub fn round_digits(value: f64, digits: i64) -> Option<f64> {
    if !value.is_finite() || digits > MOST || value == 0.0 {
        return Some(value);
    }
    if digits < LEAST {
        return Some(0f64.copysign(value));
    }
    let size = value.abs();
    let rounded = if let Ok(places) = usize::try_from(digits) {
        // Whole numbers, as all doubles of this size are, stay.
        if size >= 2f64.powi(52) { size } else { round_after_point(size, places) }
    } else {
        round_before_point(size, digits.unsigned_abs() as usize)
    };
    rounded.is_finite().then(|| rounded.copysign(value))
}

fn round_after_point(size: f64, places: usize) -> f64 {
    // A quotient of two exact doubles is correctly rounded.
    if let Some(scaled) = scaled(size, places).filter(|scaled| scaled >> 53 == 0) {
        return scaled as f64 / POWERS[places];
    }
    let mut text = Ascii::<352>::new();
    let _ = write!(text, "{size:.places$}");
    text.as_str().parse().unwrap_or(size)
}

fn round_before_point(size: f64, places: usize) -> f64 {
    let whole = size.trunc();
    let rendered = Rendered::<LONG>::new(whole, Style::Fixed { precision: 0 });
    let digits = rendered.whole();
    let Some(cut) = digits.len().checked_sub(places) else {
        return 0.0;
    };
    let (kept, dropped) = digits.split_at(cut);
    let more = dropped[1..].iter().any(|&digit| digit != b'0') || size > whole;
    let odd = kept.last().is_some_and(|digit| digit % 2 == 1);
    let up = match dropped[0] {
        b'5' => more || odd,
        digit => digit > b'5',
    };
    let mut text = Ascii::<352>::new();
    // One digit more in front takes a carry through all of them.
    text.push(b"0");
    text.push(kept);
    if up {
        for digit in text.bytes[..text.len].iter_mut().rev() {
            if *digit != b'9' {
                *digit += 1;
                break;
            }
            *digit = b'0';
        }
    }
    let _ = write!(text, "e{places}");
    text.as_str().parse().unwrap_or(size)
}
