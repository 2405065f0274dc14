//! Where a module comes from: native modules by name, then files and folders along a path.

use pitviper_object::{Obj, Value};

use super::library::ROOT;
use super::paths;
use crate::core::error::PyResult;
use crate::core::module::ModuleSpec;
use crate::core::vm::Vm;
use crate::modules::io::scratch::{Scratch, encode_lossy};
use crate::modules::io::{is_file, is_folder};
use crate::types::list::List;
use crate::types::str::Str;

/// Where a module was found.
pub enum Found {
    /// Native, made of this.
    Native(&'static ModuleSpec),
    /// A source file, or a `.pyc` file without one; with the folder of the package when it is one's `__init__.py`.
    Source {
        /// The file.
        file: Scratch,
        /// The package's folder.
        folder: Option<Scratch>,
    },
    /// Folders without `__init__.py`: a namespace package.
    Namespace(Obj<List>),
}

/// A native module.
#[must_use]
pub fn native(vm: &Vm, name: &str) -> Option<&'static ModuleSpec> {
    let own = crate::modules::ALL.iter().copied().find(|spec| spec.name == name);
    own.or_else(|| vm.native_modules.iter().copied().find(|spec| spec.name == name)).or_else(|| {
        // `io` is native until the library has a module of that name.
        let missing = vm.library.is_none_or(|library| library.find("io").is_none());
        (name == "io" && missing).then_some(&crate::modules::io::MODULE)
    })
}

/// Looks for the module `full` on `path`, or on `sys.path` and among the native modules when there is none.
///
/// # Errors
/// What iterating over the path raises, `MemoryError`.
pub fn find(vm: &mut Vm, full: &Str, path: Option<&Value>) -> PyResult<Option<Found>> {
    if path.is_none()
        && let Some(spec) = native_of(vm, full)
    {
        return Ok(Some(Found::Native(spec)));
    }
    find_file(vm, full, path)
}

/// The native module of a name.
#[must_use]
pub fn native_of(vm: &Vm, full: &Str) -> Option<&'static ModuleSpec> {
    full.as_ascii().and_then(|name| native(vm, name))
}

/// Looks for the module `full` in the folders of `path`, or of `sys.path` when there is none.
///
/// # Errors
/// What iterating over the path raises, `MemoryError`.
pub fn find_file(vm: &mut Vm, full: &Str, path: Option<&Value>) -> PyResult<Option<Found>> {
    let name = encode_lossy(vm, full)?;
    let Ok(name) = std::str::from_utf8(&name) else { return Ok(None) };
    let tail = name.rsplit('.').next().unwrap_or(name);
    if tail.is_empty() || tail.contains(['/', '\0']) {
        return Ok(None);
    }
    let path = match path {
        Some(path) => path.clone(),
        None => {
            let key = &vm.names().path;
            match vm.sys.as_ref().and_then(|sys| sys.get_str(vm, key)) {
                Some(path) => path,
                None => return Ok(None),
            }
        }
    };
    search(vm, &path, tail)
}

/// Whether a path has folders of the embedded library.
///
/// # Errors
/// What iterating over the path raises, `MemoryError`.
pub fn has_library(vm: &mut Vm, path: &Value) -> PyResult<bool> {
    let entries = vm.list_from(path)?;
    let mut index = 0;
    while let Some(entry) = entries.get(index) {
        index += 1;
        if entry.downcast::<Str>().is_some_and(is_library) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn is_library(entry: &Str) -> bool {
    entry.as_ascii().is_some_and(|entry| entry.starts_with(ROOT))
}

fn search(vm: &mut Vm, path: &Value, tail: &str) -> PyResult<Option<Found>> {
    let folders = vm.new_list()?;
    let entries = vm.list_from(path)?;
    let mut index = 0;
    while let Some(entry) = entries.get(index) {
        index += 1;
        let Some(entry) = entry.downcast::<Str>().filter(|entry| !is_library(entry)) else { continue };
        let mut folder = paths::join(vm, entry, tail)?;
        let is_package = is_folder(&vm.sandbox, &folder);
        if is_package {
            let mut file = Scratch::new(vm);
            file.push(&folder)?;
            file.push(b"/__init__.py")?;
            if is_file(&vm.sandbox, &file) {
                return Ok(Some(Found::Source { file, folder: Some(folder) }));
            }
            file.push(b"c")?;
            if is_file(&vm.sandbox, &file) {
                return Ok(Some(Found::Source { file, folder: Some(folder) }));
            }
        }
        let length = folder.len();
        folder.push(b".py")?;
        if is_file(&vm.sandbox, &folder) {
            return Ok(Some(Found::Source { file: folder, folder: None }));
        }
        folder.push(b"c")?;
        if is_file(&vm.sandbox, &folder) {
            return Ok(Some(Found::Source { file: folder, folder: None }));
        }
        if is_package {
            let folder = paths::decode(vm, &folder[..length])?;
            vm.list_push(&folders, folder)?;
        }
    }
    Ok(if folders.is_empty() { None } else { Some(Found::Namespace(folders)) })
}
