//! Methods of files of bytes.

use std::io::SeekFrom;

use pitviper_object::header::FINALIZE;
use pitviper_object::{Obj, Value};

use super::binary::{BinaryFile, flags};
use super::{classes, errors, foreign};
use crate::core::args::Params;
use crate::core::error::PyResult;
use crate::core::native::{Args, GetSet, Method};
use crate::core::vm::Vm;
use crate::types::bytes::Bytes;
use crate::types::memoryview;
use crate::types::str::{Str, StrBuilder};
use crate::types::typ::Type;

pub(super) static METHODS: &[Method] = &[
    Method::new("__enter__", enter, 0, 0),
    Method::new("__exit__", exit, 0, 3),
    Method::new("close", close, 0, 0).doc("close($self, /)\n--\n\nFlush and close the file."),
    Method::new("detach", detach, 0, 0),
    Method::new("fileno", fileno, 0, 0).doc("fileno($self, /)\n--\n\nReturn the file's descriptor."),
    Method::new("flush", flush, 0, 0).doc("flush($self, /)\n--\n\nWrite what was collected."),
    Method::new("getbuffer", getvalue, 0, 0),
    Method::new("getvalue", getvalue, 0, 0).doc("getvalue($self, /)\n--\n\nReturn all contents (BytesIO)."),
    Method::new("isatty", isatty, 0, 0),
    Method::new("peek", peek, 0, 1).doc("peek($self, size=0, /)\n--\n\nReturn bytes without advancing."),
    Method::new("read", read, 0, 1).doc("read($self, size=-1, /)\n--\n\nRead up to size bytes, or all."),
    Method::new("read1", read1, 0, 1),
    Method::new("readable", readable, 0, 0),
    Method::new("readall", read, 0, 0),
    Method::new("readinto", readinto, 1, 1),
    Method::new("readline", readline, 0, 1).doc("readline($self, size=-1, /)\n--\n\nRead a line."),
    Method::new("readlines", readlines, 0, 1),
    Method::keywords("seek", seek).doc("seek($self, target, whence=0, /)\n--\n\nMove the position."),
    Method::new("seekable", seekable, 0, 0),
    Method::new("tell", tell, 0, 0).doc("tell($self, /)\n--\n\nReturn the position."),
    Method::new("truncate", truncate, 0, 1),
    Method::new("writable", writable, 0, 0),
    Method::new("write", write, 1, 1).doc("write($self, data, /)\n--\n\nWrite bytes; return how many."),
    Method::new("writelines", writelines, 1, 1),
];

pub(super) static GETSET: &[GetSet] = &[
    GetSet { name: "closed", get: |_, file| Ok(Value::bool(this(file).is_closed())), set: None },
    GetSet { name: "name", get: get_name, set: Some(set_name) },
    GetSet { name: "mode", get: get_mode, set: None },
    GetSet { name: "raw", get: get_raw, set: None },
    GetSet { name: "closefd", get: |_, file| Ok(Value::bool(this(file).has(flags::OWNED))), set: None },
];

/// The file behind a receiver.
pub(super) fn this(value: &Value) -> &BinaryFile {
    // SAFETY: receivers are of this kind.
    unsafe { value.cast_unchecked() }
}

/// `size` arguments: `None` and negative ones mean all.
pub(super) fn size_argument(vm: &mut Vm, value: Option<&Value>) -> PyResult<Option<usize>> {
    let Some(value) = value.filter(|value| !value.is_none()) else { return Ok(None) };
    if !crate::types::slice::has_index(vm, value) {
        let kind = vm.type_name(value);
        return Err(vm.type_error(format_args!("argument should be integer or None, not '{kind}'")));
    }
    Ok(usize::try_from(vm.index_isize(value)?).ok())
}

/// Calls `then` with the bytes of a bytes-like object.
pub(super) fn with_bytes<R>(
    vm: &mut Vm,
    value: &Value,
    then: impl FnOnce(&mut Vm, &[u8]) -> PyResult<R>,
) -> PyResult<R> {
    if let Some(bytes) = crate::types::bytes::borrow(value) {
        return then(vm, bytes);
    }
    let kind = vm.type_name(value);
    Err(vm.type_error(format_args!("a bytes-like object is required, not '{kind}'")))
}

fn enter(vm: &mut Vm, args: Args<'_>) -> PyResult {
    this(&args.values[0]).check_open(vm)?;
    Ok(args.values[0].clone())
}

fn exit(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.call_method(&args.values[0], &vm.names().close, &[])
}

fn close(vm: &mut Vm, args: Args<'_>) -> PyResult {
    this(&args.values[0]).close(vm)?;
    Ok(Value::none())
}

fn detach(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    file.check_open(vm)?;
    file.flush_buffer(vm)?;
    let raw = get_raw(vm, &args.values[0])?;
    file.abandon();
    Ok(raw)
}

fn fileno(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    file.check_open(vm)?;
    if let Some(raw) = file.foreign() {
        return foreign::call(vm, &raw, "fileno", &[]);
    }
    match file.fd() {
        Some(fd) => vm.new_int(i64::from(fd)),
        None => Err(errors::unsupported(vm, "fileno")),
    }
}

fn flush(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    file.check_open(vm)?;
    file.flush(vm)?;
    Ok(Value::none())
}

fn getvalue(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    file.check_open(vm)?;
    if !file.is_in_memory() {
        return Err(errors::unsupported(vm, "getvalue"));
    }
    // SAFETY: copying the contents does not touch the file.
    vm.new_bytes(unsafe { file.contents() })
}

fn isatty(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    file.check_open(vm)?;
    Ok(Value::bool(file.fd().is_some_and(super::device::is_terminal)))
}

fn peek(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    file.check_readable(vm)?;
    file.look_ahead(vm, 1)?;
    // SAFETY: copying does not touch the file.
    vm.new_bytes(unsafe { file.unread() })
}

/// `count` bytes, or all.
fn read_bytes(vm: &mut Vm, file: &BinaryFile, count: Option<usize>) -> PyResult {
    file.check_readable(vm)?;
    if let Some(count) = count
        && file.look_ahead(vm, count.min(1 << 16))? >= count
    {
        // SAFETY: copying does not touch the file.
        let bytes = vm.new_bytes(unsafe { &file.unread()[..count] })?;
        file.consume(count);
        return Ok(bytes);
    }
    let mut all = super::scratch::Scratch::new(vm);
    loop {
        // SAFETY: copying does not touch the file.
        let bytes = unsafe { file.unread() };
        let wanted = count.map_or(usize::MAX, |count| count - all.len());
        let part = bytes.len().min(wanted);
        all.push(&bytes[..part])?;
        file.consume(part);
        if part == wanted || file.fill(vm)? == 0 {
            return vm.new_bytes(&all);
        }
    }
}

fn read(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let count = size_argument(vm, args.values.get(1))?;
    read_bytes(vm, this(&args.values[0]), count)
}

fn read1(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let count = size_argument(vm, args.values.get(1))?;
    let file = this(&args.values[0]);
    file.check_readable(vm)?;
    let there = file.look_ahead(vm, 1)?.min(count.unwrap_or(usize::MAX));
    read_bytes(vm, file, Some(there))
}

fn readinto(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    file.check_readable(vm)?;
    let target = &args.values[1];
    if !memoryview::is_writable(target) {
        let kind = vm.argument_kind(target);
        return Err(vm.type_error(format_args!("readinto() argument must be read-write bytes-like object, not {kind}")));
    }
    let room = |target: &Value| crate::types::bytes::borrow(target).map_or(0, <[u8]>::len);
    let bytes = read_bytes(vm, file, Some(room(target)))?;
    let Some(bytes) = bytes.downcast::<Bytes>() else { return Ok(Value::none()) };
    let count = bytes.as_slice().len().min(room(target));
    memoryview::write_bytes(target, 0, &bytes.as_slice()[..count]);
    vm.new_usize(count)
}

/// A line, at most `limit` bytes of it.
fn read_line(vm: &mut Vm, file: &BinaryFile, limit: Option<usize>) -> PyResult {
    file.check_readable(vm)?;
    let limit = limit.unwrap_or(usize::MAX);
    let mut searched = 0;
    loop {
        // SAFETY: the bytes are not used beyond this statement.
        let found = memchr::memchr(b'\n', unsafe { file.unread().get(searched..).unwrap_or(&[]) });
        // SAFETY: only the length is looked at.
        let there = unsafe { file.unread() }.len();
        let end = found.map(|at| searched + at + 1);
        if end.is_some() || there >= limit || file.fill(vm)? == 0 {
            let end = end.unwrap_or(there).min(limit);
            // SAFETY: copying does not touch the file.
            let line = vm.new_bytes(unsafe { &file.unread()[..end] })?;
            file.consume(end);
            return Ok(line);
        }
        searched = there;
    }
}

fn readline(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let limit = size_argument(vm, args.values.get(1))?;
    read_line(vm, this(&args.values[0]), limit)
}

fn readlines(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let limit = size_argument(vm, args.values.get(1))?.filter(|limit| *limit > 0);
    lines(vm, &args.values[0], limit)
}

/// The lines left, until `limit` bytes or characters were read.
pub(super) fn lines(vm: &mut Vm, file: &Value, limit: Option<usize>) -> PyResult {
    let lines = vm.new_list()?;
    let mut total = 0;
    let iterator = vm.iter(file)?;
    while let Some(line) = vm.next(&iterator)? {
        total += vm.len(&line)?;
        vm.list_push(&lines, line)?;
        if limit.is_some_and(|limit| total > limit) {
            break;
        }
    }
    Ok(lines.into_value())
}

/// `__next__`.
pub(super) fn next(vm: &mut Vm, file: &Value) -> PyResult<Option<Value>> {
    let line = read_line(vm, this(file), None)?;
    let empty = line.downcast::<Bytes>().is_none_or(|line| line.as_slice().is_empty());
    Ok(Some(line).filter(|_| !empty))
}

/// Where `seek(offset, whence)` goes.
pub(super) fn seek_target(vm: &mut Vm, offset: &Value, whence: i64) -> PyResult<SeekFrom> {
    let offset = vm.index_isize(offset)? as i64;
    match whence {
        0 => match u64::try_from(offset) {
            Ok(offset) => Ok(SeekFrom::Start(offset)),
            Err(_) => Err(vm.value_error(format_args!("negative seek position {offset}"))),
        },
        1 => Ok(SeekFrom::Current(offset)),
        2 => Ok(SeekFrom::End(offset)),
        _ => Err(vm.value_error(format_args!("invalid whence ({whence}, should be 0, 1 or 2)"))),
    }
}

fn seek(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    let params = Params::new("seek", ["offset", "whence"]).required(1);
    let [offset, whence] = params.bind(vm, args.behind_receiver())?;
    let Some(offset) = offset else { return Ok(Value::none()) };
    file.check_open(vm)?;
    let whence = match whence {
        Some(whence) => vm.index_isize(whence)? as i64,
        None => 0,
    };
    let mut to = seek_target(vm, offset, whence)?;
    if let SeekFrom::Current(by) = to
        && !file.is_in_memory()
    {
        let at = file.position(vm)? as i64;
        let offset = vm.new_int(at.saturating_add(by))?;
        to = seek_target(vm, &offset, 0)?;
    }
    let at = file.seek(vm, to)?;
    vm.new_u64(at)
}

fn tell(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    file.check_open(vm)?;
    let at = file.position(vm)?;
    vm.new_u64(at)
}

fn truncate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    file.check_open(vm)?;
    if !file.has(flags::WRITE) {
        return Err(errors::unsupported(vm, "truncate"));
    }
    let size = match args.values.get(1).filter(|size| !size.is_none()) {
        None => file.position(vm)?,
        Some(size) => {
            let size = vm.index_isize(size)?;
            match u64::try_from(size) {
                Ok(size) => size,
                Err(_) => return Err(vm.value_error(format_args!("negative size value {size}"))),
            }
        }
    };
    file.truncate(vm, size)?;
    vm.new_u64(size)
}

fn readable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    file.check_open(vm)?;
    Ok(Value::bool(file.has(flags::READ)))
}

fn writable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    file.check_open(vm)?;
    Ok(Value::bool(file.has(flags::WRITE)))
}

fn seekable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    file.check_open(vm)?;
    if let Some(raw) = file.foreign() {
        return foreign::is_able(vm, &raw, "seekable").map(Value::bool);
    }
    Ok(Value::bool(file.fd().is_none_or(super::device::is_seekable)))
}

fn write(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    if file.is_closed() {
        return Err(vm.value_error(format_args!("write to closed file")));
    }
    file.check_writable(vm)?;
    let count = with_bytes(vm, &args.values[1], |vm, bytes| file.write(vm, bytes).map(|()| bytes.len()))?;
    vm.new_usize(count)
}

fn writelines(vm: &mut Vm, args: Args<'_>) -> PyResult {
    this(&args.values[0]).check_writable(vm)?;
    let iterator = vm.iter(&args.values[1])?;
    while let Some(line) = vm.next(&iterator)? {
        vm.call_method(&args.values[0], &vm.names().write, &[line])?;
    }
    Ok(Value::none())
}

fn get_name(vm: &mut Vm, file: &Value) -> PyResult {
    match this(file).name.get() {
        Some(name) => Ok(name),
        None => {
            let name = vm.names().name.clone();
            Err(vm.no_attribute(file, &name))
        }
    }
}

fn set_name(_: &mut Vm, file: &Value, name: Option<Value>) -> PyResult<()> {
    this(file).name.set(name);
    Ok(())
}

fn get_mode(vm: &mut Vm, value: &Value) -> PyResult {
    let file = this(value);
    if file.is_in_memory() {
        let name = vm.intern("mode")?;
        return Err(vm.no_attribute(value, &name));
    }
    if let Some(raw) = file.foreign() {
        let name = vm.intern("mode")?;
        return vm.get_attr(&raw, &name);
    }
    let both = file.has(flags::READ) && file.has(flags::WRITE);
    let mode = if file.has(flags::CREATED) {
        if both { "xb+" } else { "xb" }
    } else if file.has(flags::APPEND) {
        if both { "ab+" } else { "ab" }
    } else if both {
        "rb+"
    } else if file.has(flags::READ) {
        "rb"
    } else {
        "wb"
    };
    vm.new_str(mode)
}

/// What another file over the same descriptor may do as well.
fn kept_flags(file: &BinaryFile) -> u32 {
    let kept = [flags::READ, flags::WRITE, flags::APPEND, flags::CREATED, flags::OWNED];
    kept.into_iter().filter(|flag| file.has(*flag)).fold(0, |all, flag| all | flag)
}

/// The file without a buffer below; made when it is first asked for.
fn get_raw(vm: &mut Vm, value: &Value) -> PyResult {
    let file = this(value);
    if let Some(raw) = file.raw.get() {
        return Ok(raw);
    }
    let (Some(fd), false) = (file.fd(), file.has(flags::RAW)) else {
        let name = vm.intern("raw")?;
        return Err(vm.no_attribute(value, &name));
    };
    let class = classes::class(vm, classes::FILE_IO);
    let name = file.name.get().unwrap_or_else(Value::none);
    let mode = kept_flags(file) | flags::RAW;
    let raw = BinaryFile::over(vm, &class, fd, mode, name)?.into_value();
    file.share(raw.clone());
    Ok(raw)
}

/// `repr(file)`.
pub(super) fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let class = vm.type_of(value);
    let file = this(value);
    if file.is_in_memory() || file.name.is_none() {
        return crate::types::object::default_repr(vm, value);
    }
    let name = file.name.get().unwrap_or_else(Value::none);
    let name = vm.repr(&name)?;
    let mut text = StrBuilder::new(vm);
    text.write_fmt(format_args!("<_io.{}", class.short_name()))?;
    if file.is_closed() && file.has(flags::RAW) {
        text.push_text(" [closed]>")?;
        return text.finish();
    }
    if let Some(name) = name.downcast::<Str>() {
        text.write_fmt(format_args!(" name={name}"))?;
    }
    if file.has(flags::RAW) {
        let mode = get_mode(vm, value)?;
        if let Some(mode) = mode.downcast::<Str>() {
            let closefd = if file.has(flags::OWNED) { "True" } else { "False" };
            text.write_fmt(format_args!(" mode='{mode}' closefd={closefd}"))?;
        }
    }
    text.push_text(">")?;
    text.finish()
}

/// `BytesIO(initial=b'')` and `FileIO(name, mode='r', closefd=True)`; the buffered classes take a file without buffer.
pub(super) fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(class) = args.values.first().and_then(Value::downcast::<Type>) else { return Ok(Value::none()) };
    let rest = args.behind_receiver();
    let bytes_io = classes::class(vm, classes::BYTES_IO);
    if vm.is_subtype(class, &bytes_io) {
        let [initial] = Params::new("BytesIO", ["initial_bytes"]).bind(vm, rest)?;
        let file = BinaryFile::in_memory(vm, class)?;
        if let Some(initial) = initial.filter(|initial| !initial.is_none()) {
            with_bytes(vm, initial, |vm, bytes| file.write(vm, bytes))?;
            file.seek(vm, SeekFrom::Start(0))?;
        }
        return Ok(file.into_value());
    }
    let file_io = classes::class(vm, classes::FILE_IO);
    if vm.is_subtype(class, &file_io) {
        return super::open::new_file_io(vm, class, rest);
    }
    let name = class.name();
    let Some(raw) = rest.values.first() else {
        let message = format_args!("{name}() missing required argument 'raw' (pos 1)");
        return Err(vm.type_error(message));
    };
    if let Some(below) = raw.downcast::<BinaryFile>()
        && let Some(fd) = below.fd()
    {
        below.flush_buffer(vm)?;
        let name = below.name.get().unwrap_or_else(Value::none);
        let file: Obj<BinaryFile> = BinaryFile::over(vm, class, fd, kept_flags(below), name)?;
        file.share(raw.clone());
        file.header.set(FINALIZE);
        return Ok(file.into_value());
    }
    over_any(vm, class, raw).map(Obj::into_value)
}

/// A file over any object that reads or writes bytes.
pub(super) fn over_any(vm: &mut Vm, class: &Type, raw: &Value) -> PyResult<Obj<BinaryFile>> {
    let mut mode = 0;
    for (ability, flag) in [("readable", flags::READ), ("writable", flags::WRITE)] {
        if foreign::is_able(vm, raw, ability)? {
            mode |= flag;
        }
    }
    BinaryFile::over_foreign(vm, class, raw, mode)
}
