//! Hyperbolic functions; the circular ones are theirs, turned by a right angle.

use super::power::{in_range, toward};
use super::special::{COSH, SINH, TANH};
use super::{Fault, LARGE, Outcome, Parts};

const E: f64 = std::f64::consts::E;

/// `cosh(z)`.
pub fn cosh(z: Parts) -> Outcome {
    let (x, y) = z;
    if let Some(listed) = COSH.get(z) {
        if y.is_infinite() && !x.is_nan() {
            return Err(Fault::Domain);
        }
        if x.is_infinite() && y.is_finite() && y != 0.0 {
            let (real, imaginary) = toward(f64::INFINITY, y);
            return Ok((real, if x > 0.0 { imaginary } else { -imaginary }));
        }
        return Ok(listed);
    }
    if x.abs() > LARGE.ln() {
        let near = x - 1f64.copysign(x);
        return in_range((y.cos() * near.cosh() * E, y.sin() * near.sinh() * E));
    }
    in_range((y.cos() * x.cosh(), y.sin() * x.sinh()))
}

/// `sinh(z)`.
pub fn sinh(z: Parts) -> Outcome {
    let (x, y) = z;
    if let Some(listed) = SINH.get(z) {
        if y.is_infinite() && !x.is_nan() {
            return Err(Fault::Domain);
        }
        if x.is_infinite() && y.is_finite() && y != 0.0 {
            let (real, imaginary) = toward(f64::INFINITY, y);
            return Ok((if x > 0.0 { real } else { -real }, imaginary));
        }
        return Ok(listed);
    }
    if x.abs() > LARGE.ln() {
        let near = x - 1f64.copysign(x);
        return in_range((y.cos() * near.sinh() * E, y.sin() * near.cosh() * E));
    }
    in_range((y.cos() * x.sinh(), y.sin() * x.cosh()))
}

/// `tanh(z)`.
pub fn tanh(z: Parts) -> Outcome {
    let (x, y) = z;
    if let Some(listed) = TANH.get(z) {
        if y.is_infinite() && x.is_finite() {
            return Err(Fault::Domain);
        }
        if x.is_infinite() && y.is_finite() && y != 0.0 {
            return Ok((1f64.copysign(x), 0f64.copysign(2.0 * y.sin() * y.cos())));
        }
        return Ok(listed);
    }
    if x.abs() > LARGE.ln() {
        return Ok((1f64.copysign(x), 4.0 * y.sin() * y.cos() * (-2.0 * x.abs()).exp()));
    }
    let (tx, ty) = (x.tanh(), y.tan());
    let cx = 1.0 / x.cosh();
    let product = tx * ty;
    let divisor = 1.0 + product * product;
    Ok((tx * (1.0 + ty * ty) / divisor, ty / divisor * cx * cx))
}

/// `i·z` through a function, turned back.
pub(super) fn turned(z: Parts, function: fn(Parts) -> Outcome) -> Outcome {
    let (real, imaginary) = function((-z.1, z.0))?;
    Ok((imaginary, -real))
}

/// `cos(z)`.
pub fn cos(z: Parts) -> Outcome {
    cosh((-z.1, z.0))
}

/// `sin(z)`.
pub fn sin(z: Parts) -> Outcome {
    turned(z, sinh)
}

/// `tan(z)`.
pub fn tan(z: Parts) -> Outcome {
    turned(z, tanh)
}
