//! `_thread`.

use crate::core::native::TypeSpec;

/// The types.
pub static SPECS: &[&TypeSpec] = &[];
