//! The main program: the module `__main__`.

use pitviper_compiler::parse::Mode;
use pitviper_compiler::source::Input;
use pitviper_object::{Obj, Value};

use super::compile::{Request, compile_input};
use super::find::{Found, find};
use super::{load, paths};
use crate::core::error::{Exc, PyResult};
use crate::core::vm::Vm;
use crate::modules::io::scratch::encode_path;
use crate::modules::io::{errors, is_file, read_whole_file};
use crate::types::module::Module;
use crate::types::str::Str;

/// Makes `__main__` and puts it into `sys.modules`.
///
/// # Errors
/// `MemoryError`.
pub fn main_module(vm: &mut Vm) -> PyResult<Obj<Module>> {
    let module = vm.new_module("__main__", None)?;
    load::add_builtins(vm, &module.dict)?;
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
    let path = encode_path(vm, path)?;
    let source = match read_whole_file(vm, &path)? {
        Ok(source) => source,
        Err(error) => return Err(errors::os_error(vm, &error, Some(file))),
    };
    let module = main_module(vm)?;
    vm.dict_set_str(&module.dict, &vm.names().__file__, file.clone())?;
    vm.dict_set_str(&module.dict, &vm.names().__cached__, Value::none())?;
    run(vm, &module, &source, file, false)
}

/// Runs source without a file (`-c`, standard input) as `__main__`; tracebacks can show its lines.
///
/// # Errors
/// SyntaxError, or what it raises.
pub fn run_source(vm: &mut Vm, source: &[u8], name: &str) -> PyResult<()> {
    let module = main_module(vm)?;
    let name = vm.new_str(name)?;
    run(vm, &module, source, &name, true)
}

fn run(vm: &mut Vm, module: &Obj<Module>, source: &[u8], filename: &Value, keep: bool) -> PyResult<()> {
    let request = Request {
        filename,
        mode: Mode::Module,
        optimize: vm.options.optimize,
        future_flags: 0,
        top_level_await: false,
        function: "compile",
    };
    let code = compile_input(vm, Input::Bytes(source), &request)?;
    if keep && let Ok(text) = std::str::from_utf8(source) {
        let text = vm.new_str(text)?;
        crate::types::traceback::source::register(vm, code.as_value(), &text)?;
    }
    vm.run_code(code.as_value(), &module.dict, None).map(drop)
}

/// Where `-m name` finds its program: a module's file, or a package's `__main__.py`.
///
/// # Errors
/// ImportError when there is none, or what its packages raise.
pub fn find_module(vm: &mut Vm, name: &Value) -> PyResult {
    let Some(text) = name.downcast::<Str>() else { return Err(vm.no_memory()) };
    let chars = text.chars();
    let dot = (0..chars.len()).rev().find(|at| chars.get(*at) == Some(u32::from(b'.')));
    let path = match dot {
        Some(dot) => {
            let parent = vm.new_str_chars(chars.slice(0..dot))?;
            let parent = super::import_absolute(vm, &parent)?;
            vm.get_attr_opt(&parent, &vm.names().__path__)?
        }
        None => None,
    };
    match find(vm, text, path.as_ref())? {
        Some(Found::Source { file, folder: None }) => paths::decode(vm, &file),
        Some(Found::Source { folder: Some(mut folder), .. }) => {
            folder.push(b"/__main__.py")?;
            if is_file(&folder) {
                super::import_absolute(vm, name)?;
                return paths::decode(vm, &folder);
            }
            Err(vm.raise(
                Exc::ImportError,
                format_args!("No module named {text}.__main__; '{text}' is a package and cannot be directly executed"),
            ))
        }
        _ => Err(vm.raise(Exc::ImportError, format_args!("No module named {text}"))),
    }
}
