//! `__slots__`: which fixed places a class adds to its instances.

use pitviper_object::{Obj, Value};

use super::Type;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::list::List;
use crate::types::str::Str;
use crate::types::tuple::Tuple;

/// Most fixed places of an instance.
pub(crate) const MAX_FIXED: usize = 60_000;

/// What a class adds to its instances.
pub(crate) struct Added {
    /// Names of fixed places, mangled and sorted.
    pub names: Obj<List>,
    /// A `__dict__`.
    pub dict: bool,
    /// A `__weakref__`.
    pub weakref: bool,
}

/// Whether instances of a builtin kind keep their attributes themselves.
pub(crate) fn keeps_own_dict(kind: u8) -> bool {
    matches!(kind, kinds::MODULE | kinds::NAMESPACE | kinds::TYPE | crate::import::kind::SPEC)
}

/// Whether instances of a class have a `__dict__`.
pub(crate) fn has_dict(class: &Type) -> bool {
    !class.has(Type::NO_DICT)
}

/// Kinds whose payload has no fixed size, so that CPython puts no slots behind it.
fn is_variable_sized(kind: u8) -> bool {
    matches!(kind, kinds::INT | kinds::TUPLE | kinds::BYTES | kinds::TYPE)
}

/// Kinds whose instances can be weakly referenced by themselves.
fn keeps_own_weakrefs(kind: u8) -> bool {
    matches!(
        kind,
        kinds::TYPE | kinds::FUNCTION | kinds::MODULE | kinds::SET | kinds::FROZENSET | kinds::GENERATOR | kinds::CODE
    )
}

/// Whether instances of a class can be referred to weakly already.
fn has_weakref(vm: &Vm, class: &Type) -> bool {
    vm.lookup_place(class, &vm.names().__weakref__).is_some() || class.has(Type::WEAK) || keeps_own_weakrefs(class.kind)
}

/// Reads `__slots__` of a class body.
///
/// # Errors
/// TypeError and ValueError as CPython words them, or what iterating it raises.
pub(crate) fn read(vm: &mut Vm, class_name: &Value, dict: &Dict, base: &Type, bases: &Tuple) -> PyResult<Added> {
    let names = vm.new_list()?;
    let may_dict = !has_dict(base);
    let may_weakref = !has_weakref(vm, base) && !is_variable_sized(base.kind);
    let Some(slots) = dict.get_str(vm, &vm.names().__slots__) else {
        return Ok(Added { names, dict: may_dict, weakref: may_weakref });
    };
    let slots = if slots.downcast::<Str>().is_some() { vm.new_tuple_from([slots])? } else { vm.tuple_from(&slots)? };
    let Some(slots) = slots.downcast::<Tuple>() else { return Err(vm.no_memory()) };
    if !slots.is_empty() && is_variable_sized(base.kind) {
        let name = base.name();
        return Err(vm.type_error(format_args!("nonempty __slots__ not supported for subtype of '{name}'")));
    }
    let mut added = Added { names, dict: false, weakref: false };
    for slot in slots.items() {
        let Some(text) = slot.downcast::<Str>() else {
            let kind = vm.type_name(slot);
            return Err(vm.type_error(format_args!("__slots__ items must be strings, not '{kind}'")));
        };
        if !pitviper_text::properties::is_identifier(text.chars()) {
            return Err(vm.type_error(format_args!("__slots__ must be identifiers")));
        }
        if text.eq_str("__dict__") {
            if !may_dict || added.dict {
                return Err(vm.type_error(format_args!("__dict__ slot disallowed: we already got one")));
            }
            added.dict = true;
        } else if text.eq_str("__weakref__") {
            if !may_weakref || added.weakref {
                return Err(vm.type_error(format_args!("__weakref__ slot disallowed: we already got one")));
            }
            added.weakref = true;
        } else {
            add_name(vm, &added.names, class_name, dict, text)?;
        }
    }
    // What the base that instances are laid out by lacks, the others may bring.
    for other in bases.items().iter().filter_map(Value::downcast::<Type>).filter(|other| !std::ptr::eq(*other, base)) {
        added.dict |= may_dict && has_dict(other);
        added.weakref |= may_weakref && has_weakref(vm, other);
    }
    crate::types::object::sort_names(vm, &added.names)?;
    Ok(added)
}

fn add_name(vm: &mut Vm, names: &List, class_name: &Value, dict: &Dict, text: &Str) -> PyResult<()> {
    let name = mangle(vm, class_name, text)?;
    let special = ["__qualname__", "__classcell__", "__classdictcell__"];
    if dict.get_str(vm, &name).is_some() && !special.iter().any(|s| text.eq_str(s)) {
        let Some(text) = name.downcast::<Str>() else { return Err(vm.no_memory()) };
        return Err(vm.value_error(format_args!("'{text}' in __slots__ conflicts with class variable")));
    }
    if names.len() >= MAX_FIXED {
        return Err(vm.no_memory());
    }
    vm.list_push(names, name)
}

/// A private name (`__x`) gets the class's name in front. The result is interned.
fn mangle(vm: &mut Vm, class_name: &Value, text: &Str) -> PyResult {
    let chars = text.chars();
    let under = u32::from(b'_');
    let len = chars.len();
    let private = len > 2
        && chars.get(0) == Some(under)
        && chars.get(1) == Some(under)
        && !(chars.get(len - 1) == Some(under) && chars.get(len - 2) == Some(under));
    let class = class_name.downcast::<Str>().map(Str::chars);
    let skip = class.map_or(0, |class| class.iter().take_while(|&ch| ch == under).count());
    match class {
        Some(class) if private && skip < class.len() => {
            let mut builder = crate::types::str::StrBuilder::new(vm);
            builder.push_text("_")?;
            for ch in class.iter().skip(skip) {
                builder.push_char(ch)?;
            }
            builder.push_str(text)?;
            let name = builder.finish()?;
            vm.intern_value(name)
        }
        _ => {
            let name = vm.new_str_chars(chars)?;
            vm.intern_value(name)
        }
    }
}
