//! Kernels on magnitudes: little-endian slices of 64-bit limbs, no sign.
//!
//! Inputs are normalised unless a function says otherwise; a returned length is normalised.
//! Linear kernels take no [`Memory`](crate::Memory) and do not poll; the others do both.

mod add;
mod div;
mod gcd;
mod montgomery;
mod mul;
mod ntt;
mod pow;
mod reciprocal;
mod recursive;
mod root;
mod school;
mod shift;

pub(crate) use add::sub_from;
pub use add::{add, add_assign, add_len, sub, sub_assign};
pub use div::{div_rem, div_rem_limb, quotient_len, short_quotient};
pub use gcd::{gcd, invert};
pub use mul::{mul, mul_len, square};
pub use pow::{pow, pow_len, pow_mod};
pub use root::{sqrt_floor, sqrt_len};
pub use shift::{shift_left, shift_left_len, shift_right, shift_right_len};

pub(crate) use div::Reciprocal;
pub(crate) use recursive::Divisor;
pub(crate) use school::mul_add_limb;
pub(crate) use shift::{shl_in_place, shr_in_place};

use core::cmp::Ordering;

/// The length of `limbs` without leading (most significant) zeros.
#[must_use]
pub fn normal_len(limbs: &[u64]) -> usize {
    limbs.iter().rposition(|&limb| limb != 0).map_or(0, |i| i + 1)
}

/// `limbs` without its leading zeros.
#[must_use]
pub fn normal(limbs: &[u64]) -> &[u64] {
    &limbs[..normal_len(limbs)]
}

/// Compares two normalised magnitudes.
#[must_use]
pub fn compare(a: &[u64], b: &[u64]) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.iter().rev().cmp(b.iter().rev()))
}

/// Bits needed to write the normalised magnitude; zero for zero.
#[must_use]
pub fn bit_length(a: &[u64]) -> u64 {
    match a.last() {
        None => 0,
        Some(top) => a.len() as u64 * 64 - u64::from(top.leading_zeros()),
    }
}

/// How many bits are set.
#[must_use]
pub fn bit_count(a: &[u64]) -> u64 {
    a.iter().map(|limb| u64::from(limb.count_ones())).sum()
}

/// The number of zero bits below the lowest set bit; zero for zero.
#[must_use]
pub fn trailing_zeros(a: &[u64]) -> u64 {
    a.iter().position(|&limb| limb != 0).map_or(0, |i| i as u64 * 64 + u64::from(a[i].trailing_zeros()))
}

/// Whether bit `index` is set.
#[must_use]
pub fn bit(a: &[u64], index: u64) -> bool {
    usize::try_from(index / 64).ok().and_then(|i| a.get(i)).is_some_and(|limb| limb >> (index % 64) & 1 == 1)
}

/// Copies `a` to the start of `out`, clears what follows, and returns `a`'s length.
pub(crate) fn store(out: &mut [u64], a: &[u64]) -> usize {
    out[..a.len()].copy_from_slice(a);
    out[a.len()..].fill(0);
    a.len()
}
