//! `sys`: the interpreter as programs see it.
use pitviper_object::Value;
use crate::core::error::PyResult;
use crate::core::vm::Vm;
/// Makes the module.
pub fn create(_vm: &mut Vm) -> PyResult<()> { todo!() }
/// `sys.displayhook(value)`: what an expression statement of a session does.
pub fn display(_vm: &mut Vm, _value: &Value) -> PyResult<()> { todo!() }
/// Writes to `sys.stderr`, or to the process's when that fails; never raises.
pub fn write_stderr(_vm: &mut Vm, _text: &str) { todo!() }
/// As [`write_stderr`], a string object.
pub fn write_stderr_value(_vm: &mut Vm, _text: &Value) { todo!() }
