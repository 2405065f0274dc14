//! `pairwise`.

use pitviper_object::{Header, PageKind, Value, object};

use super::{header, kind, slots, this};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::iterators::{advance, arity, instance, reject_keywords, split_arguments};
use crate::types::tuple::fresh::FreshTuple;

/// An iterator and the item it gave last.
#[repr(C)]
pub(super) struct Pairwise {
    /// Count, shape, flags.
    pub header: Header,
    iterator: ValueCell,
    old: ValueCell,
    /// The last pair, to be used again when nobody else holds it.
    pair: ValueCell,
}

object!(Pairwise, kind::PAIRWISE, iterator, old, pair);

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    reject_keywords(vm, "pairwise", args)?;
    let (given, ..) = split_arguments(args);
    arity(vm, "pairwise", given.len(), 1, 1)?;
    let iterator = vm.iter(&given[0])?;
    let payload = Pairwise {
        header: header(kind::PAIRWISE),
        iterator: iterator.into(),
        old: ValueCell::new(None),
        pair: ValueCell::new(None),
    };
    instance(vm, args, PageKind::Container, payload)
}

fn next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let own: &Pairwise = this(value);
    let result = step(vm, own);
    if !matches!(result, Ok(Some(_))) {
        own.iterator.set(None);
        own.old.set(None);
    }
    result
}

fn step(vm: &mut Vm, own: &Pairwise) -> PyResult<Option<Value>> {
    let Some(mut iterator) = own.iterator.get() else { return Ok(None) };
    let old = match own.old.get() {
        Some(old) => old,
        None => {
            let Some(old) = advance(vm, &iterator)? else { return Ok(None) };
            own.old.set(Some(old.clone()));
            // Python may have used this very object meanwhile.
            match own.iterator.get() {
                Some(now) => iterator = now,
                None => return Ok(None),
            }
            old
        }
    };
    let Some(new) = advance(vm, &iterator)? else { return Ok(None) };
    own.old.set(Some(new.clone()));
    if let Some(pair) = FreshTuple::recycled(&own.pair) {
        pair.set(0, old);
        pair.set(1, new);
        return Ok(Some(pair.share_in(&own.pair)));
    }
    let pair = vm.new_tuple_from([old, new])?;
    if own.pair.is_none() {
        own.pair.set(Some(pair.clone()));
    }
    Ok(Some(pair))
}

iterator_type!(
    /// The type.
    PAIRWISE, Pairwise, kind::PAIRWISE, "pairwise",
    "pairwise(iterable, /)\n--\n\nGives pairs of an item and the one before it.",
    slots(new, next), []
);
