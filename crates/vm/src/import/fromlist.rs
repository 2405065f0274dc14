//! `from module import names`: submodules among the names, and the names themselves.

use pitviper_object::Value;

use super::shadow::{Shadow, shadow};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::vm::Vm;
use crate::types::str::Str;

/// Imports the submodules that `fromlist` names, and gives the module.
///
/// # Errors
/// ImportError, TypeError, or what the submodules raise.
pub(super) fn load_parts(vm: &mut Vm, module: Value, fromlist: &Value, asks: bool) -> PyResult {
    if vm.get_attr_opt(&module, &vm.names().__path__)?.is_none() {
        return Ok(module);
    }
    load_named(vm, &module, fromlist, (false, asks))?;
    Ok(module)
}

/// `asks`: for a program, which may not name every module.
fn load_named(vm: &mut Vm, module: &Value, names: &Value, (in_all, asks): (bool, bool)) -> PyResult<()> {
    let iterator = vm.iter(names)?;
    while let Some(name) = vm.next(&iterator)? {
        let Some(text) = name.downcast::<Str>() else {
            let kind = vm.type_name(&name);
            if !in_all {
                return Err(vm.type_error(format_args!("Item in ``from list'' must be str, not {kind}")));
            }
            let package = vm.get_attr(module, &vm.names().__name__)?;
            let package = vm.str(&package)?;
            return Err(match package.downcast::<Str>() {
                Some(package) => vm.type_error(format_args!("Item in {package}.__all__ must be str, not {kind}")),
                None => vm.raise_bare(Exc::TypeError),
            });
        };
        if text.eq_str("*") {
            if !in_all && let Some(all) = vm.get_attr_opt(module, &vm.names().__all__)? {
                load_named(vm, module, &all, (true, asks))?;
            }
        } else if vm.get_attr_opt(module, &name)?.is_none() {
            load_submodule(vm, module, text, asks)?;
        }
    }
    Ok(())
}

/// Imports a submodule, if there is one of this name.
fn load_submodule(vm: &mut Vm, module: &Value, name: &Str, asks: bool) -> PyResult<()> {
    let full = full_name(vm, module, name)?;
    let allowed = if asks { super::check_allowed(vm, &full) } else { Ok(()) };
    match allowed.and_then(|()| super::import_absolute(vm, &full)) {
        Err(raised) if vm.raised_is(&raised, Exc::ModuleNotFoundError) => {
            let exception = vm.take_raised(raised);
            let missing = vm.get_attr_opt(&exception, &vm.names().name)?;
            let own = missing.as_ref().and_then(Value::downcast::<Str>);
            let same = own.zip(full.downcast::<Str>()).is_some_and(|(a, b)| a.same_text(b));
            let halted = super::existing(vm, &full)?.is_some_and(|module| module.is_none());
            if same && !halted { Ok(()) } else { Err(vm.reraise(exception)) }
        }
        result => result.map(drop),
    }
}

/// `module.__name__ + '.' + name`.
fn full_name(vm: &mut Vm, module: &Value, name: &Str) -> PyResult {
    let package = vm.get_attr(module, &vm.names().__name__)?;
    let Some(package) = package.downcast::<Str>() else {
        return Err(vm.type_error(format_args!("__name__ must be a string")));
    };
    let mut full = crate::types::str::StrBuilder::new(vm);
    full.push_str(package)?;
    full.push_text(".")?;
    full.push_str(name)?;
    let full = full.finish()?;
    vm.intern_value(full)
}

/// `from module import name`.
///
/// # Errors
/// ImportError.
pub fn import_from(vm: &mut Vm, module: &Value, name: &Value) -> PyResult {
    if let Some(value) = vm.get_attr_opt(module, name)? {
        return Ok(value);
    }
    // A submodule that is being imported is in `sys.modules` before it is an attribute of its package.
    let package = vm.get_attr_opt(module, &vm.names().__name__)?;
    if let (Some(_), Some(text)) = (package.as_ref().and_then(Value::downcast::<Str>), name.downcast::<Str>()) {
        let full = full_name(vm, module, text)?;
        if let Some(found) = super::existing(vm, &full)?.filter(|found| !found.is_none()) {
            return Ok(found);
        }
    }
    Err(cannot_import(vm, module, name, package))
}

#[cold]
fn cannot_import(vm: &mut Vm, module: &Value, name: &Value, package: Option<Value>) -> Raised {
    match explain(vm, module, name, package) {
        Ok(exception) => vm.raise_value(exception),
        Err(raised) => raised,
    }
}

fn explain(vm: &mut Vm, module: &Value, name: &Value, package: Option<Value>) -> PyResult {
    let names = vm.names();
    let package = package.filter(|package| package.downcast::<Str>().is_some());
    let shown_package = match &package {
        Some(package) => vm.repr(package)?,
        None => vm.new_str("'<unknown module name>'")?,
    };
    let shown_name = vm.repr(name)?;
    let origin = vm.get_attr_opt(module, &names.__file__)?.filter(|origin| origin.downcast::<Str>().is_some());
    let place = match &origin {
        Some(origin) => origin.clone(),
        None => vm.new_str("unknown location")?,
    };
    let (Some(shown_name), Some(shown_package), Some(place)) =
        (shown_name.downcast::<Str>(), shown_package.downcast::<Str>(), place.downcast::<Str>())
    else {
        return crate::types::exception::new_with_args(vm, Exc::ImportError, &[]);
    };
    let shadow = shadow(vm, package.as_ref(), origin.as_ref())?;
    let starting = shadow == Shadow::Standard || is_starting(vm, module)?;
    let message = match shadow {
        Shadow::Standard => vm.new_str_fmt(format_args!(
            "cannot import name {shown_name} from {shown_package} (consider renaming '{place}' since it has the same name as the standard library module named {shown_package} and prevents importing that standard library module)"
        ))?,
        Shadow::Library if starting => vm.new_str_fmt(format_args!(
            "cannot import name {shown_name} from {shown_package} (consider renaming '{place}' if it has the same name as a library you intended to import)"
        ))?,
        Shadow::None if starting => vm.new_str_fmt(format_args!(
            "cannot import name {shown_name} from partially initialized module {shown_package} (most likely due to a circular import) ({place})"
        ))?,
        _ => vm.new_str_fmt(format_args!("cannot import name {shown_name} from {shown_package} ({place})"))?,
    };
    let exception = crate::types::exception::new_with_args(vm, Exc::ImportError, &[message])?;
    if let Some(package) = package {
        vm.set_attr(&exception, &names.name, package)?;
    }
    if let Some(origin) = origin {
        vm.set_attr(&exception, &names.path, origin)?;
    }
    vm.set_attr(&exception, &names.name_from, name.clone())?;
    Ok(exception)
}

/// Whether a module's code is still running for the first time.
fn is_starting(vm: &mut Vm, module: &Value) -> PyResult<bool> {
    let Some(spec) = vm.get_attr_opt(module, &vm.names().__spec__)?.filter(|spec| !spec.is_none()) else {
        return Ok(false);
    };
    let name = vm.intern("_initializing")?;
    match vm.get_attr_opt(&spec, &name)? {
        Some(value) => vm.truth(&value),
        None => Ok(false),
    }
}
