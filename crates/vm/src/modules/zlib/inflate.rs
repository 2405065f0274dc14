//! A decompressing stream, in a raw heap block: the window is part of it.

use std::ptr::NonNull;

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZError, MZFlush, MZStatus};
use pitviper_object::{Heap, PageKind};

use super::Framing;
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::modules::binascii::crc;
use crate::types::bytes::BytesBuilder;

/// What comes next in the input.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The first byte, which tells zlib from gzip.
    First,
    /// Byte number so many of a gzip header's fixed part.
    Header(u8),
    /// A part of a gzip header that may be there or not.
    Optional(Part),
    /// Compressed data.
    Body,
    /// Byte number so many of a gzip file's end.
    Trailer(u8),
    /// Nothing: the stream is complete.
    Done,
}

/// Optional parts of a gzip header, in order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Two bytes that say how long the extra field is.
    ExtraLength(u8),
    /// What is left of the extra field.
    Extra(u16),
    Name,
    Comment,
    /// Bytes left of the header's checksum.
    Checksum(u8),
}

struct Stream {
    state: InflateState,
    framing: Framing,
    stage: Stage,
    /// The header's flags; before those were read, its method.
    flags: u8,
    extra: u16,
    /// Input taken by the decompressor, up to a few bytes.
    taken: usize,
    crc: u32,
    len: u32,
    trailer: [u8; 8],
}

/// An owned stream.
pub struct Inflater(NonNull<Stream>);

impl Drop for Inflater {
    fn drop(&mut self) {
        // SAFETY: the block is the stream's own; nothing in it needs dropping.
        unsafe { Heap::free(self.0.cast()) }
    }
}

impl Inflater {
    /// A new stream.
    pub fn new(vm: &mut Vm, framing: Framing) -> PyResult<Inflater> {
        let block = vm.heap.alloc(PageKind::Raw, size_of::<Stream>())?.cast::<Stream>();
        let stage = match framing {
            Framing::Raw | Framing::Zlib => Stage::Body,
            Framing::Gzip => Stage::Header(0),
            Framing::Either => Stage::First,
        };
        let format = if framing == Framing::Zlib { DataFormat::Zlib } else { DataFormat::Raw };
        let state = InflateState::new(format);
        let stream = Stream { state, framing, stage, flags: 0, extra: 0, taken: 0, crc: 0, len: 0, trailer: [0; 8] };
        // SAFETY: the block is fresh, and big enough.
        unsafe { block.write(stream) };
        Ok(Inflater(block))
    }

    fn stream(&mut self) -> &mut Stream {
        // SAFETY: the block is the stream's own.
        unsafe { self.0.as_mut() }
    }

    /// Whether the end was reached.
    pub fn is_done(&mut self) -> bool {
        self.stream().stage == Stage::Done
    }

    /// Decompresses, until there are `limit` bytes in `out` if there is a limit. Returns how much of the data was
    /// used, or what is wrong with it.
    pub fn feed(
        &mut self,
        data: &[u8],
        limit: Option<usize>,
        out: &mut BytesBuilder,
    ) -> PyResult<Result<usize, &'static str>> {
        self.stream().feed(data, limit, out)
    }
}

impl Stream {
    fn feed(
        &mut self,
        data: &[u8],
        limit: Option<usize>,
        out: &mut BytesBuilder,
    ) -> PyResult<Result<usize, &'static str>> {
        let mut at = 0;
        loop {
            if self.stage == Stage::Body {
                match self.body(data.get(at..).unwrap_or(&[]), limit, out)? {
                    Ok(used) => at += used,
                    Err(reason) => return Ok(Err(reason)),
                }
                if self.stage == Stage::Body {
                    return Ok(Ok(at));
                }
                continue;
            }
            if self.stage == Stage::Done {
                return Ok(Ok(at));
            }
            let Some(&byte) = data.get(at) else { return Ok(Ok(at)) };
            if self.stage == Stage::First {
                // The byte is looked at again by what it decides for.
                self.choose(byte);
                continue;
            }
            at += 1;
            if let Err(reason) = self.frame(byte) {
                return Ok(Err(reason));
            }
        }
    }

    fn choose(&mut self, byte: u8) {
        if byte == 0x1F {
            (self.framing, self.stage) = (Framing::Gzip, Stage::Header(0));
        } else {
            (self.framing, self.stage) = (Framing::Zlib, Stage::Body);
            self.state = InflateState::new(DataFormat::Zlib);
        }
    }

    /// Reads a byte of a gzip header or trailer.
    fn frame(&mut self, byte: u8) -> Result<(), &'static str> {
        self.stage = match self.stage {
            Stage::Header(0) if byte != 0x1F => return Err("incorrect header check"),
            Stage::Header(1) if byte != 0x8B => return Err("incorrect header check"),
            Stage::Header(2) => {
                self.flags = byte;
                Stage::Header(3)
            }
            Stage::Header(3) if self.flags != 8 => return Err("unknown compression method"),
            Stage::Header(3) if byte & 0xE0 != 0 => return Err("unknown header flags set"),
            Stage::Header(3) => {
                self.flags = byte;
                Stage::Header(4)
            }
            Stage::Header(9) => self.next_part(Part::ExtraLength(0)),
            Stage::Header(place) => Stage::Header(place + 1),
            Stage::Optional(part) => self.part(part, byte),
            Stage::Trailer(place) => {
                if let Some(slot) = self.trailer.get_mut(usize::from(place)) {
                    *slot = byte;
                }
                match place {
                    7 => return self.check_trailer(),
                    place => Stage::Trailer(place + 1),
                }
            }
            stage => stage,
        };
        Ok(())
    }

    fn part(&mut self, part: Part, byte: u8) -> Stage {
        match part {
            Part::ExtraLength(0) => {
                self.extra = byte.into();
                Stage::Optional(Part::ExtraLength(1))
            }
            Part::ExtraLength(_) => match self.extra | u16::from(byte) << 8 {
                0 => self.next_part(Part::Name),
                left => Stage::Optional(Part::Extra(left)),
            },
            Part::Extra(1) => self.next_part(Part::Name),
            Part::Extra(left) => Stage::Optional(Part::Extra(left - 1)),
            Part::Name if byte == 0 => self.next_part(Part::Comment),
            Part::Comment if byte == 0 => self.next_part(Part::Checksum(2)),
            Part::Checksum(2) => Stage::Optional(Part::Checksum(1)),
            Part::Checksum(_) => Stage::Body,
            part => Stage::Optional(part),
        }
    }

    /// The first part from `part` on that the header's flags announce.
    fn next_part(&self, part: Part) -> Stage {
        let announced = |bit: u8| self.flags & bit != 0;
        match part {
            Part::ExtraLength(_) | Part::Extra(_) if announced(4) => Stage::Optional(Part::ExtraLength(0)),
            Part::ExtraLength(_) | Part::Extra(_) | Part::Name if announced(8) => Stage::Optional(Part::Name),
            Part::Checksum(_) if announced(2) => Stage::Optional(part),
            Part::Checksum(_) => Stage::Body,
            _ if announced(16) => Stage::Optional(Part::Comment),
            _ => self.next_part(Part::Checksum(2)),
        }
    }

    fn check_trailer(&mut self) -> Result<(), &'static str> {
        let [a, b, c, d, e, f, g, h] = self.trailer;
        if u32::from_le_bytes([a, b, c, d]) != self.crc {
            return Err("incorrect data check");
        }
        if u32::from_le_bytes([e, f, g, h]) != self.len {
            return Err("incorrect length check");
        }
        self.stage = Stage::Done;
        Ok(())
    }

    /// Decompresses what it can; the input used.
    fn body(
        &mut self,
        data: &[u8],
        limit: Option<usize>,
        out: &mut BytesBuilder,
    ) -> PyResult<Result<usize, &'static str>> {
        let mut buffer = [0; 8192];
        let mut at = 0;
        loop {
            let room = limit.map_or(buffer.len(), |limit| limit.saturating_sub(out.len()).min(buffer.len()));
            if room == 0 {
                return Ok(Ok(at));
            }
            let result = inflate(&mut self.state, data.get(at..).unwrap_or(&[]), &mut buffer[..room], MZFlush::None);
            let made = buffer.get(..result.bytes_written).unwrap_or(&[]);
            out.push(made)?;
            out.work(made.len() / 32)?;
            at += result.bytes_consumed;
            self.taken = self.taken.saturating_add(result.bytes_consumed);
            if self.framing == Framing::Gzip {
                self.crc = crc::crc32(self.crc, made);
                self.len = self.len.wrapping_add(made.len() as u32);
            }
            match result.status {
                Ok(MZStatus::StreamEnd) => {
                    self.stage = if self.framing == Framing::Gzip { Stage::Trailer(0) } else { Stage::Done };
                    return Ok(Ok(at));
                }
                Ok(_) if result.bytes_consumed > 0 || result.bytes_written > 0 => {}
                Ok(_) | Err(MZError::Buf) => return Ok(Ok(at)),
                Err(_) => return Ok(Err(self.reason(out.is_empty()))),
            }
        }
    }

    /// What is wrong, as far as it is known.
    fn reason(&self, nothing: bool) -> &'static str {
        if self.state.last_status() == TINFLStatus::Adler32Mismatch {
            return "incorrect data check";
        }
        match self.framing {
            Framing::Zlib if nothing && self.taken <= 2 => "incorrect header check",
            _ => "invalid block type",
        }
    }
}
