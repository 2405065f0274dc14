//! The small classes with attributes of their own: AttributeError, NameError, ImportError, StopIteration, SystemExit,
//! and KeyError, which has another `str`.

use pitviper_object::Value;

use super::base::{args_of, args_text, init_args, other_attributes, reduced, set_args};
use super::create::{init_method, str_method};
use super::fields;
use crate::core::error::PyResult;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::str::Str;

/// Takes positional arguments into `args` and the keywords `names`, whose values it gives.
fn take_keywords<'a, const N: usize>(
    vm: &mut Vm,
    exception: &Value,
    args: Args<'a>,
    class: &str,
    names: [&str; N],
) -> PyResult<[Option<&'a Value>; N]> {
    set_args(vm, exception, args.positional())?;
    let mut found = [None; N];
    for (key, value) in args.keywords() {
        let Some(text) = key.downcast::<Str>() else { continue };
        match names.iter().position(|name| text.eq_str(name)) {
            Some(index) => found[index] = Some(value),
            None => return Err(vm.type_error(format_args!("{class}() got an unexpected keyword argument '{text}'"))),
        }
    }
    Ok(found)
}

/// `AttributeError(*args, name=None, obj=None)`.
pub fn init_attribute(vm: &mut Vm, exception: &Value, args: Args<'_>) -> PyResult<()> {
    let [name, obj] = take_keywords(vm, exception, args, "AttributeError", ["name", "obj"])?;
    fields::set(vm, exception, fields::NAME, name.cloned());
    fields::set(vm, exception, fields::OBJ, obj.cloned());
    Ok(())
}

/// `NameError(*args, name=None)`.
pub fn init_name(vm: &mut Vm, exception: &Value, args: Args<'_>) -> PyResult<()> {
    let [name] = take_keywords(vm, exception, args, "NameError", ["name"])?;
    fields::set(vm, exception, fields::NAME, name.cloned());
    Ok(())
}

/// `ImportError(*args, name=None, path=None, name_from=None)`.
pub fn init_import(vm: &mut Vm, exception: &Value, args: Args<'_>) -> PyResult<()> {
    let names = ["name", "path", "name_from"];
    let [name, path, name_from] = take_keywords(vm, exception, args, "ImportError", names)?;
    fields::set(vm, exception, fields::IMPORT_NAME, name.cloned());
    fields::set(vm, exception, fields::IMPORT_PATH, path.cloned());
    fields::set(vm, exception, fields::IMPORT_NAME_FROM, name_from.cloned());
    let message = match args.positional() {
        [message] => Some(message.clone()),
        _ => None,
    };
    fields::set(vm, exception, fields::IMPORT_MSG, message);
    Ok(())
}

/// `ImportError.__str__`.
pub fn import_text(vm: &mut Vm, exception: &Value) -> PyResult {
    match fields::get(vm, exception, fields::IMPORT_MSG) {
        Some(message) if message.exact::<Str>().is_some() => Ok(message),
        _ => args_text(vm, exception),
    }
}

/// `StopIteration(value=None)`.
pub fn init_stop(vm: &mut Vm, exception: &Value, args: Args<'_>) -> PyResult<()> {
    init_args(vm, exception, args)?;
    let value = args.values.first().cloned().unwrap_or_else(Value::none);
    fields::set(vm, exception, fields::STOP_VALUE, Some(value));
    Ok(())
}

/// `SystemExit(code=None)`.
pub fn init_exit(vm: &mut Vm, exception: &Value, args: Args<'_>) -> PyResult<()> {
    init_args(vm, exception, args)?;
    let code = match args.values {
        [] => None,
        [code] => Some(code.clone()),
        _ => Some(args_of(vm, exception).into_value()),
    };
    fields::set(vm, exception, fields::EXIT_CODE, code);
    Ok(())
}

/// `KeyError.__str__`: the `repr` of a single argument, so that `''` shows.
pub fn key_text(vm: &mut Vm, exception: &Value) -> PyResult {
    let args = args_of(vm, exception);
    match args.items() {
        [key] => vm.repr(key),
        _ => args_text(vm, exception),
    }
}

/// The state to pickle: other attributes and the fixed ones that are set.
fn state(
    vm: &mut Vm,
    exception: &Value,
    names: &[(&str, u32)],
) -> PyResult<Option<pitviper_object::Obj<crate::types::dict::Dict>>> {
    let mut state = other_attributes(vm, exception)?;
    for &(name, index) in names {
        if let Some(value) = fields::get(vm, exception, index) {
            let dict = match state {
                Some(dict) => dict,
                None => vm.new_dict()?,
            };
            let name = vm.intern(name)?;
            vm.dict_set_str(&dict, &name, value)?;
            state = Some(dict);
        }
    }
    Ok(state)
}

fn reduce_import(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let exception = &args.values[0];
    let names = [("name", fields::IMPORT_NAME), ("path", fields::IMPORT_PATH), ("name_from", fields::IMPORT_NAME_FROM)];
    let state = state(vm, exception, &names)?;
    let args = args_of(vm, exception).into_value();
    reduced(vm, exception, args, state)
}

fn attribute_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let exception = &args.values[0];
    let own = args_of(vm, exception);
    let Some(state) = state(vm, exception, &[("name", fields::NAME)])? else { return Ok(Value::none()) };
    let name = &vm.names().args;
    vm.dict_set_str(&state, name, own.into_value())?;
    Ok(state.into_value())
}

fn reduce_attribute(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let exception = &args.values[0];
    let state = attribute_state(vm, Args::of(std::slice::from_ref(exception)))?;
    let own = args_of(vm, exception).into_value();
    let class = vm.type_of(exception).to_value();
    vm.new_tuple_from([class, own, state])
}

/// Methods of `AttributeError`.
pub const ATTRIBUTE_METHODS: &[Method] = &[
    init_method!(Attribute),
    Method::new("__getstate__", attribute_state, 0, 0),
    Method::new("__reduce__", reduce_attribute, 0, 0),
];

/// Methods of `NameError`.
pub const NAME_METHODS: &[Method] = &[init_method!(Name)];

/// Methods of `ImportError`.
pub const IMPORT_METHODS: &[Method] =
    &[init_method!(Import), str_method!(Import), Method::new("__reduce__", reduce_import, 0, 0)];

/// Methods of `StopIteration`.
pub const STOP_METHODS: &[Method] = &[init_method!(Stop)];

/// Methods of `SystemExit`.
pub const EXIT_METHODS: &[Method] = &[init_method!(Exit)];

/// Methods of `KeyError`.
pub const KEY_METHODS: &[Method] = &[str_method!(Key)];
