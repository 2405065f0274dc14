//! Codecs run with error handlers, from one state to the next.

use std::cell::Cell;

use pitviper_object::Value;
use pitviper_text::Chars;
use pitviper_text::codecs::{self as kernel, Fault, Run};

use super::codec::{Codec, State, Stop};
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::modules::codecs::drive::{self, Answers};
use crate::types::bytes::{self, Bytes, BytesBuilder};
use crate::types::str::{Str, StrBuilder};

const ILLEGAL: &str = "illegal multibyte sequence";
const INCOMPLETE: &str = "incomplete multibyte sequence";

/// A codec that is running.
pub struct Running<'a> {
    /// Which one.
    pub codec: &'static Codec,
    /// Its state.
    pub state: &'a Cell<State>,
    /// What is done about faults.
    pub errors: Option<&'a Str>,
    /// Whether nothing follows.
    pub last: bool,
}

fn fault(start: usize, end: usize, reason: &'static str) -> Run {
    Run { next: start, fault: Some(Fault { start, end, reason }) }
}

impl Running<'_> {
    fn run_encode(&self, vm: &mut Vm, text: &Value, from: usize, out: &mut BytesBuilder) -> PyResult<Run> {
        let chars = text.downcast::<Str>().map_or(Chars::One(&[]), Str::chars);
        let mut state = self.state.get();
        let run = self.codec.encode(vm, &mut state, (chars, from, self.last), out);
        self.state.set(state);
        let (next, stop) = run?;
        Ok(match stop {
            Stop::Illegal(len) => fault(next, next + len, ILLEGAL),
            Stop::Done | Stop::Incomplete => Run { next, fault: None },
        })
    }

    /// Writes what a handler gave instead of characters. Text must have codes.
    fn place(&self, vm: &mut Vm, replacement: &Value, out: &mut BytesBuilder) -> PyResult<bool> {
        if let Some(data) = replacement.downcast::<Bytes>() {
            return out.push(data.as_slice()).map(|()| true);
        }
        Running { errors: None, last: true, ..*self }.encode(vm, replacement, out).map(|_| true)
    }

    /// Encodes a string; how many characters were used, all but a beginning of a pair that is not the last.
    pub fn encode(&self, vm: &mut Vm, text: &Value, out: &mut BytesBuilder) -> PyResult<usize> {
        let reached = Cell::new(0);
        drive::encode_answered(
            vm,
            text,
            (self.codec.name, None, Answers::Int),
            self.errors,
            out,
            |vm, text, from, out| {
                let run = self.run_encode(vm, text, from, out)?;
                reached.set(run.next);
                Ok(run)
            },
            |vm, replacement, out| self.place(vm, replacement, out),
        )?;
        Ok(reached.get())
    }

    /// Ends encoding.
    pub fn finish(&self, out: &mut BytesBuilder) -> PyResult<()> {
        let mut state = self.state.get();
        let done = self.codec.finish_encoding(&mut state, out);
        self.state.set(state);
        done
    }

    fn run_decode(&self, vm: &mut Vm, source: &Value, from: usize, out: &mut StrBuilder) -> PyResult<(usize, Stop)> {
        let data = bytes::borrow(source).unwrap_or(&[]);
        let mut state = self.state.get();
        let run = self.codec.decode(vm, &mut state, data, from, out);
        self.state.set(state);
        run
    }

    /// Decodes a `bytes` object; how many bytes were used, all but an incomplete sequence that is not the last. `tail`,
    /// which incremental decoders give, tells whether an incomplete one was a fault: such a fault ends decoding wherever
    /// its handler wants to go on.
    pub fn decode(
        &self,
        vm: &mut Vm,
        source: &Value,
        tail: Option<&Cell<bool>>,
        out: &mut StrBuilder,
    ) -> PyResult<usize> {
        // The kernel's handlers need not know what bytes these are.
        let names = (self.codec.name, kernel::Codec::Ascii, Answers::Int);
        drive::decode_answered(vm, source, names, self.errors, 0, out, |vm, source, from, out| {
            if tail.is_some_and(Cell::get) {
                return Ok(Run { next: from, fault: None });
            }
            let (next, stop) = self.run_decode(vm, source, from, out)?;
            let end = bytes::borrow(source).map_or(0, <[u8]>::len);
            Ok(match stop {
                Stop::Illegal(len) => fault(next, next + len, ILLEGAL),
                Stop::Incomplete if self.last => {
                    if let Some(tail) = tail {
                        tail.set(true);
                    }
                    fault(next, end, INCOMPLETE)
                }
                Stop::Done | Stop::Incomplete => Run { next, fault: None },
            })
        })
    }
}
