//! Text files: an encoding, line ends, and the file of bytes below.

use std::cell::Cell;
use std::io::SeekFrom;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Value};
use pitviper_text::codecs::{Codec, Encoding, Handler};

use super::binary::{BinaryFile, flags};
use super::newline::Newline;
use super::{errors, scratch};
use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::str::Str;
use crate::types::typ::Type;

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
    /// `mode`: a string, when `open` made the file.
    pub mode: ValueCell,
    pub(super) encoding: Cell<Encoding>,
    /// What is really read: known after the byte order mark.
    pub(super) codec: Cell<Option<Codec>>,
    pub(super) handler: Cell<Handler>,
    pub(super) newline: Cell<Newline>,
    pub(super) line_buffering: Cell<bool>,
    pub(super) write_through: Cell<bool>,
    /// Whether something was written since the start (the byte order mark is).
    wrote: Cell<bool>,
    /// Whether iteration goes on, which forbids `tell`.
    pub(super) iterating: Cell<bool>,
}

pitviper_object::object!(TextFile, kinds::TEXT_FILE, buffer, encoding_name, errors_name, mode);

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
                let Some(meaning) = Encoding::named(text.chars()) else {
                    return Err(vm.raise(Exc::LookupError, format_args!("unknown encoding: {text}")));
                };
                format.encoding = meaning;
                format.encoding_name = encoding.clone();
            }
        }
        if let Some(errors) = given(errors) {
            let text = argument(vm, function, "errors", &errors)?;
            let name = scratch::encode_lossy(vm, text)?;
            let Some(handler) = Handler::named(&name) else {
                return Err(vm.raise(Exc::LookupError, format_args!("unknown error handler name '{text}'")));
            };
            format.handler = handler;
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
            let kind = vm.type_name(value);
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
            mode: ValueCell::new(None),
            encoding: Cell::new(format.encoding),
            codec: Cell::new(None),
            handler: Cell::new(format.handler),
            newline: Cell::new(format.newline),
            line_buffering: Cell::new(false),
            write_through: Cell::new(false),
            wrote: Cell::new(false),
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

    /// Whether text goes out as the bytes of ASCII characters.
    fn is_plain(&self) -> bool {
        matches!(self.encoding.get().codec, Codec::Utf8 | Codec::Latin1 | Codec::Ascii)
            && !self.encoding.get().mark
            && !matches!(self.newline.get(), Newline::Cr | Newline::CrLf)
    }

    /// Writes text.
    ///
    /// # Errors
    /// ValueError on closed files, UnicodeEncodeError, OSError.
    pub fn write(&self, vm: &mut Vm, text: &Str) -> PyResult<()> {
        let binary = self.binary(vm)?;
        binary.check_open(vm)?;
        if !binary.has(flags::WRITE) {
            return Err(errors::unsupported(vm, "not writable"));
        }
        if self.encoding_name.is_none() && self.newline.get() == Newline::Translate {
            let translated = super::decode::translated(vm, text)?;
            let Some(text) = translated.downcast::<Str>() else { return Ok(()) };
            return self.write_encoded(vm, &binary, text);
        }
        match text.as_ascii() {
            Some(ascii) if self.is_plain() => binary.write(vm, ascii.as_bytes())?,
            _ => self.write_encoded(vm, &binary, text)?,
        }
        let flush = self.write_through.get() || self.line_buffering.get() && has_line_end(text);
        if flush { binary.flush_buffer(vm) } else { Ok(()) }
    }

    fn write_encoded(&self, vm: &mut Vm, binary: &BinaryFile, text: &Str) -> PyResult<()> {
        let mut encoding = self.encoding.get();
        if encoding.mark {
            encoding.mark = !self.wrote.replace(true) && binary.position(vm).unwrap_or(0) == 0;
            vm.raised = None;
        }
        let end = match self.newline.get() {
            Newline::Cr => Some("\r"),
            Newline::CrLf => Some("\r\n"),
            _ => None,
        };
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

    /// Moves to a position in bytes.
    ///
    /// # Errors
    /// OSError.
    pub fn seek(&self, vm: &mut Vm, to: SeekFrom) -> PyResult<u64> {
        let binary = self.binary(vm)?;
        let at = binary.seek(vm, to)?;
        self.iterating.set(false);
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
