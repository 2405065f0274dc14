//! `OSError`: the number decides the class, two or more arguments become attributes.

use pitviper_object::Value;

use super::base::{args_of, args_text, other_attributes, reduced};
use super::create::{init_method, str_method};
use super::{fields, view};
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Method};
use crate::core::vm::Vm;
use crate::types::str::{Str, StrBuilder};
use crate::types::typ::Type;

/// The class for an error number (Linux).
#[must_use]
pub fn class_of_errno(errno: i64) -> Option<Exc> {
    Some(match errno {
        1 | 13 => Exc::PermissionError,
        2 => Exc::FileNotFoundError,
        3 => Exc::ProcessLookupError,
        4 => Exc::InterruptedError,
        10 => Exc::ChildProcessError,
        11 | 114 | 115 => Exc::BlockingIOError,
        17 => Exc::FileExistsError,
        20 => Exc::NotADirectoryError,
        21 => Exc::IsADirectoryError,
        32 | 108 => Exc::BrokenPipeError,
        103 => Exc::ConnectionAbortedError,
        104 => Exc::ConnectionResetError,
        110 => Exc::TimeoutError,
        111 => Exc::ConnectionRefusedError,
        _ => return None,
    })
}

/// Whether `__init__` is to do the work: a subclass overrides it but not `__new__`.
fn init_does_it(vm: &mut Vm, class: &Type) -> bool {
    let base = vm.exc_type(Exc::OSError);
    if std::ptr::eq(class, base) || !class.has(Type::HEAP) {
        return false;
    }
    let names = vm.names();
    let differs = |vm: &mut Vm, name: &Value| match (vm.lookup(class, name), vm.lookup(base, name)) {
        (Some(own), Some(inherited)) => !own.is(&inherited),
        (own, inherited) => own.is_some() != inherited.is_some(),
    };
    differs(vm, &names.__init__) && !differs(vm, &names.__new__)
}

/// `OSError.__new__`.
pub fn make(vm: &mut Vm, class: &Type, args: Args<'_>) -> PyResult {
    if init_does_it(vm, class) {
        let empty = crate::core::registry::empty_tuple(vm);
        return super::allocate(vm, class, empty);
    }
    if args.keyword_count() > 0 {
        let name = class.name();
        return Err(vm.type_error(format_args!("{name}() takes no keyword arguments")));
    }
    let mut class = class;
    if std::ptr::eq(class, vm.exc_type(Exc::OSError))
        && (2..=5).contains(&args.values.len())
        && let Some(exc) = args.values[0].as_small().and_then(class_of_errno)
    {
        class = vm.exc_type(exc);
    }
    let empty = crate::core::registry::empty_tuple(vm);
    let exception = super::allocate(vm, class, empty)?;
    fill(vm, &exception, args.values)?;
    Ok(exception)
}

/// `OSError.__init__`.
pub fn init(vm: &mut Vm, exception: &Value, args: Args<'_>) -> PyResult<()> {
    let class = vm.type_of(exception);
    if !init_does_it(vm, class) {
        return Ok(());
    }
    if args.keyword_count() > 0 {
        let name = class.name();
        return Err(vm.type_error(format_args!("{name}() takes no keyword arguments")));
    }
    fill(vm, exception, args.values)
}

/// Sets attributes and `args` from `(errno, strerror[, filename[, winerror[, filename2]]])`.
fn fill(vm: &mut Vm, exception: &Value, args: &[Value]) -> PyResult<()> {
    let mut kept = args;
    if (2..=5).contains(&args.len()) {
        let given = |index: usize| args.get(index).filter(|value| !value.is_none());
        if let Some(filename) = given(2) {
            let blocking = std::ptr::eq(vm.type_of(exception), vm.exc_type(Exc::BlockingIOError));
            if blocking && (filename.as_small().is_some() || matches!(filename.kind(), kinds::INT | kinds::BOOL)) {
                let written = vm.to_index(filename)?;
                fields::set(vm, exception, fields::WRITTEN, Some(written));
            } else {
                fields::set(vm, exception, fields::FILENAME, Some(filename.clone()));
                fields::set(vm, exception, fields::FILENAME2, given(4).cloned());
                kept = &args[..2];
            }
        }
        fields::set(vm, exception, fields::ERRNO, Some(args[0].clone()));
        fields::set(vm, exception, fields::STRERROR, Some(args[1].clone()));
    }
    let kept = vm.new_tuple(kept)?;
    if let Some(object) = view(exception) {
        object.args.set(Some(kept));
    }
    Ok(())
}

/// `OSError.__str__`.
pub fn text(vm: &mut Vm, exception: &Value) -> PyResult {
    let errno = fields::get(vm, exception, fields::ERRNO);
    let strerror = fields::get(vm, exception, fields::STRERROR);
    let filename = fields::get(vm, exception, fields::FILENAME);
    if filename.is_none() && (errno.is_none() || strerror.is_none()) {
        return args_text(vm, exception);
    }
    let errno = vm.str(&errno.unwrap_or_else(Value::none))?;
    let strerror = vm.str(&strerror.unwrap_or_else(Value::none))?;
    let filename = filename.map(|name| vm.repr(&name)).transpose()?;
    let filename2 = match fields::get(vm, exception, fields::FILENAME2) {
        Some(name) => Some(vm.repr(&name)?),
        None => None,
    };
    let mut builder = StrBuilder::new(vm);
    let mut push = |before: &str, part: &Value| -> PyResult<()> {
        builder.push_text(before)?;
        part.downcast::<Str>().map_or(Ok(()), |text| builder.push_str(text))
    };
    push("[Errno ", &errno)?;
    push("] ", &strerror)?;
    if let Some(filename) = &filename {
        push(": ", filename)?;
        if let Some(filename2) = &filename2 {
            push(" -> ", filename2)?;
        }
    }
    builder.finish()
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let exception = &args.values[0];
    let state = other_attributes(vm, exception)?;
    let own = args_of(vm, exception);
    let full = match (own.items(), fields::get(vm, exception, fields::FILENAME)) {
        ([errno, strerror], Some(filename)) => {
            let (errno, strerror) = (errno.clone(), strerror.clone());
            match fields::get(vm, exception, fields::FILENAME2) {
                Some(second) => vm.new_tuple_from([errno, strerror, filename, Value::none(), second])?,
                None => vm.new_tuple_from([errno, strerror, filename])?,
            }
        }
        _ => own.into_value(),
    };
    reduced(vm, exception, full, state)
}

fn get_written(vm: &mut Vm, exception: &Value) -> PyResult {
    match fields::get(vm, exception, fields::WRITTEN) {
        Some(written) => Ok(written),
        None => Err(vm.raise(Exc::AttributeError, format_args!("characters_written"))),
    }
}

fn set_written(vm: &mut Vm, exception: &Value, value: Option<Value>) -> PyResult<()> {
    match value {
        Some(value) => {
            let written = vm.to_index(&value)?;
            fields::set(vm, exception, fields::WRITTEN, Some(written));
        }
        None => {
            get_written(vm, exception)?;
            fields::set(vm, exception, fields::WRITTEN, None);
        }
    }
    Ok(())
}

/// Methods of `OSError`.
pub const METHODS: &[Method] = &[init_method!(Os), str_method!(Os), Method::new("__reduce__", reduce, 0, 0)];

/// Attributes of `OSError` that are not plain fields.
pub const GETSET: &[GetSet] = &[GetSet { name: "characters_written", get: get_written, set: Some(set_written) }];
