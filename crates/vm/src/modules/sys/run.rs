//! The end of a program: what its uncaught exception means for the exit status, and the last flush.

use pitviper_object::Value;

use crate::core::error::{Exc, PyResult};
use crate::core::vm::Vm;
use crate::modules::builtins::put;
use crate::modules::io::{self, standard};
use crate::types::exception;
use crate::types::traceback::print_exception_to_stderr;

/// Status after an uncaught exception.
const FAILED: u8 = 1;
/// Status of a program that an interrupt ended: 128 and the number of SIGINT, as shells see CPython's.
const INTERRUPTED: u8 = 130;
/// Status when standard output could not be written.
const UNFLUSHED: u8 = 120;

/// The exit status of a program that ended so, and whether an interrupt ended it. An uncaught exception is shown by
/// `sys.excepthook`.
pub fn status_of(vm: &mut Vm, result: PyResult<()>) -> (u8, bool) {
    let Err(raised) = result else { return (0, false) };
    let exception = vm.take_raised(raised);
    vm.handled = None;
    if let Some(code) = exception::exit_code(vm, &exception) {
        return (exit_status(vm, code), false);
    }
    let interrupted = vm.is_instance_of_exc(&exception, Exc::KeyboardInterrupt);
    if let Some(status) = show(vm, &exception) {
        return (status, false);
    }
    (if interrupted { INTERRUPTED } else { FAILED }, interrupted)
}

/// The status that `SystemExit(code)` asks for; what is no number is printed.
fn exit_status(vm: &mut Vm, code: Result<i64, Value>) -> u8 {
    match code {
        Ok(status) => status as u8,
        Err(object) => {
            standard::flush_output(vm);
            match vm.str(&object) {
                Ok(text) => super::write_stderr_value(vm, &text),
                Err(raised) => drop(vm.take_raised(raised)),
            }
            super::write_stderr(vm, "\n");
            FAILED
        }
    }
}

/// Shows an exception that nobody caught. A status when the hook itself asks for one.
fn show(vm: &mut Vm, exception: &Value) -> Option<u8> {
    standard::flush_output(vm);
    let class = vm.type_of(exception).to_value();
    let traceback = exception::traceback_of(exception).unwrap_or_else(Value::none);
    remember(vm, exception, &class, &traceback);
    let hook = vm.sys.as_ref().and_then(|sys| sys.get_str(vm, &vm.names().excepthook));
    let Some(hook) = hook.filter(|hook| !hook.is_none()) else {
        super::write_stderr(vm, "sys.excepthook is missing\n");
        print_exception_to_stderr(vm, exception);
        return None;
    };
    let arguments = [class, exception.clone(), traceback];
    let Err(raised) = vm.call(&hook, &arguments) else { return None };
    let second = vm.take_raised(raised);
    if let Some(code) = exception::exit_code(vm, &second) {
        return Some(exit_status(vm, code));
    }
    super::write_stderr(vm, "Error in sys.excepthook:\n");
    print_exception_to_stderr(vm, &second);
    super::write_stderr(vm, "\nOriginal exception was:\n");
    print_exception_to_stderr(vm, exception);
    None
}

/// `sys.last_exc` and relatives.
fn remember(vm: &mut Vm, exception: &Value, class: &Value, traceback: &Value) {
    let Some(sys) = vm.sys.clone() else { return };
    for (name, value) in
        [("last_exc", exception), ("last_type", class), ("last_value", exception), ("last_traceback", traceback)]
    {
        if let Err(raised) = put(vm, &sys, name, value.clone()) {
            drop(vm.take_raised(raised));
        }
    }
}

/// Flushes the standard streams; the status to end with.
pub fn flush(vm: &mut Vm, status: u8) -> u8 {
    if standard::flush_all(vm) { status } else { UNFLUSHED }
}

/// All of standard input as bytes: a program that is piped in.
///
/// # Errors
/// OSError, KeyboardInterrupt, `MemoryError`.
pub fn read_input(vm: &mut Vm) -> PyResult {
    let bytes = io::read_all(vm, 0)?;
    vm.new_bytes(&bytes)
}

/// What a session does about the end of a statement or program: shows an exception. A status when it asks to end; with
/// `stay` that is shown as well, and the session goes on.
pub fn report(vm: &mut Vm, result: PyResult<()>, stay: bool) -> Option<u8> {
    let Err(raised) = result else { return None };
    let exception = vm.take_raised(raised);
    vm.handled = None;
    if vm.is_stopping() {
        return Some(1);
    }
    if !stay && let Some(code) = exception::exit_code(vm, &exception) {
        return Some(exit_status(vm, code));
    }
    show(vm, &exception)
}
