//! `from module import name` and `from module import *`.

use pitviper_object::{Obj, Value};

use super::{module_of, with_details};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::module::Module;
use crate::types::str::Str;

/// `from module import name`.
///
/// # Errors
/// ImportError in CPython's words.
pub fn import_from(vm: &mut Vm, module: &Value, name: &Value) -> PyResult {
    if let Some(value) = vm.get_attr_opt(module, name)? {
        return Ok(value);
    }
    let package = vm.get_attr_opt(module, &vm.names().__name__)?;
    let Some(wanted) = name.downcast::<Str>() else { return Err(vm.no_memory()) };
    // In a circular import the submodule may be there before its package's attribute is.
    if let Some(package) = package.as_ref().and_then(Value::downcast::<Str>) {
        let full = vm.new_str_fmt(format_args!("{package}.{wanted}"))?;
        if let Some(value) = module_of(vm, &full)?
            && !value.is_none()
        {
            return Ok(value);
        }
    }
    Err(cannot_import(vm, module, name, package)?)
}

fn cannot_import(vm: &mut Vm, module: &Value, name: &Value, package: Option<Value>) -> PyResult<Raised> {
    let Some(wanted) = name.downcast::<Str>() else { return Ok(vm.no_memory()) };
    let package = match package {
        Some(package) if package.downcast::<Str>().is_some() => package,
        _ => vm.new_str("<unknown module name>")?,
    };
    let Some(text) = package.downcast::<Str>() else { return Ok(vm.no_memory()) };
    let file = vm.get_attr_opt(module, &vm.names().__file__)?.filter(|file| file.downcast::<Str>().is_some());
    let message = match file.as_ref().and_then(Value::downcast::<Str>) {
        Some(file) if is_initializing(vm, module)? => vm.new_str_fmt(format_args!(
            "cannot import name '{wanted}' from partially initialized module '{text}' (most likely due to a circular import) ({file})"
        ))?,
        Some(file) => vm.new_str_fmt(format_args!("cannot import name '{wanted}' from '{text}' ({file})"))?,
        None => vm.new_str_fmt(format_args!("cannot import name '{wanted}' from '{text}' (unknown location)"))?,
    };
    let raised = vm.raise_with(Exc::ImportError, message);
    let path = file.unwrap_or_else(Value::none);
    Ok(with_details(vm, raised, &[("name", &package), ("path", &path), ("name_from", name)]))
}

/// Whether the module's code is still running.
///
/// # Errors
/// What looking at its spec raises.
pub fn is_initializing(vm: &mut Vm, module: &Value) -> PyResult<bool> {
    let Some(spec) = vm.get_attr_opt(module, &vm.names().__spec__)? else { return Ok(false) };
    let name = vm.intern("_initializing")?;
    match vm.get_attr_opt(&spec, &name)? {
        Some(flag) => vm.truth(&flag),
        None => Ok(false),
    }
}

/// `from module import *` into `locals`.
///
/// # Errors
/// ImportError for a module without names, TypeError and AttributeError for a wrong `__all__`.
pub fn import_star(vm: &mut Vm, module: &Value, locals: &Value) -> PyResult<()> {
    let names = vm.names();
    if let Some(all) = vm.get_attr_opt(module, &names.__all__)? {
        let all = vm.list_from(&all)?;
        let mut index = 0;
        while let Some(name) = all.get(index) {
            if name.downcast::<Str>().is_none() {
                let module_name = vm.get_attr(module, &names.__name__)?;
                let (Some(module_name), kind) = (module_name.downcast::<Str>(), vm.type_name(&name)) else {
                    return Err(vm.no_memory());
                };
                return Err(vm.type_error(format_args!("Item in {module_name}.__all__ must be str, not {kind}")));
            }
            let value = vm.get_attr(module, &name)?;
            vm.set_item(locals, &name, value)?;
            index += 1;
        }
        return Ok(());
    }
    let dict = match module.downcast::<Module>() {
        Some(module) => module.dict.clone(),
        None => match vm.get_attr_opt(module, &names.__dict__)?.map(Obj::<Dict>::try_from_value) {
            Some(Ok(dict)) => dict,
            _ => {
                return Err(
                    vm.raise(Exc::ImportError, format_args!("from-import-* object has no __dict__ and no __all__"))
                );
            }
        },
    };
    let keys = vm.list_from(dict.as_value())?;
    let mut index = 0;
    while let Some(name) = keys.get(index) {
        index += 1;
        let Some(text) = name.downcast::<Str>() else {
            let module_name = vm.get_attr(module, &names.__name__)?;
            let (Some(module_name), kind) = (module_name.downcast::<Str>(), vm.type_name(&name)) else {
                return Err(vm.no_memory());
            };
            return Err(vm.type_error(format_args!("Key in {module_name}.__dict__ must be str, not {kind}")));
        };
        if text.is_empty() || text.chars().get(0) == Some(u32::from(b'_')) {
            continue;
        }
        if let Some(value) = dict.get_str(vm, &name) {
            vm.set_item(locals, &name, value)?;
        }
    }
    Ok(())
}
