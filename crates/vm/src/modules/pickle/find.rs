//! Finding what a dotted name means, and the name of what is found by one.

use pitviper_object::{Obj, Value};

use super::{Named, pickling_error, pickling_error_from};
use crate::core::error::{Exc, PyResult};
use crate::core::vm::Vm;
use crate::import::{existing, import_module_level};
use crate::types::dict::Dict;
use crate::types::str::Str;
use crate::types::str::operators::substring;

const DOT: u32 = b'.' as u32;

/// Whether a name has dots.
pub fn is_dotted(name: &Str) -> bool {
    name.chars().iter().any(|ch| ch == DOT)
}

/// Goes on with each part of a dotted name until there is an answer.
pub fn each_part<T>(
    vm: &mut Vm,
    name: &Str,
    mut go: impl FnMut(&mut Vm, Value) -> PyResult<Option<T>>,
) -> PyResult<Option<T>> {
    let (chars, mut start) = (name.chars(), 0);
    loop {
        let rest = chars.slice(start..chars.len());
        let end = rest.iter().position(|ch| ch == DOT).map_or(chars.len(), |at| start + at);
        vm.work((end - start) as u32 / 64 + 1)?;
        let part = substring(vm, name, start, end)?;
        let part = vm.intern_value(part)?;
        if let Some(answer) = go(vm, part)? {
            return Ok(Some(answer));
        }
        if end == chars.len() {
            return Ok(None);
        }
        start = end + 1;
    }
}

/// What a dotted name means in an object.
pub fn attribute(vm: &mut Vm, object: &Value, name: &Str) -> PyResult {
    let mut found = object.clone();
    each_part(vm, name, |vm, part| {
        found = vm.get_attr(&found, &part)?;
        Ok(None::<()>)
    })?;
    Ok(found)
}

/// The module of a name, imported when need be.
pub fn module(vm: &mut Vm, name: &Value) -> PyResult {
    import_module_level(vm, name, None, &Value::none(), 0)?;
    match existing(vm, name)? {
        Some(module) => Ok(module),
        None => Err(vm.raise_with(Exc::KeyError, name.clone())),
    }
}

/// The name of the module in which `name` means `object`.
pub fn module_name(vm: &mut Vm, object: &Value, name: &Value) -> PyResult {
    let Some(text) = name.downcast::<Str>() else {
        let shown = Named::repr(vm, object)?;
        return Err(pickling_error(vm, format_args!("Can't pickle {shown}: its name is not a string")));
    };
    let module_name = vm.get_attr_opt(object, &vm.names().__module__.clone())?;
    let local =
        each_part(vm, text, |_, part| Ok(part.downcast::<Str>().filter(|part| part.eq_str("<locals>")).map(|_| ())))?;
    if local.is_some() {
        let shown = Named::repr(vm, object)?;
        return Err(pickling_error(vm, format_args!("Can't pickle local object {shown}")));
    }
    match module_name.filter(|name| !name.is_none()) {
        Some(name) => Ok(name),
        None => search(vm, object, text),
    }
}

/// Looks through all modules.
fn search(vm: &mut Vm, object: &Value, name: &Str) -> PyResult {
    let main = vm.names().__main__.clone();
    let Some(modules) = vm.modules.clone() else { return Ok(main) };
    let modules: Obj<Dict> = vm.dict_copy(&modules)?;
    let mut position = 0;
    while let Some((key, module)) = modules.next_entry(&mut position) {
        let skipped = key.downcast::<Str>().is_some_and(|key| key.eq_str("__main__") || key.eq_str("__mp_main__"));
        if skipped || module.is_none() {
            continue;
        }
        match attribute(vm, &module, name) {
            Ok(found) if found.is(object) => return Ok(key),
            Ok(_) => {}
            Err(raised) if vm.raised_is(&raised, Exc::AttributeError) => drop(vm.take_raised(raised)),
            Err(raised) => return Err(raised),
        }
    }
    Ok(main)
}

/// Makes sure that `module_name.name` is `object`.
pub fn check(vm: &mut Vm, object: &Value, module_name: &Value, name: &Str) -> PyResult<()> {
    let module = match module(vm, module_name) {
        Ok(module) => module,
        Err(raised)
            if [Exc::ImportError, Exc::ValueError, Exc::KeyError].iter().any(|class| vm.raised_is(&raised, *class)) =>
        {
            let cause = vm.take_raised(raised);
            let reason = Named(vm.str(&cause)?);
            let shown = Named::repr(vm, object)?;
            return Err(pickling_error_from(vm, cause, format_args!("Can't pickle {shown}: {reason}")));
        }
        Err(raised) => return Err(raised),
    };
    let shown_module = Named(vm.str(module_name)?);
    match attribute(vm, &module, name) {
        Ok(found) if found.is(object) => Ok(()),
        Ok(_) => {
            let shown = Named::repr(vm, object)?;
            let message = format_args!("Can't pickle {shown}: it's not the same object as {shown_module}.{name}");
            Err(pickling_error(vm, message))
        }
        Err(raised) if vm.raised_is(&raised, Exc::AttributeError) => {
            let cause = vm.take_raised(raised);
            let shown = Named::repr(vm, object)?;
            let message = format_args!("Can't pickle {shown}: it's not found as {shown_module}.{name}");
            Err(pickling_error_from(vm, cause, message))
        }
        Err(raised) => Err(raised),
    }
}
