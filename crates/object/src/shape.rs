//! Shapes: the class and the attribute layout of an object in one number.
//!
//! Shapes of a class form a tree. Its root has the `__slots__` places only; each child adds one attribute
//! name. Attributes sit in the instance's inline slots in the order of their arrival; when there are more
//! than the class reserved room for, the last inline slot holds the address of an overflow buffer. A shape
//! with [`Shape::DICT`] keeps the attributes in a dictionary object in the first slot behind `__slots__`.
//!
//! Numbers of dead classes' shapes are used again only together with a step of [`Shapes::epoch`], which every
//! inline cache compares, so no cache ever takes a new shape for an old one.

use std::cell::Cell;
use std::ptr::NonNull;

use pitviper_heap::{Heap, Kind as PageKind, OutOfMemory};

use crate::header::{BUILTIN_SHAPES, Header, SHAPE_MASK};
use crate::object::Slot;
use crate::value::Value;

/// A shape's number.
pub type ShapeId = u32;

const CHUNK: usize = 64;

/// Most attributes in slots; an instance with more keeps them in a dictionary.
pub const MAX_ATTRIBUTES: u16 = 128;

/// Type and layout.
pub struct Shape {
    /// The class. Not counted here: every instance counts it.
    pub class: Cell<*mut Header>,
    /// The last attribute's name, an interned string; `None` at roots.
    key: Cell<Option<Value>>,
    parent: u32,
    first_child: Cell<u32>,
    next: Cell<u32>,
    /// Attributes in slots, `__slots__` included.
    pub len: u16,
    /// `__slots__` places: the first ones.
    pub fixed: u16,
    /// Inline slots of an instance.
    pub capacity: u16,
    /// Bytes from the object's start to its inline slots; 0: behind a payload of variable size.
    pub base: u16,
    /// Which struct instances are.
    pub kind: u8,
    /// See [`Shape::DICT`].
    pub flags: u8,
    freed: Cell<bool>,
}

const _: () = assert!(size_of::<Shape>() == 40);

impl Shape {
    /// Attributes are in a dictionary.
    pub const DICT: u8 = 1;
    /// Instances have no `__dict__`.
    pub const FIXED_ONLY: u8 = 2;

    /// Slots that an instance owns.
    #[inline(always)]
    #[must_use]
    pub fn slot_count(&self) -> u32 {
        u32::from(self.len)
    }

    /// Whether attributes are in a dictionary.
    #[inline(always)]
    #[must_use]
    pub fn has_dict(&self) -> bool {
        self.flags & Self::DICT != 0
    }

    /// Whether there are more attributes than inline slots.
    #[inline(always)]
    #[must_use]
    pub fn overflows(&self) -> bool {
        self.len > self.capacity
    }

    /// First inline slot of `object`.
    ///
    /// # Safety
    /// `object` is of this shape; `size` is its kind's.
    #[inline(always)]
    #[must_use]
    pub unsafe fn inline_slots(&self, object: *mut Header, size: unsafe fn(*mut Header) -> usize) -> *mut Slot {
        // SAFETY: the offset lies inside the block, which was allocated for payload and slots.
        unsafe {
            let offset = if self.base != 0 { self.base as usize } else { size(object).next_multiple_of(8) };
            object.cast::<u8>().add(offset).cast()
        }
    }

    /// The place of attribute `index`.
    ///
    /// # Safety
    /// `object` is of this shape, `index < self.len`; `size` is its kind's.
    #[inline]
    #[must_use]
    pub unsafe fn slot_address(
        &self,
        object: *mut Header,
        index: u32,
        size: unsafe fn(*mut Header) -> usize,
    ) -> *mut Slot {
        // SAFETY: inline slots are inside the block; with an overflow the last inline slot holds its address.
        unsafe {
            let slots = self.inline_slots(object, size);
            let last = u32::from(self.capacity).wrapping_sub(1);
            if self.overflows() && index >= last {
                let overflow = *slots.add(last as usize).cast::<*mut Slot>();
                overflow.add((index - last) as usize)
            } else {
                slots.add(index as usize)
            }
        }
    }

    /// Gives the overflow buffer back; its slots are empty.
    ///
    /// # Safety
    /// `object` is dying and of this shape.
    pub(crate) unsafe fn free_overflow(&self, object: *mut Header, size: unsafe fn(*mut Header) -> usize) {
        if self.overflows() {
            // SAFETY: see `slot_address`.
            unsafe {
                let slots = self.inline_slots(object, size);
                let place = slots.add(self.capacity as usize - 1).cast::<*mut u8>();
                if let Some(buffer) = NonNull::new(*place) {
                    Heap::free(buffer);
                }
            }
        }
    }

    /// The last attribute's name.
    #[must_use]
    pub fn key(&self) -> Option<&Value> {
        // SAFETY: the cell is written only when a shape is made or freed, never while a shape is borrowed.
        unsafe { (*self.key.as_ptr()).as_ref() }
    }

    /// The shape without the last attribute; 0 at roots.
    #[must_use]
    pub fn parent(&self) -> ShapeId {
        self.parent
    }
}

/// What a class's root shape is made of.
#[derive(Clone, Copy)]
pub struct Layout {
    /// Which struct instances are.
    pub kind: u8,
    /// See [`Shape::base`].
    pub base: u16,
    /// See [`Shape::capacity`].
    pub capacity: u16,
    /// See [`Shape::fixed`].
    pub fixed: u16,
    /// See [`Shape::flags`].
    pub flags: u8,
}

/// The shapes of one heap, in chunks that never move.
pub struct Shapes {
    directory: Cell<*mut *mut Shape>,
    chunks: Cell<u32>,
    room: Cell<u32>,
    used: Cell<u32>,
    free: Cell<u32>,
    /// Steps whenever something that inline caches rely on changes.
    pub epoch: Cell<u32>,
}

impl Default for Shapes {
    fn default() -> Self {
        Shapes {
            directory: Cell::new(std::ptr::null_mut()),
            chunks: Cell::new(0),
            room: Cell::new(0),
            used: Cell::new(0),
            free: Cell::new(0),
            epoch: Cell::new(1),
        }
    }
}

impl Shapes {
    /// The shape of a number, which must be one that `root` or `add` gave.
    #[inline(always)]
    #[must_use]
    pub fn get(&self, id: ShapeId) -> &Shape {
        let index = (id - BUILTIN_SHAPES) as usize;
        debug_assert!(index < self.used.get() as usize);
        // SAFETY: numbers are handed out in order, chunks are never moved or freed before the heap.
        unsafe { &*(*self.directory.get().add(index / CHUNK)).add(index % CHUNK) }
    }

    /// Shapes in use.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.used.get()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.used.get() == 0
    }

    /// Live shapes' own references (their attribute names), for `verify_counts`.
    pub fn visit_keys(&self, visit: &mut dyn FnMut(&Value)) {
        for id in 0..self.used.get() {
            let shape = self.get(id + BUILTIN_SHAPES);
            if !shape.freed.get()
                && let Some(key) = shape.key()
            {
                visit(key);
            }
        }
    }

    /// A root shape for a class.
    ///
    /// # Errors
    /// When the heap is at its limit or all numbers are taken.
    pub fn root(&self, heap: &mut Heap, class: *mut Header, layout: Layout) -> Result<ShapeId, OutOfMemory> {
        let made = self.place(
            heap,
            Shape {
                class: Cell::new(class),
                key: Cell::new(None),
                parent: 0,
                first_child: Cell::new(0),
                next: Cell::new(0),
                len: if layout.flags & Shape::DICT != 0 { layout.fixed + 1 } else { layout.fixed },
                fixed: layout.fixed,
                capacity: layout.capacity,
                base: layout.base,
                kind: layout.kind,
                flags: layout.flags,
                freed: Cell::new(false),
            },
        )?;
        self.get(made).next.set(made);
        Ok(made)
    }

    fn place(&self, heap: &mut Heap, shape: Shape) -> Result<ShapeId, OutOfMemory> {
        let recycled = self.free.get();
        if recycled != 0 {
            let old = self.get(recycled);
            self.free.set(old.next.get());
            self.epoch.set(self.epoch.get().wrapping_add(1));
            // SAFETY: a free shape is referenced by nothing but the free list.
            unsafe { std::ptr::from_ref(old).cast_mut().write(shape) };
            return Ok(recycled);
        }
        let index = self.used.get();
        if index + BUILTIN_SHAPES >= SHAPE_MASK {
            return Err(OutOfMemory);
        }
        if index as usize == self.chunks.get() as usize * CHUNK {
            self.grow(heap)?;
        }
        // SAFETY: the chunk exists and this place in it was never used.
        unsafe { (*self.directory.get().add(index as usize / CHUNK)).add(index as usize % CHUNK).write(shape) };
        self.used.set(index + 1);
        Ok(index + BUILTIN_SHAPES)
    }

    fn grow(&self, heap: &mut Heap) -> Result<(), OutOfMemory> {
        let chunks = self.chunks.get();
        if chunks == self.room.get() {
            let room = (chunks * 2).max(8);
            let bytes = room as usize * size_of::<*mut Shape>();
            let old = self.directory.get();
            let directory = match NonNull::new(old.cast::<u8>()) {
                None => heap.alloc(PageKind::Raw, bytes)?,
                // SAFETY: the directory is a raw block of `chunks` pointers.
                Some(block) => unsafe {
                    heap.realloc(block, PageKind::Raw, chunks as usize * size_of::<*mut Shape>(), bytes)?
                },
            };
            self.directory.set(directory.as_ptr().cast());
            self.room.set(room);
        }
        let chunk = heap.alloc(PageKind::Raw, CHUNK * size_of::<Shape>())?;
        // SAFETY: `chunks < room`.
        unsafe { self.directory.get().add(chunks as usize).write(chunk.as_ptr().cast()) };
        self.chunks.set(chunks + 1);
        Ok(())
    }

    /// The shape that adds attribute `key` (an interned string) to shape `id`, if there is one, and how many children
    /// of `id` were looked at.
    #[must_use]
    pub fn child(&self, id: ShapeId, key: &Value) -> (Option<ShapeId>, usize) {
        let mut child = self.get(id).first_child.get();
        let mut seen = 0;
        while child != 0 {
            let candidate = self.get(child);
            if candidate.key().is_some_and(|k| k.is(key)) {
                return (Some(child), seen);
            }
            child = candidate.next.get();
            seen += 1;
        }
        (None, seen)
    }

    /// A new shape that adds attribute `key` (an interned string) to shape `id`, which has no dictionary and no such
    /// child yet.
    ///
    /// # Errors
    /// When the heap is at its limit or all numbers are taken.
    pub fn add(&self, heap: &mut Heap, id: ShapeId, key: &Value) -> Result<ShapeId, OutOfMemory> {
        let shape = self.get(id);
        let new = Shape {
            class: Cell::new(shape.class.get()),
            key: Cell::new(Some(key.clone())),
            parent: id,
            first_child: Cell::new(0),
            next: Cell::new(shape.first_child.get()),
            len: shape.len + 1,
            fixed: shape.fixed,
            capacity: shape.capacity,
            base: shape.base,
            kind: shape.kind,
            flags: shape.flags,
            freed: Cell::new(false),
        };
        let number = self.place(heap, new)?;
        self.get(id).first_child.set(number);
        Ok(number)
    }

    /// Another root of the same class (instances with more room, or with a dictionary).
    ///
    /// # Errors
    /// When the heap is at its limit or all numbers are taken.
    pub fn sibling_root(&self, heap: &mut Heap, root: ShapeId, layout: Layout) -> Result<ShapeId, OutOfMemory> {
        let class = self.get(root).class.get();
        let made = self.root(heap, class, layout)?;
        let old = self.get(root);
        self.get(made).next.set(old.next.get());
        old.next.set(made);
        Ok(made)
    }

    /// A root of the same class as `root` with this layout.
    #[must_use]
    pub fn find_sibling(&self, root: ShapeId, layout: Layout) -> Option<ShapeId> {
        // Roots of a class form a ring through `next`.
        let mut at = root;
        loop {
            let shape = self.get(at);
            if shape.parent == 0
                && shape.capacity == layout.capacity
                && shape.flags == layout.flags
                && shape.fixed == layout.fixed
            {
                return Some(at);
            }
            at = shape.next.get();
            if at == root {
                return None;
            }
        }
    }

    /// The place of attribute `key` (an interned string), when shape `id` has it outside `__slots__`.
    #[inline]
    #[must_use]
    pub fn find(&self, id: ShapeId, key: &Value) -> Option<u32> {
        let mut shape = self.get(id);
        while let Some(name) = shape.key() {
            if name.is(key) {
                return Some(u32::from(shape.len) - 1);
            }
            shape = self.get(shape.parent);
        }
        None
    }

    /// Attribute names of shape `id`, last one first.
    pub fn names(&self, id: ShapeId) -> impl Iterator<Item = &Value> {
        let mut at = id;
        std::iter::from_fn(move || {
            let shape = self.get(at);
            at = shape.parent;
            shape.key()
        })
    }

    /// Frees all roots of a class, `root` one of them, and all shapes grown from them: the class is dying and
    /// has no instances.
    pub fn release(&self, root: ShapeId) {
        let mut at = root;
        loop {
            let next = self.get(at).next.get();
            self.release_tree(at);
            if next == root {
                return;
            }
            at = next;
        }
    }

    fn release_tree(&self, root: ShapeId) {
        let mut at = root;
        loop {
            let shape = self.get(at);
            let child = shape.first_child.get();
            if child != 0 {
                // Descend; the child's `next` remembers the way up.
                shape.first_child.set(self.get(child).next.get());
                self.get(child).next.set(at);
                at = child;
                continue;
            }
            let up = if at == root { 0 } else { shape.next.get() };
            drop(shape.key.take());
            shape.freed.set(true);
            shape.class.set(std::ptr::null_mut());
            shape.next.set(self.free.get());
            self.free.set(at);
            if up == 0 {
                return;
            }
            at = up;
        }
    }
}
