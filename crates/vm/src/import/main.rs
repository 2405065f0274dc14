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
use crate::types::traceback::source::{register, register_recent};

/// Commands whose source is kept for tracebacks: the last ones.
const KEPT: usize = 64;

/// Makes `__main__` and puts it into `sys.modules`.
///
/// # Errors
/// `MemoryError`.
pub fn main_module(vm: &mut Vm) -> PyResult<Obj<Module>> {
    let module = vm.new_module("__main__", None)?;
    load::add_builtins(vm, &module.dict)?;
    if let Some(modules) = vm.modules.clone() {
        // Here, unlike elsewhere, `__builtins__` is the module.
        if let Some(builtins) = modules.get_str(vm, &vm.names().builtins) {
            vm.dict_set_str(&module.dict, &vm.names().__builtins__, builtins)?;
        }
        let name = vm.names().__main__.clone();
        vm.dict_set(&modules, name, module.clone().into_value())?;
    }
    Ok(module)
}

/// Runs a file as `__main__`, without its first line if that is no Python.
///
/// # Errors
/// OSError when it cannot be read, SyntaxError, or what it raises.
pub fn run_file(vm: &mut Vm, file: &Value, skip_first_line: bool) -> PyResult<()> {
    let Some(path) = file.downcast::<Str>() else { return Err(vm.no_memory()) };
    let path = encode_path(vm, path)?;
    let source = match read_whole_file(vm, &path)? {
        Ok(source) => source,
        Err(error) => return Err(errors::os_error(vm, &error, Some(file))),
    };
    let module = main_module(vm)?;
    vm.dict_set_str(&module.dict, &vm.names().__file__, file.clone())?;
    vm.dict_set_str(&module.dict, &vm.names().__cached__, Value::none())?;
    if path.ends_with(b".pyc") || source.starts_with(&pitviper_compiler::serial::magic()) {
        let Some(code) = super::cache::program(vm, &source, file)? else {
            return Err(vm.raise(Exc::RuntimeError, format_args!("Bad magic number in .pyc file")));
        };
        drop(source);
        return vm.run_code(code.as_value(), &module.dict, None).map(drop);
    }
    // The line's end stays, so that line numbers do.
    let start = match memchr::memchr(b'\n', &source) {
        Some(end) if skip_first_line => end,
        _ => 0,
    };
    run(vm, &module, &source[start..], file, false)
}

/// Runs source without a file (`-c`, standard input) as `__main__`; tracebacks show the lines of commands
/// (`<string>`), not of standard input, as in CPython.
///
/// # Errors
/// SyntaxError, or what it raises.
pub fn run_source(vm: &mut Vm, source: &[u8], name: &str) -> PyResult<()> {
    let module = main_module(vm)?;
    let keep = name == "<string>";
    let name = vm.new_str(name)?;
    run(vm, &module, source, &name, keep)
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
        register_recent(vm, code.as_value(), &text, KEPT)?;
    }
    vm.run_code(code.as_value(), &module.dict, None).map(drop)
}

/// What is typed into a session.
pub struct Cell<'a> {
    /// What is compiled.
    pub source: &'a str,
    /// The text that tracebacks show lines of.
    pub shown: &'a str,
    /// `co_filename`.
    pub name: &'a str,
    /// One statement whose value is shown, or several.
    pub mode: Mode,
}

/// Runs a cell in `__main__`.
///
/// # Errors
/// SyntaxError, or what it raises.
pub fn run_cell(vm: &mut Vm, cell: &Cell<'_>) -> PyResult<()> {
    let module = main_of(vm)?;
    let Some(module) = module.downcast::<Module>() else { return Ok(()) };
    let dict = module.dict.clone();
    let filename = vm.new_str(cell.name)?;
    let request = Request {
        filename: &filename,
        mode: cell.mode,
        optimize: vm.options.optimize,
        future_flags: 0,
        top_level_await: false,
        function: "compile",
    };
    let code = compile_input(vm, Input::Text(cell.source), &request)?;
    let text = vm.new_str(cell.shown)?;
    register(vm, code.as_value(), &text)?;
    vm.run_code(code.as_value(), &dict, None).map(drop)
}

/// Runs a file in the `__main__` there is, leaving its `__file__` alone.
///
/// # Errors
/// OSError, SyntaxError, or what it raises.
pub fn run_in_main(vm: &mut Vm, file: &Value) -> PyResult<()> {
    let module = main_of(vm)?;
    let (Some(module), Some(path)) = (module.downcast::<Module>(), file.downcast::<Str>()) else { return Ok(()) };
    let module = Obj::from_ref(module);
    let path = encode_path(vm, path)?;
    match read_whole_file(vm, &path)? {
        Ok(source) => run(vm, &module, &source, file, false),
        Err(error) => Err(errors::os_error(vm, &error, Some(file))),
    }
}

/// The module `__main__`, made when there is none.
///
/// # Errors
/// `MemoryError`.
pub fn main_of(vm: &mut Vm) -> PyResult {
    let name = vm.names().__main__.clone();
    match super::existing(vm, &name)? {
        Some(module) if module.downcast::<Module>().is_some() => Ok(module),
        _ => Ok(main_module(vm)?.into_value()),
    }
}

/// `__main__`, `sys.ps1` and `sys.ps2`; with `site` the builtins that explain themselves.
///
/// # Errors
/// `MemoryError`.
pub fn begin_session(vm: &mut Vm, site: bool) -> PyResult<()> {
    main_of(vm)?;
    let name = vm.intern("_session")?;
    if site && let Err(raised) = super::import_absolute(vm, &name) {
        drop(vm.take_raised(raised));
    }
    let Some(sys) = vm.sys.clone() else { return Ok(()) };
    for (name, text) in [("ps1", ">>> "), ("ps2", "... ")] {
        let name = vm.intern(name)?;
        if sys.get_str(vm, &name).is_none() {
            let text = vm.new_str(text)?;
            vm.dict_set_str(&sys, &name, text)?;
        }
    }
    Ok(())
}

/// `str(sys.ps1)` or `str(sys.ps2)`; empty when it is gone.
///
/// # Errors
/// What `str` raises.
pub fn prompt(vm: &mut Vm, continued: bool) -> PyResult {
    let name = vm.intern(if continued { "ps2" } else { "ps1" })?;
    match vm.sys.as_ref().and_then(|sys| sys.get_str(vm, &name)) {
        Some(prompt) => vm.str(&prompt),
        None => vm.new_str(""),
    }
}

/// `sys.stdin.readline()`.
///
/// # Errors
/// What it raises.
pub fn read_line(vm: &mut Vm) -> PyResult {
    let (stdin, readline) = (vm.intern("stdin")?, vm.intern("readline")?);
    match vm.sys.as_ref().and_then(|sys| sys.get_str(vm, &stdin)).filter(|stdin| !stdin.is_none()) {
        Some(stdin) => vm.call_method(&stdin, &readline, &[]),
        None => vm.new_str(""),
    }
}

/// Runs a module as `__main__`, as `-m` does.
///
/// # Errors
/// SystemExit after the message when there is no such module, or what it and its packages raise.
pub fn run_module(vm: &mut Vm, name: &Value) -> PyResult<()> {
    match find_module(vm, name)? {
        Ok(found) => run_found(vm, &found),
        Err(message) => {
            let key = vm.intern("executable")?;
            let executable = vm.sys.as_ref().and_then(|sys| sys.get_str(vm, &key)).unwrap_or_else(Value::none);
            if let (Some(executable), Some(message)) = (executable.downcast::<Str>(), message.downcast::<Str>()) {
                let line = vm.new_str_fmt(format_args!("{executable}: {message}\n"))?;
                crate::modules::sys::write_stderr_value(vm, &line);
            }
            Err(vm.raise_with(Exc::SystemExit, Value::small(1)))
        }
    }
}

/// The file that `-m` runs, and the name that its spec gets.
struct Program {
    file: Value,
    name: Value,
    /// Whether it is part of the binary.
    embedded: bool,
}

fn run_found(vm: &mut Vm, found: &Program) -> PyResult<()> {
    let code = if found.embedded {
        let name = found.name.downcast::<Str>().and_then(Str::as_ascii).unwrap_or_default();
        let Some(code) = super::library::code(vm, name, &found.file)? else { return Ok(()) };
        code
    } else {
        let Some(path) = found.file.downcast::<Str>() else { return Err(vm.no_memory()) };
        let path = encode_path(vm, path)?;
        super::cache::code_of_file(vm, &path, &found.file, &found.name)?
    };
    set_argument(vm, &found.file)?;
    let module = main_module(vm)?;
    load::describe(vm, &module, &found.name, &found.file, None, true)?;
    vm.run_code(code.as_value(), &module.dict, None).map(drop)
}

/// `sys.argv[0]` of `-m` is the file that was found.
fn set_argument(vm: &mut Vm, file: &Value) -> PyResult<()> {
    let name = vm.intern("argv")?;
    match vm.sys.as_ref().and_then(|sys| sys.get_str(vm, &name)) {
        Some(list) => vm.set_item(&list, &Value::small(0), file.clone()),
        None => Ok(()),
    }
}

/// Where `-m name` finds its program: a module's file, or a package's `__main__.py`; else the message that says why
/// there is none.
fn find_module(vm: &mut Vm, name: &Value) -> PyResult<Result<Program, Value>> {
    let Some(text) = name.downcast::<Str>() else { return Err(vm.no_memory()) };
    let chars = text.chars();
    let dot = (0..chars.len()).rev().find(|at| chars.get(*at) == Some(u32::from(b'.')));
    let path = match dot {
        Some(dot) => {
            let parent = vm.new_str_chars(chars.slice(0..dot))?;
            match parent_path(vm, &parent, text)? {
                Ok(path) => path,
                Err(message) => return Ok(Err(message)),
            }
        }
        None => None,
    };
    match find(vm, text, path.as_ref())? {
        Some(Found::Source { file, folder: None }) => {
            let file = paths::decode(vm, &file)?;
            return Ok(Ok(Program { file, name: name.clone(), embedded: false }));
        }
        Some(Found::Source { folder: Some(mut folder), .. }) => {
            folder.push(b"/__main__.py")?;
            if is_file(&vm.sandbox, &folder) {
                super::import_absolute(vm, name)?;
                let file = paths::decode(vm, &folder)?;
                let name = vm.new_str_fmt(format_args!("{text}.__main__"))?;
                return Ok(Ok(Program { file, name, embedded: false }));
            }
        }
        Some(Found::Namespace(_)) => {}
        _ => match super::library::find(vm, name)? {
            Some(found) if found.folders.is_none() => {
                return Ok(Ok(Program { file: found.filename, name: name.clone(), embedded: true }));
            }
            Some(_) => {
                super::import_absolute(vm, name)?;
                let name = vm.new_str_fmt(format_args!("{text}.__main__"))?;
                if let Some(found) = super::library::find(vm, &name)? {
                    return Ok(Ok(Program { file: found.filename, name, embedded: true }));
                }
            }
            None => return vm.new_str_fmt(format_args!("No module named {text}")).map(Err),
        },
    }
    let message =
        format_args!("No module named {text}.__main__; '{text}' is a package and cannot be directly executed");
    vm.new_str_fmt(message).map(Err)
}

/// The `__path__` of the package around the module `text`.
fn parent_path(vm: &mut Vm, parent: &Value, text: &Str) -> PyResult<Result<Option<Value>, Value>> {
    let raised = match super::import_absolute(vm, parent) {
        Ok(package) => return vm.get_attr_opt(&package, &vm.names().__path__).map(Ok),
        Err(raised) => raised,
    };
    if !vm.raised_is(&raised, Exc::ModuleNotFoundError) {
        return Err(raised);
    }
    let exception = vm.take_raised(raised);
    let missing = vm.get_attr_opt(&exception, &vm.names().name)?;
    let own = missing.as_ref().and_then(Value::downcast::<Str>).zip(parent.downcast::<Str>());
    if !own.is_some_and(|(missing, parent)| missing.same_text(parent)) {
        return Err(vm.reraise(exception));
    }
    let reason = vm.str(&exception)?;
    let Some(reason) = reason.downcast::<Str>() else { return Err(vm.reraise(exception)) };
    let message = format_args!("Error while finding module specification for '{text}' (ModuleNotFoundError: {reason})");
    vm.new_str_fmt(message).map(Err)
}
