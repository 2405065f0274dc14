//! `reversed`: steps down through `__getitem__` from the last item.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, PageKind, Traverse, Value, object};

use super::{arity, instance, itself, receiver, reject_keywords, size_argument, split_arguments};
use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;

/// A sequence and a position.
#[repr(C)]
pub struct Reversed {
    /// Count, shape, flags.
    pub header: Header,
    /// Items left: one more than the next item's index.
    left: Cell<u64>,
    /// The sequence; nothing once exhausted.
    sequence: ValueCell,
}

object!(Reversed, kinds::REVERSED, sequence);

fn this(value: &Value) -> &Reversed {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

/// Whether the object is indexed by position, as far as its type tells.
fn is_sequence(vm: &mut Vm, value: &Value) -> bool {
    if matches!(value.kind(), kinds::DICT | kinds::MAPPING_PROXY | kinds::GENERIC_ALIAS | kinds::FRAME_LOCALS_PROXY) {
        return false;
    }
    let name = &vm.names().__getitem__;
    vm.lookup_special(value, name).is_some()
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    reject_keywords(vm, "reversed", args)?;
    let (positional, ..) = split_arguments(args);
    arity(vm, "reversed", positional.len(), 1, 1)?;
    let sequence = &positional[0];
    let names = vm.names();
    let method = vm.lookup_special(sequence, &names.__reversed__);
    if method.as_ref().is_some_and(|method| !method.is_none())
        && let Some(iterator) = vm.call_special(sequence, &names.__reversed__, &[])?
    {
        return Ok(iterator);
    }
    if method.is_some() || !is_sequence(vm, sequence) {
        let name = vm.type_name(sequence);
        return Err(vm.type_error(format_args!("'{name}' object is not reversible")));
    }
    let left = vm.len(sequence)?;
    let payload = Reversed {
        header: Header::new(u32::from(kinds::REVERSED), TRACKED),
        left: Cell::new(left as u64),
        sequence: sequence.clone().into(),
    };
    instance(vm, args, PageKind::Container, payload)
}

fn next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let this = this(value);
    let Some(sequence) = this.sequence.get() else { return Ok(None) };
    if let Some(index) = this.left.get().checked_sub(1) {
        vm.check_native_stack()?;
        let key = vm.new_u64(index)?;
        match vm.get_item(&sequence, &key) {
            Ok(item) => {
                this.left.set(index);
                return Ok(Some(item));
            }
            Err(raised) if vm.raised_is(&raised, Exc::IndexError) || vm.raised_is(&raised, Exc::StopIteration) => {
                drop(vm.take_raised(raised));
            }
            Err(raised) => return Err(raised),
        }
    }
    this.left.set(0);
    this.sequence.set(None);
    Ok(None)
}

fn length_hint(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = this(&args.values[0]);
    let Some(sequence) = this.sequence.get() else { return Ok(Value::small(0)) };
    let len = vm.len(&sequence)? as u64;
    let left = this.left.get();
    vm.new_u64(if len < left { 0 } else { left })
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = this(&args.values[0]);
    let class = vm.type_of(&args.values[0]).to_value();
    match this.sequence.get() {
        Some(sequence) => {
            let arguments = vm.new_tuple_from([sequence])?;
            let index = vm.new_int(this.left.get() as i64 - 1)?;
            vm.new_tuple_from([class, arguments, index])
        }
        None => {
            let empty = vm.new_tuple(&[])?;
            let arguments = vm.new_tuple_from([empty])?;
            vm.new_tuple_from([class, arguments])
        }
    }
}

fn set_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let index = size_argument(vm, &args.values[1])?;
    let this = this(&args.values[0]);
    if let Some(sequence) = this.sequence.get() {
        let len = vm.len(&sequence)? as isize;
        this.left.set(index.saturating_add(1).clamp(0, len) as u64);
    }
    Ok(Value::none())
}

static SLOTS: Slots = Slots { new: Some(new), iter: Some(itself), next: Some(next), ..Slots::EMPTY };

/// The type.
pub static REVERSED: TypeSpec = TypeSpec {
    name: "reversed",
    module: "builtins",
    kind: kinds::REVERSED,
    base: kinds::OBJECT,
    doc: "Gives the items of a sequence from the last to the first.",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &SLOTS,
    methods: &[
        Method::new("__length_hint__", length_hint, 0, 0).doc("Items that are left, as far as known."),
        Method::new("__reduce__", reduce, 0, 0).doc("What pickling needs."),
        Method::new("__setstate__", set_state, 1, 1).doc("Sets the position."),
    ],
    getset: &[],
    page: PageKind::Container,
    slot: <Reversed as Traverse>::slot,
    finish: None,
    size: fixed_size::<Reversed>,
};
