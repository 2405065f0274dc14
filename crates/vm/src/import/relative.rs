//! Names of relative imports.

use pitviper_object::{Obj, Value};

use crate::core::error::{Exc, PyResult};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::str::{Str, StrBuilder};

/// The full name of `name` with `level` dots in front, in the module that `globals` belong to.
///
/// # Errors
/// ImportError, TypeError, KeyError.
pub(super) fn resolve(vm: &mut Vm, name: &Value, globals: Option<&Obj<Dict>>, level: i64) -> PyResult {
    let package = package_of(vm, globals)?;
    let Some(package) = package.downcast::<Str>() else {
        return Err(vm.type_error(format_args!("package must be a string")));
    };
    if package.is_empty() {
        return Err(vm.raise(Exc::ImportError, format_args!("attempted relative import with no known parent package")));
    }
    let chars = package.chars();
    let mut end = chars.len();
    for _ in 1..level {
        match (0..end).rev().find(|at| chars.get(*at) == Some(u32::from(b'.'))) {
            Some(dot) => end = dot,
            None => {
                let message = format_args!("attempted relative import beyond top-level package");
                return Err(vm.raise(Exc::ImportError, message));
            }
        }
    }
    let mut full = StrBuilder::new(vm);
    full.push_chars(chars.slice(0..end))?;
    if let Some(name) = name.downcast::<Str>().filter(|name| !name.is_empty()) {
        full.push_text(".")?;
        full.push_str(name)?;
    }
    let full = full.finish()?;
    vm.intern_value(full)
}

/// The package that a module is in.
fn package_of(vm: &mut Vm, globals: Option<&Obj<Dict>>) -> PyResult {
    let names = vm.names();
    let get = |vm: &mut Vm, name: &Value| {
        globals.and_then(|globals| globals.get_str(vm, name)).filter(|value| !value.is_none())
    };
    if let Some(package) = get(vm, &names.__package__) {
        return Ok(package);
    }
    if let Some(spec) = get(vm, &names.__spec__) {
        let parent = vm.intern("parent")?;
        let parent = vm.get_attr(&spec, &parent)?;
        if parent.downcast::<Str>().is_none() {
            return Err(vm.type_error(format_args!("__spec__.parent must be a string")));
        }
        return Ok(parent);
    }
    let Some(name) = get(vm, &names.__name__) else {
        return Err(vm.raise(Exc::KeyError, format_args!("'__name__' not in globals")));
    };
    let Some(text) = name.downcast::<Str>() else {
        return Err(vm.type_error(format_args!("__name__ must be a string")));
    };
    if globals.is_some_and(|globals| globals.get_str(vm, &names.__path__).is_some()) {
        return Ok(name);
    }
    let chars = text.chars();
    let dot = (0..chars.len()).rev().find(|at| chars.get(*at) == Some(u32::from(b'.')));
    vm.new_str_chars(chars.slice(0..dot.unwrap_or(0)))
}
