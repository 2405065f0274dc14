//! Commands that a shell runs.
//!
//! The C library's `system` waits beyond all limits, so this does what it does: starts the shell, leaves interrupts to it,
//! and waits, here in slices. Functions of signals run afterwards. When a limit strikes, the shell is ended first: nobody
//! could wait for it any more.

use std::ffi::c_int;
use std::io;
use std::mem::MaybeUninit;
use std::sync::{Mutex, PoisonError};

use pitviper_object::Value;

use super::path::check;
use super::system::checked;
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::modules::io::path_argument;
use crate::modules::subprocess::environment;

/// Milliseconds after which one looks up from waiting.
const SLICE: c_int = 5;

/// Milliseconds that a child is left alone which cannot be waited for.
const NAP: c_int = 2;

/// The status of a shell that could not be run.
const NOT_RUN: c_int = 127 << 8;

/// Runs a command in a shell.
pub(super) fn system(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [command] = args.parse(vm, "system", ["command"], 1, 0)?;
    let mut command = path_argument(vm, command.unwrap_or(&Value::none()))?;
    let bytes = vm.new_bytes(&command)?;
    vm.audit("os.system", &[bytes])?;
    let variables = environment(vm)?;
    command.push(&[0])?;
    let text = command.as_ptr().cast();
    let arguments = [c"sh".as_ptr(), c"-c".as_ptr(), c"--".as_ptr(), text, std::ptr::null()].map(<*const _>::cast_mut);
    // Only where the process is the program's own: elsewhere its signals are the host's.
    let interrupts = vm.sandbox.everything.then(Ignored::begin);
    // SAFETY: the process's own environment, which this thread does not change.
    let environment = variables.as_ref().map_or(unsafe { environ }.cast_const().cast(), |strings| strings.pointers());
    let status = match start(&arguments, environment, interrupts.as_ref()) {
        Ok(process) => wait(vm, process)?,
        Err(error) if error.raw_os_error() == Some(libc::ENOENT) => Ok(NOT_RUN),
        Err(error) => Err(error),
    };
    drop(interrupts);
    let status = check(vm, status)?;
    crate::modules::signal::run_pending(vm)?;
    vm.check_interrupt()?;
    Ok(Value::small(i64::from(status)))
}

unsafe extern "C" {
    /// The process's environment.
    static environ: *mut *mut libc::c_char;
}

/// Starts a shell.
fn start(
    arguments: &[*mut libc::c_char; 5],
    environment: *const *const libc::c_char,
    ignored: Option<&Ignored>,
) -> io::Result<c_int> {
    let numbered = |error: c_int| if error == 0 { Ok(()) } else { Err(io::Error::from_raw_os_error(error)) };
    let mut attributes = MaybeUninit::<libc::posix_spawnattr_t>::uninit();
    let place = attributes.as_mut_ptr();
    let mut process = 0;
    // SAFETY: attributes that are made first; strings that end with zeros, arrays of them that end with nulls.
    unsafe {
        numbered(libc::posix_spawnattr_init(place))?;
        let mut spawned = Ok(());
        if let Some(ignored) = ignored {
            let defaults = ignored.meant_for_child();
            spawned = numbered(libc::posix_spawnattr_setsigdefault(place, &raw const defaults))
                .and_then(|()| numbered(libc::posix_spawnattr_setflags(place, libc::POSIX_SPAWN_SETSIGDEF as _)));
        }
        spawned = spawned.and_then(|()| {
            let (shell, variables) = (c"/bin/sh".as_ptr(), environment.cast::<*mut libc::c_char>());
            let actions = std::ptr::null();
            numbered(libc::posix_spawn(&raw mut process, shell, actions, place, arguments.as_ptr(), variables))
        });
        libc::posix_spawnattr_destroy(place);
        spawned.map(|()| process)
    }
}

/// Waits for the end of a child; its status.
///
/// # Errors
/// A stop, after the child was ended.
fn wait(vm: &mut Vm, process: c_int) -> PyResult<io::Result<c_int>> {
    let watched = watch(process);
    let mut status = 0;
    loop {
        // SAFETY: an out parameter of the right type.
        match checked(unsafe { libc::waitpid(process, &raw mut status, libc::WNOHANG) }) {
            Ok(0) => {}
            Ok(_) => return Ok(Ok(status)),
            Err(error) => return Ok(Err(error)),
        }
        if let Some(stop) = vm.due_stop() {
            // SAFETY: a child that was not waited for, so the number is still its own.
            unsafe {
                libc::kill(process, libc::SIGKILL);
                libc::waitpid(process, &raw mut status, 0);
            }
            return Err(stop);
        }
        vm.unlocked(|| {
            let mut end = libc::pollfd { fd: watched.as_ref().map_or(-1, number), events: libc::POLLIN, revents: 0 };
            // SAFETY: one entry, which lives during the call.
            unsafe { libc::poll(&raw mut end, 1, if watched.is_some() { SLICE } else { NAP }) }
        });
    }
}

fn number(fd: &std::os::fd::OwnedFd) -> c_int {
    std::os::fd::AsRawFd::as_raw_fd(fd)
}

/// A descriptor that is ready when a process has ended, where there are such.
pub(super) fn watch(process: c_int) -> Option<std::os::fd::OwnedFd> {
    #[cfg(target_os = "linux")]
    {
        use std::os::fd::FromRawFd;
        // SAFETY: numbers; the new descriptor has no other owner.
        match unsafe { libc::syscall(libc::SYS_pidfd_open, process, 0) } {
            -1 => None,
            // SAFETY: as above.
            fd => Some(unsafe { std::os::fd::OwnedFd::from_raw_fd(fd as c_int) }),
        }
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = process;
        None
    }
}

/// What a process does while it waits for shells: it ignores interrupts, which are for them.
struct Ignored;

/// The signals, what they did before, and how many wait.
struct Before {
    waiting: u32,
    actions: [MaybeUninit<libc::sigaction>; 2],
}

const SIGNALS: [c_int; 2] = [libc::SIGINT, libc::SIGQUIT];

static BEFORE: Mutex<Before> = Mutex::new(Before { waiting: 0, actions: [MaybeUninit::zeroed(); 2] });

impl Ignored {
    fn begin() -> Ignored {
        let mut before = BEFORE.lock().unwrap_or_else(PoisonError::into_inner);
        before.waiting += 1;
        if before.waiting == 1 {
            for (signal, old) in SIGNALS.into_iter().zip(&mut before.actions) {
                // SAFETY: all zeros are an action without flags; an out parameter of the right type.
                unsafe {
                    let mut ignore: libc::sigaction = std::mem::zeroed();
                    ignore.sa_sigaction = libc::SIG_IGN;
                    libc::sigaction(signal, &raw const ignore, old.as_mut_ptr());
                }
            }
        }
        Ignored
    }

    /// The signals that the child does not ignore: those that this process did not before.
    fn meant_for_child(&self) -> libc::sigset_t {
        let before = BEFORE.lock().unwrap_or_else(PoisonError::into_inner);
        let mut signals = MaybeUninit::<libc::sigset_t>::uninit();
        // SAFETY: emptied before numbers in range are added; the actions were filled in, or are zeros.
        unsafe {
            libc::sigemptyset(signals.as_mut_ptr());
            for (signal, old) in SIGNALS.into_iter().zip(&before.actions) {
                if old.assume_init_ref().sa_sigaction != libc::SIG_IGN {
                    libc::sigaddset(signals.as_mut_ptr(), signal);
                }
            }
            signals.assume_init()
        }
    }
}

impl Drop for Ignored {
    fn drop(&mut self) {
        let mut before = BEFORE.lock().unwrap_or_else(PoisonError::into_inner);
        before.waiting -= 1;
        if before.waiting == 0 {
            for (signal, old) in SIGNALS.into_iter().zip(&before.actions) {
                // SAFETY: filled in when the first began.
                unsafe { libc::sigaction(signal, old.as_ptr(), std::ptr::null_mut()) };
            }
        }
    }
}
