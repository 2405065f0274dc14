//! `int.__format__`, and what all numbers' formatting shares.

use pitviper_number::format::{self as kernel, Align, ErrorKind, Failure, FormatError, IntCode, Spec};
use pitviper_object::Value;
use pitviper_text::properties::decimal_value;

use super::{IntView, convert, is_exact, text, to_i64, view};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::str::{Str, StrBuilder};

/// The argument of `__format__`.
///
/// # Errors
/// TypeError when it is no string.
pub fn spec_argument<'a>(vm: &mut Vm, args: &Args<'a>) -> PyResult<&'a Str> {
    let spec = &args.values[1];
    match spec.downcast::<Str>() {
        Some(spec) => Ok(spec),
        None => {
            let kind = vm.argument_kind(spec);
            Err(vm.type_error(format_args!("__format__() argument must be str, not {kind}")))
        }
    }
}

/// Parses a number's format specification.
///
/// # Errors
/// ValueError.
pub fn parse_spec(vm: &mut Vm, spec: &Str, value: &Value) -> PyResult<Spec> {
    let decimal = |ch| decimal_value(ch).map(u32::from);
    match Spec::parse(spec.chars().iter(), 0, Align::Right, decimal) {
        Ok(spec) => Ok(spec),
        Err(error) => Err(format_error(vm, error, spec, value)),
    }
}

/// The exception for a format error.
#[cold]
pub fn format_error(vm: &mut Vm, error: FormatError, spec: &Str, value: &Value) -> Raised {
    let class = match error.kind() {
        ErrorKind::Value => Exc::ValueError,
        ErrorKind::Overflow => Exc::OverflowError,
    };
    let name = vm.type_name(value);
    let mut message = StrBuilder::new(vm);
    let text =
        error.write_message(&mut message, spec.chars().iter(), name.chars().iter()).and_then(|()| message.finish());
    match text {
        Ok(text) => vm.raise_with(class, text),
        Err(raised) => raised,
    }
}

/// Turns a kernel's failure into the exception.
///
/// # Errors
/// When there is a failure.
pub fn check(vm: &mut Vm, result: Result<(), Failure<Raised>>, spec: &Str, value: &Value) -> PyResult<()> {
    match result {
        Ok(()) => Ok(()),
        Err(Failure::Sink(raised)) => Err(raised),
        Err(Failure::Format(error)) => Err(format_error(vm, error, spec, value)),
    }
}

/// `int.__format__`.
pub(super) fn format(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = &args.values[0];
    let spec = spec_argument(vm, &args)?;
    if spec.is_empty() {
        return if is_exact(value) { text::repr(vm, value) } else { vm.str(value) };
    }
    let parsed = parse_spec(vm, spec, value)?;
    let mut out = StrBuilder::new(vm);
    if let Some(small) = to_i64(value) {
        let result = kernel::format_small_int(&mut out, &parsed, small);
        check(vm, result, spec, value)?;
        return out.finish();
    }
    let Some(view) = view(value) else { return Ok(Value::not_implemented()) };
    let code = match parsed.int_code() {
        Ok(code) => code,
        Err(error) => return Err(format_error(vm, error, spec, value)),
    };
    write_big(vm, &mut out, &view, code, &parsed, spec, value)?;
    out.finish()
}

fn write_big(
    vm: &mut Vm,
    out: &mut StrBuilder,
    view: &IntView<'_>,
    code: IntCode,
    parsed: &Spec,
    spec: &Str,
    value: &Value,
) -> PyResult<()> {
    match code {
        IntCode::Digits(base) => text::with_digits(vm, view, base, |_, digits| {
            kernel::format_digits(out, parsed, base, view.int().negative, digits)
        }),
        IntCode::Character => {
            let result = kernel::format_char(out, parsed, None);
            check(vm, result, spec, value)
        }
        IntCode::Float => {
            let float = convert::to_f64(vm, view)?;
            let result = kernel::format_float(out, parsed, float);
            check(vm, result, spec, value)
        }
    }
}
