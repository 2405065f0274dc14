//! `from module import *`.

use pitviper_object::Value;

use crate::core::error::{Exc, PyResult};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::str::Str;

/// Puts the public names of a module into `locals`.
///
/// # Errors
/// ImportError, TypeError, AttributeError.
pub fn import_star(vm: &mut Vm, module: &Value, locals: &Value) -> PyResult<()> {
    let (names, all) = match vm.get_attr_opt(module, &vm.names().__all__)? {
        Some(names) => (names, true),
        None => match vm.get_attr_opt(module, &vm.names().__dict__)? {
            Some(dict) => (vm.list_from(&dict)?.into_value(), false),
            None => {
                let message = format_args!("from-import-* object has no __dict__ and no __all__");
                return Err(vm.raise(Exc::ImportError, message));
            }
        },
    };
    let iterator = vm.iter(&names)?;
    while let Some(name) = vm.next(&iterator)? {
        let Some(text) = name.downcast::<Str>() else {
            let kind = vm.type_name(&name);
            let what = if all { "Item in" } else { "Key in" };
            let place = if all { "__all__" } else { "__dict__" };
            let package = vm.get_attr(module, &vm.names().__name__)?;
            let package = vm.str(&package)?;
            return Err(match package.downcast::<Str>() {
                Some(package) => vm.type_error(format_args!("{what} {package}.{place} must be str, not {kind}")),
                None => vm.raise_bare(Exc::TypeError),
            });
        };
        if !all && text.chars().first() == Some(u32::from(b'_')) {
            continue;
        }
        let value = vm.get_attr(module, &name)?;
        match locals.exact::<Dict>() {
            Some(dict) => {
                let name = vm.attr_name(&name)?;
                vm.dict_set_str(dict, &name, value)?;
            }
            None => vm.set_item(locals, &name, value)?,
        }
    }
    Ok(())
}
