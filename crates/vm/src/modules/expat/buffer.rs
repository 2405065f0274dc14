//! Bytes that grow in the heap, for what a parser keeps between two calls.

use std::ptr::NonNull;

use pitviper_object::{Heap, OutOfMemory, PageKind};

use crate::types::portions;

/// A raw block that doubles. It knows no heap, so that it can lie in an object.
#[derive(Default)]
pub(super) struct Buffer {
    block: Option<NonNull<u8>>,
    room: usize,
    len: usize,
}

impl Buffer {
    pub(super) const fn new() -> Buffer {
        Buffer { block: None, room: 0, len: 0 }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The bytes.
    pub(super) fn data(&self) -> &[u8] {
        match self.block {
            // SAFETY: `len` bytes were written.
            Some(block) => unsafe { std::slice::from_raw_parts(block.as_ptr(), self.len) },
            None => &[],
        }
    }

    /// Forgets the bytes behind the first `len`.
    pub(super) fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len);
        if self.len == 0 && self.room > 1 << 16 {
            *self = Buffer::new();
        }
    }

    /// Replaces a byte that is there.
    pub(super) fn set(&mut self, index: usize, byte: u8) {
        if let Some(block) = self.block
            && index < self.len
        {
            // SAFETY: inside of what was written.
            unsafe { block.as_ptr().add(index).write(byte) }
        }
    }

    /// Makes room for `more` bytes; where they belong.
    fn reserve(&mut self, heap: &mut Heap, more: usize) -> Result<NonNull<u8>, OutOfMemory> {
        let need = self.len.checked_add(more).filter(|need| *need <= isize::MAX as usize).ok_or(OutOfMemory)?;
        let block = match self.block {
            Some(block) if need <= self.room => block,
            Some(old) => {
                let roomy = need.max(self.room.saturating_mul(2));
                // SAFETY: the block is ours and has `room` bytes.
                let (block, got) = unsafe { heap.realloc_roomy(old, PageKind::Raw, self.room, roomy, need)? };
                self.block = Some(block);
                self.room = got;
                block
            }
            None => {
                let room = need.max(64);
                let block = heap.alloc(PageKind::Raw, room)?;
                self.block = Some(block);
                self.room = room;
                block
            }
        };
        // SAFETY: inside of the block.
        Ok(unsafe { block.add(self.len) })
    }

    /// Appends bytes.
    pub(super) fn push(&mut self, heap: &mut Heap, data: &[u8]) -> Result<(), OutOfMemory> {
        let place = self.reserve(heap, data.len())?;
        // SAFETY: there is room for them; nobody else has the block.
        unsafe { portions::copy(heap, data.as_ptr(), place.as_ptr(), data.len())? };
        self.len += data.len();
        Ok(())
    }

    /// Appends a character as UTF-8.
    pub(super) fn push_char(&mut self, heap: &mut Heap, ch: char) -> Result<(), OutOfMemory> {
        self.push(heap, ch.encode_utf8(&mut [0; 4]).as_bytes())
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        if let Some(block) = self.block {
            // SAFETY: the block is ours.
            unsafe { Heap::free(block) }
        }
    }
}
