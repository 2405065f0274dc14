//! Objects as Rust structs: which struct a kind is, and where its slots are.

use std::marker::PhantomData;
use std::ops::Deref;
use std::ptr::NonNull;

use pitviper_heap::{Heap, Kind as PageKind, OutOfMemory};

use crate::collector::edges::Run;
use crate::header::{BUILTIN_SHAPES, Header};
use crate::shape::Shapes;
use crate::value::Value;

/// A place that owns a value or nothing.
pub type Slot = Option<Value>;

/// The slots of an object, in the order in which CPython drops them.
///
/// # Safety
/// 1. Each slot given owns exactly one count of what it holds: a slot that does not own would free a live
///    object.
/// 2. `slot(this, i)` gives the same places for the same `i` while the object does not change, a null
///    pointer from the first `i` past the end on, and touches nothing else.
/// 3. It works on an object that is dying: earlier slots may hold anything but are not read through.
pub unsafe trait Traverse {
    /// Where all slots are fields one behind the other: the first one's distance from the header in bytes, and how many.
    const SPAN: (u8, u8) = (0, 0);

    /// The address of slot `index`, null past the end.
    ///
    /// # Safety
    /// `this` is an object of the implementing struct, alive or dying.
    unsafe fn slot(this: *mut Header, index: u32) -> *mut Slot;
}

/// A struct that is an object.
///
/// # Safety
/// `repr(C)`, begins with a [`Header`], and every object whose kind is `KIND` is such a struct.
pub unsafe trait Object: Traverse {
    /// The kind: the shape number of exact instances.
    const KIND: u8;
}

/// Slots one behind the other, in the order in which they are emptied. (Two words, so that registers return it.)
#[derive(Clone, Copy)]
pub struct SlotRun {
    /// Slot 0.
    pub first: *mut u64,
    /// How many there are; below zero when the others lie in front of the first.
    count: i64,
}

impl SlotRun {
    /// This object's slots are no run.
    pub const NONE: SlotRun = SlotRun { first: std::ptr::null_mut(), count: i64::MIN };

    /// The words from `start` on, the first of them first.
    #[inline(always)]
    #[must_use]
    pub fn forwards(start: *mut u64, len: u32) -> SlotRun {
        SlotRun { first: start, count: i64::from(len) }
    }

    /// The words from `start` on, the last of them first.
    #[inline(always)]
    #[must_use]
    pub fn backwards(start: *mut u64, len: u32) -> SlotRun {
        SlotRun { first: start.wrapping_add(len as usize).wrapping_sub(1), count: -i64::from(len) }
    }

    /// Whether there is none.
    #[inline(always)]
    #[must_use]
    pub fn is_none(self) -> bool {
        self.count == i64::MIN
    }

    /// How many slots there are.
    #[inline(always)]
    #[must_use]
    pub fn slots(self) -> u32 {
        self.count.unsigned_abs() as u32
    }

    /// From one to the next, in words.
    #[inline(always)]
    #[must_use]
    pub fn step(self) -> isize {
        (self.count >> 63 | 1) as isize
    }

    /// The lowest of the slots.
    #[inline(always)]
    #[must_use]
    pub fn start(self) -> *mut u64 {
        if self.count < 0 { self.first.wrapping_add(1).wrapping_offset(self.count as isize) } else { self.first }
    }
}

/// See [`KindInfo::run`].
pub type RunOf = unsafe fn(*mut Header) -> SlotRun;

/// See [`KindInfo::edges`].
pub type EdgesOf = unsafe fn(*mut Header) -> Run;

/// What the lower layers must know of a kind.
#[derive(Clone, Copy)]
pub struct KindInfo {
    /// See [`Traverse::slot`].
    pub slot: unsafe fn(*mut Header, u32) -> *mut Slot,
    /// Gives the object's buffers back, when it can have any; its slots are empty by then. Must not run Python.
    pub finish: Option<unsafe fn(*mut Header)>,
    /// The kind of page that exact instances live in (instances of Python subclasses always: containers).
    pub page: PageKind,
    /// Bytes of header and payload, without slots of a subclass behind them.
    pub size: unsafe fn(*mut Header) -> usize,
    /// Where all slots are one run in memory: where that is.
    pub run: Option<RunOf>,
    /// See [`Traverse::SPAN`]; `(0, 0)` where the general walk is to do.
    pub span: (u8, u8),
    /// Where all that may be a container lies at even distances in memory: where that is. A shortcut for the collector.
    pub edges: Option<EdgesOf>,
    /// Whether `finish` touches nothing but the heap, so that it may run in the middle of native code.
    pub quiet: bool,
}

/// What hangs at `Heap::client`: shared by everything that lives in one heap.
#[repr(C)]
pub struct World {
    /// Kinds by number.
    pub kinds: &'static [KindInfo; BUILTIN_SHAPES as usize],
    /// Shapes of this heap's classes.
    pub shapes: Shapes,
    /// Last object on the zero list.
    pub zero_tail: std::cell::Cell<u32>,
    /// Deaths that were left for later.
    pub unfinished: crate::destroy::Unfinished,
    /// For the layer above.
    pub host: std::cell::Cell<*mut ()>,
}

/// The world of the heap that `object` lives in.
///
/// # Safety
/// `object` is a block of a heap (not a static) whose `client` is a `World`.
#[inline(always)]
pub unsafe fn world_of<'a>(object: *mut Header) -> &'a World {
    // SAFETY: the caller's promise; the world lives as long as its heap.
    unsafe {
        let heap = Heap::of(NonNull::new_unchecked(object.cast()));
        &*heap.as_ref().client.cast::<World>()
    }
}

/// The kind of a live or dying object.
///
/// # Safety
/// `object` is an object.
#[inline(always)]
#[must_use]
pub unsafe fn kind_of(object: *mut Header) -> u8 {
    // SAFETY: shapes from BUILTIN_SHAPES on belong to objects in a heap with a world.
    unsafe {
        let shape = (*object).shape();
        if shape < BUILTIN_SHAPES { shape as u8 } else { world_of(object).shapes.get(shape).kind }
    }
}

impl Value {
    /// The struct behind, when the value is of that kind: exactly, or an instance of a subclass.
    #[inline(always)]
    #[must_use]
    pub fn downcast<T: Object>(&self) -> Option<&T> {
        let pointer = self.as_ptr()?;
        // SAFETY: the kind says which struct it is (the promise of `Object`); borrowed from `self`, which owns a count.
        unsafe {
            let shape = pointer.as_ref().shape();
            if shape == u32::from(T::KIND) || shape >= BUILTIN_SHAPES && kind_of(pointer.as_ptr()) == T::KIND {
                return Some(pointer.cast::<T>().as_ref());
            }
        }
        None
    }

    /// The struct behind, only for exact instances of the builtin type.
    #[inline(always)]
    #[must_use]
    pub fn exact<T: Object>(&self) -> Option<&T> {
        let pointer = self.as_ptr()?;
        // SAFETY: as in `downcast`.
        unsafe {
            if pointer.as_ref().shape() == u32::from(T::KIND) {
                return Some(pointer.cast::<T>().as_ref());
            }
        }
        None
    }

    /// The struct behind, which the caller knows.
    ///
    /// # Safety
    /// The value is an object of kind `T::KIND`.
    #[inline(always)]
    #[must_use]
    pub unsafe fn cast_unchecked<T: Object>(&self) -> &T {
        // SAFETY: the caller's promise.
        unsafe { &*(self.bits() as *const T) }
    }

    /// The kind of an object; 0 for inline numbers.
    #[inline(always)]
    #[must_use]
    pub fn kind(&self) -> u8 {
        match self.as_ptr() {
            // SAFETY: a value owns a live object.
            Some(pointer) => unsafe { kind_of(pointer.as_ptr()) },
            None => 0,
        }
    }
}

/// An owned reference to an object of known struct.
#[repr(transparent)]
pub struct Obj<T: Object>(Value, PhantomData<T>);

impl<T: Object> Obj<T> {
    /// Moves `object` into a new block. `object.header` says shape and flags.
    ///
    /// # Errors
    /// When the heap is at its limit; `object` is dropped then.
    #[inline(always)]
    pub fn create(heap: &mut Heap, page: PageKind, object: T) -> Result<Obj<T>, OutOfMemory> {
        let block = heap.alloc(page, size_of::<T>())?.cast::<T>();
        if matches!(page, PageKind::Container) {
            heap.container_made();
        }
        // SAFETY: the block is fresh, big enough and aligned to eight; the count of one goes to the value.
        unsafe {
            block.write(object);
            Ok(Obj(Value::from_owned(block.cast()), PhantomData))
        }
    }

    /// Takes over a value that is known to be of this kind.
    ///
    /// # Errors
    /// Gives the value back when it is of another kind.
    #[inline(always)]
    pub fn try_from_value(value: Value) -> Result<Obj<T>, Value> {
        if value.downcast::<T>().is_some() { Ok(Obj(value, PhantomData)) } else { Err(value) }
    }

    /// Takes over a value whose kind the caller knows.
    ///
    /// # Safety
    /// The value is an object of kind `T::KIND`.
    #[inline(always)]
    #[must_use]
    pub unsafe fn from_value_unchecked(value: Value) -> Obj<T> {
        Obj(value, PhantomData)
    }

    /// One more reference to a live object.
    #[inline(always)]
    #[must_use]
    pub fn from_ref(object: &T) -> Obj<T> {
        // SAFETY: a reference to an object means it is alive.
        unsafe { Obj(Value::from_borrowed(NonNull::from(object).cast()), PhantomData) }
    }

    /// As an untyped value.
    #[inline(always)]
    #[must_use]
    pub fn into_value(self) -> Value {
        self.0
    }

    /// As an untyped value, borrowed.
    #[inline(always)]
    #[must_use]
    pub fn as_value(&self) -> &Value {
        &self.0
    }
}

impl<T: Object> Deref for Obj<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: an Obj is only made of objects of its kind.
        unsafe { self.0.cast_unchecked() }
    }
}

impl<T: Object> Clone for Obj<T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        Obj(self.0.clone(), PhantomData)
    }
}

impl<T: Object> From<Obj<T>> for Value {
    #[inline(always)]
    fn from(object: Obj<T>) -> Value {
        object.0
    }
}

/// A field that is one slot: a word that owns a value or is null.
///
/// # Safety
/// The type is one word with the layout of [`Slot`], and owns a count of what it holds.
pub unsafe trait SlotField {}

// SAFETY: a value is a non-null owned word; `None` is the null word.
unsafe impl SlotField for Value {}
// SAFETY: as above.
unsafe impl SlotField for Option<Value> {}
// SAFETY: a transparent wrapper of a value.
unsafe impl<T: Object> SlotField for Obj<T> {}
// SAFETY: as above; `None` is the null word.
unsafe impl<T: Object> SlotField for Option<Obj<T>> {}

const _: () = assert!(size_of::<Slot>() == 8 && size_of::<Value>() == 8);

/// [`Traverse::SPAN`] of slots at these distances.
#[doc(hidden)]
#[must_use]
pub const fn span(offsets: &[usize]) -> (u8, u8) {
    let mut index = 0;
    while index < offsets.len() {
        if offsets[index] != offsets[0] + index * size_of::<Slot>() || offsets[index] > u8::MAX as usize {
            return (0, 0);
        }
        index += 1;
    }
    if offsets.is_empty() { (0, 0) } else { (offsets[0] as u8, offsets.len() as u8) }
}

/// What [`object!`] asks of each field.
#[doc(hidden)]
pub const fn assert_slot_field<T: SlotField>(_: *const T) {}

/// Makes a struct an object: [`Traverse`] over the fields named, in CPython's order of dropping, and its kind.
///
/// ```
/// use pitviper_object::{Header, Value, object};
/// #[repr(C)]
/// struct Pair { header: Header, first: Value, second: Option<Value>, size: u32 }
/// object!(Pair, 200, first, second);
/// ```
///
/// A field that owns nothing is no slot:
/// ```compile_fail
/// use pitviper_object::{Header, Value, object};
/// #[repr(C)]
/// struct Pair { header: Header, first: Value, size: u64 }
/// object!(Pair, 200, first, size);
/// ```
///
/// The header comes first:
/// ```compile_fail
/// use pitviper_object::{Header, Value, object};
/// #[repr(C)]
/// struct Pair { first: Value, header: Header }
/// object!(Pair, 200, first);
/// ```
///
/// A borrowed value is not owned:
/// ```compile_fail
/// use pitviper_object::{Header, Value, object};
/// #[repr(C)]
/// struct Borrower { header: Header, first: &'static Value }
/// object!(Borrower, 200, first);
/// ```
///
/// Counting is explicit: a value is not copied by accident.
/// ```compile_fail
/// use pitviper_object::Value;
/// let value = Value::none();
/// let moved = value;
/// drop(value);
/// ```
///
/// Values stay in their interpreter's thread:
/// ```compile_fail
/// fn send<T: Send>(_: T) {}
/// send(pitviper_object::Value::none());
/// ```
#[macro_export]
macro_rules! object {
    ($type:ty, $kind:expr $(, $field:ident)* $(,)?) => {
        // SAFETY: the fields named own one count each; the list is fixed.
        unsafe impl $crate::Traverse for $type {
            const SPAN: (u8, u8) = $crate::object::span(&[$(std::mem::offset_of!($type, $field)),*]);

            #[allow(unused_variables, unused_mut, unused_assignments, reason = "structs without slots")]
            unsafe fn slot(this: *mut $crate::Header, index: u32) -> *mut $crate::Slot {
                let this = this.cast::<$type>();
                let mut left = index;
                $(
                    if left == 0 {
                        // SAFETY: a field of an object that the caller promises is one.
                        let field = unsafe { &raw mut (*this).$field };
                        $crate::object::assert_slot_field(field);
                        return field.cast();
                    }
                    left -= 1;
                )*
                std::ptr::null_mut()
            }
        }
        // SAFETY: repr(C) with the header first, checked below; kinds are handed out once, in one list.
        unsafe impl $crate::Object for $type {
            const KIND: u8 = $kind;
        }
        const _: () = assert!(std::mem::offset_of!($type, header) == 0);
    };
}
