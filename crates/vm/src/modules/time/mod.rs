//! `time`.

use crate::core::module::ModuleSpec;

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec { name: "time", doc: "Clocks and calendar time.", functions: &[], types: &[], init: None };
