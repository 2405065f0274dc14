//! `typing.NoDefault`: what the default of a type parameter without one is.

use pitviper_object::{Header, Obj, PageKind, Traverse, object};

use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;

/// The one object of its type.
#[repr(C)]
pub struct NoDefault {
    /// Count, shape, flags.
    pub header: Header,
}

object!(NoDefault, kinds::NO_DEFAULT);

/// The object, made when it is first asked for.
///
/// # Errors
/// `MemoryError`.
pub fn no_default(vm: &mut Vm) -> PyResult {
    vm.module_class("typing", "NoDefault", |vm| {
        let header = Header::new(u32::from(kinds::NO_DEFAULT), 0);
        Ok(Obj::create(&mut vm.heap, PageKind::Container, NoDefault { header })?.into_value())
    })
}

/// Its type.
pub static NO_DEFAULT: TypeSpec = TypeSpec {
    name: "NoDefaultType",
    module: "builtins",
    kind: kinds::NO_DEFAULT,
    base: kinds::OBJECT,
    doc: "The type of the NoDefault singleton.",
    flags: 0,
    slots: &Slots {
        new: Some(|vm, args| {
            if args.values.len() > 1 {
                return Err(vm.type_error(format_args!("NoDefaultType takes no arguments")));
            }
            no_default(vm)
        }),
        repr: Some(|vm, _| vm.new_str("typing.NoDefault")),
        ..Slots::EMPTY
    },
    methods: &[Method::new("__reduce__", |vm, _| vm.new_str("NoDefault"), 0, 0)],
    getset: &[],
    page: PageKind::Container,
    slot: <NoDefault as Traverse>::slot,
    finish: None,
    size: fixed_size::<NoDefault>,
};
