//! `builtins`: its functions, constants, and the types that live there.
use crate::core::error::PyResult;
use crate::core::vm::Vm;
/// Makes the module.
pub fn create(_vm: &mut Vm) -> PyResult<()> { todo!() }
