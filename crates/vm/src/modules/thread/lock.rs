//! `lock`, and what `acquire` methods are asked for.

use std::cell::Cell;

use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::{TIMEOUT_MAX, kind};
use crate::core::args::Params;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, MANY, Method, Slots, TypeSpec, fixed_size};
use crate::core::threads::{Patience, Queue, deadline};
use crate::core::vm::Vm;
use crate::types::iterators::receiver;

/// A lock.
#[repr(C)]
pub struct Lock {
    /// Count, shape, flags.
    pub header: Header,
    held: Cell<bool>,
    waiting: Queue,
}

object!(Lock, kind::LOCK);

fn this(value: &Value) -> &Lock {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

/// A new lock that is free.
pub(super) fn create(vm: &mut Vm) -> PyResult {
    let header = Header::new(u32::from(kind::LOCK), 0);
    Ok(Obj::create(&mut vm.heap, PageKind::Container, Lock { header, held: Cell::new(false), waiting: Queue::new() })?
        .into_value())
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    args.behind_receiver().check_count(vm, "lock", 0, 0)?;
    create(vm)
}

/// Reads `acquire(blocking=True, timeout=-1)`.
pub(super) fn patience(vm: &mut Vm, args: Args<'_>) -> PyResult<Patience> {
    let [blocking, timeout] = Params::new("acquire", ["blocking", "timeout"]).bind(vm, args)?;
    let blocking = match blocking {
        Some(blocking) => vm.truth(blocking)?,
        None => true,
    };
    let seconds = match timeout {
        Some(timeout) => seconds(vm, timeout)?,
        None => -1.0,
    };
    if !blocking && seconds != -1.0 {
        return Err(vm.value_error(format_args!("can't specify a timeout for a non-blocking call")));
    }
    if seconds < 0.0 && seconds != -1.0 {
        return Err(vm.value_error(format_args!("timeout value must be a non-negative number")));
    }
    if !blocking {
        return Ok(Patience::None);
    }
    within(vm, seconds)
}

/// A number of seconds.
pub(crate) fn seconds(vm: &mut Vm, value: &Value) -> PyResult<f64> {
    let seconds = match vm.as_f64(value) {
        Some(seconds) => seconds,
        None => crate::types::float::as_f64(vm, value)?,
    };
    if seconds.is_nan() {
        return Err(vm.value_error(format_args!("Invalid value NaN (not a number)")));
    }
    Ok(seconds)
}

/// So many seconds from now, negative: for ever.
pub(crate) fn within(vm: &mut Vm, seconds: f64) -> PyResult<Patience> {
    if seconds > TIMEOUT_MAX {
        return Err(vm.raise(
            Exc::OverflowError,
            format_args!(
                "{}",
                if seconds > 9.3e9 { "timestamp out of range for C PyTime_t" } else { "timeout value is too large" }
            ),
        ));
    }
    Ok(match seconds {
        0.0 => Patience::None,
        seconds if seconds < 0.0 => Patience::Until(None),
        seconds => Patience::Until(deadline(seconds)),
    })
}

fn acquire(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let lock = this(&args.values[0]);
    if !lock.held.get() && args.values.len() == 1 {
        lock.held.set(true);
        return Ok(Value::bool(true));
    }
    let patience = patience(vm, args.behind_receiver())?;
    let waits = lock.held.get();
    while lock.held.get() {
        let Patience::Until(end) = patience else { return Ok(Value::bool(false)) };
        if !vm.wait_in(&lock.waiting, end)? {
            return Ok(Value::bool(false));
        }
    }
    lock.held.set(true);
    if waits {
        // A signal that came meanwhile is handled here, where programs expect it, not at the next call.
        vm.check_interrupt()?;
    }
    Ok(Value::bool(true))
}

fn release(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let lock = this(&args.values[0]);
    if !lock.held.replace(false) {
        return Err(vm.raise(Exc::RuntimeError, format_args!("release unlocked lock")));
    }
    lock.waiting.wake_one();
    Ok(Value::none())
}

fn enter(vm: &mut Vm, args: Args<'_>) -> PyResult {
    acquire(vm, Args::of(&args.values[..1]))
}

fn locked(_: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Value::bool(this(&args.values[0]).held.get()))
}

fn reset(_: &mut Vm, args: Args<'_>) -> PyResult {
    let lock = this(&args.values[0]);
    lock.held.set(false);
    lock.waiting.forget();
    Ok(Value::none())
}

fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let state = if this(value).held.get() { "locked" } else { "unlocked" };
    let id = vm.id(value);
    vm.new_str_fmt(format_args!("<{state} _thread.lock object at 0x{id:x}>"))
}

/// The type.
pub static LOCK: TypeSpec = TypeSpec {
    name: "lock",
    module: "_thread",
    kind: kind::LOCK,
    base: kinds::OBJECT,
    doc: "A lock object is a synchronization primitive.",
    flags: TypeSpec::WEAK,
    slots: &Slots { new: Some(new), repr: Some(repr), ..Slots::EMPTY },
    methods: &[
        Method::keywords("acquire", acquire)
            .doc("acquire($self, /, blocking=True, timeout=-1)\n--\n\nTake the lock; whether it was taken."),
        Method::keywords("acquire_lock", acquire)
            .doc("acquire_lock($self, /, blocking=True, timeout=-1)\n--\n\nTake the lock; whether it was taken."),
        Method::new("release", release, 0, 0).doc("release($self, /)\n--\n\nRelease the lock."),
        Method::new("release_lock", release, 0, 0).doc("release_lock($self, /)\n--\n\nRelease the lock."),
        Method::new("locked", locked, 0, 0).doc("locked($self, /)\n--\n\nWhether the lock is held."),
        Method::new("locked_lock", locked, 0, 0).doc("locked_lock($self, /)\n--\n\nWhether the lock is held."),
        Method::new("__enter__", enter, 0, 0).doc("Take the lock."),
        Method::new("__exit__", |vm, args| release(vm, Args::of(&args.values[..1])), 0, MANY).doc("Release the lock."),
        Method::new("_at_fork_reinit", reset, 0, 0),
    ],
    getset: &[],
    page: PageKind::Container,
    slot: <Lock as Traverse>::slot,
    finish: None,
    size: fixed_size::<Lock>,
};
