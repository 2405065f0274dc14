//! One interpreter: its heap, its types and names, its frames, and what is in flight.
//!
//! Nothing here is shared with another interpreter but statics and immutable code.
#![expect(clippy::disallowed_types, reason = "boxes made once when the interpreter is made")]

use std::fmt;
use std::ptr::NonNull;

use pitviper_heap::{Config, HeapBox};
use pitviper_object::object::World;
use pitviper_object::{Destructor, Header, Heap, Obj, OutOfMemory, Shapes, Value, destroy, drain};
use pitviper_text::hash::Key;

use crate::core::capabilities::{Capabilities, Sandbox};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::evaluation::Work;
use crate::core::intern::InternTable;
use crate::core::names::Names;
use crate::core::pace::Pace;
use crate::core::registry;
use crate::core::spare::SpareErrors;
use crate::core::threads::Threads;
use crate::eval::lookup::ShapeCache;
use crate::eval::stack::Stack;
use crate::types::dict::Dict;
use crate::types::list::List;
use crate::types::typ::{MethodCache, Type};
use crate::types::weakref::WeakTable;

/// What an interpreter is made with.
#[derive(Clone, Debug)]
pub struct Options {
    /// Most bytes its heap may hold.
    pub memory_limit: Option<usize>,
    /// Seed of string hashing: two halves of the SipHash key.
    pub hash_key: Key,
    /// `sys.flags.optimize`.
    pub optimize: u8,
    /// Bytes of native stack that may be used below the point where the interpreter was entered.
    pub native_stack: usize,
    /// Bytes of the native stack that work is done on ([`Vm::begin_work`]), which the heap is charged with.
    pub work_stack: usize,
    /// Whether tracebacks on standard error are coloured; nothing: if it is a terminal.
    pub colors: Option<bool>,
    /// When cycles are collected.
    pub collections: Collections,
    /// What programs may reach outside the heap.
    pub capabilities: Capabilities,
    /// Whether the memory limit ends what the host asked for: no `MemoryError` that could be caught.
    pub terminal_memory: bool,
    /// Makes the allocation behind so many fail, from the first one on: for tests.
    pub fail_after: Option<u64>,
}

/// When cycles are collected: as CPython does, or so that mistakes in counts and edges come to light.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Collections {
    /// By thresholds.
    #[default]
    Usual,
    /// Only when the program asks, or memory is out.
    Never,
    /// At every safe point behind the making of a container.
    Always,
    /// As usual, and as if memory was out at every allocation.
    EveryAllocation,
}

impl Collections {
    /// By name: `usual`, `never`, `always`, `allocation`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Collections> {
        match name {
            "usual" => Some(Collections::Usual),
            "never" => Some(Collections::Never),
            "always" => Some(Collections::Always),
            "allocation" => Some(Collections::EveryAllocation),
            _ => None,
        }
    }
}

impl Default for Options {
    fn default() -> Options {
        Options {
            memory_limit: None,
            hash_key: Key::from_seed(0),
            optimize: 0,
            native_stack: 4 << 20,
            work_stack: if cfg!(debug_assertions) { 4 << 20 } else { 1 << 20 },
            colors: Some(false),
            collections: Collections::Usual,
            capabilities: Capabilities::default(),
            terminal_memory: false,
            fail_after: None,
        }
    }
}

/// Bit of [`Vm::check`]: raise KeyboardInterrupt.
pub const INTERRUPT: u32 = 1;

/// Bit of [`Vm::check`]: run the Python functions of signals that came.
pub const SIGNALS: u32 = 1 << 8;

/// Bit of [`Vm::check`]: let another thread run.
pub const THREAD_SWITCH: u32 = 1 << 9;

/// Bit of [`Vm::check`]: collect cycles, if that is due.
pub const COLLECT: u32 = 1 << 10;

/// Bit of [`Vm::check`], in a byte of its own: run the file that another process named (`sys.remote_exec`).
pub const REMOTE: u32 = 1 << 24;

/// Bit of [`Vm::check`]: stop what the host asked for.
pub const CANCEL: u32 = 1 << 11;

/// Bit of [`Vm::check`]: the host gave values back.
pub const HANDLES: u32 = 1 << 12;

/// An interpreter.
#[repr(C)]
pub struct Vm {
    /// Frames and registers. First, with the registers first in it: every instruction reads them.
    pub stack: Stack,
    /// Steps.
    pub(crate) pace: Pace,
    /// Exception in flight; `None` with a [`Raised`] about is the `MemoryError`.
    pub raised: Option<Value>,
    /// Exception being handled (`sys.exception()`).
    pub handled: Option<Value>,
    /// What ends everything and no handler sees.
    pub(crate) stop_exception: Option<Value>,
    /// What the host asked for.
    pub(crate) work: Work,
    /// The `MemoryError`s that need no memory.
    pub(crate) spare_errors: SpareErrors,
    /// Table of interned strings.
    pub(crate) interned: InternTable,
    /// Results of attribute lookups on classes.
    pub(crate) method_cache: MethodCache,
    /// Results of attribute lookups by shape.
    pub(crate) shape_cache: ShapeCache,
    /// `sys.modules`.
    pub modules: Option<Obj<Dict>>,
    /// Namespace of `builtins`.
    pub builtins: Option<Obj<Dict>>,
    /// Namespace of `sys`.
    pub sys: Option<Obj<Dict>>,
    /// The context in force (`contextvars`), once there is one.
    pub(crate) context: Option<Value>,
    /// `sys.set_asyncgen_hooks`: a tuple of two.
    pub(crate) asyncgen_hooks: Option<Value>,
    /// `sys.set_coroutine_origin_tracking_depth`.
    pub(crate) origin_depth: u32,
    /// What hears of audit events, once there is something (`sys.addaudithook`).
    pub(crate) audit_hooks: Option<Obj<List>>,
    /// Whether programs are warned when they mix bytes and text up (`-b`).
    pub(crate) bytes_warning: bool,
    /// What `atexit` calls.
    pub(crate) exit_calls: Option<Obj<List>>,
    /// What is to happen for each signal, once the module `_signal` is there.
    pub(crate) signal_handlers: Option<Obj<List>>,
    /// The cycle collector's state.
    pub(crate) collector: crate::core::collect::Collector,
    /// Who listens to what programs do.
    pub(crate) tracing: crate::eval::tracing::Tracing,
    /// What `sys` keeps of what programs set there.
    pub(crate) sys_settings: crate::modules::sys::Settings,
    /// Codecs and error handlers, once they were asked for.
    pub(crate) codecs: Option<crate::modules::codecs::registry::Registry>,
    /// Classes that native modules made, by dotted name.
    pub(crate) module_classes: Option<Obj<Dict>>,
    /// Classes of files by name.
    pub io: Option<Obj<Dict>>,
    /// Whether the program has ended and the interpreter is being taken down.
    pub finalizing: bool,
    /// Pairs of code that has no file and its source, see `types::traceback::source`.
    pub(crate) sources: Option<Obj<List>>,
    /// What parses although nobody waits for it any more.
    pub(crate) parser: Option<crate::import::compile::Leftover>,
    /// What is told of imports.
    pub trace: crate::import::trace::Trace,
    /// Most decimal digits of ints that become text and back (`sys.set_int_max_str_digits`), 0 for no limit.
    pub int_max_str_digits: u32,
    /// The class `time.struct_time`, made with the module `time`.
    pub(crate) struct_time: Option<Obj<Type>>,
    /// Most nested Python calls.
    pub recursion_limit: u32,
    /// Lowest native stack address that may be reached.
    pub(crate) native_limit: usize,
    /// Seed of string hashing.
    pub hash_key: Key,
    /// What the interpreter was made with.
    pub options: Options,
    /// What is outside the heap, as programs see it.
    pub sandbox: Sandbox,
    /// Set asynchronously (signals, cancellation, other threads): looked at every few hundred steps.
    pub check: std::sync::Arc<std::sync::atomic::AtomicU32>,
    /// Its threads.
    pub threads: Threads,
    /// What a generator returned when `run` gave [`Raised::finished`].
    pub(crate) generator_result: Option<Value>,
    /// Objects whose repr is being made (an owned dictionary, see `repr_enter`).
    pub(crate) repr_active: Option<Value>,
    /// Native modules by name, found by the import system.
    pub(crate) native_modules: &'static [&'static crate::core::module::ModuleSpec],
    /// Weak references by what they refer to.
    pub(crate) weak_references: WeakTable,
    /// Source of modules that are neither native nor files.
    pub library: Option<&'static dyn crate::import::Library>,
    /// What its host put into it and keeps of it.
    pub(crate) host: crate::core::host::Host,
    /// `typing.Generic`, once a generic class was made.
    pub(crate) generic: Option<Value>,
    /// The next number for `Dict` key versions and function versions.
    pub(crate) next_version: u32,
    /// Interned strings of the VM's own.
    names: Option<Names>,
    /// Builtin types by kind.
    pub(crate) types: [Option<Obj<Type>>; 256],
    /// Builtin exception classes by `Exc`.
    pub(crate) exceptions: [Option<Obj<Type>>; 96],
    /// One-character strings below 256, the empty string and the empty tuple.
    pub(crate) shared: registry::Shared,
    /// Its memory. Behind all that owns values: it is dropped after them.
    pub heap: HeapBox,
    pub(super) world: WorldBox,
}

/// The world on the host's heap: the private heap points at it for as long as it lives.
pub(super) struct WorldBox(pub(super) NonNull<World>);

impl Drop for WorldBox {
    fn drop(&mut self) {
        // SAFETY: made from a box in `Vm::new`; the heap, which points at it, is gone by now.
        drop(unsafe { Box::from_raw(self.0.as_ptr()) });
    }
}

impl Vm {
    /// A new interpreter with builtin types, `builtins` and `sys`.
    ///
    /// # Errors
    /// When the memory limit is too small even for that.
    pub fn new(
        mut options: Options,
        native_modules: &'static [&'static crate::core::module::ModuleSpec],
    ) -> Result<Box<Vm>, OutOfMemory> {
        let mut heap = HeapBox::new(Config { limit: options.memory_limit, ..Config::default() })?;
        heap.fail_after(options.fail_after);
        let world = NonNull::from(Box::leak(Box::new(World {
            kinds: &registry::KINDS,
            shapes: Shapes::default(),
            zero_tail: std::cell::Cell::new(0),
            unfinished: pitviper_object::destroy::Unfinished::default(),
            host: std::cell::Cell::new(std::ptr::null_mut()),
        })));
        heap.client = world.as_ptr().cast();
        let stack = Stack::new(&mut heap)?;
        let interned = InternTable::new(&mut heap)?;
        let method_cache = MethodCache::new(&mut heap)?;
        let check: std::sync::Arc<std::sync::atomic::AtomicU32> = std::sync::Arc::default();
        let threads = Threads::new(&mut heap, check.clone())?;
        let shape_cache = ShapeCache::new(&mut heap)?;
        let mut vm = Box::new(Vm {
            names: None,
            types: [const { None }; 256],
            exceptions: [const { None }; 96],
            raised: None,
            handled: None,
            stop_exception: None,
            work: Work::default(),
            spare_errors: SpareErrors::default(),
            interned,
            method_cache,
            shape_cache,
            modules: None,
            builtins: None,
            sys: None,
            io: None,
            context: None,
            asyncgen_hooks: None,
            origin_depth: 0,
            audit_hooks: None,
            bytes_warning: false,
            exit_calls: None,
            signal_handlers: None,
            collector: Default::default(),
            tracing: crate::eval::tracing::Tracing::default(),
            sys_settings: crate::modules::sys::Settings::default(),
            codecs: None,
            module_classes: None,
            finalizing: false,
            sources: None,
            stack,
            pace: Pace::new(),
            parser: None,
            trace: crate::import::trace::Trace::default(),
            int_max_str_digits: 4300,
            struct_time: None,
            recursion_limit: 1000,
            native_limit: 0,
            hash_key: options.hash_key,
            check,
            threads,
            sandbox: Sandbox::new(std::mem::take(&mut options.capabilities)),
            options,
            generator_result: None,
            repr_active: None,
            native_modules,
            weak_references: WeakTable::new(),
            library: None,
            host: crate::core::host::Host::default(),
            generic: None,
            shared: registry::Shared::default(),
            next_version: 1,
            heap,
            world: WorldBox(world),
        });
        vm.world().host.set((&raw mut *vm).cast());
        vm.enter_host_stack();
        match registry::start(&mut vm) {
            Ok(()) => {
                vm.start_collector();
                Ok(vm)
            }
            Err(Raised { .. }) => Err(OutOfMemory),
        }
    }

    /// Takes the present place on the native stack as the ground that `native_stack` is counted from.
    pub fn enter_host_stack(&mut self) {
        let here = 0u8;
        self.native_limit = (&raw const here as usize).saturating_sub(self.options.native_stack);
        self.threads.main().set_native();
    }

    /// Fails with RecursionError when the native stack is nearly used up. To be called by native code that can
    /// be nested by the data it works on (repr, comparison, calls). Takes a step, since what is nested can also be
    /// shared, and the way through it without end; runs no Python.
    ///
    /// # Errors
    /// RecursionError, KeyboardInterrupt; a stop.
    #[inline]
    pub fn check_native_stack(&mut self) -> PyResult<()> {
        let here = 0u8;
        if (&raw const here as usize) < self.native_limit {
            return Err(self.raise(Exc::RecursionError, format_args!("maximum recursion depth exceeded")));
        }
        if self.pace.step() { self.look_deep() } else { Ok(()) }
    }

    /// Interned strings of the VM's own. Set once at the start.
    #[inline(always)]
    #[must_use]
    pub fn names(&self) -> &'static Names {
        debug_assert!(self.names.is_some());
        // SAFETY: set before any Python runs and freed with the interpreter; the names are immortal strings of it.
        unsafe { &*std::ptr::from_ref(self.names.as_ref().unwrap_unchecked()) }
    }

    pub(crate) fn set_names(&mut self, names: Names) {
        self.names = Some(names);
    }

    /// Shapes of this interpreter's classes.
    #[inline(always)]
    #[must_use]
    pub fn shapes(&self) -> &'static Shapes {
        // SAFETY: the world lives as long as the interpreter.
        unsafe { &(*self.world.0.as_ptr()).shapes }
    }

    /// The world.
    #[inline(always)]
    #[must_use]
    pub fn world(&self) -> &'static World {
        // SAFETY: the world lives as long as the interpreter.
        unsafe { &*self.world.0.as_ptr() }
    }

    /// The class of a value. It lives as long as the value does.
    #[inline(always)]
    #[must_use]
    pub fn type_of<'a>(&self, value: &'a Value) -> &'a Type {
        let kind = if value.is_small_int() {
            crate::core::kinds::INT as usize
        } else if value.is_inline_float() {
            crate::core::kinds::FLOAT as usize
        } else {
            let shape = value.shape();
            if shape >= pitviper_object::header::BUILTIN_SHAPES {
                // SAFETY: an instance counts its class, so the class lives as long as the instance.
                return unsafe { &*self.shapes().get(shape).class.get().cast::<Type>() };
            }
            shape as usize
        };
        self.type_of_kind(kind as u8)
    }

    /// The builtin type of a kind.
    #[inline(always)]
    #[must_use]
    pub fn type_of_kind<'a>(&self, kind: u8) -> &'a Type {
        debug_assert!(self.types[kind as usize].is_some(), "no type of kind {kind}");
        // SAFETY: builtin types are made at the start and immortal.
        unsafe { &*std::ptr::from_ref::<Type>(self.types[kind as usize].as_ref().unwrap_unchecked()) }
    }

    /// A builtin exception class.
    #[inline]
    #[must_use]
    pub fn exc_type<'a>(&self, class: Exc) -> &'a Type {
        // SAFETY: as in `type_of_kind`.
        unsafe { &*std::ptr::from_ref::<Type>(self.exceptions[class as usize].as_ref().unwrap_unchecked()) }
    }

    /// Destroys what died since the last time. Called when an instruction or a native call ends: no slot of
    /// a dead object may be borrowed.
    #[inline(always)]
    pub fn settle(&mut self) {
        if self.heap.zero_head != 0 {
            self.settle_now();
        }
    }

    #[cold]
    #[inline(never)]
    fn settle_now(&mut self) {
        let heap = NonNull::from(&mut *self.heap);
        // SAFETY: the heap is this interpreter's and alive; see `settle`.
        unsafe { drain(heap, self) }
    }

    /// Goes on with the deaths that were left because a stop was due, until they are done or another one is, and with
    /// the return of memory to the system. At rest, or when work begins.
    pub(crate) fn go_on_with_deaths(&mut self) {
        self.heap.return_mappings();
        let heap = NonNull::from(&mut *self.heap);
        // SAFETY: as for `settle`.
        unsafe { destroy::go_on(heap, self) }
    }

    /// As [`Vm::go_on_with_deaths`], however long it takes.
    pub(crate) fn finish_deaths(&mut self) {
        while !self.world().unfinished.is_empty() {
            let heap = NonNull::from(&mut *self.heap);
            // SAFETY: as for `settle`.
            unsafe { destroy::go_on(heap, &mut Patient(self)) }
            self.settle();
        }
    }

    /// Heap and shapes at once.
    pub fn heap_and_shapes(&mut self) -> (&mut Heap, &'static Shapes) {
        let shapes = self.shapes();
        (&mut self.heap, shapes)
    }

    /// Formats into a new string.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new_str_fmt(&mut self, text: fmt::Arguments<'_>) -> PyResult {
        if let Some(text) = text.as_str() {
            return self.new_str(text);
        }
        let mut builder = crate::types::str::StrBuilder::new(self);
        builder.write_fmt(text)?;
        builder.finish()
    }

    /// A version number never used before (0 is never given).
    pub(crate) fn fresh_version(&mut self) -> u32 {
        let version = self.next_version;
        self.next_version = self.next_version.wrapping_add(1).max(1);
        version
    }
}

impl Destructor for Vm {
    fn finalize(&mut self, object: NonNull<Header>) {
        // SAFETY: the object is alive with one temporary reference, which this borrowed view does not touch.
        let value = std::mem::ManuallyDrop::new(unsafe { Value::from_owned(object) });
        crate::core::finalize::finalize(self, &value);
    }

    fn clear_weak_references(&mut self, object: NonNull<Header>) {
        self.clear_weak_references_to(object);
    }

    fn is_hurried(&mut self) -> bool {
        self.is_stop_due()
    }
}

/// An interpreter that has the time.
struct Patient<'a>(&'a mut Vm);

impl Destructor for Patient<'_> {
    fn finalize(&mut self, object: NonNull<Header>) {
        self.0.finalize(object);
    }

    fn clear_weak_references(&mut self, object: NonNull<Header>) {
        self.0.clear_weak_references(object);
    }
}
