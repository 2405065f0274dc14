//! The ends of the order, and entries that move there (`OrderedDict`).
//!
//! An entry moves to the front by taking the number of a removed entry before the first live one. When there is none,
//! the table is made again with a gap of half its length in front, so that moving is constant on average. A move fills
//! no new place of the index: the entry's own place is given the new number. Small tables, which have no index, move all
//! entries between.
//!
//! The value of entry 0, once that was removed, may be a small int: the number of an entry before which none is
//! live. So taking from the front again and again passes each removed entry once. No entry gets a number between but by a
//! move to the front, which sets it anew, or after all behind it were given up.

use pitviper_object::{Heap, OutOfMemory, Slot, Value};

use super::search::{Place, mask, next_slot};
use super::{Table, WORDS, log2_for};

impl Table {
    /// Where to look for the first live entry.
    fn hint(&self) -> u32 {
        if self.used.get() == 0 || self.key_word(0) != 0 {
            return 0;
        }
        // SAFETY: the place of an entry below `used`; cloning runs no other code.
        let hint = unsafe { (*self.value_place(0)).clone() };
        hint.and_then(|hint| u32::try_from(hint.as_small()?).ok()).unwrap_or(0)
    }

    fn set_hint(&self, first: u32) {
        if first > 0 {
            // SAFETY: entry 0 was removed, so its value is null or a small int; both own nothing.
            unsafe { self.value_place(0).write(Some(Value::small(i64::from(first)))) };
        }
    }

    /// The number of the first live entry.
    #[must_use]
    pub(crate) fn first(&self) -> Option<u32> {
        let from = self.hint();
        let mut position = from;
        let first = self.next(&mut position)?;
        if first != from {
            self.set_hint(first);
        }
        Some(first)
    }

    /// Gives up the numbers behind the last live entry.
    pub(crate) fn trim(&self) {
        let mut used = self.used.get();
        while used > 0 && self.key_word(used - 1) == 0 {
            used -= 1;
        }
        self.used.set(used);
    }

    /// Makes live entry `index` the last one.
    ///
    /// # Errors
    /// When the heap is at its limit; the table is as it was then.
    pub(crate) fn move_to_back(&self, heap: &mut Heap, index: u32) -> Result<(), OutOfMemory> {
        self.trim();
        if index + 1 == self.used.get() {
            return Ok(());
        }
        if self.log2() == 0 {
            self.rotate(index, self.used.get() - 1);
            return Ok(());
        }
        let index = match self.used.get() == self.capacity() {
            true => self.keep_entry(index, || self.make_room(heap, self.is_general()))?,
            false => index,
        };
        let to = self.used.get();
        self.used.set(to + 1);
        self.relocate(index, to);
        Ok(())
    }

    /// Makes live entry `index` the first one.
    ///
    /// # Errors
    /// When the heap is at its limit; the table is as it was then.
    pub(crate) fn move_to_front(&self, heap: &mut Heap, index: u32) -> Result<(), OutOfMemory> {
        let first = self.first().unwrap_or(0);
        if index == first {
            return Ok(());
        }
        if self.log2() == 0 {
            self.rotate(index, 0);
            return Ok(());
        }
        if first > 0 {
            self.relocate(index, first - 1);
            self.set_hint(first - 1);
            return Ok(());
        }
        let mut gap = 0;
        let index = self.keep_entry(index, || {
            gap = self.open_front(heap)?;
            Ok(())
        })?;
        self.relocate(index, gap - 1);
        self.set_hint(gap - 1);
        Ok(())
    }

    /// Makes the table again with a gap in front, and room behind; the gap's length, more than 0.
    fn open_front(&self, heap: &mut Heap) -> Result<u32, OutOfMemory> {
        let live = self.live.get();
        let gap = live / 2 + 2;
        let total = live.checked_add(gap + live / 4 + 1).ok_or(OutOfMemory)?;
        let log2 = log2_for(total).ok_or(OutOfMemory)?;
        self.rebuild_behind(heap, gap, log2, total, self.is_general())?;
        Ok(gap)
    }

    /// The new number of live entry `index` after `change`, which keeps all live entries.
    fn keep_entry(&self, index: u32, change: impl FnOnce() -> Result<(), OutOfMemory>) -> Result<u32, OutOfMemory> {
        let (word, hash) = (self.key_word(index), self.hash(index));
        change()?;
        self.find_word(hash, word).ok_or(OutOfMemory)
    }

    /// Gives an entry of a table without index another number; those between move up or down.
    fn rotate(&self, from: u32, to: u32) {
        let stride = self.stride();
        let mut kept = [0; WORDS + 1];
        // SAFETY: both below `used`; each entry stays owned once. The hint goes first: it may not leave entry 0.
        unsafe {
            if self.key_word(0) == 0 {
                self.value_place(0).write(None);
            }
            std::ptr::copy_nonoverlapping(self.words(from), kept.as_mut_ptr(), stride);
            if from < to {
                std::ptr::copy(self.words(from + 1), self.words(from), (to - from) as usize * stride);
            } else {
                std::ptr::copy(self.words(to), self.words(to).add(stride), (from - to) as usize * stride);
            }
            std::ptr::copy_nonoverlapping(kept.as_ptr(), self.words(to), stride);
        }
        self.touch();
    }

    /// Gives live entry `from` of a table with an index the number `to` of a removed one.
    fn relocate(&self, from: u32, to: u32) {
        let hash = self.hash(from).fold();
        // SAFETY: both below `used`; what is overwritten owns nothing, and the entry stays owned once.
        unsafe {
            let words = self.words(from);
            std::ptr::copy_nonoverlapping(words, self.words(to), self.stride());
            words.cast::<Slot>().write(None);
            words.add(1).cast::<Slot>().write(None);
            match self.log2() {
                0..=8 => self.renumber::<u8>(hash, from, to),
                9..=16 => self.renumber::<u16>(hash, from, to),
                _ => self.renumber::<u32>(hash, from, to),
            }
        }
        self.touch();
    }

    /// Writes `to` into the place of the index that says `from`, which is in the probe sequence of `hash`.
    ///
    /// # Safety
    /// There is such a place, and the index is of `T`s.
    unsafe fn renumber<T: Place>(&self, hash: u32, from: u32, to: u32) {
        let log2 = self.log2();
        let mut perturb = hash;
        let mut slot = hash & mask(log2);
        // SAFETY: masked; the caller's promise.
        unsafe {
            while (*self.index_place::<T>(slot)).number() != from {
                perturb >>= 5;
                slot = next_slot(slot, perturb, log2);
            }
            self.index_place::<T>(slot).write(T::from_number(to));
        }
    }
}
