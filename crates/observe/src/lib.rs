//! What a heap holds and did.
//!
//! [`meter`] follows every allocation and free of an interpreter for the memory report at exit.
#![deny(unsafe_op_in_unsafe_fn)]

pub mod meter;
mod table;

pub use meter::{Meter, Report};
