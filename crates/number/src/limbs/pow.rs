//! Powers: plain, and modulo a magnitude.

use super::montgomery::Montgomery;
use super::{
    bit, bit_length, compare, div_rem, normal, normal_len, shift_left, shift_right, shift_right_len, square, store,
    trailing_zeros,
};
use crate::Memory;
use core::cmp::Ordering;

/// Limbs that [`pow`] may need, or `None` when that cannot be addressed.
#[must_use]
pub fn pow_len(base: &[u64], exponent: u64) -> Option<usize> {
    if exponent == 0 {
        return Some(1);
    }
    let bits = u128::from(bit_length(base)) * u128::from(exponent);
    usize::try_from(bits.div_ceil(64)).ok()?.checked_add(2)
}

/// Writes `base ** exponent` and returns its length. `out` holds at least [`pow_len`] limbs.
///
/// # Errors
/// Those of `memory`.
pub fn pow<M: Memory>(memory: &mut M, out: &mut [u64], base: &[u64], exponent: u64) -> Result<usize, M::Error> {
    if exponent == 0 {
        return Ok(store(out, &[1]));
    }
    if base.is_empty() || base == [1] {
        return Ok(store(out, base));
    }
    let twos = trailing_zeros(base);
    if twos == 0 {
        return pow_odd(memory, out, base, exponent);
    }
    let mut odd = memory.unset(shift_right_len(base, twos))?;
    let (len, _) = shift_right(&mut odd, base, twos);
    let odd = &odd[..len];
    let shift = twos * exponent;
    if odd == [1] {
        return Ok(shift_left(out, &[1], shift));
    }
    let mut power = memory.unset(pow_len(odd, exponent).unwrap_or(out.len()))?;
    let len = pow_odd(memory, &mut power, odd, exponent)?;
    Ok(shift_left(out, &power[..len], shift))
}

/// Square and multiply from the exponent's top bit down; `base` is not zero.
fn pow_odd<M: Memory>(memory: &mut M, out: &mut [u64], base: &[u64], exponent: u64) -> Result<usize, M::Error> {
    let mut other = memory.unset(out.len())?;
    let mut len = store(out, base);
    for bit in (0..exponent.ilog2()).rev() {
        len = square(memory, &mut other[..2 * len], &out[..len])?;
        if exponent >> bit & 1 == 1 {
            len = super::mul(memory, &mut out[..len + base.len()], &other[..len], base)?;
        } else {
            out[..len].copy_from_slice(&other[..len]);
        }
    }
    out[len..].fill(0);
    Ok(len)
}

/// Writes `base ** exponent % modulus` and returns its length; `modulus` is not zero. `out` is as
/// long as `modulus`. Odd moduli use Montgomery's products with a sliding window, even ones plain
/// division.
///
/// # Errors
/// Those of `memory`.
pub fn pow_mod<M: Memory>(
    memory: &mut M,
    out: &mut [u64],
    base: &[u64],
    exponent: &[u64],
    modulus: &[u64],
) -> Result<usize, M::Error> {
    if modulus == [1] {
        return Ok(store(out, &[]));
    }
    if exponent.is_empty() {
        return Ok(store(out, &[1]));
    }
    let mut reduced = memory.unset(modulus.len())?;
    let len = if compare(base, modulus) == Ordering::Less {
        store(&mut reduced, base)
    } else {
        div_rem(memory, None, Some(&mut reduced), base, modulus)?.1
    };
    let base = &reduced[..len];
    if base.is_empty() || exponent == [1] {
        return Ok(store(out, base));
    }
    if let &[m] = modulus {
        return Ok(store(out, normal(&[pow_mod_limb(memory, base[0], exponent, m)?])));
    }
    if modulus[0] & 1 == 1 {
        return Montgomery::new(memory, modulus)?.pow(memory, out, base, exponent);
    }
    pow_mod_even(memory, out, base, exponent, modulus)
}

/// A modulus of one limb.
fn pow_mod_limb<M: Memory>(memory: &mut M, base: u64, exponent: &[u64], modulus: u64) -> Result<u64, M::Error> {
    let shift = modulus.leading_zeros();
    let reciprocal = super::Reciprocal::new(modulus << shift);
    // Residues are kept shifted, so that the reciprocal fits; one factor is shifted back.
    let times = |a: u64, b: u64| {
        let product = u128::from(a) * u128::from(b >> shift);
        reciprocal.divide((product >> 64) as u64, product as u64).1
    };
    let base = base << shift;
    let mut power = base;
    for index in (0..bit_length(exponent) - 1).rev() {
        if index % 4096 == 4095 {
            memory.poll()?;
        }
        power = times(power, power);
        if bit(exponent, index) {
            power = times(power, base);
        }
    }
    Ok(power >> shift)
}

/// Square, multiply and divide, for moduli of any parity.
fn pow_mod_even<M: Memory>(
    memory: &mut M,
    out: &mut [u64],
    base: &[u64],
    exponent: &[u64],
    modulus: &[u64],
) -> Result<usize, M::Error> {
    let mut product = memory.unset(2 * modulus.len())?;
    let mut len = store(out, base);
    for index in (0..bit_length(exponent) - 1).rev() {
        if index % 64 == 0 {
            memory.poll()?;
        }
        let width = square(memory, &mut product, &out[..len])?;
        len = div_rem(memory, None, Some(&mut *out), &product[..width], modulus)?.1;
        if bit(exponent, index) {
            let width = super::mul(memory, &mut product, &out[..len], base)?;
            len = div_rem(memory, None, Some(&mut *out), &product[..width], modulus)?.1;
        }
    }
    Ok(normal_len(&out[..len]))
}
