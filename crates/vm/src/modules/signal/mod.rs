//! `_signal`: what happens when the operating system sends a signal. Its handler notes the signal and sets a bit of
//! the interpreter's check word; the Python function runs at the next safe point.

mod system;
mod wait;

use std::sync::atomic::Ordering;

use pitviper_object::{Obj, Value};

use crate::core::error::{Exc, PyResult};
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method};
use crate::core::vm::{INTERRUPT, SIGNALS, Vm};
use crate::modules::builtins::put;
use crate::modules::io::errors;
use crate::types::int;
use crate::types::list::List;
use crate::types::module::Module;

/// One more than the highest number of a signal.
const NSIG: usize = 65;

const SIG_DFL: i64 = 0;
const SIG_IGN: i64 = 1;

static NAMES: &[(&str, i32)] = &[
    ("SIGHUP", libc::SIGHUP),
    ("SIGINT", libc::SIGINT),
    ("SIGQUIT", libc::SIGQUIT),
    ("SIGILL", libc::SIGILL),
    ("SIGTRAP", libc::SIGTRAP),
    ("SIGIOT", libc::SIGIOT),
    ("SIGABRT", libc::SIGABRT),
    ("SIGFPE", libc::SIGFPE),
    ("SIGKILL", libc::SIGKILL),
    ("SIGBUS", libc::SIGBUS),
    ("SIGSEGV", libc::SIGSEGV),
    ("SIGSYS", libc::SIGSYS),
    ("SIGPIPE", libc::SIGPIPE),
    ("SIGALRM", libc::SIGALRM),
    ("SIGTERM", libc::SIGTERM),
    ("SIGUSR1", libc::SIGUSR1),
    ("SIGUSR2", libc::SIGUSR2),
    ("SIGCLD", libc::SIGCHLD),
    ("SIGCHLD", libc::SIGCHLD),
    ("SIGPWR", libc::SIGPWR),
    ("SIGIO", libc::SIGIO),
    ("SIGURG", libc::SIGURG),
    ("SIGWINCH", libc::SIGWINCH),
    ("SIGPOLL", libc::SIGPOLL),
    ("SIGSTOP", libc::SIGSTOP),
    ("SIGTSTP", libc::SIGTSTP),
    ("SIGCONT", libc::SIGCONT),
    ("SIGTTIN", libc::SIGTTIN),
    ("SIGTTOU", libc::SIGTTOU),
    ("SIGVTALRM", libc::SIGVTALRM),
    ("SIGPROF", libc::SIGPROF),
    ("SIGXCPU", libc::SIGXCPU),
    ("SIGXFSZ", libc::SIGXFSZ),
    ("SIGSTKFLT", libc::SIGSTKFLT),
    ("SIG_BLOCK", libc::SIG_BLOCK),
    ("SIG_UNBLOCK", libc::SIG_UNBLOCK),
    ("SIG_SETMASK", libc::SIG_SETMASK),
    ("ITIMER_REAL", 0),
    ("ITIMER_VIRTUAL", 1),
    ("ITIMER_PROF", 2),
    ("SIG_DFL", SIG_DFL as i32),
    ("SIG_IGN", SIG_IGN as i32),
    ("NSIG", NSIG as i32),
];

/// A signal's number.
fn number(vm: &mut Vm, value: &Value) -> PyResult<i32> {
    let value = vm.to_index(value)?;
    match int::to_i64(&value) {
        Some(number @ 1..65) => Ok(number as i32),
        _ => Err(vm.value_error(format_args!("signal number out of range"))),
    }
}

fn check<T>(vm: &mut Vm, result: std::io::Result<T>) -> PyResult<T> {
    result.map_err(|error| errors::os_error(vm, &error, None))
}

/// What is to happen for each signal; made when the module is.
fn handlers(vm: &mut Vm) -> PyResult<Obj<List>> {
    if let Some(handlers) = &vm.signal_handlers {
        return Ok(handlers.clone());
    }
    let handlers = vm.new_list()?;
    for number in 0..NSIG {
        let handler = match system::disposition(number as i32) {
            system::Disposition::Default => Value::small(SIG_DFL),
            system::Disposition::Ignore => Value::small(SIG_IGN),
            system::Disposition::Other => Value::none(),
        };
        vm.list_push(&handlers, handler)?;
    }
    vm.signal_handlers = Some(handlers.clone());
    Ok(handlers)
}

#[cold]
fn wrong_thread(vm: &mut Vm, what: &str) -> crate::core::error::Raised {
    vm.value_error(format_args!("{what} only works in main thread of the main interpreter"))
}

fn signal(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if !vm.on_main_thread() {
        return Err(wrong_thread(vm, "signal"));
    }
    let (number, handler) = (number(vm, &args.values[0])?, &args.values[1]);
    let wanted = match handler.as_small() {
        Some(SIG_DFL) => system::Wanted::Default,
        Some(SIG_IGN) => system::Wanted::Ignore,
        _ if vm.is_callable(handler) => system::Wanted::Note,
        _ => {
            let message = format_args!("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object");
            return Err(vm.type_error(message));
        }
    };
    let handlers = handlers(vm)?;
    let done = system::set(number, wanted, &vm.check);
    check(vm, done)?;
    run_pending(vm)?;
    Ok(handlers.replace(number as usize, handler.clone()))
}

fn getsignal(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = number(vm, &args.values[0])?;
    let handlers = handlers(vm)?;
    Ok(handlers.get(number as usize).unwrap_or_else(Value::none))
}

fn raise_signal(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = number(vm, &args.values[0])?;
    let done = system::raise(number);
    check(vm, done)?;
    run_pending(vm)?;
    Ok(Value::none())
}

fn default_int_handler(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Err(vm.raise_bare(Exc::KeyboardInterrupt))
}

fn strsignal(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = number(vm, &args.values[0])?;
    match system::describe(number) {
        Some(text) => vm.new_str(text),
        None => Ok(Value::none()),
    }
}

fn siginterrupt(vm: &mut Vm, args: Args<'_>) -> PyResult {
    number(vm, &args.values[0])?;
    Ok(Value::none())
}

/// Bytes that tell a sleeping event loop of a signal are not written: the number is kept.
fn set_wakeup_fd(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [fd, _] = crate::core::args::Params::new("set_wakeup_fd", ["fd", "warn_on_full_buffer"])
        .required(1)
        .positional_only(1)
        .keyword_only(1)
        .bind(vm, args)?;
    let fd = fd.cloned().unwrap_or_else(Value::none);
    let fd = vm.index_isize(&fd)? as i32;
    if !vm.on_main_thread() {
        return Err(wrong_thread(vm, "set_wakeup_fd"));
    }
    if fd != -1 {
        let blocking = system::is_blocking(fd);
        if check(vm, blocking)? {
            return Err(vm.value_error(format_args!("the fd {fd} must be in non-blocking mode")));
        }
    }
    Ok(Value::small(i64::from(system::WAKEUP.swap(fd, Ordering::Relaxed))))
}

/// Whether the calling thread has a signal blocked.
pub(crate) fn is_blocked(number: i32) -> bool {
    system::is_blocked(number)
}

/// After a fork: signals come to this thread.
pub(crate) fn hear_on_this_thread() {
    system::hear_on_this_thread();
}

/// The interpreter ends: signals are not passed on to its thread any more.
pub(crate) fn hear_no_more(vm: &Vm) {
    system::hear_no_more(&vm.check);
}

/// Does as if a signal had come, unless the program does nothing about it.
pub(crate) fn simulate(vm: &mut Vm, number: i32) -> PyResult<()> {
    let handlers = handlers(vm)?;
    let handler = handlers.get(number as usize).unwrap_or_else(Value::none);
    if vm.is_callable(&handler) {
        system::note_came(number as usize);
        vm.check.fetch_or(SIGNALS, Ordering::Relaxed);
    } else if number == libc::SIGINT && handler.is_none() {
        vm.check.fetch_or(INTERRUPT, Ordering::Relaxed);
    }
    Ok(())
}

/// Runs the Python functions of signals that came.
///
/// # Errors
/// What they raise.
pub(crate) fn run_pending(vm: &mut Vm) -> PyResult<()> {
    if !vm.on_main_thread() {
        return Ok(());
    }
    vm.check.fetch_and(!SIGNALS, Ordering::Relaxed);
    let Some(handlers) = vm.signal_handlers.clone() else { return Ok(()) };
    for number in 1..NSIG {
        if !system::take(number) {
            continue;
        }
        let handler = handlers.get(number).unwrap_or_else(Value::none);
        if !vm.is_callable(&handler) {
            continue;
        }
        let frame = crate::types::frame::at_depth(vm, 0)?.unwrap_or_else(Value::none);
        if let Err(raised) = vm.call(&handler, &[Value::small(number as i64), frame]) {
            vm.check.fetch_or(SIGNALS, Ordering::Relaxed);
            return Err(raised);
        }
    }
    Ok(())
}

fn fill(vm: &mut Vm, module: &Obj<Module>) -> PyResult<()> {
    for (name, number) in NAMES {
        put(vm, &module.dict, name, Value::small(i64::from(*number)))?;
    }
    for (name, number) in [("SIGRTMIN", system::real_time().0), ("SIGRTMAX", system::real_time().1)] {
        put(vm, &module.dict, name, Value::small(i64::from(number)))?;
    }
    let error = vm.exc_type(Exc::OSError).to_value();
    put(vm, &module.dict, "ItimerError", error)?;
    let handlers = handlers(vm)?;
    // As at the start of CPython: Ctrl-C raises KeyboardInterrupt, which the command line sees to.
    let name = vm.intern("default_int_handler")?;
    // A sandbox hears of no signals.
    if vm.sandbox.everything
        && let Some(handler) = module.dict.get_str(vm, &name)
        && handlers.get(libc::SIGINT as usize).is_some_and(|now| now.is_none() || now.as_small() == Some(SIG_DFL))
    {
        drop(handlers.replace(libc::SIGINT as usize, handler));
    }
    wait::add_classes(vm, module)
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_signal",
    doc: "This module provides mechanisms to use signal handlers in Python.",
    functions: &[
        Method::new("signal", signal, 2, 2)
            .doc("signal($module, signalnum, handler, /)\n--\n\nSet the action for the given signal."),
        Method::new("getsignal", getsignal, 1, 1)
            .doc("getsignal($module, signalnum, /)\n--\n\nReturn the current action for the given signal."),
        Method::new("raise_signal", raise_signal, 1, 1)
            .doc("raise_signal($module, signalnum, /)\n--\n\nSend a signal to the executing process."),
        Method::new("default_int_handler", default_int_handler, 2, 2)
            .doc("default_int_handler($module, signalnum, frame, /)\n--\n\nThe default handler for SIGINT installed by Python."),
        Method::new("strsignal", strsignal, 1, 1)
            .doc("strsignal($module, signalnum, /)\n--\n\nReturn the system description of the given signal."),
        Method::new("siginterrupt", siginterrupt, 2, 2)
            .doc("siginterrupt($module, signalnum, flag, /)\n--\n\nChange system call restart behaviour."),
        Method::keywords("set_wakeup_fd", set_wakeup_fd)
            .doc("set_wakeup_fd($module, fd, /, *, warn_on_full_buffer=True)\n--\n\nSets the fd to be written to (with the signal number) when a signal comes in."),
        Method::new("alarm", wait::alarm, 1, 1)
            .doc("alarm($module, seconds, /)\n--\n\nArrange for SIGALRM to arrive after the given number of seconds."),
        Method::new("setitimer", wait::setitimer, 2, 3)
            .doc("setitimer($module, which, seconds, interval=0.0, /)\n--\n\nSets given itimer (one of ITIMER_REAL, ITIMER_VIRTUAL or ITIMER_PROF)."),
        Method::new("getitimer", wait::getitimer, 1, 1)
            .doc("getitimer($module, which, /)\n--\n\nReturns current value of given itimer."),
        Method::new("pause", wait::pause, 0, 0).doc("pause($module, /)\n--\n\nWait until a signal arrives."),
        Method::new("pthread_sigmask", wait::sigmask, 2, 2)
            .doc("pthread_sigmask($module, how, mask, /)\n--\n\nFetch and/or change the signal mask of the calling thread."),
        Method::new("sigpending", wait::sigpending, 0, 0)
            .doc("sigpending($module, /)\n--\n\nExamine pending signals."),
        Method::new("sigwait", wait::sigwait, 1, 1)
            .doc("sigwait($module, sigset, /)\n--\n\nWait for a signal."),
        Method::new("sigwaitinfo", wait::sigwaitinfo, 1, 1)
            .doc("sigwaitinfo($module, sigset, /)\n--\n\nWait synchronously until one of the signals in *sigset* is delivered."),
        Method::new("sigtimedwait", wait::sigtimedwait, 2, 2)
            .doc("sigtimedwait($module, sigset, timeout, /)\n--\n\nLike sigwaitinfo(), but with a timeout."),
        Method::new("valid_signals", wait::valid_signals, 0, 0)
            .doc("valid_signals($module, /)\n--\n\nReturn a set of valid signal numbers on this platform."),
        Method::new("pthread_kill", wait::thread_kill, 2, 2)
            .doc("pthread_kill($module, thread_id, signalnum, /)\n--\n\nSend a signal to a thread."),
    ],
    types: &[],
    init: Some(fill),
};
