//! `filter`: the items that a predicate holds for.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, PageKind, Traverse, Value, object};

use super::{advance_raising, arity, instance, itself, receiver, reject_keywords, split_arguments};
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;

/// A predicate (`None`: truth) and an iterator.
#[repr(C)]
pub struct Filter {
    /// Count, shape, flags.
    pub header: Header,
    predicate: Value,
    iterator: Value,
}

object!(Filter, kinds::FILTER, predicate, iterator);

fn this(value: &Value) -> &Filter {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

/// Whether `predicate` (`None` and `bool`: truth itself) holds for `item`.
///
/// # Errors
/// What the predicate raises.
#[inline]
pub fn holds(vm: &mut Vm, predicate: &Value, item: &Value) -> PyResult<bool> {
    if predicate.is_none() || std::ptr::addr_eq(vm.type_of_kind(kinds::BOOL), predicate.bits() as *const u8) {
        return vm.truth(item);
    }
    let result = vm.call(predicate, std::slice::from_ref(item))?;
    vm.truth(&result)
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    reject_keywords(vm, "filter", args)?;
    let (positional, ..) = split_arguments(args);
    arity(vm, "filter", positional.len(), 2, 2)?;
    let iterator = vm.iter(&positional[1])?;
    let header = Header::new(u32::from(kinds::FILTER), TRACKED);
    let payload = Filter { header, predicate: positional[0].clone(), iterator };
    instance(vm, args, PageKind::Container, payload)
}

fn next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let this = this(value);
    while let Some(item) = advance_raising(vm, &this.iterator)? {
        if holds(vm, &this.predicate, &item)? {
            return Ok(Some(item));
        }
        drop(item);
        vm.settle();
    }
    Ok(None)
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = this(&args.values[0]);
    let class = vm.type_of(&args.values[0]).to_value();
    let arguments = vm.new_tuple_from([this.predicate.clone(), this.iterator.clone()])?;
    vm.new_tuple_from([class, arguments])
}

static SLOTS: Slots = Slots { new: Some(new), iter: Some(itself), next: Some(next), ..Slots::EMPTY };

/// The type.
pub static FILTER: TypeSpec = TypeSpec {
    name: "filter",
    module: "builtins",
    kind: kinds::FILTER,
    base: kinds::OBJECT,
    doc: "Gives the items for which the function returns a true value, or, without a function, the true items.",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &SLOTS,
    methods: &[Method::new("__reduce__", reduce, 0, 0).doc("What pickling needs.")],
    getset: &[],
    page: PageKind::Container,
    slot: <Filter as Traverse>::slot,
    finish: None,
    size: fixed_size::<Filter>,
};
