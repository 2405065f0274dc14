//! Text that a decoder of the registry makes, piece by piece: encodings that this module does not know itself, that keep
//! state, or whose error handlers can make more than a character of a byte.
//!
//! What was decoded and not read waits in UTF-8 in a file in memory. Positions are CPython's: where the last piece began,
//! the decoder's state there, and how far to go on from it, packed into one int.

use std::io::SeekFrom;

use pitviper_object::{Obj, Value};
use pitviper_text::codecs::{Codec, Encoding, Handler};

use super::binary::{BinaryFile, flags};
use super::foreign::call;
use super::newline::Newline;
use super::text::TextFile;
use super::{classes, device, scratch};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::modules::codecs::registry;
use crate::types::int::{self, Int};
use crate::types::str::{Str, StrBuilder};
use crate::types::tuple::Tuple;

/// A position in text.
#[derive(Default)]
struct Cookie {
    /// Where in the file of bytes.
    start: u64,
    /// The decoder's state there.
    flags: i32,
    /// Bytes to decode from there…
    feed: u32,
    /// …and characters of what they make to leave out.
    skip: u32,
    /// Whether the decoder is told that nothing follows.
    last: bool,
}

impl Cookie {
    fn pack(&self, vm: &mut Vm) -> PyResult {
        let middle = u64::from(self.flags as u32) | u64::from(self.feed) << 32;
        let high = u64::from(self.skip) | u64::from(self.last) << 32;
        if middle == 0 && high == 0 {
            return vm.new_u64(self.start);
        }
        int::from_limbs(vm, false, &[self.start, middle, high])
    }

    fn unpack(vm: &mut Vm, value: &Value) -> PyResult<Cookie> {
        let value = vm.to_index(value)?;
        if int::is_negative(&value) {
            let text = vm.repr(&value)?;
            let text = text.downcast::<Str>().and_then(Str::as_ascii).unwrap_or_default();
            return Err(vm.value_error(format_args!("negative seek position {text}")));
        }
        let small = [int::to_i64(&value).and_then(|at| u64::try_from(at).ok()).unwrap_or(0)];
        let limbs = value.downcast::<Int>().map_or(&small[..], Int::limbs);
        let [start, middle, high] = [0, 1, 2].map(|place| limbs.get(place).copied().unwrap_or(0));
        if limbs.len() > 3 || high >> 40 != 0 {
            return Err(vm.raise(Exc::OverflowError, format_args!("int too big to convert")));
        }
        Ok(Cookie {
            start,
            flags: middle as u32 as i32,
            feed: (middle >> 32) as u32,
            skip: high as u32,
            last: high >> 32 != 0,
        })
    }
}

/// A decoder's state: what it has not decoded yet, and its flags.
fn state(vm: &mut Vm, decoder: &Value) -> PyResult<(Value, i32)> {
    let state = call(vm, decoder, "getstate", &[])?;
    let Some([kept, number]) = pair(&state) else {
        return Err(vm.type_error(format_args!("illegal decoder state")));
    };
    if crate::types::bytes::borrow(&kept).is_none() {
        let kind = vm.type_name(&kept);
        let message = format_args!("illegal decoder state: the first item should be a bytes object, not '{kind}'");
        return Err(vm.type_error(message));
    }
    let number = vm.index_clamped(&number)?;
    match i32::try_from(number) {
        Ok(number) => Ok((kept, number)),
        Err(_) => Err(vm.raise(Exc::OverflowError, format_args!("signed integer is greater than maximum"))),
    }
}

/// The items of a tuple of two.
fn pair(value: &Value) -> Option<[Value; 2]> {
    match value.downcast::<Tuple>()?.items() {
        [first, second] => Some([first.clone(), second.clone()]),
        _ => None,
    }
}

/// Puts a decoder where a position begins: at the start of a file it begins anew, and forgets the line ends it saw.
fn set_state(vm: &mut Vm, decoder: &Value, cookie: &Cookie) -> PyResult<()> {
    if cookie.start == 0 && cookie.flags == 0 {
        return call(vm, decoder, "reset", &[]).map(drop);
    }
    let (empty, flags) = (vm.new_bytes(b"")?, vm.new_int(cookie.flags.into())?);
    let state = vm.new_tuple(&[empty, flags])?;
    call(vm, decoder, "setstate", &[state]).map(drop)
}

/// What a decoder makes of bytes.
fn decode(vm: &mut Vm, decoder: &Value, bytes: Value, last: bool) -> PyResult {
    let text = call(vm, decoder, "decode", &[bytes, Value::bool(last)])?;
    if text.downcast::<Str>().is_some() {
        return Ok(text);
    }
    let kind = vm.type_name(&text);
    Err(vm.type_error(format_args!("decoder should return a string result, not '{kind}'")))
}

fn length(text: &Value) -> usize {
    text.downcast::<Str>().map_or(0, Str::len)
}

impl TextFile {
    /// Whether a decoder of the registry decodes it.
    pub(super) fn is_piecewise(&self) -> bool {
        let encoding = self.encoding.get();
        let simple = matches!(encoding.codec, Codec::Utf8 | Codec::Latin1 | Codec::Ascii) && !encoding.mark;
        let single = matches!(
            self.handler.get(),
            Handler::Strict | Handler::Replace | Handler::Ignore | Handler::SurrogateEscape
        );
        !self.is_string_io() && (self.registered.get() || !simple || !single)
    }

    /// The line ends that text has which is read: a decoder has translated them already.
    pub(super) fn line_end(&self) -> Newline {
        match self.newline.get() {
            Newline::Translate if self.is_piecewise() => Newline::Lf,
            newline => newline,
        }
    }

    /// A coder of the registry for this encoding and its errors.
    fn coder(&self, vm: &mut Vm, kind: &str) -> PyResult {
        let (name, errors) = (self.encoding_name.get(), self.errors_name.get());
        let (Some(name), Some(errors)) = (name, errors) else {
            return Err(vm.value_error(format_args!("could not determine default encoding")));
        };
        let entry = match name.downcast::<Str>() {
            Some(name) => registry::lookup(vm, name)?,
            None => Value::none(),
        };
        let kind = vm.intern(kind)?;
        let factory = vm.get_attr(&entry, &kind)?;
        vm.call(&factory, &[errors])
    }

    pub(super) fn can_seek(&self, vm: &mut Vm, binary: &BinaryFile) -> PyResult<bool> {
        match binary.foreign() {
            Some(raw) => super::foreign::is_able(vm, &raw, "seekable"),
            None => Ok(binary.fd().is_none_or(|fd| device::is_seekable(&vm.sandbox, fd))),
        }
    }

    /// Fails when there are no positions in the file below.
    pub(super) fn check_seekable(&self, vm: &mut Vm, binary: &BinaryFile) -> PyResult<()> {
        if self.can_seek(vm, binary)? {
            return Ok(());
        }
        Err(super::errors::unsupported(vm, "underlying stream is not seekable"))
    }

    fn decoder(&self, vm: &mut Vm, binary: &BinaryFile) -> PyResult {
        if let Some(decoder) = self.decoder.get() {
            return Ok(decoder);
        }
        let mut decoder = self.coder(vm, "incrementaldecoder")?;
        if self.is_universal() {
            let class = vm.type_of_kind(kinds::NEWLINE_DECODER).to_value();
            let translate = Value::bool(self.newline.get() == Newline::Translate);
            decoder = vm.call(&class, &[decoder, translate])?;
        }
        self.telling.set(self.can_seek(vm, binary)?);
        self.decoder.set(Some(decoder.clone()));
        Ok(decoder)
    }

    /// The text that was decoded and not read.
    pub(super) fn decoded(&self, vm: &mut Vm) -> PyResult<Obj<BinaryFile>> {
        if let Some(decoded) = self.decoded.get_obj::<BinaryFile>() {
            return Ok(decoded);
        }
        let class = classes::class(vm, classes::BYTES_IO);
        let decoded = BinaryFile::in_memory(vm, &class)?;
        self.decoded.set(Some(decoded.clone().into_value()));
        Ok(decoded)
    }

    fn push_decoded(&self, vm: &mut Vm, text: &Value) -> PyResult<usize> {
        let decoded = self.decoded(vm)?;
        let Some(text) = text.downcast::<Str>() else { return Ok(0) };
        let encoding = Encoding { codec: Codec::Utf8, mark: false };
        let bytes = scratch::encode(vm, text, encoding, Handler::SurrogatePass)?;
        decoded.append(vm, &bytes)
    }

    /// Decodes a piece more; how many bytes of decoded text that gave, and whether it was the last.
    fn more(&self, vm: &mut Vm) -> PyResult<(usize, bool)> {
        let binary = self.binary(vm)?;
        let decoder = self.decoder(vm, &binary)?;
        let before = if self.telling.get() { Some(state(vm, &decoder)?) } else { None };
        let count = binary.look_ahead(vm, 1)?.min(self.chunk_size.get().max(1));
        // SAFETY: copying does not touch the file.
        let bytes = vm.new_bytes(unsafe { binary.unread() }.get(..count).unwrap_or_default())?;
        binary.consume(count);
        let text = decode(vm, &decoder, bytes.clone(), count == 0)?;
        if let Some((kept, number)) = before {
            let mut input = scratch::Scratch::new(vm);
            input.push(crate::types::bytes::borrow(&kept).unwrap_or_default())?;
            input.push(crate::types::bytes::borrow(&bytes).unwrap_or_default())?;
            let (input, number) = (vm.new_bytes(&input)?, vm.new_int(number.into())?);
            self.snapshot.set(Some(vm.new_tuple(&[number, input])?));
        }
        self.piece.set((length(&text), count));
        Ok((self.push_decoded(vm, &text)?, count == 0))
    }

    /// More to read in `source`, which is the decoded text of such a file, else its bytes. 0 at the end.
    pub(super) fn fill(&self, vm: &mut Vm, source: &BinaryFile) -> PyResult<usize> {
        if !self.is_piecewise() {
            return source.fill(vm);
        }
        loop {
            match self.more(vm)? {
                (0, false) => {}
                (added, _) => return Ok(added),
            }
        }
    }

    /// [`BinaryFile::look_ahead`] by [`TextFile::fill`].
    pub(super) fn look_ahead(&self, vm: &mut Vm, source: &BinaryFile, count: usize) -> PyResult<()> {
        while source.ahead() < count && self.fill(vm, source)? > 0 {}
        Ok(())
    }

    /// Decodes all bytes that are left, at once.
    pub(super) fn read_rest(&self, vm: &mut Vm, out: &mut StrBuilder) -> PyResult<()> {
        let binary = self.binary(vm)?;
        let decoder = self.decoder(vm, &binary)?;
        if !binary.fill_all(vm)? {
            while binary.fill(vm)? > 0 {}
        }
        // SAFETY: copying does not touch the file.
        let bytes = vm.new_bytes(unsafe { binary.unread() })?;
        binary.consume(binary.ahead());
        let text = decode(vm, &decoder, bytes, true)?;
        self.snapshot.set(None);
        match text.downcast::<Str>() {
            Some(text) => out.push_chars(text.chars()),
            None => Ok(()),
        }
    }

    /// `newlines` as the decoder saw them.
    pub(super) fn decoder_newlines(&self, vm: &mut Vm) -> PyResult {
        match self.decoder.get() {
            Some(decoder) if self.is_universal() => {
                let name = vm.intern("newlines")?;
                vm.get_attr(&decoder, &name)
            }
            _ => Ok(Value::none()),
        }
    }

    /// Forgets what was decoded, and its place.
    pub(super) fn forget_decoded(&self) {
        self.decoded.set(None);
        self.snapshot.set(None);
        self.piece.set((0, 0));
    }

    /// Other coders are asked for from now on.
    pub(super) fn forget_coders(&self) {
        self.forget_decoded();
        self.decoder.set(None);
        self.encoder.set(None);
    }

    /// Characters of the last piece that were read.
    fn characters_read(&self) -> usize {
        let waiting = self.decoded.get_obj::<BinaryFile>().map_or(0, |decoded| {
            // SAFETY: the bytes are only counted.
            unsafe { decoded.unread() }.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
        });
        self.piece.get().0.saturating_sub(waiting)
    }

    /// `tell()`.
    pub(super) fn tell_piecewise(&self, vm: &mut Vm) -> PyResult {
        let binary = self.binary(vm)?;
        binary.flush_buffer(vm)?;
        let position = binary.position(vm)?;
        let parts = self.snapshot.get().as_ref().and_then(pair);
        let (Some(decoder), Some([number, input])) = (self.decoder.get(), parts) else { return vm.new_u64(position) };
        let bytes = crate::types::bytes::borrow(&input).unwrap_or_default();
        let mut cookie = Cookie {
            start: position.saturating_sub(bytes.len() as u64),
            flags: vm.index_clamped(&number)? as i32,
            ..Cookie::default()
        };
        let read = self.characters_read();
        if read == 0 {
            return cookie.pack(vm);
        }
        let saved = call(vm, &decoder, "getstate", &[])?;
        let found = self.find_place(vm, &decoder, bytes, read, &mut cookie);
        let waiting = found.map_err(|raised| vm.take_raised(raised));
        call(vm, &decoder, "setstate", &[saved])?;
        match waiting {
            Ok(()) => cookie.pack(vm),
            Err(exception) => Err(vm.reraise(exception)),
        }
    }

    /// Where in `bytes`, from `cookie` on, `read` characters end.
    fn find_place(&self, vm: &mut Vm, decoder: &Value, bytes: &[u8], read: usize, cookie: &mut Cookie) -> PyResult<()> {
        let mut left = read;
        // A first guess, and guesses before it, for a place where the decoder keeps nothing back.
        let (characters, count) = self.piece.get();
        let mut guess = (read as u128 * count as u128 / characters.max(1) as u128) as usize;
        guess = guess.min(bytes.len());
        let mut back = 1;
        let mut from = 0;
        while guess > 0 {
            set_state(vm, decoder, cookie)?;
            let part = vm.new_bytes(bytes.get(..guess).unwrap_or(bytes))?;
            let made = length(&decode(vm, decoder, part, false)?);
            if made <= read {
                let (kept, number) = state(vm, decoder)?;
                let kept = crate::types::bytes::borrow(&kept).map_or(0, <[u8]>::len);
                if kept == 0 {
                    (cookie.flags, from, left) = (number, guess, read - made);
                    break;
                }
                guess = guess.saturating_sub(kept);
                back = 1;
            } else {
                guess = guess.saturating_sub(back);
                back *= 2;
            }
        }
        if from == 0 {
            set_state(vm, decoder, cookie)?;
        }
        cookie.start += from as u64;
        if left == 0 {
            return Ok(());
        }
        let (mut fed, mut made) = (0, 0);
        for byte in bytes.get(from..).unwrap_or_default() {
            let part = vm.new_bytes(&[*byte])?;
            fed += 1;
            made += length(&decode(vm, decoder, part, false)?);
            let (kept, number) = state(vm, decoder)?;
            if crate::types::bytes::borrow(&kept).is_some_and(<[u8]>::is_empty) && made <= left {
                cookie.start += u64::from(fed);
                cookie.flags = number;
                left -= made;
                (fed, made) = (0, 0);
            }
            if made >= left {
                break;
            }
        }
        if made < left {
            let nothing = vm.new_bytes(b"")?;
            made += length(&decode(vm, decoder, nothing, true)?);
            cookie.last = true;
            if made < left {
                return Err(vm.raise(Exc::OSError, format_args!("can't reconstruct logical file position")));
            }
        }
        (cookie.feed, cookie.skip) = (fed, left as u32);
        Ok(())
    }

    /// `seek(cookie)` to a place that `tell` gave.
    pub(super) fn seek_piecewise(&self, vm: &mut Vm, value: &Value) -> PyResult<()> {
        let cookie = Cookie::unpack(vm, value)?;
        let binary = self.binary(vm)?;
        self.seek(vm, SeekFrom::Start(cookie.start))?;
        self.reset_encoder(vm, cookie.start == 0 && cookie.flags == 0)?;
        if !binary.has(flags::READ) {
            return Ok(());
        }
        let decoder = self.decoder(vm, &binary)?;
        set_state(vm, &decoder, &cookie)?;
        let mut input = vm.new_bytes(b"")?;
        if cookie.skip > 0 {
            let count = binary.look_ahead(vm, cookie.feed as usize)?.min(cookie.feed as usize);
            // SAFETY: copying does not touch the file.
            input = vm.new_bytes(unsafe { binary.unread() }.get(..count).unwrap_or_default())?;
            binary.consume(count);
            let text = decode(vm, &decoder, input.clone(), cookie.last)?;
            let Some(text) = text.downcast::<Str>() else { return Ok(()) };
            let skip = cookie.skip as usize;
            if text.len() < skip {
                return Err(vm.raise(Exc::OSError, format_args!("can't restore logical file position")));
            }
            let rest = vm.new_str_chars(text.chars().slice(skip..text.len()))?;
            self.push_decoded(vm, &rest)?;
            self.piece.set((text.len(), count));
        }
        let number = vm.new_int(cookie.flags.into())?;
        self.snapshot.set(Some(vm.new_tuple(&[number, input])?));
        Ok(())
    }

    /// The decoder begins anew, at the file's end.
    pub(super) fn reset_decoder(&self, vm: &mut Vm) -> PyResult<()> {
        match self.decoder.get() {
            Some(decoder) => call(vm, &decoder, "reset", &[]).map(drop),
            None => Ok(()),
        }
    }

    /// The encoder is at the start of the file, or somewhere else.
    pub(super) fn reset_encoder(&self, vm: &mut Vm, at_start: bool) -> PyResult<()> {
        let Some(encoder) = self.encoder.get() else { return Ok(()) };
        if at_start {
            return call(vm, &encoder, "reset", &[]).map(drop);
        }
        call(vm, &encoder, "setstate", &[Value::small(1)]).map(drop)
    }

    /// Text as bytes, by an encoder of the registry.
    pub(super) fn encode_piece(&self, vm: &mut Vm, binary: &BinaryFile, text: &Value) -> PyResult {
        let encoder = match self.encoder.get() {
            Some(encoder) => encoder,
            None => {
                let encoder = self.coder(vm, "incrementalencoder")?;
                if self.can_seek(vm, binary)? && binary.position(vm)? != 0 {
                    call(vm, &encoder, "setstate", &[Value::small(0)])?;
                }
                self.encoder.set(Some(encoder.clone()));
                encoder
            }
        };
        let bytes = call(vm, &encoder, "encode", std::slice::from_ref(text))?;
        if bytes.kind() == kinds::BYTES { Ok(bytes) } else { Err(not_bytes(vm, &bytes)) }
    }
}

#[cold]
fn not_bytes(vm: &mut Vm, value: &Value) -> Raised {
    let kind = vm.type_name(value);
    vm.type_error(format_args!("encoder should return a bytes object, not '{kind}'"))
}
