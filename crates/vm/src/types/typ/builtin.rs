//! Builtin types out of their const descriptions.

use pitviper_object::collector::inspect;
use pitviper_object::object::World;
use pitviper_object::{Obj, Value};

use super::Type;
use super::build::fixed_count;
use super::create::{self, Parts};
use super::fixed::keeps_own_dict;
use super::layout::set_root;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{GetSet, Method, Slots, TypeSpec};
use crate::core::registry;
use crate::core::vm::Vm;
use crate::types::native::special;
use crate::types::str::Str;

/// Makes the types of a native module that is being imported, where that was not done at the start. What memory was
/// lacking for is made by the next import.
///
/// # Errors
/// `MemoryError`.
pub fn ensure(vm: &mut Vm, specs: &[&'static TypeSpec]) -> PyResult<()> {
    for spec in specs {
        if vm.types[spec.kind as usize].is_none() {
            create(vm, spec)?;
        }
        let class = vm.type_of_kind(spec.kind);
        if !class.has(Type::COMPLETE) {
            let Ok(class) = Obj::try_from_value(class.to_value()) else { continue };
            let filled = fill(vm, spec);
            make_parts_immortal(vm, &class);
            filled?;
            class.flags.set(class.flags.get() | Type::COMPLETE);
        }
    }
    Ok(())
}

/// A builtin type and what it is made of live as long as the interpreter.
fn make_parts_immortal(vm: &Vm, class: &Obj<Type>) {
    fn each(world: &World, value: &Value) {
        if value.header().is_some_and(|header| !header.is_immortal()) {
            registry::make_immortal(value);
            parts(world, value);
        }
    }
    fn parts(world: &World, value: &Value) {
        if let Some(object) = value.as_ptr() {
            // SAFETY: the object is alive, and slots are only read. A type's parts lie a few references deep.
            unsafe { inspect::each_reference(world, object.as_ptr(), |part| each(world, part)) }
        }
    }
    let world = vm.world();
    registry::make_immortal(class.as_value());
    parts(world, class.as_value());
    parts(world, class.dict.as_value());
}

/// Makes the type of a description and enters it in `vm.types`. Its base exists, if it is not `object` itself.
///
/// # Errors
/// `MemoryError`.
pub fn create(vm: &mut Vm, spec: &'static TypeSpec) -> PyResult<()> {
    let qualname = vm.intern(spec.name)?;
    let name = message_name(vm, spec.module, &qualname)?;
    let base = if spec.kind == kinds::OBJECT { None } else { vm.types[spec.base as usize].clone() };
    let bases = match &base {
        Some(base) => vm.new_tuple(&[base.to_value()])?,
        None => vm.new_tuple(&[])?,
    };
    let parts = Parts {
        qualname,
        name,
        dict: vm.new_dict()?,
        bases,
        base: base.as_ref().map(|base| base.to_value()),
        kind: spec.kind,
        flags: type_flags(spec),
        spec: Some(spec),
    };
    let class = create::allocate(vm, None, parts)?;
    set_simple_mro(vm, &class, base.as_deref())?;
    if spec.kind == kinds::EXCEPTION || spec.flags & TypeSpec::INSTANCE_DICT != 0 {
        set_root(vm, &class, 0, 1, false)?;
    }
    // Nothing fails from here on: the base does not count its subclasses.
    if let Some(base) = &base {
        create::add_subclass(vm, base, &class)?;
    }
    vm.types[spec.kind as usize] = Some(class);
    Ok(())
}

/// The name of a builtin class in messages.
fn message_name(vm: &mut Vm, module: &str, name: &Value) -> PyResult {
    match name.downcast::<Str>() {
        Some(text) if module != "builtins" => {
            let dotted = vm.new_str_fmt(format_args!("{module}.{text}"))?;
            vm.intern_value(dotted)
        }
        _ => Ok(name.clone()),
    }
}

fn set_simple_mro(vm: &mut Vm, class: &Type, base: Option<&Type>) -> PyResult<()> {
    let order = vm.new_list_of(&[class.to_value()])?;
    for ancestor in base.map_or(&[][..], Type::mro) {
        vm.list_push(&order, ancestor.clone())?;
    }
    // SAFETY: nobody else has the list.
    let order = vm.new_tuple(unsafe { order.items_unchecked() })?;
    class.mro.set(Some(order));
    Ok(())
}

fn type_flags(spec: &TypeSpec) -> u32 {
    let table = [
        (TypeSpec::SUBCLASSABLE, Type::SUBCLASSABLE),
        (TypeSpec::SEQUENCE, Type::SEQUENCE),
        (TypeSpec::MAPPING, Type::MAPPING),
        (TypeSpec::MATCH_SELF, Type::MATCH_SELF),
        (TypeSpec::NO_NEW, Type::NO_NEW),
        (TypeSpec::METHOD_LIKE, Type::METHOD_LIKE),
    ];
    let mut flags = Type::IMMUTABLE;
    for (given, meant) in table {
        if spec.flags & given != 0 {
            flags |= meant;
        }
    }
    if spec.slots.new.is_none() {
        flags |= Type::NO_NEW;
    }
    let own_dict = keeps_own_dict(spec.kind)
        || registry::may_have_dict(spec.kind)
        || spec.kind == kinds::EXCEPTION
        || spec.flags & TypeSpec::INSTANCE_DICT != 0;
    if own_dict { flags } else { flags | Type::NO_DICT }
}

/// Fills the namespace of a builtin type.
///
/// # Errors
/// `MemoryError`.
pub fn fill(vm: &mut Vm, spec: &'static TypeSpec) -> PyResult<()> {
    let Some(class) = vm.types[spec.kind as usize].clone() else { return Err(vm.no_memory()) };
    let names = vm.names();
    if spec.flags & TypeSpec::NO_NEW == 0 && spec.slots.new.is_some() {
        let new = vm.new_native_new(&class)?;
        vm.dict_set_str(&class.dict, &names.__new__, new)?;
    }
    add_specials(vm, &class, spec)?;
    add_methods(vm, &class, spec.methods)?;
    let doc = crate::types::native::doc_of(vm, spec.doc)?;
    vm.dict_set_str(&class.dict, &names.__doc__, doc)?;
    // Those of CPython's that are static types keep it in their names alone.
    if !matches!(spec.module, "builtins" | "types" | "weakref" | "_contextvars" | "contextvars") {
        let module = vm.intern(spec.module)?;
        vm.dict_set_str(&class.dict, &names.__module__, module)?;
    }
    if spec.flags & TypeSpec::INSTANCE_DICT != 0 {
        add_getset(vm, &class, std::slice::from_ref(&crate::types::object::DICT))?;
    }
    add_getset(vm, &class, spec.getset)
}

/// Wrappers of the special methods that a type has and its base has not, or has differently.
pub(crate) fn add_specials(vm: &mut Vm, class: &Obj<Type>, spec: &'static TypeSpec) -> PyResult<()> {
    let is_object = spec.kind == kinds::OBJECT;
    let inherited: &Slots = if is_object { &Slots::EMPTY } else { registry::SLOTS[spec.base as usize] };
    for special in special::all() {
        let own = (special.entry)(spec.slots);
        if is_object && special.generic || own.is_some() && own != (special.entry)(inherited) {
            let name = vm.intern(special.name)?;
            let wrapper = vm.new_slot_wrapper(special, class)?;
            vm.dict_set_str(&class.dict, &name, wrapper)?;
        }
    }
    if spec.slots.unhashable {
        vm.dict_set_str(&class.dict, &vm.names().__hash__, Value::none())?;
    }
    Ok(())
}

/// Adds methods to a builtin class. A name may be there already; the new method replaces it.
///
/// # Errors
/// `MemoryError`.
pub fn add_methods(vm: &mut Vm, class: &Obj<Type>, methods: &'static [Method]) -> PyResult<()> {
    for method in methods {
        let name = vm.intern(method.name)?;
        let descriptor = vm.new_method_descriptor(method, class)?;
        vm.dict_set_str(&class.dict, &name, descriptor)?;
    }
    Ok(())
}

/// Adds computed attributes to a builtin class.
///
/// # Errors
/// `MemoryError`.
pub fn add_getset(vm: &mut Vm, class: &Obj<Type>, getset: &'static [GetSet]) -> PyResult<()> {
    for entry in getset {
        let name = vm.intern(entry.name)?;
        let descriptor = vm.new_getset(entry, class)?;
        vm.dict_set_str(&class.dict, &name, descriptor)?;
    }
    Ok(())
}

/// A builtin class without a description of its own (exceptions): instances are `kind`s, with the fixed places
/// of `base` and one more for each of `fixed_slots`, which read as None while empty.
///
/// # Errors
/// `MemoryError`.
pub fn new_builtin_class(
    vm: &mut Vm,
    name: &str,
    module: &str,
    base: &Obj<Type>,
    kind: u8,
    flags: u32,
    fixed_slots: &[&str],
) -> PyResult<Obj<Type>> {
    let qualname = vm.intern(name)?;
    let name = message_name(vm, module, &qualname)?;
    let parts = Parts {
        qualname,
        name,
        dict: vm.new_dict()?,
        bases: vm.new_tuple(&[base.to_value()])?,
        base: Some(base.to_value()),
        kind,
        flags: flags | base.flags.get() & Type::INHERITED,
        spec: None,
    };
    let class = create::allocate(vm, None, parts)?;
    set_simple_mro(vm, &class, Some(base))?;
    create::add_subclass(vm, base, &class)?;
    let first = fixed_count(vm, base);
    for (index, slot) in fixed_slots.iter().enumerate() {
        let name = vm.intern(slot)?;
        let member = vm.new_member(&class, name.clone(), u32::from(first) + index as u32, true)?;
        vm.dict_set_str(&class.dict, &name, member)?;
    }
    let names = vm.names();
    vm.dict_set_str(&class.dict, &names.__doc__, Value::none())?;
    if module != "builtins" {
        let module = vm.intern(module)?;
        vm.dict_set_str(&class.dict, &names.__module__, module)?;
    }
    let fixed = first + fixed_slots.len() as u16;
    set_root(vm, &class, fixed, fixed + 1, false)?;
    Ok(class)
}
