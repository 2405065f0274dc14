//! `cycle` and `repeat`.

use std::cell::Cell;

use pitviper_object::{Header, Obj, PageKind, Value, object};

use super::{header, kind, slots, this};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::native::{Args, Method, Slots};
use crate::core::vm::Vm;
use crate::types::iterators::{advance, arity, instance, reject_keywords, split_arguments};
use crate::types::list::List;
use crate::types::str::{Str, StrBuilder};

/// An iterator, until it is exhausted, and what it gave.
#[repr(C)]
pub(super) struct Cycle {
    /// Count, shape, flags.
    pub header: Header,
    iterator: ValueCell,
    saved: Obj<List>,
    index: Cell<usize>,
}

object!(Cycle, kind::CYCLE, iterator, saved);

fn new_cycle(vm: &mut Vm, args: Args<'_>) -> PyResult {
    reject_keywords(vm, "cycle", args)?;
    let (given, ..) = split_arguments(args);
    arity(vm, "cycle", given.len(), 1, 1)?;
    let iterator = vm.iter(&given[0])?;
    let saved = vm.new_list()?;
    let payload = Cycle { header: header(kind::CYCLE), iterator: iterator.into(), saved, index: Cell::new(0) };
    instance(vm, args, PageKind::Container, payload)
}

fn next_cycle(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let cycle: &Cycle = this(value);
    if let Some(iterator) = cycle.iterator.get() {
        if let Some(item) = advance(vm, &iterator)? {
            vm.list_push(&cycle.saved, item.clone())?;
            return Ok(Some(item));
        }
        cycle.iterator.set(None);
    }
    let index = cycle.index.get();
    let item = cycle.saved.get(index);
    cycle.index.set(if index + 1 >= cycle.saved.len() { 0 } else { index + 1 });
    Ok(item)
}

iterator_type!(
    /// The type.
    CYCLE, Cycle, kind::CYCLE, "cycle",
    "cycle(iterable, /)\n--\n\nGives the items again and again.",
    slots(new_cycle, next_cycle), []
);

/// An object and how often it is still to be given; -1: without end.
#[repr(C)]
pub(super) struct Repeat {
    /// Count, shape, flags.
    pub header: Header,
    object: Value,
    left: Cell<i64>,
}

object!(Repeat, kind::REPEAT, object);

fn new_repeat(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [object, times] = args.behind_receiver().parse(vm, "repeat", ["object", "times"], 1, 0)?;
    let left = match times {
        Some(times) => vm.index_isize(times)?.max(0) as i64,
        None => -1,
    };
    let object = object.cloned().unwrap_or_else(Value::none);
    let payload = Repeat { header: header(kind::REPEAT), object, left: Cell::new(left) };
    instance(vm, args, PageKind::Container, payload)
}

fn next_repeat(_: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let repeat: &Repeat = this(value);
    match repeat.left.get() {
        0 => return Ok(None),
        left if left > 0 => repeat.left.set(left - 1),
        _ => {}
    }
    Ok(Some(repeat.object.clone()))
}

fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let repeat: &Repeat = this(value);
    let mut text = StrBuilder::new(vm);
    text.push_str(vm.type_of(value).short_name())?;
    text.push_text("(")?;
    let object = vm.repr(&repeat.object)?;
    if let Some(object) = object.downcast::<Str>() {
        text.push_str(object)?;
    }
    if repeat.left.get() >= 0 {
        text.write_fmt(format_args!(", {}", repeat.left.get()))?;
    }
    text.push_text(")")?;
    text.finish()
}

fn length_hint(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let repeat: &Repeat = this(&args.values[0]);
    if repeat.left.get() < 0 {
        return Err(vm.type_error(format_args!("len() of unsized object")));
    }
    vm.new_int(repeat.left.get())
}

iterator_type!(
    /// The type.
    REPEAT, Repeat, kind::REPEAT, "repeat",
    "repeat(object [,times]) -> gives the object again and again, or the given number of times.",
    Slots { repr: Some(repr), ..slots(new_repeat, next_repeat) },
    [Method::new("__length_hint__", length_hint, 0, 0).doc("How often it is still to be given.")]
);
