//! The fixed attributes of builtin exception classes: slots behind the payload, in the order of [`Exc::ALL`].
//!
//! [`Exc::ALL`]: crate::core::error::Exc::ALL

use pitviper_object::{Header, Slot, Value};

use super::Exception;
use crate::core::error::{PyResult, Raised};
use crate::core::kinds;
use crate::core::native::{GetSet, fixed_size};
use crate::core::vm::Vm;

/// `AttributeError.name`, `NameError.name`.
pub const NAME: u32 = 0;
/// `AttributeError.obj`.
pub const OBJ: u32 = 1;
/// `ImportError.msg`.
pub const IMPORT_MSG: u32 = 0;
/// `ImportError.name`.
pub const IMPORT_NAME: u32 = 1;
/// `ImportError.path`.
pub const IMPORT_PATH: u32 = 2;
/// `ImportError.name_from`.
pub const IMPORT_NAME_FROM: u32 = 3;
/// `OSError.errno`.
pub const ERRNO: u32 = 0;
/// `OSError.strerror`.
pub const STRERROR: u32 = 1;
/// `OSError.filename`.
pub const FILENAME: u32 = 2;
/// `OSError.filename2`.
pub const FILENAME2: u32 = 3;
/// `OSError.characters_written`.
pub const WRITTEN: u32 = 4;
/// `StopIteration.value`.
pub const STOP_VALUE: u32 = 0;
/// `SystemExit.code`.
pub const EXIT_CODE: u32 = 0;
/// `BaseExceptionGroup.message`.
pub const MESSAGE: u32 = 0;
/// `BaseExceptionGroup.exceptions`: a tuple.
pub const EXCEPTIONS: u32 = 1;

/// The place of fixed attribute `index`; `None` when the object has no such.
fn place(vm: &Vm, exception: &Value, index: u32) -> Option<*mut Slot> {
    let shape = vm.shape_of(exception)?;
    if shape.kind != kinds::EXCEPTION || index >= u32::from(shape.fixed) {
        return None;
    }
    // SAFETY: the object is of this shape and the index is within its fixed slots.
    Some(unsafe { shape.slot_address(exception.bits() as *mut Header, index, fixed_size::<Exception>) })
}

/// Fixed attribute `index`, if it was ever set.
#[must_use]
pub fn get(vm: &Vm, exception: &Value, index: u32) -> Option<Value> {
    // SAFETY: the place is the object's own.
    unsafe { (*place(vm, exception, index)?).clone() }
}

/// Sets fixed attribute `index`.
pub fn set(vm: &Vm, exception: &Value, index: u32, value: Option<Value>) {
    if let Some(place) = place(vm, exception, index) {
        // SAFETY: the place is the object's own; the old value is dropped after the new one is in.
        drop(unsafe { std::mem::replace(&mut *place, value) });
    }
}

fn read<const INDEX: u32>(vm: &mut Vm, exception: &Value) -> PyResult {
    Ok(get(vm, exception, INDEX).unwrap_or_else(Value::none))
}

fn read_only<const INDEX: u32>(vm: &mut Vm, _: &Value, _: Option<Value>) -> PyResult<()> {
    Err(read_only_error(vm))
}

fn read_only_error(vm: &mut Vm) -> Raised {
    vm.raise(crate::core::error::Exc::AttributeError, format_args!("readonly attribute"))
}

/// An attribute that programs cannot change.
#[must_use]
pub const fn constant<const INDEX: u32>(name: &'static str) -> GetSet {
    GetSet { name, get: read::<INDEX>, set: Some(read_only::<INDEX>) }
}
