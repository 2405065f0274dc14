//! Long sources are parsed on a thread of their own: ruff's parser cannot be stopped, so who wants it to end leaves.
//!
//! Invariant: what the thread holds stays charged until it has ended, also when nobody waits for it any more. The
//! tree is dropped where it was made, on a stack sized for it.
#![expect(clippy::disallowed_types, reason = "a copy of the source, of which the caller has charged the bytes")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use crate::ast::{Budget, OutOfMemory};
use crate::stack::BASE;

/// Between two looks at whether somebody wants it to end.
const LOOK: Duration = Duration::from_millis(1);

/// Between two looks at whether the thread has ended.
const MOMENT: Duration = Duration::from_micros(50);

/// Set when the thread has ended, and what it held is free.
pub type Ended = Arc<AtomicBool>;

/// A thread that parses.
pub(crate) struct Apart<T> {
    result: Receiver<Arc<T>>,
    /// The thread keeps the result until this is gone.
    needed: Sender<()>,
    ended: Ended,
}

impl<T: Send + Sync + 'static> Apart<T> {
    /// Begins to `parse` a copy of `text` on a stack of so many bytes; `None` when there is no room for that.
    pub(crate) fn begin(text: &str, stack: usize, parse: fn(&str) -> T) -> Option<Apart<T>> {
        let mut copy = String::new();
        copy.try_reserve_exact(text.len()).ok()?;
        copy.push_str(text);
        let (give, result) = channel();
        let (needed, wait) = channel::<()>();
        let ended = Ended::default();
        let at_end = Ended::clone(&ended);
        let work = move || {
            let result = Arc::new(parse(&copy));
            if give.send(Arc::clone(&result)).is_ok() {
                // An error says that the result is not needed any more.
                let _ = wait.recv();
            }
            drop((result, copy, give));
            at_end.store(true, Ordering::Release);
        };
        thread::Builder::new().name("parse".to_owned()).stack_size(stack.saturating_add(BASE)).spawn(work).ok()?;
        Some(Apart { result, needed, ended })
    }

    /// Has `then` use the result. The `bytes` charged for what the thread holds are released.
    ///
    /// # Errors
    /// [`OutOfMemory`] when it is to end before there is a result. The bytes are released when the thread has ended then.
    pub(crate) fn finish<R>(
        self,
        budget: &mut dyn Budget,
        bytes: usize,
        then: impl FnOnce(&mut dyn Budget, &T) -> R,
    ) -> Result<R, OutOfMemory> {
        let result = self.wait(budget).map(|result| then(budget, &result));
        let Apart { result: unwanted, needed, ended } = self;
        drop((unwanted, needed));
        while !ended.load(Ordering::Acquire) {
            if budget.is_stopped() {
                budget.release_after(bytes, ended);
                return result;
            }
            thread::sleep(MOMENT);
        }
        budget.release(bytes);
        result
    }

    fn wait(&self, budget: &mut dyn Budget) -> Result<Arc<T>, OutOfMemory> {
        loop {
            match self.result.recv_timeout(LOOK) {
                Ok(result) => return Ok(result),
                Err(RecvTimeoutError::Timeout) if !budget.is_stopped() => {}
                Err(_) => return Err(OutOfMemory),
            }
        }
    }
}
