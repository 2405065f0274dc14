//! Warnings that native code gives: the library's `warnings` decides what becomes of them.

use std::fmt;

use pitviper_object::Value;

use crate::core::error::{Exc, PyResult};
use crate::core::vm::Vm;
use crate::types::exception::new_with_args;
use crate::types::str::Str;

/// A function of `warnings`, which is loaded for it.
fn function(vm: &mut Vm, name: &str) -> PyResult {
    let module = vm.intern("warnings")?;
    let module = crate::import::import_absolute(vm, &module)?;
    let name = vm.intern(name)?;
    vm.get_attr(&module, &name)
}

/// `warnings.warn(message, category, level)`; level 1 is the running Python function.
///
/// # Errors
/// The warning, where filters make errors of it.
pub(crate) fn warn(vm: &mut Vm, category: Exc, message: fmt::Arguments<'_>, level: i64) -> PyResult<()> {
    let warn = function(vm, "warn")?;
    let (message, category) = (vm.new_str_fmt(message)?, vm.exc_type(category).to_value());
    vm.call(&warn, &[message, category, Value::small(level)]).map(drop)
}

/// Whether the program has something to say about warnings: `warnings` is loaded, or it was started with filters.
fn is_filtered(vm: &mut Vm) -> PyResult<bool> {
    let name = vm.intern("warnings")?;
    if crate::import::existing(vm, &name)?.is_some_and(|module| !module.is_none()) {
        return Ok(true);
    }
    let options = vm.intern("warnoptions")?;
    match vm.sys.as_ref().and_then(|sys| sys.get_str(vm, &options)) {
        Some(options) => vm.truth(&options),
        None => Ok(false),
    }
}

/// Gives a SyntaxWarning about a line of a file to the program's filters; false when there are none but the usual,
/// which show it.
///
/// # Errors
/// SyntaxError where filters make an error of it.
pub(crate) fn about_source(vm: &mut Vm, message: &str, filename: &Value, line: u32) -> PyResult<bool> {
    if !is_filtered(vm)? {
        return Ok(false);
    }
    let warn = function(vm, "warn_explicit")?;
    let text = vm.new_str(message)?;
    let category = vm.exc_type(Exc::SyntaxWarning).to_value();
    let line = Value::small(i64::from(line));
    match vm.call(&warn, &[text.clone(), category, filename.clone(), line.clone()]) {
        Ok(_) => Ok(true),
        Err(raised) if vm.raised_is(&raised, Exc::SyntaxWarning) => {
            let warning = vm.take_raised(raised);
            let message = vm.str(&warning)?;
            debug_assert!(message.downcast::<Str>().is_some());
            let place = vm.new_tuple_from([filename.clone(), line, Value::none(), Value::none()])?;
            let error = new_with_args(vm, Exc::SyntaxError, &[message, place])?;
            Err(vm.raise_value(error))
        }
        Err(raised) => Err(raised),
    }
}
