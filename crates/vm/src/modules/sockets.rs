//! `_sockets`: what the library's `_socket` makes its sockets of: IPv4 addresses and the system's calls.

use std::ffi::c_int;
use std::io;
use std::net::Ipv4Addr;

use pitviper_object::Value;

use crate::core::error::{PyResult, Raised};
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::modules::io::{errors, wait_for_system};
use crate::types::str::Str;

fn int(vm: &mut Vm, value: &Value) -> PyResult<c_int> {
    let number = vm.index_isize(value)?;
    c_int::try_from(number).map_err(|_| vm.value_error(format_args!("number out of range")))
}

/// The system's descriptor for a number of the program's.
fn descriptor(vm: &mut Vm, value: &Value) -> PyResult<c_int> {
    let number = int(vm, value)?;
    let fd = vm.sandbox.system_number(number);
    vm.system_result(fd)
}

/// The program's number for a new descriptor.
fn adopted(vm: &mut Vm, fd: c_int) -> PyResult {
    if fd < 0 {
        return Err(failed(vm));
    }
    let number = vm.sandbox.adopt(fd);
    let number = vm.system_result(number)?;
    Ok(Value::small(i64::from(number)))
}

fn failed(vm: &mut Vm) -> Raised {
    errors::os_error(vm, &io::Error::last_os_error(), None)
}

fn done(vm: &mut Vm, result: c_int) -> PyResult {
    if result < 0 { Err(failed(vm)) } else { vm.new_int(i64::from(result)) }
}

/// The address in `values[1..3]`: dotted numbers and a port.
fn address(vm: &mut Vm, args: Args<'_>) -> PyResult<libc::sockaddr_in> {
    let text = args.values[1].downcast::<Str>().and_then(Str::as_ascii);
    let Some(host) = text.and_then(|text| text.parse::<Ipv4Addr>().ok()) else {
        return Err(vm.value_error(format_args!("an IPv4 address is needed")));
    };
    let port = int(vm, &args.values[2])?;
    let Ok(port) = u16::try_from(port) else {
        return Err(vm.raise(crate::core::error::Exc::OverflowError, format_args!("port must be 0-65535.")));
    };
    // SAFETY: plain numbers, for which zero is valid.
    let mut address: libc::sockaddr_in = unsafe { std::mem::zeroed() };
    address.sin_family = libc::AF_INET as libc::sa_family_t;
    address.sin_port = port.to_be();
    address.sin_addr.s_addr = u32::from(host).to_be();
    Ok(address)
}

fn pair(vm: &mut Vm, address: &libc::sockaddr_in) -> PyResult {
    let host = Ipv4Addr::from(u32::from_be(address.sin_addr.s_addr));
    let host = vm.new_str_fmt(format_args!("{host}"))?;
    vm.new_tuple_from([host, Value::small(i64::from(u16::from_be(address.sin_port)))])
}

const LENGTH: libc::socklen_t = size_of::<libc::sockaddr_in>() as libc::socklen_t;

fn create(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (kind, protocol) = (int(vm, &args.values[0])?, int(vm, &args.values[1])?);
    // SAFETY: numbers only.
    let fd = unsafe { libc::socket(libc::AF_INET, kind | libc::SOCK_CLOEXEC, protocol) };
    adopted(vm, fd)
}

fn bind(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor(vm, &args.values[0])?;
    let address = address(vm, args)?;
    // SAFETY: the address has the length given.
    let result = unsafe { libc::bind(fd, (&raw const address).cast(), LENGTH) };
    done(vm, result)
}

fn connect(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor(vm, &args.values[0])?;
    let address = address(vm, args)?;
    // SAFETY: asks for flags.
    let flags = unsafe { libc::fcntl(fd, libc::F_GETFL) };
    let waits = flags >= 0 && flags & libc::O_NONBLOCK == 0;
    // SAFETY: numbers; the address has the length given.
    let result = unsafe {
        if waits {
            libc::fcntl(fd, libc::F_SETFL, flags | libc::O_NONBLOCK);
        }
        libc::connect(fd, (&raw const address).cast(), LENGTH)
    };
    let begun = result < 0 && io::Error::last_os_error().raw_os_error() == Some(libc::EINPROGRESS);
    if !waits {
        return done(vm, result);
    }
    let failure = if result < 0 && !begun { Some(failed(vm)) } else { None };
    // SAFETY: numbers.
    unsafe { libc::fcntl(fd, libc::F_SETFL, flags) };
    match failure {
        Some(raised) => Err(raised),
        None if begun => finish_connecting(vm, fd),
        None => Ok(Value::small(0)),
    }
}

/// Waits until a connection stands or has failed.
fn finish_connecting(vm: &mut Vm, fd: c_int) -> PyResult {
    wait_for_system(vm, fd, libc::POLLOUT)?;
    let (mut error, mut length) = (0, size_of::<c_int>() as libc::socklen_t);
    // SAFETY: the number has the length given.
    let asked =
        unsafe { libc::getsockopt(fd, libc::SOL_SOCKET, libc::SO_ERROR, (&raw mut error).cast(), &raw mut length) };
    match (asked, error) {
        (0, 0) => Ok(Value::small(0)),
        (0, error) => Err(errors::os_error(vm, &io::Error::from_raw_os_error(error), None)),
        _ => Err(failed(vm)),
    }
}

fn listen(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (fd, backlog) = (descriptor(vm, &args.values[0])?, int(vm, &args.values[1])?);
    // SAFETY: numbers only.
    let result = unsafe { libc::listen(fd, backlog) };
    done(vm, result)
}

/// The new descriptor and the address of the other side.
fn accept(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor(vm, &args.values[0])?;
    wait_for_system(vm, fd, libc::POLLIN)?;
    // SAFETY: plain numbers, for which zero is valid.
    let mut address: libc::sockaddr_in = unsafe { std::mem::zeroed() };
    let (mut length, to) = (LENGTH, (&raw mut address) as usize);
    // SAFETY: the address has the length given, and outlives the call.
    let new = vm.unlocked(|| unsafe { libc::accept(fd, to as *mut libc::sockaddr, &raw mut length) });
    if new < 0 {
        return Err(failed(vm));
    }
    // SAFETY: the descriptor is new.
    unsafe { libc::fcntl(new, libc::F_SETFD, libc::FD_CLOEXEC) };
    let new = adopted(vm, new)?;
    let from = pair(vm, &address)?;
    vm.new_tuple_from([new, from])
}

/// The own address of a socket, or with a second argument that is true the other side's.
fn name(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor(vm, &args.values[0])?;
    let peer = vm.truth(&args.values[1])?;
    // SAFETY: plain numbers, for which zero is valid.
    let mut address: libc::sockaddr_in = unsafe { std::mem::zeroed() };
    let mut length = LENGTH;
    let to = (&raw mut address).cast();
    // SAFETY: the address has the length given.
    let result = unsafe {
        if peer { libc::getpeername(fd, to, &raw mut length) } else { libc::getsockname(fd, to, &raw mut length) }
    };
    if result < 0 { Err(failed(vm)) } else { pair(vm, &address) }
}

fn shutdown(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (fd, how) = (descriptor(vm, &args.values[0])?, int(vm, &args.values[1])?);
    // SAFETY: numbers only.
    let result = unsafe { libc::shutdown(fd, how) };
    done(vm, result)
}

/// Option `values[2]` of level `values[1]`, a number; with a fourth argument it is set.
fn option(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (fd, level, option) = (descriptor(vm, &args.values[0])?, int(vm, &args.values[1])?, int(vm, &args.values[2])?);
    let mut value = match args.values.get(3) {
        Some(value) => int(vm, value)?,
        None => 0,
    };
    let mut length = size_of::<c_int>() as libc::socklen_t;
    // SAFETY: the number has the length given.
    let result = unsafe {
        if args.values.len() > 3 {
            libc::setsockopt(fd, level, option, (&raw const value).cast(), length)
        } else {
            libc::getsockopt(fd, level, option, (&raw mut value).cast(), &raw mut length)
        }
    };
    if result < 0 { Err(failed(vm)) } else { vm.new_int(i64::from(value)) }
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_sockets",
    doc: "Calls of the system that sockets are made of.",
    functions: &[
        Method::new("accept", accept, 1, 1),
        Method::new("bind", bind, 3, 3),
        Method::new("connect", connect, 3, 3),
        Method::new("create", create, 2, 2),
        Method::new("listen", listen, 2, 2),
        Method::new("name", name, 2, 2),
        Method::new("option", option, 3, 4),
        Method::new("shutdown", shutdown, 2, 2),
    ],
    types: &[],
    init: None,
};
