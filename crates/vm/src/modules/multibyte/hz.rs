//! HZ (RFC 1843): GB 2312 in seven bits between `~{` and `~}`. The first byte of the state says whether one is between.

use super::codec::{State, Stop, Text, Units};
use super::grid::gb2312;
use super::tables::Cell;
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::bytes::BytesBuilder;

/// Leads back to ASCII.
pub fn finish_encoding(state: &mut State, out: &mut BytesBuilder) -> PyResult<()> {
    if state[0] != 0 {
        out.push(b"~}")?;
        state[0] = 0;
    }
    Ok(())
}

/// Decodes.
pub fn decode(
    vm: &mut Vm,
    state: &mut State,
    data: &[u8],
    from: usize,
    out: &mut Units<'_>,
) -> PyResult<(usize, Stop)> {
    let mut at = from;
    for done in 0usize.. {
        vm.work_at(done)?;
        at += match (data.get(at..).unwrap_or(&[]), state[0] != 0) {
            ([], _) => break,
            ([b'~'], _) => return Ok((at, Stop::Incomplete)),
            ([b'~', b'~', ..], false) => {
                out.push(b'~'.into())?;
                2
            }
            ([b'~', b'{', ..], false) => {
                state[0] = 1;
                2
            }
            ([b'~', b'\n', ..], false) => 2,
            ([b'~', b'}', ..], true) => {
                state[0] = 0;
                2
            }
            ([b'~' | 0x80.., ..], _) => return Ok((at, Stop::Illegal(1))),
            ([byte, ..], false) => {
                out.push((*byte).into())?;
                1
            }
            ([_], true) => return Ok((at, Stop::Incomplete)),
            ([lead, trail, ..], true) => match gb2312().double(lead | 0x80, trail ^ 0x80) {
                Cell::One(ch) if *lead > 0x20 => {
                    out.push(ch)?;
                    2
                }
                _ => return Ok((at, Stop::Illegal(1))),
            },
        };
    }
    Ok((at, Stop::Done))
}

/// Encodes.
pub fn encode(vm: &mut Vm, state: &mut State, text: Text<'_>, out: &mut BytesBuilder) -> PyResult<(usize, Stop)> {
    for (done, ch) in text.text.slice(text.from..text.text.len()).iter().enumerate() {
        vm.work_at(done)?;
        if ch < 0x80 {
            finish_encoding(state, out)?;
            out.push_byte(ch as u8)?;
            if ch == b'~'.into() {
                out.push_byte(b'~')?;
            }
            continue;
        }
        let Some(code) = gb2312().codes().get(ch) else { return Ok((text.from + done, Stop::Illegal(1))) };
        if state[0] == 0 {
            out.push(b"~{")?;
            state[0] = 1;
        }
        out.push(&(code & 0x7F7F).to_be_bytes())?;
    }
    Ok((text.text.len(), Stop::Done))
}
