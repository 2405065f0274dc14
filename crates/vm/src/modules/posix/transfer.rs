//! Bytes between open files and memory, or from file to file, without the file's own position; and advice about them.

use std::io;

use pitviper_object::Value;

use super::children::patiently;
use super::files::offset;
use super::path::{check, descriptor, file_number, path, small};
use super::system::{checked, counted};
use crate::core::args::Params;
use crate::core::capabilities::Grant;
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::modules::fcntl::lock_patiently;
use crate::modules::io::{room_in, wait_for_system};
use crate::types::bytes::{BytesBuilder, buffer_argument};
use crate::types::memoryview;

/// Most bytes that one call moves, as for `read`.
const MOST: usize = 1 << 30;

/// A count of bytes; EINVAL for negative ones.
fn size(vm: &mut Vm, value: &Value) -> PyResult<usize> {
    let count = vm.index_isize(value)?;
    match usize::try_from(count) {
        Ok(count) => Ok(count),
        Err(_) => check(vm, Err(io::Error::from_raw_os_error(libc::EINVAL))),
    }
}

/// The result of a call that gives its error number.
fn numbered(vm: &mut Vm, error: libc::c_int) -> PyResult {
    let result = if error == 0 { Ok(()) } else { Err(io::Error::from_raw_os_error(error)) };
    check(vm, result)?;
    Ok(Value::none())
}

fn pread(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor(vm, &args.values[0])?;
    let count = size(vm, &args.values[1])?.min(MOST);
    let place = offset(vm, &args.values[2])?;
    let mut out = BytesBuilder::new(vm);
    out.push_repeated(0, count)?;
    // SAFETY: the memory is the builder's, `count` bytes.
    let got = check(vm, counted(unsafe { libc::pread(fd, out.data_mut().as_mut_ptr().cast(), count, place) }))?;
    vm.new_bytes(out.data().get(..got).unwrap_or(&[]))
}

fn pwrite(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor(vm, &args.values[0])?;
    let data = buffer_argument(vm, &args.values[1])?;
    let place = offset(vm, &args.values[2])?;
    // SAFETY: the memory is the slice's.
    let written = check(vm, counted(unsafe { libc::pwrite(fd, data.as_ptr().cast(), data.len(), place) }))?;
    vm.new_usize(written)
}

#[cold]
fn no_sequence(vm: &mut Vm, function: &str) -> Raised {
    vm.type_error(format_args!("{function}() arg 2 must be a sequence"))
}

#[cold]
fn not_writable(vm: &mut Vm, place: &str, value: &Value) -> Raised {
    let kind = vm.argument_kind(value);
    vm.type_error(format_args!("{place} must be read-write bytes-like object, not {kind}"))
}

/// Fails for what has no items by index.
fn sequence(vm: &mut Vm, function: &str, value: &Value) -> PyResult<()> {
    let class = vm.type_of(value).to_value();
    let name = vm.intern("__getitem__")?;
    match vm.get_attr_opt(&class, &name)? {
        Some(_) => Ok(()),
        None => Err(no_sequence(vm, function)),
    }
}

/// Reads once, into several buffers in turn; `read` fills the memory that it is given.
fn read_into(
    vm: &mut Vm,
    function: &str,
    buffers: &Value,
    read: impl FnOnce(&mut [u8]) -> io::Result<usize>,
) -> PyResult {
    sequence(vm, function, buffers)?;
    let buffers = vm.list_from(buffers)?;
    let mut total = 0usize;
    let mut index = 0;
    while let Some(buffer) = buffers.get(index) {
        index += 1;
        if !memoryview::is_writable(&buffer) {
            buffer_argument(vm, &buffer)?;
            return Err(vm.raise(Exc::BufferError, format_args!("Object is not writable.")));
        }
        total = total.saturating_add(buffer_argument(vm, &buffer)?.len());
    }
    let mut all = BytesBuilder::new(vm);
    all.push_repeated(0, total.min(MOST))?;
    let got = check(vm, read(all.data_mut()))?;
    let mut rest = all.data().get(..got).unwrap_or(&[]);
    let mut index = 0;
    while let Some(buffer) = buffers.get(index).filter(|_| !rest.is_empty()) {
        index += 1;
        let room = buffer_argument(vm, &buffer)?.len().min(rest.len());
        let (part, more) = rest.split_at(room);
        memoryview::write_bytes(&buffer, 0, part);
        rest = more;
    }
    vm.new_usize(got)
}

/// What several buffers hold, in one piece.
fn gathered(vm: &mut Vm, function: &str, buffers: &Value) -> PyResult<BytesBuilder> {
    sequence(vm, function, buffers)?;
    let buffers = vm.list_from(buffers)?;
    let mut all = BytesBuilder::new(vm);
    let mut index = 0;
    while let Some(buffer) = buffers.get(index) {
        index += 1;
        all.push(buffer_argument(vm, &buffer)?)?;
    }
    Ok(all)
}

fn readv(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor(vm, &args.values[0])?;
    wait_for_system(vm, fd, libc::POLLIN)?;
    read_into(vm, "readv", &args.values[1], |out| {
        // SAFETY: the memory is the slice's.
        counted(unsafe { libc::read(fd, out.as_mut_ptr().cast(), out.len()) })
    })
}

fn readinto(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor(vm, &args.values[0])?;
    let target = &args.values[1];
    if !memoryview::is_writable(target) {
        return Err(not_writable(vm, "readinto() argument 2", target));
    }
    let mut all = BytesBuilder::new(vm);
    all.push_repeated(0, buffer_argument(vm, target)?.len().min(MOST))?;
    wait_for_system(vm, fd, libc::POLLIN)?;
    let out = all.data_mut();
    // SAFETY: the memory is the slice's.
    let got = patiently(vm, || counted(unsafe { libc::read(fd, out.as_mut_ptr().cast(), out.len()) }))?;
    memoryview::write_bytes(target, 0, all.data().get(..got).unwrap_or(&[]));
    vm.new_usize(got)
}

fn writev(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor(vm, &args.values[0])?;
    let data = gathered(vm, "writev", &args.values[1])?;
    let data = data.data();
    let data = data.get(..room(vm, fd, data.len())?).unwrap_or(data);
    // SAFETY: the memory is the slice's.
    let written = patiently(vm, || counted(unsafe { libc::write(fd, data.as_ptr().cast(), data.len()) }))?;
    vm.new_usize(written)
}

/// How many of `count` bytes are written at once: where limits must reach who waits, as many as there is room for.
fn room(vm: &mut Vm, fd: i32, count: usize) -> PyResult<usize> {
    if vm.may_be_stopped() { room_in(vm, fd, count) } else { Ok(count) }
}

fn optional_flags(vm: &mut Vm, args: Args<'_>) -> PyResult<i32> {
    args.values.get(3).map_or(Ok(0), |flags| small(vm, flags))
}

fn preadv(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor(vm, &args.values[0])?;
    let place = offset(vm, &args.values[2])?;
    let flags = optional_flags(vm, args)?;
    read_into(vm, "preadv", &args.values[1], |out| {
        let part = libc::iovec { iov_base: out.as_mut_ptr().cast(), iov_len: out.len() };
        // SAFETY: one part, whose memory is the slice's.
        counted(unsafe { libc::preadv2(fd, &raw const part, 1, place, flags) })
    })
}

fn pwritev(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor(vm, &args.values[0])?;
    let place = offset(vm, &args.values[2])?;
    let flags = optional_flags(vm, args)?;
    let mut data = gathered(vm, "pwritev", &args.values[1])?;
    let data = data.data_mut();
    let part = libc::iovec { iov_base: data.as_mut_ptr().cast(), iov_len: data.len() };
    // SAFETY: one part, whose memory is the builder's.
    let written = check(vm, counted(unsafe { libc::pwritev2(fd, &raw const part, 1, place, flags) }))?;
    vm.new_usize(written)
}

/// A position that may be left to the file: nothing or None.
fn place(vm: &mut Vm, value: Option<&Value>) -> PyResult<Option<i64>> {
    match value.filter(|value| !value.is_none()) {
        Some(value) => offset(vm, value).map(Some),
        None => Ok(None),
    }
}

fn pointer(place: &mut Option<i64>) -> *mut i64 {
    place.as_mut().map_or(std::ptr::null_mut(), |place| &raw mut *place)
}

fn sendfile(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [to, from, start, count] = args.parse(vm, "sendfile", ["out_fd", "in_fd", "offset", "count"], 4, 0)?;
    let none = Value::none();
    let to = descriptor(vm, to.unwrap_or(&none))?;
    let from = descriptor(vm, from.unwrap_or(&none))?;
    let mut start = place(vm, start)?;
    let count = size(vm, count.unwrap_or(&none))?;
    wait_for_system(vm, from, libc::POLLIN)?;
    let count = room(vm, to, count)?;
    // SAFETY: numbers, and a number to read and write or null.
    let sent = patiently(vm, || counted(unsafe { libc::sendfile(to, from, pointer(&mut start), count) }))?;
    vm.new_usize(sent)
}

/// The parameters of `copy_file_range` and `splice`.
const BETWEEN: [&str; 6] = ["src", "dst", "count", "offset_src", "offset_dst", "flags"];

fn between_count(vm: &mut Vm, count: &Value) -> PyResult<usize> {
    match usize::try_from(vm.index_isize(count)?) {
        Ok(count) => Ok(count),
        Err(_) => Err(vm.value_error(format_args!("negative value for 'count' not allowed"))),
    }
}

fn copy_file_range(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [from, to, count, start, end] =
        args.parse(vm, "copy_file_range", [BETWEEN[0], BETWEEN[1], BETWEEN[2], BETWEEN[3], BETWEEN[4]], 3, 0)?;
    let none = Value::none();
    let (from, to) = (descriptor(vm, from.unwrap_or(&none))?, descriptor(vm, to.unwrap_or(&none))?);
    let count = between_count(vm, count.unwrap_or(&none))?;
    let (mut start, mut end) = (place(vm, start)?, place(vm, end)?);
    // SAFETY: numbers, and numbers to read and write or null.
    let copied = unsafe { libc::copy_file_range(from, pointer(&mut start), to, pointer(&mut end), count, 0) };
    let copied = check(vm, counted(copied))?;
    vm.new_usize(copied)
}

fn splice(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [from, to, count, start, end, flags] = args.parse(vm, "splice", BETWEEN, 3, 0)?;
    let none = Value::none();
    let (from, to) = (descriptor(vm, from.unwrap_or(&none))?, descriptor(vm, to.unwrap_or(&none))?);
    let count = between_count(vm, count.unwrap_or(&none))?;
    let (mut start, mut end) = (place(vm, start)?, place(vm, end)?);
    let flags = flags.map_or(Ok(0), |flags| small(vm, flags))? as u32;
    let count = if flags & libc::SPLICE_F_NONBLOCK == 0 {
        wait_for_system(vm, from, libc::POLLIN)?;
        room(vm, to, count)?
    } else {
        count
    };
    let mut splice = || {
        // SAFETY: numbers, and numbers to read and write or null.
        counted(unsafe { libc::splice(from, pointer(&mut start), to, pointer(&mut end), count, flags) })
    };
    let moved = patiently(vm, &mut splice)?;
    vm.new_usize(moved)
}

fn posix_fallocate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor(vm, &args.values[0])?;
    let (start, length) = (offset(vm, &args.values[1])?, offset(vm, &args.values[2])?);
    // SAFETY: numbers only.
    numbered(vm, unsafe { libc::posix_fallocate(fd, start, length) })
}

fn posix_fadvise(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor(vm, &args.values[0])?;
    let (start, length) = (offset(vm, &args.values[1])?, offset(vm, &args.values[2])?);
    let advice = small(vm, &args.values[3])?;
    // SAFETY: numbers only.
    numbered(vm, unsafe { libc::posix_fadvise(fd, start, length, advice) })
}

fn lockf(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor(vm, &args.values[0])?;
    let command = small(vm, &args.values[1])?;
    let length = offset(vm, &args.values[2])?;
    let (attempt, waits) = if command == libc::F_LOCK { (libc::F_TLOCK, true) } else { (command, false) };
    // SAFETY: numbers only.
    let locked = lock_patiently(vm, waits, || unsafe { libc::lockf(fd, attempt, length) })?;
    check(vm, locked)?;
    Ok(Value::none())
}

fn fdatasync(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [fd] = args.parse(vm, "fdatasync", ["fd"], 1, 0)?;
    let fd = file_number(vm, fd.unwrap_or(&Value::none()))?;
    // SAFETY: a number.
    patiently(vm, || checked(unsafe { libc::fdatasync(fd) }))?;
    Ok(Value::none())
}

fn sync(_: &mut Vm, _: Args<'_>) -> PyResult {
    // SAFETY: no parameters.
    unsafe { libc::sync() };
    Ok(Value::none())
}

fn pipe2(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let flags = small(vm, &args.values[0])?;
    let mut ends = [0; 2];
    // SAFETY: room for two descriptors.
    check(vm, checked(unsafe { libc::pipe2(ends.as_mut_ptr(), flags) }))?;
    vm.new_tuple_from(ends.map(|end| Value::small(i64::from(end))))
}

fn memfd_create(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [name, flags] = args.parse(vm, "memfd_create", ["name", "flags"], 1, 0)?;
    let name = path(vm, "memfd_create", "name", name.unwrap_or(&Value::none()))?;
    let flags = flags.map_or(Ok(i64::from(libc::MFD_CLOEXEC)), |flags| offset(vm, flags))?;
    // SAFETY: a string that ends with a zero.
    let fd = check(vm, checked(unsafe { libc::memfd_create(name.as_c().as_ptr(), flags as u32) }))?;
    Ok(Value::small(i64::from(fd)))
}

fn eventfd(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [start, flags] = args.parse(vm, "eventfd", ["initval", "flags"], 1, 0)?;
    let start = offset(vm, start.unwrap_or(&Value::none()))?;
    let flags = flags.map_or(Ok(libc::EFD_CLOEXEC), |flags| small(vm, flags))?;
    // SAFETY: numbers only.
    let fd = check(vm, checked(unsafe { libc::eventfd(start as u32, flags) }))?;
    Ok(Value::small(i64::from(fd)))
}

fn eventfd_read(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [fd] = args.parse(vm, "eventfd_read", ["fd"], 1, 0)?;
    let fd = file_number(vm, fd.unwrap_or(&Value::none()))?;
    let mut value = 0;
    wait_for_system(vm, fd, libc::POLLIN)?;
    // SAFETY: an out parameter of the right type.
    patiently(vm, || checked(unsafe { libc::eventfd_read(fd, &raw mut value) }))?;
    vm.new_u64(value)
}

fn eventfd_write(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [fd, value] = args.parse(vm, "eventfd_write", ["fd", "value"], 2, 0)?;
    let fd = file_number(vm, fd.unwrap_or(&Value::none()))?;
    let value = offset(vm, value.unwrap_or(&Value::none()))?;
    // SAFETY: numbers only.
    check(vm, checked(unsafe { libc::eventfd_write(fd, value as u64) }))?;
    Ok(Value::none())
}

fn getrandom(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.require(Grant::Random, "getrandom")?;
    let [count, flags] = Params::new("getrandom", ["size", "flags"]).required(1).bind(vm, args)?;
    let count = size(vm, count.unwrap_or(&Value::none()))?;
    let flags = flags.map_or(Ok(0), |flags| small(vm, flags))?;
    let mut out = BytesBuilder::new(vm);
    out.push_repeated(0, count)?;
    let place = out.data_mut().as_mut_ptr();
    // SAFETY: the memory is the builder's, `count` bytes.
    let got = check(vm, counted(unsafe { libc::getrandom(place.cast(), count, flags as u32) }))?;
    vm.new_bytes(out.data().get(..got).unwrap_or(&[]))
}

pub(super) static FUNCTIONS: &[Method] = &[
    Method::new("pread", pread, 3, 3).doc("pread($module, fd, length, offset, /)\n--\n\nRead bytes at a place of an open file."),
    Method::new("pwrite", pwrite, 3, 3).doc("pwrite($module, fd, buffer, offset, /)\n--\n\nWrite bytes at a place of an open file."),
    Method::new("readv", readv, 2, 2).doc("readv($module, fd, buffers, /)\n--\n\nRead into several buffers."),
    Method::new("writev", writev, 2, 2).doc("writev($module, fd, buffers, /)\n--\n\nWrite several buffers."),
    Method::new("preadv", preadv, 3, 4).doc("preadv($module, fd, buffers, offset, flags=0, /)\n--\n\nRead at a place into several buffers."),
    Method::new("pwritev", pwritev, 3, 4).doc("pwritev($module, fd, buffers, offset, flags=0, /)\n--\n\nWrite several buffers at a place."),
    Method::new("readinto", readinto, 2, 2).doc("readinto($module, fd, buffer, /)\n--\n\nRead into a buffer."),
    Method::keywords("sendfile", sendfile).doc("sendfile($module, /, out_fd, in_fd, offset, count)\n--\n\nCopy bytes from file to file or socket."),
    Method::keywords("copy_file_range", copy_file_range)
        .doc("copy_file_range($module, /, src, dst, count, offset_src=None,\n                offset_dst=None)\n--\n\nCopy bytes from file to file."),
    Method::keywords("splice", splice)
        .doc("splice($module, /, src, dst, count, offset_src=None, offset_dst=None,\n       flags=0)\n--\n\nMove bytes from or to a pipe."),
    Method::new("posix_fallocate", posix_fallocate, 3, 3)
        .doc("posix_fallocate($module, fd, offset, length, /)\n--\n\nMake sure that there is room for a file."),
    Method::new("posix_fadvise", posix_fadvise, 4, 4)
        .doc("posix_fadvise($module, fd, offset, length, advice, /)\n--\n\nSay how a file will be read."),
    Method::new("lockf", lockf, 3, 3).doc("lockf($module, fd, command, length, /)\n--\n\nLock, test or unlock a part of a file."),
    Method::keywords("fdatasync", fdatasync).doc("fdatasync($module, /, fd)\n--\n\nWait until a file's data are on its device."),
    Method::new("sync", sync, 0, 0).doc("sync($module, /)\n--\n\nWrite everything to the devices."),
    Method::new("pipe2", pipe2, 1, 1).doc("pipe2($module, flags, /)\n--\n\nA pipe with flags."),
    Method::keywords("memfd_create", memfd_create)
        .doc("memfd_create($module, /, name, flags=MFD_CLOEXEC)\n--\n\nA file in memory."),
    Method::keywords("eventfd", eventfd).doc("eventfd($module, /, initval, flags=EFD_CLOEXEC)\n--\n\nA descriptor to tell of events by."),
    Method::keywords("eventfd_read", eventfd_read).doc("eventfd_read($module, /, fd)\n--\n\nThe value of an eventfd."),
    Method::keywords("eventfd_write", eventfd_write).doc("eventfd_write($module, /, fd, value)\n--\n\nAdd to the value of an eventfd."),
    Method::keywords("getrandom", getrandom).doc("getrandom($module, /, size, flags=0)\n--\n\nBytes that nobody can foresee."),
];
