//! Methods of byte arrays that `bytes` lack.

use pitviper_object::Value;
use pitviper_text::Chars;

use super::ByteArray;
use super::change::{resize as set_length, splice, splice_value};
use super::operators::this;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::bytes::{self, borrow, byte_argument};
use crate::types::str::find_in;

pub(super) fn append(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let byte = byte_argument(vm, &args.values[1])?;
    let array = this(&args.values[0]);
    splice(vm, array, array.len()..array.len(), &[byte])?;
    Ok(Value::none())
}

pub(super) fn extend(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (array, source) = (this(&args.values[0]), &args.values[1]);
    if borrow(source).is_some() {
        splice_value(vm, array, array.len()..array.len(), source)?;
        return Ok(Value::none());
    }
    if source.kind() == kinds::STR {
        return Err(vm.type_error(format_args!("expected iterable of integers; got: 'str'")));
    }
    if !vm.is_iterable(source) {
        let name = vm.type_name(source);
        return Err(vm.type_error(format_args!("can't extend bytearray with {name}")));
    }
    let made = bytes::collect(vm, source, "bytearray")?;
    splice(vm, array, array.len()..array.len(), made.data())?;
    Ok(Value::none())
}

pub(super) fn insert(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let index = vm.index_isize(&args.values[1])?;
    let byte = byte_argument(vm, &args.values[2])?;
    let array = this(&args.values[0]);
    let len = array.len() as isize;
    let index = if index < 0 { index.saturating_add(len).max(0) } else { index.min(len) } as usize;
    splice(vm, array, index..index, &[byte])?;
    Ok(Value::none())
}

pub(super) fn pop(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let index = match args.values.get(1) {
        Some(index) => vm.index_isize(index)?,
        None => -1,
    };
    let array = this(&args.values[0]);
    if array.is_empty() {
        return Err(vm.raise(Exc::IndexError, format_args!("pop from empty bytearray")));
    }
    let index = if index < 0 { index.saturating_add(array.len() as isize) } else { index };
    let found = usize::try_from(index).ok().and_then(|index| Some((index, *array.as_slice().get(index)?)));
    let Some((index, byte)) = found else {
        return Err(vm.raise(Exc::IndexError, format_args!("pop index out of range")));
    };
    splice(vm, array, index..index + 1, b"")?;
    Ok(Value::small(i64::from(byte)))
}

pub(super) fn remove(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let byte = byte_argument(vm, &args.values[1])?;
    let array = this(&args.values[0]);
    let own = Chars::One(array.as_slice());
    match find_in(vm, own, Chars::One(&[byte]), 0..own.len(), false)? {
        Some(index) => {
            splice(vm, array, index..index + 1, b"")?;
            Ok(Value::none())
        }
        None => Err(vm.value_error(format_args!("value not found in bytearray"))),
    }
}

pub(super) fn clear(vm: &mut Vm, args: Args<'_>) -> PyResult {
    set_length(vm, this(&args.values[0]), 0)?;
    Ok(Value::none())
}

pub(super) fn copy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    super::create(vm, this(&args.values[0]).as_slice())
}

pub(super) fn reverse(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = this(&args.values[0]);
    vm.worked(array.len() / 64);
    // SAFETY: the bytes are the array's own, and nobody looks at them meanwhile.
    unsafe { std::slice::from_raw_parts_mut(array.place(), array.len()) }.reverse();
    Ok(Value::none())
}

pub(super) fn resize(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let size = vm.index_isize(&args.values[1])?;
    let Ok(len) = usize::try_from(size) else {
        return Err(vm.value_error(format_args!("Can only resize to positive sizes, got {size}")));
    };
    set_length(vm, this(&args.values[0]), len)?;
    Ok(Value::none())
}

pub(super) fn allocated(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.new_usize(this(&args.values[0]).room())
}

pub(super) fn size_of_array(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.new_usize(size_of::<ByteArray>() + this(&args.values[0]).room())
}

/// `(type, (text, 'latin-1'), state)` for old protocols, `(type, (bytes,), state)` for new ones.
pub(super) fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = &args.values[0];
    let protocol = match args.values.get(1) {
        Some(protocol) => vm.index_isize(protocol)?,
        None => 2,
    };
    let class = vm.type_of(value).to_value();
    let data = this(value).as_slice();
    let arguments = if protocol < 3 {
        let text = vm.new_str_chars(Chars::One(data))?;
        let encoding = vm.new_str("latin-1")?;
        vm.new_tuple_from([text, encoding])?
    } else {
        let copy = vm.new_bytes(data)?;
        vm.new_tuple_from([copy])?
    };
    let state = match vm.existing_dict(value) {
        Some(dict) => dict.into_value(),
        None => Value::none(),
    };
    vm.new_tuple_from([class, arguments, state])
}
