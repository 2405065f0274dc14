//! `accumulate`.

use pitviper_object::{Header, PageKind, Value, object};

use super::{header, kind, slots, this};
use crate::core::args::Params;
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::native::{Args, BinOp};
use crate::core::vm::Vm;
use crate::types::iterators::{advance, instance};

/// An iterator, a function of two (`None`: addition), and the total so far.
#[repr(C)]
pub(super) struct Accumulate {
    /// Count, shape, flags.
    pub header: Header,
    function: Value,
    total: ValueCell,
    iterator: Value,
    initial: ValueCell,
}

object!(Accumulate, kind::ACCUMULATE, function, total, iterator, initial);

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [iterable, function, initial] = Params::new("accumulate", ["iterable", "func", "initial"])
        .required(1)
        .keyword_only(1)
        .bind(vm, args.behind_receiver())?;
    let iterator = match iterable {
        Some(iterable) => vm.iter(iterable)?,
        None => Value::none(),
    };
    let payload = Accumulate {
        header: header(kind::ACCUMULATE),
        function: function.cloned().unwrap_or_else(Value::none),
        total: ValueCell::new(None),
        iterator,
        initial: ValueCell::new(initial.filter(|initial| !initial.is_none()).cloned()),
    };
    instance(vm, args, PageKind::Container, payload)
}

fn next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let own: &Accumulate = this(value);
    if let Some(initial) = own.initial.take() {
        own.total.set(Some(initial.clone()));
        return Ok(Some(initial));
    }
    let Some(item) = advance(vm, &own.iterator)? else { return Ok(None) };
    let total = match own.total.get() {
        None => item,
        Some(total) if own.function.is_none() => vm.binary(BinOp::Add, &total, &item)?,
        Some(total) => vm.call(&own.function, &[total, item])?,
    };
    own.total.set(Some(total.clone()));
    Ok(Some(total))
}

iterator_type!(
    /// The type.
    ACCUMULATE, Accumulate, kind::ACCUMULATE, "accumulate",
    "accumulate(iterable, func=None, *, initial=None)\n--\n\nGives the sums, or what the function makes, of the items so far.",
    slots(new, next), []
);
