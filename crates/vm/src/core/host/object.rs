//! Objects whose state is a value of the host's. Their classes are Python classes below `host_object`; a state is
//! borrowed at run time, so that Python that its owner calls back cannot pull it away.
#![expect(clippy::disallowed_types, reason = "boxes of the host")]

use std::any::Any;
use std::cell::Cell;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::panic::AssertUnwindSafe;
use std::ptr::NonNull;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Heap, PageKind, Traverse, Value, object};

use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::typ::Type;

/// State of an object.
pub type State = Box<dyn Any + Send + Sync>;

/// An object of the host's.
#[repr(C)]
pub struct HostObject {
    /// Count, shape, flags.
    pub header: Header,
    state: Cell<Option<State>>,
    /// How often it is borrowed; -1: mutably.
    borrows: Cell<i32>,
    /// Bytes of the state that the heap is charged with.
    charged: usize,
}

object!(HostObject, kinds::HOST_OBJECT);

/// Why a state cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unavailable {
    /// The value is no object of the host's, or its state is of another type.
    OtherType,
    /// It is borrowed already, and not so that both can be.
    Borrowed,
}

/// Drops what is the host's: whatever its code does there, the interpreter goes on.
pub(super) fn drop_quietly<T>(value: T) {
    // What it panics with was told by the panic hook.
    if let Err(payload) = std::panic::catch_unwind(AssertUnwindSafe(|| drop(value))) {
        std::mem::forget(payload);
    }
}

/// Gives the state back.
///
/// # Safety
/// `object` is a dying `HostObject`.
unsafe fn finish(object: *mut Header) {
    // SAFETY: the state is taken out once; the object's heap is alive.
    unsafe {
        let this = &*object.cast::<HostObject>();
        drop_quietly(this.state.take());
        Heap::of(NonNull::from(this).cast()).as_mut().uncharge(this.charged);
    }
}

/// The state as a `T`, counted as borrowed by `change` if that is possible.
fn borrow<T: Any>(value: &Value, change: impl FnOnce(i32) -> Option<i32>) -> Result<*mut T, Unavailable> {
    let object = value.downcast::<HostObject>().ok_or(Unavailable::OtherType)?;
    // SAFETY: the box stays where it is while the object lives; only its type is looked at.
    let state = unsafe { (*object.state.as_ptr()).as_mut() }.ok_or(Unavailable::OtherType)?;
    if !(**state).is::<T>() {
        return Err(Unavailable::OtherType);
    }
    let borrows = change(object.borrows.get()).ok_or(Unavailable::Borrowed)?;
    object.borrows.set(borrows);
    Ok((&raw mut **state).cast())
}

/// A borrowed state.
pub struct StateRef<T>(Value, *const T, PhantomData<T>);

/// A mutably borrowed state.
pub struct StateMut<T>(Value, *mut T, PhantomData<T>);

impl<T: Any> StateRef<T> {
    /// Borrows the state of `value`.
    ///
    /// # Errors
    /// Why it cannot be.
    pub fn new(value: &Value) -> Result<StateRef<T>, Unavailable> {
        let state = borrow(value, |count| if count < 0 { None } else { count.checked_add(1) })?;
        Ok(StateRef(value.clone(), state, PhantomData))
    }
}

impl<T: Any> StateMut<T> {
    /// Borrows the state of `value` mutably.
    ///
    /// # Errors
    /// Why it cannot be.
    pub fn new(value: &Value) -> Result<StateMut<T>, Unavailable> {
        let state = borrow(value, |count| (count == 0).then_some(-1))?;
        Ok(StateMut(value.clone(), state, PhantomData))
    }
}

impl<T> Deref for StateRef<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: the object, which the value keeps alive, owns it, and counts this borrow.
        unsafe { &*self.1 }
    }
}

impl<T> Deref for StateMut<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: as above; nothing else borrows it.
        unsafe { &*self.1 }
    }
}

impl<T> DerefMut for StateMut<T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as above.
        unsafe { &mut *self.1 }
    }
}

fn give_back(value: &Value, change: i32) {
    if let Some(object) = value.downcast::<HostObject>() {
        object.borrows.set(object.borrows.get() + change);
    }
}

impl<T> Drop for StateRef<T> {
    fn drop(&mut self) {
        give_back(&self.0, -1);
    }
}

impl<T> Drop for StateMut<T> {
    fn drop(&mut self) {
        give_back(&self.0, 1);
    }
}

impl Vm {
    /// An instance of `class`, which is below `host_object`.
    ///
    /// # Errors
    /// TypeError when it is not; `MemoryError`, for the state as well, what that owns not counted.
    pub fn new_host_object(&mut self, class: &Value, state: State) -> PyResult {
        let Some(class) = class.downcast::<Type>().filter(|class| class.kind == kinds::HOST_OBJECT) else {
            return Err(self.type_error(format_args!("a class of the host is needed")));
        };
        let header = Header::new(u32::from(kinds::HOST_OBJECT), TRACKED);
        let charged = size_of_val(&*state);
        self.heap.charge(charged)?;
        let object = HostObject { header, state: Cell::new(Some(state)), borrows: Cell::new(0), charged };
        match self.new_instance_of(class, PageKind::Container, object) {
            Ok(object) => Ok(object.into_value()),
            Err(raised) => {
                self.heap.uncharge(charged);
                Err(raised)
            }
        }
    }

    /// A new class below `host_object` with these attributes.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new_host_class(&mut self, name: &str, attributes: &[(Value, Value)]) -> PyResult {
        let bases = self.new_tuple_from([self.type_of_kind(kinds::HOST_OBJECT).to_value()])?;
        let body = self.new_dict()?;
        for (name, value) in attributes {
            self.dict_set(&body, name.clone(), value.clone())?;
        }
        let name = self.intern(name)?;
        let metaclass = self.type_of_kind(kinds::TYPE).to_value();
        self.call(&metaclass, &[name, bases, body.into_value()])
    }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = args.values.first().and_then(Value::downcast::<Type>);
    match class {
        Some(class) => {
            let name = class.name();
            Err(vm.type_error(format_args!("cannot create '{name}' instances")))
        }
        None => Err(vm.type_error(format_args!("a class is needed"))),
    }
}

/// The base of all classes of the host.
pub static SPEC: TypeSpec = TypeSpec {
    name: "host_object",
    module: "builtins",
    kind: kinds::HOST_OBJECT,
    base: kinds::OBJECT,
    doc: "An object of the program that embeds Python.",
    flags: TypeSpec::SUBCLASSABLE | TypeSpec::WEAK,
    slots: &Slots { new: Some(new), ..Slots::EMPTY },
    methods: &[],
    getset: &[],
    page: PageKind::Container,
    slot: <HostObject as Traverse>::slot,
    finish: Some(finish),
    size: fixed_size::<HostObject>,
};
