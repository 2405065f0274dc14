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

use std::cell::Cell;
use std::ptr::NonNull;

use pitviper_object::collector::edges::Run;
use pitviper_object::header::INTERNED;
use pitviper_object::{Heap, OutOfMemory, PageKind, Slot, Value};

use super::key::{KeyClass, KeyHash};
use crate::core::vm::Vm;
use crate::types::str::Str;

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

/// An index place's integer.
trait Place: Copy {
    const EMPTY: u32;
    fn number(self) -> u32;
    fn from_number(number: u32) -> Self;
}

macro_rules! place {
    ($type:ty) => {
        impl Place for $type {
            const EMPTY: u32 = <$type>::MAX as u32;
            #[inline(always)]
            fn number(self) -> u32 {
                self as u32
            }
            #[inline(always)]
            fn from_number(number: u32) -> Self {
                number as $type
            }
        }
    };
}
place!(u8);
place!(u16);
place!(u32);

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

/// A place in a probe sequence.
pub(crate) struct Cursor {
    slot: u32,
    perturb: u32,
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

    #[inline(always)]
    unsafe fn index_place<T: Place>(&self, slot: u32) -> *mut T {
        // SAFETY: the caller's slot is masked; places lie below the eight bytes in front of the entries.
        unsafe { self.entries.get().sub(1).cast::<T>().sub(slot as usize + 1) }
    }

    /// The entry number in an index place, `None` when it is empty.
    #[inline(always)]
    fn entry_at(&self, log2: u32, slot: u32) -> Option<u32> {
        // SAFETY: the slot is masked, and the width follows from the size.
        unsafe {
            let (number, empty) = match log2 {
                0..=8 => ((*self.index_place::<u8>(slot)).number(), u8::EMPTY),
                9..=16 => ((*self.index_place::<u16>(slot)).number(), u16::EMPTY),
                _ => ((*self.index_place::<u32>(slot)).number(), u32::EMPTY),
            };
            if number == empty { None } else { Some(number) }
        }
    }

    /// Where to start looking for `hash`.
    #[inline(always)]
    pub(crate) fn start(&self, hash: u32) -> Cursor {
        let log2 = self.log2();
        if log2 == 0 { Cursor { slot: 0, perturb: 0 } } else { Cursor { slot: hash & mask(log2), perturb: hash } }
    }

    /// The next entry to compare; its key may be null.
    #[inline(always)]
    pub(crate) fn step(&self, cursor: &mut Cursor) -> Option<u32> {
        let log2 = self.log2();
        if log2 == 0 {
            let at = cursor.slot;
            cursor.slot += 1;
            return if at < self.used.get() { Some(at) } else { None };
        }
        let found = self.entry_at(log2, cursor.slot)?;
        cursor.perturb >>= 5;
        cursor.slot = next_slot(cursor.slot, cursor.perturb, log2);
        Some(found)
    }

    /// The first entry in the probe sequence of `hash` that passes `test`.
    #[inline(always)]
    fn probe<T: Place>(&self, hash: u32, test: impl Fn(u32) -> bool) -> Option<u32> {
        let log2 = self.log2();
        let mut perturb = hash;
        let mut slot = hash & mask(log2);
        loop {
            // SAFETY: masked; `T` is the width of this index.
            let number = unsafe { (*self.index_place::<T>(slot)).number() };
            if number == T::EMPTY {
                return None;
            }
            if test(number) {
                return Some(number);
            }
            perturb >>= 5;
            slot = next_slot(slot, perturb, log2);
        }
    }

    #[inline(always)]
    fn search(&self, hash: u32, test: impl Fn(u32) -> bool) -> Option<u32> {
        match self.log2() {
            0 => (0..self.used.get()).find(|&index| test(index)),
            1..=8 => self.probe::<u8>(hash, test),
            9..=16 => self.probe::<u16>(hash, test),
            _ => self.probe::<u32>(hash, test),
        }
    }

    /// The entry whose key is the string `key` (an exact one). Runs no Python, so in a general table only
    /// strings are compared, instances of subclasses by their text.
    #[inline(always)]
    #[must_use]
    pub fn find_str(&self, vm: &Vm, key: &Value) -> Option<u32> {
        let flags = self.flags.get();
        if flags & (LOG2 | GENERAL) != 0 {
            return self.find_str_indexed(vm, key);
        }
        let entries = self.entries.get();
        let used = self.used.get() as usize;
        let mut index = 0;
        while index < used {
            // SAFETY: below `used`.
            if unsafe { *entries.add(index * WORDS) } == key.bits() {
                return Some(index as u32);
            }
            index += 1;
        }
        if flags & UNINTERNED == 0 && key.header().is_some_and(|header| header.has(INTERNED)) {
            return None;
        }
        self.find_text_small(vm, key)
    }

    #[inline(never)]
    fn find_text_small(&self, vm: &Vm, key: &Value) -> Option<u32> {
        // SAFETY: an exact string, says the caller of `find_str`.
        let text = unsafe { key.cast_unchecked::<Str>() };
        let hash = text.hash32(vm);
        (0..self.used.get()).find(|&index| self.is_text(index, hash, text))
    }

    /// Whether the key of entry `index` of a table that is not general is a string equal to `text`.
    #[inline(always)]
    fn is_text(&self, index: u32, hash: u32, text: &Str) -> bool {
        let word = self.key_word(index);
        if word & 3 != 0 || word == 0 {
            return false;
        }
        // SAFETY: the only pointers in a table that is not general are live exact strings.
        let own = unsafe { &*(word as *const Str) };
        own.hash32_cached() == hash && own.same_text(text)
    }

    #[inline(never)]
    fn find_str_indexed(&self, vm: &Vm, key: &Value) -> Option<u32> {
        // SAFETY: an exact string, says the caller of `find_str`.
        let text = unsafe { key.cast_unchecked::<Str>() };
        let hash = text.hash32(vm);
        let flags = self.flags.get();
        let bits = key.bits();
        // The same object most often; else equal strings that are both interned would be the same.
        if flags & (GENERAL | UNINTERNED) == 0 && text.header.has(INTERNED) {
            return self.search(hash, |index| self.key_word(index) == bits);
        }
        if flags & GENERAL == 0 {
            return self.search(hash, |index| self.key_word(index) == bits || self.is_text(index, hash, text));
        }
        self.search(hash, |index| {
            let word = self.key_word(index);
            if word == key.bits() {
                return true;
            }
            word != 0
                && self.hash(index).fold() == hash
                && self.key(index).is_some_and(|own| own.downcast::<Str>().is_some_and(|own| own.same_text(text)))
        })
    }

    /// The entry whose key has exactly this word.
    #[inline(always)]
    #[must_use]
    pub fn find_word(&self, hash: KeyHash, word: u64) -> Option<u32> {
        self.search(hash.fold(), |index| self.key_word(index) == word)
    }

    /// Something about the keys changed.
    #[inline(always)]
    fn touch(&self) {
        self.note.set(0);
    }

    /// Adds an entry for a key that is not there. Strings were hashed before.
    ///
    /// # Errors
    /// When the heap is at its limit; key and value are dropped and the table is unchanged then.
    #[inline(always)]
    pub fn insert(&self, heap: &mut Heap, key: Value, hash: KeyHash, value: Option<Value>) -> Result<u32, OutOfMemory> {
        let class = match KeyClass::of(&key) {
            KeyClass::Interned | KeyClass::Int => 0,
            KeyClass::Text => UNINTERNED,
            KeyClass::Float => FLOATS,
            KeyClass::Other => GENERAL,
        };
        let flags = self.flags.get();
        let log2 = flags & LOG2;
        if self.used.get() == self.capacity()
            || class & GENERAL & !flags != 0
            // SAFETY: only read of an indexed table.
            || log2 != 0 && unsafe { *self.room() } == 0
        {
            self.make_room(heap, (flags | class) & GENERAL != 0)?;
        }
        self.flags.set(self.flags.get() | class);
        let index = self.used.get();
        // SAFETY: `used` is below the capacity now; the words are overwritten without being read.
        unsafe {
            let words = self.words(index);
            words.write(key.into_bits());
            words.add(1).cast::<Slot>().write(value);
            if self.is_general() {
                words.add(WORDS).write(hash.to_bits());
            }
            if self.log2() != 0 {
                self.fill_place(hash.fold(), index);
                *self.room() -= 1;
            }
        }
        self.used.set(index + 1);
        self.live.set(self.live.get() + 1);
        self.touch();
        Ok(index)
    }

    /// Puts an entry number into the first empty place of its probe sequence.
    #[inline(always)]
    unsafe fn fill_place(&self, hash: u32, number: u32) {
        let log2 = self.log2();
        let mut perturb = hash;
        let mut slot = hash & mask(log2);
        while self.entry_at(log2, slot).is_some() {
            perturb >>= 5;
            slot = next_slot(slot, perturb, log2);
        }
        // SAFETY: masked; the width follows from the size.
        unsafe {
            match log2 {
                0..=8 => self.index_place::<u8>(slot).write(u8::from_number(number)),
                9..=16 => self.index_place::<u16>(slot).write(u16::from_number(number)),
                _ => self.index_place::<u32>(slot).write(u32::from_number(number)),
            }
        }
    }

    /// Room for one more entry, in a table that is general from now on if `general`.
    #[cold]
    #[inline(never)]
    fn make_room(&self, heap: &mut Heap, general: bool) -> Result<(), OutOfMemory> {
        let live = self.live.get();
        let need = live.checked_add(1).ok_or(OutOfMemory)?;
        let log2 = self.log2();
        let same = general == self.is_general();
        if same && need <= self.capacity() {
            let spare = self.capacity() - live;
            let oversized = log2 > FIRST_LOG2 && need < usable(log2) / 8;
            if log2 == 0 || spare >= live / 4 && !oversized {
                self.pack();
                return Ok(());
            }
        }
        if need <= SMALL {
            return self.rebuild(heap, 0, need.next_power_of_two().max(2), general);
        }
        if same && log2 != 0 && self.extend(heap).unwrap_or(false) {
            return Ok(());
        }
        let first = usable(FIRST_LOG2);
        let wanted = if need <= first { first } else { need.checked_add(need / 2).ok_or(OutOfMemory)? };
        let log2 = log2_for(wanted).ok_or(OutOfMemory)?;
        self.rebuild(heap, log2, wanted.min(usable(log2)), general)
            .or_else(|_| self.rebuild(heap, log2_for(need).ok_or(OutOfMemory)?, need, general))
    }

    /// Lengthens the block to what its index serves; false when it is as long already or the index is full.
    fn extend(&self, heap: &mut Heap) -> Result<bool, OutOfMemory> {
        let log2 = self.log2();
        let most = usable(log2);
        // SAFETY: an indexed table.
        let room = unsafe { *self.room() };
        if self.capacity() >= most || room == 0 || self.used.get() >= most {
            return Ok(false);
        }
        let Some((block, bytes)) = self.block() else { return Ok(false) };
        let more = (most - self.capacity()) as usize * self.stride() * 8;
        // SAFETY: the block is the table's own, and the first `bytes` of it are in use.
        let block = unsafe { heap.realloc(block, PageKind::Raw, bytes, bytes + more)? };
        // SAFETY: the entries lie behind the same front as before.
        unsafe {
            self.entries.set(block.as_ptr().add(front_bytes(log2)).cast());
            *self.entries.get().cast::<u32>().sub(1) = most;
        }
        self.touch();
        Ok(true)
    }

    /// Room for `total` entries in all, when that is known beforehand.
    ///
    /// # Errors
    /// When the heap is at its limit; the table is unchanged then.
    pub fn reserve(&self, heap: &mut Heap, total: u32, general: bool) -> Result<(), OutOfMemory> {
        let general = general || self.is_general();
        let dead = self.used.get() - self.live.get();
        if total.saturating_add(dead) <= self.capacity() && general == self.is_general() {
            return Ok(());
        }
        let total = total.max(self.live.get());
        if total == 0 {
            return Ok(());
        }
        if total <= SMALL {
            return self.rebuild(heap, 0, total, general);
        }
        let log2 = log2_for(total).ok_or(OutOfMemory)?;
        self.rebuild(heap, log2, total, general)
    }

    /// Moves the live entries into a new block.
    fn rebuild(&self, heap: &mut Heap, log2: u32, capacity: u32, general: bool) -> Result<(), OutOfMemory> {
        let stride = WORDS + usize::from(general);
        let front = front_bytes(log2);
        let bytes =
            (capacity as usize).checked_mul(stride * 8).and_then(|b| b.checked_add(front)).ok_or(OutOfMemory)?;
        let block = heap.alloc(PageKind::Raw, bytes)?;
        // SAFETY: a live block; all its bytes may be used.
        let fitting = unsafe { (Heap::usable_size(block) - front) / (stride * 8) };
        let most = if log2 == 0 { SMALL } else { usable(log2) };
        let capacity = (fitting.min(most as usize) as u32).max(capacity);
        let old = Table::new();
        self.swap(&old);
        let kept = old.flags.get() & (FLOATS | UNINTERNED) | if general { GENERAL } else { 0 };
        let small = if log2 == 0 { capacity << CAPACITY_SHIFT } else { 0 };
        self.flags.set(kept | log2 | small);
        // SAFETY: the new block has room for front and entries; entries are moved, so each stays owned once.
        unsafe {
            self.entries.set(block.as_ptr().add(front).cast());
            if log2 != 0 {
                block.write_bytes(0xFF, index_bytes(log2));
                *self.room() = usable(log2) - old.live.get();
                *self.entries.get().cast::<u32>().sub(1) = capacity;
            }
            let mut to = 0;
            for from in 0..old.used.get() {
                if old.key_word(from) == 0 {
                    continue;
                }
                let words = self.words(to);
                std::ptr::copy_nonoverlapping(old.words(from), words, WORDS);
                if general || log2 != 0 {
                    let hash = old.hash(from);
                    if general {
                        words.add(WORDS).write(hash.to_bits());
                    }
                    if log2 != 0 {
                        self.fill_place(hash.fold(), to);
                    }
                }
                to += 1;
            }
            self.used.set(to);
            self.live.set(to);
        }
        self.note.set(0);
        // The entries moved; what is left is the block.
        old.free_block();
        Ok(())
    }

    /// Closes the gaps that removed entries left. Needs no memory.
    fn pack(&self) {
        let stride = self.stride();
        let log2 = self.log2();
        // SAFETY: entries move down within the block, each staying owned once; the index is made again.
        unsafe {
            if let (Some((block, _)), true) = (self.block(), log2 != 0) {
                block.write_bytes(0xFF, index_bytes(log2));
                *self.room() = usable(log2) - self.live.get();
            }
            let mut to = 0;
            for from in 0..self.used.get() {
                if self.key_word(from) == 0 {
                    continue;
                }
                if to != from {
                    std::ptr::copy_nonoverlapping(self.words(from), self.words(to), stride);
                }
                if log2 != 0 {
                    self.fill_place(self.hash(to).fold(), to);
                }
                to += 1;
            }
            debug_assert_eq!(to, self.live.get());
            self.used.set(to);
        }
        self.note.set(0);
    }

    /// Takes live entry `index` out: key and value.
    #[inline]
    #[must_use]
    pub fn remove(&self, index: u32) -> (Option<Value>, Option<Value>) {
        debug_assert!(self.key_word(index) != 0);
        // SAFETY: the words of a live entry are owned values; they are moved out and nulled.
        let entry = unsafe {
            let words = self.words(index).cast::<Slot>();
            let key = words.replace(None);
            (key, words.add(1).replace(None))
        };
        self.live.set(self.live.get() - 1);
        self.touch();
        entry
    }

    /// The number of the last live entry. The numbers behind it are given up.
    #[must_use]
    pub fn last(&self) -> Option<u32> {
        if self.live.get() == 0 {
            return None;
        }
        let mut at = self.used.get();
        while at > 0 {
            at -= 1;
            if self.key_word(at) != 0 {
                return Some(at);
            }
        }
        None
    }

    /// Takes the last live entry out and gives its number up, so that taking all of them is linear.
    #[must_use]
    pub fn remove_last(&self) -> Option<(Option<Value>, Option<Value>)> {
        let index = self.last()?;
        let entry = self.remove(index);
        self.used.set(index);
        Some(entry)
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

    /// Drops all entries and gives the block back. They die in the order of insertion.
    pub fn clear(&self) {
        let old = Table::new();
        self.swap(&old);
        self.note.set(0);
        for index in 0..old.used.get() {
            // SAFETY: owned words; keys of removed entries are null.
            unsafe {
                let words = old.words(index).cast::<Slot>();
                drop(words.replace(None));
                drop(words.add(1).replace(None));
            }
        }
        old.free_block();
    }

    /// Gives the block back; what its entries own is somewhere else or gone.
    pub(crate) fn free_block(&self) {
        if let Some((block, _)) = self.block() {
            // SAFETY: the block is the table's own.
            unsafe { Heap::free(block) }
        }
        self.entries.set(std::ptr::null_mut());
    }

    /// New references to all entries of `other`, into a table that has none. No key is compared.
    ///
    /// # Errors
    /// When the heap is at its limit; the table is as it was then.
    pub fn copy_from(&self, heap: &mut Heap, other: &Table) -> Result<(), OutOfMemory> {
        debug_assert!(self.live.get() == 0);
        let Some((block, bytes)) = other.block() else { return Ok(()) };
        if other.live.get() == 0 {
            return Ok(());
        }
        let fresh = Table::new();
        if other.live.get() == other.used.get() && other.used.get() >= other.capacity() / 2 {
            let copy = heap.alloc(PageKind::Raw, bytes)?;
            // SAFETY: both blocks have `bytes` (the index may name removed entries behind `used`); the counts are
            // added below.
            unsafe {
                std::ptr::copy_nonoverlapping(block.as_ptr(), copy.as_ptr(), bytes);
                fresh.entries.set(copy.as_ptr().add(front_bytes(other.log2())).cast());
            }
            fresh.flags.set(other.flags.get());
            fresh.used.set(other.used.get());
            fresh.live.set(other.live.get());
            for index in 0..fresh.used.get() {
                // SAFETY: the words are values of the other table; forgetting a clone leaves its count here.
                unsafe {
                    let words = fresh.words(index).cast::<Slot>();
                    std::mem::forget((*words).clone());
                    std::mem::forget((*words.add(1)).clone());
                }
            }
        } else {
            fresh.reserve(heap, other.live.get(), other.is_general())?;
            let mut position = 0;
            while let Some(index) = other.next(&mut position) {
                // SAFETY: a live entry.
                let value = unsafe { (*other.words(index).add(1).cast::<Slot>()).clone() };
                if let Some(key) = other.key(index)
                    && let Err(error) = fresh.insert(heap, key, other.hash(index), value)
                {
                    fresh.clear();
                    return Err(error);
                }
            }
        }
        let old = Table::new();
        self.swap(&old);
        self.swap(&fresh);
        old.clear();
        Ok(())
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

#[inline(always)]
const fn mask(log2: u32) -> u32 {
    (1 << log2) - 1
}

#[inline(always)]
const fn next_slot(slot: u32, perturb: u32, log2: u32) -> u32 {
    slot.wrapping_mul(5).wrapping_add(perturb).wrapping_add(1) & mask(log2)
}
