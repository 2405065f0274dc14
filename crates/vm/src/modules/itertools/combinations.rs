//! `combinations` and `combinations_with_replacement`.

use std::cell::Cell;

use pitviper_object::{Header, Obj, Object, PageKind, Slot, Traverse, Value};

use super::{give, header, kind, not_negative, number, number_list, set_number, slots, this, writable};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::iterators::{instance, typed};
use crate::types::list::List;
use crate::types::tuple::Tuple;
use crate::types::tuple::fresh::FreshTuple;

/// A pool of items and rising places in it, strictly rising unless `KIND` allows repetition.
#[repr(C)]
pub(super) struct Selection<const KIND: u8> {
    /// Count, shape, flags.
    pub header: Header,
    pool: Obj<Tuple>,
    indices: Obj<List>,
    /// The last result; nothing before the first.
    result: ValueCell,
    stopped: Cell<bool>,
}

// SAFETY: the three fields own one count each.
unsafe impl<const KIND: u8> Traverse for Selection<KIND> {
    unsafe fn slot(this: *mut Header, index: u32) -> *mut Slot {
        let this = this.cast::<Self>();
        // SAFETY: the caller says that it is such an object.
        unsafe {
            match index {
                0 => (&raw mut (*this).pool).cast(),
                1 => (&raw mut (*this).indices).cast(),
                2 => (&raw mut (*this).result).cast(),
                _ => std::ptr::null_mut(),
            }
        }
    }
}

// SAFETY: repr(C), header first; both kinds are made in this file only.
unsafe impl<const KIND: u8> Object for Selection<KIND> {
    const KIND: u8 = KIND;
}

type Combinations = Selection<{ kind::COMBINATIONS }>;
type WithReplacement = Selection<{ kind::COMBINATIONS_WITH_REPLACEMENT }>;

fn new<const KIND: u8>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let repeats = KIND == kind::COMBINATIONS_WITH_REPLACEMENT;
    let name = if repeats { "combinations_with_replacement" } else { "combinations" };
    let [iterable, length] = args.behind_receiver().parse(vm, name, ["iterable", "r"], 2, 0)?;
    let (Some(iterable), Some(length)) = (iterable, length) else { return Ok(Value::none()) };
    let length = vm.index_isize(length)?;
    let pool = vm.tuple_from(iterable)?;
    let pool = typed::<Tuple>(vm, pool)?;
    let length = not_negative(vm, length)?;
    let stopped = if repeats { pool.is_empty() && length > 0 } else { length > pool.len() };
    let indices = number_list(vm, if stopped { 0 } else { length }, |index| if repeats { 0 } else { index })?;
    let payload = Selection::<KIND> {
        header: header(KIND),
        pool,
        indices,
        result: ValueCell::new(None),
        stopped: Cell::new(stopped),
    };
    instance(vm, args, PageKind::Container, payload)
}

impl<const KIND: u8> Selection<KIND> {
    const REPEATS: bool = KIND == kind::COMBINATIONS_WITH_REPLACEMENT;

    /// Puts the items at the present places into `result`, from place `from` on.
    fn fill(&self, result: &FreshTuple, from: usize) {
        for place in from..self.indices.len() {
            if let Some(item) = self.pool.items().get(number(&self.indices, place)) {
                result.set(place, item.clone());
            }
        }
    }

    /// Moves on to the next selection: the first place that changed.
    fn step(&self) -> Option<usize> {
        let (count, length) = (self.pool.len(), self.indices.len());
        let most = |place: usize| if Self::REPEATS { count - 1 } else { place + count - length };
        let place = (0..length).rev().find(|place| number(&self.indices, *place) != most(*place))?;
        let first = number(&self.indices, place) + 1;
        for later in place..length {
            set_number(&self.indices, later, if Self::REPEATS { first } else { first + later - place });
        }
        Some(place)
    }
}

fn next<const KIND: u8>(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let own: &Selection<KIND> = this(value);
    if own.stopped.get() {
        return Ok(None);
    }
    if own.result.is_none() {
        let result = FreshTuple::filled(vm, own.indices.len())?;
        own.fill(&result, 0);
        return give(vm, result, &own.result);
    }
    let Some(place) = own.step() else {
        own.stopped.set(true);
        own.result.set(None);
        return Ok(None);
    };
    let result = writable(vm, &own.result)?;
    own.fill(&result, place);
    give(vm, result, &own.result)
}

fn sizeof<const KIND: u8>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own: &Selection<KIND> = this(&args.values[0]);
    vm.new_usize(size_of::<Selection<KIND>>() + 8 * own.indices.len())
}

iterator_type!(
    /// The type.
    COMBINATIONS, Combinations, kind::COMBINATIONS, "combinations",
    "combinations(iterable, r)\n--\n\nGives all selections of r of the items, in their order, by position.",
    slots(new::<{ kind::COMBINATIONS }>, next::<{ kind::COMBINATIONS }>),
    [Method::new("__sizeof__", sizeof::<{ kind::COMBINATIONS }>, 0, 0).doc("Bytes that it takes.")]
);
iterator_type!(
    /// The type.
    COMBINATIONS_WITH_REPLACEMENT, WithReplacement, kind::COMBINATIONS_WITH_REPLACEMENT,
    "combinations_with_replacement",
    "combinations_with_replacement(iterable, r)\n--\n\nGives all selections of r of the items, in their order, each as often as wanted.",
    slots(new::<{ kind::COMBINATIONS_WITH_REPLACEMENT }>, next::<{ kind::COMBINATIONS_WITH_REPLACEMENT }>),
    [Method::new("__sizeof__", sizeof::<{ kind::COMBINATIONS_WITH_REPLACEMENT }>, 0, 0).doc("Bytes that it takes.")]
);
