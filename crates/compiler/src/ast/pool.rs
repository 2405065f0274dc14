//! The arena's arrays: fallible, charged before they grow, measurable.
//!
//! Invariant: the memory that a [`Pool`] holds is exactly what has been charged for it.
#![expect(clippy::disallowed_types, reason = "charged to the heap before it grows")]

use std::marker::PhantomData;

use crate::apart::Ended;

/// The heap refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfMemory;

/// Who pays for memory that lies outside the heap's own blocks. The VM implements it over its heap.
pub trait Budget {
    /// Asks for `bytes` more.
    ///
    /// # Errors
    /// [`OutOfMemory`] when they are not to be had; nothing is charged then.
    fn charge(&mut self, bytes: usize) -> Result<(), OutOfMemory>;

    /// Gives `bytes` back.
    fn release(&mut self, bytes: usize);

    /// Whether the work should end, as if memory was out. To be asked where it takes long and nothing is charged.
    fn is_stopped(&mut self) -> bool {
        false
    }

    /// Gives `bytes` back as soon as a thread that holds them has ended: the work is to end before that.
    fn release_after(&mut self, bytes: usize, _ended: Ended) {
        self.release(bytes);
    }

    /// Waits for such a thread.
    ///
    /// # Errors
    /// [`OutOfMemory`] when the work is to end before that.
    fn await_others(&mut self) -> Result<(), OutOfMemory> {
        Ok(())
    }
}

/// A budget without an end, for tools and tests.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unlimited;

impl Budget for Unlimited {
    fn charge(&mut self, _bytes: usize) -> Result<(), OutOfMemory> {
        Ok(())
    }

    fn release(&mut self, _bytes: usize) {}
}

/// `len` items from `start` on in the tree's pool of `T`.
pub struct List<T> {
    start: u32,
    len: u32,
    items: PhantomData<fn() -> T>,
}

impl<T> List<T> {
    /// No items.
    pub const EMPTY: Self = Self { start: 0, len: 0, items: PhantomData };

    /// Number of items.
    #[must_use]
    pub fn len(self) -> usize {
        self.len as usize
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len == 0
    }

    /// The items from `from` on; empty when there are none.
    #[must_use]
    pub fn skip(self, from: usize) -> Self {
        let from = u32::try_from(from).unwrap_or(u32::MAX).min(self.len);
        Self { start: self.start + from, len: self.len - from, items: PhantomData }
    }
}

impl<T> Clone for List<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for List<T> {}

impl<T> PartialEq for List<T> {
    fn eq(&self, other: &Self) -> bool {
        self.start == other.start && self.len == other.len
    }
}

impl<T> Eq for List<T> {}

impl<T> std::fmt::Debug for List<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "[{}..+{}]", self.start, self.len)
    }
}

/// A type whose lists have a pool in the tree.
pub trait Item: Copy {
    /// Its pool.
    fn pool(tree: &super::Tree) -> &Pool<Self>;
    /// Its pool.
    fn pool_mut(tree: &mut super::Tree) -> &mut Pool<Self>;
}

/// A growing array whose memory is charged.
#[derive(Debug)]
pub struct Pool<T> {
    items: Vec<T>,
}

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self { items: Vec::new() }
    }
}

impl<T: Copy> Pool<T> {
    /// Bytes held.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.items.capacity() * size_of::<T>()
    }

    /// Number of items.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// All items.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        &self.items
    }

    /// All items.
    pub fn as_mut_slice(&mut self) -> &mut [T] {
        &mut self.items
    }

    /// Makes room for `more` items, doubling (from 64 KiB on: growing by half).
    ///
    /// # Errors
    /// [`OutOfMemory`] when the budget or the allocator refuses, or ids would no longer fit 32 bits.
    pub fn reserve(&mut self, budget: &mut dyn Budget, more: usize) -> Result<(), OutOfMemory> {
        let (len, old) = (self.items.len(), self.items.capacity());
        let need = len.checked_add(more).filter(|&n| n < u32::MAX as usize).ok_or(OutOfMemory)?;
        if need <= old {
            return Ok(());
        }
        let step = if self.bytes() < 1 << 16 { old } else { old / 2 };
        let wanted = need.max(old + step).max(8);
        let bytes = wanted.checked_mul(size_of::<T>()).ok_or(OutOfMemory)?;
        let before = self.bytes();
        budget.charge(bytes)?;
        if self.items.try_reserve_exact(wanted - len).is_err() {
            budget.release(bytes);
            return Err(OutOfMemory);
        }
        let extra = self.bytes().saturating_sub(bytes);
        budget.release(before);
        if extra > 0 {
            budget.charge(extra)?;
        }
        Ok(())
    }

    /// Appends one item; returns its place.
    ///
    /// # Errors
    /// See [`Pool::reserve`].
    pub fn push(&mut self, budget: &mut dyn Budget, item: T) -> Result<usize, OutOfMemory> {
        self.reserve(budget, 1)?;
        self.items.push(item);
        Ok(self.items.len() - 1)
    }

    /// Appends items; returns the place of the first.
    ///
    /// # Errors
    /// See [`Pool::reserve`].
    pub fn extend(&mut self, budget: &mut dyn Budget, items: &[T]) -> Result<usize, OutOfMemory> {
        let start = self.items.len();
        self.reserve(budget, items.len())?;
        self.items.extend_from_slice(items);
        Ok(start)
    }

    /// Drops what lies behind the first `len` items; memory is kept.
    pub fn truncate(&mut self, len: usize) {
        self.items.truncate(len);
    }

    /// Takes the last item.
    pub fn pop(&mut self) -> Option<T> {
        self.items.pop()
    }

    /// Frees everything.
    pub fn free(&mut self, budget: &mut dyn Budget) {
        budget.release(self.bytes());
        self.items = Vec::new();
    }

    /// The list of the items from `start` on, `len` of them.
    pub(super) fn list(start: usize, len: usize) -> List<T> {
        List { start: start as u32, len: len as u32, items: PhantomData }
    }

    /// The items of `list`.
    ///
    /// # Panics
    /// When the list is another tree's: a bug of the caller.
    #[must_use]
    pub fn slice(&self, list: List<T>) -> &[T] {
        &self.items[list.start as usize..][..list.len as usize]
    }
}

/// Defines an id: a place in a pool plus one, so that `Option` costs nothing.
macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(std::num::NonZeroU32);

        impl $name {
            /// The id of place `index`.
            #[must_use]
            pub(crate) fn from_index(index: usize) -> Self {
                let next = u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1);
                Self(std::num::NonZeroU32::new(next).unwrap_or(std::num::NonZeroU32::MAX))
            }

            /// Its place, counted from 0 without gaps: usable as an index of side tables.
            #[must_use]
            pub fn index(self) -> usize {
                self.0.get() as usize - 1
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}{}", stringify!($name), self.index())
            }
        }
    };
}
pub(crate) use id_type;
