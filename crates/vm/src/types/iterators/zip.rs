//! `zip`: tuples of one item of each iterable, until the shortest ends; `strict` raises when they differ.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::{advance, advance_raising, instance, is_name, itself, receiver, split_arguments};
use crate::core::cell::ValueCell;
use crate::core::error::{PyResult, Raised};
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::tuple::Tuple;
use crate::types::tuple::fresh::FreshTuple;

/// Iterators in a tuple.
#[repr(C)]
pub struct Zip {
    /// Count, shape, flags.
    pub header: Header,
    iterators: Obj<Tuple>,
    /// The last result, to be used again when nobody else holds it.
    result: ValueCell,
    strict: Cell<bool>,
}

object!(Zip, kinds::ZIP, iterators, result);

fn this(value: &Value) -> &Zip {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

/// A tuple of iterators over `iterables`.
///
/// # Errors
/// `TypeError` for what cannot be iterated over.
pub fn iterators_of(vm: &mut Vm, iterables: &[Value]) -> PyResult<Obj<Tuple>> {
    let iterators = FreshTuple::filled(vm, iterables.len())?;
    for (index, iterable) in iterables.iter().enumerate() {
        let iterator = vm.iter(iterable)?;
        iterators.set(index, iterator);
    }
    Ok(iterators.share())
}

/// The keyword argument `strict` of `zip` and `map`.
///
/// # Errors
/// `TypeError` for any other.
pub fn strict_argument(vm: &mut Vm, function: &str, names: &[Value], values: &[Value]) -> PyResult<bool> {
    let mut strict = false;
    for (name, value) in names.iter().zip(values) {
        if is_name(name, "strict") {
            strict = vm.truth(value)?;
        } else if let Some(name) = name.downcast::<crate::types::str::Str>() {
            let message = format_args!("{function}() got an unexpected keyword argument '{name}'");
            return Err(vm.type_error(message));
        }
    }
    Ok(strict)
}

/// The error of `strict` when argument `number` (from 1) ends where those before it did not, or the reverse.
pub fn uneven(vm: &mut Vm, function: &str, number: usize, how: &str) -> Raised {
    let (plural, before) = if number == 2 { ("", "") } else { ("s", "1-") };
    let last = number - 1;
    vm.value_error(format_args!("{function}() argument {number} is {how} than argument{plural} {before}{last}"))
}

/// After iterator `ended` of `iterators` gave nothing under `strict`: all must end together.
///
/// # Errors
/// `ValueError` when they do not.
pub fn check_strict(vm: &mut Vm, function: &str, iterators: &Tuple, ended: usize) -> PyResult<()> {
    if ended > 0 {
        return Err(uneven(vm, function, ended + 1, "shorter"));
    }
    for index in 1..iterators.len() {
        if advance(vm, &iterators.items()[index])?.is_some() {
            return Err(uneven(vm, function, index + 1, "longer"));
        }
    }
    Ok(())
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (iterables, names, named) = split_arguments(args);
    let strict = strict_argument(vm, "zip", names, named)?;
    let iterators = iterators_of(vm, iterables)?;
    let payload = Zip {
        header: Header::new(u32::from(kinds::ZIP), TRACKED),
        iterators,
        result: ValueCell::new(None),
        strict: Cell::new(strict),
    };
    instance(vm, args, PageKind::Container, payload)
}

impl Zip {
    /// Under `strict` a raised end is an end like others: the other iterators are to be asked.
    #[inline]
    fn advance(&self, vm: &mut Vm, iterator: &Value) -> PyResult<Option<Value>> {
        if self.strict.get() { advance(vm, iterator) } else { advance_raising(vm, iterator) }
    }

    #[cold]
    fn end(&self, vm: &mut Vm, ended: usize) -> PyResult<Option<Value>> {
        if self.strict.get() {
            check_strict(vm, "zip", &self.iterators, ended)?;
        }
        Ok(None)
    }

    /// Two iterables: the items are there before the tuple is.
    #[inline]
    fn next_pair(&self, vm: &mut Vm) -> PyResult<Option<Value>> {
        let [left, right] = self.iterators.items() else { return Ok(None) };
        let Some(left) = self.advance(vm, left)? else { return self.end(vm, 0) };
        let Some(right) = self.advance(vm, right)? else { return self.end(vm, 1) };
        if let Some(pair) = FreshTuple::recycled(&self.result) {
            pair.set(0, left);
            pair.set(1, right);
            return Ok(Some(pair.share_in(&self.result)));
        }
        let pair = vm.new_tuple_from([left, right])?;
        if self.result.is_none() {
            self.result.set(Some(pair.clone()));
        }
        Ok(Some(pair))
    }
}

fn next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let this = this(value);
    let count = this.iterators.len();
    match count {
        0 => return Ok(None),
        2 => return this.next_pair(vm),
        _ => {}
    }
    let result = match FreshTuple::recycled(&this.result) {
        Some(result) => result,
        None => FreshTuple::filled(vm, count)?,
    };
    for index in 0..count {
        match this.advance(vm, &this.iterators.items()[index])? {
            Some(item) => result.set(index, item),
            None => return this.end(vm, index),
        }
    }
    if this.result.is_none() {
        return Ok(Some(result.share_in(&this.result)));
    }
    Ok(Some(result.share().into_value()))
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = this(&args.values[0]);
    let class = vm.type_of(&args.values[0]).to_value();
    let iterators = this.iterators.as_value().clone();
    if this.strict.get() {
        return vm.new_tuple_from([class, iterators, Value::bool(true)]);
    }
    vm.new_tuple_from([class, iterators])
}

fn set_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let strict = vm.truth(&args.values[1])?;
    this(&args.values[0]).strict.set(strict);
    Ok(Value::none())
}

static SLOTS: Slots = Slots { new: Some(new), iter: Some(itself), next: Some(next), ..Slots::EMPTY };

/// The type.
pub static ZIP: TypeSpec = TypeSpec {
    name: "zip",
    module: "builtins",
    kind: kinds::ZIP,
    base: kinds::OBJECT,
    doc: "Gives tuples of one item of each iterable until the shortest is exhausted.\n\nWith strict=True, iterables of different lengths raise ValueError.",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &SLOTS,
    methods: &[
        Method::new("__reduce__", reduce, 0, 0).doc("What pickling needs."),
        Method::new("__setstate__", set_state, 1, 1).doc("Sets strict."),
    ],
    getset: &[],
    page: PageKind::Container,
    slot: <Zip as Traverse>::slot,
    finish: None,
    size: fixed_size::<Zip>,
};
