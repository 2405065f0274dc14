//! Items and slices of a view.

use pitviper_object::Value;

use super::item::{self, Format};
use super::{Layout, MemoryView, base, create, released, write};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::bytes::{BytesBuilder, required};
use crate::types::iterators::receiver;
use crate::types::slice::{self, Slice, has_index};
use crate::types::tuple::Tuple;

/// A receiver.
pub(super) fn this(value: &Value) -> &MemoryView {
    // SAFETY: the functions in the type's tables are only called with views.
    unsafe { receiver(value) }
}

/// Fails when items cannot be read one by one.
fn readable(vm: &mut Vm, format: Format) -> PyResult<(usize, item::Class)> {
    match item::native(format.code) {
        Some(found) => Ok(found),
        None => Err(vm.raise(Exc::NotImplementedError, format_args!("memoryview: format {format} not supported"))),
    }
}

/// The item at an offset.
pub(super) fn item_at(vm: &mut Vm, view: &MemoryView, offset: usize) -> PyResult {
    let (size, class) = readable(vm, view.layout.format)?;
    let source = view.source(vm)?;
    match base(&source).get(offset..).and_then(|rest| rest.get(..size)) {
        Some(data) => item::read(vm, class, data),
        None => Err(released(vm)),
    }
}

fn set_item_at(vm: &mut Vm, view: &MemoryView, offset: usize, value: &Value) -> PyResult<()> {
    let (size, class) = readable(vm, view.layout.format)?;
    let data = match item::write(vm, class, size, value) {
        Ok(data) => data,
        Err(misfit) => return Err(item::complain(vm, misfit, view.layout.format)),
    };
    // Converting the value may have released the view.
    let source = view.source(vm)?;
    write(&source, offset, &data[..size]);
    Ok(())
}

#[cold]
fn out_of_bounds(vm: &mut Vm, dimension: usize) -> Raised {
    vm.raise(Exc::IndexError, format_args!("index out of bounds on dimension {dimension}"))
}

#[cold]
fn unimplemented(vm: &mut Vm, what: &str) -> Raised {
    vm.raise(Exc::NotImplementedError, format_args!("{what}"))
}

#[cold]
pub(super) fn without_dimensions(vm: &mut Vm) -> Raised {
    vm.type_error(format_args!("invalid indexing of 0-dim memory"))
}

fn wrap(index: isize, len: usize) -> Option<usize> {
    let index = if index < 0 { index.checked_add(len as isize)? } else { index };
    usize::try_from(index).ok().filter(|index| *index < len)
}

/// Where the item of a single index lies.
fn offset_of_index(vm: &mut Vm, view: &MemoryView, key: &Value) -> PyResult<usize> {
    let index = vm.index_isize(key)?;
    match view.layout.dimensions {
        0 => Err(without_dimensions(vm)),
        1 => match wrap(index, view.layout.rows) {
            Some(index) => Ok(view.layout.row(index)),
            None => Err(out_of_bounds(vm, 1)),
        },
        _ => Err(unimplemented(vm, "multi-dimensional sub-views are not implemented")),
    }
}

/// Where the item of one index per dimension lies.
fn offset_of_tuple(vm: &mut Vm, view: &MemoryView, key: &Tuple) -> PyResult<usize> {
    let (dimensions, given) = (view.layout.dimensions as usize, key.len());
    if given < dimensions {
        return Err(unimplemented(vm, "sub-views are not implemented"));
    }
    if given > dimensions {
        return Err(vm.type_error(format_args!("cannot index {dimensions}-dimension view with {given}-element tuple")));
    }
    let mut offset = view.layout.start;
    let mut unit = view.layout.unit;
    for (dimension, index) in key.items().iter().enumerate() {
        let index = vm.index_isize(index)?;
        let len = match dimension.checked_sub(1) {
            None => view.layout.rows,
            Some(inner) => view.inner().get(inner).and_then(Value::as_small).unwrap_or(0) as usize,
        };
        let Some(index) = wrap(index, len) else { return Err(out_of_bounds(vm, dimension + 1)) };
        if dimension == 0 {
            offset = view.layout.row(index);
        } else {
            unit /= len.max(1);
            offset += index * unit;
        }
    }
    Ok(offset)
}

/// What kind of key it is.
enum Key<'a> {
    Item(usize),
    Slice(&'a Slice),
}

fn resolve<'a>(vm: &mut Vm, view: &MemoryView, key: &'a Value) -> PyResult<Key<'a>> {
    if view.layout.dimensions == 0 {
        return match key.downcast::<Tuple>() {
            Some(tuple) if tuple.is_empty() => Ok(Key::Item(view.layout.start)),
            _ => Err(without_dimensions(vm)),
        };
    }
    if has_index(vm, key) {
        return offset_of_index(vm, view, key).map(Key::Item);
    }
    if let Some(slice) = key.exact::<Slice>() {
        return Ok(Key::Slice(slice));
    }
    if let Some(tuple) = key.downcast::<Tuple>() {
        let items = tuple.items();
        if items.iter().all(|part| has_index(vm, part)) {
            return offset_of_tuple(vm, view, tuple).map(Key::Item);
        }
        if !items.is_empty() && items.iter().all(|part| part.exact::<Slice>().is_some()) {
            return Err(unimplemented(vm, "multi-dimensional slicing is not implemented"));
        }
    }
    Err(vm.type_error(format_args!("memoryview: invalid slice key")))
}

/// The rows of a slice.
fn sliced(vm: &mut Vm, layout: Layout, slice: &Slice) -> PyResult<Layout> {
    let (start, _, step, rows) = slice::resolve(vm, slice, layout.rows)?;
    let offset = layout.stride.wrapping_mul(start);
    Ok(Layout {
        // No rows may begin before the first.
        start: if rows == 0 { layout.start } else { layout.start.wrapping_add_signed(offset) },
        rows,
        stride: layout.stride.wrapping_mul(step),
        ..layout
    })
}

pub(super) fn get_item(vm: &mut Vm, value: &Value, key: &Value) -> PyResult {
    let view = this(value);
    drop(view.source(vm)?);
    if view.layout.dimensions == 0 && key.kind() == kinds::ELLIPSIS {
        return Ok(value.clone());
    }
    match resolve(vm, view, key)? {
        Key::Item(offset) => item_at(vm, view, offset),
        Key::Slice(slice) => {
            let layout = sliced(vm, view.layout, slice)?;
            let source = view.source(vm)?;
            create(vm, source, view.inner.clone(), layout)
        }
    }
}

pub(super) fn set_item(vm: &mut Vm, value: &Value, key: &Value, item: Option<Value>) -> PyResult<()> {
    let view = this(value);
    drop(view.source(vm)?);
    if view.layout.readonly {
        return Err(vm.type_error(format_args!("cannot modify read-only memory")));
    }
    let Some(item) = item else { return Err(vm.type_error(format_args!("cannot delete memory"))) };
    if view.layout.dimensions == 0 && key.kind() == kinds::ELLIPSIS {
        return set_item_at(vm, view, view.layout.start, &item);
    }
    if view.layout.dimensions > 1 && !has_index(vm, key) && key.exact::<Slice>().is_some() {
        let message = "memoryview slice assignments are currently restricted to ndim = 1";
        return Err(unimplemented(vm, message));
    }
    if view.layout.dimensions > 1 && has_index(vm, key) {
        return Err(unimplemented(vm, "sub-views are not implemented"));
    }
    match resolve(vm, view, key)? {
        Key::Item(offset) => set_item_at(vm, view, offset, &item),
        Key::Slice(slice) => {
            let layout = sliced(vm, view.layout, slice)?;
            assign(vm, view, layout, &item)
        }
    }
}

/// Writes the items of a bytes-like object over a slice.
fn assign(vm: &mut Vm, view: &MemoryView, layout: Layout, item: &Value) -> PyResult<()> {
    let (format, dimensions) = match item.exact::<MemoryView>() {
        Some(other) => (other.layout.format, other.layout.dimensions),
        None => (super::format_of(item), 1),
    };
    let mut copy = BytesBuilder::new(vm);
    if item.exact::<MemoryView>().is_some() {
        super::collect(vm, item, &mut copy)?;
    } else {
        match crate::types::bytes::borrow(item) {
            Some(data) => copy.push(data)?,
            None => return Err(required(vm, item)),
        }
    }
    if format.code != layout.format.code || dimensions != 1 || copy.len() != layout.bytes() {
        return Err(vm.value_error(format_args!("memoryview assignment: lvalue and rvalue have different structures")));
    }
    let (source, data, unit) = (view.source(vm)?, copy.data(), layout.unit);
    if layout.is_contiguous() {
        vm.worked(data.len() / 64);
        write(&source, layout.start, data);
        return Ok(());
    }
    vm.change(layout.rows, |rows| {
        for row in rows {
            write(&source, layout.row(row), &data[row * unit..(row + 1) * unit]);
        }
    })
}

pub(super) fn len(vm: &mut Vm, value: &Value) -> PyResult<usize> {
    let view = this(value);
    drop(view.source(vm)?);
    if view.layout.dimensions == 0 {
        return Err(vm.type_error(format_args!("0-dim memory has no length")));
    }
    Ok(view.layout.rows)
}
