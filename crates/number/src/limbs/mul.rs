//! Multiplication: schoolbook, Karatsuba (Knuth 4.3.3), and number-theoretic transforms for what is longer.
//!
//! Karatsuba's recursion always works on two operands of equal length `n`; unequal ones are cut into blocks
//! first. One scratch buffer serves a whole product.
//!
//! There is no Toom-3: it would serve operands of some 300 to 2000 limbs only, where transforms take over, and
//! save at most a fifth there. Thresholds are where the lines `mul` and `square` of `benches/kernels.rs` cross
//! (AMD Zen 4); 3000 limbs take 0.73 ms by transforms and 1.08 ms by Karatsuba.

use super::add::{add_assign, sub_assign, sub_from};
use super::school::{self, add_mul_limb};
use super::{compare, normal};
use crate::{Memory, Pace};
use core::cmp::Ordering;

/// From this many limbs on Karatsuba beats schoolbook.
const KARATSUBA: usize = 20;
/// The same for squares.
const KARATSUBA_SQUARE: usize = 40;
/// From this many limbs of the shorter operand on transforms beat Karatsuba.
const NTT: usize = 1500;
/// Blocks of the schoolbook product's longer operand, so that polling stays regular.
const BLOCK: usize = 1024;
/// Karatsuba nodes of at least this many limbs poll.
const POLLING: usize = 100;

/// Limbs that [`mul`] needs.
#[must_use]
pub fn mul_len(a: usize, b: usize) -> usize {
    if a == 0 || b == 0 { 0 } else { a + b }
}

fn karatsuba_from(same: bool) -> usize {
    if same { KARATSUBA_SQUARE } else { KARATSUBA }
}

/// Scratch limbs that [`karatsuba`] needs for operands of `n` limbs.
fn karatsuba_scratch(mut n: usize) -> usize {
    let mut total = 0;
    while n >= KARATSUBA {
        n = n.div_ceil(2);
        total += 2 * n + 1;
    }
    total
}

/// `out = |low - high|`, where `high` may be shorter than `low` and `out`, which are equally long;
/// returns whether the difference was negative. The operands need not be normalised.
fn distance(out: &mut [u64], low: &[u64], high: &[u64]) -> bool {
    let negative = compare(normal(low), normal(high)) == Ordering::Less;
    let (large, small) = if negative { (high, low) } else { (low, high) };
    out[..large.len()].copy_from_slice(large);
    out[large.len()..].fill(0);
    sub_assign(out, normal(small));
    negative
}

/// Product of two operands of `n` limbs into `out` of `2 n`. The same slice twice is squared.
fn karatsuba<M: Memory>(
    memory: &mut M,
    out: &mut [u64],
    a: &[u64],
    b: &[u64],
    scratch: &mut [u64],
) -> Result<(), M::Error> {
    let n = a.len();
    let same = core::ptr::eq(a, b);
    if n < karatsuba_from(same) {
        if same {
            school::square(out, a);
        } else {
            school::product(out, a, b);
        }
        return Ok(());
    }
    if n >= POLLING {
        memory.poll()?;
    }
    let half = n.div_ceil(2);
    let (a0, a1) = a.split_at(half);
    let (b0, b1) = b.split_at(half);
    let (middle, rest) = scratch.split_at_mut(2 * half + 1);

    let (da, db) = out[..2 * half].split_at_mut(half);
    let a_negative = distance(da, a0, a1);
    let subtract = if same {
        karatsuba(memory, &mut middle[..2 * half], da, da, rest)?;
        true
    } else {
        let b_negative = distance(db, b0, b1);
        karatsuba(memory, &mut middle[..2 * half], da, db, rest)?;
        a_negative == b_negative
    };
    middle[2 * half] = 0;

    let (low, high) = out.split_at_mut(2 * half);
    karatsuba(memory, low, a0, b0, rest)?;
    karatsuba(memory, high, a1, b1, rest)?;

    // The middle is a0 b0 + a1 b1 - (a0 - a1)(b0 - b1): never negative, though it may wrap before
    // the last addition.
    if subtract {
        let borrow = sub_from(&mut middle[..2 * half], low);
        middle[2 * half] = if borrow { u64::MAX } else { 0 };
    } else {
        add_assign(middle, low);
    }
    add_assign(middle, high);
    add_assign(&mut out[half..], normal(middle));
    Ok(())
}

/// Writes `a * b` and returns its length. `out` holds at least [`mul_len`] limbs; what follows is
/// cleared. The same slice twice is squared.
///
/// # Errors
/// Those of `memory`.
pub fn mul<M: Memory>(memory: &mut M, out: &mut [u64], a: &[u64], b: &[u64]) -> Result<usize, M::Error> {
    let len = mul_len(a.len(), b.len());
    let (out, above) = out.split_at_mut(len);
    above.fill(0);
    if len > 0 {
        let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
        if short.len() < karatsuba_from(core::ptr::eq(a, b)) {
            mul_narrow(memory, out, long, short)?;
        } else if short.len() >= NTT && long.len() <= 3 * short.len() {
            super::ntt::mul(memory, out, long, short)?;
        } else if long.len() == short.len() {
            mul_balanced(memory, out, long, short)?;
        } else {
            mul_blocks(memory, out, long, short)?;
        }
    }
    Ok(super::normal_len(out))
}

/// Writes `a * a`; see [`mul`].
///
/// # Errors
/// Those of `memory`.
pub fn square<M: Memory>(memory: &mut M, out: &mut [u64], a: &[u64]) -> Result<usize, M::Error> {
    mul(memory, out, a, a)
}

/// Schoolbook with the longer operand cut into blocks.
fn mul_narrow<M: Memory>(memory: &mut M, out: &mut [u64], long: &[u64], short: &[u64]) -> Result<(), M::Error> {
    if core::ptr::eq(long, short) {
        school::square(out, long);
        return Ok(());
    }
    if long.len() <= BLOCK {
        school::product(out, long, short);
        return Ok(());
    }
    out.fill(0);
    let mut pace = Pace::new();
    for (index, block) in long.chunks(BLOCK).enumerate() {
        pace.spend(memory, block.len() * short.len())?;
        let part = &mut out[index * BLOCK..];
        for (i, &limb) in short.iter().enumerate() {
            let carry = add_mul_limb(&mut part[i..i + block.len()], block, limb);
            let above = &mut part[i + block.len()..];
            if !above.is_empty() {
                add_assign(above, &[carry]);
            }
        }
    }
    Ok(())
}

/// Operands of equal length.
fn mul_balanced<M: Memory>(memory: &mut M, out: &mut [u64], a: &[u64], b: &[u64]) -> Result<(), M::Error> {
    let mut scratch = memory.unset(karatsuba_scratch(a.len()))?;
    karatsuba(memory, out, a, b, &mut scratch)
}

/// Cuts the longer operand into pieces as long as the shorter one.
fn mul_blocks<M: Memory>(memory: &mut M, out: &mut [u64], long: &[u64], short: &[u64]) -> Result<(), M::Error> {
    let n = short.len();
    out.fill(0);
    let mut product = memory.unset(2 * n)?;
    for (index, block) in long.chunks(n).enumerate() {
        let part = &mut out[index * n..];
        let product = &mut product[..block.len() + n];
        let len = mul(memory, product, block, short)?;
        add_assign(part, &product[..len]);
    }
    Ok(())
}
