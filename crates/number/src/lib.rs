//! Number kernels for a Python runtime.
//!
//! This crate knows nothing of objects or heaps. Integers are little-endian slices of 64-bit
//! *limbs* with the sign kept apart ([`Int`]); floats are `f64`. Results are written into memory
//! that the caller gives, whose size a `…_len` function tells beforehand, so that a caller can
//! refuse or charge a computation before it starts. Scratch memory comes through [`Memory`], text
//! leaves through [`Sink`] or into a byte slice. Nothing here allocates by itself.
//!
//! Invariants kept everywhere:
//! * a magnitude that is passed in has no leading zero limb (zero is the empty slice), and a length
//!   that is returned is normalised in the same way;
//! * zero is never negative;
//! * no function recurses deeper than the logarithm of its operands' length;
//! * every loop whose work grows faster than linearly in its operands calls [`Memory::poll`] about
//!   every ten thousand limb operations.
//!
//! Slices that are too short for the stated length are a caller's bug and panic.
#![forbid(unsafe_code)]

pub mod bytes;
pub mod convert;
pub mod float;
pub mod format;
pub mod hash;
pub mod int;
pub mod int_parse;
pub mod int_text;
pub mod limbs;

pub use int::{Int, Written};

/// Where kernels get scratch and output memory; a VM implements it over its private heap.
pub trait Memory {
    /// What a refused allocation or a stopped computation is.
    type Error;
    /// An owned run of limbs, freed when dropped.
    type Buf: core::ops::DerefMut<Target = [u64]>;

    /// `n` zeroed limbs.
    ///
    /// # Errors
    /// When the memory is refused.
    fn limbs(&mut self, n: usize) -> Result<Self::Buf, Self::Error>;

    /// `n` limbs that hold anything: what is written before it is read.
    ///
    /// # Errors
    /// When the memory is refused.
    fn unset(&mut self, n: usize) -> Result<Self::Buf, Self::Error> {
        self.limbs(n)
    }

    /// Called about every ten thousand limb operations, so that a long computation can be stopped.
    ///
    /// # Errors
    /// To stop the computation; its outputs are then unspecified.
    fn poll(&mut self) -> Result<(), Self::Error>;
}

/// Text output that can fail.
pub trait Sink {
    /// Why text could not be taken.
    type Error;

    /// Appends ASCII text.
    ///
    /// # Errors
    /// When the text cannot be taken.
    fn push_ascii(&mut self, text: &[u8]) -> Result<(), Self::Error>;

    /// Appends the code point `character` (any Python character, surrogates too) `count` times.
    ///
    /// # Errors
    /// When the text cannot be taken.
    fn push_fill(&mut self, character: u32, count: usize) -> Result<(), Self::Error>;
}

/// Counts limb operations and polls when enough of them have gathered.
pub(crate) struct Pace(usize);

impl Pace {
    const STEP: usize = 10_000;

    pub(crate) fn new() -> Self {
        Self(0)
    }

    pub(crate) fn spend<M: Memory>(&mut self, memory: &mut M, work: usize) -> Result<(), M::Error> {
        self.0 = self.0.saturating_add(work);
        if self.0 >= Self::STEP {
            self.0 = 0;
            memory.poll()?;
        }
        Ok(())
    }
}
