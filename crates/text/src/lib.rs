//! String kernels for a Python runtime: search, editing, case, repr, codecs, hashing, templates.
//!
//! The crate knows nothing of objects or heaps. Text comes in as [`Chars`], a borrowed sequence of
//! code points (lone surrogates allowed) stored one, two or four bytes a character; results go out
//! through a [`Sink`] or [`ByteSink`], which may refuse. Nothing here allocates: the only buffers
//! are small arrays on the stack, so a caller that bounds its sink bounds everything.
//!
//! Invariants every module keeps: no panics on any input, no recursion over user data, and no work
//! above O(n) where CPython's is O(n). Character properties are those of Unicode 16, as CPython
//! 3.14 has them, whatever version the Rust toolchain carries (see [`properties`]).
#![no_std]
#![forbid(unsafe_code)]

#[macro_use]
mod width;

mod aliases;
mod batch;
pub mod bytes;
pub mod case;
pub mod chars;
pub mod codecs;
pub mod edit;
pub mod escapes;
pub mod fields;
pub mod hash;
mod mapping;
pub mod names;
pub mod normalize;
pub mod properties;
pub mod repr;
pub mod search;
pub mod sink;
pub mod split;
pub mod translate;
pub mod ucd;

pub use chars::{Chars, Width};
pub use sink::{ByteSink, Measure, Sink};

/// Which alphabet an operation that both `str` and `bytes` have works by.
///
/// Searching needs no such distinction: `bytes` search as [`Chars::One`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rules {
    /// `str`: Unicode white space and line boundaries.
    Text,
    /// `bytes` and `bytearray`: ASCII only.
    Bytes,
}
