//! Looking entries up: the index, and probe sequences in it.

use pitviper_object::Value;
use pitviper_object::header::INTERNED;

use super::{GENERAL, LOG2, Table, UNINTERNED, WORDS};
use crate::core::vm::Vm;
use crate::types::dict::key::KeyHash;
use crate::types::str::Str;

/// An index place's integer.
pub(super) trait Place: Copy {
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

/// A place in a probe sequence.
pub(crate) struct Cursor {
    slot: u32,
    perturb: u32,
}

impl Table {
    #[inline(always)]
    pub(super) unsafe fn index_place<T: Place>(&self, slot: u32) -> *mut T {
        // SAFETY: the caller's slot is masked; places lie below the eight bytes in front of the entries.
        unsafe { self.entries.get().sub(1).cast::<T>().sub(slot as usize + 1) }
    }

    /// The entry number in an index place, `None` when it is empty.
    #[inline(always)]
    pub(super) fn entry_at(&self, log2: u32, slot: u32) -> Option<u32> {
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
}

#[inline(always)]
pub(super) const fn mask(log2: u32) -> u32 {
    (1 << log2) - 1
}

#[inline(always)]
pub(super) const fn next_slot(slot: u32, perturb: u32, log2: u32) -> u32 {
    slot.wrapping_mul(5).wrapping_add(perturb).wrapping_add(1) & mask(log2)
}
