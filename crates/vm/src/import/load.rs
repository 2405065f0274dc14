//! Making a module: native, from a file, or from the embedded library.

use pitviper_compiler::source::Input;
use pitviper_compiler::Options;
use pitviper_object::{Obj, Value};

use super::find::{self, Found};
use super::{module_of, names, not_found};
use crate::compile::compile_source;
use crate::core::error::{Exc, PyResult};
use crate::core::vm::Vm;
use crate::modules;
use crate::types::bytes::Bytes;
use crate::types::code::CodeObject;
use crate::types::module::{Module, from_spec};
use crate::types::str::Str;
use crate::types::traceback::buffer::Buffer;

/// Finds and loads a module; `path` is its package's `__path__`.
///
/// # Errors
/// ModuleNotFoundError, or what the module's code raises.
pub fn load(vm: &mut Vm, name: &Value, path: Option<&Value>) -> PyResult {
    let Some(text) = name.downcast::<Str>() else { return Err(vm.no_memory()) };
    if path.is_none()
        && let Some(spec) = native(vm, text)
    {
        let module = from_spec(vm, spec)?;
        describe(vm, &module, name, "built-in", None)?;
        register(vm, name, module.as_value())?;
        return Ok(module.into_value());
    }
    let last = match names::find_last_dot(text) {
        Some(dot) => names::suffix(vm, text, dot + 1)?,
        None => name.clone(),
    };
    let Some(last) = last.downcast::<Str>() else { return Err(vm.no_memory()) };
    let search = match path {
        Some(path) => Some(path.clone()),
        None => sys_path(vm)?,
    };
    let found = match search {
        Some(search) => find::on_path(vm, &search, last)?,
        None => None,
    };
    match found {
        Some(Found::File(file)) => load_file(vm, name, &file, None),
        Some(Found::Package(folder, file)) => load_file(vm, name, &file, Some(folder)),
        found => match library_module(vm, name)? {
            Some(module) => Ok(module),
            None => match found {
                Some(Found::Namespace(folders)) => namespace(vm, name, folders),
                _ => {
                    let message = vm.new_str_fmt(format_args!("No module named '{text}'"))?;
                    Err(not_found(vm, message, name))
                }
            },
        },
    }
}

fn native(vm: &Vm, name: &Str) -> Option<&'static crate::core::module::ModuleSpec> {
    modules::ALL.iter().chain(vm.native_modules).copied().find(|spec| name.eq_str(spec.name))
}

fn sys_path(vm: &mut Vm) -> PyResult<Option<Value>> {
    let Some(sys) = vm.sys.clone() else { return Ok(None) };
    Ok(sys.get_str(vm, &vm.names().path))
}

fn register(vm: &mut Vm, name: &Value, module: &Value) -> PyResult<()> {
    match vm.modules.clone() {
        Some(modules) => vm.dict_set(&modules, name.clone(), module.clone()),
        None => Err(vm.raise(Exc::RuntimeError, format_args!("unable to get sys.modules"))),
    }
}

/// Sets `__spec__`, `__package__` and, for packages, `__path__`.
fn describe(vm: &mut Vm, module: &Obj<Module>, name: &Value, origin: &str, path: Option<Value>) -> PyResult<()> {
    let origin = vm.new_str(origin)?;
    describe_with(vm, module, name, origin, path)
}

fn describe_with(vm: &mut Vm, module: &Obj<Module>, name: &Value, origin: Value, path: Option<Value>) -> PyResult<()> {
    let Some(text) = name.downcast::<Str>() else { return Err(vm.no_memory()) };
    let package = match (&path, names::find_last_dot(text)) {
        (Some(_), _) => name.clone(),
        (None, Some(dot)) => names::prefix(vm, text, dot)?,
        (None, None) => crate::core::registry::empty_str(vm),
    };
    let spec = vm.new_namespace()?;
    let details = [
        ("name", name.clone()),
        ("loader", Value::none()),
        ("origin", origin),
        ("submodule_search_locations", path.clone().unwrap_or_else(Value::none)),
        ("loader_state", Value::none()),
        ("cached", Value::none()),
        ("parent", package.clone()),
        ("has_location", Value::bool(true)),
    ];
    for (key, value) in details {
        let key = vm.intern(key)?;
        vm.dict_set_str(&spec.dict, &key, value)?;
    }
    let names = vm.names();
    vm.dict_set_str(&module.dict, &names.__spec__, spec.into_value())?;
    vm.dict_set_str(&module.dict, &names.__package__, package)?;
    if let Some(path) = path {
        vm.dict_set_str(&module.dict, &names.__path__, path)?;
    }
    Ok(())
}

/// A module of a source file; a package has a folder.
fn load_file(vm: &mut Vm, name: &Value, file: &Value, folder: Option<Value>) -> PyResult {
    let Some(path) = file.downcast::<Str>() else { return Err(vm.no_memory()) };
    let source = match find::read(vm, path)? {
        Ok(source) => source,
        Err(error) => return Err(crate::modules::io::errors::os_error(vm, &error, Some(file))),
    };
    let module = new_module(vm, name)?;
    let search = match folder {
        Some(folder) => Some(vm.new_list_of(&[folder])?.into_value()),
        None => None,
    };
    describe_with(vm, &module, name, file.clone(), search)?;
    vm.dict_set_str(&module.dict, &vm.names().__file__, file.clone())?;
    run_source(vm, name, &module, &source, file)
}

/// A module of the embedded library.
fn library_module(vm: &mut Vm, name: &Value) -> PyResult<Option<Value>> {
    let (Some(library), Some(text)) = (vm.library, name.downcast::<Str>()) else { return Ok(None) };
    let Some(text) = text.as_ascii() else { return Ok(None) };
    let Some(is_package) = library.find(text) else { return Ok(None) };
    let mut builder = crate::types::bytes::BytesBuilder::new(vm);
    builder.push_repeated(0, library.len(text))?;
    if !library.read(text, builder.data_mut()) {
        return Err(vm.raise(Exc::ImportError, format_args!("the embedded module '{text}' is damaged")));
    }
    let source = builder.finish()?;
    let module = new_module(vm, name)?;
    let folder = text.split('.').next_back().unwrap_or_default();
    let file = if is_package {
        vm.new_str_fmt(format_args!("<library>/{}/__init__.py", Slashes(text)))?
    } else {
        let _ = folder;
        vm.new_str_fmt(format_args!("<library>/{}.py", Slashes(text)))?
    };
    let search = match is_package {
        true => Some(vm.new_list()?.into_value()),
        false => None,
    };
    describe_with(vm, &module, name, file.clone(), search)?;
    vm.dict_set_str(&module.dict, &vm.names().__file__, file.clone())?;
    run_source(vm, name, &module, &source, &file).map(Some)
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

fn namespace(vm: &mut Vm, name: &Value, folders: Value) -> PyResult {
    let module = new_module(vm, name)?;
    describe_with(vm, &module, name, Value::none(), Some(folders))?;
    register(vm, name, module.as_value())?;
    Ok(module.into_value())
}

fn new_module(vm: &mut Vm, name: &Value) -> PyResult<Obj<Module>> {
    let module = vm.new_module("", None)?;
    let name = vm.intern_value(name.clone())?;
    vm.dict_set_str(&module.dict, &vm.names().__name__, name)?;
    Ok(module)
}

/// Compiles and runs a module's source; on an error the module is taken out of `sys.modules` again.
fn run_source(vm: &mut Vm, name: &Value, module: &Obj<Module>, source: &Value, file: &Value) -> PyResult {
    register(vm, name, module.as_value())?;
    let result = compile_and_run(vm, module, source, file);
    set_initializing(vm, module, false);
    if let Err(raised) = result {
        let error = vm.take_raised(raised);
        if let Some(modules) = vm.modules.clone()
            && let Err(raised) = vm.dict_remove(&modules, name)
        {
            drop(vm.take_raised(raised));
        }
        return Err(vm.reraise(error));
    }
    // The module may have put something else in its place.
    match module_of(vm, name)? {
        Some(module) => Ok(module),
        None => {
            let Some(text) = name.downcast::<Str>() else { return Err(vm.no_memory()) };
            let message = vm.new_str_fmt(format_args!("module '{text}' not in sys.modules"))?;
            Err(vm.raise_with(Exc::ImportError, message))
        }
    }
}

fn compile_and_run(vm: &mut Vm, module: &Obj<Module>, source: &Value, file: &Value) -> PyResult<()> {
    let code = compile_bytes(vm, source, file)?;
    set_initializing(vm, module, true);
    add_builtins(vm, module)?;
    vm.run_code(code.as_value(), &module.dict, None)?;
    Ok(())
}

/// Compiles a bytes object that holds a file.
///
/// # Errors
/// SyntaxError, or `MemoryError`.
pub fn compile_bytes(vm: &mut Vm, source: &Value, file: &Value) -> PyResult<Obj<CodeObject>> {
    let (Some(bytes), Some(file)) = (source.downcast::<Bytes>(), file.downcast::<Str>()) else {
        return Err(vm.no_memory());
    };
    let options = Options { optimize: vm.options.optimize, ..Options::default() };
    let mut name = Buffer::new(vm);
    name.push_chars(file.chars())?;
    compile_source(vm, Input::Bytes(bytes.as_slice()), name.as_str(), options)
}

/// `__builtins__`, which every namespace that code runs in gets.
///
/// # Errors
/// `MemoryError`.
pub fn add_builtins(vm: &mut Vm, module: &Obj<Module>) -> PyResult<()> {
    let Some(builtins) = vm.builtins.clone() else { return Ok(()) };
    vm.dict_set_str(&module.dict, &vm.names().__builtins__, builtins.into_value())
}

fn set_initializing(vm: &mut Vm, module: &Obj<Module>, flag: bool) {
    let set = (|| {
        let Some(spec) = module.dict.get_str(vm, &vm.names().__spec__) else { return Ok(()) };
        let name = vm.intern("_initializing")?;
        vm.set_attr(&spec, &name, Value::bool(flag))
    })();
    if let Err(raised) = set {
        drop(vm.take_raised(raised));
    }
}
