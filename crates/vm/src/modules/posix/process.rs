//! The process, its environment, and the system.

use pitviper_object::{Obj, Value};

use super::path::{check, decoded, descriptor, path, small};
use super::system;
use crate::core::capabilities::Grant;
use crate::core::error::{Exc, PyResult};
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::bytes::BytesBuilder;
use crate::types::dict::Dict;
use crate::types::tuple::struct_sequence::{self, Definition};
use crate::types::typ::Type;

/// A number of the process, or what stands for it where processes are not granted.
fn number(vm: &Vm, of: &str, instead: i64) -> PyResult {
    let granted = vm.sandbox.grants(Grant::Process);
    Ok(Value::small(if granted { system::number(of) } else { instead }))
}

pub(super) fn getpid(vm: &mut Vm, _: Args<'_>) -> PyResult {
    number(vm, "getpid", 1)
}

pub(super) fn getppid(vm: &mut Vm, _: Args<'_>) -> PyResult {
    number(vm, "getppid", 0)
}

pub(super) fn getuid(vm: &mut Vm, _: Args<'_>) -> PyResult {
    number(vm, "getuid", 0)
}

pub(super) fn geteuid(vm: &mut Vm, _: Args<'_>) -> PyResult {
    number(vm, "geteuid", 0)
}

pub(super) fn getgid(vm: &mut Vm, _: Args<'_>) -> PyResult {
    number(vm, "getgid", 0)
}

pub(super) fn getegid(vm: &mut Vm, _: Args<'_>) -> PyResult {
    number(vm, "getegid", 0)
}

pub(super) fn getpgrp(_: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(Value::small(system::number("getpgrp")))
}

pub(super) fn umask(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mask = small(vm, &args.values[0])?;
    let before = match vm.sandbox.everything {
        true => system::umask(mask as u32),
        false => vm.sandbox.set_umask(mask as u32),
    };
    Ok(Value::small(i64::from(before)))
}

pub(super) fn kill(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (process, signal) = (small(vm, &args.values[0])?, small(vm, &args.values[1])?);
    check(vm, system::kill(process, signal))?;
    // A signal to this process came by now.
    crate::modules::signal::run_pending(vm)?;
    Ok(Value::none())
}

pub(super) fn exit(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [status] = args.parse(vm, "_exit", ["status"], 1, 0)?;
    let status = small(vm, status.unwrap_or(&Value::none()))?;
    system::exit(status)
}

pub(super) fn abort(_: &mut Vm, _: Args<'_>) -> PyResult {
    std::process::abort()
}

pub(super) fn urandom(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.require(Grant::Random, "urandom")?;
    let size = vm.index_isize(&args.values[0])?;
    let Ok(size) = usize::try_from(size) else {
        return Err(vm.value_error(format_args!("negative argument not allowed")));
    };
    let mut out = BytesBuilder::new(vm);
    out.push_repeated(0, size)?;
    check(vm, system::random(out.data_mut()))?;
    out.finish()
}

pub(super) fn cpu_count(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let count = match crate::modules::sys::processors::count(vm)? {
        Some(count) if count > 0 => count,
        _ if !vm.sandbox.grants(Grant::Process) => 1,
        _ => system::processors(),
    };
    if count > 0 { vm.new_int(count) } else { Ok(Value::none()) }
}

/// The system's words for an error number.
pub(super) fn error_text(vm: &mut Vm, number: i32) -> PyResult {
    let error = std::io::Error::from_raw_os_error(number);
    let text = vm.new_str_fmt(format_args!("{error}"))?;
    // Without what Rust adds: "No such file or directory (os error 2)".
    let plain = text.downcast::<crate::types::str::Str>().and_then(|text| text.as_ascii()?.split(" (os error").next());
    match plain {
        Some(plain) => vm.new_str(plain),
        None => Ok(text.clone()),
    }
}

pub(super) fn strerror(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = small(vm, &args.values[0])?;
    error_text(vm, number)
}

fn sequence(vm: &mut Vm, class: &Type, values: &[Value]) -> PyResult {
    struct_sequence::create(vm, class, values)
}

fn uname_class(vm: &mut Vm) -> PyResult<Obj<Type>> {
    super::class(
        vm,
        "uname_result",
        &Definition {
            name: "uname_result",
            module: "posix",
            doc: "uname_result: Result from os.uname().",
            fields: &["sysname", "nodename", "release", "version", "machine"],
            in_sequence: 5,
            callable: true,
        },
    )
}

pub(super) fn uname(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let data = check(vm, system::uname())?;
    let class = uname_class(vm)?;
    if !vm.sandbox.grants(Grant::Process) {
        let mut values = [const { Value::small(0) }; 5];
        for (value, text) in values.iter_mut().zip([system::field(&data.sysname), b"sandbox", b"", b"", b""]) {
            *value = decoded(vm, text, false)?;
        }
        return sequence(vm, &class, &values);
    }
    let fields = [&data.sysname[..], &data.nodename[..], &data.release[..], &data.version[..], &data.machine[..]];
    let mut values = [const { Value::small(0) }; 5];
    for (value, text) in values.iter_mut().zip(fields) {
        *value = decoded(vm, system::field(text), false)?;
    }
    sequence(vm, &class, &values)
}

fn times_class(vm: &mut Vm) -> PyResult<Obj<Type>> {
    super::class(
        vm,
        "times_result",
        &Definition {
            name: "times_result",
            module: "posix",
            doc: "times_result: Result from os.times().",
            fields: &["user", "system", "children_user", "children_system", "elapsed"],
            in_sequence: 5,
            callable: true,
        },
    )
}

pub(super) fn times(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let data = match vm.virtual_time() {
        Some(time) => [time as f64 / 1e9, 0.0, 0.0, 0.0, time as f64 / 1e9],
        None => check(vm, system::times())?,
    };
    let class = times_class(vm)?;
    let mut values = [const { Value::small(0) }; 5];
    for (value, seconds) in values.iter_mut().zip(data) {
        *value = vm.new_float(seconds)?;
    }
    sequence(vm, &class, &values)
}

fn terminal_class(vm: &mut Vm) -> PyResult<Obj<Type>> {
    super::class(
        vm,
        "terminal_size",
        &Definition {
            name: "terminal_size",
            module: "os",
            doc: "A tuple of (columns, lines) for holding terminal window size",
            fields: &["columns", "lines"],
            in_sequence: 2,
            callable: true,
        },
    )
}

pub(super) fn terminal_size(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = match args.values.first() {
        Some(fd) => descriptor(vm, fd)?,
        None => super::path::system_number(vm, 1)?,
    };
    let (columns, lines) = check(vm, system::terminal_size(fd))?;
    let class = terminal_class(vm)?;
    sequence(vm, &class, &[Value::small(i64::from(columns)), Value::small(i64::from(lines))])
}

/// The classes that the module shows.
pub(super) fn classes(vm: &mut Vm) -> PyResult<[Value; 3]> {
    Ok([uname_class(vm)?.to_value(), times_class(vm)?.to_value(), terminal_class(vm)?.to_value()])
}

pub(super) fn load_average(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let Some(load) = system::load() else {
        return Err(vm.raise(Exc::OSError, format_args!("Load averages are unobtainable")));
    };
    let mut values = [const { Value::small(0) }; 3];
    for (value, load) in values.iter_mut().zip(load) {
        *value = vm.new_float(load)?;
    }
    vm.new_tuple_from(values)
}

/// The environment as the process has it: bytes by bytes.
pub(super) fn environment(vm: &mut Vm) -> PyResult<Obj<Dict>> {
    use std::os::unix::ffi::OsStrExt;
    let dict = vm.new_dict()?;
    for (name, value) in std::env::vars_os() {
        if !vm.sandbox.everything && !vm.sandbox.granted.environment.shows(name.as_bytes()) {
            continue;
        }
        let name = vm.new_bytes(name.as_bytes())?;
        let value = vm.new_bytes(value.as_bytes())?;
        vm.dict_set(&dict, name, value)?;
    }
    Ok(dict)
}

pub(super) fn create_environ(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(environment(vm)?.into_value())
}

/// Variables live in `os.environ`: the process's own environment is not changed, since other parts of the process
/// may read it at any time.
pub(super) fn putenv(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = path(vm, "putenv", "name", &args.values[0])?;
    path(vm, "putenv", "value", &args.values[1])?;
    if name.bytes().contains(&b'=') {
        return Err(vm.value_error(format_args!("illegal environment variable name")));
    }
    Ok(Value::none())
}

pub(super) fn unsetenv(vm: &mut Vm, args: Args<'_>) -> PyResult {
    path(vm, "unsetenv", "name", &args.values[0])?;
    Ok(Value::none())
}

pub(super) fn fspath(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [given] = args.parse(vm, "fspath", ["path"], 1, 0)?;
    let given = given.cloned().unwrap_or_else(Value::none);
    match super::path::fspath(vm, &given)? {
        Some(path) => Ok(path),
        None => {
            let kind = vm.type_name(&given);
            Err(vm.type_error(format_args!("expected str, bytes or os.PathLike object, not {kind}")))
        }
    }
}

pub(super) fn device_encoding(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = small(vm, &args.values[0])?;
    if crate::modules::io::is_terminal(&vm.sandbox, number) { vm.new_str("UTF-8") } else { Ok(Value::none()) }
}

/// `waitstatus_to_exitcode`: the exit code that a wait status tells, negative for a signal.
pub(super) fn exit_code(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let status = small(vm, &args.values[0])?;
    if libc::WIFEXITED(status) {
        return Ok(Value::small(i64::from(libc::WEXITSTATUS(status))));
    }
    if libc::WIFSIGNALED(status) {
        return Ok(Value::small(-i64::from(libc::WTERMSIG(status))));
    }
    Err(vm.value_error(format_args!("invalid wait status: {status}")))
}
