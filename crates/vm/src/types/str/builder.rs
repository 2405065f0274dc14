//! Growing text on the heap: everything that makes strings piece by piece goes through here.

use std::fmt;
use std::ptr::NonNull;

use pitviper_object::{Heap, OutOfMemory, PageKind, Value};
use pitviper_text::{Chars, Sink, Width};

use super::{Str, bytes_per_char};
use crate::core::error::{PyResult, Raised};
use crate::core::vm::Vm;

/// Text under construction, in a raw buffer that doubles; starts narrow and widens when it must.
pub struct StrBuilder {
    heap: NonNull<Heap>,
    vm: NonNull<Vm>,
    buffer: Option<NonNull<u8>>,
    /// Bytes the buffer has.
    room: usize,
    len: usize,
    width: Width,
    max: u32,
}

/// Copies characters into `data` in another width.
///
/// # Safety
/// `data` has room for `chars.len()` characters of `width`, which holds them all.
pub(super) unsafe fn convert(chars: Chars<'_>, data: *mut u8, width: Width) {
    // SAFETY: the caller's promise; `data` is aligned to eight at a string's start, to the width further in.
    unsafe {
        match (chars, width) {
            (Chars::One(from), Width::One) => std::ptr::copy_nonoverlapping(from.as_ptr(), data, from.len()),
            (Chars::Two(from), Width::Two) => std::ptr::copy_nonoverlapping(from.as_ptr(), data.cast(), from.len()),
            (Chars::Four(from), Width::Four) => std::ptr::copy_nonoverlapping(from.as_ptr(), data.cast(), from.len()),
            (chars, Width::One) => {
                for (i, ch) in chars.iter().enumerate() {
                    data.add(i).write(ch as u8);
                }
            }
            (chars, Width::Two) => {
                for (i, ch) in chars.iter().enumerate() {
                    data.cast::<u16>().add(i).write(ch as u16);
                }
            }
            (chars, Width::Four) => {
                for (i, ch) in chars.iter().enumerate() {
                    data.cast::<u32>().add(i).write(ch);
                }
            }
        }
    }
}

/// Writes one character `count` times.
///
/// # Safety
/// `data` has room for `count` characters of `width`, which holds `ch`.
pub(super) unsafe fn fill(data: *mut u8, width: Width, ch: u32, count: usize) {
    // SAFETY: the caller's promise.
    unsafe {
        match width {
            Width::One => data.write_bytes(ch as u8, count),
            Width::Two => (0..count).for_each(|i| data.cast::<u16>().add(i).write(ch as u16)),
            Width::Four => (0..count).for_each(|i| data.cast::<u32>().add(i).write(ch)),
        }
    }
}

impl StrBuilder {
    /// An empty one. It must not outlive `vm`.
    #[must_use]
    pub fn new(vm: &mut Vm) -> StrBuilder {
        StrBuilder {
            heap: NonNull::from(&mut *vm.heap),
            vm: NonNull::from(vm),
            buffer: None,
            room: 0,
            len: 0,
            width: Width::One,
            max: 0,
        }
    }

    /// Characters so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The text so far.
    #[must_use]
    pub fn chars(&self) -> Chars<'_> {
        let Some(buffer) = self.buffer else { return Chars::One(&[]) };
        // SAFETY: `len` characters of `width` were written.
        unsafe {
            match self.width {
                Width::One => Chars::One(std::slice::from_raw_parts(buffer.as_ptr(), self.len)),
                Width::Two => Chars::Two(std::slice::from_raw_parts(buffer.as_ptr().cast(), self.len)),
                Width::Four => Chars::Four(std::slice::from_raw_parts(buffer.as_ptr().cast(), self.len)),
            }
        }
    }

    /// Room for `more` characters of `width`.
    fn reserve(&mut self, more: usize, width: Width) -> Result<(), OutOfMemory> {
        let unit = bytes_per_char(width).max(bytes_per_char(self.width));
        let need = self.len.checked_add(more).and_then(|n| n.checked_mul(unit)).ok_or(OutOfMemory)?;
        let widen = bytes_per_char(width) > bytes_per_char(self.width);
        if need <= self.room && !widen {
            return Ok(());
        }
        // SAFETY: the heap outlives the builder and is not borrowed elsewhere during this call.
        let heap = unsafe { self.heap.as_mut() };
        let room = if need <= self.room { self.room } else { need.max(self.room * 2).max(64) };
        if widen {
            let fresh = heap.alloc(PageKind::Raw, room).or_else(|_| heap.alloc(PageKind::Raw, need))?;
            // SAFETY: the new buffer holds `len` characters of the wider width; the old one is given back.
            unsafe {
                convert(self.chars(), fresh.as_ptr(), width);
                if let Some(old) = self.buffer {
                    Heap::free(old);
                }
            }
            self.buffer = Some(fresh);
            self.width = width;
            self.room = need.max(self.room);
            return Ok(());
        }
        let (block, got) = match self.buffer {
            None => match heap.alloc(PageKind::Raw, room) {
                Ok(block) => (block, room),
                Err(OutOfMemory) => (heap.alloc(PageKind::Raw, need)?, need),
            },
            // SAFETY: the buffer is ours and has `room` bytes.
            Some(old) => unsafe {
                match heap.realloc(old, PageKind::Raw, self.room, room) {
                    Ok(block) => (block, room),
                    Err(OutOfMemory) => (heap.realloc(old, PageKind::Raw, self.room, need)?, need),
                }
            },
        };
        self.buffer = Some(block);
        self.room = got;
        Ok(())
    }

    /// Appends characters.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn push_chars(&mut self, chars: Chars<'_>) -> PyResult<()> {
        if chars.len() == 0 {
            return Ok(());
        }
        let max = chars.max_char();
        self.reserve(chars.len(), Width::of(max))?;
        self.max |= max;
        if let Some(buffer) = self.buffer {
            // SAFETY: room was made for them behind the `len` characters there.
            unsafe { convert(chars, buffer.as_ptr().add(self.len * bytes_per_char(self.width)), self.width) };
        }
        self.len += chars.len();
        Ok(())
    }

    /// Appends one character.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub fn push_char(&mut self, ch: u32) -> PyResult<()> {
        if ch < 0x100
            && let (Some(buffer), Width::One) = (self.buffer, self.width)
            && self.len < self.room
        {
            // SAFETY: there is room for one more byte.
            unsafe { buffer.as_ptr().add(self.len).write(ch as u8) };
            self.len += 1;
            self.max |= ch;
            return Ok(());
        }
        self.push_wide_char(ch)
    }

    #[inline(never)]
    fn push_wide_char(&mut self, ch: u32) -> PyResult<()> {
        match (u8::try_from(ch), u16::try_from(ch)) {
            (Ok(unit), _) => self.push_chars(Chars::One(&[unit])),
            (_, Ok(unit)) => self.push_chars(Chars::Two(&[unit])),
            _ => self.push_chars(Chars::Four(&[ch])),
        }
    }

    /// Appends one character `count` times.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn push_repeated(&mut self, ch: u32, count: usize) -> PyResult<()> {
        if count == 0 {
            return Ok(());
        }
        self.reserve(count, Width::of(ch))?;
        self.max |= ch;
        if let Some(buffer) = self.buffer {
            // SAFETY: room was made for them behind the `len` characters there.
            unsafe { fill(buffer.as_ptr().add(self.len * bytes_per_char(self.width)), self.width, ch, count) };
        }
        self.len += count;
        Ok(())
    }

    /// Appends text.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn push_text(&mut self, text: &str) -> PyResult<()> {
        if text.is_ascii() {
            return self.push_chars(Chars::One(text.as_bytes()));
        }
        text.chars().try_for_each(|ch| self.push_char(u32::from(ch)))
    }

    /// Appends a string object's text.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn push_str(&mut self, text: &Str) -> PyResult<()> {
        self.push_chars(text.chars())
    }

    /// Appends formatted text.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn write_fmt(&mut self, text: fmt::Arguments<'_>) -> PyResult<()> {
        fmt::Write::write_fmt(self, text).map_err(|fmt::Error| Raised::from(OutOfMemory))
    }

    /// Makes the string.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn finish(mut self) -> PyResult<Value> {
        // SAFETY: the interpreter outlives the builder; `self` holds no borrow of it.
        let vm = unsafe { self.vm.as_mut() };
        if self.len < 2 {
            return vm.new_str_chars(self.chars());
        }
        // The bits of all characters together need the width that the widest one needs.
        Ok(Str::create_with_max(&mut vm.heap, self.chars(), self.max)?)
    }
}

impl Drop for StrBuilder {
    fn drop(&mut self) {
        if let Some(buffer) = self.buffer {
            // SAFETY: the buffer is ours.
            unsafe { Heap::free(buffer) }
        }
    }
}

impl fmt::Write for StrBuilder {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.push_text(text).map_err(|Raised { .. }| fmt::Error)
    }
}

impl Sink for StrBuilder {
    type Error = Raised;

    fn push(&mut self, ch: u32) -> Result<(), Raised> {
        self.push_char(ch)
    }

    fn push_run(&mut self, part: Chars<'_>) -> Result<(), Raised> {
        self.push_chars(part)
    }

    fn push_ascii(&mut self, text: &[u8]) -> Result<(), Raised> {
        self.push_chars(Chars::One(text))
    }
}

impl pitviper_number::Sink for StrBuilder {
    type Error = Raised;

    fn push_ascii(&mut self, text: &[u8]) -> Result<(), Raised> {
        self.push_chars(Chars::One(text))
    }

    fn push_fill(&mut self, character: u32, count: usize) -> Result<(), Raised> {
        self.push_repeated(character, count)
    }
}
