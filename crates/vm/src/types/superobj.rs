//! STUB
use pitviper_object::{Header, PageKind, Traverse, Obj, Slot, Value};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, Method as NativeMethod, Slots, TypeSpec, GetSet, fixed_size};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::typ::Type;

/// Object.
#[repr(C)]
pub struct Super {
    /// Count, shape, flags.
    pub header: Header,
    /// f
    pub class: ValueCell,
    /// f
    pub object: ValueCell,
    /// f
    pub object_class: ValueCell,
}
pitviper_object::object!(Super, kinds::SUPER, class, object, object_class);

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    name: "super", module: "builtins", kind: kinds::SUPER, base: kinds::OBJECT, doc: "", flags: TypeSpec::SUBCLASSABLE,
    slots: &Slots::EMPTY, methods: &[], getset: &[], page: PageKind::Container,
    slot: <Super as Traverse>::slot, finish: pitviper_object::destroy::no_buffers, size: fixed_size::<Super>,
};

/// `super(class, receiver).name`.
pub fn get_attr(vm: &mut Vm, class: &Value, receiver: &Value, name: &Value) -> PyResult { todo!() }
/// The same for a call.
pub fn get_method(vm: &mut Vm, class: &Value, receiver: &Value, name: &Value) -> PyResult<(Value, bool)> { todo!() }
