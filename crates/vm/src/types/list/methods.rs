//! What lists do. Whatever can run Python takes items out by index and looks at the length again.

use pitviper_object::{OutOfMemory, Value, destroy};

use super::List;
use crate::core::error::{Exc, PyResult};
use crate::core::native::{Args, BinOp, CmpOp};
use crate::core::vm::Vm;
use crate::types::iterators::{self, arity, push_repr, receiver, split_arguments};
use crate::types::slice;
use crate::types::str::StrBuilder;
use crate::types::tuple::Tuple;
use crate::types::tuple::methods::{is_repeat_count, repeat_count};
use crate::types::typ::Type;

pub(super) fn this(value: &Value) -> &List {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

pub(super) fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match args.values.first().and_then(Value::downcast::<Type>).filter(|class| class.root.get() != 0) {
        Some(class) => {
            let block = vm.allocate_instance(class, std::mem::size_of::<List>())?;
            // SAFETY: all-zero is an empty list; the one reference is this value's.
            Ok(unsafe { Value::from_owned(block) })
        }
        None => Ok(vm.new_list()?.into_value()),
    }
}

pub(super) fn init(vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
    let list = this(&args.values[0]);
    if args.names.is_some_and(|names| !names.is_empty()) && !vm.type_of(&args.values[0]).has(Type::PYTHON_NEW) {
        return Err(vm.type_error(format_args!("list() takes no keyword arguments")));
    }
    let (positional, ..) = split_arguments(args);
    arity(vm, "list", positional.len(), 0, 1)?;
    let_items_die(vm, list);
    match positional.first() {
        Some(iterable) => extend(vm, list, iterable),
        None => Ok(()),
    }
}

/// Removes all items, the last one first; of many some may die later.
fn let_items_die(vm: &mut Vm, list: &List) {
    if list.len() > destroy::LOOK as usize
        && let Ok(gone) = List::create(&mut vm.heap)
    {
        // SAFETY: the parts move from one list to another.
        let _ = unsafe { gone.restore(list.detach()) };
    }
    clear_items(list);
}

/// Removes all items at once, the last one first.
pub(crate) fn clear_items(list: &List) {
    if list.capacity() == 0 {
        return;
    }
    // SAFETY: the parts are the list's own, which is empty from here on.
    unsafe { List::free_parts(list.detach()) };
}

/// Appends what an iterable gives.
///
/// # Errors
/// What iterating raises; `MemoryError`. Items appended before stay.
pub fn extend(vm: &mut Vm, list: &List, iterable: &Value) -> PyResult<()> {
    if let Some(tuple) = iterable.exact::<Tuple>() {
        // SAFETY: the tuple's items are its own.
        unsafe { list.push_cloned(&mut vm.heap, tuple.items().as_ptr(), tuple.len())? };
        return Ok(());
    }
    if let Some(other) = iterable.exact::<List>() {
        return append_items(vm, list, other, other.len());
    }
    let iterator = vm.iter(iterable)?;
    let hint = vm.len_hint(iterable, 8)?;
    // A hint that is more than there can be is a lie, which does not matter before the items come.
    let hint = if hint > isize::MAX as usize - list.len() { 0 } else { hint };
    if list.capacity() == 0 && vm.type_of(iterable).native_slots().len.is_some() {
        list.reserve_exact(&mut vm.heap, hint)?;
    } else {
        list.reserve_more(&mut vm.heap, hint)?;
    }
    while let Some(item) = vm.next(&iterator)? {
        vm.list_push(list, item)?;
        vm.settle();
    }
    list.trim(&mut vm.heap);
    Ok(())
}

/// Appends new references to the first `count` items of a list, possibly the same one.
fn append_items(vm: &mut Vm, list: &List, from: &List, count: usize) -> PyResult<()> {
    list.reserve_more(&mut vm.heap, count)?;
    debug_assert!(count <= from.len());
    // Where the source is, is asked after growing: it may be the same list.
    let (items, _) = from.raw();
    // SAFETY: there is room for them, and they are in front of it.
    unsafe { list.write_cloned(&mut vm.heap, items, count)? };
    Ok(())
}

pub(super) fn append(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.list_push(this(&args.values[0]), args.values[1].clone())?;
    Ok(Value::none())
}

pub(super) fn extend_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    extend(vm, this(&args.values[0]), &args.values[1])?;
    Ok(Value::none())
}

pub(super) fn insert(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let index = vm.index_isize(&args.values[1])?;
    let list = this(&args.values[0]);
    let len = list.len() as isize;
    let index = if index < 0 { (index + len).max(0) } else { index.min(len) };
    vm.worked((len - index) as usize / 8);
    list.insert(&mut vm.heap, index as usize, args.values[2].clone())?;
    Ok(Value::none())
}

pub(super) fn pop(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let list = this(&args.values[0]);
    let index = match args.values.get(1) {
        Some(index) => vm.index_isize(index)?,
        None => -1,
    };
    if list.is_empty() {
        return Err(vm.raise(Exc::IndexError, format_args!("pop from empty list")));
    }
    let len = list.len() as isize;
    let place = if index < 0 { index.saturating_add(len) } else { index };
    if place < 0 || place >= len {
        return Err(vm.raise(Exc::IndexError, format_args!("pop index out of range")));
    }
    vm.worked((len - place) as usize / 8);
    let item = list.remove(place as usize);
    list.trim(&mut vm.heap);
    Ok(item)
}

pub(super) fn remove(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let list = this(&args.values[0]);
    match find(vm, list, &args.values[1], 0, usize::MAX)? {
        Some(index) => {
            // The comparison may have shortened the list.
            if index < list.len() {
                vm.worked((list.len() - index) / 8);
                drop(list.remove(index));
                list.trim(&mut vm.heap);
            }
            Ok(Value::none())
        }
        None => Err(vm.value_error(format_args!("list.remove(x): x not in list"))),
    }
}

/// The first index in `start..stop` of an item that equals `wanted`.
fn find(vm: &mut Vm, list: &List, wanted: &Value, start: usize, stop: usize) -> PyResult<Option<usize>> {
    let mut index = start;
    while index < stop {
        let Some(item) = list.get(index) else { break };
        if vm.eq(&item, wanted)? {
            return Ok(Some(index));
        }
        vm.work_at(index)?;
        index += 1;
    }
    Ok(None)
}

pub(super) fn clear(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let_items_die(vm, this(&args.values[0]));
    Ok(Value::none())
}

pub(super) fn copy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let list = this(&args.values[0]);
    // SAFETY: copying runs no Python.
    Ok(vm.new_list_of(unsafe { list.items_unchecked() })?.into_value())
}

pub(super) fn index(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let list = this(&args.values[0]);
    let mut bounds = [0, isize::MAX];
    for (bound, given) in bounds.iter_mut().zip(&args.values[2..]) {
        *bound = slice::index_argument(vm, given)?;
    }
    let len = list.len() as isize;
    let [start, stop] = bounds.map(|bound| (if bound < 0 { bound.saturating_add(len).max(0) } else { bound }) as usize);
    match find(vm, list, &args.values[1], start, stop)? {
        Some(index) => vm.new_usize(index),
        None => Err(vm.value_error(format_args!("list.index(x): x not in list"))),
    }
}

pub(super) fn count(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let list = this(&args.values[0]);
    let (mut found, mut index) = (0, 0);
    while let Some(item) = list.get(index) {
        if vm.eq(&item, &args.values[1])? {
            found += 1;
        }
        vm.work_at(index)?;
        index += 1;
    }
    vm.new_usize(found)
}

pub(super) fn reverse(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let list = this(&args.values[0]);
    vm.worked(list.len() / 8);
    reverse_items(list);
    Ok(Value::none())
}

/// Reverses in place.
pub(crate) fn reverse_items(list: &List) {
    let (items, len) = list.raw();
    if len > 1 {
        // SAFETY: `len` words of the list's own; moving words changes no counts.
        unsafe { std::slice::from_raw_parts_mut(items.cast::<u64>(), len).reverse() };
    }
}

pub(super) fn reversed(vm: &mut Vm, args: Args<'_>) -> PyResult {
    iterators::list::reversed(vm, &args.values[0])
}

pub(super) fn sizeof(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.new_usize(std::mem::size_of::<List>() + this(&args.values[0]).capacity() * 8)
}

pub(super) fn contains(vm: &mut Vm, value: &Value, wanted: &Value) -> PyResult<bool> {
    Ok(find(vm, this(value), wanted, 0, usize::MAX)?.is_some())
}

pub(super) fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let list = this(value);
    if list.is_empty() {
        return vm.new_str("[]");
    }
    if !vm.repr_enter(value)? {
        return vm.new_str("[...]");
    }
    let result = repr_items(vm, list);
    vm.repr_leave(value);
    result
}

fn repr_items(vm: &mut Vm, list: &List) -> PyResult {
    let mut text = StrBuilder::new(vm);
    let mut index = 0;
    while let Some(item) = list.get(index) {
        text.push_text(if index == 0 { "[" } else { ", " })?;
        push_repr(vm, &mut text, &item)?;
        vm.work_at(index)?;
        index += 1;
    }
    text.push_text(if index == 0 { "[]" } else { "]" })?;
    text.finish()
}

pub(super) fn compare(vm: &mut Vm, left: &Value, right: &Value, op: CmpOp) -> PyResult {
    let (Some(a), Some(b)) = (left.downcast::<List>(), right.downcast::<List>()) else {
        return Ok(Value::not_implemented());
    };
    vm.check_native_stack()?;
    if a.len() != b.len() && matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return Ok(Value::bool(op == CmpOp::Ne));
    }
    let mut index = 0;
    while let (Some(x), Some(y)) = (a.get(index), b.get(index)) {
        if !vm.eq(&x, &y)? {
            break;
        }
        vm.work_at(index)?;
        index += 1;
    }
    // The comparison may have changed the lists: what counts is what they hold now.
    match (a.get(index), b.get(index)) {
        (Some(x), Some(y)) => match op {
            CmpOp::Eq => Ok(Value::bool(false)),
            CmpOp::Ne => Ok(Value::bool(true)),
            op => vm.compare(&x, &y, op),
        },
        _ => Ok(Value::bool(op.holds(a.len().cmp(&b.len())))),
    }
}

pub(super) fn binary(vm: &mut Vm, op: BinOp, left: &Value, right: &Value) -> PyResult {
    match op {
        BinOp::Add => {
            let (Some(a), Some(b)) = (left.downcast::<List>(), right.downcast::<List>()) else {
                return Ok(Value::not_implemented());
            };
            let result = vm.new_list()?;
            result.reserve_exact(&mut vm.heap, a.len() + b.len())?;
            append_items(vm, &result, a, a.len())?;
            append_items(vm, &result, b, b.len())?;
            Ok(result.into_value())
        }
        BinOp::Mul => {
            let (list, times) = if left.downcast::<List>().is_some() { (left, right) } else { (right, left) };
            if !is_repeat_count(vm, times) {
                return Ok(Value::not_implemented());
            }
            let times = repeat_count(vm, times)?;
            let result = vm.new_list()?;
            repeat_into(vm, &result, this(list), times)?;
            Ok(result.into_value())
        }
        _ => Ok(Value::not_implemented()),
    }
}

/// Appends the items of `list` `times` times to `result`, which has room for exactly that afterwards.
fn repeat_into(vm: &mut Vm, result: &List, list: &List, times: usize) -> PyResult<()> {
    let len = list.len();
    let total = len.checked_mul(times).ok_or(OutOfMemory)?;
    result.reserve_exact(&mut vm.heap, result.len() + total)?;
    append_times(vm, result, list, len, if len == 0 { 0 } else { times })
}

/// Appends the first `len` items of a list so many times, for which there is room; looks at the limits meanwhile.
fn append_times(vm: &mut Vm, to: &List, list: &List, len: usize, times: usize) -> PyResult<()> {
    const STRETCH: usize = 1 << 15;
    let mut appended = 0;
    for _ in 0..times {
        append_items(vm, to, list, len)?;
        appended += len;
        if appended >= STRETCH {
            vm.work_plain(u32::try_from(appended / 64).unwrap_or(u32::MAX))?;
            appended = 0;
        }
    }
    Ok(())
}

pub(super) fn in_place(vm: &mut Vm, op: BinOp, left: &Value, right: &Value) -> PyResult {
    let list = this(left);
    match op {
        BinOp::Add => extend(vm, list, right)?,
        BinOp::Mul => {
            if !is_repeat_count(vm, right) {
                return Ok(Value::not_implemented());
            }
            let times = repeat_count(vm, right)?;
            if times == 0 {
                let_items_die(vm, list);
            } else if !list.is_empty() {
                let len = list.len();
                let total = len.checked_mul(times).ok_or(OutOfMemory)?;
                list.reserve_more(&mut vm.heap, total - len)?;
                append_times(vm, list, list, len, times - 1)?;
            }
        }
        _ => return Ok(Value::not_implemented()),
    }
    Ok(left.clone())
}
