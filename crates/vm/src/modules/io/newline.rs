//! Line ends of text files.

use pitviper_object::Value;
use pitviper_text::codecs::{Codec, Order};

use crate::core::error::PyResult;
use crate::core::vm::Vm;

/// What ends a line, and what becomes of it (the argument `newline` of `open`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Newline {
    /// `None`: `\n`, `\r\n` and `\r` end lines; all are read as `\n`. Written as they are (on this system).
    Translate,
    /// `''`: the same three, read and written as they are.
    Universal,
    /// `'\n'`.
    Lf,
    /// `'\r'`: `\n` is written as this.
    Cr,
    /// `'\r\n'`: `\n` is written as this.
    CrLf,
}

impl Newline {
    /// The meaning of the argument; nothing for illegal ones.
    pub fn named(text: Option<&str>) -> Option<Newline> {
        Some(match text {
            None => Newline::Translate,
            Some("") => Newline::Universal,
            Some("\n") => Newline::Lf,
            Some("\r") => Newline::Cr,
            Some("\r\n") => Newline::CrLf,
            Some(_) => return None,
        })
    }

    /// The argument that means this.
    pub fn text(self) -> Option<&'static str> {
        Some(match self {
            Newline::Translate => return None,
            Newline::Universal => "",
            Newline::Lf => "\n",
            Newline::Cr => "\r",
            Newline::CrLf => "\r\n",
        })
    }
}

/// Which line ends were met so far: what `newlines` says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    kinds: u8,
    /// The last character was `\r`: whether a `\n` follows is not known yet.
    waiting: bool,
}

impl Seen {
    const CR: u8 = 1;
    const LF: u8 = 2;
    const CR_LF: u8 = 4;

    /// Looks at the next character.
    pub fn note(&mut self, ch: u32) {
        match (std::mem::take(&mut self.waiting), ch) {
            (true, 10) => self.kinds |= Self::CR_LF,
            (waited, _) => {
                if waited {
                    self.kinds |= Self::CR;
                }
                match ch {
                    10 => self.kinds |= Self::LF,
                    13 => self.waiting = true,
                    _ => {}
                }
            }
        }
    }

    /// Looks at the next characters, as bytes.
    pub fn note_bytes(&mut self, codec: Codec, bytes: &[u8]) {
        if codec.unit() == 1 {
            let new = memchr::memchr(b'\r', bytes).is_some()
                || self.kinds & Self::LF == 0 && memchr::memchr(b'\n', bytes).is_some();
            if !new && !self.waiting {
                return;
            }
        }
        let mut at = 0;
        while let Some(ch) = unit(codec, bytes, at) {
            self.note(ch);
            at += codec.unit();
        }
    }

    /// Nothing follows.
    pub fn finish(&mut self) {
        if std::mem::take(&mut self.waiting) {
            self.kinds |= Self::CR;
        }
    }

    /// `newlines`: None, a string, or a tuple of them.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn value(self, vm: &mut Vm) -> PyResult {
        let all = [(Self::CR, "\r"), (Self::LF, "\n"), (Self::CR_LF, "\r\n")];
        let mut met = [Value::none(), Value::none(), Value::none()];
        let mut count = 0;
        for (kind, text) in all {
            if self.kinds & kind != 0 {
                met[count] = vm.new_str(text)?;
                count += 1;
            }
        }
        match &met[..count] {
            [] => Ok(Value::none()),
            [one] => Ok(one.clone()),
            more => vm.new_tuple(more),
        }
    }
}

/// A line in bytes: where its text ends, and where the next line starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineEnd {
    /// Bytes of text before the line end.
    pub text: usize,
    /// Bytes with the line end.
    pub total: usize,
}

/// Code unit `at` of bytes in a codec.
fn unit(codec: Codec, bytes: &[u8], at: usize) -> Option<u32> {
    let size = codec.unit();
    let part = bytes.get(at..at + size)?;
    Some(match (codec, part) {
        (Codec::Utf16(Order::Little), [a, b]) => u32::from(u16::from_le_bytes([*a, *b])),
        (Codec::Utf16(Order::Big), [a, b]) => u32::from(u16::from_be_bytes([*a, *b])),
        (Codec::Utf32(Order::Little), [a, b, c, d]) => u32::from_le_bytes([*a, *b, *c, *d]),
        (Codec::Utf32(Order::Big), [a, b, c, d]) => u32::from_be_bytes([*a, *b, *c, *d]),
        (_, [byte, ..]) => u32::from(*byte),
        _ => return None,
    })
}

/// The first line end in `bytes`. `last`: no bytes follow. `Err(n)`: there is none in the first `n` bytes, and more
/// must be read to know about the rest.
pub fn find(codec: Codec, newline: Newline, bytes: &[u8], last: bool) -> Result<LineEnd, usize> {
    let size = codec.unit();
    let mut at = 0;
    loop {
        at = next_candidate(codec, newline, bytes, at);
        let Some(ch) = unit(codec, bytes, at) else { return Err(at.min(bytes.len())) };
        let following = unit(codec, bytes, at + size);
        let one = Ok(LineEnd { text: at, total: at + size });
        let two = Ok(LineEnd { text: at, total: at + 2 * size });
        match (newline, ch) {
            (Newline::Lf | Newline::Translate | Newline::Universal, 10) | (Newline::Cr, 13) => return one,
            (Newline::Translate | Newline::Universal | Newline::CrLf, 13) => match following {
                Some(10) => return two,
                None if !last => return Err(at),
                _ if newline != Newline::CrLf => return one,
                _ => {}
            },
            _ => {}
        }
        at += size;
    }
}

/// The next place that may hold a line end: found fast where characters are bytes.
fn next_candidate(codec: Codec, newline: Newline, bytes: &[u8], from: usize) -> usize {
    if codec.unit() > 1 {
        return from;
    }
    let rest = bytes.get(from..).unwrap_or_default();
    let found = match newline {
        Newline::Lf => memchr::memchr(b'\n', rest),
        Newline::Cr | Newline::CrLf => memchr::memchr(b'\r', rest),
        Newline::Translate | Newline::Universal => memchr::memchr2(b'\n', b'\r', rest),
    };
    found.map_or(bytes.len(), |at| from + at)
}
