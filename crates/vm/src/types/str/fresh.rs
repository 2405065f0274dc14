//! Strings under construction whose length and width are known: written in place, no buffer in between.

use std::ptr::NonNull;

use pitviper_object::{Obj, Value};
use pitviper_text::{Chars, Sink, Width};

use super::{Str, builder, bytes_per_char};
use crate::core::error::{PyResult, Raised};
use crate::core::vm::Vm;

/// A string that nobody else holds, filled from the left. While it is not full, nothing else may be allocated
/// that looks at strings' text; the caller writes it in one go.
pub struct FreshStr {
    string: Obj<Str>,
    at: usize,
    room: usize,
    width: Width,
}

impl FreshStr {
    /// Room for `len` (at least two) characters, the widest of which needs the width that `max` needs.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new(vm: &mut Vm, len: usize, max: u32) -> PyResult<FreshStr> {
        FreshStr::of_width(vm, len, Width::of(max), max < 0x80)
    }

    /// The same by width.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn of_width(vm: &mut Vm, len: usize, width: Width, ascii: bool) -> PyResult<FreshStr> {
        let block = Str::allocate(&mut vm.heap, len, width, ascii)?;
        // SAFETY: the block is a string's, and the count of one is this value's.
        let string = unsafe { Obj::from_value_unchecked(Value::from_owned(block.cast())) };
        Ok(FreshStr { string, at: 0, room: len, width })
    }

    fn place(&self) -> *mut u8 {
        // SAFETY: `at <= room` characters are inside the block.
        unsafe { self.string.data().cast_mut().add(self.at * bytes_per_char(self.width)) }
    }

    /// Appends characters; what does not fit is cut off (the caller's sizes are exact).
    #[inline]
    pub fn push(&mut self, chars: Chars<'_>) {
        debug_assert!(chars.len() <= self.room - self.at);
        let chars = chars.slice(0..self.room - self.at);
        // SAFETY: there is room; the caller's width holds the characters.
        unsafe { builder::convert(chars, self.place(), self.width) };
        self.at += chars.len();
    }

    /// Appends one character `count` times.
    pub fn push_fill(&mut self, ch: u32, count: usize) {
        debug_assert!(count <= self.room - self.at);
        let count = count.min(self.room - self.at);
        // SAFETY: there is room; the caller's width holds the character.
        unsafe { builder::fill(self.place(), self.width, ch, count) };
        self.at += count;
    }

    /// Appends what was written first, so often that there are `times` of it.
    pub fn repeat(&mut self, times: usize) {
        let unit = self.at;
        let end = unit.saturating_mul(times).min(self.room);
        while self.at < end {
            let count = self.at.min(end - self.at);
            let size = bytes_per_char(self.width);
            // SAFETY: the first `count` characters are written, and there is room for them behind.
            unsafe { std::ptr::copy_nonoverlapping(self.string.data(), self.place(), count * size) };
            self.at += count;
        }
    }

    /// Lets `write` fill all the rest; it returns how many characters it wrote.
    pub fn fill_with(&mut self, write: impl FnOnce(Rest<'_>) -> usize) {
        let left = self.room - self.at;
        let place = self.place();
        // SAFETY: zeroed room for `left` characters of the width, which nobody else refers to.
        let written = unsafe {
            place.write_bytes(0, left * bytes_per_char(self.width));
            write(match self.width {
                Width::One => Rest::One(std::slice::from_raw_parts_mut(place, left)),
                Width::Two => Rest::Two(std::slice::from_raw_parts_mut(place.cast(), left)),
                Width::Four => Rest::Four(std::slice::from_raw_parts_mut(place.cast(), left)),
            })
        };
        self.at += written.min(left);
    }

    /// The string.
    #[must_use]
    pub fn finish(self) -> Value {
        debug_assert_eq!(self.at, self.room);
        if self.at < self.room {
            let object = NonNull::from(&*self.string).as_ptr();
            // SAFETY: nobody else holds the string; the characters not written are left out.
            unsafe { (*object).len = self.at as u32 };
        }
        self.string.into_value()
    }
}

/// The characters still to be written.
pub enum Rest<'a> {
    /// One byte each.
    One(&'a mut [u8]),
    /// Two bytes each.
    Two(&'a mut [u16]),
    /// Four bytes each.
    Four(&'a mut [u32]),
}

impl Sink for FreshStr {
    type Error = Raised;

    fn push(&mut self, ch: u32) -> Result<(), Raised> {
        self.push_fill(ch, 1);
        Ok(())
    }

    fn push_run(&mut self, part: Chars<'_>) -> Result<(), Raised> {
        FreshStr::push(self, part);
        Ok(())
    }

    fn push_ascii(&mut self, text: &[u8]) -> Result<(), Raised> {
        FreshStr::push(self, Chars::One(text));
        Ok(())
    }
}
