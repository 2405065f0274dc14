//! `_lsprof`: the profiler behind the library's `cProfile`.
//!
//! A profiler is the tool `PROFILER_ID` of `sys.monitoring`, whose callbacks are its methods. A function is told apart
//! from others by where its code object lies, a native one by where its description does; of native ones the entry
//! keeps only a text. Entries come out in the order of the first calls.

mod buffer;
mod profile;
mod profiler;
mod stats;

use pitviper_object::Obj;

use crate::core::error::PyResult;
use crate::core::kinds::MODULE_KINDS;
use crate::core::module::ModuleSpec;
use crate::core::native::TypeSpec;
use crate::core::vm::Vm;
use crate::modules::builtins::put;
use crate::types::module::Module;

const KIND: u8 = MODULE_KINDS + 120;

/// The types.
pub static SPECS: &[&TypeSpec] = &[&profiler::PROFILER];

fn init(vm: &mut Vm, module: &Obj<Module>) -> PyResult<()> {
    for definition in [&stats::ENTRY, &stats::SUBENTRY] {
        let class = stats::class(vm, definition)?;
        put(vm, &module.dict, definition.name, class.into_value())?;
    }
    Ok(())
}

/// The module.
pub static MODULE: ModuleSpec =
    ModuleSpec { name: "_lsprof", doc: "Fast profiler", functions: &[], types: SPECS, init: Some(init) };
