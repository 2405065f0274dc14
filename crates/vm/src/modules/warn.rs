//! Warnings that native code gives: the library's `warnings` decides what becomes of them. While a program neither
//! has it loaded nor was started with filters, the filters that CPython starts with are known here.

use std::fmt;

use pitviper_compiler::Warning;
use pitviper_object::Value;

use crate::core::error::{Exc, PyResult, Raised};
use crate::core::vm::Vm;
use crate::import::existing;
use crate::types::exception::{new_with_args, set_traceback, traceback_of};
use crate::types::list::List;
use crate::types::str::Str;
use crate::types::traceback::Traceback;
use crate::types::tuple::Tuple;
use crate::types::typ::Type;

impl Vm {
    /// Gives a warning; level 1 blames the running Python function.
    ///
    /// # Errors
    /// The warning, where filters make errors of it.
    pub fn warn(&mut self, category: Exc, level: i64, message: fmt::Arguments<'_>) -> PyResult<()> {
        self.warn_about(category, level, message, None)
    }

    /// The same about an object, whose origin is shown when allocations are traced.
    ///
    /// # Errors
    /// As [`Vm::warn`].
    pub fn warn_about(
        &mut self,
        category: Exc,
        level: i64,
        message: fmt::Arguments<'_>,
        source: Option<&Value>,
    ) -> PyResult<()> {
        if is_ignored(self, category)? {
            return Ok(());
        }
        let message = self.new_str_fmt(message)?;
        let warn = match function(self, "_py_warnings", "warn") {
            Ok(warn) => warn,
            Err(raised) if self.raised_is(&raised, Exc::ImportError) => {
                drop(self.take_raised(raised));
                return plain(self, category, &message);
            }
            Err(raised) => return Err(raised),
        };
        let category = self.exc_type(category).to_value();
        let source = source.cloned().unwrap_or_else(Value::none);
        let warned = self.call(&warn, &[message, category, Value::small(level), source]);
        warned.map(drop).map_err(|raised| without_own_frames(self, raised))
    }
}

/// The exception without the traceback entries of `_py_warnings`: CPython's functions are no Python there.
fn without_own_frames(vm: &mut Vm, raised: Raised) -> Raised {
    let exception = vm.take_raised(raised);
    let mut traceback = traceback_of(&exception);
    while let Some(entry) = traceback.as_ref().and_then(Value::downcast::<Traceback>) {
        let globals = entry.frame().and_then(|frame| frame.globals());
        let module = globals.and_then(|globals| globals.get_str(vm, &vm.names().__name__));
        if module.as_ref().and_then(Value::downcast::<Str>).and_then(Str::as_ascii) != Some("_py_warnings") {
            break;
        }
        traceback = entry.next.get();
    }
    set_traceback(&exception, traceback);
    vm.reraise(exception)
}

/// A function of a module of the library that comes with `warnings`, which is loaded for it.
fn function(vm: &mut Vm, module: &str, name: &str) -> PyResult {
    let warnings = vm.intern("warnings")?;
    // The end of the interpreter has taken it away.
    if existing(vm, &warnings)?.is_some_and(|module| module.is_none()) {
        return Err(vm.raise(Exc::ImportError, format_args!("warnings is gone")));
    }
    crate::import::import_absolute(vm, &warnings)?;
    let module = vm.intern(module)?;
    let module = crate::import::import_absolute(vm, &module)?;
    let name = vm.intern(name)?;
    vm.get_attr(&module, &name)
}

/// The warning on the standard error stream, when `warnings` cannot be had any more, unless the program was started
/// with all warnings off.
fn plain(vm: &mut Vm, category: Exc, message: &Value) -> PyResult<()> {
    let options = vm.intern("warnoptions")?;
    let off = vm.new_str("ignore")?;
    if let Some(options) = vm.sys.as_ref().and_then(|sys| sys.get_str(vm, &options))
        && vm.contains(&options, &off)?
    {
        return Ok(());
    }
    let Some(message) = message.downcast::<Str>() else { return Ok(()) };
    let kind = vm.exc_type(category).to_value();
    let Some(kind) = kind.downcast::<Type>() else { return Ok(()) };
    let line = vm.new_str_fmt(format_args!("<sys>:0: {}: {message}\n", kind.name()))?;
    crate::modules::sys::write_stderr_value(vm, &line);
    Ok(())
}

/// Whether it is plain that nobody hears of the warning: the common case costs no call.
fn is_ignored(vm: &mut Vm, category: Exc) -> PyResult<bool> {
    let name = vm.intern("warnings")?;
    let Some(module) = existing(vm, &name)?.filter(|module| !module.is_none()) else {
        return Ok(!has_options(vm)? && is_ignored_at_start(vm, category)?);
    };
    let filters = vm.intern("filters")?;
    let Some(filters) = vm.get_attr_opt(&module, &filters)? else { return Ok(false) };
    let Some(filters) = filters.exact::<List>() else { return Ok(false) };
    let wanted = vm.exc_type(category).to_value();
    let Some(wanted) = wanted.downcast::<Type>() else { return Ok(false) };
    let mut index = 0;
    while let Some(filter) = filters.get(index) {
        index += 1;
        let Some([action, text, class, module, line]) = filter.exact::<Tuple>().map(Tuple::items) else {
            return Ok(false);
        };
        let Some(class) = class.downcast::<Type>() else { return Ok(false) };
        if !vm.is_subtype(wanted, class) {
            continue;
        }
        let is_general = text.is_none() && module.is_none() && line.as_small() == Some(0);
        let ignores = action.downcast::<Str>().and_then(Str::as_ascii) == Some("ignore");
        return Ok(is_general && ignores);
    }
    Ok(false)
}

/// What the filters that CPython starts with leave out.
fn is_ignored_at_start(vm: &mut Vm, category: Exc) -> PyResult<bool> {
    match category {
        Exc::PendingDeprecationWarning | Exc::ImportWarning | Exc::ResourceWarning => Ok(true),
        Exc::DeprecationWarning => {
            if vm.stack.frame.is_null() {
                return Ok(true);
            }
            let globals = crate::modules::builtins::namespaces::globals(vm)?;
            let module = globals.get_str(vm, &vm.names().__name__);
            Ok(module.as_ref().and_then(Value::downcast::<Str>).and_then(Str::as_ascii) != Some("__main__"))
        }
        _ => Ok(false),
    }
}

/// Whether the program was started with filters.
fn has_options(vm: &mut Vm) -> PyResult<bool> {
    let options = vm.intern("warnoptions")?;
    match vm.sys.as_ref().and_then(|sys| sys.get_str(vm, &options)) {
        Some(options) => vm.truth(&options),
        None => Ok(false),
    }
}

/// Whether the program has something to say about warnings: `warnings` is loaded, or it was started with filters.
fn is_filtered(vm: &mut Vm) -> PyResult<bool> {
    let name = vm.intern("warnings")?;
    Ok(existing(vm, &name)?.is_some_and(|module| !module.is_none()) || has_options(vm)?)
}

/// A coroutine dies without having run.
///
/// # Errors
/// The warning, where filters make errors of it.
pub(crate) fn never_awaited(vm: &mut Vm, coroutine: &Value) -> PyResult<()> {
    match function(vm, "warnings", "_warn_unawaited_coroutine") {
        Ok(warn) => {
            let warned = vm.call(&warn, std::slice::from_ref(coroutine));
            warned.map(drop).map_err(|raised| without_own_frames(vm, raised))
        }
        Err(raised) if vm.raised_is(&raised, Exc::ImportError) || vm.raised_is(&raised, Exc::AttributeError) => {
            drop(vm.take_raised(raised));
            let name = vm.get_attr(coroutine, &vm.names().__qualname__)?;
            match name.downcast::<Str>() {
                Some(name) => vm.warn(Exc::RuntimeWarning, 1, format_args!("coroutine '{name}' was never awaited")),
                None => Ok(()),
            }
        }
        Err(raised) => Err(raised),
    }
}

/// `method` returned an instance of a class derived from `wanted`.
///
/// # Errors
/// As [`Vm::warn`].
#[cold]
pub(crate) fn strict_subclass(vm: &mut Vm, method: fmt::Arguments<'_>, wanted: &str, result: &Value) -> PyResult<()> {
    let kind = vm.type_name(result);
    vm.warn(
        Exc::DeprecationWarning,
        1,
        format_args!(
            "{method} returned non-{wanted} (type {kind}).  The ability to return an instance of a strict subclass of {wanted} is deprecated, and may be removed in a future version of Python."
        ),
    )
}

/// Gives a SyntaxWarning about a file, with the text of the line, to the program's filters; false when there are none
/// but the usual, which show it.
///
/// # Errors
/// SyntaxError where filters make an error of it.
pub(crate) fn about_source(vm: &mut Vm, warning: &Warning, filename: &Value, text: Option<&str>) -> PyResult<bool> {
    if !is_filtered(vm)? {
        return Ok(false);
    }
    let warn = function(vm, "_py_warnings", "warn_explicit")?;
    let message = vm.new_str(&warning.message)?;
    let category = vm.exc_type(Exc::SyntaxWarning).to_value();
    let line = Value::small(i64::from(warning.line));
    match vm.call(&warn, &[message, category, filename.clone(), line]) {
        Ok(_) => Ok(true),
        Err(raised) if vm.raised_is(&raised, Exc::SyntaxWarning) => {
            drop(vm.take_raised(raised));
            let error = syntax_error(vm, warning, filename, text)?;
            Err(vm.raise_value(error))
        }
        Err(raised) => Err(without_own_frames(vm, raised)),
    }
}

/// What a SyntaxWarning turns into where filters make an error of it: it says no more what will be one day.
fn syntax_error(vm: &mut Vm, warning: &Warning, filename: &Value, text: Option<&str>) -> PyResult {
    let future = "Such sequences will not work in the future. ";
    let message = match warning.message.split_once(future) {
        Some((before, after)) => vm.new_str_fmt(format_args!("{before}{after}"))?,
        None => vm.new_str(&warning.message)?,
    };
    let line = Value::small(i64::from(warning.line));
    let place = match warning.end {
        None => vm.new_tuple_from([filename.clone(), line, Value::none(), Value::none()])?,
        Some((end_line, end_column)) => {
            let text = match text {
                Some(text) => vm.new_str(text)?,
                None => Value::none(),
            };
            let [offset, end_line, end_offset] =
                [warning.column + 1, end_line, end_column + 1].map(|number| Value::small(i64::from(number)));
            vm.new_tuple_from([filename.clone(), line, offset, text, end_line, end_offset])?
        }
    };
    new_with_args(vm, Exc::SyntaxError, &[message, place])
}
