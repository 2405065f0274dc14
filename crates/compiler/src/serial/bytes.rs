//! Numbers as bytes, both ways.

use super::form::Refusal;
use crate::ast::OutOfMemory;
use crate::room::{Buf, Meter};

/// Bytes being written.
#[derive(Default)]
pub struct Writer {
    /// What there is so far.
    pub bytes: Buf<u8>,
}

impl Writer {
    pub fn byte(&mut self, meter: &mut Meter, byte: u8) -> Result<(), OutOfMemory> {
        self.bytes.push(meter, byte).map(drop)
    }

    pub fn number(&mut self, meter: &mut Meter, mut number: u64) -> Result<(), OutOfMemory> {
        while number > 0x7F {
            self.byte(meter, number as u8 | 0x80)?;
            number >>= 7;
        }
        self.byte(meter, number as u8)
    }

    pub fn signed(&mut self, meter: &mut Meter, number: i64) -> Result<(), OutOfMemory> {
        self.number(meter, (number << 1 ^ number >> 63) as u64)
    }

    pub fn count(&mut self, meter: &mut Meter, count: usize) -> Result<(), OutOfMemory> {
        self.number(meter, count as u64)
    }
}

/// Bytes being read.
#[derive(Clone, Default)]
pub struct Reader<'a> {
    /// What is left.
    pub rest: &'a [u8],
}

/// Bytes that end too early, or a number out of its range.
pub const CUT: Refusal = Refusal::Damaged("it is cut off");
const RANGE: Refusal = Refusal::Damaged("a number is out of range");

impl<'a> Reader<'a> {
    #[inline]
    pub fn byte(&mut self) -> Result<u8, Refusal> {
        let (&byte, rest) = self.rest.split_first().ok_or(CUT)?;
        self.rest = rest;
        Ok(byte)
    }

    pub fn take(&mut self, count: usize) -> Result<&'a [u8], Refusal> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(CUT)?;
        self.rest = rest;
        Ok(taken)
    }

    #[inline]
    pub fn number(&mut self) -> Result<u64, Refusal> {
        let byte = self.byte()?;
        if byte < 0x80 { Ok(byte.into()) } else { self.long_number(byte) }
    }

    fn long_number(&mut self, first: u8) -> Result<u64, Refusal> {
        let mut number = u64::from(first & 0x7F);
        for shift in (7..64).step_by(7) {
            let byte = self.byte()?;
            if shift == 63 && byte > 1 {
                return Err(RANGE);
            }
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(RANGE)
    }

    #[inline]
    pub fn signed(&mut self) -> Result<i64, Refusal> {
        let number = self.number()?;
        Ok((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    #[inline]
    pub fn u32(&mut self) -> Result<u32, Refusal> {
        u32::try_from(self.number()?).map_err(|_| RANGE)
    }

    #[inline]
    pub fn u16(&mut self) -> Result<u16, Refusal> {
        u16::try_from(self.number()?).map_err(|_| RANGE)
    }

    /// `base` and a signed number.
    #[inline]
    pub fn near(&mut self, base: u32) -> Result<u32, Refusal> {
        let sum = i64::from(base).checked_add(self.signed()?);
        sum.and_then(|sum| u32::try_from(sum).ok()).ok_or(RANGE)
    }

    /// How many items follow, each of at least `least` bytes.
    pub fn count(&mut self, least: usize) -> Result<usize, Refusal> {
        let count = usize::try_from(self.number()?).map_err(|_| RANGE)?;
        if count <= self.rest.len() / least { Ok(count) } else { Err(CUT) }
    }
}
