//! `complex`, the type.

use pitviper_number::hash as kernel;
use pitviper_object::{PageKind, Traverse, Value};

use super::{Complex, methods, new, operators, value_of};
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;

fn hash(vm: &mut Vm, value: &Value) -> PyResult<i64> {
    let (real, imaginary) = value_of(value).unwrap_or((0.0, 0.0));
    let part = |part: f64| kernel::float(part).unwrap_or_else(|| vm.identity_hash(value));
    Ok(kernel::complex(part(real), part(imaginary)))
}

fn truth(_: &mut Vm, value: &Value) -> PyResult<bool> {
    Ok(value_of(value) != Some((0.0, 0.0)))
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
    pos: Some(operators::pos),
    abs: Some(operators::abs),
    ..Slots::EMPTY
};

static METHODS: &[Method] = &[
    Method::new("conjugate", methods::conjugate, 0, 0)
        .doc("conjugate($self, /)\n--\n\nThe complex conjugate.\n\n>>> complex(1, 2).conjugate()\n(1-2j)"),
    Method::new("from_number", methods::from_number, 1, 1)
        .class()
        .doc("from_number($type, number, /)\n--\n\nA number as a complex number."),
    Method::new("__complex__", methods::to_complex, 0, 0)
        .doc("__complex__($self, /)\n--\n\nThe number as an exact complex."),
    Method::new("__getnewargs__", methods::get_new_args, 0, 0).doc("__getnewargs__($self, /)\n--\n\n"),
    Method::new("__format__", methods::format, 1, 1)
        .doc("__format__($self, format_spec, /)\n--\n\nThe number as text, as format_spec says."),
];

static GETSET: &[GetSet] = &[
    GetSet { name: "real", get: methods::real, set: Some(methods::read_only) },
    GetSet { name: "imag", get: methods::imag, set: Some(methods::read_only) },
];

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    name: "complex",
    module: "builtins",
    kind: kinds::COMPLEX,
    base: kinds::OBJECT,
    doc: "complex(real=0, imag=0)\n--\n\nA complex number out of text or numbers.",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &SLOTS,
    methods: METHODS,
    getset: GETSET,
    page: PageKind::Leaf,
    slot: <Complex as Traverse>::slot,
    finish: None,
    size: fixed_size::<Complex>,
};
