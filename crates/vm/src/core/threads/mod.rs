//! Threads of one interpreter: operating-system threads under one lock, switched at safe points.
//!
//! What belongs to a thread ([`Own`]: its stack of frames, the exceptions in flight and handled, its native stack's end)
//! lives in the [`Vm`] while the thread runs, and in its [`Thread`] record, which the interpreter's list reaches, while
//! it does not. Whoever takes the interpreter's lock swaps its own part in, whoever gives it up swaps it out.
//!
//! Why this is sound: native code of several threads holds `&mut Vm` to the same interpreter, but only the thread
//! that holds the lock is past the call that gave it up. [`Vm::unlocked`], [`Vm::give_way`] and the waits pass the
//! reference to a function that the compiler cannot see through (it locks a mutex), so to the caller this is like any
//! call that runs Python: everything in the interpreter may have changed when it returns, and code that may call it
//! keeps no borrow of a container's storage, as for any such call. Between giving the lock up and taking it again nothing of the
//! `Vm` is touched: the way back goes through the [`Gate`], which the thread shares by count. A thread that finds the
//! gate closed never comes back: the interpreter is gone or about to be.
//!
//! Rejected: one `Vm` per thread with the shared part behind a pointer (every access of the loop would pay for it),
//! and stackful coroutines only (a blocking system call would stop all threads).

mod gate;
mod recursive;
mod run;
mod state;
mod wait;

use std::cell::Cell;
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use pitviper_object::{Heap, Obj, OutOfMemory, PageKind, Value};

pub use gate::Gate;
pub(crate) use recursive::{Patience, Recursive};
pub(crate) use run::LEAST_STACK;
pub use run::Start;
pub use state::{Own, Thread};
pub use wait::{Queue, deadline};

use crate::core::error::PyResult;
use crate::core::vm::{INTERRUPT, SIGNALS, THREAD_SWITCH, Vm};
use crate::eval::tracing::ThreadTracing;
use crate::modules::thread::{Handle, Local};
use crate::types::dict::Dict;

/// Bits of the check word that are the main thread's business.
const FOR_MAIN: u32 = INTERRUPT | SIGNALS;

/// All threads of an interpreter.
pub struct Threads {
    /// Whether there is more than one: with one the lock is never given up.
    several: bool,
    /// The thread that holds the lock.
    current: *mut Thread,
    /// The thread that made the interpreter; after a fork the one that forked.
    main: *mut Thread,
    /// The list, in order of creation.
    first: *mut Thread,
    last: *mut Thread,
    /// The lock.
    gate: Arc<Gate>,
    next_ident: i64,
    /// All objects with attributes by thread.
    pub(crate) locals: Cell<*const Local>,
    /// All `_ThreadHandle` objects.
    pub(crate) handles: Cell<*const Handle>,
    /// Names of modules that are being loaded, and by which thread.
    pub(crate) imports: Option<Obj<Dict>>,
    /// Threads that wait for one of them.
    pub(crate) import_ended: Queue,
    /// The lock of `_imp`, which a fork takes.
    pub(crate) import_lock: Recursive,
    /// Bits of the check word that wait for the main thread.
    for_main: u32,
    /// Bytes of a new thread's native stack; 0: the default.
    pub(crate) stack_size: usize,
    /// Threads that the program started and that have not ended.
    pub(crate) started: usize,
    /// Whether threads were stopped for ever, or left out of a fork: what they own is never let go of.
    pub(crate) lost: bool,
}

impl Threads {
    /// Where the lock is.
    pub(crate) const GATE: usize = std::mem::offset_of!(Threads, gate);

    /// A lock that the caller holds.
    pub(crate) fn gate(check: Arc<AtomicU32>) -> Arc<Gate> {
        Arc::new(Gate::held(check))
    }

    /// With the calling thread as the main one.
    pub(crate) fn new(heap: &mut Heap, check: Arc<AtomicU32>) -> Result<Threads, OutOfMemory> {
        let main = Thread::create(heap, 1)?;
        // SAFETY: fresh.
        unsafe { (*main).set_native() };
        Ok(Threads {
            several: false,
            current: main,
            main,
            first: main,
            last: main,
            gate: Threads::gate(check),
            next_ident: 2,
            locals: Cell::new(std::ptr::null()),
            handles: Cell::new(std::ptr::null()),
            imports: None,
            import_ended: Queue::new(),
            import_lock: Recursive::new(),
            for_main: 0,
            stack_size: 0,
            started: 0,
            lost: false,
        })
    }

    /// Calls `visit` with each thread.
    pub fn each(&self, mut visit: impl FnMut(&Thread)) {
        let mut thread = self.first;
        // SAFETY: records on the list are alive, and only the holder of the lock changes it.
        unsafe {
            while !thread.is_null() {
                visit(&*thread);
                thread = (*thread).next.get();
            }
        }
    }

    /// Calls `visit` with every value that threads own that are not running.
    pub fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        self.imports.iter().for_each(|imports| visit(imports.as_value()));
        self.each(|thread| thread.visit(visit));
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        let mut count = 0;
        self.each(|_| count += 1);
        count
    }

    /// Whether there is more than one.
    #[must_use]
    pub fn are_several(&self) -> bool {
        self.several
    }

    /// The thread with this number.
    #[must_use]
    pub fn find(&self, ident: i64) -> Option<&Thread> {
        let mut thread = self.first;
        // SAFETY: as above.
        unsafe {
            while !thread.is_null() {
                if (*thread).ident == ident {
                    return Some(&*thread);
                }
                thread = (*thread).next.get();
            }
        }
        None
    }

    /// Whether what another thread has for tools is so.
    #[must_use]
    pub(crate) fn any_other(&self, mut is_so: impl FnMut(&ThreadTracing) -> bool) -> bool {
        let mut found = false;
        self.each(|thread| found |= !std::ptr::eq(thread, self.current) && is_so(thread.tracing()));
        found
    }

    /// Changes what all other threads have for tools.
    pub(crate) fn each_other(&self, mut change: impl FnMut(&mut ThreadTracing)) {
        self.each(|thread| {
            if !std::ptr::eq(thread, self.current) {
                thread.change_tracing(&mut change);
            }
        });
    }

    /// The thread at a place of the list.
    #[must_use]
    pub fn nth(&self, index: usize) -> Option<&Thread> {
        let mut thread = self.first;
        // SAFETY: as above.
        unsafe {
            for _ in 0..index {
                thread = thread.as_ref()?.next.get();
            }
            thread.as_ref()
        }
    }

    /// The running thread.
    #[must_use]
    pub fn current(&self) -> &Thread {
        // SAFETY: set while Python runs.
        unsafe { &*self.current }
    }

    /// The main thread.
    #[must_use]
    pub fn main(&self) -> &Thread {
        // SAFETY: the main thread's record stays.
        unsafe { &*self.main }
    }

    /// How long a thread may run when others wait (`sys.setswitchinterval`).
    #[must_use]
    pub fn switch_interval(&self) -> Duration {
        self.gate.interval()
    }

    /// Sets it.
    pub fn set_switch_interval(&self, interval: Duration) {
        self.gate.set_interval(interval);
    }

    fn link(&mut self, thread: *mut Thread) {
        // SAFETY: the record is fresh, the last one alive.
        unsafe {
            (*thread).previous.set(self.last);
            (*self.last).next.set(thread);
        }
        self.last = thread;
        self.several = true;
    }

    /// # Safety
    /// The record is on the list and not the main one.
    unsafe fn unlink(&mut self, thread: *mut Thread) {
        // SAFETY: neighbours on the list are alive.
        unsafe {
            let (previous, next) = ((*thread).previous.get(), (*thread).next.get());
            if previous.is_null() {
                self.first = next;
            } else {
                (*previous).next.set(next);
            }
            if next.is_null() {
                self.last = previous;
            } else {
                (*next).previous.set(previous);
            }
        }
        self.several = self.first != self.last;
    }
}

/// The way back to the interpreter for a thread that gave its lock up.
struct Pass {
    thread: *mut Thread,
    gate: Arc<Gate>,
}

impl Vm {
    /// Whether the running thread is the main one, which alone hears of signals.
    #[must_use]
    pub fn on_main_thread(&self) -> bool {
        self.threads.current == self.threads.main
    }

    /// The number of the running thread.
    #[must_use]
    pub fn thread_ident(&self) -> i64 {
        self.threads.current().ident
    }

    /// Runs `wait`, a system call that can block, while other threads may run Python. It must not touch the heap but
    /// for memory that it owns or keeps from moving.
    pub fn unlocked<R>(&mut self, wait: impl FnOnce() -> R) -> R {
        if !self.threads.several {
            return wait();
        }
        let pass = self.leave();
        let result = wait();
        let errno = wait::errno();
        self.enter(pass);
        wait::set_errno(errno);
        result
    }

    /// Swaps the running thread's part out, or in.
    fn swap_own(&mut self, thread: *mut Thread) {
        // SAFETY: the record is alive, and its part is only used by who holds the lock: this thread.
        unsafe { (*thread).own.get().as_mut_unchecked().swap(self) }
    }

    /// Others use the interpreter before this thread goes on: to be called between, so that the compiler does not take what
    /// was there before for what is there after.
    #[inline(always)]
    fn lend(&mut self) {
        std::hint::black_box(std::ptr::from_mut(self));
    }

    #[inline(never)]
    fn leave(&mut self) -> Pass {
        let thread = self.threads.current;
        self.swap_own(thread);
        let pass = Pass { thread, gate: self.threads.gate.clone() };
        self.threads.current = std::ptr::null_mut();
        self.lend();
        pass.gate.give();
        pass
    }

    /// Comes back only if the interpreter is there and the lock is taken.
    #[inline(never)]
    fn enter(&mut self, pass: Pass) {
        self.lend();
        pass.gate.take();
        self.resume(pass.thread);
    }

    fn resume(&mut self, thread: *mut Thread) {
        self.threads.current = thread;
        self.swap_own(thread);
        if thread == self.threads.main && self.threads.for_main != 0 {
            let bits = std::mem::take(&mut self.threads.for_main);
            self.check.fetch_or(bits, Ordering::Relaxed);
            self.pace.hurry();
        }
    }

    /// Lets another thread run that waits for the lock.
    #[cold]
    #[inline(never)]
    fn give_way(&mut self) {
        if !self.threads.several {
            return;
        }
        let thread = self.threads.current;
        let gate = self.threads.gate.clone();
        self.swap_own(thread);
        self.threads.current = std::ptr::null_mut();
        self.lend();
        gate.pass_on();
        self.resume(thread);
    }

    /// Takes what the check word asks for, when a thread waits for its turn after that had it.
    pub(crate) fn take_checks(&mut self) -> u32 {
        let mut bits = self.check.swap(0, Ordering::Relaxed);
        if bits & THREAD_SWITCH != 0 {
            self.check.fetch_or(bits & !THREAD_SWITCH, Ordering::Relaxed);
            self.give_way();
            bits = self.check.swap(0, Ordering::Relaxed);
        }
        if !self.on_main_thread() {
            self.leave_to_main(bits);
            bits &= !FOR_MAIN;
        }
        bits
    }

    /// Keeps what only the main thread may do, and wakes it.
    pub(crate) fn leave_to_main(&mut self, bits: u32) {
        let bits = bits & FOR_MAIN;
        if bits != 0 {
            self.check.fetch_and(!bits, Ordering::Relaxed);
            self.threads.for_main |= bits;
            self.threads.main().wake();
        }
    }

    /// Takes the lock of `_imp`.
    ///
    /// # Errors
    /// What functions of signals raise while it waits.
    pub(crate) fn take_import_lock(&mut self) -> PyResult<()> {
        let lock = std::ptr::from_ref(&self.threads.import_lock);
        // SAFETY: the lock is the interpreter's, at one place as long as the interpreter is.
        unsafe { &*lock }.take(self, Patience::Until(None), 1).map(drop)
    }

    /// Forks while no other thread holds the lock of `_imp`; `fork` gives 0 in the child.
    ///
    /// # Errors
    /// As [`Vm::take_import_lock`].
    pub(crate) fn fork(&mut self, fork: impl FnOnce() -> i32) -> PyResult<i32> {
        self.take_import_lock()?;
        let process = fork();
        let errno = wait::errno();
        if process == 0 {
            self.after_fork_in_child();
        }
        self.threads.import_lock.release(self);
        wait::set_errno(errno);
        Ok(process)
    }

    /// In the child of a fork: this thread is all that is left. What the others' frames own is never let go of, as in
    /// CPython: letting go could run code in the middle of what they were doing.
    pub(crate) fn after_fork_in_child(&mut self) {
        // Its thread is not here.
        self.forget_parser(true);
        let current = self.threads.current;
        let mut thread = self.threads.first;
        // SAFETY: records on the list are alive; the threads of the others do not exist in this process.
        unsafe {
            while !thread.is_null() {
                let next = (*thread).next.get();
                if thread != current {
                    self.threads.lost = true;
                    self.threads.unlink(thread);
                    self.lose(&*thread);
                }
                thread = next;
            }
            (*current).forget_waiting();
            (*current).set_native();
        }
        crate::modules::thread::end_others(self, self.thread_ident());
        self.threads.main = current;
        self.threads.several = false;
        self.threads.started = 0;
        let interval = self.threads.switch_interval();
        // Another thread may have held its mutex: it can be neither used nor freed.
        let old = std::mem::replace(&mut self.threads.gate, Arc::new(Gate::held(self.check.clone())));
        std::mem::forget(old);
        self.threads.set_switch_interval(interval);
        crate::modules::signal::hear_on_this_thread();
        self.settle();
    }

    /// A thread that does not exist in this process.
    fn lose(&mut self, thread: &Thread) {
        thread.leave_queue();
        if thread.charged > 0 {
            self.heap.uncharge(thread.charged);
        }
        crate::modules::thread::forget_all(self, thread.ident);
        self.forget_imports(thread.ident);
    }

    /// What a lost thread was loading is not being loaded any more.
    fn forget_imports(&mut self, ident: i64) {
        let Some(imports) = self.threads.imports.clone() else { return };
        let mut position = 0;
        while let Some((name, loader)) = imports.next_entry(&mut position) {
            if loader.as_small() == Some(ident)
                && let Err(raised) = self.dict_remove(&imports, &name)
            {
                drop(self.take_raised(raised));
            }
        }
    }

    /// Calls `threading._shutdown`, which waits for the threads that are no daemons.
    pub fn join_threads(&mut self) {
        if let Err(raised) = self.call_shutdown() {
            let message = "Exception ignored on threading shutdown";
            crate::core::finalize::unraisable(self, raised, message, None);
        }
    }

    fn call_shutdown(&mut self) -> PyResult<()> {
        let name = self.intern("threading")?;
        let Some(module) = crate::import::existing(self, &name)? else { return Ok(()) };
        let name = self.intern("_shutdown")?;
        match self.get_attr_opt(&module, &name)? {
            Some(shutdown) => self.call(&shutdown, &[]).map(drop),
            None => Ok(()),
        }
    }

    /// Waits for the threads that are no daemons, without `threading`.
    pub(crate) fn wait_for_threads(&mut self) {
        if let Err(raised) = crate::modules::thread::wait_for_all(self) {
            let message = "Exception ignored on threading shutdown";
            crate::core::finalize::unraisable(self, raised, message, None);
        }
    }

    /// From now on no other thread runs Python: those that there are stop where they are, for ever. What they own is never
    /// let go of, and the memory stays that they may be about to read or write.
    pub fn stop_threads(&mut self) {
        self.finalizing = true;
        self.threads.gate.close();
        if std::mem::take(&mut self.threads.several) {
            self.threads.lost = true;
            self.heap.abandon();
        }
    }
}

/// The memory of a record.
fn block(heap: &mut Heap) -> Result<NonNull<Thread>, OutOfMemory> {
    Ok(heap.alloc(PageKind::Raw, size_of::<Thread>())?.cast())
}
