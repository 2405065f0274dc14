//! Text to integers, as Python's `int(text, base)` reads it.
//!
//! [`scan`] checks the text and counts digits without memory, so that a caller can refuse long text
//! (`sys.set_int_max_str_digits`) and knows how many limbs [`IntText::write`] will fill.
//! Text is ASCII: a caller first turns Unicode decimal digits into ASCII ones and Unicode white space
//! into spaces, as CPython does.

use crate::int::Written;
use crate::int_text::DIGITS_PER_POLL;
use crate::limbs::{add_assign, mul, mul_add_limb, normal_len, square, store};
use crate::{Memory, Pace};

/// Blocks of at most this many limbs are read digit chunk by digit chunk.
const BASE_BLOCK: usize = 48;

/// Why text is no integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParseIntError {
    /// `ValueError: int() base must be >= 2 and <= 36, or 0`
    Base,
    /// `ValueError: invalid literal for int() with base B: TEXT`
    Literal,
}

/// Checked integer text.
#[derive(Clone, Copy, Debug)]
pub struct IntText<'a> {
    /// Whether a minus sign stood in front.
    pub negative: bool,
    /// The base, 2 to 36, that was found or given.
    pub base: u32,
    /// Digits, underscores not counted.
    pub digits: usize,
    /// Digits and single underscores.
    text: &'a [u8],
}

fn is_space(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

/// `text` without white space (ASCII, as C's `isspace`) at both ends.
pub(crate) fn strip(text: &[u8]) -> &[u8] {
    let start = text.iter().position(|byte| !is_space(byte)).unwrap_or(text.len());
    let end = text.iter().rposition(|byte| !is_space(byte)).map_or(start, |last| last + 1);
    &text[start..end]
}

/// The value of every byte as a digit; 36 for what is none.
const DIGIT_VALUES: [u8; 256] = {
    let mut values = [36; 256];
    let mut digit = 0;
    while digit < 36 {
        if digit < 10 {
            values[b'0' as usize + digit] = digit as u8;
        } else {
            values[b'a' as usize + digit - 10] = digit as u8;
            values[b'A' as usize + digit - 10] = digit as u8;
        }
        digit += 1;
    }
    values
};

fn digit_value(byte: u8) -> u32 {
    DIGIT_VALUES[usize::from(byte)].into()
}

fn prefix_base(letter: u8) -> Option<u32> {
    match letter {
        b'x' | b'X' => Some(16),
        b'o' | b'O' => Some(8),
        b'b' | b'B' => Some(2),
        _ => None,
    }
}

/// Checks integer text in `base` 2 to 36, or 0 for the base that a literal's prefix tells.
///
/// # Errors
/// [`ParseIntError`].
pub fn scan(text: &[u8], base: u32) -> Result<IntText<'_>, ParseIntError> {
    if base == 1 || base > 36 {
        return Err(ParseIntError::Base);
    }
    let mut text = strip(text);
    let negative = text.first() == Some(&b'-');
    if let Some(b'+' | b'-') = text.first() {
        text = &text[1..];
    }
    let prefix = match text {
        [b'0', letter, ..] => prefix_base(*letter),
        _ => None,
    };
    let mut found = base;
    let mut only_zero = false;
    if base == 0 {
        found = prefix.unwrap_or(10);
        only_zero = prefix.is_none() && text.first() == Some(&b'0');
    }
    if prefix == Some(found) {
        text = &text[2..];
        if text.first() == Some(&b'_') {
            text = &text[1..];
        }
    }
    let mut digits = 0;
    let mut nonzero = false;
    let mut after_digit = false;
    for &byte in text {
        if byte == b'_' {
            if !after_digit {
                return Err(ParseIntError::Literal);
            }
            after_digit = false;
        } else {
            let value = digit_value(byte);
            if value >= found {
                return Err(ParseIntError::Literal);
            }
            nonzero |= value != 0;
            digits += 1;
            after_digit = true;
        }
    }
    if !after_digit || only_zero && nonzero {
        return Err(ParseIntError::Literal);
    }
    Ok(IntText { negative, base: found, digits, text })
}

impl IntText<'_> {
    /// Whether reading takes more than linear time: CPython's digit limit is for these bases only.
    #[must_use]
    pub fn is_superlinear(&self) -> bool {
        !self.base.is_power_of_two()
    }

    /// Limbs that [`write`](Self::write) needs.
    #[must_use]
    pub fn limbs_len(&self) -> usize {
        if self.base.is_power_of_two() {
            let bits = self.digits as u128 * u128::from(self.base.ilog2());
            return usize::try_from(bits.div_ceil(64)).unwrap_or(usize::MAX);
        }
        let (per_chunk, _) = self.chunk();
        self.digits.div_ceil(per_chunk)
    }

    /// The integer, if it surely fits a machine word; needs no memory.
    #[must_use]
    pub fn small(&self) -> Option<i64> {
        let (per_chunk, _) = self.chunk();
        if self.digits >= per_chunk {
            return None;
        }
        let value = self.values().fold(0, |sum, digit| sum * i64::from(self.base) + digit as i64);
        Some(if self.negative { -value } else { value })
    }

    /// Digits that always fit a limb, and the base to that power.
    fn chunk(&self) -> (usize, u64) {
        if self.base == 10 {
            return (19, 10u64.pow(19));
        }
        let mut count = 0;
        let mut power = 1u64;
        while let Some(next) = power.checked_mul(self.base.into()) {
            power = next;
            count += 1;
        }
        (count, power)
    }

    fn values(&self) -> impl DoubleEndedIterator<Item = u64> {
        self.text.iter().filter(|&&byte| byte != b'_').map(|&byte| digit_value(byte).into())
    }

    /// Writes the integer; `out` holds [`limbs_len`](Self::limbs_len) limbs.
    ///
    /// # Errors
    /// Those of `memory`.
    pub fn write<M: Memory>(&self, memory: &mut M, out: &mut [u64]) -> Result<Written, M::Error> {
        let (out, above) = out.split_at_mut(self.limbs_len());
        above.fill(0);
        if self.base.is_power_of_two() {
            self.write_bits(memory, out)?;
        } else {
            let power = self.read_chunks(out);
            if out.len() <= BASE_BLOCK {
                join_chunks(out, power);
            } else {
                let mut whole = memory.limbs(padded_len(out.len()))?;
                whole[..out.len()].copy_from_slice(out);
                join_blocks(memory, &mut whole, power)?;
                store(out, &whole[..normal_len(&whole)]);
            }
        }
        Ok(Written::new(self.negative, normal_len(out)))
    }

    fn write_bits<M: Memory>(&self, memory: &mut M, out: &mut [u64]) -> Result<(), M::Error> {
        let width = self.base.ilog2();
        out.fill(0);
        let mut position = 0;
        for (number, digit) in self.values().rev().enumerate() {
            if number % DIGITS_PER_POLL == DIGITS_PER_POLL - 1 {
                memory.poll()?;
            }
            let (limb, shift) = (position / 64, (position % 64) as u32);
            out[limb] |= digit << shift;
            if shift + width > 64 && digit >> (64 - shift) != 0 {
                out[limb + 1] |= digit >> (64 - shift);
            }
            position += width as usize;
        }
        Ok(())
    }

    /// Reads the digits into limbs of base `base**k`, lowest first, and returns `base**k`.
    fn read_chunks(&self, out: &mut [u64]) -> u64 {
        let (per_chunk, power) = self.chunk();
        let base = u64::from(self.base);
        let fold = |sum: u64, digit: u64| sum * base + digit;
        if self.digits == self.text.len() {
            for (chunk, text) in out.iter_mut().zip(self.text.rchunks(per_chunk)) {
                *chunk = text.iter().map(|&byte| digit_value(byte).into()).fold(0, fold);
            }
            return power;
        }
        let mut values = self.values();
        for (index, chunk) in out.iter_mut().enumerate().rev() {
            let take = (self.digits - index * per_chunk).min(per_chunk);
            *chunk = values.by_ref().take(take).fold(0, fold);
        }
        power
    }
}

/// Turns limbs of base `power` into limbs of base 2**64, in place: Horner's rule from the top.
fn join_chunks(limbs: &mut [u64], power: u64) {
    for start in (0..limbs.len().saturating_sub(1)).rev() {
        // limbs[start + 1..] is the value so far; multiply it by the power, add limbs[start].
        let (low, high) = limbs[start..].split_at_mut(1);
        let term = low[0];
        let len = normal_len(high);
        let mut carry = term;
        // Shifts the value down by one limb while multiplying it.
        let mut below = &mut low[0];
        for limb in &mut high[..len] {
            (*below, carry) = limb.carrying_mul(power, carry);
            below = limb;
        }
        *below = carry;
    }
}

/// The length to which limbs are padded so that blocks pair up to the end.
fn padded_len(len: usize) -> usize {
    let blocks = len.div_ceil(BASE_BLOCK).next_power_of_two();
    len.div_ceil(blocks) * blocks
}

/// [`join_chunks`] for long input: joins blocks of equal length pairwise, again and again.
fn join_blocks<M: Memory>(memory: &mut M, limbs: &mut [u64], power: u64) -> Result<(), M::Error> {
    let blocks = limbs.len().div_ceil(BASE_BLOCK).next_power_of_two();
    let mut width = limbs.len() / blocks;
    let mut pace = Pace::new();
    for block in limbs.chunks_exact_mut(width) {
        pace.spend(memory, width * width)?;
        join_chunks(block, power);
    }
    let mut factor = memory.unset(limbs.len() / 2)?;
    let mut product = memory.unset(limbs.len())?;
    factor[0] = 1;
    for i in 0..width {
        let carry = mul_add_limb(&mut factor[..=i], power, 0);
        if i + 1 < width {
            factor[i + 1] = carry;
        }
    }
    loop {
        for pair in limbs.chunks_exact_mut(2 * width) {
            let (low, high) = pair.split_at_mut(width);
            if normal_len(high) == 0 {
                continue;
            }
            mul(memory, &mut product[..2 * width], high, &factor[..width])?;
            add_assign(&mut product[..2 * width], low);
            pair.copy_from_slice(&product[..2 * width]);
        }
        if 2 * width >= limbs.len() {
            return Ok(());
        }
        square(memory, &mut product[..2 * width], &factor[..width])?;
        width *= 2;
        factor[..width].copy_from_slice(&product[..width]);
    }
}
