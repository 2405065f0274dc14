//! Special methods of byte arrays.

use pitviper_object::Value;
use pitviper_text::repr::bytearray_body;

use super::change::{remove_stride, resize, splice, splice_value};
use super::{ByteArray, create, from_builder};
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, BinOp};
use crate::core::vm::Vm;
use crate::types::bytes::{self, BytesBuilder, borrow};
use crate::types::iterators::receiver;
use crate::types::portions;
use crate::types::slice::{self, Bounds, Slice, has_index};
use crate::types::str::StrBuilder;
use crate::types::tuple::methods::{is_repeat_count, repeat_count};
use crate::types::typ::Type;

/// A receiver.
pub(super) fn this(value: &Value) -> &ByteArray {
    // SAFETY: the functions in the type's tables are only called with byte arrays.
    unsafe { receiver(value) }
}

pub(super) fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match args.values.first().and_then(Value::downcast::<Type>).filter(|class| class.root.get() != 0) {
        Some(class) => {
            let block = vm.allocate_instance(class, size_of::<ByteArray>())?;
            // SAFETY: all-zero is an empty byte array; the one reference is this value's.
            Ok(unsafe { Value::from_owned(block) })
        }
        None => create(vm, b""),
    }
}

pub(super) fn init(vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
    let array = this(&args.values[0]);
    let [source, encoding, errors] =
        args.behind_receiver().parse(vm, "bytearray", ["source", "encoding", "errors"], 0, 0)?;
    if !array.is_empty() {
        resize(vm, array, 0)?;
    }
    let made = if let Some(text) = bytes::encoded(vm, "bytearray", source, encoding, errors)? {
        let mut out = BytesBuilder::new(vm);
        out.push(borrow(&text).unwrap_or(&[]))?;
        out
    } else {
        let Some(source) = source else { return Ok(()) };
        if source.kind() == kinds::STR {
            return Err(vm.type_error(format_args!("string argument without an encoding")));
        }
        match bytes::count(vm, source)? {
            Some(count) => bytes::zeros(vm, count)?,
            None => bytes::collect(vm, source, "bytearray")?,
        }
    };
    array.check_exports(vm)?;
    array.take(made);
    Ok(())
}

pub(super) fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let mut out = StrBuilder::new(vm);
    out.push_str(vm.type_name(value))?;
    out.push_text("(")?;
    bytearray_body(this(value).as_slice(), &mut out)?;
    out.push_text(")")?;
    out.finish()
}

fn repeat(vm: &mut Vm, value: &Value, times: &Value) -> PyResult {
    let times = repeat_count(vm, times)?;
    let own = this(value).as_slice();
    let len = bytes::repeat_length(vm, own.len(), times)?;
    let mut out = BytesBuilder::new(vm);
    out.reserve(len)?;
    match own {
        [byte] => out.push_repeated(*byte, len)?,
        _ => {
            for _ in 0..if own.is_empty() { 0 } else { times } {
                out.push(own)?;
            }
        }
    }
    from_builder(vm, out)
}

pub(super) fn binary(vm: &mut Vm, op: BinOp, left: &Value, right: &Value) -> PyResult {
    match op {
        BinOp::Add if left.kind() == kinds::BYTEARRAY => {
            let (x, Some(y)) = (this(left).as_slice(), borrow(right)) else { return Ok(Value::not_implemented()) };
            let mut out = BytesBuilder::new(vm);
            let Some(len) = x.len().checked_add(y.len()) else { return Err(vm.no_memory()) };
            out.reserve(len)?;
            out.push(x)?;
            out.push(y)?;
            from_builder(vm, out)
        }
        BinOp::Mul => {
            let (value, times) = if left.kind() == kinds::BYTEARRAY { (left, right) } else { (right, left) };
            if is_repeat_count(vm, times) { repeat(vm, value, times) } else { Ok(Value::not_implemented()) }
        }
        BinOp::Mod if left.kind() == kinds::BYTEARRAY => bytes::format_bytes(vm, left, right),
        _ => Ok(Value::not_implemented()),
    }
}

pub(super) fn in_place(vm: &mut Vm, op: BinOp, left: &Value, right: &Value) -> PyResult {
    let array = this(left);
    match op {
        BinOp::Add => {
            if borrow(right).is_none() {
                let (name, own) = (vm.type_name(right), vm.type_name(left));
                return Err(vm.type_error(format_args!("can't concat {name} to {own}")));
            }
            splice_value(vm, array, array.len()..array.len(), right)?;
        }
        BinOp::Mul => {
            if !is_repeat_count(vm, right) {
                return Ok(Value::not_implemented());
            }
            repeat_in_place(vm, array, right)?;
        }
        _ => return Ok(Value::not_implemented()),
    }
    Ok(left.clone())
}

fn repeat_in_place(vm: &mut Vm, array: &ByteArray, times: &Value) -> PyResult<()> {
    let times = repeat_count(vm, times)?;
    let unit = array.len();
    let len = bytes::repeat_length(vm, unit, times)?;
    if len == unit {
        return Ok(());
    }
    resize(vm, array, len)?;
    // SAFETY: `unit` bytes are written, and there is room for `len`.
    unsafe { portions::repeat(&mut vm.heap, array.place(), unit, len)? };
    Ok(())
}

pub(super) fn get_item(vm: &mut Vm, value: &Value, key: &Value) -> PyResult {
    let array = this(value);
    if let Some(slice) = key.exact::<Slice>() {
        let bounds = slice::unpack(vm, slice)?;
        let own = array.as_slice();
        let (start, _, step, count) = bounds.clamp(own.len());
        if step == 1 {
            let start = start.max(0) as usize;
            return create(vm, own.get(start..start + count).unwrap_or(&[]));
        }
        let mut out = BytesBuilder::new(vm);
        out.reserve(count)?;
        let mut at = start;
        out.push_each(count, || {
            let byte = own.get(at as usize).copied().unwrap_or(0);
            at = at.wrapping_add(step);
            byte
        })?;
        return from_builder(vm, out);
    }
    match place(vm, array, key)? {
        Some(index) => Ok(Value::small(array.as_slice().get(index).map_or(0, |byte| i64::from(*byte)))),
        None => Err(vm.raise(Exc::IndexError, format_args!("bytearray index out of range"))),
    }
}

/// The index that a key means; `None` when it is outside.
fn place(vm: &mut Vm, array: &ByteArray, key: &Value) -> PyResult<Option<usize>> {
    let index = bytes::index_of(vm, key, "bytearray")?;
    let index = if index < 0 { index.saturating_add(array.len() as i64) } else { index };
    Ok(usize::try_from(index).ok().filter(|index| *index < array.len()))
}

pub(super) fn set_item(vm: &mut Vm, value: &Value, key: &Value, item: Option<Value>) -> PyResult<()> {
    let array = this(value);
    if let Some(slice) = key.exact::<Slice>() {
        let bounds = slice::unpack(vm, slice)?;
        return match item {
            Some(source) => set_slice(vm, array, bounds, &source),
            None => delete_slice(vm, array, bounds),
        };
    }
    let index = bytes::index_of(vm, key, "bytearray")?;
    let byte = match &item {
        Some(item) => Some(bytes::byte_argument(vm, item)?),
        None => None,
    };
    // Reading the byte may have changed the length.
    let index = if index < 0 { index.saturating_add(array.len() as i64) } else { index };
    match usize::try_from(index).ok().filter(|index| *index < array.len()) {
        Some(index) => match byte {
            Some(byte) => {
                array.set(index, byte);
                Ok(())
            }
            None => splice(vm, array, index..index + 1, b""),
        },
        None => Err(vm.raise(Exc::IndexError, format_args!("bytearray index out of range"))),
    }
}

/// Whether a value is something whose bytes a slice can be set to.
fn slice_source(vm: &mut Vm, source: &Value) -> PyResult<Value> {
    if borrow(source).is_some() {
        return Ok(source.clone());
    }
    let names = vm.names();
    let number = has_index(vm, source)
        || vm.lookup_special(source, &names.__float__).is_some()
        || vm.lookup_special(source, &names.__int__).is_some();
    if source.kind() == kinds::STR || number {
        let message = format_args!("can assign only bytes, buffers, or iterables of ints in range(0, 256)");
        return Err(vm.type_error(message));
    }
    let made = bytes::collect(vm, source, "bytearray")?;
    from_builder(vm, made)
}

fn set_slice(vm: &mut Vm, array: &ByteArray, bounds: Bounds, source: &Value) -> PyResult<()> {
    let source = slice_source(vm, source)?;
    let (start, _, step, count) = bounds.clamp(array.len());
    if step == 1 {
        let start = start.max(0) as usize;
        return splice_value(vm, array, start..start + count, &source);
    }
    let mut copy = BytesBuilder::new(vm);
    copy.push(borrow(&source).unwrap_or(&[]))?;
    if copy.is_empty() {
        return delete_slice(vm, array, bounds);
    }
    if copy.len() != count {
        let given = copy.len();
        return Err(
            vm.value_error(format_args!("attempt to assign bytes of size {given} to extended slice of size {count}"))
        );
    }
    let data = copy.data();
    vm.change(count, |part| {
        for turn in part {
            array.set(start.wrapping_add(step.wrapping_mul(turn as isize)) as usize, data[turn]);
        }
    })
}

fn delete_slice(vm: &mut Vm, array: &ByteArray, bounds: Bounds) -> PyResult<()> {
    let (start, _, step, count) = bounds.clamp(array.len());
    if count == 0 {
        return Ok(());
    }
    if step == 1 {
        let start = start.max(0) as usize;
        return splice(vm, array, start..start + count, b"");
    }
    let (first, stride) = if step < 0 {
        (start + step * (count as isize - 1), step.unsigned_abs())
    } else {
        (start, step.unsigned_abs())
    };
    remove_stride(vm, array, first.max(0) as usize, stride, count)
}
