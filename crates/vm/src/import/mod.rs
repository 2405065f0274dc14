//! The import system.
use pitviper_object::Value;
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::eval::stack::Frame;
/// `import name`.
///
/// # Safety
/// `frame` is live.
pub unsafe fn import_name(_vm: &mut Vm, _frame: *mut Frame, _name: &Value, _level: &Value, _fromlist: &Value) -> PyResult { todo!() }
/// `from module import name`.
pub fn import_from(_vm: &mut Vm, _module: &Value, _name: &Value) -> PyResult { todo!() }
/// `from module import *`.
pub fn import_star(_vm: &mut Vm, _module: &Value, _locals: &Value) -> PyResult<()> { todo!() }
