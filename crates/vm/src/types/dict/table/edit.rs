//! Adding entries and taking them out.

use pitviper_object::{Heap, OutOfMemory, Slot, Value};

use super::search::{Place, mask, next_slot};
use super::{FLOATS, GENERAL, LOG2, Table, UNINTERNED, WORDS};
use crate::types::dict::key::{KeyClass, KeyHash};

impl Table {
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
    pub(super) unsafe fn fill_place(&self, hash: u32, number: u32) {
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
}
