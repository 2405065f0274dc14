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
mod cancel;
mod class;
mod context;
mod convert;
mod error;
mod evaluate;
mod function;
mod grants;
mod handle;
mod heap;
mod library;
mod module;
mod run;
mod serde;
mod session;
mod start;
#[doc(hidden)]
pub mod testing;

pub use builder::Builder;
pub use cancel::Canceller;
pub use class::{Class, Instance};
pub use context::{Context, Object, Ref, RefMut};
pub use convert::{Bytes, FromPython, ToPython};
pub use error::{Conversion, Error, Exception, Holder, Limit, Place};
pub use evaluate::{Progress, Source};
pub use function::{Arguments, Constructor, Function, Method, Returned};
pub use handle::Handle;
pub use heap::HeapReport;
pub use module::Module;
pub use pitviper_observe::Report;
pub use pitviper_vm::OutOfMemory;
pub use pitviper_vm::core::vm::Collections;
pub use pitviper_vm::modules::sys::config::Config;
pub use run::{Ending, Interpreter, Interrupt, Program, Status};
pub use crate::serde::Serde;
pub use session::{Reading, reading};
