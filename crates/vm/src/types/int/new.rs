//! `int(x)`, `int(text, base)`.

use pitviper_object::Value;

use super::{convert, instance_of, parse, view};
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::bytes;
use crate::types::iterators::arity;
use crate::types::str::Str;
use crate::types::typ::Type;

/// `Slots::new` of `int`.
pub(super) fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = args.values.first().and_then(Value::downcast::<Type>);
    if let ([_, x], None, Some(class)) = (args.values, args.names, class)
        && class.root.get() == 0
    {
        return from_value(vm, x);
    }
    let given = args.behind_receiver();
    if given.names.is_none() {
        arity(vm, "int", given.values.len(), 0, 2)?;
    }
    let [x, base] = given.parse(vm, "int", ["x", "base"], 0, 1)?;
    let int = match (x, base) {
        (None, None) => Value::small(0),
        (None, Some(_)) => return Err(vm.type_error(format_args!("int() missing string argument"))),
        (Some(x), None) => from_value(vm, x)?,
        (Some(x), Some(base)) => with_base(vm, x, base)?,
    };
    match (class, view(&int)) {
        (Some(class), Some(view)) if class.root.get() != 0 => instance_of(vm, class, view.int()),
        _ => Ok(int),
    }
}

/// `int(x)`.
///
/// # Errors
/// TypeError, ValueError, and what the value's methods raise.
pub fn from_value(vm: &mut Vm, x: &Value) -> PyResult {
    if x.exact::<Str>().is_some() {
        return parse(vm, x, 10);
    }
    if let Some(int) = convert::from_number(vm, x)? {
        return Ok(int);
    }
    if x.downcast::<Str>().is_some() {
        return parse(vm, x, 10);
    }
    if bytes::borrow(x).is_some() {
        return from_bytes(vm, x, 10);
    }
    let kind = vm.type_name(x);
    Err(vm.type_error(format_args!(
        "int() argument must be a string, a bytes-like object or a real number, not '{kind}'"
    )))
}

/// The text in a bytes object; that in a byte array is copied first, and shown as bytes by the error.
fn from_bytes(vm: &mut Vm, source: &Value, base: u32) -> PyResult {
    if source.kind() == kinds::BYTES {
        return parse::parse_ascii(vm, bytes::borrow(source).unwrap_or_default(), base, source);
    }
    let copy = vm.new_bytes(bytes::borrow(source).unwrap_or_default())?;
    parse::parse_ascii(vm, bytes::borrow(&copy).unwrap_or_default(), base, &copy)
}

fn with_base(vm: &mut Vm, x: &Value, base: &Value) -> PyResult {
    let base = vm.to_index(base)?;
    let Some(base) = view(&base) else { return Ok(Value::not_implemented()) };
    let base = parse::base_argument(vm, &base)?;
    if x.downcast::<Str>().is_some() {
        return parse(vm, x, base);
    }
    if bytes::borrow(x).is_some() {
        return from_bytes(vm, x, base);
    }
    Err(vm.type_error(format_args!("int() can't convert non-string with explicit base")))
}
