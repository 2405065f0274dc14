//! Processes that this one starts, and groups of processes.

use std::ffi::c_int;
use std::io;
use std::os::fd::AsRawFd;
use std::time::{Duration, Instant};

use pitviper_object::{Obj, Value};

use super::path::{Target, check, check_file, small, target};
use crate::core::args::Params;
use crate::core::error::{Exc, PyResult};
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::list::List;
use crate::types::module::Module;
use crate::types::tuple::struct_sequence::{self, Definition};
use crate::types::typ::Type;

fn checked(result: c_int) -> io::Result<c_int> {
    if result == -1 { Err(io::Error::last_os_error()) } else { Ok(result) }
}

/// Makes a call that may wait, while other threads run; again as long as signals end it, whose functions run in between.
pub(super) fn patiently<T>(vm: &mut Vm, mut call: impl FnMut() -> io::Result<T>) -> PyResult<T> {
    loop {
        match vm.unlocked(&mut call) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                crate::modules::signal::run_pending(vm)?;
                vm.check_interrupt()?;
            }
            result => return check(vm, result),
        }
    }
}

fn pair(vm: &mut Vm, process: c_int, status: c_int) -> PyResult {
    vm.new_tuple_from([Value::small(i64::from(process)), Value::small(i64::from(status))])
}

/// How long children are left alone that cannot be waited for, before they are looked at again.
const NAP: Duration = Duration::from_millis(2);

/// Waits until a child may have ended; 0 or less: some child, or one may have stopped.
pub(super) fn nap(vm: &mut Vm, process: c_int) -> PyResult<()> {
    if process > 0
        && let Some(watched) = super::shell::watch(process)
    {
        return crate::modules::io::wait_for_system(vm, watched.as_raw_fd(), libc::POLLIN);
    }
    vm.sleep_until(Instant::now() + NAP)
}

/// Waits for a child, in slices: its number and status.
fn ended(vm: &mut Vm, process: c_int, options: c_int) -> PyResult {
    let mut status = 0;
    loop {
        // SAFETY: an out parameter of the right type.
        let ended = checked(unsafe { libc::waitpid(process, &raw mut status, options | libc::WNOHANG) });
        match check(vm, ended)? {
            0 if options & libc::WNOHANG != 0 => return pair(vm, 0, 0),
            0 => nap(vm, if options == 0 { process } else { -1 })?,
            process => return pair(vm, process, status),
        }
    }
}

fn waitpid(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (process, options) = (small(vm, &args.values[0])?, small(vm, &args.values[1])?);
    ended(vm, process, options)
}

fn wait(vm: &mut Vm, _: Args<'_>) -> PyResult {
    ended(vm, -1, 0)
}

/// What `register_at_fork` was given, by when it is called.
const WHEN: [&str; 3] = ["before", "after_in_child", "after_in_parent"];

/// The functions to call at a fork: a list kept in the module.
fn hooks(vm: &mut Vm, when: &str) -> PyResult<Option<Obj<List>>> {
    let (name, key) = (vm.intern("posix")?, vm.new_str_fmt(format_args!("_at_fork_{when}"))?);
    let Some(module) = crate::import::existing(vm, &name)? else { return Ok(None) };
    let Some(module) = module.downcast::<Module>() else { return Ok(None) };
    let dict = module.dict.clone();
    if let Some(list) = vm.dict_get(&dict, &key)? {
        return Ok(list.downcast::<List>().map(Obj::from_ref));
    }
    let list = vm.new_list()?;
    vm.dict_set(&dict, key, list.clone().into_value())?;
    Ok(Some(list))
}

fn register_at_fork(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let given = Params::new("register_at_fork", WHEN).keyword_only(3).bind(vm, args)?;
    if given.iter().all(Option::is_none) {
        return Err(vm.type_error(format_args!("At least one argument is required.")));
    }
    for (when, function) in WHEN.into_iter().zip(given) {
        let Some(function) = function else { continue };
        if !vm.is_callable(function) {
            let kind = vm.type_name(function);
            return Err(vm.type_error(format_args!("'{when}' must be callable, not {kind}")));
        }
        if let Some(list) = hooks(vm, when)? {
            vm.list_push(&list, function.clone())?;
        }
    }
    Ok(Value::none())
}

/// Calls the functions; those before a fork the last first. What they raise is shown, not passed on.
fn run_hooks(vm: &mut Vm, when: &str, reversed: bool) -> PyResult<()> {
    let Some(list) = hooks(vm, when)? else { return Ok(()) };
    for place in 0..list.len() {
        let place = if reversed { list.len() - 1 - place } else { place };
        let Some(function) = list.get(place) else { continue };
        if let Err(raised) = vm.call(&function, &[]) {
            let exception = vm.take_raised(raised);
            crate::types::traceback::print_exception_to_stderr(vm, &exception);
        }
    }
    Ok(())
}

/// The parent is warned when other threads were left out of the child.
fn warn_of_threads(vm: &mut Vm, function: &str) -> PyResult<()> {
    if !vm.threads.are_several() {
        return Ok(());
    }
    let process = std::process::id();
    let message = format_args!(
        "This process (pid={process}) is multi-threaded, use of {function}() may lead to deadlocks in the child."
    );
    vm.warn(Exc::DeprecationWarning, 1, message)
}

/// A second process that goes on from here.
fn fork(vm: &mut Vm, _: Args<'_>) -> PyResult {
    run_hooks(vm, WHEN[0], true)?;
    // SAFETY: this thread has the interpreter's lock; the child owns a copy of everything, and has this thread only.
    let process = checked(vm.fork(|| unsafe { libc::fork() })?);
    run_hooks(vm, if matches!(process, Ok(0)) { WHEN[1] } else { WHEN[2] }, false)?;
    let process = check(vm, process)?;
    if process > 0 {
        warn_of_threads(vm, "fork")?;
    }
    Ok(Value::small(i64::from(process)))
}

/// A second process in a terminal of its own: its number and, in the first, the terminal's master.
fn forkpty(vm: &mut Vm, _: Args<'_>) -> PyResult {
    run_hooks(vm, WHEN[0], true)?;
    let mut master = -1;
    let none = std::ptr::null_mut();
    // SAFETY: as for `fork`; an out parameter of the right type.
    let process = checked(vm.fork(|| unsafe { libc::forkpty(&raw mut master, none, none.cast(), none.cast()) })?);
    run_hooks(vm, if matches!(process, Ok(0)) { WHEN[1] } else { WHEN[2] }, false)?;
    let process = check(vm, process)?;
    if process > 0 {
        warn_of_threads(vm, "forkpty")?;
    }
    pair(vm, process, master)
}

fn setsid(vm: &mut Vm, _: Args<'_>) -> PyResult {
    // SAFETY: no parameters.
    check(vm, checked(unsafe { libc::setsid() }))?;
    Ok(Value::none())
}

fn getsid(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let process = small(vm, &args.values[0])?;
    // SAFETY: a number.
    let session = check(vm, checked(unsafe { libc::getsid(process) }))?;
    Ok(Value::small(i64::from(session)))
}

fn getpgid(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let process = small(vm, &args.values[0])?;
    // SAFETY: a number.
    let group = check(vm, checked(unsafe { libc::getpgid(process) }))?;
    Ok(Value::small(i64::from(group)))
}

fn setpgid(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (process, group) = (small(vm, &args.values[0])?, small(vm, &args.values[1])?);
    // SAFETY: numbers.
    check(vm, checked(unsafe { libc::setpgid(process, group) }))?;
    Ok(Value::none())
}

fn killpg(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (group, signal) = (small(vm, &args.values[0])?, small(vm, &args.values[1])?);
    // SAFETY: numbers.
    check(vm, checked(unsafe { libc::killpg(group, signal) }))?;
    Ok(Value::none())
}

fn getgroups(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let mut groups = [0; 1024];
    // SAFETY: room for as many groups as it says.
    let count = check(vm, checked(unsafe { libc::getgroups(groups.len() as c_int, groups.as_mut_ptr()) }))?;
    let list = vm.new_list()?;
    for group in groups.iter().take(count as usize) {
        vm.list_push(&list, Value::small(i64::from(*group)))?;
    }
    Ok(list.into_value())
}

/// `statvfs_result`, made when it is first asked for.
pub(super) fn statvfs_class(vm: &mut Vm) -> PyResult<Obj<Type>> {
    super::class(
        vm,
        "statvfs_result",
        &Definition {
            name: "statvfs_result",
            module: "os",
            doc: "statvfs_result: Result from statvfs or fstatvfs.",
            fields: &[
                "f_bsize",
                "f_frsize",
                "f_blocks",
                "f_bfree",
                "f_bavail",
                "f_files",
                "f_ffree",
                "f_favail",
                "f_flag",
                "f_namemax",
                "f_fsid",
            ],
            in_sequence: 10,
            callable: true,
        },
    )
}

/// What the system knows of the file system that a file is in.
fn statvfs(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [given] = args.parse(vm, "statvfs", ["path"], 1, 0)?;
    let target = target(vm, "statvfs", given.unwrap_or(&Value::none()))?;
    let mut data = std::mem::MaybeUninit::<libc::statvfs>::zeroed();
    let place = data.as_mut_ptr();
    match &target {
        // SAFETY: a path that ends with a zero, and an out parameter of the right type.
        Target::Path(path) => path.check(vm, checked(unsafe { libc::statvfs(path.as_c().as_ptr(), place) }))?,
        // SAFETY: an out parameter of the right type.
        Target::File(fd) => check_file(vm, *fd, checked(unsafe { libc::fstatvfs(*fd, place) }))?,
    };
    // SAFETY: filled in.
    let data = unsafe { data.assume_init() };
    let class = statvfs_class(vm)?;
    let numbers = [
        data.f_bsize,
        data.f_frsize,
        data.f_blocks,
        data.f_bfree,
        data.f_bavail,
        data.f_files,
        data.f_ffree,
        data.f_favail,
        data.f_flag,
        data.f_namemax,
        data.f_fsid,
    ];
    let mut values = [const { Value::small(0) }; 11];
    for (value, number) in values.iter_mut().zip(numbers) {
        *value = vm.new_usize(number as usize)?;
    }
    struct_sequence::create(vm, &class, &values)
}

/// What a wait status says, by `read`.
fn status(vm: &mut Vm, args: Args<'_>, read: fn(c_int) -> Value) -> PyResult {
    let [status] = args.parse(vm, "status", ["status"], 1, 0)?;
    let status = small(vm, status.unwrap_or(&Value::none()))?;
    Ok(read(status))
}

pub(super) static FUNCTIONS: &[Method] = &[
    Method::new("waitpid", waitpid, 2, 2)
        .doc("waitpid($module, pid, options, /)\n--\n\nWait for completion of a given child process."),
    Method::new("wait", wait, 0, 0).doc("wait($module, /)\n--\n\nWait for completion of a child process."),
    Method::keywords("system", super::shell::system).doc("system($module, /, command)\n--\n\nExecute the command in a subshell."),
    Method::new("fork", fork, 0, 0).doc("fork($module, /)\n--\n\nFork a child process."),
    Method::new("forkpty", forkpty, 0, 0).doc("forkpty($module, /)\n--\n\nFork a child process with a terminal of its own."),
    Method::keywords("register_at_fork", register_at_fork)
        .doc("register_at_fork($module, /, *, before=<unrepresentable>, after_in_child=<unrepresentable>,\n                 after_in_parent=<unrepresentable>)\n--\n\nRegister callables to be called when forking a new process."),
    Method::new("setsid", setsid, 0, 0).doc("setsid($module, /)\n--\n\nCall the system call setsid()."),
    Method::new("getsid", getsid, 1, 1).doc("getsid($module, pid, /)\n--\n\nCall the system call getsid(pid) and return the result."),
    Method::new("getpgid", getpgid, 1, 1).doc("getpgid($module, pid, /)\n--\n\nCall the system call getpgid(), and return the result."),
    Method::new("setpgid", setpgid, 2, 2).doc("setpgid($module, pid, pgrp, /)\n--\n\nCall the system call setpgid(pid, pgrp)."),
    Method::new("killpg", killpg, 2, 2).doc("killpg($module, pgid, signal, /)\n--\n\nKill a process group with a signal."),
    Method::keywords("statvfs", statvfs).doc("statvfs($module, /, path)\n--\n\nPerform a statvfs system call on the given path."),
    Method::keywords("fstatvfs", statvfs).doc("fstatvfs($module, /, fd)\n--\n\nPerform an fstatvfs system call on the given fd."),
    Method::new("getgroups", getgroups, 0, 0).doc("getgroups($module, /)\n--\n\nReturn list of supplemental group IDs for the process."),
    Method::keywords("WIFEXITED", |vm, args| status(vm, args, |s| Value::bool(libc::WIFEXITED(s))))
        .doc("WIFEXITED($module, /, status)\n--\n\nReturn True if the process returning status exited via the exit() system call."),
    Method::keywords("WEXITSTATUS", |vm, args| status(vm, args, |s| Value::small(libc::WEXITSTATUS(s).into())))
        .doc("WEXITSTATUS($module, /, status)\n--\n\nReturn the process return code from status."),
    Method::keywords("WIFSIGNALED", |vm, args| status(vm, args, |s| Value::bool(libc::WIFSIGNALED(s))))
        .doc("WIFSIGNALED($module, /, status)\n--\n\nReturn True if the process returning status was terminated by a signal."),
    Method::keywords("WTERMSIG", |vm, args| status(vm, args, |s| Value::small(libc::WTERMSIG(s).into())))
        .doc("WTERMSIG($module, /, status)\n--\n\nReturn the signal that terminated the process that provided the status value."),
    Method::keywords("WIFSTOPPED", |vm, args| status(vm, args, |s| Value::bool(libc::WIFSTOPPED(s))))
        .doc("WIFSTOPPED($module, /, status)\n--\n\nReturn True if the process returning status was stopped."),
    Method::keywords("WSTOPSIG", |vm, args| status(vm, args, |s| Value::small(libc::WSTOPSIG(s).into())))
        .doc("WSTOPSIG($module, /, status)\n--\n\nReturn the signal that stopped the process that provided the status value."),
    Method::keywords("WIFCONTINUED", |vm, args| status(vm, args, |s| Value::bool(libc::WIFCONTINUED(s))))
        .doc("WIFCONTINUED($module, /, status)\n--\n\nReturn True if a particular process was continued from a job control stop."),
    Method::keywords("WCOREDUMP", |vm, args| status(vm, args, |s| Value::bool(libc::WCOREDUMP(s))))
        .doc("WCOREDUMP($module, status, /)\n--\n\nReturn True if the process returning status was dumped to a core file."),
];
