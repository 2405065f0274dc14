//! `itemgetter` and `attrgetter`.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::kind;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::iterators::receiver;
use crate::types::str::{Str, StrBuilder};
use crate::types::tuple::Tuple;
use crate::types::tuple::fresh::from_list;

/// Keys of items.
#[repr(C)]
pub struct ItemGetter {
    /// Count, shape, flags.
    pub header: Header,
    keys: Obj<Tuple>,
}

object!(ItemGetter, kind::ITEM_GETTER, keys);

/// Dotted names of attributes.
#[repr(C)]
pub struct AttrGetter {
    /// Count, shape, flags.
    pub header: Header,
    /// As they were given.
    names: Obj<Tuple>,
    /// Their parts, a tuple for each.
    parts: Obj<Tuple>,
}

object!(AttrGetter, kind::ATTR_GETTER, names, parts);

fn item_getter(value: &Value) -> &ItemGetter {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

fn attr_getter(value: &Value) -> &AttrGetter {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

/// The arguments of a constructor: one at least.
fn given<'a>(vm: &mut Vm, name: &str, args: Args<'a>) -> PyResult<&'a [Value]> {
    let args = args.behind_receiver();
    args.check_no_keywords(vm, name)?;
    if args.values.is_empty() {
        return Err(vm.type_error(format_args!("{name} expected 1 argument, got 0")));
    }
    Ok(args.values)
}

/// The one argument of a call.
pub(super) fn only<'a>(vm: &mut Vm, name: &str, args: Args<'a>) -> PyResult<&'a Value> {
    args.check_no_keywords(vm, name)?;
    match args.values {
        [object] => Ok(object),
        values => {
            let count = values.len();
            Err(vm.type_error(format_args!("{name} expected 1 argument, got {count}")))
        }
    }
}

fn new_item_getter(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let keys = given(vm, "itemgetter", args)?;
    let keys = vm.new_tuple_obj(keys)?;
    let header = Header::new(u32::from(kind::ITEM_GETTER), TRACKED);
    Ok(Obj::create(&mut vm.heap, PageKind::Container, ItemGetter { header, keys })?.into_value())
}

fn call_item_getter(vm: &mut Vm, value: &Value, args: Args<'_>) -> PyResult {
    let object = only(vm, "itemgetter", args)?;
    let keys = item_getter(value).keys.clone();
    if let [key] = keys.items() {
        return vm.get_item(object, key);
    }
    let found = vm.new_list()?;
    for key in keys.items() {
        let item = vm.get_item(object, key)?;
        vm.list_push(&found, item)?;
    }
    from_list(vm, &found)
}

fn new_attr_getter(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let given = given(vm, "attrgetter", args)?;
    let parts = vm.new_list()?;
    for name in given {
        let Some(text) = name.downcast::<Str>() else {
            return Err(vm.type_error(format_args!("attribute name must be a string")));
        };
        let own = vm.new_list()?;
        let chars = text.chars();
        let mut start = 0;
        for at in 0..=chars.len() {
            if at == chars.len() || chars.get(at) == Some(u32::from(b'.')) {
                let part = vm.new_str_chars(chars.slice(start..at))?;
                let part = vm.intern_value(part)?;
                vm.list_push(&own, part)?;
                start = at + 1;
            }
        }
        let own = from_list(vm, &own)?;
        vm.list_push(&parts, own)?;
    }
    let (names, parts) = (vm.new_tuple_obj(given)?, from_list(vm, &parts)?);
    let parts = crate::types::iterators::typed::<Tuple>(vm, parts)?;
    let header = Header::new(u32::from(kind::ATTR_GETTER), TRACKED);
    Ok(Obj::create(&mut vm.heap, PageKind::Container, AttrGetter { header, names, parts })?.into_value())
}

/// The attribute that the parts of a dotted name lead to.
fn follow(vm: &mut Vm, object: &Value, parts: &Value) -> PyResult {
    let mut found = object.clone();
    for part in parts.downcast::<Tuple>().map_or(&[][..], Tuple::items) {
        found = vm.get_attr(&found, part)?;
    }
    Ok(found)
}

fn call_attr_getter(vm: &mut Vm, value: &Value, args: Args<'_>) -> PyResult {
    let object = only(vm, "attrgetter", args)?;
    let parts = attr_getter(value).parts.clone();
    if let [parts] = parts.items() {
        return follow(vm, object, parts);
    }
    let found = vm.new_list()?;
    for parts in parts.items() {
        let attribute = follow(vm, object, parts)?;
        vm.list_push(&found, attribute)?;
    }
    from_list(vm, &found)
}

/// `operator.name(items)`.
fn repr(vm: &mut Vm, value: &Value, items: &Tuple) -> PyResult {
    if !vm.repr_enter(value)? {
        let name = vm.type_name(value);
        return vm.new_str_fmt(format_args!("{name}(...)"));
    }
    let text = repr_items(vm, value, items);
    vm.repr_leave(value);
    text
}

fn repr_items(vm: &mut Vm, value: &Value, items: &Tuple) -> PyResult {
    let mut text = StrBuilder::new(vm);
    text.push_str(vm.type_name(value))?;
    for (index, item) in items.items().iter().enumerate() {
        text.push_text(if index == 0 { "(" } else { ", " })?;
        let part = vm.repr(item)?;
        if let Some(part) = part.downcast::<Str>() {
            text.push_str(part)?;
        }
    }
    text.push_text(")")?;
    text.finish()
}

fn reduce(vm: &mut Vm, value: &Value, items: Obj<Tuple>) -> PyResult {
    let class = vm.type_of(value).to_value();
    vm.new_tuple_from([class, items.into_value()])
}

/// `operator.itemgetter`.
pub static ITEM_GETTER: TypeSpec = TypeSpec {
    name: "itemgetter",
    module: "operator",
    kind: kind::ITEM_GETTER,
    base: kinds::OBJECT,
    doc: "itemgetter(item, /, *items)\n--\n\nReturn a callable object that fetches the given item(s) from its operand.\nAfter f = itemgetter(2), the call f(r) returns r[2].\nAfter g = itemgetter(2, 5, 3), the call g(r) returns (r[2], r[5], r[3])",
    flags: 0,
    slots: &Slots {
        new: Some(new_item_getter),
        call: Some(call_item_getter),
        repr: Some(|vm, value| {
            let keys = item_getter(value).keys.clone();
            repr(vm, value, &keys)
        }),
        ..Slots::EMPTY
    },
    methods: &[Method::new(
        "__reduce__",
        |vm, args| {
            let keys = item_getter(&args.values[0]).keys.clone();
            reduce(vm, &args.values[0], keys)
        },
        0,
        0,
    )
    .doc("Return state information for pickling")],
    getset: &[],
    page: PageKind::Container,
    slot: <ItemGetter as Traverse>::slot,
    finish: None,
    size: fixed_size::<ItemGetter>,
};

/// `operator.attrgetter`.
pub static ATTR_GETTER: TypeSpec = TypeSpec {
    name: "attrgetter",
    module: "operator",
    kind: kind::ATTR_GETTER,
    base: kinds::OBJECT,
    doc: "attrgetter(attr, /, *attrs)\n--\n\nReturn a callable object that fetches the given attribute(s) from its operand.\nAfter f = attrgetter('name'), the call f(r) returns r.name.\nAfter g = attrgetter('name', 'date'), the call g(r) returns (r.name, r.date).\nAfter h = attrgetter('name.first', 'name.last'), the call h(r) returns\n(r.name.first, r.name.last).",
    flags: 0,
    slots: &Slots {
        new: Some(new_attr_getter),
        call: Some(call_attr_getter),
        repr: Some(|vm, value| {
            let names = attr_getter(value).names.clone();
            repr(vm, value, &names)
        }),
        ..Slots::EMPTY
    },
    methods: &[Method::new(
        "__reduce__",
        |vm, args| {
            let names = attr_getter(&args.values[0]).names.clone();
            reduce(vm, &args.values[0], names)
        },
        0,
        0,
    )
    .doc("Return state information for pickling")],
    getset: &[],
    page: PageKind::Container,
    slot: <AttrGetter as Traverse>::slot,
    finish: None,
    size: fixed_size::<AttrGetter>,
};
