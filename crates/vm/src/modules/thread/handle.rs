//! `_ThreadHandle`: what `threading` knows a thread by, and waits for its end with.

use std::cell::Cell;

use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::kind;
use super::lock::{seconds, within};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::threads::{Patience, Queue};
use crate::core::vm::Vm;
use crate::types::iterators::receiver;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Its thread was not started.
    New,
    /// It runs, or is about to.
    Running,
    /// It has ended.
    Done,
}

/// A thread's number, and whether it has ended.
#[repr(C)]
pub struct Handle {
    /// Count, shape, flags.
    pub header: Header,
    ident: Cell<i64>,
    phase: Cell<Phase>,
    waiting: Queue,
    next: Cell<*const Handle>,
    /// The pointer that points here.
    link: Cell<*const Cell<*const Handle>>,
}

object!(Handle, kind::HANDLE);

fn this(value: &Value) -> &Handle {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

impl Handle {
    /// Its thread runs from now on, unless it did before.
    pub(super) fn begin(&self, vm: &mut Vm) -> PyResult<()> {
        if self.phase.get() != Phase::New {
            return Err(vm.raise(Exc::RuntimeError, format_args!("thread already started")));
        }
        self.phase.set(Phase::Running);
        Ok(())
    }

    /// The thread could be started and has this number; or it could not.
    pub(super) fn started(&self, ident: Option<i64>) {
        match ident {
            Some(ident) => self.ident.set(ident),
            None => self.phase.set(Phase::New),
        }
    }

    /// Its thread has ended.
    pub(crate) fn end(&self) {
        self.phase.set(Phase::Done);
        self.waiting.wake_all();
    }

    /// Waits for the end of its thread; whether it came in time.
    pub(super) fn wait(&self, vm: &mut Vm, patience: Patience) -> PyResult<bool> {
        while self.phase.get() != Phase::Done {
            if vm.finalizing {
                let message = format_args!("cannot join thread at interpreter shutdown");
                return Err(vm.raise(Exc::PythonFinalizationError, message));
            }
            let Patience::Until(end) = patience else { return Ok(false) };
            if !vm.wait_in(&self.waiting, end)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// `KindInfo::finish`: it is unlinked.
///
/// # Safety
/// `object` is a dying `Handle`.
unsafe fn finish(object: *mut Header) {
    // SAFETY: what is linked is alive, and the head is as long as the interpreter.
    unsafe {
        let this = &*object.cast::<Handle>();
        let next = this.next.get();
        if let Some(link) = this.link.get().as_ref() {
            link.set(next);
        }
        if let Some(next) = next.as_ref() {
            next.link.set(this.link.get());
        }
    }
}

/// After a fork: no thread runs but the one with this number, nor waits.
pub(crate) fn end_others(vm: &mut Vm, ident: i64) {
    let mut handle = vm.threads.handles.get();
    // SAFETY: what is linked is alive.
    while let Some(this) = unsafe { handle.as_ref() } {
        handle = this.next.get();
        this.waiting.forget();
        if this.phase.get() == Phase::Running && this.ident.get() != ident {
            this.phase.set(Phase::Done);
        }
    }
}

fn create(vm: &mut Vm, ident: i64, phase: Phase) -> PyResult {
    let handle = Handle {
        header: Header::new(u32::from(kind::HANDLE), 0),
        ident: Cell::new(ident),
        phase: Cell::new(phase),
        waiting: Queue::new(),
        next: Cell::new(std::ptr::null()),
        link: Cell::new(std::ptr::null()),
    };
    let object = Obj::create(&mut vm.heap, PageKind::Container, handle)?.into_value();
    let handle = this(&object);
    let head = &vm.threads.handles;
    handle.next.set(head.get());
    handle.link.set(head);
    // SAFETY: what is linked is alive.
    if let Some(next) = unsafe { head.get().as_ref() } {
        next.link.set(&handle.next);
    }
    head.set(handle);
    Ok(object)
}

/// A handle of a thread that is to be started.
pub(super) fn new(vm: &mut Vm) -> PyResult {
    create(vm, 0, Phase::New)
}

/// `_make_thread_handle(ident)`.
pub(super) fn make(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let ident = vm.index_isize(&args.values[0])?;
    create(vm, ident as i64, Phase::Running)
}

fn not_started(vm: &mut Vm) -> Raised {
    vm.raise(Exc::RuntimeError, format_args!("thread not started"))
}

fn set_done(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let handle = this(&args.values[0]);
    if handle.phase.get() == Phase::New {
        return Err(not_started(vm));
    }
    handle.end();
    Ok(Value::none())
}

fn is_done(_: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Value::bool(this(&args.values[0]).phase.get() == Phase::Done))
}

fn join(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let patience = match args.values.get(1).filter(|timeout| !timeout.is_none()) {
        Some(timeout) => {
            let seconds = seconds(vm, timeout)?;
            within(vm, seconds)?
        }
        None => Patience::Until(None),
    };
    let handle = this(&args.values[0]);
    match handle.phase.get() {
        Phase::New => return Err(not_started(vm)),
        Phase::Running if handle.ident.get() == vm.thread_ident() => {
            return Err(vm.raise(Exc::RuntimeError, format_args!("Cannot join current thread")));
        }
        Phase::Running | Phase::Done => {}
    }
    handle.wait(vm, patience)?;
    Ok(Value::none())
}

fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let ident = this(value).ident.get();
    vm.new_str_fmt(format_args!("<_thread._ThreadHandle object: ident={ident}>"))
}

/// The type.
pub static HANDLE: TypeSpec = TypeSpec {
    name: "_ThreadHandle",
    module: "_thread",
    kind: kind::HANDLE,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::WEAK,
    slots: &Slots { new: Some(|vm, _| new(vm)), repr: Some(repr), ..Slots::EMPTY },
    methods: &[
        Method::new("join", join, 0, 1),
        Method::new("_set_done", set_done, 0, 0),
        Method::new("is_done", is_done, 0, 0),
    ],
    getset: &[GetSet { name: "ident", get: |vm, value| vm.new_int(this(value).ident.get()), set: None }],
    page: PageKind::Container,
    slot: <Handle as Traverse>::slot,
    finish: Some(finish),
    size: fixed_size::<Handle>,
};
