//! `memoryview.cast`: other items, or another shape, over the same memory.

use pitviper_object::Value;

use super::access::this;
use super::item::Format;
use super::{Layout, create};
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::int;
use crate::types::list::List;
use crate::types::str::Str;
use crate::types::tuple::Tuple;

/// Most dimensions.
const MAX_DIMENSIONS: usize = 64;

fn format_argument(vm: &mut Vm, value: &Value) -> PyResult<Format> {
    let Some(text) = value.downcast::<Str>() else {
        let kind = vm.argument_kind(value);
        return Err(vm.type_error(format_args!("cast() argument 'format' must be str, not {kind}")));
    };
    match text.as_ascii().and_then(Format::parse) {
        Some(format) => Ok(format),
        None => Err(vm.value_error(format_args!(
            "memoryview: destination format must be a native single character format prefixed with an optional '@'"
        ))),
    }
}

/// `cast(format, shape)`.
pub(super) fn cast(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let view = this(&args.values[0]);
    let [format, shape] = args.behind_receiver().parse(vm, "cast", ["format", "shape"], 1, 0)?;
    let Some(format) = format else { return Ok(Value::none()) };
    drop(view.source(vm)?);
    let layout = view.layout;
    if !layout.is_contiguous() {
        return Err(vm.type_error(format_args!("memoryview: casts are restricted to C-contiguous views")));
    }
    if (shape.is_some() || layout.dimensions != 1) && layout.bytes() == 0 {
        return Err(vm.type_error(format_args!("memoryview: cannot cast view with zeros in shape or strides")));
    }
    let shape = match shape {
        Some(shape) => {
            if shape.downcast::<List>().is_none() && shape.downcast::<Tuple>().is_none() {
                return Err(vm.type_error(format_args!("shape must be a list or a tuple")));
            }
            let shape = vm.tuple_from(shape)?;
            let count = shape.downcast::<Tuple>().map_or(0, Tuple::len);
            if count > MAX_DIMENSIONS {
                return Err(
                    vm.value_error(format_args!("memoryview: number of dimensions must not exceed {MAX_DIMENSIONS}"))
                );
            }
            if layout.dimensions != 1 && count != 1 {
                let message = format_args!("memoryview: cast must be 1D -> ND or ND -> 1D");
                return Err(vm.type_error(message));
            }
            Some(shape)
        }
        None => None,
    };
    let format = format_argument(vm, format)?;
    if !format.is_byte() && !layout.format.is_byte() {
        return Err(vm.type_error(format_args!("memoryview: cannot cast between two non-byte formats")));
    }
    let size = format.size();
    if !layout.bytes().is_multiple_of(size) {
        return Err(vm.type_error(format_args!("memoryview: length is not a multiple of itemsize")));
    }
    let flat =
        Layout { rows: layout.bytes() / size, stride: size as isize, unit: size, format, dimensions: 1, ..layout };
    match shape.as_ref().and_then(|shape| shape.downcast::<Tuple>()) {
        Some(shape) => shaped(vm, &args.values[0], flat, shape.items()),
        None => {
            let source = view.source(vm)?;
            let inner = vm.new_tuple(&[])?;
            create(vm, source, inner, flat)
        }
    }
}

/// A view with the dimensions `shape` of what `flat` shows.
fn shaped(vm: &mut Vm, value: &Value, flat: Layout, shape: &[Value]) -> PyResult {
    let mut product = flat.format.size();
    for part in shape {
        if !int::is_int(part) {
            return Err(vm.type_error(format_args!("memoryview.cast(): elements of shape must be integers")));
        }
        let part = match int::to_i64(part).map(usize::try_from) {
            Some(Ok(part)) if part > 0 => part,
            _ => return Err(vm.value_error(format_args!("memoryview.cast(): elements of shape must be integers > 0"))),
        };
        product = match product.checked_mul(part).filter(|product| *product <= isize::MAX as usize) {
            Some(product) => product,
            None => return Err(vm.value_error(format_args!("memoryview.cast(): product(shape) > SSIZE_MAX"))),
        };
    }
    if product != flat.bytes() {
        return Err(vm.type_error(format_args!("memoryview: product(shape) * itemsize != buffer size")));
    }
    let (first, rest) = match shape.split_first() {
        Some((first, rest)) => (int::to_i64(first).unwrap_or(1) as usize, rest),
        None => (1, shape),
    };
    let inner = vm.new_list()?;
    for part in rest {
        let part = vm.new_int(int::to_i64(part).unwrap_or(1))?;
        vm.list_push(&inner, part)?;
    }
    let inner = crate::types::tuple::fresh::from_list(vm, &inner)?;
    let unit = product / first.max(1);
    let source = this(value).source(vm)?;
    let layout = Layout { rows: first, stride: unit as isize, unit, dimensions: shape.len() as u8, ..flat };
    create(vm, source, inner, layout)
}

/// `toreadonly()`.
pub(super) fn to_readonly(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let view = this(&args.values[0]);
    let source = view.source(vm)?;
    create(vm, source, view.inner.clone(), Layout { readonly: true, ..view.layout })
}
