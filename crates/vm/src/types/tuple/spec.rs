//! `tuple`, the type.

use pitviper_object::{PageKind, Traverse};

use super::{Tuple, methods};
use crate::core::kinds;
use crate::core::native::{BinOp, Method, Slots, TypeSpec};
use crate::types::iterators;
use crate::types::typing::class_getitem;

static SLOTS: Slots = Slots {
    new: Some(methods::new),
    repr: Some(methods::repr),
    hash: Some(methods::hash),
    compare: Some(methods::compare),
    iter: Some(iterators::tuple::iter),
    len: Some(|_, value| Ok(value.downcast::<Tuple>().map_or(0, Tuple::len))),
    get_item: Some(methods::get_item),
    contains: Some(methods::contains),
    binary: Some(methods::binary),
    binary_ops: BinOp::Add.bit() | BinOp::Mul.bit(),
    reflected_ops: BinOp::Mul.bit(),
    ..Slots::EMPTY
};

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    name: "tuple",
    module: "builtins",
    kind: kinds::TUPLE,
    base: kinds::OBJECT,
    doc: "An immutable sequence.\n\nWithout an argument it is empty; otherwise its items are those of the iterable. A tuple given is returned itself.",
    flags: TypeSpec::SUBCLASSABLE | TypeSpec::SEQUENCE | TypeSpec::MATCH_SELF,
    slots: &SLOTS,
    methods: &[
        Method::new("__getnewargs__", methods::get_new_args, 0, 0),
        Method::new("index", methods::index, 1, 3).doc(
            "index($self, value, start=0, stop=sys.maxsize, /)\n--\n\nThe first index of value. ValueError if it is not there.",
        ),
        Method::new("count", methods::count, 1, 1)
            .doc("count($self, value, /)\n--\n\nHow many items equal value."),
        Method::new("__class_getitem__", class_getitem, 1, 1).class().doc("See PEP 585"),
    ],
    getset: &[],
    page: PageKind::Container,
    slot: <Tuple as Traverse>::slot,
    finish: None,
    size: super::size,
};
