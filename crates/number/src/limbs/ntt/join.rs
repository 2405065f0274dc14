//! From residues modulo the three primes to limbs: Garner's mixed radix, and carries.

use super::field::Field;
use super::{G2, G3, P1, P2, P3, PIECE};
use crate::Memory;

type Second = Field<P2, G2>;
type Third = Field<P3, G3>;

/// `1 / P1` modulo P2.
const BY_FIRST_2: u64 = Second::invert(Second::form(P1));
/// `1 / P1` modulo P3.
const BY_FIRST_3: u64 = Third::invert(Third::form(P1));
/// `1 / P2` modulo P3.
const BY_SECOND_3: u64 = Third::invert(Third::form(P2));

const P12: u128 = P1 as u128 * P2 as u128;

/// `out` holds coefficients modulo P1 and becomes the limbs of the number that they stand for together with those
/// modulo P2 and P3.
///
/// # Errors
/// Those of `memory`.
pub(super) fn join<M: Memory>(memory: &mut M, out: &mut [u64], second: &[u64], third: &[u64]) -> Result<(), M::Error> {
    let mut carry = 0u128;
    for ((out, second), third) in out.chunks_mut(PIECE).zip(second.chunks(PIECE)).zip(third.chunks(PIECE)) {
        memory.poll()?;
        carry = join_piece(out, second, third, carry);
    }
    debug_assert!(carry == 0, "a carry left the product");
    Ok(())
}

/// As [`join`], of a part: from the carry that comes in to the one that goes out.
fn join_piece(out: &mut [u64], second: &[u64], third: &[u64], mut carry: u128) -> u128 {
    for ((limb, &r2), &r3) in out.iter_mut().zip(second).zip(third) {
        let x1 = *limb;
        let x2 = Second::reduced(Second::mul(r2 + Second::P2 - x1, BY_FIRST_2));
        let x3 = Third::mul(r3 + Third::P2 - x1, BY_FIRST_3) + Third::P2 - x2;
        let x3 = Third::reduced(Third::mul(x3, BY_SECOND_3));
        // carry + x1 + x2 P1 + x3 P1 P2; nothing overflows, as the coefficient is below 2**183.
        let (low, high) = x2.carrying_mul(P1, x1);
        let (low, more) = x3.carrying_mul_add(P12 as u64, low, carry as u64);
        let (middle, top) = x3.carrying_mul_add((P12 >> 64) as u64, high, more);
        *limb = low;
        carry = (u128::from(top) << 64 | u128::from(middle)) + (carry >> 64);
    }
    carry
}
