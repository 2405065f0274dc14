//! Opening named pipes: the system waits for somebody at the other end, here in slices.
//!
//! The end is opened without waiting. For a writer that fails until there is a reader. For a reader it succeeds, and says
//! nothing of writers; `tee`, which takes nothing out of a pipe, does: with nobody at the other end it is told that the
//! pipe has ended, with somebody that it would have to wait.

use std::ffi::{CStr, c_int};
use std::io;
use std::os::fd::{AsRawFd, FromRawFd, IntoRawFd, OwnedFd, RawFd};
use std::time::{Duration, Instant};

use crate::core::error::PyResult;
use crate::core::vm::Vm;

/// How long one waits before one looks again.
const SLICE: Duration = Duration::from_millis(1);

/// Flags with which opening does not wait.
const NO_WAIT: c_int = libc::O_NONBLOCK | libc::O_RDWR | libc::O_DIRECTORY;

/// Opens a named pipe from one end as soon as somebody opens the other; nothing when the path leads elsewhere, or nobody waits.
///
/// # Errors
/// A stop; what functions of signals raise, KeyboardInterrupt.
#[cfg(target_os = "linux")]
pub(crate) fn open(vm: &mut Vm, folder: RawFd, path: &CStr, flags: c_int) -> PyResult<Option<io::Result<RawFd>>> {
    if flags & (NO_WAIT | libc::O_PATH) != 0 || !is_fifo(folder, path, flags & libc::O_NOFOLLOW) {
        return Ok(None);
    }
    let end = loop {
        // SAFETY: the path ends with a zero; a descriptor that is new has no other owner.
        match unsafe { libc::openat(folder, path.as_ptr(), flags | libc::O_CLOEXEC | libc::O_NONBLOCK, 0) } {
            -1 if io::Error::last_os_error().raw_os_error() == Some(libc::ENXIO) => {
                vm.sleep_until(Instant::now() + SLICE)?;
            }
            -1 => return Ok(Some(Err(io::Error::last_os_error()))),
            // SAFETY: as above.
            fd => break unsafe { OwnedFd::from_raw_fd(fd) },
        }
    };
    if flags & libc::O_ACCMODE == libc::O_RDONLY
        && let Err(error) = wait_for_writer(vm, &end)?
    {
        return Ok(Some(Err(error)));
    }
    // SAFETY: numbers.
    unsafe {
        let flags = libc::fcntl(end.as_raw_fd(), libc::F_GETFL);
        libc::fcntl(end.as_raw_fd(), libc::F_SETFL, flags & !libc::O_NONBLOCK);
    }
    Ok(Some(Ok(end.into_raw_fd())))
}

/// Elsewhere the system waits.
#[cfg(not(target_os = "linux"))]
pub(crate) fn open(_: &mut Vm, _: RawFd, _: &CStr, _: c_int) -> PyResult<Option<io::Result<RawFd>>> {
    Ok(None)
}

#[cfg(target_os = "linux")]
fn is_fifo(folder: RawFd, path: &CStr, no_follow: c_int) -> bool {
    let mut data = std::mem::MaybeUninit::<libc::stat>::uninit();
    let flags = if no_follow == 0 { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
    // SAFETY: the path ends with a zero; the data is written when the call succeeds.
    unsafe {
        libc::fstatat(folder, path.as_ptr(), data.as_mut_ptr(), flags) == 0
            && data.assume_init().st_mode & libc::S_IFMT == libc::S_IFIFO
    }
}

/// Waits until a pipe has, or had, a writer.
#[cfg(target_os = "linux")]
fn wait_for_writer(vm: &mut Vm, end: &OwnedFd) -> PyResult<io::Result<()>> {
    let mut ends = [0; 2];
    // SAFETY: room for two descriptors.
    if unsafe { libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC) } == -1 {
        return Ok(Err(io::Error::last_os_error()));
    }
    // SAFETY: new descriptors, which have no other owner.
    let [_reader, scratch] = ends.map(|fd| unsafe { OwnedFd::from_raw_fd(fd) });
    loop {
        if has_events(end, 0) {
            return Ok(Ok(()));
        }
        // SAFETY: numbers.
        match unsafe { libc::tee(end.as_raw_fd(), scratch.as_raw_fd(), 1, libc::SPLICE_F_NONBLOCK) } {
            0 => {}
            // Something is to be read, or will be.
            -1 if io::Error::last_os_error().kind() == io::ErrorKind::WouldBlock => return Ok(Ok(())),
            -1 => return Ok(Err(io::Error::last_os_error())),
            _ => return Ok(Ok(())),
        }
        vm.unlocked(|| has_events(end, SLICE.as_millis() as c_int));
        vm.check_interrupt()?;
    }
}

/// Whether something can be read, or a writer has come and gone.
#[cfg(target_os = "linux")]
fn has_events(end: &OwnedFd, time: c_int) -> bool {
    let mut wanted = libc::pollfd { fd: end.as_raw_fd(), events: libc::POLLIN, revents: 0 };
    // SAFETY: one entry, which lives during the call.
    unsafe { libc::poll(&raw mut wanted, 1, time) > 0 }
}
