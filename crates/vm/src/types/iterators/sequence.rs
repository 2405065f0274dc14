//! `iterator`: steps through `__getitem__` with 0, 1, 2, … until `IndexError` or `StopIteration`.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::{builtin_iter, itself, receiver, reduce_indexed, size_argument};
use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;

/// An object with `__getitem__` and a position.
#[repr(C)]
pub struct SequenceIterator {
    /// Count, shape, flags.
    pub header: Header,
    index: Cell<u64>,
    sequence: ValueCell,
}

object!(SequenceIterator, kinds::SEQUENCE_ITERATOR, sequence);

impl SequenceIterator {
    /// The object and the next index; `None` at the end, and where the index is too large to be inline.
    #[inline]
    pub(crate) fn place(&self) -> Option<(Value, Value)> {
        let index = Value::from_i64(self.index.get().cast_signed())?;
        Some((self.sequence.get()?, index))
    }

    /// The item was there.
    #[inline]
    pub(crate) fn advance(&self) {
        self.index.set(self.index.get() + 1);
    }

    /// There are no more items.
    pub(crate) fn exhaust(&self) {
        self.sequence.set(None);
    }
}

fn this(value: &Value) -> &SequenceIterator {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

/// `iter(object)` for an object that has `__getitem__` but no `__iter__`.
///
/// # Errors
/// `MemoryError`.
pub fn iter(vm: &mut Vm, sequence: &Value) -> PyResult {
    let header = Header::new(u32::from(kinds::SEQUENCE_ITERATOR), TRACKED);
    let iterator = SequenceIterator { header, index: Cell::new(0), sequence: sequence.clone().into() };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, iterator)?.into_value())
}

fn next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let iterator = this(value);
    let Some(sequence) = iterator.sequence.get() else { return Ok(None) };
    vm.check_native_stack()?;
    let index = iterator.index.get();
    if index >= i64::MAX as u64 {
        return Err(vm.raise(Exc::OverflowError, format_args!("iter index too large")));
    }
    let key = vm.new_u64(index)?;
    match vm.get_item(&sequence, &key) {
        Ok(item) => {
            iterator.advance();
            Ok(Some(item))
        }
        Err(raised) if vm.raised_is(&raised, Exc::IndexError) || vm.raised_is(&raised, Exc::StopIteration) => {
            drop(vm.take_raised(raised));
            iterator.exhaust();
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

fn length_hint(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = this(&args.values[0]);
    let Some(sequence) = iterator.sequence.get() else { return Ok(Value::small(0)) };
    let name = &vm.names().__len__;
    if vm.lookup_special(&sequence, name).is_none() {
        return Ok(Value::not_implemented());
    }
    let len = vm.len(&sequence)? as u64;
    vm.new_u64(len.saturating_sub(iterator.index.get()))
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = this(&args.values[0]);
    let function = builtin_iter(vm)?;
    let empty = vm.new_tuple(&[])?;
    reduce_indexed(vm, function, iterator.sequence.get(), empty, iterator.index.get() as i64)
}

fn set_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let index = size_argument(vm, &args.values[1])?;
    let iterator = this(&args.values[0]);
    if !iterator.sequence.is_none() {
        iterator.index.set(index.max(0) as u64);
    }
    Ok(Value::none())
}

static SLOTS: Slots = Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY };

/// The type of `iter(object)` for objects with `__getitem__`.
pub static SEQUENCE_ITERATOR: TypeSpec = TypeSpec {
    name: "iterator",
    module: "builtins",
    kind: kinds::SEQUENCE_ITERATOR,
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
    slot: <SequenceIterator as Traverse>::slot,
    finish: None,
    size: fixed_size::<SequenceIterator>,
};
