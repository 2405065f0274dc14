//! `weakref.proxy`: every operation goes to the object, as long as it lives.

use pitviper_object::{PageKind, Traverse, Value};

use super::reference::repr;
use super::{WeakRef, finish, view};
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, BinOp, CmpOp, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;

/// The object behind a proxy; other values are themselves.
fn unwrap(vm: &mut Vm, value: &Value) -> PyResult {
    if !matches!(value.kind(), kinds::WEAK_PROXY | kinds::WEAK_CALLABLE_PROXY) {
        return Ok(value.clone());
    }
    match view(value).and_then(WeakRef::get) {
        Some(object) => Ok(object),
        None => Err(vm.raise(Exc::ReferenceError, format_args!("weakly-referenced object no longer exists"))),
    }
}

macro_rules! unary {
    ($method:ident) => {
        |vm, value| {
            let object = unwrap(vm, value)?;
            vm.$method(&object)
        }
    };
}

fn binary(vm: &mut Vm, op: BinOp, a: &Value, b: &Value) -> PyResult {
    let (a, b) = (unwrap(vm, a)?, unwrap(vm, b)?);
    vm.binary(op, &a, &b)
}

fn in_place(vm: &mut Vm, op: BinOp, a: &Value, b: &Value) -> PyResult {
    let (a, b) = (unwrap(vm, a)?, unwrap(vm, b)?);
    vm.in_place(op, &a, &b)
}

fn compare(vm: &mut Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (a, b) = (unwrap(vm, a)?, unwrap(vm, b)?);
    vm.compare(&a, &b, op)
}

fn iter(vm: &mut Vm, value: &Value) -> PyResult {
    let object = unwrap(vm, value)?;
    vm.iter(&object)
}

fn next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let object = unwrap(vm, value)?;
    if !vm.is_iterator(&object) {
        let kind = vm.type_name(&object);
        return Err(vm.type_error(format_args!("Weakref proxy referenced a non-iterator '{kind}' object")));
    }
    vm.next(&object)
}

fn set_item(vm: &mut Vm, value: &Value, key: &Value, item: Option<Value>) -> PyResult<()> {
    let object = unwrap(vm, value)?;
    match item {
        Some(item) => vm.set_item(&object, key, item),
        None => vm.del_item(&object, key),
    }
}

fn set_attr(vm: &mut Vm, value: &Value, name: &Value, item: Option<Value>) -> PyResult<()> {
    let object = unwrap(vm, value)?;
    match item {
        Some(item) => vm.set_attr(&object, name, item),
        None => vm.del_attr(&object, name),
    }
}

fn call(vm: &mut Vm, value: &Value, args: Args<'_>) -> PyResult {
    let object = unwrap(vm, value)?;
    vm.call_args(&object, args)
}

const ALL: u16 = (1 << BinOp::ALL.len()) - 1;

const SLOTS: Slots = Slots {
    repr: Some(repr),
    str: Some(unary!(str)),
    unhashable: true,
    compare: Some(compare),
    iter: Some(iter),
    next: Some(next),
    len: Some(unary!(len)),
    truth: Some(unary!(truth)),
    get_item: Some(|vm, value, key| {
        let object = unwrap(vm, value)?;
        vm.get_item(&object, key)
    }),
    set_item: Some(set_item),
    contains: Some(|vm, value, item| {
        let object = unwrap(vm, value)?;
        vm.contains(&object, item)
    }),
    get_attr: Some(|vm, value, name| {
        let object = unwrap(vm, value)?;
        vm.get_attr(&object, name)
    }),
    set_attr: Some(set_attr),
    binary: Some(binary),
    binary_ops: ALL,
    reflected_ops: ALL,
    power3: Some(|vm, a, b, modulus| {
        let (a, b, modulus) = (unwrap(vm, a)?, unwrap(vm, b)?, unwrap(vm, modulus)?);
        vm.power(&a, &b, Some(&modulus))
    }),
    in_place: Some(in_place),
    in_place_ops: ALL & !BinOp::DivMod.bit(),
    neg: Some(unary!(neg)),
    pos: Some(unary!(pos)),
    abs: Some(unary!(abs)),
    invert: Some(unary!(invert)),
    index: Some(unary!(to_index)),
    ..Slots::EMPTY
};

const METHODS: &[Method] = &[
    Method::new(
        "__bytes__",
        |vm, args| {
            let object = unwrap(vm, &args.values[0])?;
            vm.call_method(&object, &vm.names().__bytes__, &[])
        },
        0,
        0,
    ),
    Method::new(
        "__reversed__",
        |vm, args| {
            let object = unwrap(vm, &args.values[0])?;
            vm.call_method(&object, &vm.names().__reversed__, &[])
        },
        0,
        0,
    ),
];

/// `weakref.ProxyType`.
pub static PROXY: TypeSpec = TypeSpec {
    name: "ProxyType",
    module: "weakref",
    kind: kinds::WEAK_PROXY,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &SLOTS,
    methods: METHODS,
    getset: &[],
    page: PageKind::Container,
    slot: WeakRef::slot,
    finish: Some(finish),
    size: fixed_size::<WeakRef>,
};

/// `weakref.CallableProxyType`.
pub static CALLABLE_PROXY: TypeSpec = TypeSpec {
    name: "CallableProxyType",
    module: "weakref",
    kind: kinds::WEAK_CALLABLE_PROXY,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &Slots { call: Some(call), ..SLOTS },
    methods: METHODS,
    getset: &[],
    page: PageKind::Container,
    slot: WeakRef::slot,
    finish: Some(finish),
    size: fixed_size::<WeakRef>,
};
