//! Modular powers by an odd modulus without division (Montgomery 1985; HAC 14.36, 14.85).
//!
//! A residue `x` is kept as `x * B**n mod m` in exactly `n` limbs, `B` being 2**64 and `n` the
//! modulus's length.

use super::add::{add_assign, sub_assign};
use super::school::{add_mul_limb, add_mul_two};
use super::{bit, bit_length, div_rem, mul, normal_len, store};
use crate::{Memory, Pace};
use core::cmp::Ordering;

/// A modulus prepared for products, with its scratch memory.
pub(super) struct Montgomery<'a, M: Memory> {
    modulus: &'a [u64],
    /// `-1 / modulus` modulo B.
    inverse: u64,
    /// A product before its reduction: `2 n` limbs.
    product: M::Buf,
}

/// Odd powers kept in the window, for an exponent of so many bits.
fn window_bits(exponent_bits: u64) -> u32 {
    match exponent_bits {
        0..24 => 1,
        24..80 => 3,
        80..240 => 4,
        240..768 => 5,
        _ => 6,
    }
}

impl<'a, M: Memory> Montgomery<'a, M> {
    /// Prepares `modulus`, which is odd and not one.
    pub(super) fn new(memory: &mut M, modulus: &'a [u64]) -> Result<Self, M::Error> {
        let low = modulus[0];
        // Newton's iteration doubles the correct bits: 3, 6, 12, 24, 48, 96.
        let mut inverse = low;
        for _ in 0..5 {
            inverse = inverse.wrapping_mul(2u64.wrapping_sub(low.wrapping_mul(inverse)));
        }
        let product = memory.unset(2 * modulus.len())?;
        Ok(Self { modulus, inverse: inverse.wrapping_neg(), product })
    }

    /// `base ** exponent % modulus`; `base` is less than the modulus, the exponent not zero.
    pub(super) fn pow(
        mut self,
        memory: &mut M,
        out: &mut [u64],
        base: &[u64],
        exponent: &[u64],
    ) -> Result<usize, M::Error> {
        let n = self.modulus.len();
        let bits = bit_length(exponent);
        let window = window_bits(bits);
        let count = 1usize << (window - 1);
        let mut table = memory.unset(count * n)?;
        self.enter(memory, &mut table[..n], base)?;
        let mut power = memory.unset(n)?;
        if count > 1 {
            // `power` holds the square, by which each odd power grows into the next.
            self.product(memory, &table[..n], &table[..n])?;
            self.reduce(memory, &mut power)?;
            for i in 1..count {
                let (done, next) = table.split_at_mut(i * n);
                self.product(memory, &done[(i - 1) * n..], &power)?;
                self.reduce(memory, &mut next[..n])?;
            }
        }
        self.slide(memory, &mut power, &table, window, exponent)?;
        self.product[..n].copy_from_slice(&power);
        self.product[n..].fill(0);
        self.reduce(memory, &mut power)?;
        out.fill(0);
        out[..n].copy_from_slice(&power);
        Ok(normal_len(out))
    }

    /// Writes `base * B**n mod m`.
    fn enter(&mut self, memory: &mut M, out: &mut [u64], base: &[u64]) -> Result<(), M::Error> {
        let n = self.modulus.len();
        self.product.fill(0);
        self.product[n..n + base.len()].copy_from_slice(base);
        div_rem(memory, None, Some(out), &self.product[..n + base.len()], self.modulus)?;
        Ok(())
    }

    /// Runs the exponent's bits from the top through windows that end in a set bit.
    fn slide(
        &mut self,
        memory: &mut M,
        power: &mut [u64],
        table: &[u64],
        window: u32,
        exponent: &[u64],
    ) -> Result<(), M::Error> {
        let n = self.modulus.len();
        let mut started = false;
        let mut left = bit_length(exponent);
        while left > 0 {
            if !bit(exponent, left - 1) {
                self.square(memory, power)?;
                left -= 1;
                continue;
            }
            let mut end = left.saturating_sub(u64::from(window));
            while !bit(exponent, end) {
                end += 1;
            }
            let digit = (end..left).rev().fold(0, |d, i| d << 1 | usize::from(bit(exponent, i)));
            let entry = &table[digit / 2 * n..][..n];
            if started {
                for _ in end..left {
                    self.square(memory, power)?;
                }
                self.product(memory, power, entry)?;
                self.reduce(memory, power)?;
            } else {
                power.copy_from_slice(entry);
                started = true;
            }
            left = end;
        }
        Ok(())
    }

    fn square(&mut self, memory: &mut M, power: &mut [u64]) -> Result<(), M::Error> {
        self.product(memory, power, power)?;
        self.reduce(memory, power)
    }

    fn product(&mut self, memory: &mut M, a: &[u64], b: &[u64]) -> Result<(), M::Error> {
        mul(memory, &mut self.product, a, b)?;
        Ok(())
    }

    /// `out = product / B**n mod m`, below the modulus.
    fn reduce(&mut self, memory: &mut M, out: &mut [u64]) -> Result<(), M::Error> {
        let n = self.modulus.len();
        let mut pace = Pace::new();
        let mut above = false;
        let product = &mut self.product[..];
        let even = n & !1;
        for i in (0..even).step_by(2) {
            pace.spend(memory, 2 * n)?;
            let first = product[i].wrapping_mul(self.inverse);
            // The second limb after the first row, whose lowest limb became zero.
            let (_, carry) = first.carrying_mul_add(self.modulus[0], 0, product[i]);
            let second = first.wrapping_mul(self.modulus[1]).wrapping_add(carry).wrapping_add(product[i + 1]);
            let factors = [first, second.wrapping_mul(self.inverse)];
            let carry = add_mul_two(&mut product[i..i + n], self.modulus, factors, 0);
            above |= add_assign(&mut product[i + n..], &carry);
        }
        if even < n {
            let factor = product[even].wrapping_mul(self.inverse);
            let carry = add_mul_limb(&mut product[even..even + n], self.modulus, factor);
            above |= add_assign(&mut product[even + n..], &[carry]);
        }
        let high = &mut product[n..];
        if above || high.iter().rev().cmp(self.modulus.iter().rev()) != Ordering::Less {
            sub_assign(high, self.modulus);
        }
        store(out, high);
        Ok(())
    }
}
