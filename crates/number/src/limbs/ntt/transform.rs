//! The transform itself: residues of a polynomial modulo ever shorter factors of `x**n - 1`.
//!
//! Block `s` of `m` coefficients holds the residue modulo `x**m - w(s)`, where `w(s)` is the root of unity at
//! the bit-reversed position `s`. One radix-4 pass splits it into blocks `4 s .. 4 s + 4` of `m / 4`. So a block's
//! factors depend on `s` alone, need no tables, and every block is a transform of its own: deep levels work on
//! what the cache holds.

use super::PIECE;
use super::field::{Factor, Field};
use crate::Memory;

/// Blocks of at most this many coefficients go through all their passes one after the other.
const CACHED: usize = 2048;

/// Transforms block `s`. Coefficients are below 8 P before and after.
pub(super) fn forward<M: Memory, const P: u64, const G: u64>(
    memory: &mut M,
    block: &mut [u64],
    s: usize,
) -> Result<(), M::Error> {
    let len = block.len();
    if len.ilog2() % 2 == 1 {
        split2::<M, P, G>(memory, block, s)?;
        let (low, high) = block.split_at_mut(len / 2);
        forward::<M, P, G>(memory, low, 2 * s)?;
        return forward::<M, P, G>(memory, high, 2 * s + 1);
    }
    if len <= CACHED {
        memory.poll()?;
        forward_cached::<P, G>(block, s);
        return Ok(());
    }
    let twists = Factors::<P>::of::<G>(Field::<P, G>::twist(s));
    let [a, b, c, d] = quarters(block);
    let pieces = a.chunks_mut(PIECE).zip(b.chunks_mut(PIECE)).zip(c.chunks_mut(PIECE)).zip(d.chunks_mut(PIECE));
    for (((a, b), c), d) in pieces {
        memory.poll()?;
        split4::<P, G>([a, b, c, d], &twists);
    }
    for (index, part) in block.chunks_exact_mut(len / 4).enumerate() {
        forward::<M, P, G>(memory, part, 4 * s + index)?;
    }
    Ok(())
}

fn forward_cached<const P: u64, const G: u64>(block: &mut [u64], mut s: usize) {
    let mut len = block.len();
    while len > 4 {
        let mut twist = Field::<P, G>::twist(s);
        for (part, s) in block.chunks_exact_mut(len).zip(s..) {
            split4::<P, G>(quarters(part), &Factors::of::<G>(twist));
            twist = Field::<P, G>::next(twist, s);
        }
        s *= 4;
        len /= 4;
    }
    if len == 4 {
        let mut twist = Field::<P, G>::twist(s);
        for (part, s) in block.as_chunks_mut::<4>().0.iter_mut().zip(s..) {
            let (two, three) = twists::<P, G>(twist);
            let times = Field::<P, G>::mul;
            let [a, b, c, d] = *part;
            *part = butterfly::<P, G>([a, times(b, twist), times(c, two), times(d, three)]);
            twist = Field::<P, G>::next(twist, s);
        }
    }
}

#[inline(always)]
fn factor<const P: u64, const G: u64>(residue: u64) -> Factor<P> {
    Field::<P, G>::factor(residue)
}

/// Square and cube of a factor.
#[inline(always)]
fn twists<const P: u64, const G: u64>(twist: u64) -> (u64, u64) {
    let two = Field::<P, G>::reduced(Field::<P, G>::mul(twist, twist));
    (two, Field::<P, G>::reduced(Field::<P, G>::mul(two, twist)))
}

/// `a + b r + c r**2 + d r**3` for `r` in 1, -1, i, -i, of `a` below 8 P and the others below 2 P.
#[inline(always)]
fn butterfly<const P: u64, const G: u64>([a, b, c, d]: [u64; 4]) -> [u64; 4] {
    let a = Field::<P, G>::quartered(a);
    let (even, even_difference) = (a + c, a + Field::<P, G>::P2 - c);
    let odd = b + d;
    let odd_difference = Field::<P, G>::I.times(b + Field::<P, G>::P2 - d);
    [
        even + odd,
        even + Field::<P, G>::P4 - odd,
        even_difference + odd_difference,
        even_difference + Field::<P, G>::P2 - odd_difference,
    ]
}

/// A factor, its square and its cube.
struct Factors<const P: u64> {
    one: Factor<P>,
    two: Factor<P>,
    three: Factor<P>,
}

impl<const P: u64> Factors<P> {
    #[inline(always)]
    fn of<const G: u64>(twist: u64) -> Factors<P> {
        let (two, three) = twists::<P, G>(twist);
        Factors { one: factor::<P, G>(twist), two: factor::<P, G>(two), three: factor::<P, G>(three) }
    }
}

#[inline(always)]
fn quarters(block: &mut [u64]) -> [&mut [u64]; 4] {
    let quarter = block.len() / 4;
    let (low, high) = block.split_at_mut(2 * quarter);
    let ((a, b), (c, d)) = (low.split_at_mut(quarter), high.split_at_mut(quarter));
    [a, b, c, d]
}

/// One block into four; the quarters may be parts of those.
#[inline(always)]
fn split4<const P: u64, const G: u64>([a, b, c, d]: [&mut [u64]; 4], Factors { one, two, three }: &Factors<P>) {
    for (((a, b), c), d) in a.iter_mut().zip(b).zip(c).zip(d) {
        [*a, *b, *c, *d] = butterfly::<P, G>([*a, one.times(*b), two.times(*c), three.times(*d)]);
    }
}

/// One block into two.
fn split2<M: Memory, const P: u64, const G: u64>(memory: &mut M, block: &mut [u64], s: usize) -> Result<(), M::Error> {
    let twist = factor::<P, G>(twists::<P, G>(Field::<P, G>::twist(s)).0);
    let (low, high) = block.split_at_mut(block.len() / 2);
    for (low, high) in low.chunks_mut(PIECE).zip(high.chunks_mut(PIECE)) {
        memory.poll()?;
        for (a, b) in low.iter_mut().zip(high) {
            let (x, y) = (Field::<P, G>::quartered(*a), twist.times(*b));
            (*a, *b) = (x + y, x + Field::<P, G>::P2 - y);
        }
    }
    Ok(())
}

/// Undoes [`forward`], but for a factor of the block's length. Coefficients are below 2 P before and after.
pub(super) fn inverse<M: Memory, const P: u64, const G: u64>(
    memory: &mut M,
    block: &mut [u64],
    s: usize,
) -> Result<(), M::Error> {
    let len = block.len();
    if len.ilog2() % 2 == 1 {
        let (low, high) = block.split_at_mut(len / 2);
        inverse::<M, P, G>(memory, low, 2 * s)?;
        inverse::<M, P, G>(memory, high, 2 * s + 1)?;
        return join2::<M, P, G>(memory, block, s);
    }
    if len <= CACHED {
        memory.poll()?;
        inverse_cached::<P, G>(block, s);
        return Ok(());
    }
    for (index, part) in block.chunks_exact_mut(len / 4).enumerate() {
        inverse::<M, P, G>(memory, part, 4 * s + index)?;
    }
    let twists = Factors::<P>::of::<G>(Field::<P, G>::inverse_twist(s));
    let [a, b, c, d] = quarters(block);
    let pieces = a.chunks_mut(PIECE).zip(b.chunks_mut(PIECE)).zip(c.chunks_mut(PIECE)).zip(d.chunks_mut(PIECE));
    for (((a, b), c), d) in pieces {
        memory.poll()?;
        join4::<P, G>([a, b, c, d], &twists);
    }
    Ok(())
}

fn inverse_cached<const P: u64, const G: u64>(block: &mut [u64], s: usize) {
    if block.len() >= 4 {
        let s = s * (block.len() / 4);
        let mut twist = Field::<P, G>::inverse_twist(s);
        for (part, s) in block.as_chunks_mut::<4>().0.iter_mut().zip(s..) {
            let (two, three) = twists::<P, G>(twist);
            let times = Field::<P, G>::mul;
            let [a, b, c, d] = inverse_butterfly::<P, G>(*part);
            *part = [a, times(b, twist), times(c, two), times(d, three)];
            twist = Field::<P, G>::inverse_next(twist, s);
        }
    }
    let mut len = 16;
    while len <= block.len() {
        let s = s * (block.len() / len);
        let mut twist = Field::<P, G>::inverse_twist(s);
        for (part, s) in block.chunks_exact_mut(len).zip(s..) {
            join4::<P, G>(quarters(part), &Factors::of::<G>(twist));
            twist = Field::<P, G>::inverse_next(twist, s);
        }
        len *= 4;
    }
}

/// Undoes [`butterfly`], but for a factor of four; the last three lie below 8 P.
#[inline(always)]
fn inverse_butterfly<const P: u64, const G: u64>([a, b, c, d]: [u64; 4]) -> [u64; 4] {
    let (low, low_difference) = (a + b, a + Field::<P, G>::P2 - b);
    let high = c + d;
    let high_difference = Field::<P, G>::INVERSE_I.times(c + Field::<P, G>::P2 - d);
    [
        Field::<P, G>::quartered(low + high),
        low_difference + high_difference,
        low + Field::<P, G>::P4 - high,
        low_difference + Field::<P, G>::P2 - high_difference,
    ]
}

/// Four blocks into one; the quarters may be parts of those.
#[inline(always)]
fn join4<const P: u64, const G: u64>([a, b, c, d]: [&mut [u64]; 4], Factors { one, two, three }: &Factors<P>) {
    for (((a, b), c), d) in a.iter_mut().zip(b).zip(c).zip(d) {
        let out = inverse_butterfly::<P, G>([*a, *b, *c, *d]);
        [*a, *b, *c, *d] = [out[0], one.times(out[1]), two.times(out[2]), three.times(out[3])];
    }
}

/// Two blocks into one.
fn join2<M: Memory, const P: u64, const G: u64>(memory: &mut M, block: &mut [u64], s: usize) -> Result<(), M::Error> {
    let twist = factor::<P, G>(twists::<P, G>(Field::<P, G>::inverse_twist(s)).0);
    let (low, high) = block.split_at_mut(block.len() / 2);
    for (low, high) in low.chunks_mut(PIECE).zip(high.chunks_mut(PIECE)) {
        memory.poll()?;
        for (a, b) in low.iter_mut().zip(high) {
            let (x, y) = (*a, *b);
            *a = Field::<P, G>::halved(x + y);
            *b = twist.times(x + Field::<P, G>::P2 - y);
        }
    }
    Ok(())
}
