//! The type `dict`: special methods and methods.

use pitviper_object::{Heap, Obj, PageKind, Traverse, Value};

use super::key::Use;
use super::{Dict, iter, views};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::native::{Args, BinOp, CmpOp, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::iterators::push_repr;
use crate::types::set::{any_set, each_hashed, is_exact as is_exact_set};
use crate::types::str::{Str, StrBuilder};
use crate::types::typ::Type;

/// The receiver, whose kind the caller of a slot or method has checked.
#[inline(always)]
fn this(value: &Value) -> &Dict {
    debug_assert!(value.downcast::<Dict>().is_some());
    // SAFETY: slots and methods of `dict` are only called with dicts.
    unsafe { value.cast_unchecked() }
}

/// TypeError for keyword arguments whose names are no strings.
#[cold]
pub(crate) fn keyword_error(vm: &mut Vm) -> Raised {
    vm.type_error(format_args!("keywords must be strings"))
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = args.values.first().and_then(Value::downcast::<Type>);
    match class {
        Some(class) if !std::ptr::eq(class, vm.type_of_kind(kinds::DICT)) => {
            Ok(vm.new_instance_of::<Dict>(class, PageKind::Container, Dict::payload())?.into_value())
        }
        _ => Ok(vm.new_dict()?.into_value()),
    }
}

fn init(vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
    vm.dict_update_args(this(&args.values[0]), args, "dict")
}

/// `repr` of a dict, of a subclass too.
///
/// # Errors
/// What the items' `__repr__` raises; `MemoryError`.
pub(crate) fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let dict = this(value);
    if dict.is_empty() {
        return vm.new_str("{}");
    }
    if !vm.repr_enter(value)? {
        return vm.new_str("{...}");
    }
    let text = repr_items(vm, dict);
    vm.repr_leave(value);
    text
}

fn repr_items(vm: &mut Vm, dict: &Dict) -> PyResult {
    let mut builder = StrBuilder::new(vm);
    builder.push_text("{")?;
    let mut position = 0;
    let mut first = true;
    while let Some((key, value)) = dict.next_entry(&mut position) {
        if !std::mem::take(&mut first) {
            builder.push_text(", ")?;
        }
        push_repr(vm, &mut builder, &key)?;
        builder.push_text(": ")?;
        push_repr(vm, &mut builder, &value)?;
        vm.work_at(position as usize)?;
    }
    builder.push_text("}")?;
    builder.finish()
}

fn compare(vm: &mut Vm, left: &Value, right: &Value, op: CmpOp) -> PyResult {
    let (Some(a), Some(b)) = (left.downcast::<Dict>(), right.downcast::<Dict>()) else {
        return Ok(Value::not_implemented());
    };
    match op {
        CmpOp::Eq => Ok(Value::bool(equal(vm, a, b)?)),
        CmpOp::Ne => Ok(Value::bool(!equal(vm, a, b)?)),
        _ => Ok(Value::not_implemented()),
    }
}

/// Whether two dicts have the same items, in any order.
///
/// # Errors
/// What `__eq__` raises.
pub(crate) fn equal(vm: &mut Vm, a: &Dict, b: &Dict) -> PyResult<bool> {
    if a.len() != b.len() {
        return Ok(false);
    }
    vm.check_native_stack()?;
    let mut position = 0;
    while let Some(index) = a.table.next(&mut position) {
        vm.work_at(index as usize)?;
        let hash = a.table.hash(index);
        let (Some(key), Some(value)) = (a.table.key(index), a.value(index)) else { continue };
        let found = match key.exact::<Str>() {
            Some(_) if !b.table.is_general() => b.table.find_str(vm, &key),
            _ => vm.table_find_hashed(&b.table, &key, hash)?,
        };
        let Some(other) = found.and_then(|index| b.value(index)) else { return Ok(false) };
        if !vm.eq(&other, &value)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn make_iter(vm: &mut Vm, value: &Value) -> PyResult {
    iter::keys(vm, this(value))
}

fn len(_: &mut Vm, value: &Value) -> PyResult<usize> {
    Ok(this(value).len())
}

fn get_item(vm: &mut Vm, value: &Value, key: &Value) -> PyResult {
    if let Some(found) = vm.dict_get(this(value), key)? {
        return Ok(found);
    }
    if value.shape() != u32::from(kinds::DICT) {
        let names = vm.names();
        if let Some(made) = vm.call_special(value, &names.__missing__, std::slice::from_ref(key))? {
            return Ok(made);
        }
    }
    Err(vm.raise_with(Exc::KeyError, key.clone()))
}

fn set_item(vm: &mut Vm, value: &Value, key: &Value, item: Option<Value>) -> PyResult<()> {
    match item {
        Some(item) => vm.dict_set(this(value), key.clone(), item),
        None => match vm.dict_remove(this(value), key)? {
            Some(_) => Ok(()),
            None => Err(vm.raise_with(Exc::KeyError, key.clone())),
        },
    }
}

fn contains(vm: &mut Vm, value: &Value, key: &Value) -> PyResult<bool> {
    vm.dict_contains(this(value), key)
}

fn binary(vm: &mut Vm, op: BinOp, left: &Value, right: &Value) -> PyResult {
    match (op, left.downcast::<Dict>(), right.downcast::<Dict>()) {
        (BinOp::Or, Some(a), Some(_)) => {
            let result = vm.dict_copy(a)?;
            vm.dict_update(&result, right)?;
            Ok(result.into_value())
        }
        _ => Ok(Value::not_implemented()),
    }
}

fn in_place(vm: &mut Vm, op: BinOp, left: &Value, right: &Value) -> PyResult {
    if op != BinOp::Or {
        return Ok(Value::not_implemented());
    }
    vm.dict_update(this(left), right)?;
    Ok(left.clone())
}

fn get(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let found = vm.dict_get(this(&args.values[0]), &args.values[1])?;
    Ok(found.unwrap_or_else(|| args.values.get(2).cloned().unwrap_or_else(Value::none)))
}

fn set_default(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let default = args.values.get(2).cloned().unwrap_or_else(Value::none);
    vm.dict_set_default(this(&args.values[0]), &args.values[1], &default)
}

fn pop(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let dict = this(&args.values[0]);
    let key = &args.values[1];
    if !dict.is_empty()
        && let Some(value) = vm.dict_remove(dict, key)?
    {
        return Ok(value);
    }
    match args.values.get(2) {
        Some(default) => Ok(default.clone()),
        None => Err(vm.raise_with(Exc::KeyError, key.clone())),
    }
}

fn pop_item(vm: &mut Vm, args: Args<'_>) -> PyResult {
    // The pair's memory comes first, so that a failure loses nothing.
    let pair = vm.new_tuple_from([Value::none(), Value::none()])?;
    match this(&args.values[0]).table.remove_last() {
        Some((Some(key), Some(value))) => {
            crate::types::dict::iter::fill_pair(&pair, key, value);
            Ok(pair)
        }
        _ => {
            let text = vm.new_str("popitem(): dictionary is empty")?;
            Err(vm.raise_with(Exc::KeyError, text))
        }
    }
}

fn update(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.dict_update_args(this(&args.values[0]), args, "update")?;
    Ok(Value::none())
}

fn clear(vm: &mut Vm, args: Args<'_>) -> PyResult {
    this(&args.values[0]).let_entries_die(&mut vm.heap);
    Ok(Value::none())
}

fn copy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(vm.dict_copy(this(&args.values[0]))?.into_value())
}

fn from_keys(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = &args.values[0];
    let value = args.values.get(2).cloned().unwrap_or_else(Value::none);
    let exact = class.downcast::<Type>().is_some_and(|class| std::ptr::eq(class, vm.type_of_kind(kinds::DICT)));
    let made = if exact { vm.new_dict()?.into_value() } else { vm.call(class, &[])? };
    if made.exact::<Dict>().is_some() {
        if let Some(source) = args.values[1].exact::<Dict>() {
            this(&made).table.reserve(&mut vm.heap, source.table.len(), source.table.is_general())?;
        }
        let dict = this(&made);
        if let Some(elements) = any_set(&args.values[1]).filter(|_| is_exact_set(&args.values[1])) {
            each_hashed(vm, elements, |vm, key, hash| {
                let found = vm.table_find_hashed(&dict.table, &key, hash)?;
                vm.dict_store(dict, found, key, hash, value.clone())
            })?;
            return Ok(made);
        }
        vm.for_each(&args.values[1], |vm, key| vm.dict_set(dict, key, value.clone()))?;
    } else {
        vm.for_each(&args.values[1], |vm, key| vm.set_item(&made, &key, value.clone()))?;
    }
    Ok(made)
}

fn keys(vm: &mut Vm, args: Args<'_>) -> PyResult {
    views::keys(vm, Obj::from_ref(this(&args.values[0])))
}

fn values(vm: &mut Vm, args: Args<'_>) -> PyResult {
    views::values(vm, Obj::from_ref(this(&args.values[0])))
}

fn items(vm: &mut Vm, args: Args<'_>) -> PyResult {
    views::items(vm, Obj::from_ref(this(&args.values[0])))
}

fn reversed(vm: &mut Vm, args: Args<'_>) -> PyResult {
    iter::reversed_keys(vm, this(&args.values[0]))
}

fn size_of_dict(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let dict = this(&args.values[0]);
    // SAFETY: the block is live.
    let buffer = dict.block().map_or(0, |(block, _)| unsafe { Heap::usable_size(block) });
    vm.new_usize(size_of::<Dict>() + buffer)
}

fn contains_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (found, _) = vm.table_find(&this(&args.values[0]).table, &args.values[1], Use::Key)?;
    Ok(Value::bool(found.is_some()))
}

fn get_item_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    get_item(vm, &args.values[0], &args.values[1])
}

static SLOTS: Slots = Slots {
    repr: Some(repr),
    unhashable: true,
    compare: Some(compare),
    iter: Some(make_iter),
    len: Some(len),
    get_item: Some(get_item),
    set_item: Some(set_item),
    contains: Some(contains),
    new: Some(new),
    init: Some(init),
    binary: Some(binary),
    binary_ops: BinOp::Or.bit(),
    reflected_ops: BinOp::Or.bit(),
    in_place: Some(in_place),
    in_place_ops: BinOp::Or.bit(),
    ..Slots::EMPTY
};

static METHODS: &[Method] = &[
    Method::new("__contains__", contains_method, 1, 1)
        .doc("__contains__($self, key, /)\n--\n\nTrue if the key is in the dictionary, else False."),
    Method::new("__getitem__", get_item_method, 1, 1).doc("__getitem__($self, key, /)\n--\n\nReturn self[key]."),
    Method::new("__reversed__", reversed, 0, 0)
        .doc("__reversed__($self, /)\n--\n\nReturn an iterator over the keys, last one first."),
    Method::new("__sizeof__", size_of_dict, 0, 0).doc("__sizeof__($self, /)\n--\n\nReturn the bytes of memory used."),
    Method::new("__class_getitem__", crate::types::typing::class_getitem, 1, 1)
        .class()
        .doc("__class_getitem__($type, object, /)\n--\n\nA dict type with key and value types as arguments."),
    Method::new("get", get, 1, 2)
        .doc("get($self, key, default=None, /)\n--\n\nReturn the value of key, or default when it is not there."),
    Method::new("setdefault", set_default, 1, 2).doc(
        "setdefault($self, key, default=None, /)\n--\n\nReturn the value of key, which is added with default when it is not there.",
    ),
    Method::new("pop", pop, 1, 2)
        .doc("pop($self, key, /, [default])\n--\n\nRemove key and return its value, or default when it is not there."),
    Method::new("popitem", pop_item, 0, 0)
        .doc("popitem($self, /)\n--\n\nRemove the item that was added last and return it as a pair."),
    Method::new("keys", keys, 0, 0).doc("keys($self, /)\n--\n\nReturn a set-like view of the keys."),
    Method::new("items", items, 0, 0).doc("items($self, /)\n--\n\nReturn a set-like view of the items as pairs."),
    Method::new("values", values, 0, 0).doc("values($self, /)\n--\n\nReturn a view of the values."),
    Method::keywords("update", update)
        .doc("Add the items of a mapping or an iterable of pairs, then those of the keyword arguments."),
    Method::new("fromkeys", from_keys, 1, 2).class().doc(
        "fromkeys($type, iterable, value=None, /)\n--\n\nReturn a new dictionary with the keys of iterable and one value.",
    ),
    Method::new("clear", clear, 0, 0).doc("clear($self, /)\n--\n\nRemove all items."),
    Method::new("copy", copy, 0, 0).doc("copy($self, /)\n--\n\nReturn a new dictionary with the same items."),
];

/// The type `dict`.
pub static SPEC: TypeSpec = TypeSpec {
    name: "dict",
    module: "builtins",
    kind: kinds::DICT,
    base: kinds::OBJECT,
    doc: "dict() -> an empty dictionary\n\
          dict(mapping) -> one with the items of a mapping\n\
          dict(iterable) -> one with the pairs of an iterable as items\n\
          dict(**kwargs) -> one with the keyword arguments as items",
    flags: TypeSpec::SUBCLASSABLE | TypeSpec::MAPPING | TypeSpec::MATCH_SELF,
    slots: &SLOTS,
    methods: METHODS,
    getset: &[],
    page: PageKind::Container,
    slot: <Dict as Traverse>::slot,
    finish: Some(super::finish),
    size: fixed_size::<Dict>,
};
