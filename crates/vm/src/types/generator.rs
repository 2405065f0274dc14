//! What programs see of generators and coroutines: their methods and attributes, and how a dropped one is closed.

use pitviper_object::{Obj, PageKind, Traverse, Value};

use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::eval::generator::{
    Generator, Resumed, State, clear_registers, push_at_yield, raise_in_frame, resume, resume_raising, suspend, view,
};
use crate::types::str::Str;
use crate::types::tuple::Tuple;
use crate::types::typ::Type;
use pitviper_object::Header;
use pitviper_object::header::TRACKED;

/// What resuming came to, as `send` and `throw` tell it.
fn yielded(vm: &mut Vm, resumed: Resumed) -> PyResult {
    match resumed {
        Resumed::Yielded(value) => Ok(value),
        Resumed::Returned(value) => Err(stop_iteration(vm, &value)),
    }
}

/// StopIteration with the value that was returned.
pub fn stop_iteration(vm: &mut Vm, value: &Value) -> Raised {
    if value.is_none() { vm.raise_bare(Exc::StopIteration) } else { vm.raise_with(Exc::StopIteration, value.clone()) }
}

/// `__next__`; a value that was returned travels in the StopIteration.
fn next(vm: &mut Vm, generator: &Value) -> PyResult<Option<Value>> {
    match resume(vm, generator, Value::none())? {
        Resumed::Yielded(value) => Ok(Some(value)),
        Resumed::Returned(value) if value.is_none() => Ok(None),
        Resumed::Returned(value) => Err(stop_iteration(vm, &value)),
    }
}

fn iter(_: &mut Vm, generator: &Value) -> PyResult {
    Ok(generator.clone())
}

fn send(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let resumed = resume(vm, &args.values[0], args.values[1].clone())?;
    yielded(vm, resumed)
}

/// A new exception of a class.
fn instantiate(vm: &mut Vm, class: &Value, arguments: &[Value]) -> PyResult {
    let made = vm.call(class, arguments)?;
    if vm.is_instance_of_exc(&made, Exc::BaseException) {
        return Ok(made);
    }
    let (class, kind) = (vm.repr(class)?, vm.type_name(&made));
    let Some(class) = class.downcast::<Str>() else { return Err(vm.no_memory()) };
    Err(vm.type_error(format_args!("calling {class} should have returned an instance of BaseException, not {kind}")))
}

/// The exception that `throw(type, value, traceback)` is to raise.
///
/// # Errors
/// TypeError for what is no exception, or what the class raises.
fn exception_to_throw(vm: &mut Vm, args: &[Value]) -> PyResult {
    let kind = &args[0];
    let exception = match kind.downcast::<Type>() {
        Some(class) if class.has(Type::EXCEPTION) => {
            let made = match args.get(1) {
                Some(value) if vm.is_subtype(vm.type_of(value), class) => Ok(value.clone()),
                Some(value) if !value.is_none() => match value.downcast::<Tuple>() {
                    Some(tuple) => {
                        let tuple = Obj::from_ref(tuple);
                        instantiate(vm, kind, tuple.items())
                    }
                    None => instantiate(vm, kind, std::slice::from_ref(value)),
                },
                _ => instantiate(vm, kind, &[]),
            };
            // What making it raises is thrown in its place.
            made.unwrap_or_else(|raised| vm.take_raised(raised))
        }
        _ if vm.type_of(kind).has(Type::EXCEPTION) => {
            if args.get(1).is_some_and(|value| !value.is_none()) {
                return Err(vm.type_error(format_args!("instance exception may not have a separate value")));
            }
            kind.clone()
        }
        _ => {
            let name = vm.type_name(kind);
            return Err(vm.type_error(format_args!(
                "exceptions must be classes or instances deriving from BaseException, not {name}"
            )));
        }
    };
    if let Some(traceback) = args.get(2)
        && !traceback.is_none()
    {
        if traceback.kind() != kinds::TRACEBACK {
            return Err(vm.type_error(format_args!("throw() third argument must be a traceback object")));
        }
        crate::types::exception::set_traceback(&exception, Some(traceback.clone()));
    }
    Ok(exception)
}

/// Whether what is thrown is a GeneratorExit, as a class or an instance.
fn is_exit(vm: &Vm, thrown: &[Value]) -> bool {
    match thrown.first() {
        Some(kind) => match kind.downcast::<Type>() {
            Some(class) => vm.is_subtype(class, vm.exc_type(Exc::GeneratorExit)),
            None => vm.is_instance_of_exc(kind, Exc::GeneratorExit),
        },
        None => false,
    }
}

/// `throw(type, value, traceback)`: throws an exception into a generator, or into what it delegates to, which gets
/// the arguments as they are.
///
/// # Errors
/// TypeError for what is no exception; what comes out of the generator.
pub fn throw_into(vm: &mut Vm, generator: &Value, thrown: &[Value]) -> PyResult<Resumed> {
    vm.check_native_stack()?;
    let object = view(generator);
    let Some((object, delegate)) = object.and_then(|object| object.delegate().map(|delegate| (object, delegate)))
    else {
        let exception = exception_to_throw(vm, thrown)?;
        return resume_raising(vm, generator, exception);
    };
    if is_exit(vm, thrown) {
        object.state.set(State::Running);
        let closed = close_iterator(vm, &delegate);
        object.state.set(State::Suspended);
        return match closed {
            Ok(()) => {
                let exception = exception_to_throw(vm, thrown)?;
                resume_raising(vm, generator, exception)
            }
            Err(raised) => {
                let error = vm.take_raised(raised);
                resume_raising(vm, generator, error)
            }
        };
    }
    // What it delegates to sees its frame.
    push_at_yield(vm, generator)?;
    let raised = match throw_into_delegate(vm, &delegate, thrown) {
        Ok(Some(Resumed::Yielded(value))) => {
            // SAFETY: the innermost frame is the one just pushed, at its `yield`.
            unsafe { suspend(vm) };
            return Ok(Resumed::Yielded(value));
        }
        Ok(Some(Resumed::Returned(value))) => stop_iteration(vm, &value),
        Ok(None) => match exception_to_throw(vm, thrown) {
            Ok(exception) => return raise_in_frame(vm, exception),
            Err(raised) => {
                // SAFETY: as above.
                unsafe { suspend(vm) };
                return Err(raised);
            }
        },
        Err(raised) => raised,
    };
    let error = vm.take_raised(raised);
    raise_in_frame(vm, error)
}

/// `None`: the delegate has no `throw`.
fn throw_into_delegate(vm: &mut Vm, delegate: &Value, thrown: &[Value]) -> PyResult<Option<Resumed>> {
    if view(delegate).is_some() && delegate.kind() != kinds::ASYNC_GENERATOR {
        return throw_into(vm, delegate, thrown).map(Some);
    }
    match vm.get_attr_opt(delegate, &vm.names().throw)? {
        None => Ok(None),
        Some(throw) => vm.call(&throw, thrown).map(|value| Some(Resumed::Yielded(value))),
    }
}

/// Closes what a generator delegates to.
fn close_iterator(vm: &mut Vm, iterator: &Value) -> PyResult<()> {
    if view(iterator).is_some() && iterator.kind() != kinds::ASYNC_GENERATOR {
        return close(vm, iterator).map(drop);
    }
    match vm.get_attr_opt(iterator, &vm.names().close)? {
        Some(close) => vm.call(&close, &[]).map(drop),
        None => Ok(()),
    }
}

fn throw(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if args.values.len() > 2 {
        warn_of_three_arguments(vm, "throw")?;
    }
    let resumed = throw_into(vm, &args.values[0], &args.values[1..])?;
    yielded(vm, resumed)
}

/// Warns of an exception thrown by type, value and traceback.
///
/// # Errors
/// The warning, where filters make errors of it.
pub(super) fn warn_of_three_arguments(vm: &mut Vm, method: &str) -> PyResult<()> {
    let message = format_args!(
        "the (type, exc, tb) signature of {method}() is deprecated, use the single-arg signature instead."
    );
    vm.warn(Exc::DeprecationWarning, 1, message)
}

/// `close()`: GeneratorExit at the `yield`; what the generator returns then.
///
/// # Errors
/// RuntimeError when it yields again, or what it raises.
pub fn close(vm: &mut Vm, generator: &Value) -> PyResult {
    let Some(object) = view(generator) else { return Ok(Value::none()) };
    match object.state.get() {
        State::Finished => return Ok(Value::none()),
        State::Created => {
            object.state.set(State::Finished);
            object.header.clear(pitviper_object::header::FINALIZE);
            clear_registers(vm, generator);
            return Ok(Value::none());
        }
        State::Running | State::Suspended => {}
    }
    let exit = crate::types::exception::new_with_args(vm, Exc::GeneratorExit, &[])?;
    match throw_into(vm, generator, &[exit]) {
        Ok(Resumed::Returned(value)) => Ok(value),
        Ok(Resumed::Yielded(value)) => {
            drop(value);
            let what = match generator.kind() {
                kinds::COROUTINE => "coroutine",
                kinds::ASYNC_GENERATOR => "async generator",
                _ => "generator",
            };
            Err(vm.raise(Exc::RuntimeError, format_args!("{what} ignored GeneratorExit")))
        }
        Err(raised) if vm.raised_is(&raised, Exc::GeneratorExit) || vm.raised_is(&raised, Exc::StopIteration) => {
            drop(vm.take_raised(raised));
            Ok(Value::none())
        }
        Err(raised) => Err(raised),
    }
}

/// Closes a generator that nobody refers to any more. A coroutine that never ran is warned of.
///
/// # Errors
/// What it raises, or the warning.
pub fn close_on_drop(vm: &mut Vm, generator: &Value) -> PyResult<()> {
    let Some(object) = view(generator) else { return Ok(()) };
    let closed = match object.state.get() {
        State::Suspended => match crate::types::async_generator::give_to_hook(vm, generator) {
            Ok(true) => return Ok(()),
            Ok(false) => close(vm, generator).map(drop),
            Err(raised) => Err(raised),
        },
        State::Created if generator.kind() == kinds::COROUTINE => crate::modules::warn::never_awaited(vm, generator),
        State::Created | State::Running | State::Finished => Ok(()),
    };
    crate::types::frame::orphan(vm, object);
    closed
}

fn close_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    close(vm, &args.values[0])
}

/// `__name__` (0) or `__qualname__` (1).
fn own_name(vm: &mut Vm, generator: &Value, which: usize) -> PyResult {
    let Some(object) = view(generator) else { return Ok(Value::none()) };
    if let Some(names) = object.extra.get_obj::<Tuple>()
        && let Some(name) = names.items().get(which)
    {
        return Ok(name.clone());
    }
    let function = object.function.get().unwrap_or_else(Value::none);
    let names = vm.names();
    vm.get_attr(&function, if which == 0 { &names.__name__ } else { &names.__qualname__ })
}

fn set_own_name(vm: &mut Vm, generator: &Value, which: usize, value: Option<Value>) -> PyResult<()> {
    let attribute = if which == 0 { "__name__" } else { "__qualname__" };
    let Some(value) = value.filter(|value| value.downcast::<Str>().is_some()) else {
        return Err(vm.type_error(format_args!("{attribute} must be set to a string object")));
    };
    let mut names = [own_name(vm, generator, 0)?, own_name(vm, generator, 1)?, get_origin(vm, generator)?];
    names[which] = value;
    let names = vm.new_tuple_from(names)?;
    if let Some(object) = view(generator) {
        object.extra.set(Some(names));
    }
    Ok(())
}

fn get_origin(_: &mut Vm, coroutine: &Value) -> PyResult {
    let extra = view(coroutine).and_then(|object| object.extra.get_obj::<Tuple>());
    Ok(extra.and_then(|extra| extra.items().get(2).cloned()).unwrap_or_else(Value::none))
}

/// Fills `cr_origin` of a coroutine that was made just now.
///
/// # Errors
/// `MemoryError`.
pub(crate) fn remember_origin(vm: &mut Vm, coroutine: &Value) -> PyResult<()> {
    let extra = [own_name(vm, coroutine, 0)?, own_name(vm, coroutine, 1)?, crate::modules::sys::asyncs::origin(vm)?];
    let extra = vm.new_tuple_from(extra)?;
    if let Some(object) = view(coroutine) {
        object.extra.set(Some(extra));
    }
    Ok(())
}

fn repr(vm: &mut Vm, generator: &Value) -> PyResult {
    let name = own_name(vm, generator, 1)?;
    let id = vm.id(generator);
    let what = match generator.kind() {
        kinds::COROUTINE => "coroutine",
        kinds::ASYNC_GENERATOR => "async_generator",
        _ => "generator",
    };
    match name.downcast::<Str>() {
        Some(name) => vm.new_str_fmt(format_args!("<{what} object {name} at {id:#x}>")),
        None => Ok(name),
    }
}

fn state(generator: &Value) -> State {
    view(generator).map_or(State::Finished, |object| object.state.get())
}

pub(super) fn get_frame(vm: &mut Vm, generator: &Value) -> PyResult {
    crate::types::frame::of_generator(vm, generator)
}

pub(super) fn get_code(_: &mut Vm, generator: &Value) -> PyResult {
    Ok(view(generator).map_or_else(Value::none, |object| Obj::from_ref(object.code()).into_value()))
}

pub(super) fn get_running(_: &mut Vm, generator: &Value) -> PyResult {
    Ok(Value::bool(state(generator) == State::Running))
}

pub(super) fn get_suspended(_: &mut Vm, generator: &Value) -> PyResult {
    Ok(Value::bool(state(generator) == State::Suspended))
}

pub(super) fn get_delegate(_: &mut Vm, generator: &Value) -> PyResult {
    Ok(view(generator).and_then(Generator::delegate).unwrap_or_else(Value::none))
}

pub(super) const NAME: GetSet = GetSet {
    name: "__name__",
    get: |vm, generator| own_name(vm, generator, 0),
    set: Some(|vm, generator, value| set_own_name(vm, generator, 0, value)),
};

pub(super) const QUALNAME: GetSet = GetSet {
    name: "__qualname__",
    get: |vm, generator| own_name(vm, generator, 1),
    set: Some(|vm, generator, value| set_own_name(vm, generator, 1, value)),
};

pub(super) const fn read_only(name: &'static str, get: fn(&mut Vm, &Value) -> PyResult) -> GetSet {
    GetSet { name, get, set: None }
}

/// `KindInfo::size`.
///
/// # Safety
/// `object` is a `Generator`.
pub unsafe fn size(object: *mut Header) -> usize {
    // SAFETY: the caller's promise; a generator is a heap block.
    unsafe { (*object.cast::<Generator>()).bytes() }
}

/// `generator`.
pub static GENERATOR: TypeSpec = TypeSpec {
    name: "generator",
    module: "builtins",
    kind: kinds::GENERATOR,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &Slots { repr: Some(repr), iter: Some(iter), next: Some(next), ..Slots::EMPTY },
    methods: &[
        Method::new("send", send, 1, 1)
            .doc("send(value) -> send 'value' into generator,\nreturn next yielded value or raise StopIteration."),
        Method::new("throw", throw, 1, 3)
            .doc("Raise exception in generator, return next yielded value or raise\nStopIteration."),
        Method::new("close", close_method, 0, 0).doc("close() -> raise GeneratorExit inside generator."),
        Method::new("__class_getitem__", crate::types::typing::class_getitem, 1, 1).class().doc("See PEP 585"),
    ],
    getset: &[
        NAME,
        QUALNAME,
        read_only("gi_frame", get_frame),
        read_only("gi_code", get_code),
        read_only("gi_running", get_running),
        read_only("gi_suspended", get_suspended),
        read_only("gi_yieldfrom", get_delegate),
    ],
    page: PageKind::Container,
    slot: Generator::slot,
    finish: None,
    size,
};

/// The iterator that `coroutine.__await__()` gives.
#[repr(C)]
pub struct CoroutineWrapper {
    /// Count, shape, flags.
    pub header: Header,
    coroutine: ValueCell,
}

pitviper_object::object!(CoroutineWrapper, kinds::COROUTINE_WRAPPER, coroutine);

fn wrap_coroutine(vm: &mut Vm, coroutine: &Value) -> PyResult {
    let wrapper = CoroutineWrapper {
        header: Header::new(u32::from(kinds::COROUTINE_WRAPPER), TRACKED),
        coroutine: ValueCell::new(Some(coroutine.clone())),
    };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, wrapper)?.into_value())
}

fn wrapped(wrapper: &Value) -> Value {
    wrapper.downcast::<CoroutineWrapper>().and_then(|wrapper| wrapper.coroutine.get()).unwrap_or_else(Value::none)
}

/// `coroutine`.
pub static COROUTINE: TypeSpec = TypeSpec {
    name: "coroutine",
    module: "builtins",
    kind: kinds::COROUTINE,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &Slots { repr: Some(repr), await_: Some(wrap_coroutine), ..Slots::EMPTY },
    methods: &[
        Method::new("send", send, 1, 1)
            .doc("send(arg) -> send 'arg' into coroutine,\nreturn next yielded value or raise StopIteration."),
        Method::new("throw", throw, 1, 3)
            .doc("Raise exception in coroutine, return next yielded value or raise\nStopIteration."),
        Method::new("close", close_method, 0, 0).doc("close() -> raise GeneratorExit inside coroutine."),
        Method::new("__class_getitem__", crate::types::typing::class_getitem, 1, 1).class().doc("See PEP 585"),
    ],
    getset: &[
        NAME,
        QUALNAME,
        read_only("cr_frame", get_frame),
        read_only("cr_code", get_code),
        read_only("cr_running", get_running),
        read_only("cr_suspended", get_suspended),
        read_only("cr_await", get_delegate),
        read_only("cr_origin", get_origin),
    ],
    page: PageKind::Container,
    slot: Generator::slot,
    finish: None,
    size,
};

/// `coroutine_wrapper`.
pub static COROUTINE_WRAPPER: TypeSpec = TypeSpec {
    name: "coroutine_wrapper",
    module: "builtins",
    kind: kinds::COROUTINE_WRAPPER,
    base: kinds::OBJECT,
    doc: "A wrapper object implementing __await__ for coroutines.",
    flags: TypeSpec::NO_NEW,
    slots: &Slots { iter: Some(iter), next: Some(|vm, wrapper| next(vm, &wrapped(wrapper))), ..Slots::EMPTY },
    methods: &[
        Method::new(
            "send",
            |vm, args| {
                let resumed = resume(vm, &wrapped(&args.values[0]), args.values[1].clone())?;
                yielded(vm, resumed)
            },
            1,
            1,
        ),
        Method::new(
            "throw",
            |vm, args| {
                let resumed = throw_into(vm, &wrapped(&args.values[0]), &args.values[1..])?;
                yielded(vm, resumed)
            },
            1,
            3,
        ),
        Method::new("close", |vm, args| close(vm, &wrapped(&args.values[0])), 0, 0),
    ],
    getset: &[],
    page: PageKind::Container,
    slot: CoroutineWrapper::slot,
    finish: None,
    size: fixed_size::<CoroutineWrapper>,
};
