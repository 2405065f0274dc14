//! `set_iterator`.
//!
//! ```text
//! header 8 | set 8 (null: exhausted) | position 4 | expected length 4 | left 4
//! ```

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value};

use super::table;
use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;

/// An iterator over a set or frozenset.
#[repr(C)]
pub struct SetIterator {
    /// Count, shape, flags.
    pub header: Header,
    set: ValueCell,
    position: Cell<u32>,
    /// The set's length when iteration began; `u32::MAX` once it was found changed.
    expected: Cell<u32>,
    left: Cell<u32>,
}

pitviper_object::object!(SetIterator, kinds::SET_ITERATOR, set);

fn this(value: &Value) -> &SetIterator {
    // SAFETY: slots and methods of the type are only called with its instances.
    unsafe { value.cast_unchecked() }
}

/// `iter(set)`.
pub(super) fn create(vm: &mut Vm, set: &Value) -> PyResult {
    let length = table(set).len();
    let iterator = SetIterator {
        header: Header::new(u32::from(kinds::SET_ITERATOR), TRACKED),
        set: ValueCell::new(Some(set.clone())),
        position: Cell::new(0),
        expected: Cell::new(length),
        left: Cell::new(length),
    };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, iterator)?.into_value())
}

fn iter(_: &mut Vm, value: &Value) -> PyResult {
    Ok(value.clone())
}

fn next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let iterator = this(value);
    // SAFETY: the cell is written only below, after the last use of the table.
    let Some(set) = (unsafe { iterator.set.as_ref_unchecked() }) else { return Ok(None) };
    let elements = table(set);
    if elements.len() != iterator.expected.get() {
        iterator.expected.set(u32::MAX);
        return Err(vm.raise(Exc::RuntimeError, format_args!("Set changed size during iteration")));
    }
    let mut position = iterator.position.get();
    match elements.next(&mut position) {
        Some(index) => {
            iterator.position.set(position);
            iterator.left.set(iterator.left.get().saturating_sub(1));
            Ok(elements.element(index))
        }
        None => {
            iterator.set.set(None);
            Ok(None)
        }
    }
}

fn length_hint(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = this(&args.values[0]);
    let left = match iterator.set.get() {
        Some(set) if table(&set).len() == iterator.expected.get() => iterator.left.get(),
        _ => 0,
    };
    vm.new_usize(left as usize)
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = this(&args.values[0]);
    let copy = SetIterator {
        header: Header::new(u32::from(kinds::SET_ITERATOR), TRACKED),
        set: ValueCell::new(iterator.set.get()),
        position: iterator.position.clone(),
        expected: iterator.expected.clone(),
        left: iterator.left.clone(),
    };
    let copy = Obj::create(&mut vm.heap, PageKind::Container, copy)?.into_value();
    crate::types::dict::reduce_to_list(vm, &copy)
}

static SLOTS: Slots = Slots { iter: Some(iter), next: Some(next), ..Slots::EMPTY };

static METHODS: &[Method] = &[
    Method::new("__length_hint__", length_hint, 0, 0)
        .doc("__length_hint__($self, /)\n--\n\nReturn how many elements are left."),
    Method::new("__reduce__", reduce, 0, 0).doc("__reduce__($self, /)\n--\n\nReturn what pickling needs."),
];

/// The type `set_iterator`.
pub static ITERATOR: TypeSpec = TypeSpec {
    name: "set_iterator",
    module: "builtins",
    kind: kinds::SET_ITERATOR,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &SLOTS,
    methods: METHODS,
    getset: &[],
    page: PageKind::Container,
    slot: <SetIterator as Traverse>::slot,
    finish: None,
    size: fixed_size::<SetIterator>,
};
