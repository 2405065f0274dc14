//! Where results go: fallible outputs, implemented by the caller over whatever memory it grants.

use crate::chars::{Chars, Width};
use core::convert::Infallible;

/// Output of code points. Widens its storage when a character needs it.
pub trait Sink {
    /// What refusing looks like, typically "out of memory".
    type Error;

    /// Appends one code point (at most 0x10FFFF, surrogates allowed).
    fn push(&mut self, ch: u32) -> Result<(), Self::Error>;

    /// Appends a run. `part` may be stored wider than its characters need; a sink that keeps the
    /// narrowest width asks [`Chars::width`].
    fn push_run(&mut self, part: Chars<'_>) -> Result<(), Self::Error>;

    /// Appends characters that are all below 0x80.
    fn push_ascii(&mut self, text: &[u8]) -> Result<(), Self::Error>;

    /// Some `chars` characters were looked at in vain: a sink that may have to end the work looks now.
    fn look(&mut self, chars: usize) -> Result<(), Self::Error> {
        let _ = chars;
        Ok(())
    }
}

/// Output of bytes.
pub trait ByteSink {
    /// What refusing looks like, typically "out of memory".
    type Error;

    /// Appends `bytes`.
    fn push_bytes(&mut self, bytes: &[u8]) -> Result<(), Self::Error>;

    /// As [`Sink::look`].
    fn look(&mut self, chars: usize) -> Result<(), Self::Error> {
        let _ = chars;
        Ok(())
    }
}

/// A sink that only measures: run a kernel into it first to size one exact allocation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measure {
    /// Characters (or bytes) seen; saturates.
    pub len: usize,
    /// A bound on the largest character, exact up to its storage width.
    pub max_char: u32,
}

impl Measure {
    /// The narrowest width that holds everything seen.
    #[must_use]
    pub fn width(&self) -> Width {
        Width::of(self.max_char)
    }
}

impl Sink for Measure {
    type Error = Infallible;

    fn push(&mut self, ch: u32) -> Result<(), Infallible> {
        self.len = self.len.saturating_add(1);
        self.max_char |= ch;
        Ok(())
    }

    fn push_run(&mut self, part: Chars<'_>) -> Result<(), Infallible> {
        self.len = self.len.saturating_add(part.len());
        self.max_char |= part.max_char();
        Ok(())
    }

    fn push_ascii(&mut self, text: &[u8]) -> Result<(), Infallible> {
        self.len = self.len.saturating_add(text.len());
        self.max_char |= 0x7F;
        Ok(())
    }
}

impl ByteSink for Measure {
    type Error = Infallible;

    fn push_bytes(&mut self, bytes: &[u8]) -> Result<(), Infallible> {
        self.len = self.len.saturating_add(bytes.len());
        Ok(())
    }
}
