//! Making room: longer blocks, new ones, closed gaps; and copies of whole tables.

use pitviper_object::{Heap, OutOfMemory, PageKind, Slot};

use super::{
    CAPACITY_SHIFT, FIRST_LOG2, FLOATS, GENERAL, SMALL, Table, UNINTERNED, WORDS, front_bytes, index_bytes, log2_for,
    usable,
};
use crate::types::portions;

/// Entries moved between two looks at whether that should end.
const LOOK: u32 = 1 << 14;

/// Live entries of the longest table that is packed in place though there is memory for another.
const MOST_PACKED: u32 = 1 << 18;

impl Table {
    /// Room for one more entry, in a table that is general from now on if `general`.
    #[cold]
    #[inline(never)]
    pub(super) fn make_room(&self, heap: &mut Heap, general: bool) -> Result<(), OutOfMemory> {
        let live = self.live.get();
        let need = live.checked_add(1).ok_or(OutOfMemory)?;
        let log2 = self.log2();
        let same = general == self.is_general();
        if same && need <= self.capacity() {
            let spare = self.capacity() - live;
            let oversized = log2 > FIRST_LOG2 && need < usable(log2) / 8;
            // Packing cannot be stopped in the middle.
            let short = live < MOST_PACKED;
            if log2 == 0 || spare >= live / 4 && !oversized && short {
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
            .or_else(|error| {
                if !same || need > self.capacity() || heap.is_hurried() {
                    return Err(error);
                }
                self.pack();
                Ok(())
            })
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
            if self.entries.get().is_null() {
                return self.begin(heap, total, general);
            }
            return self.rebuild(heap, 0, total, general);
        }
        let log2 = log2_for(total).ok_or(OutOfMemory)?;
        self.rebuild(heap, log2, total, general)
    }

    /// The first block of a table, without index.
    #[inline]
    fn begin(&self, heap: &mut Heap, capacity: u32, general: bool) -> Result<(), OutOfMemory> {
        let entry = (WORDS + usize::from(general)) * 8;
        let block = heap.alloc(PageKind::Raw, capacity as usize * entry)?;
        // SAFETY: a live block; all its bytes may be used.
        let fitting = unsafe { Heap::usable_size(block) / entry } as u32;
        let kept = self.flags.get() & (FLOATS | UNINTERNED) | if general { GENERAL } else { 0 };
        self.flags.set(kept | fitting.min(SMALL) << CAPACITY_SHIFT);
        self.entries.set(block.as_ptr().cast());
        self.note.set(0);
        Ok(())
    }

    /// Moves the live entries into a new block. On failure everything is as it was.
    fn rebuild(&self, heap: &mut Heap, log2: u32, capacity: u32, general: bool) -> Result<(), OutOfMemory> {
        self.rebuild_behind(heap, 0, log2, capacity, general)
    }

    /// The same behind `gap` entries as removed ones are. The capacity counts them.
    pub(super) fn rebuild_behind(
        &self,
        heap: &mut Heap,
        gap: u32,
        log2: u32,
        capacity: u32,
        general: bool,
    ) -> Result<(), OutOfMemory> {
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
                if portions::fill(heap, block.as_ptr(), 0xFF, index_bytes(log2)).is_err() {
                    self.swap(&old);
                    old.free_block();
                    return Err(OutOfMemory);
                }
                *self.room() = usable(log2) - old.live.get();
                *self.entries.get().cast::<u32>().sub(1) = capacity;
            }
            self.entries.get().write_bytes(0, gap as usize * stride);
            let mut to = gap;
            for from in 0..old.used.get() {
                if from % LOOK == LOOK - 1 && heap.is_hurried() {
                    self.swap(&old);
                    old.free_block();
                    return Err(OutOfMemory);
                }
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
            self.live.set(to - gap);
        }
        self.note.set(0);
        // The entries moved; what is left is the block.
        old.free_block();
        Ok(())
    }

    /// Closes the gaps that removed entries left. Needs no memory.
    pub(super) fn pack(&self) {
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
                if let Err(error) = portions::copy(heap, block.as_ptr(), copy.as_ptr(), bytes) {
                    Heap::free(copy);
                    return Err(error);
                }
                fresh.entries.set(copy.as_ptr().add(front_bytes(other.log2())).cast());
            }
            fresh.flags.set(other.flags.get());
            fresh.used.set(other.used.get());
            fresh.live.set(other.live.get());
            for index in 0..other.used.get() {
                if index % LOOK == LOOK - 1 && heap.is_hurried() {
                    // What lies behind is not counted.
                    fresh.used.set(index);
                    fresh.live.set(index);
                    crate::types::dict::let_entries_die(heap, &fresh);
                    return Err(OutOfMemory);
                }
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
}
