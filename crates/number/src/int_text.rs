//! Integers to text in bases 2, 8, 10 and 16.
//!
//! Decimal text is made by halving: the magnitude is divided by the largest power
//! `10**(19 * 2**i)` below it, both parts again by the next smaller one, and so on; everything
//! happens in one buffer, whose limbs become base-10**19 digits from the top down. So the cost is
//! that of a few divisions of the whole, not quadratic.

use crate::Memory;
use crate::limbs::{Divisor, Reciprocal, bit_length, normal_len, shl_in_place, shr_in_place, square, store};

/// 10**19, the largest power of ten in a limb; its top bit is set.
const CHUNK: u64 = 10_000_000_000_000_000_000;
/// Decimal digits in a chunk.
const CHUNK_DIGITS: usize = 19;
/// Limbs below which a block is divided by one chunk at a time.
const BASE_BLOCK: usize = 20;

/// Bases with text of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// `0b`
    Binary,
    /// `0o`
    Octal,
    /// No prefix.
    Decimal,
    /// `0x`
    Hex,
}

impl Base {
    /// Bits of a digit, but for decimal.
    fn bits(self) -> Option<u32> {
        match self {
            Self::Binary => Some(1),
            Self::Octal => Some(3),
            Self::Decimal => None,
            Self::Hex => Some(4),
        }
    }

    /// What `bin`, `oct` and `hex` put before the digits.
    #[must_use]
    pub fn prefix(self) -> &'static [u8] {
        match self {
            Self::Binary => b"0b",
            Self::Octal => b"0o",
            Self::Decimal => b"",
            Self::Hex => b"0x",
        }
    }
}

/// Digits that a normalised magnitude may need: exact but for decimal, where it may be one more.
/// Zero has one digit.
#[must_use]
pub fn digits_len(magnitude: &[u64], base: Base) -> usize {
    let bits = bit_length(magnitude).max(1);
    let digits = match base.bits() {
        Some(width) => bits.div_ceil(width.into()).into(),
        // log10(2) rounded up.
        None => (u128::from(bits) * 0x4d10_4d42_7de7_fbcd) >> 64,
    };
    usize::try_from(digits + u128::from(base == Base::Decimal)).unwrap_or(usize::MAX)
}

/// Writes a magnitude's digits, lower case, at the start of `out` and returns how many. `out` holds
/// [`digits_len`] bytes.
///
/// # Errors
/// Those of `memory`.
pub fn digits<M: Memory>(memory: &mut M, out: &mut [u8], magnitude: &[u64], base: Base) -> Result<usize, M::Error> {
    let len = digits_len(magnitude, base);
    let out = &mut out[..len];
    if let Some(bits) = base.bits() {
        power_of_two_digits(memory, out, magnitude, bits)?;
        return Ok(len);
    }
    match *magnitude {
        [] => {
            out[0] = b'0';
            return Ok(1);
        }
        [limb] => {
            let mut text = [0; 20];
            let text = decimal(limb, &mut text);
            out[..text.len()].copy_from_slice(text);
            return Ok(text.len());
        }
        _ => {}
    }
    // Every chunk of 19 digits fits a limb, and a limb is worth 64 / 63.1 chunks.
    let chunks = len.div_ceil(CHUNK_DIGITS);
    let blocks = chunks.div_ceil(BASE_BLOCK).next_power_of_two();
    let block = chunks.div_ceil(blocks);
    let mut buffer = memory.limbs(blocks * block)?;
    buffer[..magnitude.len()].copy_from_slice(magnitude);
    split(memory, &mut buffer, block)?;
    for (index, part) in buffer.chunks_exact_mut(block).enumerate() {
        if index % 16 == 0 {
            memory.poll()?;
        }
        split_block(part);
    }
    Ok(write_chunks(out, &buffer))
}

/// Divides the buffer's blocks in halves until each has `block` limbs, worth as many chunks.
fn split<M: Memory>(memory: &mut M, buffer: &mut [u64], block: usize) -> Result<(), M::Error> {
    if buffer.len() == block {
        return Ok(());
    }
    // powers[level] = 10**(19 * width), width = block << level, at offset width - block.
    let half = buffer.len() / 2;
    let mut powers = memory.unset(2 * half - block)?;
    first_power(&mut powers[..block]);
    let mut width = block;
    while width < half {
        let (done, next) = powers.split_at_mut(2 * width - block);
        square(memory, &mut next[..2 * width], &done[width - block..])?;
        width *= 2;
    }
    let mut quotient = memory.unset(half)?;
    while width >= block {
        let power = &mut powers[width - block..][..width];
        let len = normal_len(power);
        let power = &mut power[..len];
        let shift = power[len - 1].leading_zeros();
        shl_in_place(power, shift);
        let mut divisor = Divisor::new(memory, power, buffer.len() / (2 * width))?;
        for pair in buffer.chunks_exact_mut(2 * width) {
            if normal_len(pair) == 0 {
                continue;
            }
            // The pair is less than the power's square, so this much of it holds the value.
            let value = &mut pair[..2 * len];
            shl_in_place(value, shift);
            let quotient = &mut quotient[..len];
            divisor.divide(memory, quotient, value)?;
            let (low, high) = pair.split_at_mut(width);
            shr_in_place(low, shift);
            store(high, quotient);
        }
        width /= 2;
    }
    Ok(())
}

/// 10**(19 * n) for the `n` limbs of `power`.
fn first_power(power: &mut [u64]) {
    power[0] = 1;
    for i in 0..power.len() {
        let carry = crate::limbs::mul_add_limb(&mut power[..=i], CHUNK, 0);
        if let Some(next) = power.get_mut(i + 1) {
            *next = carry;
        }
    }
}

/// Replaces a short block's limbs by its chunks, in place.
fn split_block(block: &mut [u64]) {
    let reciprocal = Reciprocal::new(CHUNK);
    let mut chunks = [0; BASE_BLOCK];
    let mut len = normal_len(block);
    for chunk in &mut chunks[..block.len()] {
        if len == 0 {
            break;
        }
        *chunk = reciprocal.divide_in_place(&mut block[..len]);
        len = normal_len(&block[..len]);
    }
    block.copy_from_slice(&chunks[..block.len()]);
}

/// Writes chunks without leading zeros; `out` holds them all.
fn write_chunks(out: &mut [u8], chunks: &[u64]) -> usize {
    let len = normal_len(chunks);
    let Some((top, rest)) = chunks[..len].split_last() else {
        out[0] = b'0';
        return 1;
    };
    let mut text = [0; 20];
    let first = decimal(*top, &mut text);
    out[..first.len()].copy_from_slice(first);
    let mut end = first.len();
    for &chunk in rest.iter().rev() {
        write_padded(&mut out[end..end + CHUNK_DIGITS], chunk);
        end += CHUNK_DIGITS;
    }
    end
}

/// Fills `out` with the value's decimal digits, zeros in front.
fn write_padded(out: &mut [u8], mut value: u64) {
    let (first, pairs) = out.split_at_mut(out.len() % 2);
    for pair in pairs.chunks_exact_mut(2).rev() {
        let two = (value % 100) as usize;
        value /= 100;
        pair.copy_from_slice(&PAIRS[2 * two..2 * two + 2]);
    }
    for byte in first {
        *byte = b'0' + (value % 10) as u8;
    }
}

/// The decimal digits of 0 to 99.
const PAIRS: [u8; 200] = {
    let mut pairs = [0; 200];
    let mut i = 0;
    while i < 100 {
        pairs[2 * i] = b'0' + (i / 10) as u8;
        pairs[2 * i + 1] = b'0' + (i % 10) as u8;
        i += 1;
    }
    pairs
};

/// A limb's decimal digits, written at the end of `buffer`.
#[must_use]
pub fn decimal(mut value: u64, buffer: &mut [u8; 20]) -> &[u8] {
    let mut start = buffer.len();
    while value >= 10 {
        let two = (value % 100) as usize;
        value /= 100;
        start -= 2;
        buffer[start..start + 2].copy_from_slice(&PAIRS[2 * two..2 * two + 2]);
    }
    if value > 0 || start == buffer.len() {
        start -= 1;
        buffer[start] = b'0' + value as u8;
    }
    &buffer[start..]
}

/// `str(value)` of a machine integer, written at the end of `buffer`.
#[must_use]
pub fn decimal_signed(value: i64, buffer: &mut [u8; 21]) -> &[u8] {
    let mut digits = [0; 20];
    let text = decimal(value.unsigned_abs(), &mut digits);
    let start = buffer.len() - text.len();
    buffer[start..].copy_from_slice(text);
    if value >= 0 {
        return &buffer[start..];
    }
    buffer[start - 1] = b'-';
    &buffer[start - 1..]
}

/// Digits written or read between two polls.
pub(crate) const DIGITS_PER_POLL: usize = 4096;

fn power_of_two_digits<M: Memory>(
    memory: &mut M,
    out: &mut [u8],
    magnitude: &[u64],
    bits: u32,
) -> Result<(), M::Error> {
    let mut limbs = magnitude.iter();
    let (mut pending, mut held) = (0u128, 0);
    for portion in out.rchunks_mut(DIGITS_PER_POLL) {
        for byte in portion.iter_mut().rev() {
            if held < bits {
                pending |= u128::from(limbs.next().copied().unwrap_or(0)) << held;
                held += 64;
            }
            let digit = (pending & ((1 << bits) - 1)) as u8;
            *byte = if digit < 10 { b'0' + digit } else { b'a' + digit - 10 };
            pending >>= bits;
            held -= bits;
        }
        if portion.len() == DIGITS_PER_POLL {
            memory.poll()?;
        }
    }
    Ok(())
}
