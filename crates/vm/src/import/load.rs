//! Making modules: from what was found, with the attributes that modules have, into `sys.modules`.

use pitviper_compiler::parse::Mode;
use pitviper_compiler::source::Input;
use pitviper_object::{Obj, Value};

use super::compile::{Request, compile_input};
use super::find::{Found, find};
use super::paths;
use crate::core::error::PyResult;
use crate::core::module::ModuleSpec;
use crate::core::vm::Vm;
use crate::modules::builtins::put;
use crate::modules::io::scratch::{Scratch, encode_lossy};
use crate::modules::io::{errors, read_whole_file};
use crate::types::dict::Dict;
use crate::types::module::Module;
use crate::types::str::Str;

/// Finds and makes the module `full`; nothing when there is none.
///
/// # Errors
/// What the module raises, SyntaxError, OSError.
pub fn load(vm: &mut Vm, full: &Value, path: Option<&Value>) -> PyResult<Option<Value>> {
    let Some(text) = full.downcast::<Str>() else { return Ok(None) };
    if let Some(module) = from_meta_path(vm, full, path)? {
        return Ok(Some(module));
    }
    match find(vm, text, path)? {
        None => super::library::load(vm, full),
        Some(Found::Native(spec)) => native(vm, full, spec).map(Some),
        Some(Found::Source { file, folder }) => source(vm, full, &file, folder.as_ref()).map(Some),
        Some(Found::Namespace(folders)) => {
            if let Some(module) = super::library::load(vm, full)? {
                return Ok(Some(module));
            }
            let module = new_module(vm, text)?;
            let none = Value::none();
            describe(vm, &module, full, &none, Some(folders.into_value()), false)?;
            register(vm, full, module.clone().into_value())?;
            Ok(Some(module.into_value()))
        }
    }
}

fn new_module(vm: &mut Vm, name: &Str) -> PyResult<Obj<Module>> {
    let name = encode_lossy(vm, name)?;
    vm.new_module(std::str::from_utf8(&name).unwrap_or_default(), None)
}

fn register(vm: &mut Vm, name: &Value, module: Value) -> PyResult<()> {
    let Some(modules) = vm.modules.clone() else { return Ok(()) };
    vm.dict_set(&modules, name.clone(), module)
}

fn native(vm: &mut Vm, full: &Value, spec: &'static ModuleSpec) -> PyResult {
    let module = crate::types::module::from_spec(vm, spec)?;
    let origin = vm.intern("built-in")?;
    describe(vm, &module, full, &origin, None, false)?;
    register(vm, full, module.clone().into_value())?;
    Ok(module.into_value())
}

/// Sets `__spec__`, `__package__` and, of packages, `__path__`.
///
/// # Errors
/// `MemoryError`.
pub fn describe(
    vm: &mut Vm,
    module: &Obj<Module>,
    name: &Value,
    origin: &Value,
    folders: Option<Value>,
    has_location: bool,
) -> PyResult<()> {
    let names = vm.names();
    let Some(text) = name.downcast::<Str>() else { return Ok(()) };
    let parent = if folders.is_some() {
        name.clone()
    } else {
        let chars = text.chars();
        let dot = (0..chars.len()).rev().find(|at| chars.get(*at) == Some(u32::from(b'.')));
        vm.new_str_chars(chars.slice(0..dot.unwrap_or(0)))?
    };
    let spec = vm.new_namespace()?;
    let search = folders.clone().unwrap_or_else(Value::none);
    for (key, value) in [
        ("name", name.clone()),
        ("loader", Value::none()),
        ("origin", origin.clone()),
        ("submodule_search_locations", search),
        ("cached", Value::none()),
        ("parent", parent.clone()),
        ("has_location", Value::bool(has_location)),
    ] {
        put(vm, &spec.dict, key, value)?;
    }
    let dict = module.dict.clone();
    vm.dict_set_str(&dict, &names.__package__, parent)?;
    vm.dict_set_str(&dict, &names.__spec__, spec.into_value())?;
    if let Some(folders) = folders {
        vm.dict_set_str(&dict, &names.__path__, folders)?;
    }
    if has_location {
        vm.dict_set_str(&dict, &names.__file__, origin.clone())?;
        vm.dict_set_str(&dict, &names.__cached__, Value::none())?;
    }
    Ok(())
}

/// Where a module's code looks for builtins.
///
/// # Errors
/// `MemoryError`.
pub fn add_builtins(vm: &mut Vm, dict: &Obj<Dict>) -> PyResult<()> {
    let Some(builtins) = vm.builtins.clone() else { return Ok(()) };
    vm.dict_set_str(dict, &vm.names().__builtins__, builtins.into_value())
}

/// Marks whether the module's code is running for the first time.
fn set_starting(vm: &mut Vm, module: &Module, starting: bool) -> PyResult<()> {
    let dict = module.dict.clone();
    let Some(spec) = dict.get_str(vm, &vm.names().__spec__).filter(|spec| !spec.is_none()) else { return Ok(()) };
    let name = vm.intern("_initializing")?;
    if starting { vm.set_attr(&spec, &name, Value::bool(true)) } else { vm.del_attr(&spec, &name) }
}

fn source(vm: &mut Vm, full: &Value, file: &[u8], folder: Option<&Scratch>) -> PyResult {
    let filename = paths::decode(vm, file)?;
    let folders = match folder {
        Some(folder) => {
            let folder = paths::decode(vm, folder)?;
            Some(paths::list_of(vm, folder)?)
        }
        None => None,
    };
    let made = Made { full, filename: &filename, folders };
    finish_module(vm, &made, |vm, module| run_file(vm, module, file, &filename))
}

/// A module about to be made.
pub(super) struct Made<'a> {
    /// Its full name.
    pub full: &'a Value,
    /// Where its source is.
    pub filename: &'a Value,
    /// Its `__path__`, when it is a package.
    pub folders: Option<Value>,
}

/// Makes a module, runs its code with `run`, and gives what is in `sys.modules` then. On an error it is taken out again.
pub(super) fn finish_module(
    vm: &mut Vm,
    made: &Made<'_>,
    run: impl FnOnce(&mut Vm, &Obj<Module>) -> PyResult<()>,
) -> PyResult {
    let full = made.full;
    let Some(text) = full.downcast::<Str>() else { return Ok(Value::none()) };
    let module = new_module(vm, text)?;
    describe(vm, &module, full, made.filename, made.folders.clone(), true)?;
    add_builtins(vm, &module.dict)?;
    set_starting(vm, &module, true)?;
    register(vm, full, module.clone().into_value())?;
    match run(vm, &module) {
        Ok(()) => {}
        Err(raised) => {
            let exception = vm.take_raised(raised);
            if let Some(modules) = vm.modules.clone()
                && let Err(raised) = vm.dict_remove(&modules, full)
            {
                drop(vm.take_raised(raised));
            }
            return Err(vm.reraise(exception));
        }
    }
    if let Err(raised) = set_starting(vm, &module, false) {
        drop(vm.take_raised(raised));
    }
    // A module may put something else in its place.
    match super::existing(vm, full)? {
        Some(module) => Ok(module),
        None => Ok(module.into_value()),
    }
}

/// Runs a source file's code in a module.
fn run_file(vm: &mut Vm, module: &Obj<Module>, file: &[u8], filename: &Value) -> PyResult<()> {
    let bytes = match read_whole_file(vm, file)? {
        Ok(bytes) => bytes,
        Err(error) => return Err(errors::os_error(vm, &error, Some(filename))),
    };
    let request = Request {
        filename,
        mode: Mode::Module,
        optimize: vm.options.optimize,
        future_flags: 0,
        top_level_await: false,
        function: "compile",
    };
    let code = compile_input(vm, Input::Bytes(&bytes), &request)?;
    drop(bytes);
    vm.run_code(code.as_value(), &module.dict, None).map(drop)
}

/// Asks the finders that a program has put into `sys.meta_path`.
fn from_meta_path(vm: &mut Vm, full: &Value, path: Option<&Value>) -> PyResult<Option<Value>> {
    let key = vm.intern("meta_path")?;
    let Some(finders) = vm.sys.as_ref().and_then(|sys| sys.get_str(vm, &key)) else { return Ok(None) };
    let finders = vm.list_from(&finders)?;
    let mut index = 0;
    while let Some(finder) = finders.get(index) {
        index += 1;
        let method = vm.intern("find_spec")?;
        let path = path.cloned().unwrap_or_else(Value::none);
        let spec = vm.call_method(&finder, &method, &[full.clone(), path, Value::none()])?;
        if !spec.is_none() {
            return from_spec_object(vm, full, &spec).map(Some);
        }
    }
    Ok(None)
}

/// Makes the module that a finder's spec describes.
fn from_spec_object(vm: &mut Vm, full: &Value, spec: &Value) -> PyResult {
    let [loader_name, create, exec] = ["loader", "create_module", "exec_module"];
    let loader_name = vm.intern(loader_name)?;
    let loader = vm.get_attr(spec, &loader_name)?;
    let create = vm.intern(create)?;
    let made = match vm.get_attr_opt(&loader, &create)? {
        Some(create) => vm.call(&create, std::slice::from_ref(spec))?,
        None => Value::none(),
    };
    let module = if made.is_none() {
        let Some(text) = full.downcast::<Str>() else { return Ok(made) };
        let module = new_module(vm, text)?;
        let names = vm.names();
        for (attribute, key) in [(&names.__package__, "parent"), (&names.__file__, "origin")] {
            let key = vm.intern(key)?;
            if let Some(value) = vm.get_attr_opt(spec, &key)?.filter(|value| !value.is_none()) {
                vm.dict_set_str(&module.dict, attribute, value)?;
            }
        }
        let key = vm.intern("submodule_search_locations")?;
        if let Some(folders) = vm.get_attr_opt(spec, &key)?.filter(|folders| !folders.is_none()) {
            vm.dict_set_str(&module.dict, &names.__path__, folders)?;
        }
        add_builtins(vm, &module.dict)?;
        module.into_value()
    } else {
        made
    };
    let names = vm.names();
    vm.set_attr(&module, &names.__spec__, spec.clone())?;
    vm.set_attr(&module, &names.__loader__, loader.clone())?;
    register(vm, full, module.clone())?;
    let exec = vm.intern(exec)?;
    match vm.call_method(&loader, &exec, std::slice::from_ref(&module)) {
        Ok(_) => Ok(super::existing(vm, full)?.unwrap_or(module)),
        Err(raised) => {
            let exception = vm.take_raised(raised);
            if let Some(modules) = vm.modules.clone()
                && let Err(raised) = vm.dict_remove(&modules, full)
            {
                drop(vm.take_raised(raised));
            }
            Err(vm.reraise(exception))
        }
    }
}
