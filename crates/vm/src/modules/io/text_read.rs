//! Reading text: a line, a number of characters, all of it.

use std::io::SeekFrom;

use pitviper_object::Value;
use pitviper_text::codecs::{Codec, Fault, Handler, Tail};
use pitviper_text::split::STRETCH;

use super::binary::{BinaryFile, flags};
use super::decode::{Decoded, Translating, decode};
use super::errors;
use super::newline::{self, Newline};
use super::text::TextFile;
use crate::core::error::{PyResult, Raised};
use crate::core::vm::Vm;
use crate::types::str::StrBuilder;

impl TextFile {
    /// The file below, ready to be read, and the codec in force.
    fn begin_reading(&self, vm: &mut Vm) -> PyResult<(pitviper_object::Obj<BinaryFile>, Codec)> {
        let binary = self.binary(vm)?;
        self.check_open(vm, &binary)?;
        if !binary.has(flags::READ) {
            return Err(errors::unsupported(vm, "not readable"));
        }
        self.reading.set(true);
        self.whole.set(None);
        if self.is_piecewise() {
            self.decide_mark(vm, &binary);
            return Ok((self.decoded(vm)?, Codec::Utf8));
        }
        if let Some(codec) = self.codec.get() {
            return Ok((binary, codec));
        }
        let codec = self.encoding.get().codec;
        self.codec.set(Some(codec));
        Ok((binary, codec))
    }

    /// Decodes the first `count` unread bytes and consumes what was decoded.
    fn take(
        &self,
        vm: &mut Vm,
        binary: &BinaryFile,
        codec: Codec,
        count: usize,
        tail: Tail,
        out: &mut Translating<'_>,
    ) -> PyResult<usize> {
        // SAFETY: decoding touches neither the file nor anything that could.
        let bytes = unsafe { binary.unread() };
        let whole = bytes.len();
        let mut count = count.min(whole);
        if self.is_piecewise() {
            // Surrogates are not known for such before they are complete.
            count += bytes[count..].iter().take_while(|byte| **byte & 0xC0 == 0x80).count();
        }
        let bytes = &bytes[..count];
        let piecewise = self.is_piecewise();
        let handler = if piecewise { Handler::SurrogatePass } else { self.handler.get() };
        let decoded = if self.line_end() == Newline::Translate {
            decode(codec, handler, bytes, tail, out)?
        } else {
            decode(codec, handler, bytes, tail, out.out)?
        };
        match decoded {
            Decoded::Upto(used) => {
                if self.is_universal() && !self.is_string_io() && !piecewise {
                    let mut seen = self.seen.get();
                    let (bytes, unit) = (bytes.get(..used).unwrap_or(bytes), codec.unit());
                    vm.each_item(bytes.len() / unit, |part| {
                        seen.note_bytes(codec, &bytes[part.start * unit..part.end * unit]);
                    })?;
                    if tail == Tail::Final && used == whole {
                        seen.finish();
                    }
                    self.seen.set(seen);
                }
                binary.consume(used);
                Ok(used)
            }
            Decoded::Fault(fault) if self.whole.get().is_some() => Err(self.fault_of_all(vm, binary, codec, fault)?),
            Decoded::Fault(mut fault) => {
                // SAFETY: as above; the exception copies the bytes.
                let (window, start) = unsafe { binary.window() };
                fault.start += start;
                fault.end += start;
                let raised = errors::decode_error(vm, codec.name(), window, fault);
                binary.consume(fault.end - start);
                Err(raised)
            }
        }
    }

    /// The error for a fault in all that is left of a file, which is told of as one piece, and is read then. What was
    /// decoded before the unread bytes is read again where that is possible.
    #[cold]
    fn fault_of_all(&self, vm: &mut Vm, binary: &BinaryFile, codec: Codec, mut fault: Fault) -> PyResult<Raised> {
        let done = self.whole.take().unwrap_or(0);
        if done > 0 && self.can_seek(vm, binary)? {
            let start = binary.position(vm)?.saturating_sub(done as u64);
            binary.seek(vm, SeekFrom::Start(start))?;
            (fault.start, fault.end) = (fault.start + done, fault.end + done);
        }
        while binary.fill(vm)? > 0 {}
        // SAFETY: nothing is read while the bytes are looked at; the exception copies them.
        let raised = errors::decode_error(vm, codec.name(), unsafe { binary.unread() }, fault);
        binary.consume(binary.ahead());
        Ok(raised)
    }

    /// A line with its end, at most `limit` characters of it; empty at the end of the file.
    ///
    /// # Errors
    /// ValueError on closed files, UnicodeDecodeError, OSError, `MemoryError`.
    pub fn read_line(&self, vm: &mut Vm, limit: Option<usize>) -> PyResult {
        if let Some(limit) = limit {
            return self.read_line_limited(vm, limit);
        }
        let (binary, codec) = self.begin_reading(vm)?;
        let mut builder = StrBuilder::new(vm);
        let mut out = Translating { out: &mut builder, after_cr: false };
        let mut last = false;
        loop {
            // SAFETY: nothing is read while the bytes are looked at.
            let ahead = unsafe { binary.unread() };
            // Of what is long a stretch at a time, as if more had still to be read.
            let stretch = ahead.get(..STRETCH).filter(|stretch| stretch.len() < ahead.len());
            match newline::find(codec, self.line_end(), stretch.unwrap_or(ahead), last && stretch.is_none()) {
                Ok(line) => {
                    self.take(vm, &binary, codec, line.total, Tail::Final, &mut out)?;
                    break;
                }
                Err(0) if last => {
                    self.take(vm, &binary, codec, usize::MAX, Tail::Final, &mut out)?;
                    break;
                }
                Err(safe) => {
                    let whole = stretch.is_none();
                    let tail = if last && whole { Tail::Final } else { Tail::More };
                    if safe > 0 {
                        self.take(vm, &binary, codec, safe, tail, &mut out)?;
                    }
                    if !whole {
                        continue;
                    }
                    if last {
                        break;
                    }
                    // The beginning of the line belongs to nobody if this fails.
                    self.piece.set((0, 0));
                    last = self.fill(vm, &binary)? == 0;
                    if last {
                        self.snapshot.set(None);
                    }
                }
            }
        }
        builder.finish()
    }

    /// A line in pieces: characters one by one, for limits are rare.
    fn read_line_limited(&self, vm: &mut Vm, limit: usize) -> PyResult {
        let mut builder = StrBuilder::new(vm);
        while builder.len() < limit {
            let piece = self.read(vm, Some(1))?;
            let Some(ch) = first_char(&piece) else { break };
            builder.push_char(ch)?;
            let ends = match self.line_end() {
                Newline::Translate | Newline::Lf => ch == 10,
                Newline::Cr => ch == 13,
                Newline::CrLf => ch == 10 && before_last(&builder) == Some(13),
                Newline::Universal => ch == 10 || ch == 13 && !self.next_is_line_feed(vm)?,
            };
            if ends {
                break;
            }
        }
        builder.finish()
    }

    fn next_is_line_feed(&self, vm: &mut Vm) -> PyResult<bool> {
        let (binary, codec) = self.begin_reading(vm)?;
        self.look_ahead(vm, &binary, codec.unit())?;
        // SAFETY: nothing is read while the bytes are looked at.
        let bytes = unsafe { binary.unread() };
        Ok(newline::find(codec, Newline::Lf, bytes.get(..codec.unit()).unwrap_or(&[]), true).is_ok())
    }

    /// `count` characters, or all that are left.
    ///
    /// # Errors
    /// As [`TextFile::read_line`].
    pub fn read(&self, vm: &mut Vm, count: Option<usize>) -> PyResult {
        let (binary, codec) = self.begin_reading(vm)?;
        let mut builder = StrBuilder::new(vm);
        let mut out = Translating { out: &mut builder, after_cr: false };
        match count {
            None if self.is_piecewise() => {
                self.take(vm, &binary, codec, usize::MAX, Tail::Final, &mut out)?;
                self.read_rest(vm, out.out)?;
                self.reading.set(false);
            }
            None => {
                let mut done = 0;
                let at_once = binary.fill_all(vm)?;
                while !at_once && binary.fill(vm)? > 0 {
                    self.whole.set(Some(done));
                    done += self.take(vm, &binary, codec, usize::MAX, Tail::More, &mut out)?;
                }
                self.whole.set(Some(done));
                self.take(vm, &binary, codec, usize::MAX, Tail::Final, &mut out)?;
                self.whole.set(None);
                self.reading.set(false);
            }
            Some(count) => self.read_some(vm, &binary, codec, count, &mut out)?,
        }
        builder.finish()
    }

    /// A character takes at least one unit, so as many units as characters are missing can be decoded at once.
    fn read_some(
        &self,
        vm: &mut Vm,
        binary: &BinaryFile,
        codec: Codec,
        count: usize,
        out: &mut Translating<'_>,
    ) -> PyResult<()> {
        let mut extra = 0;
        let mut last = false;
        while out.out.len() < count {
            let wanted = (count - out.out.len()).saturating_mul(codec.unit()).saturating_add(extra);
            // SAFETY: only the length is looked at.
            let there = unsafe { binary.unread() }.len();
            if there < wanted && !last && (there == 0 || extra > 0) {
                last = self.fill(vm, binary)? == 0;
                continue;
            }
            if there == 0 {
                break;
            }
            let tail = if last && wanted >= there { Tail::Final } else { Tail::More };
            let used = self.take(vm, binary, codec, wanted, tail, out)?;
            extra = if used == 0 { extra + codec.unit() } else { 0 };
            if used == 0 && tail == Tail::Final {
                break;
            }
        }
        if out.after_cr {
            self.skip_line_feed(vm, binary, codec, out)?;
        }
        Ok(())
    }

    /// The `\n` that belongs to a `\r` already given as `\n`.
    fn skip_line_feed(
        &self,
        vm: &mut Vm,
        binary: &BinaryFile,
        codec: Codec,
        out: &mut Translating<'_>,
    ) -> PyResult<()> {
        self.look_ahead(vm, binary, codec.unit())?;
        // SAFETY: nothing is read while the bytes are looked at.
        let bytes = unsafe { binary.unread() };
        let next = bytes.get(..codec.unit()).unwrap_or(&[]);
        if newline::find(codec, Newline::Lf, next, true).is_ok() {
            self.take(vm, binary, codec, codec.unit(), Tail::More, out)?;
        }
        Ok(())
    }
}

fn first_char(piece: &Value) -> Option<u32> {
    piece.downcast::<crate::types::str::Str>()?.chars().first()
}

fn before_last(builder: &StrBuilder) -> Option<u32> {
    builder.chars().get(builder.len().checked_sub(2)?)
}
