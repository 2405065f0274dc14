//! `lock`. With one thread, whoever waits for a held lock without a timeout would wait for ever: that is an error.

use std::cell::Cell;

use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::{TIMEOUT_MAX, kind};
use crate::core::args::Params;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, MANY, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::iterators::receiver;

/// A lock.
#[repr(C)]
pub struct Lock {
    /// Count, shape, flags.
    pub header: Header,
    held: Cell<bool>,
}

object!(Lock, kind::LOCK);

fn this(value: &Value) -> &Lock {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

/// A new lock that is free.
pub(super) fn create(vm: &mut Vm) -> PyResult {
    let header = Header::new(u32::from(kind::LOCK), 0);
    Ok(Obj::create(&mut vm.heap, PageKind::Container, Lock { header, held: Cell::new(false) })?.into_value())
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    args.behind_receiver().check_count(vm, "lock", 0, 0)?;
    create(vm)
}

/// Reads `acquire(blocking=True, timeout=-1)` and, when the lock is `held`, waits as long as it says.
pub(super) fn wait(vm: &mut Vm, args: Args<'_>, held: bool) -> PyResult<bool> {
    let [blocking, timeout] = Params::new("acquire", ["blocking", "timeout"]).bind(vm, args)?;
    let blocking = match blocking {
        Some(blocking) => vm.truth(blocking)?,
        None => true,
    };
    let seconds = match timeout {
        Some(timeout) => match vm.as_f64(timeout) {
            Some(seconds) => seconds,
            None => crate::types::float::as_f64(vm, timeout)?,
        },
        None => -1.0,
    };
    if !blocking && seconds != -1.0 {
        return Err(vm.value_error(format_args!("can't specify a timeout for a non-blocking call")));
    }
    if seconds < 0.0 && seconds != -1.0 || seconds.is_nan() {
        return Err(vm.value_error(format_args!("timeout value must be a non-negative number")));
    }
    if seconds > TIMEOUT_MAX {
        return Err(vm.raise(
            Exc::OverflowError,
            format_args!(
                "{}",
                if seconds > 9.3e9 { "timestamp out of range for C PyTime_t" } else { "timeout value is too large" }
            ),
        ));
    }
    if !held || !blocking {
        return Ok(!held);
    }
    if seconds == -1.0 {
        return Err(vm.raise(
            Exc::RuntimeError,
            format_args!("deadlock: the lock is held, and there is no other thread that could release it"),
        ));
    }
    let seconds = vm.new_float(seconds)?;
    crate::modules::time::sleep(vm, Args::of(&[seconds]))?;
    Ok(false)
}

fn acquire(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let lock = this(&args.values[0]);
    let got = wait(vm, args.behind_receiver(), lock.held.get())?;
    if got {
        lock.held.set(true);
    }
    Ok(Value::bool(got))
}

fn release(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if !this(&args.values[0]).held.replace(false) {
        return Err(vm.raise(Exc::RuntimeError, format_args!("release unlocked lock")));
    }
    Ok(Value::none())
}

fn enter(vm: &mut Vm, args: Args<'_>) -> PyResult {
    acquire(vm, Args::of(&args.values[..1]))
}

fn locked(_: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Value::bool(this(&args.values[0]).held.get()))
}

fn reset(_: &mut Vm, args: Args<'_>) -> PyResult {
    this(&args.values[0]).held.set(false);
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
    finish: pitviper_object::destroy::no_buffers,
    size: fixed_size::<Lock>,
};
