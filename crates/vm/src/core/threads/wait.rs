//! Waiting: queues of threads in the objects waited for, and sleep that ends early when there is a reason.
//!
//! Queues are only touched by the holder of the interpreter's lock. A thread sleeps on a counter of its own, read
//! before it gives the lock up, so no waking is lost.

use std::cell::Cell;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use super::{FOR_MAIN, Thread};
use crate::core::error::PyResult;
use crate::core::vm::{CANCEL, Vm};

/// How long the main thread sleeps before it looks at the check word again: somebody may have set it who cannot wake.
const SLICE: Duration = Duration::from_millis(5);

/// Threads that wait for something, in order.
#[derive(Default)]
pub struct Queue {
    first: Cell<*mut Thread>,
    last: Cell<*mut Thread>,
}

impl Queue {
    /// An empty one.
    #[must_use]
    pub const fn new() -> Queue {
        Queue { first: Cell::new(std::ptr::null_mut()), last: Cell::new(std::ptr::null_mut()) }
    }

    /// Whether nobody waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.first.get().is_null()
    }

    /// Forgets all that wait: they are of another process.
    pub fn forget(&self) {
        self.first.set(std::ptr::null_mut());
        self.last.set(std::ptr::null_mut());
    }

    fn push(&self, thread: *mut Thread) {
        // SAFETY: records in queues are alive; the holder of the lock alone touches them.
        unsafe {
            (*thread).queue.set(self);
            (*thread).behind.set(std::ptr::null_mut());
            match self.last.get().as_ref() {
                Some(last) => last.behind.set(thread),
                None => self.first.set(thread),
            }
        }
        self.last.set(thread);
    }

    pub(super) fn remove(&self, thread: &Thread) {
        let own = std::ptr::from_ref(thread).cast_mut();
        let mut previous: *mut Thread = std::ptr::null_mut();
        let mut each = self.first.get();
        // SAFETY: as above.
        unsafe {
            while !each.is_null() && each != own {
                previous = each;
                each = (*each).behind.get();
            }
            if each.is_null() {
                return;
            }
            let behind = thread.behind.get();
            match previous.as_ref() {
                Some(previous) => previous.behind.set(behind),
                None => self.first.set(behind),
            }
            if behind.is_null() {
                self.last.set(previous);
            }
        }
        thread.forget_waiting();
    }

    /// Wakes the one that has waited longest.
    pub fn wake_one(&self) {
        // SAFETY: as above.
        if let Some(first) = unsafe { self.first.get().as_ref() } {
            self.remove(first);
            first.wake();
        }
    }

    /// Wakes all.
    pub fn wake_all(&self) {
        while !self.is_empty() {
            self.wake_one();
        }
    }
}

/// When a wait of so many seconds ends; `None`: never.
#[must_use]
pub fn deadline(seconds: f64) -> Option<Instant> {
    Instant::now().checked_add(Duration::try_from_secs_f64(seconds).ok()?)
}

impl Vm {
    /// Waits in a queue until woken (true) or until the deadline has come, while other threads run. Functions of signals
    /// run meanwhile. The queue's object must be kept alive by the caller.
    ///
    /// # Errors
    /// What functions of signals raise, KeyboardInterrupt.
    pub fn wait_in(&mut self, queue: &Queue, end: Option<Instant>) -> PyResult<bool> {
        if self.waits_alone(end)? {
            return Ok(false);
        }
        loop {
            queue.push(self.threads.current);
            self.sleep(end);
            let thread = self.threads.current();
            if thread.queue.get().is_null() {
                return Ok(true);
            }
            thread.leave_queue();
            self.check_interrupt()?;
            if end.is_some_and(|end| Instant::now() >= end) {
                return Ok(false);
            }
        }
    }

    /// Waits until some module has been loaded.
    ///
    /// # Errors
    /// As [`Vm::wait_in`].
    pub(crate) fn wait_for_import(&mut self) -> PyResult<()> {
        let queue = std::ptr::from_ref(&self.threads.import_ended);
        // SAFETY: the queue is the interpreter's, at one place as long as the interpreter is.
        self.wait_in(unsafe { &*queue }, None).map(drop)
    }

    /// Waits until the deadline, while other threads run and functions of signals.
    ///
    /// # Errors
    /// What functions of signals raise, KeyboardInterrupt.
    pub fn sleep_until(&mut self, end: Instant) -> PyResult<()> {
        if Instant::now() >= end {
            self.unlocked(std::thread::yield_now);
        }
        loop {
            self.check_interrupt()?;
            if Instant::now() >= end {
                return Ok(());
            }
            self.sleep(Some(end));
        }
    }

    /// A thread that is not the main one has used the budget up: the main one sees to it at its next safe point, where the
    /// host is asked for more.
    ///
    /// # Errors
    /// A stop.
    pub(crate) fn wait_for_steps(&mut self) -> PyResult<()> {
        self.pace.starve();
        self.threads.main().wake();
        self.sleep(Some(Instant::now() + Duration::from_millis(1)));
        if self.is_stopping() { Err(self.stop_again()) } else { Ok(()) }
    }

    /// Sleeps until woken, or the deadline, or there is something for the main thread to do.
    fn sleep(&mut self, end: Option<Instant>) {
        let end = match (end, self.pace.deadline()) {
            (Some(end), Some(deadline)) => Some(end.min(deadline)),
            (end, deadline) => end.or(deadline),
        };
        let thread = self.threads.current;
        let main = self.on_main_thread();
        // SAFETY: the record of a thread that runs.
        let word = unsafe { &(*thread).woken };
        let before = word.load(Ordering::SeqCst);
        let gate = self.threads.gate.clone();
        self.unlocked(|| {
            loop {
                if main && gate.check.load(Ordering::Relaxed) & (FOR_MAIN | CANCEL) != 0 {
                    return;
                }
                let left = end.map(|end| end.saturating_duration_since(Instant::now()));
                if left.is_some_and(|left| left.is_zero()) {
                    return;
                }
                let slice = if main { Some(left.map_or(SLICE, |left| left.min(SLICE))) } else { left };
                sleep_on(word, before, slice);
                if word.load(Ordering::SeqCst) != before {
                    return;
                }
            }
        });
    }
}

/// Sleeps as long as the word has this value, until the time is over, a signal comes, or for no reason.
#[cfg(target_os = "linux")]
fn sleep_on(word: &AtomicU32, value: u32, time: Option<Duration>) {
    let time = time.map(|time| libc::timespec {
        tv_sec: libc::time_t::try_from(time.as_secs()).unwrap_or(libc::time_t::MAX),
        tv_nsec: time.subsec_nanos() as libc::c_long,
    });
    let time = time.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
    let operation = libc::FUTEX_WAIT | libc::FUTEX_PRIVATE_FLAG;
    // SAFETY: the word lives during the call, and so does the time.
    unsafe { libc::syscall(libc::SYS_futex, word.as_ptr(), operation, value, time) };
}

/// Wakes who sleeps on the word.
#[cfg(target_os = "linux")]
pub(super) fn wake_word(word: &AtomicU32) {
    // SAFETY: the word lives during the call.
    unsafe { libc::syscall(libc::SYS_futex, word.as_ptr(), libc::FUTEX_WAKE | libc::FUTEX_PRIVATE_FLAG, 1) };
}

/// Sleeps as long as the word has this value, looking often.
#[cfg(not(target_os = "linux"))]
fn sleep_on(word: &AtomicU32, value: u32, time: Option<Duration>) {
    const NAP: Duration = Duration::from_millis(1);
    if word.load(Ordering::SeqCst) == value {
        std::thread::sleep(time.map_or(NAP, |time| time.min(NAP)));
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn wake_word(_: &AtomicU32) {}

/// The calling thread's error number.
pub(super) fn errno() -> i32 {
    std::io::Error::last_os_error().raw_os_error().unwrap_or(0)
}

/// Sets it.
pub(super) fn set_errno(number: i32) {
    #[cfg(target_os = "linux")]
    // SAFETY: the address is the calling thread's.
    unsafe {
        *libc::__errno_location() = number;
    }
    #[cfg(target_os = "macos")]
    // SAFETY: as above.
    unsafe {
        *libc::__error() = number;
    }
}
