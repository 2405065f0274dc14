//! `BaseExceptionGroup` and `ExceptionGroup`.

use pitviper_object::{Obj, Value};

use super::base::args_of;
use super::create::str_method;
use super::{fields, star, view};
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Method};
use crate::core::vm::Vm;
use crate::types::list::List;
use crate::types::str::{Str, StrBuilder};
use crate::types::tuple::Tuple;
use crate::types::typ::Type;

pub use super::star::{prepare_reraise, split_for_handler};

/// `BaseExceptionGroup.__new__(message, exceptions)`.
pub fn make(vm: &mut Vm, class: &Type, args: Args<'_>) -> PyResult {
    if args.keyword_count() > 0 {
        let name = class.name();
        return Err(vm.type_error(format_args!("{name}() takes no keyword arguments")));
    }
    let [message, exceptions] = args.values else {
        let given = args.values.len();
        return Err(
            vm.type_error(format_args!("BaseExceptionGroup.__new__() takes exactly 2 arguments ({given} given)"))
        );
    };
    if message.downcast::<Str>().is_none() {
        let kind = vm.argument_kind(message);
        return Err(vm.type_error(format_args!("BaseExceptionGroup.__new__() argument 1 must be str, not {kind}")));
    }
    if !is_sequence(vm, exceptions) {
        return Err(vm.type_error(format_args!("second argument (exceptions) must be a sequence")));
    }
    let tuple = vm.tuple_from(exceptions)?;
    let items = tuple.downcast::<Tuple>().map_or(&[][..], Tuple::items);
    if items.is_empty() {
        return Err(vm.value_error(format_args!("second argument (exceptions) must be a non-empty sequence")));
    }
    let mut all_plain = true;
    for (index, item) in items.iter().enumerate() {
        if !vm.is_instance_of_exc(item, Exc::BaseException) {
            return Err(
                vm.value_error(format_args!("Item {index} of second argument (exceptions) is not an exception"))
            );
        }
        all_plain &= vm.is_instance_of_exc(item, Exc::Exception);
    }
    let mut class = class;
    if std::ptr::eq(class, vm.exc_type(Exc::BaseExceptionGroup)) {
        if all_plain {
            class = vm.exc_type(Exc::ExceptionGroup);
        }
    } else if !all_plain && std::ptr::eq(class, vm.exc_type(Exc::ExceptionGroup)) {
        return Err(vm.type_error(format_args!("Cannot nest BaseExceptions in an ExceptionGroup")));
    } else if !all_plain && vm.is_subtype(class, vm.exc_type(Exc::Exception)) {
        let name = class.name();
        return Err(vm.type_error(format_args!("Cannot nest BaseExceptions in '{name}'")));
    }
    let own = vm.new_tuple(args.values)?;
    let group = super::allocate(vm, class, own)?;
    fields::set(vm, &group, fields::MESSAGE, Some(message.clone()));
    fields::set(vm, &group, fields::EXCEPTIONS, Some(tuple.clone()));
    Ok(group)
}

fn is_sequence(vm: &Vm, value: &Value) -> bool {
    if matches!(value.kind(), kinds::LIST | kinds::TUPLE) {
        return true;
    }
    let class = vm.type_of(value);
    !matches!(value.kind(), kinds::DICT | kinds::SET | kinds::FROZENSET | kinds::MAPPING_PROXY)
        && (class.native_slots().get_item.is_some() || vm.lookup_place(class, &vm.names().__getitem__).is_some())
}

/// Whether a value is a group.
#[must_use]
pub fn is_group(vm: &Vm, value: &Value) -> bool {
    vm.is_instance_of_exc(value, Exc::BaseExceptionGroup)
}

/// `exceptions`.
#[must_use]
pub fn exceptions_of(vm: &Vm, group: &Value) -> Obj<Tuple> {
    match fields::get(vm, group, fields::EXCEPTIONS).map(Obj::<Tuple>::try_from_value) {
        Some(Ok(tuple)) => tuple,
        // SAFETY: the shared empty tuple is a tuple.
        _ => unsafe { Obj::from_value_unchecked(crate::core::registry::empty_tuple(vm)) },
    }
}

/// `__str__`: "message (2 sub-exceptions)".
pub fn text(vm: &mut Vm, group: &Value) -> PyResult {
    let message = fields::get(vm, group, fields::MESSAGE).unwrap_or_else(Value::none);
    let message = vm.str(&message)?;
    let count = exceptions_of(vm, group).len();
    let mut builder = StrBuilder::new(vm);
    if let Some(message) = message.downcast::<Str>() {
        builder.push_str(message)?;
    }
    builder.write_fmt(format_args!(" ({count} sub-exception{})", if count == 1 { "" } else { "s" }))?;
    builder.finish()
}

/// `__repr__`: with the exceptions as they were when the group was made, as a list if a list was given; another
/// sequence shows itself.
pub fn repr(vm: &mut Vm, group: &Value) -> PyResult {
    let args = args_of(vm, group);
    let exceptions = exceptions_of(vm, group);
    let shown = match args.items() {
        [_, given] if given.kind() == kinds::LIST => {
            let list = vm.new_list_of(exceptions.items())?;
            vm.repr(list.as_value())?
        }
        [_, given] if given.kind() != kinds::TUPLE && is_sequence(vm, given) => vm.repr(given)?,
        _ => vm.repr(exceptions.as_value())?,
    };
    let message = fields::get(vm, group, fields::MESSAGE).unwrap_or_else(Value::none);
    let message = vm.repr(&message)?;
    let mut builder = StrBuilder::new(vm);
    builder.push_str(vm.type_name(group))?;
    builder.push_text("(")?;
    if let Some(message) = message.downcast::<Str>() {
        builder.push_str(message)?;
    }
    builder.push_text(", ")?;
    if let Some(shown) = shown.downcast::<Str>() {
        builder.push_str(shown)?;
    }
    builder.push_text(")")?;
    builder.finish()
}

fn derive(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let message = fields::get(vm, &args.values[0], fields::MESSAGE).unwrap_or_else(Value::none);
    super::new_with_args(vm, Exc::BaseExceptionGroup, &[message, args.values[1].clone()])
}

/// A group like `group` of some of its exceptions: traceback, context, cause and notes go with it. `None` for none.
///
/// # Errors
/// What `derive` raises.
pub fn subset(vm: &mut Vm, group: &Value, exceptions: &List) -> PyResult<Option<Value>> {
    if exceptions.is_empty() {
        return Ok(None);
    }
    let list = Obj::from_ref(exceptions).into_value();
    let name = vm.intern("derive")?;
    let derived = vm.call_method(group, &name, &[list])?;
    if !is_group(vm, &derived) {
        return Err(vm.type_error(format_args!("derive must return an instance of BaseExceptionGroup")));
    }
    if let (Some(from), Some(to)) = (view(group), view(&derived)) {
        to.traceback.set(from.traceback.get());
        to.context.set(from.context.get());
        super::set_cause(&derived, from.cause.get());
    }
    let notes = &vm.names().__notes__;
    if let Some(notes) = vm.get_attr_opt(group, notes)?
        && is_sequence(vm, &notes)
        && notes.kind() != kinds::STR
    {
        let copy = vm.list_from(&notes)?;
        vm.set_attr(&derived, &vm.names().__notes__, copy.into_value())?;
    }
    Ok(Some(derived))
}

fn split(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let matcher = star::Matcher::new(vm, &args.values[1])?;
    let (matched, rest) = star::split(vm, &args.values[0], &matcher, true)?;
    let pair = [matched, rest].map(|part| part.unwrap_or_else(Value::none));
    vm.new_tuple_from(pair)
}

fn subgroup(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let matcher = star::Matcher::new(vm, &args.values[1])?;
    let (matched, _) = star::split(vm, &args.values[0], &matcher, false)?;
    Ok(matched.unwrap_or_else(Value::none))
}

/// Methods of `BaseExceptionGroup`.
pub const METHODS: &[Method] = &[
    str_method!(Group),
    Method::new("__repr__", |vm, args| repr(vm, &args.values[0]), 0, 0),
    Method::new("derive", derive, 1, 1),
    Method::new("split", split, 1, 1),
    Method::new("subgroup", subgroup, 1, 1),
    Method::new("__class_getitem__", crate::types::typing::class_getitem, 1, 1).class().doc("See PEP 585"),
];

/// Attributes of `BaseExceptionGroup`, all read-only.
pub const GETSET: &[GetSet] =
    &[fields::constant::<{ fields::MESSAGE }>("message"), fields::constant::<{ fields::EXCEPTIONS }>("exceptions")];
