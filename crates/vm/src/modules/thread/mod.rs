//! `_thread`, as far as an interpreter with one thread goes: locks, thread-local data, and what imports ask for.

mod handle;
mod local;
mod lock;
mod recursive;

use std::sync::atomic::Ordering;

use pitviper_object::{Obj, Value};

use crate::core::error::{Exc, PyResult};
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, MANY, Method, TypeSpec};
use crate::core::vm::{INTERRUPT, Vm};
use crate::types::module::Module;
use crate::types::tuple::struct_sequence::{Definition, define};

/// Kinds of the types here.
mod kind {
    use crate::core::kinds::MODULE_KINDS as FIRST;

    pub const LOCK: u8 = FIRST + 41;
    pub const RLOCK: u8 = FIRST + 42;
    pub const LOCAL: u8 = FIRST + 43;
    pub const HANDLE: u8 = FIRST + 44;
}

/// The types.
pub static SPECS: &[&TypeSpec] = &[&lock::LOCK, &recursive::RLOCK, &local::LOCAL, &handle::HANDLE];

/// The number of the one thread.
pub(crate) const MAIN: i64 = 1;

/// Most seconds of a timeout.
const TIMEOUT_MAX: f64 = 9_223_372_036.0;

fn ident(_: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(Value::small(MAIN))
}

fn native_id(_: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(Value::small(i64::from(std::process::id())))
}

fn start(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Err(vm.raise(Exc::RuntimeError, format_args!("can't start new thread: Pitviper runs programs in one thread")))
}

fn allocate(vm: &mut Vm, _: Args<'_>) -> PyResult {
    lock::create(vm)
}

fn nothing(_: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(Value::none())
}

fn zero(_: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(Value::small(0))
}

fn yes(_: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(Value::bool(true))
}

fn exit(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Err(vm.raise_bare(Exc::SystemExit))
}

fn interrupt(vm: &mut Vm, _: Args<'_>) -> PyResult {
    vm.check.fetch_or(INTERRUPT, Ordering::Relaxed);
    Ok(Value::none())
}

/// Shows an exception as `sys.excepthook` does.
fn excepthook(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = vm.intern("excepthook")?;
    let Some(hook) = vm.sys.as_ref().and_then(|sys| sys.get_str(vm, &name)) else { return Ok(Value::none()) };
    let parts = vm.tuple_from(&args.values[0])?;
    match parts.downcast::<crate::types::tuple::Tuple>().and_then(|parts| parts.items().get(..3)) {
        Some(parts) => vm.call(&hook, parts),
        None => Err(vm.type_error(format_args!("_thread._excepthook argument type must be ExceptHookArgs"))),
    }
}

static FUNCTIONS: &[Method] = &[
    Method::new("get_ident", ident, 0, 0).doc("get_ident($module, /)\n--\n\nThe number of the thread."),
    Method::new("_get_main_thread_ident", ident, 0, 0).doc("The number of the main thread."),
    Method::new("get_native_id", native_id, 0, 0)
        .doc("get_native_id($module, /)\n--\n\nThe number that the operating system gives the thread."),
    Method::new("start_new_thread", start, 0, MANY).doc("Fails: there is one thread."),
    Method::new("start_new", start, 0, MANY).doc("Fails: there is one thread."),
    Method::keywords("start_joinable_thread", start).doc("Fails: there is one thread."),
    Method::new("allocate_lock", allocate, 0, 0).doc("allocate_lock($module, /)\n--\n\nA new lock."),
    Method::new("allocate", allocate, 0, 0).doc("allocate($module, /)\n--\n\nA new lock."),
    Method::new("daemon_threads_allowed", yes, 0, 0).doc("Whether there may be daemon threads."),
    Method::new("_is_main_interpreter", yes, 0, 0).doc("Whether this is the main interpreter."),
    Method::new("_make_thread_handle", handle::make, 1, 1).doc("A handle of the thread with this number."),
    Method::new("_shutdown", nothing, 0, 0).doc("Waits for all other threads: there are none."),
    Method::new("_count", zero, 0, 0).doc("How many threads the program has started."),
    Method::new("stack_size", zero, 0, 1)
        .doc("stack_size($module, size=0, /)\n--\n\nBytes of a new thread's stack; 0: the default."),
    Method::new("set_name", nothing, 1, 1).doc("Names the thread for the operating system: not done."),
    Method::new("exit", exit, 0, 0).doc("exit($module, /)\n--\n\nRaises SystemExit."),
    Method::new("exit_thread", exit, 0, 0).doc("exit_thread($module, /)\n--\n\nRaises SystemExit."),
    Method::new("interrupt_main", interrupt, 0, 1)
        .doc("interrupt_main($module, signum=signal.SIGINT, /)\n--\n\nRaises KeyboardInterrupt soon."),
    Method::new("_excepthook", excepthook, 1, 1).doc("Shows an exception that ended a thread."),
];

fn init(vm: &mut Vm, module: &Obj<Module>) -> PyResult<()> {
    let definition = Definition {
        name: "_ExceptHookArgs",
        module: "_thread",
        doc: "ExceptHookArgs\n\nType used to pass arguments to threading.excepthook.",
        fields: &["exc_type", "exc_value", "exc_traceback", "thread"],
        in_sequence: 4,
        callable: true,
    };
    let entries = [
        ("_ExceptHookArgs", define(vm, &definition)?.to_value()),
        ("LockType", vm.type_of_kind(kind::LOCK).to_value()),
        ("error", vm.exc_type(Exc::RuntimeError).to_value()),
        ("TIMEOUT_MAX", vm.new_float(TIMEOUT_MAX)?),
    ];
    for (name, value) in entries {
        let name = vm.intern(name)?;
        vm.dict_set_str(&module.dict, &name, value)?;
    }
    Ok(())
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_thread",
    doc: "This module provides primitive operations to write multi-threaded programs.\nThe 'threading' module provides a more convenient interface.",
    functions: FUNCTIONS,
    types: SPECS,
    init: Some(init),
};
