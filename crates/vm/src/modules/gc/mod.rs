//! `gc`: steering and asking the cycle collector.

mod objects;

use pitviper_object::collector::{FROZEN, GENERATIONS};
use pitviper_object::header::FINALIZE;
use pitviper_object::{Obj, Value, collector};

use crate::core::collect::debug;
use crate::core::error::{Exc, PyResult};
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, MANY, Method};
use crate::core::vm::Vm;
use crate::modules::builtins::put;
use crate::types::module::Module;
use crate::types::typ::Type;

fn enable(vm: &mut Vm, _: Args<'_>) -> PyResult {
    vm.collector.schedule.enabled = true;
    vm.rearm_collector();
    Ok(Value::none())
}

fn disable(vm: &mut Vm, _: Args<'_>) -> PyResult {
    vm.collector.schedule.enabled = false;
    vm.rearm_collector();
    Ok(Value::none())
}

fn is_enabled(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(Value::bool(vm.collector.schedule.enabled))
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
    if !(1..=GENERATIONS).contains(&args.values.len()) {
        return Err(vm.type_error(format_args!("gc.set_threshold requires 1 to 3 arguments")));
    }
    let mut thresholds = vm.collector.schedule.thresholds;
    for (place, value) in thresholds.iter_mut().zip(args.values) {
        *place = int(vm, value)?;
    }
    vm.collector.schedule.thresholds = thresholds;
    vm.rearm_collector();
    Ok(Value::none())
}

fn get_threshold(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let values = vm.collector.schedule.thresholds.map(|threshold| Value::small(i64::from(threshold)));
    vm.new_tuple_from(values)
}

fn get_count(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let [_, middle, old] = vm.collector.schedule.counts;
    let counts = [vm.heap.young_count(), middle, old];
    vm.new_tuple_from(counts.map(|count| Value::small(i64::from(count))))
}

fn set_debug(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.collector.debug = int(vm, &args.values[0])?;
    Ok(Value::none())
}

fn get_debug(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(Value::small(i64::from(vm.collector.debug)))
}

fn collect(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [generation] = args.parse(vm, "collect", ["generation"], 0, 0)?;
    let generation = match generation {
        Some(generation) => int(vm, generation)?,
        None => GENERATIONS as i32 - 1,
    };
    match u32::try_from(generation) {
        Ok(generation) if (generation as usize) < GENERATIONS => {
            let outcome = vm.collect(generation);
            Ok(Value::small(outcome.collected as i64))
        }
        _ => Err(vm.value_error(format_args!("invalid generation"))),
    }
}

fn freeze(vm: &mut Vm, _: Args<'_>) -> PyResult {
    collector::inspect::freeze(&vm.heap);
    Ok(Value::none())
}

fn unfreeze(vm: &mut Vm, _: Args<'_>) -> PyResult {
    collector::inspect::unfreeze(&vm.heap);
    Ok(Value::none())
}

fn get_freeze_count(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let counts = vm.count_generations();
    vm.new_usize(counts[FROZEN as usize] as usize)
}

fn is_tracked(_: &mut Vm, args: Args<'_>) -> PyResult {
    let object = &args.values[0];
    let tracked = object.header().is_some_and(collector::inspect::is_tracked);
    // CPython's builtin types are static objects.
    let is_static = object.downcast::<Type>().is_some_and(|class| !class.has(Type::HEAP));
    Ok(Value::bool(tracked && !is_static))
}

fn is_finalized(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let object = &args.values[0];
    let finalized = match object.downcast::<Type>() {
        Some(class) => class.has(Type::FINALIZED),
        None => vm.type_of(object).has(Type::FINALIZE) && object.header().is_some_and(|header| !header.has(FINALIZE)),
    };
    Ok(Value::bool(finalized))
}

fn get_stats(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let list = vm.new_list()?;
    for stats in vm.collector.schedule.stats {
        let entry = vm.new_dict()?;
        let numbers = [
            ("collections", stats.collections),
            ("collected", stats.collected),
            ("uncollectable", stats.uncollectable),
        ];
        for (name, number) in numbers {
            put(vm, &entry, name, Value::small(number as i64))?;
        }
        vm.list_push(&list, entry.into_value())?;
    }
    Ok(list.into_value())
}

fn fill(vm: &mut Vm, module: &Obj<Module>) -> PyResult<()> {
    for name in ["callbacks", "garbage"] {
        let list = vm.new_list()?;
        put(vm, &module.dict, name, list.as_value().clone())?;
        let place = if name == "callbacks" { &mut vm.collector.callbacks } else { &mut vm.collector.garbage };
        *place = Some(list);
    }
    for (name, bits) in [
        ("DEBUG_STATS", debug::STATS),
        ("DEBUG_COLLECTABLE", debug::COLLECTABLE),
        ("DEBUG_UNCOLLECTABLE", debug::UNCOLLECTABLE),
        ("DEBUG_SAVEALL", debug::SAVEALL),
        ("DEBUG_LEAK", debug::LEAK),
    ] {
        put(vm, &module.dict, name, Value::small(i64::from(bits)))?;
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
        Method::new("set_threshold", set_threshold, 0, MANY)
            .doc("set_threshold(threshold0, [threshold1, [threshold2]])\nSet the collection thresholds (the collection frequency)."),
        Method::new("get_threshold", get_threshold, 0, 0)
            .doc("get_threshold($module, /)\n--\n\nReturn the current collection thresholds."),
        Method::new("get_count", get_count, 0, 0)
            .doc("get_count($module, /)\n--\n\nReturn a three-tuple of the current collection counts."),
        Method::new("set_debug", set_debug, 1, 1).doc("set_debug($module, flags, /)\n--\n\nSet the garbage collection debugging flags."),
        Method::new("get_debug", get_debug, 0, 0).doc("get_debug($module, /)\n--\n\nGet the garbage collection debugging flags."),
        Method::new("freeze", freeze, 0, 0).doc("freeze($module, /)\n--\n\nFreeze all current tracked objects and ignore them for future collections."),
        Method::new("unfreeze", unfreeze, 0, 0).doc("unfreeze($module, /)\n--\n\nUnfreeze all objects in the permanent generation."),
        Method::new("is_tracked", is_tracked, 1, 1).doc("is_tracked($module, obj, /)\n--\n\nReturns true if the object is tracked by the garbage collector."),
        Method::keywords("collect", collect).doc("collect($module, /, generation=2)\n--\n\nRun the garbage collector."),
        Method::keywords("get_objects", objects::get_objects).doc("get_objects($module, /, generation=None)\n--\n\nReturn a list of objects tracked by the collector (excluding the list returned)."),
        Method::new("get_referrers", objects::get_referrers, 0, MANY).doc("get_referrers($module, /, *objs)\n--\n\nReturn the list of objects that directly refer to any of 'objs'."),
        Method::new("get_referents", objects::get_referents, 0, MANY).doc("get_referents($module, /, *objs)\n--\n\nReturn the list of objects that are directly referred to by 'objs'."),
        Method::new("get_stats", get_stats, 0, 0).doc("get_stats($module, /)\n--\n\nReturn a list of dictionaries containing per-generation statistics."),
        Method::new("get_freeze_count", get_freeze_count, 0, 0).doc("get_freeze_count($module, /)\n--\n\nReturn the number of objects in the permanent generation."),
        Method::new("is_finalized", is_finalized, 1, 1).doc("is_finalized($module, obj, /)\n--\n\nReturns true if the object has been already finalized by the GC."),
    ],
    types: &[],
    init: Some(fill),
};
