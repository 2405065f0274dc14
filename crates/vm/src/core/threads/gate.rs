//! The interpreter's lock. Its holder gives it up to wait, or at a safe point when another thread has waited for an
//! interval; who gives it up so takes it again only after the other had it.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::core::vm::THREAD_SWITCH;

/// Nanoseconds that a thread may run when others wait.
const INTERVAL: u64 = 5_000_000;

/// The lock.
pub struct Gate {
    state: Mutex<State>,
    /// It is free, or closed.
    free: Condvar,
    /// Another thread took it.
    taken: Condvar,
    interval: AtomicU64,
    closed: AtomicBool,
    /// The interpreter's check word.
    pub(super) check: Arc<AtomicU32>,
}

struct State {
    held: bool,
    /// Threads that want it.
    waiting: u32,
    /// How often it was taken.
    turns: u64,
}

impl Gate {
    /// A lock that the caller holds.
    pub(super) fn held(check: Arc<AtomicU32>) -> Gate {
        Gate {
            state: Mutex::new(State { held: true, waiting: 0, turns: 0 }),
            free: Condvar::new(),
            taken: Condvar::new(),
            interval: AtomicU64::new(INTERVAL),
            closed: AtomicBool::new(false),
            check,
        }
    }

    pub(super) fn interval(&self) -> Duration {
        Duration::from_nanos(self.interval.load(Ordering::Relaxed))
    }

    pub(super) fn set_interval(&self, interval: Duration) {
        self.interval.store(interval.as_nanos().min(u128::from(u64::MAX)) as u64, Ordering::Relaxed);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the lock. Does not return when it is closed.
    pub(super) fn take(&self) {
        self.wait(self.state());
    }

    fn wait(&self, mut state: MutexGuard<'_, State>) {
        state.waiting += 1;
        loop {
            if self.closed.load(Ordering::Relaxed) {
                drop(state);
                for_ever();
            }
            if !state.held {
                break;
            }
            let turns = state.turns;
            let (back, time) = self.free.wait_timeout(state, self.interval()).unwrap_or_else(PoisonError::into_inner);
            state = back;
            if time.timed_out() && state.held && state.turns == turns {
                self.check.fetch_or(THREAD_SWITCH, Ordering::Relaxed);
            }
        }
        state.waiting -= 1;
        state.held = true;
        state.turns += 1;
        self.taken.notify_all();
    }

    /// Gives the lock up.
    pub(super) fn give(&self) {
        self.state().held = false;
        self.free.notify_one();
    }

    /// Lets one that waits have the lock, and takes it again afterwards.
    pub(super) fn pass_on(&self) {
        let mut state = self.state();
        self.check.fetch_and(!THREAD_SWITCH, Ordering::Relaxed);
        if state.waiting == 0 {
            return;
        }
        state.held = false;
        let turns = state.turns;
        self.free.notify_one();
        while state.turns == turns {
            state = self.taken.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        self.wait(state);
    }

    /// The holder keeps the lock and does not give it up any more; nobody else ever gets it.
    pub(super) fn close(&self) {
        let _state = self.state();
        self.closed.store(true, Ordering::Relaxed);
        self.free.notify_all();
    }
}

/// Where the threads of an interpreter that is gone end up.
fn for_ever() -> ! {
    loop {
        std::thread::park();
    }
}
