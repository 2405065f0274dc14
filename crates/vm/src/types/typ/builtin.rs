//! STUB
use pitviper_object::{Header, PageKind, Traverse, Obj, Slot, Value};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, Method as NativeMethod, Slots, TypeSpec, GetSet, fixed_size};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::typ::Type;

/// Makes the type.
pub fn create(vm: &mut Vm, spec: &'static TypeSpec) -> PyResult<()> { todo!() }
/// Fills its namespace.
pub fn fill(vm: &mut Vm, spec: &'static TypeSpec) -> PyResult<()> { todo!() }
/// A builtin class without spec: exceptions. `fixed_slots` become attributes in fixed places (None when empty).
pub fn new_builtin_class(vm: &mut Vm, name: &str, module: &str, base: &Type, kind: u8, flags: u32, fixed_slots: &[&str]) -> PyResult<Obj<Type>> { todo!() }
/// Adds methods to a builtin class.
pub fn add_methods(vm: &mut Vm, class: &Type, methods: &'static [NativeMethod]) -> PyResult<()> { todo!() }
/// Adds computed attributes to a builtin class.
pub fn add_getset(vm: &mut Vm, class: &Type, getset: &'static [GetSet]) -> PyResult<()> { todo!() }
