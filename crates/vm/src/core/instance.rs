//! Instances of Python classes: making them, and their attributes in slots, overflow or dictionary.

use std::ptr::NonNull;

use pitviper_object::header::{BUILTIN_SHAPES, FINALIZE, TRACKED};
use pitviper_object::shape::MAX_ATTRIBUTES;
use pitviper_object::{Header, Heap, Obj, Object, OutOfMemory, PageKind, Shape, ShapeId, Slot, Value};

use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::typ::Type;

/// Most shapes that follow one shape: they are searched one by one.
const MOST_CHILDREN: usize = 128;

/// Room that a new class reserves in its instances at least.
pub const FIRST_CAPACITY: u16 = 1;

impl Vm {
    /// A plain instance of a class whose builtin base is `object`.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline(always)]
    pub fn new_plain_instance(&mut self, class: &Type) -> PyResult {
        let root = class.root.get();
        let capacity = self.shapes().get(root).capacity as usize;
        if class.has(Type::FINALIZE) {
            return self.new_numbered_instance(class);
        }
        let block = self.heap.alloc(PageKind::Container, (8 + capacity * 8).max(16))?.cast::<Header>();
        self.heap.container_made();
        // SAFETY: the block is fresh: header, then slots, all nulled (at least one word).
        unsafe {
            block.write(Header::new(root, TRACKED));
            let slots = block.add(1).cast::<u64>().as_ptr();
            for index in 0..capacity.max(1) {
                slots.add(index).write(0);
            }
            class.header.increment();
            Ok(Value::from_owned(block))
        }
    }

    #[cold]
    #[inline(never)]
    fn new_numbered_instance(&mut self, class: &Type) -> PyResult {
        let block = self.allocate_instance(class, size_of::<Header>())?;
        // SAFETY: the instance's one count.
        Ok(unsafe { Value::from_owned(block) })
    }

    /// A zeroed instance of any class with a payload of `payload` bytes (header included), slots behind it. One with a
    /// finalizer ends with a number, so that the collector can finalize in the order in which objects were made.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn allocate_instance(&mut self, class: &Type, payload: usize) -> PyResult<NonNull<Header>> {
        let root = class.root.get();
        debug_assert!(root >= BUILTIN_SHAPES);
        let capacity = self.shapes().get(root).capacity as usize;
        let bytes = payload.checked_next_multiple_of(8).and_then(|p| p.checked_add(capacity * 8)).ok_or(OutOfMemory)?;
        let numbered = class.has(Type::FINALIZE);
        let bytes = bytes + if numbered { 8 } else { 0 };
        let block = self.heap.alloc(PageKind::Container, bytes.max(16))?.cast::<Header>();
        self.heap.container_made();
        let flags = TRACKED | if numbered { FINALIZE } else { 0 };
        // SAFETY: the block is fresh and has `bytes` bytes.
        unsafe {
            block.cast::<u8>().write_bytes(0, bytes.max(16));
            block.write(Header::new(root, flags));
            if numbered {
                let last = Heap::usable_size(block.cast()) / 8 - 1;
                block.cast::<u64>().add(last).write(self.take_order());
            }
        }
        class.header.increment();
        Ok(block)
    }

    /// An instance of `class` (the exact builtin class or a subclass) with this payload.
    ///
    /// # Errors
    /// `MemoryError`; the payload is dropped.
    pub fn new_instance_of<T: Object>(&mut self, class: &Type, page: PageKind, payload: T) -> PyResult<Obj<T>> {
        if class.root.get() == 0 {
            return Ok(Obj::create(&mut self.heap, page, payload)?);
        }
        let block = self.allocate_instance(class, size_of::<T>())?;
        // SAFETY: room for the payload; its header is replaced by the one that says shape and flags.
        unsafe {
            let meta = block.as_ref().meta();
            block.cast::<T>().write(payload);
            block.write(Header::new(
                meta & pitviper_object::header::SHAPE_MASK,
                meta & !pitviper_object::header::SHAPE_MASK,
            ));
            Ok(Obj::from_value_unchecked(Value::from_owned(block)))
        }
    }

    /// The shape of an instance of a Python class.
    #[inline(always)]
    pub(crate) fn shape_of(&self, object: &Value) -> Option<&'static Shape> {
        let number = object.shape();
        if number >= BUILTIN_SHAPES { Some(self.shapes().get(number)) } else { None }
    }

    /// The place of an attribute that `object` keeps in a slot.
    pub(crate) fn slot_place(&self, object: &Value, index: u32) -> *mut Slot {
        let shape = self.shapes().get(object.shape());
        let size = self.world().kinds[shape.kind as usize].size;
        // SAFETY: the object is of this shape and the index within it.
        unsafe { shape.slot_address(object.bits() as *mut Header, index, size) }
    }

    /// The instance dictionary of an object that has one by now, or whose kind keeps one.
    #[must_use]
    pub fn existing_dict(&self, object: &Value) -> Option<Obj<Dict>> {
        if let Some(shape) = self.shape_of(object)
            && !crate::core::registry::may_have_dict(shape.kind)
        {
            if !shape.has_dict() {
                return None;
            }
            // SAFETY: the first slot behind the fixed ones holds the dictionary.
            let slot = unsafe { (*self.slot_place(object, u32::from(shape.fixed))).clone() };
            return slot.and_then(|dict| Obj::try_from_value(dict).ok());
        }
        crate::core::registry::builtin_dict(object)
    }

    /// An instance attribute (not looking at the class). `name` is an interned string.
    #[inline]
    #[must_use]
    pub fn instance_attr(&self, object: &Value, name: &Value) -> Option<Value> {
        let number = object.shape();
        if number >= BUILTIN_SHAPES {
            let shape = self.shapes().get(number);
            if !shape.has_dict() && !crate::core::registry::may_have_dict(shape.kind) {
                let index = self.shapes().find(number, name)?;
                // SAFETY: the place is the object's own.
                return unsafe { (*self.slot_place(object, index)).clone() };
            }
        }
        self.existing_dict(object)?.get_str(self, name)
    }

    /// Whether instances of the object's class can have attributes of their own.
    #[must_use]
    pub fn has_instance_dict(&self, object: &Value) -> bool {
        match self.shape_of(object) {
            Some(shape) => shape.flags & Shape::FIXED_ONLY == 0 || crate::core::registry::may_have_dict(shape.kind),
            None => {
                crate::core::registry::builtin_dict(object).is_some()
                    || crate::core::registry::may_have_dict(object.shape() as u8)
            }
        }
    }

    /// Sets an instance attribute; false when the object cannot have any.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn set_instance_attr(&mut self, object: &Value, name: &Value, value: Value) -> PyResult<bool> {
        let number = object.shape();
        if number < BUILTIN_SHAPES || crate::core::registry::may_have_dict(object.kind()) {
            let Some(dict) = crate::core::registry::builtin_dict_or_make(self, object)? else { return Ok(false) };
            self.dict_set_str(&dict, name, value)?;
            return Ok(true);
        }
        let shapes = self.shapes();
        let shape = shapes.get(number);
        if shape.flags & Shape::FIXED_ONLY != 0 {
            return Ok(false);
        }
        if let Some(dict) = self.existing_dict(object) {
            self.dict_set_str(&dict, name, value)?;
            return Ok(true);
        }
        if let Some(index) = shapes.find(number, name) {
            // SAFETY: the place is the object's own; the old value is dropped after the new one is in.
            drop(unsafe { (*self.slot_place(object, index)).replace(value) });
            return Ok(true);
        }
        if shape.len - shape.fixed >= MAX_ATTRIBUTES
            || !name.header().is_some_and(|h| h.has(pitviper_object::header::INTERNED))
        {
            let dict = self.materialize_dict(object)?;
            self.dict_set_str(&dict, name, value)?;
            return Ok(true);
        }
        match self.next_shape(number, name)? {
            Some(next) => self.add_slot(object, next, value)?,
            None => {
                let dict = self.materialize_dict(object)?;
                self.dict_set_str(&dict, name, value)?;
            }
        }
        Ok(true)
    }

    /// The shape that adds an attribute; nothing when the class has too many shapes, or one of them too many children,
    /// for yet another.
    fn next_shape(&mut self, number: ShapeId, name: &Value) -> PyResult<Option<ShapeId>> {
        let shapes = self.shapes();
        let (found, children) = shapes.child(number, name);
        if found.is_some() {
            return Ok(found);
        }
        // SAFETY: an instance's class is alive.
        let class = unsafe { &*shapes.get(number).class.get().cast::<Type>() };
        if children >= MOST_CHILDREN || class.shapes.get() >= Type::MOST_SHAPES {
            return Ok(None);
        }
        let next = shapes.add(&mut self.heap, number, name)?;
        class.shapes.set(class.shapes.get() + 1);
        Ok(Some(next))
    }

    /// Adds an attribute that the shape does not have yet and `next` has.
    fn add_slot(&mut self, object: &Value, next: ShapeId, value: Value) -> PyResult<()> {
        let shapes = self.shapes();
        let shape = shapes.get(object.shape());
        let index = u32::from(shape.len);
        let size = self.world().kinds[shape.kind as usize].size;
        let header = object.bits() as *mut Header;
        // SAFETY: the object is of this shape; the new place is inline, or in an overflow made big enough first.
        unsafe {
            let slots = shape.inline_slots(header, size);
            let last = u32::from(shape.capacity) - 1;
            if index > last {
                let place = slots.add(last as usize).cast::<*mut Slot>();
                let need = (index - last + 1) as usize * 8;
                if shape.overflows() {
                    let old = NonNull::new_unchecked((*place).cast::<u8>());
                    let room = Heap::usable_size(old);
                    if room < need {
                        *place = self.heap.realloc(old, PageKind::Raw, room, need.max(room * 2))?.as_ptr().cast();
                    }
                } else {
                    let buffer = self.heap.alloc(PageKind::Raw, 4 * 8)?.cast::<u64>();
                    // The value that was in the last inline slot moves to the overflow's first place.
                    buffer.write(*slots.add(last as usize).cast::<u64>());
                    *place = buffer.as_ptr().cast();
                }
            }
            (*header).set_shape(next);
            let place = shapes.get(next).slot_address(header, index, size);
            place.write(Some(value));
        }
        self.learn_capacity(object, index as u16 + 1);
        Ok(())
    }

    /// Later instances get room for as many attributes as this one has.
    fn learn_capacity(&mut self, object: &Value, len: u16) {
        let shape = self.shapes().get(object.shape());
        if len <= shape.capacity {
            return;
        }
        // SAFETY: an instance's class is alive.
        let class = unsafe { &*shape.class.get().cast::<Type>() };
        if len > class.learned.get() && len <= 64 {
            class.learned.set(len);
            let root = self.shapes().get(class.root.get());
            if len > root.capacity {
                crate::types::typ::layout::widen(self, class, len);
            }
        }
    }

    /// Moves the attributes of an instance into a dictionary, as `__dict__` shows it.
    ///
    /// # Errors
    /// `MemoryError`; the object is unchanged.
    pub fn materialize_dict(&mut self, object: &Value) -> PyResult<Obj<Dict>> {
        if let Some(dict) = self.existing_dict(object) {
            return Ok(dict);
        }
        let number = object.shape();
        if number < BUILTIN_SHAPES {
            return match crate::core::registry::builtin_dict_or_make(self, object)? {
                Some(dict) => Ok(dict),
                None => {
                    let name = self.type_name(object);
                    Err(self.raise(
                        crate::core::error::Exc::AttributeError,
                        format_args!("'{name}' object has no attribute '__dict__'"),
                    ))
                }
            };
        }
        let shapes = self.shapes();
        let shape = shapes.get(number);
        if shape.flags & Shape::FIXED_ONLY != 0 {
            let message = format_args!("This object has no __dict__");
            return Err(self.raise(crate::core::error::Exc::AttributeError, message));
        }
        // SAFETY: an instance's class is alive.
        let class = unsafe { &*shape.class.get().cast::<Type>() };
        let dict_shape = crate::types::typ::layout::dict_shape(self, class, shape)?;
        let dict = self.new_dict()?;
        let count = u32::from(shape.len - shape.fixed);
        for position in 0..count {
            let index = u32::from(shape.fixed) + position;
            let Some(name) = shapes.names(number).nth((count - 1 - position) as usize) else { continue };
            // SAFETY: the place is the object's own.
            let value = unsafe { (*self.slot_place(object, index)).clone() };
            if let Some(value) = value {
                let name = name.clone();
                self.dict_set_str(&dict, &name, value)?;
            }
        }
        self.install_dict(object, dict_shape, dict.clone().into_value());
        Ok(dict)
    }

    /// Empties the attribute slots and puts a dictionary in their place. Nothing can fail.
    fn install_dict(&mut self, object: &Value, dict_shape: u32, dict: Value) {
        let shape = self.shapes().get(object.shape());
        let size = self.world().kinds[shape.kind as usize].size;
        let header = object.bits() as *mut Header;
        // SAFETY: all places are the object's own; the overflow is given back after its values.
        unsafe {
            let overflow = if shape.overflows() {
                NonNull::new(*shape.inline_slots(header, size).add(shape.capacity as usize - 1).cast::<*mut u8>())
            } else {
                None
            };
            for index in shape.fixed..shape.len {
                let place = shape.slot_address(header, u32::from(index), size);
                drop((*place).take());
            }
            if let Some(overflow) = overflow {
                Heap::free(overflow);
                *shape.inline_slots(header, size).add(shape.capacity as usize - 1).cast::<u64>() = 0;
            }
            (*header).set_shape(dict_shape);
            let place = self.shapes().get(dict_shape).slot_address(header, u32::from(shape.fixed), size);
            place.write(Some(dict));
        }
    }

    /// Replaces the instance dictionary (`o.__dict__ = d`).
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn replace_dict(&mut self, object: &Value, dict: Obj<Dict>) -> PyResult<()> {
        self.materialize_dict(object)?;
        let Some(shape) = self.shape_of(object) else { return Ok(()) };
        let place = self.slot_place(object, u32::from(shape.fixed));
        // SAFETY: the dictionary's slot.
        drop(unsafe { (*place).replace(dict.into_value()) });
        Ok(())
    }

    /// Removes an instance attribute; false when there is none.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn delete_instance_attr(&mut self, object: &Value, name: &Value) -> PyResult<bool> {
        if let Some(shape) = self.shape_of(object)
            && !shape.has_dict()
            && !crate::core::registry::may_have_dict(shape.kind)
        {
            if self.shapes().find(object.shape(), name).is_none() {
                return Ok(false);
            }
            self.materialize_dict(object)?;
        }
        match self.existing_dict(object) {
            Some(dict) => Ok(self.dict_remove(&dict, name)?.is_some()),
            None => Ok(false),
        }
    }

    /// A bare `object()`.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new_bare_object(&mut self) -> PyResult {
        let block = self.heap.alloc(PageKind::Leaf, 16)?.cast::<Header>();
        // SAFETY: fresh.
        unsafe {
            block.write(Header::new(u32::from(kinds::OBJECT), pitviper_object::header::PLAIN));
            Ok(Value::from_owned(block))
        }
    }
}
