//! The system calls, and the handler that the system calls. The only unsafe code of the module.
//!
//! Signals belong to the process: the last interpreter that set a handler hears of them.

use std::io;
use std::mem::MaybeUninit;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicPtr, AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use super::NSIG;
use crate::core::vm::SIGNALS;

/// Signals that came and were not handled yet.
static CAME: [AtomicBool; NSIG] = [const { AtomicBool::new(false) }; NSIG];

/// The check word of the interpreter that hears of signals. One count of it is never given back.
static WORD: AtomicPtr<AtomicU32> = AtomicPtr::new(std::ptr::null_mut());

/// The main thread of that interpreter (`pthread_t`), which signals are passed on to: its system calls must end early.
static MAIN: AtomicU64 = AtomicU64::new(0);

/// Where a byte is written for each signal; -1 for nowhere.
pub(super) static WAKEUP: AtomicI32 = AtomicI32::new(-1);

/// Notes a signal. Only what may be done in a signal handler: atomics and `write`.
extern "C" fn note(number: libc::c_int) {
    let Some(came) = usize::try_from(number).ok().and_then(|number| CAME.get(number)) else { return };
    let main = MAIN.load(Ordering::Relaxed);
    // SAFETY: both may be called in a handler. The main thread is there as long as its number is.
    let passed_on = unsafe {
        main != 0 && libc::pthread_self() as u64 != main && libc::pthread_kill(main as libc::pthread_t, number) == 0
    };
    if passed_on {
        return;
    }
    came.store(true, Ordering::Relaxed);
    let word = WORD.load(Ordering::Acquire);
    if !word.is_null() {
        // SAFETY: the word is never freed, see `set`.
        unsafe { (*word).fetch_or(SIGNALS, Ordering::SeqCst) };
    }
    let fd = WAKEUP.load(Ordering::Relaxed);
    if fd >= 0 {
        let byte = number as u8;
        // SAFETY: one byte of this function's; `errno` is put back.
        unsafe {
            let errno = *libc::__errno_location();
            libc::write(fd, (&raw const byte).cast(), 1);
            *libc::__errno_location() = errno;
        }
    }
}

/// Notes a signal as if it had come.
pub(super) fn note_came(number: usize) {
    if let Some(came) = CAME.get(number) {
        came.store(true, Ordering::Relaxed);
    }
}

/// Whether a signal came since the last time; it counts as handled then.
pub(super) fn take(number: usize) -> bool {
    CAME.get(number).is_some_and(|came| came.swap(false, Ordering::Relaxed))
}

pub(super) enum Wanted {
    Default,
    Ignore,
    Note,
}

pub(super) enum Disposition {
    Default,
    Ignore,
    Other,
}

fn checked(result: libc::c_int) -> io::Result<()> {
    if result == -1 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

/// What the system does for a signal now.
pub(super) fn disposition(number: i32) -> Disposition {
    let mut now = MaybeUninit::<libc::sigaction>::zeroed();
    // SAFETY: an out parameter of the right type; wrong numbers give an error.
    let failed = unsafe { libc::sigaction(number, std::ptr::null(), now.as_mut_ptr()) } == -1;
    // SAFETY: zeroed or filled in.
    let handler = unsafe { now.assume_init() }.sa_sigaction;
    match handler {
        _ if failed => Disposition::Other,
        libc::SIG_DFL => Disposition::Default,
        libc::SIG_IGN => Disposition::Ignore,
        _ => Disposition::Other,
    }
}

/// Sets what the system does for a signal.
pub(super) fn set(number: i32, wanted: Wanted, word: &Arc<AtomicU32>) -> io::Result<()> {
    let mut action = MaybeUninit::<libc::sigaction>::zeroed();
    let mine = Arc::as_ptr(word).cast_mut();
    hear_on_this_thread();
    if WORD.swap(mine, Ordering::AcqRel) != mine {
        // One count stays with the handler, which may run at any time from now on.
        std::mem::forget(word.clone());
    }
    // SAFETY: all zero is a valid `sigaction`; the handler does what handlers may do.
    unsafe {
        let action = action.assume_init_mut();
        action.sa_sigaction = match wanted {
            Wanted::Default => libc::SIG_DFL,
            Wanted::Ignore => libc::SIG_IGN,
            Wanted::Note => note as extern "C" fn(libc::c_int) as usize,
        };
        checked(libc::sigaction(number, action, std::ptr::null_mut()))
    }
}

/// The calling thread is the main one.
pub(super) fn hear_on_this_thread() {
    // SAFETY: no parameters.
    MAIN.store(unsafe { libc::pthread_self() } as u64, Ordering::Relaxed);
}

/// The main thread of the interpreter with this word is about to end.
pub(super) fn hear_no_more(word: &Arc<AtomicU32>) {
    if WORD.load(Ordering::Acquire) == Arc::as_ptr(word).cast_mut() {
        MAIN.store(0, Ordering::Relaxed);
    }
}

pub(super) fn raise(number: i32) -> io::Result<()> {
    // SAFETY: a number.
    if unsafe { libc::raise(number) } == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// The system's words for a signal.
pub(super) fn describe(number: i32) -> Option<&'static str> {
    // SAFETY: any number may be asked for; the text is static for numbers that exist.
    unsafe {
        let text = libc::strsignal(number);
        if text.is_null() {
            return None;
        }
        let text: &'static std::ffi::CStr = std::ffi::CStr::from_ptr(text);
        text.to_str().ok().filter(|text| !text.starts_with("Unknown signal"))
    }
}

/// The first and the last real-time signal.
pub(super) fn real_time() -> (i32, i32) {
    (libc::SIGRTMIN(), libc::SIGRTMAX())
}

pub(super) fn alarm(seconds: u32) -> u32 {
    // SAFETY: a number.
    unsafe { libc::alarm(seconds) }
}

fn interval(seconds: f64) -> libc::timeval {
    let whole = seconds.floor();
    libc::timeval { tv_sec: whole as i64, tv_usec: ((seconds - whole) * 1e6) as i64 }
}

fn seconds(time: libc::timeval) -> f64 {
    time.tv_sec as f64 + time.tv_usec as f64 * 1e-6
}

/// Sets a timer (unless nothing is given), and gives what it was: seconds until it fires, and between.
pub(super) fn timer(which: i32, new: Option<(f64, f64)>) -> io::Result<(f64, f64)> {
    let mut old = MaybeUninit::<libc::itimerval>::zeroed();
    // SAFETY: in and out parameters of the right types.
    unsafe {
        match new {
            Some((first, again)) => {
                let new = libc::itimerval { it_interval: interval(again), it_value: interval(first) };
                checked(libc::setitimer(which as _, &new, old.as_mut_ptr()))?;
            }
            None => checked(libc::getitimer(which as _, old.as_mut_ptr()))?,
        }
        let old = old.assume_init();
        Ok((seconds(old.it_value), seconds(old.it_interval)))
    }
}

/// Sends a signal to a thread of this process; 0 is no thread.
pub(super) fn kill_thread(native: u64, number: i32) -> io::Result<()> {
    if native == 0 {
        return Err(io::Error::from_raw_os_error(libc::ESRCH));
    }
    // SAFETY: the thread has not ended: its record goes before it does, under the interpreter's lock.
    match unsafe { libc::pthread_kill(native as libc::pthread_t, number) } {
        0 => Ok(()),
        error => Err(io::Error::from_raw_os_error(error)),
    }
}

/// What is known of a signal that came: the fields of `struct_siginfo`.
pub(super) type Info = [i64; 7];

/// Waits until one of these signals, which are blocked, is there; nothing when the time (in seconds) is over first.
pub(super) fn wait_for(wanted: u128, time: Duration) -> io::Result<Option<Info>> {
    let wanted = set_of(wanted);
    let mut info = MaybeUninit::<libc::siginfo_t>::zeroed();
    let time = libc::timespec { tv_sec: time.as_secs() as _, tv_nsec: time.subsec_nanos().into() };
    // SAFETY: in and out parameters of the right types.
    if unsafe { libc::sigtimedwait(&wanted, info.as_mut_ptr(), &raw const time) } == -1 {
        let error = io::Error::last_os_error();
        return if error.raw_os_error() == Some(libc::EAGAIN) { Ok(None) } else { Err(error) };
    }
    // SAFETY: filled in; fields that a signal does not have are zero or of no meaning.
    let numbers = unsafe {
        let info = info.assume_init_ref();
        let (process, user, status) = (info.si_pid(), info.si_uid(), info.si_status());
        [info.si_signo, info.si_code, info.si_errno, process, user as i32, status, 0]
    };
    Ok(Some(numbers.map(i64::from)))
}

/// Whether the calling thread has a signal blocked.
pub(crate) fn is_blocked(number: i32) -> bool {
    mask(libc::SIG_BLOCK, 0)
        .is_ok_and(|blocked| usize::try_from(number).is_ok_and(|number| number < NSIG && blocked >> number & 1 == 1))
}

/// Whether writing to a descriptor can block.
pub(super) fn is_blocking(fd: i32) -> io::Result<bool> {
    // SAFETY: numbers.
    let flags = unsafe { libc::fcntl(fd, libc::F_GETFL) };
    checked(flags)?;
    Ok(flags & libc::O_NONBLOCK == 0)
}

/// Waits so long for a signal; whether one came.
pub(super) fn pause(time: Duration) -> bool {
    // SAFETY: no entries.
    unsafe { libc::poll(std::ptr::null_mut(), 0, time.as_millis() as i32) == -1 }
}

/// A set of signals, as bits.
fn bits(set: &libc::sigset_t) -> u128 {
    // SAFETY: numbers in range.
    (1..NSIG).filter(|number| unsafe { libc::sigismember(set, *number as i32) } == 1).map(|number| 1 << number).sum()
}

fn set_of(wanted: u128) -> libc::sigset_t {
    let mut set = MaybeUninit::<libc::sigset_t>::zeroed();
    // SAFETY: emptied before numbers in range are added.
    unsafe {
        libc::sigemptyset(set.as_mut_ptr());
        for number in (1..NSIG).filter(|number| wanted >> number & 1 == 1) {
            libc::sigaddset(set.as_mut_ptr(), number as i32);
        }
        set.assume_init()
    }
}

/// Changes the thread's mask; what it was.
pub(super) fn mask(how: i32, wanted: u128) -> io::Result<u128> {
    let mut old = MaybeUninit::<libc::sigset_t>::zeroed();
    let wanted = set_of(wanted);
    // SAFETY: in and out parameters of the right types.
    match unsafe { libc::pthread_sigmask(how, &wanted, old.as_mut_ptr()) } {
        // SAFETY: filled in.
        0 => Ok(bits(unsafe { old.assume_init_ref() })),
        error => Err(io::Error::from_raw_os_error(error)),
    }
}

pub(super) fn pending() -> io::Result<u128> {
    let mut set = MaybeUninit::<libc::sigset_t>::zeroed();
    // SAFETY: an out parameter of the right type, which is filled in then.
    unsafe {
        checked(libc::sigpending(set.as_mut_ptr()))?;
        Ok(bits(set.assume_init_ref()))
    }
}
