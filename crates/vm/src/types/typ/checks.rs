//! STUB
use pitviper_object::{Header, PageKind, Traverse, Obj, Slot, Value};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, Method as NativeMethod, Slots, TypeSpec, GetSet, fixed_size};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::typ::Type;

/// `isinstance`.
pub fn is_instance(vm: &mut Vm, value: &Value, class: &Value) -> PyResult<bool> { todo!() }
/// `issubclass`.
pub fn is_subclass(vm: &mut Vm, value: &Value, class: &Value) -> PyResult<bool> { todo!() }
