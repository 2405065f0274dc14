//! The life of a thread that a program started.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use pitviper_object::Value;

use super::{Gate, Thread};
use crate::core::error::{Exc, PyResult};
use crate::core::finalize::unraisable;
use crate::core::vm::Vm;
use crate::eval::calls::Called;
use crate::eval::interp;
use crate::eval::stack::{Entry, Stack};
use crate::eval::tracing::ThreadTracing;
use crate::modules::thread::{Handle, forget_all};
use crate::types::dict::Dict;
use crate::types::tuple::Tuple;

/// Bytes of a thread's native stack when the program does not say.
const STACK: usize = 8 << 20;

/// Bytes of it that are kept for what does not look at the stack's end.
const MARGIN: usize = 1 << 20;

/// Least bytes of it.
pub(crate) const LEAST_STACK: usize = 52 << 10;

/// What a thread is to do.
pub struct Start {
    /// It is called
    pub function: Value,
    /// with this tuple
    pub args: Value,
    /// and this dictionary.
    pub keywords: Option<Value>,
    /// Whether the program may end before it does.
    pub daemon: bool,
    /// Its `_ThreadHandle`, which is told when it ends.
    pub handle: Option<Value>,
}

/// What a new thread of the system is given.
struct Baton {
    vm: *mut Vm,
    thread: *mut Thread,
    gate: Arc<Gate>,
    stack: usize,
}

// SAFETY: the pointers are used by the new thread only while it holds the interpreter's lock.
unsafe impl Send for Baton {}

impl Vm {
    /// Starts a thread; its number.
    ///
    /// # Errors
    /// RuntimeError when the system or the heap has no room for it, `MemoryError`.
    pub fn start_thread(&mut self, start: Start) -> PyResult<i64> {
        if self.finalizing {
            let message = format_args!("can't create new thread at interpreter shutdown");
            return Err(self.raise(Exc::PythonFinalizationError, message));
        }
        // Small stacks that CPython can do with are not enough for our own margin.
        let bytes = match self.threads.stack_size {
            0 => STACK,
            wanted => wanted.saturating_add(2 * MARGIN),
        };
        let stack = Stack::new(&mut self.heap)?;
        let ident = self.threads.next_ident;
        let thread = match Thread::create(&mut self.heap, ident) {
            Ok(thread) => thread,
            Err(error) => {
                let mut stack = stack;
                stack.free();
                return Err(error.into());
            }
        };
        // SAFETY: the record is fresh.
        unsafe {
            (*thread).set_stack(stack);
            *(*thread).work.get() = [Some(start.function), Some(start.args), start.keywords];
            *(*thread).handle.get() = start.handle;
            (*thread).daemon = start.daemon;
        }
        if self.heap.charge(bytes).is_ok() {
            // SAFETY: as above.
            unsafe { (*thread).charged = bytes };
            let baton = Baton { vm: self, thread, gate: self.threads.gate.clone(), stack: bytes };
            self.threads.link(thread);
            if std::thread::Builder::new().stack_size(bytes).spawn(move || live(baton)).is_ok() {
                self.threads.next_ident += 1;
                self.threads.started += 1;
                return Ok(ident);
            }
            // SAFETY: just linked.
            unsafe { self.threads.unlink(thread) };
        }
        // SAFETY: no thread runs for the record.
        unsafe { Thread::destroy(self, thread) };
        self.settle();
        Err(self.raise(Exc::RuntimeError, format_args!("can't start new thread")))
    }

    /// Calls with a tuple of arguments and a dictionary of keyword arguments.
    ///
    /// # Errors
    /// What the callee raises.
    pub(crate) fn call_with_tuple(&mut self, function: &Value, args: &Value, keywords: Option<&Value>) -> PyResult {
        self.check_native_stack()?;
        let args = self.tuple_from(args)?;
        let Some(args) = args.downcast::<Tuple>() else { return Ok(Value::none()) };
        let keywords = keywords.and_then(Value::downcast::<Dict>);
        match self.begin_call_ex(function, None, args, keywords, Entry::Native)? {
            Called::Value(value) => Ok(value),
            Called::Frame => interp::run(self),
        }
    }

    /// Calls what the thread was started for; exceptions are shown.
    fn run_thread(&mut self, work: [Option<Value>; 3]) {
        let [Some(function), Some(args), keywords] = work else { return };
        let Err(raised) = self.call_with_tuple(&function, &args, keywords.as_ref()) else { return };
        if self.raised_is(&raised, Exc::SystemExit) {
            drop(self.take_raised(raised));
            return;
        }
        unraisable(self, raised, "Exception ignored in thread started by", Some(&function));
    }

    /// Lets go of all that is the thread's.
    fn end_thread(&mut self, thread: *mut Thread) {
        self.raised = None;
        self.handled = None;
        self.settle();
        forget_all(self, self.thread_ident());
        self.context = None;
        self.asyncgen_hooks = None;
        self.generator_result = None;
        self.repr_active = None;
        self.tracing.thread = ThreadTracing::default();
        self.settle();
        // SAFETY: the record is this thread's, alive until destroyed below.
        let handle = unsafe { (*(*thread).handle.get()).take() };
        if let Some(handle) = handle.as_ref().and_then(Value::downcast::<Handle>) {
            handle.end();
        }
        self.settle();
        self.threads.started = self.threads.started.saturating_sub(1);
    }
}

/// What a new thread of the system does.
fn live(baton: Baton) {
    let Baton { vm, thread, gate, stack } = baton;
    let here = 0u8;
    let limit = (&raw const here as usize).saturating_sub(stack - MARGIN);
    // SAFETY: the record stays until this thread frees it, or for ever when the gate closes; the word is atomic.
    unsafe { (*thread).set_native() };
    gate.take();
    // SAFETY: this thread has the lock, so no other uses the interpreter; the gate is open, so the interpreter is there.
    let vm = unsafe { &mut *vm };
    vm.resume(thread);
    vm.native_limit = limit;
    // SAFETY: the record is this thread's.
    let work = unsafe { std::mem::take(&mut *(*thread).work.get()) };
    let ended = catch_unwind(AssertUnwindSafe(|| {
        vm.run_thread(work);
        vm.end_thread(thread);
    }));
    vm.swap_own(thread);
    if let Err(panic) = ended {
        // The panic hook has told of it. What the thread had is half done: its record stays, and the main thread ends
        // everything.
        std::mem::forget(panic);
        vm.break_down();
        vm.threads.lost = true;
        vm.threads.current = std::ptr::null_mut();
        gate.give();
        return;
    }
    // The main thread's record stays: after a fork any thread can be the main one.
    if thread != vm.threads.main {
        // SAFETY: the thread is done with Python; what the others see of it goes now.
        unsafe {
            vm.threads.unlink(thread);
            Thread::destroy(vm, thread);
        }
    }
    vm.threads.current = std::ptr::null_mut();
    gate.give();
}
