//! `float(x)`, and floats out of any real number.

use pitviper_number::float as kernel;
use pitviper_object::Value;

use super::{instance_of, value_of};
use crate::core::error::{PyResult, Raised};
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::iterators::{arity, reject_keywords, split_arguments};
use crate::types::str::Str;
use crate::types::typ::Type;
use crate::types::{bytes, int};

/// `Slots::new` of `float`.
pub(super) fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    reject_keywords(vm, "float", args)?;
    let (positional, ..) = split_arguments(args);
    arity(vm, "float", positional.len(), 0, 1)?;
    let subclass = args.values.first().and_then(Value::downcast::<Type>).filter(|class| class.root.get() != 0);
    let value = match positional.first() {
        None => 0.0,
        Some(x) if subclass.is_none() && super::exact_value(x).is_some() => return Ok(x.clone()),
        Some(x) => from_value(vm, x)?,
    };
    match subclass {
        Some(class) => instance_of(vm, class, value),
        None => vm.new_float(value),
    }
}

/// `float(x)`.
///
/// # Errors
/// TypeError, ValueError, and what the value's methods raise.
pub fn from_value(vm: &mut Vm, x: &Value) -> PyResult<f64> {
    if let Some(text) = x.downcast::<Str>() {
        let parsed = int::parse::with_ascii(vm, text, parse)?;
        return parsed.map_or_else(|| Err(not_a_float(vm, x)), Ok);
    }
    if let Some(float) = from_number(vm, x)? {
        return Ok(float);
    }
    if let Some(ascii) = bytes::borrow(x) {
        let parsed = parse(vm, ascii)?;
        return parsed.map_or_else(|| Err(not_a_float(vm, x)), Ok);
    }
    let kind = vm.type_name(x);
    Err(vm.type_error(format_args!("float() argument must be a string or a real number, not '{kind}'")))
}

/// What ASCII text says.
fn parse(vm: &mut Vm, ascii: &[u8]) -> PyResult<Option<f64>> {
    kernel::parse_watched(ascii, |count| vm.work_held(count / 16))
}

#[cold]
fn not_a_float(vm: &mut Vm, source: &Value) -> Raised {
    match vm.repr(source) {
        Ok(shown) => match shown.downcast::<Str>() {
            Some(shown) => vm.value_error(format_args!("could not convert string to float: {shown}")),
            None => vm.value_error(format_args!("could not convert string to float")),
        },
        Err(raised) => raised,
    }
}

/// The float that a number stands for by `__float__` or `__index__`; `None` for what has neither.
///
/// # Errors
/// What these methods raise, OverflowError for large ints.
pub fn from_number(vm: &mut Vm, value: &Value) -> PyResult<Option<f64>> {
    if let Some(float) = super::exact_value(value) {
        return Ok(Some(float));
    }
    if let Some(small) = value.as_small() {
        return Ok(Some(small as f64));
    }
    let class = vm.type_of(value);
    let names = vm.names();
    if let Some(method) = vm.python_special(class, &names.__float__) {
        let float = vm.call_bound(&method, value, &[])?;
        if let Some(number) = value_of(&float) {
            if super::exact_value(&float).is_none() {
                let own = vm.type_name(value);
                crate::modules::warn::strict_subclass(vm, format_args!("{own}.__float__"), "float", &float)?;
            }
            return Ok(Some(number));
        }
        let (own, kind) = (vm.type_name(value), vm.type_name(&float));
        return Err(vm.type_error(format_args!("{own}.__float__ returned non-float (type {kind})")));
    }
    if let Some(float) = value_of(value) {
        return Ok(Some(float));
    }
    if let Some(view) = int::view(value) {
        return int::convert::to_f64(vm, &view).map(Some);
    }
    if let Some(float) = class.native_slots().float {
        let float = float(vm, value)?;
        return Ok(value_of(&float));
    }
    if vm.python_special(class, &names.__index__).is_some() || class.native_slots().index.is_some() {
        let index = vm.to_index(value)?;
        return match int::view(&index) {
            Some(view) => int::convert::to_f64(vm, &view).map(Some),
            None => Ok(None),
        };
    }
    Ok(None)
}

/// A real number argument.
///
/// # Errors
/// "must be real number, not …", and as [`from_number`].
#[inline]
pub fn as_f64(vm: &mut Vm, value: &Value) -> PyResult<f64> {
    if let Some(float) = value.as_inline_f64() {
        return Ok(float);
    }
    match from_number(vm, value)? {
        Some(float) => Ok(float),
        None => {
            let kind = vm.type_name(value);
            Err(vm.type_error(format_args!("must be real number, not {kind}")))
        }
    }
}
