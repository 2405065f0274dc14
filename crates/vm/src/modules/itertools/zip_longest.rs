//! `zip_longest`.

use std::cell::Cell;

use pitviper_object::{Header, Obj, PageKind, Value, object};

use super::{give, header, kind, slots, this};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::iterators::{advance, instance, is_name, split_arguments};
use crate::types::list::List;
use crate::types::tuple::fresh::FreshTuple;

/// Iterators (`None`: exhausted) and what stands for the items of exhausted ones.
#[repr(C)]
pub(super) struct ZipLongest {
    /// Count, shape, flags.
    pub header: Header,
    iterators: Obj<List>,
    /// The last result, to be used again when nobody else holds it.
    result: ValueCell,
    fill: Value,
    active: Cell<usize>,
}

object!(ZipLongest, kind::ZIP_LONGEST, iterators, result, fill);

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (iterables, names, named) = split_arguments(args);
    let fill = match (names, named) {
        ([], _) => Value::none(),
        ([name], [fill]) if is_name(name, "fillvalue") => fill.clone(),
        _ => return Err(vm.type_error(format_args!("zip_longest() got an unexpected keyword argument"))),
    };
    let iterators = vm.new_list()?;
    for iterable in iterables {
        let iterator = vm.iter(iterable)?;
        vm.list_push(&iterators, iterator)?;
    }
    let payload = ZipLongest {
        header: header(kind::ZIP_LONGEST),
        active: Cell::new(iterators.len()),
        iterators,
        result: ValueCell::new(None),
        fill,
    };
    instance(vm, args, PageKind::Container, payload)
}

fn next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let own: &ZipLongest = this(value);
    let len = own.iterators.len();
    if len == 0 || own.active.get() == 0 {
        return Ok(None);
    }
    let result = match FreshTuple::recycled(&own.result) {
        Some(result) => result,
        None => FreshTuple::filled(vm, len)?,
    };
    for index in 0..len {
        let iterator = own.iterators.get(index).filter(|iterator| !iterator.is_none());
        let item = match &iterator {
            Some(iterator) => match advance(vm, iterator) {
                Ok(item) => item,
                Err(raised) => {
                    own.active.set(0);
                    return Err(raised);
                }
            },
            None => None,
        };
        if item.is_none() && iterator.is_some() {
            drop(own.iterators.replace(index, Value::none()));
            own.active.set(own.active.get().saturating_sub(1));
            if own.active.get() == 0 {
                return Ok(None);
            }
        }
        result.set(index, item.unwrap_or_else(|| own.fill.clone()));
    }
    if own.result.is_none() {
        return give(vm, result, &own.result);
    }
    Ok(Some(result.share().into_value()))
}

iterator_type!(
    /// The type.
    ZIP_LONGEST, ZipLongest, kind::ZIP_LONGEST, "zip_longest",
    "zip_longest(*iterables, fillvalue=None)\n--\n\nGives tuples of one item of each iterable until the longest is exhausted; the fill value stands for what is missing.",
    slots(new, next), []
);
