//! `_ast`: the classes of syntax trees, and what `compile` does with trees.
//!
//! The compiler's tree ([`pitviper_compiler::ast::Tree`]) is turned into objects ([`build`]) and made of objects
//! ([`read`]). Invariant: neither direction trusts the other: what Python made is checked as CPython checks it, and
//! nothing recurses over a tree without looking at the native stack.

mod build;
mod classes;
pub mod compile;
mod features;
mod function_type;
mod grammar;
mod node;
mod read;
mod repr;
mod simple;

use pitviper_object::{Obj, Value};

use crate::core::error::PyResult;
use crate::core::module::ModuleSpec;
use crate::core::native::TypeSpec;
use crate::core::vm::Vm;
use crate::types::module::Module;

pub(crate) use node::is_node;

/// Kinds of this module's types.
pub(crate) mod kind {
    use crate::core::kinds::MODULE_KINDS as FIRST;

    /// `AST`: all nodes.
    pub const NODE: u8 = FIRST + 70;
}

/// The types.
pub static SPECS: &[&TypeSpec] = &[&node::NODE];

/// Numbers of flags that `compile` takes.
pub(crate) mod flag {
    /// `PyCF_ONLY_AST`.
    pub const ONLY_AST: i64 = 0x400;
    /// `PyCF_TYPE_COMMENTS`.
    pub const TYPE_COMMENTS: i64 = 0x1000;
    /// `PyCF_ALLOW_TOP_LEVEL_AWAIT`.
    pub const TOP_LEVEL_AWAIT: i64 = 0x2000;
    /// What `PyCF_OPTIMIZED_AST` has beside `PyCF_ONLY_AST`.
    pub const OPTIMIZED: i64 = 0x8000;
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec { name: "_ast", doc: "", functions: &[], types: SPECS, init: Some(init) };

fn init(vm: &mut Vm, module: &Obj<Module>) -> PyResult<()> {
    let classes = classes::Classes::get(vm)?;
    for class in classes.all() {
        let name = vm.get_attr(class, &vm.names().__name__)?;
        vm.dict_set_str(&module.dict, &name, class.clone())?;
    }
    for (name, number) in [
        ("PyCF_ONLY_AST", flag::ONLY_AST),
        ("PyCF_TYPE_COMMENTS", flag::TYPE_COMMENTS),
        ("PyCF_ALLOW_TOP_LEVEL_AWAIT", flag::TOP_LEVEL_AWAIT),
        ("PyCF_OPTIMIZED_AST", flag::ONLY_AST | flag::OPTIMIZED),
    ] {
        let name = vm.intern(name)?;
        vm.dict_set_str(&module.dict, &name, Value::small(number))?;
    }
    Ok(())
}
