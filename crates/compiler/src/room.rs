//! Memory of the passes that turn a tree into code: charged before it grows, given back at the end.
//!
//! Invariant: what a [`Meter`] has charged covers every [`Buf`] and [`Map`] filled through it; dropping the
//! meter gives all of it back. Who keeps the resulting code charges `Code::bytes`.
#![expect(clippy::disallowed_types, reason = "charged to the budget before it grows")]

use std::ops::{Deref, DerefMut};

use crate::ast::{Budget, OutOfMemory};

/// A budget, and what has been asked of it so far.
pub struct Meter<'b> {
    budget: &'b mut dyn Budget,
    charged: usize,
}

impl<'b> Meter<'b> {
    /// A meter that has charged nothing.
    pub fn new(budget: &'b mut dyn Budget) -> Self {
        Self { budget, charged: 0 }
    }

    /// Asks for `bytes` more.
    ///
    /// # Errors
    /// [`OutOfMemory`]
    pub fn charge(&mut self, bytes: usize) -> Result<(), OutOfMemory> {
        self.budget.charge(bytes)?;
        self.charged += bytes;
        Ok(())
    }

    /// Gives `bytes` back.
    pub fn release(&mut self, bytes: usize) {
        self.budget.release(bytes);
        self.charged -= bytes;
    }

    /// The budget itself, for what does its own accounts.
    pub fn budget(&mut self) -> &mut dyn Budget {
        &mut *self.budget
    }
}

impl Drop for Meter<'_> {
    fn drop(&mut self) {
        self.budget.release(self.charged);
    }
}

/// A growing array.
#[derive(Debug)]
pub struct Buf<T> {
    items: Vec<T>,
}

impl<T> Default for Buf<T> {
    fn default() -> Self {
        Self { items: Vec::new() }
    }
}

impl<T> Buf<T> {
    /// Makes room for `more` items.
    ///
    /// # Errors
    /// [`OutOfMemory`]
    pub fn reserve(&mut self, meter: &mut Meter, more: usize) -> Result<(), OutOfMemory> {
        let (len, old) = (self.items.len(), self.items.capacity());
        let need = len.checked_add(more).ok_or(OutOfMemory)?;
        if need <= old || size_of::<T>() == 0 {
            return Ok(());
        }
        let wanted = need.max(old + old / 2).max(4);
        let bytes = wanted.checked_mul(size_of::<T>()).ok_or(OutOfMemory)?;
        meter.charge(bytes)?;
        if self.items.try_reserve_exact(wanted - len).is_err() {
            meter.release(bytes);
            return Err(OutOfMemory);
        }
        meter.release(old * size_of::<T>());
        Ok(())
    }

    /// Appends an item; returns its place.
    ///
    /// # Errors
    /// [`OutOfMemory`]
    pub fn push(&mut self, meter: &mut Meter, item: T) -> Result<usize, OutOfMemory> {
        self.reserve(meter, 1)?;
        self.items.push(item);
        Ok(self.items.len() - 1)
    }

    /// Appends copies of items.
    ///
    /// # Errors
    /// [`OutOfMemory`]
    pub fn extend(&mut self, meter: &mut Meter, items: &[T]) -> Result<(), OutOfMemory>
    where
        T: Clone,
    {
        self.reserve(meter, items.len())?;
        self.items.extend_from_slice(items);
        Ok(())
    }

    /// Grows or shrinks to `len` items.
    ///
    /// # Errors
    /// [`OutOfMemory`]
    pub fn resize(&mut self, meter: &mut Meter, len: usize, item: T) -> Result<(), OutOfMemory>
    where
        T: Clone,
    {
        self.reserve(meter, len.saturating_sub(self.items.len()))?;
        self.items.resize(len, item);
        Ok(())
    }

    /// Takes the last item.
    pub fn pop(&mut self) -> Option<T> {
        self.items.pop()
    }

    /// Drops the items behind the first `len`.
    pub fn truncate(&mut self, len: usize) {
        self.items.truncate(len);
    }

    /// Frees the memory and gives it back.
    pub fn free(&mut self, meter: &mut Meter) {
        meter.release(self.items.capacity() * size_of::<T>());
        self.items = Vec::new();
    }

    /// The items in a box of exactly their size (charged anew; what the buffer held stays charged).
    ///
    /// # Errors
    /// [`OutOfMemory`]
    pub fn into_box(self, meter: &mut Meter) -> Result<Box<[T]>, OutOfMemory> {
        let mut exact = Vec::new();
        meter.charge(self.items.len() * size_of::<T>())?;
        exact.try_reserve_exact(self.items.len()).map_err(|_| OutOfMemory)?;
        exact.extend(self.items);
        Ok(exact.into_boxed_slice())
    }
}

impl<T> Deref for Buf<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<T> DerefMut for Buf<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.items
    }
}

/// A hash table from 64-bit keys to 32-bit numbers; nothing is ever removed.
#[derive(Debug, Default)]
pub struct Map {
    slots: Buf<(u64, u32)>,
    len: usize,
}

/// The number that marks an empty slot.
const EMPTY: u32 = u32::MAX;

impl Map {
    fn slot(&self, key: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20) as usize & mask;
        while self.slots[at].1 != EMPTY && self.slots[at].0 != key {
            at = (at + 1) & mask;
        }
        at
    }

    /// The number stored under `key`.
    #[must_use]
    pub fn get(&self, key: u64) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        let (_, number) = self.slots[self.slot(key)];
        (number != EMPTY).then_some(number)
    }

    /// Stores `number` (not `u32::MAX`) under `key`.
    ///
    /// # Errors
    /// [`OutOfMemory`]
    pub fn insert(&mut self, meter: &mut Meter, key: u64, number: u32) -> Result<(), OutOfMemory> {
        if (self.len + 1) * 4 > self.slots.len() * 3 {
            let size = (self.slots.len() * 2).max(16);
            let mut bigger = Buf::default();
            bigger.resize(meter, size, (0, EMPTY))?;
            let mut old = std::mem::replace(&mut self.slots, bigger);
            for &(key, number) in old.iter().filter(|slot| slot.1 != EMPTY) {
                let at = self.slot(key);
                self.slots[at] = (key, number);
            }
            old.free(meter);
        }
        let at = self.slot(key);
        self.len += usize::from(self.slots[at].1 == EMPTY);
        self.slots[at] = (key, number);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ast::Unlimited;

    #[derive(Default)]
    struct Count(usize);

    impl Budget for Count {
        fn charge(&mut self, bytes: usize) -> Result<(), OutOfMemory> {
            self.0 += bytes;
            Ok(())
        }
        fn release(&mut self, bytes: usize) {
            self.0 -= bytes;
        }
    }

    #[test]
    fn maps_keep_what_they_are_given() {
        let mut budget = Unlimited;
        let mut meter = Meter::new(&mut budget);
        let mut map = Map::default();
        for i in 0..1000u32 {
            map.insert(&mut meter, u64::from(i) << 32 | 7, i).unwrap();
        }
        assert!((0..1000u32).all(|i| map.get(u64::from(i) << 32 | 7) == Some(i)));
        assert_eq!(map.get(3), None);
    }

    #[test]
    fn everything_is_given_back() {
        let mut count = Count::default();
        let mut meter = Meter::new(&mut count);
        let mut buf = Buf::default();
        for i in 0..100 {
            buf.push(&mut meter, i).unwrap();
        }
        assert_eq!(buf.into_box(&mut meter).unwrap().len(), 100);
        drop(meter);
        assert_eq!(count.0, 0);
    }
}
