//! Where a module is: on a list of folders.

use std::path::Path;

use pitviper_object::Value;

use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::str::Str;

/// What was found.
pub enum Found {
    /// A source file.
    File(Value),
    /// A package: its folder and its `__init__.py`.
    Package(Value, Value),
    /// Folders without `__init__.py`: a list of them.
    Namespace(Value),
}

/// Looks for the module `last` (the name behind the last dot) in the folders of `path`.
///
/// # Errors
/// What iterating over `path` raises.
pub fn on_path(vm: &mut Vm, path: &Value, last: &Str) -> PyResult<Option<Found>> {
    let folders = vm.list_from(path)?;
    let portions = vm.new_list()?;
    let mut index = 0;
    while let Some(folder) = folders.get(index) {
        index += 1;
        let Some(folder) = folder.downcast::<Str>() else { continue };
        let base = if folder.is_empty() {
            vm.new_str_fmt(format_args!("{last}"))?
        } else if folder.chars().get(folder.len() - 1) == u32::from(b'/') {
            vm.new_str_fmt(format_args!("{folder}{last}"))?
        } else {
            vm.new_str_fmt(format_args!("{folder}/{last}"))?
        };
        let base = absolute(vm, base)?;
        let Some(text) = base.downcast::<Str>() else { continue };
        if is_folder(text) {
            let init = vm.new_str_fmt(format_args!("{text}/__init__.py"))?;
            if init.downcast::<Str>().is_some_and(is_file) {
                return Ok(Some(Found::Package(base, init)));
            }
        }
        let file = vm.new_str_fmt(format_args!("{text}.py"))?;
        if file.downcast::<Str>().is_some_and(is_file) {
            return Ok(Some(Found::File(file)));
        }
        if is_folder(text) {
            vm.list_push(&portions, base)?;
        }
    }
    Ok(if portions.is_empty() { None } else { Some(Found::Namespace(portions.into_value())) })
}

/// A path from the root on.
fn absolute(vm: &mut Vm, path: Value) -> PyResult {
    let Some(text) = path.downcast::<Str>() else { return Ok(path) };
    if !text.is_empty() && text.chars().get(0) == Some(u32::from(b'/')) {
        return Ok(path);
    }
    match std::env::current_dir().ok().as_deref().and_then(Path::to_str) {
        Some(folder) => vm.new_str_fmt(format_args!("{folder}/{text}")),
        None => Ok(path),
    }
}

/// Asks about a path that fits the system's limit; longer ones do not exist.
fn with_path<R: Default>(text: &Str, ask: impl FnOnce(&Path) -> R) -> R {
    use std::fmt::Write;
    /// `PATH_MAX`.
    const LONGEST: usize = 4096;
    struct Fixed {
        bytes: [u8; LONGEST],
        len: usize,
    }
    impl Write for Fixed {
        fn write_str(&mut self, text: &str) -> std::fmt::Result {
            let end = self.len + text.len();
            self.bytes.get_mut(self.len..end).ok_or(std::fmt::Error)?.copy_from_slice(text.as_bytes());
            self.len = end;
            Ok(())
        }
    }
    let mut path = Fixed { bytes: [0; LONGEST], len: 0 };
    if write!(path, "{text}").is_err() {
        return R::default();
    }
    std::str::from_utf8(&path.bytes[..path.len]).map_or_else(|_| R::default(), |text| ask(Path::new(text)))
}

/// Whether it is a file.
pub fn is_file(path: &Str) -> bool {
    with_path(path, Path::is_file)
}

/// Whether it is a folder.
pub fn is_folder(path: &Str) -> bool {
    with_path(path, Path::is_dir)
}

/// The bytes of a file as a bytes object; `None` when it cannot be read.
///
/// # Errors
/// `MemoryError`.
pub fn read(vm: &mut Vm, path: &Str) -> PyResult<Result<Value, std::io::Error>> {
    let opened = with_path(path, |path| Some(std::fs::File::open(path)));
    match opened {
        Some(Ok(file)) => read_file(vm, file),
        Some(Err(error)) => Ok(Err(error)),
        None => Ok(Err(std::io::Error::from(std::io::ErrorKind::InvalidFilename))),
    }
}

/// All that is left of a file, as a bytes object.
///
/// # Errors
/// `MemoryError`.
pub fn read_file(vm: &mut Vm, mut file: impl std::io::Read) -> PyResult<Result<Value, std::io::Error>> {
    let mut builder = crate::types::bytes::BytesBuilder::new(vm);
    let mut chunk = [0; 16384];
    loop {
        match file.read(&mut chunk) {
            Ok(0) => return builder.finish().map(Ok),
            Ok(count) => builder.push(&chunk[..count])?,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Ok(Err(error)),
        }
    }
}
