//! Running bytecode: the loop, frames, calls, exceptions, generators.

pub mod bind;
pub mod calls;
pub mod generator;
pub mod interp;
pub mod lookup;
pub mod names;
pub mod operation;
pub mod operators;
pub mod patterns;
pub mod special;
pub mod stack;
pub mod tracing;
pub mod unwind;
