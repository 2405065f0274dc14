//! The main program: the module `__main__`.

use pitviper_compiler::Options;
use pitviper_compiler::source::Input;
use pitviper_object::{Obj, Value};

use super::{find, load};
use crate::compile::compile_source;
use crate::core::error::{Exc, PyResult};
use crate::core::vm::Vm;
use crate::types::bytes::Bytes;
use crate::types::module::Module;
use crate::types::str::Str;

/// Makes `__main__` and puts it into `sys.modules`.
///
/// # Errors
/// `MemoryError`.
pub fn main_module(vm: &mut Vm) -> PyResult<Obj<Module>> {
    let module = vm.new_module("__main__", None)?;
    load::add_builtins(vm, &module)?;
    if let Some(modules) = vm.modules.clone() {
        let name = vm.names().__main__.clone();
        vm.dict_set(&modules, name, module.clone().into_value())?;
    }
    Ok(module)
}

/// Runs a file as `__main__`.
///
/// # Errors
/// OSError when it cannot be read, SyntaxError, or what it raises.
pub fn run_file(vm: &mut Vm, file: &Value) -> PyResult<()> {
    let Some(path) = file.downcast::<Str>() else { return Err(vm.no_memory()) };
    let source = match find::read(vm, path)? {
        Ok(source) => source,
        Err(error) => return Err(crate::modules::io::errors::os_error(vm, &error, Some(file))),
    };
    let module = main_module(vm)?;
    vm.dict_set_str(&module.dict, &vm.names().__file__, file.clone())?;
    let code = load::compile_bytes(vm, &source, file)?;
    drop(source);
    vm.run_code(code.as_value(), &module.dict, None)?;
    Ok(())
}

/// Runs source without a file (`-c`, standard input) as `__main__`; tracebacks can show its lines.
///
/// # Errors
/// SyntaxError, or what it raises.
pub fn run_source(vm: &mut Vm, source: &Value, name: &str) -> PyResult<()> {
    let module = main_module(vm)?;
    let Some(bytes) = source.downcast::<Bytes>() else { return Err(vm.no_memory()) };
    let options = Options { optimize: vm.options.optimize, ..Options::default() };
    let code = compile_source(vm, Input::Bytes(bytes.as_slice()), name, options)?;
    if let Ok(text) = std::str::from_utf8(bytes.as_slice()) {
        let text = vm.new_str(text)?;
        crate::types::traceback::source::register(vm, code.as_value(), &text)?;
    }
    vm.run_code(code.as_value(), &module.dict, None)?;
    Ok(())
}

/// Where `-m name` finds its program; the package's `__main__` when it is one.
///
/// # Errors
/// ImportError when there is none, or what its packages raise.
pub fn find_module(vm: &mut Vm, name: &Value) -> PyResult {
    let Some(text) = name.downcast::<Str>() else { return Err(vm.no_memory()) };
    let path = match super::names::find_last_dot(text) {
        Some(dot) => {
            let parent = super::names::prefix(vm, text, dot)?;
            let parent = super::import_dotted(vm, &parent)?;
            vm.get_attr_opt(&parent, &vm.names().__path__)?
        }
        None => vm.sys.clone().and_then(|sys| sys.get_str(vm, &vm.names().path)),
    };
    let last = match super::names::find_last_dot(text) {
        Some(dot) => super::names::suffix(vm, text, dot + 1)?,
        None => name.clone(),
    };
    let (Some(path), Some(last)) = (path, last.downcast::<Str>()) else {
        return Err(vm.raise(Exc::ImportError, format_args!("No module named {text}")));
    };
    match find::on_path(vm, &path, last)? {
        Some(find::Found::File(file)) => Ok(file),
        Some(find::Found::Package(folder, _)) => {
            let Some(folder) = folder.downcast::<Str>() else { return Err(vm.no_memory()) };
            let file = vm.new_str_fmt(format_args!("{folder}/__main__.py"))?;
            if file.downcast::<Str>().is_some_and(find::is_file) {
                super::import_dotted(vm, name)?;
                return Ok(file);
            }
            Err(vm.raise(
                Exc::ImportError,
                format_args!("No module named {text}.__main__; '{text}' is a package and cannot be directly executed"),
            ))
        }
        _ => Err(vm.raise(Exc::ImportError, format_args!("No module named {text}"))),
    }
}
