//! The codecs of one byte a character: Latin-1 and ASCII.

use super::{Fault, Run};
use crate::batch::ByteBatch;
use crate::chars::Chars;
use crate::sink::{ByteSink, Sink};
use crate::split::STRETCH;

pub(super) fn decode_latin1<S: Sink>(bytes: &[u8], from: usize, sink: &mut S) -> Result<Run, S::Error> {
    sink.push_run(Chars::One(&bytes[from..]))?;
    Ok(Run { next: bytes.len(), fault: None })
}

pub(super) fn decode_ascii<S: Sink>(bytes: &[u8], from: usize, sink: &mut S) -> Result<Run, S::Error> {
    let mut next = from;
    for part in bytes[from..].chunks(STRETCH) {
        let plain = ascii_prefix(part);
        sink.push_ascii(&part[..plain])?;
        next += plain;
        if plain < part.len() {
            break;
        }
    }
    Ok(Run {
        next,
        fault: (next < bytes.len()).then_some(Fault {
            start: next,
            end: next + 1,
            reason: "ordinal not in range(128)",
        }),
    })
}

/// Length of the leading stretch of ASCII, looked for in blocks.
pub(super) fn ascii_prefix(bytes: &[u8]) -> usize {
    let blocks = bytes.chunks(64).take_while(|block| block.is_ascii());
    let sure = blocks.map(<[u8]>::len).sum::<usize>();
    let rest = bytes[sure..].iter().take_while(|byte| byte.is_ascii());
    sure + rest.count()
}

/// Characters up to `limit` are their own bytes; a fault covers all unfit ones in a row.
pub(super) fn encode<S: ByteSink>(
    text: Chars<'_>,
    from: usize,
    limit: u8,
    reason: &'static str,
    sink: &mut S,
) -> Result<Run, S::Error> {
    let unfit = |ch: u32| ch > limit.into();
    let mut next = from;
    while next < text.len() {
        let part = text.slice(next..next + STRETCH);
        let fit = match part {
            Chars::One(_) if limit == u8::MAX => part.len(),
            Chars::One(units) => ascii_prefix(units),
            _ => part.iter().position(unfit).unwrap_or(part.len()),
        };
        match part {
            Chars::One(units) => sink.push_bytes(&units[..fit])?,
            _ => {
                let mut out = ByteBatch::new(sink);
                for ch in part.slice(0..fit) {
                    out.push(&ch.to_le_bytes()[..1])?;
                }
                out.finish()?;
            }
        }
        next += fit;
        if fit < part.len() {
            break;
        }
    }
    let mut end = next;
    while end < text.len() {
        let part = text.slice(end..end + STRETCH);
        let run = part.iter().take_while(|&ch| unfit(ch)).count();
        end += run;
        if run < part.len() {
            break;
        }
        sink.look(run)?;
    }
    Ok(Run { next, fault: (end > next).then_some(Fault { start: next, end, reason }) })
}
