//! The objects that every interpreter shares: statics with immortal headers, compared by word.

use std::ptr::NonNull;

use crate::header::{Header, PLAIN};
use crate::value::Value;

/// An object without payload that lives in the binary.
#[repr(C, align(16))]
pub struct Singleton(Header);

// SAFETY: the header is immortal, and immortal headers are never written.
unsafe impl Sync for Singleton {}

/// Kind of `None`.
pub const NONE_KIND: u8 = 1;
/// Kind of `True` and `False`.
pub const BOOL_KIND: u8 = 2;
/// Kind of `Ellipsis`.
pub const ELLIPSIS_KIND: u8 = 3;
/// Kind of `NotImplemented`.
pub const NOT_IMPLEMENTED_KIND: u8 = 4;

/// `None`.
pub static NONE: Singleton = Singleton(Header::immortal(NONE_KIND as u32, PLAIN));
/// `False`.
pub static FALSE: Singleton = Singleton(Header::immortal(BOOL_KIND as u32, PLAIN));
/// `True`.
pub static TRUE: Singleton = Singleton(Header::immortal(BOOL_KIND as u32, PLAIN));
/// `...`.
pub static ELLIPSIS: Singleton = Singleton(Header::immortal(ELLIPSIS_KIND as u32, PLAIN));
/// `NotImplemented`.
pub static NOT_IMPLEMENTED: Singleton = Singleton(Header::immortal(NOT_IMPLEMENTED_KIND as u32, PLAIN));

impl Singleton {
    /// As a value.
    #[inline(always)]
    #[must_use]
    pub fn value(&'static self) -> Value {
        // SAFETY: immortal, so no count has to be owned.
        unsafe { Value::from_owned(NonNull::from(&self.0)) }
    }

    #[inline(always)]
    pub(crate) fn word(&'static self) -> u64 {
        &raw const *self as u64
    }
}

impl Value {
    /// `None`.
    #[inline(always)]
    #[must_use]
    pub fn none() -> Value {
        NONE.value()
    }

    /// `True` or `False`.
    #[inline(always)]
    #[must_use]
    pub fn bool(truth: bool) -> Value {
        if truth { TRUE.value() } else { FALSE.value() }
    }

    /// `NotImplemented`.
    #[inline(always)]
    #[must_use]
    pub fn not_implemented() -> Value {
        NOT_IMPLEMENTED.value()
    }

    /// Whether this is `None`.
    #[inline(always)]
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.bits() == NONE.word()
    }

    /// Whether this is `True`.
    #[inline(always)]
    #[must_use]
    pub fn is_true(&self) -> bool {
        self.bits() == TRUE.word()
    }

    /// Whether this is `False`.
    #[inline(always)]
    #[must_use]
    pub fn is_false(&self) -> bool {
        self.bits() == FALSE.word()
    }

    /// `True` or `False` as such.
    #[inline(always)]
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        if self.is_true() {
            Some(true)
        } else if self.is_false() {
            Some(false)
        } else {
            None
        }
    }

    /// Whether this is `NotImplemented`.
    #[inline(always)]
    #[must_use]
    pub fn is_not_implemented(&self) -> bool {
        self.bits() == NOT_IMPLEMENTED.word()
    }

    /// Whether this is `Ellipsis`.
    #[inline(always)]
    #[must_use]
    pub fn is_ellipsis(&self) -> bool {
        self.bits() == ELLIPSIS.word()
    }
}
