//! `range`: start, stop, step and length as ints of any size. What fits machine words is computed in them.

use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, BinOp, CmpOp, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::int::Int;
use crate::types::iterators::{self, arity, as_i64, read_only, receiver, reject_keywords, split_arguments};
use crate::types::slice::{self, Slice, has_index};
use crate::types::str::{Str, StrBuilder};
use crate::types::tuple::methods::TupleHash;

/// A range object. All four are exact ints.
#[repr(C)]
pub struct Range {
    /// Count, shape, flags.
    pub header: Header,
    /// The first number.
    pub start: Value,
    /// The end, exclusive.
    pub stop: Value,
    /// The stride, not 0.
    pub step: Value,
    /// Numbers.
    pub length: Value,
}

object!(Range, kinds::RANGE, start, stop, step, length);

fn this(value: &Value) -> &Range {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

/// Numbers in `start..stop` by `step`.
fn count(start: i64, stop: i64, step: i64) -> u64 {
    let (low, high) = if step > 0 { (start, stop) } else { (stop, start) };
    if low >= high {
        return 0;
    }
    let distance = high.wrapping_sub(low) as u64;
    (distance - 1) / step.unsigned_abs() + 1
}

impl Range {
    /// Start, stop, step and length in machine words, when all fit.
    #[must_use]
    pub fn words(&self) -> Option<(i64, i64, i64, i64)> {
        Some((as_i64(&self.start)?, as_i64(&self.stop)?, as_i64(&self.step)?, as_i64(&self.length)?))
    }
}

/// The length of a range of ints of any size.
fn length_of(vm: &mut Vm, start: &Value, stop: &Value, step: &Value) -> PyResult {
    if let (Some(start), Some(stop), Some(step)) = (as_i64(start), as_i64(stop), as_i64(step)) {
        return vm.new_u64(count(start, stop, step));
    }
    let one = Value::small(1);
    let falling = vm.compare_bool(step, &Value::small(0), CmpOp::Lt)?;
    let (low, high) = if falling { (stop, start) } else { (start, stop) };
    if !vm.compare_bool(low, high, CmpOp::Lt)? {
        return Ok(Value::small(0));
    }
    let size = if falling { vm.neg(step)? } else { step.clone() };
    let distance = vm.binary(BinOp::Sub, high, low)?;
    let distance = vm.binary(BinOp::Sub, &distance, &one)?;
    let steps = vm.binary(BinOp::FloorDiv, &distance, &size)?;
    vm.binary(BinOp::Add, &steps, &one)
}

/// `range(start, stop, step)` of exact ints.
///
/// # Errors
/// `ValueError` for a step of 0; `MemoryError`.
pub fn create(vm: &mut Vm, start: Value, stop: Value, step: Value) -> PyResult {
    if step.as_small() == Some(0) {
        return Err(vm.value_error(format_args!("range() arg 3 must not be zero")));
    }
    let length = length_of(vm, &start, &stop, &step)?;
    let range = Range { header: Header::new(u32::from(kinds::RANGE), 0), start, stop, step, length };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, range)?.into_value())
}

/// An exact int out of anything with `__index__`.
fn exact_index(vm: &mut Vm, value: &Value) -> PyResult {
    let index = vm.to_index(value)?;
    if index.is_small_int() || index.exact::<Int>().is_some() {
        return Ok(index);
    }
    // Bools and instances of subclasses become plain ints.
    vm.binary(BinOp::Add, &index, &Value::small(0))
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    reject_keywords(vm, "range", args)?;
    let (given, ..) = split_arguments(args);
    arity(vm, "range", given.len(), 1, 3)?;
    if let [stop] = given {
        let stop = exact_index(vm, stop)?;
        return create(vm, Value::small(0), stop, Value::small(1));
    }
    let start = exact_index(vm, &given[0])?;
    let stop = exact_index(vm, &given[1])?;
    let step = match given.get(2) {
        Some(step) => exact_index(vm, step)?,
        None => Value::small(1),
    };
    create(vm, start, stop, step)
}

fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let range = this(value);
    let mut text = StrBuilder::new(vm);
    let parts = [("range(", &range.start), (", ", &range.stop), (", ", &range.step)];
    let shown = if range.step.as_small() == Some(1) { 2 } else { 3 };
    for (before, part) in &parts[..shown] {
        text.push_text(before)?;
        let part = vm.repr(part)?;
        if let Some(part) = part.downcast::<Str>() {
            text.push_str(part)?;
        }
    }
    text.push_text(")")?;
    text.finish()
}

/// What equal ranges have in common: length, and as far as they matter start and step.
fn identity(range: &Range) -> [Value; 3] {
    let none = Value::none;
    match range.length.as_small() {
        Some(0) => [range.length.clone(), none(), none()],
        Some(1) => [range.length.clone(), range.start.clone(), none()],
        _ => [range.length.clone(), range.start.clone(), range.step.clone()],
    }
}

fn hash(vm: &mut Vm, value: &Value) -> PyResult<i64> {
    let mut hash = TupleHash::new();
    for part in identity(this(value)) {
        hash.add(vm.hash(&part)?);
    }
    Ok(hash.finish())
}

fn compare(vm: &mut Vm, left: &Value, right: &Value, op: CmpOp) -> PyResult {
    let (Some(a), Some(b)) = (left.downcast::<Range>(), right.downcast::<Range>()) else {
        return Ok(Value::not_implemented());
    };
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return Ok(Value::not_implemented());
    }
    let mut equal = true;
    for (x, y) in identity(a).iter().zip(&identity(b)) {
        equal = equal && vm.eq(x, y)?;
    }
    Ok(Value::bool(equal == (op == CmpOp::Eq)))
}

fn len(vm: &mut Vm, value: &Value) -> PyResult<usize> {
    vm.index_isize(&this(value).length).map(|len| len as usize)
}

fn truth(_: &mut Vm, value: &Value) -> PyResult<bool> {
    Ok(this(value).length.as_small() != Some(0))
}

/// Number `index`, which is within the range.
fn number_at(vm: &mut Vm, range: &Range, index: &Value) -> PyResult {
    if let (Some(start), Some(step), Some(index)) = (range.start.as_small(), range.step.as_small(), index.as_small())
        && let Some(number) = step.checked_mul(index).and_then(|offset| offset.checked_add(start))
    {
        return vm.new_int(number);
    }
    let offset = vm.binary(BinOp::Mul, &range.step, index)?;
    vm.binary(BinOp::Add, &range.start, &offset)
}

fn get_item(vm: &mut Vm, value: &Value, key: &Value) -> PyResult {
    let range = this(value);
    if let Some(slice) = key.exact::<Slice>() {
        return get_slice(vm, range, slice);
    }
    if !has_index(vm, key) {
        let kind = vm.type_name(key);
        return Err(vm.type_error(format_args!("range indices must be integers or slices, not {kind}")));
    }
    let zero = Value::small(0);
    let mut index = vm.to_index(key)?;
    if vm.compare_bool(&index, &zero, CmpOp::Lt)? {
        index = vm.binary(BinOp::Add, &index, &range.length)?;
    }
    if vm.compare_bool(&index, &zero, CmpOp::Lt)? || !vm.compare_bool(&index, &range.length, CmpOp::Lt)? {
        return Err(vm.raise(Exc::IndexError, format_args!("range object index out of range")));
    }
    number_at(vm, range, &index)
}

fn get_slice(vm: &mut Vm, range: &Range, slice: &Slice) -> PyResult {
    let [start, stop, step] = slice::indices_of(vm, slice, &range.length)?;
    let start = number_at(vm, range, &start)?;
    let stop = number_at(vm, range, &stop)?;
    let step = vm.binary(BinOp::Mul, &range.step, &step)?;
    create(vm, start, stop, step)
}

/// Whether a value is compared as an int: exact ints and bools.
fn is_plain_int(value: &Value) -> bool {
    value.is_small_int() || value.exact::<Int>().is_some() || value.as_bool().is_some()
}

/// The index of an int in a range.
fn index_of(vm: &mut Vm, range: &Range, wanted: &Value) -> PyResult<Option<Value>> {
    let wanted = exact_index(vm, wanted)?;
    if let (Some((start, stop, step, _)), Some(wanted)) = (range.words(), as_i64(&wanted)) {
        let within = if step > 0 { start <= wanted && wanted < stop } else { stop < wanted && wanted <= start };
        let distance = i128::from(wanted) - i128::from(start);
        if !within || distance % i128::from(step) != 0 {
            return Ok(None);
        }
        return vm.new_u64((distance / i128::from(step)) as u64).map(Some);
    }
    let falling = vm.compare_bool(&range.step, &Value::small(0), CmpOp::Lt)?;
    let within = if falling {
        vm.compare_bool(&range.stop, &wanted, CmpOp::Lt)? && vm.compare_bool(&wanted, &range.start, CmpOp::Le)?
    } else {
        vm.compare_bool(&range.start, &wanted, CmpOp::Le)? && vm.compare_bool(&wanted, &range.stop, CmpOp::Lt)?
    };
    if !within {
        return Ok(None);
    }
    let distance = vm.binary(BinOp::Sub, &wanted, &range.start)?;
    let rest = vm.binary(BinOp::Mod, &distance, &range.step)?;
    if rest.as_small() != Some(0) {
        return Ok(None);
    }
    vm.binary(BinOp::FloorDiv, &distance, &range.step).map(Some)
}

fn contains(vm: &mut Vm, value: &Value, wanted: &Value) -> PyResult<bool> {
    if is_plain_int(wanted) {
        return Ok(index_of(vm, this(value), wanted)?.is_some());
    }
    let iterator = iter(vm, value)?;
    while let Some(item) = vm.next(&iterator)? {
        if vm.eq(&item, wanted)? {
            return Ok(true);
        }
        vm.settle();
    }
    Ok(false)
}

fn index(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (value, wanted) = (&args.values[0], &args.values[1]);
    if is_plain_int(wanted) {
        return match index_of(vm, this(value), wanted)? {
            Some(index) => Ok(index),
            None => Err(vm.value_error(format_args!("range.index(x): x not in range"))),
        };
    }
    let iterator = iter(vm, value)?;
    let mut index = 0;
    while let Some(item) = vm.next(&iterator)? {
        if vm.eq(&item, wanted)? {
            return vm.new_usize(index);
        }
        index += 1;
        vm.settle();
    }
    Err(vm.value_error(format_args!("sequence.index(x): x not in sequence")))
}

fn count_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (value, wanted) = (&args.values[0], &args.values[1]);
    if is_plain_int(wanted) {
        return Ok(Value::small(i64::from(index_of(vm, this(value), wanted)?.is_some())));
    }
    let iterator = iter(vm, value)?;
    let mut found = 0;
    while let Some(item) = vm.next(&iterator)? {
        if vm.eq(&item, wanted)? {
            found += 1;
        }
        vm.settle();
    }
    vm.new_usize(found)
}

fn iter(vm: &mut Vm, value: &Value) -> PyResult {
    let range = this(value);
    iterators::range::create(vm, &range.start, &range.step, &range.length)
}

fn reversed(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let range = this(&args.values[0]);
    let last = vm.binary(BinOp::Sub, &range.length, &Value::small(1))?;
    let start = number_at(vm, range, &last)?;
    let step = vm.neg(&range.step)?;
    iterators::range::create(vm, &start, &step, &range.length)
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let range = this(&args.values[0]);
    let class = iterators::type_value(vm, kinds::RANGE);
    let parts = vm.new_tuple_from([range.start.clone(), range.stop.clone(), range.step.clone()])?;
    vm.new_tuple_from([class, parts])
}

static SLOTS: Slots = Slots {
    new: Some(new),
    repr: Some(repr),
    hash: Some(hash),
    compare: Some(compare),
    iter: Some(iter),
    len: Some(len),
    truth: Some(truth),
    get_item: Some(get_item),
    contains: Some(contains),
    ..Slots::EMPTY
};

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    name: "range",
    module: "builtins",
    kind: kinds::RANGE,
    base: kinds::OBJECT,
    doc: "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nThe ints from start (0) up to stop, without it, by step (1).",
    flags: TypeSpec::SEQUENCE,
    slots: &SLOTS,
    methods: &[
        Method::new("__reversed__", reversed, 0, 0).doc("Return an iterator from the last number to the first."),
        Method::new("__reduce__", reduce, 0, 0).doc("What pickling needs."),
        Method::new("count", count_method, 1, 1).doc("rangeobject.count(value) -> how many numbers equal value"),
        Method::new("index", index, 1, 1)
            .doc("rangeobject.index(value) -> the index of value. ValueError if it is not there."),
    ],
    getset: &[
        GetSet { name: "start", get: |_, value| Ok(this(value).start.clone()), set: Some(read_only) },
        GetSet { name: "stop", get: |_, value| Ok(this(value).stop.clone()), set: Some(read_only) },
        GetSet { name: "step", get: |_, value| Ok(this(value).step.clone()), set: Some(read_only) },
    ],
    page: PageKind::Container,
    slot: <Range as Traverse>::slot,
    finish: None,
    size: fixed_size::<Range>,
};
