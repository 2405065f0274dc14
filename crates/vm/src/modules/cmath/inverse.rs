//! Inverse functions, after Kahan, "Branch cuts for complex elementary functions".

use super::hyperbolic::turned;
use super::power::root;
use super::special::{ACOS, ACOSH, ASINH, ATANH};
use super::{Fault, LARGE, LN_2, Outcome, Parts};

use std::f64::consts::FRAC_PI_2;

fn is_large((x, y): Parts) -> bool {
    x.abs() > LARGE || y.abs() > LARGE
}

/// The logarithm of twice the size of a large number.
fn log_of_double((x, y): Parts) -> f64 {
    (x / 2.0).hypot(y / 2.0).ln() + 2.0 * LN_2
}

/// `acos(z)`.
pub fn acos(z: Parts) -> Outcome {
    let (x, y) = z;
    if let Some(listed) = ACOS.get(z) {
        return Ok(listed);
    }
    if is_large(z) {
        let size = log_of_double(z);
        let imaginary = if x < 0.0 { -size.copysign(y) } else { size.copysign(-y) };
        return Ok((y.abs().atan2(x), imaginary));
    }
    let (a, b) = (root((1.0 - x, -y)), root((1.0 + x, y)));
    Ok((2.0 * a.0.atan2(b.0), libm::asinh(b.0 * a.1 - b.1 * a.0)))
}

/// `acosh(z)`.
pub fn acosh(z: Parts) -> Outcome {
    let (x, y) = z;
    if let Some(listed) = ACOSH.get(z) {
        return Ok(listed);
    }
    if is_large(z) {
        return Ok((log_of_double(z), y.atan2(x)));
    }
    let (a, b) = (root((x - 1.0, y)), root((x + 1.0, y)));
    Ok((libm::asinh(a.0 * b.0 + a.1 * b.1), 2.0 * a.1.atan2(b.0)))
}

/// `asinh(z)`.
pub fn asinh(z: Parts) -> Outcome {
    let (x, y) = z;
    if let Some(listed) = ASINH.get(z) {
        return Ok(listed);
    }
    if is_large(z) {
        let size = log_of_double(z);
        let real = if y >= 0.0 { size.copysign(x) } else { -size.copysign(-x) };
        return Ok((real, y.atan2(x.abs())));
    }
    let (a, b) = (root((1.0 + y, -x)), root((1.0 - y, x)));
    Ok((libm::asinh(a.0 * b.1 - b.0 * a.1), y.atan2(a.0 * b.0 - a.1 * b.1)))
}

/// `atanh(z)`.
pub fn atanh(z: Parts) -> Outcome {
    let (x, y) = z;
    if let Some(listed) = ATANH.get(z) {
        return Ok(listed);
    }
    if x.is_sign_negative() {
        let (real, imaginary) = atanh((-x, -y))?;
        return Ok((-real, -imaginary));
    }
    let height = y.abs();
    let root_of_large = LARGE.sqrt();
    if x > root_of_large || height > root_of_large {
        let size = (x / 2.0).hypot(y / 2.0);
        return Ok((x / 4.0 / size / size, -FRAC_PI_2.copysign(-y)));
    }
    if x == 1.0 && height < f64::MIN_POSITIVE.sqrt() {
        if height == 0.0 {
            return Err(Fault::Domain);
        }
        let real = -(height.sqrt() / height.hypot(2.0).sqrt()).ln();
        return Ok((real, (2f64.atan2(-height) / 2.0).copysign(y)));
    }
    let away = 1.0 - x;
    let real = (4.0 * x / (away * away + height * height)).ln_1p() / 4.0;
    Ok((real, -(-2.0 * y).atan2(away * (1.0 + x) - height * height) / 2.0))
}

/// `asin(z)`.
pub fn asin(z: Parts) -> Outcome {
    turned(z, asinh)
}

/// `atan(z)`.
pub fn atan(z: Parts) -> Outcome {
    turned(z, atanh)
}
