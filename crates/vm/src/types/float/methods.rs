//! Methods of floats.

use pitviper_number::convert::{self as int_kernel, FLOAT_LIMBS};
use pitviper_number::float::{self as kernel, HexError};
use pitviper_number::format as format_kernel;
use pitviper_object::Value;
use pitviper_text::Chars;

use super::{Float, as_f64, exact_value, operators, value_of};
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::int::{self, convert::from_f64, format};
use crate::types::iterators::type_value;
use crate::types::str::{Str, StrBuilder};

fn this(args: &Args<'_>) -> f64 {
    value_of(&args.values[0]).unwrap_or(0.0)
}

pub(super) fn itself(vm: &mut Vm, args: Args<'_>) -> PyResult {
    operators::to_exact(vm, &args.values[0])
}

pub(super) fn real(vm: &mut Vm, value: &Value) -> PyResult {
    operators::to_exact(vm, value)
}

pub(super) fn imag(vm: &mut Vm, _: &Value) -> PyResult {
    vm.new_float(0.0)
}

pub(super) fn is_integer(_: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Value::bool(kernel::is_integer(this(&args))))
}

pub(super) fn as_integer_ratio(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = this(&args);
    let (mut above, mut below) = ([0; FLOAT_LIMBS], [0; FLOAT_LIMBS]);
    match int_kernel::ratio(value, &mut above, &mut below) {
        Some((written, len)) => {
            let pair = [int::from_int(vm, written.of(&above))?, int::from_limbs(vm, false, &below[..len])?];
            vm.new_tuple_from(pair)
        }
        None if value.is_nan() => Err(vm.value_error(format_args!("cannot convert NaN to integer ratio"))),
        None => Err(vm.raise(Exc::OverflowError, format_args!("cannot convert Infinity to integer ratio"))),
    }
}

pub(super) fn trunc(vm: &mut Vm, args: Args<'_>) -> PyResult {
    from_f64(vm, this(&args))
}

pub(super) fn floor(vm: &mut Vm, args: Args<'_>) -> PyResult {
    from_f64(vm, this(&args).floor())
}

pub(super) fn ceil(vm: &mut Vm, args: Args<'_>) -> PyResult {
    from_f64(vm, this(&args).ceil())
}

pub(super) fn round(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = this(&args);
    let Some(digits) = args.values.get(1).filter(|digits| !digits.is_none()) else {
        return from_f64(vm, kernel::round_even(value));
    };
    let digits = vm.index_clamped(digits)?;
    match kernel::round_digits(value, digits as i64) {
        Some(rounded) => vm.new_float(rounded),
        None => Err(vm.raise(Exc::OverflowError, format_args!("rounded value too large to represent"))),
    }
}

pub(super) fn hex(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.new_str_chars(Chars::One(&kernel::to_hex(this(&args))))
}

/// An alternative constructor's result, of the class it was called on.
fn of_class(vm: &mut Vm, class: &Value, value: f64) -> PyResult {
    let float = vm.new_float(value)?;
    if class.is(&type_value(vm, kinds::FLOAT)) { Ok(float) } else { vm.call(class, &[float]) }
}

pub(super) fn from_hex(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(text) = args.values[1].downcast::<Str>() else {
        return Err(vm.type_error(format_args!("bad argument type for built-in operation")));
    };
    match kernel::from_hex(text.as_ascii().map_or(b"?", str::as_bytes)) {
        Ok(value) => of_class(vm, &args.values[0], value),
        Err(error) => {
            let class = if error == HexError::TooLarge { Exc::OverflowError } else { Exc::ValueError };
            Err(vm.raise(class, format_args!("{}", error.message())))
        }
    }
}

pub(super) fn from_number(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (class, number) = (&args.values[0], &args.values[1]);
    if exact_value(number).is_some() && class.is(&type_value(vm, kinds::FLOAT)) {
        return Ok(number.clone());
    }
    let value = as_f64(vm, number)?;
    of_class(vm, class, value)
}

pub(super) fn get_format(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(name) = args.values[1].downcast::<Str>() else {
        let kind = vm.argument_kind(&args.values[1]);
        return Err(vm.type_error(format_args!("__getformat__() argument must be str, not {kind}")));
    };
    if !name.eq_str("double") && !name.eq_str("float") {
        return Err(vm.value_error(format_args!("__getformat__() argument 1 must be 'double' or 'float'")));
    }
    vm.new_str(if cfg!(target_endian = "little") { "IEEE, little-endian" } else { "IEEE, big-endian" })
}

pub(super) fn get_new_args(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let float = vm.new_float(this(&args))?;
    vm.new_tuple_from([float])
}

pub(super) fn format(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = &args.values[0];
    let spec = format::spec_argument(vm, &args)?;
    if spec.is_empty() {
        return if exact_value(value).is_some() { super::repr(vm, value) } else { vm.str(value) };
    }
    let parsed = format::parse_spec(vm, spec, value)?;
    let mut out = StrBuilder::new(vm);
    let result = format_kernel::format_float(&mut out, &parsed, this(&args));
    format::check(vm, result, spec, value)?;
    out.finish()
}

/// Bytes of the object; an inline float is only its word.
pub(super) fn size_of(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let boxed = args.values[0].is_object();
    vm.new_usize(if boxed { std::mem::size_of::<Float>() } else { std::mem::size_of::<Value>() })
}
