//! STUB
use pitviper_object::{Header, PageKind, Traverse, Obj, Slot, Value};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, Method as NativeMethod, Slots, TypeSpec, GetSet, fixed_size};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::typ::Type;

/// No slots.
unsafe fn no_slot(_: *mut Header, _: u32) -> *mut Slot { std::ptr::null_mut() }

/// The type.
pub static NONE: TypeSpec = TypeSpec {
    name: "NoneType", module: "builtins", kind: kinds::NONE, base: kinds::OBJECT, doc: "", flags: 0,
    slots: &Slots::EMPTY, methods: &[], getset: &[], page: PageKind::Leaf,
    slot: no_slot, finish: pitviper_object::destroy::no_buffers, size: fixed_size::<Header>,
};

/// The type.
pub static ELLIPSIS: TypeSpec = TypeSpec {
    name: "ellipsis", module: "builtins", kind: kinds::ELLIPSIS, base: kinds::OBJECT, doc: "", flags: 0,
    slots: &Slots::EMPTY, methods: &[], getset: &[], page: PageKind::Leaf,
    slot: no_slot, finish: pitviper_object::destroy::no_buffers, size: fixed_size::<Header>,
};

/// The type.
pub static NOT_IMPLEMENTED: TypeSpec = TypeSpec {
    name: "NotImplementedType", module: "builtins", kind: kinds::NOT_IMPLEMENTED, base: kinds::OBJECT, doc: "", flags: 0,
    slots: &Slots::EMPTY, methods: &[], getset: &[], page: PageKind::Leaf,
    slot: no_slot, finish: pitviper_object::destroy::no_buffers, size: fixed_size::<Header>,
};
