//! Async generators, and the awaitables that step them (PEP 525).
//!
//! What a suspended async generator has just handed out is its own `yield` exactly when it delegates to nothing;
//! otherwise something it awaits yielded. So no wrapper is needed around what it yields.

use std::cell::Cell;

use pitviper_object::header::{FINALIZE, TRACKED};
use pitviper_object::{Header, Obj, PageKind, Traverse, Value};

use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::eval::generator::{Generator, Resumed, State, resume, view};
use crate::types::generator::{
    NAME, QUALNAME, get_code, get_delegate, get_frame, get_suspended, read_only, size, stop_iteration, throw_into,
    warn_of_three_arguments,
};
use crate::types::str::Str;
use crate::types::tuple::Tuple;

/// Bits of `Generator::bits`: no more items.
const CLOSED: u8 = 1;
/// An awaitable of it is under way.
const RUNNING: u8 = 2;
/// The event loop was told that it began.
const TOLD: u8 = 4;

/// Tells the event loop's hook that the generator begins.
fn tell_begin(vm: &mut Vm, generator: &Value) -> PyResult<()> {
    if bits(generator) & TOLD != 0 {
        return Ok(());
    }
    change(generator, TOLD, 0);
    match crate::modules::sys::asyncs::hook(vm, 0) {
        Some(hook) => vm.call(&hook, std::slice::from_ref(generator)).map(drop),
        None => Ok(()),
    }
}

/// Leaves a dropped generator to the event loop's hook; false when there is none, or it never began.
///
/// # Errors
/// What the hook raises.
pub(crate) fn give_to_hook(vm: &mut Vm, generator: &Value) -> PyResult<bool> {
    if generator.kind() != kinds::ASYNC_GENERATOR || bits(generator) & (TOLD | CLOSED) != TOLD {
        return Ok(false);
    }
    match crate::modules::sys::asyncs::hook(vm, 1) {
        Some(hook) => vm.call(&hook, std::slice::from_ref(generator)).map(|_| true),
        None => Ok(false),
    }
}

/// What the generator's own `yield` hands out: the value as it is (see the module's comment).
///
/// # Errors
/// None.
pub fn wrap(_: &mut Vm, value: Value) -> PyResult {
    Ok(value)
}

/// What an awaitable has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Stage {
    Fresh,
    Begun,
    Done,
}

/// The awaitable of `__anext__` and `asend`.
#[repr(C)]
pub struct Send {
    /// Count, shape, flags.
    pub header: Header,
    generator: ValueCell,
    value: ValueCell,
    stage: Cell<Stage>,
}

pitviper_object::object!(Send, kinds::ASYNC_GENERATOR_SEND, generator, value);

/// The awaitable of `athrow` and `aclose`.
#[repr(C)]
pub struct Throw {
    /// Count, shape, flags.
    pub header: Header,
    generator: ValueCell,
    /// Arguments of `athrow`: a tuple; nothing for `aclose`.
    arguments: ValueCell,
    stage: Cell<Stage>,
}

pitviper_object::object!(Throw, kinds::ASYNC_GENERATOR_THROW, generator, arguments);

fn bits(generator: &Value) -> u8 {
    view(generator).map_or(CLOSED, |object| object.bits.get())
}

fn change(generator: &Value, set: u8, clear: u8) {
    if let Some(object) = view(generator) {
        object.bits.set(object.bits.get() & !clear | set);
    }
}

fn new_send(vm: &mut Vm, generator: &Value, value: Value) -> PyResult {
    tell_begin(vm, generator)?;
    let send = Send {
        header: Header::new(u32::from(kinds::ASYNC_GENERATOR_SEND), TRACKED | FINALIZE),
        generator: ValueCell::new(Some(generator.clone())),
        value: ValueCell::new(Some(value)),
        stage: Cell::new(Stage::Fresh),
    };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, send)?.into_value())
}

fn new_throw(vm: &mut Vm, generator: &Value, arguments: Option<Value>) -> PyResult {
    tell_begin(vm, generator)?;
    let throw = Throw {
        header: Header::new(u32::from(kinds::ASYNC_GENERATOR_THROW), TRACKED | FINALIZE),
        generator: ValueCell::new(Some(generator.clone())),
        arguments: ValueCell::new(arguments),
        stage: Cell::new(Stage::Fresh),
    };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, throw)?.into_value())
}

/// What a step of the generator means to who awaits it: a value of its own ends the await.
fn unwrap(vm: &mut Vm, generator: &Value, result: PyResult<Resumed>) -> PyResult {
    match result {
        Ok(Resumed::Yielded(value)) => {
            if view(generator).is_some_and(|object| object.delegate().is_some()) {
                return Ok(value);
            }
            change(generator, 0, RUNNING);
            let raised = vm.raise_with(Exc::StopIteration, value);
            Err(raised)
        }
        Ok(Resumed::Returned(_)) => {
            change(generator, CLOSED, RUNNING);
            Err(vm.raise_bare(Exc::StopAsyncIteration))
        }
        Err(raised) => {
            change(generator, 0, RUNNING);
            if is_end(vm, &raised) {
                change(generator, CLOSED, 0);
            }
            Err(raised)
        }
    }
}

fn is_end(vm: &Vm, raised: &Raised) -> bool {
    vm.raised_is(raised, Exc::StopAsyncIteration) || vm.raised_is(raised, Exc::GeneratorExit)
}

fn no_reuse(vm: &mut Vm, what: &str) -> Raised {
    vm.raise(Exc::RuntimeError, format_args!("cannot reuse already awaited {what}"))
}

fn busy(vm: &mut Vm, what: &str) -> Raised {
    vm.raise(Exc::RuntimeError, format_args!("{what}(): asynchronous generator is already running"))
}

/// Warns of an awaitable that dies before anybody awaited it.
///
/// # Errors
/// The warning, where filters make errors of it.
pub(crate) fn never_awaited(vm: &mut Vm, awaitable: &Value) -> PyResult<()> {
    let (stage, method, generator) = match (awaitable.downcast::<Send>(), awaitable.downcast::<Throw>()) {
        (Some(send), _) => (send.stage.get(), "asend", send.generator.get()),
        (_, Some(throw)) if throw.arguments.is_none() => (throw.stage.get(), "aclose", throw.generator.get()),
        (_, Some(throw)) => (throw.stage.get(), "athrow", throw.generator.get()),
        _ => return Ok(()),
    };
    let Some(generator) = generator.filter(|_| stage == Stage::Fresh) else { return Ok(()) };
    let name = vm.get_attr(&generator, &vm.names().__qualname__)?;
    let name = vm.repr(&name)?;
    let Some(name) = name.downcast::<Str>() else { return Ok(()) };
    let message = format_args!("coroutine method '{method}' of {name} was never awaited");
    vm.warn_about(Exc::RuntimeWarning, 1, message, Some(&generator))
}

/// The generator of an awaitable of `asend`, `athrow` or `aclose`.
pub(crate) fn generator_of(awaitable: &Value) -> Option<Value> {
    match awaitable.downcast::<Send>() {
        Some(send) => send.generator.get(),
        None => awaitable.downcast::<Throw>()?.generator.get(),
    }
}

/// One step of an `asend` awaitable.
fn step_send(vm: &mut Vm, awaitable: &Value, sent: Value) -> PyResult {
    let Some(send) = awaitable.downcast::<Send>() else { return Ok(Value::none()) };
    send.header.clear(FINALIZE);
    let generator = send.generator.get().unwrap_or_else(Value::none);
    let mut sent = sent;
    match send.stage.get() {
        Stage::Done => return Err(no_reuse(vm, "__anext__()/asend()")),
        Stage::Fresh => {
            if bits(&generator) & RUNNING != 0 {
                send.stage.set(Stage::Done);
                return Err(busy(vm, "anext"));
            }
            if sent.is_none() {
                sent = send.value.get().unwrap_or(sent);
            }
            send.stage.set(Stage::Begun);
            change(&generator, RUNNING, 0);
        }
        Stage::Begun => {}
    }
    if bits(&generator) & CLOSED != 0 && view(&generator).is_some_and(|g| g.state.get() == State::Finished) {
        change(&generator, 0, RUNNING);
        send.stage.set(Stage::Done);
        return Err(vm.raise_bare(Exc::StopAsyncIteration));
    }
    let result = resume(vm, &generator, sent);
    let result = unwrap(vm, &generator, result);
    if result.is_err() {
        send.stage.set(Stage::Done);
    }
    result
}

fn throw_send(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if args.values.len() > 2 {
        warn_of_three_arguments(vm, "throw")?;
    }
    let Some(send) = args.values[0].downcast::<Send>() else { return Ok(Value::none()) };
    send.header.clear(FINALIZE);
    let generator = send.generator.get().unwrap_or_else(Value::none);
    match send.stage.get() {
        Stage::Done => return Err(no_reuse(vm, "__anext__()/asend()")),
        Stage::Fresh => {
            if bits(&generator) & RUNNING != 0 {
                send.stage.set(Stage::Done);
                return Err(busy(vm, "anext"));
            }
            send.stage.set(Stage::Begun);
            change(&generator, RUNNING, 0);
        }
        Stage::Begun => {}
    }
    let result = throw_into(vm, &generator, &args.values[1..]);
    let result = unwrap(vm, &generator, result);
    if result.is_err() {
        send.stage.set(Stage::Done);
    }
    result
}

/// What a step means to `aclose`: an own `yield` is disobedience.
fn unwrap_close(vm: &mut Vm, throw: &Throw, generator: &Value, result: PyResult<Resumed>) -> PyResult {
    match result {
        Ok(Resumed::Yielded(value)) => {
            if view(generator).is_some_and(|object| object.delegate().is_some()) {
                return Ok(value);
            }
            change(generator, 0, RUNNING);
            throw.stage.set(Stage::Done);
            Err(vm.raise(Exc::RuntimeError, format_args!("async generator ignored GeneratorExit")))
        }
        Ok(Resumed::Returned(_)) => {
            change(generator, CLOSED, RUNNING);
            throw.stage.set(Stage::Done);
            Err(vm.raise_bare(Exc::StopIteration))
        }
        Err(raised) => {
            change(generator, 0, RUNNING);
            throw.stage.set(Stage::Done);
            if is_end(vm, &raised) {
                change(generator, CLOSED, 0);
                drop(vm.take_raised(raised));
                return Err(vm.raise_bare(Exc::StopIteration));
            }
            Err(raised)
        }
    }
}

/// What a step of an `athrow` or `aclose` awaitable comes to.
fn settle_throw(vm: &mut Vm, throw: &Throw, generator: &Value, result: PyResult<Resumed>) -> PyResult {
    if throw.arguments.is_none() {
        return unwrap_close(vm, throw, generator, result);
    }
    let result = unwrap(vm, generator, result);
    if result.is_err() {
        throw.stage.set(Stage::Done);
    }
    result
}

/// One step of an `athrow` or `aclose` awaitable.
fn step_throw(vm: &mut Vm, awaitable: &Value, sent: Value) -> PyResult {
    let Some(throw) = awaitable.downcast::<Throw>() else { return Ok(Value::none()) };
    throw.header.clear(FINALIZE);
    let generator = throw.generator.get().unwrap_or_else(Value::none);
    if throw.stage.get() == Stage::Done {
        return Err(no_reuse(vm, "aclose()/athrow()"));
    }
    if view(&generator).is_none_or(|object| object.state.get() == State::Finished) {
        throw.stage.set(Stage::Done);
        return Err(vm.raise_bare(Exc::StopIteration));
    }
    if throw.stage.get() == Stage::Begun {
        let result = resume(vm, &generator, sent);
        return settle_throw(vm, throw, &generator, result);
    }
    let what = if throw.arguments.is_none() { "aclose" } else { "athrow" };
    if bits(&generator) & RUNNING != 0 {
        throw.stage.set(Stage::Done);
        return Err(busy(vm, what));
    }
    if bits(&generator) & CLOSED != 0 {
        throw.stage.set(Stage::Done);
        return Err(vm.raise_bare(Exc::StopAsyncIteration));
    }
    if !sent.is_none() {
        return Err(vm.raise(Exc::RuntimeError, format_args!("can't send non-None value to a just-started coroutine")));
    }
    throw.stage.set(Stage::Begun);
    change(&generator, RUNNING, 0);
    let result = match throw.arguments.get_obj::<Tuple>() {
        Some(arguments) => throw_into(vm, &generator, arguments.items()),
        None => {
            change(&generator, CLOSED, 0);
            let exit = crate::types::exception::new_with_args(vm, Exc::GeneratorExit, &[])?;
            throw_into(vm, &generator, &[exit])
        }
    };
    settle_throw(vm, throw, &generator, result)
}

fn throw_throw(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if args.values.len() > 2 {
        warn_of_three_arguments(vm, "throw")?;
    }
    let Some(throw) = args.values[0].downcast::<Throw>() else { return Ok(Value::none()) };
    throw.header.clear(FINALIZE);
    let generator = throw.generator.get().unwrap_or_else(Value::none);
    match throw.stage.get() {
        Stage::Done => return Err(no_reuse(vm, "aclose()/athrow()")),
        Stage::Fresh if bits(&generator) & RUNNING != 0 => {
            throw.stage.set(Stage::Done);
            let what = if throw.arguments.is_none() { "aclose" } else { "athrow" };
            return Err(busy(vm, what));
        }
        Stage::Fresh => {
            throw.stage.set(Stage::Begun);
            change(&generator, RUNNING, 0);
        }
        Stage::Begun => {}
    }
    let result = throw_into(vm, &generator, &args.values[1..]);
    settle_throw(vm, throw, &generator, result)
}

/// `close()` of an awaitable: a step with GeneratorExit, whose echo is swallowed.
fn close_by(vm: &mut Vm, awaitable: &Value, throw: fn(&mut Vm, Args<'_>) -> PyResult) -> PyResult {
    let exit = crate::types::exception::new_with_args(vm, Exc::GeneratorExit, &[])?;
    let values = [awaitable.clone(), exit];
    match throw(vm, Args { values: &values, names: None }) {
        Ok(_) => Err(vm.raise(Exc::RuntimeError, format_args!("coroutine ignored GeneratorExit"))),
        Err(raised) if is_end(vm, &raised) || vm.raised_is(&raised, Exc::StopIteration) => {
            drop(vm.take_raised(raised));
            Ok(Value::none())
        }
        Err(raised) => Err(raised),
    }
}

fn close_send(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if args.values[0].downcast::<Send>().is_none_or(|send| send.stage.get() == Stage::Done) {
        return Ok(Value::none());
    }
    close_by(vm, &args.values[0], throw_send)
}

fn close_throw(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if args.values[0].downcast::<Throw>().is_none_or(|throw| throw.stage.get() == Stage::Done) {
        return Ok(Value::none());
    }
    close_by(vm, &args.values[0], throw_throw)
}

fn itself(_: &mut Vm, value: &Value) -> PyResult {
    Ok(value.clone())
}

fn repr(vm: &mut Vm, generator: &Value) -> PyResult {
    let name = vm.get_attr(generator, &vm.names().__qualname__)?;
    let id = vm.id(generator);
    match name.downcast::<Str>() {
        Some(name) => vm.new_str_fmt(format_args!("<async_generator object {name} at {id:#x}>")),
        None => Ok(name),
    }
}

/// `async_generator`.
pub static ASYNC_GENERATOR: TypeSpec = TypeSpec {
    name: "async_generator",
    module: "builtins",
    kind: kinds::ASYNC_GENERATOR,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &Slots {
        repr: Some(repr),
        aiter: Some(itself),
        anext: Some(|vm, generator| new_send(vm, generator, Value::none())),
        ..Slots::EMPTY
    },
    methods: &[
        Method::new("asend", |vm, args| new_send(vm, &args.values[0], args.values[1].clone()), 1, 1)
            .doc("asend(v) -> send 'v' in generator."),
        Method::new("athrow", athrow, 1, 3).doc("athrow(value) -> raise exception in generator, return awaitable."),
        Method::new("aclose", |vm, args| new_throw(vm, &args.values[0], None), 0, 0)
            .doc("aclose() -> raise GeneratorExit inside generator."),
        Method::new("__class_getitem__", crate::types::typing::class_getitem, 1, 1).class().doc("See PEP 585"),
    ],
    getset: &[
        NAME,
        QUALNAME,
        read_only("ag_frame", get_frame),
        read_only("ag_code", get_code),
        read_only("ag_running", |_, generator| Ok(Value::bool(bits(generator) & RUNNING != 0))),
        read_only("ag_suspended", get_suspended),
        read_only("ag_await", get_delegate),
    ],
    page: PageKind::Container,
    slot: Generator::slot,
    finish: None,
    size,
};

fn athrow(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if args.values.len() > 2 {
        warn_of_three_arguments(vm, "athrow")?;
    }
    let arguments = vm.new_tuple(&args.values[1..])?;
    new_throw(vm, &args.values[0], Some(arguments))
}

/// `async_generator_asend`.
pub static SEND: TypeSpec = TypeSpec {
    name: "async_generator_asend",
    module: "builtins",
    kind: kinds::ASYNC_GENERATOR_SEND,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &Slots {
        iter: Some(itself),
        await_: Some(itself),
        next: Some(|vm, awaitable| step_send(vm, awaitable, Value::none()).map(Some)),
        ..Slots::EMPTY
    },
    methods: &[
        Method::new("send", |vm, args| step_send(vm, &args.values[0], args.values[1].clone()), 1, 1),
        Method::new("throw", throw_send, 1, 3),
        Method::new("close", close_send, 0, 0),
    ],
    getset: &[],
    page: PageKind::Container,
    slot: Send::slot,
    finish: None,
    size: fixed_size::<Send>,
};

/// `async_generator_athrow`.
pub static THROW: TypeSpec = TypeSpec {
    name: "async_generator_athrow",
    module: "builtins",
    kind: kinds::ASYNC_GENERATOR_THROW,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &Slots {
        iter: Some(itself),
        await_: Some(itself),
        next: Some(|vm, awaitable| step_throw(vm, awaitable, Value::none()).map(Some)),
        ..Slots::EMPTY
    },
    methods: &[
        Method::new("send", |vm, args| step_throw(vm, &args.values[0], args.values[1].clone()), 1, 1),
        Method::new("throw", throw_throw, 1, 3),
        Method::new("close", close_throw, 0, 0),
    ],
    getset: &[],
    page: PageKind::Container,
    slot: Throw::slot,
    finish: None,
    size: fixed_size::<Throw>,
};

/// What `anext(iterator, default)` gives.
#[repr(C)]
pub struct AnextAwaitable {
    /// Count, shape, flags.
    pub header: Header,
    awaited: ValueCell,
    default: ValueCell,
}

pitviper_object::object!(AnextAwaitable, kinds::ANEXT_AWAITABLE, awaited, default);

/// An awaitable that gives `default` when `awaitable` ends in StopAsyncIteration.
///
/// # Errors
/// `MemoryError`.
pub fn new_anext_awaitable(vm: &mut Vm, awaitable: &Value, default: Value) -> PyResult {
    let object = AnextAwaitable {
        header: Header::new(u32::from(kinds::ANEXT_AWAITABLE), TRACKED),
        awaited: ValueCell::new(Some(awaitable.clone())),
        default: ValueCell::new(Some(default)),
    };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, object)?.into_value())
}

/// Forwards to what is awaited; its StopAsyncIteration becomes the default.
fn forward(vm: &mut Vm, awaitable: &Value, step: impl FnOnce(&mut Vm, &Value) -> PyResult) -> PyResult {
    let Some(object) = awaitable.downcast::<AnextAwaitable>() else { return Ok(Value::none()) };
    let mut awaited = object.awaited.get().unwrap_or_else(Value::none);
    if awaited.kind() != kinds::COROUTINE {
        awaited = crate::eval::generator::awaitable(vm, &awaited, 0)?;
    }
    match step(vm, &awaited) {
        Err(raised) if vm.raised_is(&raised, Exc::StopAsyncIteration) => {
            drop(vm.take_raised(raised));
            let default = object.default.get().unwrap_or_else(Value::none);
            Err(stop_iteration(vm, &default))
        }
        result => result,
    }
}

fn forward_send(vm: &mut Vm, awaited: &Value, sent: Value) -> PyResult {
    match crate::eval::generator::send_any(vm, awaited, sent)? {
        Resumed::Yielded(value) => Ok(value),
        Resumed::Returned(value) => Err(stop_iteration(vm, &value)),
    }
}

/// `anext_awaitable`.
pub static ANEXT_AWAITABLE: TypeSpec = TypeSpec {
    name: "anext_awaitable",
    module: "builtins",
    kind: kinds::ANEXT_AWAITABLE,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &Slots {
        iter: Some(itself),
        await_: Some(itself),
        next: Some(|vm, awaitable| {
            forward(vm, awaitable, |vm, awaited| forward_send(vm, awaited, Value::none())).map(Some)
        }),
        ..Slots::EMPTY
    },
    methods: &[
        Method::new(
            "send",
            |vm, args| {
                let sent = args.values[1].clone();
                forward(vm, &args.values[0], |vm, awaited| forward_send(vm, awaited, sent))
            },
            1,
            1,
        ),
        Method::new(
            "throw",
            |vm, args| {
                forward(vm, &args.values[0], |vm, awaited| {
                    vm.call_method(awaited, &vm.names().throw, &args.values[1..])
                })
            },
            1,
            3,
        ),
        Method::new(
            "close",
            |vm, args| forward(vm, &args.values[0], |vm, awaited| vm.call_method(awaited, &vm.names().close, &[])),
            0,
            0,
        ),
    ],
    getset: &[],
    page: PageKind::Container,
    slot: AnextAwaitable::slot,
    finish: None,
    size: fixed_size::<AnextAwaitable>,
};
