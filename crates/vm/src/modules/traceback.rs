//! `_traceback`: what the library's `traceback` would need a syntax tree for.

use pitviper_object::Value;

use crate::core::error::PyResult;
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::str::Str;
use crate::types::traceback::anchors::{anchors_of, is_plain_call};
use crate::types::traceback::buffer::{Buffer, utf8};

fn text(vm: &mut Vm, value: &Value) -> PyResult<Buffer> {
    match value.downcast::<Str>() {
        Some(text) => utf8(vm, text),
        None => Err(vm.type_error(format_args!("a string is expected"))),
    }
}

/// `anchors(segment)`: where the marks change: line, column, line, column; `None` when they do not.
fn anchors(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let segment = text(vm, &args.values[0])?;
    match anchors_of(vm, segment.as_str()) {
        Some(found) => {
            let places = [found.left.line, found.left.column, found.right.line, found.right.column];
            vm.new_tuple_from(places.map(|place| Value::small(place as i64)))
        }
        None => Ok(Value::none()),
    }
}

/// `plain_call(lines, start, end)`: whether marks would tell nothing.
fn plain_call(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let lines = text(vm, &args.values[0])?;
    let [start, end] = [1, 2].map(|place| args.values[place].as_small().and_then(|n| usize::try_from(n).ok()));
    let plain = is_plain_call(vm, lines.as_str(), start.unwrap_or(0), end.unwrap_or(0));
    Ok(Value::bool(plain == Some(true)))
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_traceback",
    doc: "Marks under lines of tracebacks.",
    functions: &[Method::new("anchors", anchors, 1, 1), Method::new("plain_call", plain_call, 3, 3)],
    types: &[],
    init: None,
};
