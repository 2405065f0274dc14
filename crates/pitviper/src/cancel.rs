//! Cancelling from other threads.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use pitviper_vm::core::vm::CANCEL;

use crate::run::Interpreter;

/// Stops the evaluation that runs, from any thread: the program cannot catch that, and it ends with
/// [`Error::Cancelled`](crate::Error::Cancelled) within a few milliseconds. When nothing runs it does nothing; paused work
/// is stopped when it is resumed.
///
/// ```
/// # use pitviper::{Error, Interpreter};
/// # use std::time::Duration;
/// let mut python = Interpreter::builder().build()?;
/// let canceller = python.canceller();
/// let watchdog = std::thread::spawn(move || {
///     std::thread::sleep(Duration::from_millis(20));
///     canceller.cancel();
/// });
/// let result = python.exec("
/// while True:
///     try:
///         while True: pass
///     except BaseException:
///         pass
/// ");
/// assert!(matches!(result, Err(Error::Cancelled(_))));
/// # watchdog.join().ok();
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Canceller(Arc<AtomicU32>);

impl Canceller {
    /// Stops what runs.
    pub fn cancel(&self) {
        self.0.fetch_or(CANCEL, Ordering::SeqCst);
    }
}

impl Interpreter {
    /// By which other threads cancel.
    #[must_use]
    pub fn canceller(&self) -> Canceller {
        self.vm.set_cancellable();
        Canceller(self.check())
    }
}
