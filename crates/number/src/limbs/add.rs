//! Addition and subtraction of magnitudes, linear in the longer operand.

use super::normal_len;

/// Limbs that [`add`] may need.
#[must_use]
pub fn add_len(a: usize, b: usize) -> usize {
    a.max(b) + 1
}

/// Writes `a + b` and returns its length. `out` holds at least [`add_len`] limbs.
pub fn add(out: &mut [u64], a: &[u64], b: &[u64]) -> usize {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let (both, alone) = long.split_at(short.len());
    let (low, high) = out.split_at_mut(short.len());
    let mut carry = false;
    for ((to, &x), &y) in low.iter_mut().zip(both).zip(short) {
        (*to, carry) = x.carrying_add(y, carry);
    }
    high[..alone.len()].copy_from_slice(alone);
    high[alone.len()..].fill(0);
    if carry {
        increment(high);
    }
    normal_len(&out[..=long.len()])
}

/// Adds `b` to `acc` in place and returns the carry out of `acc`. `acc` is at least as long as `b`;
/// neither needs to be normalised.
pub fn add_assign(acc: &mut [u64], b: &[u64]) -> bool {
    let (low, high) = acc.split_at_mut(b.len());
    let mut carry = false;
    for (x, &y) in low.iter_mut().zip(b) {
        (*x, carry) = x.carrying_add(y, carry);
    }
    carry && increment(high)
}

/// Adds one in place and returns the carry.
pub(crate) fn increment(acc: &mut [u64]) -> bool {
    for x in acc {
        *x = x.wrapping_add(1);
        if *x != 0 {
            return false;
        }
    }
    true
}

/// Subtracts one in place and returns the borrow.
pub(crate) fn decrement(acc: &mut [u64]) -> bool {
    for x in acc {
        let (difference, borrow) = x.overflowing_sub(1);
        *x = difference;
        if !borrow {
            return false;
        }
    }
    true
}

/// Writes `a - b`, which must not be negative, and returns its length. `out` is at least as long as
/// `a`.
pub fn sub(out: &mut [u64], a: &[u64], b: &[u64]) -> usize {
    let (both, alone) = a.split_at(b.len());
    let (low, high) = out.split_at_mut(b.len());
    let mut borrow = false;
    for ((to, &x), &y) in low.iter_mut().zip(both).zip(b) {
        (*to, borrow) = x.borrowing_sub(y, borrow);
    }
    high[..alone.len()].copy_from_slice(alone);
    high[alone.len()..].fill(0);
    let below = borrow && decrement(&mut high[..alone.len()]);
    debug_assert!(!below, "subtraction below zero");
    normal_len(&out[..a.len()])
}

/// Subtracts `b` from `acc` in place and returns the borrow out of `acc`. `acc` is at least as long
/// as `b`; neither needs to be normalised.
pub fn sub_assign(acc: &mut [u64], b: &[u64]) -> bool {
    let (low, high) = acc.split_at_mut(b.len());
    let mut borrow = false;
    for (x, &y) in low.iter_mut().zip(b) {
        (*x, borrow) = x.borrowing_sub(y, borrow);
    }
    borrow && decrement(high)
}

/// `acc = b - acc` modulo the size of `acc`; both have the same length. Returns the borrow.
pub(crate) fn sub_from(acc: &mut [u64], b: &[u64]) -> bool {
    let mut borrow = false;
    for (x, &y) in acc.iter_mut().zip(b) {
        (*x, borrow) = y.borrowing_sub(*x, borrow);
    }
    borrow
}

/// `acc = -acc` modulo the size of `acc`.
pub(crate) fn negate(acc: &mut [u64]) {
    let mut carry = true;
    for x in acc {
        (*x, carry) = (!*x).overflowing_add(u64::from(carry));
    }
}
