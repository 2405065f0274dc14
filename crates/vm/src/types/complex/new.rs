//! `complex(text)`, `complex(real, imag)`, and complex numbers out of any number.

use pitviper_number::float::{ComplexParseError, parse_complex};
use pitviper_object::Value;

use super::{Complex, Parts, create, instance_of, value_of};
use crate::core::error::{Exc, PyResult};
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::str::Str;
use crate::types::typ::Type;
use crate::types::{float, int};

/// `Slots::new` of `complex`.
pub(super) fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let subclass = args.values.first().and_then(Value::downcast::<Type>).filter(|class| class.root.get() != 0);
    let by_position = args.positional_count() > 1;
    let [real, imag] = args.behind_receiver().parse(vm, "complex", ["real", "imag"], 0, 0)?;
    let parts = match (real, imag) {
        (Some(number), None) if by_position && subclass.is_none() && number.exact::<Complex>().is_some() => {
            return Ok(number.clone());
        }
        (Some(number), None) if by_position => from_value(vm, number)?,
        _ => {
            let (a, b) = (part(vm, real, "real", from_number)?, part(vm, imag, "imag", from_real)?);
            join(a, b, imag.is_some_and(|imag| value_of(imag).is_some()))
        }
    };
    match subclass {
        Some(class) => instance_of(vm, class, parts),
        None => create(vm, parts.0, parts.1),
    }
}

/// `a + b * 1j`, where `b` may be complex itself.
fn join(a: Parts, b: Parts, complex_b: bool) -> Parts {
    let real = if complex_b { a.0 - b.1 } else { a.0 };
    (real, if a.1 == 0.0 { b.0 } else { a.1 + b.0 })
}

/// One of two arguments.
fn part(
    vm: &mut Vm,
    value: Option<&Value>,
    name: &str,
    convert: fn(&mut Vm, &Value) -> PyResult<Option<Parts>>,
) -> PyResult<Parts> {
    let Some(value) = value else { return Ok((0.0, 0.0)) };
    if value.downcast::<Str>().is_none()
        && let Some(parts) = convert(vm, value)?
    {
        if value_of(value).is_some() || has_complex(vm, value) {
            let kind = vm.type_name(value);
            let message = format_args!("complex() argument '{name}' must be a real number, not {kind}");
            vm.warn(Exc::DeprecationWarning, 1, message)?;
        }
        return Ok(parts);
    }
    let kind = vm.type_name(value);
    Err(vm.type_error(format_args!("complex() argument '{name}' must be a real number, not {kind}")))
}

/// Whether the class of a value has a `__complex__`.
fn has_complex(vm: &Vm, value: &Value) -> bool {
    let class = vm.type_of(value);
    class.has(Type::HEAP) && vm.lookup(class, &vm.names().__complex__).is_some()
}

fn from_value(vm: &mut Vm, value: &Value) -> PyResult<Parts> {
    if let Some(text) = value.downcast::<Str>() {
        let parsed =
            int::parse::with_ascii(vm, text, |vm, ascii| parse_complex(ascii, |count| vm.work_held(count / 16)))?;
        return match parsed {
            Ok(parts) => Ok(parts),
            Err(ComplexParseError::Malformed) => {
                Err(vm.value_error(format_args!("complex() arg is a malformed string")))
            }
            Err(ComplexParseError::Underscore) => {
                let shown = vm.repr(value)?;
                match shown.downcast::<Str>() {
                    Some(shown) => Err(vm.value_error(format_args!("could not convert string to complex: {shown}"))),
                    None => Err(vm.value_error(format_args!("could not convert string to complex"))),
                }
            }
        };
    }
    match from_number(vm, value)? {
        Some(parts) => Ok(parts),
        None => {
            let kind = vm.type_name(value);
            Err(vm.type_error(format_args!("complex() argument must be a string or a number, not {kind}")))
        }
    }
}

/// The complex number that a number stands for by `__complex__`, `__float__` or `__index__`; `None` for what
/// has none of them.
///
/// # Errors
/// What these methods raise.
pub fn from_number(vm: &mut Vm, value: &Value) -> PyResult<Option<Parts>> {
    let class = vm.type_of(value);
    if let Some(method) = vm.lookup(class, &vm.names().__complex__).filter(|_| class.has(Type::HEAP)) {
        let result = vm.call_bound(&method, value, &[])?;
        if let Some(parts) = value_of(&result) {
            if result.exact::<Complex>().is_none() {
                crate::modules::warn::strict_subclass(vm, format_args!("__complex__"), "complex", &result)?;
            }
            return Ok(Some(parts));
        }
        let kind = vm.type_name(&result);
        return Err(vm.type_error(format_args!("__complex__ returned non-complex (type {kind})")));
    }
    from_real(vm, value)
}

/// The same, without `__complex__`.
fn from_real(vm: &mut Vm, value: &Value) -> PyResult<Option<Parts>> {
    if let Some(parts) = value_of(value) {
        return Ok(Some(parts));
    }
    Ok(float::from_number(vm, value)?.map(|real| (real, 0.0)))
}
