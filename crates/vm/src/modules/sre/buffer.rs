//! A growing array of plain data: programs, backtrack stacks, marks. The first items are in place, more in a raw heap
//! block.

use std::mem::MaybeUninit;
use std::ptr::NonNull;

use pitviper_object::{Heap, OutOfMemory, PageKind};

/// Items that own nothing, one behind the other: up to `N` without a block.
pub struct Buffer<T: Copy, const N: usize = 0> {
    block: Option<NonNull<T>>,
    len: usize,
    room: usize,
    near: [MaybeUninit<T>; N],
}

impl<T: Copy, const N: usize> Buffer<T, N> {
    /// Room of the first block.
    const FIRST: usize = if N > 0 { N * 4 } else { 8 };

    /// An empty one.
    #[inline(always)]
    pub const fn new() -> Buffer<T, N> {
        Buffer { block: None, len: 0, room: N, near: [const { MaybeUninit::uninit() }; N] }
    }

    /// Makes it `len` times `item`.
    pub fn fill(&mut self, heap: &mut Heap, len: usize, item: T) -> Result<(), OutOfMemory> {
        self.len = 0;
        if len > self.room {
            self.resize(heap, len)?;
        }
        (0..len).for_each(|_| self.write(item));
        Ok(())
    }

    /// Where the items are.
    #[inline(always)]
    fn data(&self) -> *const T {
        match self.block {
            Some(block) => block.as_ptr(),
            None => self.near.as_ptr().cast(),
        }
    }

    /// The same, to be changed.
    #[inline(always)]
    fn data_mut(&mut self) -> *mut T {
        match self.block {
            Some(block) => block.as_ptr(),
            None => self.near.as_mut_ptr().cast(),
        }
    }

    /// Items.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The items.
    #[inline(always)]
    pub fn as_slice(&self) -> &[T] {
        // SAFETY: `len` items were written there.
        unsafe { std::slice::from_raw_parts(self.data(), self.len) }
    }

    /// The items, to be changed.
    #[inline(always)]
    pub fn as_mut_slice(&mut self) -> &mut [T] {
        // SAFETY: `len` items were written there, and they are this buffer's own.
        unsafe { std::slice::from_raw_parts_mut(self.data_mut(), self.len) }
    }

    /// Makes room for `count` items in all.
    pub fn reserve(&mut self, heap: &mut Heap, count: usize) -> Result<(), OutOfMemory> {
        if count > self.room { self.resize(heap, count) } else { Ok(()) }
    }

    /// Moves the items to a block with room for `room` of them.
    #[inline(never)]
    fn resize(&mut self, heap: &mut Heap, room: usize) -> Result<(), OutOfMemory> {
        let bytes = room.checked_mul(size_of::<T>()).ok_or(OutOfMemory)?;
        let block = match self.block {
            None => {
                let block = heap.alloc(PageKind::Raw, bytes)?.cast::<T>();
                // SAFETY: the block has room for more than the `len` items in place.
                unsafe { block.as_ptr().copy_from_nonoverlapping(self.data(), self.len) };
                block
            }
            // SAFETY: the block is this buffer's own, of `room` items.
            Some(old) => unsafe { heap.realloc(old.cast(), PageKind::Raw, self.room * size_of::<T>(), bytes)?.cast() },
        };
        self.block = Some(block);
        self.room = room;
        Ok(())
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, heap: &mut Heap) -> Result<(), OutOfMemory> {
        let wanted = self.room.saturating_mul(2).max(Self::FIRST);
        match self.resize(heap, wanted) {
            // Near the limit a little more will do.
            Err(OutOfMemory) if self.room >= 1024 => self.resize(heap, self.room + self.room / 8),
            result => result,
        }
    }

    /// Writes behind the last item; there is room.
    #[inline(always)]
    fn write(&mut self, item: T) {
        debug_assert!(self.len < self.room);
        // SAFETY: the callers made room behind the `len` items.
        unsafe { self.data_mut().add(self.len).write(item) };
        self.len += 1;
    }

    /// Appends an item.
    #[inline(always)]
    pub fn push(&mut self, heap: &mut Heap, item: T) -> Result<(), OutOfMemory> {
        if self.len == self.room {
            self.grow(heap)?;
        }
        self.write(item);
        Ok(())
    }

    /// Appends items.
    pub fn extend(&mut self, heap: &mut Heap, items: &[T]) -> Result<(), OutOfMemory> {
        items.iter().try_for_each(|item| self.push(heap, *item))
    }

    /// Takes the last item off.
    #[inline(always)]
    pub fn pop(&mut self) -> Option<T> {
        let last = self.as_slice().last().copied()?;
        self.len -= 1;
        Some(last)
    }

    /// The last item.
    #[inline(always)]
    pub fn last_mut(&mut self) -> Option<&mut T> {
        self.as_mut_slice().last_mut()
    }

    /// Forgets what is behind the first `len` items.
    #[inline(always)]
    pub fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len);
    }
}

impl<T: Copy, const N: usize> Drop for Buffer<T, N> {
    #[inline]
    fn drop(&mut self) {
        if let Some(block) = self.block {
            // SAFETY: the block is this buffer's own.
            unsafe { Heap::free(block.cast()) }
        }
    }
}
