//! Methods of views.

use pitviper_object::{Obj, Value};

use super::access::{item_at, this};
use super::{MemoryView, base, released};
use crate::core::error::{Exc, PyResult};
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::bytes::BytesBuilder;
use crate::types::list::List;
use crate::types::slice::index_argument;
use crate::types::str::Str;

/// Appends the bytes that a view shows, row by row.
///
/// # Errors
/// ValueError for a released view, `MemoryError`.
pub fn collect(vm: &mut Vm, value: &Value, out: &mut BytesBuilder) -> PyResult<()> {
    let Some(view) = value.exact::<MemoryView>() else { return Ok(()) };
    let source = view.source(vm)?;
    let (layout, bytes) = (view.layout, base(&source));
    if layout.is_contiguous() {
        return match bytes.get(layout.start..).and_then(|rest| rest.get(..layout.bytes())) {
            Some(data) => out.push(data),
            None => Err(released(vm)),
        };
    }
    out.reserve(layout.bytes())?;
    for row in 0..layout.rows {
        vm.work_at(row)?;
        match bytes.get(layout.row(row)..).and_then(|rest| rest.get(..layout.unit)) {
            Some(data) => out.push(data)?,
            None => return Err(released(vm)),
        }
    }
    Ok(())
}

/// `tobytes(order)`.
pub(super) fn to_bytes(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [order] = args.behind_receiver().parse(vm, "tobytes", ["order"], 0, 0)?;
    let view = this(&args.values[0]);
    let mut fortran = false;
    if let Some(order) = order.filter(|order| !order.is_none()) {
        let Some(text) = order.downcast::<Str>() else {
            let kind = vm.argument_kind(order);
            return Err(vm.type_error(format_args!("tobytes() argument 'order' must be str or None, not {kind}")));
        };
        match text.as_ascii() {
            Some("C" | "A") => {}
            Some("F") => fortran = true,
            _ => return Err(vm.value_error(format_args!("order must be 'C', 'F' or 'A'"))),
        }
    }
    let mut out = BytesBuilder::new(vm);
    if fortran && view.layout.dimensions > 1 {
        collect_columns(vm, view, &mut out)?;
    } else {
        collect(vm, &args.values[0], &mut out)?;
    }
    out.finish()
}

/// The items with the first index running fastest.
fn collect_columns(vm: &mut Vm, view: &MemoryView, out: &mut BytesBuilder) -> PyResult<()> {
    let source = view.source(vm)?;
    let (layout, bytes, size) = (view.layout, base(&source), view.layout.format.size());
    for column in 0..layout.per_row() {
        vm.work_at(column)?;
        // The column's number, read with the first of its digits running fastest, is a place in the row.
        let (mut left, mut place, mut unit) = (column, 0, layout.unit);
        for len in view.inner() {
            let len = (len.as_small().unwrap_or(1) as usize).max(1);
            unit /= len;
            place += left % len * unit;
            left /= len;
        }
        for row in 0..layout.rows {
            vm.work_at(row)?;
            match bytes.get(layout.row(row) + place..).and_then(|rest| rest.get(..size)) {
                Some(data) => out.push(data)?,
                None => return Err(released(vm)),
            }
        }
    }
    Ok(())
}

/// The items in the `bytes` bytes from `offset` on, as lists nested by the dimensions `sizes`.
fn nested(vm: &mut Vm, view: &MemoryView, offset: usize, bytes: usize, sizes: &[Value]) -> PyResult {
    let Some((first, rest)) = sizes.split_first() else { return item_at(vm, view, offset) };
    let len = first.as_small().unwrap_or(0) as usize;
    let list = vm.new_list()?;
    let part = bytes / len.max(1);
    for index in 0..len {
        vm.work_at(index)?;
        let item = nested(vm, view, offset + index * part, part, rest)?;
        vm.list_push(&list, item)?;
    }
    Ok(list.into_value())
}

/// `tolist()`.
pub(super) fn to_list(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let view = this(&args.values[0]);
    drop(view.source(vm)?);
    let layout = view.layout;
    if layout.dimensions == 0 {
        return item_at(vm, view, layout.start);
    }
    let list: Obj<List> = vm.new_list()?;
    for row in 0..layout.rows {
        vm.work_at(row)?;
        let item = nested(vm, view, layout.row(row), layout.unit, view.inner())?;
        vm.list_push(&list, item)?;
    }
    Ok(list.into_value())
}

/// `hex(sep, bytes_per_sep)`.
pub(super) fn hex(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut out = BytesBuilder::new(vm);
    collect(vm, &args.values[0], &mut out)?;
    let bytes = out.finish()?;
    vm.with_first(&bytes, args.behind_receiver(), crate::types::bytes::hex)
}

/// `release()`.
pub(super) fn release(_: &mut Vm, args: Args<'_>) -> PyResult {
    this(&args.values[0]).release();
    Ok(Value::none())
}

/// `__enter__()`.
pub(super) fn enter(vm: &mut Vm, args: Args<'_>) -> PyResult {
    drop(this(&args.values[0]).source(vm)?);
    Ok(args.values[0].clone())
}

/// `count(value)`.
pub(super) fn count(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = vm.iter(&args.values[0])?;
    let mut count = 0usize;
    while let Some(item) = vm.next(&iterator)? {
        if item.is(&args.values[1]) || vm.eq(&item, &args.values[1])? {
            count += 1;
        }
    }
    vm.new_usize(count)
}

/// `index(value, start, stop)`.
pub(super) fn index(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let view = this(&args.values[0]);
    drop(view.source(vm)?);
    if view.layout.dimensions == 0 {
        return Err(vm.type_error(format_args!("invalid lookup on 0-dim memory")));
    }
    if view.layout.dimensions > 1 {
        let message = format_args!("multi-dimensional lookup is not implemented");
        return Err(vm.raise(Exc::NotImplementedError, message));
    }
    let len = view.layout.rows;
    let mut bounds = [0, isize::MAX];
    for (bound, value) in bounds.iter_mut().zip(&args.values[2..]) {
        *bound = index_argument(vm, value)?;
    }
    let [start, stop] =
        bounds.map(|bound| if bound < 0 { (bound + len as isize).max(0) as usize } else { bound as usize });
    for index in start..stop.min(len) {
        vm.work_at(index)?;
        let item = item_at(vm, view, view.layout.row(index))?;
        if item.is(&args.values[1]) || vm.eq(&item, &args.values[1])? {
            return vm.new_usize(index);
        }
    }
    Err(vm.value_error(format_args!("memoryview.index(x): x not found")))
}

/// `__buffer__(flags)` of everything bytes-like.
pub fn buffer(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let flags = vm.index_isize(&args.values[1])?;
    let view = super::of(vm, &args.values[0])?;
    if flags & 1 != 0 && this(&view).layout.readonly {
        let what = if args.values[0].exact::<MemoryView>().is_some() {
            "memoryview: underlying buffer is not writable"
        } else {
            "Object is not writable."
        };
        return Err(vm.raise(Exc::BufferError, format_args!("{what}")));
    }
    Ok(view)
}

/// `__release_buffer__(view)`.
pub fn release_buffer(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match args.values[1].exact::<MemoryView>() {
        Some(view) => view.release(),
        None => return Err(vm.type_error(format_args!("expected a memoryview object"))),
    }
    Ok(Value::none())
}
