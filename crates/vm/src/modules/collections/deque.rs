//! `deque`: special methods and methods.

use pitviper_object::{Heap, Obj, OutOfMemory, PageKind, Traverse, Value};

use super::iterators::{backward, forward};
use super::kind;
use super::ring::{Deque, finish};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::native::{Args, BinOp, CmpOp, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::iterators::{as_i64, receiver, type_value};
use crate::types::slice::{has_index, index_argument};
use crate::types::str::{Str, StrBuilder};
use crate::types::tuple::methods::{is_repeat_count, repeat_count};
use crate::types::typ::Type;
use crate::types::typing::class_getitem;

/// A receiver.
pub(super) fn this(value: &Value) -> &Deque {
    // SAFETY: the functions in the type's tables are only called with deques.
    unsafe { receiver(value) }
}

/// "deque mutated during iteration".
#[cold]
pub(super) fn mutated(vm: &mut Vm) -> Raised {
    vm.raise(Exc::RuntimeError, format_args!("deque mutated during iteration"))
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match args.values.first().and_then(Value::downcast::<Type>).filter(|class| class.root.get() != 0) {
        Some(class) => {
            let block = vm.allocate_instance(class, size_of::<Deque>())?;
            // SAFETY: all-zero is an empty deque; the one reference is this value's.
            Ok(unsafe { Value::from_owned(block) })
        }
        None => Ok(Deque::create(vm)?.into_value()),
    }
}

fn init(vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
    let deque = this(&args.values[0]);
    let [iterable, limit] = args.behind_receiver().parse(vm, "deque", ["iterable", "maxlen"], 0, 0)?;
    let limit = match limit.filter(|limit| !limit.is_none()) {
        Some(limit) => {
            if !crate::types::int::is_int(limit) {
                return Err(vm.type_error(format_args!("an integer is required")));
            }
            let limit = vm.index_isize(limit)?;
            match usize::try_from(limit) {
                Ok(limit) => Some(limit),
                Err(_) => return Err(vm.value_error(format_args!("maxlen must be non-negative"))),
            }
        }
        None => None,
    };
    deque.set_limit(limit);
    if deque.len() > 0 {
        deque.let_items_die(vm);
    }
    match iterable {
        Some(iterable) => extend_with(vm, &args.values[0], iterable, false),
        None => Ok(()),
    }
}

/// Adds what an iterable gives, at the front or at the back.
fn extend_with(vm: &mut Vm, value: &Value, iterable: &Value, front: bool) -> PyResult<()> {
    let copy;
    let iterable = if iterable.is(value) {
        copy = vm.list_from(iterable)?.into_value();
        &copy
    } else {
        iterable
    };
    let deque = this(value);
    vm.for_each(iterable, |vm, item| {
        if front {
            deque.push_front(&mut vm.heap, item)?;
        } else {
            deque.push_back(&mut vm.heap, item)?;
        }
        Ok(())
    })
}

fn append(vm: &mut Vm, args: Args<'_>) -> PyResult {
    this(&args.values[0]).push_back(&mut vm.heap, args.values[1].clone())?;
    Ok(Value::none())
}

fn append_left(vm: &mut Vm, args: Args<'_>) -> PyResult {
    this(&args.values[0]).push_front(&mut vm.heap, args.values[1].clone())?;
    Ok(Value::none())
}

fn extend(vm: &mut Vm, args: Args<'_>) -> PyResult {
    extend_with(vm, &args.values[0], &args.values[1], false)?;
    Ok(Value::none())
}

fn extend_left(vm: &mut Vm, args: Args<'_>) -> PyResult {
    extend_with(vm, &args.values[0], &args.values[1], true)?;
    Ok(Value::none())
}

#[cold]
fn empty(vm: &mut Vm) -> Raised {
    vm.raise(Exc::IndexError, format_args!("pop from an empty deque"))
}

fn pop(vm: &mut Vm, args: Args<'_>) -> PyResult {
    this(&args.values[0]).pop_back(&mut vm.heap).ok_or_else(|| empty(vm))
}

fn pop_left(vm: &mut Vm, args: Args<'_>) -> PyResult {
    this(&args.values[0]).pop_front(&mut vm.heap).ok_or_else(|| empty(vm))
}

fn clear(vm: &mut Vm, args: Args<'_>) -> PyResult {
    this(&args.values[0]).let_items_die(vm);
    Ok(Value::none())
}

fn reverse(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let deque = this(&args.values[0]);
    vm.worked(deque.len() / 32);
    deque.reverse();
    Ok(Value::none())
}

/// Items rotated between two looks at the limits.
const MOVED: isize = 1 << 16;

fn rotate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let steps = match args.values.get(1) {
        Some(steps) => vm.index_isize(steps)?,
        None => 1,
    };
    let deque = this(&args.values[0]);
    if deque.len() < 2 {
        return Ok(Value::none());
    }
    let mut left = deque.shortest_rotation(steps);
    loop {
        let part = left.clamp(-MOVED, MOVED);
        deque.rotate(part);
        left -= part;
        if left == 0 {
            return Ok(Value::none());
        }
        vm.work(part.unsigned_abs() as u32 / 16)?;
        if deque.len() < left.unsigned_abs() {
            // A signal's function took items away.
            left = deque.shortest_rotation(left);
        }
    }
}

/// A copy of the same class and limit.
fn copy_of(vm: &mut Vm, value: &Value) -> PyResult {
    let deque = this(value);
    if value.exact::<Deque>().is_some() {
        let copy = Deque::create(vm)?;
        copy.set_limit(deque.limit());
        for index in 0..deque.len() {
            vm.work_at(index)?;
            if let Some(item) = deque.get(index) {
                copy.push_back(&mut vm.heap, item)?;
            }
        }
        return Ok(copy.into_value());
    }
    let class = vm.type_of(value).to_value();
    let made = match deque.limit() {
        Some(limit) => {
            let limit = vm.new_usize(limit)?;
            vm.call(&class, &[value.clone(), limit])?
        }
        None => vm.call(&class, std::slice::from_ref(value))?,
    };
    if made.downcast::<Deque>().is_none() {
        let (own, other) = (vm.type_name(value), vm.type_name(&made));
        return Err(vm.type_error(format_args!("{own}() must return a deque, not {other}")));
    }
    Ok(made)
}

fn copy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    copy_of(vm, &args.values[0])
}

fn count(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let deque = this(&args.values[0]);
    let (state, mut found) = (deque.state(), 0);
    for index in 0..deque.len() {
        let Some(item) = deque.get(index) else { break };
        vm.work_at(index)?;
        let same = vm.eq(&item, &args.values[1])?;
        if deque.state() != state {
            return Err(mutated(vm));
        }
        found += usize::from(same);
    }
    vm.new_usize(found)
}

/// The first index in `start..stop` of an item that equals `wanted`.
fn find(vm: &mut Vm, deque: &Deque, wanted: &Value, start: usize, stop: usize) -> PyResult<Option<usize>> {
    let state = deque.state();
    for index in start..stop.min(deque.len()) {
        let Some(item) = deque.get(index) else { break };
        vm.work_at(index)?;
        let same = vm.eq(&item, wanted)?;
        if deque.state() != state {
            return Err(mutated(vm));
        }
        if same {
            return Ok(Some(index));
        }
    }
    Ok(None)
}

fn index(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let deque = this(&args.values[0]);
    let mut bounds = [0, isize::MAX];
    for (bound, value) in bounds.iter_mut().zip(&args.values[2..]) {
        *bound = index_argument(vm, value)?;
    }
    let len = deque.len() as isize;
    let [start, stop] = bounds.map(|bound| (if bound < 0 { bound.saturating_add(len).max(0) } else { bound }) as usize);
    match find(vm, deque, &args.values[1], start, stop)? {
        Some(index) => vm.new_usize(index),
        None => Err(vm.value_error(format_args!("deque.index(x): x not in deque"))),
    }
}

fn contains(vm: &mut Vm, value: &Value, wanted: &Value) -> PyResult<bool> {
    Ok(find(vm, this(value), wanted, 0, usize::MAX)?.is_some())
}

fn insert(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let deque = this(&args.values[0]);
    let index = vm.index_isize(&args.values[1])?;
    let len = deque.len();
    if deque.limit().is_some_and(|limit| len >= limit) {
        return Err(vm.raise(Exc::IndexError, format_args!("deque already at its maximum size")));
    }
    let index = if index < 0 { (index + len as isize).max(0) } else { index.min(len as isize) };
    deque.insert(&mut vm.heap, index as usize, args.values[2].clone())?;
    Ok(Value::none())
}

fn remove(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let deque = this(&args.values[0]);
    let state = deque.state();
    let mut position = None;
    for index in 0..deque.len() {
        let Some(item) = deque.get(index) else { break };
        vm.work_at(index)?;
        let same = vm.eq(&item, &args.values[1])?;
        if deque.state() != state {
            return Err(vm.raise(Exc::IndexError, format_args!("deque mutated during iteration")));
        }
        if same {
            position = Some(index);
            break;
        }
    }
    match position {
        Some(index) => {
            drop(deque.remove(&mut vm.heap, index));
            Ok(Value::none())
        }
        None => Err(vm.value_error(format_args!("deque.remove(x): x not in deque"))),
    }
}

fn reversed(vm: &mut Vm, args: Args<'_>) -> PyResult {
    backward(vm, &args.values[0], 0)
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = &args.values[0];
    let class = vm.type_of(value).to_value();
    let state = vm.call_method(value, &vm.names().__getstate__, &[])?;
    let iterator = vm.iter(value)?;
    let arguments = match this(value).limit() {
        Some(limit) => {
            let (nothing, limit) = (vm.new_tuple(&[])?, vm.new_usize(limit)?);
            vm.new_tuple_from([nothing, limit])?
        }
        None => vm.new_tuple(&[])?,
    };
    vm.new_tuple_from([class, arguments, state, iterator])
}

fn size_of_deque(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.new_usize(size_of::<Deque>() + this(&args.values[0]).room() * 8)
}

fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    if !vm.repr_enter(value)? {
        return vm.new_str("[...]");
    }
    let text = repr_items(vm, value);
    vm.repr_leave(value);
    text
}

fn repr_items(vm: &mut Vm, value: &Value) -> PyResult {
    let items = vm.list_from(value)?;
    let items = vm.repr(items.as_value())?;
    let mut text = StrBuilder::new(vm);
    text.push_str(vm.type_of(value).short_name())?;
    text.push_text("(")?;
    if let Some(items) = items.downcast::<Str>() {
        text.push_str(items)?;
    }
    if let Some(limit) = this(value).limit() {
        text.write_fmt(format_args!(", maxlen={limit}"))?;
    }
    text.push_text(")")?;
    text.finish()
}

fn compare(vm: &mut Vm, left: &Value, right: &Value, op: CmpOp) -> PyResult {
    let (Some(a), Some(b)) = (left.downcast::<Deque>(), right.downcast::<Deque>()) else {
        return Ok(Value::not_implemented());
    };
    vm.check_native_stack()?;
    if left.is(right) {
        return Ok(Value::bool(op.holds(std::cmp::Ordering::Equal)));
    }
    if a.len() != b.len() && matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return Ok(Value::bool(op == CmpOp::Ne));
    }
    let states = (a.state(), b.state());
    let mut index = 0;
    while let (Some(x), Some(y)) = (a.get(index), b.get(index)) {
        vm.work_at(index)?;
        let same = vm.eq(&x, &y)?;
        if !same {
            return match op {
                CmpOp::Eq => Ok(Value::bool(false)),
                CmpOp::Ne => Ok(Value::bool(true)),
                op => vm.compare(&x, &y, op),
            };
        }
        if (a.state(), b.state()) != states {
            return Err(mutated(vm));
        }
        index += 1;
    }
    Ok(Value::bool(op.holds(a.len().cmp(&b.len()))))
}

/// The place that a subscript means.
fn place(vm: &mut Vm, deque: &Deque, key: &Value) -> PyResult<usize> {
    if !has_index(vm, key) {
        let kind = vm.type_name(key);
        return Err(vm.type_error(format_args!("sequence index must be integer, not '{kind}'")));
    }
    let number = vm.to_index(key)?;
    let Some(index) = as_i64(&number) else {
        let kind = vm.type_name(key);
        return Err(vm.raise(Exc::IndexError, format_args!("cannot fit '{kind}' into an index-sized integer")));
    };
    let index = if index < 0 { index.saturating_add(deque.len() as i64) } else { index };
    match usize::try_from(index).ok().filter(|index| *index < deque.len()) {
        Some(index) => Ok(index),
        None => Err(vm.raise(Exc::IndexError, format_args!("deque index out of range"))),
    }
}

fn get_item(vm: &mut Vm, value: &Value, key: &Value) -> PyResult {
    let deque = this(value);
    let index = place(vm, deque, key)?;
    Ok(deque.get(index).unwrap_or_else(Value::none))
}

fn set_item(vm: &mut Vm, value: &Value, key: &Value, item: Option<Value>) -> PyResult<()> {
    let deque = this(value);
    let index = place(vm, deque, key)?;
    match item {
        Some(item) => drop(deque.replace(index, item)),
        None => drop(deque.remove(&mut vm.heap, index)),
    }
    Ok(())
}

/// Makes the items `times` times what they were, cutting what a limit leaves out anyway.
fn repeat(vm: &mut Vm, value: &Value, times: &Value) -> PyResult<()> {
    let deque = this(value);
    let times = repeat_count(vm, times)?;
    let len = deque.len();
    if times == 0 || len == 0 {
        deque.let_items_die(vm);
        return Ok(());
    }
    let Some(total) = len.checked_mul(times) else { return Err(vm.no_memory()) };
    let (first, rounds) = match deque.limit() {
        // A bounded deque keeps the last items of the repetition.
        Some(limit) if total > limit => (total - limit, limit),
        _ => (len, total - len),
    };
    // Whether there is so much room at all is asked at once, before all of it is filled item by item.
    let bytes = rounds.checked_mul(size_of::<Value>()).ok_or(OutOfMemory)?;
    // SAFETY: the block is fresh, and nobody has it.
    unsafe { Heap::free(vm.heap.alloc(PageKind::Raw, bytes.max(1))?) };
    let items = vm.list_from(value)?;
    if first != len {
        deque.let_items_die(vm);
    }
    for round in 0..rounds {
        vm.work_at(round)?;
        if let Some(item) = items.get((first + round) % len) {
            deque.push_back(&mut vm.heap, item)?;
        }
    }
    Ok(())
}

/// Whether a Python class answers a reflected operator, so that it is asked before the operation fails.
fn reflects(vm: &Vm, value: &Value, name: &Value) -> bool {
    let class = vm.type_of(value);
    class.has(Type::HEAP) && vm.lookup(class, name).is_some()
}

fn binary(vm: &mut Vm, op: BinOp, left: &Value, right: &Value) -> PyResult {
    match op {
        BinOp::Add if left.downcast::<Deque>().is_some() => {
            if right.downcast::<Deque>().is_none() {
                if reflects(vm, right, &vm.names().__radd__) {
                    return Ok(Value::not_implemented());
                }
                let kind = vm.type_name(right);
                return Err(vm.type_error(format_args!("can only concatenate deque (not \"{kind}\") to deque")));
            }
            let made = copy_of(vm, left)?;
            extend_with(vm, &made, right, false)?;
            Ok(made)
        }
        BinOp::Mul => {
            let (deque, times) = if left.downcast::<Deque>().is_some() { (left, right) } else { (right, left) };
            if !is_repeat_count(vm, times) {
                if right.downcast::<Deque>().is_some() || reflects(vm, right, &vm.names().__rmul__) {
                    return Ok(Value::not_implemented());
                }
                let kind = vm.type_name(right);
                return Err(vm.type_error(format_args!("can't multiply sequence by non-int of type '{kind}'")));
            }
            let made = copy_of(vm, deque)?;
            repeat(vm, &made, times)?;
            Ok(made)
        }
        _ => Ok(Value::not_implemented()),
    }
}

fn in_place(vm: &mut Vm, op: BinOp, left: &Value, right: &Value) -> PyResult {
    match op {
        BinOp::Add => extend_with(vm, left, right, false)?,
        BinOp::Mul if is_repeat_count(vm, right) => repeat(vm, left, right)?,
        _ => return Ok(Value::not_implemented()),
    }
    Ok(left.clone())
}

fn limit(vm: &mut Vm, value: &Value) -> PyResult {
    match this(value).limit() {
        Some(limit) => vm.new_usize(limit),
        None => Ok(Value::none()),
    }
}

/// The class itself, for `__reduce__` of iterators.
pub(super) fn class(vm: &Vm, kind: u8) -> Value {
    type_value(vm, kind)
}

/// A deque argument.
pub(super) fn argument(vm: &mut Vm, function: &str, value: &Value) -> PyResult<Obj<Deque>> {
    match Obj::try_from_value(value.clone()) {
        Ok(deque) => Ok(deque),
        Err(_) => {
            let name = vm.argument_kind(value);
            Err(vm.type_error(format_args!("{function}() argument 1 must be collections.deque, not {name}")))
        }
    }
}

static SLOTS: Slots = Slots {
    new: Some(new),
    init: Some(init),
    repr: Some(repr),
    unhashable: true,
    compare: Some(compare),
    iter: Some(|vm, value| forward(vm, value, 0)),
    len: Some(|_, value| Ok(this(value).len())),
    get_item: Some(get_item),
    set_item: Some(set_item),
    contains: Some(contains),
    binary: Some(binary),
    binary_ops: BinOp::Add.bit() | BinOp::Mul.bit(),
    reflected_ops: BinOp::Mul.bit(),
    in_place: Some(in_place),
    in_place_ops: BinOp::Add.bit() | BinOp::Mul.bit(),
    ..Slots::EMPTY
};

/// The type.
pub static DEQUE: TypeSpec = TypeSpec {
    name: "deque",
    module: "collections",
    kind: kind::DEQUE,
    base: kinds::OBJECT,
    doc: "A sequence to which items can be added at both ends, and from which they can be removed there, quickly.",
    flags: TypeSpec::SUBCLASSABLE | TypeSpec::SEQUENCE | TypeSpec::WEAK,
    slots: &SLOTS,
    methods: &[
        Method::new("append", append, 1, 1).doc("append($self, item, /)\n--\n\nAdd an item at the right end."),
        Method::new("appendleft", append_left, 1, 1)
            .doc("appendleft($self, item, /)\n--\n\nAdd an item at the left end."),
        Method::new("clear", clear, 0, 0).doc("clear($self, /)\n--\n\nRemove all items."),
        Method::new("copy", copy, 0, 0).doc("copy($self, /)\n--\n\nReturn a shallow copy."),
        Method::new("__copy__", copy, 0, 0).doc("__copy__($self, /)\n--\n\nReturn a shallow copy."),
        Method::new("count", count, 1, 1).doc("count($self, value, /)\n--\n\nHow many items equal value."),
        Method::new("extend", extend, 1, 1)
            .doc("extend($self, iterable, /)\n--\n\nAdd the items of an iterable at the right end."),
        Method::new("extendleft", extend_left, 1, 1)
            .doc("extendleft($self, iterable, /)\n--\n\nAdd the items of an iterable at the left end, one after the other."),
        Method::new("index", index, 1, 3)
            .doc("index($self, value, [start, [stop]])\n--\n\nThe first index of value. ValueError if it is not there."),
        Method::new("insert", insert, 2, 2)
            .doc("insert($self, index, value, /)\n--\n\nInsert an item before the index."),
        Method::new("pop", pop, 0, 0).doc("pop($self, /)\n--\n\nRemove and return the item at the right end."),
        Method::new("popleft", pop_left, 0, 0)
            .doc("popleft($self, /)\n--\n\nRemove and return the item at the left end."),
        Method::new("remove", remove, 1, 1)
            .doc("remove($self, value, /)\n--\n\nRemove the first item equal to value."),
        Method::new("reverse", reverse, 0, 0).doc("reverse($self, /)\n--\n\nReverse in place."),
        Method::new("rotate", rotate, 0, 1)
            .doc("rotate($self, n=1, /)\n--\n\nMove n items from the right end to the left, the other way when n is negative."),
        Method::new("__reversed__", reversed, 0, 0)
            .doc("__reversed__($self, /)\n--\n\nReturn an iterator from the last item to the first."),
        Method::new("__reduce__", reduce, 0, 0).doc("__reduce__($self, /)\n--\n\nWhat pickling needs."),
        Method::new("__sizeof__", size_of_deque, 0, 0)
            .doc("__sizeof__($self, /)\n--\n\nBytes of the deque and its buffer."),
        Method::new("__class_getitem__", class_getitem, 1, 1).class().doc("See PEP 585"),
    ],
    getset: &[GetSet { name: "maxlen", get: limit, set: None }],
    page: PageKind::Container,
    slot: <Deque as Traverse>::slot,
    finish: Some(finish),
    size: fixed_size::<Deque>,
};
