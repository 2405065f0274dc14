//! The codecs of one byte a character: Latin-1 and ASCII.

use super::{Fault, Run};
use crate::batch::ByteBatch;
use crate::chars::Chars;
use crate::sink::{ByteSink, Sink};

pub(super) fn decode_latin1<S: Sink>(bytes: &[u8], from: usize, sink: &mut S) -> Result<Run, S::Error> {
    sink.push_run(Chars::One(&bytes[from..]))?;
    Ok(Run { next: bytes.len(), fault: None })
}

pub(super) fn decode_ascii<S: Sink>(bytes: &[u8], from: usize, sink: &mut S) -> Result<Run, S::Error> {
    let rest = &bytes[from..];
    let plain = ascii_prefix(rest);
    sink.push_ascii(&rest[..plain])?;
    let next = from + plain;
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
    let rest = text.slice(from..text.len());
    let unfit = |ch: u32| ch > limit.into();
    let fit = match rest {
        Chars::One(_) if limit == u8::MAX => rest.len(),
        Chars::One(units) => ascii_prefix(units),
        _ => rest.iter().position(unfit).unwrap_or(rest.len()),
    };
    match rest {
        Chars::One(units) => sink.push_bytes(&units[..fit])?,
        _ => {
            let mut out = ByteBatch::new(sink);
            for ch in rest.slice(0..fit) {
                out.push(&ch.to_le_bytes()[..1])?;
            }
            out.finish()?;
        }
    }
    let run = rest.slice(fit..rest.len()).iter().take_while(|&ch| unfit(ch)).count();
    let next = from + fit;
    Ok(Run { next, fault: (run != 0).then_some(Fault { start: next, end: next + run, reason }) })
}
