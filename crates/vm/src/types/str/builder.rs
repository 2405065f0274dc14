//! Growing text on the heap: everything that makes strings piece by piece goes through here.

use std::fmt;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use pitviper_object::{Heap, OutOfMemory, PageKind, Value};
use pitviper_text::{Chars, Sink, Width};

use super::{Str, bytes_per_char};
use crate::core::error::{PyResult, Raised};
use crate::core::vm::Vm;
use crate::types::portions;

/// Bytes that need no buffer.
const SHORT: usize = 64;
/// Characters between two looks at the limits.
const LOOK: usize = 64 << 10;

/// Text under construction: short narrow text in place, longer or wider text in a raw buffer that doubles.
pub struct StrBuilder {
    heap: NonNull<Heap>,
    vm: NonNull<Vm>,
    buffer: Option<NonNull<u8>>,
    /// Bytes there is room for.
    room: usize,
    len: usize,
    width: Width,
    /// The bits of all characters.
    max: u32,
    /// Length at which the limits are looked at next.
    look_at: usize,
    short: [MaybeUninit<u8>; SHORT],
}

/// Characters written between two looks at the limits.
pub(super) const PORTION: usize = portions::BYTES / 4;

/// Copies characters into `data` in another width.
///
/// # Errors
/// When it is given up.
///
/// # Safety
/// `data` has room for `chars.len()` characters of `width`, which holds them all.
#[inline]
pub(super) unsafe fn convert(
    heap: &mut Heap,
    chars: Chars<'_>,
    data: *mut u8,
    width: Width,
) -> Result<(), OutOfMemory> {
    if chars.len() <= PORTION {
        // SAFETY: as the caller vouches.
        unsafe { convert_portion(chars, data, width) };
        return Ok(());
    }
    // SAFETY: as the caller vouches.
    portions::each(heap, chars.len(), PORTION, |part| unsafe {
        convert_portion(chars.slice(part.clone()), data.add(part.start * bytes_per_char(width)), width);
    })
}

/// [`convert`] in one go.
///
/// # Safety
/// As there.
pub(super) unsafe fn convert_portion(chars: Chars<'_>, data: *mut u8, width: Width) {
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
/// # Errors
/// When it is given up.
///
/// # Safety
/// `data` has room for `count` characters of `width`, which holds `ch`.
#[inline]
pub(super) unsafe fn fill(
    heap: &mut Heap,
    data: *mut u8,
    width: Width,
    ch: u32,
    count: usize,
) -> Result<(), OutOfMemory> {
    // SAFETY: the caller's promise.
    portions::each(heap, count, PORTION, |part| unsafe {
        match width {
            Width::One => data.add(part.start).write_bytes(ch as u8, part.len()),
            Width::Two => part.for_each(|i| data.cast::<u16>().add(i).write(ch as u16)),
            Width::Four => part.for_each(|i| data.cast::<u32>().add(i).write(ch)),
        }
    })
}

/// A bound on the greatest of characters, exact in what width and ASCII it says.
///
/// # Errors
/// When looking is given up.
#[inline]
pub(super) fn max_char(heap: &mut Heap, chars: Chars<'_>) -> Result<u32, OutOfMemory> {
    if chars.len() <= PORTION {
        return Ok(chars.max_char());
    }
    let mut max = 0;
    portions::each(heap, chars.len(), PORTION, |part| max |= chars.slice(part).max_char())?;
    Ok(max)
}

impl StrBuilder {
    /// An empty one. It must not outlive `vm`.
    #[must_use]
    pub fn new(vm: &mut Vm) -> StrBuilder {
        StrBuilder {
            heap: NonNull::from(&mut *vm.heap),
            vm: NonNull::from(vm),
            buffer: None,
            room: SHORT,
            len: 0,
            width: Width::One,
            max: 0,
            look_at: LOOK,
            short: [MaybeUninit::uninit(); SHORT],
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
        let data = self.buffer.map_or(self.short.as_ptr().cast(), |buffer| buffer.as_ptr().cast_const());
        // SAFETY: `len` characters of `width` were written; wider ones are in a buffer.
        unsafe {
            match self.width {
                Width::One => Chars::One(std::slice::from_raw_parts(data, self.len)),
                Width::Two => Chars::Two(std::slice::from_raw_parts(data.cast(), self.len)),
                Width::Four => Chars::Four(std::slice::from_raw_parts(data.cast(), self.len)),
            }
        }
    }

    /// Where the next character belongs.
    #[inline]
    fn end(&mut self) -> *mut u8 {
        let data = self.buffer.map_or(self.short.as_mut_ptr().cast(), NonNull::as_ptr);
        // SAFETY: at most at the end of the room.
        unsafe { data.add(self.len * bytes_per_char(self.width)) }
    }

    /// Room for `more` characters of `width`.
    #[inline]
    fn reserve(&mut self, more: usize, width: Width) -> Result<(), OutOfMemory> {
        let unit = bytes_per_char(width).max(bytes_per_char(self.width));
        let need = self.len.checked_add(more).and_then(|n| n.checked_mul(unit)).ok_or(OutOfMemory)?;
        let widen = bytes_per_char(width) > bytes_per_char(self.width);
        if need <= self.room && !widen { Ok(()) } else { self.grow(need, width, widen) }
    }

    #[inline(never)]
    fn grow(&mut self, need: usize, width: Width, widen: bool) -> Result<(), OutOfMemory> {
        // SAFETY: the heap outlives the builder and is not borrowed elsewhere during this call.
        let heap = unsafe { self.heap.as_mut() };
        let room = if need <= self.room { self.room } else { need.max(self.room * 2).max(64) };
        if widen {
            let (fresh, got) = match heap.unasked(|heap| heap.alloc(PageKind::Raw, room)) {
                Ok(block) => (block, room),
                Err(OutOfMemory) => (heap.alloc(PageKind::Raw, need)?, need),
            };
            // SAFETY: the new buffer holds `len` characters of the wider width; the old one is given back.
            unsafe {
                if let Err(error) = convert(heap, self.chars(), fresh.as_ptr(), width) {
                    Heap::free(fresh);
                    return Err(error);
                }
                if let Some(old) = self.buffer {
                    Heap::free(old);
                }
            }
            self.buffer = Some(fresh);
            self.width = width;
            self.room = got;
            return Ok(());
        }
        let (block, got) = match self.buffer {
            None => {
                let (block, got) = match heap.unasked(|heap| heap.alloc(PageKind::Raw, room)) {
                    Ok(block) => (block, room),
                    Err(OutOfMemory) => (heap.alloc(PageKind::Raw, need)?, need),
                };
                // SAFETY: short text is narrow, and the new buffer has more room.
                unsafe { block.as_ptr().copy_from_nonoverlapping(self.short.as_ptr().cast(), self.len) };
                (block, got)
            }
            // SAFETY: the buffer is ours and has `room` bytes.
            Some(old) => unsafe { heap.realloc_roomy(old, PageKind::Raw, self.room, room, need)? },
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
        // SAFETY: the heap outlives the builder and is not borrowed elsewhere during this call.
        let max = max_char(unsafe { self.heap.as_mut() }, chars)?;
        self.push_run_below(chars, max)
    }

    /// Appends characters whose greatest needs the width that `max` needs.
    #[inline]
    fn push_run_below(&mut self, chars: Chars<'_>, max: u32) -> PyResult<()> {
        if chars.is_empty() {
            return Ok(());
        }
        self.reserve(chars.len(), Width::of(max))?;
        self.max |= max;
        // SAFETY: room was made for them behind the `len` characters there; the heap is not borrowed elsewhere.
        unsafe {
            if chars.len() <= PORTION {
                convert_portion(chars, self.end(), self.width);
            } else {
                convert(self.heap.as_mut(), chars, self.end(), self.width)?;
            }
        }
        self.len += chars.len();
        if self.len >= self.look_at { self.look() } else { Ok(()) }
    }

    /// Looks at the limits; no Python runs.
    #[cold]
    #[inline(never)]
    fn look(&mut self) -> PyResult<()> {
        self.look_at = self.len + LOOK;
        // SAFETY: the interpreter outlives the builder.
        unsafe { self.vm.as_mut() }.work_held(LOOK / 64)
    }

    /// Appends one character.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub fn push_char(&mut self, ch: u32) -> PyResult<()> {
        if ch < 0x100 && self.len < self.room && matches!(self.width, Width::One) && self.len < self.look_at {
            // SAFETY: there is room for one more byte.
            unsafe { self.end().write(ch as u8) };
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
        // SAFETY: room was made for them behind the `len` characters there.
        unsafe { fill(self.heap.as_mut(), self.end(), self.width, ch, count)? };
        self.len += count;
        Ok(())
    }

    /// Appends text.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn push_text(&mut self, text: &str) -> PyResult<()> {
        if text.is_ascii() {
            return self.push_run_below(Chars::One(text.as_bytes()), 0x7F);
        }
        text.chars().try_for_each(|ch| self.push_char(u32::from(ch)))
    }

    /// Appends a string object's text.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn push_str(&mut self, text: &Str) -> PyResult<()> {
        self.push_run_below(text.chars(), super::arguments::max_of(text))
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
        self.push_run_below(Chars::One(text), 0x7F)
    }

    fn look(&mut self, chars: usize) -> Result<(), Raised> {
        // SAFETY: the interpreter outlives the builder; no Python runs.
        unsafe { self.vm.as_mut() }.work_held(chars / 16)
    }
}

impl pitviper_number::Sink for StrBuilder {
    type Error = Raised;

    fn push_ascii(&mut self, text: &[u8]) -> Result<(), Raised> {
        self.push_run_below(Chars::One(text), 0x7F)
    }

    fn push_fill(&mut self, character: u32, count: usize) -> Result<(), Raised> {
        self.push_repeated(character, count)
    }
}
