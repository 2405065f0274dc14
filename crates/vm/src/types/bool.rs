//! `bool`: the two singletons, an int by inheritance.

use pitviper_object::{Header, PageKind, Slot, Value};

use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, BinOp, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::int;
use crate::types::iterators::arity;

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let given = args.behind_receiver();
    given.check_no_keywords(vm, "bool")?;
    arity(vm, "bool", given.values.len(), 0, 1)?;
    match given.values.first() {
        Some(value) => Ok(Value::bool(vm.truth(value)?)),
        None => Ok(Value::bool(false)),
    }
}

fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    vm.new_str(if value.is_true() { "True" } else { "False" })
}

/// `&`, `|` and `^` of two bools are bools.
fn binary(vm: &mut Vm, op: BinOp, a: &Value, b: &Value) -> PyResult {
    if let (Some(x), Some(y)) = (a.as_bool(), b.as_bool()) {
        match op {
            BinOp::And => return Ok(Value::bool(x & y)),
            BinOp::Or => return Ok(Value::bool(x | y)),
            BinOp::Xor => return Ok(Value::bool(x ^ y)),
            _ => {}
        }
    }
    match int::SPEC.slots.binary {
        Some(binary) => binary(vm, op, a, b),
        None => Ok(Value::not_implemented()),
    }
}

fn truth(_: &mut Vm, value: &Value) -> PyResult<bool> {
    Ok(value.is_true())
}

static SLOTS: Slots =
    Slots { new: Some(new), repr: Some(repr), truth: Some(truth), binary: Some(binary), ..*int::SPEC.slots };

/// Bools have no slots.
unsafe fn slot(_: *mut Header, _: u32) -> *mut Slot {
    std::ptr::null_mut()
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    name: "bool",
    module: "builtins",
    kind: kinds::BOOL,
    base: kinds::INT,
    doc: "bool(object=False, /)\n--\n\nTrue for an object that is true, False otherwise. The only instances of the class are True and False;\nit is a subclass of int, and nothing can inherit from it.",
    flags: TypeSpec::MATCH_SELF,
    slots: &SLOTS,
    methods: &[],
    getset: &[],
    page: PageKind::Leaf,
    slot,
    finish: None,
    size: fixed_size::<Header>,
};
