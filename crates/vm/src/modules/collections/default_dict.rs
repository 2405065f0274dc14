//! `defaultdict`: a subclass of `dict` with one fixed place, the factory.

use pitviper_object::{Obj, Value};

use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::str::Str;
use crate::types::typ::Type;
use crate::types::typ::builtin::{add_methods, new_builtin_class};
use crate::types::typ::layout::set_root;
use crate::types::typing::class_getitem;

/// The factory of an instance.
fn factory(vm: &mut Vm, value: &Value) -> Value {
    let slot = vm.slot_place(value, 0);
    // SAFETY: instances of the class and of its subclasses have the fixed place.
    unsafe { (*slot).clone() }.unwrap_or_else(Value::none)
}

fn set_factory(vm: &mut Vm, value: &Value, factory: Value) {
    let slot = vm.slot_place(value, 0);
    // SAFETY: as in `factory`; the old value is dropped after the new one is in.
    drop(unsafe { (*slot).replace(factory) });
}

fn dict(value: &Value) -> PyResult<&Dict> {
    // SAFETY: the methods here are only called with instances of the class, which are dicts.
    Ok(unsafe { value.cast_unchecked() })
}

fn init(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = &args.values[0];
    let given = args.behind_receiver();
    let first = if given.positional_count() > 0 { given.values.first().cloned() } else { None };
    let rest = if first.is_some() { given.behind_receiver() } else { given };
    let made = first.unwrap_or_else(Value::none);
    if !made.is_none() && !vm.is_callable(&made) {
        return Err(vm.type_error(format_args!("first argument must be callable or None")));
    }
    set_factory(vm, value, made);
    let dict = dict(value)?;
    vm.with_first(value, rest, |vm, args| vm.dict_update_args(dict, args, "dict"))?;
    Ok(Value::none())
}

fn missing(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (value, key) = (&args.values[0], &args.values[1]);
    let factory = factory(vm, value);
    if factory.is_none() {
        return Err(vm.raise_with(Exc::KeyError, key.clone()));
    }
    let made = vm.call(&factory, &[])?;
    vm.set_item(value, key, made.clone())?;
    Ok(made)
}

fn repr(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = &args.values[0];
    let factory = factory(vm, value);
    let items = crate::types::dict::repr(vm, value)?;
    let inner = if !factory.is_none() && !vm.repr_enter(&factory)? {
        vm.new_str("...")?
    } else {
        let text = vm.repr(&factory);
        if !factory.is_none() {
            vm.repr_leave(&factory);
        }
        text?
    };
    match (inner.downcast::<Str>(), items.downcast::<Str>()) {
        (Some(inner), Some(items)) => {
            let name = vm.type_of(value).short_name();
            vm.new_str_fmt(format_args!("{name}({inner}, {items})"))
        }
        _ => Ok(items),
    }
}

fn copy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    copy_of(vm, &args.values[0])
}

fn copy_of(vm: &mut Vm, value: &Value) -> PyResult {
    let class = vm.type_of(value).to_value();
    let factory = factory(vm, value);
    vm.call(&class, &[factory, value.clone()])
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = &args.values[0];
    let class = vm.type_of(value).to_value();
    let factory = factory(vm, value);
    let arguments = if factory.is_none() { vm.new_tuple(&[])? } else { vm.new_tuple_from([factory])? };
    let items = vm.intern("items")?;
    let items = vm.call_method(value, &items, &[])?;
    let items = vm.iter(&items)?;
    vm.new_tuple_from([class, arguments, Value::none(), Value::none(), items])
}

fn union(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (left, right) = (&args.values[0], &args.values[1]);
    if right.downcast::<Dict>().is_none() {
        return Ok(Value::not_implemented());
    }
    let made = copy_of(vm, left)?;
    update(vm, &made, right)?;
    Ok(made)
}

fn reflected_union(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (right, left) = (&args.values[0], &args.values[1]);
    if left.downcast::<Dict>().is_none() {
        return Ok(Value::not_implemented());
    }
    let class = vm.type_of(right).to_value();
    let factory = factory(vm, right);
    let made = vm.call(&class, &[factory, left.clone()])?;
    update(vm, &made, right)?;
    Ok(made)
}

fn update(vm: &mut Vm, made: &Value, source: &Value) -> PyResult<()> {
    let name = vm.intern("update")?;
    vm.call_method(made, &name, std::slice::from_ref(source)).map(drop)
}

static METHODS: [Method; 9] = [
    Method::keywords("__init__", init).doc("Initialize self.  See help(type(self)) for accurate signature."),
    Method::new("__missing__", missing, 1, 1)
        .doc("__missing__(key)\n\nAdds the key with a value that the factory makes."),
    Method::new("__repr__", repr, 0, 0).doc("__repr__($self, /)\n--\n\nReturn repr(self)."),
    Method::new("copy", copy, 0, 0).doc("D.copy() -> a shallow copy of D."),
    Method::new("__copy__", copy, 0, 0).doc("D.copy() -> a shallow copy of D."),
    Method::new("__reduce__", reduce, 0, 0).doc("What pickling needs."),
    Method::new("__or__", union, 1, 1).doc("__or__($self, value, /)\n--\n\nReturn self|value."),
    Method::new("__ror__", reflected_union, 1, 1).doc("__ror__($self, value, /)\n--\n\nReturn value|self."),
    Method::new("__class_getitem__", class_getitem, 1, 1).class().doc("See PEP 585"),
];

/// Makes the class.
pub(super) fn create(vm: &mut Vm) -> PyResult {
    let base: Obj<Type> = Obj::from_ref(vm.type_of_kind(kinds::DICT));
    let flags = Type::HEAP | Type::SUBCLASSABLE | Type::IMMUTABLE | Type::NO_DICT;
    let class = new_builtin_class(vm, "defaultdict", "collections", &base, kinds::DICT, flags, &["default_factory"])?;
    set_root(vm, &class, 1, 1, true)?;
    add_methods(vm, &class, &METHODS)?;
    let doc = vm.new_str("defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\nA dict that adds missing keys with values that the factory makes.")?;
    vm.dict_set_str(&class.dict, &vm.names().__doc__, doc)?;
    Ok(class.to_value())
}
