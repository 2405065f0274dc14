//! `chain`.

use pitviper_object::{Header, PageKind, Value, object};

use super::{header, kind, slots, this};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::iterators::{advance, instance, reject_keywords, split_arguments};
use crate::types::typing::class_getitem;

/// An iterator over iterables, and the iterator over the present one.
#[repr(C)]
pub(super) struct Chain {
    /// Count, shape, flags.
    pub header: Header,
    active: ValueCell,
    source: ValueCell,
}

object!(Chain, kind::CHAIN, active, source);

fn over(vm: &mut Vm, args: Args<'_>, iterables: &Value) -> PyResult {
    let source = vm.iter(iterables)?;
    let payload = Chain { header: header(kind::CHAIN), active: ValueCell::new(None), source: source.into() };
    instance(vm, args, PageKind::Container, payload)
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    reject_keywords(vm, "chain", args)?;
    let (iterables, ..) = split_arguments(args);
    let iterables = vm.new_tuple(iterables)?;
    over(vm, args, &iterables)
}

fn from_iterable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    over(vm, args, &args.values[1])
}

fn next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let chain: &Chain = this(value);
    while let Some(source) = chain.source.get() {
        let active = match chain.active.get() {
            Some(active) => active,
            None => match following(vm, &source) {
                Ok(Some(active)) => {
                    chain.active.set(Some(active.clone()));
                    active
                }
                end => {
                    chain.source.set(None);
                    return end;
                }
            },
        };
        if let Some(item) = advance(vm, &active)? {
            return Ok(Some(item));
        }
        chain.active.set(None);
        drop(active);
        vm.settle();
    }
    Ok(None)
}

/// The iterator over the next iterable.
fn following(vm: &mut Vm, source: &Value) -> PyResult<Option<Value>> {
    match advance(vm, source)? {
        Some(iterable) => vm.iter(&iterable).map(Some),
        None => Ok(None),
    }
}

iterator_type!(
    /// The type.
    CHAIN, Chain, kind::CHAIN, "chain",
    "chain(*iterables)\n--\n\nGives the items of the first iterable, then those of the next, and so on.",
    slots(new, next),
    [
        Method::new("from_iterable", from_iterable, 1, 1)
            .class()
            .doc("from_iterable($type, iterable, /)\n--\n\nA chain of the iterables that an iterable gives, as it gives them."),
        Method::new("__class_getitem__", class_getitem, 1, 1).class().doc("See PEP 585"),
    ]
);
