//! Modules whose source is part of the binary.

use pitviper_compiler::parse::Mode;
use pitviper_compiler::source::Input;
use pitviper_object::{Obj, Value};

use super::compile::{Request, compile_input};
use super::load::{Made, finish_module};
use crate::core::error::{Exc, PyResult};
use crate::core::vm::Vm;
use crate::types::bytes::BytesBuilder;
use crate::types::code::CodeObject;
use crate::types::str::Str;

/// Source of modules that are neither native nor files.
pub trait Library: Sync {
    /// Whether there is a module of that dotted name, and whether it is a package.
    fn find(&self, name: &str) -> Option<bool>;

    /// Bytes of its source.
    fn size(&self, name: &str) -> usize;

    /// Writes its source into `out`, which has that many bytes; false when that fails.
    fn read(&self, name: &str, out: &mut [u8]) -> bool;

    /// Its serialised code, when it has any.
    fn code(&self, name: &str) -> Option<&'static [u8]>;

    /// Lets go of the memory that reading took: what is read again comes from the file again.
    fn forget_pages(&self);

    /// The name of module number `index`.
    fn name(&self, index: usize) -> Option<&'static str>;
}

/// What file names of embedded modules begin with.
pub const ROOT: &str = "<library>";

/// A dotted name as a path.
struct Slashes<'a>(&'a str);

impl std::fmt::Display for Slashes<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, part) in self.0.split('.').enumerate() {
            if index > 0 {
                f.write_str("/")?;
            }
            f.write_str(part)?;
        }
        Ok(())
    }
}

/// An embedded module.
pub struct Embedded {
    /// What `__file__` says.
    pub filename: Value,
    /// Its `__path__`, when it is a package.
    pub folders: Option<Value>,
}

/// The embedded module `full`.
///
/// # Errors
/// `MemoryError`.
pub fn find(vm: &mut Vm, full: &Value) -> PyResult<Option<Embedded>> {
    let (Some(library), Some(text)) = (vm.library, full.downcast::<Str>()) else { return Ok(None) };
    let Some(name) = text.as_ascii() else { return Ok(None) };
    let Some(is_package) = library.find(name) else { return Ok(None) };
    let end = if is_package { "/__init__" } else { "" };
    let filename = vm.new_str_fmt(format_args!("{ROOT}/{}{end}.py", Slashes(name)))?;
    let folders = if is_package {
        let folder = vm.new_str_fmt(format_args!("{ROOT}/{}", Slashes(name)))?;
        Some(super::paths::list_of(vm, folder)?)
    } else {
        None
    };
    Ok(Some(Embedded { filename, folders }))
}

/// The source of the embedded module `name`, as bytes; nothing when there is none.
///
/// # Errors
/// ImportError when it is damaged, `MemoryError`.
pub fn source(vm: &mut Vm, name: &str) -> PyResult<Option<BytesBuilder>> {
    let Some(library) = vm.library.filter(|library| library.find(name).is_some()) else { return Ok(None) };
    let mut source = BytesBuilder::new(vm);
    source.push_repeated(0, library.size(name))?;
    if !library.read(name, source.data_mut()) {
        return Err(vm.raise(Exc::ImportError, format_args!("the embedded module '{name}' is damaged")));
    }
    Ok(Some(source))
}

/// The code of the embedded module `name`: what was compiled when Pitviper was built, unless another optimization level
/// is asked for.
///
/// # Errors
/// ImportError when it is damaged, `MemoryError`.
pub fn code(vm: &mut Vm, name: &str, filename: &Value) -> PyResult<Option<Obj<CodeObject>>> {
    if vm.options.optimize == 0
        && let Some(bytes) = vm.library.and_then(|library| library.code(name))
        && let text = filename.downcast::<Str>().and_then(Str::as_ascii).unwrap_or_default()
        && let Some(code) = vm.open_embedded_code(bytes, text)?
    {
        return Ok(Some(code));
    }
    let Some(source) = source(vm, name)? else { return Ok(None) };
    let request = Request {
        filename,
        mode: Mode::Module,
        optimize: vm.options.optimize,
        future_flags: 0,
        top_level_await: false,
        function: "compile",
    };
    compile_input(vm, Input::Bytes(source.data()), &request).map(Some)
}

/// Makes the embedded module `full`; nothing when there is none.
///
/// # Errors
/// ImportError when it is damaged, or what it raises.
pub fn load(vm: &mut Vm, full: &Value) -> PyResult<Option<Value>> {
    let Some(found) = find(vm, full)? else { return Ok(None) };
    let filename = found.filename;
    let made = Made { full, filename: &filename, folders: found.folders };
    finish_module(vm, &made, |vm, module| {
        let name = full.downcast::<Str>().and_then(Str::as_ascii).unwrap_or_default();
        let Some(code) = code(vm, name, &filename)? else { return Ok(()) };
        let done = vm.run_code(code.as_value(), &module.dict, None);
        if let Some(library) = vm.library {
            library.forget_pages();
        }
        done?;
        if matches!(name, "importlib._bootstrap" | "importlib._bootstrap_external") {
            super::helper(vm, "complete", &[module.clone().into_value()])?;
        }
        Ok(())
    })
    .map(Some)
}
