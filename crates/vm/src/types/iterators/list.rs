//! `list_iterator` and `list_reverseiterator`: a list and a position. The list may change meanwhile.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::{builtin, builtin_iter, itself, receiver, reduce_indexed, size_argument};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::list::List;

/// Forwards.
#[repr(C)]
pub struct ListIterator {
    /// Count, shape, flags.
    pub header: Header,
    /// Index of the next item.
    pub index: Cell<u64>,
    /// The list; nothing once exhausted.
    pub list: ValueCell,
}

object!(ListIterator, kinds::LIST_ITERATOR, list);

/// Backwards.
#[repr(C)]
pub struct ListReverseIterator {
    /// Count, shape, flags.
    pub header: Header,
    /// Items left: one more than the next item's index.
    pub left: Cell<u64>,
    /// The list; nothing once exhausted.
    pub list: ValueCell,
}

object!(ListReverseIterator, kinds::LIST_REVERSE_ITERATOR, list);

impl ListIterator {
    /// The next item. Runs no Python.
    #[inline]
    pub fn step(&self) -> Option<Value> {
        // SAFETY: the cell is written only after the last use of the reference.
        let list = unsafe { self.list.as_ref_unchecked()?.cast_unchecked::<List>() };
        let index = self.index.get();
        match list.get(index as usize) {
            Some(item) => {
                self.index.set(index + 1);
                Some(item)
            }
            None => {
                self.list.set(None);
                None
            }
        }
    }
}

impl ListReverseIterator {
    /// The next item. Runs no Python.
    #[inline]
    pub fn step(&self) -> Option<Value> {
        // SAFETY: the cell is written only after the last use of the reference.
        let list = unsafe { self.list.as_ref_unchecked()?.cast_unchecked::<List>() };
        let item = self.left.get().checked_sub(1).and_then(|index| list.get(index as usize));
        match item {
            Some(_) => self.left.set(self.left.get() - 1),
            None => self.list.set(None),
        }
        item
    }
}

fn forward(value: &Value) -> &ListIterator {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

fn backward(value: &Value) -> &ListReverseIterator {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

/// `iter(list)`.
///
/// # Errors
/// `MemoryError`.
pub fn iter(vm: &mut Vm, list: &Value) -> PyResult {
    let header = Header::new(u32::from(kinds::LIST_ITERATOR), TRACKED);
    let iterator = ListIterator { header, index: Cell::new(0), list: list.clone().into() };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, iterator)?.into_value())
}

/// `reversed(list)`.
///
/// # Errors
/// `MemoryError`.
pub fn reversed(vm: &mut Vm, list: &Value) -> PyResult {
    let header = Header::new(u32::from(kinds::LIST_REVERSE_ITERATOR), TRACKED);
    let left = list.downcast::<List>().map_or(0, List::len);
    let iterator = ListReverseIterator { header, left: Cell::new(left as u64), list: list.clone().into() };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, iterator)?.into_value())
}

fn length_hint(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = forward(&args.values[0]);
    let left = match iterator.list.get_obj::<List>() {
        Some(list) => (list.len() as u64).saturating_sub(iterator.index.get()),
        None => 0,
    };
    vm.new_u64(left)
}

fn reverse_length_hint(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = backward(&args.values[0]);
    let left = match iterator.list.get_obj::<List>() {
        Some(list) if list.len() as u64 >= iterator.left.get() => iterator.left.get(),
        _ => 0,
    };
    vm.new_u64(left)
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = forward(&args.values[0]);
    let function = builtin_iter(vm)?;
    let empty = vm.new_list()?.into_value();
    reduce_indexed(vm, function, iterator.list.get(), empty, iterator.index.get() as i64)
}

fn set_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let index = size_argument(vm, &args.values[1])?;
    let iterator = forward(&args.values[0]);
    if let Some(list) = iterator.list.get_obj::<List>() {
        iterator.index.set((index.max(0) as u64).min(list.len() as u64));
    }
    Ok(Value::none())
}

fn reverse_reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = backward(&args.values[0]);
    let function = builtin(vm, "reversed")?;
    let empty = vm.new_list()?.into_value();
    reduce_indexed(vm, function, iterator.list.get(), empty, iterator.left.get() as i64 - 1)
}

fn reverse_set_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let index = size_argument(vm, &args.values[1])?;
    let iterator = backward(&args.values[0]);
    if let Some(list) = iterator.list.get_obj::<List>() {
        iterator.left.set(index.saturating_add(1).clamp(0, list.len() as isize) as u64);
    }
    Ok(Value::none())
}

static SLOTS: Slots = Slots { iter: Some(itself), next: Some(|_, value| Ok(forward(value).step())), ..Slots::EMPTY };
static REVERSE_SLOTS: Slots =
    Slots { iter: Some(itself), next: Some(|_, value| Ok(backward(value).step())), ..Slots::EMPTY };

/// The type of `iter([])`.
pub static LIST_ITERATOR: TypeSpec = TypeSpec {
    name: "list_iterator",
    module: "builtins",
    kind: kinds::LIST_ITERATOR,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &SLOTS,
    methods: &[
        Method::new("__length_hint__", length_hint, 0, 0).doc("Items that are left, as far as known."),
        Method::new("__reduce__", reduce, 0, 0).doc("What pickling needs."),
        Method::new("__setstate__", set_state, 1, 1).doc("Sets the position."),
    ],
    getset: &[],
    page: PageKind::Container,
    slot: <ListIterator as Traverse>::slot,
    finish: None,
    size: fixed_size::<ListIterator>,
};

/// The type of `reversed([])`.
pub static LIST_REVERSE_ITERATOR: TypeSpec = TypeSpec {
    name: "list_reverseiterator",
    module: "builtins",
    kind: kinds::LIST_REVERSE_ITERATOR,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &REVERSE_SLOTS,
    methods: &[
        Method::new("__length_hint__", reverse_length_hint, 0, 0).doc("Items that are left, as far as known."),
        Method::new("__reduce__", reverse_reduce, 0, 0).doc("What pickling needs."),
        Method::new("__setstate__", reverse_set_state, 1, 1).doc("Sets the position."),
    ],
    getset: &[],
    page: PageKind::Container,
    slot: <ListReverseIterator as Traverse>::slot,
    finish: None,
    size: fixed_size::<ListReverseIterator>,
};
