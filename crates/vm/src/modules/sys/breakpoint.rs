//! `sys.breakpointhook`: what `breakpoint()` calls, by the variable PYTHONBREAKPOINT.

use pitviper_object::Value;

use crate::core::error::{Exc, PyResult};
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::str::Str;

pub(super) static FUNCTIONS: &[Method] = &[Method::keywords("breakpointhook", breakpointhook).doc(
    "breakpointhook($module, /, *args, **kwargs)\n--\n\nCall what PYTHONBREAKPOINT names, pdb.set_trace by default.",
)];

/// Whether the program was started with `-E`.
pub(super) fn ignores_environment(vm: &mut Vm) -> PyResult<bool> {
    let (flags, name) = (vm.intern("flags")?, vm.intern("ignore_environment")?);
    let Some(flags) = vm.sys.clone().and_then(|sys| sys.get_str(vm, &flags)) else { return Ok(false) };
    match vm.get_attr_opt(&flags, &name)? {
        Some(ignores) => vm.truth(&ignores),
        None => Ok(false),
    }
}

/// The variable, as `os.environ` has it.
fn variable(vm: &mut Vm) -> PyResult<Option<Value>> {
    if ignores_environment(vm)? {
        return Ok(None);
    }
    let os = vm.intern("os")?;
    let os = crate::import::import_absolute(vm, &os)?;
    let name = vm.intern("getenv")?;
    let Some(getenv) = vm.get_attr_opt(&os, &name)? else { return Ok(None) };
    let name = vm.intern("PYTHONBREAKPOINT")?;
    let value = vm.call(&getenv, &[name])?;
    Ok(Some(value).filter(|value| value.downcast::<Str>().is_some_and(|text| text.as_ascii() != Some(""))))
}

/// What a dotted name means; nothing if it cannot be imported.
fn find(vm: &mut Vm, dotted: &Str) -> PyResult<Option<Value>> {
    let Some(dotted) = dotted.as_ascii() else { return Ok(None) };
    let (module, name) = dotted.rsplit_once('.').unwrap_or(("builtins", dotted));
    if module.is_empty() || name.is_empty() {
        return Ok(None);
    }
    let (module, name) = (vm.intern(module)?, vm.intern(name)?);
    match crate::import::import_absolute(vm, &module) {
        Ok(_) => {}
        Err(raised) if vm.raised_is(&raised, Exc::ImportError) => {
            drop(vm.take_raised(raised));
            return Ok(None);
        }
        Err(raised) => return Err(raised),
    }
    let Some(module) = crate::import::existing(vm, &module)? else { return Ok(None) };
    vm.get_attr_opt(&module, &name)
}

fn breakpointhook(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let dotted = match variable(vm)? {
        Some(dotted) => dotted,
        None => vm.new_str("pdb.set_trace")?,
    };
    let Some(text) = dotted.downcast::<Str>() else { return Ok(Value::none()) };
    if text.as_ascii() == Some("0") {
        return Ok(Value::none());
    }
    match find(vm, text)? {
        Some(hook) => vm.call_args(&hook, args),
        None => {
            let message = format_args!("Ignoring unimportable $PYTHONBREAKPOINT: \"{text}\"");
            vm.warn(Exc::RuntimeWarning, 1, message)?;
            Ok(Value::none())
        }
    }
}
