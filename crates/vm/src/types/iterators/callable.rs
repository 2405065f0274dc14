//! `callable_iterator`: calls a callable until it returns a sentinel.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::{builtin_iter, itself, receiver};
use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;

/// A callable and the value that ends the iteration; neither once it ended.
#[repr(C)]
pub struct CallableIterator {
    /// Count, shape, flags.
    pub header: Header,
    callable: ValueCell,
    sentinel: ValueCell,
}

object!(CallableIterator, kinds::CALLABLE_ITERATOR, callable, sentinel);

fn this(value: &Value) -> &CallableIterator {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

/// `iter(callable, sentinel)`.
///
/// # Errors
/// `TypeError` for what cannot be called; `MemoryError`.
pub fn iter(vm: &mut Vm, callable: &Value, sentinel: &Value) -> PyResult {
    if !vm.is_callable(callable) {
        return Err(vm.type_error(format_args!("iter(v, w): v must be callable")));
    }
    let header = Header::new(u32::from(kinds::CALLABLE_ITERATOR), TRACKED);
    let iterator = CallableIterator { header, callable: callable.clone().into(), sentinel: sentinel.clone().into() };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, iterator)?.into_value())
}

fn next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let iterator = this(value);
    let Some(callable) = iterator.callable.get() else { return Ok(None) };
    vm.check_native_stack()?;
    match vm.call(&callable, &[]) {
        Ok(result) => {
            let Some(sentinel) = iterator.sentinel.get() else { return Ok(None) };
            if !vm.eq(&sentinel, &result)? {
                return Ok(Some(result));
            }
        }
        Err(raised) if vm.raised_is(&raised, Exc::StopIteration) => drop(vm.take_raised(raised)),
        Err(raised) => return Err(raised),
    }
    iterator.callable.set(None);
    iterator.sentinel.set(None);
    Ok(None)
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = this(&args.values[0]);
    let function = builtin_iter(vm)?;
    let arguments = match (iterator.callable.get(), iterator.sentinel.get()) {
        (Some(callable), Some(sentinel)) => vm.new_tuple_from([callable, sentinel])?,
        _ => {
            let empty = vm.new_tuple(&[])?;
            vm.new_tuple_from([empty])?
        }
    };
    vm.new_tuple_from([function, arguments])
}

static SLOTS: Slots = Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY };

/// The type of `iter(callable, sentinel)`.
pub static CALLABLE_ITERATOR: TypeSpec = TypeSpec {
    name: "callable_iterator",
    module: "builtins",
    kind: kinds::CALLABLE_ITERATOR,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &SLOTS,
    methods: &[Method::new("__reduce__", reduce, 0, 0).doc("What pickling needs.")],
    getset: &[],
    page: PageKind::Container,
    slot: <CallableIterator as Traverse>::slot,
    finish: None,
    size: fixed_size::<CallableIterator>,
};
