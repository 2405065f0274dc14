//! `product`.

use std::cell::Cell;

use pitviper_object::{Header, Obj, PageKind, Value, object};

use super::{give, header, kind, number, number_list, set_number, slots, this, writable};
use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult};
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::iterators::{instance, is_name, split_arguments};
use crate::types::list::List;
use crate::types::str::Str;
use crate::types::tuple::Tuple;
use crate::types::tuple::fresh::FreshTuple;

/// Pools of items and the place in each.
#[repr(C)]
pub(super) struct Product {
    /// Count, shape, flags.
    pub header: Header,
    /// A list of tuples.
    pools: Obj<List>,
    indices: Obj<List>,
    /// The last result; nothing before the first.
    result: ValueCell,
    stopped: Cell<bool>,
}

object!(Product, kind::PRODUCT, pools, indices, result);

fn repeat_argument(vm: &mut Vm, names: &[Value], values: &[Value]) -> PyResult<usize> {
    if names.len() > 1 {
        let given = names.len();
        return Err(vm.type_error(format_args!("product() takes at most 1 keyword argument ({given} given)")));
    }
    let (Some(name), Some(value)) = (names.first(), values.first()) else { return Ok(1) };
    if !is_name(name, "repeat")
        && let Some(name) = name.downcast::<Str>()
    {
        return Err(vm.type_error(format_args!("product() got an unexpected keyword argument '{name}'")));
    }
    let repeat = vm.index_isize(value)?;
    usize::try_from(repeat).map_err(|_| vm.value_error(format_args!("repeat argument cannot be negative")))
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (iterables, names, named) = split_arguments(args);
    let repeat = repeat_argument(vm, names, named)?;
    let iterables = if repeat == 0 { &[][..] } else { iterables };
    if !iterables.is_empty() && repeat > isize::MAX as usize / 8 / iterables.len() {
        return Err(vm.raise(Exc::OverflowError, format_args!("repeat argument too large")));
    }
    let pools = vm.new_list()?;
    pools.reserve_exact(&mut vm.heap, iterables.len() * repeat)?;
    for iterable in iterables {
        let pool = vm.tuple_from(iterable)?;
        vm.list_push(&pools, pool)?;
    }
    for index in iterables.len()..iterables.len() * repeat {
        if let Some(pool) = pools.get(index - iterables.len()) {
            vm.list_push(&pools, pool)?;
        }
    }
    let indices = number_list(vm, pools.len(), |_| 0)?;
    let payload = Product {
        header: header(kind::PRODUCT),
        pools,
        indices,
        result: ValueCell::new(None),
        stopped: Cell::new(false),
    };
    instance(vm, args, PageKind::Container, payload)
}

impl Product {
    fn item(&self, pool: usize, index: usize) -> Option<Value> {
        self.pools.get(pool)?.downcast::<Tuple>()?.items().get(index).cloned()
    }
}

fn next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let own: &Product = this(value);
    if own.stopped.get() {
        return Ok(None);
    }
    let len = own.pools.len();
    if own.result.is_none() {
        let result = FreshTuple::filled(vm, len)?;
        for index in 0..len {
            match own.item(index, 0) {
                Some(item) => result.set(index, item),
                None => {
                    own.stopped.set(true);
                    return Ok(None);
                }
            }
        }
        return give(vm, result, &own.result);
    }
    // The last place that can be moved on; those behind it start again.
    let mut place = len;
    loop {
        if place == 0 {
            own.stopped.set(true);
            own.result.set(None);
            return Ok(None);
        }
        place -= 1;
        let next = number(&own.indices, place) + 1;
        if own.item(place, next).is_some() {
            set_number(&own.indices, place, next);
            break;
        }
        set_number(&own.indices, place, 0);
    }
    let result = writable(vm, &own.result)?;
    for index in place..len {
        if let Some(item) = own.item(index, number(&own.indices, index)) {
            result.set(index, item);
        }
    }
    give(vm, result, &own.result)
}

fn sizeof(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own: &Product = this(&args.values[0]);
    vm.new_usize(size_of::<Product>() + 16 * own.pools.len())
}

iterator_type!(
    /// The type.
    PRODUCT, Product, kind::PRODUCT, "product",
    "product(*iterables, repeat=1)\n--\n\nThe Cartesian product: tuples of one item of each iterable, the last one changing fastest.",
    slots(new, next),
    [Method::new("__sizeof__", sizeof, 0, 0).doc("Bytes that it takes.")]
);
