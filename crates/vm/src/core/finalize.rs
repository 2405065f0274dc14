//! STUB
use pitviper_object::Value;
use crate::core::vm::Vm;
use crate::core::error::Raised;
/// Runs what has to run before an object dies.
pub fn finalize(vm: &mut Vm, object: &Value) { todo!() }
/// "Exception ignored in: context".
pub fn unraisable(vm: &mut Vm, raised: Raised, message: &str, object: Option<&Value>) { todo!() }
