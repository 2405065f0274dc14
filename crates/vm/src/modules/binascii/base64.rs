//! Base64 (RFC 4648), with CPython's tolerance and its strict mode.

use crate::core::error::PyResult;
use crate::types::bytes::BytesBuilder;

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Values of digits by byte, 64 for what is none.
static VALUES: [u8; 256] = {
    let mut table = [64; 256];
    let mut value = 0;
    while value < 64 {
        table[DIGITS[value] as usize] = value as u8;
        value += 1;
    }
    table
};

/// Bytes between two looks at the limits.
const LOOK: usize = 1 << 14;

/// What is wrong with the text.
pub enum Fault {
    /// So many digits, one more than a multiple of four.
    Length(usize),
    /// Something else, in CPython's words.
    Other(&'static str),
}

/// Digits of three bytes.
fn group(bytes: [u8; 3]) -> [u8; 4] {
    let [a, b, c] = bytes.map(u32::from);
    let word = a << 16 | b << 8 | c;
    [18, 12, 6, 0].map(|shift| DIGITS[(word >> shift & 63) as usize])
}

/// Writes bytes as base64 with padding.
pub fn encode(data: &[u8], out: &mut BytesBuilder) -> PyResult<()> {
    let (groups, rest) = data.as_chunks::<3>();
    for bytes in groups {
        out.push(&group(*bytes))?;
    }
    match *rest {
        [a] => {
            let [first, second, ..] = group([a, 0, 0]);
            out.push(&[first, second, b'=', b'='])
        }
        [a, b] => {
            let [first, second, third, _] = group([a, b, 0]);
            out.push(&[first, second, third, b'='])
        }
        _ => Ok(()),
    }
}

/// Reads base64. Without `strict`, what is no digit is passed over.
pub fn decode(data: &[u8], strict: bool, out: &mut BytesBuilder) -> PyResult<Result<(), Fault>> {
    let other = |message| Ok(Err(Fault::Other(message)));
    if strict && data.first() == Some(&b'=') {
        return other("Leading padding not allowed");
    }
    let (mut place, mut left, mut pads) = (0u8, 0u8, 0u8);
    let mut padded = false;
    for (at, &byte) in data.iter().enumerate() {
        if at % LOOK == LOOK - 1 {
            out.work(LOOK / 16)?;
        }
        if byte == b'=' {
            padded = true;
            if strict && place == 1 {
                break;
            }
            if strict && (place == 0 || place.saturating_add(pads) >= 4) {
                return other("Excess padding not allowed");
            }
            pads = pads.saturating_add(1);
            continue;
        }
        let value = VALUES[usize::from(byte)];
        if value >= 64 {
            if strict {
                return other("Only base64 data is allowed");
            }
            continue;
        }
        if strict && padded {
            let message = if place.saturating_add(pads) == 4 {
                "Excess data after padding"
            } else {
                "Discontinuous padding not allowed"
            };
            return other(message);
        }
        pads = 0;
        match place {
            0 => {}
            1 => out.push_byte(left << 2 | value >> 4)?,
            2 => out.push_byte(left << 4 | value >> 2)?,
            _ => out.push_byte(left << 6 | value)?,
        }
        left = value;
        place = (place + 1) % 4;
    }
    match place {
        0 => Ok(Ok(())),
        1 => Ok(Err(Fault::Length(out.len() / 3 * 4 + 1))),
        _ if place.saturating_add(pads) >= 4 => Ok(Ok(())),
        _ => other("Incorrect padding"),
    }
}
