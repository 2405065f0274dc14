//! `list`, the type.

use pitviper_object::{PageKind, Traverse};

use super::{List, methods, slices, sort};
use crate::core::kinds;
use crate::core::native::{BinOp, Method, Slots, TypeSpec, fixed_size};
use crate::types::iterators;
use crate::types::typing::class_getitem;

static SLOTS: Slots = Slots {
    new: Some(methods::new),
    init: Some(methods::init),
    repr: Some(methods::repr),
    unhashable: true,
    compare: Some(methods::compare),
    iter: Some(iterators::list::iter),
    len: Some(|_, value| Ok(value.downcast::<List>().map_or(0, List::len))),
    get_item: Some(slices::get_item),
    set_item: Some(slices::set_item),
    contains: Some(methods::contains),
    binary: Some(methods::binary),
    binary_ops: BinOp::Add.bit() | BinOp::Mul.bit(),
    reflected_ops: BinOp::Mul.bit(),
    in_place: Some(methods::in_place),
    in_place_ops: BinOp::Add.bit() | BinOp::Mul.bit(),
    ..Slots::EMPTY
};

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    name: "list",
    module: "builtins",
    kind: kinds::LIST,
    base: kinds::OBJECT,
    doc: "A sequence that can change.\n\nWithout an argument it is empty; otherwise its items are those of the iterable.",
    flags: TypeSpec::SUBCLASSABLE | TypeSpec::SEQUENCE | TypeSpec::MATCH_SELF,
    slots: &SLOTS,
    methods: &[
        Method::new("__getitem__", |vm, args| slices::get_item(vm, &args.values[0], &args.values[1]), 1, 1)
            .doc("__getitem__($self, index, /)\n--\n\nReturn self[index]."),
        Method::new("append", methods::append, 1, 1)
            .doc("append($self, object, /)\n--\n\nAdd an item at the end."),
        Method::new("extend", methods::extend_method, 1, 1)
            .doc("extend($self, iterable, /)\n--\n\nAdd the items of an iterable at the end."),
        Method::new("insert", methods::insert, 2, 2)
            .doc("insert($self, index, object, /)\n--\n\nInsert an item before the index."),
        Method::new("pop", methods::pop, 0, 1).doc(
            "pop($self, index=-1, /)\n--\n\nRemove and return the item at the index. IndexError if there is none.",
        ),
        Method::new("remove", methods::remove, 1, 1)
            .doc("remove($self, value, /)\n--\n\nRemove the first item equal to value. ValueError if there is none."),
        Method::new("clear", methods::clear, 0, 0).doc("clear($self, /)\n--\n\nRemove all items."),
        Method::new("copy", methods::copy, 0, 0).doc("copy($self, /)\n--\n\nReturn a shallow copy."),
        Method::new("index", methods::index, 1, 3).doc(
            "index($self, value, start=0, stop=sys.maxsize, /)\n--\n\nThe first index of value. ValueError if it is not there.",
        ),
        Method::new("count", methods::count, 1, 1)
            .doc("count($self, value, /)\n--\n\nHow many items equal value."),
        Method::new("reverse", methods::reverse, 0, 0).doc("reverse($self, /)\n--\n\nReverse in place."),
        Method::keywords("sort", sort::method).doc(
            "sort($self, /, *, key=None, reverse=False)\n--\n\nSort in place, by key when one is given. Equal items keep their order.",
        ),
        Method::new("__reversed__", methods::reversed, 0, 0)
            .doc("__reversed__($self, /)\n--\n\nReturn an iterator from the last item to the first."),
        Method::new("__sizeof__", methods::sizeof, 0, 0)
            .doc("__sizeof__($self, /)\n--\n\nBytes of the list and its buffer."),
        Method::new("__class_getitem__", class_getitem, 1, 1).class().doc("See PEP 585"),
    ],
    getset: &[],
    page: PageKind::Container,
    slot: <List as Traverse>::slot,
    finish: Some(super::finish),
    size: fixed_size::<List>,
};
