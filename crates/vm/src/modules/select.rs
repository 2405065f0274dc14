//! `_select`: waiting for descriptors. The library's `select` makes its functions and classes of this.

use std::ffi::c_int;
use std::io;
use std::time::{Duration, Instant};

use pitviper_object::Value;

use crate::core::capabilities::Grant;
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

/// Milliseconds after which one looks up from waiting.
const SLICE: c_int = 5;

/// Calls `wait` with milliseconds, in slices, until it finds something or the time (-1: no limit) is over. On a virtual clock
/// the time is over at once.
fn patiently(vm: &mut Vm, timeout: c_int, mut wait: impl FnMut(c_int) -> c_int) -> PyResult<c_int> {
    let limit = u64::try_from(timeout).ok().map(Duration::from_millis);
    let virtual_clock = !vm.sandbox.grants(Grant::Clock);
    let end = limit.and_then(|limit| Instant::now().checked_add(if virtual_clock { Duration::ZERO } else { limit }));
    loop {
        let left = end.map(|end| end.saturating_duration_since(Instant::now()));
        let slice = left.map_or(SLICE, |left| left.as_micros().div_ceil(1000).min(SLICE as u128) as c_int);
        let ready = if slice == 0 { wait(0) } else { vm.unlocked(|| wait(slice)) };
        if ready < 0 {
            let error = io::Error::last_os_error();
            if error.kind() != io::ErrorKind::Interrupted {
                return Err(errors::os_error(vm, &error, None));
            }
            crate::modules::signal::run_pending(vm)?;
        } else if ready > 0 || left.is_some_and(|left| left.is_zero()) {
            if ready == 0 && virtual_clock {
                vm.sandbox.pass(limit.map_or(0, |limit| limit.as_nanos() as u64));
            }
            return Ok(ready);
        }
        vm.check_interrupt()?;
    }
}

/// The system's descriptor for a number of the program's.
fn descriptor(vm: &mut Vm, value: &Value) -> PyResult<c_int> {
    let number = int(vm, value)?;
    let fd = vm.sandbox.system_number(number);
    vm.system_result(fd)
}

/// The program's number for a descriptor that was made for it.
fn adopted(vm: &mut Vm, fd: c_int) -> PyResult {
    if fd < 0 {
        return checked(vm, fd);
    }
    let number = vm.sandbox.adopt(fd);
    let number = vm.system_result(number)?;
    Ok(Value::small(i64::from(number)))
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
        let (number, events) = (int(vm, fd)?, int(vm, events)? as i16);
        // One that is not open the system reports as such.
        let fd = vm.sandbox.system_number(number).unwrap_or(c_int::MAX);
        entries.push(&fd.to_ne_bytes())?;
        entries.push(&events.to_ne_bytes())?;
        entries.push(&[0, 0])?;
    }
    const { assert!(SIZE == 8) };
    let place = entries.data_mut().as_mut_ptr().cast::<libc::pollfd>();
    // SAFETY: the buffer, a heap block, is aligned and holds `count` entries in the system's form.
    patiently(vm, timeout, |left| unsafe { libc::poll(place, count as libc::nfds_t, left) })?;
    let ready = entries.data().chunks_exact(SIZE).enumerate().filter_map(|(index, entry)| {
        let fd = pairs.get(index)?.downcast::<Tuple>()?.items().first()?.as_small()?;
        let events = i16::from_ne_bytes(entry.last_chunk().copied()?);
        (events != 0).then_some((fd, i64::from(events)))
    });
    ready_list(vm, ready)
}

/// `socketpair(family, type, proto)`: the descriptors of two sockets that are connected with each other.
fn socket_pair(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [family, kind, protocol] = [0, 1, 2].map(|place| int(vm, &args.values[place]));
    let family = family?;
    if family != libc::AF_UNIX {
        vm.require(Grant::Network, "socketpair")?;
    }
    let mut pair = [0; 2];
    // SAFETY: numbers, and room for two descriptors.
    let result = unsafe { libc::socketpair(family, kind? | libc::SOCK_CLOEXEC, protocol?, pair.as_mut_ptr()) };
    checked(vm, result)?;
    let [one, other] = pair.map(|fd| adopted(vm, fd));
    vm.new_tuple_from([one?, other?])
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
    adopted(vm, fd)
}

/// `epoll_control(epfd, operation, fd, events)`.
fn epoll_control(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (queue, operation) = (descriptor(vm, &args.values[0])?, int(vm, &args.values[1])?);
    let (number, fd) = (int(vm, &args.values[2])?, descriptor(vm, &args.values[2])?);
    let events = vm.index_isize(&args.values[3])? as u32;
    let mut event = libc::epoll_event { events, u64: number as u64 };
    // SAFETY: numbers, and an event that lives during the call.
    let result = unsafe { libc::epoll_ctl(queue, operation, fd, &raw mut event) };
    checked(vm, result)
}

/// `epoll_wait(epfd, timeout, most)`.
fn epoll_wait(vm: &mut Vm, args: Args<'_>) -> PyResult {
    const MOST: usize = 256;
    let (queue, timeout) = (descriptor(vm, &args.values[0])?, int(vm, &args.values[1])?);
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
