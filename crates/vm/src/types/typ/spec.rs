//! STUB
use pitviper_object::{Header, PageKind, Traverse, Obj, Slot, Value};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, Method as NativeMethod, Slots, TypeSpec, GetSet, fixed_size};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::typ::Type;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    name: "type", module: "builtins", kind: kinds::TYPE, base: kinds::OBJECT, doc: "", flags: TypeSpec::SUBCLASSABLE,
    slots: &Slots::EMPTY, methods: &[], getset: &[], page: PageKind::Container,
    slot: <Type as Traverse>::slot, finish: pitviper_object::destroy::no_buffers, size: fixed_size::<Type>,
};

/// Calls a class.
pub fn call_type(vm: &mut Vm, class: &Type, args: Args<'_>) -> PyResult { todo!() }
