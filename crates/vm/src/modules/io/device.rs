//! Files by descriptor: the operating system's, or in a sandbox what its table says. The only place that reads and writes
//! them.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::mem::ManuallyDrop;
use std::os::fd::{FromRawFd, IntoRawFd, RawFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use super::scratch::Scratch;
use crate::core::capabilities::{Opened, Sandbox};
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

/// The flags of the system for an access.
pub(super) fn system_flags(access: Access) -> libc::c_int {
    let mut flags = libc::O_CLOEXEC
        | match (access.read, access.write) {
            (true, true) => libc::O_RDWR,
            (false, true) => libc::O_WRONLY,
            _ => libc::O_RDONLY,
        };
    if access.truncate {
        flags |= libc::O_CREAT | libc::O_TRUNC;
    }
    if access.append {
        flags |= libc::O_CREAT | libc::O_APPEND;
    }
    if access.exclusive {
        flags |= libc::O_CREAT | libc::O_EXCL;
    }
    flags
}

/// Opens a file and gives its descriptor. Folders are refused.
pub fn open(sandbox: &Sandbox, path: &[u8], access: Access) -> io::Result<RawFd> {
    if !sandbox.everything {
        return sandbox.open_file(libc::AT_FDCWD, path, system_flags(access), 0o666, false);
    }
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

fn is_kind(sandbox: &Sandbox, path: &[u8], kind: libc::mode_t) -> bool {
    sandbox.stat_path(path).is_ok_and(|data| data.st_mode & libc::S_IFMT == kind)
}

/// Whether there is a file, not a folder.
#[must_use]
pub fn is_file(sandbox: &Sandbox, path: &[u8]) -> bool {
    if sandbox.everything { path_of(path).is_file() } else { is_kind(sandbox, path, libc::S_IFREG) }
}

/// Whether there is a folder.
#[must_use]
pub fn is_folder(sandbox: &Sandbox, path: &[u8]) -> bool {
    if sandbox.everything { path_of(path).is_dir() } else { is_kind(sandbox, path, libc::S_IFDIR) }
}

/// Whether a descriptor is open.
pub fn check(sandbox: &Sandbox, fd: RawFd) -> io::Result<()> {
    match sandbox.opened(fd)? {
        Opened::System(fd, _keep) => view(fd).metadata().map(drop),
        Opened::Own(_) => Ok(()),
    }
}

/// Closes a descriptor.
pub fn close(sandbox: &Sandbox, fd: RawFd) -> io::Result<()> {
    if !sandbox.everything {
        return sandbox.forget(fd);
    }
    // SAFETY: closing any number is defined; the file object that owned it forgets it first.
    if unsafe { libc::close(fd) } == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Whether reading may wait for somebody else: anything but regular files, and what the host gives.
pub fn may_wait(sandbox: &Sandbox, fd: RawFd) -> bool {
    match sandbox.opened(fd) {
        Ok(Opened::System(fd, _keep)) => system_may_wait(fd),
        Ok(Opened::Own(_)) => false,
        Err(_) => true,
    }
}

fn system_may_wait(fd: RawFd) -> bool {
    view(fd).metadata().map_or(true, |data| !data.is_file())
}

/// Bytes of a regular file.
pub fn size(sandbox: &Sandbox, fd: RawFd) -> Option<u64> {
    match sandbox.opened(fd).ok()? {
        Opened::System(fd, _keep) => view(fd).metadata().ok().filter(|data| data.is_file()).map(|data| data.len()),
        Opened::Own(entry) => {
            let data = entry.stat();
            (data.st_mode & libc::S_IFMT == libc::S_IFREG).then(|| u64::try_from(data.st_size).unwrap_or(0))
        }
    }
}

/// Whether it is a terminal.
pub fn is_terminal(sandbox: &Sandbox, fd: RawFd) -> bool {
    use std::io::IsTerminal;
    matches!(sandbox.opened(fd), Ok(Opened::System(fd, _keep)) if view(fd).is_terminal())
}

/// Whether it is not the system's, but what the host gave or nothing.
pub fn is_the_hosts(sandbox: &Sandbox, fd: RawFd) -> bool {
    matches!(sandbox.opened(fd), Ok(Opened::Own(_)))
}

/// Reads once. What may wait is to be waited for first ([`wait_readable`]): no other thread runs meanwhile, and `out` may
/// be a file's own buffer.
pub fn read(vm: &mut Vm, fd: RawFd, out: &mut [u8]) -> PyResult<usize> {
    let (fd, _keep) = match vm.opened(fd)? {
        Opened::System(fd, keep) => (fd, keep),
        Opened::Own(entry) => return vm.system_result(entry.read(out)),
    };
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
    let (fd, _keep) = match vm.opened(fd)? {
        Opened::System(fd, keep) => (fd, keep),
        Opened::Own(entry) => return vm.system_result(entry.write(bytes)),
    };
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
    if vm.sandbox.everything && !vm.threads.are_several() && !vm.may_be_stopped() {
        return Ok(count);
    }
    match vm.opened(fd)? {
        Opened::System(fd, _keep) => room_in(vm, fd, count),
        Opened::Own(_) => Ok(count),
    }
}

/// As [`wait_writable`], for a descriptor of the system.
///
/// # Errors
/// KeyboardInterrupt.
pub(crate) fn room_in(vm: &mut Vm, fd: RawFd, count: usize) -> PyResult<usize> {
    if !system_may_wait(fd) || !waits(fd) {
        return Ok(count);
    }
    wait_for_system(vm, fd, libc::POLLOUT)?;
    Ok(count.min(AT_ONCE))
}

/// Whether reading and writing wait.
fn waits(fd: RawFd) -> bool {
    // SAFETY: asks for flags.
    let flags = unsafe { libc::fcntl(fd, libc::F_GETFL) };
    flags == -1 || flags & libc::O_NONBLOCK == 0
}

/// Writes all that can be written, without an interpreter: what is left when a file dies.
pub fn write_quietly(sandbox: &Sandbox, fd: RawFd, bytes: &[u8]) {
    let _ = match sandbox.opened(fd) {
        Ok(Opened::System(fd, _keep)) => (&*view(fd)).write_all(bytes),
        Ok(Opened::Own(entry)) => entry.write(bytes).map(drop),
        Err(error) => Err(error),
    };
}

/// Moves the position.
pub fn seek(vm: &mut Vm, fd: RawFd, to: SeekFrom) -> PyResult<u64> {
    let place = match vm.opened(fd)? {
        Opened::System(fd, _keep) => (&*view(fd)).seek(to),
        Opened::Own(entry) => entry.seek(to),
    };
    vm.system_result(place)
}

/// Whether the position can be moved.
pub fn is_seekable(sandbox: &Sandbox, fd: RawFd) -> bool {
    match sandbox.opened(fd) {
        Ok(Opened::System(fd, _keep)) => (&*view(fd)).stream_position().is_ok(),
        Ok(Opened::Own(entry)) => entry.seek(SeekFrom::Current(0)).is_ok(),
        Err(_) => false,
    }
}

/// Sets the size.
pub fn truncate(vm: &mut Vm, fd: RawFd, size: u64) -> PyResult<()> {
    let done = vm.opened(fd)?.number().and_then(|fd| view(fd).set_len(size));
    vm.system_result(done)
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

/// Milliseconds after which one looks up from waiting.
const SLICE: libc::c_int = 5;

/// Whether an event came within so many milliseconds (or the descriptor is none to wait for).
fn is_ready(fd: RawFd, events: libc::c_short, time: libc::c_int) -> bool {
    let mut wanted = libc::pollfd { fd, events, revents: 0 };
    // SAFETY: one entry, which lives during the call.
    let ready = unsafe { libc::poll(&raw mut wanted, 1, time) };
    ready > 0 || ready < 0 && io::Error::last_os_error().kind() != ErrorKind::Interrupted
}

fn wait_for(vm: &mut Vm, fd: RawFd, events: libc::c_short) -> PyResult<()> {
    match vm.opened(fd)? {
        Opened::System(fd, _keep) => wait_for_system(vm, fd, events),
        Opened::Own(_) => Ok(()),
    }
}

/// As [`wait_readable`], for a descriptor of the system and any events.
pub(crate) fn wait_for_system(vm: &mut Vm, fd: RawFd, events: libc::c_short) -> PyResult<()> {
    if !vm.must_check() && is_ready(fd, events, 0) {
        return Ok(());
    }
    if !waits(fd) {
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
        vm.unlocked(|| is_ready(fd, events, SLICE));
    }
}

/// A file that is read from its start, without an interpreter.
pub struct Reader<'a> {
    sandbox: &'a Sandbox,
    fd: RawFd,
}

impl<'a> Reader<'a> {
    /// Opens a file.
    ///
    /// # Errors
    /// What the system says.
    pub fn open(sandbox: &'a Sandbox, path: &[u8]) -> io::Result<Reader<'a>> {
        let fd = open(sandbox, path, Access { read: true, ..Access::default() })?;
        Ok(Reader { sandbox, fd })
    }
}

impl Read for Reader<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self.sandbox.opened(self.fd)? {
            Opened::System(fd, _keep) => (&*view(fd)).read(out),
            Opened::Own(entry) => entry.read(out),
        }
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        let _ = close(self.sandbox, self.fd);
    }
}

/// A whole file's bytes.
///
/// # Errors
/// What the system says (outer: the heap's or an interrupt).
pub fn read_whole_file(vm: &mut Vm, path: &[u8]) -> PyResult<Result<Scratch, io::Error>> {
    let fd = match open(&vm.sandbox, path, Access { read: true, ..Access::default() }) {
        Ok(fd) => fd,
        Err(error) => return Ok(Err(error)),
    };
    let result = read_all(vm, fd);
    let _ = close(&vm.sandbox, fd);
    result.map(Ok)
}

/// All bytes up to the end.
///
/// # Errors
/// OSError, `MemoryError`.
pub fn read_all(vm: &mut Vm, fd: RawFd) -> PyResult<Scratch> {
    let mut bytes = Scratch::new(vm);
    let expected = size(&vm.sandbox, fd).unwrap_or(0);
    let expected = usize::try_from(expected).map_err(|_| Raised::from(pitviper_object::OutOfMemory))?;
    bytes.reserve(expected.saturating_add(1))?;
    let waits = may_wait(&vm.sandbox, fd);
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
