//! What belongs to one thread.

use std::cell::{Cell, UnsafeCell};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use pitviper_object::{Heap, OutOfMemory, Value};

use super::wait::{Queue, wake_word};
use crate::core::cell::ValueCell;
use crate::core::vm::Vm;
use crate::eval::stack::Stack;
use crate::eval::tracing::ThreadTracing;

/// The part of a [`Vm`] that is a thread's.
pub struct Own {
    stack: Stack,
    raised: Option<Value>,
    handled: Option<Value>,
    context: Option<Value>,
    asyncgen_hooks: Option<Value>,
    origin_depth: u32,
    generator_result: Option<Value>,
    repr_active: Option<Value>,
    tracing: ThreadTracing,
    pub(super) native_limit: usize,
}

impl Own {
    fn new(stack: Stack) -> Own {
        Own {
            stack,
            raised: None,
            handled: None,
            context: None,
            asyncgen_hooks: None,
            origin_depth: 0,
            generator_result: None,
            repr_active: None,
            tracing: ThreadTracing::default(),
            native_limit: 0,
        }
    }

    /// Exchanges it with what is in the interpreter.
    pub(super) fn swap(&mut self, vm: &mut Vm) {
        use std::mem::swap;
        swap(&mut self.stack, &mut vm.stack);
        swap(&mut self.raised, &mut vm.raised);
        swap(&mut self.handled, &mut vm.handled);
        swap(&mut self.context, &mut vm.context);
        swap(&mut self.asyncgen_hooks, &mut vm.asyncgen_hooks);
        swap(&mut self.origin_depth, &mut vm.origin_depth);
        swap(&mut self.generator_result, &mut vm.generator_result);
        swap(&mut self.repr_active, &mut vm.repr_active);
        swap(&mut self.tracing, &mut vm.tracing.thread);
        swap(&mut self.native_limit, &mut vm.native_limit);
    }

    fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        let values = [
            &self.raised,
            &self.handled,
            &self.context,
            &self.asyncgen_hooks,
            &self.generator_result,
            &self.repr_active,
        ];
        values.into_iter().flatten().for_each(&mut *visit);
        self.tracing.visit(visit);
        self.stack.visit(visit);
    }

    /// Frees the stack, which has no frames.
    pub(super) fn free_stack(&mut self) {
        self.stack.free();
    }
}

/// A thread's record. It lives in the interpreter's heap and is reached by the interpreter's list.
pub struct Thread {
    /// Its number, never given twice.
    pub ident: i64,
    pub(super) next: Cell<*mut Thread>,
    pub(super) previous: Cell<*mut Thread>,
    /// What is the thread's, while it does not run; else what it found in the interpreter: nothing.
    pub(super) own: UnsafeCell<Own>,
    /// What it runs, until it does: function, arguments, keywords.
    pub(super) work: UnsafeCell<[Option<Value>; 3]>,
    /// Its `_ThreadHandle`.
    pub(super) handle: UnsafeCell<Option<Value>>,
    /// Whether the program may end before it does.
    pub daemon: bool,
    /// Bytes of native stack that the heap is charged with.
    pub(super) charged: usize,
    /// Counts how often it was woken: what it sleeps on.
    pub(super) woken: AtomicU32,
    /// The system's handle of it (`pthread_t`), once it runs.
    native: AtomicU64,
    /// The module that it waits for another thread to load.
    pub(crate) awaited: ValueCell,
    /// The queue that it waits in.
    pub(super) queue: Cell<*const Queue>,
    /// The one behind it in that queue.
    pub(super) behind: Cell<*mut Thread>,
}

impl Thread {
    pub(super) fn create(heap: &mut Heap, ident: i64) -> Result<*mut Thread, OutOfMemory> {
        let block = super::block(heap)?;
        let thread = Thread {
            ident,
            next: Cell::new(std::ptr::null_mut()),
            previous: Cell::new(std::ptr::null_mut()),
            own: UnsafeCell::new(Own::new(Stack::none())),
            work: UnsafeCell::new([None, None, None]),
            handle: UnsafeCell::new(None),
            daemon: true,
            charged: 0,
            woken: AtomicU32::new(0),
            native: AtomicU64::new(0),
            awaited: ValueCell::new(None),
            queue: Cell::new(std::ptr::null()),
            behind: Cell::new(std::ptr::null_mut()),
        };
        // SAFETY: a fresh block of this size.
        unsafe { block.write(thread) };
        Ok(block.as_ptr())
    }

    /// Gives it a stack for its frames.
    pub(super) fn set_stack(&mut self, stack: Stack) {
        self.own.get_mut().stack = stack;
    }

    /// Frees the record, its empty stack and what else they own; nothing is drained.
    ///
    /// # Safety
    /// It is on no list, and its thread does not run and never will.
    pub(super) unsafe fn destroy(vm: &mut Vm, thread: *mut Thread) {
        // SAFETY: the caller's promise; the block was made by `create`.
        unsafe {
            (*thread).leave_queue();
            (*(*thread).own.get()).free_stack();
            let charged = (*thread).charged;
            std::ptr::drop_in_place(thread);
            Heap::free(std::ptr::NonNull::new_unchecked(thread).cast());
            if charged > 0 {
                vm.heap.uncharge(charged);
            }
        }
    }

    /// Notes which thread of the system it is: the calling one.
    pub(crate) fn set_native(&self) {
        // SAFETY: no parameters.
        let native = unsafe { libc::pthread_self() };
        self.native.store(native as u64, Ordering::Relaxed);
    }

    /// The system's handle of it (`pthread_t`), 0 before it runs.
    #[must_use]
    pub fn native(&self) -> u64 {
        self.native.load(Ordering::Relaxed)
    }

    /// Its innermost frame, when it does not run.
    #[must_use]
    pub fn frame(&self) -> *mut crate::eval::stack::Frame {
        // SAFETY: only the holder of the lock looks, and no other thread's part changes meanwhile.
        unsafe { (*self.own.get()).stack.frame }
    }

    /// The exception that it handles, when it does not run.
    #[must_use]
    pub fn handled(&self) -> Option<Value> {
        // SAFETY: as above.
        unsafe { (*self.own.get()).handled.clone() }
    }

    /// What it has for tools, when it does not run.
    pub(super) fn tracing(&self) -> &ThreadTracing {
        // SAFETY: as above.
        unsafe { &(*self.own.get()).tracing }
    }

    /// Changes what it has for tools, when it does not run.
    pub(super) fn change_tracing(&self, change: impl FnOnce(&mut ThreadTracing)) {
        // SAFETY: as above; nobody else looks at it meanwhile.
        change(unsafe { &mut (*self.own.get()).tracing });
    }

    /// Its `_ThreadHandle`, until it has ended.
    #[must_use]
    pub fn handle(&self) -> Option<Value> {
        // SAFETY: as above.
        unsafe { (*self.handle.get()).clone() }
    }

    /// Wakes it if it sleeps.
    pub(crate) fn wake(&self) {
        self.woken.fetch_add(1, Ordering::SeqCst);
        wake_word(&self.woken);
    }

    pub(super) fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        // SAFETY: as above.
        unsafe {
            (*self.own.get()).visit(visit);
            (*self.work.get()).iter().flatten().for_each(&mut *visit);
            (*self.handle.get()).iter().for_each(&mut *visit);
            self.awaited.as_ref_unchecked().iter().for_each(|awaited| visit(awaited));
        }
    }

    /// It waits in no queue any more.
    pub(super) fn leave_queue(&self) {
        // SAFETY: a queue that has it is alive: who waits keeps it so.
        if let Some(queue) = unsafe { self.queue.get().as_ref() } {
            queue.remove(self);
        }
    }

    /// After a fork: queues hold threads that do not exist.
    pub(super) fn forget_waiting(&self) {
        self.queue.set(std::ptr::null());
        self.behind.set(std::ptr::null_mut());
    }
}
