//! `isinstance` and `issubclass`.

use pitviper_object::Value;

use super::Type;
use crate::core::error::{PyResult, Raised};
use crate::core::kinds;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::native::MethodDescriptor;
use crate::types::tuple::Tuple;
use crate::types::typing::union_args;

const INSTANCE_WORDS: &str = "isinstance() arg 2 must be a type, a tuple of types, or a union";
const SUBCLASS_WORDS: &str = "issubclass() arg 2 must be a class, a tuple of classes, or a union";

/// `isinstance(value, class)`.
///
/// # Errors
/// TypeError, or what `__instancecheck__` raises.
pub fn is_instance(vm: &mut Vm, value: &Value, class: &Value) -> PyResult<bool> {
    let own = vm.type_of(value);
    if std::ptr::eq(own, class.bits() as *const Type) {
        return Ok(true);
    }
    if let Some(plain) = class.exact::<Type>() {
        return plain_instance(vm, value, own, plain);
    }
    vm.check_native_stack()?;
    if let Some(tuple) = class.downcast::<Tuple>() {
        for member in tuple.items() {
            if is_instance(vm, value, member)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    if let Some(members) = union_args(class) {
        for member in members.items() {
            check_parameterized(vm, member, "isinstance")?;
            if is_instance(vm, value, member)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    match hook(vm, class, &vm.names().__instancecheck__) {
        Some(method) => {
            let result = vm.call_bound(&method, class, std::slice::from_ref(value))?;
            vm.truth(&result)
        }
        None => instance_without_hook(vm, value, class),
    }
}

/// A parameterised generic says nothing about instances.
fn check_parameterized(vm: &mut Vm, member: &Value, function: &str) -> PyResult<()> {
    if member.kind() == kinds::GENERIC_ALIAS {
        return Err(vm.type_error(format_args!("{function}() argument 2 cannot be a parameterized generic")));
    }
    Ok(())
}

/// `__instancecheck__` or `__subclasscheck__` of a class's metaclass, when it is not `type`'s.
fn hook(vm: &Vm, class: &Value, name: &Value) -> Option<Value> {
    let found = vm.lookup_special(class, name)?;
    let own = found.exact::<MethodDescriptor>().is_some_and(|method| method.owner.kind == kinds::TYPE);
    if own { None } else { Some(found) }
}

/// The check without `__instancecheck__`: by the object's class, and by what it says its class is.
fn instance_without_hook(vm: &mut Vm, value: &Value, class: &Value) -> PyResult<bool> {
    if let Some(class) = class.downcast::<Type>() {
        return plain_instance(vm, value, vm.type_of(value), class);
    }
    check_class(vm, class, INSTANCE_WORDS)?;
    match vm.get_attr_opt(value, &vm.names().__class__)? {
        Some(own) => abstract_subclass(vm, &own, class),
        None => Ok(false),
    }
}

fn plain_instance(vm: &mut Vm, value: &Value, own: &Type, class: &Type) -> PyResult<bool> {
    if vm.is_subtype(own, class) {
        return Ok(true);
    }
    if !own.has(Type::HEAP) {
        return Ok(false);
    }
    let name = &vm.names().__class__;
    if !own.has(Type::GETATTRIBUTE)
        && vm.lookup_place(own, name) == vm.lookup_place(vm.type_of_kind(kinds::OBJECT), name)
    {
        return Ok(false);
    }
    match vm.get_attr_opt(value, name)? {
        Some(claimed) => match claimed.downcast::<Type>() {
            Some(claimed) => Ok(vm.is_subtype(claimed, class)),
            None => Ok(false),
        },
        None => Ok(false),
    }
}

/// `issubclass(value, class)`.
///
/// # Errors
/// TypeError, or what `__subclasscheck__` raises.
pub fn is_subclass(vm: &mut Vm, value: &Value, class: &Value) -> PyResult<bool> {
    if let (Some(own), Some(plain)) = (value.downcast::<Type>(), class.exact::<Type>()) {
        return Ok(vm.is_subtype(own, plain));
    }
    vm.check_native_stack()?;
    if let Some(tuple) = class.downcast::<Tuple>() {
        for member in tuple.items() {
            if is_subclass(vm, value, member)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    if let Some(members) = union_args(class) {
        check_class(vm, value, "issubclass() arg 1 must be a class")?;
        for member in members.items() {
            check_parameterized(vm, member, "issubclass")?;
            if is_subclass(vm, value, member)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    match hook(vm, class, &vm.names().__subclasscheck__) {
        Some(method) => {
            let result = vm.call_bound(&method, class, std::slice::from_ref(value))?;
            vm.truth(&result)
        }
        None => subclass_without_hook(vm, value, class),
    }
}

fn subclass_without_hook(vm: &mut Vm, value: &Value, class: &Value) -> PyResult<bool> {
    if let (Some(own), Some(class)) = (value.downcast::<Type>(), class.downcast::<Type>()) {
        return Ok(vm.is_subtype(own, class));
    }
    check_class(vm, value, "issubclass() arg 1 must be a class")?;
    check_class(vm, class, SUBCLASS_WORDS)?;
    abstract_subclass(vm, value, class)
}

/// The bases of anything that looks like a class.
fn bases_of(vm: &mut Vm, class: &Value) -> PyResult<Option<Value>> {
    let bases = vm.get_attr_opt(class, &vm.names().__bases__)?;
    Ok(bases.filter(|bases| bases.downcast::<Tuple>().is_some()))
}

fn check_class(vm: &mut Vm, class: &Value, words: &str) -> PyResult<()> {
    if class.downcast::<Type>().is_some() || bases_of(vm, class)?.is_some() {
        return Ok(());
    }
    Err(not_a_class(vm, words))
}

#[cold]
fn not_a_class(vm: &mut Vm, words: &str) -> Raised {
    vm.type_error(format_args!("{words}"))
}

/// Whether `class` is reached from `value` through `__bases__`.
fn abstract_subclass(vm: &mut Vm, value: &Value, class: &Value) -> PyResult<bool> {
    vm.check_native_stack()?;
    if value.is(class) {
        return Ok(true);
    }
    let Some(bases) = bases_of(vm, value)? else { return Ok(false) };
    let Some(bases) = bases.downcast::<Tuple>() else { return Ok(false) };
    vm.work(1)?;
    for base in bases.items() {
        if abstract_subclass(vm, base, class)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// `type.__instancecheck__`.
pub(super) fn instance_check(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Value::bool(instance_without_hook(vm, &args.values[1], &args.values[0])?))
}

/// `type.__subclasscheck__`.
pub(super) fn subclass_check(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Value::bool(subclass_without_hook(vm, &args.values[1], &args.values[0])?))
}
