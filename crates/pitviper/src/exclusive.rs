//! Closures that change what they own.

use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread::ThreadId;
use std::time::{Duration, Instant};

use crate::context::Context;
use crate::error::Error;

/// How long a call waits for one in another thread before it looks whether it may go on waiting.
const SLICE: Duration = Duration::from_millis(1);

/// A closure that changes what it owns (`FnMut`), as a host function.
///
/// It runs once at a time. A call of it while it runs, by Python that it called, is a `RuntimeError`. A call in another
/// thread, where interpreters or threads of one share it, waits, within the limits.
///
/// ```
/// # use pitviper::{Interpreter, Mut};
/// let mut python = Interpreter::builder().build()?;
/// let mut last = 0;
/// python.define("ticket", Mut::new(move || {
///     last += 1;
///     last
/// }))?;
/// assert_eq!(python.eval::<Vec<i64>>("[ticket() for _ in range(3)]")?, [1, 2, 3]);
/// # Ok::<(), pitviper::Error>(())
/// ```
pub struct Mut<F> {
    closure: Mutex<F>,
    /// The thread that runs it.
    runner: Mutex<Option<ThreadId>>,
}

impl<F> Mut<F> {
    /// Of a closure, the types of whose arguments have to be written out.
    pub const fn new(closure: F) -> Mut<F> {
        Mut { closure: Mutex::new(closure), runner: Mutex::new(None) }
    }

    fn runner(&self) -> MutexGuard<'_, Option<ThreadId>> {
        self.runner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs the closure as soon as it does not run elsewhere.
    pub(crate) fn run<'py, R>(
        &self,
        python: &mut Context<'py>,
        name: &str,
        run: impl FnOnce(&mut F, &mut Context<'py>) -> R,
    ) -> Result<R, Error> {
        let mut closure = self.enter(python, name)?;
        let _running = Running::new(self);
        Ok(run(&mut closure, python))
    }

    fn enter(&self, python: &mut Context<'_>, name: &str) -> Result<MutexGuard<'_, F>, Error> {
        loop {
            match self.closure.try_lock() {
                Ok(closure) => return Ok(closure),
                // A panic is an exception in Python, after which all goes on.
                Err(TryLockError::Poisoned(closure)) => return Ok(closure.into_inner()),
                Err(TryLockError::WouldBlock) => {}
            }
            if *self.runner() == Some(std::thread::current().id()) {
                return Err(Error::raise("RuntimeError", format_args!("{name}() is already running")));
            }
            let slept = python.vm.sleep_until(Instant::now() + SLICE);
            python.check(slept)?;
        }
    }
}

/// While it lives the closure runs in this thread.
struct Running<'a, F>(&'a Mut<F>);

impl<F> Running<'_, F> {
    fn new(closure: &Mut<F>) -> Running<'_, F> {
        *closure.runner() = Some(std::thread::current().id());
        Running(closure)
    }
}

impl<F> Drop for Running<'_, F> {
    fn drop(&mut self) {
        *self.0.runner() = None;
    }
}
