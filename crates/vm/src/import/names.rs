//! Module names: dots, parents, relative imports.

use pitviper_object::{Obj, Value};

use crate::core::error::{Exc, PyResult};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::str::Str;

/// Place of the first dot.
pub fn find_dot(text: &Str) -> Option<usize> {
    (0..text.len()).find(|&index| text.chars().get(index) == Some(u32::from(b'.')))
}

/// Place of the last dot.
pub fn find_last_dot(text: &Str) -> Option<usize> {
    (0..text.len()).rev().find(|&index| text.chars().get(index) == Some(u32::from(b'.')))
}

/// The first `len` characters, interned.
///
/// # Errors
/// `MemoryError`.
pub fn prefix(vm: &mut Vm, text: &Str, len: usize) -> PyResult {
    let text = vm.new_str_chars(text.chars().slice(0..len))?;
    vm.intern_value(text)
}

/// The characters from `start` on.
///
/// # Errors
/// `MemoryError`.
pub fn suffix(vm: &mut Vm, text: &Str, start: usize) -> PyResult {
    vm.new_str_chars(text.chars().slice(start..text.len()))
}

/// The absolute name of a relative one.
///
/// # Errors
/// ImportError outside a package or beyond its top.
pub fn resolve(vm: &mut Vm, name: &Str, globals: Option<&Obj<Dict>>, level: usize) -> PyResult {
    let package = match globals {
        Some(globals) => package_of(vm, globals)?,
        None => None,
    };
    let Some(package) = package else {
        return Err(vm.raise(Exc::ImportError, format_args!("attempted relative import with no known parent package")));
    };
    let Some(package) = package.downcast::<Str>() else {
        return Err(vm.type_error(format_args!("package must be a string")));
    };
    let mut end = package.len();
    for _ in 1..level {
        match (0..end).rev().find(|&index| package.chars().get(index) == Some(u32::from(b'.'))) {
            Some(dot) => end = dot,
            None => {
                return Err(
                    vm.raise(Exc::ImportError, format_args!("attempted relative import beyond top-level package"))
                );
            }
        }
    }
    let base = prefix(vm, package, end)?;
    let Some(base) = base.downcast::<Str>() else { return Err(vm.no_memory()) };
    if name.is_empty() {
        return Ok(Obj::from_ref(base).into_value());
    }
    vm.new_str_fmt(format_args!("{base}.{name}"))
}

/// The package that relative names count from; `None` where there is none.
fn package_of(vm: &mut Vm, globals: &Obj<Dict>) -> PyResult<Option<Value>> {
    let names = vm.names();
    if let Some(package) = globals.get_str(vm, &names.__package__)
        && !package.is_none()
    {
        let empty = package.downcast::<Str>().is_some_and(Str::is_empty);
        return Ok(if empty { None } else { Some(package) });
    }
    let Some(name) = globals.get_str(vm, &names.__name__) else {
        return Err(vm.raise(Exc::KeyError, format_args!("'__name__' not in globals")));
    };
    if globals.get_str(vm, &names.__path__).is_some() {
        return Ok(Some(name));
    }
    match name.downcast::<Str>().and_then(|text| find_last_dot(text).map(|dot| (text, dot))) {
        Some((text, dot)) => prefix(vm, text, dot).map(Some),
        None => Ok(None),
    }
}
