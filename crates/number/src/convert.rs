//! Integers against floats: correctly rounded conversion, true division, exact comparison.
//!
//! "Correctly rounded" is to the nearest double, ties to even, gradual underflow included.

use crate::Memory;
use crate::int::{Int, Written};
use crate::limbs::{self, bit_length};
use core::cmp::Ordering;

/// Limbs that hold the integer part of any float, and either part of [`ratio`].
pub const FLOAT_LIMBS: usize = 17;

/// A finite float's magnitude is `mantissa * 2**exponent`, the mantissa below 2**53.
#[must_use]
pub fn decompose(value: f64) -> (u64, i32) {
    let bits = value.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    match (bits >> 52 & 0x7ff) as i32 {
        0 => (fraction, -1074),
        biased => (fraction | 1 << 52, biased - 1075),
    }
}

/// The double nearest to `(mantissa + rest) * 2**exponent`, where `rest` is zero or, when `inexact`,
/// between zero and one; infinity when that is too large.
#[must_use]
pub fn compose(mantissa: u64, exponent: i64, inexact: bool) -> f64 {
    if mantissa == 0 {
        return 0.0;
    }
    let length = i64::from(64 - mantissa.leading_zeros());
    let top = length.saturating_add(exponent);
    if top > 1024 {
        return f64::INFINITY;
    }
    if top < -1074 {
        return 0.0;
    }
    // The weight of the result's lowest bit, 53 bits below the top but never below 2**-1074.
    let lowest = (top - 53).max(-1074);
    let drop = lowest - exponent;
    let mut kept = if drop <= 0 {
        mantissa << -drop
    } else {
        let drop = drop as u32;
        let kept = mantissa.checked_shr(drop).unwrap_or(0);
        let half = 1u64 << (drop - 1).min(63);
        let lost = if drop >= 64 { mantissa } else { mantissa & ((half << 1).wrapping_sub(1)) };
        let up = match if drop > 64 { Ordering::Less } else { lost.cmp(&half) } {
            Ordering::Less => false,
            Ordering::Equal => inexact || kept & 1 == 1,
            Ordering::Greater => true,
        };
        kept + u64::from(up)
    };
    let mut lowest = lowest;
    if kept >> 53 == 1 {
        kept >>= 1;
        lowest += 1;
    }
    if kept >> 52 == 0 {
        return f64::from_bits(kept);
    }
    let biased = lowest + 1075;
    if biased >= 0x7ff {
        return f64::INFINITY;
    }
    f64::from_bits((biased as u64) << 52 | kept & ((1 << 52) - 1))
}

/// `magnitude / 2**drop` cut to its top 64 bits: mantissa, exponent, and whether bits were lost.
fn top_bits(magnitude: &[u64]) -> (u64, i64, bool) {
    match *magnitude {
        [] => (0, 0, false),
        [limb] => (limb, 0, false),
        [ref rest @ .., next, top] => {
            let shift = top.leading_zeros();
            let both = (u128::from(top) << 64 | u128::from(next)) << shift;
            let lost = both as u64 != 0 || rest.iter().any(|&limb| limb != 0);
            let exponent = (rest.len() as i64 + 1) * 64 - i64::from(shift);
            ((both >> 64) as u64, exponent, lost)
        }
    }
}

/// The float nearest to an integer, or `None` when it is too large (`OverflowError: int too large
/// to convert to float`).
#[must_use]
pub fn to_f64(value: Int) -> Option<f64> {
    let (mantissa, exponent, inexact) = top_bits(value.magnitude);
    let float = compose(mantissa, exponent, inexact);
    float.is_finite().then_some(if value.negative { -float } else { float })
}

/// Compares an integer with a float exactly; `None` for NaN.
#[must_use]
pub fn compare_f64(value: Int, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    let sign = |negative: bool, zero: bool| i32::from(!zero) * if negative { -1 } else { 1 };
    let signs = sign(value.negative, value.is_zero()).cmp(&sign(float < 0.0, float == 0.0));
    if signs != Ordering::Equal || value.is_zero() {
        return Some(signs);
    }
    let absolute = if float.is_infinite() { Ordering::Less } else { compare_magnitude(value.magnitude, float) };
    Some(if value.negative { absolute.reverse() } else { absolute })
}

/// Both are non-zero and finite.
fn compare_magnitude(magnitude: &[u64], float: f64) -> Ordering {
    let (mantissa, exponent) = decompose(float);
    let float_bits = i64::from(64 - mantissa.leading_zeros() as i32 + exponent);
    let bits = i64::try_from(bit_length(magnitude)).unwrap_or(i64::MAX);
    bits.cmp(&float_bits).then_with(|| {
        let (top, drop, inexact) = top_bits(magnitude);
        // Align both at the top of a limb.
        let top = top << top.leading_zeros();
        debug_assert!(drop >= 0);
        top.cmp(&(mantissa << mantissa.leading_zeros())).then(if inexact { Ordering::Greater } else { Ordering::Equal })
    })
}

/// Writes the integer nearest to zero of a finite float (`int(x)`); `None` for infinities and NaN.
#[must_use]
pub fn truncate(value: f64, out: &mut [u64; FLOAT_LIMBS]) -> Option<Written> {
    if !value.is_finite() {
        return None;
    }
    let (mantissa, exponent) = decompose(value);
    let len = if exponent < 0 {
        let whole = mantissa.checked_shr(exponent.unsigned_abs()).unwrap_or(0);
        limbs::store(out, limbs::normal(&[whole]))
    } else {
        limbs::shift_left(out, limbs::normal(&[mantissa]), exponent.unsigned_abs().into())
    };
    Some(Written::new(value < 0.0, len))
}

/// Writes `float.as_integer_ratio()` in lowest terms: signed numerator, and the length of the
/// denominator. `None` for infinities and NaN.
#[must_use]
pub fn ratio(
    value: f64,
    numerator: &mut [u64; FLOAT_LIMBS],
    denominator: &mut [u64; FLOAT_LIMBS],
) -> Option<(Written, usize)> {
    if !value.is_finite() {
        return None;
    }
    let (mut mantissa, mut exponent) = decompose(value);
    if mantissa == 0 {
        exponent = 0;
    } else if exponent < 0 {
        let shared = mantissa.trailing_zeros().min(exponent.unsigned_abs());
        mantissa >>= shared;
        exponent += shared as i32;
    }
    let mantissa = [mantissa];
    let up = u64::from(exponent.max(0).unsigned_abs());
    let down = u64::from(exponent.min(0).unsigned_abs());
    let len = limbs::shift_left(numerator, limbs::normal(&mantissa), up);
    let below = limbs::shift_left(denominator, &[1], down);
    Some((Written::new(value < 0.0, len), below))
}

/// `a / b`, the float nearest to the exact quotient; `b` is not zero. The inner `None` says that
/// the quotient is too large (`OverflowError: integer division result too large for a float`).
///
/// # Errors
/// Those of `memory`.
pub fn true_div<M: Memory>(memory: &mut M, a: Int, b: Int) -> Result<Option<f64>, M::Error> {
    let negative = a.negative != b.negative;
    let signed = |quotient: f64| if negative { -quotient } else { quotient };
    if a.is_zero() {
        return Ok(Some(signed(0.0)));
    }
    if let (&[x], &[y]) = (a.magnitude, b.magnitude)
        && x >> 53 == 0
        && y >> 53 == 0
    {
        return Ok(Some(signed(x as f64 / y as f64)));
    }
    let a_bits = i64::try_from(bit_length(a.magnitude)).unwrap_or(i64::MAX);
    let b_bits = i64::try_from(bit_length(b.magnitude)).unwrap_or(i64::MAX);
    let difference = a_bits - b_bits;
    if difference > 1025 {
        return Ok(None);
    }
    if difference < -1080 {
        return Ok(Some(signed(0.0)));
    }
    // Scale so that the quotient has 63 or 64 bits.
    let scale = 63 - difference;
    let len = usize::try_from((a_bits.max(b_bits) + scale.max(0)) / 64 + 2).unwrap_or(usize::MAX);
    let mut dividend = memory.unset(len)?;
    let mut quotient = memory.unset(len)?;
    let mut rest = memory.unset(b.magnitude.len())?;
    let (width, lost) = if scale >= 0 {
        (limbs::shift_left(&mut dividend, a.magnitude, scale.unsigned_abs()), false)
    } else {
        limbs::shift_right(&mut dividend, a.magnitude, scale.unsigned_abs())
    };
    let (q_len, r_len) = limbs::div_rem(memory, Some(&mut quotient), Some(&mut rest), &dividend[..width], b.magnitude)?;
    let (mantissa, exponent, more) = top_bits(&quotient[..q_len]);
    let float = compose(mantissa, exponent - scale, more || lost || r_len > 0);
    Ok(float.is_finite().then_some(signed(float)))
}
