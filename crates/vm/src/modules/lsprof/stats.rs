//! What a profiler tells: entries and subentries.

use pitviper_object::{Obj, Value};

use super::profile::{Profile, Tally};
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::tuple::struct_sequence::{self, Definition};
use crate::types::typ::Type;

/// `profiler_entry`.
pub(super) static ENTRY: Definition<'static> = Definition {
    name: "profiler_entry",
    module: "_lsprof",
    doc: "",
    fields: &["code", "callcount", "reccallcount", "totaltime", "inlinetime", "calls"],
    in_sequence: 6,
    callable: true,
};

/// `profiler_subentry`.
pub(super) static SUBENTRY: Definition<'static> = Definition {
    name: "profiler_subentry",
    module: "_lsprof",
    doc: "",
    fields: &["code", "callcount", "reccallcount", "totaltime", "inlinetime"],
    in_sequence: 5,
    callable: true,
};

/// The class of entries or subentries.
pub(super) fn class(vm: &mut Vm, definition: &Definition<'static>) -> PyResult<Obj<Type>> {
    let class = vm.module_class(definition.module, definition.name, |vm| {
        struct_sequence::define(vm, definition).map(Obj::into_value)
    })?;
    Obj::<Type>::try_from_value(class).map_err(|_| vm.no_memory())
}

/// The fields that both have.
fn fields(vm: &mut Vm, profile: &Profile, entry: u32, tally: Tally, unit: f64) -> PyResult<[Value; 5]> {
    let function = profile.entry(entry, |entry| entry.function.clone()).flatten();
    Ok([
        function.unwrap_or_else(Value::none),
        vm.new_int(tally.calls)?,
        vm.new_int(tally.recursive)?,
        vm.new_float(unit * tally.total as f64)?,
        vm.new_float(unit * tally.inline as f64)?,
    ])
}

/// The list of entries; a unit of time is `unit` seconds.
pub(super) fn collect(vm: &mut Vm, profile: &Profile, unit: f64) -> PyResult {
    let (class_of_entries, class_of_subentries) = (class(vm, &ENTRY)?, class(vm, &SUBENTRY)?);
    let list = vm.new_list()?;
    for entry in 0..profile.len() {
        vm.work_at(entry as usize)?;
        let Some(tally) = profile.entry(entry, |entry| entry.tally).filter(|tally| tally.calls != 0) else { continue };
        let mut calls = None;
        for (index, callee) in profile.callees_of(entry).enumerate() {
            vm.work_at(index)?;
            let calls = match &calls {
                Some(calls) => calls,
                None => calls.insert(vm.new_list()?),
            };
            if callee.tally.calls != 0 {
                let values = fields(vm, profile, callee.entry, callee.tally, unit)?;
                let subentry = struct_sequence::create(vm, &class_of_subentries, &values)?;
                vm.list_push(calls, subentry)?;
            }
        }
        let [function, count, recursive, total, inline] = fields(vm, profile, entry, tally, unit)?;
        let calls = calls.map_or_else(Value::none, Obj::into_value);
        let values = [function, count, recursive, total, inline, calls];
        let entry = struct_sequence::create(vm, &class_of_entries, &values)?;
        vm.list_push(&list, entry)?;
    }
    Ok(list.into_value())
}
