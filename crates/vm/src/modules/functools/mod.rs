//! `_functools`: what the library's `functools` takes from native code.

mod compare_key;
mod links;
mod lru_cache;
mod partial;
mod placeholder;
mod reduce;

use pitviper_object::Obj;

use crate::core::error::PyResult;
use crate::core::module::ModuleSpec;
use crate::core::native::{Method, TypeSpec};
use crate::core::vm::Vm;
use crate::types::module::Module;

/// Kinds of the types here.
mod kind {
    use crate::core::kinds::MODULE_KINDS as FIRST;

    pub const PARTIAL: u8 = FIRST + 36;
    pub const PLACEHOLDER: u8 = FIRST + 37;
    pub const COMPARE_KEY: u8 = FIRST + 38;
    pub const LRU_CACHE: u8 = FIRST + 39;
    pub const LRU_LINK: u8 = FIRST + 40;
}

/// The types.
pub static SPECS: &[&TypeSpec] =
    &[&partial::PARTIAL, &placeholder::PLACEHOLDER, &compare_key::COMPARE_KEY, &lru_cache::LRU_CACHE, &links::LINK];

fn init(vm: &mut Vm, module: &Obj<Module>) -> PyResult<()> {
    let placeholder = placeholder::create(vm)?;
    let name = vm.intern("Placeholder")?;
    vm.dict_set_str(&module.dict, &name, placeholder)
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_functools",
    doc: "Tools that operate on functions.",
    functions: &[
        Method::keywords("reduce", reduce::reduce)
            .doc("reduce($module, function, iterable, /, initial=<functools._initial_missing>)\n--\n\nApply a function of two arguments to the items of an iterable from left to right, down to one value."),
        Method::keywords("cmp_to_key", compare_key::cmp_to_key)
            .doc("cmp_to_key($module, /, mycmp)\n--\n\nConvert a cmp= function into a key= function."),
    ],
    types: &[&partial::PARTIAL, &placeholder::PLACEHOLDER, &lru_cache::LRU_CACHE],
    init: Some(init),
};
