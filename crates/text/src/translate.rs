//! `translate` for `bytes`, and the memo that makes it fast for `str`.
//!
//! A `str` table is any Python mapping, so asking it can run Python. [`AsciiMemo`] remembers what it
//! said about ASCII characters and handles runs of known ones; the caller asks about the rest.

use crate::batch::{Batch, ByteBatch};
use crate::chars::Chars;
use crate::sink::{ByteSink, Sink};
use crate::split::STRETCH;

/// `data.translate(table, delete)`: drops the bytes in `delete`, maps the others by `table`.
///
/// # Errors
/// The sink's own.
pub fn translate_bytes<S: ByteSink>(
    data: &[u8],
    table: Option<&[u8; 256]>,
    delete: &[u8],
    sink: &mut S,
) -> Result<(), S::Error> {
    let mut dropped = [false; 256];
    for &byte in delete {
        dropped[usize::from(byte)] = true;
    }
    let mut out = ByteBatch::new(sink);
    for part in data.chunks(STRETCH) {
        for &byte in part {
            if !dropped[usize::from(byte)] {
                let mapped = table.map_or(byte, |table| table[usize::from(byte)]);
                out.push(&[mapped])?;
            }
        }
        if part.len() == STRETCH {
            out.look(STRETCH)?;
        }
    }
    out.finish()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    Unknown,
    Deleted,
    Char(u8),
}

/// What a `str.translate` table said so far about single ASCII characters.
pub struct AsciiMemo {
    known: [Known; 128],
}

impl Default for AsciiMemo {
    fn default() -> Self {
        AsciiMemo { known: [Known::Unknown; 128] }
    }
}

impl AsciiMemo {
    /// Remembers that `ch` maps to the single character `to`. Ignored unless both are ASCII.
    pub fn learn_char(&mut self, ch: u32, to: u32) {
        if let (Ok(ch @ 0..0x80), Ok(to @ 0..0x80)) = (u8::try_from(ch), u8::try_from(to)) {
            self.known[usize::from(ch)] = Known::Char(to);
        }
    }

    /// Remembers that `ch` is deleted. Ignored unless it is ASCII.
    pub fn learn_deleted(&mut self, ch: u32) {
        if let Ok(ch @ 0..0x80) = u8::try_from(ch) {
            self.known[usize::from(ch)] = Known::Deleted;
        }
    }

    /// Writes the translation of the characters from `from` on, up to the first that nothing is
    /// known about, and of [`STRETCH`] at most; returns the index behind them.
    ///
    /// # Errors
    /// The sink's own.
    pub fn run<S: Sink>(&self, text: Chars<'_>, from: usize, sink: &mut S) -> Result<usize, S::Error> {
        let mut out = Batch::new(sink);
        let mut at = from;
        for ch in text.slice(from..from + STRETCH) {
            let known = usize::try_from(ch).ok().and_then(|ch| self.known.get(ch)).copied().unwrap_or(Known::Unknown);
            match known {
                Known::Unknown => break,
                Known::Deleted => {}
                Known::Char(to) => out.push(to.into())?,
            }
            at += 1;
        }
        out.finish()?;
        Ok(at)
    }
}
