//! Pickling: the items as bytes with a number that says what machine wrote them.

use pitviper_object::Value;

use super::build::{from_bytes, instance, known, typecode};
use super::sequence::list;
use super::{item, kind, this};
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::bytes::{Bytes, BytesBuilder};
use crate::types::iterators::{as_i64, type_value};
use crate::types::memoryview::item::{Class, MAX_SIZE, read};
use crate::types::str::Str;
use crate::types::typ::Type;

/// A machine format: bytes of an item, what it is, and whether the lowest byte comes first.
#[derive(Clone, Copy, PartialEq)]
struct Machine {
    size: usize,
    class: Option<Class>,
    little: bool,
}

/// The machine format of a number.
fn machine(number: i64) -> Option<Machine> {
    let (size, class) = match number {
        0 => (1, Some(Class::Unsigned)),
        1 => (1, Some(Class::Signed)),
        2 | 3 => (2, Some(Class::Unsigned)),
        4 | 5 => (2, Some(Class::Signed)),
        6 | 7 => (4, Some(Class::Unsigned)),
        8 | 9 => (4, Some(Class::Signed)),
        10 | 11 => (8, Some(Class::Unsigned)),
        12 | 13 => (8, Some(Class::Signed)),
        14 | 15 => (4, Some(Class::Float)),
        16 | 17 => (8, Some(Class::Float)),
        18 | 19 => (2, None),
        20 | 21 => (4, None),
        _ => return None,
    };
    Some(Machine { size, class, little: number < 2 || number % 2 == 0 })
}

/// The number of a typecode's format on this machine.
fn native(code: u8) -> i64 {
    let own = Machine { size: item::size(code), class: item::class(code), little: true };
    (0..=21).find(|number| machine(*number) == Some(own)).unwrap_or(0)
}

/// `__reduce_ex__(protocol)`.
pub(super) fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = this(&args.values[0]);
    let Some(protocol) = as_i64(&args.values[1]) else {
        return Err(vm.type_error(format_args!("__reduce_ex__ argument should be an integer")));
    };
    let class = vm.get_attr(&args.values[0], &vm.names().__class__)?;
    let dict = vm.get_attr_opt(&args.values[0], &vm.names().__dict__)?.unwrap_or_else(Value::none);
    let code = vm.new_char(array.code.into())?;
    if protocol < 3 {
        let items = list(vm, array)?;
        let arguments = vm.new_tuple_from([code, items])?;
        return vm.new_tuple_from([class, arguments, dict]);
    }
    let name = vm.intern("array")?;
    let module = crate::import::import_absolute(vm, &name)?;
    let name = vm.intern("_array_reconstructor")?;
    let function = vm.get_attr(&module, &name)?;
    let items = vm.new_bytes(array.as_slice())?;
    let arguments = vm.new_tuple_from([class, code, Value::small(native(array.code)), items])?;
    vm.new_tuple_from([function, arguments, dict])
}

/// `_array_reconstructor(arraytype, typecode, mformat_code, items, /)`.
pub(super) fn reconstruct(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [class, code, number, items] = args.values else { return Ok(Value::none()) };
    let ch = typecode(vm, "_array_reconstructor", 2, code)?;
    let number = vm.index_isize(number)? as i64;
    let Some(own) = class.downcast::<Type>() else {
        let kind = vm.argument_kind(class);
        return Err(vm.type_error(format_args!("first argument must be a type object, not {kind}")));
    };
    let array_type = type_value(vm, kind::ARRAY);
    if !own.mro().iter().any(|ancestor| ancestor.is(&array_type)) {
        let name = own.short_name();
        return Err(vm.type_error(format_args!("{name} is not a subtype of array.array")));
    }
    let Some(code) = known(ch) else {
        return Err(vm.value_error(format_args!("second argument must be a valid type code")));
    };
    let Some(format) = machine(number) else {
        return Err(vm.value_error(format_args!("third argument must be a valid machine format code.")));
    };
    let Some(data) = items.downcast::<Bytes>() else {
        let kind = vm.type_name(items);
        return Err(vm.type_error(format_args!("fourth argument should be bytes, not {kind}")));
    };
    if native(code) == number {
        let array = instance(vm, class, code)?;
        from_bytes(vm, &array, items)?;
        return Ok(array.into_value());
    }
    if data.len() % format.size != 0 {
        return Err(vm.value_error(format_args!("bytes length not a multiple of item size")));
    }
    convert(vm, class, code, format, items)
}

/// Items of another machine's format, one by one.
fn convert(vm: &mut Vm, class: &Value, code: u8, format: Machine, items: &Value) -> PyResult {
    let Some(what) = format.class else { return characters(vm, class, code, format, items) };
    let fitting = item::CODES
        .bytes()
        .rfind(|code| what != Class::Float && item::size(*code) == format.size && item::class(*code) == Some(what));
    let array = instance(vm, class, fitting.unwrap_or(code))?;
    let data = items.downcast::<Bytes>().map_or(&[][..], Bytes::as_slice);
    for bytes in data.chunks(format.size) {
        let mut turned = [0; MAX_SIZE];
        let Some(turned) = turned.get_mut(..bytes.len()) else { break };
        turned.copy_from_slice(bytes);
        if !format.little {
            turned.reverse();
        }
        let value = read(vm, what, turned)?;
        array.push(vm, &value)?;
    }
    Ok(array.into_value())
}

/// Characters in UTF-16 or UTF-32.
fn characters(vm: &mut Vm, class: &Value, code: u8, format: Machine, items: &Value) -> PyResult {
    let name = match (format.size, format.little) {
        (2, true) => "utf-16-le",
        (2, false) => "utf-16-be",
        (_, true) => "utf-32-le",
        _ => "utf-32-be",
    };
    let name = vm.new_str(name)?;
    let text = crate::types::str::codec::decode(vm, items, name.downcast::<Str>(), None)?;
    let array = instance(vm, class, code)?;
    let mut data = BytesBuilder::new(vm);
    if item::is_text(code) {
        for ch in text.downcast::<Str>().map_or(pitviper_text::Chars::One(&[]), Str::chars) {
            data.push(&ch.to_le_bytes())?;
        }
    }
    array.splice(vm, 0..0, data.data())?;
    Ok(array.into_value())
}
