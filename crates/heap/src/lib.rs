//! The private heap of one interpreter.
//!
//! OS memory is mapped in *arenas* of 1 MiB, arenas are cut into *granules* of 4 KiB, runs of granules
//! become *pages* (blocks of one size class and one [`Kind`]) or large blocks, and pages are cut into
//! *blocks*. This crate knows nothing of Python: a block is an address, a size and a kind.
//!
//! Invariants, each checked by [`Heap::verify`] under its own rule number:
//! * every byte taken from the OS is charged to exactly one heap, and the sum stays within the limit
//!   (or within limit and reserve, while the reserve is open);
//! * the limit is checked where pages and large blocks are taken, never per block;
//! * a block of a [`Kind::Container`] or [`Kind::Leaf`] page is free exactly when its first eight bytes
//!   are zero, so its owner must write a non-zero header before anyone may look;
//! * every failure is an [`OutOfMemory`] value: nothing here panics or aborts for lack of memory.
//!
//! One allocation, the layout, the figures, and what was rejected: `docs/heap.md`.

#![deny(unsafe_op_in_unsafe_fn)]

mod arena;
mod asan;
mod budget;
mod class;
mod heap;
mod hooks;
mod image;
mod large;
mod layout;
mod os;
mod page;
mod stats;
mod verify;
mod visit;

pub use class::{CLASSES, SMALL_MAX, class_size};
pub use heap::{Heap, HeapBox};
pub use hooks::{Reclaim, Watch};
pub use image::make_resident;
pub use layout::{ARENA_BYTES, GRANULE, LARGE_MAX, MAX_ARENAS};
pub use os::forget_file_pages;
pub use stats::{ClassStats, HeapStats, KindStats};
pub use verify::{Cost, Violation};
pub use visit::{Block, PageView, Pages, TouchedPages};

use core::fmt;

/// The heap's limit, or the operating system, refused memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfMemory;

impl fmt::Display for OutOfMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("out of memory")
    }
}

impl core::error::Error for OutOfMemory {}

/// What the blocks of a page are. A page never mixes kinds, so the kind answers "can this hold
/// references?" without looking at the block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Kind {
    /// Objects that hold references; scanned by the collector. Smallest block: 16 bytes.
    Container = 0,
    /// Objects that hold none. Smallest block: 16 bytes.
    Leaf = 1,
    /// Buffers without a header; never looked into. Smallest block: 8 bytes.
    Raw = 2,
}

impl Kind {
    /// Every kind, in the order of their numbers.
    pub const ALL: [Kind; 3] = [Kind::Container, Kind::Leaf, Kind::Raw];

    pub(crate) fn from_index(index: usize) -> Kind {
        match index {
            0 => Kind::Container,
            1 => Kind::Leaf,
            _ => Kind::Raw,
        }
    }
}

/// A set of kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kinds(u8);

impl Kinds {
    /// Containers, leaves and raw buffers.
    pub const ALL: Kinds = Kinds(0b111);
    /// Containers and leaves: blocks that start with a header.
    pub const OBJECTS: Kinds = Kinds(0b011);

    /// Whether `kind` is in the set.
    pub const fn contains(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u8) != 0
    }
}

impl From<Kind> for Kinds {
    fn from(kind: Kind) -> Kinds {
        Kinds(1 << kind as u8)
    }
}

/// How a heap is bounded.
#[derive(Clone, Copy, Debug)]
pub struct Config {
    /// Bytes the heap may hold in ordinary use; `None` leaves the bound to the OS.
    pub limit: Option<usize>,
    /// Bytes on top of `limit` that become available while the reserve is open, so that the handling
    /// of an out-of-memory error can itself allocate. The hard bound is `limit + reserve`.
    pub reserve: usize,
}

impl Default for Config {
    fn default() -> Config {
        Config { limit: None, reserve: 256 << 10 }
    }
}
