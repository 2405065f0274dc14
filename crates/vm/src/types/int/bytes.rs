//! `int.to_bytes` and `int.from_bytes`.

use pitviper_number::bytes::{self as kernel, Endian};
use pitviper_object::Value;

use super::{Limbs, Room, view};
use crate::core::args::Params;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::bytes;
use crate::types::iterators::type_value;
use crate::types::str::Str;

fn endian(vm: &mut Vm, function: &str, order: Option<&Value>) -> PyResult<Endian> {
    let Some(order) = order else { return Ok(Endian::Big) };
    let Some(text) = order.downcast::<Str>() else {
        let what = format_args!("{function}() argument 'byteorder' must be str, not");
        if order.is_none() {
            return Err(vm.type_error(format_args!("{what} None")));
        }
        let kind = vm.type_name(order);
        return Err(vm.type_error(format_args!("{what} {kind}")));
    };
    match text.as_ascii() {
        Some("big") => Ok(Endian::Big),
        Some("little") => Ok(Endian::Little),
        _ => Err(vm.value_error(format_args!("byteorder must be either 'little' or 'big'"))),
    }
}

fn truth(vm: &mut Vm, value: Option<&Value>) -> PyResult<bool> {
    value.map_or(Ok(false), |value| vm.truth(value))
}

pub(super) fn to_bytes(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [length, order, signed] =
        Params::new("to_bytes", ["length", "byteorder", "signed"]).keyword_only(1).bind(vm, args.behind_receiver())?;
    let length = match length {
        Some(length) => vm.index_isize(length)?,
        None => 1,
    };
    let order = endian(vm, "to_bytes", order)?;
    let signed = truth(vm, signed)?;
    let Ok(length) = usize::try_from(length) else {
        return Err(vm.value_error(format_args!("length argument must be non-negative")));
    };
    let Some(view) = view(&args.values[0]) else { return Ok(Value::not_implemented()) };
    let mut room = Limbs::new(vm, length.div_ceil(8))?;
    let out = &mut room.bytes_mut()[..length];
    match kernel::to_bytes(view.int(), out, order, signed) {
        Ok(()) => vm.new_bytes(out),
        Err(error) => Err(vm.raise(Exc::OverflowError, format_args!("{}", error.message()))),
    }
}

pub(super) fn from_bytes(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [source, order, signed] = Params::new("from_bytes", ["bytes", "byteorder", "signed"])
        .required(1)
        .keyword_only(1)
        .bind(vm, args.behind_receiver())?;
    let Some(source) = source else { return Ok(Value::not_implemented()) };
    let order = endian(vm, "from_bytes", order)?;
    let signed = truth(vm, signed)?;
    let source = as_bytes(vm, source)?;
    let content = bytes::borrow(&source).unwrap_or(&[]);
    let mut room = Room::new(vm, kernel::from_bytes_len(content.len()))?;
    let written = kernel::from_bytes(room.limbs(), content, order, signed);
    let int = room.finish(vm, written)?;
    let class = &args.values[0];
    if class.is(&type_value(vm, kinds::INT)) { Ok(int) } else { vm.call(class, &[int]) }
}

/// What `bytes(x)` makes of a value that is no count and no text.
fn as_bytes(vm: &mut Vm, source: &Value) -> PyResult {
    if bytes::borrow(source).is_some() {
        return Ok(source.clone());
    }
    let convertible = vm.lookup_special(source, &vm.names().__bytes__).is_some()
        || source.kind() == kinds::MEMORY_VIEW
        || vm.is_iterable(source) && source.downcast::<Str>().is_none();
    if !convertible {
        let kind = vm.type_name(source);
        return Err(vm.type_error(format_args!("cannot convert '{kind}' object to bytes")));
    }
    vm.call(&type_value(vm, kinds::BYTES), std::slice::from_ref(source))
}
