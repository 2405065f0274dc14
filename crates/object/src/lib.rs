//! Values and objects: what a word means, what every object begins with, who owns what, and how objects die.
//!
//! | term | meaning |
//! |---|---|
//! | word | 64 bits: an inline int, an inline float or a pointer to an object ([`value`]) |
//! | value | an owned word: [`Value`]; dropping it gives its count back |
//! | object | a block that begins with a [`Header`]: count, shape, flags |
//! | shape | type and layout in one number ([`shape`]) |
//! | kind | which Rust struct an object is: shapes below [`header::BUILTIN_SHAPES`] are their own kind |
//! | slot | a place in an object that owns a value; [`Traverse`] enumerates them |
//!
//! The layer below is `pitviper-heap`; bytecode and the builtin types are the layers above.
#![deny(unsafe_op_in_unsafe_fn)]

pub mod collector;
pub mod destroy;
pub mod header;
pub mod object;
pub mod shape;
pub mod singletons;
pub mod sweep;
pub mod value;
pub mod verify;

pub use destroy::{Destructor, drain};
pub use header::Header;
pub use object::{EdgesOf, KindInfo, Obj, Object, RunOf, Slot, SlotRun, Traverse, World};
pub use pitviper_heap::{Heap, HeapBox, Kind as PageKind, OutOfMemory};
pub use shape::{Shape, ShapeId, Shapes};
pub use value::Value;
