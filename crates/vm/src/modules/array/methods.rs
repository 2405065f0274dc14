//! Methods of arrays.

use pitviper_object::Value;

use super::sequence::{find, list, text, wrap};
use super::{Array, Items, build, item, this};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::bytes::Bytes;
use crate::types::list::List;
use crate::types::slice::index_argument;
use crate::types::str::{Str, bad_argument};

pub(super) fn append(vm: &mut Vm, args: Args<'_>) -> PyResult {
    this(&args.values[0]).push(vm, &args.values[1])?;
    Ok(Value::none())
}

pub(super) fn extend(vm: &mut Vm, args: Args<'_>) -> PyResult {
    build::extend(vm, this(&args.values[0]), &args.values[1])?;
    Ok(Value::none())
}

/// The place of the items, as `id` gives places, and their number.
pub(super) fn buffer_info(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let place = vm.id(&args.values[0]);
    let place = vm.new_u64(place)?;
    let len = vm.new_usize(this(&args.values[0]).len())?;
    vm.new_tuple_from([place, len])
}

pub(super) fn byteswap(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = this(&args.values[0]);
    vm.worked(array.as_slice().len() / 64);
    array.change(Items {
        two: |items| items.iter_mut().for_each(|item| *item = item.swap_bytes()),
        four: |items| items.iter_mut().for_each(|item| *item = item.swap_bytes()),
        eight: |items| items.iter_mut().for_each(|item| *item = item.swap_bytes()),
        ..Items::NOTHING
    });
    Ok(Value::none())
}

pub(super) fn clear(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = this(&args.values[0]);
    array.splice(vm, 0..array.len(), &[])?;
    Ok(Value::none())
}

pub(super) fn count(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = this(&args.values[0]);
    let (mut at, mut found) = (0, 0);
    while let Some(place) = find(vm, array, &args.values[1], at, usize::MAX)? {
        found += 1;
        at = place + 1;
    }
    vm.new_usize(found)
}

pub(super) fn index(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = this(&args.values[0]);
    let bound = |vm: &mut Vm, value: Option<&Value>, default: isize| match value {
        Some(value) => index_argument(vm, value),
        None => Ok(default),
    };
    let start = bound(vm, args.values.get(2), 0)?;
    let stop = bound(vm, args.values.get(3), isize::MAX)?;
    let place = |index: isize| {
        let index = if index < 0 { index.saturating_add_unsigned(array.len()) } else { index };
        usize::try_from(index).unwrap_or(0)
    };
    match find(vm, array, &args.values[1], place(start), place(stop))? {
        Some(at) => vm.new_usize(at),
        None => Err(vm.value_error(format_args!("array.index(x): x not in array"))),
    }
}

pub(super) fn remove(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = this(&args.values[0]);
    match find(vm, array, &args.values[1], 0, usize::MAX)? {
        Some(at) => array.splice(vm, at..at + 1, &[])?,
        None => return Err(vm.value_error(format_args!("array.remove(x): x not in array"))),
    }
    Ok(Value::none())
}

pub(super) fn pop(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = this(&args.values[0]);
    let at = match args.values.get(1) {
        Some(at) => vm.index_isize(at)?,
        None => -1,
    };
    if array.is_empty() {
        return Err(vm.raise(Exc::IndexError, format_args!("pop from empty array")));
    }
    let found = match wrap(at, array.len()) {
        Some(at) => array.get(vm, at)?.map(|value| (at, value)),
        None => None,
    };
    let Some((at, value)) = found else {
        return Err(vm.raise(Exc::IndexError, format_args!("pop index out of range")));
    };
    array.splice(vm, at..at + 1, &[])?;
    Ok(value)
}

pub(super) fn insert(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = this(&args.values[0]);
    let at = vm.index_isize(&args.values[1])?;
    let data = item::write(vm, array.code, &args.values[2])?;
    let at = if at < 0 { at.saturating_add_unsigned(array.len()).max(0) } else { at };
    let at = (at as usize).min(array.len());
    array.splice(vm, at..at, &data[..array.item_size()])?;
    Ok(Value::none())
}

pub(super) fn reverse(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = this(&args.values[0]);
    vm.worked(array.as_slice().len() / 64);
    array.change(Items {
        one: <[u8]>::reverse,
        two: <[u16]>::reverse,
        four: <[u32]>::reverse,
        eight: <[u64]>::reverse,
    });
    Ok(Value::none())
}

pub(super) fn to_list(vm: &mut Vm, args: Args<'_>) -> PyResult {
    list(vm, this(&args.values[0]))
}

pub(super) fn to_bytes(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.new_bytes(this(&args.values[0]).as_slice())
}

pub(super) fn from_bytes(vm: &mut Vm, args: Args<'_>) -> PyResult {
    build::from_bytes(vm, this(&args.values[0]), &args.values[1])?;
    Ok(Value::none())
}

pub(super) fn from_list(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = this(&args.values[0]);
    let Some(values) = args.values[1].downcast::<List>() else {
        return Err(vm.type_error(format_args!("arg must be list")));
    };
    let (old, len) = (array.len(), values.len());
    let mut at = 0;
    while let Some(value) = values.get(at) {
        let added = array.push(vm, &value).and_then(|()| vm.work_at(at));
        let changed = values.len() != len;
        if changed || added.is_err() {
            let kept = added.err().map(|raised| vm.take_raised(raised));
            array.splice(vm, old..array.len(), &[])?;
            return Err(match kept {
                Some(error) => vm.reraise(error),
                None => vm.raise(Exc::RuntimeError, format_args!("list changed size during iteration")),
            });
        }
        at += 1;
    }
    Ok(Value::none())
}

#[cold]
fn not_text(vm: &mut Vm, method: &str) -> Raised {
    vm.value_error(format_args!("{method}() may only be called on unicode type arrays ('u' or 'w')"))
}

pub(super) fn from_unicode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = this(&args.values[0]);
    if args.values[1].downcast::<Str>().is_none() {
        return Err(bad_argument(vm, "fromunicode", "argument", "str", &args.values[1]));
    }
    if !item::is_text(array.code) {
        return Err(not_text(vm, "fromunicode"));
    }
    build::from_text(vm, array, &args.values[1])?;
    Ok(Value::none())
}

pub(super) fn to_unicode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = this(&args.values[0]);
    if !item::is_text(array.code) {
        return Err(not_text(vm, "tounicode"));
    }
    text(vm, array)
}

pub(super) fn from_file(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = this(&args.values[0]);
    let count = vm.index_isize(&args.values[2])?;
    let Ok(count) = usize::try_from(count) else { return Err(vm.value_error(format_args!("negative count"))) };
    let Some(wanted) = count.checked_mul(array.item_size()) else { return Err(vm.no_memory()) };
    let size = vm.new_usize(wanted)?;
    let data = vm.call_method(&args.values[1], &vm.names().read, &[size])?;
    let Some(given) = data.downcast::<Bytes>().map(Bytes::len) else {
        return Err(vm.type_error(format_args!("read() didn't return bytes")));
    };
    build::from_bytes(vm, array, &data)?;
    if given != wanted {
        return Err(vm.raise(Exc::EOFError, format_args!("read() didn't return enough bytes")));
    }
    Ok(Value::none())
}

pub(super) fn to_file(vm: &mut Vm, args: Args<'_>) -> PyResult {
    const BLOCK: usize = 64 << 10;
    let array = this(&args.values[0]);
    let mut at = 0;
    while at < array.as_slice().len() {
        let rest = array.as_slice().get(at..).unwrap_or(&[]);
        let part = vm.new_bytes(rest.get(..BLOCK).unwrap_or(rest))?;
        vm.call_method(&args.values[1], &vm.names().write, &[part])?;
        at += BLOCK;
    }
    Ok(Value::none())
}

pub(super) fn copy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = this(&args.values[0]);
    Ok(Array::of(vm, array.code, array.as_slice())?.into_value())
}

pub(super) fn size_of(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = this(&args.values[0]);
    vm.new_usize(size_of_val(array) + array.room.get())
}
