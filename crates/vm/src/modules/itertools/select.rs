//! `compress`, `dropwhile`, `takewhile`, `filterfalse`: some of an iterable's items.

use std::cell::Cell;

use pitviper_object::{Header, Object, PageKind, Value, object};

use super::{header, kind, slots, this};
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::iterators::filter::holds;
use crate::types::iterators::{advance, arity, instance, reject_keywords, split_arguments};

/// Two iterators.
#[repr(C)]
pub(super) struct Compress {
    /// Count, shape, flags.
    pub header: Header,
    data: Value,
    selectors: Value,
}

object!(Compress, kind::COMPRESS, data, selectors);

fn new_compress(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [data, selectors] = args.behind_receiver().parse(vm, "compress", ["data", "selectors"], 2, 0)?;
    let (Some(data), Some(selectors)) = (data, selectors) else { return Ok(Value::none()) };
    let (data, selectors) = (vm.iter(data)?, vm.iter(selectors)?);
    let payload = Compress { header: header(kind::COMPRESS), data, selectors };
    instance(vm, args, PageKind::Container, payload)
}

fn next_compress(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let own: &Compress = this(value);
    loop {
        let Some(item) = advance(vm, &own.data)? else { return Ok(None) };
        let Some(selector) = advance(vm, &own.selectors)? else { return Ok(None) };
        if vm.truth(&selector)? {
            return Ok(Some(item));
        }
        drop((item, selector));
        vm.settle();
    }
}

iterator_type!(
    /// The type.
    COMPRESS, Compress, kind::COMPRESS, "compress",
    "compress(data, selectors)\n--\n\nGives the items of data whose selectors are true.",
    slots(new_compress, next_compress), []
);

/// A predicate, an iterator, and whether the predicate has failed once. `KIND` says which type it is.
#[repr(C)]
pub(super) struct While<const KIND: u8> {
    /// Count, shape, flags.
    pub header: Header,
    predicate: Value,
    iterator: Value,
    failed: Cell<bool>,
}

// SAFETY: the two fields own one count each.
unsafe impl<const KIND: u8> pitviper_object::Traverse for While<KIND> {
    unsafe fn slot(this: *mut Header, index: u32) -> *mut pitviper_object::Slot {
        let this = this.cast::<Self>();
        // SAFETY: the caller says that it is such an object.
        unsafe {
            match index {
                0 => (&raw mut (*this).predicate).cast(),
                1 => (&raw mut (*this).iterator).cast(),
                _ => std::ptr::null_mut(),
            }
        }
    }
}

// SAFETY: repr(C), header first; the kinds are made in this file only.
unsafe impl<const KIND: u8> Object for While<KIND> {
    const KIND: u8 = KIND;
}

type DropWhile = While<{ kind::DROPWHILE }>;
type TakeWhile = While<{ kind::TAKEWHILE }>;
type FilterFalse = While<{ kind::FILTERFALSE }>;

fn new_while<const KIND: u8>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = match KIND {
        kind::DROPWHILE => "dropwhile",
        kind::TAKEWHILE => "takewhile",
        _ => "filterfalse",
    };
    reject_keywords(vm, name, args)?;
    let (given, ..) = split_arguments(args);
    arity(vm, name, given.len(), 2, 2)?;
    let iterator = vm.iter(&given[1])?;
    let payload =
        While::<KIND> { header: header(KIND), predicate: given[0].clone(), iterator, failed: Cell::new(false) };
    instance(vm, args, PageKind::Container, payload)
}

/// The truth of what the predicate returns.
fn test(vm: &mut Vm, predicate: &Value, item: &Value) -> PyResult<bool> {
    let result = vm.call(predicate, std::slice::from_ref(item))?;
    vm.truth(&result)
}

fn next_drop(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let own: &DropWhile = this(value);
    while let Some(item) = advance(vm, &own.iterator)? {
        if own.failed.get() {
            return Ok(Some(item));
        }
        if !test(vm, &own.predicate, &item)? {
            own.failed.set(true);
            return Ok(Some(item));
        }
        drop(item);
        vm.settle();
    }
    Ok(None)
}

fn next_take(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let own: &TakeWhile = this(value);
    if own.failed.get() {
        return Ok(None);
    }
    let Some(item) = advance(vm, &own.iterator)? else { return Ok(None) };
    if test(vm, &own.predicate, &item)? {
        return Ok(Some(item));
    }
    own.failed.set(true);
    Ok(None)
}

fn next_false(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let own: &FilterFalse = this(value);
    while let Some(item) = advance(vm, &own.iterator)? {
        if !holds(vm, &own.predicate, &item)? {
            return Ok(Some(item));
        }
        drop(item);
        vm.settle();
    }
    Ok(None)
}

iterator_type!(
    /// The type.
    DROPWHILE, DropWhile, kind::DROPWHILE, "dropwhile",
    "dropwhile(predicate, iterable, /)\n--\n\nGives the items from the first on for which the predicate is false.",
    slots(new_while::<{ kind::DROPWHILE }>, next_drop), []
);
iterator_type!(
    /// The type.
    TAKEWHILE, TakeWhile, kind::TAKEWHILE, "takewhile",
    "takewhile(predicate, iterable, /)\n--\n\nGives the items before the first for which the predicate is false.",
    slots(new_while::<{ kind::TAKEWHILE }>, next_take), []
);
iterator_type!(
    /// The type.
    FILTERFALSE, FilterFalse, kind::FILTERFALSE, "filterfalse",
    "filterfalse(function, iterable, /)\n--\n\nGives the items for which the function is false, or, without one, the false items.",
    slots(new_while::<{ kind::FILTERFALSE }>, next_false), []
);
