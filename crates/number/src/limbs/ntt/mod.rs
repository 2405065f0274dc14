//! Products of very long operands by number-theoretic transforms modulo three primes.
//!
//! Limbs are the coefficients of polynomials, whose product is found modulo each prime and put together by the
//! Chinese remainder theorem: a coefficient is below `n * 2**128`, the primes' product about 2**183. Transform
//! lengths are powers of two and three times such (the first three quarters of a longer transform: van der
//! Hoeven, "The truncated Fourier transform", 2004, at one level only), so that at most a third is wasted.
//!
//! One prime is finished before the next begins: besides the result three transform lengths of scratch are
//! held, two when squaring. Transforms of double-precision complex numbers would be faster with vector
//! instructions but need proofs about rounding; two primes would need operands cut into smaller pieces.

mod field;
mod join;
mod transform;

use crate::Memory;
use field::Field;

const P1: u64 = 8173 << field::TWOS | 1;
const P2: u64 = 8170 << field::TWOS | 1;
const P3: u64 = 8145 << field::TWOS | 1;
const G1: u64 = 3;
const G2: u64 = 3;
const G3: u64 = 7;

/// Coefficients between two polls.
const PIECE: usize = 8192;

/// The transform length for a product of so many limbs, a power of two or three times one.
pub(super) fn transform_len(limbs: usize) -> usize {
    let power = limbs.next_power_of_two();
    if power / 4 * 3 >= limbs { power / 4 * 3 } else { power }
}

/// Writes the product of `a` and `b`, of at least four limbs together, into `out` of exactly as many. The same
/// slice twice is squared.
///
/// # Errors
/// Those of `memory`.
pub(super) fn mul<M: Memory>(memory: &mut M, out: &mut [u64], a: &[u64], b: &[u64]) -> Result<(), M::Error> {
    let len = transform_len(out.len());
    let mut second = memory.unset(len)?;
    let mut third = memory.unset(len)?;
    let other = if core::ptr::eq(a, b) { 0 } else { len };
    let mut other = memory.unset(other)?;
    residues::<M, P1, G1>(memory, &mut third, &mut other, a, b)?;
    for (to, from) in out.chunks_mut(PIECE).zip(third.chunks(PIECE)) {
        memory.poll()?;
        to.copy_from_slice(&from[..to.len()]);
    }
    residues::<M, P2, G2>(memory, &mut second, &mut other, a, b)?;
    residues::<M, P3, G3>(memory, &mut third, &mut other, a, b)?;
    join::join(memory, out, &second, &third)
}

/// The product's coefficients modulo `P`. `other` is empty for squares.
fn residues<M: Memory, const P: u64, const G: u64>(
    memory: &mut M,
    out: &mut [u64],
    other: &mut [u64],
    a: &[u64],
    b: &[u64],
) -> Result<(), M::Error> {
    forward::<M, P, G>(memory, out, a)?;
    if other.is_empty() {
        for out in out.chunks_mut(PIECE) {
            memory.poll()?;
            for x in out {
                let value = Field::<P, G>::quartered(*x);
                *x = Field::<P, G>::mul(value, value);
            }
        }
    } else {
        forward::<M, P, G>(memory, other, b)?;
        for (out, other) in out.chunks_mut(PIECE).zip(other.chunks(PIECE)) {
            memory.poll()?;
            for (x, &y) in out.iter_mut().zip(other) {
                *x = Field::<P, G>::mul(Field::<P, G>::quartered(*x), Field::<P, G>::quartered(y));
            }
        }
    }
    inverse::<M, P, G>(memory, out)
}

/// Limbs into the transform of all of `out`.
fn forward<M: Memory, const P: u64, const G: u64>(
    memory: &mut M,
    out: &mut [u64],
    limbs: &[u64],
) -> Result<(), M::Error> {
    let (filled, empty) = out.split_at_mut(limbs.len());
    for (filled, limbs) in filled.chunks_mut(PIECE).zip(limbs.chunks(PIECE)) {
        memory.poll()?;
        for (to, &limb) in filled.iter_mut().zip(limbs) {
            // A limb may be a little above 8 P.
            *to = if limb >= Field::<P, G>::P4 { limb - Field::<P, G>::P4 } else { limb };
        }
    }
    for empty in empty.chunks_mut(PIECE) {
        memory.poll()?;
        empty.fill(0);
    }
    let Some(third) = third(out) else { return transform::forward::<M, P, G>(memory, out, 0) };
    // c0 + c1 y + c2 y**2, where y is x**third: modulo y**2 - 1 and modulo y - i.
    let (low, high) = out.split_at_mut(2 * third);
    let (c0, c1) = low.split_at_mut(third);
    for ((c0, c1), c2) in c0.chunks_mut(PIECE).zip(c1.chunks(PIECE)).zip(high.chunks_mut(PIECE)) {
        memory.poll()?;
        for ((c0, c1), c2) in c0.iter_mut().zip(c1).zip(c2) {
            let (x, z) = (Field::<P, G>::quartered(*c0), Field::<P, G>::quartered(*c2));
            let turned = Field::<P, G>::I.times(*c1);
            *c0 = x + z;
            *c2 = x + Field::<P, G>::P2 - z + turned;
        }
    }
    transform::forward::<M, P, G>(memory, low, 0)?;
    transform::forward::<M, P, G>(memory, high, 2)
}

/// A third of the length, when the length is no power of two.
fn third(block: &[u64]) -> Option<usize> {
    (!block.len().is_power_of_two()).then_some(block.len() / 3)
}

/// Undoes [`forward`] for residues below 2 P that lack a factor of 1 / R; the result is below `P`.
fn inverse<M: Memory, const P: u64, const G: u64>(memory: &mut M, block: &mut [u64]) -> Result<(), M::Error> {
    // Divides by the length, and multiplies by R what the products lack.
    let scale = |length: usize| {
        let inverse = Field::<P, G>::invert(Field::<P, G>::form(length as u64));
        Field::<P, G>::factor(Field::<P, G>::reduced(Field::<P, G>::mul(inverse, Field::<P, G>::SQUARE)))
    };
    let Some(third) = third(block) else {
        transform::inverse::<M, P, G>(memory, block, 0)?;
        let factor = scale(block.len());
        for block in block.chunks_mut(PIECE) {
            memory.poll()?;
            for x in block {
                *x = Field::<P, G>::reduced(factor.times(*x));
            }
        }
        return Ok(());
    };
    let (low, high) = block.split_at_mut(2 * third);
    transform::inverse::<M, P, G>(memory, low, 0)?;
    transform::inverse::<M, P, G>(memory, high, 2)?;
    // u0 = c0 + c2 and u1 = c1 lack a factor of 2 third, v = c0 + i c1 - c2 one of third; the sum and the
    // difference of u0 and v - i u1 are 2 c0 and 2 c2.
    let (half, whole) = (scale(4 * third), scale(2 * third));
    let (u0, u1) = low.split_at_mut(third);
    for ((u0, u1), v) in u0.chunks_mut(PIECE).zip(u1.chunks_mut(PIECE)).zip(high.chunks_mut(PIECE)) {
        memory.poll()?;
        for ((u0, u1), v) in u0.iter_mut().zip(u1).zip(v) {
            let sum = half.times(*u0);
            let middle = Field::<P, G>::reduced(whole.times(*u1));
            let turned = Field::<P, G>::HALF_I.times(middle);
            let difference = Field::<P, G>::halved(whole.times(*v) + Field::<P, G>::P2 - turned);
            *u0 = Field::<P, G>::reduced(Field::<P, G>::halved(sum + difference));
            *u1 = middle;
            *v = Field::<P, G>::reduced(Field::<P, G>::halved(sum + Field::<P, G>::P2 - difference));
        }
    }
    Ok(())
}
