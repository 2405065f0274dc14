//! How native code appears to Python: functions, methods and attributes of builtin types as objects.
//!
//! | type | made of |
//! |---|---|
//! | `builtin_function_or_method` | a [`Method`] entry, alone, bound, or a type's `__new__` |
//! | `method_descriptor`, `classmethod_descriptor` | a [`Method`] entry of a type |
//! | `getset_descriptor` | a [`GetSet`] entry |
//! | `member_descriptor` | a `__slots__` place |
//! | `wrapper_descriptor`, `method-wrapper` | an entry of [`Slots`](crate::core::native::Slots), see [`special`] |

pub mod arity;
pub mod attribute;
mod docs;
pub mod function;
pub mod method;
pub mod special;
pub mod wrapper;

pub(crate) use attribute::read_only;
pub use attribute::{GETSET, GetSetDescriptor, MEMBER, Member, member_offset};
pub use function::{BUILTIN_FUNCTION, BuiltinFunction, Role};
pub use method::{CLASSMETHOD_DESCRIPTOR, ClassMethodDescriptor, METHOD_DESCRIPTOR, MethodDescriptor};
pub use wrapper::{METHOD_WRAPPER, MethodWrapper, SLOT_WRAPPER, SlotWrapper};

use pitviper_object::Value;

use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::typ::Type;

/// The docstring of a table entry without its signature.
pub(crate) fn doc_of(vm: &mut Vm, doc: &str) -> PyResult {
    if doc.is_empty() {
        return Ok(Value::none());
    }
    match doc.split_once("\n--\n\n") {
        Some((_, text)) => vm.new_str(text),
        None => vm.new_str(doc),
    }
}

/// The signature in front of a table entry's docstring: `($self, …)`.
pub(crate) fn signature_of(vm: &mut Vm, doc: &str) -> PyResult {
    match doc.split_once("\n--\n\n") {
        Some((signature, _)) => {
            let start = signature.find('(').unwrap_or(0);
            vm.new_str(&signature[start..])
        }
        None => Ok(Value::none()),
    }
}

/// `module.qualname` of a class, without `builtins.`.
pub(crate) fn dotted_name(vm: &mut Vm, class: &Type) -> PyResult {
    vm.full_type_name(class)
}

/// `__qualname__` of an attribute of a class.
pub(crate) fn qualname(vm: &mut Vm, owner: &Type, name: &str) -> PyResult {
    let class = owner.qualname.get().unwrap_or_else(Value::none);
    match class.downcast::<crate::types::str::Str>() {
        Some(class) => vm.new_str_fmt(format_args!("{class}.{name}")),
        None => vm.new_str(name),
    }
}
