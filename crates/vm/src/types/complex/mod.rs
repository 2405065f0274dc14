//! `complex`: two floats, immutable.
//!
//! ```text
//! header 8 | real 8 | imaginary 8
//! ```

mod arithmetic;
mod methods;
mod new;
mod operators;
mod spec;

pub use new::from_number;
pub use operators::power;
pub use spec::SPEC;

use pitviper_number::float::repr_complex;
use pitviper_object::header::PLAIN;
use pitviper_object::{Header, Obj, PageKind, Value};
use pitviper_text::Chars;

use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::typ::Type;

/// A complex object.
#[repr(C)]
pub struct Complex {
    /// Count, shape, flags.
    pub header: Header,
    real: f64,
    imaginary: f64,
}

pitviper_object::object!(Complex, kinds::COMPLEX);

/// Real and imaginary part.
pub type Parts = (f64, f64);

/// The parts of a complex number of any class.
#[inline]
#[must_use]
pub fn value_of(value: &Value) -> Option<Parts> {
    value.downcast::<Complex>().map(|complex| (complex.real, complex.imaginary))
}

/// The parts of a complex number of the exact builtin type.
#[inline]
#[must_use]
pub fn exact_value(value: &Value) -> Option<Parts> {
    value.exact::<Complex>().map(|complex| (complex.real, complex.imaginary))
}

fn payload((real, imaginary): Parts) -> Complex {
    Complex { header: Header::new(u32::from(kinds::COMPLEX), PLAIN), real, imaginary }
}

/// A complex number.
///
/// # Errors
/// `MemoryError`.
pub fn create(vm: &mut Vm, real: f64, imaginary: f64) -> PyResult {
    Ok(Obj::create(&mut vm.heap, PageKind::Leaf, payload((real, imaginary)))?.into_value())
}

/// A complex number of a class: the exact builtin one, or an instance of a Python subclass.
///
/// # Errors
/// `MemoryError`.
pub fn instance_of(vm: &mut Vm, class: &Type, parts: Parts) -> PyResult {
    Ok(vm.new_instance_of(class, PageKind::Leaf, payload(parts))?.into_value())
}

/// `repr(complex)`.
///
/// # Errors
/// `MemoryError`.
pub fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let Some((real, imaginary)) = value_of(value) else { return Ok(Value::not_implemented()) };
    vm.new_str_chars(Chars::One(&repr_complex(real, imaginary)))
}
