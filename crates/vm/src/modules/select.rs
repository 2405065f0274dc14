//! `_select`: waiting for descriptors. The library's `select` makes its functions and classes of this.

use std::ffi::c_int;
use std::io;
use std::time::{Duration, Instant};

use pitviper_object::Value;

use crate::core::error::PyResult;
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::modules::io::errors;
use crate::types::bytes::BytesBuilder;
use crate::types::tuple::Tuple;

fn int(vm: &mut Vm, value: &Value) -> PyResult<c_int> {
    let number = vm.index_isize(value)?;
    c_int::try_from(number).map_err(|_| vm.value_error(format_args!("file descriptor out of range")))
}

/// Calls `wait` with the milliseconds that are left (-1: no limit), again after signals.
fn patiently(vm: &mut Vm, timeout: c_int, mut wait: impl FnMut(c_int) -> c_int) -> PyResult<c_int> {
    let end = u64::try_from(timeout).ok().map(|timeout| Instant::now() + Duration::from_millis(timeout));
    loop {
        let left = end.map_or(-1, |end| end.saturating_duration_since(Instant::now()).as_millis() as c_int);
        let ready = if left == 0 { wait(0) } else { vm.unlocked(|| wait(left)) };
        if ready >= 0 {
            return Ok(ready);
        }
        let error = io::Error::last_os_error();
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(errors::os_error(vm, &error, None));
        }
        crate::modules::signal::run_pending(vm)?;
        vm.check_interrupt()?;
    }
}

fn ready_list(vm: &mut Vm, ready: impl Iterator<Item = (i64, i64)>) -> PyResult {
    let list = vm.new_list()?;
    for (fd, events) in ready {
        let pair = vm.new_tuple_from([Value::small(fd), Value::small(events)])?;
        vm.list_push(&list, pair)?;
    }
    Ok(list.into_value())
}

/// `poll(pairs, timeout)`: descriptors and events wanted, to those that came.
fn poll(vm: &mut Vm, args: Args<'_>) -> PyResult {
    const SIZE: usize = size_of::<libc::pollfd>();
    let timeout = int(vm, &args.values[1])?;
    let pairs = vm.list_from(&args.values[0])?;
    let mut entries = BytesBuilder::new(vm);
    let mut count = 0;
    while let Some(pair) = pairs.get(count) {
        count += 1;
        let Some([fd, events]) = pair.downcast::<Tuple>().map(Tuple::items) else {
            return Err(vm.type_error(format_args!("pairs of descriptor and events expected")));
        };
        let (fd, events) = (int(vm, fd)?, int(vm, events)? as i16);
        entries.push(&fd.to_ne_bytes())?;
        entries.push(&events.to_ne_bytes())?;
        entries.push(&[0, 0])?;
    }
    const { assert!(SIZE == 8) };
    let place = entries.data_mut().as_mut_ptr().cast::<libc::pollfd>();
    // SAFETY: the buffer, a heap block, is aligned and holds `count` entries in the system's form.
    patiently(vm, timeout, |left| unsafe { libc::poll(place, count as libc::nfds_t, left) })?;
    let ready = entries.data().chunks_exact(SIZE).filter_map(|entry| {
        let fd = i32::from_ne_bytes(entry.first_chunk().copied()?);
        let events = i16::from_ne_bytes(entry.last_chunk().copied()?);
        (events != 0).then_some((i64::from(fd), i64::from(events)))
    });
    ready_list(vm, ready)
}

/// `socketpair(family, type, proto)`: the descriptors of two sockets that are connected with each other.
fn socket_pair(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [family, kind, protocol] = [0, 1, 2].map(|place| int(vm, &args.values[place]));
    let mut pair = [0; 2];
    // SAFETY: numbers, and room for two descriptors.
    let result = unsafe { libc::socketpair(family?, kind? | libc::SOCK_CLOEXEC, protocol?, pair.as_mut_ptr()) };
    checked(vm, result)?;
    vm.new_tuple_from(pair.map(|fd| Value::small(i64::from(fd))))
}

fn checked(vm: &mut Vm, result: c_int) -> PyResult {
    if result >= 0 {
        return Ok(Value::small(i64::from(result)));
    }
    let error = io::Error::last_os_error();
    Err(errors::os_error(vm, &error, None))
}

fn epoll_create(vm: &mut Vm, _: Args<'_>) -> PyResult {
    // SAFETY: a number.
    let fd = unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) };
    checked(vm, fd)
}

/// `epoll_control(epfd, operation, fd, events)`.
fn epoll_control(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [queue, operation, fd] = [0, 1, 2].map(|place| int(vm, &args.values[place]));
    let (queue, operation, fd) = (queue?, operation?, fd?);
    let events = vm.index_isize(&args.values[3])? as u32;
    let mut event = libc::epoll_event { events, u64: fd as u64 };
    // SAFETY: numbers, and an event that lives during the call.
    let result = unsafe { libc::epoll_ctl(queue, operation, fd, &raw mut event) };
    checked(vm, result)
}

/// `epoll_wait(epfd, timeout, most)`.
fn epoll_wait(vm: &mut Vm, args: Args<'_>) -> PyResult {
    const MOST: usize = 256;
    let (queue, timeout) = (int(vm, &args.values[0])?, int(vm, &args.values[1])?);
    let most = usize::try_from(vm.index_isize(&args.values[2])?).unwrap_or(MOST).clamp(1, MOST);
    let mut events = [libc::epoll_event { events: 0, u64: 0 }; MOST];
    let place = events.as_mut_ptr();
    // SAFETY: room for `most` events.
    let count = patiently(vm, timeout, |left| unsafe { libc::epoll_wait(queue, place, most as c_int, left) })?;
    let ready = events.iter().take(count as usize).map(|event| (event.u64 as i64, i64::from(event.events)));
    ready_list(vm, ready)
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_select",
    doc: "Waiting for descriptors.",
    functions: &[
        Method::new("poll", poll, 2, 2),
        Method::new("socketpair", socket_pair, 3, 3),
        Method::new("epoll_create", epoll_create, 0, 0),
        Method::new("epoll_control", epoll_control, 4, 4),
        Method::new("epoll_wait", epoll_wait, 3, 3),
    ],
    types: &[],
    init: None,
};
