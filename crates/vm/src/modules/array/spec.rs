//! The type `array.array`.

use pitviper_object::{PageKind, Traverse};

use super::{Array, build, finish, item, iterator, kind, methods, pickle, sequence, this};
use crate::core::kinds;
use crate::core::native::{BinOp, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::types::memoryview::{buffer, release_buffer};
use crate::types::typing::class_getitem;

static SLOTS: Slots = Slots {
    new: Some(build::new),
    repr: Some(sequence::repr),
    unhashable: true,
    compare: Some(sequence::compare),
    iter: Some(iterator::create),
    len: Some(|_, value| Ok(this(value).len())),
    get_item: Some(sequence::get_item),
    set_item: Some(sequence::set_item),
    contains: Some(sequence::contains),
    binary: Some(sequence::binary),
    binary_ops: BinOp::Add.bit() | BinOp::Mul.bit(),
    reflected_ops: BinOp::Mul.bit(),
    in_place: Some(sequence::in_place),
    in_place_ops: BinOp::Add.bit() | BinOp::Mul.bit(),
    ..Slots::EMPTY
};

static METHODS: &[Method] = &[
    Method::new("append", methods::append, 1, 1).doc("append($self, v, /)\n--\n\nAppend new value v to the end of the array."),
    Method::new("buffer_info", methods::buffer_info, 0, 0).doc("buffer_info($self, /)\n--\n\nReturn a tuple (address, length) giving the current memory address and the length in items of the buffer used to hold array's contents."),
    Method::new("byteswap", methods::byteswap, 0, 0).doc("byteswap($self, /)\n--\n\nByteswap all items of the array."),
    Method::new("clear", methods::clear, 0, 0).doc("clear($self, /)\n--\n\nRemove all items from the array."),
    Method::new("count", methods::count, 1, 1).doc("count($self, v, /)\n--\n\nReturn number of occurrences of v in the array."),
    Method::new("extend", methods::extend, 1, 1).doc("extend($self, bb, /)\n--\n\nAppend items to the end of the array."),
    Method::new("frombytes", methods::from_bytes, 1, 1).doc("frombytes($self, buffer, /)\n--\n\nAppends items from the string, interpreting it as an array of machine values, as if it had been read from a file using the fromfile() method."),
    Method::new("fromfile", methods::from_file, 2, 2).doc("fromfile($self, f, n, /)\n--\n\nRead n objects from the file object f and append them to the end of the array."),
    Method::new("fromlist", methods::from_list, 1, 1).doc("fromlist($self, list, /)\n--\n\nAppend items to array from list."),
    Method::new("fromunicode", methods::from_unicode, 1, 1).doc("fromunicode($self, ustr, /)\n--\n\nExtends this array with data from the unicode string ustr."),
    Method::new("index", methods::index, 1, 3).doc("index($self, v, start=0, stop=sys.maxsize, /)\n--\n\nReturn index of first occurrence of v in the array.\n\nRaise ValueError if the value is not present."),
    Method::new("insert", methods::insert, 2, 2).doc("insert($self, i, v, /)\n--\n\nInsert a new item v into the array before position i."),
    Method::new("pop", methods::pop, 0, 1).doc("pop($self, i=-1, /)\n--\n\nReturn the i-th element and delete it from the array."),
    Method::new("remove", methods::remove, 1, 1).doc("remove($self, v, /)\n--\n\nRemove the first occurrence of v in the array."),
    Method::new("reverse", methods::reverse, 0, 0).doc("reverse($self, /)\n--\n\nReverse the order of the items in the array."),
    Method::new("tobytes", methods::to_bytes, 0, 0).doc("tobytes($self, /)\n--\n\nConvert the array to an array of machine values and return the bytes representation."),
    Method::new("tofile", methods::to_file, 1, 1).doc("tofile($self, f, /)\n--\n\nWrite all items (as machine values) to the file object f."),
    Method::new("tolist", methods::to_list, 0, 0).doc("tolist($self, /)\n--\n\nConvert array to an ordinary list with the same items."),
    Method::new("tounicode", methods::to_unicode, 0, 0).doc("tounicode($self, /)\n--\n\nConvert the array to a unicode string."),
    Method::new("__copy__", methods::copy, 0, 0).doc("__copy__($self, /)\n--\n\nReturn a copy of the array."),
    Method::new("__deepcopy__", methods::copy, 1, 1).doc("__deepcopy__($self, unused, /)\n--\n\nReturn a copy of the array."),
    Method::new("__reduce_ex__", pickle::reduce, 1, 1).doc("__reduce_ex__($self, value, /)\n--\n\nReturn state information for pickling."),
    Method::new("__sizeof__", methods::size_of, 0, 0).doc("__sizeof__($self, /)\n--\n\nSize of the array in memory, in bytes."),
    Method::new("__buffer__", buffer, 1, 1).doc("A view of the object's memory."),
    Method::new("__release_buffer__", release_buffer, 1, 1).doc("Ends the use of a view."),
    Method::new("__class_getitem__", class_getitem, 1, 1).class().doc("See PEP 585"),
];

/// The type.
pub static ARRAY: TypeSpec = TypeSpec {
    name: "array",
    module: "array",
    kind: kind::ARRAY,
    base: kinds::OBJECT,
    doc: "array(typecode [, initializer]) -> array\n\nReturn a new array whose items are restricted by typecode, and\ninitialized from the optional initializer value, which must be a list,\nstring or iterable over elements of the appropriate type.",
    flags: TypeSpec::SUBCLASSABLE | TypeSpec::SEQUENCE | TypeSpec::WEAK,
    slots: &SLOTS,
    methods: METHODS,
    getset: &[
        GetSet { name: "typecode", get: |vm, value| vm.new_char(this(value).code.into()), set: None },
        GetSet { name: "itemsize", get: |vm, value| vm.new_usize(item::size(this(value).code)), set: None },
    ],
    page: PageKind::Container,
    slot: <Array as Traverse>::slot,
    finish: Some(finish),
    size: fixed_size::<Array>,
};
