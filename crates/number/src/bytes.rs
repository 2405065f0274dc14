//! Integers to and from bytes, as `int.to_bytes` and `int.from_bytes`.

use crate::int::{Int, Written};
use crate::limbs::normal_len;

/// Order of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endian {
    /// Least significant byte first.
    Little,
    /// Most significant byte first.
    Big,
}

/// Why an integer does not become bytes (`OverflowError`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BytesError {
    /// It needs more bytes than there are.
    TooBig,
    /// It is negative, and bytes without sign were asked for.
    Negative,
}

impl BytesError {
    /// CPython's message.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::TooBig => "int too big to convert",
            Self::Negative => "can't convert negative int to unsigned",
        }
    }
}

/// Fills `out` with the integer's bytes, two's complement when `signed`.
///
/// # Errors
/// [`BytesError`]; `out` is then unspecified.
pub fn to_bytes(value: Int, out: &mut [u8], endian: Endian, signed: bool) -> Result<(), BytesError> {
    if value.negative && !signed {
        return Err(BytesError::Negative);
    }
    let mut limbs = value.magnitude.iter();
    let (flip, mut carry) = (if value.negative { u64::MAX } else { 0 }, value.negative);
    for chunk in out.chunks_mut(8) {
        let limb = limbs.next().copied().unwrap_or(0) ^ flip;
        let (limb, over) = limb.overflowing_add(u64::from(carry));
        carry = over;
        let bytes = limb.to_le_bytes();
        let (kept, rest) = bytes.split_at(chunk.len());
        chunk.copy_from_slice(kept);
        let sign = if value.negative { 0xff } else { 0 };
        // A part of a limb that does not fit must be sign only.
        if !rest.is_empty() && rest.iter().any(|&byte| byte != sign) {
            return Err(BytesError::TooBig);
        }
    }
    let top = out.last().copied().unwrap_or(0);
    // Magnitudes that fill all limbs of `out` exactly are caught by the sign bit below.
    if limbs.next().is_some() || signed && (top >> 7 == 1) != value.negative {
        return Err(BytesError::TooBig);
    }
    if endian == Endian::Big {
        out.reverse();
    }
    Ok(())
}

/// Limbs that [`from_bytes`] needs for so many bytes.
#[must_use]
pub fn from_bytes_len(bytes: usize) -> usize {
    bytes.div_ceil(8)
}

/// Writes the integer that the bytes stand for; `out` holds [`from_bytes_len`] limbs.
pub fn from_bytes(out: &mut [u64], bytes: &[u8], endian: Endian, signed: bool) -> Written {
    let limb = |chunk: &[u8]| {
        let fold = |limb: u64, &byte: &u8| limb << 8 | u64::from(byte);
        match endian {
            Endian::Little => chunk.iter().rev().fold(0, fold),
            Endian::Big => chunk.iter().fold(0, fold),
        }
    };
    let (out, above) = out.split_at_mut(from_bytes_len(bytes.len()));
    above.fill(0);
    let top = match endian {
        Endian::Little => {
            for (to, chunk) in out.iter_mut().zip(bytes.chunks(8)) {
                *to = limb(chunk);
            }
            bytes.last()
        }
        Endian::Big => {
            for (to, chunk) in out.iter_mut().zip(bytes.rchunks(8)) {
                *to = limb(chunk);
            }
            bytes.first()
        }
    };
    let negative = signed && top.is_some_and(|byte| byte >> 7 == 1);
    if negative {
        let spare = (out.len() * 8 - bytes.len()) * 8;
        if let Some(last) = out.last_mut().filter(|_| spare > 0) {
            *last |= u64::MAX << (64 - spare);
        }
        let mut carry = true;
        for limb in &mut *out {
            (*limb, carry) = (!*limb).overflowing_add(u64::from(carry));
        }
    }
    Written::new(negative, normal_len(out))
}
