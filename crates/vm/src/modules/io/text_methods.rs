//! Methods of text files.

use std::io::SeekFrom;

use pitviper_object::header::FINALIZE;
use pitviper_object::{Obj, Value};

use super::binary::{BinaryFile, flags};
use super::binary_methods::{lines, over_any, seek_target, size_argument};
use super::text::{Format, TextFile};
use super::{classes, device, errors};
use crate::core::args::Params;
use crate::core::error::{Exc, PyResult};
use crate::core::native::{Args, GetSet, Method};
use crate::core::vm::Vm;
use crate::types::str::{Str, StrBuilder};
use crate::types::typ::Type;

pub(super) static METHODS: &[Method] = &[
    Method::new("__enter__", enter, 0, 0),
    Method::new("__exit__", exit, 0, 3),
    Method::new("close", close, 0, 0).doc("close($self, /)\n--\n\nFlush and close the file."),
    Method::new("detach", detach, 0, 0),
    Method::new("fileno", fileno, 0, 0).doc("fileno($self, /)\n--\n\nReturn the file's descriptor."),
    Method::new("flush", flush, 0, 0).doc("flush($self, /)\n--\n\nWrite what was collected."),
    Method::new("getvalue", getvalue, 0, 0).doc("getvalue($self, /)\n--\n\nReturn all contents (StringIO)."),
    Method::new("isatty", isatty, 0, 0),
    Method::new("read", read, 0, 1).doc("read($self, size=-1, /)\n--\n\nRead up to size characters, or all."),
    Method::new("readable", readable, 0, 0),
    Method::new("readline", readline, 0, 1).doc("readline($self, size=-1, /)\n--\n\nRead a line."),
    Method::new("readlines", readlines, 0, 1),
    Method::keywords("reconfigure", reconfigure),
    Method::keywords("seek", seek).doc("seek($self, cookie, whence=0, /)\n--\n\nMove the position."),
    Method::new("seekable", seekable, 0, 0),
    Method::new("tell", tell, 0, 0).doc("tell($self, /)\n--\n\nReturn the position."),
    Method::new("truncate", truncate, 0, 1),
    Method::new("writable", writable, 0, 0),
    Method::new("write", write, 1, 1).doc("write($self, text, /)\n--\n\nWrite text; return how many characters."),
    Method::new("writelines", writelines, 1, 1),
];

pub(super) static GETSET: &[GetSet] = &[
    GetSet { name: "buffer", get: get_buffer, set: None },
    GetSet { name: "closed", get: |vm, file| Ok(Value::bool(this(file).binary(vm)?.is_closed())), set: None },
    GetSet {
        name: "encoding",
        get: |_, file| Ok(this(file).encoding_name.get().unwrap_or_else(Value::none)),
        set: None,
    },
    GetSet { name: "errors", get: |_, file| Ok(this(file).errors_name.get().unwrap_or_else(Value::none)), set: None },
    GetSet { name: "line_buffering", get: |_, file| Ok(Value::bool(this(file).line_buffering.get())), set: None },
    GetSet { name: "mode", get: get_mode, set: Some(set_mode) },
    GetSet { name: "name", get: get_name, set: None },
    GetSet { name: "newlines", get: |_, _| Ok(Value::none()), set: None },
    GetSet { name: "write_through", get: |_, file| Ok(Value::bool(this(file).write_through.get())), set: None },
];

fn this(value: &Value) -> &TextFile {
    // SAFETY: receivers are of this kind.
    unsafe { value.cast_unchecked() }
}

/// The file below, open.
fn opened(vm: &mut Vm, value: &Value) -> PyResult<Obj<BinaryFile>> {
    let binary = this(value).binary(vm)?;
    binary.check_open(vm)?;
    Ok(binary)
}

fn enter(vm: &mut Vm, args: Args<'_>) -> PyResult {
    opened(vm, &args.values[0])?;
    Ok(args.values[0].clone())
}

fn exit(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.call_method(&args.values[0], &vm.names().close, &[])
}

fn close(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = &args.values[0];
    let binary = this(file).binary(vm)?;
    if !vm.type_of(file).has(Type::FINALIZE) {
        this(file).header.clear(FINALIZE);
    }
    binary.close(vm)?;
    Ok(Value::none())
}

fn detach(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    let binary = file.binary(vm)?;
    binary.flush(vm)?;
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

/// The characters from the start to the end of a file in memory.
fn getvalue(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let binary = opened(vm, &args.values[0])?;
    if !binary.is_in_memory() {
        return Err(errors::unsupported(vm, "getvalue"));
    }
    // SAFETY: decoding does not touch the file.
    let bytes = unsafe { binary.contents() };
    let file = this(&args.values[0]);
    let mut text = StrBuilder::new(vm);
    let tail = pitviper_text::codecs::Tail::Final;
    super::decode::decode(file.encoding.get().codec, file.handler.get(), bytes, tail, &mut text)?;
    text.finish()
}

fn isatty(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let binary = this(&args.values[0]).binary(vm)?;
    if binary.is_closed() {
        return Err(vm.value_error(format_args!("I/O operation on closed file")));
    }
    Ok(Value::bool(binary.fd().is_some_and(device::is_terminal)))
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

fn readlines(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let limit = size_argument(vm, args.values.get(1))?.filter(|limit| *limit > 0);
    lines(vm, &args.values[0], limit)
}

/// `__next__`.
pub(super) fn next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let file = this(value);
    let line = file.read_line(vm, None)?;
    let empty = line.downcast::<Str>().is_none_or(Str::is_empty);
    let waits = !file.binary(vm)?.is_in_memory();
    file.iterating.set(!empty && waits);
    Ok(Some(line).filter(|_| !empty))
}

fn reconfigure(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = ["encoding", "errors", "newline", "line_buffering", "write_through"];
    let params = Params::new("reconfigure", names).keyword_only(5);
    let [encoding, errors, newline, line_buffering, write_through] = params.bind(vm, args.behind_receiver())?;
    let file = this(&args.values[0]);
    let binary = opened(vm, &args.values[0])?;
    binary.flush_buffer(vm)?;
    let format = Format::parse(vm, "reconfigure", encoding, errors, newline)?;
    if encoding.is_some_and(|encoding| !encoding.is_none()) {
        file.encoding.set(format.encoding);
        file.encoding_name.set(Some(format.encoding_name));
        file.codec.set(None);
    }
    if encoding.or(errors).is_some_and(|given| !given.is_none()) {
        let kept = encoding.is_none_or(Value::is_none) && file.registered.get();
        file.registered.set(format.registered || kept);
        file.decoded.set(None);
        let handler = if kept { pitviper_text::codecs::Handler::SurrogatePass } else { format.handler };
        file.handler.set(handler);
        file.errors_name.set(Some(format.errors_name));
    }
    if newline.is_some() {
        file.newline.set(format.newline);
    }
    for (flag, value) in [(&file.line_buffering, line_buffering), (&file.write_through, write_through)] {
        if let Some(value) = value.filter(|value| !value.is_none()) {
            flag.set(vm.truth(value)?);
        }
    }
    Ok(Value::none())
}

/// Bytes per position: `StringIO` counts characters.
fn unit(file: &TextFile, binary: &BinaryFile) -> u64 {
    if binary.is_in_memory() { file.encoding.get().codec.unit() as u64 } else { 1 }
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
    let unit = unit(file, &binary);
    let at = match seek_target(vm, cookie, whence)? {
        SeekFrom::Start(at) => file.seek(vm, SeekFrom::Start(at.saturating_mul(unit)))?,
        SeekFrom::Current(0) => binary.position(vm)?,
        SeekFrom::End(0) => file.seek(vm, SeekFrom::End(0))?,
        SeekFrom::Current(_) => return Err(no_offset(vm, &binary, "cur")),
        SeekFrom::End(_) => return Err(no_offset(vm, &binary, "end")),
    };
    vm.new_u64(at / unit)
}

fn no_offset(vm: &mut Vm, binary: &BinaryFile, from: &str) -> crate::core::error::Raised {
    if binary.is_in_memory() {
        return vm.raise(Exc::OSError, format_args!("Can't do nonzero cur-relative seeks"));
    }
    match from {
        "cur" => errors::unsupported(vm, "can't do nonzero cur-relative seeks"),
        _ => errors::unsupported(vm, "can't do nonzero end-relative seeks"),
    }
}

fn tell(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let binary = opened(vm, &args.values[0])?;
    let file = this(&args.values[0]);
    if file.iterating.get() {
        return Err(vm.raise(Exc::OSError, format_args!("telling position disabled by next() call")));
    }
    let at = binary.position(vm)?;
    vm.new_u64(at / unit(file, &binary))
}

fn truncate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    let binary = opened(vm, &args.values[0])?;
    if !binary.has(flags::WRITE) {
        return Err(errors::unsupported(vm, "truncate"));
    }
    let unit = unit(file, &binary);
    let size = match args.values.get(1).filter(|size| !size.is_none()) {
        None => binary.position(vm)?,
        Some(size) => {
            let size = vm.index_isize(size)?;
            match u64::try_from(size) {
                Ok(size) => size.saturating_mul(unit),
                Err(_) => return Err(vm.value_error(format_args!("Negative size value {size}"))),
            }
        }
    };
    binary.truncate(vm, size)?;
    vm.new_u64(size / unit)
}

fn readable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Value::bool(opened(vm, &args.values[0])?.has(flags::READ)))
}

fn writable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Value::bool(opened(vm, &args.values[0])?.has(flags::WRITE)))
}

fn seekable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Value::bool(opened(vm, &args.values[0])?.fd().is_none_or(device::is_seekable)))
}

fn write(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(text) = args.values[1].downcast::<Str>() else {
        let in_memory = this(&args.values[0]).binary(vm)?.is_in_memory();
        return Err(if in_memory {
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

fn writelines(vm: &mut Vm, args: Args<'_>) -> PyResult {
    opened(vm, &args.values[0])?;
    let iterator = vm.iter(&args.values[1])?;
    while let Some(line) = vm.next(&iterator)? {
        vm.call_method(&args.values[0], &vm.names().write, &[line])?;
    }
    Ok(Value::none())
}

fn get_buffer(vm: &mut Vm, value: &Value) -> PyResult {
    let binary = this(value).binary(vm)?;
    if binary.is_in_memory() && this(value).mode.is_none() && is_string_io(vm, value) {
        let name = vm.intern("buffer")?;
        return Err(vm.no_attribute(value, &name));
    }
    Ok(below(&binary))
}

/// The file of bytes as the program knows it.
fn below(binary: &Obj<BinaryFile>) -> Value {
    let hidden = binary.has(flags::HIDDEN);
    binary.raw.get().filter(|_| hidden).unwrap_or_else(|| binary.as_value().clone())
}

fn is_string_io(vm: &mut Vm, value: &Value) -> bool {
    let class = classes::class(vm, classes::STRING_IO);
    vm.is_subtype(vm.type_of(value), &class)
}

fn get_name(vm: &mut Vm, value: &Value) -> PyResult {
    let binary = this(value).binary(vm)?;
    match binary.name.get() {
        Some(name) => Ok(name),
        None => {
            let name = vm.names().name.clone();
            Err(vm.no_attribute(value, &name))
        }
    }
}

fn get_mode(vm: &mut Vm, value: &Value) -> PyResult {
    match this(value).mode.get() {
        Some(mode) => Ok(mode),
        None => {
            let name = vm.intern("mode")?;
            Err(vm.no_attribute(value, &name))
        }
    }
}

fn set_mode(_: &mut Vm, value: &Value, mode: Option<Value>) -> PyResult<()> {
    this(value).mode.set(mode);
    Ok(())
}

/// `repr(file)`.
pub(super) fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let file = this(value);
    if is_string_io(vm, value) {
        return crate::types::object::default_repr(vm, value);
    }
    let class = vm.type_of(value);
    let mut text = StrBuilder::new(vm);
    text.write_fmt(format_args!("<_io.{}", class.short_name()))?;
    let name = file.buffer.get_obj::<BinaryFile>().and_then(|binary| binary.name.get());
    for (label, field) in [("name", name), ("mode", file.mode.get()), ("encoding", file.encoding_name.get())] {
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
    let string_io = classes::class(vm, classes::STRING_IO);
    if vm.is_subtype(class, &string_io) {
        return classes::new_string_io(vm, class, args.behind_receiver());
    }
    let names = ["buffer", "encoding", "errors", "newline", "line_buffering", "write_through"];
    let params = Params::new("TextIOWrapper", names).required(1);
    let [buffer, encoding, errors, newline, line_buffering, write_through] = params.bind(vm, args.behind_receiver())?;
    let Some(buffer) = buffer else { return Ok(Value::none()) };
    let binary = match buffer.downcast::<BinaryFile>() {
        Some(binary) => Obj::from_ref(binary),
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
