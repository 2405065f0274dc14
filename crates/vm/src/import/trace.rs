//! `-X importtime` and `-v`: what imports cost, and what was imported.

use std::time::Instant;

use pitviper_object::Value;

use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::modules::sys::{write_stderr, write_stderr_value};
use crate::types::str::Str;

/// What is told of imports, and where they stand.
#[derive(Clone, Copy, Debug, Default)]
pub struct Trace {
    /// Times are told.
    pub times: bool,
    /// Modules are told.
    pub modules: bool,
    /// Imports that are under way.
    depth: usize,
    /// Microseconds of the imports inside the one under way.
    inner: u64,
    /// The heading was told.
    headed: bool,
}

/// Makes a module with `make`, and tells of it.
///
/// # Errors
/// Those of `make`.
pub(super) fn traced(
    vm: &mut Vm,
    name: &Value,
    make: impl FnOnce(&mut Vm) -> PyResult<Option<Value>>,
) -> PyResult<Option<Value>> {
    if !vm.trace.times && !vm.trace.modules {
        return make(vm);
    }
    if vm.trace.times && !std::mem::replace(&mut vm.trace.headed, true) {
        write_stderr(vm, "import time: self [us] | cumulative | imported package\n");
    }
    let outer = std::mem::take(&mut vm.trace.inner);
    vm.trace.depth += 1;
    let start = Instant::now();
    let made = make(vm);
    let whole = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
    vm.trace.depth -= 1;
    let own = whole.saturating_sub(vm.trace.inner);
    vm.trace.inner = outer.saturating_add(whole);
    if let Ok(Some(module)) = &made
        && let Err(raised) = tell(vm, name, module, own, whole)
    {
        drop(vm.take_raised(raised));
    }
    made
}

fn tell(vm: &mut Vm, name: &Value, module: &Value, own: u64, whole: u64) -> PyResult<()> {
    let Some(text) = name.downcast::<Str>() else { return Ok(()) };
    if vm.trace.times {
        let indent = vm.trace.depth * 2;
        let line = vm.new_str_fmt(format_args!("import time: {own:9} | {whole:10} | {:indent$}{text}\n", ""))?;
        write_stderr_value(vm, &line);
    }
    if vm.trace.modules {
        let names = vm.names();
        let spec = vm.get_attr_opt(module, &names.__spec__)?.unwrap_or_else(Value::none);
        let loader = vm.intern("loader")?;
        let loader = vm.get_attr_opt(&spec, &loader)?.unwrap_or_else(Value::none);
        let (shown, loader) = (vm.repr(name)?, vm.repr(&loader)?);
        if let (Some(shown), Some(loader)) = (shown.downcast::<Str>(), loader.downcast::<Str>()) {
            let line = vm.new_str_fmt(format_args!("import {shown} # {loader}\n"))?;
            write_stderr_value(vm, &line);
        }
    }
    Ok(())
}
