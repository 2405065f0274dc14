//! `range_iterator`, whose numbers fit machine words, and `longrange_iterator`, for all others.

use std::cell::Cell;

use pitviper_object::header::{PLAIN, TRACKED};
use pitviper_object::value::{INT_MAX, INT_MIN};
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::{as_i64, builtin_iter, itself, receiver, size_argument};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, BinOp, CmpOp, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::range;

/// Over inline ints. The eval loop steps it itself.
#[repr(C)]
pub struct RangeIterator {
    /// Count, shape, flags.
    pub header: Header,
    /// The next number.
    pub current: Cell<i64>,
    /// The stride.
    pub step: Cell<i64>,
    /// Numbers left.
    pub remaining: Cell<i64>,
}

object!(RangeIterator, kinds::RANGE_ITERATOR);

/// Over ints of any size.
#[repr(C)]
pub struct LongRangeIterator {
    /// Count, shape, flags.
    pub header: Header,
    current: ValueCell,
    step: Value,
    remaining: ValueCell,
}

object!(LongRangeIterator, kinds::LONG_RANGE_ITERATOR, current, step, remaining);

fn this(value: &Value) -> &RangeIterator {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

fn long(value: &Value) -> &LongRangeIterator {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

/// The iterator over `length` numbers from `start` by `step`; all are ints.
///
/// # Errors
/// `MemoryError`.
pub fn create(vm: &mut Vm, start: &Value, step: &Value, length: &Value) -> PyResult {
    if let (Some(current), Some(step), Some(remaining)) = (as_i64(start), as_i64(step), as_i64(length)) {
        // All numbers and the stop are inline ints: the eval loop makes values of them unchecked.
        let end = i128::from(current) + i128::from(step) * i128::from(remaining);
        let inline = |int: i128| (i128::from(INT_MIN)..=i128::from(INT_MAX)).contains(&int);
        if inline(i128::from(current)) && inline(end) {
            return Ok(words(vm, current, step, remaining)?.into_value());
        }
    }
    let iterator = LongRangeIterator {
        header: Header::new(u32::from(kinds::LONG_RANGE_ITERATOR), TRACKED),
        current: start.clone().into(),
        step: step.clone(),
        remaining: length.clone().into(),
    };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, iterator)?.into_value())
}

fn words(vm: &mut Vm, current: i64, step: i64, remaining: i64) -> PyResult<Obj<RangeIterator>> {
    let iterator = RangeIterator {
        header: Header::new(u32::from(kinds::RANGE_ITERATOR), PLAIN),
        current: Cell::new(current),
        step: Cell::new(step),
        remaining: Cell::new(remaining),
    };
    Ok(Obj::create(&mut vm.heap, PageKind::Leaf, iterator)?)
}

fn next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let iterator = this(value);
    let remaining = iterator.remaining.get();
    if remaining <= 0 {
        return Ok(None);
    }
    let current = iterator.current.get();
    iterator.remaining.set(remaining - 1);
    iterator.current.set(current.wrapping_add(iterator.step.get()));
    vm.new_int(current).map(Some)
}

fn length_hint(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.new_int(this(&args.values[0]).remaining.get().max(0))
}

/// `(iter, (range(start, stop, step),), None)`.
fn reduce_to(vm: &mut Vm, start: Value, step: Value, length: &Value) -> PyResult {
    let function = builtin_iter(vm)?;
    let distance = vm.binary(BinOp::Mul, &step, length)?;
    let stop = vm.binary(BinOp::Add, &start, &distance)?;
    let range = range::create(vm, start, stop, step)?;
    let arguments = vm.new_tuple_from([range])?;
    vm.new_tuple_from([function, arguments, Value::none()])
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = this(&args.values[0]);
    let (current, step, remaining) = (iterator.current.get(), iterator.step.get(), iterator.remaining.get());
    let (current, step, remaining) = (vm.new_int(current)?, vm.new_int(step)?, vm.new_int(remaining)?);
    reduce_to(vm, current, step, &remaining)
}

fn set_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let skipped = size_argument(vm, &args.values[1])? as i64;
    let iterator = this(&args.values[0]);
    let skipped = skipped.clamp(0, iterator.remaining.get().max(0));
    let step = iterator.step.get();
    iterator.current.set(iterator.current.get().wrapping_add(step.wrapping_mul(skipped)));
    iterator.remaining.set(iterator.remaining.get() - skipped);
    Ok(Value::none())
}

fn long_next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let iterator = long(value);
    let (Some(current), Some(remaining)) = (iterator.current.get(), iterator.remaining.get()) else {
        return Ok(None);
    };
    if remaining.as_small().is_some_and(|remaining| remaining <= 0) {
        return Ok(None);
    }
    let left = vm.binary(BinOp::Sub, &remaining, &Value::small(1))?;
    let following = vm.binary(BinOp::Add, &current, &iterator.step)?;
    iterator.remaining.set(Some(left));
    iterator.current.set(Some(following));
    Ok(Some(current))
}

fn long_length_hint(_: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(long(&args.values[0]).remaining.get().unwrap_or_else(|| Value::small(0)))
}

fn long_reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = long(&args.values[0]);
    let current = iterator.current.get().unwrap_or_else(|| Value::small(0));
    let remaining = iterator.remaining.get().unwrap_or_else(|| Value::small(0));
    reduce_to(vm, current, iterator.step.clone(), &remaining)
}

fn long_set_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = long(&args.values[0]);
    let mut skipped = vm.to_index(&args.values[1])?;
    let (Some(current), Some(remaining)) = (iterator.current.get(), iterator.remaining.get()) else {
        return Ok(Value::none());
    };
    if vm.compare_bool(&skipped, &Value::small(0), CmpOp::Lt)? {
        skipped = Value::small(0);
    } else if vm.compare_bool(&remaining, &skipped, CmpOp::Lt)? {
        skipped = remaining.clone();
    }
    let distance = vm.binary(BinOp::Mul, &skipped, &iterator.step)?;
    let current = vm.binary(BinOp::Add, &current, &distance)?;
    let left = vm.binary(BinOp::Sub, &remaining, &skipped)?;
    iterator.current.set(Some(current));
    iterator.remaining.set(Some(left));
    Ok(Value::none())
}

static SLOTS: Slots = Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY };
static LONG_SLOTS: Slots = Slots { iter: Some(itself), next: Some(long_next), ..Slots::EMPTY };

/// The type of `iter(range(n))`.
pub static RANGE_ITERATOR: TypeSpec = TypeSpec {
    name: "range_iterator",
    module: "builtins",
    kind: kinds::RANGE_ITERATOR,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &SLOTS,
    methods: &[
        Method::new("__length_hint__", length_hint, 0, 0).doc("Numbers that are left."),
        Method::new("__reduce__", reduce, 0, 0).doc("What pickling needs."),
        Method::new("__setstate__", set_state, 1, 1).doc("Skips numbers."),
    ],
    getset: &[],
    page: PageKind::Leaf,
    slot: <RangeIterator as Traverse>::slot,
    finish: None,
    size: fixed_size::<RangeIterator>,
};

/// The type of `iter(range(1 << 70))`.
pub static LONG_RANGE_ITERATOR: TypeSpec = TypeSpec {
    name: "longrange_iterator",
    module: "builtins",
    kind: kinds::LONG_RANGE_ITERATOR,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &LONG_SLOTS,
    methods: &[
        Method::new("__length_hint__", long_length_hint, 0, 0).doc("Numbers that are left."),
        Method::new("__reduce__", long_reduce, 0, 0).doc("What pickling needs."),
        Method::new("__setstate__", long_set_state, 1, 1).doc("Skips numbers."),
    ],
    getset: &[],
    page: PageKind::Container,
    slot: <LongRangeIterator as Traverse>::slot,
    finish: None,
    size: fixed_size::<LongRangeIterator>,
};
