//! The types `set` and `frozenset`: special methods and methods.

use pitviper_object::{Obj, PageKind, Traverse, Value, destroy};

use super::algebra::{self, copy, difference, difference_update, intersection, symmetric_difference_update, update};
use super::{FrozenSet, Set, add, any_set, hash_of, is_exact, iter, lookup, memory, new_like, new_of_class, table};
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, BinOp, CmpOp, MANY, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::iterators::push_repr;
use crate::types::str::StrBuilder;
use crate::types::tuple::Tuple;
use crate::types::typ::Type;

/// At most one positional argument behind the receiver, and no keyword arguments for `keywords_of`.
fn one_iterable<'a>(
    vm: &mut Vm,
    args: Args<'a>,
    class: &Type,
    keywords_of: Option<&str>,
) -> PyResult<Option<&'a Value>> {
    let keywords = args.names.map_or(0, Tuple::len);
    if let Some(name) = keywords_of
        && keywords > 0
    {
        return Err(vm.type_error(format_args!("{name}() takes no keyword arguments")));
    }
    match &args.values[1..args.values.len() - keywords] {
        [] => Ok(None),
        [iterable] => Ok(Some(iterable)),
        more => {
            let (name, given) = (class.name(), more.len());
            Err(vm.type_error(format_args!("{name} expected at most 1 argument, got {given}")))
        }
    }
}

fn new_set(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match args.values[0].downcast::<Type>() {
        Some(class) => new_of_class(vm, class, kinds::SET),
        None => Ok(vm.new_set()?.into_value()),
    }
}

fn new_frozenset(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let holder = args.values[0].clone();
    let class = holder.downcast::<Type>().unwrap_or_else(|| vm.type_of_kind(kinds::FROZENSET));
    let builtin = vm.type_of_kind(kinds::FROZENSET);
    let names = vm.names();
    let own_init = match (vm.lookup(class, &names.__init__), vm.lookup(builtin, &names.__init__)) {
        (Some(own), Some(inherited)) => !own.is(&inherited),
        _ => false,
    };
    let keywords_of = if own_init { None } else { Some("frozenset") };
    let iterable = one_iterable(vm, args, class, keywords_of)?;
    if let Some(iterable) = iterable
        && std::ptr::eq(class, builtin)
        && iterable.exact::<FrozenSet>().is_some()
    {
        return Ok(iterable.clone());
    }
    let set = new_of_class(vm, class, kinds::FROZENSET)?;
    if let Some(iterable) = iterable {
        update(vm, table(&set), iterable)?;
    }
    Ok(set)
}

fn init(vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
    let set = args.values[0].clone();
    let class = vm.type_of(&set);
    let iterable = one_iterable(vm, args, class, Some("set"))?;
    table(&set).clear();
    match iterable {
        Some(iterable) => update(vm, table(&set), iterable),
        None => Ok(()),
    }
}

fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let entered = vm.repr_enter(value)?;
    let mut builder = StrBuilder::new(vm);
    builder.push_str(vm.type_name(value))?;
    if !entered || table(value).is_empty() {
        builder.push_text(if entered { "()" } else { "(...)" })?;
        if entered {
            vm.repr_leave(value);
        }
        return builder.finish();
    }
    drop(builder);
    let text = repr_elements(vm, value);
    vm.repr_leave(value);
    text
}

fn repr_elements(vm: &mut Vm, value: &Value) -> PyResult {
    let list = vm.list_from(value)?;
    let plain = value.exact::<Set>().is_some();
    let mut builder = StrBuilder::new(vm);
    if !plain {
        builder.push_str(vm.type_name(value))?;
        builder.push_text("(")?;
    }
    builder.push_text("{")?;
    let mut index = 0;
    while let Some(element) = list.get(index) {
        if index > 0 {
            builder.push_text(", ")?;
        }
        push_repr(vm, &mut builder, &element)?;
        vm.work_at(index)?;
        index += 1;
    }
    builder.push_text(if plain { "}" } else { "})" })?;
    builder.finish()
}

fn compare(vm: &mut Vm, left: &Value, right: &Value, op: CmpOp) -> PyResult {
    let (Some(a), Some(b)) = (any_set(left), any_set(right)) else { return Ok(Value::not_implemented()) };
    vm.check_native_stack()?;
    let holds = match op {
        CmpOp::Eq => equal(vm, left, right)?,
        CmpOp::Ne => !equal(vm, left, right)?,
        CmpOp::Le => algebra::is_subset(vm, a, b)?,
        CmpOp::Ge => algebra::is_subset(vm, b, a)?,
        CmpOp::Lt => a.len() < b.len() && algebra::is_subset(vm, a, b)?,
        CmpOp::Gt => b.len() < a.len() && algebra::is_subset(vm, b, a)?,
    };
    Ok(Value::bool(holds))
}

fn equal(vm: &mut Vm, left: &Value, right: &Value) -> PyResult<bool> {
    let (a, b) = (table(left), table(right));
    if a.len() != b.len() {
        return Ok(false);
    }
    if let (Some(x), Some(y)) = (left.downcast::<FrozenSet>(), right.downcast::<FrozenSet>())
        && x.hash.get() != -1
        && y.hash.get() != -1
        && x.hash.get() != y.hash.get()
    {
        return Ok(false);
    }
    algebra::is_subset(vm, a, b)
}

fn hash(vm: &mut Vm, value: &Value) -> PyResult<i64> {
    // SAFETY: the slot of frozensets.
    let set = unsafe { value.cast_unchecked::<FrozenSet>() };
    if set.hash.get() == -1 {
        vm.check_native_stack()?;
        set.hash.set(hash_of(vm, &set.table));
    }
    Ok(set.hash.get())
}

fn len(_: &mut Vm, value: &Value) -> PyResult<usize> {
    Ok(table(value).len() as usize)
}

fn contains(vm: &mut Vm, value: &Value, element: &Value) -> PyResult<bool> {
    Ok(algebra::find(vm, table(value), element)?.is_some())
}

fn binary(vm: &mut Vm, op: BinOp, left: &Value, right: &Value) -> PyResult {
    if any_set(left).is_none() || any_set(right).is_none() {
        return Ok(Value::not_implemented());
    }
    match op {
        BinOp::And => intersection(vm, left, right),
        BinOp::Sub => difference(vm, left, right),
        BinOp::Or => {
            let result = copy(vm, left)?;
            update(vm, table(&result), right)?;
            Ok(result)
        }
        BinOp::Xor => in_one(vm, left, right),
        _ => Ok(Value::not_implemented()),
    }
}

/// A new set of `set`'s builtin type: what is in only one of both.
fn in_one(vm: &mut Vm, set: &Value, other: &Value) -> PyResult {
    let result = new_like(vm, set)?;
    update(vm, table(&result), other)?;
    symmetric_difference_update(vm, table(&result), set)?;
    Ok(result)
}

fn in_place(vm: &mut Vm, op: BinOp, left: &Value, right: &Value) -> PyResult {
    if any_set(right).is_none() {
        return Ok(Value::not_implemented());
    }
    match op {
        BinOp::Or => update(vm, table(left), right)?,
        BinOp::Sub => difference_update(vm, table(left), right)?,
        BinOp::Xor => symmetric_difference_update(vm, table(left), right)?,
        BinOp::And => keep_only(vm, left, right)?,
        _ => return Ok(Value::not_implemented()),
    }
    Ok(left.clone())
}

/// `set &= other`.
fn keep_only(vm: &mut Vm, set: &Value, other: &Value) -> PyResult<()> {
    let result = intersection(vm, set, other)?;
    table(set).swap(table(&result));
    Ok(())
}

fn add_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    add(vm, table(&args.values[0]), args.values[1].clone())?;
    Ok(Value::none())
}

fn remove(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let elements = table(&args.values[0]);
    match algebra::find(vm, elements, &args.values[1])? {
        Some(index) => {
            drop(elements.remove(index));
            Ok(Value::none())
        }
        None => Err(vm.raise_with(Exc::KeyError, args.values[1].clone())),
    }
}

fn discard(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let elements = table(&args.values[0]);
    if let Some(index) = algebra::find(vm, elements, &args.values[1])? {
        drop(elements.remove(index));
    }
    Ok(Value::none())
}

fn pop(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match table(&args.values[0]).pop() {
        Some(element) => Ok(element),
        None => {
            let text = vm.new_str("pop from an empty set")?;
            Err(vm.raise_with(Exc::KeyError, text))
        }
    }
}

fn clear(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let table = table(&args.values[0]);
    if table.len() > destroy::LOOK
        && let Ok(gone) = Obj::create(&mut vm.heap, PageKind::Container, Set::payload())
    {
        // Of many elements some may die later.
        table.move_to(&gone.table);
    }
    table.clear();
    Ok(Value::none())
}

fn copy_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if args.values[0].exact::<FrozenSet>().is_some() {
        return Ok(args.values[0].clone());
    }
    copy(vm, &args.values[0])
}

fn contains_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Value::bool(contains(vm, &args.values[0], &args.values[1])?))
}

fn union(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let result = copy(vm, &args.values[0])?;
    for other in &args.values[1..] {
        update(vm, table(&result), other)?;
    }
    Ok(result)
}

fn update_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    for other in &args.values[1..] {
        update(vm, table(&args.values[0]), other)?;
    }
    Ok(Value::none())
}

fn intersection_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some((first, more)) = args.values[1..].split_first() else { return copy(vm, &args.values[0]) };
    let mut result = intersection(vm, &args.values[0], first)?;
    for other in more {
        result = intersection(vm, &result, other)?;
    }
    Ok(result)
}

fn intersection_update(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let result = intersection_method(vm, args)?;
    table(&args.values[0]).swap(table(&result));
    Ok(Value::none())
}

fn difference_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some((first, more)) = args.values[1..].split_first() else { return copy(vm, &args.values[0]) };
    let result = difference(vm, &args.values[0], first)?;
    for other in more {
        difference_update(vm, table(&result), other)?;
    }
    Ok(result)
}

fn difference_update_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    for other in &args.values[1..] {
        difference_update(vm, table(&args.values[0]), other)?;
    }
    Ok(Value::none())
}

fn symmetric_difference(vm: &mut Vm, args: Args<'_>) -> PyResult {
    in_one(vm, &args.values[0], &args.values[1])
}

fn symmetric_difference_update_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    symmetric_difference_update(vm, table(&args.values[0]), &args.values[1])?;
    Ok(Value::none())
}

fn is_disjoint(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Value::bool(algebra::is_disjoint(vm, &args.values[0], &args.values[1])?))
}

fn is_subset(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = table(&args.values[0]);
    let subset = match any_set(&args.values[1]) {
        Some(other) => algebra::is_subset(vm, own, other)?,
        None => {
            let common = intersection(vm, &args.values[0], &args.values[1])?;
            table(&common).len() == own.len()
        }
    };
    Ok(Value::bool(subset))
}

fn is_superset(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = table(&args.values[0]);
    let superset = match any_set(&args.values[1]) {
        Some(other) => algebra::is_subset(vm, other, own)?,
        None => {
            let iterator = vm.iter(&args.values[1])?;
            loop {
                match vm.next(&iterator)? {
                    Some(element) if lookup::find(vm, own, &element)?.0.is_none() => break false,
                    Some(_) => {}
                    None => break true,
                }
            }
        }
    };
    Ok(Value::bool(superset))
}

fn size_of_set(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let frozen = args.values[0].kind() == kinds::FROZENSET;
    let object = if frozen { size_of::<FrozenSet>() } else { size_of::<Set>() };
    vm.new_usize(memory(&args.values[0], object))
}

/// `(class, ([elements],), state)`.
fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let set = &args.values[0];
    let list = vm.list_from(set)?.into_value();
    let arguments = vm.new_tuple_from([list])?;
    let state = if is_exact(set) {
        Value::none()
    } else {
        let name = vm.intern("__getstate__")?;
        vm.call_method(set, &name, &[])?
    };
    let class = vm.type_of(set).to_value();
    vm.new_tuple_from([class, arguments, state])
}

const OPS: u16 = BinOp::Sub.bit() | BinOp::And.bit() | BinOp::Xor.bit() | BinOp::Or.bit();

static SET_SLOTS: Slots = Slots {
    repr: Some(repr),
    unhashable: true,
    compare: Some(compare),
    iter: Some(iter::create),
    len: Some(len),
    contains: Some(contains),
    new: Some(new_set),
    init: Some(init),
    binary: Some(binary),
    binary_ops: OPS,
    reflected_ops: OPS,
    in_place: Some(in_place),
    in_place_ops: OPS,
    ..Slots::EMPTY
};

static FROZENSET_SLOTS: Slots = Slots {
    repr: Some(repr),
    hash: Some(hash),
    compare: Some(compare),
    iter: Some(iter::create),
    len: Some(len),
    contains: Some(contains),
    new: Some(new_frozenset),
    binary: Some(binary),
    binary_ops: OPS,
    reflected_ops: OPS,
    ..Slots::EMPTY
};

const COMMON: [Method; 12] = [
    Method::new("__contains__", contains_method, 1, 1)
        .doc("__contains__($self, object, /)\n--\n\nx.__contains__(y) <==> y in x."),
    Method::new("__reduce__", reduce, 0, 0).doc("__reduce__($self, /)\n--\n\nReturn what pickling needs."),
    Method::new("__sizeof__", size_of_set, 0, 0).doc("__sizeof__($self, /)\n--\n\nReturn the bytes of memory used."),
    Method::new("__class_getitem__", crate::types::typing::class_getitem, 1, 1)
        .class()
        .doc("__class_getitem__($type, object, /)\n--\n\nA set type with the element type as argument."),
    Method::new("copy", copy_method, 0, 0).doc("copy($self, /)\n--\n\nReturn a set with the same elements."),
    Method::new("union", union, 0, MANY)
        .doc("union($self, /, *others)\n--\n\nReturn a new set with the elements of the set and all others."),
    Method::new("intersection", intersection_method, 0, MANY).doc(
        "intersection($self, /, *others)\n--\n\nReturn a new set with what the set and all others have in common.",
    ),
    Method::new("difference", difference_method, 0, MANY)
        .doc("difference($self, /, *others)\n--\n\nReturn a new set with what none of the others has."),
    Method::new("symmetric_difference", symmetric_difference, 1, 1)
        .doc("symmetric_difference($self, other, /)\n--\n\nReturn a new set with what only one of both has."),
    Method::new("isdisjoint", is_disjoint, 1, 1)
        .doc("isdisjoint($self, other, /)\n--\n\nReturn True if both have nothing in common."),
    Method::new("issubset", is_subset, 1, 1)
        .doc("issubset($self, other, /)\n--\n\nReturn True if the other has every element of this set."),
    Method::new("issuperset", is_superset, 1, 1)
        .doc("issuperset($self, other, /)\n--\n\nReturn True if this set has every element of the other."),
];

const CHANGING: [Method; 9] = [
    Method::new("add", add_method, 1, 1).doc("add($self, object, /)\n--\n\nAdd an element unless it is there."),
    Method::new("remove", remove, 1, 1).doc("remove($self, object, /)\n--\n\nRemove an element, which must be there."),
    Method::new("discard", discard, 1, 1).doc("discard($self, object, /)\n--\n\nRemove an element if it is there."),
    Method::new("pop", pop, 0, 0).doc("pop($self, /)\n--\n\nRemove an element and return it."),
    Method::new("clear", clear, 0, 0).doc("clear($self, /)\n--\n\nRemove all elements."),
    Method::new("update", update_method, 0, MANY)
        .doc("update($self, /, *others)\n--\n\nAdd the elements of all others."),
    Method::new("intersection_update", intersection_update, 0, MANY)
        .doc("intersection_update($self, /, *others)\n--\n\nKeep only what all others have as well."),
    Method::new("difference_update", difference_update_method, 0, MANY)
        .doc("difference_update($self, /, *others)\n--\n\nRemove what any of the others has."),
    Method::new("symmetric_difference_update", symmetric_difference_update_method, 1, 1)
        .doc("symmetric_difference_update($self, other, /)\n--\n\nKeep only what just one of both has."),
];

static SET_METHODS: [Method; 21] = {
    let mut all = [COMMON[0]; 21];
    let mut index = 0;
    while index < 21 {
        all[index] = if index < 12 { COMMON[index] } else { CHANGING[index - 12] };
        index += 1;
    }
    all
};

static FROZENSET_METHODS: [Method; 12] = COMMON;

/// The type `set`.
pub static SPEC: TypeSpec = TypeSpec {
    name: "set",
    module: "builtins",
    kind: kinds::SET,
    base: kinds::OBJECT,
    doc: "Build an unordered collection of unique elements.",
    flags: TypeSpec::SUBCLASSABLE | TypeSpec::MATCH_SELF,
    slots: &SET_SLOTS,
    methods: &SET_METHODS,
    getset: &[],
    page: PageKind::Container,
    slot: <Set as Traverse>::slot,
    finish: Some(super::finish),
    size: fixed_size::<Set>,
};

/// The type `frozenset`.
pub static FROZENSET: TypeSpec = TypeSpec {
    name: "frozenset",
    module: "builtins",
    kind: kinds::FROZENSET,
    base: kinds::OBJECT,
    doc: "Build an immutable unordered collection of unique elements.",
    flags: TypeSpec::SUBCLASSABLE | TypeSpec::MATCH_SELF,
    slots: &FROZENSET_SLOTS,
    methods: &FROZENSET_METHODS,
    getset: &[],
    page: PageKind::Container,
    slot: <FrozenSet as Traverse>::slot,
    finish: Some(super::finish_frozen),
    size: fixed_size::<FrozenSet>,
};
