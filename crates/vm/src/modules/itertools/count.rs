//! `count`.

use std::cell::Cell;

use pitviper_object::{Header, PageKind, Value, object};

use super::{header, kind, slots, this};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, BinOp, Slots};
use crate::core::vm::Vm;
use crate::types::iterators::instance;
use crate::types::str::{Str, StrBuilder};

/// A number and a step.
#[repr(C)]
pub(super) struct Count {
    /// Count, shape, flags.
    pub header: Header,
    /// The next number, as long as `number` is empty: an inline int then, and the step is 1.
    fast: Cell<i64>,
    number: ValueCell,
    step: Value,
}

object!(Count, kind::COUNT, number, step);

/// Whether the value is a number, as far as its type tells.
fn is_number(vm: &mut Vm, value: &Value) -> bool {
    let names = vm.names();
    value.as_small().is_some()
        || value.is_inline_float()
        || matches!(value.kind(), kinds::INT | kinds::FLOAT | kinds::BOOL | kinds::COMPLEX)
        || [&names.__index__, &names.__int__, &names.__float__]
            .iter()
            .any(|name| vm.lookup_special(value, name).is_some())
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [start, step] = args.behind_receiver().parse(vm, "count", ["start", "step"], 0, 0)?;
    for given in [start, step].into_iter().flatten() {
        if !is_number(vm, given) {
            return Err(vm.type_error(format_args!("a number is required")));
        }
    }
    let start = match start {
        // A bool counts from its number.
        Some(start) if start.as_bool().is_some() => Value::small(i64::from(start.is_true())),
        Some(start) => start.clone(),
        None => Value::small(0),
    };
    let step = step.cloned().unwrap_or_else(|| Value::small(1));
    let (fast, number) = match start.as_small() {
        Some(fast) if step.as_small() == Some(1) => (fast, None),
        _ => (0, Some(start)),
    };
    let payload = Count { header: header(kind::COUNT), fast: Cell::new(fast), number: ValueCell::new(number), step };
    instance(vm, args, PageKind::Container, payload)
}

fn next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let count: &Count = this(value);
    if let Some(number) = count.number.get() {
        let following = vm.binary(BinOp::Add, &number, &count.step)?;
        count.number.set(Some(following));
        return Ok(Some(number));
    }
    let number = Value::small(count.fast.get());
    match Value::from_i64(count.fast.get() + 1) {
        Some(_) => count.fast.set(count.fast.get() + 1),
        None => {
            let following = vm.new_int(count.fast.get() + 1)?;
            count.number.set(Some(following));
        }
    }
    Ok(Some(number))
}

fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let count: &Count = this(value);
    let number = count.number.get().unwrap_or_else(|| Value::small(count.fast.get()));
    let mut text = StrBuilder::new(vm);
    text.push_str(vm.type_of(value).short_name())?;
    text.push_text("(")?;
    let number = vm.repr(&number)?;
    if let Some(number) = number.downcast::<Str>() {
        text.push_str(number)?;
    }
    if count.step.as_small() != Some(1) {
        text.push_text(", ")?;
        let step = vm.repr(&count.step)?;
        if let Some(step) = step.downcast::<Str>() {
            text.push_str(step)?;
        }
    }
    text.push_text(")")?;
    text.finish()
}

iterator_type!(
    /// The type.
    COUNT, Count, kind::COUNT, "count",
    "count(start=0, step=1)\n--\n\nCounts without end, from start by step.",
    Slots { repr: Some(repr), ..slots(new, next) }, []
);
