//! `array(typecode, initializer)`.

use pitviper_object::{Obj, PageKind, Value};

use super::{Array, item, kind};
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::bytes;
use crate::types::iterators::type_value;
use crate::types::list::List;
use crate::types::str::Str;
use crate::types::tuple::Tuple;
use crate::types::typ::Type;

/// A typecode argument.
pub(super) fn typecode(vm: &mut Vm, function: &str, position: usize, value: &Value) -> PyResult<u32> {
    let Some(text) = value.downcast::<Str>() else {
        let kind = vm.argument_kind(value);
        return Err(
            vm.type_error(format_args!("{function}() argument {position} must be a unicode character, not {kind}"))
        );
    };
    match (text.len(), text.chars().first()) {
        (1, Some(ch)) => Ok(ch),
        (len, _) => Err(vm.type_error(format_args!(
            "{function}() argument {position} must be a unicode character, not a string of length {len}"
        ))),
    }
}

/// The typecode that a character is.
pub(super) fn known(ch: u32) -> Option<u8> {
    u8::try_from(ch).ok().filter(|code| item::CODES.as_bytes().contains(code))
}

/// An empty array of a class.
pub(super) fn instance(vm: &mut Vm, class: &Value, code: u8) -> PyResult<Obj<Array>> {
    match class.downcast::<Type>() {
        Some(class) => vm.new_instance_of(class, PageKind::Container, Array::payload(code)),
        None => Array::empty(vm, code),
    }
}

pub(super) fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = args.values[0].clone();
    if args.keyword_count() > 0 && class.is(&type_value(vm, kind::ARRAY)) {
        return Err(vm.type_error(format_args!("array.array() takes no keyword arguments")));
    }
    let given = &args.positional()[1..];
    let count = given.len();
    let (code, initial) = match given {
        [] => return Err(vm.type_error(format_args!("array() takes at least 1 argument (0 given)"))),
        [code] => (code, None),
        [code, initial] => (code, Some(initial)),
        _ => return Err(vm.type_error(format_args!("array() takes at most 2 arguments ({count} given)"))),
    };
    let ch = typecode(vm, "array", 1, code)?;
    let refused = initial.is_some_and(|initial| !known(ch).is_some_and(item::is_text) && is_text(initial));
    if let (true, Some(initial)) = (refused, initial) {
        let shown = char::from_u32(ch).unwrap_or('\u{FFFD}');
        let what = if initial.downcast::<Str>().is_some() { "str" } else { "unicode array" };
        let article = if what == "str" { "a str" } else { "a unicode array" };
        return Err(vm.type_error(format_args!("cannot use {article} to initialize an array with typecode '{shown}'")));
    }
    let Some(code) = known(ch) else {
        return Err(vm.value_error(format_args!("bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)")));
    };
    let array = instance(vm, &class, code)?;
    if let Some(initial) = initial {
        fill(vm, &array, initial)?;
    }
    Ok(array.into_value())
}

/// Whether an initial value is text.
fn is_text(value: &Value) -> bool {
    value.downcast::<Str>().is_some() || value.downcast::<Array>().is_some_and(|array| item::is_text(array.code))
}

/// Puts an initial value's items into a new array.
fn fill(vm: &mut Vm, array: &Array, initial: &Value) -> PyResult<()> {
    match initial.kind() {
        kinds::BYTES | kinds::BYTEARRAY => return from_bytes(vm, array, initial),
        kinds::STR if item::is_text(array.code) => return from_text(vm, array, initial),
        _ => {}
    }
    if let Some(list) = initial.downcast::<List>() {
        let mut at = 0;
        while let Some(value) = list.get(at) {
            array.push(vm, &value)?;
            vm.work_at(at)?;
            at += 1;
        }
        return Ok(());
    }
    if let Some(tuple) = initial.downcast::<Tuple>() {
        return tuple.items().iter().enumerate().try_for_each(|(at, value)| {
            vm.work_at(at)?;
            array.push(vm, value)
        });
    }
    if let Some(other) = initial.downcast::<Array>() {
        if other.code == array.code {
            return array.splice(vm, 0..0, other.as_slice());
        }
        let mut at = 0;
        while let Some(value) = other.get(vm, at)? {
            array.push(vm, &value)?;
            vm.work_at(at)?;
            at += 1;
        }
        return Ok(());
    }
    vm.for_each(initial, |vm, value| array.push(vm, &value))
}

/// `frombytes`.
pub(super) fn from_bytes(vm: &mut Vm, array: &Array, source: &Value) -> PyResult<()> {
    let data = bytes::buffer_argument(vm, source)?;
    if data.len() % array.item_size() != 0 {
        return Err(vm.value_error(format_args!("bytes length not a multiple of item size")));
    }
    append(vm, array, source, data)
}

/// Appends bytes of `source`, which may be the array itself.
fn append(vm: &mut Vm, array: &Array, source: &Value, data: &[u8]) -> PyResult<()> {
    let len = array.len();
    if matches!(source.kind(), kinds::BYTES | kinds::BYTEARRAY) {
        return array.splice(vm, len..len, data);
    }
    let mut copy = bytes::BytesBuilder::new(vm);
    copy.push(data)?;
    array.splice(vm, len..len, copy.data())
}

/// Appends the characters of a string.
pub(super) fn from_text(vm: &mut Vm, array: &Array, text: &Value) -> PyResult<()> {
    let Some(text) = text.downcast::<Str>() else { return Ok(()) };
    let mut data = bytes::BytesBuilder::new(vm);
    data.reserve(text.len().saturating_mul(4))?;
    for ch in text.chars() {
        data.push(&ch.to_le_bytes())?;
    }
    array.splice(vm, array.len()..array.len(), data.data())
}

/// `extend`, and `+=`.
pub(super) fn extend(vm: &mut Vm, array: &Array, values: &Value) -> PyResult<()> {
    let Some(other) = values.downcast::<Array>() else {
        return vm.for_each(values, |vm, value| array.push(vm, &value));
    };
    if other.code != array.code {
        return Err(vm.type_error(format_args!("can only extend with array of same kind")));
    }
    if std::ptr::eq(other, array) {
        return append(vm, array, values, other.as_slice());
    }
    array.splice(vm, array.len()..array.len(), other.as_slice())
}
