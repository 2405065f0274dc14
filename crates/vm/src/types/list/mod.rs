//! `list`: items in a raw buffer of their own.
//!
//! ```text
//! header 8 | items 8 | length 4 | capacity 4
//! ```
//! There is a buffer exactly when the capacity is not 0: the address of the items of a list that is being sorted
//! says that nobody has touched it since.
//!
//! No reference into the items may be held while Python can run: it may change the list. Take values out
//! (`get`) and index again.

mod merge_sort;
pub mod methods;
mod slices;
mod sort;
pub mod spec;

use std::cell::Cell;
use std::ptr::NonNull;

use pitviper_object::collector::edges::Run;
use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Heap, Obj, Object, OutOfMemory, PageKind, Slot, SlotRun, Traverse, Value};

use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::vm::Vm;

/// Items copied between two looks at whether that should end.
const PORTION: usize = 1 << 14;

/// A list object.
#[repr(C)]
pub struct List {
    /// Count, shape, flags.
    pub header: Header,
    items: Cell<*mut Value>,
    len: Cell<u32>,
    capacity: Cell<u32>,
}

// SAFETY: the items own their counts; CPython drops the last one first.
unsafe impl Traverse for List {
    unsafe fn slot(this: *mut Header, index: u32) -> *mut Slot {
        // SAFETY: `len` items are in the buffer.
        unsafe {
            let this = this.cast::<List>();
            let len = (*this).len.get();
            if index >= len {
                std::ptr::null_mut()
            } else {
                (*this).items.get().cast::<Slot>().add((len - 1 - index) as usize)
            }
        }
    }
}

// SAFETY: repr(C), header first; LIST objects are made here only (and by the instance maker with zeroed payload).
unsafe impl Object for List {
    const KIND: u8 = kinds::LIST;
}

/// `KindInfo::run`.
///
/// # Safety
/// `object` is a `List`.
pub unsafe fn run(object: *mut Header) -> SlotRun {
    // SAFETY: as the caller says; the buffer holds `len` items.
    let list = unsafe { &*object.cast::<List>() };
    SlotRun::backwards(list.items.get().cast(), list.len.get())
}

/// `KindInfo::edges`.
///
/// # Safety
/// `object` is a `List`.
pub unsafe fn edges(object: *mut Header) -> Run {
    // SAFETY: as the caller says; the buffer holds `len` items.
    let list = unsafe { &*object.cast::<List>() };
    Run::dense(list.items.get().cast(), list.len.get())
}

/// `KindInfo::finish`.
///
/// # Safety
/// `object` is a dying `List` whose slots are empty.
pub unsafe fn finish(object: *mut Header) {
    // SAFETY: the buffer is the list's own.
    unsafe {
        let list = &*object.cast::<List>();
        if list.capacity.get() != 0
            && let Some(items) = NonNull::new(list.items.get())
        {
            Heap::free(items.cast());
        }
    }
}

/// The items' address of a list that is empty because it is being sorted.
const SORTING: *mut Value = NonNull::dangling().as_ptr();

impl List {
    /// An empty list.
    ///
    /// # Errors
    /// When the heap is at its limit.
    #[inline]
    pub fn create(heap: &mut Heap) -> Result<Obj<List>, OutOfMemory> {
        Obj::create(
            heap,
            PageKind::Container,
            List {
                header: Header::new(u32::from(kinds::LIST), TRACKED),
                items: Cell::new(std::ptr::null_mut()),
                len: Cell::new(0),
                capacity: Cell::new(0),
            },
        )
    }

    /// Items.
    #[inline(always)]
    #[must_use]
    pub fn len(&self) -> usize {
        self.len.get() as usize
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len.get() == 0
    }

    /// Items there is room for.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.capacity.get() as usize
    }

    /// A new reference to item `index`.
    #[inline(always)]
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Value> {
        if index < self.len() {
            // SAFETY: within the items.
            Some(unsafe { (*self.items.get().add(index)).clone() })
        } else {
            None
        }
    }

    /// The items, to read while no Python runs and the list is not changed.
    ///
    /// # Safety
    /// Neither happens while the slice is held.
    #[inline(always)]
    #[must_use]
    pub unsafe fn items_unchecked(&self) -> &[Value] {
        if self.items.get().is_null() {
            return &[];
        }
        // SAFETY: `len` values are there.
        unsafe { std::slice::from_raw_parts(self.items.get(), self.len()) }
    }

    /// The items' place and number, for sorting and the like: null when there is no buffer.
    #[must_use]
    pub fn raw(&self) -> (*mut Value, usize) {
        (self.items.get(), self.len())
    }

    /// Takes buffer, length and capacity out; the list is empty then. Give them back with `restore`.
    #[must_use]
    pub fn detach(&self) -> (*mut Value, u32, u32) {
        (self.items.replace(std::ptr::null_mut()), self.len.replace(0), self.capacity.replace(0))
    }

    /// The same for sorting: [`List::untouched`] tells afterwards whether anything was done with the list.
    #[must_use]
    fn detach_to_sort(&self) -> (*mut Value, u32, u32) {
        (self.items.replace(SORTING), self.len.replace(0), self.capacity.replace(0))
    }

    /// Whether the list is as `detach_to_sort` left it.
    fn untouched(&self) -> bool {
        self.items.get() == SORTING
    }

    /// Puts a buffer taken by `detach` back; what the list held meanwhile is returned the same way.
    ///
    /// # Safety
    /// The parts come from `detach` of a list in the same heap; the first `len` words are owned values.
    #[must_use]
    pub unsafe fn restore(&self, parts: (*mut Value, u32, u32)) -> (*mut Value, u32, u32) {
        (self.items.replace(parts.0), self.len.replace(parts.1), self.capacity.replace(parts.2))
    }

    /// Drops and frees what `detach` or `restore` gave.
    ///
    /// # Safety
    /// The parts are owned and not used again.
    pub unsafe fn free_parts(parts: (*mut Value, u32, u32)) {
        // SAFETY: the caller's promise.
        unsafe {
            // The last item first, as CPython.
            for index in (0..parts.1 as usize).rev() {
                std::ptr::drop_in_place(parts.0.add(index));
            }
            if parts.2 != 0
                && let Some(items) = NonNull::new(parts.0)
            {
                Heap::free(items.cast());
            }
        }
    }

    /// Room for exactly `capacity` items at least.
    ///
    /// # Errors
    /// When the heap is at its limit; the list is unchanged.
    pub fn reserve_exact(&self, heap: &mut Heap, capacity: usize) -> Result<(), OutOfMemory> {
        if capacity <= self.capacity() {
            return Ok(());
        }
        let capacity32 = u32::try_from(capacity).map_err(|_| OutOfMemory)?;
        let bytes = capacity.checked_mul(8).ok_or(OutOfMemory)?;
        let block = match NonNull::new(self.items.get().cast::<u8>()).filter(|_| self.capacity() != 0) {
            None => heap.alloc(PageKind::Raw, bytes)?,
            // SAFETY: the buffer is the list's own with `capacity` words.
            Some(old) => unsafe { heap.realloc(old, PageKind::Raw, self.capacity() * 8, bytes)? },
        };
        self.items.set(block.as_ptr().cast());
        self.capacity.set(capacity32);
        Ok(())
    }

    #[cold]
    #[inline(never)]
    fn grow(&self, heap: &mut Heap) -> Result<(), OutOfMemory> {
        // CPython's growth pattern: 0, 4, 8, 16, 24, 32, 40, 52, 64, 76, …
        let need = self.len() + 1;
        let capacity = (need + (need >> 3) + 6) & !3;
        heap.unasked(|heap| self.reserve_exact(heap, capacity)).or_else(|_| self.reserve_exact(heap, need))
    }

    /// Appends.
    ///
    /// # Errors
    /// When the heap is at its limit; `item` is dropped then.
    #[inline(always)]
    pub fn push(&self, heap: &mut Heap, item: Value) -> Result<(), OutOfMemory> {
        let len = self.len.get();
        if len == self.capacity.get() {
            self.grow(heap)?;
        }
        // SAFETY: there is room behind the last item.
        unsafe { self.items.get().add(len as usize).write(item) };
        self.len.set(len + 1);
        Ok(())
    }

    /// Removes and returns the last item.
    #[inline]
    pub fn pop(&self) -> Option<Value> {
        let len = self.len.get();
        if len == 0 {
            return None;
        }
        self.len.set(len - 1);
        // SAFETY: the item was within the length; it is moved out.
        Some(unsafe { self.items.get().add(len as usize - 1).read() })
    }

    /// Replaces item `index`, which must exist; gives the old one.
    #[inline(always)]
    pub fn replace(&self, index: usize, item: Value) -> Value {
        debug_assert!(index < self.len());
        // SAFETY: within the items.
        unsafe { self.items.get().add(index).replace(item) }
    }

    /// Swaps two items, which must exist.
    #[inline]
    pub fn swap(&self, a: usize, b: usize) {
        debug_assert!(a < self.len() && b < self.len());
        // SAFETY: within the items; moving words changes no counts.
        unsafe { std::ptr::swap(self.items.get().add(a), self.items.get().add(b)) }
    }

    /// Room for `more` items behind the present ones: exactly that in a list that has no buffer yet, as CPython
    /// over-allocates otherwise.
    ///
    /// # Errors
    /// When the heap is at its limit; the list is unchanged.
    pub fn reserve_more(&self, heap: &mut Heap, more: usize) -> Result<(), OutOfMemory> {
        let need = self.len().checked_add(more).ok_or(OutOfMemory)?;
        if need <= self.capacity() {
            return Ok(());
        }
        if self.capacity() == 0 {
            return self.reserve_exact(heap, need);
        }
        let grown = need.checked_add(need >> 3).and_then(|n| n.checked_add(6)).ok_or(OutOfMemory)? & !3;
        let wanted = if more > grown - need { (need + 3) & !3 } else { grown };
        heap.unasked(|heap| self.reserve_exact(heap, wanted)).or_else(|_| self.reserve_exact(heap, need))
    }

    /// Appends new references to `count` items.
    ///
    /// # Safety
    /// `items` points to `count` values that are not in this list's buffer.
    ///
    /// # Errors
    /// When the heap is at its limit: the list is unchanged then. When it is to end before all are in: some are.
    pub unsafe fn push_cloned(&self, heap: &mut Heap, items: *const Value, count: usize) -> Result<(), OutOfMemory> {
        self.reserve_more(heap, count)?;
        // SAFETY: there is room, and the caller's items.
        unsafe { self.write_cloned(heap, items, count) }
    }

    /// As [`List::push_cloned`], where there is room. When it is to end before all are in, some of them are.
    ///
    /// # Safety
    /// There is room for `count` more; `items` points to so many values, none of them behind the list's last.
    pub(super) unsafe fn write_cloned(
        &self,
        heap: &mut Heap,
        items: *const Value,
        count: usize,
    ) -> Result<(), OutOfMemory> {
        let mut done = 0;
        while done < count {
            if done > 0 && heap.is_hurried() {
                return Err(OutOfMemory);
            }
            let portion = PORTION.min(count - done);
            let len = self.len();
            // SAFETY: the caller's promise; cloning runs no other code.
            unsafe {
                let place = self.items.get().add(len);
                for index in 0..portion {
                    place.add(index).write((*items.add(done + index)).clone());
                }
            }
            self.len.set((len + portion) as u32);
            done += portion;
        }
        Ok(())
    }

    /// Gives room back when less than half of it is used, as CPython does.
    #[inline]
    pub fn trim(&self, heap: &mut Heap) {
        if self.len() < self.capacity() / 2 {
            self.trim_now(heap);
        }
    }

    #[cold]
    #[inline(never)]
    fn trim_now(&self, heap: &mut Heap) {
        let len = self.len();
        let Some(block) = NonNull::new(self.items.get().cast::<u8>()) else { return };
        if len == 0 {
            // SAFETY: the buffer is the list's own and holds nothing.
            unsafe { Heap::free(block) };
            self.items.set(std::ptr::null_mut());
            self.capacity.set(0);
            return;
        }
        let capacity = (len + (len >> 3) + 6) & !3;
        if capacity >= self.capacity() {
            return;
        }
        // SAFETY: the buffer is the list's own; what stays is within the new size.
        if let Ok(block) = unsafe { heap.realloc(block, PageKind::Raw, self.capacity() * 8, capacity * 8) } {
            self.items.set(block.as_ptr().cast());
            self.capacity.set(capacity as u32);
        }
    }

    /// Inserts before `index` (at most the length).
    ///
    /// # Errors
    /// When the heap is at its limit; `item` is dropped then.
    pub fn insert(&self, heap: &mut Heap, index: usize, item: Value) -> Result<(), OutOfMemory> {
        let len = self.len();
        debug_assert!(index <= len);
        if self.len.get() == self.capacity.get() {
            self.grow(heap)?;
        }
        // SAFETY: there is room for one more.
        unsafe {
            let place = self.items.get().add(index);
            std::ptr::copy(place, place.add(1), len - index);
            place.write(item);
        }
        self.len.set(len as u32 + 1);
        Ok(())
    }

    /// Removes and returns item `index`, which must exist.
    pub fn remove(&self, index: usize) -> Value {
        let len = self.len();
        debug_assert!(index < len);
        // SAFETY: within the items; the tail moves down.
        unsafe {
            let place = self.items.get().add(index);
            let item = place.read();
            std::ptr::copy(place.add(1), place, len - index - 1);
            self.len.set(len as u32 - 1);
            item
        }
    }

    /// Sets the length after the caller moved words about.
    ///
    /// # Safety
    /// The first `len` words of the buffer are owned values, each owned once.
    pub unsafe fn set_len_unchecked(&self, len: usize) {
        debug_assert!(len <= self.capacity());
        self.len.set(len as u32);
    }
}

impl Vm {
    /// An empty list.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new_list(&mut self) -> PyResult<Obj<List>> {
        Ok(List::create(&mut self.heap)?)
    }

    /// A list of new references to `items`.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new_list_of(&mut self, items: &[Value]) -> PyResult<Obj<List>> {
        let list = List::create(&mut self.heap)?;
        // SAFETY: nobody else has the new list.
        unsafe { list.push_cloned(&mut self.heap, items.as_ptr(), items.len())? };
        Ok(list)
    }

    /// Appends to a list.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub fn list_push(&mut self, list: &List, item: Value) -> PyResult<()> {
        Ok(list.push(&mut self.heap, item)?)
    }
}
