//! Strings under construction whose length and width are known: written in place, no buffer in between.

use std::ptr::NonNull;

use pitviper_object::{Obj, Value};
use pitviper_text::{Chars, Sink, Width};

use super::builder::{self, PORTION};
use super::{Str, bytes_per_char};
use crate::core::error::{PyResult, Raised};
use crate::core::vm::Vm;
use crate::types::portions;

/// A string that nobody else holds, filled from the left. While it is not full, nothing else may be allocated
/// that looks at strings' text; the caller writes it in one go.
pub struct FreshStr {
    vm: NonNull<Vm>,
    string: Obj<Str>,
    at: usize,
    room: usize,
    width: Width,
    /// Number of characters at which the limits are looked at next.
    look_at: usize,
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
        Ok(FreshStr { vm: NonNull::from(vm), string, at: 0, room: len, width, look_at: PORTION })
    }

    fn place(&self) -> *mut u8 {
        // SAFETY: `at <= room` characters are inside the block.
        unsafe { self.string.data().cast_mut().add(self.at * bytes_per_char(self.width)) }
    }

    /// Appends characters; what does not fit is cut off (the caller's sizes are exact).
    ///
    /// # Errors
    /// A stop.
    #[inline]
    pub fn push(&mut self, chars: Chars<'_>) -> PyResult<()> {
        debug_assert!(chars.len() <= self.room - self.at);
        let chars = chars.slice(0..self.room - self.at);
        // SAFETY: there is room; the caller's width holds the characters. The interpreter outlives the string.
        unsafe { builder::convert(&mut self.vm.as_mut().heap, chars, self.place(), self.width)? };
        self.advance(chars.len())
    }

    /// Appends characters that are not many: with all others at most [`PORTION`].
    #[inline]
    pub(super) fn push_short(&mut self, chars: Chars<'_>) {
        debug_assert!(chars.len() <= self.room - self.at && self.room <= PORTION);
        let chars = chars.slice(0..self.room - self.at);
        // SAFETY: there is room; the caller's width holds the characters.
        unsafe { builder::convert_portion(chars, self.place(), self.width) };
        self.at += chars.len();
    }

    /// Appends one character `count` times.
    ///
    /// # Errors
    /// A stop.
    #[inline]
    pub fn push_fill(&mut self, ch: u32, count: usize) -> PyResult<()> {
        debug_assert!(count <= self.room - self.at);
        let count = count.min(self.room - self.at);
        // SAFETY: there is room; the caller's width holds the character. The interpreter outlives the string.
        unsafe { builder::fill(&mut self.vm.as_mut().heap, self.place(), self.width, ch, count)? };
        self.advance(count)
    }

    /// `count` more characters are written.
    #[inline]
    fn advance(&mut self, count: usize) -> PyResult<()> {
        self.at += count;
        if self.at >= self.look_at { self.look() } else { Ok(()) }
    }

    /// Looks at the limits; the steps were counted when the room was given.
    #[cold]
    #[inline(never)]
    fn look(&mut self) -> PyResult<()> {
        self.look_at = self.at + PORTION;
        // SAFETY: the interpreter outlives the string; no Python runs.
        unsafe { self.vm.as_mut() }.work_held(0)
    }

    /// Appends what was written first, so often that there are `times` of it.
    ///
    /// # Errors
    /// A stop.
    pub fn repeat(&mut self, times: usize) -> PyResult<()> {
        let end = self.at.saturating_mul(times).min(self.room);
        let size = bytes_per_char(self.width);
        let place = self.string.data().cast_mut();
        // SAFETY: there is room; the first characters are written. The interpreter outlives the string.
        unsafe { portions::repeat(&mut self.vm.as_mut().heap, place, self.at * size, end * size)? };
        self.at = end;
        Ok(())
    }

    /// Lets `write` fill all the rest, a portion at a time; it returns how many characters of what it is given it wrote,
    /// and nothing when it has no more.
    ///
    /// # Errors
    /// A stop.
    pub fn fill_with(&mut self, mut write: impl FnMut(Rest<'_>) -> usize) -> PyResult<()> {
        while self.at < self.room {
            let left = (self.room - self.at).min(PORTION);
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
            if written == 0 {
                break;
            }
            self.advance(written.min(left))?;
        }
        Ok(())
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
        self.push_fill(ch, 1)
    }

    fn push_run(&mut self, part: Chars<'_>) -> Result<(), Raised> {
        FreshStr::push(self, part)
    }

    fn push_ascii(&mut self, text: &[u8]) -> Result<(), Raised> {
        FreshStr::push(self, Chars::One(text))
    }

    fn look(&mut self, chars: usize) -> Result<(), Raised> {
        // SAFETY: the interpreter outlives the string; no Python runs.
        unsafe { self.vm.as_mut() }.work_held(chars / 16)
    }
}
