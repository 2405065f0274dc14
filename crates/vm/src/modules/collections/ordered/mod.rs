//! `OrderedDict`: a subclass of `dict` whose keys can be moved to the ends of the order.
//!
//! The order is that of the dict's own table ([`crate::types::dict::table`]), so an instance takes the memory of a dict, and
//! there is no second structure that could disagree with it: each operation is one change of the table, which is as it
//! was when it fails for want of memory. Moving to the end leaves a removed entry behind, moving to the front takes one,
//! or makes room for half as many as there are; both are constant on average, as is taking the first one.
//!
//! Rejected: a list of links beside the table, as in CPython (40 bytes an entry), which methods of `dict` called on an
//! instance leave behind.

mod iterator;
mod update;
mod views;

use pitviper_object::{Obj, PageKind, Value};

pub use iterator::ITERATOR;
use iterator::Part;

use crate::core::args::Params;
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::dict::{self, Dict, Use, fill_pair};
use crate::types::str::Str;
use crate::types::typ::Type;
use crate::types::typ::builtin::{add_getset, add_methods, new_builtin_class};

/// The dict that a receiver is.
fn dict(value: &Value) -> &Dict {
    // SAFETY: the methods here are only called with instances of the class, which are dicts.
    unsafe { value.cast_unchecked() }
}

/// The class of that name among those made here.
fn known_class(vm: &mut Vm, name: Value) -> PyResult<Obj<Type>> {
    let found = vm.module_classes.as_ref().and_then(|classes| classes.get_str(vm, &name));
    match found.and_then(|class| Obj::try_from_value(class).ok()) {
        Some(class) => Ok(class),
        None => Err(vm.raise(Exc::RuntimeError, format_args!("the class is gone"))),
    }
}

fn own_class(vm: &mut Vm) -> PyResult<Obj<Type>> {
    known_class(vm, vm.names().odict.clone())
}

/// Whether it is no instance of a class below.
fn is_exact(vm: &mut Vm, value: &Value) -> PyResult<bool> {
    let class = own_class(vm)?;
    Ok(std::ptr::eq(vm.type_of(value), &raw const *class))
}

#[cold]
fn mutated(vm: &mut Vm) -> Raised {
    vm.raise(Exc::RuntimeError, format_args!("OrderedDict mutated during iteration"))
}

#[cold]
fn missing(vm: &mut Vm, key: &Value) -> Raised {
    vm.raise_with(Exc::KeyError, key.clone())
}

fn init(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let given = args.behind_receiver();
    let count = given.positional_count();
    if count > 1 {
        return Err(vm.type_error(format_args!("expected at most 1 argument, got {count}")));
    }
    update::add_arguments(vm, &args.values[0], given)?;
    Ok(Value::none())
}

fn update(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let given = args.behind_receiver();
    let count = given.positional_count();
    if count > 1 {
        return Err(vm.type_error(format_args!("update() takes at most 1 positional argument ({count} given)")));
    }
    update::add_arguments(vm, &args.values[0], given)?;
    Ok(Value::none())
}

fn iter(vm: &mut Vm, args: Args<'_>) -> PyResult {
    iterator::create(vm, dict(&args.values[0]), Part::Keys, false)
}

fn reversed(vm: &mut Vm, args: Args<'_>) -> PyResult {
    iterator::create(vm, dict(&args.values[0]), Part::Keys, true)
}

fn move_to_end(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = dict(&args.values[0]);
    let [key, last] = Params::new("move_to_end", ["key", "last"]).required(1).bind(vm, args.behind_receiver())?;
    let last = last.map_or(Ok(true), |last| vm.truth(last))?;
    let none = Value::none();
    let key = key.unwrap_or(&none);
    if own.is_empty() {
        return Err(missing(vm, key));
    }
    let Some(index) = vm.table_find(&own.table, key, Use::Untold)?.0 else { return Err(missing(vm, key)) };
    match last {
        true => own.table.move_to_back(&mut vm.heap, index)?,
        false => own.table.move_to_front(&mut vm.heap, index)?,
    }
    Ok(Value::none())
}

fn pop_item(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = dict(&args.values[0]);
    let [last] = Params::new("popitem", ["last"]).bind(vm, args.behind_receiver())?;
    let last = last.map_or(Ok(true), |last| vm.truth(last))?;
    // The pair's memory comes first, so that a failure loses nothing.
    let pair = vm.new_tuple_from([Value::none(), Value::none()])?;
    let taken = match last {
        true => own.table.remove_last(),
        false => own.table.first().map(|first| own.table.remove(first)),
    };
    let Some((Some(key), Some(value))) = taken else {
        let text = vm.new_str("dictionary is empty")?;
        return Err(vm.raise_with(Exc::KeyError, text));
    };
    fill_pair(&pair, key, value);
    Ok(pair)
}

fn pop(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = dict(&args.values[0]);
    let [key, default] = Params::new("pop", ["key", "default"]).required(1).bind(vm, args.behind_receiver())?;
    let none = Value::none();
    let key = key.unwrap_or(&none);
    let taken = vm.table_find(&own.table, key, Use::Untold)?.0.and_then(|index| own.table.remove(index).1);
    match (taken, default) {
        (Some(value), _) => Ok(value),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(missing(vm, key)),
    }
}

fn set_default(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = &args.values[0];
    let [key, default] = Params::new("setdefault", ["key", "default"]).required(1).bind(vm, args.behind_receiver())?;
    let none = Value::none();
    let (key, default) = (key.unwrap_or(&none), default.unwrap_or(&none));
    if is_exact(vm, value)? {
        return vm.dict_set_default(dict(value), key, default);
    }
    if vm.contains(value, key)? {
        return vm.get_item(value, key);
    }
    vm.set_item(value, key, default.clone())?;
    Ok(default.clone())
}

fn copy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = &args.values[0];
    if is_exact(vm, value)? {
        let class = own_class(vm)?;
        let made = vm.new_instance_of::<Dict>(&class, PageKind::Container, Dict::payload())?;
        made.table.copy_from(&mut vm.heap, &dict(value).table)?;
        return Ok(made.into_value());
    }
    let class = vm.type_of(value).to_value();
    let made = vm.call(&class, &[])?;
    let keys = iterator::create(vm, dict(value), Part::Keys, false)?;
    while let Some(key) = vm.next(&keys)? {
        let item = vm.get_item(value, &key)?;
        vm.set_item(&made, &key, item)?;
    }
    Ok(made)
}

fn from_keys(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [keys, value] = Params::new("fromkeys", ["iterable", "value"]).required(1).bind(vm, args.behind_receiver())?;
    let none = Value::none();
    let (keys, value) = (keys.unwrap_or(&none), value.unwrap_or(&none));
    let made = vm.call(&args.values[0], &[])?;
    if is_exact(vm, &made)? {
        let own = dict(&made);
        vm.for_each(keys, |vm, key| vm.dict_set(own, key, value.clone()))?;
    } else {
        vm.for_each(keys, |vm, key| vm.set_item(&made, &key, value.clone()))?;
    }
    Ok(made)
}

fn equals(vm: &mut Vm, left: &Value, right: &Value) -> PyResult<Option<bool>> {
    let Some(other) = right.downcast::<Dict>() else { return Ok(None) };
    let own = dict(left);
    let class = own_class(vm)?;
    if !dict::equal(vm, own, other)? {
        return Ok(Some(false));
    }
    if !vm.is_subtype(vm.type_of(right), &class) {
        return Ok(Some(true));
    }
    let keys = iterator::create(vm, own, Part::Keys, false)?;
    let others = iterator::create(vm, other, Part::Keys, false)?;
    loop {
        match (vm.next(&keys)?, vm.next(&others)?) {
            (Some(a), Some(b)) if vm.eq(&a, &b)? => {}
            (None, None) => return Ok(Some(true)),
            _ => return Ok(Some(false)),
        }
    }
}

fn eq(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(equals(vm, &args.values[0], &args.values[1])?.map_or_else(Value::not_implemented, Value::bool))
}

fn ne(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let equal = equals(vm, &args.values[0], &args.values[1])?;
    Ok(equal.map_or_else(Value::not_implemented, |equal| Value::bool(!equal)))
}

fn repr(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = &args.values[0];
    if dict(value).is_empty() {
        let name = vm.type_of(value).short_name();
        return vm.new_str_fmt(format_args!("{name}()"));
    }
    if !vm.repr_enter(value)? {
        return vm.new_str("...");
    }
    let items = items_text(vm, value);
    vm.repr_leave(value);
    let items = items?;
    match items.downcast::<Str>() {
        Some(items) => {
            let name = vm.type_of(value).short_name();
            vm.new_str_fmt(format_args!("{name}({items})"))
        }
        None => Ok(items),
    }
}

/// The items as a dict shows them.
fn items_text(vm: &mut Vm, value: &Value) -> PyResult {
    let shown = if is_exact(vm, value)? {
        vm.dict_copy(dict(value))?
    } else {
        let items = vm.call_method(value, &vm.names().items, &[])?;
        let shown = vm.new_dict()?;
        vm.dict_update(&shown, &items)?;
        shown
    };
    vm.repr(shown.as_value())
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = &args.values[0];
    let class = vm.type_of(value).to_value();
    let state = vm.call_method(value, &vm.names().__getstate__, &[])?;
    let items = vm.call_method(value, &vm.names().items, &[])?;
    let items = vm.iter(&items)?;
    let arguments = vm.new_tuple(&[])?;
    vm.new_tuple_from([class, arguments, state, Value::none(), items])
}

/// A new instance of the class of `like` with the items of both.
fn united(vm: &mut Vm, like: &Value, first: &Value, second: &Value) -> PyResult {
    if first.downcast::<Dict>().is_none() || second.downcast::<Dict>().is_none() {
        return Ok(Value::not_implemented());
    }
    let class = vm.type_of(like).to_value();
    let made = vm.call(&class, std::slice::from_ref(first))?;
    if made.downcast::<Dict>().is_none() {
        return Err(vm.type_error(format_args!("a dict is needed")));
    }
    update::add_all(vm, &made, second)?;
    Ok(made)
}

fn union(vm: &mut Vm, args: Args<'_>) -> PyResult {
    united(vm, &args.values[0], &args.values[0], &args.values[1])
}

fn reflected_union(vm: &mut Vm, args: Args<'_>) -> PyResult {
    united(vm, &args.values[0], &args.values[1], &args.values[0])
}

fn union_in_place(vm: &mut Vm, args: Args<'_>) -> PyResult {
    update::add_all(vm, &args.values[0], &args.values[1])?;
    Ok(args.values[0].clone())
}

fn clear(vm: &mut Vm, args: Args<'_>) -> PyResult {
    dict(&args.values[0]).let_entries_die(&mut vm.heap);
    Ok(Value::none())
}

/// Bytes of the object, places for attributes included, and of its table.
fn size(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let block = dict(&args.values[0]).block();
    // SAFETY: the block is live.
    let buffer = block.map_or(0, |(block, _)| unsafe { pitviper_object::Heap::usable_size(block) });
    let places = vm.shape_of(&args.values[0]).map_or(0, |shape| usize::from(shape.capacity) * size_of::<Value>());
    vm.new_usize(size_of::<Dict>() + places + buffer)
}

static METHODS: [Method; 22] = [
    Method::keywords("__init__", init)
        .doc("__init__($self, /, *args, **kwargs)\n--\n\nInitialize self.  See help(type(self)) for accurate signature."),
    Method::new("__iter__", iter, 0, 0).doc("__iter__($self, /)\n--\n\nImplement iter(self).").in_order(),
    Method::new("__reversed__", reversed, 0, 0).doc("__reversed__($self, /)\n--\n\nReturn an iterator over the keys, last one first."),
    Method::new("__eq__", eq, 1, 1).doc("__eq__($self, value, /)\n--\n\nReturn self==value."),
    Method::new("__ne__", ne, 1, 1).doc("__ne__($self, value, /)\n--\n\nReturn self!=value."),
    Method::new("__repr__", repr, 0, 0).doc("__repr__($self, /)\n--\n\nReturn repr(self)."),
    Method::new("__reduce__", reduce, 0, 0).doc("__reduce__($self, /)\n--\n\nReturn what pickling needs."),
    Method::new("__or__", union, 1, 1).doc("__or__($self, value, /)\n--\n\nReturn self|value."),
    Method::new("__ror__", reflected_union, 1, 1).doc("__ror__($self, value, /)\n--\n\nReturn value|self."),
    Method::new("__ior__", union_in_place, 1, 1).doc("__ior__($self, value, /)\n--\n\nReturn self|=value."),
    Method::keywords("fromkeys", from_keys).class().doc(
        "fromkeys($type, /, iterable, value=None)\n--\n\nReturn a new ordered dictionary with the keys of iterable and one value.",
    ),
    Method::keywords("move_to_end", move_to_end).doc(
        "move_to_end($self, /, key, last=True)\n--\n\nMake a key the last one, or the first one if last is false.\n\nA key that is not there is a KeyError.",
    ),
    Method::keywords("popitem", pop_item).doc(
        "popitem($self, /, last=True)\n--\n\nRemove the last item, or the first one if last is false, and return it as a pair.",
    ),
    Method::keywords("pop", pop).doc(
        "pop($self, /, key, default=<unrepresentable>)\n--\n\nRemove key and return its value, or default when it is not there.",
    ),
    Method::keywords("setdefault", set_default).doc(
        "setdefault($self, /, key, default=None)\n--\n\nReturn the value of key, which is added with default when it is not there.",
    ),
    Method::keywords("update", update)
        .doc("Add the items of a mapping or an iterable of pairs, then those of the keyword arguments."),
    Method::new("copy", copy, 0, 0).doc("copy($self, /)\n--\n\nReturn a new ordered dictionary with the same items."),
    Method::new("clear", clear, 0, 0).doc("clear($self, /)\n--\n\nRemove all items."),
    Method::new("keys", views::keys, 0, 0).doc("keys($self, /)\n--\n\n"),
    Method::new("values", views::values, 0, 0).doc("values($self, /)\n--\n\n"),
    Method::new("items", views::items, 0, 0).doc("items($self, /)\n--\n\n"),
    Method::new("__sizeof__", size, 0, 0).doc("__sizeof__($self, /)\n--\n\n"),
];

/// The class, made together with those of its views.
pub(super) fn create(vm: &mut Vm) -> PyResult {
    vm.module_class("collections", "OrderedDict", make)
}

fn make(vm: &mut Vm) -> PyResult {
    let base: Obj<Type> = Obj::from_ref(vm.type_of_kind(kinds::DICT));
    let flags = Type::HEAP | Type::SUBCLASSABLE | Type::IMMUTABLE | Type::WEAK;
    let class = new_builtin_class(vm, "OrderedDict", "collections", &base, kinds::DICT, flags, &[])?;
    add_methods(vm, &class, &METHODS)?;
    add_getset(vm, &class, std::slice::from_ref(&crate::types::object::DICT))?;
    let doc = vm.new_str("Dictionary that remembers insertion order")?;
    vm.dict_set_str(&class.dict, &vm.names().__doc__, doc)?;
    let views = views::create(vm)?;
    if let Some(classes) = vm.module_classes.clone() {
        for (name, view) in views {
            vm.dict_set_str(&classes, &name, view)?;
        }
        vm.dict_set_str(&classes, &vm.names().odict, class.to_value())?;
    }
    Ok(class.to_value())
}
