//! Python 3.14 source to bytecode.
//!
//! Source goes through [`source`] (decoding), [`scan`] (tokens, limits), ruff's parser, and [`lower`] into
//! the crate's own [`ast`], from which bytecode is made. Nothing here knows objects or runs anything.
//! Whatever a program's size decides is charged to a [`ast::Budget`] before it is taken.
#![forbid(unsafe_code)]

pub mod ast;
mod diagnose;
pub mod error;
mod future;
mod literal;
mod lower;
pub mod parse;
pub mod scan;
pub mod source;
pub mod stack;
pub mod code;
mod fault;
pub mod opcode;
mod room;
mod scope;
