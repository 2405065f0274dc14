//! The virtual machine: frames, the eval loop, calls, exceptions, builtin types and imports.
//!
//! `core` is what everything builds on, `types` holds one folder or file per builtin type, `eval` runs
//! bytecode, `modules` are the native modules that the VM itself needs.
#![deny(unsafe_op_in_unsafe_fn)]

pub mod core;
pub mod eval;
pub mod import;
pub mod modules;
pub mod types;

pub use crate::core::error::PyResult;
pub use pitviper_object::{OutOfMemory, Value};
pub use pitviper_text::hash::Key as HashKey;
