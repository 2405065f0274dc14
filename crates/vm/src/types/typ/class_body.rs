//! `__build_class__`: what a `class` statement calls.

use pitviper_object::{Obj, Value};

use super::Type;
use super::build::winning_metaclass;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::function::{CellObject, Function};
use crate::types::list::List;
use crate::types::str::Str;
use crate::types::tuple::Tuple;

/// `__build_class__(function, name, *bases, metaclass=None, **kwargs)`.
///
/// # Errors
/// TypeError as CPython words it, or what the class body and the metaclass raise.
pub fn build_class(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let positional = args.positional();
    let [function, name, written @ ..] = positional else {
        return Err(vm.type_error(format_args!("__build_class__: not enough arguments")));
    };
    if function.exact::<Function>().is_none() {
        return Err(vm.type_error(format_args!("__build_class__: func must be a function")));
    }
    if name.downcast::<Str>().is_none() {
        return Err(vm.type_error(format_args!("__build_class__: name is not a string")));
    }
    let written = vm.new_tuple_obj(written)?;
    let bases = resolve_bases(vm, &written)?;
    let (asked, values, names) = split_keywords(vm, args)?;
    let meta = metaclass(vm, asked, &bases)?;
    // SAFETY: nobody else has the list.
    let keywords = Args { values: unsafe { values.items_unchecked() }, names: names.as_deref() };
    let namespace = prepare(vm, &meta, name, &bases, keywords)?;
    let cell = vm.run_class_body(function, &namespace)?;
    if !bases.as_value().is(written.as_value()) {
        let key = &vm.names().__orig_bases__;
        vm.set_item(&namespace, key, written.into_value())?;
    }
    let all = vm.new_list_of(&[name.clone(), bases.into_value(), namespace])?;
    for value in keywords.values {
        vm.list_push(&all, value.clone())?;
    }
    // SAFETY: nobody else has the list.
    let class = vm.call_args(&meta, Args { values: unsafe { all.items_unchecked() }, names: keywords.names })?;
    check_class_cell(vm, &cell, &class, name)?;
    Ok(class)
}

/// The bases with `__mro_entries__` applied; the tuple itself when none has it.
fn resolve_bases(vm: &mut Vm, written: &Obj<Tuple>) -> PyResult<Obj<Tuple>> {
    let mut resolved: Option<Obj<List>> = None;
    for (index, base) in written.items().iter().enumerate() {
        if base.downcast::<Type>().is_none()
            && let Some(method) = vm.get_attr_opt(base, &vm.names().__mro_entries__)?
        {
            let entries = vm.call(&method, &[written.clone().into_value()])?;
            let Some(entries) = entries.downcast::<Tuple>() else {
                return Err(vm.type_error(format_args!("__mro_entries__ must return a tuple")));
            };
            let list = match resolved.take() {
                Some(list) => list,
                None => vm.new_list_of(&written.items()[..index])?,
            };
            for entry in entries.items() {
                vm.list_push(&list, entry.clone())?;
            }
            resolved = Some(list);
        } else if let Some(list) = &resolved {
            vm.list_push(list, base.clone())?;
        }
    }
    match resolved {
        Some(list) => {
            // SAFETY: nobody else has the list.
            vm.new_tuple_obj(unsafe { list.items_unchecked() })
        }
        None => Ok(written.clone()),
    }
}

/// `metaclass=` and the values and names of the other keyword arguments.
#[expect(clippy::type_complexity, reason = "three results used at once")]
fn split_keywords(vm: &mut Vm, args: Args<'_>) -> PyResult<(Option<Value>, Obj<List>, Option<Obj<Tuple>>)> {
    let values = vm.new_list()?;
    if args.keyword_count() == 0 {
        return Ok((None, values, None));
    }
    let names = vm.new_list()?;
    let mut asked = None;
    for (name, value) in args.keywords() {
        if name.downcast::<Str>().is_some_and(|text| text.eq_str("metaclass")) {
            asked = Some(value.clone());
            continue;
        }
        vm.list_push(&names, name.clone())?;
        vm.list_push(&values, value.clone())?;
    }
    // SAFETY: nobody else has the list.
    let names = if names.is_empty() { None } else { Some(vm.new_tuple_obj(unsafe { names.items_unchecked() })?) };
    Ok((asked, values, names))
}

fn metaclass(vm: &mut Vm, asked: Option<Value>, bases: &Tuple) -> PyResult {
    let meta = match asked {
        Some(meta) => meta,
        None => match bases.items().first() {
            Some(base) => vm.type_of(base).to_value(),
            None => vm.type_of_kind(kinds::TYPE).to_value(),
        },
    };
    match meta.downcast::<Type>() {
        Some(class) => Ok(winning_metaclass(vm, class, bases)?.into_value()),
        None => Ok(meta),
    }
}

/// The namespace that the body runs in.
fn prepare(vm: &mut Vm, meta: &Value, name: &Value, bases: &Obj<Tuple>, keywords: Args<'_>) -> PyResult {
    if std::ptr::eq(meta.bits() as *const Type, vm.type_of_kind(kinds::TYPE)) {
        return Ok(vm.new_dict()?.into_value());
    }
    let Some(method) = vm.get_attr_opt(meta, &vm.names().__prepare__)? else {
        return Ok(vm.new_dict()?.into_value());
    };
    let all = vm.new_list_of(&[name.clone(), bases.clone().into_value()])?;
    for value in keywords.values {
        vm.list_push(&all, value.clone())?;
    }
    // SAFETY: nobody else has the list.
    let namespace = vm.call_args(&method, Args { values: unsafe { all.items_unchecked() }, names: keywords.names })?;
    let class = vm.type_of(&namespace);
    let is_mapping = namespace.downcast::<Dict>().is_some()
        || class.native_slots().get_item.is_some()
        || vm.python_special(class, &vm.names().__getitem__).is_some();
    if is_mapping {
        return Ok(namespace);
    }
    let kind = class.name();
    Err(match meta.downcast::<Type>() {
        Some(meta) => {
            let meta = meta.name();
            vm.type_error(format_args!("{meta}.__prepare__() must return a mapping, not {kind}"))
        }
        None => vm.type_error(format_args!("<metaclass>.__prepare__() must return a mapping, not {kind}")),
    })
}

/// What the body's `__class__` cell holds must be the class that came out.
fn check_class_cell(vm: &mut Vm, cell: &Value, class: &Value, name: &Value) -> PyResult<()> {
    let (Some(cell), true) = (cell.exact::<CellObject>(), class.downcast::<Type>().is_some()) else { return Ok(()) };
    let content = cell.value.get();
    if content.as_ref().is_some_and(|content| content.is(class)) {
        return Ok(());
    }
    let text = vm.repr(class)?;
    let name = vm.repr(name)?;
    let (Some(text), Some(name)) = (text.downcast::<Str>(), name.downcast::<Str>()) else { return Ok(()) };
    match content {
        None => Err(vm.raise(
            Exc::RuntimeError,
            format_args!("__class__ not set defining {name} as {text}. Was __classcell__ propagated to type.__new__?"),
        )),
        Some(content) => {
            let content = vm.repr(&content)?;
            let Some(content) = content.downcast::<Str>() else { return Ok(()) };
            Err(vm.type_error(format_args!("__class__ set to {content} defining {name} as {text}")))
        }
    }
}
