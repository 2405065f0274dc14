//! UTF-8 text under construction, on the heap.

use std::ptr::NonNull;

use pitviper_object::{Heap, OutOfMemory, PageKind};
use pitviper_text::Chars;

use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::str::Str;

/// Growing text. It must not outlive the interpreter it was made for.
pub struct Buffer {
    heap: NonNull<Heap>,
    block: Option<NonNull<u8>>,
    room: usize,
    len: usize,
}

impl Buffer {
    /// An empty one.
    #[must_use]
    pub fn new(vm: &mut Vm) -> Buffer {
        Buffer { heap: NonNull::from(&mut *vm.heap), block: None, room: 0, len: 0 }
    }

    /// The text so far.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self.block {
            // SAFETY: `len` bytes were written, whole pieces of UTF-8 only.
            Some(block) => unsafe {
                std::str::from_utf8_unchecked(std::slice::from_raw_parts(block.as_ptr(), self.len))
            },
            None => "",
        }
    }

    /// Empties it; the room stays.
    pub fn clear(&mut self) {
        self.len = 0;
    }

    /// Takes off the end what `trim` says may go.
    pub fn trim_end_from(&mut self, start: usize, trim: impl Fn(char) -> bool) {
        let text = self.as_str();
        if let Some(tail) = text.get(start..) {
            self.len = start + tail.trim_end_matches(trim).len();
        }
    }

    /// Appends text.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn push(&mut self, text: &str) -> PyResult<()> {
        let need = self.len.checked_add(text.len()).ok_or(OutOfMemory)?;
        if need > self.room {
            let room = need.max(self.room * 2).max(128);
            // SAFETY: the heap outlives the buffer and is not borrowed during this call; the block is ours.
            unsafe {
                let heap = self.heap.as_mut();
                self.block = Some(match self.block {
                    None => heap.alloc(PageKind::Raw, room)?,
                    Some(block) => heap.realloc(block, PageKind::Raw, self.room, room)?,
                });
            }
            self.room = room;
        }
        if let Some(block) = self.block {
            // SAFETY: there is room behind what was written.
            unsafe { std::ptr::copy_nonoverlapping(text.as_ptr(), block.as_ptr().add(self.len), text.len()) };
        }
        self.len = need;
        Ok(())
    }

    /// Appends a character so many times.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn repeat(&mut self, ch: char, times: usize) -> PyResult<()> {
        let mut bytes = [0; 4];
        let ch = ch.encode_utf8(&mut bytes);
        (0..times).try_for_each(|_| self.push(ch))
    }

    /// Appends characters of a string object.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn push_chars(&mut self, chars: Chars<'_>) -> PyResult<()> {
        let mut result = Ok(());
        encode(chars, &mut |piece| {
            if result.is_ok() {
                result = self.push(piece);
            }
        });
        result
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

/// Gives characters as UTF-8, piece by piece, without allocating. Lone surrogates become `\udc80`, as the standard
/// error stream writes them.
pub fn encode(chars: Chars<'_>, out: &mut dyn FnMut(&str)) {
    let mut piece = [0u8; 256];
    let mut len = 0;
    let mut flush = |piece: &[u8]| out(std::str::from_utf8(piece).unwrap_or_default());
    for ch in chars.iter() {
        if len + 8 > piece.len() {
            flush(&piece[..len]);
            len = 0;
        }
        match char::from_u32(ch) {
            Some(ch) => len += ch.encode_utf8(&mut piece[len..]).len(),
            None => {
                piece[len] = b'\\';
                piece[len + 1] = b'u';
                for (index, place) in piece[len + 2..len + 6].iter_mut().enumerate() {
                    *place = b"0123456789abcdef"[(ch >> (12 - 4 * index) & 15) as usize];
                }
                len += 6;
            }
        }
    }
    flush(&piece[..len]);
}

/// A string object's text as UTF-8, see [`encode`].
///
/// # Errors
/// `MemoryError`.
pub fn utf8(vm: &mut Vm, text: &Str) -> PyResult<Buffer> {
    let mut buffer = Buffer::new(vm);
    buffer.push_chars(text.chars())?;
    Ok(buffer)
}
