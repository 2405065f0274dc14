//! A Python 3.14 runtime with an exact memory limit, for Rust programs.
//!
//! ```
//! use pitviper::{Interpreter, Program};
//!
//! let mut python = Interpreter::builder().memory_limit(32 << 20).build()?;
//! let status = python.run(&Program::Command("total = sum(range(10))"));
//! assert_eq!(status.code, 0);
//! # Ok::<(), pitviper::OutOfMemory>(())
//! ```
#![forbid(unsafe_code)]

mod builder;
mod library;
mod run;
mod session;
#[doc(hidden)]
pub mod testing;

pub use builder::Builder;
pub use pitviper_observe::Report;
pub use pitviper_vm::OutOfMemory;
pub use pitviper_vm::core::vm::Collections;
pub use pitviper_vm::modules::sys::config::Config;
pub use run::{Ending, Interpreter, Interrupt, Program, Status};
pub use session::{Reading, reading};
