//! `bytearray`, the type.

use pitviper_object::{PageKind, Traverse};

use super::{ByteArray, methods, operators};
use crate::core::kinds;
use crate::core::native::{BinOp, Method, Slots, TypeSpec, fixed_size};
use crate::types::bytes::{self, SHARED, with_shared};
use crate::types::iterators::text::iter_bytearray;
use crate::types::memoryview::{buffer, release_buffer};

const OWN: [Method; 16] = [
    Method::new("append", methods::append, 1, 1)
        .doc("append($self, item, /)\n--\n\nAppends one byte, given as a number."),
    Method::new("clear", methods::clear, 0, 0).doc("clear($self, /)\n--\n\nRemoves all bytes."),
    Method::new("copy", methods::copy, 0, 0).doc("copy($self, /)\n--\n\nA copy."),
    Method::new("extend", methods::extend, 1, 1)
        .doc("extend($self, iterable_of_ints, /)\n--\n\nAppends the bytes of a buffer or of an iterable of numbers."),
    Method::new("fromhex", bytes::bytearray_from_hex, 1, 1)
        .class()
        .doc("fromhex($type, string, /)\n--\n\nThe bytes that pairs of hexadecimal digits stand for."),
    Method::new("insert", methods::insert, 2, 2)
        .doc("insert($self, index, item, /)\n--\n\nInserts one byte before the index."),
    Method::new("pop", methods::pop, 0, 1)
        .doc("pop($self, index=-1, /)\n--\n\nRemoves the byte at the index, the last one by default, and returns it."),
    Method::new("remove", methods::remove, 1, 1)
        .doc("remove($self, value, /)\n--\n\nRemoves the first byte of a value, which must be there."),
    Method::new("resize", methods::resize, 1, 1)
        .doc("resize($self, size, /)\n--\n\nCuts the array, or makes it longer with zeros."),
    Method::new("reverse", methods::reverse, 0, 0).doc("reverse($self, /)\n--\n\nReverses the order of the bytes."),
    Method::new("__buffer__", buffer, 1, 1).doc("A view of the object's memory."),
    Method::new("__release_buffer__", release_buffer, 1, 1).doc("Ends the use of a view."),
    Method::new("__alloc__", methods::allocated, 0, 0).doc("B.__alloc__() -> int\n\nBytes that the buffer has."),
    Method::new("__reduce__", methods::reduce, 0, 0).doc("__reduce__($self, /)\n--\n\nWhat pickling needs."),
    Method::new("__reduce_ex__", methods::reduce, 0, 1)
        .doc("__reduce_ex__($self, proto=0, /)\n--\n\nWhat pickling needs."),
    Method::new("__sizeof__", methods::size_of_array, 0, 0).doc("__sizeof__($self, /)\n--\n\nBytes of memory."),
];

static METHODS: [Method; SHARED + OWN.len()] = with_shared(OWN);

static SLOTS: Slots = Slots {
    new: Some(operators::new),
    init: Some(operators::init),
    repr: Some(operators::repr),
    str: Some(bytes::str),
    unhashable: true,
    compare: Some(bytes::compare),
    iter: Some(iter_bytearray),
    len: Some(|_, value| Ok(operators::this(value).len())),
    get_item: Some(operators::get_item),
    set_item: Some(operators::set_item),
    contains: Some(bytes::contains),
    binary: Some(operators::binary),
    binary_ops: BinOp::Add.bit() | BinOp::Mul.bit() | BinOp::Mod.bit(),
    reflected_ops: BinOp::Mul.bit() | BinOp::Mod.bit(),
    in_place: Some(operators::in_place),
    in_place_ops: BinOp::Add.bit() | BinOp::Mul.bit(),
    ..Slots::EMPTY
};

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    name: "bytearray",
    module: "builtins",
    kind: kinds::BYTEARRAY,
    base: kinds::OBJECT,
    doc: "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\nbytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\nbytearray(int) -> bytes array of size given by the parameter initialized with null bytes\nbytearray() -> empty bytes array\n\nBytes that can be changed.",
    flags: TypeSpec::SUBCLASSABLE | TypeSpec::MATCH_SELF,
    slots: &SLOTS,
    methods: &METHODS,
    getset: &[],
    page: PageKind::Container,
    slot: <ByteArray as Traverse>::slot,
    finish: Some(super::finish),
    size: fixed_size::<ByteArray>,
};
