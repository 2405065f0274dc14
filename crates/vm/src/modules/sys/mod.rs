//! `sys`: the interpreter as programs see it.

pub(crate) mod asyncs;
mod audit;
mod breakpoint;
mod caches;
pub mod config;
mod frames;
mod heap_report;
mod hooks;
mod info;
mod jit;
mod limits;
mod memory;
mod monitoring;
mod names;
mod outside;
pub(crate) mod processors;
pub(crate) mod remote;
pub mod run;
mod settings;
mod trace;
pub(crate) mod unraisable;

pub use config::{Config, configure};
pub use hooks::display;
pub(crate) use settings::Settings;

use pitviper_object::Value;

use crate::core::error::PyResult;
use crate::core::native::Method;
use crate::core::vm::Vm;
use crate::modules::builtins::put;
use crate::types::module::add_functions;

/// Functions by topic.
static TABLES: &[&[Method]] = &[
    asyncs::FUNCTIONS,
    audit::FUNCTIONS,
    breakpoint::FUNCTIONS,
    caches::FUNCTIONS,
    frames::FUNCTIONS,
    heap_report::FUNCTIONS,
    hooks::FUNCTIONS,
    limits::FUNCTIONS,
    memory::FUNCTIONS,
    outside::FUNCTIONS,
    processors::FUNCTIONS,
    remote::FUNCTIONS,
    trace::FUNCTIONS,
    unraisable::FUNCTIONS,
];

/// Makes `sys`, `sys.modules`, and the classes of files, which `sys` needs.
///
/// # Errors
/// `MemoryError`.
pub fn create(vm: &mut Vm) -> PyResult<()> {
    vm.modules = Some(vm.new_dict()?);
    crate::modules::io::create_classes(vm)?;
    let module = vm.new_module("sys", Some("The interpreter: what it knows, and what can be set."))?;
    let dict = module.dict.clone();
    vm.sys = Some(dict.clone());
    for table in TABLES {
        add_functions(vm, &module, table)?;
    }
    let modules = vm.modules.clone().map_or_else(Value::none, Into::into);
    put(vm, &dict, "modules", modules)?;
    info::fill(vm, &dict)?;
    jit::fill(vm, &dict)?;
    monitoring::fill(vm, &dict)?;
    hooks::keep_originals(vm, &dict)?;
    configure(vm, &Config::default())?;
    register_module(vm, "sys", module.into_value())
}

/// Puts a module into `sys.modules`.
///
/// # Errors
/// `MemoryError`.
pub fn register_module(vm: &mut Vm, name: &str, module: Value) -> PyResult<()> {
    let Some(modules) = vm.modules.clone() else { return Ok(()) };
    put(vm, &modules, name, module)
}

/// Writes to `sys.stderr`, or to the process's when that fails; never raises.
pub fn write_stderr(vm: &mut Vm, text: &str) {
    let waiting = vm.raised.take();
    match vm.new_str(text) {
        Ok(text) => write_stderr_value(vm, &text),
        Err(raised) => drop(vm.take_raised(raised)),
    }
    vm.raised = waiting;
}

/// As [`write_stderr`], a string object.
pub fn write_stderr_value(vm: &mut Vm, text: &Value) {
    crate::modules::io::standard::write_error(vm, text);
}
