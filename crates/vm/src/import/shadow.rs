//! Modules that hide others: a program's own file with the name of a library, which explains failed imports better
//! than "circular import" does.

use pitviper_object::Value;

use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::modules::io::scratch::{Scratch, encode_path};
use crate::types::str::Str;

/// What a module's file may hide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shadow {
    /// Nothing.
    None,
    /// A library that is installed elsewhere: the file is in the first folder of `sys.path`.
    Library,
    /// A module of the standard library.
    Standard,
}

/// Whether the module `name`, whose file is `origin`, may hide another.
///
/// # Errors
/// `MemoryError`.
pub fn shadow(vm: &mut Vm, name: Option<&Value>, origin: Option<&Value>) -> PyResult<Shadow> {
    let Some(origin) = origin.and_then(Value::downcast::<Str>) else { return Ok(Shadow::None) };
    if !is_in_first_folder(vm, origin)? {
        return Ok(Shadow::None);
    }
    let key = vm.intern("stdlib_module_names")?;
    let names = vm.sys.as_ref().and_then(|sys| sys.get_str(vm, &key));
    Ok(match (names, name) {
        (Some(names), Some(name)) if vm.contains(&names, name)? => Shadow::Standard,
        _ => Shadow::Library,
    })
}

fn is_in_first_folder(vm: &mut Vm, origin: &Str) -> PyResult<bool> {
    let [flags, safe_path] = ["flags", "safe_path"].map(|name| vm.intern(name));
    let (flags, safe_path) = (flags?, safe_path?);
    if let Some(flags) = vm.sys.as_ref().and_then(|sys| sys.get_str(vm, &flags))
        && vm.get_attr_opt(&flags, &safe_path)?.is_some_and(|safe| safe.is_true())
    {
        return Ok(false);
    }
    let Some(path) = vm.sys.as_ref().and_then(|sys| sys.get_str(vm, &vm.names().path)) else { return Ok(false) };
    let Some(path) = path.downcast::<crate::types::list::List>() else { return Ok(false) };
    let Some(first) = path.get(0) else { return Ok(false) };
    let Some(first) = first.downcast::<Str>() else { return Ok(false) };
    let mut first: Scratch = encode_path(vm, first)?;
    if first.is_empty() {
        first = super::paths::working_folder(vm)?;
    }
    let origin = encode_path(vm, origin)?;
    let Some((folder, file)) = split(&origin) else { return Ok(false) };
    let folder = if file == b"__init__.py" { split(folder).map_or(folder, |(folder, _)| folder) } else { folder };
    Ok(folder == &*first)
}

/// A path as folder and name.
fn split(path: &[u8]) -> Option<(&[u8], &[u8])> {
    let slash = path.iter().rposition(|byte| *byte == b'/')?;
    Some((&path[..slash], &path[slash + 1..]))
}
