//! Division of magnitudes by one limb and by Knuth's algorithm D; long operands go to [`recursive`].
//!
//! Quotient limbs come from precomputed reciprocals (Möller and Granlund, "Improved division by
//! invariant integers", 2011), so the inner loops hold no hardware division.

use super::add::{add_assign, sub_assign};
use super::recursive::{self, RECURSIVE};
use super::school::sub_mul_limb;
use super::shift::{shl, shr, shr_in_place};
use super::{compare, normal_len, store};
use crate::{Memory, Pace};
use core::cmp::Ordering;

/// Limbs of the quotient of magnitudes of these lengths, at most.
#[must_use]
pub fn quotient_len(a: usize, b: usize) -> usize {
    if a < b { 0 } else { a - b + 1 }
}

/// The reciprocal of a divisor limb whose top bit is set.
#[derive(Clone, Copy)]
pub(crate) struct Reciprocal {
    divisor: u64,
    inverse: u64,
}

impl Reciprocal {
    pub(crate) fn new(divisor: u64) -> Self {
        debug_assert!(divisor >> 63 == 1);
        let all = u128::from(!divisor) << 64 | u128::from(u64::MAX);
        Self { divisor, inverse: (all / u128::from(divisor)) as u64 }
    }

    /// Quotient and remainder of `high:low` by the divisor; `high` is less than the divisor.
    pub(crate) fn divide(self, high: u64, low: u64) -> (u64, u64) {
        let (q0, q1) = self.inverse.carrying_mul(high, low);
        let mut quotient = q1.wrapping_add(high).wrapping_add(1);
        let mut rest = low.wrapping_sub(quotient.wrapping_mul(self.divisor));
        if rest > q0 {
            quotient = quotient.wrapping_sub(1);
            rest = rest.wrapping_add(self.divisor);
        }
        if rest >= self.divisor {
            quotient = quotient.wrapping_add(1);
            rest -= self.divisor;
        }
        (quotient, rest)
    }

    /// Divides `a` in place by the divisor and returns the remainder.
    pub(crate) fn divide_in_place(self, a: &mut [u64]) -> u64 {
        let mut rest = 0;
        for limb in a.iter_mut().rev() {
            (*limb, rest) = self.divide(rest, *limb);
        }
        rest
    }
}

/// The reciprocal of the two top limbs of a normalised divisor.
struct DoubleReciprocal {
    divisor: u128,
    inverse: u64,
}

impl DoubleReciprocal {
    fn new(high: u64, low: u64) -> Self {
        let mut inverse = Reciprocal::new(high).inverse;
        let mut p = high.wrapping_mul(inverse).wrapping_add(low);
        if p < low {
            inverse = inverse.wrapping_sub(1);
            if p >= high {
                inverse = inverse.wrapping_sub(1);
                p -= high;
            }
            p = p.wrapping_sub(high);
        }
        let (t0, t1) = inverse.carrying_mul(low, 0);
        let (sum, carry) = p.overflowing_add(t1);
        let divisor = join(high, low);
        if carry {
            inverse = inverse.wrapping_sub(1);
            if join(sum, t0) >= divisor {
                inverse = inverse.wrapping_sub(1);
            }
        }
        Self { divisor, inverse }
    }

    /// The quotient of three limbs by the divisor; the upper two are less than the divisor.
    fn divide(&self, u2: u64, u1: u64, u0: u64) -> u64 {
        let q = u128::from(self.inverse) * u128::from(u2) + join(u2, u1);
        let (q0, mut quotient) = (q as u64, (q >> 64) as u64);
        let (d1, d0) = ((self.divisor >> 64) as u64, self.divisor as u64);
        let r1 = u1.wrapping_sub(quotient.wrapping_mul(d1));
        let mut rest = join(r1, u0).wrapping_sub(u128::from(d0) * u128::from(quotient)).wrapping_sub(self.divisor);
        quotient = quotient.wrapping_add(1);
        if (rest >> 64) as u64 >= q0 {
            quotient = quotient.wrapping_sub(1);
            rest = rest.wrapping_add(self.divisor);
        }
        if rest >= self.divisor {
            quotient = quotient.wrapping_add(1);
        }
        quotient
    }
}

fn join(high: u64, low: u64) -> u128 {
    u128::from(high) << 64 | u128::from(low)
}

/// Divides `a` in place by one limb, which is not zero, and returns the remainder.
pub fn div_rem_limb(a: &mut [u64], divisor: u64) -> u64 {
    if divisor.is_power_of_two() {
        let bits = divisor.trailing_zeros();
        let rest = a.first().map_or(0, |low| low & (divisor - 1));
        shr_in_place(a, bits);
        return rest;
    }
    let shift = divisor.leading_zeros();
    let reciprocal = Reciprocal::new(divisor << shift);
    if shift == 0 {
        return reciprocal.divide_in_place(a);
    }
    let mut rest = 0;
    let mut above = 0;
    for i in (0..a.len()).rev() {
        if i + 1 == a.len() {
            rest = a[i] >> (64 - shift);
        } else {
            (a[i + 1], rest) = reciprocal.divide(rest, above << shift | a[i] >> (64 - shift));
        }
        above = a[i];
    }
    if let Some(low) = a.first_mut() {
        (*low, rest) = reciprocal.divide(rest, above << shift);
    }
    rest >> shift
}

/// Knuth's algorithm D. `u` of `q.len() + d.len()` limbs becomes the remainder in its low `d.len()`
/// limbs; `d` is normalised and at least two limbs long. Returns the quotient's bit above `q`.
pub(super) fn knuth<M: Memory>(memory: &mut M, q: &mut [u64], u: &mut [u64], d: &[u64]) -> Result<bool, M::Error> {
    let n = d.len();
    let (d1, d0) = (d[n - 1], d[n - 2]);
    let reciprocal = DoubleReciprocal::new(d1, d0);
    let above = top_bit(&mut u[q.len()..], d);
    let mut pace = Pace::new();
    for j in (0..q.len()).rev() {
        pace.spend(memory, n)?;
        let (u2, u1, u0) = (u[j + n], u[j + n - 1], u[j + n - 2]);
        let mut digit = if (u2, u1) >= (d1, d0) { u64::MAX } else { reciprocal.divide(u2, u1, u0) };
        let borrow = sub_mul_limb(&mut u[j..j + n], d, digit);
        if u2 < borrow {
            digit = digit.wrapping_sub(1);
            add_assign(&mut u[j..j + n], d);
        }
        u[j + n] = 0;
        q[j] = digit;
    }
    Ok(above)
}

/// Subtracts `d` once from `top`, of the same length, when it fits.
pub(super) fn top_bit(top: &mut [u64], d: &[u64]) -> bool {
    let fits = top.iter().rev().cmp(d.iter().rev()) != Ordering::Less;
    if fits {
        sub_assign(top, d);
    }
    fits
}

/// Divides `u`, of `q.len() + d.len()` limbs, by `d`, whose top bit is set. The remainder is left in
/// `u`'s low `d.len()` limbs, the rest is cleared. Returns the quotient's bit above `q`, which is
/// clear when `u`'s upper `d.len()` limbs are less than `d`.
///
/// # Errors
/// Those of `memory`.
pub(crate) fn div_normalised<M: Memory>(
    memory: &mut M,
    q: &mut [u64],
    u: &mut [u64],
    d: &[u64],
) -> Result<bool, M::Error> {
    if let &[limb] = d {
        let reciprocal = Reciprocal::new(limb);
        let above = top_bit(&mut u[q.len()..], d);
        let mut rest = u[q.len()];
        for (quotient, limb) in q.iter_mut().zip(&*u).rev() {
            (*quotient, rest) = reciprocal.divide(rest, *limb);
        }
        u.fill(0);
        u[0] = rest;
        return Ok(above);
    }
    if d.len() < RECURSIVE || q.len() < RECURSIVE {
        return knuth(memory, q, u, d);
    }
    recursive::divide(memory, q, u, d)
}

/// Writes quotient and remainder of `a` by `b`, which is not zero, and returns their lengths.
/// `q` holds [`quotient_len`] limbs, `r` as many as `b`; either may be left out.
///
/// # Errors
/// Those of `memory`.
pub fn div_rem<M: Memory>(
    memory: &mut M,
    q: Option<&mut [u64]>,
    r: Option<&mut [u64]>,
    a: &[u64],
    b: &[u64],
) -> Result<(usize, usize), M::Error> {
    debug_assert!(!b.is_empty(), "division by zero");
    if b.is_empty() || compare(a, b) == Ordering::Less {
        if let Some(q) = q {
            q.fill(0);
        }
        if let Some(r) = r {
            store(r, &a[..a.len().min(r.len())]);
        }
        return Ok((0, a.len()));
    }
    if let &[limb] = b {
        return div_rem_one(memory, q, r, a, limb);
    }
    let len = quotient_len(a.len(), b.len());
    let mut own;
    let q = match q {
        Some(q) => q,
        None => {
            own = memory.unset(len)?;
            &mut own[..]
        }
    };
    let (q, above) = q.split_at_mut(len);
    above.fill(0);
    let shift = b[b.len() - 1].leading_zeros();
    let mut own;
    let d = if shift == 0 {
        b
    } else {
        own = memory.unset(b.len())?;
        shl(&mut own, b, shift);
        &own[..]
    };
    let mut u = memory.unset(a.len() + 1)?;
    u[a.len()] = shl(&mut u[..a.len()], a, shift);
    div_normalised(memory, q, &mut u, d)?;
    let rest = &mut u[..b.len()];
    let Some(r) = r else {
        let len = normal_len(rest);
        return Ok((normal_len(q), len - usize::from(len > 0 && rest[len - 1] >> shift == 0)));
    };
    let (r, above) = r.split_at_mut(b.len());
    above.fill(0);
    shr(r, rest, shift);
    Ok((normal_len(q), normal_len(r)))
}

/// [`div_rem`] by one limb.
fn div_rem_one<M: Memory>(
    memory: &mut M,
    q: Option<&mut [u64]>,
    r: Option<&mut [u64]>,
    a: &[u64],
    limb: u64,
) -> Result<(usize, usize), M::Error> {
    let (rest, len) = if let Some(q) = q {
        store(q, a);
        let rest = div_rem_limb(&mut q[..a.len()], limb);
        (rest, normal_len(&q[..a.len()]))
    } else {
        let mut own = memory.unset(a.len())?;
        own.copy_from_slice(a);
        let rest = div_rem_limb(&mut own, limb);
        (rest, normal_len(&own))
    };
    let rest_len = usize::from(rest != 0);
    if let Some(r) = r {
        store(r, &[rest][..rest_len]);
    }
    Ok((len, rest_len))
}

/// The quotient of `a` by `b` when it is one limb, not zero, and their top bits tell it for sure, which takes
/// constant time; the remainder is then not zero.
#[must_use]
pub fn short_quotient(a: &[u64], b: &[u64]) -> Option<u64> {
    let &[.., b0, b1, b2] = b else { return None };
    let shift = b2.leading_zeros();
    let top = |high: u64, low: u64| if shift == 0 { high } else { high << shift | low >> (64 - shift) };
    let (d1, d0) = (top(b2, b1), top(b1, b0));
    let limb = |i: usize| a.get(i).copied().unwrap_or(0);
    let i = b.len() - 3;
    if a.len() > b.len() + 1 || shift > 0 && limb(b.len()) >> (64 - shift) != 0 {
        return None;
    }
    let (u2, u1, u0) = (top(limb(i + 3), limb(i + 2)), top(limb(i + 2), limb(i + 1)), top(limb(i + 1), limb(i)));
    if (u2, u1) >= (d1, d0) {
        return None;
    }
    // With a cut to A and b to B: a / b < (A + 1) / B, and a / b > A / (B + 1).
    let quotient = DoubleReciprocal::new(d1, d0).divide(u2, u1, u0);
    let rest = join(u1, u0).wrapping_sub(join(d1, d0).wrapping_mul(quotient.into()));
    (quotient > 0 && rest >= u128::from(quotient)).then_some(quotient)
}
