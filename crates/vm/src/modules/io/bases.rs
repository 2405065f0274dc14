//! The classes that files derive from, for programs that write files of their own in Python: what all files do by
//! `read`, `readinto`, `readline`, `write`, `flush` and `seek`.

use pitviper_object::{Obj, Value};

use super::binary::BinaryFile;
use super::binary_methods::{lines, size_argument};
use super::errors;
use super::text::TextFile;
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::finalize::unraisable;
use crate::core::native::{Args, GetSet, Method};
use crate::core::vm::Vm;
use crate::types::bytes::BytesBuilder;
use crate::types::memoryview;
use crate::types::str::Str;

/// Bytes asked for at once when a file is read to its end.
const CHUNK: i64 = 128 << 10;
/// The attribute that says that a file is closed, CPython's.
const CLOSED: &str = "__IOBase_closed";

/// `_io._IOBase`.
pub(super) static IO: &[Method] = &[
    Method::new("__del__", finalize, 0, 0),
    Method::new("__enter__", enter, 0, 0),
    Method::new("__exit__", exit, 0, 3),
    Method::new("__iter__", enter, 0, 0),
    Method::new("__next__", next, 0, 0),
    Method::new("_checkClosed", check_closed_method, 0, 1),
    Method::new("_checkReadable", |vm, args| check_able(vm, args, "readable"), 0, 1),
    Method::new("_checkSeekable", |vm, args| check_able(vm, args, "seekable"), 0, 1),
    Method::new("_checkWritable", |vm, args| check_able(vm, args, "writable"), 0, 1),
    Method::new("close", close, 0, 0),
    Method::new("fileno", |vm, _| Err(errors::unsupported(vm, "fileno")), 0, 0),
    Method::new("flush", flush, 0, 0),
    Method::new("isatty", isatty, 0, 0),
    Method::new("readable", no, 0, 0),
    Method::new("readline", readline, 0, 1),
    Method::new("readlines", readlines, 0, 1),
    Method::new("seek", |vm, _| Err(errors::unsupported(vm, "seek")), 1, 2),
    Method::new("seekable", no, 0, 0),
    Method::new("tell", tell, 0, 0),
    Method::new("truncate", |vm, _| Err(errors::unsupported(vm, "truncate")), 0, 1),
    Method::new("writable", no, 0, 0),
    Method::new("writelines", writelines, 1, 1),
];

/// `_io._IOBase`.
pub(super) static IO_ATTRIBUTES: &[GetSet] = &[
    crate::types::object::DICT,
    GetSet { name: "closed", get: |vm, file| is_closed(vm, file).map(Value::bool), set: None },
];

/// `_io._RawIOBase`.
pub(super) static RAW: &[Method] = &[
    Method::new("read", raw_read, 0, 1),
    Method::new("readall", raw_readall, 0, 0),
    Method::new("readinto", |vm, _| Err(vm.raise_bare(Exc::NotImplementedError)), 1, 1),
    Method::new("write", |vm, _| Err(vm.raise_bare(Exc::NotImplementedError)), 1, 1),
];

/// `_io._BufferedIOBase`.
pub(super) static BUFFERED: &[Method] = &[
    Method::new("detach", |vm, _| Err(errors::unsupported(vm, "detach")), 0, 0),
    Method::new("read", |vm, _| Err(errors::unsupported(vm, "read")), 0, 1),
    Method::new("read1", |vm, _| Err(errors::unsupported(vm, "read1")), 0, 1),
    Method::new("readinto", |vm, args| buffered_readinto(vm, args, "read"), 1, 1),
    Method::new("readinto1", |vm, args| buffered_readinto(vm, args, "read1"), 1, 1),
    Method::new("write", |vm, _| Err(errors::unsupported(vm, "write")), 1, 1),
];

/// `_io._TextIOBase`.
pub(super) static TEXT: &[Method] = &[
    Method::new("detach", |vm, _| Err(errors::unsupported(vm, "detach")), 0, 0),
    Method::new("read", |vm, _| Err(errors::unsupported(vm, "read")), 0, 1),
    Method::new("readline", |vm, _| Err(errors::unsupported(vm, "readline")), 0, 1),
    Method::new("write", |vm, _| Err(errors::unsupported(vm, "write")), 1, 1),
];

/// `_io._TextIOBase`.
pub(super) static TEXT_ATTRIBUTES: &[GetSet] = &[
    GetSet { name: "encoding", get: |_, _| Ok(Value::none()), set: None },
    GetSet { name: "errors", get: |_, _| Ok(Value::none()), set: None },
    GetSet { name: "newlines", get: |_, _| Ok(Value::none()), set: None },
];

fn isatty(vm: &mut Vm, args: Args<'_>) -> PyResult {
    check_closed(vm, &args.values[0])?;
    Ok(Value::bool(false))
}

fn no(_: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(Value::bool(false))
}

fn call(vm: &mut Vm, file: &Value, method: &str, args: &[Value]) -> PyResult {
    let method = vm.intern(method)?;
    vm.call_method(file, &method, args)
}

fn is_closed(vm: &mut Vm, file: &Value) -> PyResult<bool> {
    if let Some(binary) = file.downcast::<BinaryFile>() {
        return Ok(binary.is_closed());
    }
    let name = vm.intern(CLOSED)?;
    match vm.get_attr_opt(file, &name)? {
        Some(closed) => vm.truth(&closed),
        None => Ok(false),
    }
}

/// Fails when the file's `closed` is true.
fn check_closed(vm: &mut Vm, file: &Value) -> PyResult<()> {
    let closed = vm.get_attr(file, &vm.names().closed)?;
    if vm.truth(&closed)? { Err(errors::closed(vm)) } else { Ok(()) }
}

fn check_closed_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    check_closed(vm, &args.values[0])?;
    Ok(Value::none())
}

fn check_able(vm: &mut Vm, args: Args<'_>, ability: &str) -> PyResult {
    let able = call(vm, &args.values[0], ability, &[])?;
    if able.is_true() {
        return Ok(able);
    }
    Err(match ability {
        "readable" => errors::unsupported(vm, "File or stream is not readable."),
        "writable" => errors::unsupported(vm, "File or stream is not writable."),
        _ => errors::unsupported(vm, "File or stream is not seekable."),
    })
}

fn enter(vm: &mut Vm, args: Args<'_>) -> PyResult {
    check_closed(vm, &args.values[0])?;
    Ok(args.values[0].clone())
}

fn exit(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.call_method(&args.values[0], &vm.names().close, &[])
}

fn next(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let line = vm.call_method(&args.values[0], &vm.names().readline, &[])?;
    if vm.len(&line)? > 0 { Ok(line) } else { Err(vm.raise_bare(Exc::StopIteration)) }
}

fn close(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = &args.values[0];
    if is_closed(vm, file)? {
        return Ok(Value::none());
    }
    let flushed = vm.call_method(file, &vm.names().flush, &[]);
    let waiting = flushed.map_err(|raised| vm.take_raised(raised));
    let name = vm.intern(CLOSED)?;
    vm.set_attr(file, &name, Value::bool(true))?;
    match waiting {
        Ok(_) => Ok(Value::none()),
        Err(exception) => Err(vm.reraise(exception)),
    }
}

/// `__del__`: closes a file that the program forgot to close, with a warning where a descriptor is open.
fn finalize(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = &args.values[0];
    let closed = vm.get_attr_opt(file, &vm.names().closed).and_then(|closed| match closed {
        Some(closed) => vm.truth(&closed),
        None => Ok(true),
    });
    match closed {
        Ok(true) => return Ok(Value::none()),
        Ok(false) => {}
        Err(raised) => {
            drop(vm.take_raised(raised));
            return Ok(Value::none());
        }
    }
    let binary = match file.downcast::<TextFile>() {
        Some(text) => text.buffer.get_obj::<BinaryFile>(),
        None => file.downcast::<BinaryFile>().map(Obj::from_ref),
    };
    if let Some(binary) = binary {
        binary.set_forgotten();
    }
    vm.call_method(file, &vm.names().close, &[])
}

/// A file is closed: warns when that is only because nobody refers to it any more, and a descriptor is open.
pub(super) fn warn_forgotten(vm: &mut Vm, file: &Value, binary: &BinaryFile) {
    if binary.take_forgotten()
        && binary.closes_descriptor()
        && let Err(raised) = warn_unclosed(vm, file)
    {
        unraisable(vm, raised, "Exception ignored while finalizing file", Some(file));
    }
}

fn warn_unclosed(vm: &mut Vm, file: &Value) -> PyResult<()> {
    let shown = vm.repr(file)?;
    match shown.downcast::<Str>() {
        Some(shown) => vm.warn_about(Exc::ResourceWarning, 1, format_args!("unclosed file {shown}"), Some(file)),
        None => Ok(()),
    }
}

fn flush(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if is_closed(vm, &args.values[0])? {
        return Err(errors::closed(vm));
    }
    Ok(Value::none())
}

fn tell(vm: &mut Vm, args: Args<'_>) -> PyResult {
    call(vm, &args.values[0], "seek", &[Value::small(0), Value::small(1)])
}

/// A line byte by byte, or in the pieces that `peek` shows.
fn readline(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = &args.values[0];
    let limit = size_argument(vm, args.values.get(1))?.unwrap_or(usize::MAX);
    let peek = vm.intern("peek")?;
    let peek = vm.get_attr_opt(file, &peek)?;
    let mut line = BytesBuilder::new(vm);
    while line.len() < limit {
        let wanted = match &peek {
            None => 1,
            Some(peek) => {
                let ahead = vm.call(peek, &[Value::small(1)])?;
                let Some(ahead) = crate::types::bytes::borrow(&ahead) else {
                    return Err(not_bytes(vm, "peek", &ahead));
                };
                let end = memchr::memchr(b'\n', ahead).map_or(ahead.len(), |at| at + 1);
                end.clamp(1, limit - line.len())
            }
        };
        let piece = vm.call_method(file, &vm.names().read, &[Value::small(wanted as i64)])?;
        let Some(bytes) = crate::types::bytes::borrow(&piece) else { return Err(not_bytes(vm, "read", &piece)) };
        line.push(bytes)?;
        if bytes.last().is_none_or(|byte| *byte == b'\n') {
            break;
        }
    }
    line.finish()
}

#[cold]
fn not_bytes(vm: &mut Vm, method: &str, value: &Value) -> Raised {
    let kind = vm.type_name(value);
    vm.raise(Exc::OSError, format_args!("{method}() should have returned a bytes object, not '{kind}'"))
}

fn readlines(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let limit = size_argument(vm, args.values.get(1))?.filter(|limit| *limit > 0);
    lines(vm, &args.values[0], limit)
}

fn writelines(vm: &mut Vm, args: Args<'_>) -> PyResult {
    check_closed(vm, &args.values[0])?;
    let iterator = vm.iter(&args.values[1])?;
    while let Some(line) = vm.next(&iterator)? {
        vm.call_method(&args.values[0], &vm.names().write, &[line])?;
    }
    Ok(Value::none())
}

fn raw_read(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = &args.values[0];
    let Some(count) = size_argument(vm, args.values.get(1))? else { return call(vm, file, "readall", &[]) };
    let mut room = BytesBuilder::new(vm);
    room.push_repeated(0, count)?;
    let room = crate::types::bytearray::from_builder(vm, room)?;
    let got = call(vm, file, "readinto", std::slice::from_ref(&room))?;
    if got.is_none() {
        return Ok(got);
    }
    let got = usize::try_from(vm.index_isize(&got)?).unwrap_or(0);
    let bytes = crate::types::bytes::borrow(&room).unwrap_or_default();
    let copy = bytes.get(..got).unwrap_or(bytes);
    vm.new_bytes(copy)
}

fn raw_readall(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut all = BytesBuilder::new(vm);
    loop {
        let piece = vm.call_method(&args.values[0], &vm.names().read, &[Value::small(CHUNK)])?;
        if piece.is_none() {
            return if all.is_empty() { Ok(piece) } else { all.finish() };
        }
        let Some(bytes) = crate::types::bytes::borrow(&piece) else {
            return Err(vm.type_error(format_args!("read() should return bytes")));
        };
        if bytes.is_empty() {
            return all.finish();
        }
        all.push(bytes)?;
    }
}

fn buffered_readinto(vm: &mut Vm, args: Args<'_>, method: &str) -> PyResult {
    let target = &args.values[1];
    let wanted = match crate::types::bytes::borrow(target) {
        Some(bytes) => bytes.len(),
        None => vm.len(target)?,
    };
    let wanted = vm.new_usize(wanted)?;
    let piece = call(vm, &args.values[0], method, &[wanted])?;
    let Some(bytes) = crate::types::bytes::borrow(&piece) else { return Err(not_bytes(vm, method, &piece)) };
    if !memoryview::is_writable(target) {
        let kind = vm.argument_kind(target);
        let message = format_args!("readinto() argument must be read-write bytes-like object, not {kind}");
        return Err(vm.type_error(message));
    }
    let count = bytes.len().min(crate::types::bytes::borrow(target).map_or(0, <[u8]>::len));
    memoryview::write_bytes(target, 0, &bytes[..count]);
    vm.new_usize(count)
}

/// `_io.text_encoding(encoding, stacklevel=2)`: what files are encoded with by default.
pub(super) fn text_encoding(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match args.values.first().filter(|encoding| !encoding.is_none()) {
        Some(encoding) if encoding.downcast::<Str>().is_some() => Ok(encoding.clone()),
        Some(other) => {
            let kind = vm.argument_kind(other);
            Err(vm.type_error(format_args!("text_encoding() argument 'encoding' must be str or None, not {kind}")))
        }
        None => vm.intern("locale"),
    }
}

/// `_io.open_code(path)`: a file of source, for reading.
pub(super) fn open_code(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mode = vm.intern("rb")?;
    super::open::open(vm, Args::of(&[args.values[0].clone(), mode]))
}
