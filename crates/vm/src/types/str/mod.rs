//! `str`: immutable sequences of code points, one, two or four bytes a character, whichever the widest needs.
//!
//! ```text
//! header 8 | hash 4 (0: not computed) | length 4 | characters …
//! ```
//! Width, ASCII and interned bits are flags in the header of an exact string. An instance of a Python subclass
//! needs these flags for the collector: it keeps width and ASCII in the place of the hash, which is not cached.
//! Table hashes have 32 bits ([`fold`] of the 64-bit hash); `hash()` computes the 64 bits when asked.

mod arguments;
mod builder;
mod case;
pub mod codec;
mod edit;
mod format;
mod fresh;
mod new;
pub mod operators;
pub mod percent;
mod search;
pub mod spec;
mod split;
mod translate;

pub(crate) use arguments::limit;
pub use arguments::{bad_argument, bound_index, text_argument, window};
pub use builder::StrBuilder;
pub(crate) use edit::{strip_in, tab_size, tabs_in};
pub use fresh::FreshStr;
pub use operators::{append_in_place, concat, substring};
pub use search::{count_in, find_in, is_long, lies_at_end, long_cuts};

use std::cell::Cell;
use std::cmp::Ordering;
use std::fmt;
use std::ptr::NonNull;

use pitviper_object::header::{INTERNED, PLAIN, SHAPE_MASK, WIDTH_SHIFT};
use pitviper_object::{Header, Heap, Object, OutOfMemory, PageKind, Slot, Traverse, Value};
use pitviper_text::hash::Hashing;
use pitviper_text::{Chars, Width};

use crate::core::error::{PyResult, Raised};
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::portions;
use crate::types::typ::Type;

/// A string object. Characters follow.
#[repr(C)]
pub struct Str {
    /// Count, shape, flags.
    pub header: Header,
    hash: Cell<u32>,
    len: u32,
}

// SAFETY: strings have no slots.
unsafe impl Traverse for Str {
    unsafe fn slot(_: *mut Header, _: u32) -> *mut Slot {
        std::ptr::null_mut()
    }
}

// SAFETY: repr(C), header first; STR objects are made here only.
unsafe impl Object for Str {
    const KIND: u8 = kinds::STR;
}

/// Characters from which on a string is long.
const LONG: u32 = 1 << 12;

/// The 32 bits of a hash that tables use; never 0.
#[inline(always)]
#[must_use]
pub fn fold(hash: i64) -> u32 {
    let folded = (hash ^ (hash >> 32)) as u32;
    if folded == 0 { 1 } else { folded }
}

/// Bytes of one character.
#[must_use]
pub fn bytes_per_char(width: Width) -> usize {
    match width {
        Width::One => 1,
        Width::Two => 2,
        Width::Four => 4,
    }
}

fn layout_flags(width: Width, ascii: bool) -> u32 {
    let number = match width {
        Width::One => u32::from(!ascii),
        Width::Two => 2,
        Width::Four => 3,
    };
    number << WIDTH_SHIFT
}

/// `KindInfo::size`.
///
/// # Safety
/// `object` is a `Str`.
pub unsafe fn size(object: *mut Header) -> usize {
    // SAFETY: the caller's promise.
    let text = unsafe { &*object.cast::<Str>() };
    size_of::<Str>() + (text.len as usize) * bytes_per_char(text.width())
}

/// `KindInfo::finish`: an interned string leaves the table.
///
/// # Safety
/// `object` is a dying `Str` in a heap whose interpreter is alive.
pub unsafe fn finish(object: *mut Header) {
    // SAFETY: as the caller says.
    unsafe {
        if (*object).shape() == u32::from(kinds::STR) && (*object).has(INTERNED) {
            crate::core::registry::forget_interned(NonNull::new_unchecked(object.cast()));
        }
    }
}

impl Str {
    /// Characters.
    #[inline(always)]
    #[must_use]
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// Whether it is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether it is an exact string, no instance of a subclass.
    #[inline(always)]
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.header.shape() == u32::from(kinds::STR)
    }

    /// The flags of width and ASCII, wherever they are.
    #[inline(always)]
    fn layout(&self) -> u32 {
        let meta = self.header.meta();
        if meta & SHAPE_MASK == u32::from(kinds::STR) { meta } else { self.hash.get() }
    }

    /// Bytes per character.
    #[inline(always)]
    #[must_use]
    pub fn width(&self) -> Width {
        match self.layout() >> WIDTH_SHIFT & 3 {
            0 | 1 => Width::One,
            2 => Width::Two,
            _ => Width::Four,
        }
    }

    /// Whether all characters are below 128.
    #[inline(always)]
    #[must_use]
    pub fn is_ascii(&self) -> bool {
        self.layout() >> WIDTH_SHIFT & 3 == 0
    }

    #[inline(always)]
    fn data(&self) -> *const u8 {
        // SAFETY: one past the struct is inside or at the end of the block.
        unsafe { std::ptr::from_ref(self).add(1).cast() }
    }

    /// The characters.
    #[inline(always)]
    #[must_use]
    pub fn chars(&self) -> Chars<'_> {
        let len = self.len as usize;
        // SAFETY: `len` characters of the width that the flags say follow the struct, eight-aligned.
        unsafe {
            match self.width() {
                Width::One => Chars::One(std::slice::from_raw_parts(self.data(), len)),
                Width::Two => Chars::Two(std::slice::from_raw_parts(self.data().cast(), len)),
                Width::Four => Chars::Four(std::slice::from_raw_parts(self.data().cast(), len)),
            }
        }
    }

    /// The text, when it is ASCII.
    #[inline]
    #[must_use]
    pub fn as_ascii(&self) -> Option<&str> {
        if !self.is_ascii() {
            return None;
        }
        // SAFETY: ASCII is valid UTF-8.
        unsafe { Some(std::str::from_utf8_unchecked(std::slice::from_raw_parts(self.data(), self.len as usize))) }
    }

    /// Whether the text equals `text`.
    #[must_use]
    pub fn eq_str(&self, text: &str) -> bool {
        match self.as_ascii() {
            Some(own) => own == text,
            None => self.chars().iter().eq(text.chars().map(u32::from)),
        }
    }

    /// Whether it is so long that comparing and hashing it counts as work.
    #[inline(always)]
    #[must_use]
    pub fn is_long(&self) -> bool {
        self.len >= LONG
    }

    /// Whether both have the same characters.
    #[inline]
    #[must_use]
    pub fn same_text(&self, other: &Str) -> bool {
        if self.len != other.len || self.width() as u8 != other.width() as u8 {
            return false;
        }
        // SAFETY: both have `size` bytes of characters (the narrowest width is always used).
        unsafe {
            let bytes = self.len as usize * bytes_per_char(self.width());
            // Most that differ do so at once.
            if bytes > 0 && *self.data() != *other.data() {
                return false;
            }
            std::slice::from_raw_parts(self.data(), bytes) == std::slice::from_raw_parts(other.data(), bytes)
        }
    }

    /// The 64-bit hash, in one go. [`Vm::hash_text`] is for what may be long.
    #[must_use]
    pub fn hash64(&self, vm: &Vm) -> i64 {
        pitviper_text::hash::hash_str(vm.hash_key, self.chars())
    }

    /// The hash that tables use, in one go; computed once. [`Vm::hash_text32`] is for what may be long.
    #[inline(always)]
    #[must_use]
    pub fn hash32(&self, vm: &Vm) -> u32 {
        let hash = self.hash32_cached();
        if hash != 0 { hash } else { self.keep_hash32(fold(self.hash64(vm))) }
    }

    fn keep_hash32(&self, hash: u32) -> u32 {
        if self.is_exact() {
            self.hash.set(hash);
        }
        hash
    }

    /// The hash that tables use, 0 when it was never asked for.
    #[inline(always)]
    #[must_use]
    pub fn hash32_cached(&self) -> u32 {
        if self.is_exact() { self.hash.get() } else { 0 }
    }

    /// A new string's block with its characters unwritten.
    fn allocate(heap: &mut Heap, len: usize, width: Width, ascii: bool) -> Result<NonNull<Str>, OutOfMemory> {
        let len32 = u32::try_from(len).map_err(|_| OutOfMemory)?;
        let bytes = len.checked_mul(bytes_per_char(width)).ok_or(OutOfMemory)? + size_of::<Str>();
        let block = heap.alloc(PageKind::Leaf, bytes)?.cast::<Str>();
        let flags = PLAIN | layout_flags(width, ascii);
        // SAFETY: the block is fresh and big enough.
        unsafe {
            block.write(Str { header: Header::new(u32::from(kinds::STR), flags), hash: Cell::new(0), len: len32 });
        }
        Ok(block)
    }

    /// Makes a string out of characters, in the narrowest width that holds them.
    ///
    /// # Errors
    /// When the heap is at its limit.
    pub fn create(heap: &mut Heap, chars: Chars<'_>) -> Result<Value, OutOfMemory> {
        let max = match chars {
            // Only this matters of them.
            Chars::One(units) => {
                let mut ascii = true;
                portions::each(heap, units.len(), portions::BYTES, |part| ascii = ascii && units[part].is_ascii())?;
                if ascii { 0x7F } else { 0xFF }
            }
            _ => builder::max_char(heap, chars)?,
        };
        Str::create_with_max(heap, chars, max)
    }

    /// As [`Str::create`], for characters whose greatest needs the width that `max` needs.
    fn create_with_max(heap: &mut Heap, chars: Chars<'_>, max: u32) -> Result<Value, OutOfMemory> {
        let width = Width::of(max);
        let block = Str::allocate(heap, chars.len(), width, max < 0x80)?;
        // SAFETY: the block has room for the characters in `width`.
        unsafe {
            let string = Value::from_owned(block.cast());
            builder::convert(heap, chars, block.as_ref().data().cast_mut(), width)?;
            Ok(string)
        }
    }
}

/// A string of a class: an exact one, or an instance of a Python subclass.
///
/// # Errors
/// `MemoryError`.
pub fn instance_of(vm: &mut Vm, class: &Type, chars: Chars<'_>) -> PyResult {
    if class.root.get() == 0 {
        return vm.new_str_chars(chars);
    }
    let max = builder::max_char(&mut vm.heap, chars)?;
    let width = Width::of(max);
    let len = u32::try_from(chars.len()).map_err(|_| OutOfMemory)?;
    let bytes = chars.len().checked_mul(bytes_per_char(width)).ok_or(OutOfMemory)? + size_of::<Str>();
    let block = vm.allocate_instance(class, bytes)?.cast::<Str>();
    // SAFETY: the block has room for the characters behind the struct, and is nobody else's yet.
    unsafe {
        let object = block.as_ptr();
        (*object).len = len;
        (*object).hash.set(layout_flags(width, max < 0x80));
        let string = Value::from_owned(block.cast());
        builder::convert(&mut vm.heap, chars, object.add(1).cast(), width)?;
        Ok(string)
    }
}

/// A string of UTF-8 in which lone surrogates may stand as three bytes. Other faults become replacement
/// characters.
///
/// # Errors
/// `MemoryError`.
pub fn from_wtf8(vm: &mut Vm, text: &[u8]) -> PyResult {
    if text.is_ascii() {
        return vm.new_str_chars(Chars::One(text));
    }
    if let Some(string) = codec::strict_utf8(vm, text)? {
        return Ok(string);
    }
    let mut builder = StrBuilder::new(vm);
    codec::push_wtf8(text, &mut builder)?;
    builder.finish()
}

impl fmt::Display for Str {
    /// For messages; lone surrogates show as replacement characters.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(text) = self.as_ascii() {
            return f.write_str(text);
        }
        for ch in self.chars().iter() {
            fmt::Write::write_char(f, char::from_u32(ch).unwrap_or('\u{FFFD}'))?;
        }
        Ok(())
    }
}

impl Vm {
    /// The 64-bit hash of text.
    ///
    /// # Errors
    /// KeyboardInterrupt; a stop.
    pub(crate) fn hash_text(&mut self, text: Chars<'_>) -> PyResult<i64> {
        let mut hashing = Hashing::new(self.hash_key);
        self.scan(text.len(), |part| {
            hashing.take(text.slice(part));
            None::<()>
        })?;
        Ok(hashing.finish())
    }

    /// The hash of a string that tables use; computed once. Counts steps for a long one each time: who asks for it means to
    /// compare the string.
    ///
    /// # Errors
    /// KeyboardInterrupt; a stop.
    #[inline(always)]
    pub(crate) fn hash_text32(&mut self, text: &Str) -> PyResult<u32> {
        let hash = text.hash32_cached();
        if hash != 0 && !text.is_long() { Ok(hash) } else { self.compute_hash32(text) }
    }

    #[inline(never)]
    fn compute_hash32(&mut self, text: &Str) -> PyResult<u32> {
        match text.hash32_cached() {
            0 => Ok(text.keep_hash32(fold(self.hash_text(text.chars())?))),
            hash => {
                self.worked(text.len() / 64);
                Ok(hash)
            }
        }
    }

    /// Whether two strings have the same characters.
    ///
    /// # Errors
    /// KeyboardInterrupt; a stop.
    #[inline]
    pub(crate) fn same_text(&mut self, x: &Str, y: &Str) -> PyResult<bool> {
        if x.is_long() { self.same_long_text(x, y) } else { Ok(x.same_text(y)) }
    }

    #[inline(never)]
    fn same_long_text(&mut self, x: &Str, y: &Str) -> PyResult<bool> {
        if std::ptr::eq(x, y) {
            return Ok(true);
        }
        let differ = x.len != y.len || x.width() != y.width();
        Ok(!differ && self.order_text(x, y)?.is_eq())
    }

    /// How two strings are ordered.
    ///
    /// # Errors
    /// KeyboardInterrupt; a stop.
    pub(crate) fn order_text(&mut self, x: &Str, y: &Str) -> PyResult<Ordering> {
        let (a, b) = (x.chars(), y.chars());
        if !x.is_long() || !y.is_long() {
            return Ok(a.cmp(&b));
        }
        let order = self.scan(x.len().min(y.len()), |part| {
            let order = a.slice(part.clone()).cmp(&b.slice(part));
            (order != Ordering::Equal).then_some(order)
        })?;
        Ok(order.unwrap_or(x.len.cmp(&y.len)))
    }

    /// A new string.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub fn new_str(&mut self, text: &str) -> PyResult {
        if text.is_ascii() {
            return self.new_str_chars(Chars::One(text.as_bytes()));
        }
        from_wtf8(self, text.as_bytes())
    }

    /// A new string of characters; one-character Latin-1 strings and the empty one are shared, as in CPython.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub fn new_str_chars(&mut self, chars: Chars<'_>) -> PyResult {
        match chars.len() {
            0 => Ok(crate::core::registry::empty_str(self)),
            1 => self.new_char(chars.get(0).unwrap_or(0)),
            _ => Str::create(&mut self.heap, chars).map_err(Raised::from),
        }
    }

    /// A string of a few characters known to be ASCII.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub(crate) fn new_short_ascii(&mut self, text: &[u8]) -> PyResult {
        debug_assert!(text.is_ascii());
        match text {
            [] => Ok(crate::core::registry::empty_str(self)),
            &[only] => crate::core::registry::latin1_char(self, only),
            _ => {
                let block = Str::allocate(&mut self.heap, text.len(), Width::One, true)?;
                // SAFETY: the block has room for the characters.
                unsafe {
                    std::ptr::copy_nonoverlapping(text.as_ptr(), block.as_ref().data().cast_mut(), text.len());
                    Ok(Value::from_owned(block.cast()))
                }
            }
        }
    }

    /// A string of one character.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new_char(&mut self, ch: u32) -> PyResult {
        if ch < 256 {
            return crate::core::registry::latin1_char(self, ch as u8);
        }
        let built = match u16::try_from(ch) {
            Ok(unit) => Str::create(&mut self.heap, Chars::Two(&[unit])),
            Err(_) => Str::create(&mut self.heap, Chars::Four(&[ch])),
        };
        built.map_err(Raised::from)
    }
}
