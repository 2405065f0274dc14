//! What a word means.
//!
//! | low bits | meaning |
//! |---|---|
//! | `00` | pointer to an object; the word 0 is "nothing" (`Option<Value>::None`, an unbound variable) |
//! | `01` `10` | float, self-tagged: `rotl(bits, 4) ^ 1` (Melançon, Serrano, Feeley, OOPSLA 2025) |
//! | `11` | int of 62 bits: `i << 2 \| 3` |
//!
//! Inline floats are those with IEEE bits 61 and 60 equal: zeros, denormals, magnitudes in
//! [2^-255, 2^257), from 2^769 and infinities. NaN is never inline, since `float('nan') is float('nan')`
//! must stay false. Ints outside 62 bits and all other floats are objects; no number has both forms.
//!
//! Rejected: NaN-boxing (ints of 51 bits at most, every pointer masked).

use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::num::NonZeroU64;
use std::ptr::NonNull;

use crate::destroy;
use crate::header::Header;

/// Smallest inline int.
pub const INT_MIN: i64 = -(1 << 61);
/// Largest inline int.
pub const INT_MAX: i64 = (1 << 61) - 1;

/// An owned word. Dropping it gives its count back; an object whose last reference that was joins its
/// heap's zero list, so no Python ever runs inside a drop.
#[repr(transparent)]
pub struct Value(NonZeroU64, PhantomData<*mut Header>);

const _: () = assert!(size_of::<Option<Value>>() == 8);

impl Value {
    /// An int, when it fits 62 bits.
    #[inline(always)]
    #[must_use]
    pub fn from_i64(int: i64) -> Option<Value> {
        if (INT_MIN..=INT_MAX).contains(&int) { Some(Value::small(int)) } else { None }
    }

    /// An int that is known to fit 62 bits.
    #[inline(always)]
    #[must_use]
    pub const fn small(int: i64) -> Value {
        debug_assert!(int >= INT_MIN && int <= INT_MAX);
        match NonZeroU64::new(((int << 2) | 3) as u64) {
            Some(word) => Value(word, PhantomData),
            None => unreachable!(),
        }
    }

    /// A float, when it is one of the inline ones.
    #[inline(always)]
    #[must_use]
    pub fn from_f64(float: f64) -> Option<Value> {
        let word = float.to_bits().rotate_left(4) ^ 1;
        if word.wrapping_add(1) & 2 == 0 || float.is_nan() {
            return None;
        }
        // SAFETY: one of its low two bits is set.
        Some(Value(unsafe { NonZeroU64::new_unchecked(word) }, PhantomData))
    }

    /// Takes over one reference.
    ///
    /// # Safety
    /// `object` is a live object, and the caller owns the count that this value will give back.
    #[inline(always)]
    #[must_use]
    pub unsafe fn from_owned(object: NonNull<Header>) -> Value {
        // SAFETY: a NonNull address is not zero.
        Value(unsafe { NonZeroU64::new_unchecked(object.as_ptr() as u64) }, PhantomData)
    }

    /// One more reference to a live object.
    ///
    /// # Safety
    /// `object` is a live object.
    #[inline(always)]
    #[must_use]
    pub unsafe fn from_borrowed(object: NonNull<Header>) -> Value {
        // SAFETY: live, says the caller; the new count is this value's.
        unsafe {
            object.as_ref().increment();
            Value::from_owned(object)
        }
    }

    /// Takes over a word as it came out of [`Value::into_bits`].
    ///
    /// # Safety
    /// `bits` came out of `into_bits` (or a slot) and its count is now this value's.
    #[inline(always)]
    #[must_use]
    pub unsafe fn from_bits(bits: u64) -> Option<Value> {
        NonZeroU64::new(bits).map(|word| Value(word, PhantomData))
    }

    /// The word, its count with it.
    #[inline(always)]
    #[must_use]
    pub fn into_bits(self) -> u64 {
        ManuallyDrop::new(self).0.get()
    }

    /// The word, to compare and to hash by identity.
    #[inline(always)]
    #[must_use]
    pub fn bits(&self) -> u64 {
        self.0.get()
    }

    /// Python's `is`.
    #[inline(always)]
    #[must_use]
    pub fn is(&self, other: &Value) -> bool {
        self.0 == other.0
    }

    /// Whether this is a pointer to an object.
    #[inline(always)]
    #[must_use]
    pub fn is_object(&self) -> bool {
        self.bits() & 3 == 0
    }

    /// Whether this is an inline int.
    #[inline(always)]
    #[must_use]
    pub fn is_small_int(&self) -> bool {
        self.bits() & 3 == 3
    }

    /// Whether this is an inline float.
    #[inline(always)]
    #[must_use]
    pub fn is_inline_float(&self) -> bool {
        self.bits().wrapping_add(1) & 2 != 0
    }

    /// The inline int.
    #[inline(always)]
    #[must_use]
    pub fn as_small(&self) -> Option<i64> {
        if self.is_small_int() { Some(self.bits() as i64 >> 2) } else { None }
    }

    /// The inline float.
    #[inline(always)]
    #[must_use]
    pub fn as_inline_f64(&self) -> Option<f64> {
        if self.is_inline_float() { Some(decode_f64(self.bits())) } else { None }
    }

    /// The object's header.
    #[inline(always)]
    #[must_use]
    pub fn header(&self) -> Option<&Header> {
        if self.is_object() {
            // SAFETY: the low bits say pointer, and an owned pointer's object lives at least as long as `self`.
            Some(unsafe { &*(self.bits() as *const Header) })
        } else {
            None
        }
    }

    /// The object's address.
    #[inline(always)]
    #[must_use]
    pub fn as_ptr(&self) -> Option<NonNull<Header>> {
        if self.is_object() { NonNull::new(self.bits() as *mut Header) } else { None }
    }

    /// The shape's number of an object; 0 for inline numbers.
    #[inline(always)]
    #[must_use]
    pub fn shape(&self) -> u32 {
        self.header().map_or(0, Header::shape)
    }
}

/// The float in an inline float's word.
#[inline(always)]
#[must_use]
pub fn decode_f64(word: u64) -> f64 {
    f64::from_bits((word ^ 1).rotate_right(4))
}

impl Clone for Value {
    #[inline(always)]
    fn clone(&self) -> Value {
        if let Some(header) = self.header() {
            header.increment();
        }
        Value(self.0, PhantomData)
    }
}

impl Drop for Value {
    #[inline(always)]
    fn drop(&mut self) {
        if let Some(header) = self.header()
            && header.decrement()
        {
            // SAFETY: that was the last reference, so nobody else will reach the object.
            unsafe { destroy::at_zero(NonNull::from(header)) }
        }
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(int) = self.as_small() {
            write!(f, "int {int}")
        } else if let Some(float) = self.as_inline_f64() {
            write!(f, "float {float}")
        } else {
            write!(f, "object of shape {}", self.shape())
        }
    }
}
