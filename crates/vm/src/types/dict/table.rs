//! The table under `dict`: entries in order of insertion, an index in front of them.
//!
//! ```text
//! small    entries …                                   up to 8, searched one after the other
//! indexed  … index | room 4 | capacity 4 | entries …   one raw block; the index grows downwards
//! entry    key, value                                  while all keys are exact strings and inline numbers
//! entry    key, value, hash                            once another key came ("general")
//! ```
//! Index places are u8, u16 or u32 and hold
//! entry numbers; all ones: empty. A removed entry's key is null; its index place stays until the table is
//! packed, so `room` counts the empty places that may still be filled (a third always stays empty). Probing
//! follows CPython's recurrence with a perturbation of 32 bits.
//!
//! Nothing in here runs Python or drops a value while the table is half changed. Rejected: a hash beside every
//! key (8 bytes an entry, though strings cache theirs and inline numbers need none).

mod edit;
mod ends;
mod grow;
mod search;

use std::cell::Cell;
use std::ptr::NonNull;

use pitviper_object::collector::edges::Run;
use pitviper_object::{Heap, Slot, SlotRun, Value};

use super::key::KeyHash;

/// Entries that are searched without index.
pub const SMALL: u32 = 8;

const LOG2: u32 = 31;
const CAPACITY_SHIFT: u32 = 8;
const CAPACITY: u32 = 15 << CAPACITY_SHIFT;
const GENERAL: u32 = 1 << 16;
const FLOATS: u32 = 1 << 17;
const UNINTERNED: u32 = 1 << 18;

const FIRST_LOG2: u32 = 4;
const LAST_LOG2: u32 = 31;

/// See the module.
#[repr(C)]
pub struct Table {
    /// First entry, null without a block.
    entries: Cell<*mut u64>,
    /// Entries written, removed ones among them.
    used: Cell<u32>,
    live: Cell<u32>,
    /// Keys version.
    pub(crate) note: Cell<u32>,
    flags: Cell<u32>,
}

const _: () = assert!(size_of::<Table>() == 24);

/// Words of an entry without hash.
const WORDS: usize = 2;

/// Entries that an index of `1 << log2` places serves.
const fn usable(log2: u32) -> u32 {
    ((1u64 << log2) * 2 / 3) as u32
}

const fn index_bytes(log2: u32) -> usize {
    match log2 {
        0 => 0,
        1..=8 => 1 << log2,
        9..=16 => 2 << log2,
        _ => 4 << log2,
    }
}

/// Bytes in front of the first entry.
const fn front_bytes(log2: u32) -> usize {
    if log2 == 0 { 0 } else { index_bytes(log2) + 8 }
}

/// The smallest index for `entries`, `None` when there is no such.
fn log2_for(entries: u32) -> Option<u32> {
    (FIRST_LOG2..=LAST_LOG2).find(|&log2| usable(log2) >= entries)
}

impl Default for Table {
    fn default() -> Self {
        Self::new()
    }
}
impl Table {
    /// Without entries and block.
    #[must_use]
    pub const fn new() -> Self {
        Table {
            entries: Cell::new(std::ptr::null_mut()),
            used: Cell::new(0),
            live: Cell::new(0),
            note: Cell::new(0),
            flags: Cell::new(0),
        }
    }

    /// Live entries.
    #[inline(always)]
    #[must_use]
    pub fn len(&self) -> u32 {
        self.live.get()
    }

    /// Nothing is in it.
    #[inline(always)]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Entry numbers in use, those of removed entries among them.
    #[inline(always)]
    #[must_use]
    pub fn used(&self) -> u32 {
        self.used.get()
    }

    #[inline(always)]
    fn log2(&self) -> u32 {
        self.flags.get() & LOG2
    }

    /// Whether there are keys other than exact strings and inline numbers.
    #[inline(always)]
    #[must_use]
    pub fn is_general(&self) -> bool {
        self.flags.get() & GENERAL != 0
    }

    /// Whether an inline int can only equal a key with the same word.
    #[inline(always)]
    #[must_use]
    pub fn ints_are_words(&self) -> bool {
        self.flags.get() & (GENERAL | FLOATS) == 0
    }

    #[inline(always)]
    fn stride(&self) -> usize {
        WORDS + (self.flags.get() >> 16 & 1) as usize
    }

    /// The words of entry `index`.
    #[inline(always)]
    fn words(&self, index: u32) -> *mut u64 {
        debug_assert!(index < self.capacity());
        // SAFETY: entry numbers are below the capacity of the block.
        unsafe { self.entries.get().add(index as usize * self.stride()) }
    }

    /// Entries the block has room for.
    #[inline(always)]
    fn capacity(&self) -> u32 {
        if self.log2() == 0 {
            (self.flags.get() & CAPACITY) >> CAPACITY_SHIFT
        } else {
            // SAFETY: an indexed block keeps it in front of the entries.
            unsafe { *self.entries.get().cast::<u32>().sub(1) }
        }
    }

    /// Empty index places that may still be filled, of an indexed table.
    #[inline(always)]
    fn room(&self) -> *mut u32 {
        debug_assert!(self.log2() != 0);
        // SAFETY: an indexed block keeps it in front of the entries.
        unsafe { self.entries.get().cast::<u32>().sub(2) }
    }

    /// Start and bytes of the block.
    #[must_use]
    pub fn block(&self) -> Option<(NonNull<u8>, usize)> {
        let entries = self.entries.get();
        if entries.is_null() {
            return None;
        }
        let front = front_bytes(self.log2());
        let bytes = front + self.capacity() as usize * self.stride() * 8;
        // SAFETY: the block begins `front` bytes before the entries.
        let start = unsafe { NonNull::new_unchecked(entries.cast::<u8>().sub(front)) };
        Some((start, bytes))
    }

    /// The word of entry `index`'s key, 0 when it was removed.
    #[inline(always)]
    #[must_use]
    pub fn key_word(&self, index: u32) -> u64 {
        // SAFETY: entry words are initialised below `used`, and in entries that the index names.
        unsafe { *self.words(index) }
    }

    /// A new reference to entry `index`'s key.
    #[inline(always)]
    #[must_use]
    pub fn key(&self, index: u32) -> Option<Value> {
        // SAFETY: the word is an owned value or null; cloning it runs no other code.
        unsafe { (*self.words(index).cast::<Slot>()).clone() }
    }

    /// The place of entry `index`'s value; valid until the table changes.
    #[inline(always)]
    #[must_use]
    pub fn value_place(&self, index: u32) -> *mut Slot {
        // SAFETY: the second word of an entry.
        unsafe { self.words(index).add(1).cast() }
    }

    /// The hash of live entry `index`'s key.
    #[inline(always)]
    #[must_use]
    pub fn hash(&self, index: u32) -> KeyHash {
        // SAFETY: general entries end with the hash; the keys of others are plain, and strings among them were hashed.
        unsafe {
            let words = self.words(index);
            if self.is_general() { KeyHash::from_bits(*words.add(WORDS)) } else { KeyHash::of_plain_word(*words) }
        }
    }

    /// The next live entry at or after `position`, which moves behind it.
    #[inline(always)]
    #[must_use]
    pub fn next(&self, position: &mut u32) -> Option<u32> {
        let mut at = *position;
        while at < self.used.get() {
            if self.key_word(at) != 0 {
                *position = at + 1;
                return Some(at);
            }
            at += 1;
        }
        *position = at;
        None
    }

    /// Whether entry `index` still has that key in the same block, as read before Python ran.
    #[inline(always)]
    pub(crate) fn is_as(&self, stamp: Stamp, index: u32, key: &Value) -> bool {
        self.stamp() == stamp && index < self.used.get() && self.key_word(index) == key.bits()
    }

    /// Identity of the block and its layout.
    #[inline(always)]
    pub(crate) fn stamp(&self) -> Stamp {
        Stamp(self.entries.get(), self.flags.get() & (LOG2 | CAPACITY | GENERAL))
    }

    /// Something about the keys changed.
    #[inline(always)]
    fn touch(&self) {
        self.note.set(0);
    }

    /// Exchanges contents.
    pub fn swap(&self, other: &Table) {
        self.entries.swap(&other.entries);
        self.used.swap(&other.used);
        self.live.swap(&other.live);
        self.flags.swap(&other.flags);
        self.note.set(0);
        other.note.set(0);
    }

    /// Gives the block back; what its entries own is somewhere else or gone.
    pub(crate) fn free_block(&self) {
        if let Some((block, _)) = self.block() {
            // SAFETY: the block is the table's own.
            unsafe { Heap::free(block) }
        }
        self.entries.set(std::ptr::null_mut());
    }

    /// Where references to containers may be: keys that are strings and numbers are left out.
    pub(crate) fn edges(&self) -> Run {
        let (start, count) = (self.entries.get().cast_const(), self.used.get());
        let stride = self.stride() as u32;
        match (start.is_null(), self.is_general()) {
            (true, _) => Run::dense(start, 0),
            (_, true) => Run { start, count, width: 2, stride },
            (_, false) => Run { start: start.wrapping_add(1), count, width: 1, stride },
        }
    }

    /// Keys and values, the hashes between them left out: that makes those of a general table no run.
    #[inline(always)]
    pub(crate) fn run(&self) -> SlotRun {
        if self.is_general() {
            return SlotRun::NONE;
        }
        SlotRun::forwards(self.entries.get(), self.used.get() * WORDS as u32)
    }

    /// The place of slot `number` in order of destruction, null past the end.
    #[inline(always)]
    pub(crate) fn slot(&self, number: u32) -> *mut Slot {
        let index = number / WORDS as u32;
        if index >= self.used.get() {
            return std::ptr::null_mut();
        }
        // SAFETY: key and value are the first words of an entry.
        unsafe { self.words(index).add((number % WORDS as u32) as usize).cast() }
    }
}

/// Which block, laid out how.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp(*mut u64, u32);
