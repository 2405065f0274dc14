//! `gc`: the settings of the cycle collector. What needs the collector itself says that it is not there yet.

use pitviper_object::{Obj, PageKind, Value};

use crate::core::error::{Exc, PyResult};
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, MANY, Method};
use crate::core::vm::Vm;
use crate::modules::builtins::put;
use crate::types::module::Module;

/// What programs set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    /// Whether collections start by themselves.
    pub enabled: bool,
    /// After how many new objects, and collections of the younger generation, they do.
    pub thresholds: [i32; 3],
    /// What the collector prints.
    pub debug: i32,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { enabled: true, thresholds: [2000, 10, 10], debug: 0 }
    }
}

fn enable(vm: &mut Vm, _: Args<'_>) -> PyResult {
    vm.collector.enabled = true;
    Ok(Value::none())
}

fn disable(vm: &mut Vm, _: Args<'_>) -> PyResult {
    vm.collector.enabled = false;
    Ok(Value::none())
}

fn is_enabled(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(Value::bool(vm.collector.enabled))
}

/// A C `int`.
fn int(vm: &mut Vm, value: &Value) -> PyResult<i32> {
    let value = vm.to_index(value)?;
    match crate::types::int::to_i64(&value).map(i32::try_from) {
        Some(Ok(value)) => Ok(value),
        _ => Err(vm.raise(Exc::OverflowError, format_args!("Python int too large to convert to C int"))),
    }
}

fn set_threshold(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut thresholds = vm.collector.thresholds;
    for (place, value) in thresholds.iter_mut().zip(args.values) {
        *place = int(vm, value)?;
    }
    vm.collector.thresholds = thresholds;
    Ok(Value::none())
}

fn get_threshold(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let values = vm.collector.thresholds.map(|threshold| Value::small(i64::from(threshold)));
    vm.new_tuple_from(values)
}

fn get_count(vm: &mut Vm, _: Args<'_>) -> PyResult {
    vm.new_tuple_from([Value::small(0), Value::small(0), Value::small(0)])
}

fn set_debug(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.collector.debug = int(vm, &args.values[0])?;
    Ok(Value::none())
}

fn get_debug(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(Value::small(i64::from(vm.collector.debug)))
}

/// What stands in for functions that need the collector.
fn missing(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let message = format_args!("Pitviper's cycle collector is not there yet: objects are freed by their counts only");
    Err(vm.raise(Exc::NotImplementedError, message))
}

fn nothing(_: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(Value::none())
}

fn is_tracked(_: &mut Vm, args: Args<'_>) -> PyResult {
    let object = &args.values[0];
    // Leaves use the bit for something else.
    let container = crate::core::registry::KINDS[usize::from(object.kind())].page == PageKind::Container;
    let tracked = object.header().is_some_and(|header| header.has(pitviper_object::header::TRACKED));
    Ok(Value::bool(container && tracked))
}

fn fill(vm: &mut Vm, module: &Obj<Module>) -> PyResult<()> {
    for name in ["callbacks", "garbage"] {
        let list = vm.new_list()?.into_value();
        put(vm, &module.dict, name, list)?;
    }
    for (name, bits) in [
        ("DEBUG_STATS", 1),
        ("DEBUG_COLLECTABLE", 2),
        ("DEBUG_UNCOLLECTABLE", 4),
        ("DEBUG_SAVEALL", 32),
        ("DEBUG_LEAK", 38),
    ] {
        put(vm, &module.dict, name, Value::small(bits))?;
    }
    Ok(())
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "gc",
    doc: "This module provides access to the garbage collector for reference cycles.",
    functions: &[
        Method::new("enable", enable, 0, 0).doc("enable($module, /)\n--\n\nEnable automatic garbage collection."),
        Method::new("disable", disable, 0, 0).doc("disable($module, /)\n--\n\nDisable automatic garbage collection."),
        Method::new("isenabled", is_enabled, 0, 0)
            .doc("isenabled($module, /)\n--\n\nReturns true if automatic garbage collection is enabled."),
        Method::new("set_threshold", set_threshold, 1, 3)
            .doc("set_threshold(threshold0, [threshold1, [threshold2]])\nSet the collection thresholds (the collection frequency)."),
        Method::new("get_threshold", get_threshold, 0, 0)
            .doc("get_threshold($module, /)\n--\n\nReturn the current collection thresholds."),
        Method::new("get_count", get_count, 0, 0)
            .doc("get_count($module, /)\n--\n\nReturn a three-tuple of the current collection counts."),
        Method::new("set_debug", set_debug, 1, 1).doc("set_debug($module, flags, /)\n--\n\nSet the garbage collection debugging flags."),
        Method::new("get_debug", get_debug, 0, 0).doc("get_debug($module, /)\n--\n\nGet the garbage collection debugging flags."),
        Method::new("freeze", nothing, 0, 0).doc("freeze($module, /)\n--\n\nFreeze all current tracked objects and ignore them for future collections."),
        Method::new("unfreeze", nothing, 0, 0).doc("unfreeze($module, /)\n--\n\nUnfreeze all objects in the permanent generation."),
        Method::new("is_tracked", is_tracked, 1, 1).doc("is_tracked($module, obj, /)\n--\n\nReturns true if the object is tracked by the garbage collector."),
        Method::keywords("collect", missing).doc("collect($module, /, generation=2)\n--\n\nRun the garbage collector."),
        Method::keywords("get_objects", missing).doc("get_objects($module, /, generation=None)\n--\n\nReturn a list of objects tracked by the collector (excluding the list returned)."),
        Method::new("get_referrers", missing, 0, MANY).doc("get_referrers($module, /, *objs)\n--\n\nReturn the list of objects that directly refer to any of 'objs'."),
        Method::new("get_referents", missing, 0, MANY).doc("get_referents($module, /, *objs)\n--\n\nReturn the list of objects that are directly referred to by 'objs'."),
        Method::new("get_stats", missing, 0, 0).doc("get_stats($module, /)\n--\n\nReturn a list of dictionaries containing per-generation statistics."),
        Method::new("get_freeze_count", missing, 0, 0).doc("get_freeze_count($module, /)\n--\n\nReturn the number of objects in the permanent generation."),
        Method::new("is_finalized", missing, 1, 1).doc("is_finalized($module, obj, /)\n--\n\nReturns true if the object has been already finalized by the GC."),
    ],
    types: &[],
    init: Some(fill),
};
