//! The outside of serialised code: what comes before the bodies, texts, and heads.

use pitviper_text::hash::siphash13_128;

use super::bytes::{CUT, Reader};
use super::{CHECKSUM_KEY, HEAD, format_id};
use crate::ast::OutOfMemory;
use crate::code::Capture;

/// Why bytes are no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The budget refused.
    OutOfMemory,
    /// Written by another version, or something else altogether.
    Foreign,
    /// What is wrong.
    Damaged(&'static str),
}

impl From<OutOfMemory> for Refusal {
    fn from(_: OutOfMemory) -> Self {
        Refusal::OutOfMemory
    }
}

/// Where bytes come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// From a file, or anywhere: everything is checked.
    Nobody,
    /// From this program's own binary: only the form is checked.
    Own,
}

pub(super) type Res<T = ()> = Result<T, Refusal>;

/// Serialised code.
#[derive(Clone, Copy, Debug)]
pub struct Form<'a> {
    bytes: &'a [u8],
    texts: &'a [u8],
    trust: Trust,
}

/// Where the texts begin.
const TEXTS: usize = HEAD + 4;

impl<'a> Form<'a> {
    /// Bytes that nobody has looked at.
    ///
    /// # Errors
    /// [`Refusal::Foreign`], or that they are damaged.
    pub fn open(bytes: &'a [u8], trust: Trust) -> Result<Self, Refusal> {
        let (head, payload) = bytes.split_at_checked(HEAD).ok_or(CUT)?;
        if head[..8] != format_id().to_le_bytes() {
            return Err(Refusal::Foreign);
        }
        if trust == Trust::Nobody && head[8..] != siphash13_128(CHECKSUM_KEY, payload).to_le_bytes() {
            return Err(Refusal::Damaged("its checksum is wrong"));
        }
        Self::reopen(bytes, trust)
    }

    /// Bytes that were opened before and are the same as then.
    ///
    /// # Errors
    /// That they are damaged.
    pub fn reopen(bytes: &'a [u8], trust: Trust) -> Result<Self, Refusal> {
        let (head, rest) = bytes.split_at_checked(TEXTS).ok_or(CUT)?;
        let length = u32::from_le_bytes([head[HEAD], head[HEAD + 1], head[HEAD + 2], head[HEAD + 3]]);
        let texts = rest.get(..length as usize).ok_or(CUT)?;
        Ok(Self { bytes, texts, trust })
    }

    /// Where the bytes come from.
    #[must_use]
    pub fn trust(&self) -> Trust {
        self.trust
    }

    /// The stored file name, and where the head of the outermost code is.
    ///
    /// # Errors
    /// That they are damaged.
    pub fn root(&self) -> Result<(&'a str, u32), Refusal> {
        let mut reader = self.reader((TEXTS + self.texts.len()) as u32)?;
        let filename = self.name(reader.number()?)?;
        Ok((filename, self.place(&reader)))
    }

    /// A reader that stands at `at`.
    pub(super) fn reader(&self, at: u32) -> Res<Reader<'a>> {
        Ok(Reader { rest: self.bytes.get(at as usize..).ok_or(CUT)? })
    }

    /// Where a reader of these bytes stands.
    pub(super) fn place(&self, reader: &Reader<'a>) -> u32 {
        (self.bytes.len() - reader.rest.len()) as u32
    }

    /// The text at a place among the texts.
    pub(super) fn text(&self, at: u64) -> Res<&'a [u8]> {
        let at = usize::try_from(at).ok().and_then(|at| self.texts.get(at..));
        let mut reader = Reader { rest: at.ok_or(Refusal::Damaged("an index is out of range"))? };
        let length = reader.count(1)?;
        reader.take(length)
    }

    /// The same as a name.
    pub(super) fn name(&self, at: u64) -> Res<&'a str> {
        std::str::from_utf8(self.text(at)?).map_err(|_| Refusal::Damaged("a name is no text"))
    }
}

/// What is known of code without reading it.
#[derive(Clone, Copy, Debug)]
pub struct Head {
    /// Where the body begins.
    pub body: u32,
    /// As [`crate::code::Code::flags`], and so on.
    pub flags: u32,
    /// Registers of a frame.
    pub registers: u16,
    /// Positional parameters.
    pub arg_count: u16,
    /// Keyword-only parameters.
    pub kwonly_count: u16,
    /// Free variables, one [`Capture`] for each.
    pub free: u16,
    /// Where the captures are.
    captures: u32,
}

impl Head {
    /// The head at `at`.
    ///
    /// # Errors
    /// That it is damaged.
    pub fn read(form: Form<'_>, at: u32) -> Result<Self, Refusal> {
        Self::take(form, &mut form.reader(at)?)
    }

    /// The head where a reader stands, which then stands behind it.
    pub(super) fn take<'a>(form: Form<'a>, reader: &mut Reader<'a>) -> Res<Self> {
        let body = reader.take(4)?;
        let body = u32::from_le_bytes([body[0], body[1], body[2], body[3]]);
        let flags = reader.u32()?;
        let [registers, arg_count, kwonly_count, free] = [reader.u16()?, reader.u16()?, reader.u16()?, reader.u16()?];
        let captures = form.place(reader);
        for _ in 0..free {
            capture(reader)?;
        }
        Ok(Self { body, flags, registers, arg_count, kwonly_count, free, captures })
    }

    /// Where the head at `at` ends.
    pub(super) fn end(form: Form<'_>, at: u32) -> Res<u32> {
        let mut reader = form.reader(at)?;
        Self::take(form, &mut reader)?;
        Ok(form.place(&reader))
    }

    /// Where the frame around finds the free variables: as many as there are.
    pub fn captures(self, form: Form<'_>) -> impl Iterator<Item = Capture> {
        let mut reader = form.reader(self.captures).unwrap_or_default();
        (0..self.free).map_while(move |_| capture(&mut reader).ok())
    }
}

fn capture(reader: &mut Reader<'_>) -> Res<Capture> {
    let number = reader.u32()?;
    let index = u16::try_from(number >> 1).map_err(|_| Refusal::Damaged("a capture is out of range"))?;
    Ok(if number & 1 == 0 { Capture::Register(index) } else { Capture::Free(index) })
}
