//! `batched`.

use std::cell::Cell;

use pitviper_object::{Header, PageKind, Value, object};

use super::{header, kind, slots, this};
use crate::core::args::Params;
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::iterators::{advance, instance};
use crate::types::tuple::fresh::from_list;

/// An iterator and how many of its items make a batch.
#[repr(C)]
pub(super) struct Batched {
    /// Count, shape, flags.
    pub header: Header,
    iterator: ValueCell,
    size: usize,
    strict: Cell<bool>,
}

object!(Batched, kind::BATCHED, iterator);

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [iterable, size, strict] = Params::new("batched", ["iterable", "n", "strict"])
        .required(2)
        .keyword_only(1)
        .bind(vm, args.behind_receiver())?;
    let (Some(iterable), Some(size)) = (iterable, size) else { return Ok(Value::none()) };
    let size = vm.index_isize(size)?;
    let strict = match strict {
        Some(strict) => vm.truth(strict)?,
        None => false,
    };
    if size < 1 {
        return Err(vm.value_error(format_args!("n must be at least one")));
    }
    let iterator = vm.iter(iterable)?;
    let payload = Batched {
        header: header(kind::BATCHED),
        iterator: iterator.into(),
        size: size as usize,
        strict: Cell::new(strict),
    };
    instance(vm, args, PageKind::Container, payload)
}

fn next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let own: &Batched = this(value);
    let Some(iterator) = own.iterator.get() else { return Ok(None) };
    let batch = vm.new_list()?;
    batch.reserve_exact(&mut vm.heap, own.size.min(64))?;
    while batch.len() < own.size {
        match advance(vm, &iterator)? {
            Some(item) => vm.list_push(&batch, item)?,
            None => {
                own.iterator.set(None);
                if batch.is_empty() {
                    return Ok(None);
                }
                if own.strict.get() {
                    return Err(vm.value_error(format_args!("batched(): incomplete batch")));
                }
                break;
            }
        }
    }
    from_list(vm, &batch).map(Some)
}

iterator_type!(
    /// The type.
    BATCHED, Batched, kind::BATCHED, "batched",
    "batched(iterable, n, *, strict=False)\n--\n\nGives tuples of n items; the last may be shorter, which strict=True makes a ValueError.",
    slots(new, next), []
);
