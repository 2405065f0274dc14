//! Python 3.14 source to bytecode.
//!
//! Source goes through [`source`] (decoding), [`scan`] (tokens, limits), ruff's parser, and [`lower`] into
//! the crate's own [`ast`], from which bytecode is made. Nothing here knows objects or runs anything.
//! Whatever a program's size decides is charged to a [`ast::Budget`] before it is taken.
#![forbid(unsafe_code)]
#![expect(clippy::result_large_err, reason = "a fault is parts on the stack: failing must allocate nothing")]

pub mod apart;
pub mod ast;
pub mod code;
pub mod codegen;
mod diagnose;
pub mod dis;
pub mod error;
mod fault;
mod fold;
mod future;
mod literal;
mod lower;
pub mod opcode;
pub mod parse;
mod positions;
mod room;
pub mod scan;
mod scope;
pub mod serial;
pub mod source;
pub mod stack;
mod texts;
pub mod verify;

pub use codegen::{Compiled, Options, Warning, compile, compile_tree, warnings_of};
