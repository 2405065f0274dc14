//! Iterators over arrays.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::{Array, kind};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::iterators::{builtin_iter, itself, receiver};

/// An array and a place in it.
#[repr(C)]
pub struct ArrayIterator {
    /// Count, shape, flags.
    pub header: Header,
    /// Nothing once exhausted.
    array: ValueCell,
    at: Cell<usize>,
}

object!(ArrayIterator, kind::ITERATOR, array);

fn this(value: &Value) -> &ArrayIterator {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

/// `iter(array)`.
pub(super) fn create(vm: &mut Vm, value: &Value) -> PyResult {
    let made = ArrayIterator {
        header: Header::new(u32::from(kind::ITERATOR), TRACKED),
        array: value.clone().into(),
        at: Cell::new(0),
    };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, made)?.into_value())
}

fn next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let own = this(value);
    let Some(array) = own.array.get_obj::<Array>() else { return Ok(None) };
    let at = own.at.get();
    let found = array.get(vm, at)?;
    match found {
        Some(_) => own.at.set(at + 1),
        None => own.array.set(None),
    }
    Ok(found)
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = this(&args.values[0]);
    let iter = builtin_iter(vm)?;
    match own.array.get() {
        Some(array) => {
            let arguments = vm.new_tuple_from([array])?;
            let at = vm.new_usize(own.at.get())?;
            vm.new_tuple_from([iter, arguments, at])
        }
        None => {
            let empty = vm.new_tuple(&[])?;
            let arguments = vm.new_tuple_from([empty])?;
            vm.new_tuple_from([iter, arguments])
        }
    }
}

fn set_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = this(&args.values[0]);
    let at = vm.index_isize(&args.values[1])?;
    if let Some(array) = own.array.get_obj::<Array>() {
        own.at.set(usize::try_from(at).unwrap_or(0).min(array.len()));
    }
    Ok(Value::none())
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    name: "arrayiterator",
    module: "array",
    kind: kind::ITERATOR,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
    methods: &[
        Method::new("__reduce__", reduce, 0, 0).doc("Return state information for pickling."),
        Method::new("__setstate__", set_state, 1, 1).doc("Set state information for unpickling."),
    ],
    getset: &[],
    page: PageKind::Container,
    slot: <ArrayIterator as Traverse>::slot,
    finish: None,
    size: fixed_size::<ArrayIterator>,
};
