//! `float`: most inline in the value word, the others boxed.
//!
//! ```text
//! header 8 | value 8
//! ```

mod methods;
mod new;
pub mod operators;
mod spec;

pub use new::{as_f64, from_number, from_value};
pub use operators::{arith, power};
pub use spec::SPEC;

use pitviper_number::float as kernel;
use pitviper_object::header::PLAIN;
use pitviper_object::{Header, Obj, PageKind, Value};
use pitviper_text::Chars;

use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::typ::Type;

/// A float object: one that is not inline, or an instance of a subclass.
#[repr(C)]
pub struct Float {
    /// Count, shape, flags.
    pub header: Header,
    value: f64,
}

pitviper_object::object!(Float, kinds::FLOAT);

/// The number behind a value that is a float: inline, boxed, or an instance of a subclass.
#[inline]
#[must_use]
pub fn value_of(value: &Value) -> Option<f64> {
    match value.as_inline_f64() {
        Some(float) => Some(float),
        None => value.downcast::<Float>().map(|float| float.value),
    }
}

/// The number behind a value of the exact builtin type.
#[inline]
#[must_use]
pub fn exact_value(value: &Value) -> Option<f64> {
    match value.as_inline_f64() {
        Some(float) => Some(float),
        None => value.exact::<Float>().map(|float| float.value),
    }
}

/// A float of a class: the exact builtin one, or an instance of a Python subclass.
///
/// # Errors
/// `MemoryError`.
pub fn instance_of(vm: &mut Vm, class: &Type, value: f64) -> PyResult {
    if class.root.get() == 0 {
        return vm.new_float(value);
    }
    let payload = Float { header: Header::new(u32::from(kinds::FLOAT), PLAIN), value };
    Ok(vm.new_instance_of(class, PageKind::Leaf, payload)?.into_value())
}

/// `repr(float)`.
///
/// # Errors
/// `MemoryError`.
pub fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let Some(float) = value_of(value) else { return Ok(Value::not_implemented()) };
    vm.new_str_chars(Chars::One(&kernel::repr(float)))
}

impl Vm {
    /// A float.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline(always)]
    pub fn new_float(&mut self, float: f64) -> PyResult {
        match Value::from_f64(float) {
            Some(inline) => Ok(inline),
            None => self.new_boxed_float(float),
        }
    }

    #[inline(never)]
    fn new_boxed_float(&mut self, value: f64) -> PyResult {
        let float = Float { header: Header::new(u32::from(kinds::FLOAT), PLAIN), value };
        Ok(Obj::create(&mut self.heap, PageKind::Leaf, float)?.into_value())
    }

    /// The number behind a value that is a float (of any class).
    #[inline]
    #[must_use]
    pub fn as_f64(&self, value: &Value) -> Option<f64> {
        value_of(value)
    }
}
