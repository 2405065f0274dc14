//! Native modules, one file or folder each.

pub mod builtins;
pub mod collections;
pub mod errno;
pub mod functools;
pub mod io;
pub mod itertools;
pub mod math;
pub mod posix;
pub mod sys;
pub mod thread;
pub mod time;
pub mod weakref;

use crate::core::module::ModuleSpec;

/// All native modules.
pub static ALL: &[&ModuleSpec] = &[
    &collections::MODULE,
    &errno::MODULE,
    &functools::MODULE,
    &io::MODULE,
    &itertools::MODULE,
    &math::MODULE,
    &posix::MODULE,
    &thread::MODULE,
    &time::MODULE,
    &weakref::MODULE,
];
