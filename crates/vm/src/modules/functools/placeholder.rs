//! `Placeholder`: the place of an argument that a partial call leaves open.

use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::kind;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Method, Slots, TypeSpec, fixed_size};
use crate::core::registry::make_immortal;
use crate::core::vm::Vm;

/// The one object of its type.
#[repr(C)]
pub struct Placeholder {
    /// Count, shape, flags.
    pub header: Header,
}

object!(Placeholder, kind::PLACEHOLDER);

/// Whether it is the placeholder.
pub(super) fn is(value: &Value) -> bool {
    value.kind() == kind::PLACEHOLDER
}

/// Makes it.
pub(super) fn create(vm: &mut Vm) -> PyResult {
    let header = Header::new(u32::from(kind::PLACEHOLDER), 0);
    let made = Obj::create(&mut vm.heap, PageKind::Container, Placeholder { header })?.into_value();
    make_immortal(&made);
    Ok(made)
}

/// The type.
pub static PLACEHOLDER: TypeSpec = TypeSpec {
    name: "_PlaceholderType",
    module: "functools",
    kind: kind::PLACEHOLDER,
    base: kinds::OBJECT,
    doc: "The type of the Placeholder singleton.\n\nUsed as a placeholder for partial arguments.",
    flags: TypeSpec::NO_NEW,
    slots: &Slots { repr: Some(|vm, _| vm.new_str("Placeholder")), ..Slots::EMPTY },
    methods: &[Method::new("__reduce__", |vm, _| vm.new_str("Placeholder"), 0, 0).doc("What pickling needs.")],
    getset: &[],
    page: PageKind::Container,
    slot: <Placeholder as Traverse>::slot,
    finish: None,
    size: fixed_size::<Placeholder>,
};
