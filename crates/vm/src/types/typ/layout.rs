//! Root shapes of classes: how instances are laid out.

use pitviper_object::shape::Layout;
use pitviper_object::{Header, Obj, Shape, Value};

use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::typ::Type;
use crate::types::typ::build::fixed_count;

/// Gives `class` a root shape: instances are `kind`s with `fixed` `__slots__` places and room for `capacity`
/// slots in all.
///
/// # Errors
/// `MemoryError`.
pub fn set_root(vm: &mut Vm, class: &Type, fixed: u16, capacity: u16, no_dict: bool) -> PyResult<()> {
    let base = base_offset(vm, class.kind);
    let flags = if no_dict { Shape::FIXED_ONLY } else { 0 };
    let capacity = if no_dict { fixed } else { capacity.max(fixed + 1) };
    let layout = Layout { kind: class.kind, base, capacity, fixed, flags };
    let (heap, shapes) = vm.heap_and_shapes();
    let root = shapes.root(heap, std::ptr::from_ref(class).cast_mut().cast::<Header>(), layout)?;
    class.root.set(root);
    Ok(())
}

/// Bytes before the slots of instances of a kind; 0 for payloads of variable size.
pub(crate) fn base_offset(vm: &Vm, kind: u8) -> u16 {
    use crate::core::kinds;
    match kind {
        kinds::STR | kinds::INT | kinds::TUPLE | kinds::BYTES | kinds::STRUCT_SEQUENCE => 0,
        // SAFETY: `size` of a kind of fixed size does not look at the object.
        _ => unsafe { (vm.world().kinds[kind as usize].size)(std::ptr::null_mut()) as u16 },
    }
}

/// Later instances of `class` get room for `capacity` slots. Does nothing when memory is out.
pub(crate) fn widen(vm: &mut Vm, class: &Type, capacity: u16) {
    let old = vm.shapes().get(class.root.get());
    let layout = Layout { kind: old.kind, base: old.base, capacity, fixed: old.fixed, flags: old.flags };
    let (heap, shapes) = vm.heap_and_shapes();
    if let Ok(root) = shapes.sibling_root(heap, class.root.get(), layout) {
        class.root.set(root);
        vm.step_epoch();
    }
}

/// The shape of an instance whose attributes are in a dictionary, laid out like `shape`.
pub(crate) fn dict_shape(vm: &mut Vm, class: &Type, shape: &Shape) -> PyResult<u32> {
    let layout = Layout {
        kind: shape.kind,
        base: shape.base,
        capacity: shape.capacity,
        fixed: shape.fixed,
        flags: shape.flags | Shape::DICT,
    };
    let (heap, shapes) = vm.heap_and_shapes();
    if let Some(found) = shapes.find_sibling(class.root.get(), layout) {
        return Ok(found);
    }
    Ok(shapes.sibling_root(heap, class.root.get(), layout)?)
}

/// Makes `object` an instance of `class`; false when their layouts differ.
///
/// # Errors
/// `MemoryError`; the object is unchanged.
pub(crate) fn change_class(vm: &mut Vm, object: &Value, class: &Type) -> PyResult<bool> {
    let old = owned(vm.type_of(object));
    let weak = |class: &Type| vm.lookup_place(class, &vm.names().__weakref__).is_some();
    if old.kind != class.kind || weak(&old) != weak(class) {
        return Ok(false);
    }
    let number = if class.root.get() == 0 {
        u32::from(class.kind)
    } else {
        let new = vm.shapes().get(class.root.get());
        match vm.shape_of(object) {
            None if new.fixed == 0 && new.flags & Shape::FIXED_ONLY != 0 => class.root.get(),
            None => return Ok(false),
            Some(shape) => {
                let fixed_only = shape.flags & Shape::FIXED_ONLY;
                if shape.fixed != new.fixed
                    || new.flags & Shape::FIXED_ONLY != fixed_only
                    || !same_slots(vm, &old, class)
                {
                    return Ok(false);
                }
                if fixed_only != 0 {
                    class.root.get()
                } else {
                    drop(vm.materialize_dict(object)?);
                    let Some(shape) = vm.shape_of(object) else { return Ok(false) };
                    dict_shape(vm, class, shape)?
                }
            }
        }
    };
    let Some(header) = object.header() else { return Ok(false) };
    header.set_shape(number);
    // What has been finalized already stays so.
    if class.has(Type::FINALIZE) && !old.has(Type::FINALIZE) {
        header.set(pitviper_object::header::FINALIZE);
    }
    if number >= pitviper_object::header::BUILTIN_SHAPES {
        class.header.increment();
    }
    if old.root.get() != 0 {
        // The count that the instance had of its class.
        // SAFETY: an instance of a class with a root counts it; `old` keeps it alive for now.
        drop(unsafe { Value::from_owned(std::ptr::NonNull::from(&old.header)) });
    }
    Ok(true)
}

/// Whether two classes have the same fixed places: from the same class, or added to those of the same class with the same
/// names.
fn same_slots(vm: &Vm, a: &Type, b: &Type) -> bool {
    let is_same = |a: &Option<Obj<Type>>, b: &Option<Obj<Type>>| match (a, b) {
        (Some(a), Some(b)) => std::ptr::eq(&raw const **a, &raw const **b),
        (None, None) => true,
        _ => false,
    };
    let below = |adder: &Option<Obj<Type>>| {
        adder.as_ref().and_then(|class| class.base.get_obj()).and_then(|base| adder_of(vm, base))
    };
    let (from, to) = (adder_of(vm, owned(a)), adder_of(vm, owned(b)));
    if is_same(&from, &to) {
        return true;
    }
    if !is_same(&below(&from), &below(&to)) {
        return false;
    }
    let fixed = vm.shapes().get(a.root.get()).fixed;
    (0..u32::from(fixed)).all(|index| match (slot_name(a, index), slot_name(b, index)) {
        (Some(a), Some(b)) => a.is(&b),
        _ => false,
    })
}

/// The class that added the last fixed places.
fn adder_of(vm: &Vm, mut class: Obj<Type>) -> Option<Obj<Type>> {
    loop {
        let base = class.base.get_obj::<Type>()?;
        if fixed_count(vm, &base) != fixed_count(vm, &class) {
            return Some(class);
        }
        class = base;
    }
}

fn slot_name(class: &Type, index: u32) -> Option<Value> {
    class.mro().iter().filter_map(Value::downcast::<Type>).find_map(|base| {
        let mut position = 0;
        while let Some((_, value)) = base.dict.next_entry(&mut position) {
            if let Some(member) = value.exact::<crate::types::native::Member>()
                && member.index == index
            {
                return Some(member.name.clone());
            }
        }
        None
    })
}

/// The class of an object as an owned pointer.
#[must_use]
pub fn owned(class: &Type) -> Obj<Type> {
    Obj::from_ref(class)
}
