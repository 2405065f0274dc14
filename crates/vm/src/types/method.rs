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
pub struct Method {
    /// Count, shape, flags.
    pub header: Header,
    /// f
    pub function: Value,
    /// f
    pub receiver: Value,
}
pitviper_object::object!(Method, kinds::METHOD, function, receiver);

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    name: "method", module: "builtins", kind: kinds::METHOD, base: kinds::OBJECT, doc: "", flags: 0,
    slots: &Slots::EMPTY, methods: &[], getset: &[], page: PageKind::Container,
    slot: <Method as Traverse>::slot, finish: pitviper_object::destroy::no_buffers, size: fixed_size::<Method>,
};

impl Method {
    /// `__func__`.
    pub fn function(&self) -> Value { self.function.clone() }
    /// `__self__`.
    pub fn receiver(&self) -> Value { self.receiver.clone() }
}
impl Vm {
    /// A bound method.
    pub fn new_method(&mut self, function: Value, receiver: Value) -> PyResult { todo!() }
}
