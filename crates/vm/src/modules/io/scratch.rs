//! Bytes under construction in a raw heap buffer: encoded text, paths, sources.

use std::ops::Deref;
use std::ptr::NonNull;

use pitviper_object::{Heap, OutOfMemory, PageKind};
use pitviper_text::codecs::{self, Codec, Encoding, Failure, Handler};
use pitviper_text::{ByteSink, Chars};

use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::portions;
use crate::types::str::Str;

/// A growing buffer of bytes.
pub struct Scratch {
    heap: NonNull<Heap>,
    data: NonNull<u8>,
    len: usize,
    room: usize,
    /// Length at which it is looked at next whether to give up.
    look_at: usize,
}

/// Bytes between two looks.
const LOOK: usize = 64 << 10;

impl Scratch {
    /// An empty one. It must not outlive `vm`.
    #[must_use]
    pub fn new(vm: &mut Vm) -> Scratch {
        Scratch { heap: NonNull::from(&mut *vm.heap), data: NonNull::dangling(), len: 0, room: 0, look_at: LOOK }
    }

    /// Room for `more` bytes.
    ///
    /// # Errors
    /// When the heap is at its limit.
    pub fn reserve(&mut self, more: usize) -> Result<(), OutOfMemory> {
        let need = self.len.checked_add(more).ok_or(OutOfMemory)?;
        if need <= self.room {
            return Ok(());
        }
        let room = need.max(self.room.saturating_mul(2)).max(64);
        // SAFETY: the heap outlives the buffer and is not borrowed during this call; the block is ours.
        unsafe {
            let heap = self.heap.as_mut();
            self.data = match self.room {
                0 => heap.alloc(PageKind::Raw, room)?,
                old => heap.realloc(self.data, PageKind::Raw, old, room)?,
            };
        }
        self.room = room;
        Ok(())
    }

    /// Appends bytes.
    ///
    /// # Errors
    /// When the heap is at its limit.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), OutOfMemory> {
        self.reserve(bytes.len())?;
        // SAFETY: there is room behind the `len` bytes; the heap outlives the buffer.
        unsafe {
            let place = self.data.as_ptr().add(self.len);
            portions::copy(self.heap.as_mut(), bytes.as_ptr(), place, bytes.len())?;
        }
        self.len += bytes.len();
        if self.len >= self.look_at {
            self.look_at = self.len + LOOK;
            self.look_now()?;
        }
        Ok(())
    }

    /// Gives up when somebody wants the work to end; its steps were counted when there was room made for it.
    #[cold]
    fn look_now(&mut self) -> Result<(), OutOfMemory> {
        // SAFETY: the heap outlives the buffer and is not borrowed during this call.
        if unsafe { self.heap.as_mut() }.is_hurried() { Err(OutOfMemory) } else { Ok(()) }
    }

    /// The room behind the bytes, zeroed; [`Scratch::advance`] says how much of it was filled.
    pub fn spare(&mut self) -> &mut [u8] {
        // SAFETY: the block has `room` bytes, `len` of them in use.
        unsafe {
            let start = self.data.as_ptr().add(self.len);
            start.write_bytes(0, self.room - self.len);
            std::slice::from_raw_parts_mut(start, self.room - self.len)
        }
    }

    /// `count` bytes of the room were filled.
    pub fn advance(&mut self, count: usize) {
        self.len = (self.len + count).min(self.room);
    }
}

impl Deref for Scratch {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        // SAFETY: `len` bytes were written; with none the dangling pointer is fine.
        unsafe { std::slice::from_raw_parts(self.data.as_ptr(), self.len) }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if self.room > 0 {
            // SAFETY: the block is ours.
            unsafe { Heap::free(self.data) }
        }
    }
}

impl ByteSink for Scratch {
    type Error = OutOfMemory;

    fn push_bytes(&mut self, bytes: &[u8]) -> Result<(), OutOfMemory> {
        self.push(bytes)
    }

    fn look(&mut self, _: usize) -> Result<(), OutOfMemory> {
        self.look_now()
    }
}

/// UTF-8, surrogates of undecodable bytes as those bytes: how names of files are encoded.
///
/// # Errors
/// UnicodeEncodeError, `MemoryError`.
pub fn encode_path(vm: &mut Vm, text: &Str) -> PyResult<Scratch> {
    encode(vm, text, Encoding { codec: Codec::Utf8, mark: false }, Handler::SurrogateEscape)
}

/// UTF-8 with what cannot be encoded replaced, for messages and names.
///
/// # Errors
/// `MemoryError`.
pub fn encode_lossy(vm: &mut Vm, text: &Str) -> PyResult<Scratch> {
    encode(vm, text, Encoding { codec: Codec::Utf8, mark: false }, Handler::Replace)
}

/// Encodes text.
///
/// # Errors
/// UnicodeEncodeError, `MemoryError`.
pub fn encode(vm: &mut Vm, text: &Str, encoding: Encoding, handler: Handler) -> PyResult<Scratch> {
    encode_chars(vm, text.chars(), encoding, handler)
}

/// See [`encode`].
///
/// # Errors
/// As there.
pub fn encode_chars(vm: &mut Vm, text: Chars<'_>, encoding: Encoding, handler: Handler) -> PyResult<Scratch> {
    let mut out = Scratch::new(vm);
    out.reserve(text.len())?;
    match codecs::encode(encoding, text, handler, &mut out) {
        Ok(()) => Ok(out),
        Err(Failure::Sink(error)) => Err(error.into()),
        Err(Failure::Fault(fault) | Failure::Unsupported(fault)) => {
            Err(super::errors::encode_error(vm, encoding.name(), text, fault))
        }
    }
}
