//! `starmap`.

use pitviper_object::{Header, PageKind, Value, object};

use super::{header, kind, slots, this};
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::iterators::{advance_raising, arity, instance, reject_keywords, split_arguments};
use crate::types::tuple::Tuple;

/// A function and an iterator over its arguments.
#[repr(C)]
pub(super) struct StarMap {
    /// Count, shape, flags.
    pub header: Header,
    function: Value,
    iterator: Value,
}

object!(StarMap, kind::STARMAP, function, iterator);

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    reject_keywords(vm, "starmap", args)?;
    let (given, ..) = split_arguments(args);
    arity(vm, "starmap", given.len(), 2, 2)?;
    let iterator = vm.iter(&given[1])?;
    let payload = StarMap { header: header(kind::STARMAP), function: given[0].clone(), iterator };
    instance(vm, args, PageKind::Container, payload)
}

fn next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let own: &StarMap = this(value);
    let Some(arguments) = advance_raising(vm, &own.iterator)? else { return Ok(None) };
    let arguments = if arguments.downcast::<Tuple>().is_some() { arguments } else { vm.tuple_from(&arguments)? };
    let items = arguments.downcast::<Tuple>().map_or(&[][..], Tuple::items);
    vm.call(&own.function, items).map(Some)
}

iterator_type!(
    /// The type.
    STARMAP, StarMap, kind::STARMAP, "starmap",
    "starmap(function, iterable, /)\n--\n\nCalls the function with each item's items as its arguments.",
    slots(new, next), []
);
