//! Text files: an encoding, line ends, and the file of bytes below.

use std::cell::Cell;
use std::io::SeekFrom;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Value};
use pitviper_text::codecs::{Codec, Encoding, Handler};

use super::binary::{BinaryFile, flags};
use super::newline::{Newline, Seen};
use super::{errors, scratch};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::modules::codecs::registry;
use crate::types::str::Str;
use crate::types::typ::Type;

/// `_CHUNK_SIZE` of new files, CPython's.
const CHUNK_SIZE: usize = 8192;

/// A text file.
#[repr(C)]
pub struct TextFile {
    /// Count, shape, flags.
    pub header: Header,
    /// The file of bytes; empty once detached.
    pub buffer: ValueCell,
    /// `encoding`: a string, as given; empty for `StringIO`.
    pub encoding_name: ValueCell,
    /// `errors`: a string.
    pub errors_name: ValueCell,
    pub(super) encoding: Cell<Encoding>,
    /// What is really read: known after the byte order mark.
    pub(super) codec: Cell<Option<Codec>>,
    pub(super) handler: Cell<Handler>,
    pub(super) newline: Cell<Newline>,
    pub(super) line_buffering: Cell<bool>,
    pub(super) write_through: Cell<bool>,
    /// Whether the encoding or the errors are ones that only the registry of codecs knows.
    pub(super) registered: Cell<bool>,
    /// Of text that is decoded piece by piece, what is left to read: a file in memory, in UTF-8.
    pub(super) decoded: ValueCell,
    /// What decodes it.
    pub(super) decoder: ValueCell,
    /// The decoder's flags before the last piece, and what it was made of.
    pub(super) snapshot: ValueCell,
    /// Characters that the last piece gave, and bytes that were read for it.
    pub(super) piece: Cell<(usize, usize)>,
    /// While all that is left is read: the bytes that were decoded.
    pub(super) whole: Cell<Option<usize>>,
    /// Whether positions can be asked for.
    pub(super) telling: Cell<bool>,
    /// What encodes a registered encoding.
    pub(super) encoder: ValueCell,
    /// Whether something was written since the start (the byte order mark is).
    wrote: Cell<bool>,
    /// Whether that is known already.
    decided: Cell<bool>,
    /// The line ends that were read (by `StringIO`: written).
    pub(super) seen: Cell<Seen>,
    /// Whether something was read since the last `seek`, and the end was not met.
    pub(super) reading: Cell<bool>,
    /// `_CHUNK_SIZE`, which means nothing here.
    pub(super) chunk_size: Cell<usize>,
    /// Whether iteration goes on, which forbids `tell`.
    pub(super) iterating: Cell<bool>,
}

pitviper_object::object!(
    TextFile,
    kinds::TEXT_FILE,
    buffer,
    encoding_name,
    errors_name,
    decoded,
    decoder,
    snapshot,
    encoder
);

/// How text goes to and from bytes.
pub struct Format {
    /// The name that was asked for.
    pub encoding_name: Value,
    /// Its meaning.
    pub encoding: Encoding,
    /// The name of the error handler.
    pub errors_name: Value,
    /// Its meaning.
    pub handler: Handler,
    /// Line ends.
    pub newline: Newline,
    /// Whether names or errors are asked of the registry of codecs, not of the kernel.
    pub registered: bool,
}

impl Format {
    /// UTF-8 with these errors; what `open` takes without arguments.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn utf8(vm: &mut Vm, encoding: &str, errors: &str) -> PyResult<Format> {
        Ok(Format {
            encoding_name: vm.intern(encoding)?,
            encoding: Encoding { codec: Codec::Utf8, mark: false },
            errors_name: vm.intern(errors)?,
            handler: Handler::named(errors.as_bytes()).unwrap_or(Handler::Strict),
            newline: Newline::Translate,
            registered: false,
        })
    }

    /// What the arguments `encoding`, `errors` and `newline` of `open` mean.
    ///
    /// # Errors
    /// TypeError, ValueError, LookupError.
    pub fn parse(
        vm: &mut Vm,
        function: &str,
        encoding: Option<&Value>,
        errors: Option<&Value>,
        newline: Option<&Value>,
    ) -> PyResult<Format> {
        let mut format = Format::utf8(vm, "UTF-8", "strict")?;
        let given = |value: Option<&Value>| value.filter(|value| !value.is_none()).cloned();
        if let Some(newline) = given(newline) {
            let text = argument(vm, function, "newline", &newline)?;
            let Some(meaning) = Newline::named(Some(text.as_ascii().unwrap_or("?"))) else {
                return Err(vm.value_error(format_args!("illegal newline value: {text}")));
            };
            format.newline = meaning;
        }
        if let Some(encoding) = given(encoding) {
            let text = argument(vm, function, "encoding", &encoding)?;
            if !text.eq_str("locale") {
                match Encoding::named(text.chars()) {
                    Some(meaning) => format.encoding = meaning,
                    None => {
                        registry::lookup_text(vm, text, None)?;
                        format.registered = true;
                    }
                }
                format.encoding_name = encoding.clone();
            }
        }
        if let Some(errors) = given(errors) {
            let text = argument(vm, function, "errors", &errors)?;
            let name = scratch::encode_lossy(vm, text)?;
            match Handler::named(&name) {
                Some(handler) => format.handler = handler,
                // Whether there is such a handler is asked when it is needed.
                None => format.registered = true,
            }
            format.errors_name = errors.clone();
        }
        Ok(format)
    }
}

/// A string argument.
fn argument<'a>(vm: &mut Vm, function: &str, name: &str, value: &'a Value) -> PyResult<&'a Str> {
    match value.downcast::<Str>() {
        Some(text) => Ok(text),
        None => {
            let kind = vm.argument_kind(value);
            Err(vm.type_error(format_args!("{function}() argument '{name}' must be str or None, not {kind}")))
        }
    }
}

impl TextFile {
    /// Text over a file of bytes.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn over(vm: &mut Vm, class: &Type, buffer: Obj<BinaryFile>, format: Format) -> PyResult<Obj<TextFile>> {
        let payload = TextFile {
            header: Header::new(u32::from(kinds::TEXT_FILE), TRACKED),
            buffer: ValueCell::new(Some(buffer.into_value())),
            encoding_name: ValueCell::new(Some(format.encoding_name)),
            errors_name: ValueCell::new(Some(format.errors_name)),
            encoding: Cell::new(format.encoding),
            codec: Cell::new(None),
            handler: Cell::new(format.handler),
            newline: Cell::new(format.newline),
            line_buffering: Cell::new(false),
            write_through: Cell::new(false),
            registered: Cell::new(format.registered),
            decoded: ValueCell::new(None),
            decoder: ValueCell::new(None),
            snapshot: ValueCell::new(None),
            piece: Cell::new((0, 0)),
            whole: Cell::new(None),
            telling: Cell::new(false),
            encoder: ValueCell::new(None),
            wrote: Cell::new(false),
            decided: Cell::new(false),
            seen: Cell::default(),
            reading: Cell::new(false),
            chunk_size: Cell::new(CHUNK_SIZE),
            iterating: Cell::new(false),
        };
        vm.new_instance_of(class, PageKind::Container, payload)
    }

    /// The file of bytes.
    ///
    /// # Errors
    /// ValueError once it was detached.
    pub fn binary(&self, vm: &mut Vm) -> PyResult<Obj<BinaryFile>> {
        match self.buffer.get_obj::<BinaryFile>() {
            Some(binary) => Ok(binary),
            None => Err(vm.value_error(format_args!("underlying buffer has been detached"))),
        }
    }

    /// Fails when the file of bytes is closed.
    pub(super) fn check_open(&self, vm: &mut Vm, binary: &BinaryFile) -> PyResult<()> {
        if binary.is_closed() && self.is_string_io() {
            return Err(vm.value_error(format_args!("I/O operation on closed file")));
        }
        binary.check_open(vm)
    }

    /// Whether text goes out as the bytes of ASCII characters.
    fn is_plain(&self) -> bool {
        matches!(self.encoding.get().codec, Codec::Utf8 | Codec::Latin1 | Codec::Ascii)
            && !self.encoding.get().mark
            && !self.registered.get()
            && !matches!(self.newline.get(), Newline::Cr | Newline::CrLf)
    }

    /// Writes text.
    ///
    /// # Errors
    /// ValueError on closed files, UnicodeEncodeError, OSError.
    pub fn write(&self, vm: &mut Vm, text: &Str) -> PyResult<()> {
        let binary = self.binary(vm)?;
        self.check_open(vm, &binary)?;
        if !binary.has(flags::WRITE) {
            return Err(errors::unsupported(vm, "not writable"));
        }
        self.reading.set(false);
        if self.is_string_io() {
            self.note_written(vm, text)?;
        }
        if self.is_string_io() && self.newline.get() == Newline::Translate {
            let translated = super::decode::translated(vm, text)?;
            let Some(text) = translated.downcast::<Str>() else { return Ok(()) };
            return self.write_encoded(vm, &binary, text);
        }
        match text.as_ascii() {
            Some(ascii) if self.is_plain() => binary.write(vm, ascii.as_bytes())?,
            _ => self.write_encoded(vm, &binary, text)?,
        }
        if self.line_buffering.get() && has_line_end(text) {
            return binary.flush(vm);
        }
        if self.write_through.get() { binary.flush_buffer(vm) } else { Ok(()) }
    }

    /// Whether it is a `StringIO`.
    pub fn is_string_io(&self) -> bool {
        self.encoding_name.is_none()
    }

    /// Whether it knows all three line ends.
    pub(super) fn is_universal(&self) -> bool {
        matches!(self.newline.get(), Newline::Translate | Newline::Universal)
    }

    fn note_written(&self, vm: &mut Vm, text: &Str) -> PyResult<()> {
        if self.is_universal() {
            let (mut seen, chars) = (self.seen.get(), text.chars());
            vm.each_item(chars.len(), |part| chars.slice(part).iter().for_each(|ch| seen.note(ch)))?;
            seen.finish();
            self.seen.set(seen);
        }
        Ok(())
    }

    /// Writes text whose line ends stay.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(super) fn write_as_is(&self, vm: &mut Vm, binary: &BinaryFile, text: &Str) -> PyResult<()> {
        let bytes = scratch::encode(vm, text, self.encoding.get(), self.handler.get())?;
        binary.write(vm, &bytes)
    }

    /// `newlines`: what was read, and what waits in the buffer since.
    ///
    /// # Errors
    /// `MemoryError`, ValueError once the file below was taken off.
    pub(super) fn newlines(&self, vm: &mut Vm) -> PyResult {
        let binary = self.binary(vm)?;
        if self.is_piecewise() {
            return self.decoder_newlines(vm);
        }
        let mut seen = self.seen.get();
        if let Some(codec) = self.codec.get()
            && self.is_universal()
            && !self.is_string_io()
            && !binary.is_closed()
        {
            // SAFETY: nothing is read while the bytes are looked at.
            let ahead = unsafe { binary.unread() };
            seen.note_bytes(codec, ahead.get(..self.chunk_size.get()).unwrap_or(ahead));
        }
        seen.value(vm)
    }

    /// A byte order mark is written when the file was at its start when it was first used.
    pub(super) fn decide_mark(&self, vm: &mut Vm, binary: &BinaryFile) {
        if !self.decided.replace(true) {
            self.wrote.set(binary.position(vm).unwrap_or(0) != 0);
            vm.raised = None;
        }
    }

    fn write_encoded(&self, vm: &mut Vm, binary: &BinaryFile, text: &Str) -> PyResult<()> {
        let mut encoding = self.encoding.get();
        if encoding.mark {
            self.decide_mark(vm, binary);
            encoding.mark = !self.wrote.replace(true);
        }
        let end = match self.newline.get() {
            Newline::Cr => Some("\r"),
            Newline::CrLf => Some("\r\n"),
            _ => None,
        };
        if self.registered.get() {
            let text = match end {
                Some(end) => replace_line_ends(vm, text, end)?,
                None => Obj::from_ref(text).into_value(),
            };
            let bytes = self.encode_piece(vm, binary, &text)?;
            return binary.write(vm, crate::types::bytes::borrow(&bytes).unwrap_or(&[]));
        }
        let bytes = match end {
            None => scratch::encode(vm, text, encoding, self.handler.get())?,
            Some(end) => {
                let replaced = replace_line_ends(vm, text, end)?;
                let Some(text) = replaced.downcast::<Str>() else { return Ok(()) };
                scratch::encode(vm, text, encoding, self.handler.get())?
            }
        };
        binary.write(vm, &bytes)
    }

    /// Becomes what `other` is.
    pub(super) fn adopt(&self, other: &TextFile) {
        let cells = [
            (&self.buffer, &other.buffer),
            (&self.encoding_name, &other.encoding_name),
            (&self.errors_name, &other.errors_name),
            (&self.decoded, &other.decoded),
            (&self.decoder, &other.decoder),
            (&self.snapshot, &other.snapshot),
            (&self.encoder, &other.encoder),
        ];
        for (own, others) in cells {
            own.set(others.get());
            others.set(None);
        }
        self.encoding.set(other.encoding.get());
        self.codec.set(other.codec.get());
        self.handler.set(other.handler.get());
        self.newline.set(other.newline.get());
        self.line_buffering.set(other.line_buffering.get());
        self.write_through.set(other.write_through.get());
        self.registered.set(other.registered.get());
        self.piece.set(other.piece.get());
        self.telling.set(other.telling.get());
        self.seen.set(other.seen.get());
        self.wrote.set(other.wrote.get());
        self.decided.set(other.decided.get());
    }

    /// Moves to a position in bytes.
    ///
    /// # Errors
    /// OSError.
    pub fn seek(&self, vm: &mut Vm, to: SeekFrom) -> PyResult<u64> {
        let binary = self.binary(vm)?;
        let at = binary.seek(vm, to)?;
        self.iterating.set(false);
        self.reading.set(false);
        self.forget_decoded();
        self.decided.set(true);
        if at == 0 {
            self.codec.set(None);
            self.wrote.set(false);
        } else if self.encoding.get().mark {
            self.wrote.set(true);
        }
        Ok(at)
    }
}

fn has_line_end(text: &Str) -> bool {
    match text.chars() {
        pitviper_text::Chars::One(bytes) => memchr::memchr2(b'\n', b'\r', bytes).is_some(),
        wide => wide.iter().any(|ch| ch == 10 || ch == 13),
    }
}

/// The text with `\n` replaced.
fn replace_line_ends(vm: &mut Vm, text: &Str, end: &str) -> PyResult {
    let mut builder = crate::types::str::StrBuilder::new(vm);
    for ch in text.chars().iter() {
        match ch {
            10 => builder.push_text(end)?,
            ch => builder.push_char(ch)?,
        }
    }
    builder.finish()
}
