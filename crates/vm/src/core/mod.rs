//! What every builtin type and module builds on: the interpreter, errors, tables of native code, protocols.

pub mod args;
pub mod attr;
pub mod capabilities;
pub mod cell;
pub mod census;
pub mod collect;
pub mod error;
pub mod evaluation;
pub mod finalize;
pub mod foreign;
pub mod host;
pub mod instance;
pub mod intern;
pub mod kinds;
pub mod module;
pub mod names;
pub mod native;
pub mod pace;
pub mod protocol;
pub mod registry;
pub mod shutdown;
mod spare;
pub mod template;
pub mod threads;
pub mod vm;
