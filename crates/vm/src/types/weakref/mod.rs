//! Weak references: the objects, and the side table that finds them by what they refer to.
//!
//! An object that somebody refers to weakly has a header flag; the table maps its compressed address to the list of its
//! references. The list is CPython's: the shared reference and proxy without callback first, then the others, newest
//! first; callbacks run in that order. Nothing here needs memory when an object dies.
//!
//! Invariant: a reference is in the list of the object that its `referent` points at, or both are null.

mod detached;
pub mod proxy;
pub mod reference;
pub mod table;

use std::cell::Cell;
use std::ptr::NonNull;

use pitviper_object::header::{DYING, TRACKED, WEAKLY_REFERENCED};
use pitviper_object::{Header, Obj, PageKind, Value};

use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::TypeSpec;
use crate::core::vm::Vm;
use crate::types::typ::Type;

pub(crate) use detached::Detached;
pub use proxy::{CALLABLE_PROXY, PROXY};
pub use reference::SPEC;
pub use table::WeakTable;

/// A weak reference or proxy.
#[repr(C)]
pub struct WeakRef {
    /// Count, shape, flags.
    pub header: Header,
    /// Called when the object dies.
    callback: ValueCell,
    /// The object, not counted; null when it is dead.
    referent: Cell<*mut Header>,
    next: Cell<*mut WeakRef>,
    /// What points at this one: the table's entry, the previous one's `next`, or a local on the way of a death.
    back: Cell<*mut *mut WeakRef>,
    /// Hash of the object, once asked for.
    hash: Cell<Option<i64>>,
}

pitviper_object::object!(WeakRef, kinds::WEAK_REF, callback);

/// The struct behind a reference or proxy.
#[must_use]
pub fn view(value: &Value) -> Option<&WeakRef> {
    match value.kind() {
        // SAFETY: all three kinds are this struct.
        kinds::WEAK_REF | kinds::WEAK_PROXY | kinds::WEAK_CALLABLE_PROXY => Some(unsafe { value.cast_unchecked() }),
        _ => None,
    }
}

impl WeakRef {
    /// A new reference to the object, unless it is dead or dying.
    #[must_use]
    pub fn get(&self) -> Option<Value> {
        let referent = NonNull::new(self.referent.get())?;
        // SAFETY: references to freed objects are cleared before; what waits to be destroyed is not given out.
        unsafe { if referent.as_ref().has(DYING) { None } else { Some(Value::from_borrowed(referent)) } }
    }

    fn unlink(&self) {
        let back = self.back.replace(std::ptr::null_mut());
        if back.is_null() {
            return;
        }
        let next = self.next.replace(std::ptr::null_mut());
        // SAFETY: the links are those of a live list.
        unsafe {
            *back = next;
            if let Some(next) = next.as_ref() {
                next.back.set(back);
            }
        }
    }

    /// Puts this reference where `place` points.
    ///
    /// # Safety
    /// `place` is a link of the referent's list.
    unsafe fn link(&self, place: *mut *mut WeakRef) {
        // SAFETY: the caller's promise.
        unsafe {
            let next = *place;
            self.next.set(next);
            self.back.set(place);
            if let Some(next) = next.as_ref() {
                next.back.set(self.next.as_ptr());
            }
            *place = std::ptr::from_ref(self).cast_mut();
        }
    }

    fn is_plain(&self) -> bool {
        self.callback.is_none()
    }
}

/// `KindInfo::finish`.
///
/// # Safety
/// `object` is a dying `WeakRef`.
pub unsafe fn finish(object: *mut Header) {
    // SAFETY: the world's host is the interpreter; its table is not borrowed while objects are destroyed.
    unsafe {
        let this = &*object.cast::<WeakRef>();
        this.unlink();
        let referent = this.referent.replace(std::ptr::null_mut());
        let Some(header) = referent.as_ref() else { return };
        let vm = pitviper_object::object::world_of(object).host.get().cast::<Vm>();
        if (*vm).weak_references.remove_if_empty(referent) {
            header.clear(WEAKLY_REFERENCED);
        }
    }
}

impl Vm {
    /// Whether weak references to `value` can be made.
    #[must_use]
    pub fn is_weakly_referable(&self, value: &Value) -> bool {
        if value.as_ptr().is_none() {
            return false;
        }
        let class = self.type_of(value);
        if class.has(Type::WEAK)
            || class.has(Type::HEAP) && self.lookup_place(class, &self.names().__weakref__).is_some()
        {
            return true;
        }
        if self.type_of_kind(value.kind()).spec.is_some_and(|spec| spec.flags & TypeSpec::WEAK != 0) {
            return true;
        }
        matches!(
            value.kind(),
            kinds::FUNCTION
                | kinds::BUILTIN_FUNCTION
                | kinds::METHOD
                | kinds::TYPE
                | kinds::MODULE
                | kinds::SET
                | kinds::FROZENSET
                | kinds::GENERATOR
                | kinds::COROUTINE
                | kinds::ASYNC_GENERATOR
                | kinds::CODE
                | kinds::TEXT_FILE
                | kinds::BINARY_FILE
                | kinds::FILE_PAIR
                | kinds::GENERIC_ALIAS
                | kinds::UNION
                | kinds::TYPE_VAR
                | kinds::PARAM_SPEC
                | kinds::TYPE_VAR_TUPLE
                | kinds::MEMORY_VIEW
                | crate::modules::itertools::kind::TEE
        )
    }

    /// A weak reference (`kind` `WEAK_REF`, of `class` or exact) or proxy; one without callback is shared.
    ///
    /// # Errors
    /// TypeError for objects that cannot be referred to weakly.
    pub fn new_weak_reference(
        &mut self,
        kind: u8,
        class: Option<&Type>,
        object: &Value,
        callback: Option<Value>,
    ) -> PyResult {
        if !self.is_weakly_referable(object) {
            let name = self.type_name(object);
            return Err(self.type_error(format_args!("cannot create weak reference to '{name}' object")));
        }
        let Some(referent) = object.as_ptr() else { return Err(self.no_memory()) };
        let callback = callback.filter(|callback| !callback.is_none());
        if callback.is_none()
            && class.is_none()
            && let Some(shared) = self.shared_reference(referent, kind)
        {
            return Ok(shared);
        }
        let make = WeakRef {
            header: Header::new(u32::from(kind), TRACKED),
            callback: ValueCell::new(callback),
            referent: Cell::new(std::ptr::null_mut()),
            next: Cell::new(std::ptr::null_mut()),
            back: Cell::new(std::ptr::null_mut()),
            hash: Cell::new(None),
        };
        let made: Obj<WeakRef> = match class {
            Some(class) => self.new_instance_of(class, PageKind::Container, make)?,
            None => Obj::create(&mut self.heap, PageKind::Container, make)?,
        };
        let order = self.take_order();
        let mut place = self.weak_references.head(&mut self.heap, referent.as_ptr(), order)?;
        // SAFETY: the places are links of the referent's list.
        unsafe {
            referent.as_ref().set(WEAKLY_REFERENCED);
            made.referent.set(referent.as_ptr());
            let is_basic = class.is_none() && made.is_plain();
            if !(is_basic && kind == kinds::WEAK_REF) {
                while let Some(other) = (*place).as_ref() {
                    let basic = other.is_plain() && other.header.shape() < pitviper_object::header::BUILTIN_SHAPES;
                    if !basic || is_basic && other.header.shape() != u32::from(kinds::WEAK_REF) {
                        break;
                    }
                    place = other.next.as_ptr();
                }
            }
            made.link(place);
        }
        Ok(made.into_value())
    }

    /// The reference without callback that exists already.
    fn shared_reference(&self, referent: NonNull<Header>, kind: u8) -> Option<Value> {
        let mut place = self.weak_references.find(referent.as_ptr())?;
        // SAFETY: the list is live.
        unsafe {
            while let Some(other) = (*place).as_ref() {
                if !other.is_plain() {
                    return None;
                }
                if other.header.shape() == u32::from(kind) && !other.header.has(DYING) {
                    return Some(Value::from_borrowed(NonNull::from(other).cast()));
                }
                place = other.next.as_ptr();
            }
        }
        None
    }

    /// Calls `visit` with each live weak reference to `object`, in the list's order.
    pub fn visit_weak_references(&self, object: &Value, visit: &mut dyn FnMut(Value)) {
        let Some(referent) = object.as_ptr() else { return };
        let Some(mut place) = self.weak_references.find(referent.as_ptr()) else { return };
        // SAFETY: the list is live, and `visit` makes and drops no weak reference.
        unsafe {
            while let Some(other) = (*place).as_ref() {
                if !other.header.has(DYING) {
                    visit(Value::from_borrowed(NonNull::from(other).cast()));
                }
                place = other.next.as_ptr();
            }
        }
    }

    /// The object dies: its references are cleared, then their callbacks run.
    pub(crate) fn clear_weak_references_to(&mut self, object: NonNull<Header>) {
        // SAFETY: the object's memory is valid.
        if unsafe { object.as_ref() }.shape() == u32::from(kinds::STR) {
            // A name that the method cache knows.
            self.method_cache.forget(object);
        }
        let mut list: *mut WeakRef = std::ptr::null_mut();
        // SAFETY: the object is dying but its memory is valid; each reference is unlinked before its callback runs,
        // and one that dies meanwhile unlinks itself from `list`.
        unsafe {
            object.as_ref().clear(WEAKLY_REFERENCED);
            self.weak_references.take(object.as_ptr(), &raw mut list);
            let mut reference = list;
            while let Some(this) = reference.as_ref() {
                this.referent.set(std::ptr::null_mut());
                reference = this.next.get();
            }
            while let Some(this) = list.as_ref() {
                this.unlink();
                let callback = this.callback.take();
                if !this.header.has(DYING) {
                    let own = Value::from_borrowed(NonNull::from(this).cast());
                    self.call_weak_callback(callback, &own);
                }
            }
        }
    }

    /// Calls the callback of a weak reference whose object died.
    fn call_weak_callback(&mut self, callback: Option<Value>, reference: &Value) {
        let Some(callback) = callback else { return };
        let waiting = self.raised.take();
        if let Err(raised) = self.call(&callback, std::slice::from_ref(reference)) {
            let message = "Exception ignored while calling weakref callback";
            crate::core::finalize::unraisable(self, raised, message, Some(&callback));
        }
        self.raised = waiting;
    }
}
