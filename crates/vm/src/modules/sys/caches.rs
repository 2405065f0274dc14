//! Caches that programs may ask to be emptied.

use pitviper_object::Value;

use crate::core::error::{Exc, PyResult};
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;

pub(super) static FUNCTIONS: &[Method] = &[
    Method::new("_clear_internal_caches", nothing, 0, 0)
        .doc("_clear_internal_caches($module, /)\n--\n\nClear all internal performance-related caches."),
    Method::new("_clear_type_cache", clear_type_cache, 0, 0)
        .doc("_clear_type_cache($module, /)\n--\n\nClear the internal type lookup cache."),
];

/// What the caches hold is checked against versions at every use: nothing stale is left to clear.
fn nothing(_: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(Value::none())
}

fn clear_type_cache(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let message = format_args!(
        "sys._clear_type_cache() is deprecated and scheduled for removal in a future version. Use sys._clear_internal_caches() instead."
    );
    vm.warn(Exc::DeprecationWarning, 1, message)?;
    Ok(Value::none())
}
