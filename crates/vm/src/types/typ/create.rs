//! Class objects: their block, their place among their bases' subclasses, and the flags that say which special
//! methods they override.

use std::cell::Cell;
use std::ptr::NonNull;

use pitviper_object::header::{DYING, FINALIZE, TRACKED};
use pitviper_object::{Header, Obj, PageKind, Value};

use super::Type;
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::TypeSpec;
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::list::List;
use crate::types::native::{BuiltinFunction, Role, SlotWrapper};

/// What a class is made of; MRO and root shape come later.
pub(crate) struct Parts {
    pub name: Value,
    pub qualname: Value,
    pub dict: Obj<Dict>,
    /// A tuple.
    pub bases: Value,
    pub base: Option<Value>,
    pub kind: u8,
    pub flags: u32,
    pub spec: Option<&'static TypeSpec>,
}

/// A class object whose class is `meta` (`None`: `type`, which may not exist yet).
///
/// # Errors
/// `MemoryError`.
pub(crate) fn allocate(vm: &mut Vm, meta: Option<&Type>, parts: Parts) -> PyResult<Obj<Type>> {
    let heap_class = parts.flags & Type::HEAP != 0;
    let class = Type {
        header: Header::new(u32::from(kinds::TYPE), TRACKED | if heap_class { FINALIZE } else { 0 }),
        dict: parts.dict,
        mro: ValueCell::default(),
        bases: parts.bases.into(),
        base: ValueCell::new(parts.base),
        name: parts.name.into(),
        qualname: parts.qualname.into(),
        root: Cell::new(0),
        flags: Cell::new(parts.flags),
        kind: parts.kind,
        learned: Cell::new(0),
        shapes: Cell::new(0),
        spec: parts.spec,
        subclasses: Cell::new(std::ptr::null_mut()),
        subclass_count: Cell::new(0),
        subclass_room: Cell::new(0),
    };
    match meta {
        Some(meta) if meta.root.get() != 0 => {
            let class = vm.new_instance_of(meta, PageKind::Container, class)?;
            class.header.set(FINALIZE);
            Ok(class)
        }
        _ => Ok(Obj::create(&mut vm.heap, PageKind::Container, class)?),
    }
}

/// Enters `class` among the subclasses of `base`.
///
/// # Errors
/// `MemoryError`.
pub(crate) fn add_subclass(vm: &mut Vm, base: &Type, class: &Type) -> PyResult<()> {
    let (count, room) = (base.subclass_count.get(), base.subclass_room.get());
    if count == room {
        let wanted = (room * 2).max(4);
        let bytes = wanted as usize * size_of::<*mut Type>();
        let buffer = match NonNull::new(base.subclasses.get()) {
            // SAFETY: the buffer is a raw block of `room` pointers.
            Some(old) => unsafe {
                vm.heap.realloc(old.cast(), PageKind::Raw, room as usize * size_of::<*mut Type>(), bytes)?
            },
            None => vm.heap.alloc(PageKind::Raw, bytes)?,
        };
        base.subclasses.set(buffer.cast().as_ptr());
        base.subclass_room.set(wanted);
    }
    // SAFETY: `count < room`.
    unsafe { base.subclasses.get().add(count as usize).write(std::ptr::from_ref(class).cast_mut()) };
    base.subclass_count.set(count + 1);
    Ok(())
}

/// Takes `class` out of the subclasses of `base`.
pub(crate) fn remove_subclass(base: &Type, class: &Type) {
    let count = base.subclass_count.get() as usize;
    let places = base.subclasses.get();
    // SAFETY: the first `count` places hold pointers.
    unsafe {
        for index in 0..count {
            if std::ptr::eq(*places.add(index), class) {
                std::ptr::copy(places.add(index + 1), places.add(index), count - index - 1);
                base.subclass_count.set(count as u32 - 1);
                return;
            }
        }
    }
}

/// A dying class leaves its bases and the caches.
pub(crate) fn retire(vm: &mut Vm, class: &Type) {
    if let Some(bases) = class.bases.get_obj::<crate::types::tuple::Tuple>() {
        for base in bases.items().iter().filter_map(Value::downcast::<Type>) {
            remove_subclass(base, class);
        }
    }
    vm.step_epoch();
}

/// The direct subclasses, oldest first.
///
/// # Errors
/// `MemoryError`.
pub(crate) fn subclasses(vm: &mut Vm, class: &Type) -> PyResult<Obj<List>> {
    let list = vm.new_list()?;
    for index in 0..class.subclass_count.get() as usize {
        if index >= class.subclass_count.get() as usize {
            break;
        }
        // SAFETY: places below the count hold classes: a dying one takes itself out, when its turn comes.
        let subclass = unsafe { &**class.subclasses.get().add(index) };
        if !subclass.header.has(DYING) {
            vm.list_push(&list, subclass.to_value())?;
        }
    }
    Ok(list)
}

/// Whether what was found for a special method is what the builtin type behind `class` does by itself.
pub(crate) fn is_native(vm: &Vm, class: &Type, found: &Value, name: &Value) -> bool {
    if let Some(wrapper) = found.exact::<SlotWrapper>() {
        // `__str__ = int.__repr__`, as enums have it, is no `__str__` of the type's own.
        if !name.downcast::<crate::types::str::Str>().is_some_and(|name| name.eq_str(wrapper.special.name)) {
            return false;
        }
        return wrapper.owner.kind == class.kind
            || vm.lookup(vm.type_of_kind(class.kind), name).is_some_and(|own| own.is(found));
    }
    if let Some(function) = found.exact::<BuiltinFunction>()
        && function.role == Role::New
    {
        return function
            .receiver
            .as_ref()
            .and_then(Value::downcast::<Type>)
            .is_some_and(|owner| owner.kind == class.kind);
    }
    false
}

/// Finds out which special methods a class overrides.
pub(crate) fn refresh_flags(vm: &Vm, class: &Type) {
    let names = vm.names();
    let overridden = |name: &Value| vm.lookup(class, name).is_some_and(|found| !is_native(vm, class, &found, name));
    let mut flags = 0;
    if vm.lookup_place(class, &names.__del__).is_some() {
        flags |= Type::FINALIZE;
    }
    if overridden(&names.__getattribute__) {
        flags |= Type::GETATTRIBUTE;
    }
    if vm.lookup_place(class, &names.__getattr__).is_some() {
        flags |= Type::GETATTR;
    }
    if overridden(&names.__setattr__) || overridden(&names.__delattr__) {
        flags |= Type::SETATTR;
    }
    if overridden(&names.__new__) {
        flags |= Type::PYTHON_NEW;
    }
    // Read now: looking up sets `CACHED`.
    let others = Type::FINALIZE | Type::GETATTRIBUTE | Type::GETATTR | Type::SETATTR | Type::PYTHON_NEW;
    class.flags.set(class.flags.get() & !others | flags);
}

/// The same for a class and everything derived from it.
///
/// # Errors
/// RecursionError for absurdly deep hierarchies.
pub(crate) fn refresh_tree(vm: &mut Vm, class: &Type) -> PyResult<()> {
    vm.check_native_stack()?;
    refresh_flags(vm, class);
    let all = subclasses(vm, class)?;
    let mut index = 0;
    while let Some(subclass) = all.get(index) {
        if let Some(subclass) = subclass.downcast::<Type>() {
            refresh_tree(vm, subclass)?;
        }
        index += 1;
    }
    Ok(())
}

/// Whether [`refresh_flags`] looks at `name`.
pub(crate) fn is_flag_name(vm: &Vm, name: &Value) -> bool {
    let names = vm.names();
    [
        &names.__del__,
        &names.__getattribute__,
        &names.__getattr__,
        &names.__setattr__,
        &names.__delattr__,
        &names.__new__,
    ]
    .iter()
    .any(|special| special.is(name))
}
