//! How many processors a program is told of: `-X cpu_count`, PYTHON_CPU_COUNT.

use crate::core::error::PyResult;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::str::Str;

pub(super) static FUNCTIONS: &[Method] = &[Method::new("_get_cpu_count_config", configured, 0, 0)
    .doc("_get_cpu_count_config($module, /)\n--\n\nThe number of processors that was set, or -1.")];

/// The number that was set when the program was started.
pub(crate) fn count(vm: &mut Vm) -> PyResult<Option<i64>> {
    let (options, name) = (vm.intern("_xoptions")?, vm.intern("cpu_count")?);
    let options = vm.sys.clone().and_then(|sys| sys.get_str(vm, &options));
    let given = options.as_ref().and_then(|options| options.downcast::<Dict>()?.get_str(vm, &name));
    if let Some(text) = given.as_ref().and_then(|given| given.downcast::<Str>()?.as_ascii()) {
        return Ok(text.parse().ok());
    }
    if super::breakpoint::ignores_environment(vm)? || !vm.sandbox.everything {
        return Ok(None);
    }
    Ok(std::env::var("PYTHON_CPU_COUNT").ok().and_then(|text| text.parse().ok()))
}

fn configured(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let count = count(vm)?;
    vm.new_int(count.filter(|count| *count > 0).unwrap_or(-1))
}
