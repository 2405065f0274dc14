//! What one can ask of any object: `ascii`, `callable`, `format`, `hash`, `id`, `isinstance`, `issubclass`, `repr`.

use pitviper_object::Value;

use crate::core::error::PyResult;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::str::Str;
use crate::types::typ::checks;

pub(super) static FUNCTIONS: &[Method] = &[
    Method::new("ascii", ascii, 1, 1)
        .doc("ascii($module, obj, /)\n--\n\nReturn repr(obj) with what is not ASCII escaped."),
    Method::new("callable", callable, 1, 1)
        .doc("callable($module, obj, /)\n--\n\nReturn whether the object can be called."),
    Method::new("format", format, 1, 2)
        .doc("format($module, value, format_spec='', /)\n--\n\nReturn type(value).__format__(value, format_spec)."),
    Method::new("hash", hash, 1, 1).doc("hash($module, obj, /)\n--\n\nReturn the hash value of an object."),
    Method::new("id", id, 1, 1)
        .doc("id($module, obj, /)\n--\n\nReturn the identity of an object, unique while it is alive."),
    Method::new("isinstance", isinstance, 2, 2).doc(
        "isinstance($module, obj, class_or_tuple, /)\n--\n\nReturn whether an object is an instance of a class or of a subclass.",
    ),
    Method::new("issubclass", issubclass, 2, 2).doc(
        "issubclass($module, cls, class_or_tuple, /)\n--\n\nReturn whether a class is derived from another or is the same.",
    ),
    Method::new("repr", repr, 1, 1)
        .doc("repr($module, obj, /)\n--\n\nReturn the canonical string representation of the object."),
];

fn ascii(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.ascii(&args.values[0])
}

fn callable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Value::bool(vm.is_callable(&args.values[0])))
}

fn format(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let spec = match args.values.get(1) {
        None => crate::core::registry::empty_str(vm),
        Some(spec) if spec.downcast::<Str>().is_some() => spec.clone(),
        Some(other) => {
            return Err(crate::types::str::bad_argument(vm, "format", "argument 2", "str", other));
        }
    };
    vm.format(&args.values[0], &spec)
}

fn hash(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let hash = vm.hash(&args.values[0])?;
    vm.new_int(hash)
}

fn id(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let id = vm.id(&args.values[0]);
    vm.new_u64(id)
}

fn isinstance(vm: &mut Vm, args: Args<'_>) -> PyResult {
    checks::is_instance(vm, &args.values[0], &args.values[1]).map(Value::bool)
}

fn issubclass(vm: &mut Vm, args: Args<'_>) -> PyResult {
    checks::is_subclass(vm, &args.values[0], &args.values[1]).map(Value::bool)
}

fn repr(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.repr(&args.values[0])
}
