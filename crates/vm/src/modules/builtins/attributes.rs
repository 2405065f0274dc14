//! Attributes by name: `delattr`, `dir`, `getattr`, `hasattr`, `setattr`, `vars`.

use pitviper_object::{Obj, Value};

use super::namespaces;
use crate::core::error::PyResult;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::list::List;
use crate::types::str::Str;

pub(super) static FUNCTIONS: &[Method] = &[
    Method::new("delattr", delattr, 2, 2)
        .doc("delattr($module, obj, name, /)\n--\n\nDelete the named attribute, as del obj.name does."),
    Method::new("dir", dir, 0, 1)
        .doc("Without an argument, the names in the current scope; else names of attributes of the object."),
    Method::new("getattr", getattr, 2, 3)
        .doc("Get a named attribute; with a default, return that instead of raising AttributeError."),
    Method::new("hasattr", hasattr, 2, 2)
        .doc("hasattr($module, obj, name, /)\n--\n\nReturn whether the object has an attribute of this name."),
    Method::new("setattr", setattr, 3, 3)
        .doc("setattr($module, obj, name, value, /)\n--\n\nSet the named attribute, as obj.name = value does."),
    Method::new("vars", vars, 0, 1).doc("Without an argument, locals(); else the object's __dict__."),
];

/// Fails when `name` is not a string.
fn check_name(vm: &mut Vm, name: &Value) -> PyResult<()> {
    if name.downcast::<Str>().is_some() {
        return Ok(());
    }
    let kind = vm.type_name(name);
    Err(vm.type_error(format_args!("attribute name must be string, not '{kind}'")))
}

fn delattr(vm: &mut Vm, args: Args<'_>) -> PyResult {
    check_name(vm, &args.values[1])?;
    vm.del_attr(&args.values[0], &args.values[1])?;
    Ok(Value::none())
}

fn getattr(vm: &mut Vm, args: Args<'_>) -> PyResult {
    check_name(vm, &args.values[1])?;
    match args.values.get(2) {
        None => vm.get_attr(&args.values[0], &args.values[1]),
        Some(default) => {
            let found = vm.get_attr_opt(&args.values[0], &args.values[1])?;
            Ok(found.unwrap_or_else(|| default.clone()))
        }
    }
}

fn hasattr(vm: &mut Vm, args: Args<'_>) -> PyResult {
    check_name(vm, &args.values[1])?;
    let found = vm.get_attr_opt(&args.values[0], &args.values[1])?;
    Ok(Value::bool(found.is_some()))
}

fn setattr(vm: &mut Vm, args: Args<'_>) -> PyResult {
    check_name(vm, &args.values[1])?;
    vm.set_attr(&args.values[0], &args.values[1], args.values[2].clone())?;
    Ok(Value::none())
}

fn dir(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = match args.values.first() {
        None => {
            let locals = namespaces::locals(vm)?;
            keys(vm, &locals)?
        }
        Some(object) => match vm.call_special(object, &vm.names().__dir__, &[])? {
            Some(names) => vm.list_from(&names)?,
            None => return Err(vm.type_error(format_args!("object does not provide __dir__"))),
        },
    };
    vm.list_sort(&names, None, false)?;
    Ok(names.into_value())
}

/// The keys of a mapping as a list.
fn keys(vm: &mut Vm, mapping: &Value) -> PyResult<Obj<List>> {
    if mapping.exact::<Dict>().is_some() {
        return vm.list_from(mapping);
    }
    let keys = vm.call_method(mapping, &vm.names().keys, &[])?;
    vm.list_from(&keys)
}

fn vars(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(object) = args.values.first() else { return namespaces::locals(vm) };
    match vm.get_attr_opt(object, &vm.names().__dict__)? {
        Some(dict) => Ok(dict),
        None => Err(vm.type_error(format_args!("vars() argument must have __dict__ attribute"))),
    }
}
