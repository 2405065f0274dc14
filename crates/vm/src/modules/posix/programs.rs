//! Becoming another program, and learning what became of one.

use std::ffi::c_int;

use pitviper_object::{Obj, Value};

use super::path::{Target, check, check_file, path, small, target};
use super::system::checked;
use crate::core::error::PyResult;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::modules::subprocess::{Strings, environment};
use crate::types::bytes::BytesBuilder;
use crate::types::list::List;
use crate::types::tuple::Tuple;
use crate::types::tuple::struct_sequence::{self, Definition};
use crate::types::typ::Type;

/// The arguments of a program.
fn arguments(vm: &mut Vm, function: &str, value: &Value) -> PyResult<Strings> {
    if value.downcast::<List>().is_none() && value.downcast::<Tuple>().is_none() {
        return Err(vm.type_error(format_args!("{function}{} must be a tuple or list", place(function))));
    }
    let list = vm.list_from(value)?;
    let Some(first) = list.get(0) else {
        return Err(vm.value_error(format_args!("{function}{} must not be empty", place(function))));
    };
    if vm.len(&first).is_ok_and(|length| length == 0) {
        return Err(vm.value_error(format_args!("{function}{} first element cannot be empty", place(function))));
    }
    Strings::of(vm, value)
}

/// How a function calls its list of arguments in messages.
fn place(function: &str) -> &'static str {
    if function == "execv" { "() arg 2" } else { ": argv" }
}

/// The environment in a mapping.
fn variables(vm: &mut Vm, function: &str, value: &Value) -> PyResult<Strings> {
    let (keys, items) = (vm.intern("keys")?, vm.intern("__getitem__")?);
    let Some(keys) = vm.get_attr_opt(value, &keys)? else {
        return Err(vm.type_error(format_args!("{function}: environment must be a mapping object")));
    };
    if vm.get_attr_opt(value, &items)?.is_none() {
        return Err(vm.type_error(format_args!("{function}: environment must be a mapping object")));
    }
    let keys = vm.call(&keys, &[])?;
    let keys = vm.iter(&keys)?;
    let list = vm.new_list()?;
    while let Some(key) = vm.next(&keys)? {
        let text = vm.get_item(value, &key)?;
        let mut entry = BytesBuilder::new(vm);
        let name = path(vm, function, "environment", &key)?;
        if name.bytes().is_empty() || name.bytes().contains(&b'=') {
            return Err(vm.value_error(format_args!("illegal environment variable name")));
        }
        entry.push(name.bytes())?;
        entry.push_byte(b'=')?;
        entry.push(path(vm, function, "environment", &text)?.bytes())?;
        let entry = entry.finish()?;
        vm.list_push(&list, entry)?;
    }
    Strings::of(vm, list.as_value())
}

fn execv(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let path = path(vm, "execv", "path", &args.values[0])?;
    let arguments = arguments(vm, "execv", &args.values[1])?;
    vm.audit("os.exec", &[path.given.clone(), args.values[1].clone(), Value::none()])?;
    let program = path.as_c().as_ptr();
    let done = match environment(vm)? {
        // SAFETY: strings that end with zeros, arrays of them that end with nulls.
        Some(variables) => checked(unsafe { libc::execve(program, arguments.pointers(), variables.pointers()) }),
        // SAFETY: as above.
        None => checked(unsafe { libc::execv(program, arguments.pointers()) }),
    };
    check(vm, done)?;
    Ok(Value::none())
}

fn execve(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [given, arguments_given, env] = args.parse(vm, "execve", ["path", "argv", "env"], 3, 0)?;
    let none = Value::none();
    let target = target(vm, "execve", given.unwrap_or(&none))?;
    let arguments = arguments(vm, "execve", arguments_given.unwrap_or(&none))?;
    let variables = variables(vm, "execve", env.unwrap_or(&none))?;
    let all = [given, arguments_given, env].map(|value| value.cloned().unwrap_or_else(Value::none));
    vm.audit("os.exec", &all)?;
    match &target {
        Target::Path(path) => {
            // SAFETY: strings that end with zeros, arrays of them that end with nulls.
            let done = unsafe { libc::execve(path.as_c().as_ptr(), arguments.pointers(), variables.pointers()) };
            path.check(vm, checked(done))?;
        }
        Target::File(fd) => {
            // SAFETY: as above.
            let done = unsafe { libc::fexecve(*fd, arguments.pointers(), variables.pointers()) };
            check_file(vm, *fd, checked(done))?;
        }
    }
    Ok(Value::none())
}

/// `waitid_result`.
pub(super) fn wait_class(vm: &mut Vm) -> PyResult<Obj<Type>> {
    super::class(
        vm,
        "waitid_result",
        &Definition {
            name: "waitid_result",
            module: "posix",
            doc: "waitid_result: Result from waitid.\n\nThis object may be accessed either as a tuple of\n  (si_pid, si_uid, si_signo, si_status, si_code),\nor via the attributes si_pid, si_uid, and so on.",
            fields: &["si_pid", "si_uid", "si_signo", "si_status", "si_code"],
            in_sequence: 5,
            callable: true,
        },
    )
}

fn waitid(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (kind, id, options) = (small(vm, &args.values[0])?, small(vm, &args.values[1])?, small(vm, &args.values[2])?);
    let id = if kind as libc::idtype_t == libc::P_PIDFD { super::path::system_number(vm, id)? } else { id };
    // SAFETY: all zeros are a good value of numbers.
    let mut info: libc::siginfo_t = unsafe { std::mem::zeroed() };
    let watched =
        if kind as libc::idtype_t == libc::P_PID && options & !libc::WNOWAIT == libc::WEXITED { id } else { -1 };
    let (process, user, status) = loop {
        // SAFETY: an out parameter of the right type.
        let told = unsafe { libc::waitid(kind as libc::idtype_t, id as u32, &raw mut info, options | libc::WNOHANG) };
        check(vm, checked(told))?;
        // SAFETY: what waitid tells of; zeros when there is nothing to tell.
        let told = unsafe { (info.si_pid(), info.si_uid(), info.si_status()) };
        match told.0 {
            0 if options & libc::WNOHANG != 0 => return Ok(Value::none()),
            0 => super::children::nap(vm, watched)?,
            _ => break told,
        }
    };
    let numbers = [i64::from(process), user.into(), info.si_signo.into(), status.into(), info.si_code.into()];
    let class = wait_class(vm)?;
    struct_sequence::create(vm, &class, &numbers.map(Value::small))
}

fn pidfd_open(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [process, flags] = args.parse(vm, "pidfd_open", ["pid", "flags"], 1, 0)?;
    let process = small(vm, process.unwrap_or(&Value::none()))?;
    let flags = flags.map_or(Ok(0), |flags| small(vm, flags))?;
    // SAFETY: numbers.
    let fd = unsafe { libc::syscall(libc::SYS_pidfd_open, process, flags) };
    let fd = checked(fd as c_int).and_then(|fd| vm.sandbox.adopt(fd));
    let fd = check(vm, fd)?;
    Ok(Value::small(i64::from(fd)))
}

pub(super) static FUNCTIONS: &[Method] = &[
    Method::new("execv", execv, 2, 2).doc("execv($module, path, argv, /)\n--\n\nBecome another program."),
    Method::keywords("execve", execve)
        .doc("execve($module, /, path, argv, env)\n--\n\nBecome another program with an environment."),
    Method::new("waitid", waitid, 3, 3)
        .doc("waitid($module, idtype, id, options, /)\n--\n\nWait for a change of a child process."),
    Method::keywords("pidfd_open", pidfd_open)
        .doc("pidfd_open($module, /, pid, flags=0)\n--\n\nA descriptor of a process."),
];
