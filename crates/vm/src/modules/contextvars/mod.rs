//! `_contextvars`: variables whose values belong to contexts.

mod context;
mod token;
mod variable;

use crate::core::module::ModuleSpec;
use crate::core::native::{Method, TypeSpec};

/// Kinds of the types here.
mod kind {
    use crate::core::kinds::MODULE_KINDS as FIRST;

    pub const CONTEXT: u8 = FIRST + 54;
    pub const VARIABLE: u8 = FIRST + 55;
    pub const TOKEN: u8 = FIRST + 56;
    pub const MISSING: u8 = FIRST + 57;
}

/// The types.
pub static SPECS: &[&TypeSpec] = &[&context::CONTEXT, &variable::VARIABLE, &token::TOKEN, &token::MISSING];

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_contextvars",
    doc: "Context Variables",
    functions: &[Method::new("copy_context", context::copy_context, 0, 0).doc("copy_context($module, /)\n--\n\n")],
    types: &[&context::CONTEXT, &variable::VARIABLE, &token::TOKEN],
    init: Some(|vm, _| {
        let class = crate::types::iterators::type_value(vm, kind::TOKEN);
        let (name, missing) = (vm.intern("MISSING")?, token::missing(vm)?);
        match class.downcast::<crate::types::typ::Type>() {
            Some(class) => vm.dict_set_str(&class.dict, &name, missing),
            None => Ok(()),
        }
    }),
};
