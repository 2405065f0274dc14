//! The eight bytes that every object begins with.
//!
//! ```text
//! count : 32   references; the top bit set: immortal, never written again
//! shape : 24   type and layout
//! flags :  8   below
//! ```

use std::cell::Cell;

/// Shape numbers below this one are kinds: the exact builtin types.
pub const BUILTIN_SHAPES: u32 = 256;
/// The shape's bits in the second half of the header.
pub const SHAPE_MASK: u32 = 0x00FF_FFFF;
/// Counts from here on never change.
pub const IMMORTAL: u32 = 0x8000_0000;

/// Generation of a tracked container (2 bits).
pub const GENERATION_SHIFT: u32 = 24;
/// Seen by the cycle collector (containers).
pub const TRACKED: u32 = 1 << 26;
/// Somebody holds a weak reference: see the side table.
pub const WEAKLY_REFERENCED: u32 = 1 << 27;
/// Python may have to run when the object dies (`__del__`, a suspended generator).
pub const FINALIZE: u32 = 1 << 28;
/// The collector's mark (containers).
pub const MARK: u32 = 1 << 29;
/// No slots and no buffers: dying is giving the block back.
pub const PLAIN: u32 = 1 << 30;
/// Being destroyed, or waiting for it: the count holds a position or a link, emptied slots may hold links.
pub const DYING: u32 = 1 << 31;

/// Strings have no use for a generation: their bytes per character (1, 2, 4) as 0, 1, 2.
pub const WIDTH_SHIFT: u32 = GENERATION_SHIFT;
/// Strings: every character is below 128.
pub const ASCII: u32 = TRACKED;
/// Strings: interned.
pub const INTERNED: u32 = MARK;
/// Big ints: negative.
pub const NEGATIVE: u32 = TRACKED;

/// What every object begins with.
#[repr(C)]
#[derive(Debug)]
pub struct Header {
    count: Cell<u32>,
    meta: Cell<u32>,
}

const _: () = assert!(size_of::<Header>() == 8);

impl Header {
    /// A header with one reference.
    #[inline(always)]
    #[must_use]
    pub const fn new(shape: u32, flags: u32) -> Header {
        Header { count: Cell::new(1), meta: Cell::new(shape | flags) }
    }

    /// The header of an object that never dies.
    #[must_use]
    pub const fn immortal(shape: u32, flags: u32) -> Header {
        Header { count: Cell::new(IMMORTAL), meta: Cell::new(shape | flags) }
    }

    /// The count's word.
    #[inline(always)]
    pub fn count(&self) -> u32 {
        self.count.get()
    }

    /// Overwrites the count: for destruction, the collector and making things immortal.
    #[inline(always)]
    pub fn set_count(&self, count: u32) {
        self.count.set(count);
    }

    /// One more reference.
    #[inline(always)]
    pub fn increment(&self) {
        let count = self.count.get();
        if (count as i32) >= 0 {
            self.count.set(count + 1);
        }
    }

    /// One reference less; whether that was the last.
    #[inline(always)]
    #[must_use]
    pub fn decrement(&self) -> bool {
        let count = self.count.get();
        if (count as i32) < 0 {
            return false;
        }
        debug_assert!(count > 0, "a reference was given back twice");
        self.count.set(count - 1);
        count == 1
    }

    /// Whether the count never changes.
    #[inline(always)]
    pub fn is_immortal(&self) -> bool {
        (self.count.get() as i32) < 0
    }

    /// The shape's number.
    #[inline(always)]
    pub fn shape(&self) -> u32 {
        self.meta.get() & SHAPE_MASK
    }

    /// Changes the shape, flags stay.
    #[inline(always)]
    pub fn set_shape(&self, shape: u32) {
        self.meta.set(self.meta.get() & !SHAPE_MASK | shape);
    }

    /// Whether any of `flags` is set.
    #[inline(always)]
    pub fn has(&self, flags: u32) -> bool {
        self.meta.get() & flags != 0
    }

    /// Sets flags.
    #[inline(always)]
    pub fn set(&self, flags: u32) {
        self.meta.set(self.meta.get() | flags);
    }

    /// Clears flags.
    #[inline(always)]
    pub fn clear(&self, flags: u32) {
        self.meta.set(self.meta.get() & !flags);
    }

    /// Shape and flags in one word.
    #[inline(always)]
    pub fn meta(&self) -> u32 {
        self.meta.get()
    }
}
