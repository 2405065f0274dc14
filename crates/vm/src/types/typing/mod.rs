//! Types about types: `list[int]`, `int | str`, type parameters and `type` statements (PEP 585, 604, 695, 696).
//!
//! What the `typing` module adds in Python comes with that module; what the language itself needs is here.

pub mod alias;
pub mod generic;
pub mod generic_alias;
mod make;
mod no_default;
pub mod param;
mod parts;
mod substitute;
pub mod union;

use pitviper_object::{Obj, Value};

use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::list::List;
use crate::types::tuple::Tuple;

pub use alias::{SPEC as TYPE_ALIAS, new_type_alias};
pub use generic::subscript_generic;
pub use generic_alias::{SPEC as GENERIC_ALIAS, class_getitem, new_generic_alias};
pub use no_default::{NO_DEFAULT, no_default};
pub use param::{PARAM_SPEC, TYPE_VAR, TYPE_VAR_TUPLE, new_param_spec, new_type_var, new_type_var_tuple, set_default};
pub use parts::{PARAM_SPEC_ARGS, PARAM_SPEC_KWARGS};
use substitute::substitute;
pub use union::{SPEC as UNION, make_union, union_args};

/// The argument that tells an evaluator to give values (`annotationlib.Format.VALUE`).
const FORMAT_VALUE: Value = Value::small(1);

/// Runs the function behind a lazily evaluated bound, default or alias.
fn evaluate(vm: &mut Vm, evaluator: &Value) -> PyResult {
    vm.call(evaluator, &[FORMAT_VALUE])
}

/// The type parameters that occur in `args`, each once, in order.
fn parameters_of(vm: &mut Vm, args: &Tuple) -> PyResult<Obj<Tuple>> {
    vm.check_native_stack()?;
    let found = vm.new_list()?;
    for arg in args.items() {
        if param::is_param(arg) {
            add_once(vm, &found, arg)?;
        } else if arg.downcast::<crate::types::typ::Type>().is_none()
            && let Some(inner) = vm.get_attr_opt(arg, &vm.names().__parameters__)?
            && let Some(inner) = inner.downcast::<Tuple>()
        {
            for item in inner.items() {
                add_once(vm, &found, item)?;
            }
        }
    }
    let tuple = vm.tuple_from(found.as_value())?;
    match Obj::try_from_value(tuple) {
        Ok(tuple) => Ok(tuple),
        Err(_) => Err(vm.no_memory()),
    }
}

fn add_once(vm: &mut Vm, list: &List, item: &Value) -> PyResult<()> {
    let mut index = 0;
    while let Some(own) = list.get(index) {
        if own.is(item) {
            return Ok(());
        }
        index += 1;
    }
    vm.list_push(list, item.clone())
}

/// The one argument of a `__getitem__` as a tuple.
fn as_args(vm: &mut Vm, item: &Value) -> PyResult<Obj<Tuple>> {
    match item.downcast::<Tuple>() {
        Some(tuple) => Ok(Obj::from_ref(tuple)),
        None => vm.new_tuple_obj(std::slice::from_ref(item)),
    }
}

/// An attribute of the module `typing`, which is imported for it.
fn typing_attribute(vm: &mut Vm, name: &str) -> PyResult {
    let module = vm.intern("typing")?;
    let module = crate::import::import_absolute(vm, &module)?;
    let name = vm.intern(name)?;
    vm.get_attr(&module, &name)
}

/// Calls a function of the module `typing`.
fn call_typing(vm: &mut Vm, name: &str, args: &[Value]) -> PyResult {
    let function = typing_attribute(vm, name)?;
    vm.call(&function, args)
}

/// The first argument behind the receiver.
fn argument<'a>(args: Args<'a>) -> &'a Value {
    &args.values[args.values.len() - 1]
}
