//! What `match` asks of its subjects.

use pitviper_object::{Obj, Value};

use crate::core::error::{Exc, PyResult};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::str::Str;
use crate::types::tuple::Tuple;
use crate::types::typ::Type;

/// Whether sequence patterns can match.
#[must_use]
pub fn is_sequence(vm: &Vm, value: &Value) -> bool {
    vm.type_of(value).has(Type::SEQUENCE)
}

/// Whether mapping patterns can match.
#[must_use]
pub fn is_mapping(vm: &Vm, value: &Value) -> bool {
    vm.type_of(value).has(Type::MAPPING)
}

/// The values of all `keys` (a tuple) in a mapping, or None.
///
/// # Errors
/// ValueError for a key given twice, or what `get` raises.
pub fn match_keys(vm: &mut Vm, subject: &Value, keys: &Value) -> PyResult {
    let (subject, keys) = (subject.clone(), keys.clone());
    let Some(keys) = keys.exact::<Tuple>() else { return Ok(Value::none()) };
    let values = vm.new_list()?;
    let seen = vm.new_set()?;
    let missing = vm.new_bare_object()?;
    for key in keys.items() {
        if vm.set_contains(&seen, key)? {
            let text = vm.repr(key)?;
            let Some(text) = text.downcast::<Str>() else { return Err(vm.no_memory()) };
            return Err(vm.value_error(format_args!("mapping pattern checks duplicate key ({text})")));
        }
        vm.set_add(&seen, key.clone())?;
        let value = if let Some(dict) = subject.exact::<Dict>() {
            vm.dict_get(dict, key)?
        } else {
            let value = vm.call_method(&subject, &vm.names().get, &[key.clone(), missing.clone()])?;
            if value.is(&missing) { None } else { Some(value) }
        };
        match value {
            Some(value) => vm.list_push(&values, value)?,
            None => return Ok(Value::none()),
        }
    }
    vm.tuple_from(values.as_value())
}

/// The attributes that a class pattern asks for, or None.
///
/// # Errors
/// TypeError as CPython words it, or what attribute access raises.
pub fn match_class(vm: &mut Vm, subject: &Value, class: &Value, keywords: &Value, positional: usize) -> PyResult {
    let (subject, class, keywords) = (subject.clone(), class.clone(), keywords.clone());
    let Some(object) = class.downcast::<Type>() else {
        return Err(vm.type_error(format_args!("called match pattern must be a class")));
    };
    if !vm.is_instance(&subject, &class)? {
        return Ok(Value::none());
    }
    let found = vm.new_list()?;
    let seen = vm.new_set()?;
    let kind = object.name();
    if positional > 0 {
        let (names, match_self) = match vm.get_attr_opt(&class, &vm.names().__match_args__)? {
            Some(names) => {
                if names.exact::<Tuple>().is_none() {
                    let other = vm.type_name(&names);
                    return Err(vm.type_error(format_args!("{kind}.__match_args__ must be a tuple (got {other})")));
                }
                (Some(names), false)
            }
            None => (None, object.has(Type::MATCH_SELF)),
        };
        let names = names.as_ref().and_then(Value::exact::<Tuple>);
        let allowed = if match_self { 1 } else { names.map_or(0, Tuple::len) };
        if positional > allowed {
            let plural = if allowed == 1 { "" } else { "s" };
            return Err(vm.type_error(format_args!(
                "{kind}() accepts {allowed} positional sub-pattern{plural} ({positional} given)"
            )));
        }
        if match_self {
            vm.list_push(&found, subject.clone())?;
        } else if let Some(names) = names {
            for name in &names.items()[..positional] {
                if name.downcast::<Str>().is_none() {
                    let other = vm.type_name(name);
                    return Err(vm.type_error(format_args!("__match_args__ elements must be strings (got {other})")));
                }
                if !attribute(vm, &subject, name, kind, &seen, &found)? {
                    return Ok(Value::none());
                }
            }
        }
    }
    if let Some(keywords) = keywords.exact::<Tuple>() {
        for name in keywords.items() {
            if !attribute(vm, &subject, name, kind, &seen, &found)? {
                return Ok(Value::none());
            }
        }
    }
    vm.tuple_from(found.as_value())
}

fn attribute(
    vm: &mut Vm,
    subject: &Value,
    name: &Value,
    kind: &Str,
    seen: &Obj<crate::types::set::Set>,
    found: &Obj<crate::types::list::List>,
) -> PyResult<bool> {
    if vm.set_contains(seen, name)? {
        let text = vm.repr(name)?;
        let Some(text) = text.downcast::<Str>() else { return Err(vm.no_memory()) };
        return Err(vm.raise(Exc::TypeError, format_args!("{kind}() got multiple sub-patterns for attribute {text}")));
    }
    vm.set_add(seen, name.clone())?;
    match vm.get_attr_opt(subject, name)? {
        Some(value) => {
            vm.list_push(found, value)?;
            Ok(true)
        }
        None => Ok(false),
    }
}

/// A dict of a mapping without some keys (a tuple).
///
/// # Errors
/// What the mapping raises.
pub fn dict_without(vm: &mut Vm, mapping: &Value, keys: &Value) -> PyResult {
    let (mapping, keys) = (mapping.clone(), keys.clone());
    let copy = vm.new_dict()?;
    vm.dict_update(&copy, &mapping)?;
    if let Some(keys) = keys.exact::<Tuple>() {
        for key in keys.items() {
            drop(vm.dict_remove(&copy, key)?);
        }
    }
    Ok(copy.into_value())
}
