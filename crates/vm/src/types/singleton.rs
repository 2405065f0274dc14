//! The types of `None`, `Ellipsis` and `NotImplemented`.

use pitviper_object::{Header, PageKind, Slot, Value};

use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;

unsafe fn no_slot(_: *mut Header, _: u32) -> *mut Slot {
    std::ptr::null_mut()
}

fn no_arguments(vm: &mut Vm, args: Args<'_>, name: &str) -> PyResult<()> {
    if args.values.len() == 1 {
        return Ok(());
    }
    Err(vm.type_error(format_args!("{name} takes no arguments")))
}

const fn spec(
    name: &'static str,
    kind: u8,
    doc: &'static str,
    slots: &'static Slots,
    methods: &'static [Method],
) -> TypeSpec {
    TypeSpec {
        name,
        module: "builtins",
        kind,
        base: kinds::OBJECT,
        doc,
        flags: 0,
        slots,
        methods,
        getset: &[],
        page: PageKind::Leaf,
        slot: no_slot,
        finish: None,
        size: fixed_size::<Header>,
    }
}

static NONE_SLOTS: Slots = Slots {
    new: Some(|vm, args| {
        no_arguments(vm, args, "NoneType")?;
        Ok(Value::none())
    }),
    repr: Some(|vm, _| vm.new_str("None")),
    truth: Some(|_, _| Ok(false)),
    // A constant, so that sets and dicts with it come in the same order everywhere; CPython's.
    hash: Some(|_, _| Ok(0xFCA8_6420)),
    ..Slots::EMPTY
};

static ELLIPSIS_SLOTS: Slots = Slots {
    new: Some(|vm, args| {
        no_arguments(vm, args, "EllipsisType")?;
        Ok(pitviper_object::singletons::ELLIPSIS.value())
    }),
    repr: Some(|vm, _| vm.new_str("Ellipsis")),
    ..Slots::EMPTY
};

static NOT_IMPLEMENTED_SLOTS: Slots = Slots {
    new: Some(|vm, args| {
        no_arguments(vm, args, "NotImplementedType")?;
        Ok(Value::not_implemented())
    }),
    repr: Some(|vm, _| vm.new_str("NotImplemented")),
    truth: Some(|vm, _| Err(vm.type_error(format_args!("NotImplemented should not be used in a boolean context")))),
    ..Slots::EMPTY
};

/// `NoneType`.
pub static NONE: TypeSpec = spec("NoneType", kinds::NONE, "The type of the None singleton.", &NONE_SLOTS, &[]);

/// `ellipsis`.
pub static ELLIPSIS: TypeSpec = spec(
    "ellipsis",
    kinds::ELLIPSIS,
    "The type of the Ellipsis singleton.",
    &ELLIPSIS_SLOTS,
    &[Method::new("__reduce__", |vm, _| vm.new_str("Ellipsis"), 0, 0)],
);

/// `NotImplementedType`.
pub static NOT_IMPLEMENTED: TypeSpec = spec(
    "NotImplementedType",
    kinds::NOT_IMPLEMENTED,
    "The type of the NotImplemented singleton.",
    &NOT_IMPLEMENTED_SLOTS,
    &[Method::new("__reduce__", |vm, _| vm.new_str("NotImplemented"), 0, 0)],
);
