//! Division of long operands: Burnikel and Ziegler's recursion ("Fast recursive division", 1998), which ends in
//! Knuth's algorithm below and in the divisor's reciprocal above. Thresholds are where the lines `div_rem` of
//! `benches/kernels.rs` cross (AMD Zen 4); a reciprocal costs as much as two and a half products of its length,
//! a quotient by it two, so it pays early where it serves several blocks.

use super::add::{add_assign, decrement, sub_assign};
use super::div::{knuth, top_bit};
use super::mul::mul;
use super::reciprocal::{divide_by, reciprocal};
use crate::Memory;

/// Quotients of at least this many limbs are divided recursively.
pub(super) const RECURSIVE: usize = 40;
/// Quotients of at least this many limbs come from the divisor's reciprocal.
const NEWTON: usize = 7000;
/// A divisor of at least this many limbs is worth a reciprocal when it serves so many blocks that their lengths
/// add up to [`NEWTON`].
const NEWTON_REUSED: usize = 1200;

/// A normalised divisor of at least two limbs for blocks of twice its length, with its reciprocal where that pays.
pub(crate) struct Divisor<'a, M: Memory> {
    d: &'a [u64],
    /// The reciprocal, or scratch memory for the recursion.
    own: M::Buf,
    inverted: bool,
}

impl<'a, M: Memory> Divisor<'a, M> {
    /// Prepares the division of so many blocks.
    pub(crate) fn new(memory: &mut M, d: &'a [u64], blocks: usize) -> Result<Self, M::Error> {
        let n = d.len();
        let mut own = memory.unset(n)?;
        let inverted = n >= NEWTON_REUSED && n.saturating_mul(blocks) >= NEWTON;
        if inverted {
            reciprocal(memory, &mut own, d)?;
        }
        Ok(Self { d, own, inverted })
    }

    /// Divides `u`, twice as long as the divisor and with an upper half less than it. The remainder is left in
    /// the lower half, the upper one is cleared.
    pub(crate) fn divide(&mut self, memory: &mut M, q: &mut [u64], u: &mut [u64]) -> Result<(), M::Error> {
        if self.inverted {
            return divide_by(memory, q, u, self.d, &self.own);
        }
        let above = block(memory, q, u, self.d, &mut self.own)?;
        debug_assert!(!above);
        Ok(())
    }
}

/// [`div_normalised`](super::div_normalised) for quotient and divisor of at least [`RECURSIVE`] limbs.
///
/// # Errors
/// Those of `memory`.
pub(super) fn divide<M: Memory>(memory: &mut M, q: &mut [u64], u: &mut [u64], d: &[u64]) -> Result<bool, M::Error> {
    let n = d.len();
    let whole = q.len() / n * n;
    let above = if whole < q.len() {
        let mut scratch = memory.unset(n)?;
        block(memory, &mut q[whole..], &mut u[whole..], d, &mut scratch)?
    } else {
        top_bit(&mut u[whole..], d)
    };
    if whole > 0 {
        let mut divisor = Divisor::new(memory, d, whole / n)?;
        for start in (0..whole).step_by(n).rev() {
            divisor.divide(memory, &mut q[start..start + n], &mut u[start..start + 2 * n])?;
        }
    }
    Ok(above)
}

/// Divides `u` (of `q.len() + d.len()` limbs) by the normalised `d`, leaving the remainder in
/// `u`'s low `d.len()` limbs and clearing the rest. `q` is at most as long as `d`; `scratch` is as
/// long as `d`. Returns the quotient's bit above `q`.
fn block<M: Memory>(
    memory: &mut M,
    q: &mut [u64],
    u: &mut [u64],
    d: &[u64],
    scratch: &mut [u64],
) -> Result<bool, M::Error> {
    let (k, n) = (q.len(), d.len());
    if k < RECURSIVE {
        return knuth(memory, q, u, d);
    }
    if k == n && n >= NEWTON {
        let above = top_bit(&mut u[n..], d);
        reciprocal(memory, scratch, d)?;
        divide_by(memory, q, u, d, scratch)?;
        return Ok(above);
    }
    if k == n {
        let (low, high) = q.split_at_mut(k / 2);
        let above = block(memory, high, &mut u[low.len()..], d, scratch)?;
        let lost = block(memory, low, &mut u[..low.len() + n], d, scratch)?;
        debug_assert!(!lost);
        return Ok(above);
    }
    // Divide by the divisor's upper k limbs, then subtract the quotient times the lower ones.
    let (d_low, d_high) = d.split_at(n - k);
    let mut above = block(memory, q, &mut u[n - k..], d_high, &mut scratch[..k])?;
    let product = &mut scratch[..n];
    mul(memory, product, q, d_low)?;
    let mut borrow = u64::from(sub_assign(&mut u[..n], product));
    if above {
        borrow += u64::from(sub_assign(&mut u[k..n], d_low));
    }
    while borrow > 0 {
        if decrement(q) {
            above = false;
        }
        borrow -= u64::from(add_assign(&mut u[..n], d));
    }
    Ok(above)
}
