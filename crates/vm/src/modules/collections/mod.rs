//! `_collections`.

use crate::core::native::TypeSpec;

/// The types.
pub static SPECS: &[&TypeSpec] = &[];
