//! Growing bytes on the heap: everything that makes bytes piece by piece goes through here.

use std::ptr::NonNull;

use pitviper_object::{Heap, OutOfMemory, PageKind, Value};
use pitviper_text::{ByteSink, Chars, Sink};

use crate::core::error::{PyResult, Raised};
use crate::core::vm::Vm;
use crate::types::portions;

/// Bytes under construction, in a raw buffer that doubles.
pub struct BytesBuilder {
    heap: NonNull<Heap>,
    vm: NonNull<Vm>,
    buffer: Option<NonNull<u8>>,
    room: usize,
    len: usize,
    /// Length at which the limits are looked at next.
    look_at: usize,
}

/// Bytes between two looks at the limits.
const LOOK: usize = 64 << 10;

impl BytesBuilder {
    /// An empty one. It must not outlive `vm`.
    #[must_use]
    pub fn new(vm: &mut Vm) -> BytesBuilder {
        BytesBuilder {
            heap: NonNull::from(&mut *vm.heap),
            vm: NonNull::from(vm),
            buffer: None,
            room: 0,
            len: 0,
            look_at: LOOK,
        }
    }

    /// Bytes so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The bytes so far.
    #[must_use]
    pub fn data(&self) -> &[u8] {
        match self.buffer {
            // SAFETY: `len` bytes were written.
            Some(buffer) => unsafe { std::slice::from_raw_parts(buffer.as_ptr(), self.len) },
            None => &[],
        }
    }

    /// The bytes so far, to be written over.
    #[must_use]
    pub fn data_mut(&mut self) -> &mut [u8] {
        match self.buffer {
            // SAFETY: `len` bytes were written; the buffer is the builder's own.
            Some(buffer) => unsafe { std::slice::from_raw_parts_mut(buffer.as_ptr(), self.len) },
            None => &mut [],
        }
    }

    /// Room for `more` bytes; the place where they belong.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn reserve(&mut self, more: usize) -> Result<*mut u8, OutOfMemory> {
        let need = self.len.checked_add(more).filter(|need| *need <= isize::MAX as usize).ok_or(OutOfMemory)?;
        if let Some(buffer) = self.buffer
            && need <= self.room
        {
            // SAFETY: inside the buffer.
            return Ok(unsafe { buffer.as_ptr().add(self.len) });
        }
        // SAFETY: the heap outlives the builder and is not borrowed elsewhere during this call.
        let heap = unsafe { self.heap.as_mut() };
        let roomy = need.max(self.room * 2).max(32);
        let (block, got) = match self.buffer {
            None => (heap.alloc(PageKind::Raw, need.max(32))?, need.max(32)),
            // SAFETY: the buffer is ours and has `room` bytes.
            Some(old) => unsafe { heap.realloc_roomy(old, PageKind::Raw, self.room, roomy, need)? },
        };
        self.buffer = Some(block);
        self.room = got;
        // SAFETY: inside the buffer.
        Ok(unsafe { block.as_ptr().add(self.len) })
    }

    /// Takes bytes off the end again.
    pub fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len);
    }

    /// Counts bytes that were written where [`BytesBuilder::reserve`] said.
    ///
    /// # Safety
    /// There was room for so many, and they were written.
    pub unsafe fn advance(&mut self, count: usize) {
        self.len += count;
    }

    /// Appends bytes.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn push(&mut self, data: &[u8]) -> PyResult<()> {
        let place = self.reserve(data.len())?;
        // SAFETY: there is room for them; the heap outlives the builder.
        unsafe { portions::copy(self.heap.as_mut(), data.as_ptr(), place, data.len())? };
        self.len += data.len();
        if self.len >= self.look_at {
            self.look_at = self.len + LOOK;
            self.work(LOOK / 64)?;
        }
        Ok(())
    }

    /// Counts steps of work that has to do with these bytes, and looks up when it is time: [`Vm::work_held`].
    ///
    /// # Errors
    /// KeyboardInterrupt; a stop.
    pub fn work(&mut self, steps: usize) -> PyResult<()> {
        // SAFETY: the interpreter outlives the builder; no Python runs.
        unsafe { self.vm.as_mut() }.work_held(steps)
    }

    /// Appends one byte.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub fn push_byte(&mut self, byte: u8) -> PyResult<()> {
        match self.buffer {
            Some(buffer) if self.len < self.room && self.len < self.look_at => {
                // SAFETY: there is room for it.
                unsafe { buffer.as_ptr().add(self.len).write(byte) };
                self.len += 1;
                Ok(())
            }
            _ => self.push(&[byte]),
        }
    }

    /// Appends `count` bytes that a function gives one after the other.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn push_each(&mut self, count: usize, mut byte: impl FnMut() -> u8) -> PyResult<()> {
        let place = self.reserve(count)?;
        // SAFETY: there is room for them; the heap outlives the builder.
        unsafe {
            portions::each(self.heap.as_mut(), count, portions::ITEMS, |part| {
                part.for_each(|at| place.add(at).write(byte()));
            })?;
        }
        self.len += count;
        Ok(())
    }

    /// Appends one byte `count` times.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn push_repeated(&mut self, byte: u8, count: usize) -> PyResult<()> {
        let place = self.reserve(count)?;
        // SAFETY: there is room for them; the heap outlives the builder.
        unsafe { portions::fill(self.heap.as_mut(), place, byte, count)? };
        self.len += count;
        Ok(())
    }

    /// Makes the `bytes` object.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn finish(mut self) -> PyResult {
        // SAFETY: the interpreter outlives the builder; `self` holds no borrow of it.
        let vm = unsafe { self.vm.as_mut() };
        vm.new_bytes(self.data())
    }

    /// Gives the buffer away: its place, the bytes in it, the room it has.
    #[must_use]
    pub fn into_buffer(mut self) -> (Option<NonNull<u8>>, usize, usize) {
        (self.buffer.take(), self.len, self.room)
    }
}

impl Drop for BytesBuilder {
    fn drop(&mut self) {
        if let Some(buffer) = self.buffer {
            // SAFETY: the buffer is ours.
            unsafe { Heap::free(buffer) }
        }
    }
}

impl ByteSink for BytesBuilder {
    type Error = Raised;

    fn push_bytes(&mut self, bytes: &[u8]) -> Result<(), Raised> {
        self.push(bytes)
    }

    fn look(&mut self, chars: usize) -> Result<(), Raised> {
        self.work(chars / 16)
    }
}

/// Characters that are bytes: for the kernels that `str` and `bytes` share.
impl Sink for BytesBuilder {
    type Error = Raised;

    fn push(&mut self, ch: u32) -> Result<(), Raised> {
        self.push_byte(ch as u8)
    }

    fn push_run(&mut self, part: Chars<'_>) -> Result<(), Raised> {
        match part {
            Chars::One(bytes) => BytesBuilder::push(self, bytes),
            wider => wider.iter().try_for_each(|ch| self.push_byte(ch as u8)),
        }
    }

    fn push_ascii(&mut self, text: &[u8]) -> Result<(), Raised> {
        BytesBuilder::push(self, text)
    }

    fn look(&mut self, chars: usize) -> Result<(), Raised> {
        self.work(chars / 16)
    }
}

impl pitviper_number::Sink for BytesBuilder {
    type Error = Raised;

    fn push_ascii(&mut self, text: &[u8]) -> Result<(), Raised> {
        BytesBuilder::push(self, text)
    }

    fn push_fill(&mut self, character: u32, count: usize) -> Result<(), Raised> {
        self.push_repeated(character as u8, count)
    }
}

/// What both kinds of receiver are made of in the end.
pub(super) fn finish_like(vm: &mut Vm, receiver: &Value, builder: BytesBuilder) -> PyResult {
    if receiver.kind() == crate::core::kinds::BYTEARRAY {
        return crate::types::bytearray::from_builder(vm, builder);
    }
    builder.finish()
}
