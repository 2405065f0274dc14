//! Lines of uuencoded data.

use crate::core::error::PyResult;
use crate::types::bytes::BytesBuilder;

/// Writes a line of at most 45 bytes.
pub fn encode(data: &[u8], backtick: bool, out: &mut BytesBuilder) -> PyResult<()> {
    let letter = |value: u8| if backtick && value == 0 { b'`' } else { value + b' ' };
    out.push_byte(letter(data.len() as u8))?;
    for group in data.chunks(3) {
        let byte = |index: usize| u32::from(group.get(index).copied().unwrap_or(0));
        let word = byte(0) << 16 | byte(1) << 8 | byte(2);
        out.push(&[18, 12, 6, 0].map(|shift| letter((word >> shift & 63) as u8)))?;
    }
    out.push_byte(b'\n')
}

/// Reads a line. Spaces that were lost at its end count as zeros.
pub fn decode(data: &[u8], out: &mut BytesBuilder) -> PyResult<Result<(), &'static str>> {
    let Some((&first, mut rest)) = data.split_first() else { return Ok(Err("Missing length byte")) };
    let mut left = usize::from(first.wrapping_sub(b' ') & 63);
    let (mut bits, mut word) = (0, 0u32);
    while left > 0 {
        let value = match rest.split_first() {
            Some((b'\n' | b'\r', _)) | None => 0,
            Some((&byte @ b' '..=b'`', _)) => (byte - b' ') & 63,
            Some(_) => return Ok(Err("Illegal char")),
        };
        rest = rest.get(1..).unwrap_or(&[]);
        word = word << 6 | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push_byte((word >> bits) as u8)?;
            word &= (1 << bits) - 1;
            left -= 1;
        }
    }
    for part in rest.chunks(1 << 14) {
        out.work(part.len() / 16)?;
        if !part.iter().all(|byte| matches!(byte, b' ' | b'`' | b'\n' | b'\r')) {
            return Ok(Err("Trailing garbage"));
        }
    }
    Ok(Ok(()))
}
