//! `float`, the type.

use pitviper_number::hash;
use pitviper_object::{PageKind, Traverse, Value};

use super::{Float, methods, new, operators, value_of};
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;

fn hash(vm: &mut Vm, value: &Value) -> PyResult<i64> {
    let hash = value_of(value).and_then(hash::float);
    Ok(hash.unwrap_or_else(|| vm.identity_hash(value)))
}

fn truth(_: &mut Vm, value: &Value) -> PyResult<bool> {
    Ok(value_of(value) != Some(0.0))
}

static SLOTS: Slots = Slots {
    new: Some(new::new),
    repr: Some(super::repr),
    hash: Some(hash),
    compare: Some(operators::compare),
    truth: Some(truth),
    binary: Some(operators::binary),
    binary_ops: operators::OPERATORS,
    reflected_ops: operators::OPERATORS,
    power3: Some(operators::power3),
    neg: Some(operators::neg),
    pos: Some(operators::to_exact),
    abs: Some(operators::abs),
    int: Some(operators::to_int),
    float: Some(operators::to_exact),
    ..Slots::EMPTY
};

static METHODS: &[Method] = &[
    Method::new("conjugate", methods::itself, 0, 0).doc("conjugate($self, /)\n--\n\nThe number itself: it has no imaginary part."),
    Method::new("as_integer_ratio", methods::as_integer_ratio, 0, 0).doc(
        "as_integer_ratio($self, /)\n--\n\nA pair of integers whose ratio is exactly the number, the second above zero.\n\n>>> (0.75).as_integer_ratio()\n(3, 4)",
    ),
    Method::new("is_integer", methods::is_integer, 0, 0).doc("is_integer($self, /)\n--\n\nWhether the number is whole."),
    Method::new("hex", methods::hex, 0, 0)
        .doc("hex($self, /)\n--\n\nThe number in hexadecimal.\n\n>>> (-0.1).hex()\n'-0x1.999999999999ap-4'"),
    Method::new("fromhex", methods::from_hex, 1, 1).class().doc(
        "fromhex($type, string, /)\n--\n\nThe float that hexadecimal text stands for.\n\n>>> float.fromhex('0x1.ffffp10')\n2047.984375",
    ),
    Method::new("from_number", methods::from_number, 1, 1)
        .class()
        .doc("from_number($type, number, /)\n--\n\nA real number as a float."),
    Method::new("__trunc__", methods::trunc, 0, 0).doc("__trunc__($self, /)\n--\n\nThe integer nearest to it between it and zero."),
    Method::new("__floor__", methods::floor, 0, 0).doc("__floor__($self, /)\n--\n\nThe greatest integer not above it."),
    Method::new("__ceil__", methods::ceil, 0, 0).doc("__ceil__($self, /)\n--\n\nThe least integer not below it."),
    Method::new("__round__", methods::round, 0, 1)
        .doc("__round__($self, ndigits=None, /)\n--\n\nThe nearest integer, or float of so many decimal places; ties go to the even one."),
    Method::new("__getnewargs__", methods::get_new_args, 0, 0).doc("__getnewargs__($self, /)\n--\n\n"),
    Method::new("__getformat__", methods::get_format, 1, 1)
        .class()
        .doc("__getformat__($type, typestr, /)\n--\n\nHow C's 'double' or 'float' is laid out."),
    Method::new("__format__", methods::format, 1, 1)
        .doc("__format__($self, format_spec, /)\n--\n\nThe number as text, as format_spec says."),
    Method::new("__sizeof__", methods::size_of, 0, 0).doc("__sizeof__($self, /)\n--\n\nBytes of memory."),
];

static GETSET: &[GetSet] =
    &[GetSet { name: "real", get: methods::real, set: None }, GetSet { name: "imag", get: methods::imag, set: None }];

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    name: "float",
    module: "builtins",
    kind: kinds::FLOAT,
    base: kinds::OBJECT,
    doc: "float(x=0, /)\n--\n\nA float out of a number or text.",
    flags: TypeSpec::SUBCLASSABLE | TypeSpec::MATCH_SELF,
    slots: &SLOTS,
    methods: METHODS,
    getset: GETSET,
    page: PageKind::Leaf,
    slot: <Float as Traverse>::slot,
    finish: None,
    size: fixed_size::<Float>,
};
