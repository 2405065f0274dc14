//! A slot that can be replaced through a shared reference.

use std::cell::UnsafeCell;

use pitviper_object::{Obj, Object, Value};

/// Owns a value or nothing. Reading clones, so nothing borrowed can be pulled away.
#[repr(transparent)]
#[derive(Default)]
pub struct ValueCell(UnsafeCell<Option<Value>>);

impl ValueCell {
    /// With this inside.
    #[must_use]
    pub const fn new(value: Option<Value>) -> ValueCell {
        ValueCell(UnsafeCell::new(value))
    }

    /// A new reference to what is inside.
    #[inline(always)]
    #[must_use]
    pub fn get(&self) -> Option<Value> {
        // SAFETY: no reference into the cell leaves this type's short borrows, and cloning runs no other code.
        unsafe { (*self.0.get()).clone() }
    }

    /// Replaces what is inside; the old value is dropped after the new one is in place.
    #[inline(always)]
    pub fn set(&self, value: Option<Value>) {
        drop(self.replace(value));
    }

    /// Replaces what is inside, giving the old.
    #[inline(always)]
    pub fn replace(&self, value: Option<Value>) -> Option<Value> {
        // SAFETY: as in `get`.
        unsafe { std::mem::replace(&mut *self.0.get(), value) }
    }

    /// Takes what is inside.
    #[inline(always)]
    pub fn take(&self) -> Option<Value> {
        self.replace(None)
    }

    /// Whether nothing is inside.
    #[inline(always)]
    #[must_use]
    pub fn is_none(&self) -> bool {
        // SAFETY: as in `get`.
        unsafe { (*self.0.get()).is_none() }
    }

    /// Whether exactly this is inside.
    #[inline(always)]
    #[must_use]
    pub fn holds(&self, value: &Value) -> bool {
        // SAFETY: as in `get`.
        unsafe { (*self.0.get()).as_ref().is_some_and(|own| own.is(value)) }
    }

    /// What is inside, borrowed.
    ///
    /// # Safety
    /// The cell is not written while the reference is held.
    #[inline(always)]
    #[must_use]
    pub unsafe fn as_ref_unchecked(&self) -> Option<&Value> {
        // SAFETY: the caller's promise.
        unsafe { (*self.0.get()).as_ref() }
    }

    /// What is inside, when it is an object of that kind.
    #[inline]
    #[must_use]
    pub fn get_obj<T: Object>(&self) -> Option<Obj<T>> {
        self.get().and_then(|value| Obj::try_from_value(value).ok())
    }
}

// SAFETY: transparent over a slot, which it owns.
unsafe impl pitviper_object::object::SlotField for ValueCell {}

impl From<Value> for ValueCell {
    fn from(value: Value) -> ValueCell {
        ValueCell::new(Some(value))
    }
}
