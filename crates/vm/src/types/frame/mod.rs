//! Frame objects: what a program sees of a call, while it runs and afterwards.
//!
//! ```text
//! header 8 | code 8 | function 8 | namespace 8 | back 8 | trace 8 | extra 8 | parked 8 | source 8 | offset 4 | … | locals …
//! ```
//! A running frame is a record on the stack ([`Frame`]); its object is made when somebody asks (a traceback entry
//! does). The object points at the record until the frame ends; then [`detach`] moves the variables over into the
//! room behind the struct, so that nothing has to be allocated at that moment. The object of a generator's frame
//! points at the generator, which it does not keep alive: the generator tells it when it ends or dies ([`orphan`]).

mod attributes;
mod jump;
pub mod locals;
mod proxy;

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, Object, PageKind, Slot, Traverse, Value, collector};

use crate::core::cell::ValueCell;
use crate::core::error::{PyResult, Raised};
use crate::core::kinds;
use crate::core::native::{Method, Slots, TypeSpec};
use crate::core::vm::Vm;
use crate::eval::generator::{self, Generator, State};
use crate::eval::stack::Frame;
use crate::types::code::{CodeObject, WORD_BYTES, byte_offset};
use crate::types::code_spec::line_of_start;
use crate::types::dict::Dict;
use crate::types::exception;
use crate::types::function::Function;
use crate::types::traceback::Traceback;

pub use proxy::LOCALS_PROXY;

/// Where a frame's registers are.
#[derive(Clone, Copy)]
enum Source {
    /// The frame has ended: the variables are behind the struct.
    Ended,
    /// On the stack.
    Record(*mut Frame),
    /// In a generator, on the stack or not.
    Generator(*const Generator),
}

/// A frame object. The variables of an ended frame follow.
#[repr(C)]
pub struct FrameObject {
    /// Count, shape, flags.
    pub header: Header,
    code: ValueCell,
    function: ValueCell,
    /// Namespace of module and class bodies, when it is not the globals.
    namespace: ValueCell,
    /// `f_back` of an ended frame.
    back: ValueCell,
    /// `f_trace`.
    pub(crate) trace: ValueCell,
    /// Names set through `f_locals` that are no variables: a dict.
    extra: ValueCell,
    /// Values replaced through `f_locals` while the frame ran: instructions may still read them.
    parked: ValueCell,
    source: Cell<Source>,
    /// Line and word of the last beginning of a line that tools might have been told of.
    pub(crate) last: Cell<(u32, u32)>,
    /// The line that tools are being told of, where it has no instruction of its own; else 0.
    pub(crate) told_line: Cell<u32>,
    /// `f_trace_lines`.
    pub(crate) trace_lines: Cell<bool>,
    /// `f_trace_opcodes`.
    pub(crate) trace_opcodes: Cell<bool>,
    /// Whether `clear()` was called: free variables have no values any more either.
    cleared: Cell<bool>,
    /// Generators: whether tools were told that it runs.
    pub(crate) entered: Cell<bool>,
    /// The frame of a generator that has not ended, or ended as garbage: none of CPython's containers.
    pub(crate) unseen: Cell<bool>,
    /// The word the frame ended at.
    offset: Cell<u32>,
    /// Whether the variables behind the struct are those of the frame, which has ended; before that there are none.
    taken: Cell<bool>,
    /// Room for variables.
    count: u32,
}

// SAFETY: each slot owns one count; as many slots follow as `count` says, null until they are taken.
unsafe impl Traverse for FrameObject {
    unsafe fn slot(this: *mut Header, index: u32) -> *mut Slot {
        // SAFETY: `this` is a frame object.
        unsafe {
            let this = this.cast::<FrameObject>();
            let count = if (*this).taken.get() { (*this).count } else { 0 };
            match index {
                0 => (&raw mut (*this).function).cast(),
                1 => (&raw mut (*this).namespace).cast(),
                // Variables last to first, as a frame that ends.
                _ if index - 2 < count => this.add(1).cast::<Slot>().add((count - 1 - (index - 2)) as usize),
                _ => match index - 2 - count {
                    0 => (&raw mut (*this).back).cast(),
                    1 => (&raw mut (*this).trace).cast(),
                    2 => (&raw mut (*this).extra).cast(),
                    3 => (&raw mut (*this).parked).cast(),
                    4 => (&raw mut (*this).code).cast(),
                    _ => std::ptr::null_mut(),
                },
            }
        }
    }
}

// SAFETY: repr(C), header first; FRAME objects are made here only.
unsafe impl Object for FrameObject {
    const KIND: u8 = kinds::FRAME;
}

unsafe fn size(object: *mut Header) -> usize {
    // SAFETY: the signature's promise: a frame object.
    unsafe { size_of::<FrameObject>() + (*object.cast::<FrameObject>()).count as usize * 8 }
}

impl FrameObject {
    /// The code.
    #[must_use]
    pub fn code(&self) -> &CodeObject {
        // SAFETY: set when made, never replaced.
        unsafe { self.code.as_ref_unchecked().unwrap_unchecked().cast_unchecked() }
    }

    /// The frame has ended, and its object has the variables.
    fn end(&self, vm: &mut Vm) {
        self.source.set(Source::Ended);
        self.header.set(TRACKED);
        self.unseen.set(self.unseen.get() && collector::is_garbage(&self.header));
        // SAFETY: the object is a live container. It counts as young, however old its page is.
        unsafe { vm.heap.touch_block(std::ptr::NonNull::from(&self.header).cast()) };
    }

    /// The function; its cells are the free variables.
    #[must_use]
    pub fn function(&self) -> Option<Obj<Function>> {
        self.function.get_obj()
    }

    /// The globals.
    #[must_use]
    pub fn globals(&self) -> Option<Obj<Dict>> {
        self.function().map(|function| function.globals.clone())
    }

    fn own_slots(&self) -> *mut Slot {
        // SAFETY: the variables follow the struct.
        unsafe { std::ptr::from_ref(self).add(1).cast_mut().cast() }
    }

    fn generator(&self) -> Option<&Generator> {
        match self.source.get() {
            // SAFETY: the generator takes itself out before it dies.
            Source::Generator(generator) => Some(unsafe { &*generator }),
            _ => None,
        }
    }

    /// The record on the stack, while the frame runs.
    #[must_use]
    pub fn record(&self, vm: &Vm) -> Option<*mut Frame> {
        match self.source.get() {
            Source::Ended => None,
            Source::Record(record) => Some(record),
            Source::Generator(_) => {
                if self.generator()?.state.get() != State::Running {
                    return None;
                }
                let mut record = vm.stack.frame;
                // SAFETY: frames on the stack are complete.
                unsafe {
                    while !record.is_null() {
                        if (*record).object.as_ref().is_some_and(|o| o.bits() == std::ptr::from_ref(self) as u64) {
                            return Some(record);
                        }
                        record = (*record).previous;
                    }
                }
                None
            }
        }
    }

    /// The word at which the frame stands; `None` before the first.
    #[must_use]
    pub fn position(&self, vm: &Vm) -> Option<u32> {
        if let Some(record) = self.record(vm) {
            // SAFETY: a record on the stack is complete.
            let pc = unsafe { (*record).pc };
            return (pc >= self.code().start()).then(|| self.code().offset(pc));
        }
        match self.generator() {
            Some(generator) => match generator.state.get() {
                State::Suspended => Some(self.code().offset(generator.pc.get())),
                _ => None,
            },
            None => Some(self.offset.get()),
        }
    }

    /// `f_lineno`; 0: none.
    #[must_use]
    pub fn line(&self, vm: &Vm) -> u32 {
        match self.position(vm) {
            _ if self.told_line.get() != 0 => self.told_line.get(),
            // An instruction without a line belongs to the line that tools were told of last.
            Some(offset) => match self.code().code.position(offset).line {
                0 => self.last.get().0,
                line => line,
            },
            None => line_of_start(&self.code().code) as u32,
        }
    }

    /// `f_lasti`: that of a statement without instructions is one of its own, see `co_lines`; where an instruction without
    /// a line counts as part of another line, that line's.
    #[must_use]
    pub fn last_byte(&self, vm: &Vm) -> i64 {
        let Some(word) = self.position(vm) else { return 0 };
        let line = self.line(vm);
        let (last_line, last_word) = self.last.get();
        let lines = |word| {
            let places = self.code().code.positions.starting_at(word).take_while(move |run| run.0 == word);
            places.map(|run| run.1.line)
        };
        let word = if line == last_line && self.code().code.position(word).line != line { last_word } else { word };
        let at = match lines(word).position(|here| here == line) {
            Some(at) => at,
            None => lines(word).count().saturating_sub(1),
        };
        byte_offset(word) + (at as i64).min(WORD_BYTES - 1)
    }

    /// The registers that are variables.
    fn registers(&self) -> *mut Slot {
        match self.source.get() {
            Source::Ended => self.own_slots(),
            // SAFETY: a record on the stack is complete.
            Source::Record(record) => unsafe { (*record).registers },
            // SAFETY: the generator takes itself out before it dies.
            Source::Generator(generator) => unsafe { (*generator).registers() },
        }
    }

    /// Takes the variables over from `registers`.
    ///
    /// # Safety
    /// They are the frame's registers.
    unsafe fn take_variables(&self, registers: *mut Slot) {
        self.taken.set(true);
        for index in 0..self.count as usize {
            // SAFETY: a frame has at least as many registers as variables, and so many follow the struct.
            unsafe { *self.own_slots().add(index) = (*registers.add(index)).take() };
        }
    }
}

/// Makes the object of a frame.
fn create(vm: &mut Vm, function: Value, code: Value, namespace: Option<Value>, source: Source) -> PyResult {
    let count = code.downcast::<CodeObject>().map_or(0, |code| code.code.locals.len());
    let bytes = size_of::<FrameObject>() + count * 8;
    let block = vm.heap.alloc(PageKind::Container, bytes)?.cast::<FrameObject>();
    vm.heap.container_made();
    // As in CPython the collector learns of it when the frame has ended; but what a generator holds can be garbage
    // while it waits.
    let tracked = if matches!(source, Source::Generator(_)) { TRACKED } else { 0 };
    // SAFETY: the block is fresh and has room for the struct and the variables.
    unsafe {
        block.write(FrameObject {
            header: Header::new(u32::from(kinds::FRAME), tracked),
            code: ValueCell::new(Some(code)),
            function: ValueCell::new(Some(function)),
            namespace: ValueCell::new(namespace),
            back: ValueCell::default(),
            trace: ValueCell::default(),
            extra: ValueCell::default(),
            parked: ValueCell::default(),
            source: Cell::new(source),
            last: Cell::new((0, 0)),
            told_line: Cell::new(0),
            trace_lines: Cell::new(true),
            trace_opcodes: Cell::new(false),
            cleared: Cell::new(false),
            entered: Cell::new(false),
            unseen: Cell::new(tracked != 0),
            offset: Cell::new(0),
            taken: Cell::new(false),
            count: count as u32,
        });
        block.add(1).cast::<u64>().write_bytes(0, count);
        Ok(Value::from_owned(block.cast()))
    }
}

/// The object of a frame on the stack.
///
/// # Safety
/// `frame` is on the stack.
///
/// # Errors
/// `MemoryError`.
pub unsafe fn object_of(vm: &mut Vm, frame: *mut Frame) -> PyResult {
    // SAFETY: the caller's promise; `extra` of a generator's frame is the generator.
    unsafe {
        if let Some(object) = &(*frame).object {
            return Ok(object.clone());
        }
        let source = match &(*frame).extra {
            Some(owner) if (*frame).is_generator => match generator::view(owner) {
                Some(generator) => Source::Generator(generator),
                None => Source::Record(frame),
            },
            _ => Source::Record(frame),
        };
        let function = (*frame).function.clone().unwrap_or_else(Value::none);
        let code = Obj::from_ref((*frame).code()).into_value();
        let object = create(vm, function, code, (*frame).locals.clone(), source)?;
        (*frame).object = Some(object.clone());
        Ok(object)
    }
}

/// The object of the `depth`-th frame from the innermost (`sys._getframe(depth)`); `None` when there are not so many.
///
/// # Errors
/// `MemoryError`.
pub fn at_depth(vm: &mut Vm, depth: usize) -> PyResult<Option<Value>> {
    let mut frame = vm.stack.frame;
    for _ in 0..depth {
        if frame.is_null() {
            return Ok(None);
        }
        // SAFETY: frames on the stack are complete.
        frame = unsafe { (*frame).previous };
    }
    if frame.is_null() {
        return Ok(None);
    }
    // SAFETY: on the stack.
    unsafe { object_of(vm, frame) }.map(Some)
}

/// A frame ends with an exception that it raised again at an instruction without a line: the object is to show the
/// place where the exception came from.
///
/// # Safety
/// `frame` is on the stack.
pub unsafe fn rewind(frame: *mut Frame, exception: &Value) {
    // SAFETY: the caller's promise; a traceback entry's offset lies within the code of its frame.
    unsafe {
        let code = (*frame).code();
        let offset = code.offset((*frame).pc);
        if let Some(object) = &(*frame).object
            && let Some(entry) = exception::traceback_of(exception)
            && let Some(entry) = entry.downcast::<Traceback>()
            && entry.frame.holds(object)
            && entry.offset.get() != offset
            && code.code.position(offset).line == 0
        {
            (*frame).pc = code.start().add(entry.offset.get() as usize);
        }
    }
}

/// A frame that has an object is about to end: the object goes on without it, if anybody holds it. What dies is destroyed
/// when the caller settles, with the frame off the stack: a finalizer could ask for its object again.
///
/// # Safety
/// `frame` is on the stack, its `pc` saved.
pub unsafe fn detach(vm: &mut Vm, frame: *mut Frame) {
    // SAFETY: the caller's promise.
    unsafe {
        let Some(object) = (*frame).object.take() else { return };
        let Some(this) = object.downcast::<FrameObject>() else { return };
        if this.header.count() > 1 {
            this.offset.set(this.code().offset((*frame).pc));
            this.take_variables((*frame).registers);
            if !(*frame).previous.is_null() && !(*frame).is_generator {
                match object_of(vm, (*frame).previous) {
                    Ok(back) => this.back.set(Some(back)),
                    // Without memory the frame ends up without `f_back`.
                    Err(Raised { .. }) => vm.raised = None,
                }
            }
        }
        this.end(vm);
        // Before the frame's own variables, as in CPython.
        drop(object);
    }
}

/// A generator ends without running, or dies: the object of its frame goes on without it.
pub fn orphan(vm: &mut Vm, generator: &Generator) {
    let Some(object) = generator.frame_object.take() else { return };
    if let Some(this) = object.downcast::<FrameObject>()
        && this.generator().is_some()
    {
        if this.header.count() > 1 {
            this.offset.set(this.position(vm).unwrap_or(0));
            // SAFETY: the generator's registers.
            unsafe { this.take_variables(generator.registers()) };
        }
        this.end(vm);
    }
}

/// `gi_frame` and its relatives: None when the generator has finished.
///
/// # Errors
/// `MemoryError`.
pub fn of_generator(vm: &mut Vm, value: &Value) -> PyResult {
    let Some(generator) = generator::view(value) else { return Ok(Value::none()) };
    match generator.state.get() {
        State::Finished => return Ok(Value::none()),
        State::Running => {
            let mut frame = vm.stack.frame;
            // SAFETY: frames on the stack are complete.
            unsafe {
                while !frame.is_null() {
                    if (*frame).is_generator && (*frame).extra.as_ref().is_some_and(|owner| owner.is(value)) {
                        return object_of(vm, frame);
                    }
                    frame = (*frame).previous;
                }
            }
            return Ok(Value::none());
        }
        State::Created | State::Suspended => {}
    }
    if let Some(object) = generator.frame_object.get() {
        return Ok(object);
    }
    let function = generator.function.get().unwrap_or_else(Value::none);
    let code = Obj::from_ref(generator.code()).into_value();
    let object = create(vm, function, code, None, Source::Generator(generator))?;
    generator.frame_object.set(Some(object.clone()));
    // Its death must be noticed, even before it began.
    generator.header.set(pitviper_object::header::FINALIZE);
    Ok(object)
}

/// `f_back`: the frame below, as an object; `None` when there is none.
///
/// # Errors
/// `MemoryError`.
pub fn back_of(vm: &mut Vm, frame: &FrameObject) -> PyResult<Option<Value>> {
    match frame.record(vm) {
        // SAFETY: records on the stack are complete.
        Some(record) => unsafe {
            let previous = (*record).previous;
            if previous.is_null() { Ok(None) } else { object_of(vm, previous).map(Some) }
        },
        None => Ok(frame.back.get()),
    }
}

/// `frame.clear()`.
fn clear(vm: &mut Vm, args: crate::core::native::Args<'_>) -> PyResult {
    let object = args.values[0].clone();
    let Some(this) = object.downcast::<FrameObject>() else { return Ok(Value::none()) };
    if this.record(vm).is_some() {
        return Err(vm.raise(crate::core::error::Exc::RuntimeError, format_args!("cannot clear an executing frame")));
    }
    if let Some(generator) = this.generator() {
        if generator.state.get() == State::Suspended {
            return Err(vm.raise(crate::core::error::Exc::RuntimeError, format_args!("cannot clear a suspended frame")));
        }
        // Not begun: it will not begin.
        let owner = Obj::from_ref(generator).into_value();
        if generator.state.get() == State::Created && owner.kind() == crate::core::kinds::COROUTINE {
            generator.header.clear(pitviper_object::header::FINALIZE);
            if let Err(raised) = crate::modules::warn::never_awaited(vm, &owner) {
                let message = "Exception ignored while finalizing coroutine";
                crate::core::finalize::unraisable(vm, raised, message, Some(&owner));
            }
        }
        generator::clear_registers(vm, &owner);
        generator.state.set(State::Finished);
    }
    for index in (0..this.count as usize).rev() {
        // SAFETY: so many variables follow the struct.
        drop(unsafe { (*this.own_slots().add(index)).take() });
    }
    this.cleared.set(true);
    this.extra.set(None);
    this.parked.set(None);
    vm.settle();
    Ok(Value::none())
}

fn repr(vm: &mut Vm, frame: &Value) -> PyResult {
    let id = vm.id(frame);
    let Some(this) = frame.downcast::<FrameObject>() else { return crate::types::object::default_repr(vm, frame) };
    let line = this.line(vm);
    let code = this.code().code.clone();
    let (file, name) = (&code.filename, &code.name);
    vm.new_str_fmt(format_args!("<frame at {id:#x}, file '{file}', line {line}, code {name}>"))
}

/// `frame`.
pub static SPEC: TypeSpec = TypeSpec {
    name: "frame",
    module: "builtins",
    kind: kinds::FRAME,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &Slots { repr: Some(repr), ..Slots::EMPTY },
    methods: &[
        Method::new("clear", clear, 0, 0).doc("clear($self, /)\n--\n\nDrop all variables of a frame that has ended.")
    ],
    getset: attributes::GETSET,
    page: PageKind::Container,
    slot: FrameObject::slot,
    finish: None,
    size,
};
