//! `memory_iterator`.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::MemoryView;
use super::access::{item_at, this, without_dimensions};
use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::iterators::{itself, receiver};

/// A view and a position.
#[repr(C)]
pub struct MemoryIterator {
    /// Count, shape, flags.
    pub header: Header,
    /// The view; nothing once exhausted.
    view: ValueCell,
    index: Cell<usize>,
}

object!(MemoryIterator, kinds::MEMORY_ITERATOR, view);

pub(super) fn iter(vm: &mut Vm, value: &Value) -> PyResult {
    let view = this(value);
    drop(view.source(vm)?);
    match view.layout.dimensions {
        0 => return Err(without_dimensions(vm)),
        1 => {}
        _ => {
            let message = format_args!("multi-dimensional sub-views are not implemented");
            return Err(vm.raise(Exc::NotImplementedError, message));
        }
    }
    let header = Header::new(u32::from(kinds::MEMORY_ITERATOR), TRACKED);
    let iterator = MemoryIterator { header, view: value.clone().into(), index: Cell::new(0) };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, iterator)?.into_value())
}

fn next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    // SAFETY: the function is in this type's table.
    let iterator: &MemoryIterator = unsafe { receiver(value) };
    let Some(view) = iterator.view.get_obj::<MemoryView>() else { return Ok(None) };
    let index = iterator.index.get();
    if index >= view.layout.rows {
        iterator.view.set(None);
        return Ok(None);
    }
    let item = item_at(vm, &view, view.layout.row(index))?;
    iterator.index.set(index + 1);
    Ok(Some(item))
}

static SLOTS: Slots = Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY };

/// The type.
pub static ITERATOR: TypeSpec = TypeSpec {
    name: "memory_iterator",
    module: "builtins",
    kind: kinds::MEMORY_ITERATOR,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &SLOTS,
    methods: &[],
    getset: &[],
    page: PageKind::Container,
    slot: <MemoryIterator as Traverse>::slot,
    finish: None,
    size: fixed_size::<MemoryIterator>,
};
