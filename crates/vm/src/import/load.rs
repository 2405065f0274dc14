//! Making modules: from what was found, with the attributes that modules have, into `sys.modules`.

use pitviper_object::{Obj, Value};

use super::find::{self, Found};
use super::spec::Facts;
use super::{finders, kind, paths};
use crate::core::error::{Exc, PyResult};
use crate::core::module::ModuleSpec;
use crate::core::vm::Vm;
use crate::modules::io::scratch::{Scratch, encode_lossy};
use crate::types::dict::Dict;
use crate::types::module::Module;
use crate::types::str::Str;
use crate::types::typ::Type;

/// Finds and makes the module `full`; nothing when there is none.
///
/// # Errors
/// What the module raises, SyntaxError, OSError.
pub fn load(vm: &mut Vm, full: &Value, path: Option<&Value>) -> PyResult<Option<Value>> {
    let key = vm.intern("meta_path")?;
    let Some(finders) = vm.sys.as_ref().and_then(|sys| sys.get_str(vm, &key)) else { return Ok(None) };
    let finders = vm.list_from(&finders)?;
    let mut index = 0;
    while let Some(finder) = finders.get(index) {
        index += 1;
        if let Some(module) = from_finder(vm, &finder, full, path)? {
            return Ok(Some(module));
        }
    }
    Ok(None)
}

/// What one finder of `sys.meta_path` gives; native code stands in for the three it starts with.
fn from_finder(vm: &mut Vm, finder: &Value, full: &Value, path: Option<&Value>) -> PyResult<Option<Value>> {
    let Some(text) = full.downcast::<Str>() else { return Ok(None) };
    match finder.exact::<Type>().map(|class| class.kind) {
        Some(kind::BUILTIN_IMPORTER) => match find::native_of(vm, text) {
            Some(spec) if path.is_none() => native(vm, full, spec).map(Some),
            _ => Ok(None),
        },
        Some(kind::PATH_FINDER) if finders::hooks_are_ours(vm)? => from_path(vm, full, path),
        Some(kind::LIBRARY_FINDER) => match path {
            Some(path) if !find::has_library(vm, path)? => Ok(None),
            _ => super::library::load(vm, full),
        },
        _ => {
            let method = vm.intern("find_spec")?;
            let path = path.cloned().unwrap_or_else(Value::none);
            let spec = vm.call_method(finder, &method, &[full.clone(), path, Value::none()])?;
            if spec.is_none() { Ok(None) } else { from_spec_object(vm, full, &spec).map(Some) }
        }
    }
}

fn from_path(vm: &mut Vm, full: &Value, path: Option<&Value>) -> PyResult<Option<Value>> {
    let Some(text) = full.downcast::<Str>() else { return Ok(None) };
    match find::find_file(vm, text, path)? {
        None | Some(Found::Native(_)) => Ok(None),
        Some(Found::Source { file, folder }) => source(vm, full, &file, folder.as_ref()).map(Some),
        Some(Found::Namespace(folders)) => {
            if path.is_none()
                && let Some(module) = super::library::load(vm, full)?
            {
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
    let module = made_native(vm, full, spec)?;
    register(vm, full, module.clone())?;
    Ok(module)
}

fn made_native(vm: &mut Vm, full: &Value, spec: &'static ModuleSpec) -> PyResult {
    let module = crate::types::module::from_spec(vm, spec)?;
    let origin = vm.intern("built-in")?;
    describe(vm, &module, full, &origin, None, false)?;
    Ok(module.into_value())
}

/// The native module of a name: the one there is, or a new one; nothing when there is none of that name.
///
/// # Errors
/// What making it raises.
pub fn create_native(vm: &mut Vm, full: &Value) -> PyResult<Option<Value>> {
    if let Some(module) = super::existing(vm, full)? {
        return Ok(Some(module));
    }
    let Some(text) = full.downcast::<Str>() else { return Ok(None) };
    match find::native_of(vm, text) {
        Some(spec) => made_native(vm, full, spec).map(Some),
        None => Ok(None),
    }
}

/// Sets `__spec__`, `__package__` and, of packages, `__path__`. `__loader__` is left to be made when it is asked for.
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
    let parent = if folders.is_some() { name.clone() } else { super::front_of(vm, name)? };
    let native = !has_location && folders.is_none();
    let loader = native.then(|| vm.type_of_kind(kind::BUILTIN_IMPORTER).to_value());
    let facts = Facts { name, loader: loader.clone(), origin, folders: folders.clone(), has_location };
    let spec = super::spec::create(vm, facts)?;
    let dict = module.dict.clone();
    vm.dict_set_str(&dict, &names.__package__, parent)?;
    vm.dict_set_str(&dict, &names.__spec__, spec.into_value())?;
    match loader {
        Some(loader) => vm.dict_set_str(&dict, &names.__loader__, loader)?,
        None => drop(vm.dict_remove(&dict, &names.__loader__)?),
    }
    if let Some(folders) = folders {
        vm.dict_set_str(&dict, &names.__path__, folders)?;
    }
    if has_location {
        vm.dict_set_str(&dict, &names.__file__, origin.clone())?;
        let cached = super::cache::cached_name(vm, origin)?.unwrap_or_else(Value::none);
        vm.dict_set_str(&dict, &vm.names().__cached__, cached)?;
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
    finish_module(vm, &made, |vm, module| run_file(vm, module, full, file, &filename))
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
            forget(vm, full);
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

/// Runs a file's code in a module.
fn run_file(vm: &mut Vm, module: &Obj<Module>, full: &Value, file: &[u8], filename: &Value) -> PyResult<()> {
    let code = super::cache::code_of_file(vm, file, filename, full)?;
    vm.run_code(code.as_value(), &module.dict, None).map(drop)
}

/// An attribute of a spec, unless it is `None`.
fn of_spec(vm: &mut Vm, spec: &Value, name: &str) -> PyResult<Option<Value>> {
    let name = vm.intern(name)?;
    Ok(vm.get_attr_opt(spec, &name)?.filter(|value| !value.is_none()))
}

/// Makes the module that a finder's spec describes.
fn from_spec_object(vm: &mut Vm, full: &Value, spec: &Value) -> PyResult {
    let names = vm.names();
    let loader = of_spec(vm, spec, "loader")?;
    let folders = of_spec(vm, spec, "submodule_search_locations")?;
    let (create, exec) = (vm.intern("create_module")?, vm.intern("exec_module")?);
    let (mut made, mut executes) = (Value::none(), false);
    if let Some(loader) = &loader {
        executes = vm.get_attr_opt(loader, &exec)?.is_some();
        match vm.get_attr_opt(loader, &create)? {
            Some(create) => made = vm.call(&create, std::slice::from_ref(spec))?,
            None if executes => {
                let message = format_args!("loaders that define exec_module() must also define create_module()");
                return Err(vm.raise(Exc::ImportError, message));
            }
            None => return loaded_by(vm, full, loader),
        }
    } else if folders.is_none() {
        let raised = vm.raise(Exc::ImportError, format_args!("missing loader"));
        return Err(super::annotate(vm, raised, Some(full), None));
    }
    if made.is_none() {
        let Some(text) = full.downcast::<Str>() else { return Ok(made) };
        let module = new_module(vm, text)?;
        add_builtins(vm, &module.dict)?;
        made = module.into_value();
    }
    let parent = of_spec(vm, spec, "parent")?.map_or_else(|| vm.new_str(""), Ok)?;
    vm.set_attr(&made, &names.__package__, parent)?;
    vm.set_attr(&made, &names.__loader__, loader.clone().unwrap_or_else(Value::none))?;
    vm.set_attr(&made, &names.__spec__, spec.clone())?;
    if let Some(folders) = folders {
        vm.set_attr(&made, &names.__path__, folders)?;
    }
    if of_spec(vm, spec, "has_location")?.is_some_and(|flag| flag.is_true())
        && let Some(origin) = of_spec(vm, spec, "origin")?
    {
        vm.set_attr(&made, &names.__file__, origin)?;
        let cached = of_spec(vm, spec, "cached")?.unwrap_or_else(Value::none);
        vm.set_attr(&made, &names.__cached__, cached)?;
    }
    register(vm, full, made.clone())?;
    let Some(loader) = loader.filter(|_| executes) else { return Ok(made) };
    let flag = vm.intern("_initializing")?;
    vm.set_attr(spec, &flag, Value::bool(true))?;
    let done = vm.call_method(&loader, &exec, std::slice::from_ref(&made));
    let failed = done.err().map(|raised| vm.take_raised(raised));
    if let Err(raised) = vm.set_attr(spec, &flag, Value::bool(false)) {
        drop(vm.take_raised(raised));
    }
    match failed {
        None => Ok(super::existing(vm, full)?.unwrap_or(made)),
        Some(exception) => {
            forget(vm, full);
            Err(vm.reraise(exception))
        }
    }
}

/// What an old loader's `load_module` makes.
fn loaded_by(vm: &mut Vm, full: &Value, loader: &Value) -> PyResult {
    let load = vm.intern("load_module")?;
    let module = vm.call_method(loader, &load, std::slice::from_ref(full))?;
    Ok(super::existing(vm, full)?.unwrap_or(module))
}

/// Takes a module out of `sys.modules`, if it is there.
fn forget(vm: &mut Vm, full: &Value) {
    if let Some(modules) = vm.modules.clone()
        && let Err(raised) = vm.dict_remove(&modules, full)
    {
        drop(vm.take_raised(raised));
    }
}
