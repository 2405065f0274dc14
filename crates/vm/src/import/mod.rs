//! The import system: `sys.modules`, native modules, source files and packages on `sys.path`, and the embedded library.
//!
//! It is native code: what a program can replace is `builtins.__import__`, `sys.modules` and `sys.path`. Import hooks
//! (`sys.meta_path`, `sys.path_hooks`) are not consulted.

pub mod find;
pub mod from;
pub mod load;
pub mod main;
pub mod names;

use pitviper_object::{Obj, Value};

use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::eval::stack::Frame;
use crate::types::dict::Dict;
use crate::types::str::Str;

pub use from::{import_from, import_star};

/// Source of modules that is neither native nor a file.
pub trait Library: Sync {
    /// Whether there is a module of that dotted name, and whether it is a package.
    fn find(&self, name: &str) -> Option<bool>;

    /// Bytes of its source.
    fn len(&self, name: &str) -> usize;

    /// Writes its source into `out`, which has that many bytes; false when that fails.
    fn read(&self, name: &str, out: &mut [u8]) -> bool;
}

/// `import name`: what the instruction binds.
///
/// # Safety
/// `frame` is live.
///
/// # Errors
/// ImportError, or what the module's code raises.
pub unsafe fn import_name(vm: &mut Vm, frame: *mut Frame, name: &Value, level: &Value, fromlist: &Value) -> PyResult {
    // SAFETY: the frame is live, and its namespaces are kept alive by it.
    let (globals, builtins, locals) =
        unsafe { (Obj::from_ref(&*(*frame).globals), Obj::from_ref(&*(*frame).builtins), (*frame).locals.clone()) };
    match builtins.get_str(vm, &vm.names().__import__) {
        None => Err(vm.raise(Exc::ImportError, format_args!("__import__ not found"))),
        Some(function) if function.kind() == kinds::BUILTIN_FUNCTION => {
            import(vm, name, Some(&globals), fromlist, level)
        }
        Some(function) => {
            let locals = locals.unwrap_or_else(Value::none);
            let globals = globals.into_value();
            vm.call(&function, &[name.clone(), globals, locals, fromlist.clone(), level.clone()])
        }
    }
}

/// `__import__(name, globals, locals, fromlist, level)`.
///
/// # Errors
/// ImportError, or what the module's code raises.
pub fn import(vm: &mut Vm, name: &Value, globals: Option<&Obj<Dict>>, fromlist: &Value, level: &Value) -> PyResult {
    let Some(text) = name.downcast::<Str>() else {
        return Err(vm.type_error(format_args!("module name must be a string")));
    };
    let level = vm.index_isize(level)?;
    if level < 0 {
        return Err(vm.value_error(format_args!("level must be >= 0")));
    }
    let absolute = if level > 0 {
        names::resolve(vm, text, globals, level as usize)?
    } else {
        if text.is_empty() {
            return Err(vm.value_error(format_args!("Empty module name")));
        }
        name.clone()
    };
    let module = import_dotted(vm, &absolute)?;
    if vm.truth(fromlist)? {
        import_submodules(vm, &module, fromlist, false)?;
        return Ok(module);
    }
    let Some(full) = absolute.downcast::<Str>() else { return Ok(module) };
    let Some(dot) = names::find_dot(text) else { return Ok(module) };
    // `import a.b.c` binds `a`; a relative name counts its dots from the end.
    let keep = if level == 0 { dot } else { full.len() - (text.len() - dot) };
    let top = names::prefix(vm, full, keep)?;
    match module_of(vm, &top)? {
        Some(module) => Ok(module),
        None => import_dotted(vm, &top),
    }
}

/// The module in `sys.modules`.
pub(crate) fn module_of(vm: &mut Vm, name: &Value) -> PyResult<Option<Value>> {
    match vm.modules.clone() {
        Some(modules) => vm.dict_get(&modules, name),
        None => Err(vm.raise(Exc::RuntimeError, format_args!("unable to get sys.modules"))),
    }
}

/// The module of an absolute dotted name, imported with its parents when it is not there yet.
///
/// # Errors
/// ModuleNotFoundError, or what the module's code raises.
pub fn import_dotted(vm: &mut Vm, name: &Value) -> PyResult {
    vm.check_native_stack()?;
    if let Some(module) = module_of(vm, name)? {
        if module.is_none() {
            let Some(text) = name.downcast::<Str>() else { return Ok(module) };
            let message = vm.new_str_fmt(format_args!("import of {text} halted; None in sys.modules"))?;
            return Err(not_found(vm, message, name));
        }
        return Ok(module);
    }
    let Some(text) = name.downcast::<Str>() else {
        return Err(vm.type_error(format_args!("module name must be a string")));
    };
    let Some(dot) = names::find_last_dot(text) else { return load::load(vm, name, None) };
    let parent_name = names::prefix(vm, text, dot)?;
    let parent = import_dotted(vm, &parent_name)?;
    // Importing the parent may have imported the module.
    if let Some(module) = module_of(vm, name)?
        && !module.is_none()
    {
        return Ok(module);
    }
    let Some(path) = vm.get_attr_opt(&parent, &vm.names().__path__)? else {
        let Some(parent) = parent_name.downcast::<Str>() else { return Err(vm.no_memory()) };
        let message = vm.new_str_fmt(format_args!("No module named '{text}'; '{parent}' is not a package"))?;
        return Err(not_found(vm, message, name));
    };
    let module = load::load(vm, name, Some(&path))?;
    let last = names::suffix(vm, text, dot + 1)?;
    let last = vm.intern_value(last)?;
    match vm.set_attr(&parent, &last, module.clone()) {
        Err(raised) if vm.raised_is(&raised, Exc::AttributeError) => drop(vm.take_raised(raised)),
        result => result?,
    }
    Ok(module)
}

/// Imports what `from package import …` names and the package does not have yet.
fn import_submodules(vm: &mut Vm, module: &Value, fromlist: &Value, from_all: bool) -> PyResult<()> {
    if vm.get_attr_opt(module, &vm.names().__path__)?.is_none() {
        return Ok(());
    }
    let wanted = vm.tuple_from(fromlist)?;
    let Some(wanted) = wanted.downcast::<crate::types::tuple::Tuple>() else { return Ok(()) };
    for item in wanted.items() {
        let Some(text) = item.downcast::<Str>() else {
            let kind = vm.type_name(item);
            let place = if from_all { "Item in __all__" } else { "Item in ``from list''" };
            return Err(vm.type_error(format_args!("{place} must be str, not {kind}")));
        };
        if text.eq_str("*") {
            if !from_all
                && let Some(all) = vm.get_attr_opt(module, &vm.names().__all__)?
            {
                import_submodules(vm, module, &all, true)?;
            }
            continue;
        }
        if vm.get_attr_opt(module, item)?.is_some() {
            continue;
        }
        let package = vm.get_attr(module, &vm.names().__name__)?;
        let Some(package) = package.downcast::<Str>() else { continue };
        let full = vm.new_str_fmt(format_args!("{package}.{text}"))?;
        match import_dotted(vm, &full) {
            Ok(_) => {}
            Err(raised) if vm.raised_is(&raised, Exc::ModuleNotFoundError) => {
                // Not there: `from` says so. Something missing inside it is its own error.
                let error = vm.take_raised(raised);
                let missing = vm.get_attr_opt(&error, &vm.names().name)?;
                if !missing.is_some_and(|name| vm.eq(&name, &full).unwrap_or(false)) {
                    return Err(vm.reraise(error));
                }
            }
            Err(raised) => return Err(raised),
        }
    }
    Ok(())
}

/// ModuleNotFoundError with `name` set.
pub(crate) fn not_found(vm: &mut Vm, message: Value, name: &Value) -> Raised {
    let raised = vm.raise_with(Exc::ModuleNotFoundError, message);
    with_details(vm, raised, &[("name", name)])
}

/// Sets attributes of an exception in flight.
pub(crate) fn with_details(vm: &mut Vm, raised: Raised, details: &[(&str, &Value)]) -> Raised {
    if vm.raised.is_none() {
        return raised;
    }
    let exception = vm.take_raised(raised);
    for (name, value) in details {
        let set = vm.intern(name).and_then(|name| vm.set_attr(&exception, &name, (*value).clone()));
        if let Err(raised) = set {
            drop(vm.take_raised(raised));
        }
    }
    vm.reraise(exception)
}
