//! `memoryview`, the type.

use pitviper_object::{PageKind, Traverse, Value};

use super::{MemoryView, access, attributes, cast, compare, iterator, methods, of};
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, MANY, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::typing::class_getitem;

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match args.behind_receiver().parse(vm, "memoryview", ["object"], 1, 0)? {
        [Some(object)] => of(vm, object),
        [None] => Ok(Value::none()),
    }
}

fn from_flags(vm: &mut Vm, args: Args<'_>) -> PyResult {
    methods::buffer(vm, args.behind_receiver())
}

fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let (id, view) = (vm.id(value), access::this(value));
    let state = if view.source.is_none() { "released " } else { "" };
    vm.new_str_fmt(format_args!("<{state}memory at 0x{id:x}>"))
}

static SLOTS: Slots = Slots {
    new: Some(new),
    repr: Some(repr),
    hash: Some(compare::hash),
    compare: Some(compare::compare),
    iter: Some(iterator::iter),
    len: Some(access::len),
    get_item: Some(access::get_item),
    set_item: Some(access::set_item),
    ..Slots::EMPTY
};

static METHODS: [Method; 15] = [
    Method::new("release", methods::release, 0, 0)
        .doc("release($self, /)\n--\n\nLets go of the memory that the view shows."),
    Method::keywords("tobytes", methods::to_bytes)
        .doc("tobytes($self, /, order='C')\n--\n\nThe items as bytes, the last index running fastest, or the first with order 'F'."),
    Method::new("tolist", methods::to_list, 0, 0).doc("tolist($self, /)\n--\n\nThe items as a list, nested by dimension."),
    Method::keywords("cast", cast::cast)
        .doc("cast($self, /, format, shape=<unrepresentable>)\n--\n\nA view of the same memory with other items or another shape."),
    Method::new("toreadonly", cast::to_readonly, 0, 0)
        .doc("toreadonly($self, /)\n--\n\nA view of the same items that cannot write them."),
    Method::keywords("hex", methods::hex)
        .doc("hex($self, /, sep=<unrepresentable>, bytes_per_sep=1)\n--\n\nThe bytes in hexadecimal."),
    Method::new("count", methods::count, 1, 1).doc("count($self, value, /)\n--\n\nHow often a value occurs."),
    Method::new("index", methods::index, 1, 3)
        .doc("index($self, value, start=0, stop=sys.maxsize, /)\n--\n\nThe first index of a value; ValueError when it does not occur."),
    Method::new("_from_flags", from_flags, 2, 2)
        .class()
        .doc("_from_flags($type, /, object, flags)\n--\n\nA view of an object, asked for with these flags."),
    Method::new("__enter__", methods::enter, 0, 0),
    Method::new("__exit__", methods::release, 0, MANY),
    Method::new("__buffer__", methods::buffer, 1, 1).doc("A view of the object's memory."),
    Method::new("__release_buffer__", methods::release_buffer, 1, 1).doc("Ends the use of a view."),
    Method::new("__class_getitem__", class_getitem, 1, 1).class().doc("See PEP 585"),
    Method::new("__sizeof__", |vm, _| vm.new_usize(size_of::<MemoryView>()), 0, 0),
];

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    name: "memoryview",
    module: "builtins",
    kind: kinds::MEMORY_VIEW,
    base: kinds::OBJECT,
    doc: "memoryview(object)\n--\n\nA look at the memory of a bytes-like object, without a copy.",
    flags: TypeSpec::SEQUENCE,
    slots: &SLOTS,
    methods: &METHODS,
    getset: &attributes::GETSET,
    page: PageKind::Container,
    slot: <MemoryView as Traverse>::slot,
    finish: None,
    size: fixed_size::<MemoryView>,
};
