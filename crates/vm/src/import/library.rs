//! Modules whose source is part of the binary.

use pitviper_compiler::parse::Mode;
use pitviper_compiler::source::Input;
use pitviper_object::Value;

use super::compile::{Request, compile_input};
use super::load::{Made, finish_module};
use crate::core::error::{Exc, PyResult};
use crate::core::vm::Vm;
use crate::types::bytes::BytesBuilder;
use crate::types::str::Str;

/// Source of modules that are neither native nor files.
pub trait Library: Sync {
    /// Whether there is a module of that dotted name, and whether it is a package.
    fn find(&self, name: &str) -> Option<bool>;

    /// Bytes of its source.
    fn size(&self, name: &str) -> usize;

    /// Writes its source into `out`, which has that many bytes; false when that fails.
    fn read(&self, name: &str, out: &mut [u8]) -> bool;
}

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

/// Makes the embedded module `full`; nothing when there is none.
///
/// # Errors
/// ImportError when it is damaged, or what it raises.
pub fn load(vm: &mut Vm, full: &Value) -> PyResult<Option<Value>> {
    let (Some(library), Some(text)) = (vm.library, full.downcast::<Str>()) else { return Ok(None) };
    let Some(name) = text.as_ascii() else { return Ok(None) };
    let Some(is_package) = library.find(name) else { return Ok(None) };
    let mut source = BytesBuilder::new(vm);
    source.push_repeated(0, library.size(name))?;
    if !library.read(name, source.data_mut()) {
        return Err(vm.raise(Exc::ImportError, format_args!("the embedded module '{name}' is damaged")));
    }
    let end = if is_package { "/__init__" } else { "" };
    let filename = vm.new_str_fmt(format_args!("<library>/{}{end}.py", Slashes(name)))?;
    let folders = if is_package { Some(vm.new_list()?.into_value()) } else { None };
    let made = Made { full, filename: &filename, folders };
    finish_module(vm, &made, |vm, module| {
        let request = Request {
            filename: &filename,
            mode: Mode::Module,
            optimize: vm.options.optimize,
            future_flags: 0,
            top_level_await: false,
            function: "compile",
        };
        let code = compile_input(vm, Input::Bytes(source.data()), &request)?;
        vm.run_code(code.as_value(), &module.dict, None).map(drop)
    })
    .map(Some)
}
