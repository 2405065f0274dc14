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
pub struct Property {
    /// Count, shape, flags.
    pub header: Header,
    /// f
    pub fget: ValueCell,
    /// f
    pub fset: ValueCell,
    /// f
    pub fdel: ValueCell,
    /// f
    pub doc: ValueCell,
    /// f
    pub name: ValueCell,
}
pitviper_object::object!(Property, kinds::PROPERTY, fget, fset, fdel, doc, name);

/// Object.
#[repr(C)]
pub struct ClassMethod {
    /// Count, shape, flags.
    pub header: Header,
    /// f
    pub callable: ValueCell,
    /// f
    pub dict: ValueCell,
}
pitviper_object::object!(ClassMethod, kinds::CLASSMETHOD, callable, dict);

/// Object.
#[repr(C)]
pub struct StaticMethod {
    /// Count, shape, flags.
    pub header: Header,
    /// f
    pub callable: ValueCell,
    /// f
    pub dict: ValueCell,
}
pitviper_object::object!(StaticMethod, kinds::STATICMETHOD, callable, dict);

/// The type.
pub static PROPERTY: TypeSpec = TypeSpec {
    name: "property", module: "builtins", kind: kinds::PROPERTY, base: kinds::OBJECT, doc: "", flags: TypeSpec::SUBCLASSABLE,
    slots: &Slots::EMPTY, methods: &[], getset: &[], page: PageKind::Container,
    slot: <Property as Traverse>::slot, finish: pitviper_object::destroy::no_buffers, size: fixed_size::<Property>,
};

/// The type.
pub static CLASSMETHOD: TypeSpec = TypeSpec {
    name: "classmethod", module: "builtins", kind: kinds::CLASSMETHOD, base: kinds::OBJECT, doc: "", flags: TypeSpec::SUBCLASSABLE,
    slots: &Slots::EMPTY, methods: &[], getset: &[], page: PageKind::Container,
    slot: <ClassMethod as Traverse>::slot, finish: pitviper_object::destroy::no_buffers, size: fixed_size::<ClassMethod>,
};

/// The type.
pub static STATICMETHOD: TypeSpec = TypeSpec {
    name: "staticmethod", module: "builtins", kind: kinds::STATICMETHOD, base: kinds::OBJECT, doc: "", flags: TypeSpec::SUBCLASSABLE,
    slots: &Slots::EMPTY, methods: &[], getset: &[], page: PageKind::Container,
    slot: <StaticMethod as Traverse>::slot, finish: pitviper_object::destroy::no_buffers, size: fixed_size::<StaticMethod>,
};
