//! Computed attributes of classes: `__name__`, `__bases__`, `__annotations__` and the others.

use pitviper_object::{Obj, Value};

use super::attributes::{module_of, store};
use super::build::{best_base, fixed_count};
use super::create::{add_subclass, refresh_tree, remove_subclass, subclasses};
use super::mro::set_mro;
use super::{Type, layout};
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::GetSet;
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::list::List;
use crate::types::native::{doc_of, read_only, signature_of};
use crate::types::str::Str;
use crate::types::tuple::Tuple;

/// The class behind a value of this kind.
fn view(value: &Value) -> &Type {
    // SAFETY: called with receivers of this type only.
    unsafe { value.cast_unchecked() }
}

/// Fails for builtin classes.
fn check_mutable(vm: &mut Vm, class: &Type, name: &str) -> PyResult<()> {
    if !class.has(Type::IMMUTABLE) {
        return Ok(());
    }
    let class = class.name();
    Err(vm.type_error(format_args!("cannot set '{name}' attribute of immutable type '{class}'")))
}

fn check_given(vm: &mut Vm, class: &Type, name: &str, value: Option<Value>) -> PyResult {
    check_mutable(vm, class, name)?;
    match value {
        Some(value) => Ok(value),
        None => {
            let class = class.name();
            Err(vm.type_error(format_args!("cannot delete '{name}' attribute of immutable type '{class}'")))
        }
    }
}

fn check_text(vm: &mut Vm, class: &Type, name: &str, value: Option<Value>) -> PyResult {
    let value = check_given(vm, class, name, value)?;
    if value.downcast::<Str>().is_some() {
        return Ok(value);
    }
    let (class, kind) = (class.name(), vm.type_name(&value));
    Err(vm.type_error(format_args!("can only assign string to {class}.{name}, not '{kind}'")))
}

fn set_name(vm: &mut Vm, object: &Value, value: Option<Value>) -> PyResult<()> {
    let class = view(object);
    let name = check_text(vm, class, "__name__", value)?;
    if name.downcast::<Str>().is_some_and(|text| text.chars().iter().any(|ch| ch == 0)) {
        return Err(vm.value_error(format_args!("type name must not contain null characters")));
    }
    class.name.set(Some(name));
    Ok(())
}

fn set_qualname(vm: &mut Vm, object: &Value, value: Option<Value>) -> PyResult<()> {
    let class = view(object);
    let name = check_text(vm, class, "__qualname__", value)?;
    class.qualname.set(Some(name));
    Ok(())
}

fn get_module(vm: &mut Vm, object: &Value) -> PyResult {
    let module = module_of(vm, view(object))?;
    if module.is_none() && view(object).dict.get_str(vm, &vm.names().__module__).is_none() {
        return Err(vm.no_attribute(object, &vm.names().__module__));
    }
    Ok(module)
}

fn set_module(vm: &mut Vm, object: &Value, value: Option<Value>) -> PyResult<()> {
    let class = view(object);
    let value = check_given(vm, class, "__module__", value)?;
    store(vm, class, &vm.names().__firstlineno__, None)?;
    store(vm, class, &vm.names().__module__, Some(value)).map(drop)
}

fn get_doc(vm: &mut Vm, object: &Value) -> PyResult {
    let class = view(object);
    if let Some(spec) = class.spec.filter(|spec| !spec.doc.is_empty()) {
        return doc_of(vm, spec.doc);
    }
    match class.dict.get_str(vm, &vm.names().__doc__) {
        Some(doc) => vm.bind(&doc, None, class),
        None => Ok(Value::none()),
    }
}

fn set_doc(vm: &mut Vm, object: &Value, value: Option<Value>) -> PyResult<()> {
    let class = view(object);
    let value = check_given(vm, class, "__doc__", value)?;
    store(vm, class, &vm.names().__doc__, Some(value)).map(drop)
}

/// `C.__bases__ = …`.
fn set_bases(vm: &mut Vm, object: &Value, value: Option<Value>) -> PyResult<()> {
    let class = view(object);
    let value = check_given(vm, class, "__bases__", value)?;
    let name = class.name();
    let Ok(bases) = Obj::<Tuple>::try_from_value(value.clone()) else {
        let kind = vm.type_name(&value);
        return Err(vm.type_error(format_args!("can only assign tuple to {name}.__bases__, not {kind}")));
    };
    if bases.is_empty() {
        return Err(vm.type_error(format_args!("can only assign non-empty tuple to {name}.__bases__, not ()")));
    }
    for base in bases.items() {
        let Some(base) = base.downcast::<Type>() else {
            let kind = vm.type_name(base);
            return Err(vm.type_error(format_args!("{name}.__bases__ must be tuple of classes, not '{kind}'")));
        };
        if vm.is_subtype(base, class) || is_based_on(base, class) {
            return Err(vm.type_error(format_args!("a __bases__ item causes an inheritance cycle")));
        }
    }
    let base = best_base(vm, &bases)?;
    let old_base = class.base.get_obj::<Type>();
    if old_base.as_ref().is_some_and(|old| is_container(vm, old) != is_container(vm, &base)) {
        let (new, old) = (base.name(), old_base.as_deref().unwrap_or(class).name());
        return Err(vm.type_error(format_args!("__bases__ assignment: '{new}' deallocator differs from '{old}'")));
    }
    let compatible = base.kind == class.kind
        && old_base.is_some_and(|old| {
            fixed_count(vm, &old) == fixed_count(vm, &base) && old.has(Type::NO_DICT) == base.has(Type::NO_DICT)
        });
    if !compatible {
        let (new, old) = (base.name(), class.base.get());
        let old = old.as_ref().and_then(Value::downcast::<Type>).map_or(class, |old| old).name();
        return Err(vm.type_error(format_args!("__bases__ assignment: '{new}' object layout differs from '{old}'")));
    }
    let changes = vm.new_list()?;
    let old_bases = class.bases.replace(Some(value.clone()));
    let old_base = class.base.replace(Some(base.into_value()));
    let renewed = renew_order(vm, class, &changes);
    // What ran meanwhile may have set other bases: those stay then.
    let stands = class.bases.get().is_some_and(|bases| bases.is(&value));
    if let Err(raised) = renewed {
        restore_orders(&changes);
        if stands {
            class.bases.set(old_bases);
            class.base.set(old_base);
        }
        vm.step_epoch();
        return Err(raised);
    }
    if !stands {
        return Ok(());
    }
    if let Some(old) = old_bases.as_ref().and_then(Value::downcast::<Tuple>) {
        for base in old.items().iter().filter_map(Value::downcast::<Type>) {
            remove_subclass(base, class);
        }
    }
    for base in bases.items().iter().filter_map(Value::downcast::<Type>) {
        add_subclass(vm, base, class)?;
    }
    vm.step_epoch();
    refresh_tree(vm, class)
}

/// Whether the chain of `__base__` leads from one class to the other: what runs now may have changed it already, and the
/// MROs not yet.
fn is_based_on(class: &Type, other: &Type) -> bool {
    let mut at = class.base.get_obj::<Type>();
    while let Some(base) = at {
        if std::ptr::eq(&raw const *base, other) {
            return true;
        }
        at = base.base.get_obj::<Type>();
    }
    false
}

/// Whether instances are containers, which CPython frees by another function than the rest.
fn is_container(vm: &Vm, class: &Type) -> bool {
    class.has(Type::HEAP) || !matches!(vm.world().kinds[class.kind as usize].page, pitviper_object::PageKind::Leaf)
}

/// The MROs of a class and everything derived from it. Each class with its new and its old one is added to `changes`.
fn renew_order(vm: &mut Vm, class: &Type, changes: &List) -> PyResult<()> {
    vm.check_native_stack()?;
    let old = class.mro.get();
    if !set_mro(vm, class)? {
        return Ok(());
    }
    for value in [Some(class.to_value()), class.mro.get(), old] {
        vm.list_push(changes, value.unwrap_or_else(Value::none))?;
    }
    let all = subclasses(vm, class)?;
    let mut index = 0;
    while let Some(subclass) = all.get(index) {
        if let Some(subclass) = subclass.downcast::<Type>() {
            renew_order(vm, subclass, changes)?;
        }
        index += 1;
    }
    vm.step_epoch();
    Ok(())
}

/// Undoes the changes of MROs that have not been changed again.
fn restore_orders(changes: &List) {
    for index in (0..changes.len()).step_by(3) {
        let [Some(class), Some(new), Some(old)] = [0, 1, 2].map(|offset| changes.get(index + offset)) else { return };
        if let Some(class) = class.downcast::<Type>()
            && class.mro.get().is_some_and(|order| order.is(&new))
        {
            class.mro.set(Some(old).filter(|old| !old.is_none()));
        }
    }
}

pub(crate) fn get_dict(vm: &mut Vm, object: &Value) -> PyResult {
    let dict = view(object).dict.clone();
    crate::types::mapping_proxy::create(vm, dict.into_value())
}

/// `__annotations__`: evaluated when asked for, then kept.
fn get_annotations(vm: &mut Vm, object: &Value) -> PyResult {
    let class = view(object);
    let names = vm.names();
    if !class.has(Type::HEAP) {
        return Err(vm.no_attribute(object, &names.__annotations__));
    }
    for name in [&names.__annotations__, &names.__annotations_cache__] {
        if let Some(found) = class.dict.get_str(vm, name) {
            return vm.bind(&found, None, class);
        }
    }
    let annotate = get_annotate(vm, object)?;
    let annotations = if annotate.is_none() {
        vm.new_dict()?.into_value()
    } else {
        let annotations = vm.call(&annotate, &[Value::small(1)])?;
        if annotations.downcast::<Dict>().is_none() {
            let kind = vm.type_name(&annotations);
            return Err(vm.type_error(format_args!("__annotate__ returned non-dict of type '{kind}'")));
        }
        annotations
    };
    store(vm, class, &names.__annotations_cache__, Some(annotations.clone()))?;
    Ok(annotations)
}

fn set_annotations(vm: &mut Vm, object: &Value, value: Option<Value>) -> PyResult<()> {
    let class = view(object);
    check_mutable(vm, class, "__annotations__")?;
    let names = vm.names();
    let deleting = value.is_none();
    let had_own = class.dict.get_str(vm, &names.__annotations__).is_some();
    let place = if had_own { &names.__annotations__ } else { &names.__annotations_cache__ };
    if !store(vm, class, place, value)? && deleting {
        return Err(vm.no_attribute(object, &names.__annotations__));
    }
    for name in [&names.__annotate_func__, &names.__annotate__] {
        store(vm, class, name, None)?;
    }
    if had_own {
        store(vm, class, &names.__annotations_cache__, None)?;
    }
    Ok(())
}

fn get_annotate(vm: &mut Vm, object: &Value) -> PyResult {
    let class = view(object);
    let names = vm.names();
    if !class.has(Type::HEAP) {
        return Err(vm.no_attribute(object, &names.__annotate__));
    }
    for name in [&names.__annotate_func__, &names.__annotate__] {
        if let Some(found) = class.dict.get_str(vm, name) {
            return vm.bind(&found, None, class);
        }
    }
    Ok(Value::none())
}

fn set_annotate(vm: &mut Vm, object: &Value, value: Option<Value>) -> PyResult<()> {
    let class = view(object);
    let Some(value) = value else {
        return Err(vm.type_error(format_args!("cannot delete __annotate__ attribute")));
    };
    check_mutable(vm, class, "__annotate__")?;
    if !value.is_none() && !vm.is_callable(&value) {
        return Err(vm.type_error(format_args!("__annotate__ must be callable or None")));
    }
    let names = vm.names();
    if !value.is_none() {
        store(vm, class, &names.__annotations_cache__, None)?;
    }
    store(vm, class, &names.__annotate_func__, Some(value)).map(drop)
}

fn get_type_params(vm: &mut Vm, object: &Value) -> PyResult {
    match view(object).dict.get_str(vm, &vm.names().__type_params__) {
        Some(params) => Ok(params),
        None => vm.new_tuple(&[]),
    }
}

fn set_type_params(vm: &mut Vm, object: &Value, value: Option<Value>) -> PyResult<()> {
    let class = view(object);
    let value = check_given(vm, class, "__type_params__", value)?;
    store(vm, class, &vm.names().__type_params__, Some(value)).map(drop)
}

fn get_abstract_methods(vm: &mut Vm, object: &Value) -> PyResult {
    let name = &vm.names().__abstractmethods__;
    match view(object).dict.get_str(vm, name) {
        Some(methods) if !std::ptr::eq(view(object), vm.type_of_kind(kinds::TYPE)) => Ok(methods),
        _ => Err(vm.raise_with(Exc::AttributeError, name.clone())),
    }
}

fn set_abstract_methods(vm: &mut Vm, object: &Value, value: Option<Value>) -> PyResult<()> {
    let class = view(object);
    check_mutable(vm, class, "__abstractmethods__")?;
    let truth = match &value {
        Some(value) => vm.truth(value)?,
        None => false,
    };
    let deleting = value.is_none();
    let name = &vm.names().__abstractmethods__;
    if !store(vm, class, name, value)? && deleting {
        return Err(vm.raise_with(Exc::AttributeError, name.clone()));
    }
    let flags = class.flags.get() & !Type::ABSTRACT;
    class.flags.set(if truth { flags | Type::ABSTRACT } else { flags });
    // Calls of the class are cached as plain ones.
    vm.step_epoch();
    Ok(())
}

fn get_mro(_: &mut Vm, object: &Value) -> PyResult {
    match view(object).mro.get() {
        Some(mro) => Ok(mro),
        None => Ok(Value::none()),
    }
}

/// Bytes of an instance without attributes.
fn get_basic_size(vm: &mut Vm, object: &Value) -> PyResult {
    let class = view(object);
    let fixed = usize::from(fixed_count(vm, class)) * 8;
    let payload = usize::from(layout::base_offset(vm, class.kind)).max(16);
    vm.new_int((payload + fixed) as i64)
}

/// CPython's `Py_TPFLAGS_*` that Python code looks at.
fn get_flags(vm: &mut Vm, object: &Value) -> PyResult {
    let class = view(object);
    let table = [
        (Type::HEAP, 1 << 9),
        (Type::SUBCLASSABLE, 1 << 10),
        (Type::IMMUTABLE, 1 << 8),
        (Type::SEQUENCE, 1 << 5),
        (Type::MAPPING, 1 << 6),
        (Type::NO_NEW, 1 << 7),
        (Type::METHOD_LIKE, 1 << 17),
        (Type::ABSTRACT, 1 << 20),
    ];
    let mut flags: i64 = 1 << 12;
    for (own, shown) in table {
        if class.has(own) {
            flags |= shown;
        }
    }
    flags |= match class.kind {
        kinds::INT | kinds::BOOL => 1 << 24,
        kinds::LIST => 1 << 25,
        kinds::TUPLE => 1 << 26,
        kinds::BYTES => 1 << 27,
        kinds::STR => 1 << 28,
        kinds::DICT => 1 << 29,
        kinds::EXCEPTION => 1 << 30,
        kinds::TYPE => 1 << 31,
        _ => 0,
    };
    vm.new_int(flags)
}

/// All of them.
pub(super) static GETSET: &[GetSet] = &[
    GetSet { name: "__name__", get: |_, c| Ok(Obj::from_ref(view(c).short_name()).into_value()), set: Some(set_name) },
    GetSet {
        name: "__qualname__",
        get: |_, c| Ok(view(c).qualname.get().unwrap_or_else(Value::none)),
        set: Some(set_qualname),
    },
    GetSet { name: "__module__", get: get_module, set: Some(set_module) },
    GetSet { name: "__doc__", get: get_doc, set: Some(set_doc) },
    GetSet { name: "__bases__", get: |_, c| Ok(view(c).bases.get().unwrap_or_else(Value::none)), set: Some(set_bases) },
    GetSet { name: "__base__", get: |_, c| Ok(view(c).base.get().unwrap_or_else(Value::none)), set: Some(read_only) },
    GetSet { name: "__mro__", get: get_mro, set: None },
    GetSet { name: "__dict__", get: get_dict, set: None },
    GetSet { name: "__annotations__", get: get_annotations, set: Some(set_annotations) },
    GetSet { name: "__annotate__", get: get_annotate, set: Some(set_annotate) },
    GetSet { name: "__type_params__", get: get_type_params, set: Some(set_type_params) },
    GetSet { name: "__abstractmethods__", get: get_abstract_methods, set: Some(set_abstract_methods) },
    GetSet {
        name: "__text_signature__",
        get: |vm, c| match view(c).spec {
            Some(spec) => signature_of(vm, spec.doc),
            None => Ok(Value::none()),
        },
        set: None,
    },
    GetSet { name: "__basicsize__", get: get_basic_size, set: Some(read_only) },
    GetSet {
        name: "__itemsize__",
        get: |_, c| {
            Ok(Value::small(match view(c).kind {
                kinds::TUPLE => 8,
                kinds::INT | kinds::BOOL => 4,
                kinds::BYTES => 1,
                _ => 0,
            }))
        },
        set: Some(read_only),
    },
    GetSet { name: "__flags__", get: get_flags, set: Some(read_only) },
    GetSet {
        name: "__dictoffset__",
        get: |_, c| Ok(Value::small(if view(c).has(Type::NO_DICT) { 0 } else { -1 })),
        set: Some(read_only),
    },
    GetSet { name: "__weakrefoffset__", get: |_, _| Ok(Value::small(0)), set: Some(read_only) },
];
