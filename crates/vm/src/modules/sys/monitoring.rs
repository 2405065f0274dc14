//! `sys.monitoring` (PEP 669): tools, what they want to hear of, and what is called then.

use pitviper_object::{Obj, Value};

use super::settings::c_int;
use crate::core::error::PyResult;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::eval::tracing::events::{BRANCH, BRANCHES, CALL, EVENTS, LOCAL, NAMES, PROFILE, WITH_CALL};
use crate::modules::builtins::put;
use crate::types::code::CodeObject;
use crate::types::dict::Dict;
use crate::types::module::add_functions;
use crate::types::str::Str;

static TOOLS: &[(&str, i64)] = &[("DEBUGGER_ID", 0), ("COVERAGE_ID", 1), ("PROFILER_ID", 2), ("OPTIMIZER_ID", 5)];

static FUNCTIONS: &[Method] = &[
    Method::new("_all_events", all_events, 0, 0).doc("_all_events($module, /)\n--\n\nReturn the tools that listen, by event."),
    Method::new("clear_tool_id", clear_tool_id, 1, 1)
        .doc("clear_tool_id($module, tool_id, /)\n--\n\nForget a tool's events and callbacks."),
    Method::new("free_tool_id", free_tool_id, 1, 1).doc("free_tool_id($module, tool_id, /)\n--\n\nForget a tool."),
    Method::new("get_events", get_events, 1, 1)
        .doc("get_events($module, tool_id, /)\n--\n\nReturn the events that a tool wants of all code."),
    Method::new("get_local_events", get_local_events, 2, 2)
        .doc("get_local_events($module, tool_id, code, /)\n--\n\nReturn the events that a tool wants of one code object."),
    Method::new("get_tool", get_tool, 1, 1).doc("get_tool($module, tool_id, /)\n--\n\nReturn a tool's name, or None."),
    Method::new("register_callback", register_callback, 3, 3).doc(
        "register_callback($module, tool_id, event, func, /)\n--\n\nSet what is called for an event; return what was before.",
    ),
    Method::new("restart_events", restart_events, 0, 0)
        .doc("restart_events($module, /)\n--\n\nEnable all events again that were disabled."),
    Method::new("set_events", set_events, 2, 2)
        .doc("set_events($module, tool_id, event_set, /)\n--\n\nSet the events that a tool wants of all code."),
    Method::new("set_local_events", set_local_events, 3, 3).doc(
        "set_local_events($module, tool_id, code, event_set, /)\n--\n\nSet the events that a tool wants of one code object.",
    ),
    Method::new("use_tool_id", use_tool_id, 2, 2)
        .doc("use_tool_id($module, tool_id, name, /)\n--\n\nTake a tool's number."),
];

/// A tool's number, one that programs may use.
fn tool(vm: &mut Vm, value: &Value) -> PyResult<usize> {
    let number = c_int(vm, value)?;
    match usize::try_from(number) {
        Ok(tool) if tool < PROFILE => Ok(tool),
        _ => Err(vm.value_error(format_args!("invalid tool {number} (must be between 0 and 5)"))),
    }
}

/// A tool that is in use.
fn tool_in_use(vm: &mut Vm, value: &Value) -> PyResult<usize> {
    let tool = tool(vm, value)?;
    match vm.tracing.tool(tool) {
        Some(_) => Ok(tool),
        None => Err(vm.value_error(format_args!("tool {tool} is not in use"))),
    }
}

fn use_tool_id(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let tool = tool(vm, &args.values[0])?;
    if args.values[1].downcast::<Str>().is_none() {
        return Err(vm.value_error(format_args!("tool name must be a str")));
    }
    if vm.tracing.tool(tool).is_some() {
        return Err(vm.value_error(format_args!("tool {tool} is already in use")));
    }
    vm.tracing.name_tool(tool, Some(args.values[1].clone()));
    Ok(Value::none())
}

fn clear_tool_id(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let tool = tool(vm, &args.values[0])?;
    if vm.tracing.tool(tool).is_some() {
        vm.clear_tool(tool)?;
    }
    Ok(Value::none())
}

fn free_tool_id(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let tool = tool(vm, &args.values[0])?;
    if vm.tracing.tool(tool).is_some() {
        vm.clear_tool(tool)?;
        vm.tracing.name_tool(tool, None);
    }
    Ok(Value::none())
}

fn get_tool(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let tool = tool(vm, &args.values[0])?;
    Ok(vm.tracing.tool(tool).unwrap_or_else(Value::none))
}

fn register_callback(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let tool = tool(vm, &args.values[0])?;
    let event = c_int(vm, &args.values[1])?;
    if event.count_ones() != 1 || event <= 0 {
        return Err(vm.value_error(format_args!("The callback can only be set for one event at a time")));
    }
    let event = event.trailing_zeros() as usize;
    if event >= EVENTS {
        return Err(vm.value_error(format_args!("invalid event {event}")));
    }
    vm.audit("sys.monitoring.register_callback", &args.values[2..])?;
    let function = Some(args.values[2].clone()).filter(|function| !function.is_none());
    let before = vm.tracing.set_callback(tool, event, function);
    Ok(before.unwrap_or_else(Value::none))
}

/// A set of events as CPython takes it: calls' results come with calls, a branch is two events.
fn event_set(vm: &mut Vm, value: &Value) -> PyResult<u32> {
    let given = c_int(vm, value)?;
    let Ok(mut events) = u32::try_from(given) else {
        return Err(vm.value_error(format_args!("invalid event set {given:#x}")));
    };
    if events >> EVENTS != 0 {
        return Err(vm.value_error(format_args!("invalid event set {given:#x}")));
    }
    let results = events & WITH_CALL;
    if results != 0 && (results != WITH_CALL || events & 1 << CALL == 0) {
        return Err(vm.value_error(format_args!("cannot set C_RETURN or C_RAISE events independently")));
    }
    events &= !WITH_CALL;
    if events & 1 << BRANCH != 0 {
        events = events & !(1 << BRANCH) | BRANCHES;
    }
    Ok(events)
}

fn get_events(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let tool = tool(vm, &args.values[0])?;
    vm.new_int(i64::from(vm.tracing.global_events(tool) & !WITH_CALL))
}

fn set_events(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let tool = tool(vm, &args.values[0])?;
    let events = event_set(vm, &args.values[1])?;
    let tool = tool_in_use(vm, &Value::small(tool as i64))?;
    let with_call = if events & 1 << CALL != 0 { WITH_CALL } else { 0 };
    vm.set_global_events(tool, events | with_call)?;
    Ok(Value::none())
}

fn code(vm: &mut Vm, value: &Value) -> PyResult<Obj<CodeObject>> {
    Obj::<CodeObject>::try_from_value(value.clone())
        .map_err(|_| vm.type_error(format_args!("code must be a code object")))
}

fn get_local_events(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let code = code(vm, &args.values[1])?;
    let tool = tool(vm, &args.values[0])?;
    vm.new_int(i64::from(code.local_events(tool)))
}

fn set_local_events(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let code = code(vm, &args.values[1])?;
    let tool = tool(vm, &args.values[0])?;
    let events = event_set(vm, &args.values[2])?;
    if events & !LOCAL != 0 {
        return Err(vm.value_error(format_args!("invalid local event set {events:#x}")));
    }
    let tool = tool_in_use(vm, &Value::small(tool as i64))?;
    vm.set_local_events(&code, tool, events)?;
    Ok(Value::none())
}

fn restart_events(vm: &mut Vm, _: Args<'_>) -> PyResult {
    vm.restart_events()?;
    Ok(Value::none())
}

fn all_events(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let dict = vm.new_dict()?;
    for (event, name) in NAMES.iter().enumerate() {
        let tools = vm.tracing.tools_of(event);
        if tools != 0 && event < BRANCH {
            put(vm, &dict, name, Value::small(i64::from(tools)))?;
        }
    }
    Ok(dict.into_value())
}

/// Adds the namespace to `sys`.
pub(super) fn fill(vm: &mut Vm, sys: &Obj<Dict>) -> PyResult<()> {
    let module = vm.new_module("sys.monitoring", None)?;
    add_functions(vm, &module, FUNCTIONS)?;
    let events = vm.new_namespace()?;
    for (event, name) in NAMES.iter().enumerate() {
        put(vm, &events.dict, name, Value::small(1 << event))?;
    }
    put(vm, &events.dict, "NO_EVENTS", Value::small(0))?;
    put(vm, &module.dict, "events", events.into_value())?;
    for (name, number) in TOOLS {
        put(vm, &module.dict, name, Value::small(*number))?;
    }
    let (disable, missing) = (vm.new_bare_object()?, vm.new_bare_object()?);
    put(vm, &module.dict, "DISABLE", disable.clone())?;
    put(vm, &module.dict, "MISSING", missing.clone())?;
    vm.tracing.set_marks(disable, missing);
    put(vm, sys, "monitoring", module.into_value())
}
