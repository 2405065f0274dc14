//! `permutations`.

use std::cell::Cell;

use pitviper_object::{Header, Obj, PageKind, Value, object};

use super::{give, header, kind, not_negative, number, number_list, set_number, slots, this, writable};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::int;
use crate::types::iterators::{instance, typed};
use crate::types::list::List;
use crate::types::tuple::Tuple;
use crate::types::tuple::fresh::FreshTuple;

/// A pool of items, an order of it, and how far each of the first places has been turned.
#[repr(C)]
pub(super) struct Permutations {
    /// Count, shape, flags.
    pub header: Header,
    pool: Obj<Tuple>,
    indices: Obj<List>,
    cycles: Obj<List>,
    /// The last result; nothing before the first.
    result: ValueCell,
    length: usize,
    stopped: Cell<bool>,
}

object!(Permutations, kind::PERMUTATIONS, pool, indices, cycles, result);

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [iterable, length] = args.behind_receiver().parse(vm, "permutations", ["iterable", "r"], 1, 0)?;
    let Some(iterable) = iterable else { return Ok(Value::none()) };
    let pool = vm.tuple_from(iterable)?;
    let pool = typed::<Tuple>(vm, pool)?;
    let count = pool.len();
    let length = match length.filter(|length| !length.is_none()) {
        None => count,
        Some(length) if int::view(length).is_some() => {
            let length = vm.index_isize(length)?;
            not_negative(vm, length)?
        }
        Some(_) => return Err(vm.type_error(format_args!("Expected int as r"))),
    };
    let stopped = length > count;
    let indices = number_list(vm, count, |index| index)?;
    let cycles = number_list(vm, if stopped { 0 } else { length }, |index| count - index)?;
    let payload = Permutations {
        header: header(kind::PERMUTATIONS),
        pool,
        indices,
        cycles,
        result: ValueCell::new(None),
        length,
        stopped: Cell::new(stopped),
    };
    instance(vm, args, PageKind::Container, payload)
}

impl Permutations {
    /// Puts the items of the present order into `result`, from place `from` on.
    fn fill(&self, result: &FreshTuple, from: usize) {
        for place in from..self.length {
            if let Some(item) = self.pool.items().get(number(&self.indices, place)) {
                result.set(place, item.clone());
            }
        }
    }

    /// The index at `place` moves to the end.
    fn rotate(&self, place: usize) {
        let first = number(&self.indices, place);
        for index in place + 1..self.pool.len() {
            set_number(&self.indices, index - 1, number(&self.indices, index));
        }
        set_number(&self.indices, self.pool.len() - 1, first);
    }
}

fn next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let own: &Permutations = this(value);
    if own.stopped.get() {
        return Ok(None);
    }
    if own.result.is_none() {
        let result = FreshTuple::filled(vm, own.length)?;
        own.fill(&result, 0);
        return give(vm, result, &own.result);
    }
    let count = own.pool.len();
    let mut place = own.length;
    loop {
        if place == 0 {
            own.stopped.set(true);
            own.result.set(None);
            return Ok(None);
        }
        place -= 1;
        let left = number(&own.cycles, place) - 1;
        if left > 0 {
            set_number(&own.cycles, place, left);
            let (a, b) = (number(&own.indices, place), number(&own.indices, count - left));
            set_number(&own.indices, place, b);
            set_number(&own.indices, count - left, a);
            break;
        }
        own.rotate(place);
        set_number(&own.cycles, place, count - place);
    }
    let result = writable(vm, &own.result)?;
    own.fill(&result, place);
    give(vm, result, &own.result)
}

fn sizeof(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own: &Permutations = this(&args.values[0]);
    vm.new_usize(size_of::<Permutations>() + 8 * (own.indices.len() + own.cycles.len()))
}

iterator_type!(
    /// The type.
    PERMUTATIONS, Permutations, kind::PERMUTATIONS, "permutations",
    "permutations(iterable, r=None)\n--\n\nGives all orders of r of the items, by position.",
    slots(new, next),
    [Method::new("__sizeof__", sizeof, 0, 0).doc("Bytes that it takes.")]
);
