//! `tuple_iterator`: a tuple and a position.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::{builtin_iter, itself, receiver, reduce_indexed, size_argument};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::tuple::Tuple;

/// Forwards over a tuple.
#[repr(C)]
pub struct TupleIterator {
    /// Count, shape, flags.
    pub header: Header,
    /// Index of the next item.
    pub index: Cell<u64>,
    /// The tuple; nothing once exhausted.
    pub tuple: ValueCell,
}

object!(TupleIterator, kinds::TUPLE_ITERATOR, tuple);

impl TupleIterator {
    /// The next item. Runs no Python.
    #[inline]
    pub fn step(&self) -> Option<Value> {
        // SAFETY: the cell is written only after the last use of the reference.
        let tuple = unsafe { self.tuple.as_ref_unchecked()?.cast_unchecked::<Tuple>() };
        let index = self.index.get();
        match tuple.items().get(index as usize) {
            Some(item) => {
                self.index.set(index + 1);
                Some(item.clone())
            }
            None => {
                self.tuple.set(None);
                None
            }
        }
    }
}

fn this(value: &Value) -> &TupleIterator {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

/// `iter(tuple)`.
///
/// # Errors
/// `MemoryError`.
pub fn iter(vm: &mut Vm, tuple: &Value) -> PyResult {
    let header = Header::new(u32::from(kinds::TUPLE_ITERATOR), TRACKED);
    let iterator = TupleIterator { header, index: Cell::new(0), tuple: tuple.clone().into() };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, iterator)?.into_value())
}

fn length_hint(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = this(&args.values[0]);
    let len = iterator.tuple.get_obj::<Tuple>().map_or(0, |tuple| tuple.len() as u64);
    vm.new_u64(len.saturating_sub(iterator.index.get()))
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = this(&args.values[0]);
    let function = builtin_iter(vm)?;
    let empty = vm.new_tuple(&[])?;
    reduce_indexed(vm, function, iterator.tuple.get(), empty, iterator.index.get() as i64)
}

fn set_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let index = size_argument(vm, &args.values[1])?;
    let iterator = this(&args.values[0]);
    if let Some(tuple) = iterator.tuple.get_obj::<Tuple>() {
        iterator.index.set((index.max(0) as u64).min(tuple.len() as u64));
    }
    Ok(Value::none())
}

static SLOTS: Slots = Slots { iter: Some(itself), next: Some(|_, value| Ok(this(value).step())), ..Slots::EMPTY };

/// The type of `iter(())`.
pub static TUPLE_ITERATOR: TypeSpec = TypeSpec {
    name: "tuple_iterator",
    module: "builtins",
    kind: kinds::TUPLE_ITERATOR,
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
    slot: <TupleIterator as Traverse>::slot,
    finish: None,
    size: fixed_size::<TupleIterator>,
};
