//! Terminals and pseudo-terminals.

use std::io;

use pitviper_object::Value;

use super::path::{check, decoded, descriptor, file_number, small};
use super::system::{self, checked};
use crate::core::error::PyResult;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;

fn fd_value(fd: i32) -> Value {
    Value::small(i64::from(fd))
}

fn openpty(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let (mut master, mut slave) = (0, 0);
    let none = std::ptr::null_mut();
    // SAFETY: two out parameters of the right type, and nothing else.
    let opened = unsafe { libc::openpty(&raw mut master, &raw mut slave, none, std::ptr::null(), std::ptr::null()) };
    check(vm, checked(opened))?;
    for fd in [master, slave] {
        check(vm, system::set_inheritable(fd, false))?;
    }
    vm.new_tuple_from([fd_value(master), fd_value(slave)])
}

/// The name that `call` writes, by its error number.
fn name(vm: &mut Vm, call: impl FnOnce(*mut libc::c_char, usize) -> i32) -> PyResult {
    let mut name = [0u8; 1024];
    let error = call(name.as_mut_ptr().cast(), name.len());
    if error != 0 {
        return check(vm, Err(io::Error::from_raw_os_error(error)));
    }
    let end = name.iter().position(|byte| *byte == 0).unwrap_or(name.len());
    decoded(vm, &name[..end], false)
}

fn ttyname(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor(vm, &args.values[0])?;
    // SAFETY: room for as many bytes as it says.
    name(vm, |place, size| unsafe { libc::ttyname_r(fd, place, size) })
}

fn ptsname(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = file_number(vm, &args.values[0])?;
    // SAFETY: room for as many bytes as it says.
    name(vm, |place, size| unsafe { libc::ptsname_r(fd, place, size) })
}

fn ctermid(vm: &mut Vm, _: Args<'_>) -> PyResult {
    vm.new_str("/dev/tty")
}

fn posix_openpt(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let flags = small(vm, &args.values[0])?;
    // SAFETY: a number.
    let fd = check(vm, checked(unsafe { libc::posix_openpt(flags | libc::O_CLOEXEC) }))?;
    Ok(fd_value(fd))
}

fn grantpt(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = file_number(vm, &args.values[0])?;
    // SAFETY: a number.
    check(vm, checked(unsafe { libc::grantpt(fd) }))?;
    Ok(Value::none())
}

fn unlockpt(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = file_number(vm, &args.values[0])?;
    // SAFETY: a number.
    check(vm, checked(unsafe { libc::unlockpt(fd) }))?;
    Ok(Value::none())
}

fn login_tty(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = file_number(vm, &args.values[0])?;
    // SAFETY: a number.
    check(vm, checked(unsafe { libc::login_tty(fd) }))?;
    Ok(Value::none())
}

fn tcgetpgrp(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor(vm, &args.values[0])?;
    // SAFETY: a number.
    let group = check(vm, checked(unsafe { libc::tcgetpgrp(fd) }))?;
    Ok(Value::small(i64::from(group)))
}

fn tcsetpgrp(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (fd, group) = (descriptor(vm, &args.values[0])?, small(vm, &args.values[1])?);
    // SAFETY: numbers.
    check(vm, checked(unsafe { libc::tcsetpgrp(fd, group) }))?;
    Ok(Value::none())
}

pub(super) static FUNCTIONS: &[Method] = &[
    Method::new("openpty", openpty, 0, 0)
        .doc("openpty($module, /)\n--\n\nA pseudo-terminal: descriptors of its master and slave."),
    Method::new("ttyname", ttyname, 1, 1).doc("ttyname($module, fd, /)\n--\n\nThe name of a terminal."),
    Method::new("ptsname", ptsname, 1, 1).doc("ptsname($module, fd, /)\n--\n\nThe name of a pseudo-terminal's slave."),
    Method::new("ctermid", ctermid, 0, 0).doc("ctermid($module, /)\n--\n\nThe name of the process's terminal."),
    Method::new("posix_openpt", posix_openpt, 1, 1)
        .doc("posix_openpt($module, oflag, /)\n--\n\nOpen a pseudo-terminal's master."),
    Method::new("grantpt", grantpt, 1, 1).doc("grantpt($module, fd, /)\n--\n\nGive the slave to the user."),
    Method::new("unlockpt", unlockpt, 1, 1).doc("unlockpt($module, fd, /)\n--\n\nLet the slave be opened."),
    Method::new("login_tty", login_tty, 1, 1)
        .doc("login_tty($module, fd, /)\n--\n\nMake a terminal the process's own."),
    Method::new("tcgetpgrp", tcgetpgrp, 1, 1)
        .doc("tcgetpgrp($module, fd, /)\n--\n\nThe process group in a terminal's foreground."),
    Method::new("tcsetpgrp", tcsetpgrp, 2, 2)
        .doc("tcsetpgrp($module, fd, pgid, /)\n--\n\nSet the process group in a terminal's foreground."),
];
