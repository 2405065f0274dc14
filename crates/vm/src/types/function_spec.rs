//! STUB
use pitviper_object::{Header, PageKind, Traverse, Obj, Slot, Value};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, Method as NativeMethod, Slots, TypeSpec, GetSet, fixed_size};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::typ::Type;
use crate::types::function::{Function, CellObject};

/// The type.
pub static FUNCTION: TypeSpec = TypeSpec {
    name: "function", module: "builtins", kind: kinds::FUNCTION, base: kinds::OBJECT, doc: "", flags: TypeSpec::METHOD_LIKE,
    slots: &Slots::EMPTY, methods: &[], getset: &[], page: PageKind::Container,
    slot: <Function as Traverse>::slot, finish: pitviper_object::destroy::no_buffers, size: fixed_size::<Function>,
};

/// The type.
pub static CELL: TypeSpec = TypeSpec {
    name: "cell", module: "builtins", kind: kinds::CELL, base: kinds::OBJECT, doc: "", flags: 0,
    slots: &Slots::EMPTY, methods: &[], getset: &[], page: PageKind::Container,
    slot: <CellObject as Traverse>::slot, finish: pitviper_object::destroy::no_buffers, size: fixed_size::<CellObject>,
};
