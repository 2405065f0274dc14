//! Growing arrays in blocks of the heap, and tables on them in which records are found by a key.
//!
//! All-zero is an empty one. Nothing of them is borrowed while Python runs: records are looked up by index each time.

use std::cell::Cell;
use std::marker::PhantomData;
use std::ptr::NonNull;

use pitviper_object::{Heap, OutOfMemory, PageKind};

/// Records that the first block has room for.
const LEAST: u32 = 16;

/// A growing array. Its block is given back by [`Buffer::free`] only; what the items own is their user's business.
pub(super) struct Buffer<T> {
    items: Cell<*mut T>,
    len: Cell<u32>,
    room: Cell<u32>,
    own: PhantomData<T>,
}

impl<T> Buffer<T> {
    /// An empty one, without block.
    pub(super) const fn new() -> Buffer<T> {
        Buffer { items: Cell::new(std::ptr::null_mut()), len: Cell::new(0), room: Cell::new(0), own: PhantomData }
    }

    /// Number of items.
    pub(super) fn len(&self) -> u32 {
        self.len.get()
    }

    /// Where item `index` is; null beyond the last.
    pub(super) fn at(&self, index: u32) -> *mut T {
        // SAFETY: within the block.
        if index < self.len.get() { unsafe { self.items.get().add(index as usize) } } else { std::ptr::null_mut() }
    }

    /// What `read` makes of item `index`, which it may change; it runs no Python.
    pub(super) fn with<R>(&self, index: u32, read: impl FnOnce(&mut T) -> R) -> Option<R> {
        // SAFETY: an item, to which nobody else has a reference.
        unsafe { self.at(index).as_mut() }.map(read)
    }

    /// Adds an item; its index.
    pub(super) fn push(&self, heap: &mut Heap, item: T) -> Result<u32, OutOfMemory> {
        let len = self.len.get();
        if len == self.room.get() {
            self.grow(heap)?;
        }
        // SAFETY: there is room.
        unsafe { self.items.get().add(len as usize).write(item) };
        self.len.set(len + 1);
        Ok(len)
    }

    /// Takes the last item off.
    pub(super) fn pop(&self) -> Option<T> {
        let last = self.len.get().checked_sub(1)?;
        self.len.set(last);
        // SAFETY: it was an item.
        Some(unsafe { self.items.get().add(last as usize).read() })
    }

    fn grow(&self, heap: &mut Heap) -> Result<(), OutOfMemory> {
        let room = self.room.get().checked_mul(2).ok_or(OutOfMemory)?.max(LEAST);
        let bytes = (room as usize).checked_mul(size_of::<T>()).ok_or(OutOfMemory)?;
        let fresh = heap.alloc(PageKind::Raw, bytes)?.cast::<T>();
        if let Some(old) = NonNull::new(self.items.replace(fresh.as_ptr())) {
            // SAFETY: the items fit; the old block is not used any more.
            unsafe {
                fresh.as_ptr().copy_from_nonoverlapping(old.as_ptr(), self.len.get() as usize);
                Heap::free(old.cast());
            }
        }
        self.room.set(room);
        Ok(())
    }

    /// Gives the block back; the items are forgotten.
    pub(super) fn free(&self) {
        self.len.set(0);
        self.room.set(0);
        if let Some(items) = NonNull::new(self.items.replace(std::ptr::null_mut())) {
            // SAFETY: the buffer's own.
            unsafe { Heap::free(items.cast()) };
        }
    }
}

struct Record<T> {
    key: u64,
    /// The next record with the same place, and one more; 0: none.
    next: u32,
    value: T,
}

/// Records by key, in the order in which they were added.
pub(super) struct Table<T> {
    records: Buffer<Record<T>>,
    /// The first record of each place, and one more. As many as `1 << bits`, none at first.
    heads: Buffer<u32>,
}

impl<T> Table<T> {
    /// An empty one.
    pub(super) const fn new() -> Table<T> {
        Table { records: Buffer::new(), heads: Buffer::new() }
    }

    /// Number of records.
    pub(super) fn len(&self) -> u32 {
        self.records.len()
    }

    fn place(&self, key: u64) -> Option<u32> {
        let bits = self.heads.len().checked_ilog2()?;
        Some((key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - bits)) as u32)
    }

    /// The record with this key.
    pub(super) fn find(&self, key: u64) -> Option<u32> {
        let mut next = self.heads.with(self.place(key)?, |head| *head)?;
        while let Some(index) = next.checked_sub(1) {
            let (found, after) = self.records.with(index, |record| (record.key == key, record.next))?;
            if found {
                return Some(index);
            }
            next = after;
        }
        None
    }

    /// Adds a record with a key that has none.
    pub(super) fn add(&self, heap: &mut Heap, key: u64, value: T) -> Result<u32, OutOfMemory> {
        if self.records.len() >= self.heads.len() {
            self.spread(heap)?;
        }
        let index = self.records.push(heap, Record { key, next: 0, value })?;
        self.link(index);
        Ok(index)
    }

    /// Puts a record in front of those with the same place.
    fn link(&self, index: u32) {
        let Some(place) = self.records.with(index, |record| record.key).and_then(|key| self.place(key)) else { return };
        let head = self.heads.with(place, |head| std::mem::replace(head, index + 1)).unwrap_or(0);
        self.records.with(index, |record| record.next = head);
    }

    /// Doubles the places.
    fn spread(&self, heap: &mut Heap) -> Result<(), OutOfMemory> {
        let more = self.heads.len().max(LEAST);
        let target = self.heads.len().checked_add(more).filter(|places| places.is_power_of_two()).ok_or(OutOfMemory)?;
        let heads = Buffer::new();
        for _ in 0..target {
            if let Err(error) = heads.push(heap, 0) {
                heads.free();
                return Err(error);
            }
        }
        self.heads.free();
        self.heads.items.set(heads.items.get());
        self.heads.len.set(heads.len.get());
        self.heads.room.set(heads.room.get());
        for index in 0..self.records.len() {
            self.link(index);
        }
        Ok(())
    }

    /// As [`Buffer::with`].
    pub(super) fn with<R>(&self, index: u32, read: impl FnOnce(&mut T) -> R) -> Option<R> {
        self.records.with(index, |record| read(&mut record.value))
    }

    /// Where the value of record `index` is; null beyond the last.
    pub(super) fn at(&self, index: u32) -> *mut T {
        let record = self.records.at(index);
        // SAFETY: a record.
        if record.is_null() { std::ptr::null_mut() } else { unsafe { &raw mut (*record).value } }
    }

    /// Gives the blocks back; the records are forgotten.
    pub(super) fn free(&self) {
        self.records.free();
        self.heads.free();
    }

    /// What the table had; it is empty afterwards.
    pub(super) fn take(&self) -> Table<T> {
        let taken = Table::new();
        for (from, to) in [(&self.records.len, &taken.records.len), (&self.records.room, &taken.records.room)] {
            to.set(from.replace(0));
        }
        taken.records.items.set(self.records.items.replace(std::ptr::null_mut()));
        self.heads.free();
        taken
    }
}
