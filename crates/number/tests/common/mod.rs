//! Memory, text output and number notation for the tests.
#![allow(dead_code, reason = "each test file uses a part")]
#![allow(clippy::disallowed_types, reason = "tests may allocate")]

use pitviper_number::{Int, Memory, Sink, Written};

/// Memory from the global allocator, with a count of polls and an optional refusal.
#[derive(Default)]
pub struct TestMemory {
    pub polls: usize,
    /// Fails the allocation of this number, counted from zero.
    pub fail_at: Option<usize>,
    pub allocations: usize,
    /// Stops at this poll.
    pub stop_at: Option<usize>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Refused;

impl Memory for TestMemory {
    type Error = Refused;
    type Buf = Vec<u64>;

    fn limbs(&mut self, n: usize) -> Result<Vec<u64>, Refused> {
        self.allocations += 1;
        if self.fail_at == Some(self.allocations - 1) {
            return Err(Refused);
        }
        Ok(vec![0; n])
    }

    fn unset(&mut self, n: usize) -> Result<Vec<u64>, Refused> {
        let mut limbs = self.limbs(n)?;
        limbs.fill(0xdead_beef_dead_beef);
        Ok(limbs)
    }

    fn poll(&mut self) -> Result<(), Refused> {
        self.polls += 1;
        if self.stop_at.is_some_and(|at| self.polls > at) { Err(Refused) } else { Ok(()) }
    }
}

/// Text gathered in a string; surrogates become U+FFFD.
#[derive(Default)]
pub struct Text(pub String);

impl Sink for Text {
    type Error = Refused;

    fn push_ascii(&mut self, text: &[u8]) -> Result<(), Refused> {
        assert!(text.is_ascii());
        self.0.push_str(core::str::from_utf8(text).unwrap());
        Ok(())
    }

    fn push_fill(&mut self, character: u32, count: usize) -> Result<(), Refused> {
        if count > 1 << 24 {
            return Err(Refused);
        }
        let character = char::from_u32(character).unwrap_or('\u{fffd}');
        self.0.extend(core::iter::repeat_n(character, count));
        Ok(())
    }
}

/// An owned integer in the notation of the tables: hexadecimal with a sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    pub negative: bool,
    pub limbs: Vec<u64>,
}

impl Number {
    pub fn hex(text: &str) -> Self {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let mut limbs: Vec<u64> = digits
            .as_bytes()
            .rchunks(16)
            .map(|part| u64::from_str_radix(core::str::from_utf8(part).unwrap(), 16).unwrap())
            .collect();
        while limbs.last() == Some(&0) {
            limbs.pop();
        }
        Self { negative: negative && !limbs.is_empty(), limbs }
    }

    pub fn from_written(mut limbs: Vec<u64>, written: Written) -> Self {
        assert!(limbs[written.len..].iter().all(|&limb| limb == 0), "limbs above the length");
        limbs.truncate(written.len);
        assert!(limbs.last() != Some(&0), "not normalised");
        assert!(!(written.negative && limbs.is_empty()), "negative zero");
        Self { negative: written.negative, limbs }
    }

    pub fn int(&self) -> Int<'_> {
        Int::new(self.negative, &self.limbs)
    }
}

/// Splits a table into lines of tab-separated fields.
pub fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().map(|line| line.split('\t').collect())
}

pub fn from_hex_bytes(text: &str) -> Vec<u8> {
    if text == "-" {
        return Vec::new();
    }
    text.as_bytes().chunks(2).map(|pair| u8::from_str_radix(core::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

/// A float in the notation of `float.hex`, read independently of the crate.
pub fn float_hex(text: &str) -> f64 {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let value = match rest {
        "inf" => f64::INFINITY,
        "nan" => f64::NAN,
        _ => {
            let (mantissa, exponent) = rest[2..].split_once('p').unwrap();
            let (lead, fraction) = mantissa.split_once('.').unwrap();
            let exponent: i64 = exponent.parse().unwrap();
            let fraction = u64::from_str_radix(&format!("{fraction:0<13}"), 16).unwrap();
            let biased = if lead == "0" { 0 } else { (exponent + 1023) as u64 };
            f64::from_bits(biased << 52 | fraction)
        }
    };
    if negative { -value } else { value }
}

/// Marsaglia's xorshift64*, so that runs repeat.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// A normalised magnitude of exactly `n` limbs, sometimes with long runs of ones or zeros.
    pub fn magnitude(&mut self, n: usize) -> Vec<u64> {
        let style = self.below(4);
        let mut limbs: Vec<u64> = (0..n)
            .map(|_| match (style, self.below(4)) {
                (0, 0 | 1) => 0,
                (0, 2) | (1, 0 | 1) => u64::MAX,
                (1, 2) => u64::MAX - 1,
                _ => self.next(),
            })
            .collect();
        if let Some(top) = limbs.last_mut() {
            *top = match self.below(3) {
                0 => 1 + self.below(9) as u64,
                1 => u64::MAX - self.below(2) as u64,
                _ => self.next() | 1,
            };
        }
        limbs
    }
}
