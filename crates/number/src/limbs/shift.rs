//! Shifts of magnitudes by any number of bits, linear in the operand.

use super::normal_len;

/// Limbs of `a << bits`, or `None` when that cannot be addressed.
#[must_use]
pub fn shift_left_len(a: &[u64], bits: u64) -> Option<usize> {
    if a.is_empty() {
        return Some(0);
    }
    let total = super::bit_length(a).checked_add(bits)?;
    usize::try_from(total.div_ceil(64)).ok()
}

/// Writes `a << bits` and returns its length. `out` holds at least [`shift_left_len`] limbs.
pub fn shift_left(out: &mut [u64], a: &[u64], bits: u64) -> usize {
    let Some(len) = shift_left_len(a, bits).filter(|&len| len > 0) else {
        out.fill(0);
        return 0;
    };
    let (whole, part) = ((bits / 64) as usize, (bits % 64) as u32);
    out[len..].fill(0);
    out[..whole].fill(0);
    let target = &mut out[whole..len];
    let carry = shl(&mut target[..a.len()], a, part);
    if len == whole + a.len() + 1 {
        target[a.len()] = carry;
    }
    len
}

/// Limbs that [`shift_right`] may need.
#[must_use]
pub fn shift_right_len(a: &[u64], bits: u64) -> usize {
    usize::try_from(bits / 64).map_or(0, |whole| a.len().saturating_sub(whole))
}

/// Writes `a >> bits`; returns its length and whether a set bit was shifted out. `out` holds at
/// least [`shift_right_len`] limbs.
pub fn shift_right(out: &mut [u64], a: &[u64], bits: u64) -> (usize, bool) {
    let len = shift_right_len(a, bits);
    out[len..].fill(0);
    if len == 0 {
        return (0, !a.is_empty());
    }
    let (whole, part) = ((bits / 64) as usize, (bits % 64) as u32);
    let (dropped, kept) = a.split_at(whole);
    let lost = shr(&mut out[..len], kept, part) | dropped.iter().fold(0, |all, limb| all | limb);
    (normal_len(&out[..len]), lost != 0)
}

/// Writes `a << bits`, fewer than 64, into as many limbs, and returns what left at the top.
pub(crate) fn shl(out: &mut [u64], a: &[u64], bits: u32) -> u64 {
    let (Some(&first), Some(&last)) = (a.first(), a.last()) else { return 0 };
    if bits == 0 {
        out.copy_from_slice(a);
        return 0;
    }
    // Each limb by itself, without a carry from one to the next: that goes into vector registers.
    out[0] = first << bits;
    for ((to, &limb), &below) in out[1..].iter_mut().zip(&a[1..]).zip(a) {
        *to = limb << bits | below >> (64 - bits);
    }
    last >> (64 - bits)
}

/// Writes `a >> bits`, fewer than 64, into as many limbs; returns what left at the bottom, non-zero when any set
/// bit was lost.
pub(crate) fn shr(out: &mut [u64], a: &[u64], bits: u32) -> u64 {
    let (Some(&first), Some(&last)) = (a.first(), a.last()) else { return 0 };
    if bits == 0 {
        out.copy_from_slice(a);
        return 0;
    }
    for ((to, &limb), &above) in out.iter_mut().zip(a).zip(&a[1..]) {
        *to = limb >> bits | above << (64 - bits);
    }
    out[a.len() - 1] = last >> bits;
    first << (64 - bits)
}

/// Shifts left by fewer than 64 bits and returns what left at the top.
pub(crate) fn shl_in_place(a: &mut [u64], bits: u32) -> u64 {
    if bits == 0 {
        return 0;
    }
    let mut carry = 0;
    for limb in a {
        let next = *limb >> (64 - bits);
        *limb = *limb << bits | carry;
        carry = next;
    }
    carry
}

/// Shifts right by fewer than 64 bits and returns what left at the bottom, non-zero when any set
/// bit was lost.
pub(crate) fn shr_in_place(a: &mut [u64], bits: u32) -> u64 {
    if bits == 0 {
        return 0;
    }
    let mut carry = 0;
    for limb in a.iter_mut().rev() {
        let next = *limb << (64 - bits);
        *limb = *limb >> bits | carry;
        carry = next;
    }
    carry
}
