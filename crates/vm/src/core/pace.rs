//! Steps: how far a program goes before somebody looks at what waits, and how far it may go at all.
//!
//! A step is a safe point of the eval loop (a call, its return from native code, a jump back), a value that an iterator
//! gave to native code, or a portion of other native work ([`Vm::work`]). Steps are counted down in stretches; at the end of one the
//! interpreter looks at the check word, which other threads set, at the deadline and at the budget. Counting
//! is all that a safe point costs, and the count depends on nothing but the program and its input.
//!
//! Who wants the next safe point to look, on the interpreter's own thread, sets the rest of the stretch aside
//! ([`Pace::hurry`]).
//!
//! A *stop* is sticky: once it is set every safe point, and every piece of Python that native code wants to run, fails with an
//! exception that no handler sees ([`crate::eval::unwind`]), until the work that the host asked for has ended.

use std::cell::Cell;
use std::sync::atomic::Ordering;
use std::time::Instant;

use crate::core::error::{Exc, PyResult, Raised};
use crate::core::evaluation::Stop;
use crate::core::vm::{CANCEL, INTERRUPT, SIGNALS, Vm};

/// Steps between two looks at what others set.
const STRETCH: i64 = 256;

/// Counts steps.
pub struct Pace {
    /// Steps of the stretch that are left; below zero it is time to look.
    left: i64,
    /// Steps of the stretch that were set aside.
    held: i64,
    /// Steps in all stretches so far.
    granted: u64,
    /// Steps that may still be granted; nothing when there is no budget.
    budget: Option<u64>,
    /// When to stop.
    deadline: Option<Instant>,
    /// Why everything is to end.
    stopping: Option<Stop>,
    /// Whether a thread waits for the main one to ask the host for more steps.
    starved: bool,
    /// Looks until everything is cancelled, for tests; as many as there can be when it is not.
    looks: Cell<u64>,
}

impl Pace {
    pub(crate) const fn new() -> Pace {
        Pace {
            left: STRETCH,
            held: 0,
            granted: STRETCH as u64,
            budget: None,
            deadline: None,
            stopping: None,
            starved: false,
            looks: Cell::new(u64::MAX),
        }
    }

    /// Counts a look at whether to stop; whether a test wants it to be the last.
    fn is_last_look(&self) -> bool {
        match self.looks.get() {
            u64::MAX => false,
            0 => true,
            left => {
                self.looks.set(left - 1);
                false
            }
        }
    }

    /// Has the next safe point look.
    #[inline]
    pub(crate) fn hurry(&mut self) {
        if self.left > 0 {
            self.held += std::mem::take(&mut self.left);
        }
    }

    /// One step; whether it is time to look.
    #[inline(always)]
    pub(crate) fn step(&mut self) -> bool {
        self.left -= 1;
        self.left < 0
    }

    /// Whether the stretch is over.
    pub(crate) fn is_over(&self) -> bool {
        self.left < 0
    }

    /// Steps taken.
    #[must_use]
    pub(crate) fn taken(&self) -> u64 {
        self.granted - self.ahead()
    }

    /// Steps granted and not taken.
    fn ahead(&self) -> u64 {
        u64::try_from(self.left + self.held).unwrap_or(0)
    }

    /// Steps left of the budget.
    #[must_use]
    pub(crate) fn budget(&self) -> Option<u64> {
        self.budget.map(|budget| budget.saturating_add(self.ahead()))
    }

    /// Gives a new budget; what was owed is paid from it.
    pub(crate) fn set_budget(&mut self, budget: Option<u64>) {
        self.granted -= self.ahead();
        self.left = (self.left + self.held).min(0);
        self.held = 0;
        self.budget = budget;
    }

    pub(crate) fn set_deadline(&mut self, deadline: Option<Instant>) {
        self.deadline = deadline;
    }

    /// When to stop.
    #[must_use]
    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    #[must_use]
    #[inline]
    pub(crate) fn stopping(&self) -> Option<Stop> {
        self.stopping
    }

    /// A thread that is not the main one needs steps.
    pub(crate) fn starve(&mut self) {
        self.starved = true;
        self.hurry();
    }

    pub(crate) fn set_stopping(&mut self, stop: Option<Stop>) {
        self.stopping = stop;
        self.hurry();
    }

    /// Begins the next stretch if this one is over; false when the budget has no more.
    fn renew(&mut self) -> bool {
        self.left += std::mem::take(&mut self.held);
        if self.left >= 0 {
            return true;
        }
        let wanted = STRETCH.max(-self.left) as u64;
        let given = self.budget.map_or(wanted, |budget| budget.min(wanted));
        if let Some(budget) = &mut self.budget {
            *budget -= given;
        }
        self.granted += given;
        self.left += given as i64;
        self.left >= 0
    }
}

impl Vm {
    /// Whether something waits to be done at a safe point. Takes no step: for native code that waits.
    #[inline]
    pub(crate) fn must_check(&self) -> bool {
        self.check.load(Ordering::Relaxed) != 0
            || self.pace.stopping.is_some()
            || self.pace.deadline.is_some()
            || self.pace.starved
    }

    /// Does what waits, at a safe point.
    ///
    /// # Errors
    /// What functions of signals raise, KeyboardInterrupt; a stop.
    #[cold]
    #[inline(never)]
    pub(crate) fn run_checks(&mut self) -> PyResult<()> {
        self.look()?;
        let bits = self.take_checks();
        if bits & CANCEL != 0 {
            // It came since the look.
            return Err(self.stop(Stop::Cancelled));
        }
        if bits & INTERRUPT != 0 {
            self.check.fetch_or(bits & !INTERRUPT, Ordering::Relaxed);
            self.pace.hurry();
            return Err(self.raise_bare(Exc::KeyboardInterrupt));
        }
        if bits & crate::core::vm::COLLECT != 0 {
            self.collect_due();
        }
        if bits & crate::core::vm::HANDLES != 0 {
            self.release_handles();
        }
        if bits & SIGNALS != 0 {
            crate::modules::signal::run_pending(self)?;
        }
        if bits & crate::core::vm::REMOTE != 0 {
            crate::modules::sys::remote::run_pending(self)?;
        }
        Ok(())
    }

    /// Counts `steps` of native work. To be called by native loops whose length a program decides, at least every 10 µs or so
    /// of work, with about one step for each 16 elements or 64 bytes done. Neither collects nor lets another thread run;
    /// functions of signals can run.
    ///
    /// # Errors
    /// What functions of signals raise, KeyboardInterrupt; a stop.
    #[inline]
    pub fn work(&mut self, steps: u32) -> PyResult<()> {
        self.pace.left -= i64::from(steps);
        if self.pace.left < 0 { self.look_within() } else { Ok(()) }
    }

    #[cold]
    #[inline(never)]
    fn look_within(&mut self) -> PyResult<()> {
        self.look()?;
        let checked = self.check_interrupt();
        if self.check.load(Ordering::Relaxed) != 0 {
            // The rest is for the next safe point.
            self.pace.hurry();
        }
        checked
    }

    /// For native loops over elements: counts a step for 16 of them, each time `index` has come 1,024 further. Runs no
    /// Python.
    ///
    /// # Errors
    /// KeyboardInterrupt; a stop.
    #[inline(always)]
    pub fn work_at(&mut self, index: usize) -> PyResult<()> {
        if index % 1024 == 1023 { self.work_plain(64) } else { Ok(()) }
    }

    /// [`Vm::work`] that runs no Python.
    ///
    /// # Errors
    /// KeyboardInterrupt; a stop.
    pub fn work_plain(&mut self, steps: u32) -> PyResult<()> {
        self.pace.left -= i64::from(steps);
        if self.pace.left < 0 { self.look_deep() } else { Ok(()) }
    }

    /// Counts steps of native work that has been done already; the next safe point looks.
    #[inline]
    pub(crate) fn worked(&mut self, steps: usize) {
        self.pace.left = self.pace.left.saturating_sub(steps as i64);
    }

    /// Whether a stop is due that native code which can neither pause nor fail but for want of memory should give way
    /// to.
    pub(crate) fn is_stop_due(&self) -> bool {
        self.pace.stopping.is_some()
            || self.pace.is_last_look()
            || self.check.load(Ordering::Relaxed) & CANCEL != 0
            || self.pace.deadline.is_some_and(|deadline| Instant::now() >= deadline)
    }

    /// The stop that is due, if one is: native code that gave way to it knows no other failure than that of memory.
    pub(crate) fn due_stop(&mut self) -> Option<Raised> {
        self.check_stop().err()
    }

    /// The end of a stretch inside of a native recursion: functions of signals wait.
    #[cold]
    #[inline(never)]
    pub(crate) fn look_deep(&mut self) -> PyResult<()> {
        self.look()?;
        self.look_plainly()
    }

    /// Counts `steps` of native work in the middle of which no other thread may run, so that it does not pause: what the
    /// budget lacks is owed.
    ///
    /// # Errors
    /// KeyboardInterrupt; a stop for another reason than steps.
    #[inline]
    pub fn work_held(&mut self, steps: usize) -> PyResult<()> {
        self.worked(steps);
        if self.pace.left >= 0 {
            return Ok(());
        }
        self.check_stop()?;
        self.look_plainly()
    }

    /// Cancels what runs at the look behind so many, for tests: a look is what native code and safe points do to see whether
    /// to stop.
    pub fn cancel_after(&mut self, looks: Option<u64>) {
        self.pace.looks.set(looks.unwrap_or(u64::MAX));
    }

    /// Raises what others ask for and what needs no Python.
    #[cold]
    #[inline(never)]
    fn look_plainly(&mut self) -> PyResult<()> {
        let waiting = self.check.load(Ordering::Relaxed);
        if waiting & INTERRUPT != 0 && self.on_main_thread() {
            self.check.fetch_and(!INTERRUPT, Ordering::Relaxed);
            return Err(self.raise_bare(Exc::KeyboardInterrupt));
        }
        if waiting != 0 {
            // The rest is for the next safe point.
            self.pace.hurry();
        }
        Ok(())
    }

    /// Raises what waits and concerns native code: a stop, an interrupt, what functions of signals raise. Takes no
    /// step: for native code that waits.
    ///
    /// # Errors
    /// That.
    #[inline]
    pub fn check_interrupt(&mut self) -> PyResult<()> {
        if self.must_check() { self.raise_what_waits() } else { Ok(()) }
    }

    #[cold]
    #[inline(never)]
    fn raise_what_waits(&mut self) -> PyResult<()> {
        self.check_stop()?;
        if self.pace.starved && self.on_main_thread() {
            self.pace.starved = false;
            self.look()?;
        }
        let waiting = self.check.load(Ordering::Relaxed) & (INTERRUPT | SIGNALS);
        if waiting == 0 || !self.on_main_thread() {
            return Ok(());
        }
        if waiting & SIGNALS != 0 {
            crate::modules::signal::run_pending(self)?;
        }
        if waiting & INTERRUPT == 0 {
            return Ok(());
        }
        self.check.fetch_and(!INTERRUPT, Ordering::Relaxed);
        Err(self.raise_bare(Exc::KeyboardInterrupt))
    }

    /// The end of a stretch: what is not for other threads to say.
    fn look(&mut self) -> PyResult<()> {
        self.check_stop()?;
        while !self.pace.renew() {
            self.pause()?;
        }
        Ok(())
    }

    /// Fails when everything is to end, the host cancelled, or the deadline has come.
    ///
    /// # Errors
    /// The stop.
    fn check_stop(&mut self) -> PyResult<()> {
        if self.pace.stopping.is_some() {
            return Err(self.stop_again());
        }
        if self.check.load(Ordering::Relaxed) & CANCEL != 0 || self.pace.is_last_look() {
            self.check.fetch_and(!CANCEL, Ordering::Relaxed);
            return Err(self.stop(Stop::Cancelled));
        }
        match self.pace.deadline {
            Some(deadline) if Instant::now() >= deadline => Err(self.stop(Stop::Time)),
            _ => Ok(()),
        }
    }

    /// Ends everything, for this reason.
    #[cold]
    pub(crate) fn stop(&mut self, stop: Stop) -> Raised {
        self.pace.set_stopping(Some(stop));
        if !self.on_main_thread() {
            self.threads.main().wake();
        }
        self.note_stop();
        self.stop_again()
    }

    /// Fails once more: something native took the failure for its own.
    #[cold]
    pub(crate) fn stop_again(&mut self) -> Raised {
        // Less than a step is left: the next safe point fails as well.
        self.pace.held += std::mem::take(&mut self.pace.left);
        match self.stop_exception.clone() {
            Some(exception) => self.reraise(exception),
            None => self.no_memory(),
        }
    }

    /// Whether everything is to end: no Python may run.
    #[inline]
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.pace.stopping.is_some()
    }
}
