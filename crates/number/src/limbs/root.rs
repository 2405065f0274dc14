//! The integer square root, by Newton steps of doubling precision (the method of CPython's
//! `math.isqrt`, due to Dickinson).

use super::add::{add_assign, decrement};
use super::{bit_length, compare, div_rem, normal_len, shift_left, shift_right, shift_right_len, square, store};
use crate::Memory;
use core::cmp::Ordering;

/// Limbs of the square root of a magnitude of `n` limbs, with room for the last correction.
#[must_use]
pub fn sqrt_len(n: usize) -> usize {
    n / 2 + 2
}

/// Writes the greatest `r` with `r * r <= a` and returns its length. `out` holds [`sqrt_len`] limbs.
///
/// # Errors
/// Those of `memory`.
pub fn sqrt_floor<M: Memory>(memory: &mut M, out: &mut [u64], a: &[u64]) -> Result<usize, M::Error> {
    match a {
        [] => return Ok(store(out, &[])),
        &[small] => return Ok(store(out, &[small.isqrt()])),
        _ => {}
    }
    let half = (bit_length(a) - 1) / 2;
    let rounds = u64::from(64 - half.leading_zeros());
    let room = a.len() + 2;
    let mut shifted = memory.limbs(room)?;
    let mut quotient = memory.limbs(room)?;
    let mut root = memory.limbs(room)?;
    root[0] = 1;
    let (mut len, mut done) = (1, 0);
    for round in (0..rounds).rev() {
        memory.poll()?;
        let before = done;
        done = half >> round;
        // root has `before + 1` bits of the result; make it `done + 1`.
        let drop = 2 * half + 1 - before - done;
        let width = shift_right_len(a, drop);
        let (a_len, _) = shift_right(&mut shifted[..width], a, drop);
        let (q_len, _) = div_rem(memory, Some(&mut quotient[..]), None, &shifted[..a_len], &root[..len])?;
        let up = (done - before).saturating_sub(1);
        len = shift_left(&mut shifted, &root[..len], up);
        store(&mut root, &shifted[..len]);
        add_assign(&mut root, &quotient[..q_len]);
        len = normal_len(&root);
    }
    let mut product = memory.limbs(2 * len)?;
    let product_len = square(memory, &mut product, &root[..len])?;
    if compare(&product[..product_len], a) == Ordering::Greater {
        decrement(&mut root[..len]);
        len = normal_len(&root[..len]);
    }
    store(out, &root[..len]);
    Ok(len)
}
