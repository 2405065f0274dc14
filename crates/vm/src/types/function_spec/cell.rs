//! The type `cell`.

use pitviper_object::{PageKind, Traverse, Value};

use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, CmpOp, GetSet, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::function::CellObject;

fn view(value: &Value) -> &CellObject {
    // SAFETY: called with receivers of this type only.
    unsafe { value.cast_unchecked() }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    args.behind_receiver().check_count(vm, "cell", 0, 1)?;
    Ok(vm.new_cell(args.values.get(1).cloned())?.into_value())
}

fn repr(vm: &mut Vm, object: &Value) -> PyResult {
    let id = vm.id(object);
    match view(object).value.get() {
        None => vm.new_str_fmt(format_args!("<cell at {id:#x}: empty>")),
        Some(content) => {
            let (kind, other) = (vm.type_name(&content), vm.id(&content));
            vm.new_str_fmt(format_args!("<cell at {id:#x}: {kind} object at {other:#x}>"))
        }
    }
}

fn compare(vm: &mut Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast::<CellObject>(), b.downcast::<CellObject>()) else {
        return Ok(Value::not_implemented());
    };
    match (x.value.get(), y.value.get()) {
        (Some(x), Some(y)) => vm.compare(&x, &y, op),
        (x, y) => Ok(Value::bool(op.holds(x.is_some().cmp(&y.is_some())))),
    }
}

fn get_contents(vm: &mut Vm, object: &Value) -> PyResult {
    match view(object).value.get() {
        Some(content) => Ok(content),
        None => Err(vm.value_error(format_args!("Cell is empty"))),
    }
}

static SLOTS: Slots =
    Slots { new: Some(new), repr: Some(repr), compare: Some(compare), unhashable: true, ..Slots::EMPTY };

/// The type.
pub static CELL: TypeSpec = TypeSpec {
    name: "cell",
    module: "builtins",
    kind: kinds::CELL,
    base: kinds::OBJECT,
    doc: "cell([contents])\n--\n\nA place for a variable that functions share.",
    flags: 0,
    slots: &SLOTS,
    methods: &[],
    getset: &[GetSet {
        name: "cell_contents",
        get: get_contents,
        set: Some(|_, object, value| {
            view(object).value.set(value);
            Ok(())
        }),
    }],
    page: PageKind::Container,
    slot: <CellObject as Traverse>::slot,
    finish: None,
    size: fixed_size::<CellObject>,
};
