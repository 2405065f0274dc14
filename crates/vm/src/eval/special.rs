//! Instructions that build, unpack and call in unusual ways.

use pitviper_compiler::code::Capture;
use pitviper_compiler::opcode::{Instr, Intrinsic, Special};
use pitviper_object::{Obj, Slot, Value};

use crate::core::error::{Exc, PyResult};
use crate::core::vm::Vm;
use crate::eval::calls::Called;
use crate::eval::stack::{Entry, Frame};
use crate::types::code::CodeObject;
use crate::types::dict::Dict;
use crate::types::list::List;
use crate::types::set::Set;
use crate::types::str::{Str, StrBuilder};
use crate::types::tuple::Tuple;
use crate::types::typ::Type;

/// `__enter__` and its relatives for `with`: the method, and whether it takes the object first.
///
/// # Errors
/// TypeError as CPython words it.
pub fn load_special(vm: &mut Vm, object: &Value, which: u16) -> PyResult<(Value, bool)> {
    let names = vm.names();
    let (name, text) = match which {
        n if n == Special::Enter as u16 => (&names.__enter__, "__enter__"),
        n if n == Special::Exit as u16 => (&names.__exit__, "__exit__"),
        n if n == Special::AEnter as u16 => (&names.__aenter__, "__aenter__"),
        _ => (&names.__aexit__, "__aexit__"),
    };
    let object = object.clone();
    let class = vm.type_of(&object);
    let Some(found) = vm.lookup(class, name) else {
        let kind = class.name();
        let is_async = which >= Special::AEnter as u16;
        let other = if is_async {
            vm.lookup(class, &names.__enter__).is_some() && vm.lookup(class, &names.__exit__).is_some()
        } else {
            vm.lookup(class, &names.__aenter__).is_some() && vm.lookup(class, &names.__aexit__).is_some()
        };
        let protocol = if is_async { "asynchronous context manager" } else { "context manager" };
        return Err(match (other, is_async) {
            (true, true) => vm.type_error(format_args!(
                "'{kind}' object does not support the {protocol} protocol (missed {text} method) but it supports the context manager protocol. Did you mean to use 'with'?"
            )),
            (true, false) => vm.type_error(format_args!(
                "'{kind}' object does not support the {protocol} protocol (missed {text} method) but it supports the asynchronous context manager protocol. Did you mean to use 'async with'?"
            )),
            _ => vm.type_error(format_args!("'{kind}' object does not support the {protocol} protocol (missed {text} method)")),
        });
    };
    if vm.type_of(&found).has(Type::METHOD_LIKE) {
        return Ok((found, true));
    }
    Ok((vm.bind(&found, Some(&object), class)?, false))
}

/// `f(*args, **kwargs)`: four registers from `base`, left in place.
///
/// # Safety
/// The registers are the instruction's.
///
/// # Errors
/// TypeError, or what the call raises.
pub unsafe fn call_ex(vm: &mut Vm, base: *mut Slot, entry: Entry) -> PyResult<Called> {
    // SAFETY: the caller's promise.
    unsafe {
        let callable = (*base).clone().unwrap_unchecked();
        let receiver = (*base.add(1)).clone();
        let args = (*base.add(2)).clone().unwrap_unchecked();
        let kwargs = (*base.add(3)).clone();
        let args = if args.exact::<Tuple>().is_some() {
            args
        } else {
            match vm.tuple_from(&args) {
                Ok(args) => args,
                Err(raised) if vm.raised_is(&raised, Exc::TypeError) && !vm.is_iterable(&args) => {
                    drop(vm.take_raised(raised));
                    let what = callee_text(vm, &callable)?;
                    let kind = vm.type_name(&args);
                    let Some(what) = what.downcast::<Str>() else { return Err(vm.no_memory()) };
                    return Err(vm.type_error(format_args!("{what} argument after * must be an iterable, not {kind}")));
                }
                Err(raised) => return Err(raised),
            }
        };
        let tuple: &Tuple = args.cast_unchecked();
        let kwargs: Option<Obj<Dict>> = kwargs.and_then(|k| Obj::try_from_value(k).ok());
        vm.begin_call_ex(&callable, receiver.as_ref(), tuple, kwargs.as_deref(), entry)
    }
}

/// A callee as messages name it: `f()` or its repr.
fn callee_text(vm: &mut Vm, callable: &Value) -> PyResult {
    let names = vm.names();
    let name = vm.get_attr_opt(callable, &names.__qualname__)?;
    if let Some(name) = name
        && let Some(text) = name.downcast::<Str>()
    {
        let module = vm.get_attr_opt(callable, &names.__module__)?;
        if let Some(module) = module.as_ref().and_then(Value::downcast::<Str>)
            && !module.eq_str("builtins")
        {
            return vm.new_str_fmt(format_args!("{module}.{text}()"));
        }
        return vm.new_str_fmt(format_args!("{text}()"));
    }
    vm.str(callable)
}

impl Vm {
    /// Whether `iter()` would find something to call.
    #[must_use]
    pub fn is_iterable(&self, value: &Value) -> bool {
        let class = self.type_of(value);
        class.native_slots().iter.is_some()
            || self.python_special(class, &self.names().__iter__).is_some()
            || self.python_special(class, &self.names().__getitem__).is_some()
    }
}

/// A function of code constant `b`; see the opcode.
///
/// # Safety
/// `frame` is live; the registers from `base` are the instruction's.
///
/// # Errors
/// `MemoryError`.
pub unsafe fn make_function(vm: &mut Vm, frame: *mut Frame, i: Instr, base: *mut Slot) -> PyResult {
    // SAFETY: the caller's promise; the constant is code.
    unsafe {
        let code: Obj<CodeObject> = Obj::from_value_unchecked((*frame).code().constant_at(i.index(i.b)).clone());
        let globals = Obj::from_ref(&*(*frame).globals);
        let function = vm.new_function(code, globals)?;
        for (index, capture) in function.code().captures().enumerate() {
            let cell = match capture {
                Capture::Register(register) => (*(*frame).registers.add(register as usize)).clone(),
                Capture::Free(free) => (*(*frame).function().cell_slot(free)).clone(),
            };
            *function.cell_slot(index as u16) = cell;
        }
        let mut register = base;
        if i.x & 1 != 0 {
            function.extra_or_make(vm)?.defaults.set((*register).take());
            register = register.add(1);
        }
        if i.x & 2 != 0 {
            function.extra_or_make(vm)?.kwdefaults.set((*register).take());
            register = register.add(1);
        }
        if i.x & 4 != 0 {
            function.extra_or_make(vm)?.annotate.set((*register).take());
        }
        Ok(function.into_value())
    }
}

/// A set of registers, taken.
///
/// # Safety
/// The registers are the instruction's.
///
/// # Errors
/// TypeError for unhashable items.
pub unsafe fn build_set(vm: &mut Vm, base: *mut Slot, count: u16) -> PyResult {
    let set = vm.new_set()?;
    for index in 0..count as usize {
        // SAFETY: the caller's promise.
        let item = unsafe { (*base.add(index)).take().unwrap_unchecked() };
        vm.set_add(&set, item)?;
    }
    Ok(set.into_value())
}

/// A dict of pairs of registers, taken.
///
/// # Safety
/// The registers are the instruction's.
///
/// # Errors
/// TypeError for unhashable keys.
pub unsafe fn build_dict(vm: &mut Vm, base: *mut Slot, pairs: u16) -> PyResult {
    let dict = vm.new_dict_sized(pairs as usize)?;
    for index in 0..pairs as usize {
        // SAFETY: the caller's promise.
        let (key, value) = unsafe {
            ((*base.add(index * 2)).take().unwrap_unchecked(), (*base.add(index * 2 + 1)).take().unwrap_unchecked())
        };
        vm.dict_set(&dict, key, value)?;
    }
    Ok(dict.into_value())
}

/// The strings of registers, taken, one after the other.
///
/// # Safety
/// The registers are the instruction's.
///
/// # Errors
/// `MemoryError`.
pub unsafe fn build_string(vm: &mut Vm, base: *mut Slot, count: u16) -> PyResult {
    let mut builder = StrBuilder::new(vm);
    for index in 0..count as usize {
        // SAFETY: the caller's promise.
        let part = unsafe { (*base.add(index)).take().unwrap_unchecked() };
        if let Some(text) = part.downcast::<Str>() {
            builder.push_str(text)?;
        }
    }
    builder.finish()
}

/// `list.extend` for displays.
///
/// # Errors
/// TypeError "Value after * must be an iterable, not X", or what iteration raises.
pub fn list_extend(vm: &mut Vm, list: &Value, iterable: &Value) -> PyResult<()> {
    let Some(list) = list.exact::<List>().map(Obj::from_ref) else { return Ok(()) };
    let iterable = iterable.clone();
    if !vm.is_iterable(&iterable) {
        let kind = vm.type_name(&iterable);
        return Err(vm.type_error(format_args!("Value after * must be an iterable, not {kind}")));
    }
    vm.for_each(&iterable, |vm, item| vm.list_push(&list, item))
}

/// `set.add` for displays and comprehensions.
///
/// # Errors
/// TypeError for an unhashable item.
pub fn set_add(vm: &mut Vm, set: &Value, item: Value) -> PyResult<()> {
    match set.exact::<Set>().map(Obj::from_ref) {
        Some(set) => vm.set_add(&set, item),
        None => Ok(()),
    }
}

/// `set.update` for displays.
///
/// # Errors
/// What iteration raises.
pub fn set_update(vm: &mut Vm, set: &Value, iterable: &Value) -> PyResult<()> {
    let Some(set) = set.exact::<Set>().map(Obj::from_ref) else { return Ok(()) };
    let iterable = iterable.clone();
    vm.set_update(&set, &iterable)
}

/// `{**mapping}`.
///
/// # Errors
/// TypeError "'X' object is not a mapping".
pub fn dict_update(vm: &mut Vm, dict: &Value, mapping: &Value) -> PyResult<()> {
    let Some(dict) = dict.exact::<Dict>().map(Obj::from_ref) else { return Ok(()) };
    let mapping = mapping.clone();
    if mapping.downcast::<Dict>().is_none() && vm.get_attr_opt(&mapping, &vm.names().keys)?.is_none() {
        let kind = vm.type_name(&mapping);
        return Err(vm.type_error(format_args!("'{kind}' object is not a mapping")));
    }
    vm.dict_update(&dict, &mapping)
}

/// `f(**mapping)`: duplicate and non-string keys are errors.
///
/// # Errors
/// TypeError as CPython words it.
pub fn dict_merge(vm: &mut Vm, dict: &Value, mapping: &Value, callable: &Value) -> PyResult<()> {
    let Some(dict) = dict.exact::<Dict>().map(Obj::from_ref) else { return Ok(()) };
    let (mapping, callable) = (mapping.clone(), callable.clone());
    let source = if let Ok(source) = Obj::<Dict>::try_from_value(mapping.clone()) {
        source
    } else {
        if vm.get_attr_opt(&mapping, &vm.names().keys)?.is_none() {
            let what = callee_text(vm, &callable)?;
            let kind = vm.type_name(&mapping);
            let Some(what) = what.downcast::<Str>() else { return Err(vm.no_memory()) };
            return Err(vm.type_error(format_args!("{what} argument after ** must be a mapping, not {kind}")));
        }
        let copy = vm.new_dict()?;
        vm.dict_update(&copy, &mapping)?;
        copy
    };
    let mut position = 0;
    while let Some((key, value)) = source.next_entry(&mut position) {
        let Some(text) = key.downcast::<Str>() else {
            return Err(vm.type_error(format_args!("keywords must be strings")));
        };
        if vm.dict_get(&dict, &key)?.is_some() {
            let what = callee_text(vm, &callable)?;
            let Some(what) = what.downcast::<Str>() else { return Err(vm.no_memory()) };
            return Err(vm.type_error(format_args!("{what} got multiple values for keyword argument '{text}'")));
        }
        vm.dict_set(&dict, key, value)?;
    }
    Ok(())
}

/// A replacement field of an f-string.
///
/// # Errors
/// What `__format__` and the conversion raise.
pub fn format_value(vm: &mut Vm, value: &Value, conversion: u8, spec: Option<&Value>) -> PyResult {
    let value = match conversion {
        1 => vm.str(value)?,
        2 => vm.repr(value)?,
        3 => vm.ascii(value)?,
        _ => value.clone(),
    };
    match spec {
        None if value.exact::<Str>().is_some() => Ok(value),
        None if value.is_small_int() => crate::types::int::text::repr(vm, &value),
        None => {
            let empty = crate::core::registry::empty_str(vm);
            vm.format(&value, &empty)
        }
        Some(spec) => {
            let spec = spec.clone();
            vm.format(&value, &spec)
        }
    }
}

/// An interpolation of a t-string.
///
/// # Safety
/// The registers are the instruction's.
///
/// # Errors
/// `MemoryError`.
pub unsafe fn build_interpolation(vm: &mut Vm, base: *mut Slot, x: u8) -> PyResult {
    // SAFETY: the caller's promise.
    let (value, text, spec) = unsafe {
        (
            (*base).take().unwrap_unchecked(),
            (*base.add(1)).take().unwrap_unchecked(),
            if x & 4 != 0 { (*base.add(2)).take() } else { None },
        )
    };
    let conversion = match x & 3 {
        1 => vm.new_char(u32::from(b's'))?,
        2 => vm.new_char(u32::from(b'r'))?,
        3 => vm.new_char(u32::from(b'a'))?,
        _ => Value::none(),
    };
    let spec = spec.unwrap_or_else(|| crate::core::registry::empty_str(vm));
    crate::types::template::interpolation(vm, value, text, conversion, spec)
}

/// `count` items of an iterable.
///
/// # Errors
/// ValueError, TypeError, or what iteration raises.
pub fn unpack(vm: &mut Vm, source: &Value, count: usize) -> PyResult<Obj<List>> {
    let source = source.clone();
    check_unpackable(vm, &source)?;
    let iterator = vm.iter(&source)?;
    let list = vm.new_list()?;
    while list.len() < count {
        match vm.next(&iterator)? {
            Some(item) => vm.list_push(&list, item)?,
            None => {
                let got = list.len();
                return Err(vm.value_error(format_args!("not enough values to unpack (expected {count}, got {got})")));
            }
        }
    }
    if vm.next(&iterator)?.is_some() {
        let sized =
            source.exact::<List>().is_some() || source.exact::<Tuple>().is_some() || source.exact::<Dict>().is_some();
        if sized {
            let got = vm.len(&source)?;
            return Err(vm.value_error(format_args!("too many values to unpack (expected {count}, got {got})")));
        }
        return Err(vm.value_error(format_args!("too many values to unpack (expected {count})")));
    }
    Ok(list)
}

fn check_unpackable(vm: &mut Vm, source: &Value) -> PyResult<()> {
    if vm.is_iterable(source) {
        return Ok(());
    }
    let kind = vm.type_name(source);
    Err(vm.type_error(format_args!("cannot unpack non-iterable {kind} object")))
}

/// The first `before` items, a list of the middle ones, the last `after`.
///
/// # Errors
/// ValueError, TypeError, or what iteration raises.
pub fn unpack_ex(vm: &mut Vm, source: &Value, before: usize, after: usize) -> PyResult<Obj<List>> {
    let source = source.clone();
    check_unpackable(vm, &source)?;
    let all = vm.list_from(&source)?;
    let got = all.len();
    if got < before + after {
        let least = before + after;
        return Err(vm.value_error(format_args!("not enough values to unpack (expected at least {least}, got {got})")));
    }
    let middle = vm.new_list()?;
    let result = vm.new_list()?;
    for index in 0..got {
        let Some(item) = all.get(index) else { continue };
        if index < before {
            vm.list_push(&result, item)?;
        } else if index < got - after {
            vm.list_push(&middle, item)?;
        }
    }
    vm.list_push(&result, middle.into_value())?;
    for index in got - after..got {
        if let Some(item) = all.get(index) {
            vm.list_push(&result, item)?;
        }
    }
    Ok(result)
}

/// See [`Intrinsic`].
///
/// # Safety
/// `frame` is live; the registers are the instruction's.
///
/// # Errors
/// What the operation raises.
pub unsafe fn intrinsic(vm: &mut Vm, frame: *mut Frame, which: u8, base: *mut Slot) -> PyResult {
    use crate::types::typing;
    // SAFETY: the caller's promise.
    let take = |index: usize| unsafe { (*base.add(index)).take().unwrap_or_else(Value::none) };
    match which {
        n if n == Intrinsic::Print as u8 => {
            let value = take(0);
            crate::modules::sys::display(vm, &value)?;
            Ok(Value::none())
        }
        n if n == Intrinsic::TypeVar as u8 => typing::new_type_var(vm, take(0), None, None),
        n if n == Intrinsic::TypeVarWithBound as u8 => typing::new_type_var(vm, take(0), Some(take(1)), None),
        n if n == Intrinsic::TypeVarWithConstraints as u8 => typing::new_type_var(vm, take(0), None, Some(take(1))),
        n if n == Intrinsic::ParamSpec as u8 => typing::new_param_spec(vm, take(0)),
        n if n == Intrinsic::TypeVarTuple as u8 => typing::new_type_var_tuple(vm, take(0)),
        n if n == Intrinsic::SetTypeParamDefault as u8 => typing::set_default(vm, take(0), take(1)),
        n if n == Intrinsic::TypeAlias as u8 => typing::new_type_alias(vm, take(0), take(1), take(2)),
        n if n == Intrinsic::SetFunctionTypeParams as u8 => {
            let (function, params) = (take(0), take(1));
            if let Some(object) = function.exact::<crate::types::function::Function>() {
                object.extra_or_make(vm)?.type_params.set(Some(params));
            }
            Ok(function)
        }
        n if n == Intrinsic::SubscriptGeneric as u8 => typing::subscript_generic(vm, take(0)),
        n if n == Intrinsic::StopIterationError as u8 => {
            // SAFETY: the caller's promise.
            let is_async = unsafe { (*frame).code().has(pitviper_compiler::code::flags::ASYNC_GENERATOR) };
            // SAFETY: as above.
            let is_coroutine = unsafe { (*frame).code().has(pitviper_compiler::code::flags::COROUTINE) };
            stop_iteration_error(vm, take(0), is_async, is_coroutine)
        }
        n if n == Intrinsic::AsyncGenWrap as u8 => crate::types::async_generator::wrap(vm, take(0)),
        _ => Err(vm.raise(Exc::SystemError, format_args!("unknown intrinsic {which}"))),
    }
}

/// A StopIteration that leaves a generator is a RuntimeError with it as cause.
fn stop_iteration_error(vm: &mut Vm, exception: Value, is_async: bool, is_coroutine: bool) -> PyResult {
    let message = if vm.is_instance_of_exc(&exception, Exc::StopIteration) {
        if is_async {
            "async generator raised StopIteration"
        } else if is_coroutine {
            "coroutine raised StopIteration"
        } else {
            "generator raised StopIteration"
        }
    } else if is_async && vm.is_instance_of_exc(&exception, Exc::StopAsyncIteration) {
        "async generator raised StopAsyncIteration"
    } else {
        return Ok(exception);
    };
    let text = vm.new_str(message)?;
    let error = crate::types::exception::new_with_args(vm, Exc::RuntimeError, &[text])?;
    crate::types::exception::set_cause(&error, Some(exception.clone()));
    crate::types::exception::set_context(&error, Some(exception));
    Ok(error)
}
