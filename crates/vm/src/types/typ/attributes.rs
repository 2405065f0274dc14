//! Attributes of classes: `type.__getattribute__`, `type.__setattr__`, and what inline caches are told.

use pitviper_object::Value;

use super::Type;
use super::create::{is_flag_name, refresh_tree};
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::str::Str;

/// `C.name`.
///
/// # Errors
/// AttributeError, or what descriptors raise.
pub(crate) fn get_attr(vm: &mut Vm, object: &Value, name: &Value) -> PyResult {
    match get_attr_opt(vm, object, name)? {
        Some(value) => Ok(value),
        None => Err(vm.no_attribute(object, name)),
    }
}

fn get_attr_opt(vm: &mut Vm, object: &Value, name: &Value) -> PyResult<Option<Value>> {
    let Some(class) = object.downcast::<Type>() else { return Ok(None) };
    let meta = vm.type_of(object);
    let meta_attribute = vm.lookup(meta, name);
    if let Some(descriptor) = &meta_attribute
        && vm.is_data_descriptor(descriptor)
        && vm.has_get(descriptor)
    {
        return vm.bind(descriptor, Some(object), meta).map(Some);
    }
    if let Some(attribute) = vm.lookup(class, name) {
        return vm.bind(&attribute, None, class).map(Some);
    }
    match meta_attribute {
        Some(descriptor) => vm.bind(&descriptor, Some(object), meta).map(Some),
        None => Ok(None),
    }
}

/// `C.name = value`, `del C.name`.
///
/// # Errors
/// TypeError for builtin classes, AttributeError, or what descriptors raise.
pub(crate) fn set_attr(vm: &mut Vm, object: &Value, name: &Value, value: Option<Value>) -> PyResult<()> {
    let Some(class) = object.downcast::<Type>() else { return Ok(()) };
    if class.has(Type::IMMUTABLE) {
        let (class, Some(text)) = (class.name(), name.downcast::<Str>()) else { return Ok(()) };
        return Err(vm.type_error(format_args!("cannot set '{text}' attribute of immutable type '{class}'")));
    }
    let meta = vm.type_of(object);
    if let Some(descriptor) = vm.lookup(meta, name)
        && vm.is_data_descriptor(&descriptor)
    {
        return set_through(vm, &descriptor, object, value);
    }
    let deleting = value.is_none();
    if !store(vm, class, name, value)? && deleting {
        return Err(vm.no_attribute(object, name));
    }
    Ok(())
}

/// `descriptor.__set__(object, value)` or `__delete__`.
fn set_through(vm: &mut Vm, descriptor: &Value, object: &Value, value: Option<Value>) -> PyResult<()> {
    let kind = vm.type_of(descriptor);
    let names = vm.names();
    let special = if value.is_some() { &names.__set__ } else { &names.__delete__ };
    if let Some(method) = vm.python_special(kind, special) {
        return match value {
            Some(value) => vm.call_bound(&method, descriptor, &[object.clone(), value]),
            None => vm.call_bound(&method, descriptor, std::slice::from_ref(object)),
        }
        .map(drop);
    }
    match kind.native_slots().descr_set {
        Some(set) => set(vm, descriptor, object, value),
        None => Err(vm.raise_with(Exc::AttributeError, special.clone())),
    }
}

/// Changes the namespace of a class and tells the caches what they must know; whether the name was there before.
///
/// # Errors
/// `MemoryError`.
pub(crate) fn store(vm: &mut Vm, class: &Type, name: &Value, value: Option<Value>) -> PyResult<bool> {
    let dict = class.dict.clone();
    let old = dict.get_str(vm, name);
    let existed = old.is_some();
    let unnoticed = match (&old, &value) {
        (Some(old), Some(new)) => {
            let function = u32::from(kinds::FUNCTION);
            old.shape() == function && new.shape() == function || !vm.is_descriptor(old) && !vm.is_descriptor(new)
        }
        (None, None) => return Ok(false),
        _ => false,
    };
    match value {
        Some(value) => vm.dict_set_str(&dict, name, value)?,
        None => drop(vm.dict_remove(&dict, name)?),
    }
    if !unnoticed && class.has(Type::CACHED) {
        vm.step_epoch();
    }
    if is_flag_name(vm, name) {
        let finalized = class.has(Type::FINALIZE);
        refresh_tree(vm, class)?;
        if class.has(Type::FINALIZE) && !finalized {
            mark_instances(vm, class);
        }
    }
    Ok(existed)
}

/// Objects made before their class had a `__del__` are told that they have one now.
fn mark_instances(vm: &Vm, class: &Type) {
    vm.heap.visit_blocks(pitviper_heap::Kinds::OBJECTS, &mut |block| {
        // SAFETY: the visitor gives live objects; shapes of live objects have a live class.
        unsafe {
            let header = block.address.cast::<pitviper_object::Header>().as_ref();
            if header.shape() >= pitviper_object::header::BUILTIN_SHAPES {
                let own = &*vm.shapes().get(header.shape()).class.get().cast::<Type>();
                if vm.is_subtype(own, class) {
                    header.set(pitviper_object::header::FINALIZE);
                }
            }
        }
    });
}

/// `C[key]`.
///
/// # Errors
/// TypeError, or what `__class_getitem__` raises.
pub fn class_get_item(vm: &mut Vm, object: &Value, key: &Value) -> PyResult {
    let Some(class) = object.downcast::<Type>() else { return Err(vm.no_memory()) };
    if std::ptr::eq(class, vm.type_of_kind(kinds::TYPE)) {
        let args = vm.new_tuple_obj(std::slice::from_ref(key))?;
        return crate::types::typing::new_generic_alias(vm, object.clone(), args, false);
    }
    match vm.get_attr_opt(object, &vm.names().__class_getitem__)? {
        Some(method) => vm.call(&method, std::slice::from_ref(key)),
        None => {
            let name = class.name();
            Err(vm.type_error(format_args!("type '{name}' is not subscriptable")))
        }
    }
}

/// `__module__` of a class; None when it has none.
///
/// # Errors
/// `MemoryError`.
pub fn module_of(vm: &mut Vm, class: &Type) -> PyResult {
    if let Some(spec) = class.spec {
        return vm.intern(spec.module);
    }
    match class.dict.get_str(vm, &vm.names().__module__) {
        Some(module) => Ok(module),
        None if class.has(Type::HEAP) => Ok(Value::none()),
        None => vm.intern("builtins"),
    }
}

/// The qualified name of a class behind its module's, which is left out for builtin classes and the program's own.
///
/// # Errors
/// `MemoryError`.
pub fn full_name(vm: &mut Vm, class: &Type) -> PyResult {
    let qualname = class.qualname.get().unwrap_or_else(Value::none);
    let module = module_of(vm, class)?;
    let (Some(qualname), Some(module)) = (qualname.downcast::<Str>(), module.downcast::<Str>()) else {
        return vm.new_str_fmt(format_args!("{}", class.name()));
    };
    match module.as_ascii() {
        Some("builtins" | "__main__") => vm.new_str_fmt(format_args!("{qualname}")),
        _ => vm.new_str_fmt(format_args!("{module}.{qualname}")),
    }
}
