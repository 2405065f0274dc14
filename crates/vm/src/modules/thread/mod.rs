//! `_thread`: starting threads, locks, thread-local data. How threads share the interpreter: see [`crate::core::threads`].

mod handle;
mod hook;
mod local;
mod lock;
mod recursive;

use pitviper_object::{Obj, Value};

use crate::core::args::Params;
use crate::core::error::{Exc, PyResult};
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method, TypeSpec};
use crate::core::threads::{LEAST_STACK, Patience, Start};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::module::Module;
use crate::types::str::Str;
use crate::types::tuple::Tuple;
use crate::types::tuple::struct_sequence::{Definition, define};

pub(crate) use handle::{Handle, end_others};
pub(crate) use local::{Local, forget_all};
pub(crate) use lock::{seconds, within};

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

/// Most seconds of a timeout.
const TIMEOUT_MAX: f64 = 9_223_372_036.0;

fn ident(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(Value::small(vm.thread_ident()))
}

fn main_ident(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(Value::small(vm.threads.main().ident))
}

fn native_id(_: &mut Vm, _: Args<'_>) -> PyResult {
    #[cfg(target_os = "linux")]
    // SAFETY: no parameters.
    let number = i64::from(unsafe { libc::gettid() });
    #[cfg(not(target_os = "linux"))]
    let number = i64::from(std::process::id());
    Ok(Value::small(number))
}

/// `start_new_thread(function, args[, kwargs])`.
fn start(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [function, given, ..] = args.values else { return Ok(Value::none()) };
    if !vm.is_callable(function) {
        return Err(vm.type_error(format_args!("first arg must be callable")));
    }
    if given.downcast::<Tuple>().is_none() {
        return Err(vm.type_error(format_args!("2nd arg must be a tuple")));
    }
    let keywords = match args.values.get(2) {
        Some(keywords) => match keywords.downcast::<Dict>() {
            Some(dict) => Some(vm.dict_copy(dict)?.into_value()),
            None => return Err(vm.type_error(format_args!("optional 3rd arg must be a dictionary"))),
        },
        None => None,
    };
    let call = [function.clone(), given.clone(), keywords.clone().unwrap_or_else(Value::none)];
    vm.audit("_thread.start_new_thread", &call)?;
    let handle = handle::new(vm)?;
    let ident = begin(vm, function, given.clone(), keywords, &handle, true)?;
    Ok(Value::small(ident))
}

/// `start_joinable_thread(function, handle=None, daemon=True)`.
fn start_joinable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [function, handle, daemon] =
        Params::new("start_joinable_thread", ["function", "handle", "daemon"]).required(1).bind(vm, args)?;
    let function = function.cloned().unwrap_or_else(Value::none);
    if !vm.is_callable(&function) {
        return Err(vm.type_error(format_args!("thread function must be callable")));
    }
    let handle = match handle.filter(|handle| !handle.is_none()) {
        Some(handle) => match handle.downcast::<Handle>() {
            Some(_) => handle.clone(),
            None => return Err(vm.type_error(format_args!("'handle' must be a _ThreadHandle"))),
        },
        None => handle::new(vm)?,
    };
    let daemon = match daemon {
        Some(daemon) => vm.truth(daemon)?,
        None => true,
    };
    let call = [function.clone(), Value::bool(daemon), handle.clone()];
    vm.audit("_thread.start_joinable_thread", &call)?;
    let nothing = vm.new_tuple(&[])?;
    begin(vm, &function, nothing, None, &handle, daemon)?;
    Ok(handle)
}

fn begin(
    vm: &mut Vm,
    function: &Value,
    args: Value,
    keywords: Option<Value>,
    handle: &Value,
    daemon: bool,
) -> PyResult<i64> {
    let Some(own) = handle.downcast::<Handle>() else { return Err(vm.no_memory()) };
    own.begin(vm)?;
    let start = Start { function: function.clone(), args, keywords, handle: Some(handle.clone()), daemon };
    let result = vm.start_thread(start);
    own.started(result.as_ref().ok().copied());
    result
}

fn shutdown(vm: &mut Vm, _: Args<'_>) -> PyResult {
    wait_for_all(vm)?;
    Ok(Value::none())
}

/// Waits for all threads but daemons.
pub(crate) fn wait_for_all(vm: &mut Vm) -> PyResult<()> {
    let current = vm.thread_ident();
    loop {
        let mut waited_for = None;
        vm.threads.each(|thread| {
            if waited_for.is_none() && !thread.daemon && thread.ident != current {
                waited_for = thread.handle();
            }
        });
        let Some(handle) = waited_for else { return Ok(()) };
        if let Some(handle) = handle.downcast::<Handle>() {
            handle.wait(vm, Patience::Until(None))?;
        }
    }
}

fn count(vm: &mut Vm, _: Args<'_>) -> PyResult {
    vm.new_usize(vm.threads.started)
}

fn stack_size(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let before = vm.threads.stack_size;
    if let Some(size) = args.values.first() {
        let size = vm.index_isize(size)?;
        let Ok(size) = usize::try_from(size) else {
            return Err(vm.value_error(format_args!("size must be 0 or a positive value")));
        };
        if size != 0 && size < LEAST_STACK {
            return Err(vm.value_error(format_args!("size must be at least {LEAST_STACK} bytes")));
        }
        vm.threads.stack_size = size;
    }
    vm.new_usize(before)
}

/// Most bytes of a thread's name.
const MOST_OF_NAME: usize = 15;

/// Names the thread for the operating system.
fn set_name(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [name] = args.parse(vm, "set_name", ["name"], 1, 0)?;
    let name = name.cloned().unwrap_or_else(Value::none);
    let Some(text) = name.downcast::<Str>() else {
        let kind = vm.argument_kind(&name);
        return Err(vm.type_error(format_args!("set_name() argument 'name' must be str, not {kind}")));
    };
    let mut bytes = [0; MOST_OF_NAME + 1];
    let mut len = 0;
    for character in text.chars().iter() {
        let mut encoded = [0; 4];
        let encoded = char::from_u32(character).unwrap_or('?').encode_utf8(&mut encoded).as_bytes();
        let room = bytes.get_mut(len..MOST_OF_NAME).unwrap_or_default();
        if character == 0 || room.is_empty() {
            break;
        }
        let count = encoded.len().min(room.len());
        room[..count].copy_from_slice(&encoded[..count]);
        len += count;
    }
    #[cfg(target_os = "linux")]
    // SAFETY: a string that ends with a zero.
    unsafe {
        libc::prctl(libc::PR_SET_NAME, bytes.as_ptr());
    }
    Ok(Value::none())
}

/// The name that the operating system has for the thread.
fn get_name(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let mut bytes = [0u8; MOST_OF_NAME + 1];
    #[cfg(target_os = "linux")]
    // SAFETY: room for the longest name and its zero.
    unsafe {
        libc::prctl(libc::PR_GET_NAME, bytes.as_mut_ptr());
    }
    let name = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
    crate::modules::posix::path::decoded(vm, name, false)
}

fn allocate(vm: &mut Vm, _: Args<'_>) -> PyResult {
    lock::create(vm)
}

fn yes(_: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(Value::bool(true))
}

fn exit(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Err(vm.raise_bare(Exc::SystemExit))
}

/// Does as if a signal had come.
fn interrupt(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = match args.values.first() {
        Some(number) => vm.index_isize(number)?,
        None => libc::SIGINT as isize,
    };
    match i32::try_from(number) {
        Ok(number @ 1..65) => crate::modules::signal::simulate(vm, number)?,
        _ => return Err(vm.value_error(format_args!("signal number out of range"))),
    }
    vm.check_interrupt()?;
    Ok(Value::none())
}

static FUNCTIONS: &[Method] = &[
    Method::new("get_ident", ident, 0, 0).doc("get_ident($module, /)\n--\n\nThe number of the thread."),
    Method::new("_get_main_thread_ident", main_ident, 0, 0).doc("The number of the main thread."),
    Method::new("get_native_id", native_id, 0, 0)
        .doc("get_native_id($module, /)\n--\n\nThe number that the operating system gives the thread."),
    Method::new("start_new_thread", start, 2, 3)
        .doc("start_new_thread($module, function, args, kwargs={}, /)\n--\n\nRun function(*args, **kwargs) in a new thread."),
    Method::new("start_new", start, 2, 3)
        .doc("start_new($module, function, args, kwargs={}, /)\n--\n\nRun function(*args, **kwargs) in a new thread."),
    Method::keywords("start_joinable_thread", start_joinable)
        .doc("start_joinable_thread($module, /, function, handle=None, daemon=True)\n--\n\nRun function() in a new thread that can be waited for."),
    Method::new("allocate_lock", allocate, 0, 0).doc("allocate_lock($module, /)\n--\n\nA new lock."),
    Method::new("allocate", allocate, 0, 0).doc("allocate($module, /)\n--\n\nA new lock."),
    Method::new("daemon_threads_allowed", yes, 0, 0).doc("Whether there may be daemon threads."),
    Method::new("_is_main_interpreter", yes, 0, 0).doc("Whether this is the main interpreter."),
    Method::new("_make_thread_handle", handle::make, 1, 1).doc("A handle of the thread with this number."),
    Method::new("_shutdown", shutdown, 0, 0).doc("Waits for all other threads that are no daemons."),
    Method::new("_count", count, 0, 0).doc("How many threads run that the program started."),
    Method::new("stack_size", stack_size, 0, 1)
        .doc("stack_size($module, size=0, /)\n--\n\nBytes of a new thread's stack; 0: the default."),
    Method::keywords("set_name", set_name).doc("set_name($module, /, name)\n--\n\nNames the thread for the operating system."),
    Method::new("_get_name", get_name, 0, 0).doc("The name that the operating system has for the thread."),
    Method::new("exit", exit, 0, 0).doc("exit($module, /)\n--\n\nRaises SystemExit."),
    Method::new("exit_thread", exit, 0, 0).doc("exit_thread($module, /)\n--\n\nRaises SystemExit."),
    Method::new("interrupt_main", interrupt, 0, 1)
        .doc("interrupt_main($module, signum=signal.SIGINT, /)\n--\n\nDoes as if the signal had come."),
    Method::new("_excepthook", hook::excepthook, 1, 1)
        .doc("_excepthook($module, (exc_type, exc_value, exc_traceback, thread), /)\n--\n\nShows an exception that ended a thread."),
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
        ("_NAME_MAXLEN", Value::small(MOST_OF_NAME as i64)),
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
