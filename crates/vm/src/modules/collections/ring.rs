//! The object behind `deque`: values in a ring, whose room is a power of two.
//!
//! ```text
//! header 8 | buffer 8 | room 8 | head 8 | length 8 | bound 8 | state 8
//! ```
//! All-zero is an empty, unbounded one without buffer. What Python code can run in between sees only whole states:
//! no borrow of the items leaves this file.

use std::cell::Cell;
use std::ptr::NonNull;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Heap, Obj, Object, OutOfMemory, PageKind, Slot, Traverse, Value, destroy};

use super::kind;
use crate::core::vm::Vm;
use crate::types::portions;

/// The smallest buffer, in values.
const LEAST: usize = 8;

/// A double-ended queue.
#[repr(C)]
pub struct Deque {
    /// Count, shape, flags.
    pub header: Header,
    buffer: Cell<*mut Value>,
    room: Cell<usize>,
    head: Cell<usize>,
    len: Cell<usize>,
    /// One more than the most items there may be; 0: no limit.
    bound: Cell<usize>,
    /// Changes when items come or go.
    state: Cell<u64>,
}

// SAFETY: the items own their counts; CPython drops the first one first.
unsafe impl Traverse for Deque {
    unsafe fn slot(this: *mut Header, index: u32) -> *mut Slot {
        // SAFETY: the caller says that it is a deque; `len` items are in the buffer.
        unsafe {
            let deque = &*this.cast::<Deque>();
            if index as usize >= deque.len.get() { std::ptr::null_mut() } else { deque.place(index as usize).cast() }
        }
    }
}

// SAFETY: repr(C), header first; the kind is made here only (and by the instance maker with zeroed payload).
unsafe impl Object for Deque {
    const KIND: u8 = kind::DEQUE;
}

/// `KindInfo::finish`.
///
/// # Safety
/// `object` is a dying `Deque` whose slots are empty.
pub(super) unsafe fn finish(object: *mut Header) {
    // SAFETY: the buffer is the deque's own.
    unsafe {
        if let Some(buffer) = NonNull::new((*object.cast::<Deque>()).buffer.get()) {
            Heap::free(buffer.cast());
        }
    }
}

impl Deque {
    /// An empty one.
    pub(crate) fn create(vm: &mut Vm) -> Result<Obj<Deque>, OutOfMemory> {
        let header = Header::new(u32::from(kind::DEQUE), TRACKED);
        let deque = Deque {
            header,
            buffer: Cell::new(std::ptr::null_mut()),
            room: Cell::new(0),
            head: Cell::new(0),
            len: Cell::new(0),
            bound: Cell::new(0),
            state: Cell::new(0),
        };
        Obj::create(&mut vm.heap, PageKind::Container, deque)
    }

    /// Where item `index` is; the buffer exists.
    fn place(&self, index: usize) -> *mut Value {
        // SAFETY: masked to the room.
        unsafe { self.buffer.get().add((self.head.get() + index) & (self.room.get() - 1)) }
    }

    /// Number of items.
    pub(crate) fn len(&self) -> usize {
        self.len.get()
    }

    /// Values that the buffer has room for.
    pub(super) fn room(&self) -> usize {
        self.room.get()
    }

    /// The most items there may be.
    pub(super) fn limit(&self) -> Option<usize> {
        self.bound.get().checked_sub(1)
    }

    /// Sets the most items there may be; items there are stay.
    pub(super) fn set_limit(&self, limit: Option<usize>) {
        self.bound.set(limit.map_or(0, |limit| limit.saturating_add(1)));
    }

    /// A number that changes when items come or go.
    pub(super) fn state(&self) -> u64 {
        self.state.get()
    }

    fn touch(&self) {
        self.state.set(self.state.get().wrapping_add(1));
    }

    /// A new reference to item `index`.
    pub(super) fn get(&self, index: usize) -> Option<Value> {
        // SAFETY: within the items.
        (index < self.len.get()).then(|| unsafe { (*self.place(index)).clone() })
    }

    /// Replaces item `index`, when it exists; gives the old one.
    pub(super) fn replace(&self, index: usize, item: Value) -> Option<Value> {
        // SAFETY: within the items.
        (index < self.len.get()).then(|| unsafe { self.place(index).replace(item) })
    }

    /// Moves the items into a buffer of `room` values, a power of two not below their number.
    fn resize(&self, heap: &mut Heap, room: usize) -> Result<(), OutOfMemory> {
        let bytes = room.checked_mul(8).filter(|bytes| *bytes <= isize::MAX as usize).ok_or(OutOfMemory)?;
        let fresh = heap.alloc(PageKind::Raw, bytes)?.cast::<Value>();
        let len = self.len.get();
        if let Some(old) = NonNull::new(self.buffer.get()) {
            let first = len.min(self.room.get() - self.head.get());
            // SAFETY: the items lie in two runs, from the head to the end and from the start; both fit.
            unsafe {
                let copied = portions::copy_items(heap, old.as_ptr().add(self.head.get()), fresh.as_ptr(), first)
                    .and_then(|()| portions::copy_items(heap, old.as_ptr(), fresh.as_ptr().add(first), len - first));
                if copied.is_err() {
                    Heap::free(fresh.cast());
                    return Err(OutOfMemory);
                }
                Heap::free(old.cast());
            }
        }
        self.buffer.set(fresh.as_ptr());
        self.room.set(room);
        self.head.set(0);
        Ok(())
    }

    fn make_room(&self, heap: &mut Heap) -> Result<(), OutOfMemory> {
        if self.len.get() < self.room.get() {
            return Ok(());
        }
        let room = if self.room.get() == 0 { LEAST } else { self.room.get().checked_mul(2).ok_or(OutOfMemory)? };
        self.resize(heap, room)
    }

    /// Gives room back when little of it is used.
    fn trim(&self, heap: &mut Heap) {
        let room = self.room.get();
        if room > 8 * LEAST && self.len.get() < room / 8 {
            // Without memory for the smaller buffer, the larger one serves.
            let _ = self.resize(heap, room / 4);
        }
    }

    /// Adds behind the last item; in a full deque the first one goes.
    ///
    /// # Errors
    /// When the heap is at its limit; the item is dropped.
    pub(crate) fn push_back(&self, heap: &mut Heap, item: Value) -> Result<(), OutOfMemory> {
        if self.limit() == Some(0) {
            return Ok(());
        }
        if self.limit().is_some_and(|limit| self.len.get() >= limit) {
            drop(self.take_front());
        }
        self.make_room(heap)?;
        // SAFETY: there is room behind the last item.
        unsafe { self.place(self.len.get()).write(item) };
        self.len.set(self.len.get() + 1);
        self.touch();
        Ok(())
    }

    /// Adds before the first item; in a full deque the last one goes.
    ///
    /// # Errors
    /// When the heap is at its limit; the item is dropped.
    pub(super) fn push_front(&self, heap: &mut Heap, item: Value) -> Result<(), OutOfMemory> {
        if self.limit() == Some(0) {
            return Ok(());
        }
        if self.limit().is_some_and(|limit| self.len.get() >= limit) {
            drop(self.take_back());
        }
        self.make_room(heap)?;
        self.head.set(self.head.get().wrapping_sub(1) & (self.room.get() - 1));
        // SAFETY: there is room before the first item, which the head shows now.
        unsafe { self.place(0).write(item) };
        self.len.set(self.len.get() + 1);
        self.touch();
        Ok(())
    }

    fn take_back(&self) -> Option<Value> {
        let len = self.len.get().checked_sub(1)?;
        // SAFETY: the last item is moved out.
        let item = unsafe { self.place(len).read() };
        self.len.set(len);
        self.touch();
        Some(item)
    }

    fn take_front(&self) -> Option<Value> {
        let len = self.len.get().checked_sub(1)?;
        // SAFETY: the first item is moved out.
        let item = unsafe { self.place(0).read() };
        self.head.set((self.head.get() + 1) & (self.room.get() - 1));
        self.len.set(len);
        self.touch();
        Some(item)
    }

    /// Removes the last item.
    pub(super) fn pop_back(&self, heap: &mut Heap) -> Option<Value> {
        let item = self.take_back();
        self.trim(heap);
        item
    }

    /// Removes the first item.
    pub(crate) fn pop_front(&self, heap: &mut Heap) -> Option<Value> {
        let item = self.take_front();
        self.trim(heap);
        item
    }

    /// Swaps two items, which exist.
    fn swap(&self, a: usize, b: usize) {
        // SAFETY: both are within the items; moving words changes no counts.
        unsafe { std::ptr::swap(self.place(a), self.place(b)) }
    }

    /// Inserts before `index`, at most the length.
    ///
    /// # Errors
    /// When the heap is at its limit; the item is dropped.
    pub(super) fn insert(&self, heap: &mut Heap, index: usize, item: Value) -> Result<(), OutOfMemory> {
        let len = self.len.get();
        if index < len / 2 {
            self.push_front(heap, item)?;
            (0..index).for_each(|at| self.swap(at, at + 1));
        } else {
            self.push_back(heap, item)?;
            (index..len).rev().for_each(|at| self.swap(at, at + 1));
        }
        Ok(())
    }

    /// Removes item `index`, when it exists.
    pub(super) fn remove(&self, heap: &mut Heap, index: usize) -> Option<Value> {
        let len = self.len.get();
        if index >= len {
            return None;
        }
        if index < len / 2 {
            (0..index).rev().for_each(|at| self.swap(at, at + 1));
            self.pop_front(heap)
        } else {
            (index..len - 1).for_each(|at| self.swap(at, at + 1));
            self.pop_back(heap)
        }
    }

    /// Reverses the order.
    pub(super) fn reverse(&self) {
        let len = self.len.get();
        (0..len / 2).for_each(|at| self.swap(at, len - 1 - at));
    }

    /// The shortest rotation that does what `steps` do.
    pub(super) fn shortest_rotation(&self, steps: isize) -> isize {
        let len = self.len.get() as isize;
        if len < 2 {
            return 0;
        }
        let right = steps.rem_euclid(len);
        if right <= len / 2 { right } else { right - len }
    }

    /// The last `steps` items become the first, in their order, or the other way round when it is negative; there are
    /// that many.
    pub(super) fn rotate(&self, steps: isize) {
        let (len, room) = (self.len.get(), self.room.get());
        let mut left = steps.unsigned_abs();
        debug_assert!(left <= len);
        while left > 0 {
            let (head, gap) = (self.head.get(), room - len);
            let tail = (head + len) & (room - 1);
            // Items move from one end of the ring to the other, as many as lie side by side and have room there; in a
            // full ring they are there already.
            let part = match gap {
                0 => left,
                _ if steps > 0 => {
                    let (end, before) = (if tail == 0 { room } else { tail }, if head == 0 { room } else { head });
                    let part = left.min(gap).min(end).min(before);
                    // SAFETY: the places before the head are free, as many as the gap has; the ranges lie in the buffer.
                    unsafe {
                        let buffer = self.buffer.get();
                        buffer.add(end - part).copy_to_nonoverlapping(buffer.add(before - part), part);
                    }
                    part
                }
                _ => {
                    let part = left.min(gap).min(room - head).min(room - tail);
                    // SAFETY: as above, behind the last item.
                    unsafe {
                        let buffer = self.buffer.get();
                        buffer.add(head).copy_to_nonoverlapping(buffer.add(tail), part);
                    }
                    part
                }
            };
            let head = if steps > 0 { head.wrapping_sub(part) } else { head + part };
            self.head.set(head & (room - 1));
            left -= part;
        }
        self.touch();
    }

    /// Drops all items, the first one first, and the buffer; of many items some may die later.
    pub(super) fn let_items_die(&self, vm: &mut Vm) {
        if self.len() > destroy::LOOK as usize
            && let Ok(gone) = Deque::create(vm)
        {
            gone.buffer.swap(&self.buffer);
            gone.room.swap(&self.room);
            gone.head.swap(&self.head);
            gone.len.swap(&self.len);
            self.touch();
        }
        self.clear();
    }

    /// Drops all items at once, the first one first, and the buffer.
    pub(super) fn clear(&self) {
        while let Some(item) = self.take_front() {
            drop(item);
        }
        self.head.set(0);
        self.room.set(0);
        if let Some(buffer) = NonNull::new(self.buffer.replace(std::ptr::null_mut())) {
            // SAFETY: the deque's own buffer, empty and not used again.
            unsafe { Heap::free(buffer.cast()) }
        }
    }
}
