//! `property`, `classmethod`, `staticmethod`.

pub mod property;
pub mod wrapper;

pub use property::{PROPERTY, Property};
pub use wrapper::{CLASSMETHOD, ClassMethod, STATICMETHOD, StaticMethod};

use pitviper_object::Value;

use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::vm::Vm;

fn or_none(cell: &ValueCell) -> Value {
    cell.get().unwrap_or_else(Value::none)
}

/// Whether a function is marked as abstract.
fn is_abstract(vm: &mut Vm, function: &Value) -> PyResult<bool> {
    match vm.get_attr_opt(function, &vm.names().__isabstractmethod__)? {
        Some(value) => vm.truth(&value),
        None => Ok(false),
    }
}
