//! Substitution of type parameters in aliases: `list[T][int]`.

use pitviper_object::{Obj, Value};

use super::{as_args, param};
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::tuple::Tuple;
use crate::types::typ::Type;

/// `args` with `parameters` replaced by `values`, for `alias[values]`.
pub(super) fn substitute(
    vm: &mut Vm,
    alias: &Value,
    args: &Tuple,
    parameters: &Tuple,
    item: &Value,
) -> PyResult<Obj<Tuple>> {
    if parameters.is_empty() {
        let text = vm.repr(alias)?;
        let Some(text) = text.downcast::<crate::types::str::Str>() else { return Err(vm.no_memory()) };
        return Err(vm.type_error(format_args!("{text} is not a generic class")));
    }
    let plain = parameters.items().iter().all(param::is_type_var);
    let values = if plain { as_args(vm, item)? } else { prepared(vm, alias, parameters, item)? };
    let (actual, expected) = (values.len(), parameters.len());
    if actual != expected {
        let text = vm.repr(alias)?;
        let Some(text) = text.downcast::<crate::types::str::Str>() else { return Err(vm.no_memory()) };
        let much = if actual > expected { "many" } else { "few" };
        return Err(
            vm.type_error(format_args!("Too {much} arguments for {text}; actual {actual}, expected {expected}"))
        );
    }
    let made = vm.new_list()?;
    for arg in args.items() {
        let spread = !plain && is_unpacked_tuple(vm, arg)?;
        let new = substitute_one(vm, arg, parameters, &values, plain)?;
        match new.downcast::<Tuple>() {
            Some(items) if spread => {
                for item in items.items() {
                    vm.list_push(&made, item.clone())?;
                }
            }
            _ => vm.list_push(&made, new)?,
        }
    }
    let tuple = vm.tuple_from(made.as_value())?;
    match Obj::try_from_value(tuple) {
        Ok(tuple) => Ok(tuple),
        Err(_) => Err(vm.no_memory()),
    }
}

fn value_for(param: &Value, parameters: &Tuple, values: &Tuple) -> Option<Value> {
    let place = parameters.items().iter().position(|own| own.is(param))?;
    values.items().get(place).cloned()
}

/// The arguments as each parameter wants them.
fn prepared(vm: &mut Vm, alias: &Value, parameters: &Tuple, item: &Value) -> PyResult<Obj<Tuple>> {
    let given = as_args(vm, item)?;
    let flat = vm.new_list()?;
    let unpacked = vm.intern("__typing_unpacked_tuple_args__")?;
    for item in given.items() {
        let inner = if item.downcast::<Type>().is_some() { None } else { vm.get_attr_opt(item, &unpacked)? };
        match inner.as_ref().and_then(Value::downcast::<Tuple>) {
            Some(inner) if !inner.items().last().is_some_and(Value::is_ellipsis) => {
                for part in inner.items() {
                    vm.list_push(&flat, part.clone())?;
                }
            }
            _ => vm.list_push(&flat, item.clone())?,
        }
    }
    let mut values = vm.tuple_from(flat.as_value())?;
    let prepare = vm.intern("__typing_prepare_subst__")?;
    for param in parameters.items() {
        if let Some(method) = vm.get_attr_opt(param, &prepare)? {
            if values.downcast::<Tuple>().is_none() {
                values = vm.new_tuple_from([values])?;
            }
            values = vm.call(&method, &[alias.clone(), values])?;
        }
    }
    as_args(vm, &values)
}

/// Whether an argument is `*Ts`, whose value are several arguments.
fn is_unpacked_tuple(vm: &mut Vm, arg: &Value) -> PyResult<bool> {
    if arg.downcast::<Type>().is_some() {
        return Ok(false);
    }
    let name = vm.intern("__typing_is_unpacked_typevartuple__")?;
    match vm.get_attr_opt(arg, &name)? {
        Some(flag) => vm.truth(&flag),
        None => Ok(false),
    }
}

fn substitute_one(vm: &mut Vm, arg: &Value, parameters: &Tuple, values: &Tuple, plain: bool) -> PyResult {
    if param::is_param(arg) {
        let value = value_for(arg, parameters, values).unwrap_or_else(|| arg.clone());
        if plain {
            return Ok(value);
        }
        return vm.call_method(arg, &vm.names().__typing_subst__, &[value]);
    }
    if arg.downcast::<Type>().is_some() {
        return Ok(arg.clone());
    }
    let Some(inner) = vm.get_attr_opt(arg, &vm.names().__parameters__)? else { return Ok(arg.clone()) };
    let Some(inner) = inner.downcast::<Tuple>().filter(|inner| !inner.is_empty()) else { return Ok(arg.clone()) };
    let chosen = vm.new_list()?;
    for param in inner.items() {
        let value = value_for(param, parameters, values).unwrap_or_else(|| param.clone());
        match value.downcast::<Tuple>() {
            Some(items) if param.kind() == kinds::TYPE_VAR_TUPLE => {
                for item in items.items() {
                    vm.list_push(&chosen, item.clone())?;
                }
            }
            _ => vm.list_push(&chosen, value)?,
        }
    }
    let chosen = vm.tuple_from(chosen.as_value())?;
    vm.get_item(arg, &chosen)
}
