//! `math`.

use crate::core::module::ModuleSpec;

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec { name: "math", doc: "Mathematical functions of real numbers.", functions: &[], types: &[], init: None };
