//! STUB
use pitviper_object::{Header, PageKind, Traverse, Obj, Slot, Value};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, Method as NativeMethod, Slots, TypeSpec, GetSet, fixed_size};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::typ::Type;
use crate::types::code::CodeObject;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    name: "code", module: "builtins", kind: kinds::CODE, base: kinds::OBJECT, doc: "", flags: 0,
    slots: &Slots::EMPTY, methods: &[], getset: &[], page: PageKind::Container,
    slot: <CodeObject as Traverse>::slot, finish: pitviper_object::destroy::no_buffers, size: fixed_size::<CodeObject>,
};
