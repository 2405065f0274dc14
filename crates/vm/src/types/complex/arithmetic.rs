//! Products, quotients and powers of complex numbers, infinities and NaN as C's Annex G has them.

use super::Parts;

/// Why a complex operation has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// Division by zero, or zero to a negative or complex power.
    Zero,
    /// The result is too large.
    Overflow,
}

/// An infinite number as a direction: parts ±1 where infinite, ±0 elsewhere.
fn direction((x, y): Parts) -> Parts {
    let unit = |part: f64| f64::from(u8::from(part.is_infinite())).copysign(part);
    (unit(x), unit(y))
}

fn without_nan((x, y): Parts) -> Parts {
    let clean = |part: f64| if part.is_nan() { 0f64.copysign(part) } else { part };
    (clean(x), clean(y))
}

fn is_infinite((x, y): Parts) -> bool {
    x.is_infinite() || y.is_infinite()
}

fn is_finite((x, y): Parts) -> bool {
    x.is_finite() && y.is_finite()
}

pub(super) fn product(a: Parts, b: Parts) -> Parts {
    let (xx, yy, xy, yx) = (a.0 * b.0, a.1 * b.1, a.0 * b.1, a.1 * b.0);
    let plain = (xx - yy, xy + yx);
    if !(plain.0.is_nan() && plain.1.is_nan()) {
        return plain;
    }
    let (mut p, mut q, mut again) = (a, b, false);
    if is_infinite(p) {
        (p, q, again) = (direction(p), without_nan(q), true);
    }
    if is_infinite(q) {
        (p, q, again) = (without_nan(p), direction(q), true);
    }
    if !again && [xx, yy, xy, yx].iter().any(|part| part.is_infinite()) {
        (p, q, again) = (without_nan(p), without_nan(q), true);
    }
    if !again {
        return plain;
    }
    (f64::INFINITY * (p.0 * q.0 - p.1 * q.1), f64::INFINITY * (p.0 * q.1 + p.1 * q.0))
}

/// Quotient by Smith's method (Algorithm 116, 1962).
pub(super) fn quotient(a: Parts, b: Parts) -> Result<Parts, Failure> {
    let result = if b.0.abs() >= b.1.abs() {
        if b.0 == 0.0 {
            return Err(Failure::Zero);
        }
        let ratio = b.1 / b.0;
        let below = b.0 + b.1 * ratio;
        ((a.0 + a.1 * ratio) / below, (a.1 - a.0 * ratio) / below)
    } else if b.1.abs() >= b.0.abs() {
        let ratio = b.0 / b.1;
        let below = b.0 * ratio + b.1;
        ((a.0 * ratio + a.1) / below, (a.1 * ratio - a.0) / below)
    } else {
        (f64::NAN, f64::NAN)
    };
    if !(result.0.is_nan() && result.1.is_nan()) {
        return Ok(result);
    }
    Ok(if is_infinite(a) && is_finite(b) {
        let (x, y) = direction(a);
        (f64::INFINITY * (x * b.0 + y * b.1), f64::INFINITY * (y * b.0 - x * b.1))
    } else if is_infinite(b) && is_finite(a) {
        let (x, y) = direction(b);
        (0.0 * (a.0 * x + a.1 * y), 0.0 * (a.1 * x - a.0 * y))
    } else {
        result
    })
}

/// A real number by a complex one.
pub(super) fn real_quotient(a: f64, b: Parts) -> Result<Parts, Failure> {
    let result = if b.0.abs() >= b.1.abs() {
        if b.0 == 0.0 {
            return Err(Failure::Zero);
        }
        let ratio = b.1 / b.0;
        let below = b.0 + b.1 * ratio;
        (a / below, (-a * ratio) / below)
    } else if b.1.abs() >= b.0.abs() {
        let ratio = b.0 / b.1;
        let below = b.0 * ratio + b.1;
        ((a * ratio) / below, (-a) / below)
    } else {
        (f64::NAN, f64::NAN)
    };
    if result.0.is_nan() && result.1.is_nan() && a.is_finite() && is_infinite(b) {
        let (x, y) = direction(b);
        return Ok((0.0 * (a * x), 0.0 * (-a * y)));
    }
    Ok(result)
}

/// Whole exponents up to this are computed by multiplying.
const MOST_BY_PRODUCT: f64 = 100.0;

pub(super) fn power(a: Parts, b: Parts) -> Result<Parts, Failure> {
    let whole = b.1 == 0.0 && b.0 == b.0.floor() && b.0.abs() <= MOST_BY_PRODUCT;
    let result = if whole { power_by_product(a, b.0 as i32)? } else { power_by_angle(a, b)? };
    if is_infinite(result) { Err(Failure::Overflow) } else { Ok(result) }
}

fn power_by_product(base: Parts, exponent: i32) -> Result<Parts, Failure> {
    let mut result = (1.0, 0.0);
    let mut square = base;
    let mut left = exponent.unsigned_abs();
    while left > 0 {
        if left & 1 == 1 {
            result = product(result, square);
        }
        square = product(square, square);
        left >>= 1;
    }
    if exponent > 0 { Ok(result) } else { quotient((1.0, 0.0), result) }
}

fn power_by_angle(a: Parts, b: Parts) -> Result<Parts, Failure> {
    if b == (0.0, 0.0) {
        return Ok((1.0, 0.0));
    }
    if a == (0.0, 0.0) {
        return if b.1 != 0.0 || b.0 < 0.0 { Err(Failure::Zero) } else { Ok((0.0, 0.0)) };
    }
    let size = a.0.hypot(a.1);
    let angle = a.1.atan2(a.0);
    let (mut length, mut phase) = (size.powf(b.0), angle * b.0);
    if b.1 != 0.0 {
        length *= (-angle * b.1).exp();
        phase += b.1 * size.ln();
    }
    if phase.is_infinite() {
        // An infinite angle has no sine: a domain error, which CPython reports in these words too.
        return Err(Failure::Zero);
    }
    Ok((length * phase.cos(), length * phase.sin()))
}
