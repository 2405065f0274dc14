//! `reduce`.

use pitviper_object::Value;

use crate::core::args::Params;
use crate::core::error::{Exc, PyResult};
use crate::core::native::Args;
use crate::core::vm::Vm;

pub(super) fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [function, iterable, initial] =
        Params::new("reduce", ["function", "iterable", "initial"]).required(2).positional_only(2).bind(vm, args)?;
    let (Some(function), Some(iterable)) = (function, iterable) else { return Ok(Value::none()) };
    let iterator = match vm.iter(iterable) {
        Ok(iterator) => iterator,
        Err(raised) if vm.raised_is(&raised, Exc::TypeError) => {
            drop(vm.take_raised(raised));
            return Err(vm.type_error(format_args!("reduce() arg 2 must support iteration")));
        }
        Err(raised) => return Err(raised),
    };
    let mut result = initial.cloned();
    while let Some(item) = vm.next(&iterator)? {
        result = Some(match result.take() {
            Some(so_far) => vm.call(function, &[so_far, item])?,
            None => item,
        });
        vm.settle();
    }
    match result {
        Some(result) => Ok(result),
        None => Err(vm.type_error(format_args!("reduce() of empty iterable with no initial value"))),
    }
}
