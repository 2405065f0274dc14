//! The table under `set` and `frozenset`: open addressing, in CPython's order (Objects/setobject.c).
//!
//! ```text
//! slot   element                 while all elements are exact strings and inline numbers
//! slot   element, hash           once another element came ("general")
//! ```
//! Elements are given in the order of their slots, and slots are found as CPython finds them: runs of ten
//! neighbours, then a jump. So sets of numbers (and of tuples of numbers …) come in the same order as there.
//! An empty slot is null, the slot of a removed element holds [`REMOVED`], which is no value's word.
//!
//! The *place hash* that slots are chosen by is the hash, but of exact strings the 32 bits that they cache. An
//! element of another type may equal a string, so such a pair is looked for in both places: see `lookup`.
//!
//! Nothing in here runs Python or drops a value while the table is half changed.

use std::cell::Cell;
use std::ptr::NonNull;

use pitviper_number::hash as number_hash;
use pitviper_object::value::decode_f64;
use pitviper_object::{Heap, OutOfMemory, PageKind, Slot, Value};

use crate::core::kinds;
use crate::types::portions;
use crate::types::str::Str;

/// The word of a quiet NaN as an inline float, which NaNs never are.
const REMOVED: u64 = 0x7FF8_0000_0000_0000_u64.rotate_left(4) ^ 1;
const _: () = assert!(REMOVED & 3 == 2);

const LOG2: u32 = 31;
const GENERAL: u32 = 1 << 8;
const FLOATS: u32 = 1 << 9;
const STRINGS: u32 = 1 << 10;

/// Slots of the smallest table.
const FIRST_LOG2: u32 = 3;
const LAST_LOG2: u32 = 30;
/// Slots of a table being rebuilt between two looks at whether that should end.
const LOOK: u32 = 1 << 14;
/// Neighbours looked at behind the first slot of a run.
const NEIGHBOURS: u64 = 9;

/// See the module.
#[repr(C)]
pub struct SetTable {
    /// First slot, null without a block.
    slots: Cell<*mut u64>,
    used: Cell<u32>,
    /// Slots that are not empty: elements, and places of removed ones.
    fill: Cell<u32>,
    /// Where `pop` looks first.
    finger: Cell<u32>,
    flags: Cell<u32>,
}

const _: () = assert!(size_of::<SetTable>() == 24);

/// The slots where an element may be, one after the other.
pub(super) struct Probe {
    base: u64,
    offset: u64,
    limit: u64,
    perturb: u64,
    mask: u64,
}

impl Probe {
    #[inline(always)]
    fn new(hash: u64, mask: u64) -> Probe {
        let base = hash & mask;
        Probe { base, offset: 0, limit: Probe::limit(base, mask), perturb: hash, mask }
    }

    #[inline(always)]
    fn limit(base: u64, mask: u64) -> u64 {
        if base + NEIGHBOURS <= mask { NEIGHBOURS } else { 0 }
    }

    #[inline(always)]
    fn next(&mut self) -> u32 {
        let slot = self.base + self.offset;
        if self.offset < self.limit {
            self.offset += 1;
        } else {
            self.perturb >>= 5;
            self.base = self.base.wrapping_mul(5).wrapping_add(1).wrapping_add(self.perturb) & self.mask;
            (self.offset, self.limit) = (0, Probe::limit(self.base, self.mask));
        }
        slot as u32
    }
}

/// Which block, laid out how.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp(*mut u64, u32);

/// The place hash of an element that needs no Python: an inline number, or an exact string hashed before.
///
/// # Safety
/// `word` is an inline number or points to such a string.
#[inline(always)]
unsafe fn plain_hash(word: u64) -> u64 {
    if word & 3 == 3 {
        int_hash(word as i64 >> 2)
    } else if word & 3 == 0 {
        // SAFETY: the caller's promise.
        u64::from(unsafe { (*(word as *const Str)).hash32_cached() })
    } else {
        number_hash::float(decode_f64(word)).unwrap_or(0) as u64
    }
}

/// The place hash of an inline int.
#[inline(always)]
pub(super) fn int_hash(int: i64) -> u64 {
    if int.unsigned_abs() < number_hash::MODULUS && int != -1 { int as u64 } else { number_hash::small(int) as u64 }
}

impl Default for SetTable {
    fn default() -> SetTable {
        SetTable::new()
    }
}

impl SetTable {
    /// Without elements and block.
    #[must_use]
    pub const fn new() -> SetTable {
        SetTable {
            slots: Cell::new(std::ptr::null_mut()),
            used: Cell::new(0),
            fill: Cell::new(0),
            finger: Cell::new(0),
            flags: Cell::new(FIRST_LOG2),
        }
    }

    /// Elements.
    #[inline(always)]
    #[must_use]
    pub fn len(&self) -> u32 {
        self.used.get()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.used.get() == 0
    }

    /// Whether no slot was filled since the table was made or last rebuilt.
    pub(super) fn was_never_filled(&self) -> bool {
        self.fill.get() == 0
    }

    /// Whether there are elements other than exact strings and inline numbers.
    #[inline(always)]
    pub(super) fn is_general(&self) -> bool {
        self.flags.get() & GENERAL != 0
    }

    /// Whether there may be exact strings.
    #[inline(always)]
    pub(super) fn has_strings(&self) -> bool {
        self.flags.get() & STRINGS != 0
    }

    /// Whether an inline int can only equal an element with the same word.
    #[inline(always)]
    pub(super) fn ints_are_words(&self) -> bool {
        self.flags.get() & (GENERAL | FLOATS) == 0
    }

    #[inline(always)]
    fn log2(&self) -> u32 {
        self.flags.get() & LOG2
    }

    #[inline(always)]
    fn mask(&self) -> u32 {
        (1 << self.log2()) - 1
    }

    #[inline(always)]
    fn stride(&self) -> usize {
        1 + (self.flags.get() >> 8 & 1) as usize
    }

    #[inline(always)]
    fn word_place(&self, index: u32) -> *mut u64 {
        debug_assert!(index <= self.mask());
        // SAFETY: slot numbers are below the table's size; callers have seen that there is a block.
        unsafe { self.slots.get().add(index as usize * self.stride()) }
    }

    /// Start and bytes of the block.
    #[must_use]
    pub fn block(&self) -> Option<(NonNull<u8>, usize)> {
        let start = NonNull::new(self.slots.get().cast::<u8>())?;
        Some((start, (self.stride() * 8) << self.log2()))
    }

    /// Identity of the block and its layout.
    #[inline(always)]
    pub(super) fn stamp(&self) -> Stamp {
        Stamp(self.slots.get(), self.flags.get() & (LOG2 | GENERAL))
    }

    /// Whether a slot still holds that element in the same block, as read before Python ran.
    #[inline(always)]
    pub(super) fn is_as(&self, stamp: Stamp, index: u32, element: &Value) -> bool {
        self.stamp() == stamp && self.word(index) == element.bits()
    }

    /// The word of a slot: null, [`REMOVED`], or an element's.
    #[inline(always)]
    fn word(&self, index: u32) -> u64 {
        // SAFETY: all slots of a block are initialised.
        unsafe { *self.word_place(index) }
    }

    #[inline(always)]
    fn is_element(word: u64) -> bool {
        word != 0 && word != REMOVED
    }

    /// A new reference to the element in a slot.
    #[inline(always)]
    #[must_use]
    pub fn element(&self, index: u32) -> Option<Value> {
        if !Self::is_element(self.word(index)) {
            return None;
        }
        // SAFETY: an element's slot owns a value; cloning it runs no other code.
        unsafe { (*self.word_place(index).cast::<Slot>()).clone() }
    }

    /// The element in a slot that has one.
    ///
    /// # Safety
    /// The slot holds an element, and the table does not change while the reference is held.
    #[inline(always)]
    pub(super) unsafe fn element_unchecked(&self, index: u32) -> &Value {
        // SAFETY: the caller's promise; a value is its word.
        unsafe { &*self.word_place(index).cast::<Value>() }
    }

    /// The place hash of the element in a slot.
    #[inline(always)]
    pub(super) fn hash(&self, index: u32) -> u64 {
        // SAFETY: general slots end with the hash; the elements of others are plain, strings among them hashed.
        unsafe { if self.is_general() { *self.word_place(index).add(1) } else { plain_hash(self.word(index)) } }
    }

    /// The next slot with an element at or after `position`, which moves behind it.
    #[inline(always)]
    #[must_use]
    pub fn next(&self, position: &mut u32) -> Option<u32> {
        if self.slots.get().is_null() {
            return None;
        }
        let mask = self.mask();
        let mut at = *position;
        while at <= mask {
            if Self::is_element(self.word(at)) {
                *position = at + 1;
                return Some(at);
            }
            at += 1;
        }
        *position = at;
        None
    }

    /// The slots where an element with that place hash may be; `None` when there are no elements.
    #[inline(always)]
    pub(super) fn probe(&self, hash: u64) -> Option<Probe> {
        if self.slots.get().is_null() { None } else { Some(Probe::new(hash, u64::from(self.mask()))) }
    }

    /// The next slot of a probe that holds an element; `None` at an empty one.
    #[inline(always)]
    pub(super) fn step(&self, probe: &mut Probe) -> Option<u32> {
        loop {
            let index = probe.next();
            match self.word(index) {
                0 => return None,
                REMOVED => {}
                _ => return Some(index),
            }
        }
    }

    /// The slot of exactly that word.
    #[inline(always)]
    pub(super) fn find_word(&self, hash: u64, word: u64) -> Option<u32> {
        let mut probe = self.probe(hash)?;
        loop {
            let index = probe.next();
            let found = self.word(index);
            if found == word {
                return Some(index);
            }
            if found == 0 {
                return None;
            }
        }
    }

    /// Adds an element that is not there.
    ///
    /// # Errors
    /// When the heap is at its limit; the table is as it was, or the element is in and the table did not grow.
    pub(super) fn insert(&self, heap: &mut Heap, element: Value, hash: u64) -> Result<(), OutOfMemory> {
        let class = match element.header() {
            Some(header) if header.shape() == u32::from(kinds::STR) => STRINGS,
            Some(_) => GENERAL,
            None if element.is_small_int() => 0,
            None => FLOATS,
        };
        if self.slots.get().is_null() {
            self.rebuild(heap, self.log2(), self.is_general() || class & GENERAL != 0)?;
        } else if class & GENERAL & !self.flags.get() != 0 {
            self.generalize(heap)?;
        }
        // A probe ends at an empty slot, so one stays, even when the table could not grow.
        if self.fill.get() >= self.mask() {
            self.resize(heap, self.used.get() + 1)?;
        }
        self.flags.set(self.flags.get() | class);
        // The place of a removed element, the last one on the way to an empty slot, is used again.
        let mut probe = Probe::new(hash, u64::from(self.mask()));
        let mut removed = None;
        let empty = loop {
            let index = probe.next();
            match self.word(index) {
                0 => break index,
                REMOVED => removed = Some(index),
                _ => {}
            }
        };
        // SAFETY: a slot without element within the block.
        unsafe { self.put(removed.unwrap_or(empty), element.into_bits(), hash) };
        self.used.set(self.used.get() + 1);
        if removed.is_some() {
            return Ok(());
        }
        self.fill.set(self.fill.get() + 1);
        if u64::from(self.fill.get()) * 5 < u64::from(self.mask()) * 3 {
            return Ok(());
        }
        self.grow(heap)
    }

    /// # Safety
    /// The slot is within the block, and what it held is owned elsewhere or nothing.
    #[inline(always)]
    unsafe fn put(&self, index: u32, word: u64, hash: u64) {
        // SAFETY: the caller's promise.
        unsafe {
            let place = self.word_place(index);
            place.write(word);
            if self.is_general() {
                place.add(1).write(hash);
            }
        }
    }

    #[cold]
    #[inline(never)]
    fn grow(&self, heap: &mut Heap) -> Result<(), OutOfMemory> {
        let used = self.used.get();
        let wanted = used.checked_mul(if used > 50_000 { 2 } else { 4 }).ok_or(OutOfMemory)?;
        self.resize(heap, wanted)
    }

    /// A table with more than `wanted` slots, without places of removed elements.
    fn resize(&self, heap: &mut Heap, wanted: u32) -> Result<(), OutOfMemory> {
        let mut log2 = FIRST_LOG2;
        while wanted >> log2 != 0 {
            log2 += 1;
        }
        if log2 > LAST_LOG2 {
            return Err(OutOfMemory);
        }
        self.rebuild(heap, log2, self.is_general())
    }

    /// Makes room for `more` elements that are to be added, as CPython does before it adds a set or dict.
    ///
    /// # Errors
    /// When the heap is at its limit; the table is unchanged then.
    pub(super) fn prepare(&self, heap: &mut Heap, more: u32) -> Result<(), OutOfMemory> {
        if (u64::from(self.fill.get()) + u64::from(more)) * 5 >= u64::from(self.mask()) * 3 {
            let wanted = self.used.get().checked_add(more).and_then(|n| n.checked_mul(2)).ok_or(OutOfMemory)?;
            self.resize(heap, wanted)?;
        }
        Ok(())
    }

    /// Gives places of removed elements back when they are more than a quarter.
    ///
    /// # Errors
    /// When the heap is at its limit; the table is unchanged then.
    pub(super) fn tidy(&self, heap: &mut Heap) -> Result<(), OutOfMemory> {
        if self.fill.get() - self.used.get() <= self.mask() / 4 {
            return Ok(());
        }
        self.grow(heap)
    }

    fn allocate(heap: &mut Heap, log2: u32, general: bool) -> Result<NonNull<u64>, OutOfMemory> {
        let words = (1usize + usize::from(general)) << log2;
        let block = heap.alloc(PageKind::Raw, words * 8)?;
        // SAFETY: the block is fresh and has room for so many words.
        unsafe {
            if let Err(error) = portions::fill(heap, block.as_ptr(), 0, words * 8) {
                Heap::free(block);
                return Err(error);
            }
        }
        Ok(block.cast())
    }

    /// Moves the elements into a new block, in the order of their slots. On failure everything is as it was.
    fn rebuild(&self, heap: &mut Heap, log2: u32, general: bool) -> Result<(), OutOfMemory> {
        let block = Self::allocate(heap, log2, general)?;
        let old = SetTable::new();
        self.swap(&old);
        let general = if general { GENERAL } else { 0 };
        self.flags.set(old.flags.get() & (FLOATS | STRINGS) | general | log2);
        self.slots.set(block.as_ptr());
        let mut position = 0;
        let mut look = LOOK;
        while let Some(from) = old.next(&mut position) {
            if position >= look {
                look = position.saturating_add(LOOK);
                if heap.is_hurried() {
                    self.swap(&old);
                    old.free_block();
                    return Err(OutOfMemory);
                }
            }
            let hash = old.hash(from);
            let mut probe = Probe::new(hash, u64::from(self.mask()));
            let mut to = probe.next();
            while self.word(to) != 0 {
                to = probe.next();
            }
            // SAFETY: an empty slot; the element's count moves with its word.
            unsafe { self.put(to, old.word(from), hash) };
        }
        self.used.set(old.used.get());
        self.fill.set(old.used.get());
        self.finger.set(old.finger.get());
        old.free_block();
        Ok(())
    }

    /// The same slots with room for hashes.
    fn generalize(&self, heap: &mut Heap) -> Result<(), OutOfMemory> {
        let block = Self::allocate(heap, self.log2(), true)?;
        for index in 0..=self.mask() {
            if index % LOOK == LOOK - 1 && heap.is_hurried() {
                // SAFETY: the block is fresh, and what is in it is owned by this table's.
                unsafe { Heap::free(block.cast()) };
                return Err(OutOfMemory);
            }
            let word = self.word(index);
            // SAFETY: the new block has two words a slot; the elements' counts move with their words.
            unsafe {
                block.add(index as usize * 2).write(word);
                if Self::is_element(word) {
                    block.add(index as usize * 2 + 1).write(self.hash(index));
                }
            }
        }
        self.free_block();
        self.slots.set(block.as_ptr());
        self.flags.set(self.flags.get() | GENERAL);
        Ok(())
    }

    /// Takes the element out of a slot.
    #[inline]
    #[must_use]
    pub(super) fn remove(&self, index: u32) -> Option<Value> {
        if !Self::is_element(self.word(index)) {
            return None;
        }
        self.used.set(self.used.get() - 1);
        // SAFETY: an element's slot owns its word, which moves out.
        unsafe { Value::from_bits(self.word_place(index).replace(REMOVED)) }
    }

    /// Takes an element out. The search begins where the last one ended, so that taking all of them is linear.
    #[must_use]
    pub(super) fn pop(&self) -> Option<Value> {
        if self.used.get() == 0 {
            return None;
        }
        let mut position = self.finger.get() & self.mask();
        let index = match self.next(&mut position) {
            Some(index) => index,
            None => {
                position = 0;
                self.next(&mut position)?
            }
        };
        self.finger.set(position);
        self.remove(index)
    }

    /// Exchanges contents.
    pub(super) fn swap(&self, other: &SetTable) {
        self.slots.swap(&other.slots);
        self.used.swap(&other.used);
        self.fill.swap(&other.fill);
        self.finger.swap(&other.finger);
        self.flags.swap(&other.flags);
    }

    /// Moves all elements to an empty table.
    pub(super) fn move_to(&self, other: &SetTable) {
        self.swap(other);
        self.finger.set(other.finger.get());
    }

    /// Drops all elements and gives the block back. They die in the order of their slots.
    pub(super) fn clear(&self) {
        let old = SetTable::new();
        self.move_to(&old);
        let mut position = 0;
        while let Some(index) = old.next(&mut position) {
            drop(old.remove(index));
        }
        old.free_block();
    }

    /// Gives the block back; what its elements own is somewhere else or gone.
    pub(super) fn free_block(&self) {
        if let Some((block, _)) = self.block() {
            // SAFETY: the block is the table's own.
            unsafe { Heap::free(block) }
        }
        self.slots.set(std::ptr::null_mut());
    }

    /// New references to all elements of `other`, into a table where nothing ever was. No element is compared.
    ///
    /// # Errors
    /// When the heap is at its limit; elements added before stay.
    pub(super) fn copy_from(&self, heap: &mut Heap, other: &SetTable) -> Result<(), OutOfMemory> {
        debug_assert!(self.fill.get() == 0);
        if other.is_empty() {
            return Ok(());
        }
        if self.slots.get().is_null() {
            self.flags.set(self.flags.get() | other.flags.get() & GENERAL);
        } else if other.is_general() && !self.is_general() {
            self.generalize(heap)?;
        }
        self.prepare(heap, other.len())?;
        if self.slots.get().is_null() {
            self.rebuild(heap, self.log2(), self.is_general())?;
        }
        let same_slots = self.log2() == other.log2() && other.fill.get() == other.used.get();
        let mut position = 0;
        let mut look = LOOK;
        while let Some(from) = other.next(&mut position) {
            if position >= look {
                look = position.saturating_add(LOOK);
                if heap.is_hurried() {
                    return Err(OutOfMemory);
                }
            }
            let Some(element) = other.element(from) else { continue };
            let hash = other.hash(from);
            let mut to = from;
            if !same_slots {
                let mut probe = Probe::new(hash, u64::from(self.mask()));
                to = probe.next();
                while self.word(to) != 0 {
                    to = probe.next();
                }
            }
            // SAFETY: an empty slot; the new reference moves into it.
            unsafe { self.put(to, element.into_bits(), hash) };
        }
        self.flags.set(self.flags.get() | other.flags.get() & (FLOATS | STRINGS));
        self.used.set(other.len());
        self.fill.set(other.len());
        Ok(())
    }

    /// The place of slot `number` in order of destruction, null past the end.
    #[inline(always)]
    pub(super) fn slot(&self, number: u32) -> *mut Slot {
        if self.slots.get().is_null() || number > self.mask() {
            return std::ptr::null_mut();
        }
        self.word_place(number).cast()
    }
}
