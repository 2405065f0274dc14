//! Greatest common divisor (Lehmer's method with Jebelean's exact condition, 1993) and the modular
//! inverse.

use super::{compare, div_rem, mul, normal_len, quotient_len, store};
use crate::limbs::add::{add_assign, sub_from};
use crate::{Memory, Pace};
use core::cmp::Ordering;

/// Writes the greatest common divisor of `a` and `b` and returns its length; that of zero and `x`
/// is `x`. `out` is as long as the longer operand.
///
/// # Errors
/// Those of `memory`.
pub fn gcd<M: Memory>(memory: &mut M, out: &mut [u64], a: &[u64], b: &[u64]) -> Result<usize, M::Error> {
    let (a, b) = if compare(a, b) == Ordering::Less { (b, a) } else { (a, b) };
    if b.is_empty() {
        return Ok(store(out, a));
    }
    let mut x = memory.limbs(b.len())?;
    let mut y = memory.limbs(b.len())?;
    let mut spare = memory.limbs(b.len())?;
    let mut x_len = store(&mut x, b);
    let mut y_len = div_rem(memory, None, Some(&mut y), a, b)?.1;
    let mut pace = Pace::new();
    // Invariant: x > y.
    while y_len > 1 {
        pace.spend(memory, 4 * x_len)?;
        let step = if x_len - y_len <= 1 { Step::guess(&x[..x_len], &y[..y_len]) } else { None };
        if let Some(step) = step {
            spare[..x_len].copy_from_slice(&x[..x_len]);
            combine(&mut x[..x_len], &y[..x_len], step.a, step.b);
            combine(&mut y[..x_len], &spare[..x_len], step.d, step.c);
            (x_len, y_len) = (normal_len(&x[..x_len]), normal_len(&y[..x_len]));
            continue;
        }
        let rest = div_rem(memory, None, Some(&mut spare), &x[..x_len], &y[..y_len])?.1;
        core::mem::swap(&mut x, &mut y);
        core::mem::swap(&mut y, &mut spare);
        (x_len, y_len) = (y_len, rest);
    }
    if y_len == 0 {
        return Ok(store(out, &x[..x_len]));
    }
    let small = y[0];
    let rest = super::div_rem_limb(&mut x[..x_len], small);
    Ok(store(out, &[gcd_limb(small, rest)]))
}

/// Euclid's algorithm on limbs.
fn gcd_limb(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Several quotients of Euclid's algorithm at once: `x' = a x + b y`, `y' = c x + d y`.
struct Step {
    a: i64,
    b: i64,
    c: i64,
    d: i64,
}

impl Step {
    /// The quotients that the top 62 bits of both operands agree on, or `None` when there are none.
    fn guess(x: &[u64], y: &[u64]) -> Option<Self> {
        let top = x.len() - 1;
        let shift = x[top].leading_zeros();
        let window = |v: &[u64]| {
            let high = v.get(top).copied().unwrap_or(0);
            let low = v.get(top - 1).copied().unwrap_or(0);
            let both = u128::from(high) << 64 | u128::from(low);
            ((both << shift) >> 66) as i64
        };
        let (mut xh, mut yh) = (window(x), window(y));
        let (mut a, mut b, mut c, mut d) = (1i64, 0i64, 0i64, 1i64);
        while yh != 0 {
            let q = xh / yh;
            let rest = xh - q * yh;
            let (Some(qc), Some(qd)) = (q.checked_mul(c), q.checked_mul(d)) else {
                break;
            };
            let (e, f) = (a - qc, b - qd);
            // Jebelean's condition: the quotient holds for all operands that begin like these.
            let sure = if f < 0 { rest >= -f && yh - rest >= e - c } else { rest >= -e && yh - rest >= f - d };
            if !sure {
                break;
            }
            (a, b, c, d) = (c, d, e, f);
            (xh, yh) = (yh, rest);
        }
        (b != 0).then_some(Self { a, b, c, d })
    }
}

/// `x = a x + b y`, where `a` and `b` have opposite signs or one is zero and the result is not
/// negative.
fn combine(x: &mut [u64], y: &[u64], a: i64, b: i64) {
    let negative = a < 0 || b > 0 && a <= 0;
    let (p, q) = (a.unsigned_abs(), b.unsigned_abs());
    // |a| x - |b| y or |b| y - |a| x, whichever is the result.
    let (mut carry_x, mut carry_y, mut borrow) = (0, 0, false);
    for (u, &v) in x.iter_mut().zip(y) {
        let (low_x, low_y);
        (low_x, carry_x) = u.carrying_mul(p, carry_x);
        (low_y, carry_y) = v.carrying_mul(q, carry_y);
        let (minuend, subtrahend) = if negative { (low_y, low_x) } else { (low_x, low_y) };
        (*u, borrow) = minuend.borrowing_sub(subtrahend, borrow);
    }
}

/// Writes the inverse of `a` modulo `m` (less than `m`) and returns its length, or `None` when
/// there is none. `a` is less than `m`; `out` is as long as `m`.
///
/// # Errors
/// Those of `memory`.
pub fn invert<M: Memory>(memory: &mut M, out: &mut [u64], a: &[u64], m: &[u64]) -> Result<Option<usize>, M::Error> {
    let n = m.len();
    // The remainders r0 > r1, and cofactors of a whose signs alternate: r = ± s a (mod m).
    let (mut r0, mut r1, mut r2) = (memory.limbs(n)?, memory.limbs(n)?, memory.limbs(n)?);
    let (mut s0, mut s1) = (memory.limbs(n + 1)?, memory.limbs(n + 1)?);
    let mut quotient = memory.limbs(n)?;
    let mut product = memory.limbs(2 * n + 1)?;
    let (mut r0_len, mut r1_len) = (store(&mut r0, m), store(&mut r1, a));
    s1[0] = 1;
    let (mut s0_len, mut s1_len) = (0, 1);
    let mut negative = false;
    let mut pace = Pace::new();
    while r1_len > 0 {
        pace.spend(memory, 2 * n)?;
        let width = quotient_len(r0_len, r1_len);
        let (q_len, r2_len) =
            div_rem(memory, Some(&mut quotient[..width]), Some(&mut r2), &r0[..r0_len], &r1[..r1_len])?;
        // s0 + q s1 becomes the next cofactor; it never exceeds m.
        mul(memory, &mut product, &quotient[..q_len], &s1[..s1_len])?;
        add_assign(&mut product, &s0[..s0_len]);
        let next_len = normal_len(&product[..=n]);
        store(&mut s0, &product[..next_len]);
        core::mem::swap(&mut s0, &mut s1);
        (s0_len, s1_len) = (s1_len, next_len);
        core::mem::swap(&mut r0, &mut r1);
        core::mem::swap(&mut r1, &mut r2);
        (r0_len, r1_len) = (r1_len, r2_len);
        negative = !negative;
    }
    if r0[..r0_len] != [1] {
        return Ok(None);
    }
    store(out, &s0[..s0_len]);
    // After an odd number of swaps the cofactor is positive.
    if !negative && s0_len > 0 {
        sub_from(&mut out[..n], m);
    }
    Ok(Some(normal_len(out)))
}
