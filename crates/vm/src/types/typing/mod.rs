//! Types about types: `list[int]`, `int | str`, type parameters and `type` statements (PEP 585, 604, 695, 696).
//!
//! What the `typing` module adds in Python comes with that module; what the language itself needs is here.

pub mod alias;
pub mod generic_alias;
pub mod param;
pub mod union;

use pitviper_object::{Obj, Value};

use crate::core::error::{Exc, PyResult};
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::list::List;
use crate::types::tuple::Tuple;

pub use alias::{SPEC as TYPE_ALIAS, new_type_alias};
pub use generic_alias::{SPEC as GENERIC_ALIAS, class_getitem, new_generic_alias, subscript_generic};
pub use param::{
    PARAM_SPEC, PARAM_SPEC_PART, TYPE_VAR, TYPE_VAR_TUPLE, new_param_spec, new_type_var, new_type_var_tuple,
    set_default,
};
pub use union::{SPEC as UNION, make_union, union_args};

/// The argument that tells an evaluator to give values (`annotationlib.Format.VALUE`).
const FORMAT_VALUE: Value = Value::small(1);

/// Runs the function behind a lazily evaluated bound, default or alias.
fn evaluate(vm: &mut Vm, evaluator: &Value) -> PyResult {
    vm.call(evaluator, &[FORMAT_VALUE])
}

/// The type parameters that occur in `args`, each once, in order.
fn parameters_of(vm: &mut Vm, args: &Tuple) -> PyResult<Obj<Tuple>> {
    let found = vm.new_list()?;
    for arg in args.items() {
        if param::is_param(arg) {
            add_once(vm, &found, arg)?;
        } else if arg.downcast::<crate::types::typ::Type>().is_none()
            && let Some(inner) = vm.get_attr_opt(arg, &vm.names().__parameters__)?
            && let Some(inner) = inner.downcast::<Tuple>()
        {
            for item in inner.items() {
                add_once(vm, &found, item)?;
            }
        }
    }
    let tuple = vm.tuple_from(found.as_value())?;
    match Obj::try_from_value(tuple) {
        Ok(tuple) => Ok(tuple),
        Err(_) => Err(vm.no_memory()),
    }
}

fn add_once(vm: &mut Vm, list: &List, item: &Value) -> PyResult<()> {
    let mut index = 0;
    while let Some(own) = list.get(index) {
        if own.is(item) {
            return Ok(());
        }
        index += 1;
    }
    vm.list_push(list, item.clone())
}

/// The one argument of a `__getitem__` as a tuple.
fn as_args(vm: &mut Vm, item: &Value) -> PyResult<Obj<Tuple>> {
    match item.downcast::<Tuple>() {
        Some(tuple) => Ok(Obj::from_ref(tuple)),
        None => vm.new_tuple_obj(std::slice::from_ref(item)),
    }
}

/// `args` with `parameters` replaced by `values`, for `alias[values]`.
fn substitute(vm: &mut Vm, alias: &Value, args: &Tuple, parameters: &Tuple, item: &Value) -> PyResult<Obj<Tuple>> {
    if parameters.is_empty() {
        let text = vm.repr(alias)?;
        let Some(text) = text.downcast::<crate::types::str::Str>() else { return Err(vm.no_memory()) };
        return Err(vm.type_error(format_args!("{text} is not a generic class")));
    }
    if parameters.items().iter().any(|p| !param::is_type_var(p)) {
        return Err(vm.raise(
            Exc::NotImplementedError,
            format_args!("substituting a ParamSpec or TypeVarTuple is not supported yet"),
        ));
    }
    let values = as_args(vm, item)?;
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
        let new = substitute_one(vm, arg, parameters, &values)?;
        vm.list_push(&made, new)?;
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

fn substitute_one(vm: &mut Vm, arg: &Value, parameters: &Tuple, values: &Tuple) -> PyResult {
    if param::is_param(arg) {
        return Ok(value_for(arg, parameters, values).unwrap_or_else(|| arg.clone()));
    }
    if arg.downcast::<crate::types::typ::Type>().is_some() {
        return Ok(arg.clone());
    }
    let Some(inner) = vm.get_attr_opt(arg, &vm.names().__parameters__)? else { return Ok(arg.clone()) };
    let Some(inner) = inner.downcast::<Tuple>().filter(|inner| !inner.is_empty()) else { return Ok(arg.clone()) };
    let chosen = vm.new_list()?;
    for param in inner.items() {
        let value = value_for(param, parameters, values).unwrap_or_else(|| param.clone());
        vm.list_push(&chosen, value)?;
    }
    let chosen = vm.tuple_from(chosen.as_value())?;
    vm.get_item(arg, &chosen)
}

/// The first argument behind the receiver.
fn argument<'a>(args: Args<'a>) -> &'a Value {
    &args.values[args.values.len() - 1]
}
