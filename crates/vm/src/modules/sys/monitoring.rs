//! `sys.monitoring`: the names of events. No events are sent; tools can be registered, and hear nothing.

use pitviper_object::{Obj, Value};

use crate::core::error::PyResult;
use crate::core::native::{Args, MANY, Method};
use crate::core::vm::Vm;
use crate::modules::builtins::put;
use crate::types::dict::Dict;
use crate::types::module::add_functions;

static EVENTS: &[(&str, i64)] = &[
    ("PY_START", 1),
    ("PY_RESUME", 1 << 1),
    ("PY_RETURN", 1 << 2),
    ("PY_YIELD", 1 << 3),
    ("CALL", 1 << 4),
    ("LINE", 1 << 5),
    ("INSTRUCTION", 1 << 6),
    ("JUMP", 1 << 7),
    ("BRANCH_LEFT", 1 << 8),
    ("BRANCH_RIGHT", 1 << 9),
    ("STOP_ITERATION", 1 << 10),
    ("RAISE", 1 << 11),
    ("EXCEPTION_HANDLED", 1 << 12),
    ("PY_UNWIND", 1 << 13),
    ("PY_THROW", 1 << 14),
    ("RERAISE", 1 << 15),
    ("C_RETURN", 1 << 16),
    ("C_RAISE", 1 << 17),
    ("BRANCH", 1 << 18),
    ("NO_EVENTS", 0),
];

static TOOLS: &[(&str, i64)] = &[("DEBUGGER_ID", 0), ("COVERAGE_ID", 1), ("PROFILER_ID", 2), ("OPTIMIZER_ID", 5)];

fn missing(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let message = format_args!("Pitviper sends no monitoring events");
    Err(vm.raise(crate::core::error::Exc::NotImplementedError, message))
}

fn nothing(_: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(Value::none())
}

static FUNCTIONS: &[Method] = &[
    Method::new("use_tool_id", missing, 2, 2),
    Method::new("clear_tool_id", nothing, 1, 1),
    Method::new("free_tool_id", nothing, 1, 1),
    Method::new("get_tool", nothing, 1, 1),
    Method::new("register_callback", missing, 3, 3),
    Method::new("get_events", |_, _| Ok(Value::small(0)), 1, 1),
    Method::new("set_events", missing, 2, 2),
    Method::new("get_local_events", |_, _| Ok(Value::small(0)), 2, 2),
    Method::new("set_local_events", missing, 3, 3),
    Method::new("restart_events", nothing, 0, MANY),
];

/// Adds the namespace to `sys`.
pub(super) fn fill(vm: &mut Vm, sys: &Obj<Dict>) -> PyResult<()> {
    let module = vm.new_module("sys.monitoring", None)?;
    add_functions(vm, &module, FUNCTIONS)?;
    let events = vm.new_namespace()?;
    for (name, bit) in EVENTS {
        put(vm, &events.dict, name, Value::small(*bit))?;
    }
    put(vm, &module.dict, "events", events.into_value())?;
    for (name, number) in TOOLS {
        put(vm, &module.dict, name, Value::small(*number))?;
    }
    for name in ["DISABLE", "MISSING"] {
        let object = vm.new_bare_object()?;
        put(vm, &module.dict, name, object)?;
    }
    put(vm, sys, "monitoring", module.into_value())
}
