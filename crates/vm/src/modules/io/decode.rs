//! Bytes of a text file to characters: error handlers, and line ends that become `\n`.

use pitviper_text::codecs::{self, Codec, Fault, Handler, Recovery, Tail};
use pitviper_text::split::STRETCH;
use pitviper_text::{Chars, Sink};

use crate::core::error::{PyResult, Raised};
use crate::core::vm::Vm;
use crate::types::str::{Str, StrBuilder};

/// What decoding a stretch came to.
pub enum Decoded {
    /// So many bytes are dealt with.
    Upto(usize),
    /// The handler raises this.
    Fault(Fault),
}

/// Decodes `bytes`, leaving an incomplete character at the end when `tail` says that more follows.
///
/// # Errors
/// `MemoryError`.
pub fn decode<S: Sink<Error = Raised>>(
    codec: Codec,
    handler: Handler,
    bytes: &[u8],
    tail: Tail,
    sink: &mut S,
) -> PyResult<Decoded> {
    let mut from = 0;
    loop {
        let run = codecs::decode_run(codec, bytes, from, tail, sink)?;
        let Some(fault) = run.fault else { return Ok(Decoded::Upto(run.next)) };
        from = match handler.recover_decode(codec, bytes, fault, sink)? {
            Recovery::Resume(next) => next,
            Recovery::Raise | Recovery::Unsupported => return Ok(Decoded::Fault(fault)),
        };
    }
}

/// A sink that makes `\n` of `\r\n` and `\r`.
pub struct Translating<'b> {
    /// Where characters go.
    pub out: &'b mut StrBuilder,
    /// The last character was `\r`, written as `\n` already: a `\n` that follows is left out.
    pub after_cr: bool,
}

impl Translating<'_> {
    fn run(&mut self, part: Chars<'_>) -> PyResult<()> {
        let mut from = 0;
        for index in 0..part.len() {
            let ch = part.get(index).unwrap_or(0);
            let skipped = ch == 10 && std::mem::take(&mut self.after_cr);
            if ch != 13 && !skipped {
                self.after_cr = false;
                continue;
            }
            self.out.push_chars(part.slice(from..index))?;
            from = index + 1;
            if ch == 13 {
                self.out.push_char(10)?;
                self.after_cr = true;
            }
        }
        self.out.push_chars(part.slice(from..part.len()))
    }
}

impl Sink for Translating<'_> {
    type Error = Raised;

    fn push(&mut self, ch: u32) -> PyResult<()> {
        let after_cr = std::mem::take(&mut self.after_cr);
        match ch {
            10 if after_cr => Ok(()),
            13 => {
                self.after_cr = true;
                self.out.push_char(10)
            }
            ch => self.out.push_char(ch),
        }
    }

    fn push_run(&mut self, run: Chars<'_>) -> PyResult<()> {
        for from in (0..run.len()).step_by(STRETCH) {
            let part = run.slice(from..from + STRETCH);
            if !self.after_cr && !has_cr(part) {
                self.out.push_chars(part)?;
            } else {
                self.run(part)?;
            }
        }
        Ok(())
    }

    fn push_ascii(&mut self, text: &[u8]) -> PyResult<()> {
        self.push_run(Chars::One(text))
    }
}

/// Text with all line ends as `\n`.
///
/// # Errors
/// `MemoryError`.
pub fn translated(vm: &mut Vm, text: &Str) -> PyResult {
    let mut builder = StrBuilder::new(vm);
    Translating { out: &mut builder, after_cr: false }.push_run(text.chars())?;
    builder.finish()
}

fn has_cr(part: Chars<'_>) -> bool {
    match part {
        Chars::One(bytes) => memchr::memchr(b'\r', bytes).is_some(),
        wide => wide.iter().any(|ch| ch == 13),
    }
}
