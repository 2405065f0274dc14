//! What programs set in `sys` that nothing but `sys` and its neighbours read.

use pitviper_object::Value;

use crate::core::error::{Exc, PyResult};
use crate::core::vm::Vm;

/// Settings of one interpreter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    /// `sys.setdlopenflags`.
    pub dlopen_flags: i32,
    /// `sys.setswitchinterval`, in seconds.
    pub switch_interval: f64,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { dlopen_flags: 2, switch_interval: 0.005 }
    }
}

/// An int that CPython keeps in a C `int`.
///
/// # Errors
/// TypeError, OverflowError.
pub(super) fn c_int(vm: &mut Vm, value: &Value) -> PyResult<i32> {
    let int = vm.to_index(value)?;
    match crate::types::int::to_i64(&int).and_then(|int| i32::try_from(int).ok()) {
        Some(int) => Ok(int),
        None => Err(vm.raise(Exc::OverflowError, format_args!("Python int too large to convert to C int"))),
    }
}
