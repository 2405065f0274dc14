//! The operating system's files by descriptor. The only place that reads and writes them.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::mem::ManuallyDrop;
use std::os::fd::{FromRawFd, IntoRawFd, RawFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use super::scratch::Scratch;
use crate::core::error::{PyResult, Raised};
use crate::core::vm::Vm;

/// Access that a file is opened with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Access {
    /// For reading.
    pub read: bool,
    /// For writing.
    pub write: bool,
    /// Every write goes to the end.
    pub append: bool,
    /// It is emptied.
    pub truncate: bool,
    /// It must not exist yet.
    pub exclusive: bool,
}

/// A view of an open descriptor that does not close it.
fn view(fd: RawFd) -> ManuallyDrop<File> {
    // SAFETY: the descriptor stays open while the view is used: callers hold the file object that owns it. Should it
    // be closed behind our back, operations fail with EBADF.
    ManuallyDrop::new(unsafe { File::from_raw_fd(fd) })
}

/// The path as the system takes it.
pub fn path_of(bytes: &[u8]) -> &Path {
    Path::new(std::ffi::OsStr::from_bytes(bytes))
}

/// Opens a file and gives its descriptor. Folders are refused.
pub fn open(path: &[u8], access: Access) -> io::Result<RawFd> {
    let file = OpenOptions::new()
        .read(access.read)
        .write(access.write)
        .append(access.append)
        .truncate(access.truncate && !access.append)
        .create(access.write && !access.exclusive && (access.truncate || access.append))
        .create_new(access.exclusive)
        .open(path_of(path))?;
    if file.metadata().is_ok_and(|data| data.is_dir()) {
        return Err(io::Error::from_raw_os_error(libc::EISDIR));
    }
    Ok(file.into_raw_fd())
}

/// Whether there is a file, not a folder.
#[must_use]
pub fn is_file(path: &[u8]) -> bool {
    path_of(path).is_file()
}

/// Whether there is a folder.
#[must_use]
pub fn is_folder(path: &[u8]) -> bool {
    path_of(path).is_dir()
}

/// Whether a descriptor is open.
pub fn check(fd: RawFd) -> io::Result<()> {
    view(fd).metadata().map(drop)
}

/// Closes a descriptor.
pub fn close(fd: RawFd) -> io::Result<()> {
    // SAFETY: closing any number is defined; the file object that owned it forgets it first.
    if unsafe { libc::close(fd) } == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Whether reading may wait for somebody else: anything but regular files.
pub fn may_wait(fd: RawFd) -> bool {
    view(fd).metadata().map_or(true, |data| !data.is_file())
}

/// Bytes of a regular file.
pub fn size(fd: RawFd) -> Option<u64> {
    view(fd).metadata().ok().filter(|data| data.is_file()).map(|data| data.len())
}

/// Whether it is a terminal.
pub fn is_terminal(fd: RawFd) -> bool {
    use std::io::IsTerminal;
    view(fd).is_terminal()
}

/// Reads once. What may wait is to be waited for first ([`wait_readable`]): no other thread runs meanwhile, and `out` may
/// be a file's own buffer.
pub fn read(vm: &mut Vm, fd: RawFd, out: &mut [u8]) -> PyResult<usize> {
    loop {
        match (&*view(fd)).read(out) {
            Ok(count) => return Ok(count),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(super::errors::os_error(vm, &error, None)),
        }
    }
}

/// Most bytes written at once to what may be full: a pipe that is not has room for so many.
const AT_ONCE: usize = 4096;

/// Writes once; nothing when a signal came in between, whose function has run then.
pub fn write(vm: &mut Vm, fd: RawFd, bytes: &[u8]) -> PyResult<usize> {
    match (&*view(fd)).write(bytes) {
        Ok(count) => Ok(count),
        Err(error) => interrupted(vm, &error).map(|()| 0),
    }
}

/// How many of `count` bytes can be written without waiting, once there is room, for which other threads may run first. To
/// be asked before the bytes are looked at.
///
/// # Errors
/// KeyboardInterrupt.
pub fn wait_writable(vm: &mut Vm, fd: RawFd, count: usize) -> PyResult<usize> {
    // A signal that cut the last write short.
    if vm.must_check() {
        vm.run_checks()?;
    }
    if !vm.threads.are_several() || !may_wait(fd) {
        return Ok(count);
    }
    wait_for(vm, fd, libc::POLLOUT)?;
    Ok(count.min(AT_ONCE))
}

/// Writes all that can be written, without an interpreter: what is left when a file dies.
pub fn write_quietly(fd: RawFd, bytes: &[u8]) {
    let _ = (&*view(fd)).write_all(bytes);
}

/// Moves the position.
pub fn seek(vm: &mut Vm, fd: RawFd, to: SeekFrom) -> PyResult<u64> {
    (&*view(fd)).seek(to).map_err(|error| super::errors::os_error(vm, &error, None))
}

/// Whether the position can be moved.
pub fn is_seekable(fd: RawFd) -> bool {
    (&*view(fd)).stream_position().is_ok()
}

/// Sets the size.
pub fn truncate(vm: &mut Vm, fd: RawFd, size: u64) -> PyResult<()> {
    view(fd).set_len(size).map_err(|error| super::errors::os_error(vm, &error, None))
}

/// An interrupted call is repeated (PEP 475) unless a signal wants something.
fn interrupted(vm: &mut Vm, error: &io::Error) -> PyResult<()> {
    if error.kind() != ErrorKind::Interrupted {
        return Err(super::errors::os_error(vm, error, None));
    }
    if vm.must_check() { vm.run_checks() } else { Ok(()) }
}

/// Waits until something can be read, looking up for signals meanwhile; other threads may run.
///
/// # Errors
/// KeyboardInterrupt.
pub fn wait_readable(vm: &mut Vm, fd: RawFd) -> PyResult<()> {
    wait_for(vm, fd, libc::POLLIN)
}

/// Whether an event came within so many milliseconds (or the descriptor is none to wait for).
fn is_ready(fd: RawFd, events: libc::c_short, time: libc::c_int) -> bool {
    let mut wanted = libc::pollfd { fd, events, revents: 0 };
    // SAFETY: one entry, which lives during the call.
    let ready = unsafe { libc::poll(&raw mut wanted, 1, time) };
    ready > 0 || ready < 0 && io::Error::last_os_error().kind() != ErrorKind::Interrupted
}

fn wait_for(vm: &mut Vm, fd: RawFd, events: libc::c_short) -> PyResult<()> {
    // SAFETY: asks for flags.
    let flags = unsafe { libc::fcntl(fd, libc::F_GETFL) };
    if flags != -1 && flags & libc::O_NONBLOCK != 0 {
        return Ok(());
    }
    loop {
        if vm.must_check() {
            vm.run_checks()?;
        }
        // The answer that counts is one that no other thread could act upon first.
        if is_ready(fd, events, 0) {
            return Ok(());
        }
        let time = if vm.on_main_thread() { 50 } else { -1 };
        vm.unlocked(|| is_ready(fd, events, time));
    }
}

/// A whole file's bytes.
///
/// # Errors
/// What the system says (outer: the heap's or an interrupt).
pub fn read_whole_file(vm: &mut Vm, path: &[u8]) -> PyResult<Result<Scratch, io::Error>> {
    let fd = match open(path, Access { read: true, ..Access::default() }) {
        Ok(fd) => fd,
        Err(error) => return Ok(Err(error)),
    };
    let result = read_all(vm, fd);
    let _ = close(fd);
    result.map(Ok)
}

/// All bytes up to the end.
///
/// # Errors
/// OSError, `MemoryError`.
pub fn read_all(vm: &mut Vm, fd: RawFd) -> PyResult<Scratch> {
    let mut bytes = Scratch::new(vm);
    let expected = size(fd).unwrap_or(0);
    let expected = usize::try_from(expected).map_err(|_| Raised::from(pitviper_object::OutOfMemory))?;
    bytes.reserve(expected.saturating_add(1))?;
    let waits = may_wait(fd);
    loop {
        if waits {
            wait_readable(vm, fd)?;
        }
        bytes.reserve(1)?;
        let count = read(vm, fd, bytes.spare())?;
        if count == 0 {
            return Ok(bytes);
        }
        bytes.advance(count);
    }
}
