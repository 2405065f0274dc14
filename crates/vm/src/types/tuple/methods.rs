//! What tuples do.

use std::cell::Cell;
use std::ptr::NonNull;

use pitviper_object::{Header, OutOfMemory, PageKind, Value};

use super::Tuple;
use super::fresh::from_list;
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::native::{Args, BinOp, CmpOp};
use crate::core::vm::Vm;
use crate::types::iterators::{arity, as_i64, push_repr, receiver, reject_keywords, split_arguments};
use crate::types::slice::{self, Slice, has_index};
use crate::types::str::{StrBuilder, fold};
use crate::types::typ::Type;

/// The hash of a sequence of hashes, as CPython's tuples have it: xxHash without its final mixing
/// (Objects/tupleobject.c, after Yann Collet's XXH64).
pub struct TupleHash {
    state: u64,
    len: u64,
}

const PRIME_1: u64 = 11_400_714_785_074_694_791;
const PRIME_2: u64 = 14_029_467_366_897_019_727;
const PRIME_5: u64 = 2_870_177_450_012_600_261;

impl TupleHash {
    /// Of nothing yet.
    #[must_use]
    pub fn new() -> TupleHash {
        TupleHash { state: PRIME_5, len: 0 }
    }

    /// Adds the hash of the next item.
    #[inline]
    pub fn add(&mut self, hash: i64) {
        let mixed = self.state.wrapping_add((hash as u64).wrapping_mul(PRIME_2));
        self.state = mixed.rotate_left(31).wrapping_mul(PRIME_1);
        self.len += 1;
    }

    /// The hash of a tuple of these items.
    #[must_use]
    pub fn finish(self) -> i64 {
        let state = self.state.wrapping_add(self.len ^ (PRIME_5 ^ 3_527_539));
        TupleHash { state, len: 0 }.finish_bare()
    }

    /// The same without the number of items, as slices have it.
    #[must_use]
    pub fn finish_bare(self) -> i64 {
        if self.state == u64::MAX { 1_546_275_796 } else { self.state as i64 }
    }
}

impl Default for TupleHash {
    fn default() -> TupleHash {
        TupleHash::new()
    }
}

fn this(value: &Value) -> &Tuple {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

/// The type of a receiver or argument of any Python class that derives from `tuple`, exact tuples aside.
fn subclass<'a>(args: Args<'a>) -> Option<&'a Type> {
    args.values.first().and_then(Value::downcast::<Type>).filter(|class| class.root.get() != 0)
}

pub(super) fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    reject_keywords(vm, "tuple", args)?;
    let (positional, ..) = split_arguments(args);
    arity(vm, "tuple", positional.len(), 0, 1)?;
    let exact = match positional.first() {
        Some(iterable) if iterable.exact::<Tuple>().is_some() => iterable.clone(),
        Some(iterable) => {
            let list = vm.list_from(iterable)?;
            from_list(vm, &list)?
        }
        None => vm.new_tuple(&[])?,
    };
    match subclass(args) {
        Some(class) => instance_of(vm, class, this(&exact).items()),
        None => Ok(exact),
    }
}

/// A tuple of a Python subclass of `tuple`.
///
/// # Errors
/// `MemoryError`.
pub fn instance_of(vm: &mut Vm, class: &Type, items: &[Value]) -> PyResult {
    let len = u32::try_from(items.len()).map_err(|_| OutOfMemory)?;
    let bytes = items.len().checked_mul(8).ok_or(OutOfMemory)? + size_of::<Tuple>();
    let block: NonNull<Header> = vm.allocate_instance(class, bytes)?;
    let tuple = block.cast::<Tuple>();
    // SAFETY: the block has room for the items behind the struct, and is nobody else's yet.
    unsafe {
        (&raw mut (*tuple.as_ptr()).len).write(len);
        (&raw mut (*tuple.as_ptr()).hash).write(Cell::new(0));
        let places = tuple.add(1).cast::<Value>();
        for (index, item) in items.iter().enumerate() {
            places.add(index).write(item.clone());
        }
        Ok(Value::from_owned(block))
    }
}

/// The items of `left`, then those of `right`.
///
/// # Errors
/// `MemoryError`.
pub fn concat_items(vm: &mut Vm, left: &[Value], right: &[Value]) -> PyResult {
    if left.is_empty() && right.is_empty() {
        return vm.new_tuple(&[]);
    }
    let len = left.len() + right.len();
    let tuple = unfilled(vm, len)?;
    // SAFETY: room for `len` items; every place is written before the tuple is used.
    unsafe {
        let places = tuple.add(1).cast::<Value>();
        for (index, item) in left.iter().chain(right).enumerate() {
            places.add(index).write(item.clone());
        }
        Ok(Value::from_owned(tuple.cast()))
    }
}

/// A tuple whose `len` items are still to be written, before anything else is done.
fn unfilled(vm: &mut Vm, len: usize) -> PyResult<NonNull<Tuple>> {
    let len32 = u32::try_from(len).map_err(|_| OutOfMemory)?;
    let bytes = len.checked_mul(8).ok_or(OutOfMemory)? + size_of::<Tuple>();
    let block = vm.heap.alloc(PageKind::Container, bytes)?.cast::<Tuple>();
    vm.heap.container_made();
    let header = Header::new(u32::from(kinds::TUPLE), pitviper_object::header::TRACKED);
    // SAFETY: the block is fresh and big enough.
    unsafe { block.write(Tuple { header, len: len32, hash: Cell::new(0) }) };
    Ok(block)
}

fn repeat(vm: &mut Vm, value: &Value, times: &Value) -> PyResult {
    let times = repeat_count(vm, times)?;
    let items = this(value).items();
    if items.is_empty() || times == 0 {
        return vm.new_tuple(&[]);
    }
    if times == 1 && value.exact::<Tuple>().is_some() {
        return Ok(value.clone());
    }
    let len = items.len().checked_mul(times).ok_or(OutOfMemory)?;
    let tuple = unfilled(vm, len)?;
    // SAFETY: room for `len` items; every place is written before the tuple is used.
    unsafe {
        let places = tuple.add(1).cast::<Value>();
        for turn in 0..times {
            for (index, item) in items.iter().enumerate() {
                places.add(turn * items.len() + index).write(item.clone());
            }
        }
        Ok(Value::from_owned(tuple.cast()))
    }
}

/// How often a sequence is to be repeated; not below 0.
///
/// # Errors
/// `OverflowError` beyond a machine word; `TypeError` without `__index__`.
pub fn repeat_count(vm: &mut Vm, times: &Value) -> PyResult<usize> {
    if let Some(times) = times.as_small() {
        return Ok(times.max(0) as usize);
    }
    let index = vm.to_index(times)?;
    match as_i64(&index) {
        Some(times) => Ok(times.max(0) as usize),
        None => {
            let name = vm.type_name(times);
            Err(vm.raise(Exc::OverflowError, format_args!("cannot fit '{name}' into an index-sized integer")))
        }
    }
}

/// Whether `other` is a count for the operator `*` of sequences: it has `__index__`, and no `__rmul__` of its
/// own in Python that comes first.
pub fn is_repeat_count(vm: &mut Vm, other: &Value) -> bool {
    if other.is_small_int() {
        return true;
    }
    let class = vm.type_of(other);
    if class.has(Type::HEAP) && vm.python_special(class, &vm.names().__rmul__).is_some() {
        return false;
    }
    has_index(vm, other)
}

pub(super) fn binary(vm: &mut Vm, op: BinOp, left: &Value, right: &Value) -> PyResult {
    match op {
        BinOp::Add => {
            let (Some(a), Some(b)) = (left.downcast::<Tuple>(), right.downcast::<Tuple>()) else {
                return Ok(Value::not_implemented());
            };
            if a.is_empty() && right.exact::<Tuple>().is_some() {
                return Ok(right.clone());
            }
            if b.is_empty() && left.exact::<Tuple>().is_some() {
                return Ok(left.clone());
            }
            concat_items(vm, a.items(), b.items())
        }
        BinOp::Mul => {
            let (tuple, times) = if left.downcast::<Tuple>().is_some() { (left, right) } else { (right, left) };
            if is_repeat_count(vm, times) { repeat(vm, tuple, times) } else { Ok(Value::not_implemented()) }
        }
        _ => Ok(Value::not_implemented()),
    }
}

pub(super) fn hash(vm: &mut Vm, value: &Value) -> PyResult<i64> {
    vm.check_native_stack()?;
    let tuple = this(value);
    let mut hash = TupleHash::new();
    for (index, item) in tuple.items().iter().enumerate() {
        vm.work_at(index)?;
        hash.add(vm.hash(item)?);
    }
    let hash = hash.finish();
    tuple.hash.set(fold(hash));
    Ok(hash)
}

/// The order of two runs of items that cannot change: the first that differ decide, else the lengths.
///
/// # Errors
/// What comparing items raises.
pub fn compare_items(vm: &mut Vm, a: &[Value], b: &[Value], op: CmpOp) -> PyResult {
    if a.len() != b.len() && matches!(op, CmpOp::Eq | CmpOp::Ne) && !has_python_eq(vm, a, b) {
        return Ok(Value::bool(op == CmpOp::Ne));
    }
    for (index, (x, y)) in a.iter().zip(b).enumerate() {
        vm.work_at(index)?;
        if vm.eq(x, y)? {
            continue;
        }
        return match op {
            CmpOp::Eq => Ok(Value::bool(false)),
            CmpOp::Ne => Ok(Value::bool(true)),
            op => vm.compare(x, y, op),
        };
    }
    Ok(Value::bool(op.holds(a.len().cmp(&b.len()))))
}

/// Whether comparing tuples of different lengths for equality could be seen: CPython compares their items.
fn has_python_eq(vm: &Vm, a: &[Value], b: &[Value]) -> bool {
    a.iter().chain(b).any(|item| item.is_object() && (vm.type_of(item).has(Type::HEAP) || item.kind() == kinds::TUPLE))
}

pub(super) fn compare(vm: &mut Vm, left: &Value, right: &Value, op: CmpOp) -> PyResult {
    let (Some(a), Some(b)) = (left.downcast::<Tuple>(), right.downcast::<Tuple>()) else {
        return Ok(Value::not_implemented());
    };
    vm.check_native_stack()?;
    compare_items(vm, a.items(), b.items(), op)
}

pub(super) fn contains(vm: &mut Vm, value: &Value, wanted: &Value) -> PyResult<bool> {
    for (index, item) in this(value).items().iter().enumerate() {
        vm.work_at(index)?;
        if vm.eq(item, wanted)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The index that a subscript of a sequence means, within `len`; `None` when it is outside.
///
/// # Errors
/// `TypeError` with `kind` in it for what is no index; `IndexError` beyond a machine word.
#[inline]
pub fn subscript(vm: &mut Vm, key: &Value, len: usize, kind: &str) -> PyResult<Option<usize>> {
    let index = match key.as_small() {
        Some(index) => index,
        None => subscript_slow(vm, key, kind)?,
    };
    let index = if index < 0 { index + len as i64 } else { index };
    Ok(usize::try_from(index).ok().filter(|index| *index < len))
}

/// A subscript as a machine integer, negative ones as they are.
///
/// # Errors
/// As [`subscript`].
#[inline(never)]
pub fn subscript_slow(vm: &mut Vm, key: &Value, kind: &str) -> PyResult<i64> {
    if !has_index(vm, key) {
        return Err(bad_subscript(vm, key, kind));
    }
    let index = vm.to_index(key)?;
    match as_i64(&index) {
        Some(index) => Ok(index),
        None => {
            let name = vm.type_name(key);
            Err(vm.raise(Exc::IndexError, format_args!("cannot fit '{name}' into an index-sized integer")))
        }
    }
}

#[cold]
fn bad_subscript(vm: &mut Vm, key: &Value, kind: &str) -> Raised {
    let name = vm.type_name(key);
    vm.type_error(format_args!("{kind} indices must be integers or slices, not {name}"))
}

pub(super) fn get_item(vm: &mut Vm, value: &Value, key: &Value) -> PyResult {
    let tuple = this(value);
    if let Some(slice) = key.exact::<Slice>() {
        let (start, _, step, count) = slice::resolve(vm, slice, tuple.len())?;
        return get_slice(vm, value, start, step, count);
    }
    match subscript(vm, key, tuple.len(), "tuple")? {
        Some(index) => Ok(tuple.items()[index].clone()),
        None => Err(vm.raise(Exc::IndexError, format_args!("tuple index out of range"))),
    }
}

fn get_slice(vm: &mut Vm, value: &Value, start: isize, step: isize, count: usize) -> PyResult {
    let items = this(value).items();
    if count == items.len() && step == 1 && value.exact::<Tuple>().is_some() {
        return Ok(value.clone());
    }
    if count == 0 {
        return vm.new_tuple(&[]);
    }
    if step == 1 {
        let start = start as usize;
        return vm.new_tuple(&items[start..start + count]);
    }
    let tuple = unfilled(vm, count)?;
    // SAFETY: room for `count` items; every place is written before the tuple is used.
    unsafe {
        let places = tuple.add(1).cast::<Value>();
        for turn in 0..count {
            let index = start.wrapping_add(step.wrapping_mul(turn as isize)) as usize;
            places.add(turn).write(items[index].clone());
        }
        Ok(Value::from_owned(tuple.cast()))
    }
}

pub(super) fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let items = this(value).items();
    if items.is_empty() {
        return vm.new_str("()");
    }
    if !vm.repr_enter(value)? {
        return vm.new_str("(...)");
    }
    let result = repr_items(vm, items);
    vm.repr_leave(value);
    result
}

fn repr_items(vm: &mut Vm, items: &[Value]) -> PyResult {
    let mut text = StrBuilder::new(vm);
    for (index, item) in items.iter().enumerate() {
        text.push_text(if index == 0 { "(" } else { ", " })?;
        push_repr(vm, &mut text, item)?;
        vm.work_at(index)?;
    }
    text.push_text(if items.len() == 1 { ",)" } else { ")" })?;
    text.finish()
}

pub(super) fn index(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let items = this(&args.values[0]).items();
    let mut bounds = [0, isize::MAX];
    for (bound, given) in bounds.iter_mut().zip(&args.values[2..]) {
        *bound = slice::index_argument(vm, given)?;
    }
    let [start, stop] = bounds.map(|bound| {
        let bound = if bound < 0 { bound.saturating_add(items.len() as isize).max(0) } else { bound };
        (bound as usize).min(items.len())
    });
    for (place, item) in items.iter().enumerate().take(stop).skip(start) {
        vm.work_at(place)?;
        if vm.eq(item, &args.values[1])? {
            return vm.new_usize(place);
        }
    }
    Err(vm.value_error(format_args!("tuple.index(x): x not in tuple")))
}

pub(super) fn count(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut found = 0;
    for (index, item) in this(&args.values[0]).items().iter().enumerate() {
        vm.work_at(index)?;
        if vm.eq(item, &args.values[1])? {
            found += 1;
        }
    }
    vm.new_usize(found)
}

pub(super) fn get_new_args(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let items = this(&args.values[0]).items();
    let exact = vm.new_tuple(items)?;
    vm.new_tuple_from([exact])
}
