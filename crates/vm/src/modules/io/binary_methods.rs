//! Methods of files of bytes.

use std::io::SeekFrom;

use pitviper_object::header::FINALIZE;
use pitviper_object::{Obj, Value};

use super::binary::{BinaryFile, both, flags};
use super::{buffered, classes, errors, foreign};
use crate::core::args::Params;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::bytes::Bytes;
use crate::types::memoryview;
use crate::types::str::{Str, StrBuilder};
use crate::types::typ::Type;

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

pub(super) fn close(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = &args.values[0];
    if this(file).has(flags::DETACHED) {
        return Err(errors::detached(vm));
    }
    this(file).check_exports(vm)?;
    super::bases::warn_forgotten(vm, file, this(file));
    let own = this(file);
    if !vm.type_of(file).has(Type::HEAP) {
        own.flush_and_close(vm)?;
        return Ok(Value::none());
    }
    close_flushed(vm, file, !own.is_closed() && !own.has(flags::MEMORY), |vm| own.close(vm))
}

/// Closes a file, one of a program's class after a call of its `flush`.
pub(super) fn close_flushed(
    vm: &mut Vm,
    file: &Value,
    asks: bool,
    close: impl FnOnce(&mut Vm) -> PyResult<()>,
) -> PyResult {
    if asks && vm.type_of(file).has(Type::HEAP) {
        let flushed = vm.call_method(file, &vm.names().flush, &[]);
        let flushed = flushed.map(drop).map_err(|raised| vm.take_raised(raised));
        both(vm, flushed, close)?;
    } else {
        close(vm)?;
    }
    Ok(Value::none())
}

pub(super) fn detach(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    if vm.type_of(&args.values[0]).has(Type::HEAP) {
        vm.call_method(&args.values[0], &vm.names().flush, &[])?;
    } else {
        flush(vm, args)?;
    }
    let raw = get_raw(vm, &args.values[0])?;
    file.abandon();
    Ok(raw)
}

pub(super) fn fileno(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    file.check_open_for(vm, "")?;
    if let Some(raw) = file.foreign() {
        return foreign::call(vm, &raw, "fileno", &[]);
    }
    match file.fd() {
        Some(fd) => vm.new_int(i64::from(fd)),
        None => Err(errors::unsupported(vm, "fileno")),
    }
}

pub(super) fn flush(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    if file.has(flags::WRITE) {
        file.check_open_for(vm, "flush of")?;
    } else {
        file.check_open(vm)?;
    }
    file.flush(vm)?;
    Ok(Value::none())
}

/// `flush` of a file in memory: nothing waits.
pub(super) fn flush_memory(vm: &mut Vm, args: Args<'_>) -> PyResult {
    this(&args.values[0]).check_open(vm)?;
    Ok(Value::none())
}

/// `_dealloc_warn(source)`: warns that `source`, a file that nobody refers to any more, was not closed.
pub(super) fn dealloc_warn(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    file.set_forgotten();
    super::bases::warn_forgotten(vm, &args.values[1], file);
    Ok(Value::none())
}

/// `closed`.
pub(super) fn get_closed(vm: &mut Vm, value: &Value) -> PyResult {
    let file = this(value);
    if file.has(flags::DETACHED) { Err(errors::detached(vm)) } else { Ok(Value::bool(file.is_closed())) }
}

/// `getbuffer()`: a view of the contents.
pub(super) fn getbuffer(vm: &mut Vm, args: Args<'_>) -> PyResult {
    this(&args.values[0]).check_open(vm)?;
    memoryview::of_file(vm, &args.values[0])
}

pub(super) fn getvalue(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    file.check_open(vm)?;
    // SAFETY: copying the contents does not touch the file.
    vm.new_bytes(unsafe { file.contents() })
}

pub(super) fn isatty(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    file.check_open_for(vm, "")?;
    if let Some(raw) = file.foreign() {
        return foreign::call(vm, &raw, "isatty", &[]);
    }
    Ok(Value::bool(file.fd().is_some_and(|fd| super::device::is_terminal(&vm.sandbox, fd))))
}

/// What one read of the system gives, at most `count` bytes; for files that keep no buffer.
fn read_once(vm: &mut Vm, file: &BinaryFile, fd: i32, count: usize) -> PyResult {
    let mut room = super::scratch::Scratch::new(vm);
    let left = match super::device::size(&vm.sandbox, fd) {
        Some(size) => usize::try_from(size.saturating_sub(file.position(vm)?)).unwrap_or(usize::MAX).saturating_add(1),
        None => 1 << 20,
    };
    let count = count.min(left.max(1 << 16));
    room.reserve(count)?;
    if file.has(flags::WAITS) && count > 0 {
        super::device::wait_readable(vm, fd)?;
    }
    let got = super::device::read(vm, fd, room.spare().get_mut(..count).unwrap_or_default())?;
    room.advance(got);
    vm.new_bytes(&room)
}

/// The descriptor of a file without a buffer, unless a text file has read ahead in it.
fn unbuffered(file: &BinaryFile) -> Option<i32> {
    // SAFETY: only the length is looked at.
    let ahead = unsafe { file.unread() }.len();
    file.fd().filter(|_| file.has(flags::RAW) && ahead == 0)
}

/// `FileIO.readall`.
pub(super) fn read_all(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    file.check_open_for(vm, "")?;
    let Some(fd) = unbuffered(file) else { return read_bytes(vm, file, None, "") };
    let all = super::device::read_all(vm, fd)?;
    vm.new_bytes(&all)
}

/// `count` bytes, or all.
fn read_bytes(vm: &mut Vm, file: &BinaryFile, count: Option<usize>, action: &str) -> PyResult {
    file.check_readable(vm, action)?;
    if file.is_buffered() {
        if let Some(count) = count {
            return buffered::read_count(vm, file, count);
        }
        if let Some(raw) = file.foreign() {
            return buffered::read_rest(vm, file, &raw);
        }
    }
    if let Some(fd) = unbuffered(file)
        && let Some(count) = count
    {
        return read_once(vm, file, fd, count);
    }
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

pub(super) fn read(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    let count = match args.values.get(1) {
        Some(size) if !size.is_none() && !file.has(flags::RAW | flags::MEMORY) => {
            let count = size_argument(vm, Some(size))?;
            if count.is_none() && vm.index_isize(size)? < -1 {
                return Err(vm.value_error(format_args!("read length must be non-negative or -1")));
            }
            count
        }
        size => size_argument(vm, size)?,
    };
    read_bytes(vm, file, count, "read of")
}

pub(super) fn read1(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if this(&args.values[0]).is_buffered() {
        return buffered::read1(vm, args);
    }
    let count = size_argument(vm, args.values.get(1))?;
    let file = this(&args.values[0]);
    file.check_readable(vm, "read of")?;
    let there = file.look_ahead(vm, 1)?.min(count.unwrap_or(usize::MAX));
    read_bytes(vm, file, Some(there), "read of")
}

pub(super) fn readinto(vm: &mut Vm, args: Args<'_>) -> PyResult {
    read_into(vm, args, "readinto")
}

pub(super) fn readinto1(vm: &mut Vm, args: Args<'_>) -> PyResult {
    read_into(vm, args, "readinto1")
}

fn read_into(vm: &mut Vm, args: Args<'_>, function: &str) -> PyResult {
    let file = this(&args.values[0]);
    let target = &args.values[1];
    if !memoryview::is_writable(target) {
        let kind = vm.argument_kind(target);
        return Err(
            vm.type_error(format_args!("{function}() argument must be read-write bytes-like object, not {kind}"))
        );
    }
    file.check_readable(vm, "readinto of")?;
    let room = |target: &Value| crate::types::bytes::borrow(target).map_or(0, <[u8]>::len);
    let mut count = room(target);
    if file.is_buffered() {
        return buffered::read_into(vm, file, target, count, function == "readinto1");
    }
    if function == "readinto1" && count > 0 {
        count = count.min(file.look_ahead(vm, 1)?);
    }
    let bytes = read_bytes(vm, file, Some(count), "readinto of")?;
    let Some(bytes) = bytes.downcast::<Bytes>() else { return Ok(Value::none()) };
    let count = bytes.as_slice().len().min(room(target));
    memoryview::write_long(vm, target, 0, &bytes.as_slice()[..count])?;
    vm.new_usize(count)
}

/// Where the first line feed among the first `limit` unread bytes is, those before `from` left out.
fn find_line_end(vm: &mut Vm, file: &BinaryFile, from: usize, limit: usize) -> PyResult<Option<usize>> {
    // SAFETY: nothing is read, and no other thread runs, while the bytes are looked at.
    let ahead = unsafe { file.unread() };
    let bytes = ahead.get(from..limit.min(ahead.len())).unwrap_or(&[]);
    vm.scan(bytes.len(), |part| Some(from + part.start + memchr::memchr(b'\n', &bytes[part])?))
}

/// A line, at most `limit` bytes of it.
fn read_line(vm: &mut Vm, file: &BinaryFile, limit: Option<usize>) -> PyResult {
    file.check_readable(vm, "readline of")?;
    let limit = limit.unwrap_or(usize::MAX);
    if file.is_buffered() {
        return buffered::read_line(vm, file, limit);
    }
    let mut searched = 0;
    loop {
        let found = find_line_end(vm, file, searched, limit)?;
        // SAFETY: only the length is looked at.
        let there = unsafe { file.unread() }.len();
        let end = found.map(|at| at + 1);
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

pub(super) fn readline(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let limit = size_argument(vm, args.values.get(1))?;
    read_line(vm, this(&args.values[0]), limit)
}

pub(super) fn readlines(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let limit = size_argument(vm, args.values.get(1))?.filter(|limit| *limit > 0);
    lines(vm, &args.values[0], limit)
}

/// The lines left, until `limit` bytes or characters were read.
pub(super) fn lines(vm: &mut Vm, file: &Value, limit: Option<usize>) -> PyResult {
    let lines = vm.new_list()?;
    let mut total = 0;
    let iterator = vm.iter(file)?;
    while let Some(line) = vm.next(&iterator)? {
        vm.work(1)?;
        total += vm.len(&line)?;
        vm.list_push(&lines, line)?;
        if limit.is_some_and(|limit| total > limit) {
            break;
        }
    }
    Ok(lines.into_value())
}

/// `__iter__`.
pub(super) fn iter(vm: &mut Vm, file: &Value) -> PyResult {
    if !this(file).has(flags::MEMORY) {
        this(file).check_open(vm)?;
    }
    Ok(file.clone())
}

/// `__next__`.
pub(super) fn next(vm: &mut Vm, file: &Value) -> PyResult<Option<Value>> {
    if !this(file).has(flags::READ | flags::RAW) {
        return Err(errors::unsupported(vm, "read"));
    }
    let line = read_line(vm, this(file), None)?;
    let empty = line.downcast::<Bytes>().is_none_or(|line| line.as_slice().is_empty());
    Ok(Some(line).filter(|_| !empty))
}

/// OSError of an argument that the system refuses.
#[cold]
pub(super) fn invalid_argument(vm: &mut Vm) -> crate::core::error::Raised {
    errors::os_error(vm, &std::io::Error::from_raw_os_error(libc::EINVAL), None)
}

/// Where `seek(offset, whence)` goes.
///
/// # Errors
/// ValueError in the words given, for negative positions and unknown `whence`.
pub(super) fn seek_target(vm: &mut Vm, offset: &Value, whence: i64, words: (&str, &str)) -> PyResult<SeekFrom> {
    let (negative, invalid) = words;
    let offset = vm.index_isize(offset)? as i64;
    match whence {
        0 => match u64::try_from(offset) {
            Ok(offset) => Ok(SeekFrom::Start(offset)),
            Err(_) => Err(vm.value_error(format_args!("{negative} {offset}"))),
        },
        1 => Ok(SeekFrom::Current(offset)),
        2 => Ok(SeekFrom::End(offset)),
        _ => Err(vm.value_error(format_args!("{invalid} ({whence}, should be 0, 1 or 2)"))),
    }
}

pub(super) fn seek(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    let params = Params::new("seek", ["offset", "whence"]).required(1);
    let [offset, whence] = params.bind(vm, args.behind_receiver())?;
    let Some(offset) = offset else { return Ok(Value::none()) };
    file.check_open_for(vm, "seek of")?;
    let whence = match whence {
        Some(whence) => vm.index_isize(whence)? as i64,
        None => 0,
    };
    if !file.has(flags::MEMORY) {
        if !(0..=2).contains(&whence) && !file.has(flags::RAW) {
            return Err(vm.value_error(format_args!("whence value {whence} unsupported")));
        }
        if !(0..=2).contains(&whence) || whence == 0 && vm.index_isize(offset)? < 0 {
            let Some(raw) = file.foreign().filter(|_| whence == 0) else { return Err(invalid_argument(vm)) };
            // What that means is for the file below to say.
            file.flush_buffer(vm)?;
            file.drop_read_ahead(vm)?;
            let at = super::foreign::call(vm, &raw, "seek", &[offset.clone(), Value::small(0)])?;
            let at = super::foreign::position(vm, &at)?;
            return vm.new_u64(at);
        }
    }
    let words = ("negative seek value", "invalid whence");
    let mut to = seek_target(vm, offset, whence, words)?;
    if let SeekFrom::Current(by) = to
        && !file.is_in_memory()
    {
        let at = (file.position(vm)? as i64).saturating_add(by);
        to = match u64::try_from(at) {
            Ok(at) => SeekFrom::Start(at),
            Err(_) => return Err(invalid_argument(vm)),
        };
    }
    if let SeekFrom::Start(target) = to
        && file.is_buffered()
        && file.ahead() > 0
    {
        let by = i128::from(target) - i128::from(file.position(vm)?);
        if i64::try_from(by).is_ok_and(|by| file.move_within(by)) {
            return vm.new_u64(target);
        }
    }
    let at = file.seek(vm, to)?;
    vm.new_u64(at)
}

pub(super) fn tell(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    file.check_open_for(vm, "")?;
    let at = file.position(vm)?;
    vm.new_u64(at)
}

pub(super) fn truncate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    file.check_open_for(vm, "truncate of")?;
    file.check_exports(vm)?;
    if !file.has(flags::WRITE) {
        let message = if file.has(flags::RAW) { "File not open for writing" } else { "truncate" };
        return Err(errors::unsupported(vm, message));
    }
    let size = match args.values.get(1).filter(|size| !size.is_none()) {
        None => file.position(vm)?,
        Some(size) => {
            let size = vm.index_isize(size)?;
            match u64::try_from(size) {
                Ok(size) => size,
                Err(_) if !file.has(flags::MEMORY) => return Err(invalid_argument(vm)),
                Err(_) => return Err(vm.value_error(format_args!("negative size value {size}"))),
            }
        }
    };
    file.truncate(vm, size)?;
    vm.new_u64(size)
}

pub(super) fn readable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    file.check_open_for(vm, "")?;
    Ok(Value::bool(file.has(flags::READ)))
}

pub(super) fn writable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    file.check_open_for(vm, "")?;
    Ok(Value::bool(file.has(flags::WRITE)))
}

pub(super) fn seekable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    file.check_open_for(vm, "")?;
    if let Some(raw) = file.foreign() {
        return foreign::is_able(vm, &raw, "seekable").map(Value::bool);
    }
    Ok(Value::bool(file.fd().is_none_or(|fd| super::device::is_seekable(&vm.sandbox, fd))))
}

pub(super) fn write(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    file.check_writable(vm, "write to")?;
    file.check_exports(vm)?;
    let count = with_bytes(vm, &args.values[1], |vm, bytes| file.write(vm, bytes).map(|()| bytes.len()))?;
    vm.new_usize(count)
}

pub(super) fn writelines(vm: &mut Vm, args: Args<'_>) -> PyResult {
    this(&args.values[0]).check_open(vm)?;
    let iterator = vm.iter(&args.values[1])?;
    while let Some(line) = vm.next(&iterator)? {
        vm.call_method(&args.values[0], &vm.names().write, &[line])?;
    }
    Ok(Value::none())
}

pub(super) fn get_name(vm: &mut Vm, file: &Value) -> PyResult {
    if this(file).has(flags::DETACHED) {
        return Err(errors::detached(vm));
    }
    match this(file).name.get() {
        Some(name) => Ok(name),
        None => {
            let name = vm.names().name.clone();
            Err(vm.no_attribute(file, &name))
        }
    }
}

pub(super) fn get_mode(vm: &mut Vm, value: &Value) -> PyResult {
    let file = this(value);
    if file.has(flags::DETACHED) {
        return Err(errors::detached(vm));
    }
    if let Some(raw) = file.raw.get() {
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
pub(super) fn get_raw(vm: &mut Vm, value: &Value) -> PyResult {
    let file = this(value);
    if let Some(raw) = file.raw.get() {
        return Ok(raw);
    }
    if file.has(flags::DETACHED) {
        return Ok(Value::none());
    }
    let class = classes::class(vm, classes::FILE_IO);
    let Some(fd) = file.fd() else { return file.closed_below(vm, &class, kept_flags(file) | flags::RAW) };
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
    if file.has(flags::MEMORY) {
        return crate::types::object::default_repr(vm, value);
    }
    let name = match file.name.get().filter(|_| !file.has(flags::DETACHED)) {
        Some(name) => vm.repr(&name)?,
        None => Value::none(),
    };
    let mut text = StrBuilder::new(vm);
    let module = if class.has(Type::HEAP) { "" } else { "_io." };
    text.write_fmt(format_args!("<{module}{}", class.short_name()))?;
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
    if initializes_itself(vm, class) {
        return Ok(BinaryFile::uninitialized(vm, class)?.into_value());
    }
    make(vm, class, args.behind_receiver())
}

/// Whether a program's class calls `__init__` of ours, so that the arguments mean nothing before.
pub(super) fn initializes_itself(vm: &mut Vm, class: &Type) -> bool {
    let init = vm.names().__init__.clone();
    class.has(Type::HEAP) && vm.lookup(class, &init).is_some_and(|init| init.kind() == kinds::FUNCTION)
}

/// `__init__` that a program's class calls.
pub(super) fn init(vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
    let file = &args.values[0];
    let class = Obj::from_ref(vm.type_of(file));
    if !initializes_itself(vm, &class) {
        return Ok(());
    }
    this(file).check_exports(vm)?;
    for name in [classes::BYTES_IO, classes::FILE_IO, classes::READER, classes::WRITER, classes::RANDOM] {
        let plain = classes::class(vm, name);
        if vm.is_subtype(&class, &plain) {
            let made = make(vm, &plain, args.behind_receiver())?;
            this(file).exchange(this(&made));
            break;
        }
    }
    if this(file).has(flags::RAW)
        && let Some(name) = this(file).name.get()
    {
        vm.set_attr(file, &vm.names().name, name)?;
    }
    Ok(())
}

fn make(vm: &mut Vm, class: &Type, rest: Args<'_>) -> PyResult {
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
    new_buffered(vm, class, rest)
}

/// What a buffered class asks of the file below, with the words for files that cannot do it.
fn demands(vm: &mut Vm, class: &Type) -> (&'static str, u32, &'static [(&'static str, &'static str)]) {
    const SEEKABLE: (&str, &str) = ("seekable", "File or stream is not seekable.");
    const READABLE: (&str, &str) = ("readable", "File or stream is not readable.");
    const WRITABLE: (&str, &str) = ("writable", "File or stream is not writable.");
    let reader = classes::class(vm, classes::READER);
    let writer = classes::class(vm, classes::WRITER);
    if vm.is_subtype(class, &reader) {
        (classes::READER, flags::READ, &[READABLE])
    } else if vm.is_subtype(class, &writer) {
        (classes::WRITER, flags::WRITE, &[WRITABLE])
    } else {
        (classes::RANDOM, flags::READ | flags::WRITE, &[SEEKABLE, READABLE, WRITABLE])
    }
}

/// `BufferedReader(raw, buffer_size=131072)` and the other buffered classes.
fn new_buffered(vm: &mut Vm, class: &Type, args: Args<'_>) -> PyResult {
    let (name, access, abilities) = demands(vm, class);
    let [raw, size] = Params::new(name, ["raw", "buffer_size"]).required(1).bind(vm, args)?;
    let Some(raw) = raw else { return Ok(Value::none()) };
    for (ability, message) in abilities {
        let able = foreign::call(vm, raw, ability, &[])?;
        if !vm.truth(&able)? {
            return Err(errors::unsupported(vm, message));
        }
    }
    let size = match size {
        Some(size) => match usize::try_from(vm.index_isize(size)?) {
            Ok(0) | Err(_) => return Err(vm.value_error(format_args!("buffer size must be strictly positive"))),
            Ok(size) => Some(size),
        },
        None => None,
    };
    if let Some(below) = foreign::plain(vm, raw)
        && let Some(fd) = below.fd()
    {
        below.flush_buffer(vm)?;
        let name = below.name.get().unwrap_or_else(Value::none);
        let both = flags::READ | flags::WRITE;
        let file: Obj<BinaryFile> = BinaryFile::over(vm, class, fd, kept_flags(&below) & !both | access, name)?;
        file.share(raw.clone());
        file.header.set(FINALIZE);
        size.inspect(|size| file.set_buffer_size(*size));
        return Ok(file.into_value());
    }
    let file = BinaryFile::over_foreign(vm, class, raw, access)?;
    size.inspect(|size| file.set_buffer_size(*size));
    Ok(file.into_value())
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
