//! Generators, coroutines and async generators as suspended frames: making, resuming, suspending, ending.
//!
//! A suspended frame's registers live in the generator object; while it runs, its record is on the stack and
//! points at them.

use std::cell::Cell;

use pitviper_compiler::code::flags;
use pitviper_compiler::opcode::{Instr, Op};
use pitviper_object::header::{FINALIZE, TRACKED};
use pitviper_object::{Header, Object, PageKind, Slot, Traverse, Value};

use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::eval::interp;
use crate::eval::stack::{Entry, Frame};
use crate::eval::tracing;
use crate::types::code::CodeObject;
use crate::types::dict::Dict;
use crate::types::exception;
use crate::types::function::Function;
use crate::types::list::List;

/// Bit of [`Generator::bits`]: code of a module whose namespace is not its globals; the last register holds it.
const OWN_NAMESPACE: u8 = 0x80;

/// What a generator is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum State {
    /// Not begun.
    Created,
    /// At a `yield`.
    Suspended,
    /// On the stack.
    Running,
    /// Returned or raised.
    Finished,
}

/// A generator, coroutine or async generator. Registers follow.
#[repr(C)]
pub struct Generator {
    /// Count, shape, flags.
    pub header: Header,
    /// The function whose call made it: code, globals, cells.
    pub function: ValueCell,
    /// Exception handled inside it while suspended.
    pub handled: ValueCell,
    /// Frame object, when somebody asked for it.
    pub frame_object: ValueCell,
    /// Name and qualified name, when changed, and a coroutine's origin: a tuple of three.
    pub extra: ValueCell,
    /// Where to go on.
    pub pc: Cell<*mut Instr>,
    /// Registers behind the struct.
    registers: u32,
    /// What it is doing.
    pub state: Cell<State>,
    /// Async generators: closed, running and hooks-initialised bits; [`OWN_NAMESPACE`].
    pub bits: Cell<u8>,
    /// How many of its own exception handlers it is inside of.
    handlers: Cell<u16>,
}

// SAFETY: each slot owns one count; as many registers follow as `registers` says.
unsafe impl Traverse for Generator {
    unsafe fn slot(this: *mut Header, index: u32) -> *mut Slot {
        // SAFETY: `this` is a generator.
        unsafe {
            let this = this.cast::<Generator>();
            let registers = (*this).registers;
            if index < registers {
                // Locals last to first, as a frame that ends.
                return this.add(1).cast::<Slot>().add((registers - 1 - index) as usize);
            }
            match index - registers {
                0 => (&raw mut (*this).handled).cast(),
                1 => (&raw mut (*this).frame_object).cast(),
                2 => (&raw mut (*this).extra).cast(),
                3 => (&raw mut (*this).function).cast(),
                _ => std::ptr::null_mut(),
            }
        }
    }
}

// SAFETY: repr(C), header first; coroutines and async generators have kinds of their own, see `view`.
unsafe impl Object for Generator {
    const KIND: u8 = kinds::GENERATOR;
}

/// The generator struct behind any of the three kinds.
#[must_use]
pub fn view(value: &Value) -> Option<&Generator> {
    match value.kind() {
        // SAFETY: all three kinds are made by `create` below.
        kinds::GENERATOR | kinds::COROUTINE | kinds::ASYNC_GENERATOR => Some(unsafe { value.cast_unchecked() }),
        _ => None,
    }
}

impl Generator {
    /// The function whose call made it.
    #[must_use]
    pub fn function(&self) -> &Function {
        // SAFETY: set when made, never replaced.
        unsafe { self.function.as_ref_unchecked().unwrap_unchecked().cast_unchecked() }
    }

    /// The code: the function's, or the one that the function had when it was called.
    #[inline]
    #[must_use]
    pub fn code(&self) -> &CodeObject {
        let function = self.function();
        match function.extra().and_then(|extra| extra.replaced.get()) {
            None => function.code(),
            Some(replaced) => self.code_among(function, &replaced),
        }
    }

    #[cold]
    fn code_among<'a>(&'a self, function: &'a Function, replaced: &Value) -> &'a CodeObject {
        let pc = self.pc.get();
        let mut index = 0;
        while let Some(list) = replaced.downcast::<List>()
            && let Some(code) = list.get(index)
        {
            if let Some(code) = code.downcast::<CodeObject>().filter(|code| code.holds(pc)) {
                // SAFETY: the function keeps replaced codes as long as it lives, and the generator the function.
                return unsafe { &*std::ptr::from_ref(code) };
            }
            index += 1;
        }
        function.code()
    }

    /// The first register.
    #[inline(always)]
    #[must_use]
    pub fn registers(&self) -> *mut Slot {
        // SAFETY: the registers follow the struct.
        unsafe { std::ptr::from_ref(self).add(1).cast_mut().cast() }
    }

    /// The namespace of a module's code that is not its globals.
    fn namespace(&self) -> Slot {
        if self.bits.get() & OWN_NAMESPACE == 0 {
            return None;
        }
        // SAFETY: the bit says that the last register holds it.
        unsafe { (*self.registers().add(self.registers as usize - 1)).clone() }
    }

    /// Bytes of the object.
    #[must_use]
    pub fn bytes(&self) -> usize {
        size_of::<Generator>() + self.registers as usize * 8
    }

    /// The iterator that it delegates to at the moment (`yield from`, `await`).
    #[must_use]
    pub fn delegate(&self) -> Option<Value> {
        if self.state.get() != State::Suspended {
            return None;
        }
        // SAFETY: a suspended generator's pc is at its `Yield`.
        unsafe {
            let i = *self.pc.get();
            if self.code().op_at(self.pc.get()) == Op::Yield && i.x & 1 != 0 {
                (*self.registers().add(i.c as usize)).clone()
            } else {
                None
            }
        }
    }
}

/// Makes the generator of the innermost frame, which has its arguments bound, and takes the frame off.
///
/// # Errors
/// `MemoryError`; the frame is off as well.
pub fn create(vm: &mut Vm) -> PyResult {
    // SAFETY: the innermost frame is a function's, complete, and not yet begun.
    unsafe {
        let frame = vm.stack.frame;
        let code = (*frame).code();
        let kind = if code.has(flags::ASYNC_GENERATOR) {
            kinds::ASYNC_GENERATOR
        } else if code.has(flags::COROUTINE) {
            kinds::COROUTINE
        } else {
            kinds::GENERATOR
        };
        let namespace = (*frame).locals.take();
        let count = u32::from(code.registers) + u32::from(namespace.is_some());
        let bytes = size_of::<Generator>() + count as usize * 8;
        let block = match vm.heap.alloc(PageKind::Container, bytes) {
            Ok(block) => block.cast::<Generator>(),
            Err(error) => {
                vm.pop_frame();
                return Err(error.into());
            }
        };
        vm.heap.container_made();
        block.write(Generator {
            header: Header::new(u32::from(kind), TRACKED | if kind == kinds::COROUTINE { FINALIZE } else { 0 }),
            function: ValueCell::new((*frame).function.clone()),
            handled: ValueCell::default(),
            frame_object: ValueCell::default(),
            extra: ValueCell::default(),
            pc: Cell::new((*frame).pc),
            registers: count,
            state: Cell::new(State::Created),
            bits: Cell::new(if namespace.is_some() { OWN_NAMESPACE } else { 0 }),
            handlers: Cell::new(0),
        });
        let to = block.add(1).cast::<u64>().as_ptr();
        if namespace.is_some() {
            to.cast::<Slot>().add(code.registers as usize).write(namespace);
        }
        for index in 0..code.registers as usize {
            *to.add(index) = std::mem::replace(&mut *(*frame).registers.add(index).cast::<u64>(), 0);
        }
        vm.pop_frame();
        let generator = Value::from_owned(block.cast());
        if kind == kinds::COROUTINE && vm.origin_depth != 0 {
            crate::types::generator::remember_origin(vm, &generator)?;
        }
        Ok(generator)
    }
}

/// Puts a generator's frame on the stack, to be resumed with `sent`. False: it has finished.
///
/// # Errors
/// ValueError when it is running, TypeError when a value is sent before it began, RecursionError, MemoryError.
pub fn push(vm: &mut Vm, generator: &Value, sent: Value, entry: Entry) -> PyResult<bool> {
    let Some(object) = view(generator) else { return Err(vm.type_error(format_args!("a generator is needed"))) };
    match object.state.get() {
        State::Finished => {
            if generator.kind() == kinds::COROUTINE {
                return Err(vm.raise(Exc::RuntimeError, format_args!("cannot reuse already awaited coroutine")));
            }
            return Ok(false);
        }
        State::Running => {
            let what = kind_word(generator);
            return Err(vm.value_error(format_args!("{what} already executing")));
        }
        State::Created if !sent.is_none() => {
            let what = kind_word(generator);
            return Err(vm.type_error(format_args!("can't send non-None value to a just-started {what}")));
        }
        State::Created | State::Suspended => {}
    }
    if vm.stack.depth >= vm.recursion_limit {
        return Err(vm.recursion_error());
    }
    // SAFETY: the record is written completely; registers are the generator's, which `extra` keeps alive.
    unsafe {
        let frame = vm.stack.push(&mut vm.heap, 0, 0)?;
        let function = object.function();
        let begun = object.state.get() == State::Suspended;
        let mut pc = object.pc.get();
        if begun {
            let i = *pc;
            drop((*object.registers().add(i.a as usize)).replace(sent));
            pc = pc.add(1);
        }
        frame.write(Frame {
            pc,
            registers: object.registers(),
            code: std::ptr::from_ref(object.code()),
            globals: std::ptr::from_ref::<Dict>(&function.globals),
            builtins: vm.builtins_ptr(),
            function: object.function.get(),
            locals: object.namespace(),
            object: object.frame_object.take(),
            extra: Some(generator.clone()),
            previous: vm.stack.frame,
            entry,
            is_generator: true,
        });
        vm.stack.frame = frame;
        vm.stack.depth += 1;
        object.state.set(State::Running);
        // What it was handling when it yielded is handled again; the caller's is kept in its place.
        let own = object.handled.take();
        let callers = vm.handled.take();
        vm.handled = own.or_else(|| callers.clone());
        object.handled.set(callers);
        Ok(true)
    }
}

fn kind_word(generator: &Value) -> &'static str {
    match generator.kind() {
        kinds::COROUTINE => "coroutine",
        kinds::ASYNC_GENERATOR => "async generator",
        _ => "generator",
    }
}

/// Takes the innermost frame, a generator's, off the stack.
unsafe fn pop_record(vm: &mut Vm) -> Value {
    // SAFETY: the innermost frame is a generator's.
    unsafe {
        let frame = vm.stack.frame;
        let generator = (*frame).extra.take().unwrap_unchecked();
        let object: &Generator = generator.cast_unchecked();
        object.frame_object.set((*frame).object.take());
        drop((*frame).locals.take());
        let function = (*frame).function.take();
        vm.stack.frame = (*frame).previous;
        vm.stack.depth -= 1;
        vm.stack.pop(frame);
        drop(function);
        generator
    }
}

/// What a generator has to remember of the exception handled so far when it enters a handler: `True` for "whatever its
/// caller handles", which is another one at each resumption.
///
/// # Safety
/// `frame` is a running generator's.
pub unsafe fn mark_inherited(frame: *mut Frame, former: Option<Value>) -> Option<Value> {
    // SAFETY: as the caller says.
    let handlers = unsafe { &running(frame).handlers };
    let outer = handlers.get();
    handlers.set(outer.saturating_add(1));
    if outer == 0 { Some(Value::bool(true)) } else { former }
}

/// The exception handled again after a handler that [`mark_inherited`] began.
///
/// # Safety
/// `frame` is a running generator's.
pub unsafe fn unmark_inherited(frame: *mut Frame, former: Option<Value>) -> Option<Value> {
    // SAFETY: as the caller says.
    let generator = unsafe { running(frame) };
    generator.handlers.set(generator.handlers.get().saturating_sub(1));
    match former {
        Some(mark) if mark.is(&Value::bool(true)) => generator.handled.get(),
        former => former,
    }
}

/// The generator of a frame.
///
/// # Safety
/// `frame` is a running generator's.
unsafe fn running<'a>(frame: *mut Frame) -> &'a Generator {
    // SAFETY: as the caller says; its frame keeps it alive.
    unsafe { (*frame).extra.as_ref().unwrap_unchecked().cast_unchecked() }
}

/// The innermost frame is at a `Yield`: back to whoever resumed it.
///
/// # Safety
/// The innermost frame is a generator's and its `pc` is saved.
pub unsafe fn suspend(vm: &mut Vm) {
    // SAFETY: as the caller says.
    unsafe {
        let pc = (*vm.stack.frame).pc;
        let generator = pop_record(vm);
        let object: &Generator = generator.cast_unchecked();
        object.pc.set(pc);
        object.state.set(State::Suspended);
        object.header.set(FINALIZE);
        let callers = object.handled.take();
        let own = std::mem::replace(&mut vm.handled, callers);
        // Outside its own handlers it is the caller's.
        object.handled.set(own.filter(|_| object.handlers.get() > 0));
    }
}

/// The innermost frame, a generator's, returned or raised.
///
/// # Safety
/// It is one.
pub unsafe fn finish(vm: &mut Vm) {
    // SAFETY: as the caller says; registers are emptied one by one.
    unsafe {
        if (*vm.stack.frame).object.is_some() {
            crate::types::frame::detach(vm, vm.stack.frame);
        }
        let generator = pop_record(vm);
        let object: &Generator = generator.cast_unchecked();
        object.state.set(State::Finished);
        object.header.clear(FINALIZE);
        vm.handled = object.handled.take();
        object.frame_object.set(None);
        for index in (0..object.registers as usize).rev() {
            drop((*object.registers().add(index)).take());
        }
        vm.settle();
        drop(generator);
    }
}

/// What resuming came to.
pub enum Resumed {
    /// It yielded.
    Yielded(Value),
    /// It returned.
    Returned(Value),
}

/// Resumes a generator with a value, from native code.
///
/// # Errors
/// What it raises.
pub fn resume(vm: &mut Vm, generator: &Value, sent: Value) -> PyResult<Resumed> {
    vm.check_native_stack()?;
    if !push(vm, generator, sent, Entry::Native)? {
        return Ok(Resumed::Returned(Value::none()));
    }
    run_resumed(vm)
}

fn run_resumed(vm: &mut Vm) -> PyResult<Resumed> {
    vm.generator_result = None;
    match interp::run(vm) {
        Ok(value) => Ok(Resumed::Yielded(value)),
        Err(raised) => match vm.generator_result.take() {
            Some(value) if vm.raised.is_none() => {
                let _ = raised;
                Ok(Resumed::Returned(value))
            }
            other => {
                vm.generator_result = other;
                Err(raised)
            }
        },
    }
}

/// Resumes a generator by raising an exception in it (at its `yield`; delegation is the caller's business).
///
/// # Errors
/// What it raises.
pub fn resume_raising(vm: &mut Vm, generator: &Value, exception: Value) -> PyResult<Resumed> {
    vm.check_native_stack()?;
    let Some(object) = view(generator) else { return Err(vm.type_error(format_args!("a generator is needed"))) };
    match object.state.get() {
        State::Finished if generator.kind() == kinds::COROUTINE => {
            return Err(vm.raise(Exc::RuntimeError, format_args!("cannot reuse already awaited coroutine")));
        }
        State::Finished => return Err(vm.reraise(exception)),
        State::Created => {
            crate::types::exception::set_context_from_handled(vm, &exception);
            // The frame that never began is shown in the traceback: its first line.
            if let Err(raised) = crate::types::traceback::add_unbegun_entry(vm, generator, &exception) {
                drop(vm.take_raised(raised));
            }
            object.state.set(State::Finished);
            object.header.clear(FINALIZE);
            clear_registers(vm, generator);
            return Err(vm.reraise(exception));
        }
        State::Running | State::Suspended => {}
    }
    if !push_at_yield(vm, generator)? {
        return Err(vm.reraise(exception));
    }
    raise_in_frame(vm, exception)
}

/// Puts a suspended generator's frame on the stack as it stands at its `yield`, which is not left. False: it has
/// finished.
///
/// # Errors
/// As [`push`].
pub fn push_at_yield(vm: &mut Vm, generator: &Value) -> PyResult<bool> {
    let pushed = push(vm, generator, Value::none(), Entry::Native)?;
    if pushed {
        // SAFETY: just pushed; the pc was moved behind the one-word `Yield`.
        unsafe { (*vm.stack.frame).pc = (*vm.stack.frame).pc.sub(1) };
    }
    Ok(pushed)
}

/// Raises an exception in the innermost frame, a generator's from [`push_at_yield`], and runs it.
///
/// # Errors
/// What it raises.
pub fn raise_in_frame(vm: &mut Vm, exception: Value) -> PyResult<Resumed> {
    crate::types::exception::set_context_from_handled(vm, &exception);
    let exception = match vm.tracing.wants(tracing::events::PY_THROW) {
        // SAFETY: the innermost frame is on the stack.
        true => unsafe { tracing::unwinding::tell(vm, vm.stack.frame, tracing::events::PY_THROW, exception) },
        false => exception,
    };
    let raised = vm.reraise(exception);
    crate::eval::unwind::unwind(vm, raised)?;
    run_resumed(vm)
}

/// Drops what a generator that will not run again holds.
pub fn clear_registers(vm: &mut Vm, generator: &Value) {
    if let Some(object) = view(generator) {
        crate::types::frame::orphan(vm, object);
        // SAFETY: it is not on the stack, and its registers are within the object.
        unsafe {
            for index in (0..object.registers as usize).rev() {
                drop((*object.registers().add(index)).take());
            }
        }
        vm.settle();
    }
}

/// The iterator that `yield from` works on.
///
/// # Errors
/// TypeError for a coroutine outside a coroutine, or what `iter` raises.
pub fn yield_from_iter(vm: &mut Vm, value: &Value, frame: &Frame) -> PyResult {
    if value.shape() == u32::from(kinds::COROUTINE) {
        if frame.code().has(flags::COROUTINE) || frame.code().code.flags & 0x100 != 0 {
            return Ok(value.clone());
        }
        return Err(vm.type_error(format_args!("cannot 'yield from' a coroutine object in a non-coroutine generator")));
    }
    if value.shape() == u32::from(kinds::GENERATOR) {
        return Ok(value.clone());
    }
    vm.iter(value)
}

/// `send` on any iterator.
///
/// # Errors
/// What it raises.
pub fn send_any(vm: &mut Vm, iterator: &Value, sent: Value) -> PyResult<Resumed> {
    if view(iterator).is_some() && iterator.kind() != kinds::ASYNC_GENERATOR {
        return resume(vm, iterator, sent);
    }
    let class = vm.type_of(iterator);
    if sent.is_none()
        && !class.has(crate::types::typ::Type::HEAP)
        && let Some(next) = class.native_slots().next
    {
        // Native iterators that return a value raise StopIteration(value) themselves.
        return match next(vm, iterator) {
            Ok(Some(value)) => Ok(Resumed::Yielded(value)),
            Ok(None) => Ok(Resumed::Returned(Value::none())),
            Err(raised) => returned(vm, raised),
        };
    }
    let names = vm.names();
    let result = if sent.is_none() {
        let next = vm.lookup_special(iterator, &names.__next__);
        match next {
            Some(method) => vm.call_bound(&method, iterator, &[]),
            None => return Err(vm.type_error(format_args!("object is not an iterator"))),
        }
    } else {
        vm.call_method(iterator, &names.send, std::slice::from_ref(&sent))
    };
    match result {
        Ok(value) => Ok(Resumed::Yielded(value)),
        Err(raised) => returned(vm, raised),
    }
}

/// A StopIteration is a return.
fn returned(vm: &mut Vm, raised: Raised) -> PyResult<Resumed> {
    if !vm.raised_is(&raised, Exc::StopIteration) {
        return Err(raised);
    }
    let mut exception = vm.take_raised(raised);
    if vm.tracing.wants(tracing::events::RAISE) {
        // SAFETY: the innermost frame is on the stack.
        exception = unsafe { tracing::unwinding::tell(vm, vm.stack.frame, tracing::events::RAISE, exception) };
    }
    let value = vm.get_attr(&exception, &vm.names().value)?;
    Ok(Resumed::Returned(value))
}

/// What `await value` works on. `place`: 0 plain, 1 `__aenter__`, 2 `__aexit__`.
///
/// # Errors
/// TypeError as CPython words it.
pub fn awaitable(vm: &mut Vm, value: &Value, place: u8) -> PyResult {
    if value.shape() == u32::from(kinds::COROUTINE) {
        if view(value).is_some_and(|g| g.delegate().is_some()) {
            return Err(vm.raise(Exc::RuntimeError, format_args!("coroutine is being awaited already")));
        }
        return Ok(value.clone());
    }
    if let Some(generator) = view(value)
        && value.kind() == kinds::GENERATOR
        && generator.code().code.flags & 0x100 != 0
    {
        return Ok(value.clone());
    }
    let class = vm.type_of(value);
    let iterator = match vm.python_special(class, &vm.names().__await__) {
        Some(method) => vm.call_bound(&method, value, &[])?,
        None => match class.native_slots().await_ {
            Some(await_) => await_(vm, value)?,
            None => {
                let kind = class.name();
                return Err(match place {
                    1 => vm.type_error(format_args!(
                        "'async with' received an object from __aenter__ that does not implement __await__: {kind}"
                    )),
                    2 => vm.type_error(format_args!(
                        "'async with' received an object from __aexit__ that does not implement __await__: {kind}"
                    )),
                    _ => vm.type_error(format_args!("'{kind}' object can't be awaited")),
                });
            }
        },
    };
    if iterator.kind() == kinds::COROUTINE {
        return Err(vm.type_error(format_args!("__await__() returned a coroutine")));
    }
    if !vm.is_iterator(&iterator) {
        let kind = vm.type_name(&iterator);
        return Err(vm.type_error(format_args!("__await__() returned non-iterator of type '{kind}'")));
    }
    Ok(iterator)
}

/// `aiter(value)` for `async for`.
///
/// # Errors
/// TypeError as CPython words it.
pub fn aiter(vm: &mut Vm, value: &Value) -> PyResult {
    let class = vm.type_of(value);
    let iterator = match vm.python_special(class, &vm.names().__aiter__) {
        Some(method) => vm.call_bound(&method, value, &[])?,
        None => match class.native_slots().aiter {
            Some(aiter) => aiter(vm, value)?,
            None => {
                let kind = class.name();
                return Err(
                    vm.type_error(format_args!("'async for' requires an object with __aiter__ method, got {kind}"))
                );
            }
        },
    };
    let class = vm.type_of(&iterator);
    if class.native_slots().anext.is_none() && vm.python_special(class, &vm.names().__anext__).is_none() {
        let kind = class.name();
        return Err(vm.type_error(format_args!(
            "'async for' received an object from __aiter__ that does not implement __anext__: {kind}"
        )));
    }
    Ok(iterator)
}

/// The awaitable of `iterator.__anext__()`.
///
/// # Errors
/// TypeError as CPython words it.
pub fn anext(vm: &mut Vm, iterator: &Value) -> PyResult {
    let class = vm.type_of(iterator);
    let next = match vm.python_special(class, &vm.names().__anext__) {
        Some(method) => vm.call_bound(&method, iterator, &[])?,
        None => match class.native_slots().anext {
            Some(anext) => anext(vm, iterator)?,
            None => {
                let kind = class.name();
                return Err(
                    vm.type_error(format_args!("'async for' requires an iterator with __anext__ method, got {kind}"))
                );
            }
        },
    };
    awaitable(vm, &next, 0).map_err(|raised| {
        let cause = vm.take_raised(raised);
        let kind = vm.type_name(&next);
        let raised = vm.type_error(format_args!("'async for' received an invalid object from __anext__: {kind}"));
        let error = vm.take_raised(raised);
        if vm.is_instance_of_exc(&error, Exc::TypeError) {
            exception::set_cause(&error, Some(cause.clone()));
            exception::set_context(&error, Some(cause));
        }
        vm.reraise(error)
    })
}
