//! Small stack buffers in front of sinks, so that character-wise kernels push runs.
//!
//! Invariant: at most one of the narrow and the wide buffer holds characters, so order is kept.

use crate::chars::Chars;
use crate::sink::{ByteSink, Sink};

const NARROW: usize = 256;
const WIDE: usize = 128;

/// Collects single characters into runs. Nothing is delivered until [`Batch::finish`].
pub(crate) struct Batch<'s, S: Sink> {
    sink: &'s mut S,
    narrow: [u8; NARROW],
    wide: [u32; WIDE],
    narrow_len: usize,
    wide_len: usize,
}

impl<'s, S: Sink> Batch<'s, S> {
    pub(crate) fn new(sink: &'s mut S) -> Self {
        Batch { sink, narrow: [0; NARROW], wide: [0; WIDE], narrow_len: 0, wide_len: 0 }
    }

    #[inline]
    pub(crate) fn push(&mut self, ch: u32) -> Result<(), S::Error> {
        match u8::try_from(ch) {
            // A narrow character between wide ones stays with them.
            Ok(byte) if self.wide_len == 0 || self.wide_len == WIDE => {
                if self.wide_len != 0 || self.narrow_len == NARROW {
                    self.flush()?;
                }
                self.narrow[self.narrow_len] = byte;
                self.narrow_len += 1;
            }
            _ => {
                if self.narrow_len != 0 || self.wide_len == WIDE {
                    self.flush()?;
                }
                self.wide[self.wide_len] = ch;
                self.wide_len += 1;
            }
        }
        Ok(())
    }

    pub(crate) fn run(&mut self, part: Chars<'_>) -> Result<(), S::Error> {
        if part.is_empty() {
            return Ok(());
        }
        self.flush()?;
        self.sink.push_run(part)
    }

    /// [`Sink::look`].
    pub(crate) fn look(&mut self, chars: usize) -> Result<(), S::Error> {
        self.sink.look(chars)
    }

    pub(crate) fn ascii(&mut self, text: &[u8]) -> Result<(), S::Error> {
        if text.len() > 16 {
            self.flush()?;
            return self.sink.push_ascii(text);
        }
        text.iter().try_for_each(|&byte| self.push(byte.into()))
    }

    pub(crate) fn finish(mut self) -> Result<(), S::Error> {
        self.flush()
    }

    fn flush(&mut self) -> Result<(), S::Error> {
        let narrow = core::mem::take(&mut self.narrow_len);
        let wide = core::mem::take(&mut self.wide_len);
        if narrow != 0 {
            let part = &self.narrow[..narrow];
            if part.is_ascii() {
                self.sink.push_ascii(part)?;
            } else {
                self.sink.push_run(Chars::One(part))?;
            }
        }
        if wide != 0 {
            self.sink.push_run(Chars::Four(&self.wide[..wide]))?;
        }
        Ok(())
    }
}

/// Collects bytes for a [`ByteSink`]. Nothing is delivered until [`ByteBatch::finish`].
pub(crate) struct ByteBatch<'s, S: ByteSink> {
    sink: &'s mut S,
    buffer: [u8; NARROW],
    len: usize,
}

impl<'s, S: ByteSink> ByteBatch<'s, S> {
    pub(crate) fn new(sink: &'s mut S) -> Self {
        ByteBatch { sink, buffer: [0; NARROW], len: 0 }
    }

    /// [`ByteSink::look`].
    pub(crate) fn look(&mut self, chars: usize) -> Result<(), S::Error> {
        self.sink.look(chars)
    }

    /// Appends a few bytes; long runs go past the buffer.
    #[inline]
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<(), S::Error> {
        if bytes.len() > NARROW - self.len {
            self.flush()?;
            if bytes.len() > NARROW {
                return self.sink.push_bytes(bytes);
            }
        }
        self.buffer[self.len..self.len + bytes.len()].copy_from_slice(bytes);
        self.len += bytes.len();
        Ok(())
    }

    /// Appends the first `len` of four bytes.
    #[inline]
    pub(crate) fn push_front(&mut self, bytes: [u8; 4], len: usize) -> Result<(), S::Error> {
        if self.len > NARROW - 4 {
            self.flush()?;
        }
        if let Some(slot) = self.buffer[self.len..].first_chunk_mut::<4>() {
            *slot = bytes;
        }
        self.len += len.min(4);
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Result<(), S::Error> {
        self.flush()
    }

    fn flush(&mut self) -> Result<(), S::Error> {
        let len = core::mem::take(&mut self.len);
        if len != 0 {
            self.sink.push_bytes(&self.buffer[..len])?;
        }
        Ok(())
    }
}
