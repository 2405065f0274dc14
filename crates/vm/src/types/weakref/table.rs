//! From an object's compressed address to the list of its weak references: open addressing, linear probing.

use std::ptr::NonNull;

use pitviper_object::{Header, Heap, OutOfMemory, PageKind};

use super::WeakRef;

#[derive(Clone, Copy)]
#[repr(C)]
struct Entry {
    /// Compressed address; 0: free.
    key: u32,
    /// Number of the first reference: garbage is told in this order.
    order: u32,
    list: *mut WeakRef,
}

/// The table.
pub struct WeakTable {
    entries: *mut Entry,
    /// A power of two, or 0 before the first reference.
    room: usize,
    used: usize,
}

const FIRST: usize = 16;

impl WeakTable {
    /// Empty, without memory.
    #[must_use]
    pub const fn new() -> WeakTable {
        WeakTable { entries: std::ptr::null_mut(), room: 0, used: 0 }
    }

    fn key(object: *mut Header) -> u32 {
        // SAFETY: only called with objects of a heap.
        unsafe { Heap::compress(NonNull::new_unchecked(object).cast()) }
    }

    fn start(&self, key: u32) -> usize {
        (u64::from(key).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & (self.room - 1)
    }

    /// The place of `key`, or the free one where it belongs. `room` is not 0 and not all places are used.
    fn probe(&self, key: u32) -> *mut Entry {
        let mut index = self.start(key);
        loop {
            // SAFETY: masked; a free place ends the search.
            let entry = unsafe { self.entries.add(index) };
            // SAFETY: as above.
            let found = unsafe { (*entry).key };
            if found == key || found == 0 {
                return entry;
            }
            index = (index + 1) & (self.room - 1);
        }
    }

    /// The head link of an object's list, when it has one.
    pub(super) fn find(&self, object: *mut Header) -> Option<*mut *mut WeakRef> {
        if self.room == 0 {
            return None;
        }
        let entry = self.probe(Self::key(object));
        // SAFETY: a place of the table.
        unsafe { if (*entry).key == 0 { None } else { Some(&raw mut (*entry).list) } }
    }

    /// The number of an object's first reference.
    pub(crate) fn order(&self, object: *mut Header) -> Option<u32> {
        // SAFETY: an entry's list is a field of it.
        self.find(object)
            .map(|list| unsafe { (*list.byte_sub(std::mem::offset_of!(Entry, list)).cast::<Entry>()).order })
    }

    /// The head link of an object's list, made with `order` when there is none.
    pub(super) fn head(
        &mut self,
        heap: &mut Heap,
        object: *mut Header,
        order: u64,
    ) -> Result<*mut *mut WeakRef, OutOfMemory> {
        if (self.used + 1) * 4 > self.room * 3 {
            self.grow(heap)?;
        }
        let key = Self::key(object);
        let entry = self.probe(key);
        // SAFETY: a place of the table.
        unsafe {
            if (*entry).key == 0 {
                let order = u32::try_from(order).unwrap_or(u32::MAX);
                *entry = Entry { key, order, list: std::ptr::null_mut() };
                self.used += 1;
            }
            Ok(&raw mut (*entry).list)
        }
    }

    fn grow(&mut self, heap: &mut Heap) -> Result<(), OutOfMemory> {
        let room = (self.room * 2).max(FIRST);
        let block = heap.alloc(PageKind::Raw, room * size_of::<Entry>())?.cast::<Entry>();
        // SAFETY: fresh; all-zero entries are free ones.
        unsafe { block.write_bytes(0, room) };
        let old = std::mem::replace(self, WeakTable { entries: block.as_ptr(), room, used: self.used });
        for index in 0..old.room {
            // SAFETY: within the old table; the first reference's back link follows the entry.
            unsafe {
                let entry = *old.entries.add(index);
                if entry.key != 0 {
                    self.place(entry);
                }
            }
        }
        if let Some(entries) = NonNull::new(old.entries) {
            // SAFETY: the old table's own block.
            unsafe { Heap::free(entries.cast()) };
        }
        Ok(())
    }

    /// Writes an entry where it belongs and turns its list's back link.
    unsafe fn place(&mut self, entry: Entry) {
        // SAFETY: there is a free place; the list is live.
        unsafe {
            let place = self.probe(entry.key);
            *place = entry;
            if let Some(first) = entry.list.as_ref() {
                first.back.set(&raw mut (*place).list);
            }
        }
    }

    /// Forgets an object whose list is empty; false when it is not.
    pub(super) fn remove_if_empty(&mut self, object: *mut Header) -> bool {
        let Some(head) = self.find(object) else { return true };
        // SAFETY: the head is a place of the table.
        if unsafe { (*head).is_null() } {
            self.remove(Self::key(object));
            return true;
        }
        false
    }

    /// Moves an object's list to `list` and forgets the object.
    pub(super) fn take(&mut self, object: *mut Header, list: *mut *mut WeakRef) {
        let Some(head) = self.find(object) else { return };
        // SAFETY: the head is a place of the table, `list` is the caller's.
        unsafe {
            *list = *head;
            *head = std::ptr::null_mut();
            if let Some(first) = (*list).as_ref() {
                first.back.set(list);
            }
        }
        self.remove(Self::key(object));
    }

    /// All references become dead, without callbacks: the interpreter ends.
    pub(crate) fn forget_all(&mut self) {
        for index in 0..self.room {
            // SAFETY: within the table; the lists are live.
            unsafe {
                let mut reference = (*self.entries.add(index)).list;
                if (*self.entries.add(index)).key == 0 {
                    continue;
                }
                while let Some(this) = reference.as_ref() {
                    reference = this.next.replace(std::ptr::null_mut());
                    this.back.set(std::ptr::null_mut());
                    this.referent.set(std::ptr::null_mut());
                }
            }
        }
        if let Some(entries) = NonNull::new(self.entries) {
            // SAFETY: the table's own block.
            unsafe { Heap::free(entries.cast()) };
        }
        *self = WeakTable::new();
    }

    /// Takes an entry out; those behind it move up, so that no search ends early.
    fn remove(&mut self, key: u32) {
        let entry = self.probe(key);
        // SAFETY: places of the table.
        unsafe {
            if (*entry).key == 0 {
                return;
            }
            (*entry).key = 0;
            self.used -= 1;
            let mut index = (entry.offset_from(self.entries) as usize + 1) & (self.room - 1);
            loop {
                let next = self.entries.add(index);
                if (*next).key == 0 {
                    return;
                }
                let moved = *next;
                (*next).key = 0;
                self.place(moved);
                index = (index + 1) & (self.room - 1);
            }
        }
    }
}

impl Default for WeakTable {
    fn default() -> WeakTable {
        WeakTable::new()
    }
}
