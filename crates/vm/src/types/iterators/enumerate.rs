//! `enumerate`: pairs of a counter and an item.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, PageKind, Traverse, Value, object};

use super::{advance_raising, as_i64, instance, is_name, itself, receiver, split_arguments};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, BinOp, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::tuple::fresh::FreshTuple;
use crate::types::typing::class_getitem;

/// A counter and an iterator.
#[repr(C)]
pub struct Enumerate {
    /// Count, shape, flags.
    pub header: Header,
    /// The next number, as long as `big` is empty.
    count: Cell<i64>,
    /// The next number once it is beyond a machine word.
    big: ValueCell,
    iterator: Value,
    /// The last pair, to be used again when nobody else holds it.
    pair: ValueCell,
}

object!(Enumerate, kinds::ENUMERATE, iterator, pair, big);

fn this(value: &Value) -> &Enumerate {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (positional, names, named) = split_arguments(args);
    let given = positional.len() + names.len();
    if given > 2 {
        return Err(vm.type_error(format_args!("enumerate() takes at most 2 arguments ({given} given)")));
    }
    let mut iterable = positional.first();
    let mut start = positional.get(1);
    for (name, value) in names.iter().zip(named) {
        if is_name(name, "iterable") && iterable.is_none() {
            iterable = Some(value);
        } else if is_name(name, "start") && start.is_none() && given == 2 {
            start = Some(value);
        } else {
            let text = vm.str(name)?;
            if let Some(text) = text.downcast::<crate::types::str::Str>() {
                let message = format_args!("'{text}' is an invalid keyword argument for enumerate()");
                return Err(vm.type_error(message));
            }
        }
    }
    let Some(iterable) = iterable else {
        return Err(vm.type_error(format_args!("enumerate() missing required argument 'iterable'")));
    };
    let (count, big) = match start {
        None => (0, None),
        Some(start) => {
            let start = vm.to_index(start)?;
            match as_i64(&start) {
                Some(count) => (count, None),
                None => (0, Some(start)),
            }
        }
    };
    let iterator = vm.iter(iterable)?;
    let payload = Enumerate {
        header: Header::new(u32::from(kinds::ENUMERATE), TRACKED),
        count: Cell::new(count),
        big: ValueCell::new(big),
        iterator,
        pair: ValueCell::new(None),
    };
    instance(vm, args, PageKind::Container, payload)
}

impl Enumerate {
    fn number(&self, vm: &mut Vm) -> PyResult {
        match self.big.get() {
            Some(big) => Ok(big),
            None => vm.new_int(self.count.get()),
        }
    }

    /// The number of this pair; counts on.
    #[inline]
    fn count_on(&self, vm: &mut Vm) -> PyResult {
        let number = self.number(vm)?;
        match (self.big.is_none(), self.count.get().checked_add(1)) {
            (true, Some(next)) => self.count.set(next),
            _ => {
                let next = vm.binary(BinOp::Add, &number, &Value::small(1))?;
                self.big.set(Some(next));
            }
        }
        Ok(number)
    }
}

fn next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let this = this(value);
    let Some(item) = advance_raising(vm, &this.iterator)? else { return Ok(None) };
    let number = this.count_on(vm)?;
    if let Some(pair) = FreshTuple::recycled(&this.pair) {
        pair.set(0, number);
        pair.set(1, item);
        return Ok(Some(pair.share_in(&this.pair)));
    }
    let pair = vm.new_tuple_from([number, item])?;
    if this.pair.is_none() {
        this.pair.set(Some(pair.clone()));
    }
    Ok(Some(pair))
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = this(&args.values[0]);
    let number = this.number(vm)?;
    let class = vm.type_of(&args.values[0]).to_value();
    let arguments = vm.new_tuple_from([this.iterator.clone(), number])?;
    vm.new_tuple_from([class, arguments])
}

static SLOTS: Slots = Slots { new: Some(new), iter: Some(itself), next: Some(next), ..Slots::EMPTY };

/// The type.
pub static ENUMERATE: TypeSpec = TypeSpec {
    name: "enumerate",
    module: "builtins",
    kind: kinds::ENUMERATE,
    base: kinds::OBJECT,
    doc: "Gives pairs of a number, counted up from start, and an item of the iterable.",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &SLOTS,
    methods: &[
        Method::new("__reduce__", reduce, 0, 0).doc("What pickling needs."),
        Method::new("__class_getitem__", class_getitem, 1, 1).class().doc("See PEP 585"),
    ],
    getset: &[],
    page: PageKind::Container,
    slot: <Enumerate as Traverse>::slot,
    finish: None,
    size: fixed_size::<Enumerate>,
};
