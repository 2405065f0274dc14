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

/// Generation of a tracked container (2 bits): 0, 1, 2; 3 for those that `gc.freeze` took out of the collector's sight.
pub const GENERATION_SHIFT: u32 = 24;
/// The generation's bits.
pub const GENERATION: u32 = 3 << GENERATION_SHIFT;
/// Seen by the cycle collector. Only containers have it: no leaf may, whatever its other bits mean.
pub const TRACKED: u32 = 1 << 26;
/// Somebody holds a weak reference: see the side table.
pub const WEAKLY_REFERENCED: u32 = 1 << 27;
/// Python may have to run when the object dies (`__del__`, a suspended generator).
pub const FINALIZE: u32 = 1 << 28;
/// The collector's mark (containers).
pub const MARK: u32 = 1 << 29;
/// No slots and no buffers: dying is giving the block back.
pub const PLAIN: u32 = 1 << 30;
/// Tracked objects, which are never plain, while the collector works: found reachable.
pub const REACHED: u32 = PLAIN;
/// Being destroyed, or waiting for it: the count holds a position or a link, emptied slots may hold links.
pub const DYING: u32 = 1 << 31;

/// Strings have no use for a generation: the class of their widest character instead (0: ASCII, 1: Latin-1, 2: two
/// bytes, 3: four bytes).
pub const WIDTH_SHIFT: u32 = GENERATION_SHIFT;
/// Strings: interned.
pub const INTERNED: u32 = MARK;

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

    /// The generation of a container.
    #[inline(always)]
    pub fn generation(&self) -> u32 {
        (self.meta.get() & GENERATION) >> GENERATION_SHIFT
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

    /// Clears some flags and sets others.
    #[inline(always)]
    pub fn replace_flags(&self, clear: u32, set: u32) {
        self.meta.set(self.meta.get() & !clear | set);
    }

    /// Shape and flags in one word.
    #[inline(always)]
    pub fn meta(&self) -> u32 {
        self.meta.get()
    }
}
