//! Attribute instructions: the full lookup, after which the instruction specialises itself.
//!
//! Cache words: 1 = shape | epoch << 32, 2 = byte offset of the slot or address of the value's place,
//! 3 = epoch where word 1 holds an address. What a cache may rely on: see `types::typ`.

use pitviper_compiler::opcode::{Instr, Op};
use pitviper_object::header::BUILTIN_SHAPES;
use pitviper_object::{Header, Heap, OutOfMemory, PageKind, Slot, Value};
use std::ptr::NonNull;

use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::eval::calls::Called;
use crate::eval::operation;
use crate::eval::stack::{Entry as Ending, Frame};
use crate::types::descriptor::Property;
use crate::types::module::Module;
use crate::types::native::{GetSetDescriptor, MethodDescriptor};
use crate::types::typ::Type;

/// Writes what an instruction may rely on into it.
unsafe fn write_cache(vm: &Vm, pc: *mut Instr, op: Op, first: u64, second: u64, third: u64) {
    // SAFETY: the instruction has four words; its operands in the first stay.
    unsafe {
        let words = pc.cast::<u64>();
        words.add(1).write(first);
        words.add(2).write(second);
        words.add(3).write(third);
        // A load that takes its operand has its own opcode: the other need not ask.
        let op = if op == Op::LoadAttrSlot && (*pc).x & 2 != 0 { Op::LoadAttrSlotTake } else { op };
        vm.specialise(pc, op);
    }
}

/// As [`write_cache`], and in the cache that all instructions share: where a place in the code sees several shapes in
/// turn, its own cache misses and this one hits.
unsafe fn remember_shape(vm: &mut Vm, pc: *mut Instr, group: Group, name: &Value, op: Op, guard: u64, data: u64) {
    // SAFETY: as there.
    unsafe { write_cache(vm, pc, op, guard, data, 0) };
    vm.shape_cache.put(group, name, guard, op, data);
}

/// What an entry of the shared cache answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Group {
    Load = 1,
    Store,
    Method,
}

#[derive(Clone, Copy)]
#[repr(C)]
struct Entry {
    guard: u64,
    name: u64,
    data: u64,
    group: u8,
    op: u8,
}

const ENTRIES: usize = 1024;

/// Results of attribute lookups by shape and name, shared by all code of an interpreter. An entry's name lives as long
/// as its guard holds: the shape or the class's dictionary keeps it.
pub struct ShapeCache(NonNull<Entry>);

impl ShapeCache {
    pub(crate) fn new(heap: &mut Heap) -> Result<ShapeCache, OutOfMemory> {
        let block = heap.alloc(PageKind::Raw, ENTRIES * size_of::<Entry>())?.cast::<Entry>();
        // SAFETY: fresh and big enough; all-zero entries match nothing (no name is null).
        unsafe { block.write_bytes(0, ENTRIES) };
        Ok(ShapeCache(block))
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        // SAFETY: as in `new`.
        unsafe { self.0.write_bytes(0, ENTRIES) };
    }

    #[inline(always)]
    fn place(&self, group: Group, name: &Value, guard: u64) -> *mut Entry {
        let mix = guard.wrapping_mul(0x9E37_79B9) ^ (name.bits() >> 3).wrapping_mul(31) ^ group as u64;
        // SAFETY: masked.
        unsafe { self.0.as_ptr().add((mix ^ mix >> 10) as usize & (ENTRIES - 1)) }
    }

    #[inline(always)]
    fn get(&self, group: Group, name: &Value, guard: u64) -> Option<(Op, u64)> {
        // SAFETY: entries are always initialised.
        let entry = unsafe { *self.place(group, name, guard) };
        if entry.guard == guard && entry.name == name.bits() && entry.group == group as u8 {
            return Op::from_u8(entry.op).map(|op| (op, entry.data));
        }
        None
    }

    fn put(&self, group: Group, name: &Value, guard: u64, op: Op, data: u64) {
        let entry = Entry { guard, name: name.bits(), data, group: group as u8, op: op as u8 };
        // SAFETY: as above.
        unsafe { *self.place(group, name, guard) = entry };
    }
}

fn guard(vm: &Vm, object: &Value) -> u64 {
    u64::from(object.shape()) | u64::from(vm.epoch()) << 32
}

/// Whether attribute access on instances of the class is the generic one.
fn is_generic(class: &Type) -> bool {
    !class.has(Type::GETATTRIBUTE | Type::GETATTR) && class.native_slots().get_attr.is_none()
}

/// `object.name`, name number `c` of the instruction.
///
/// # Safety
/// `frame` is live and `pc` at a `LoadAttr` of its code.
///
/// # Errors
/// AttributeError, or what descriptors raise.
#[inline(never)]
pub unsafe fn load_attr(vm: &mut Vm, frame: *mut Frame, pc: *mut Instr, object: &Value) -> PyResult {
    // SAFETY: the caller's promise; `object` is cloned before Python can run.
    unsafe {
        let name = (*frame).code().name(*pc);
        if !object.is_object() {
            return vm.get_attr(object, name);
        }
        let shape = guard(vm, object);
        if let Some((op, data)) = vm.shape_cache.get(Group::Load, name, shape) {
            let place =
                if op == Op::LoadAttrSlot { (object.bits() + data) as *const Slot } else { data as *const Slot };
            if let Some(value) = &*place {
                write_cache(vm, pc, op, shape, data, 0);
                match op {
                    Op::LoadAttrBound => return bound(vm, value.clone(), object),
                    Op::LoadAttrProperty => return vm.get_attr(object, name),
                    _ => return Ok(value.clone()),
                }
            }
        }
        let object = &object.clone();
        let class = vm.type_of(object);
        if is_generic(class) {
            specialise_load(vm, pc, object, class, name);
        } else if object.shape() == u32::from(kinds::MODULE) {
            let dict = &object.cast_unchecked::<Module>().dict;
            if let Some(index) = dict.entry_index(vm, name) {
                let version = u64::from(dict.version(vm));
                write_cache(vm, pc, Op::LoadAttrModule, version, u64::from(index), 0);
            }
        } else if object.shape() == u32::from(kinds::TYPE)
            && let Some(place) = class_place(vm, object.cast_unchecked(), name)
        {
            write_cache(vm, pc, Op::LoadAttrType, object.bits(), place, u64::from(vm.epoch()));
        }
        vm.get_attr(object, name)
    }
}

/// `object.name` for an instruction that found a function or a property on the class.
///
/// # Safety
/// As for [`load_attr`].
///
/// # Errors
/// As for [`load_attr`].
#[inline(never)]
pub unsafe fn load_computed(vm: &mut Vm, frame: *mut Frame, pc: *mut Instr, object: &Value) -> PyResult<Called> {
    // SAFETY: the caller's promise; while the guard holds, the place is there.
    unsafe {
        let (own, place) = (pc.cast::<u64>().add(1).read(), pc.cast::<u64>().add(2).read() as *const Slot);
        if object.is_object()
            && guard(vm, object) == own
            && let Some(value) = &*place
        {
            let value = value.clone();
            if let Some(property) = value.exact::<Property>() {
                if let Some(getter) = property.plain_getter() {
                    return operation::begin(vm, getter, [object], Ending::Operation);
                }
            } else if let Some(descriptor) = value.exact::<GetSetDescriptor>() {
                return match (descriptor.entry.get)(vm, object) {
                    Ok(found) => Ok(Called::Value(found)),
                    Err(raised) => {
                        let name = (*frame).code().name(*pc).clone();
                        Err(vm.explain_attribute_error(raised, object, &name))
                    }
                };
            } else {
                return bound(vm, value, object).map(Called::Value);
            }
        }
        load_attr(vm, frame, pc, object).map(Called::Value)
    }
}

/// A function or a method descriptor of the object's class, bound.
fn bound(vm: &mut Vm, function: Value, object: &Value) -> PyResult {
    match function.exact::<MethodDescriptor>() {
        Some(descriptor) => vm.new_bound_native(descriptor.method, object.clone()),
        None => vm.new_method(function, object.clone()),
    }
}

/// A class attribute that is the same however it is looked up, on a class whose metaclass is `type`.
fn class_place(vm: &Vm, class: &Type, name: &Value) -> Option<u64> {
    let meta = vm.type_of_kind(kinds::TYPE);
    if vm.lookup_place(meta, name).is_some() {
        return None;
    }
    let place = vm.lookup_place(class, name)?;
    // SAFETY: places are inside live class dictionaries.
    let value = unsafe { (*place.as_ptr()).as_ref()? };
    if vm.is_descriptor(value) && value.shape() != u32::from(kinds::FUNCTION) {
        return None;
    }
    // A class that dies could leave its address to another one: only the epoch would notice, and classes that
    // die step it.
    Some(place.as_ptr() as u64)
}

unsafe fn specialise_load(vm: &mut Vm, pc: *mut Instr, object: &Value, class: &Type, name: &Value) {
    // SAFETY: `pc` is at a `LoadAttr`.
    unsafe {
        let place = vm.lookup_place(class, name);
        if let Some(place) = place {
            let Some(value) = (*place.as_ptr()).as_ref() else { return };
            if vm.is_data_descriptor(value) {
                if let Some(offset) = crate::types::native::member_offset(vm, value, object) {
                    let guard = guard(vm, object);
                    remember_shape(vm, pc, Group::Load, name, Op::LoadAttrSlot, guard, u64::from(offset));
                } else if value.exact::<Property>().is_some()
                    || value.exact::<GetSetDescriptor>().is_some_and(|own| vm.is_subtype(class, &own.owner))
                {
                    let guard = guard(vm, object);
                    remember_shape(vm, pc, Group::Load, name, Op::LoadAttrProperty, guard, place.as_ptr() as u64);
                }
                return;
            }
            let binds = value.shape() == u32::from(kinds::FUNCTION)
                || value.exact::<MethodDescriptor>().is_some_and(|own| vm.is_subtype(class, &own.owner));
            if binds && hides_nothing(vm, object, name) {
                let guard = guard(vm, object);
                remember_shape(vm, pc, Group::Load, name, Op::LoadAttrBound, guard, place.as_ptr() as u64);
                return;
            }
            if !vm.is_descriptor(value) && hides_nothing(vm, object, name) {
                let guard = guard(vm, object);
                remember_shape(vm, pc, Group::Load, name, Op::LoadAttrClass, guard, place.as_ptr() as u64);
                return;
            }
        }
        if let Some(offset) = vm.inline_offset(object, name) {
            mark_cached(class);
            let guard = guard(vm, object);
            remember_shape(vm, pc, Group::Load, name, Op::LoadAttrSlot, guard, u64::from(offset));
        }
    }
}

/// Caches that rely on a class *not* having an attribute rely on its whole MRO.
fn mark_cached(class: &Type) {
    for class in class.mro() {
        if let Some(class) = class.downcast::<Type>() {
            class.set_flags(Type::CACHED);
        }
    }
}

/// Whether no instance of the object's shape has an attribute of that name.
fn hides_nothing(vm: &Vm, object: &Value, name: &Value) -> bool {
    let number = object.shape();
    if number < BUILTIN_SHAPES {
        return !crate::core::registry::may_have_dict(number as u8);
    }
    !vm.shapes().get(number).has_dict() && vm.shapes().find(number, name).is_none()
}

/// `object.name = value`.
///
/// # Safety
/// `frame` is live and `pc` at a `StoreAttr` of its code.
///
/// # Errors
/// AttributeError, or what descriptors raise.
#[inline(never)]
pub unsafe fn store_attr(vm: &mut Vm, frame: *mut Frame, pc: *mut Instr, object: &Value, value: Value) -> PyResult<()> {
    // SAFETY: the caller's promise.
    unsafe {
        let name = (*frame).code().name(*pc);
        if object.is_object() {
            let shape = guard(vm, object);
            if let Some((op, data)) = vm.shape_cache.get(Group::Store, name, shape) {
                write_cache(vm, pc, op, shape, data, 0);
                let place = (object.bits() + u64::from(data as u32)) as *mut Slot;
                if op == Op::StoreAttrAdd {
                    place.write(Some(value));
                    (*(object.bits() as *const Header)).set_shape((data >> 32) as u32);
                } else {
                    drop((*place).replace(value));
                }
                return Ok(());
            }
        }
        let number = object.shape();
        let object = &object.clone();
        let class = vm.type_of(object);
        if number < BUILTIN_SHAPES || class.has(Type::SETATTR) || class.native_slots().set_attr.is_some() {
            return vm.set_attr(object, name, value);
        }
        let class_attribute = vm.lookup_place(class, name).and_then(|place| (*place.as_ptr()).clone());
        if let Some(attribute) = &class_attribute
            && vm.is_data_descriptor(attribute)
        {
            if let Some(offset) = crate::types::native::member_offset(vm, attribute, object) {
                let guard = guard(vm, object);
                remember_shape(vm, pc, Group::Store, name, Op::StoreAttrSlot, guard, u64::from(offset));
            }
            return vm.set_attr(object, name, value);
        }
        mark_cached(class);
        if let Some(offset) = vm.inline_offset(object, name) {
            let guard = guard(vm, object);
            remember_shape(vm, pc, Group::Store, name, Op::StoreAttrSlot, guard, u64::from(offset));
            return vm.set_attr(object, name, value);
        }
        let before = guard(vm, object);
        vm.set_attr(object, name, value)?;
        let after = object.shape();
        // Only when a slot was added in place, in this very shape family, is the step worth remembering.
        if after != number
            && before == (u64::from(number) | u64::from(vm.epoch()) << 32)
            && vm.shapes().get(after).parent() == number
            && let Some(offset) = vm.inline_offset(object, name)
            && !vm.shapes().get(after).overflows()
        {
            let data = u64::from(offset) | u64::from(after) << 32;
            remember_shape(vm, pc, Group::Store, name, Op::StoreAttrAdd, before, data);
        }
        Ok(())
    }
}

/// `object.name` for a call: the callable, and whether it takes the object first.
///
/// # Safety
/// `frame` is live and `pc` at a `LoadMethod` of its code.
///
/// # Errors
/// AttributeError, or what descriptors raise.
#[inline(never)]
pub unsafe fn load_method(vm: &mut Vm, frame: *mut Frame, pc: *mut Instr, object: &Value) -> PyResult<(Value, bool)> {
    // SAFETY: the caller's promise.
    unsafe {
        let name = (*frame).code().name(*pc);
        let object = &object.clone();
        if object.is_object() {
            let shape = guard(vm, object);
            if let Some((op, data)) = vm.shape_cache.get(Group::Method, name, shape)
                && let Some(value) = &*(data as *const Slot)
            {
                write_cache(vm, pc, op, shape, data, 0);
                return Ok((value.clone(), true));
            }
            let class = vm.type_of(object);
            if is_generic(class) {
                if let Some(place) = vm.lookup_place(class, name)
                    && let Some(value) = &*place.as_ptr()
                    && vm.type_of(value).has(Type::METHOD_LIKE)
                    && hides_nothing(vm, object, name)
                {
                    let guard = guard(vm, object);
                    remember_shape(vm, pc, Group::Method, name, Op::LoadMethodClass, guard, place.as_ptr() as u64);
                }
            } else if object.shape() == u32::from(kinds::MODULE) {
                let dict = &object.cast_unchecked::<Module>().dict;
                if let Some(index) = dict.entry_index(vm, name) {
                    let version = u64::from(dict.version(vm));
                    write_cache(vm, pc, Op::LoadMethodModule, version, u64::from(index), 0);
                }
            } else if object.shape() == u32::from(kinds::TYPE)
                && let Some(place) = class_place(vm, object.cast_unchecked(), name)
            {
                write_cache(vm, pc, Op::LoadMethodType, object.bits(), place, u64::from(vm.epoch()));
            }
        }
        vm.get_method(object, name)
    }
}

/// `super().name`: three registers from `base` (taken): what `super` is, the class, the receiver.
///
/// # Safety
/// `frame` is live; the registers are the instruction's.
///
/// # Errors
/// What `super()` and the lookup raise.
pub unsafe fn load_super_attr(
    vm: &mut Vm,
    frame: *mut Frame,
    i: Instr,
    base: *mut Slot,
) -> PyResult<(Value, Option<Value>)> {
    // SAFETY: the caller's promise.
    unsafe {
        let callable = (*base).take().unwrap_unchecked();
        let class = (*base.add(1)).take().unwrap_unchecked();
        let receiver = (*base.add(2)).take().unwrap_unchecked();
        let name = (*frame).code().name(i).clone();
        if !callable.is(&vm.type_of_kind(kinds::SUPER).to_value()) {
            let made = if i.x & 2 != 0 { vm.call(&callable, &[class, receiver])? } else { vm.call(&callable, &[])? };
            return Ok((vm.get_attr(&made, &name)?, None));
        }
        if i.x & 1 != 0 {
            let (method, unbound) = crate::types::superobj::get_method(vm, &class, &receiver, &name)?;
            return Ok((method, if unbound { Some(receiver) } else { None }));
        }
        Ok((crate::types::superobj::get_attr(vm, &class, &receiver, &name)?, None))
    }
}
