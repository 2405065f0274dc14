//! `RLock`: a lock that its holder may take again.

use pitviper_object::{Header, PageKind, Traverse, Value, object};

use super::kind;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, MANY, Method, Slots, TypeSpec, fixed_size};
use crate::core::threads::{Patience, Recursive};
use crate::core::vm::Vm;
use crate::types::iterators::{instance, receiver};
use crate::types::tuple::Tuple;

/// A recursive lock.
#[repr(C)]
pub struct RLock {
    /// Count, shape, flags.
    pub header: Header,
    lock: Recursive,
}

object!(RLock, kind::RLOCK);

fn this(value: &Value) -> &Recursive {
    // SAFETY: a receiver.
    let lock: &RLock = unsafe { receiver(value) };
    &lock.lock
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let header = Header::new(u32::from(kind::RLOCK), 0);
    instance(vm, args, PageKind::Container, RLock { header, lock: Recursive::new() })
}

fn acquire(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let patience = super::lock::patience(vm, args.behind_receiver())?;
    Ok(Value::bool(this(&args.values[0]).take(vm, patience, 1)?))
}

#[cold]
fn not_held(vm: &mut Vm) -> crate::core::error::Raised {
    vm.raise(Exc::RuntimeError, format_args!("cannot release un-acquired lock"))
}

fn release(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if this(&args.values[0]).release(vm) { Ok(Value::none()) } else { Err(not_held(vm)) }
}

fn enter(vm: &mut Vm, args: Args<'_>) -> PyResult {
    acquire(vm, Args::of(&args.values[..1]))
}

fn locked(_: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Value::bool(this(&args.values[0]).depth() > 0))
}

fn is_owned(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Value::bool(this(&args.values[0]).is_owned(vm)))
}

fn depth(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let lock = this(&args.values[0]);
    let depth = if lock.is_owned(vm) { lock.depth() } else { 0 };
    vm.new_u64(depth)
}

/// Releases it altogether; the result is for `_acquire_restore`.
fn release_save(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let owner = vm.thread_ident();
    let Some(depth) = this(&args.values[0]).release_all(vm) else { return Err(not_held(vm)) };
    let depth = vm.new_u64(depth)?;
    vm.new_tuple_from([depth, Value::small(owner)])
}

fn acquire_restore(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let depth = args.values[1].downcast::<Tuple>().and_then(|state| state.items().first()?.as_small());
    match depth.and_then(|depth| u64::try_from(depth).ok()) {
        Some(depth) => drop(this(&args.values[0]).take(vm, Patience::Until(None), depth)?),
        None => return Err(vm.type_error(format_args!("_acquire_restore() argument 1 must be tuple of two numbers"))),
    }
    Ok(Value::none())
}

fn reset(_: &mut Vm, args: Args<'_>) -> PyResult {
    this(&args.values[0]).reset();
    Ok(Value::none())
}

fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let (depth, owner) = (this(value).depth(), this(value).owner());
    let state = if depth > 0 { "locked" } else { "unlocked" };
    let id = vm.id(value);
    let class = vm.type_of(value).to_value();
    let Some(class) = class.downcast::<crate::types::typ::Type>() else { return Ok(class) };
    let name = class.name();
    vm.new_str_fmt(format_args!("<{state} {name} object owner={owner} count={depth} at 0x{id:x}>"))
}

/// The type.
pub static RLOCK: TypeSpec = TypeSpec {
    name: "RLock",
    module: "_thread",
    kind: kind::RLOCK,
    base: kinds::OBJECT,
    doc: "A lock that its holder may take again, and must release as often.",
    flags: TypeSpec::SUBCLASSABLE | TypeSpec::WEAK,
    slots: &Slots { new: Some(new), repr: Some(repr), ..Slots::EMPTY },
    methods: &[
        Method::keywords("acquire", acquire)
            .doc("acquire($self, /, blocking=True, timeout=-1)\n--\n\nTake the lock; whether it was taken."),
        Method::new("release", release, 0, 0).doc("release($self, /)\n--\n\nRelease the lock once."),
        Method::new("locked", locked, 0, 0).doc("locked($self, /)\n--\n\nWhether the lock is held."),
        Method::new("__enter__", enter, 0, 0).doc("Take the lock."),
        Method::new("__exit__", |vm, args| release(vm, Args::of(&args.values[..1])), 0, MANY).doc("Release the lock."),
        Method::new("_is_owned", is_owned, 0, 0).doc("For internal use by threading.Condition."),
        Method::new("_recursion_count", depth, 0, 0).doc("For internal use by reentrancy tests."),
        Method::new("_release_save", release_save, 0, 0).doc("For internal use by threading.Condition."),
        Method::new("_acquire_restore", acquire_restore, 1, 1).doc("For internal use by threading.Condition."),
        Method::new("_at_fork_reinit", reset, 0, 0),
    ],
    getset: &[],
    page: PageKind::Container,
    slot: <RLock as Traverse>::slot,
    finish: None,
    size: fixed_size::<RLock>,
};
