//! `cmp_to_key`: objects that compare by a function.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::kind;
use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, CmpOp, GetSet, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::iterators::receiver;

/// The function, and what it compares; nothing in the object that makes the others.
#[repr(C)]
pub struct CompareKey {
    /// Count, shape, flags.
    pub header: Header,
    function: Value,
    object: ValueCell,
}

object!(CompareKey, kind::COMPARE_KEY, function, object);

fn this(value: &Value) -> &CompareKey {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

fn create(vm: &mut Vm, function: Value, object: Option<Value>) -> PyResult {
    let header = Header::new(u32::from(kind::COMPARE_KEY), TRACKED);
    let key = CompareKey { header, function, object: ValueCell::new(object) };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, key)?.into_value())
}

pub(super) fn cmp_to_key(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [function] = args.parse(vm, "cmp_to_key", ["mycmp"], 1, 0)?;
    create(vm, function.cloned().unwrap_or_else(Value::none), None)
}

fn call(vm: &mut Vm, value: &Value, args: Args<'_>) -> PyResult {
    let [object] = args.parse(vm, "K", ["obj"], 1, 0)?;
    let function = this(value).function.clone();
    create(vm, function, object.cloned())
}

fn compare(vm: &mut Vm, left: &Value, right: &Value, op: CmpOp) -> PyResult {
    let Some(other) = right.downcast::<CompareKey>() else {
        return Err(vm.type_error(format_args!("other argument must be K instance")));
    };
    let (Some(x), Some(y)) = (this(left).object.get(), other.object.get()) else {
        return Err(vm.raise(Exc::AttributeError, format_args!("object")));
    };
    let function = this(left).function.clone();
    let result = vm.call(&function, &[x, y])?;
    vm.compare(&result, &Value::small(0), op)
}

/// The type.
pub static COMPARE_KEY: TypeSpec = TypeSpec {
    name: "KeyWrapper",
    module: "functools",
    kind: kind::COMPARE_KEY,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &Slots { call: Some(call), compare: Some(compare), unhashable: true, ..Slots::EMPTY },
    methods: &[],
    getset: &[GetSet {
        name: "obj",
        get: |_, value| Ok(this(value).object.get().unwrap_or_else(Value::none)),
        set: Some(|_, value, object| {
            this(value).object.set(object);
            Ok(())
        }),
    }],
    page: PageKind::Container,
    slot: <CompareKey as Traverse>::slot,
    finish: None,
    size: fixed_size::<CompareKey>,
};
