//! Argument counts of native functions, and how CPython complains about them.

use pitviper_object::Value;

use crate::core::args::count_fits;
use crate::core::error::{PyResult, Raised};
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::str::Str;

/// Calls the code of `method`. `args` has the receiver of methods in front; `receivers` says whether there is one
/// (0 or 1); `prefix` gives the class or module that messages name before the function.
///
/// # Errors
/// TypeError for wrong arguments, or what the code raises.
#[inline(always)]
pub fn invoke(
    vm: &mut Vm,
    method: &'static Method,
    args: Args<'_>,
    receivers: usize,
    prefix: impl FnOnce() -> Option<Value>,
) -> PyResult {
    if method.flags & Method::KEYWORDS == 0
        && (args.names.is_some_and(|names| !names.is_empty())
            || !count_fits(args.values.len().wrapping_sub(receivers), method.min, method.max))
    {
        return Err(complain(vm, method, args, receivers, prefix().as_ref()));
    }
    (method.function)(vm, args)
}

#[cold]
#[inline(never)]
fn complain(vm: &mut Vm, method: &'static Method, args: Args<'_>, receivers: usize, prefix: Option<&Value>) -> Raised {
    let name = method.name;
    let text = match prefix.and_then(Value::downcast::<Str>) {
        Some(prefix) => vm.new_str_fmt(format_args!("{prefix}.{name}()")),
        None => vm.new_str_fmt(format_args!("{name}()")),
    };
    let text = match text {
        Ok(text) => text,
        Err(raised) => return raised,
    };
    let Some(full) = text.downcast::<Str>() else { return vm.no_memory() };
    if args.keyword_count() > 0 {
        return vm.type_error(format_args!("{full} takes no keyword arguments"));
    }
    let given = args.values.len() - receivers.min(args.values.len());
    let (min, max) = (usize::from(method.min), usize::from(method.max));
    match (min, max) {
        (0, 0) => vm.type_error(format_args!("{full} takes no arguments ({given} given)")),
        (1, 1) => vm.type_error(format_args!("{full} takes exactly one argument ({given} given)")),
        _ => {
            let (bound, limit) = if min == max {
                ("", min)
            } else if given < min {
                ("at least ", min)
            } else {
                ("at most ", max)
            };
            let s = if limit == 1 { "" } else { "s" };
            vm.type_error(format_args!("{name} expected {bound}{limit} argument{s}, got {given}"))
        }
    }
}
