//! `map`: a function's results for one item of each iterable.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::zip::{check_strict, iterators_of, strict_argument};
use super::{advance, advance_raising, instance, itself, receiver, split_arguments};
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::tuple::Tuple;
use crate::types::tuple::fresh::FreshTuple;
use crate::types::tuple::methods::concat_items;

/// A function and iterators.
#[repr(C)]
pub struct Map {
    /// Count, shape, flags.
    pub header: Header,
    iterators: Obj<Tuple>,
    function: Value,
    strict: Cell<bool>,
}

object!(Map, kinds::MAP, iterators, function);

fn this(value: &Value) -> &Map {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (positional, names, named) = split_arguments(args);
    let strict = strict_argument(vm, "map", names, named)?;
    let [function, iterables @ ..] = positional else {
        return Err(vm.type_error(format_args!("map() must have at least two arguments.")));
    };
    if iterables.is_empty() {
        return Err(vm.type_error(format_args!("map() must have at least two arguments.")));
    }
    let iterators = iterators_of(vm, iterables)?;
    let payload = Map {
        header: Header::new(u32::from(kinds::MAP), TRACKED),
        iterators,
        function: function.clone(),
        strict: Cell::new(strict),
    };
    instance(vm, args, PageKind::Container, payload)
}

impl Map {
    /// Under `strict` a raised end is an end like others: the other iterators are to be asked.
    #[inline]
    fn advance(&self, vm: &mut Vm, iterator: &Value) -> PyResult<Option<Value>> {
        if self.strict.get() { advance(vm, iterator) } else { advance_raising(vm, iterator) }
    }

    #[cold]
    fn end(&self, vm: &mut Vm, ended: usize) -> PyResult<Option<Value>> {
        if self.strict.get() {
            check_strict(vm, "map", &self.iterators, ended)?;
        }
        Ok(None)
    }
}

fn next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let this = this(value);
    match this.iterators.items() {
        [iterator] => {
            let Some(item) = advance_raising(vm, iterator)? else { return Ok(None) };
            vm.call(&this.function, &[item]).map(Some)
        }
        [left, right] => {
            let Some(left) = this.advance(vm, left)? else { return this.end(vm, 0) };
            let Some(right) = this.advance(vm, right)? else { return this.end(vm, 1) };
            vm.call(&this.function, &[left, right]).map(Some)
        }
        iterators => {
            let items = FreshTuple::filled(vm, iterators.len())?;
            for (index, iterator) in iterators.iter().enumerate() {
                match this.advance(vm, iterator)? {
                    Some(item) => items.set(index, item),
                    None => return this.end(vm, index),
                }
            }
            vm.call(&this.function, items.share().items()).map(Some)
        }
    }
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = this(&args.values[0]);
    let class = vm.type_of(&args.values[0]).to_value();
    let arguments = concat_items(vm, std::slice::from_ref(&this.function), this.iterators.items())?;
    if this.strict.get() {
        return vm.new_tuple_from([class, arguments, Value::bool(true)]);
    }
    vm.new_tuple_from([class, arguments])
}

fn set_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let strict = vm.truth(&args.values[1])?;
    this(&args.values[0]).strict.set(strict);
    Ok(Value::none())
}

static SLOTS: Slots = Slots { new: Some(new), iter: Some(itself), next: Some(next), ..Slots::EMPTY };

/// The type.
pub static MAP: TypeSpec = TypeSpec {
    name: "map",
    module: "builtins",
    kind: kinds::MAP,
    base: kinds::OBJECT,
    doc: "Calls the function with one item of each iterable until the shortest is exhausted.\n\nWith strict=True, iterables of different lengths raise ValueError.",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &SLOTS,
    methods: &[
        Method::new("__reduce__", reduce, 0, 0).doc("What pickling needs."),
        Method::new("__setstate__", set_state, 1, 1).doc("Sets strict."),
    ],
    getset: &[],
    page: PageKind::Container,
    slot: <Map as Traverse>::slot,
    finish: None,
    size: fixed_size::<Map>,
};
