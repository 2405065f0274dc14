//! Exponential, logarithm, square root, polar coordinates.

use super::special::{EXP, LOG, RECT, SQRT};
use super::{Fault, LARGE, LN_2, Outcome, Parts};

/// `e**angle·i` in the direction of which infinity lies, or a signed zero.
pub(super) fn toward(size: f64, angle: f64) -> Parts {
    (size.copysign(angle.cos()), size.copysign(angle.sin()))
}

/// A result that must be finite.
pub(super) fn in_range((real, imaginary): Parts) -> Outcome {
    if real.is_infinite() || imaginary.is_infinite() { Err(Fault::Range) } else { Ok((real, imaginary)) }
}

/// `exp(z)`.
pub fn exp(z: Parts) -> Outcome {
    let (x, y) = z;
    if let Some(listed) = EXP.get(z) {
        if y.is_infinite() && (x.is_finite() || x == f64::INFINITY) {
            return Err(Fault::Domain);
        }
        if x.is_infinite() && y.is_finite() && y != 0.0 {
            return Ok(toward(if x > 0.0 { x } else { 0.0 }, y));
        }
        return Ok(listed);
    }
    if x > LARGE.ln() {
        let size = (x - 1.0).exp();
        let e = std::f64::consts::E;
        return in_range((size * y.cos() * e, size * y.sin() * e));
    }
    let size = x.exp();
    in_range((size * y.cos(), size * y.sin()))
}

/// The natural logarithm, minus infinity for zero.
fn log_unchecked(z: Parts) -> Parts {
    if let Some(listed) = LOG.get(z) {
        return listed;
    }
    let (x, y) = (z.0.abs(), z.1.abs());
    let real = if x > LARGE || y > LARGE {
        (x / 2.0).hypot(y / 2.0).ln() + LN_2
    } else if x < f64::MIN_POSITIVE && y < f64::MIN_POSITIVE {
        if x == 0.0 && y == 0.0 {
            f64::NEG_INFINITY
        } else {
            let scale = (1u64 << 53) as f64;
            (x * scale).hypot(y * scale).ln() - 53.0 * LN_2
        }
    } else {
        let size = x.hypot(y);
        if (0.71..=1.73).contains(&size) {
            let (more, less) = (x.max(y), x.min(y));
            ((more - 1.0) * (more + 1.0) + less * less).ln_1p() / 2.0
        } else {
            size.ln()
        }
    };
    (real, z.1.atan2(z.0))
}

/// `log(z)`.
pub fn log(z: Parts) -> Outcome {
    if z == (0.0, 0.0) { Err(Fault::Domain) } else { Ok(log_unchecked(z)) }
}

/// `log(z, base)`.
pub fn log_to_base(z: Parts, base: Parts) -> Outcome {
    let (a, b) = (log(z)?, log(base)?);
    let (abs_real, abs_imaginary) = (b.0.abs(), b.1.abs());
    // Smith's division, as for complex numbers anywhere.
    if abs_real >= abs_imaginary {
        if abs_real == 0.0 {
            return Err(Fault::Domain);
        }
        let ratio = b.1 / b.0;
        let divisor = b.0 + b.1 * ratio;
        Ok(((a.0 + a.1 * ratio) / divisor, (a.1 - a.0 * ratio) / divisor))
    } else if abs_imaginary >= abs_real {
        let ratio = b.0 / b.1;
        let divisor = b.0 * ratio + b.1;
        Ok(((a.0 * ratio + a.1) / divisor, (a.1 * ratio - a.0) / divisor))
    } else {
        Ok((f64::NAN, f64::NAN))
    }
}

/// `log10(z)`.
pub fn log10(z: Parts) -> Outcome {
    let (real, imaginary) = log(z)?;
    Ok((real / std::f64::consts::LN_10, imaginary / std::f64::consts::LN_10))
}

/// The square root, which is never at fault.
pub(super) fn root(z: Parts) -> Parts {
    if let Some(listed) = SQRT.get(z) {
        return listed;
    }
    if z.0 == 0.0 && z.1 == 0.0 {
        return (0.0, z.1);
    }
    let (x, y) = (z.0.abs(), z.1.abs());
    let size = if x < f64::MIN_POSITIVE && y < f64::MIN_POSITIVE {
        let up = (1u64 << 53) as f64;
        let x = x * up;
        (x + x.hypot(y * up)).sqrt() * 0.5f64.powi(27)
    } else {
        let x = x / 8.0;
        2.0 * (x + x.hypot(y / 8.0)).sqrt()
    };
    let rest = y / (2.0 * size);
    if z.0 >= 0.0 { (size, rest.copysign(z.1)) } else { (rest, size.copysign(z.1)) }
}

/// `sqrt(z)`.
pub fn sqrt(z: Parts) -> Outcome {
    Ok(root(z))
}

/// `rect(size, angle)`.
pub fn rect(size: f64, angle: f64) -> Outcome {
    if let Some(listed) = RECT.get((size, angle)) {
        if size != 0.0 && !size.is_nan() && angle.is_infinite() {
            return Err(Fault::Domain);
        }
        if size.is_infinite() && angle.is_finite() && angle != 0.0 {
            let (x, y) = toward(f64::INFINITY, angle);
            return Ok(if size > 0.0 { (x, y) } else { (-x, -y) });
        }
        return Ok(listed);
    }
    if angle == 0.0 {
        return Ok((size, size * angle));
    }
    Ok((size * angle.cos(), size * angle.sin()))
}
