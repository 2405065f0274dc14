//! The system calls. The only unsafe code of the module.

use std::ffi::{CStr, c_int};
use std::io;
use std::mem::MaybeUninit;

/// The result of a call that gives -1 for an error.
pub(super) fn checked(result: c_int) -> io::Result<c_int> {
    if result == -1 { Err(io::Error::last_os_error()) } else { Ok(result) }
}

pub(super) fn counted(result: isize) -> io::Result<usize> {
    usize::try_from(result).map_err(|_| io::Error::last_os_error())
}

pub(super) fn open(folder: c_int, path: &CStr, flags: c_int, mode: u32) -> io::Result<c_int> {
    // SAFETY: the path ends with a zero.
    checked(unsafe { libc::openat(folder, path.as_ptr(), flags | libc::O_CLOEXEC, mode) })
}

pub(super) fn close(fd: c_int) -> io::Result<()> {
    // SAFETY: any number may be closed.
    checked(unsafe { libc::close(fd) }).map(drop)
}

/// Reads into memory of `len` bytes at `place`.
///
/// # Safety
/// The memory is there and nobody else looks at it.
pub(super) unsafe fn read(fd: c_int, place: *mut u8, len: usize) -> io::Result<usize> {
    // SAFETY: the caller's promise.
    counted(unsafe { libc::read(fd, place.cast(), len) })
}

pub(super) fn write(fd: c_int, data: &[u8]) -> io::Result<usize> {
    // SAFETY: the memory is the slice's.
    counted(unsafe { libc::write(fd, data.as_ptr().cast(), data.len()) })
}

pub(super) fn seek(fd: c_int, offset: i64, whence: c_int) -> io::Result<i64> {
    // SAFETY: numbers only.
    let place = unsafe { libc::lseek(fd, offset, whence) };
    if place == -1 { Err(io::Error::last_os_error()) } else { Ok(place) }
}

pub(super) fn dup(fd: c_int) -> io::Result<c_int> {
    // SAFETY: numbers only.
    checked(unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0) })
}

pub(super) fn dup2(from: c_int, to: c_int, inheritable: bool) -> io::Result<c_int> {
    // SAFETY: numbers only.
    let fd = checked(unsafe { libc::dup2(from, to) })?;
    set_inheritable(fd, inheritable)?;
    Ok(fd)
}

pub(super) fn is_inheritable(fd: c_int) -> io::Result<bool> {
    // SAFETY: numbers only.
    Ok(checked(unsafe { libc::fcntl(fd, libc::F_GETFD) })? & libc::FD_CLOEXEC == 0)
}

pub(super) fn set_inheritable(fd: c_int, inheritable: bool) -> io::Result<()> {
    // SAFETY: numbers only.
    unsafe {
        let flags = checked(libc::fcntl(fd, libc::F_GETFD))?;
        let wanted = if inheritable { flags & !libc::FD_CLOEXEC } else { flags | libc::FD_CLOEXEC };
        checked(libc::fcntl(fd, libc::F_SETFD, wanted)).map(drop)
    }
}

pub(super) fn is_blocking(fd: c_int) -> io::Result<bool> {
    // SAFETY: numbers only.
    Ok(checked(unsafe { libc::fcntl(fd, libc::F_GETFL) })? & libc::O_NONBLOCK == 0)
}

pub(super) fn set_blocking(fd: c_int, blocking: bool) -> io::Result<()> {
    // SAFETY: numbers only.
    unsafe {
        let flags = checked(libc::fcntl(fd, libc::F_GETFL))?;
        let wanted = if blocking { flags & !libc::O_NONBLOCK } else { flags | libc::O_NONBLOCK };
        checked(libc::fcntl(fd, libc::F_SETFL, wanted)).map(drop)
    }
}

pub(super) fn pipe() -> io::Result<[c_int; 2]> {
    let mut ends = [0; 2];
    // SAFETY: room for two descriptors.
    checked(unsafe { libc::pipe(ends.as_mut_ptr()) })?;
    for end in ends {
        set_inheritable(end, false)?;
    }
    Ok(ends)
}

pub(super) fn sync(fd: c_int) -> io::Result<()> {
    // SAFETY: numbers only.
    checked(unsafe { libc::fsync(fd) }).map(drop)
}

pub(super) fn truncate_file(fd: c_int, len: i64) -> io::Result<()> {
    // SAFETY: numbers only.
    checked(unsafe { libc::ftruncate(fd, len) }).map(drop)
}

pub(super) fn truncate(path: &CStr, len: i64) -> io::Result<()> {
    // SAFETY: the path ends with a zero.
    checked(unsafe { libc::truncate(path.as_ptr(), len) }).map(drop)
}

/// What a name in an open folder is.
pub(super) fn stat_in(folder: c_int, name: &CStr, follow: bool) -> io::Result<libc::stat> {
    let mut data = MaybeUninit::uninit();
    // SAFETY: the name ends with a zero; the data is written when the call succeeds.
    unsafe {
        checked(libc::fstatat(folder, name.as_ptr(), data.as_mut_ptr(), unfollowed(follow)))?;
        Ok(data.assume_init())
    }
}

pub(super) fn stat_file(fd: c_int) -> io::Result<libc::stat> {
    let mut data = MaybeUninit::uninit();
    // SAFETY: the data is written when the call succeeds.
    unsafe {
        checked(libc::fstat(fd, data.as_mut_ptr()))?;
        Ok(data.assume_init())
    }
}

/// The flag that keeps a call from following links.
fn unfollowed(follow: bool) -> c_int {
    if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW }
}

pub(super) fn access(folder: c_int, path: &CStr, mode: c_int, follow: bool) -> io::Result<()> {
    // SAFETY: the path ends with a zero.
    checked(unsafe { libc::faccessat(folder, path.as_ptr(), mode, unfollowed(follow)) }).map(drop)
}

pub(super) fn chmod(folder: c_int, path: &CStr, mode: u32, follow: bool) -> io::Result<()> {
    // SAFETY: the path ends with a zero.
    checked(unsafe { libc::fchmodat(folder, path.as_ptr(), mode as libc::mode_t, unfollowed(follow)) }).map(drop)
}

pub(super) fn chmod_file(fd: c_int, mode: u32) -> io::Result<()> {
    // SAFETY: numbers only.
    checked(unsafe { libc::fchmod(fd, mode as libc::mode_t) }).map(drop)
}

pub(super) fn chown(path: &CStr, user: u32, group: u32, follow: bool) -> io::Result<()> {
    // SAFETY: the path ends with a zero.
    checked(unsafe {
        if follow { libc::chown(path.as_ptr(), user, group) } else { libc::lchown(path.as_ptr(), user, group) }
    })
    .map(drop)
}

pub(super) fn chown_file(fd: c_int, user: u32, group: u32) -> io::Result<()> {
    // SAFETY: numbers only.
    checked(unsafe { libc::fchown(fd, user, group) }).map(drop)
}

/// Sets the times of access and change; nothing: now.
pub(super) fn set_times(folder: c_int, path: &CStr, times: Option<[(i64, i64); 2]>, follow: bool) -> io::Result<()> {
    let times = times.map(|times| times.map(|(s, n)| libc::timespec { tv_sec: s as _, tv_nsec: n as _ }));
    let times = times.as_ref().map_or(std::ptr::null(), |times| times.as_ptr());
    // SAFETY: the path ends with a zero; two times, or none.
    checked(unsafe { libc::utimensat(folder, path.as_ptr(), times, unfollowed(follow)) }).map(drop)
}

/// As [`set_times`], of an open file.
pub(super) fn set_file_times(fd: c_int, times: Option<[(i64, i64); 2]>) -> io::Result<()> {
    let times = times.map(|times| times.map(|(s, n)| libc::timespec { tv_sec: s as _, tv_nsec: n as _ }));
    let times = times.as_ref().map_or(std::ptr::null(), |times| times.as_ptr());
    // SAFETY: two times, or none.
    checked(unsafe { libc::futimens(fd, times) }).map(drop)
}

pub(super) fn mkdir(folder: c_int, path: &CStr, mode: u32) -> io::Result<()> {
    // SAFETY: the path ends with a zero.
    checked(unsafe { libc::mkdirat(folder, path.as_ptr(), mode as libc::mode_t) }).map(drop)
}

pub(super) fn rmdir(folder: c_int, path: &CStr) -> io::Result<()> {
    // SAFETY: the path ends with a zero.
    checked(unsafe { libc::unlinkat(folder, path.as_ptr(), libc::AT_REMOVEDIR) }).map(drop)
}

pub(super) fn unlink(folder: c_int, path: &CStr) -> io::Result<()> {
    // SAFETY: the path ends with a zero.
    checked(unsafe { libc::unlinkat(folder, path.as_ptr(), 0) }).map(drop)
}

pub(super) fn chdir(path: &CStr) -> io::Result<()> {
    // SAFETY: the path ends with a zero.
    checked(unsafe { libc::chdir(path.as_ptr()) }).map(drop)
}

pub(super) fn change_to(fd: c_int) -> io::Result<()> {
    // SAFETY: numbers only.
    checked(unsafe { libc::fchdir(fd) }).map(drop)
}

/// A folder to start from, and a name there.
pub(super) type Start<'a> = (c_int, &'a CStr);

pub(super) fn rename(from: Start<'_>, to: Start<'_>) -> io::Result<()> {
    // SAFETY: both names end with a zero.
    checked(unsafe { libc::renameat(from.0, from.1.as_ptr(), to.0, to.1.as_ptr()) }).map(drop)
}

pub(super) fn link(from: Start<'_>, to: Start<'_>) -> io::Result<()> {
    // SAFETY: both names end with a zero.
    checked(unsafe { libc::linkat(from.0, from.1.as_ptr(), to.0, to.1.as_ptr(), 0) }).map(drop)
}

pub(super) fn symlink(target: &CStr, to: Start<'_>) -> io::Result<()> {
    // SAFETY: both texts end with a zero.
    checked(unsafe { libc::symlinkat(target.as_ptr(), to.0, to.1.as_ptr()) }).map(drop)
}

pub(super) fn read_link(folder: c_int, path: &CStr, out: &mut [u8]) -> io::Result<usize> {
    // SAFETY: the path ends with a zero; the memory is the slice's.
    counted(unsafe { libc::readlinkat(folder, path.as_ptr(), out.as_mut_ptr().cast(), out.len()) })
}

/// The working folder, written into `out`; its length.
pub(super) fn working_folder(out: &mut [u8]) -> io::Result<usize> {
    // SAFETY: the memory is the slice's.
    let place = unsafe { libc::getcwd(out.as_mut_ptr().cast(), out.len()) };
    if place.is_null() {
        return Err(io::Error::last_os_error());
    }
    Ok(out.iter().position(|byte| *byte == 0).unwrap_or(out.len()))
}

/// An open folder.
pub(super) struct Folder(*mut libc::DIR);

/// One thing in a folder.
pub(super) struct Entry<'a> {
    pub name: &'a [u8],
    pub inode: u64,
    pub kind: u8,
}

impl Folder {
    pub(super) fn open(folder: c_int, path: &CStr, follow: bool) -> io::Result<Folder> {
        let flags = libc::O_RDONLY | libc::O_DIRECTORY | libc::O_NONBLOCK;
        Folder::owning(open(folder, path, flags | if follow { 0 } else { libc::O_NOFOLLOW }, 0)?)
    }

    fn owning(fd: c_int) -> io::Result<Folder> {
        // SAFETY: a number; the folder owns the new descriptor.
        let folder = unsafe { libc::fdopendir(fd) };
        if folder.is_null() {
            let error = io::Error::last_os_error();
            close(fd)?;
            return Err(error);
        }
        Ok(Folder(folder))
    }

    /// Of an open folder, from its beginning; the descriptor stays the caller's.
    pub(super) fn of_file(fd: c_int) -> io::Result<Folder> {
        let folder = Folder::owning(dup(fd)?)?;
        // SAFETY: just opened.
        unsafe { libc::rewinddir(folder.0) };
        Ok(folder)
    }

    /// The next entry but `.` and `..`, good until the one after it is asked for.
    pub(super) fn next(&mut self) -> io::Result<Option<Entry<'_>>> {
        loop {
            // SAFETY: the folder is open; the entry is good until the next call, which borrows the folder anew.
            let entry = unsafe {
                *errno() = 0;
                let Some(entry) = libc::readdir(self.0).as_ref() else {
                    return match *errno() {
                        0 => Ok(None),
                        error => Err(io::Error::from_raw_os_error(error)),
                    };
                };
                Entry { name: CStr::from_ptr(entry.d_name.as_ptr()).to_bytes(), inode: entry.d_ino, kind: entry.d_type }
            };
            if entry.name != b"." && entry.name != b".." {
                return Ok(Some(entry));
            }
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // SAFETY: opened by `open`, closed here only.
        unsafe { libc::closedir(self.0) };
    }
}

#[cfg(target_os = "linux")]
pub(super) fn errno() -> *mut c_int {
    // SAFETY: always gives the thread's own place.
    unsafe { libc::__errno_location() }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn errno() -> *mut c_int {
    // SAFETY: always gives the thread's own place.
    unsafe { libc::__error() }
}

/// Numbers that the system knows about the process.
pub(super) fn number(of: &str) -> i64 {
    // SAFETY: calls without arguments that cannot fail.
    unsafe {
        match of {
            "getpid" => libc::getpid().into(),
            "getppid" => libc::getppid().into(),
            "getuid" => libc::getuid().into(),
            "geteuid" => libc::geteuid().into(),
            "getgid" => libc::getgid().into(),
            "getegid" => libc::getegid().into(),
            _ => libc::getpgrp().into(),
        }
    }
}

pub(super) fn umask(mask: u32) -> u32 {
    // SAFETY: numbers only.
    u32::from(unsafe { libc::umask(mask as libc::mode_t) } as u16)
}

pub(super) fn kill(process: i32, signal: c_int) -> io::Result<()> {
    if u32::try_from(process) == Ok(std::process::id()) && !crate::modules::signal::is_blocked(signal) {
        // To this thread: other threads of the host are not the program's.
        // SAFETY: a number.
        return if unsafe { libc::raise(signal) } == 0 { Ok(()) } else { Err(io::Error::last_os_error()) };
    }
    // SAFETY: numbers only.
    checked(unsafe { libc::kill(process, signal) }).map(drop)
}

/// Ends the process at once.
pub(super) fn exit(code: c_int) -> ! {
    // SAFETY: nothing of the process is used afterwards.
    unsafe { libc::_exit(code) }
}

/// The system's name, five texts.
pub(super) fn uname() -> io::Result<libc::utsname> {
    let mut data = MaybeUninit::uninit();
    // SAFETY: the data is written when the call succeeds.
    unsafe {
        checked(libc::uname(data.as_mut_ptr()))?;
        Ok(data.assume_init())
    }
}

/// The text in one of `uname`'s fields.
pub(super) fn field(text: &[libc::c_char]) -> &[u8] {
    // SAFETY: bytes are bytes.
    let bytes = unsafe { std::slice::from_raw_parts(text.as_ptr().cast::<u8>(), text.len()) };
    bytes.split(|byte| *byte == 0).next().unwrap_or(&[])
}

/// User and system seconds of the process and of its children, and seconds since some moment.
pub(super) fn times() -> io::Result<[f64; 5]> {
    let mut data = MaybeUninit::uninit();
    // SAFETY: the data is written when the call succeeds.
    unsafe {
        let elapsed = libc::times(data.as_mut_ptr());
        if elapsed as i64 == -1 {
            return Err(io::Error::last_os_error());
        }
        let data: libc::tms = data.assume_init();
        let ticks = libc::sysconf(libc::_SC_CLK_TCK) as f64;
        let seconds = |clock: libc::clock_t| clock as f64 / ticks;
        Ok([data.tms_utime, data.tms_stime, data.tms_cutime, data.tms_cstime, elapsed].map(seconds))
    }
}

pub(super) fn load() -> Option<[f64; 3]> {
    let mut load = [0.0; 3];
    // SAFETY: room for three numbers.
    (unsafe { libc::getloadavg(load.as_mut_ptr(), 3) } == 3).then_some(load)
}

/// Columns and lines of a terminal.
pub(super) fn terminal_size(fd: c_int) -> io::Result<(u16, u16)> {
    let mut size = MaybeUninit::<libc::winsize>::uninit();
    // SAFETY: the data is written when the call succeeds.
    unsafe {
        checked(libc::ioctl(fd, libc::TIOCGWINSZ, size.as_mut_ptr()))?;
        let size = size.assume_init();
        Ok((size.ws_col, size.ws_row))
    }
}

/// Fills memory with bytes that nobody can foresee.
pub(super) fn random(out: &mut [u8]) -> io::Result<()> {
    for part in out.chunks_mut(256) {
        // SAFETY: the memory is the slice's; 256 bytes at most.
        checked(unsafe { libc::getentropy(part.as_mut_ptr().cast(), part.len()) })?;
    }
    Ok(())
}

/// How many processors are running, or a number below 1.
pub(super) fn processors() -> i64 {
    // SAFETY: a number.
    unsafe { libc::sysconf(libc::_SC_NPROCESSORS_ONLN) as i64 }
}
