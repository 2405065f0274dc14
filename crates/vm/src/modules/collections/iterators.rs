//! Iterators over a deque, in either direction.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, Object, PageKind, Slot, Traverse, Value};

use super::deque::{argument, class, mutated};
use super::kind;
use super::ring::Deque;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::iterators::{arity, itself, receiver, size_argument, split_arguments};

/// A deque and how far it was read. `KIND` says in which direction.
#[repr(C)]
pub struct DequeIterator<const KIND: u8> {
    /// Count, shape, flags.
    pub header: Header,
    deque: Obj<Deque>,
    /// The deque's state that the iterator belongs to.
    state: u64,
    done: Cell<usize>,
    left: Cell<usize>,
}

// SAFETY: the one slot owns its count.
unsafe impl<const KIND: u8> Traverse for DequeIterator<KIND> {
    unsafe fn slot(this: *mut Header, index: u32) -> *mut Slot {
        if index == 0 {
            // SAFETY: the caller says that it is such an iterator; an object is a non-null word.
            unsafe { (&raw mut (*this.cast::<Self>()).deque).cast() }
        } else {
            std::ptr::null_mut()
        }
    }
}

// SAFETY: repr(C), header first; the kinds are made in this file only.
unsafe impl<const KIND: u8> Object for DequeIterator<KIND> {
    const KIND: u8 = KIND;
}

type Forward = DequeIterator<{ kind::DEQUE_ITERATOR }>;
type Backward = DequeIterator<{ kind::DEQUE_REVERSE_ITERATOR }>;

impl<const KIND: u8> DequeIterator<KIND> {
    fn create(vm: &mut Vm, deque: Obj<Deque>, done: usize) -> PyResult {
        let len = deque.len();
        let done = done.min(len);
        let iterator = Self {
            header: Header::new(u32::from(KIND), TRACKED),
            state: deque.state(),
            done: Cell::new(done),
            left: Cell::new(len - done),
            deque,
        };
        Ok(Obj::create(&mut vm.heap, PageKind::Container, iterator)?.into_value())
    }

    fn this(value: &Value) -> &Self {
        // SAFETY: a receiver.
        unsafe { receiver(value) }
    }
}

/// `iter(deque)`, `done` items further.
pub(super) fn forward(vm: &mut Vm, value: &Value, done: usize) -> PyResult {
    let deque = argument(vm, "_deque_iterator", value)?;
    Forward::create(vm, deque, done)
}

/// `reversed(deque)`, `done` items further.
pub(super) fn backward(vm: &mut Vm, value: &Value, done: usize) -> PyResult {
    let deque = argument(vm, "_deque_reverse_iterator", value)?;
    Backward::create(vm, deque, done)
}

fn next<const KIND: u8>(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let iterator = DequeIterator::<KIND>::this(value);
    if iterator.deque.state() != iterator.state {
        iterator.left.set(0);
        return Err(mutated(vm));
    }
    let left = iterator.left.get();
    if left == 0 {
        return Ok(None);
    }
    let done = iterator.done.get();
    let index = if KIND == kind::DEQUE_ITERATOR { done } else { iterator.deque.len() - 1 - done };
    iterator.done.set(done + 1);
    iterator.left.set(left - 1);
    Ok(iterator.deque.get(index))
}

fn new<const KIND: u8>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = if KIND == kind::DEQUE_ITERATOR { "_deque_iterator" } else { "_deque_reverse_iterator" };
    let (given, ..) = split_arguments(args);
    arity(vm, name, given.len(), 1, 2)?;
    let deque = argument(vm, name, &given[0])?;
    let done = match given.get(1) {
        Some(done) => size_argument(vm, done)?.max(0) as usize,
        None => 0,
    };
    DequeIterator::<KIND>::create(vm, deque, done)
}

fn length_hint<const KIND: u8>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.new_usize(DequeIterator::<KIND>::this(&args.values[0]).left.get())
}

fn reduce<const KIND: u8>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = DequeIterator::<KIND>::this(&args.values[0]);
    let class = class(vm, KIND);
    let done = vm.new_usize(iterator.done.get())?;
    let arguments = vm.new_tuple_from([iterator.deque.clone().into_value(), done])?;
    vm.new_tuple_from([class, arguments])
}

const fn slots<const KIND: u8>() -> Slots {
    Slots { new: Some(new::<KIND>), iter: Some(itself), next: Some(next::<KIND>), ..Slots::EMPTY }
}

const fn methods<const KIND: u8>() -> [Method; 2] {
    [
        Method::new("__length_hint__", length_hint::<KIND>, 0, 0).doc("Items that are left, as far as known."),
        Method::new("__reduce__", reduce::<KIND>, 0, 0).doc("What pickling needs."),
    ]
}

const fn spec<const KIND: u8>(name: &'static str, slots: &'static Slots, methods: &'static [Method]) -> TypeSpec {
    TypeSpec {
        name,
        module: "collections",
        kind: KIND,
        base: kinds::OBJECT,
        doc: "",
        flags: 0,
        slots,
        methods,
        getset: &[],
        page: PageKind::Container,
        slot: <DequeIterator<KIND> as Traverse>::slot,
        finish: None,
        size: fixed_size::<DequeIterator<KIND>>,
    }
}

static FORWARD_SLOTS: Slots = slots::<{ kind::DEQUE_ITERATOR }>();
static BACKWARD_SLOTS: Slots = slots::<{ kind::DEQUE_REVERSE_ITERATOR }>();
static FORWARD_METHODS: [Method; 2] = methods::<{ kind::DEQUE_ITERATOR }>();
static BACKWARD_METHODS: [Method; 2] = methods::<{ kind::DEQUE_REVERSE_ITERATOR }>();

/// The type of `iter(deque())`.
pub static FORWARD: TypeSpec = spec::<{ kind::DEQUE_ITERATOR }>("_deque_iterator", &FORWARD_SLOTS, &FORWARD_METHODS);
/// The type of `reversed(deque())`.
pub static BACKWARD: TypeSpec =
    spec::<{ kind::DEQUE_REVERSE_ITERATOR }>("_deque_reverse_iterator", &BACKWARD_SLOTS, &BACKWARD_METHODS);
