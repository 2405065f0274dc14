//! `itertools`.

use crate::core::module::ModuleSpec;
use crate::core::native::TypeSpec;

/// The types.
pub static SPECS: &[&TypeSpec] = &[];

/// The module.
pub static MODULE: ModuleSpec =
    ModuleSpec { name: "itertools", doc: "", functions: &[], types: SPECS, init: None };
