//! `int`, the type.

use pitviper_number::hash;
use pitviper_object::{PageKind, Traverse, Value};

use super::{Int, arith, bytes, convert, format, methods, new, power, text, to_exact, view};
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{BinOp, GetSet, Method, Slots, TypeSpec};
use crate::core::vm::Vm;

/// Every binary operator but `@`.
pub(crate) const OPERATORS: u16 = BinOp::Add.bit()
    | BinOp::Sub.bit()
    | BinOp::Mul.bit()
    | BinOp::TrueDiv.bit()
    | BinOp::FloorDiv.bit()
    | BinOp::Mod.bit()
    | BinOp::DivMod.bit()
    | BinOp::Pow.bit()
    | BinOp::LShift.bit()
    | BinOp::RShift.bit()
    | BinOp::And.bit()
    | BinOp::Or.bit()
    | BinOp::Xor.bit();

/// `hash(int)`.
pub(crate) fn hash(_: &mut Vm, value: &Value) -> PyResult<i64> {
    Ok(match value.as_small() {
        Some(small) => hash::small(small),
        None => view(value).map_or(0, |view| hash::int(view.int())),
    })
}

fn truth(_: &mut Vm, value: &Value) -> PyResult<bool> {
    Ok(!super::is_zero(value))
}

fn to_float(vm: &mut Vm, value: &Value) -> PyResult {
    let Some(view) = view(value) else { return Ok(Value::not_implemented()) };
    let float = convert::to_f64(vm, &view)?;
    vm.new_float(float)
}

/// Special methods; `bool` shares most of them.
pub(crate) static SLOTS: Slots = Slots {
    new: Some(new::new),
    repr: Some(text::repr),
    hash: Some(hash),
    compare: Some(arith::compare),
    truth: Some(truth),
    binary: Some(arith::binary),
    binary_ops: OPERATORS,
    reflected_ops: OPERATORS,
    power3: Some(power::pow3),
    neg: Some(arith::neg),
    pos: Some(to_exact),
    abs: Some(arith::abs),
    invert: Some(arith::invert),
    int: Some(to_exact),
    float: Some(to_float),
    index: Some(to_exact),
    ..Slots::EMPTY
};

static METHODS: &[Method] = &[
    Method::new("conjugate", methods::itself, 0, 0).doc("conjugate($self, /)\n--\n\nThe number itself: it has no imaginary part."),
    Method::new("bit_length", methods::bit_length, 0, 0)
        .doc("bit_length($self, /)\n--\n\nBits needed to write the absolute value in binary.\n\n>>> bin(37)\n'0b100101'\n>>> (37).bit_length()\n6"),
    Method::new("bit_count", methods::bit_count, 0, 0)
        .doc("bit_count($self, /)\n--\n\nHow many bits of the absolute value are one.\n\n>>> (13).bit_count()\n3"),
    Method::keywords("to_bytes", bytes::to_bytes).doc(
        "to_bytes($self, /, length=1, byteorder='big', *, signed=False)\n--\n\nThe integer as an array of length bytes, two's complement when signed.",
    ),
    Method::keywords("from_bytes", bytes::from_bytes).class().doc(
        "from_bytes($type, /, bytes, byteorder='big', *, signed=False)\n--\n\nThe integer that an array of bytes stands for, two's complement when signed.",
    ),
    Method::new("as_integer_ratio", methods::as_integer_ratio, 0, 0)
        .doc("as_integer_ratio($self, /)\n--\n\nA pair of integers whose ratio is the number: itself and 1."),
    Method::new("is_integer", methods::is_integer, 0, 0)
        .doc("is_integer($self, /)\n--\n\nTrue, as float.is_integer says for whole numbers."),
    Method::new("__trunc__", methods::itself, 0, 0).doc("__trunc__($self, /)\n--\n\nThe number itself."),
    Method::new("__floor__", methods::itself, 0, 0).doc("__floor__($self, /)\n--\n\nThe number itself."),
    Method::new("__ceil__", methods::itself, 0, 0).doc("__ceil__($self, /)\n--\n\nThe number itself."),
    Method::new("__round__", methods::round, 0, 1)
        .doc("__round__($self, ndigits=<unrepresentable>, /)\n--\n\nThe number, or the nearest multiple of 10**-ndigits; ties go to the even one."),
    Method::new("__getnewargs__", methods::get_new_args, 0, 0).doc("__getnewargs__($self, /)\n--\n\n"),
    Method::new("__format__", format::format, 1, 1)
        .doc("__format__($self, format_spec, /)\n--\n\nThe number as text, as format_spec says."),
    Method::new("__sizeof__", methods::memory, 0, 0).doc("__sizeof__($self, /)\n--\n\nBytes of memory."),
];

static GETSET: &[GetSet] = &[
    GetSet { name: "real", get: methods::real, set: None },
    GetSet { name: "imag", get: methods::imag, set: None },
    GetSet { name: "numerator", get: methods::real, set: None },
    GetSet { name: "denominator", get: methods::denominator, set: None },
];

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    name: "int",
    module: "builtins",
    kind: kinds::INT,
    base: kinds::OBJECT,
    doc: "int([x]) -> integer\nint(x, base=10) -> integer\n\nAn integer out of a number, cut towards zero, or out of text in a base from 2 to 36; base 0 takes\nthe base from the text's prefix, as in literals. Without arguments it is 0.\n\n>>> int('0b100', base=0)\n4",
    flags: TypeSpec::SUBCLASSABLE | TypeSpec::MATCH_SELF,
    slots: &SLOTS,
    methods: METHODS,
    getset: GETSET,
    page: PageKind::Leaf,
    slot: <Int as Traverse>::slot,
    finish: None,
    size: super::size,
};
