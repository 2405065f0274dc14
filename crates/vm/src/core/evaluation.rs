//! Work that an interpreter does for its host: on a native stack of its own, so that it can be paused wherever it is (in
//! the key function of a sort, in an `__eq__` that a dictionary called), resumed, stopped or dropped.
//!
//! The stack is a coroutine's: a mapping with a guard page, charged to the heap, made for the first work and kept for
//! the next. Pausing is a switch of stacks in the middle of a safe point ([`crate::core::pace`]); while work is paused
//! the interpreter must not run Python, but its heap can be looked at. Dropping paused work resumes it with a stop set:
//! it unwinds by ordinary errors that no handler sees, and runs no Python. What it leaves to be finalized is finalized
//! first thing in the next work, within that one's limits.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use corosensei::stack::{DefaultStack, Stack as _};
use corosensei::{Coroutine, CoroutineResult, Yielder};
use pitviper_object::Value;
use pitviper_object::header::FINALIZE;

use crate::core::error::{Exc, PyResult, Raised};
use crate::core::vm::Vm;

/// Why work was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The memory limit, where the host made it terminal.
    Memory,
    /// The step budget was used up, and the host gave no more.
    Steps,
    /// The deadline came.
    Time,
    /// The host asked for it.
    Cancelled,
    /// Pitviper panicked: a bug of its own. The interpreter does nothing any more, and its memory goes with it.
    Broken,
}

/// How work stands.
#[derive(Debug)]
pub enum Progress {
    /// It ended; when [`Vm::stopped`] says why it was stopped, the result is of no interest.
    Done(PyResult),
    /// The step budget is used up: [`Vm::resume_work`] goes on, [`Vm::abandon_work`] drops it.
    Paused,
}

/// Bytes of the native stack that code may use which does not look at the stack's end.
const MARGIN: usize = if cfg!(debug_assertions) { 512 << 10 } else { 128 << 10 };

/// Fewest bytes of a stack besides the margin.
const LEAST: usize = 128 << 10;

/// Most of the memory limit that the stack takes: one part of so many.
const SHARE: usize = if cfg!(debug_assertions) { 4 } else { 8 };

/// Gives the interpreter out when it pauses, as the compiler must know.
type Job = Coroutine<(), *mut Vm, PyResult, DefaultStack>;

/// What the host asked for, and the stack that it is done on.
#[derive(Default)]
pub(crate) struct Work {
    /// What runs, or is paused.
    job: Option<Job>,
    /// The way from the work to the host.
    host: Option<*const Yielder<(), *mut Vm>>,
    /// Whether the work runs now.
    running: bool,
    /// The stack, while it is idle.
    stack: Option<DefaultStack>,
    /// Bytes of it that the heap is charged with.
    charged: usize,
    /// The lowest address of it that may be reached.
    limit: usize,
    /// Why the last work was stopped.
    stopped: Option<Stop>,
    /// Whether work panicked: what it was doing is half done.
    broken: bool,
    /// Objects that died when no Python could run.
    unfinalized: Option<pitviper_object::Obj<crate::types::list::List>>,
}

impl Work {
    /// Whether work runs now.
    pub(crate) fn is_running(&self) -> bool {
        self.running
    }

    /// Whether work panicked, so that nothing about the interpreter's objects can be relied upon.
    pub(crate) fn is_broken(&self) -> bool {
        self.broken
    }

    pub(crate) fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        self.unfinalized.iter().for_each(|objects| visit(objects.as_value()));
    }
}

impl Vm {
    /// Does `work`, on a native stack of its own, until it ends or the step budget is used up.
    ///
    /// # Errors
    /// `MemoryError` when there is no room for the stack; RuntimeError when other work runs or is paused.
    pub fn begin_work(&mut self, work: impl FnOnce(&mut Vm) -> PyResult + 'static) -> PyResult<Progress> {
        if self.work.job.is_some() || self.work.running {
            return Err(self.raise(Exc::RuntimeError, format_args!("the interpreter is busy")));
        }
        if self.work.broken {
            self.work.stopped = Some(Stop::Broken);
            return Ok(Progress::Done(Err(self.stop_again())));
        }
        self.forget_parser(false);
        let stack = self.take_stack()?;
        let vm: *mut Vm = self;
        self.work.job = Some(Coroutine::with_stack(stack, move |yielder, ()| {
            // SAFETY: the interpreter is resumed by a method of its own and does not move: it is in a box.
            let vm = unsafe { &mut *vm };
            vm.work.host = Some(std::ptr::from_ref(yielder));
            vm.go_on_with_deaths();
            vm.make_spare_errors();
            vm.finalize_leftovers();
            work(vm)
        }));
        self.work.stopped = None;
        Ok(self.switch_to_work())
    }

    /// Goes on with paused work; nothing when there is none.
    pub fn resume_work(&mut self) -> Option<Progress> {
        (self.is_paused() && self.host.may_go_on()).then(|| self.switch_to_work())
    }

    /// Drops paused work: its frames end without running any Python.
    pub fn abandon_work(&mut self) {
        if self.is_paused() && !self.host.may_go_on() {
            // The host's frames may neither run nor be unwound in this thread: they stay where they are, for ever.
            std::mem::forget(self.work.job.take());
            self.threads.lost = true;
        }
        let paused = self.is_paused();
        while self.is_paused() {
            self.pace.set_stopping(Some(Stop::Steps));
            if let Progress::Done(Err(raised)) = self.switch_to_work() {
                drop(self.take_raised(raised));
            }
        }
        self.settle();
        if paused {
            self.finish_deaths();
        }
    }

    /// Whether work is paused.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.work.job.is_some() && !self.work.running
    }

    /// Why the last work was stopped, if it was.
    #[must_use]
    pub fn stopped(&self) -> Option<Stop> {
        self.work.stopped
    }

    /// Steps left of the budget; nothing when there is no budget.
    #[must_use]
    pub fn steps_left(&self) -> Option<u64> {
        self.pace.budget()
    }

    /// Steps taken since the interpreter was made.
    #[must_use]
    pub fn steps_taken(&self) -> u64 {
        self.pace.taken()
    }

    /// Gives a new budget, or none.
    pub fn set_steps(&mut self, steps: Option<u64>) {
        self.pace.set_budget(steps);
    }

    /// When work is to be stopped.
    pub fn set_deadline(&mut self, deadline: Option<Instant>) {
        self.pace.set_deadline(deadline);
    }

    fn switch_to_work(&mut self) -> Progress {
        let Some(mut job) = self.work.job.take() else { return Progress::Paused };
        self.enter_host_stack();
        let host_limit = std::mem::replace(&mut self.native_limit, self.work.limit);
        self.work.running = true;
        let result = catch_unwind(AssertUnwindSafe(|| job.resume(())));
        self.work.running = false;
        self.native_limit = host_limit;
        match result {
            Err(panic) => {
                // The panic hook has told of it.
                std::mem::forget(panic);
                self.work.host = None;
                self.break_down();
                self.work.stopped = Some(Stop::Broken);
                Progress::Done(Err(self.stop_again()))
            }
            Ok(CoroutineResult::Yield(_)) => {
                self.work.job = Some(job);
                self.host.pauses_here();
                Progress::Paused
            }
            Ok(CoroutineResult::Return(result)) => {
                self.work.host = None;
                self.work.stack = Some(job.into_stack());
                self.work.stopped = self.pace.stopping();
                self.pace.set_stopping(None);
                Progress::Done(result)
            }
        }
    }

    /// Switches to the host because the budget is used up; returns when there is more.
    ///
    /// # Errors
    /// The stop, when nobody can give more or the work was dropped.
    pub(crate) fn pause(&mut self) -> PyResult<()> {
        if !self.on_main_thread() {
            return self.wait_for_steps();
        }
        let Some(host) = self.work.host else { return Err(self.stop(Stop::Steps)) };
        // The host changes what `self` refers to in the meantime: that the pointer goes out is all that keeps the compiler
        // from taking what it read before for what is there after.
        // SAFETY: the yielder lives on the stack of the work, which is this one.
        unsafe { (*host).suspend(self) };
        if self.is_stopping() { Err(self.stop_again()) } else { Ok(()) }
    }

    /// Something panicked: everything ends.
    pub(crate) fn break_down(&mut self) {
        self.work.broken = true;
        self.pace.set_stopping(Some(Stop::Broken));
        self.threads.main().wake();
    }

    /// The native stack for work.
    fn take_stack(&mut self) -> PyResult<DefaultStack> {
        if let Some(stack) = self.work.stack.take() {
            return Ok(stack);
        }
        let most = self.heap.limit().map_or(usize::MAX, |limit| limit / SHARE);
        let size = self.options.work_stack.min(most).max(LEAST + MARGIN);
        self.heap.charge(size)?;
        let Ok(stack) = DefaultStack::new(size) else {
            self.heap.uncharge(size);
            return Err(self.no_memory());
        };
        self.work.charged = size;
        self.work.limit = stack.limit().get() + MARGIN;
        Ok(stack)
    }

    /// Gives the stack back, unless it is in use.
    pub(crate) fn free_work_stack(&mut self) {
        if self.work.stack.take().is_some() {
            self.heap.uncharge(std::mem::take(&mut self.work.charged));
        }
    }

    /// Keeps an object whose finalizer cannot run now. Without memory for that, its finalizer never runs.
    pub(crate) fn keep_unfinalized(&mut self, object: &Value) {
        let kept = match &self.work.unfinalized {
            Some(objects) => Ok(objects.clone()),
            None => self.new_list(),
        };
        let pushed = kept.and_then(|objects| {
            self.work.unfinalized = Some(objects.clone());
            self.list_push(&objects, object.clone())
        });
        if let Err(Raised { .. }) = pushed {
            self.raised = None;
            object.header().iter().for_each(|header| header.clear(FINALIZE));
        }
    }

    /// Runs the finalizers that could not run when their objects died.
    pub(crate) fn finalize_leftovers(&mut self) {
        while !self.is_stopping()
            && let Some(objects) = self.work.unfinalized.take()
        {
            let mut index = 0;
            while let Some(object) = objects.get(index) {
                if object.header().is_some_and(|header| header.has(FINALIZE)) {
                    crate::core::finalize::finalize(self, &object);
                }
                objects.replace(index, Value::none());
                drop(object);
                self.settle();
                index += 1;
            }
        }
    }

    /// Forgets them: Python has ended.
    pub(crate) fn forget_leftovers(&mut self) {
        self.work.unfinalized = None;
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_types, reason = "tests")]
mod tests {
    use super::{Progress, Stop};
    use crate::core::error::PyResult;
    use crate::core::vm::{Options, Vm};
    use crate::import::main;

    fn interpreter() -> Box<Vm> {
        let mut options = Options { memory_limit: Some(64 << 20), ..Options::default() };
        options.capabilities.everything = true;
        let mut vm = Vm::new(options, &[]).expect("room");
        crate::modules::sys::config::configure(&mut vm, &Default::default()).expect("configured");
        vm
    }

    fn source(text: &'static str) -> impl FnOnce(&mut Vm) -> PyResult + 'static {
        move |vm| main::run_source(vm, text.as_bytes(), "<string>").map(|()| pitviper_object::Value::none())
    }

    fn shown(vm: &mut Vm, raised: crate::core::error::Raised) -> String {
        let exception = vm.take_raised(raised);
        let text = vm.repr(&exception).ok();
        text.and_then(|text| text.downcast::<crate::types::str::Str>().map(ToString::to_string)).unwrap_or_default()
    }

    fn end(vm: &mut Vm) {
        assert_eq!(vm.verify_heap(|kind, mismatch| panic!("{kind}: {mismatch}")), Ok(()));
        vm.free_everything();
        assert_eq!(vm.leftovers(), (0, 0));
    }

    #[test]
    fn pauses_anywhere_and_goes_on() {
        let mut vm = interpreter();
        vm.set_steps(Some(1000));
        let text = "def key(n):\n    for i in range(10): pass\n    return -n\n\
                    result = sorted(range(1000), key=key)\nassert result[0] == 999\n";
        let mut progress = vm.begin_work(source(text)).expect("a stack");
        let mut pauses = 0;
        while let Progress::Paused = progress {
            assert_eq!(vm.steps_left(), Some(0));
            pauses += 1;
            vm.set_steps(Some(1000));
            progress = vm.resume_work().expect("paused");
        }
        assert!(matches!(progress, Progress::Done(Ok(_))), "{progress:?}");
        assert!(pauses > 8, "{pauses}");
        end(&mut vm);
    }

    #[test]
    fn dropped_work_runs_nothing_and_finalizers_run_later() {
        let mut vm = interpreter();
        vm.set_steps(Some(100_000));
        let text = "import sys\nlog = []\nsys.log = log\nclass A:\n    def __del__(self): log.append('del')\n\
                    def f():\n    a = A()\n    try:\n        while True: pass\n    finally:\n        log.append('finally')\n\
                    try:\n    f()\nexcept BaseException:\n    log.append('caught')\n";
        assert!(matches!(vm.begin_work(source(text)), Ok(Progress::Paused)));
        vm.abandon_work();
        assert_eq!(vm.stopped(), Some(Stop::Steps));
        vm.set_steps(None);
        let check = "import sys\nassert sys.log == ['del'], sys.log\ndel sys.log\n";
        let progress = vm.begin_work(source(check)).expect("a stack");
        if let Progress::Done(Err(raised)) = progress {
            panic!("{}", shown(&mut vm, raised));
        }
        end(&mut vm);
    }

    #[test]
    fn threads_use_the_budget_up_too() {
        let mut vm = interpreter();
        vm.set_steps(Some(1000));
        let text = "import _thread\nlock = _thread.allocate_lock()\nlock.acquire()\ndef f():\n    for i in range(20000): pass\n\
                    lock.release()\n_thread.start_new_thread(f, ())\nlock.acquire()\n";
        let text = &*Box::leak(text.replace("pass\nlock", "pass\n    lock").into_boxed_str());
        let mut progress = vm.begin_work(source(text)).expect("a stack");
        let mut pauses = 0;
        while let Progress::Paused = progress {
            pauses += 1;
            vm.set_steps(Some(1000));
            progress = vm.resume_work().expect("paused");
        }
        assert!(matches!(progress, Progress::Done(Ok(_))), "{progress:?}");
        assert!(pauses > 15, "{pauses}");
    }

    #[test]
    fn steps_are_the_same_in_each_run() {
        let count = || {
            let mut vm = interpreter();
            let text = "d = {str(i): [i] for i in range(500)}\ns = sorted(d)\n'x'.join(s)\n";
            let progress = vm.begin_work(source(text)).expect("a stack");
            assert!(matches!(progress, Progress::Done(Ok(_))));
            vm.steps_taken()
        };
        assert_eq!(count(), count());
    }

    #[test]
    fn a_deadline_cannot_be_caught() {
        let mut vm = interpreter();
        vm.set_deadline(Some(std::time::Instant::now() + std::time::Duration::from_millis(20)));
        let text = "while True:\n    try:\n        while True: pass\n    except BaseException:\n        pass\n";
        let progress = vm.begin_work(source(text)).expect("a stack");
        assert!(matches!(progress, Progress::Done(Err(_))));
        assert_eq!(vm.stopped(), Some(Stop::Time));
        vm.set_deadline(None);
        if let Progress::Done(Err(raised)) = progress {
            drop(vm.take_raised(raised));
        }
        assert!(matches!(vm.begin_work(source("x = 1")), Ok(Progress::Done(Ok(_)))));
        end(&mut vm);
    }
}
