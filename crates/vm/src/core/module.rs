//! What a native module is made of.

use pitviper_object::Obj;

use crate::core::error::PyResult;
use crate::core::native::{Method, TypeSpec};
use crate::core::vm::Vm;
use crate::types::module::Module;

/// A native module, as one const.
#[expect(clippy::type_complexity, reason = "a table of functions, whose signatures are what is to be seen")]
pub struct ModuleSpec {
    /// Its name in `import`.
    pub name: &'static str,
    /// `__doc__`.
    pub doc: &'static str,
    /// Functions (no receiver).
    pub functions: &'static [Method],
    /// Types to put into it, by kind.
    pub types: &'static [&'static TypeSpec],
    /// Adds what else it holds.
    pub init: Option<fn(&mut Vm, &Obj<Module>) -> PyResult<()>>,
}
