//! `_operator`: operators as functions, and objects that fetch items and attributes or call methods.

mod functions;
mod getters;
mod method_caller;

use crate::core::module::ModuleSpec;
use crate::core::native::TypeSpec;

/// Kinds of the types here.
mod kind {
    use crate::core::kinds::MODULE_KINDS as FIRST;

    pub const ITEM_GETTER: u8 = FIRST + 47;
    pub const ATTR_GETTER: u8 = FIRST + 48;
    pub const METHOD_CALLER: u8 = FIRST + 49;
}

/// The types.
pub static SPECS: &[&TypeSpec] = &[&getters::ITEM_GETTER, &getters::ATTR_GETTER, &method_caller::METHOD_CALLER];

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_operator",
    doc: "Operator interface.\n\nThis module exports a set of functions implemented in C corresponding\nto the intrinsic operators of Python.  For example, operator.add(x, y)\nis equivalent to the expression x+y.",
    functions: functions::FUNCTIONS,
    types: SPECS,
    init: None,
};
