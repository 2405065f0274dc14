//! `_ThreadHandle`: the thread that `threading` speaks of.

use std::cell::Cell;

use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::kind;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::iterators::receiver;

/// A thread's number, and whether it has ended.
#[repr(C)]
pub struct Handle {
    /// Count, shape, flags.
    pub header: Header,
    ident: i64,
    done: Cell<bool>,
}

object!(Handle, kind::HANDLE);

fn this(value: &Value) -> &Handle {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

fn create(vm: &mut Vm, ident: i64) -> PyResult {
    let header = Header::new(u32::from(kind::HANDLE), 0);
    Ok(Obj::create(&mut vm.heap, PageKind::Container, Handle { header, ident, done: Cell::new(false) })?.into_value())
}

/// `_make_thread_handle(ident)`.
pub(super) fn make(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let ident = vm.index_isize(&args.values[0])?;
    create(vm, ident as i64)
}

fn set_done(_: &mut Vm, args: Args<'_>) -> PyResult {
    this(&args.values[0]).done.set(true);
    Ok(Value::none())
}

fn is_done(_: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Value::bool(this(&args.values[0]).done.get()))
}

fn join(_: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(Value::none())
}

/// The type.
pub static HANDLE: TypeSpec = TypeSpec {
    name: "_ThreadHandle",
    module: "_thread",
    kind: kind::HANDLE,
    base: kinds::OBJECT,
    doc: "",
    flags: 0,
    slots: &Slots { new: Some(|vm, _| create(vm, 0)), ..Slots::EMPTY },
    methods: &[
        Method::new("join", join, 0, 1),
        Method::new("_set_done", set_done, 0, 0),
        Method::new("is_done", is_done, 0, 0),
    ],
    getset: &[GetSet { name: "ident", get: |vm, value| vm.new_int(this(value).ident), set: None }],
    page: PageKind::Container,
    slot: <Handle as Traverse>::slot,
    finish: pitviper_object::destroy::no_buffers,
    size: fixed_size::<Handle>,
};
