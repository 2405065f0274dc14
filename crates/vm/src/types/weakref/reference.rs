//! `weakref.ref`.

use pitviper_object::{PageKind, Traverse, Value};

use super::{WeakRef, finish, view};
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, CmpOp, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::str::Str;
use crate::types::typ::Type;

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let positional = &args.values[1..args.values.len() - args.names.map_or(0, |names| names.len())];
    let holder = args.values[0].clone();
    let class = holder.downcast::<Type>().filter(|class| class.has(Type::HEAP));
    let (object, callback) = match positional {
        [object] => (object, None),
        [object, callback] => (object, Some(callback.clone())),
        // Subclasses take more in their __init__.
        [object, callback, ..] if class.is_some() => (object, Some(callback.clone())),
        [] => return Err(vm.type_error(format_args!("__new__ expected at least 1 argument, got 0"))),
        more => {
            let given = more.len();
            return Err(vm.type_error(format_args!("__new__ expected at most 2 arguments, got {given}")));
        }
    };
    vm.new_weak_reference(kinds::WEAK_REF, class, object, callback)
}

fn init(vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
    let given = args.values.len() - 1;
    if args.names.is_some_and(|names| !names.is_empty()) {
        return Err(vm.type_error(format_args!("ref() takes no keyword arguments")));
    }
    if given > 2 {
        return Err(vm.type_error(format_args!("__init__ expected at most 2 arguments, got {given}")));
    }
    Ok(())
}

fn call(vm: &mut Vm, value: &Value, args: Args<'_>) -> PyResult {
    if !args.values.is_empty() {
        return Err(vm.type_error(format_args!("ref() takes no arguments")));
    }
    Ok(view(value).and_then(WeakRef::get).unwrap_or_else(Value::none))
}

fn hash(vm: &mut Vm, value: &Value) -> PyResult<i64> {
    let Some(this) = view(value) else { return Ok(0) };
    if let Some(hash) = this.hash.get() {
        return Ok(hash);
    }
    let Some(object) = this.get() else { return Err(vm.type_error(format_args!("weak object has gone away"))) };
    let hash = vm.hash(&object)?;
    this.hash.set(Some(hash));
    Ok(hash)
}

fn compare(vm: &mut Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast::<WeakRef>(), b.downcast::<WeakRef>()) else {
        return Ok(Value::not_implemented());
    };
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return Ok(Value::not_implemented());
    }
    match (x.get(), y.get()) {
        (Some(x), Some(y)) => vm.compare(&x, &y, op),
        _ => Ok(Value::bool(a.is(b) == (op == CmpOp::Eq))),
    }
}

/// `<weakref at …; to 'C' at …>`.
pub(super) fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let what = if value.kind() == kinds::WEAK_REF { "weakref" } else { "weakproxy" };
    let own = vm.id(value);
    let Some(object) = view(value).and_then(WeakRef::get) else {
        return vm.new_str_fmt(format_args!("<{what} at {own:#x}; dead>"));
    };
    let owner = vm.type_of(&object).to_value();
    let Some(owner) = owner.downcast::<Type>() else { return Err(vm.no_memory()) };
    let (class, id) = (crate::types::typ::attributes::full_name(vm, owner)?, vm.id(&object));
    let Some(class) = class.downcast::<Str>() else { return Err(vm.no_memory()) };
    if what == "weakref"
        && let Some(name) = vm.lookup_special(&object, &vm.names().__name__)
        && let Some(name) = vm.bind(&name, Some(&object), owner)?.downcast::<Str>()
    {
        return vm.new_str_fmt(format_args!("<{what} at {own:#x}; to '{class}' at {id:#x} ({name})>"));
    }
    vm.new_str_fmt(format_args!("<{what} at {own:#x}; to '{class}' at {id:#x}>"))
}

fn callback(_: &mut Vm, value: &Value) -> PyResult {
    Ok(view(value).and_then(|this| this.callback.get()).unwrap_or_else(Value::none))
}

/// `weakref.ReferenceType`.
pub static SPEC: TypeSpec = TypeSpec {
    name: "ReferenceType",
    module: "weakref",
    kind: kinds::WEAK_REF,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &Slots {
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        call: Some(call),
        new: Some(new),
        init: Some(init),
        ..Slots::EMPTY
    },
    methods: &[Method::new("__class_getitem__", crate::types::typing::class_getitem, 1, 1).class().doc("See PEP 585")],
    getset: &[GetSet { name: "__callback__", get: callback, set: None }],
    page: PageKind::Container,
    slot: WeakRef::slot,
    finish: Some(finish),
    size: fixed_size::<WeakRef>,
};
