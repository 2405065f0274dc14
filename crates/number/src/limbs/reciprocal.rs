//! Division by very long divisors through their reciprocal: Newton's iteration and Barrett's quotient.
//!
//! The reciprocal of a divisor `d` of `n` limbs, whose top bit is set, is kept as the `n` limbs of
//! `B**(2 n) / d - B**n`, a few units too small or too large: quotients are corrected afterwards, so nothing
//! depends on the bound but the number of corrections.

use super::add::{add_assign, decrement, increment, negate, sub_assign};
use super::div::div_normalised;
use super::mul::mul;
use super::normal;
use crate::Memory;
use core::cmp::Ordering;

/// Reciprocals of up to this many limbs are found by plain division.
const BASE: usize = 400;

/// Writes the reciprocal of `d`, as long as `d`.
///
/// # Errors
/// Those of `memory`.
pub(crate) fn reciprocal<M: Memory>(memory: &mut M, out: &mut [u64], d: &[u64]) -> Result<(), M::Error> {
    let n = d.len();
    if n <= BASE {
        let mut u = memory.unset(2 * n)?;
        u[..n].fill(u64::MAX);
        for (to, &limb) in u[n..].iter_mut().zip(d) {
            *to = !limb;
        }
        div_normalised(memory, out, &mut u, d)?;
        return Ok(());
    }
    let h = n / 2 + 1;
    let (low, half) = out.split_at_mut(n - h);
    reciprocal(memory, half, &d[n - h..])?;
    low.fill(0);
    // The half's error as a part of B**(n + h): positive when the half is too small.
    let mut error = memory.unset(n + h + 1)?;
    mul(memory, &mut error, d, half)?;
    add_assign(&mut error[h..], d);
    let small = error[n + h] == 0;
    if small {
        negate(&mut error[..n + h]);
    }
    let error = &error[n - h..n + 1];
    let mut change = memory.unset(2 * h + 2)?;
    mul(memory, &mut change, half, error)?;
    add_assign(&mut change[h..], error);
    let change = normal(&change[3 * h - n..]);
    if small {
        if add_assign(out, change) {
            out.fill(u64::MAX);
        }
    } else if sub_assign(out, change) {
        out.fill(0);
    }
    Ok(())
}

/// Divides `u` of `2 n` limbs, the upper half less than `d`, by `d`; `inverse` is the divisor's reciprocal. The
/// remainder is left in the lower half, the upper one is cleared.
///
/// # Errors
/// Those of `memory`.
pub(crate) fn divide_by<M: Memory>(
    memory: &mut M,
    q: &mut [u64],
    u: &mut [u64],
    d: &[u64],
    inverse: &[u64],
) -> Result<(), M::Error> {
    let n = d.len();
    let mut product = memory.unset(2 * n)?;
    mul(memory, &mut product, &u[n..], inverse)?;
    q.copy_from_slice(&product[n..]);
    if add_assign(q, &u[n..]) {
        q.fill(u64::MAX);
    }
    mul(memory, &mut product, q, d)?;
    let mut below = sub_assign(u, &product);
    while below {
        decrement(q);
        below = !add_assign(u, d);
    }
    while u[n..].iter().any(|&limb| limb != 0) || u[..n].iter().rev().cmp(d.iter().rev()) != Ordering::Less {
        increment(q);
        sub_assign(u, d);
    }
    Ok(())
}
