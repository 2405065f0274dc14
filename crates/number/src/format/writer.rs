//! Gathers short pieces of text before they go to a sink.

use crate::Sink;

const CAPACITY: usize = 128;

/// A sink with a small buffer in front; [`finish`](Self::finish) must be called at the end.
pub(super) struct Writer<'s, S: Sink> {
    sink: &'s mut S,
    buffer: [u8; CAPACITY],
    len: usize,
}

impl<'s, S: Sink> Writer<'s, S> {
    pub(super) fn new(sink: &'s mut S) -> Self {
        Self { sink, buffer: [0; CAPACITY], len: 0 }
    }

    fn flush(&mut self) -> Result<(), S::Error> {
        let len = core::mem::take(&mut self.len);
        if len > 0 { self.sink.push_ascii(&self.buffer[..len]) } else { Ok(()) }
    }

    pub(super) fn finish(mut self) -> Result<(), S::Error> {
        self.flush()
    }

    pub(super) fn text(&mut self, text: &[u8]) -> Result<(), S::Error> {
        if self.len + text.len() > CAPACITY {
            self.flush()?;
            if text.len() > CAPACITY {
                return self.sink.push_ascii(text);
            }
        }
        self.buffer[self.len..self.len + text.len()].copy_from_slice(text);
        self.len += text.len();
        Ok(())
    }

    /// As [`text`](Self::text), in upper case when asked for.
    pub(super) fn cased(&mut self, text: &[u8], upper: bool) -> Result<(), S::Error> {
        if !upper {
            return self.text(text);
        }
        for piece in text.chunks(CAPACITY) {
            if self.len + piece.len() > CAPACITY {
                self.flush()?;
            }
            let target = &mut self.buffer[self.len..self.len + piece.len()];
            target.copy_from_slice(piece);
            target.make_ascii_uppercase();
            self.len += piece.len();
        }
        Ok(())
    }

    pub(super) fn fill(&mut self, character: u32, count: usize) -> Result<(), S::Error> {
        if character < 128 && count <= CAPACITY - self.len {
            self.buffer[self.len..self.len + count].fill(character as u8);
            self.len += count;
            return Ok(());
        }
        self.flush()?;
        self.sink.push_fill(character, count)
    }
}
