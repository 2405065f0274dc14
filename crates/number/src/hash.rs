//! CPython's numeric hash: equal numbers of any type hash alike, modulo the prime 2**61 - 1
//! (Python's reference, "Hashing of numeric types").

use crate::int::Int;

/// The modulus of numeric hashes, `sys.hash_info.modulus`.
pub const MODULUS: u64 = (1 << 61) - 1;
/// The hash of positive infinity, `sys.hash_info.inf`.
pub const INFINITY: i64 = 314_159;
/// What the hash of an imaginary part is multiplied by, `sys.hash_info.imag`.
pub const IMAGINARY: u64 = 1_000_003;

/// -1 signals an error in C, so no hash is -1.
fn finish(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

fn signed(negative: bool, residue: u64) -> i64 {
    let residue = residue as i64;
    finish(if negative { -residue } else { residue })
}

/// `residue * 2**bits` modulo the prime: a rotation of 61 bits.
fn rotate(residue: u64, bits: u32) -> u64 {
    let bits = bits % 61;
    if bits == 0 { residue } else { (residue << bits & MODULUS) | residue >> (61 - bits) }
}

fn reduce(limb: u64) -> u64 {
    let folded = (limb & MODULUS) + (limb >> 61);
    if folded >= MODULUS { folded - MODULUS } else { folded }
}

/// `hash(value)` of an integer.
#[must_use]
pub fn int(value: Int) -> i64 {
    if let [limb] = value.magnitude {
        return signed(value.negative, reduce(*limb));
    }
    let residue = value.magnitude.iter().rev().fold(0, |hash, &limb| {
        let sum = rotate(hash, 64) + reduce(limb);
        if sum >= MODULUS { sum - MODULUS } else { sum }
    });
    signed(value.negative, residue)
}

/// `hash(value)` of an integer that a machine word holds.
#[must_use]
pub fn small(value: i64) -> i64 {
    signed(value < 0, reduce(value.unsigned_abs()))
}

/// `hash(value)` of a float, or `None` for NaN, which hashes by identity.
#[must_use]
pub fn float(value: f64) -> Option<i64> {
    if value.is_nan() {
        return None;
    }
    if value.is_infinite() {
        return Some(if value < 0.0 { -INFINITY } else { INFINITY });
    }
    let (mantissa, exponent) = crate::convert::decompose(value);
    let residue = rotate(reduce(mantissa), exponent.rem_euclid(61) as u32);
    Some(signed(value < 0.0, residue))
}

/// `hash(complex)` from the hashes of its parts.
#[must_use]
pub fn complex(real: i64, imaginary: i64) -> i64 {
    finish(real.wrapping_add((IMAGINARY as i64).wrapping_mul(imaginary)))
}
