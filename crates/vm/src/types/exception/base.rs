//! `BaseException`: making, printing and the attributes that every exception has.

use pitviper_object::{Obj, Value};

use super::create::{init_method, str_method};
use super::family::{self, Family};
use super::{attributes, groups, os_error, syntax, unicode, view};
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Method};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::list::List;
use crate::types::str::{Str, StrBuilder};
use crate::types::tuple::Tuple;
use crate::types::typ::Type;

/// `__new__`.
pub fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let holder = args.values[0].clone();
    let Some(class) = holder.downcast::<Type>() else {
        return Err(vm.type_error(format_args!("BaseException.__new__(X): X is not a type object")));
    };
    let family = family::of(vm, class);
    make(vm, class, family, args.behind_receiver())
}

/// `__new__` by the rules of a family.
///
/// # Errors
/// What the arguments do wrong.
pub fn make(vm: &mut Vm, class: &Type, family: Family, args: Args<'_>) -> PyResult {
    match family {
        Family::Os => os_error::make(vm, class, args),
        Family::Group => groups::make(vm, class, args),
        _ => {
            let args = vm.new_tuple(args.positional())?;
            super::allocate(vm, class, args)
        }
    }
}

/// `Slots::init`.
pub fn init_slot(vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
    let exception = &args.values[0];
    let family = family::of(vm, vm.type_of(exception));
    init(vm, family, exception, args.behind_receiver())
}

/// `__init__` by the rules of a family.
///
/// # Errors
/// What the arguments do wrong.
pub fn init(vm: &mut Vm, family: Family, exception: &Value, args: Args<'_>) -> PyResult<()> {
    match family {
        Family::Plain | Family::Key | Family::Group => init_args(vm, exception, args),
        Family::Attribute => attributes::init_attribute(vm, exception, args),
        Family::Name => attributes::init_name(vm, exception, args),
        Family::Import => attributes::init_import(vm, exception, args),
        Family::Stop => attributes::init_stop(vm, exception, args),
        Family::Exit => attributes::init_exit(vm, exception, args),
        Family::Os => os_error::init(vm, exception, args),
        Family::Syntax => syntax::init(vm, exception, args),
        Family::Decode | Family::Encode | Family::Translate => unicode::init(vm, family, exception, args),
    }
}

/// `BaseException.__init__`: sets `args`, takes no keywords.
///
/// # Errors
/// TypeError for keywords.
pub fn init_args(vm: &mut Vm, exception: &Value, args: Args<'_>) -> PyResult<()> {
    if args.keyword_count() > 0 {
        let class = vm.type_name(exception);
        return Err(vm.type_error(format_args!("{class}() takes no keyword arguments")));
    }
    set_args(vm, exception, args.values)
}

/// Sets `args`, unless it is that already.
///
/// # Errors
/// `MemoryError`.
pub fn set_args(vm: &mut Vm, exception: &Value, args: &[Value]) -> PyResult<()> {
    let Some(object) = view(exception) else { return Ok(()) };
    if let Some(old) = object.args.get_obj::<Tuple>()
        && old.len() == args.len()
        && old.items().iter().zip(args).all(|(a, b)| a.is(b))
    {
        return Ok(());
    }
    let args = vm.new_tuple(args)?;
    object.args.set(Some(args));
    Ok(())
}

/// `args`.
#[must_use]
pub fn args_of(vm: &Vm, exception: &Value) -> Obj<Tuple> {
    match view(exception).and_then(|object| object.args.get_obj::<Tuple>()) {
        Some(args) => args,
        // SAFETY: the shared empty tuple is a tuple.
        None => unsafe { Obj::from_value_unchecked(crate::core::registry::empty_tuple(vm)) },
    }
}

/// `Slots::str`.
pub fn str_slot(vm: &mut Vm, exception: &Value) -> PyResult {
    let family = family::of(vm, vm.type_of(exception));
    text(vm, family, exception)
}

/// `__str__` by the rules of a family.
///
/// # Errors
/// What the `str` of a part raises.
pub fn text(vm: &mut Vm, family: Family, exception: &Value) -> PyResult {
    match family {
        Family::Key => attributes::key_text(vm, exception),
        Family::Import => attributes::import_text(vm, exception),
        Family::Os => os_error::text(vm, exception),
        Family::Syntax => syntax::text(vm, exception),
        Family::Decode | Family::Encode | Family::Translate => unicode::text(vm, family, exception),
        Family::Group => groups::text(vm, exception),
        _ => args_text(vm, exception),
    }
}

/// `BaseException.__str__`.
///
/// # Errors
/// What the `str` of an argument raises.
pub fn args_text(vm: &mut Vm, exception: &Value) -> PyResult {
    let args = args_of(vm, exception);
    match args.items() {
        [] => Ok(crate::core::registry::empty_str(vm)),
        [only] => vm.str(only),
        _ => vm.str(args.as_value()),
    }
}

/// `Slots::repr`.
pub fn repr_slot(vm: &mut Vm, exception: &Value) -> PyResult {
    match family::of(vm, vm.type_of(exception)) {
        Family::Group => groups::repr(vm, exception),
        _ => args_repr(vm, exception),
    }
}

/// `BaseException.__repr__`.
///
/// # Errors
/// What the `repr` of an argument raises.
pub fn args_repr(vm: &mut Vm, exception: &Value) -> PyResult {
    let args = args_of(vm, exception);
    let single = args.len() == 1;
    let shown = match args.items() {
        [only] => vm.repr(only)?,
        _ => vm.repr(args.as_value())?,
    };
    let mut builder = StrBuilder::new(vm);
    builder.push_str(vm.type_name(exception))?;
    if single {
        builder.push_text("(")?;
    }
    if let Some(shown) = shown.downcast::<Str>() {
        builder.push_str(shown)?;
    }
    if single {
        builder.push_text(")")?;
    }
    builder.finish()
}

fn with_traceback(vm: &mut Vm, args: Args<'_>) -> PyResult {
    set_traceback_attr(vm, &args.values[0], Some(args.values[1].clone()))?;
    Ok(args.values[0].clone())
}

fn add_note(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (exception, note) = (args.values[0].clone(), args.values[1].clone());
    if note.downcast::<Str>().is_none() {
        let kind = vm.argument_kind(&note);
        return Err(vm.type_error(format_args!("add_note() argument must be str, not {kind}")));
    }
    let name = &vm.names().__notes__;
    let notes = match vm.get_attr_opt(&exception, name)? {
        Some(notes) => notes,
        None => {
            let notes = vm.new_list()?.into_value();
            vm.set_attr(&exception, name, notes.clone())?;
            notes
        }
    };
    let Ok(list) = Obj::<List>::try_from_value(notes) else {
        return Err(vm.type_error(format_args!("Cannot add note: __notes__ is not a list")));
    };
    vm.list_push(&list, note)?;
    Ok(Value::none())
}

fn set_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (exception, state) = (args.values[0].clone(), args.values[1].clone());
    if state.is_none() {
        return Ok(state);
    }
    let Ok(state) = Obj::<Dict>::try_from_value(state) else {
        return Err(vm.type_error(format_args!("state is not a dictionary")));
    };
    let mut position = 0;
    while let Some((name, value)) = state.next_entry(&mut position) {
        vm.set_attr(&exception, &name, value)?;
    }
    Ok(Value::none())
}

/// A copy of the attributes that are no fixed ones; `None` when there are none.
///
/// # Errors
/// `MemoryError`.
pub fn other_attributes(vm: &mut Vm, exception: &Value) -> PyResult<Option<Obj<Dict>>> {
    let dict = vm.materialize_dict(exception)?;
    if dict.is_empty() {
        return Ok(None);
    }
    vm.dict_copy(&dict).map(Some)
}

/// `(class, args)` or `(class, args, state)`.
///
/// # Errors
/// `MemoryError`.
pub fn reduced(vm: &mut Vm, exception: &Value, args: Value, state: Option<Obj<Dict>>) -> PyResult {
    let class = vm.type_of(exception).to_value();
    match state {
        Some(state) => vm.new_tuple_from([class, args, state.into_value()]),
        None => vm.new_tuple_from([class, args]),
    }
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let exception = &args.values[0];
    let state = match other_attributes(vm, exception)? {
        Some(_) => Some(vm.materialize_dict(exception)?),
        None => None,
    };
    let args = args_of(vm, exception).into_value();
    reduced(vm, exception, args, state)
}

fn get_args(vm: &mut Vm, exception: &Value) -> PyResult {
    Ok(args_of(vm, exception).into_value())
}

fn set_args_attr(vm: &mut Vm, exception: &Value, value: Option<Value>) -> PyResult<()> {
    let Some(value) = value else { return Err(vm.type_error(format_args!("args may not be deleted"))) };
    let args = vm.tuple_from(&value)?;
    if let Some(object) = view(exception) {
        object.args.set(Some(args));
    }
    Ok(())
}

fn get_traceback(_: &mut Vm, exception: &Value) -> PyResult {
    Ok(super::traceback_of(exception).unwrap_or_else(Value::none))
}

fn set_traceback_attr(vm: &mut Vm, exception: &Value, value: Option<Value>) -> PyResult<()> {
    let Some(value) = value else { return Err(vm.type_error(format_args!("__traceback__ may not be deleted"))) };
    if value.is_none() {
        super::set_traceback(exception, None);
    } else if value.kind() == kinds::TRACEBACK {
        super::set_traceback(exception, Some(value));
    } else {
        return Err(vm.type_error(format_args!("__traceback__ must be a traceback or None")));
    }
    Ok(())
}

fn get_context(_: &mut Vm, exception: &Value) -> PyResult {
    Ok(view(exception).and_then(|object| object.context.get()).unwrap_or_else(Value::none))
}

/// The exception or None that is to be `what`.
fn related(vm: &mut Vm, value: Option<Value>, attribute: &str, what: &str) -> PyResult<Option<Value>> {
    let Some(value) = value else { return Err(vm.type_error(format_args!("{attribute} may not be deleted"))) };
    if value.is_none() {
        return Ok(None);
    }
    if vm.is_instance_of_exc(&value, Exc::BaseException) {
        return Ok(Some(value));
    }
    Err(vm.type_error(format_args!("exception {what} must be None or derive from BaseException")))
}

fn set_context_attr(vm: &mut Vm, exception: &Value, value: Option<Value>) -> PyResult<()> {
    let context = related(vm, value, "__context__", "context")?;
    super::set_context(exception, context);
    Ok(())
}

fn get_cause(_: &mut Vm, exception: &Value) -> PyResult {
    Ok(view(exception).and_then(|object| object.cause.get()).unwrap_or_else(Value::none))
}

fn set_cause_attr(vm: &mut Vm, exception: &Value, value: Option<Value>) -> PyResult<()> {
    let cause = related(vm, value, "__cause__", "cause")?;
    super::set_cause(exception, cause);
    Ok(())
}

fn get_suppress(_: &mut Vm, exception: &Value) -> PyResult {
    Ok(Value::bool(view(exception).is_some_and(|object| object.suppress_context.get())))
}

fn set_suppress(vm: &mut Vm, exception: &Value, value: Option<Value>) -> PyResult<()> {
    let Some(value) = value else { return Err(vm.type_error(format_args!("can't delete numeric/char attribute"))) };
    if value.kind() != kinds::BOOL {
        return Err(vm.type_error(format_args!("attribute value type must be bool")));
    }
    if let Some(object) = view(exception) {
        object.suppress_context.set(value.is(&Value::bool(true)));
    }
    Ok(())
}

fn get_dict(vm: &mut Vm, exception: &Value) -> PyResult {
    Ok(vm.materialize_dict(exception)?.into_value())
}

fn set_dict(vm: &mut Vm, exception: &Value, value: Option<Value>) -> PyResult<()> {
    let Some(value) = value else { return Err(vm.type_error(format_args!("cannot delete __dict__"))) };
    match Obj::<Dict>::try_from_value(value) {
        Ok(dict) => vm.replace_dict(exception, dict),
        Err(value) => {
            let kind = vm.type_name(&value);
            Err(vm.type_error(format_args!("__dict__ must be set to a dictionary, not a '{kind}'")))
        }
    }
}

/// Methods of `BaseException`.
pub const METHODS: &[Method] = &[
    Method::new("with_traceback", with_traceback, 1, 1)
        .doc("with_traceback($self, object, /)\n--\n\nSet __traceback__ and return the exception."),
    Method::new("add_note", add_note, 1, 1)
        .doc("add_note($self, object, /)\n--\n\nAdd a note, shown behind the message."),
    Method::new("__setstate__", set_state, 1, 1),
    Method::new("__reduce__", reduce, 0, 0),
];

/// `BaseException`'s own forms of what the slots do by class.
pub const OVERRIDES: &[Method] = &[
    init_method!(Plain),
    str_method!(Plain),
    Method::new("__repr__", |vm, args| args_repr(vm, &args.values[0]), 0, 0),
];

/// Attributes of `BaseException`.
pub const GETSET: &[GetSet] = &[
    GetSet { name: "args", get: get_args, set: Some(set_args_attr) },
    GetSet { name: "__traceback__", get: get_traceback, set: Some(set_traceback_attr) },
    GetSet { name: "__context__", get: get_context, set: Some(set_context_attr) },
    GetSet { name: "__cause__", get: get_cause, set: Some(set_cause_attr) },
    GetSet { name: "__suppress_context__", get: get_suppress, set: Some(set_suppress) },
    GetSet { name: "__dict__", get: get_dict, set: Some(set_dict) },
];
