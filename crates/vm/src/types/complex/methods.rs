//! Methods of complex numbers.

use pitviper_number::format as format_kernel;
use pitviper_object::Value;

use super::{Complex, Parts, create, from_number as number_parts, operators, value_of};
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::int::format;
use crate::types::iterators::type_value;
use crate::types::str::StrBuilder;

fn parts(value: &Value) -> Parts {
    value_of(value).unwrap_or((0.0, 0.0))
}

pub(super) fn real(vm: &mut Vm, value: &Value) -> PyResult {
    vm.new_float(parts(value).0)
}

pub(super) fn imag(vm: &mut Vm, value: &Value) -> PyResult {
    vm.new_float(parts(value).1)
}

/// Assignment to a part.
pub(super) fn read_only(vm: &mut Vm, _: &Value, _: Option<Value>) -> PyResult<()> {
    Err(vm.raise(Exc::AttributeError, format_args!("readonly attribute")))
}

pub(super) fn conjugate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (real, imaginary) = parts(&args.values[0]);
    create(vm, real, -imaginary)
}

pub(super) fn to_complex(vm: &mut Vm, args: Args<'_>) -> PyResult {
    operators::pos(vm, &args.values[0])
}

pub(super) fn get_new_args(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (real, imaginary) = parts(&args.values[0]);
    let pair = [vm.new_float(real)?, vm.new_float(imaginary)?];
    vm.new_tuple_from(pair)
}

pub(super) fn from_number(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (class, number) = (&args.values[0], &args.values[1]);
    let exact_class = class.is(&type_value(vm, kinds::COMPLEX));
    if exact_class && number.exact::<Complex>().is_some() {
        return Ok(number.clone());
    }
    let Some((real, imaginary)) = number_parts(vm, number)? else {
        let kind = vm.type_name(number);
        return Err(vm.type_error(format_args!("must be real number, not {kind}")));
    };
    let complex = create(vm, real, imaginary)?;
    if exact_class { Ok(complex) } else { vm.call(class, &[complex]) }
}

pub(super) fn format(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = &args.values[0];
    let spec = format::spec_argument(vm, &args)?;
    if spec.is_empty() {
        return if value.exact::<Complex>().is_some() { super::repr(vm, value) } else { vm.str(value) };
    }
    let parsed = format::parse_spec(vm, spec, value)?;
    let (real, imaginary) = parts(value);
    let mut out = StrBuilder::new(vm);
    let result = format_kernel::format_complex(&mut out, &parsed, real, imaginary);
    format::check(vm, result, spec, value)?;
    out.finish()
}
