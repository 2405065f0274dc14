//! Methods of text files.

use std::io::SeekFrom;

use pitviper_object::header::FINALIZE;
use pitviper_object::{Obj, Value};

use super::binary::{BinaryFile, both, flags};
use super::binary_methods::{
    close_flushed, initializes_itself, invalid_argument, over_any, seek_target, size_argument,
};
use super::text::{Format, TextFile};
use super::{classes, device, errors, foreign, state};
use crate::core::args::Params;
use crate::core::error::{Exc, PyResult};
use crate::core::native::{Args, GetSet, Method};
use crate::core::vm::Vm;
use crate::types::str::{Str, StrBuilder};
use crate::types::typ::Type;

const CLOSE: Method = Method::new("close", close, 0, 0).doc("close($self, /)\n--\n\nFlush and close the file.");
const READ: Method =
    Method::new("read", read, 0, 1).doc("read($self, size=-1, /)\n--\n\nRead up to size characters, or all.");
const READABLE: Method = Method::new("readable", readable, 0, 0);
const READLINE: Method = Method::new("readline", readline, 0, 1).doc("readline($self, size=-1, /)\n--\n\nRead a line.");
const SEEK: Method = Method::keywords("seek", seek).doc("seek($self, cookie, whence=0, /)\n--\n\nMove the position.");
const SEEKABLE: Method = Method::new("seekable", seekable, 0, 0);
const TELL: Method = Method::new("tell", tell, 0, 0).doc("tell($self, /)\n--\n\nReturn the position.");
const TRUNCATE: Method = Method::new("truncate", truncate, 0, 1);
const WRITABLE: Method = Method::new("writable", writable, 0, 0);
const WRITE: Method =
    Method::new("write", write, 1, 1).doc("write($self, text, /)\n--\n\nWrite text; return how many characters.");

/// `TextIOWrapper`.
pub(super) static METHODS: &[Method] = &[
    Method::new("__getstate__", state::refuse, 0, 0),
    CLOSE,
    Method::new("detach", detach, 0, 0),
    Method::new("fileno", fileno, 0, 0).doc("fileno($self, /)\n--\n\nReturn the file's descriptor."),
    Method::new("flush", flush, 0, 0).doc("flush($self, /)\n--\n\nWrite what was collected."),
    Method::new("isatty", isatty, 0, 0),
    READ,
    READABLE,
    READLINE,
    Method::keywords("reconfigure", reconfigure),
    SEEK,
    SEEKABLE,
    TELL,
    TRUNCATE,
    WRITABLE,
    WRITE,
];

/// `StringIO`.
pub(super) static STRING_IO: &[Method] = &[
    Method::new("__getstate__", state::string_io, 0, 0),
    Method::new("__setstate__", state::set_string_io, 1, 1),
    CLOSE,
    Method::new("flush", |_, _| Ok(Value::none()), 0, 0),
    Method::new("getvalue", getvalue, 0, 0).doc("getvalue($self, /)\n--\n\nReturn all contents (StringIO)."),
    READ,
    READABLE,
    READLINE,
    SEEK,
    SEEKABLE,
    TELL,
    TRUNCATE,
    WRITABLE,
    WRITE,
];

const CLOSED: GetSet = GetSet { name: "closed", get: get_closed, set: None };

/// `TextIOWrapper`.
pub(super) static GETSET: &[GetSet] = &[
    CLOSED,
    GetSet { name: "_CHUNK_SIZE", get: get_chunk_size, set: Some(set_chunk_size) },
    GetSet { name: "_finalizing", get: |_, _| Ok(Value::bool(false)), set: None },
    GetSet { name: "buffer", get: get_buffer, set: None },
    GetSet {
        name: "encoding",
        get: |_, file| Ok(this(file).encoding_name.get().unwrap_or_else(Value::none)),
        set: None,
    },
    GetSet { name: "errors", get: |_, file| Ok(this(file).errors_name.get().unwrap_or_else(Value::none)), set: None },
    GetSet { name: "line_buffering", get: |_, file| Ok(Value::bool(this(file).line_buffering.get())), set: None },
    GetSet { name: "name", get: get_name, set: None },
    GetSet { name: "newlines", get: |vm, file| this(file).newlines(vm), set: None },
    GetSet { name: "write_through", get: |_, file| Ok(Value::bool(this(file).write_through.get())), set: None },
];

/// `StringIO`.
pub(super) static STRING_IO_ATTRIBUTES: &[GetSet] = &[
    CLOSED,
    GetSet {
        name: "line_buffering",
        get: |vm, file| {
            opened(vm, file)?;
            Ok(Value::bool(false))
        },
        set: None,
    },
    GetSet {
        name: "newlines",
        get: |vm, file| {
            opened(vm, file)?;
            this(file).newlines(vm)
        },
        set: None,
    },
];

fn get_closed(vm: &mut Vm, file: &Value) -> PyResult {
    let binary = this(file).binary(vm)?;
    if binary.has(flags::HIDDEN) {
        return vm.get_attr(&below(&binary), &vm.names().closed);
    }
    Ok(Value::bool(binary.is_closed()))
}

fn get_chunk_size(vm: &mut Vm, file: &Value) -> PyResult {
    this(file).binary(vm)?;
    vm.new_usize(this(file).chunk_size.get())
}

fn set_chunk_size(vm: &mut Vm, file: &Value, size: Option<Value>) -> PyResult<()> {
    this(file).binary(vm)?;
    let Some(size) = size else {
        return Err(vm.raise(Exc::AttributeError, format_args!("cannot delete attribute")));
    };
    match usize::try_from(vm.index_isize(&size)?) {
        Ok(size) if size > 0 => {
            this(file).chunk_size.set(size);
            Ok(())
        }
        _ => Err(vm.value_error(format_args!("a strictly positive integer is required"))),
    }
}

/// The file behind a receiver.
pub(super) fn this(value: &Value) -> &TextFile {
    // SAFETY: receivers are of this kind.
    unsafe { value.cast_unchecked() }
}

/// The file below, open.
fn opened(vm: &mut Vm, value: &Value) -> PyResult<Obj<BinaryFile>> {
    let binary = this(value).binary(vm)?;
    this(value).check_open(vm, &binary)?;
    Ok(binary)
}

/// The file below, open, for what the file below complains about itself.
fn opened_below(vm: &mut Vm, value: &Value) -> PyResult<Obj<BinaryFile>> {
    let binary = this(value).binary(vm)?;
    if binary.is_closed() {
        return Err(vm.value_error(format_args!("I/O operation on closed file")));
    }
    Ok(binary)
}

fn close(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = &args.values[0];
    let binary = this(file).binary(vm)?;
    if !vm.type_of(file).has(Type::FINALIZE) {
        this(file).header.clear(FINALIZE);
    }
    super::bases::warn_forgotten(vm, file, &binary);
    let asks = !binary.is_closed() && !this(file).is_string_io();
    if asks && binary.foreign().is_some() && !vm.type_of(file).has(Type::HEAP) {
        let flushed = binary.flush(vm).map_err(|raised| vm.take_raised(raised));
        both(vm, flushed, |vm| binary.flush_and_close(vm))?;
        return Ok(Value::none());
    }
    close_flushed(vm, file, asks, |vm| binary.flush_and_close(vm))
}

fn detach(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    vm.call_method(&args.values[0], &vm.names().flush, &[])?;
    let binary = file.binary(vm)?;
    file.buffer.set(None);
    Ok(below(&binary))
}

fn fileno(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let binary = this(&args.values[0]).binary(vm)?;
    match binary.fd() {
        Some(fd) => vm.new_int(i64::from(fd)),
        None if binary.is_closed() => Err(vm.value_error(format_args!("I/O operation on closed file"))),
        None => Err(errors::unsupported(vm, "fileno")),
    }
}

fn flush(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let binary = opened(vm, &args.values[0])?;
    binary.flush(vm)?;
    Ok(Value::none())
}

/// What moving about begins with: a program's class, and a file below that a program wrote, are told to flush.
fn flush_first(vm: &mut Vm, value: &Value, binary: &BinaryFile) -> PyResult<()> {
    if this(value).is_string_io() {
        return Ok(());
    }
    if vm.type_of(value).has(Type::HEAP) {
        return vm.call_method(value, &vm.names().flush, &[]).map(drop);
    }
    if binary.foreign().is_some() { binary.flush(vm) } else { Ok(()) }
}

/// The characters from the start to the end of a file in memory.
pub(super) fn getvalue(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let binary = opened(vm, &args.values[0])?;
    // SAFETY: decoding does not touch the file.
    let bytes = unsafe { binary.contents() };
    let file = this(&args.values[0]);
    let mut text = StrBuilder::new(vm);
    let tail = pitviper_text::codecs::Tail::Final;
    super::decode::decode(file.encoding.get().codec, file.handler.get(), bytes, tail, &mut text)?;
    text.finish()
}

fn isatty(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let binary = opened_below(vm, &args.values[0])?;
    Ok(Value::bool(binary.fd().is_some_and(|fd| device::is_terminal(&vm.sandbox, fd))))
}

fn read(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let count = size_argument(vm, args.values.get(1))?;
    this(&args.values[0]).read(vm, count)
}

fn readline(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let limit = match args.values.get(1) {
        None => None,
        Some(limit) => usize::try_from(vm.index_isize(limit)?).ok(),
    };
    this(&args.values[0]).read_line(vm, limit)
}

/// `__next__`.
pub(super) fn next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let file = this(value);
    let line = file.read_line(vm, None)?;
    let empty = line.downcast::<Str>().is_none_or(Str::is_empty);
    file.iterating.set(!empty && !file.is_string_io());
    Ok(Some(line).filter(|_| !empty))
}

fn reconfigure(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = ["encoding", "errors", "newline", "line_buffering", "write_through"];
    let params = Params::new("reconfigure", names).keyword_only(5);
    let [encoding, errors, newline, line_buffering, write_through] = params.bind(vm, args.behind_receiver())?;
    let file = this(&args.values[0]);
    let binary = this(&args.values[0]).binary(vm)?;
    let given = |value: Option<&Value>| value.is_some_and(|value| !value.is_none());
    if file.reading.get() && (given(encoding) || given(errors) || newline.is_some()) {
        let message = "It is not possible to set the encoding or newline of stream after the first read";
        return Err(errors::unsupported(vm, message));
    }
    let format = Format::parse(vm, "reconfigure", encoding, errors, newline)?;
    binary.check_open(vm)?;
    vm.call_method(&args.values[0], &vm.names().flush, &[])?;
    if encoding.is_some_and(|encoding| !encoding.is_none()) {
        file.encoding.set(format.encoding);
        file.encoding_name.set(Some(format.encoding_name));
        file.codec.set(None);
    }
    if encoding.or(errors).is_some_and(|given| !given.is_none()) {
        let kept = encoding.is_none_or(Value::is_none) && file.registered.get();
        file.registered.set(format.registered || kept);
        file.forget_coders();
        file.handler.set(format.handler);
        file.errors_name.set(Some(format.errors_name));
    }
    if newline.is_some() {
        file.newline.set(format.newline);
        file.forget_coders();
    }
    for (flag, value) in [(&file.line_buffering, line_buffering), (&file.write_through, write_through)] {
        if let Some(value) = value.filter(|value| !value.is_none()) {
            flag.set(vm.truth(value)?);
        }
    }
    Ok(Value::none())
}

/// Bytes per position: `StringIO` counts characters.
pub(super) fn unit(file: &TextFile) -> u64 {
    if file.is_string_io() { file.encoding.get().codec.unit() as u64 } else { 1 }
}

fn seek(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let params = Params::new("seek", ["cookie", "whence"]).required(1);
    let [cookie, whence] = params.bind(vm, args.behind_receiver())?;
    let Some(cookie) = cookie else { return Ok(Value::none()) };
    let file = this(&args.values[0]);
    let binary = opened(vm, &args.values[0])?;
    let whence = match whence {
        Some(whence) => vm.index_isize(whence)? as i64,
        None => 0,
    };
    file.check_seekable(vm, &binary)?;
    flush_first(vm, &args.values[0], &binary)?;
    let unit = unit(file);
    let words = match file.is_string_io() {
        true => ("Negative seek position", "Invalid whence"),
        false => ("negative seek position", "invalid whence"),
    };
    if file.is_piecewise() && whence == 0 {
        binary.flush_buffer(vm)?;
        file.seek_piecewise(vm, cookie)?;
        return vm.to_index(cookie);
    }
    let at = match seek_target(vm, cookie, whence, words)? {
        SeekFrom::Start(at) => file.seek(vm, SeekFrom::Start(at.saturating_mul(unit)))?,
        SeekFrom::Current(0) if file.is_piecewise() => {
            let here = file.tell_piecewise(vm)?;
            file.seek_piecewise(vm, &here)?;
            return Ok(here);
        }
        SeekFrom::Current(0) => binary.position(vm)?,
        SeekFrom::End(0) => {
            let at = file.seek(vm, SeekFrom::End(0))?;
            file.reset_decoder(vm)?;
            file.reset_encoder(vm, at == 0)?;
            at
        }
        SeekFrom::Current(_) => return Err(no_offset(vm, file, "cur")),
        SeekFrom::End(_) => return Err(no_offset(vm, file, "end")),
    };
    vm.new_u64(at / unit)
}

fn no_offset(vm: &mut Vm, file: &TextFile, from: &str) -> crate::core::error::Raised {
    if file.is_string_io() {
        return vm.raise(Exc::OSError, format_args!("Can't do nonzero cur-relative seeks"));
    }
    match from {
        "cur" => errors::unsupported(vm, "can't do nonzero cur-relative seeks"),
        _ => errors::unsupported(vm, "can't do nonzero end-relative seeks"),
    }
}

pub(super) fn tell(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let binary = opened(vm, &args.values[0])?;
    let file = this(&args.values[0]);
    file.check_seekable(vm, &binary)?;
    if file.iterating.get() {
        return Err(vm.raise(Exc::OSError, format_args!("telling position disabled by next() call")));
    }
    flush_first(vm, &args.values[0], &binary)?;
    if file.is_piecewise() {
        return file.tell_piecewise(vm);
    }
    let at = binary.position(vm)?;
    vm.new_u64(at / unit(file))
}

fn truncate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    let binary = opened(vm, &args.values[0])?;
    if !binary.has(flags::WRITE) {
        return Err(errors::unsupported(vm, "truncate"));
    }
    flush_first(vm, &args.values[0], &binary)?;
    let unit = unit(file);
    let size = match args.values.get(1).filter(|size| !size.is_none()) {
        None => binary.position(vm)?,
        Some(size) => {
            let size = vm.index_isize(size)?;
            match u64::try_from(size) {
                Ok(size) => size.saturating_mul(unit),
                Err(_) if !file.is_string_io() && !binary.has(flags::MEMORY) => return Err(invalid_argument(vm)),
                Err(_) => return Err(vm.value_error(format_args!("Negative size value {size}"))),
            }
        }
    };
    binary.truncate(vm, size)?;
    vm.new_u64(size / unit)
}

fn readable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    able(vm, &args.values[0], "readable", flags::READ)
}

fn writable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    able(vm, &args.values[0], "writable", flags::WRITE)
}

fn seekable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let binary = opened_below(vm, &args.values[0])?;
    if binary.foreign().is_some() {
        return able(vm, &args.values[0], "seekable", 0);
    }
    Ok(Value::bool(binary.fd().is_none_or(|fd| device::is_seekable(&vm.sandbox, fd))))
}

/// `readable` and the like: what the file below says.
fn able(vm: &mut Vm, value: &Value, ability: &str, flag: u32) -> PyResult {
    let binary = this(value).binary(vm)?;
    if let Some(raw) = binary.foreign() {
        return super::foreign::call(vm, &raw, ability, &[]);
    }
    if !binary.has(flag) && !this(value).is_string_io() {
        return Ok(Value::bool(false));
    }
    opened_below(vm, value)?;
    Ok(Value::bool(binary.has(flag)))
}

fn write(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(text) = args.values[1].downcast::<Str>() else {
        return Err(if this(&args.values[0]).is_string_io() {
            let kind = vm.type_name(&args.values[1]);
            vm.type_error(format_args!("string argument expected, got '{kind}'"))
        } else {
            let kind = vm.argument_kind(&args.values[1]);
            vm.type_error(format_args!("write() argument must be str, not {kind}"))
        });
    };
    this(&args.values[0]).write(vm, text)?;
    vm.new_usize(text.len())
}

fn get_buffer(vm: &mut Vm, value: &Value) -> PyResult {
    let binary = this(value).binary(vm)?;
    Ok(below(&binary))
}

/// The file of bytes as the program knows it.
fn below(binary: &Obj<BinaryFile>) -> Value {
    let hidden = binary.has(flags::HIDDEN);
    binary.raw.get().filter(|_| hidden).unwrap_or_else(|| binary.as_value().clone())
}

fn get_name(vm: &mut Vm, value: &Value) -> PyResult {
    let binary = this(value).binary(vm)?;
    vm.get_attr(&below(&binary), &vm.names().name)
}

/// `repr(file)`.
pub(super) fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let file = this(value);
    if file.is_string_io() {
        return crate::types::object::default_repr(vm, value);
    }
    vm.check_native_stack()?;
    let class = vm.type_of(value);
    let mut text = StrBuilder::new(vm);
    let module = if class.has(Type::HEAP) { "" } else { "_io." };
    text.write_fmt(format_args!("<{module}{}", class.short_name()))?;
    let name = match file.buffer.get_obj::<BinaryFile>() {
        Some(binary) => vm.get_attr_opt(&below(&binary), &vm.names().name)?,
        None => None,
    };
    let mode = vm.intern("mode")?;
    let mode = vm.get_attr_opt(value, &mode)?;
    for (label, field) in [("name", name), ("mode", mode), ("encoding", file.encoding_name.get())] {
        let Some(field) = field else { continue };
        let field = vm.repr(&field)?;
        if let Some(field) = field.downcast::<Str>() {
            text.write_fmt(format_args!(" {label}={field}"))?;
        }
    }
    text.push_text(">")?;
    text.finish()
}

/// `TextIOWrapper(buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)` and
/// `StringIO(initial_value='', newline='\n')`.
pub(super) fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(class) = args.values.first().and_then(Value::downcast::<Type>) else { return Ok(Value::none()) };
    if initializes_itself(vm, class) {
        // An empty file in memory until then.
        let made = classes::new_string_io(vm, class, Args::of(&[]))?;
        return Ok(made);
    }
    make(vm, class, args.behind_receiver())
}

/// `__init__` that a program's class calls.
pub(super) fn init(vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
    let file = &args.values[0];
    let class = Obj::from_ref(vm.type_of(file));
    if !initializes_itself(vm, &class) {
        return Ok(());
    }
    let string_io = classes::class(vm, classes::STRING_IO);
    let plain = match vm.is_subtype(&class, &string_io) {
        true => string_io,
        false => Obj::from_ref(vm.type_of_kind(crate::core::kinds::TEXT_FILE)),
    };
    let made = make(vm, &plain, args.behind_receiver())?;
    if let Some(header) = made.header() {
        if header.has(FINALIZE) {
            this(file).header.set(FINALIZE);
        }
        header.clear(FINALIZE);
    }
    this(file).adopt(this(&made));
    Ok(())
}

/// `__iter__`.
pub(super) fn iter(vm: &mut Vm, value: &Value) -> PyResult {
    this(value).binary(vm)?.check_open(vm)?;
    Ok(value.clone())
}

fn make(vm: &mut Vm, class: &Type, args: Args<'_>) -> PyResult {
    let string_io = classes::class(vm, classes::STRING_IO);
    if vm.is_subtype(class, &string_io) {
        return classes::new_string_io(vm, class, args);
    }
    let names = ["buffer", "encoding", "errors", "newline", "line_buffering", "write_through"];
    let params = Params::new("TextIOWrapper", names).required(1);
    let [buffer, encoding, errors, newline, line_buffering, write_through] = params.bind(vm, args)?;
    let Some(buffer) = buffer else { return Ok(Value::none()) };
    let binary = match foreign::plain(vm, buffer) {
        Some(binary) => binary,
        None => {
            let class = classes::class(vm, classes::RANDOM);
            let binary = over_any(vm, &class, buffer)?;
            binary.hide();
            binary
        }
    };
    let format = Format::parse(vm, "TextIOWrapper", encoding, errors, newline)?;
    let file = TextFile::over(vm, class, binary, format)?;
    file.header.set(FINALIZE);
    for (flag, value) in [(&file.line_buffering, line_buffering), (&file.write_through, write_through)] {
        if let Some(value) = value {
            flag.set(vm.truth(value)?);
        }
    }
    Ok(file.into_value())
}
