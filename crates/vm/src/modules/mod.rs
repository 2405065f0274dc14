//! Native modules, one file or folder each.

pub mod atexit;
pub mod bisect;
pub mod builtins;
pub mod collections;
pub mod contextvars;
pub mod errno;
pub mod functools;
pub mod hashes;
pub mod heapq;
pub mod io;
pub mod itertools;
pub mod math;
pub mod operator;
pub mod posix;
pub mod random;
pub mod string;
pub mod structs;
pub mod sys;
pub mod thread;
pub mod time;
pub mod typing;
pub mod weakref;

use crate::core::module::ModuleSpec;

/// All native modules.
pub static ALL: &[&ModuleSpec] = &[
    &atexit::MODULE,
    &bisect::MODULE,
    &collections::MODULE,
    &contextvars::MODULE,
    &errno::MODULE,
    &functools::MODULE,
    &hashes::BLAKE2,
    &hashes::MD5,
    &hashes::SHA1,
    &hashes::SHA2,
    &hashes::SHA3,
    &heapq::MODULE,
    &io::MODULE,
    &itertools::MODULE,
    &math::MODULE,
    &operator::MODULE,
    &posix::MODULE,
    &random::MODULE,
    &string::MODULE,
    &structs::MODULE,
    &thread::MODULE,
    &time::MODULE,
    &typing::MODULE,
    &weakref::MODULE,
];
