//! `islice`.

use std::cell::Cell;

use pitviper_object::{Header, PageKind, Value, object};

use super::{header, kind, slots, this};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::iterators::{advance, arity, instance, reject_keywords, split_arguments};

/// An iterator and which of its items are wanted.
#[repr(C)]
pub(super) struct Islice {
    /// Count, shape, flags.
    pub header: Header,
    iterator: ValueCell,
    /// Items read.
    count: Cell<u64>,
    /// The index of the next item wanted.
    next: Cell<u64>,
    /// Where it ends; `u64::MAX`: nowhere.
    stop: u64,
    step: u64,
}

object!(Islice, kind::ISLICE, iterator);

/// A machine integer; every failure is the caller's to word.
fn size(vm: &mut Vm, value: &Value) -> Option<isize> {
    match vm.index_isize(value) {
        Ok(size) => Some(size),
        Err(raised) => {
            drop(vm.take_raised(raised));
            None
        }
    }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    reject_keywords(vm, "islice", args)?;
    let (given, ..) = split_arguments(args);
    arity(vm, "islice", given.len(), 2, 4)?;
    let given_at = |index: usize| given.get(index).filter(|value| !value.is_none());
    let (start, stop) = if given.len() == 2 { (None, given_at(1)) } else { (given_at(1), given_at(2)) };
    let (mut first, mut end, mut step) = (0, u64::MAX, 1);
    let bad_indices = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    if let Some(stop) = stop {
        end = match size(vm, stop) {
            Some(stop) if stop >= 0 => stop as u64,
            Some(stop) if stop < -1 => return Err(vm.value_error(format_args!("{bad_indices}"))),
            _ => {
                let message = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
                return Err(vm.value_error(format_args!("{message}")));
            }
        };
    }
    if let Some(start) = start {
        first = match size(vm, start) {
            Some(start) if start >= 0 => start as u64,
            _ => return Err(vm.value_error(format_args!("{bad_indices}"))),
        };
    }
    if let Some(given) = given_at(3) {
        step = match size(vm, given) {
            Some(step) if step >= 1 => step as u64,
            _ => {
                let message = format_args!("Step for islice() must be a positive integer or None.");
                return Err(vm.value_error(message));
            }
        };
    }
    let iterator = vm.iter(&given[0])?;
    let payload = Islice {
        header: header(kind::ISLICE),
        iterator: iterator.into(),
        count: Cell::new(0),
        next: Cell::new(first),
        stop: end,
        step,
    };
    instance(vm, args, PageKind::Container, payload)
}

fn next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let own: &Islice = this(value);
    let Some(iterator) = own.iterator.get() else { return Ok(None) };
    let result = step(vm, own, &iterator);
    if !matches!(result, Ok(Some(_))) {
        own.iterator.set(None);
    }
    result
}

fn step(vm: &mut Vm, own: &Islice, iterator: &Value) -> PyResult<Option<Value>> {
    while own.count.get() < own.next.get() {
        if advance(vm, iterator)?.is_none() {
            return Ok(None);
        }
        own.count.set(own.count.get() + 1);
        vm.settle();
    }
    if own.count.get() >= own.stop {
        return Ok(None);
    }
    let item = advance(vm, iterator)?;
    if item.is_some() {
        own.count.set(own.count.get() + 1);
        own.next.set(own.next.get().saturating_add(own.step).min(own.stop));
    }
    Ok(item)
}

iterator_type!(
    /// The type.
    ISLICE, Islice, kind::ISLICE, "islice",
    "islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> islice object\n\nGives the items that a slice of a sequence would have.",
    slots(new, next), []
);
