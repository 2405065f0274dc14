//! Classes: the object, attribute lookup along the MRO, and what tells inline caches that a class changed.
//!
//! A cached lookup is a *place* (the address of a class dictionary's value slot), so assigning an ordinary
//! value to an existing class attribute (`C.count += 1`) changes no cache. Everything else that can change
//! what a lookup gives (adding, deleting, replacing a descriptor, new bases) steps [`Shapes::epoch`] when the
//! class was ever looked at by a cache.

pub mod attributes;
pub mod build;
pub mod builtin;
pub mod checks;
pub mod class_body;
pub mod create;
pub mod fixed;
pub mod getset;
pub mod layout;
pub mod mro;
pub mod spec;

pub use attributes::{class_get_item, module_of};

use std::cell::Cell;
use std::ptr::NonNull;

use pitviper_object::{Header, Heap, Obj, OutOfMemory, PageKind, Slot, Value};

use crate::core::cell::ValueCell;
use crate::core::kinds;
use crate::core::native::{Slots, TypeSpec};
use crate::core::registry;
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::str::Str;
use crate::types::tuple::Tuple;

/// A class object.
#[repr(C)]
pub struct Type {
    /// Count, shape, flags.
    pub header: Header,
    /// Namespace.
    pub dict: Obj<Dict>,
    /// Method resolution order: a tuple, itself first.
    pub mro: ValueCell,
    /// Base classes: a tuple.
    pub bases: ValueCell,
    /// The base whose layout instances extend.
    pub base: ValueCell,
    /// `__name__`.
    pub name: ValueCell,
    /// `__qualname__`.
    pub qualname: ValueCell,
    /// The root shape of new instances; 0: the exact builtin shape.
    pub root: Cell<u32>,
    /// See [`Type::CACHED`] and the others.
    pub flags: Cell<u32>,
    /// Which struct instances are.
    pub kind: u8,
    /// Most attributes an instance was seen to have: room reserved in new ones.
    pub learned: Cell<u16>,
    /// Shapes made for orders of attributes: see [`Type::MOST_SHAPES`].
    pub shapes: Cell<u16>,
    /// The const description of a builtin type.
    pub spec: Option<&'static TypeSpec>,
    /// Direct subclasses, not counted: each takes itself out when it dies.
    pub(crate) subclasses: Cell<*mut *mut Type>,
    /// Their number, and the room.
    pub(crate) subclass_count: Cell<u32>,
    pub(crate) subclass_room: Cell<u32>,
}

pitviper_object::object!(Type, kinds::TYPE, dict, mro, bases, base, name, qualname);

impl Type {
    /// Most shapes of a class; instances that would need more get dictionaries.
    pub const MOST_SHAPES: u16 = 1024;

    /// Some cache depends on what lookups on this class give.
    pub const CACHED: u32 = 1;
    /// Made by Python code.
    pub const HEAP: u32 = 2;
    /// Instances have `__del__`.
    pub const FINALIZE: u32 = 4;
    /// Overrides `__getattribute__`.
    pub const GETATTRIBUTE: u32 = 8;
    /// Has `__getattr__`.
    pub const GETATTR: u32 = 16;
    /// Overrides `__setattr__` or `__delattr__`.
    pub const SETATTR: u32 = 32;
    /// Python classes may inherit from it.
    pub const SUBCLASSABLE: u32 = 64;
    /// Matches sequence patterns.
    pub const SEQUENCE: u32 = 128;
    /// Matches mapping patterns.
    pub const MAPPING: u32 = 256;
    /// A class pattern with one positional binds the subject.
    pub const MATCH_SELF: u32 = 512;
    /// Attributes cannot be set (builtin types).
    pub const IMMUTABLE: u32 = 1024;
    /// An exception class.
    pub const EXCEPTION: u32 = 2048;
    /// `__abstractmethods__` is not empty.
    pub const ABSTRACT: u32 = 4096;
    /// Instances have no `__dict__` (`__slots__` all the way).
    pub const NO_DICT: u32 = 8192;
    /// Instances get binding by `LoadMethod` without a bound method.
    pub const METHOD_LIKE: u32 = 16384;
    /// Overrides `__new__` (does not use the builtin base's).
    pub const PYTHON_NEW: u32 = 1 << 15;
    /// Cannot be instantiated from Python.
    pub const NO_NEW: u32 = 1 << 16;
    /// A builtin class whose instances can be referred to weakly, without a `__weakref__`.
    pub const WEAK: u32 = 1 << 17;
    /// A native module's class that has all its methods.
    pub const COMPLETE: u32 = 1 << 18;
    /// `__del__` of the class of this class was called for it.
    pub const FINALIZED: u32 = 1 << 20;
    /// Subclasses inherit these.
    pub const INHERITED: u32 = Self::FINALIZE
        | Self::GETATTRIBUTE
        | Self::GETATTR
        | Self::SETATTR
        | Self::SEQUENCE
        | Self::MAPPING
        | Self::MATCH_SELF
        | Self::EXCEPTION
        | Self::PYTHON_NEW
        | Self::WEAK;

    /// Whether a flag is set.
    #[inline(always)]
    #[must_use]
    pub fn has(&self, flag: u32) -> bool {
        self.flags.get() & flag != 0
    }

    /// Sets flags.
    pub fn set_flags(&self, flags: u32) {
        self.flags.set(self.flags.get() | flags);
    }

    /// The name for messages: `__name__`, with the module in front in builtin classes of other modules than
    /// `builtins`.
    #[must_use]
    pub fn name(&self) -> &Str {
        // SAFETY: renaming a class while its name is being formatted does not happen: formatting runs no Python.
        unsafe { self.name.as_ref_unchecked().and_then(Value::downcast).unwrap_unchecked() }
    }

    /// `__name__`.
    #[must_use]
    pub fn short_name(&self) -> &Str {
        // Builtin classes are not nested.
        let cell = if self.has(Type::IMMUTABLE) || !self.has(Type::HEAP) { &self.qualname } else { &self.name };
        // SAFETY: as in `name`.
        unsafe { cell.as_ref_unchecked().and_then(Value::downcast).unwrap_or_else(|| self.name()) }
    }

    /// The classes of the MRO.
    #[inline(always)]
    #[must_use]
    pub fn mro(&self) -> &[Value] {
        // SAFETY: the tuple is replaced only by assignment to `__bases__`, which keeps the old one alive
        // until the instruction ends.
        match unsafe { self.mro.as_ref_unchecked() } {
            // SAFETY: always a tuple.
            Some(mro) => unsafe { mro.cast_unchecked::<Tuple>() }.items(),
            None => &[],
        }
    }

    /// The special methods of the builtin type that instances are.
    #[inline(always)]
    #[must_use]
    pub fn native_slots(&self) -> &'static Slots {
        registry::SLOTS[self.kind as usize]
    }

    /// As a value.
    #[must_use]
    pub fn to_value(&self) -> Value {
        Obj::from_ref(self).into_value()
    }
}

/// `KindInfo::finish`.
///
/// # Safety
/// `object` is a dying `Type`.
pub unsafe fn finish(object: *mut Header) {
    // SAFETY: the buffer is the type's own; shapes of a class without instances can go.
    unsafe {
        let this = &*object.cast::<Type>();
        if let Some(buffer) = NonNull::new(this.subclasses.get()) {
            Heap::free(buffer.cast());
        }
        let shapes = &pitviper_object::object::world_of(object).shapes;
        if this.root.get() != 0 {
            shapes.release(this.root.get());
        }
    }
}

#[derive(Clone, Copy)]
#[repr(C)]
struct Entry {
    class: *const Type,
    name: u64,
    place: *const Slot,
    epoch: u32,
    /// Whether a wrapper is there of what the builtin type behind the class does by itself.
    native: bool,
}

const CACHE_ENTRIES: usize = 1024;

/// Global cache of class attribute lookups: (class, name) → place, null: absent.
pub struct MethodCache(NonNull<Entry>);

impl MethodCache {
    pub(crate) fn new(heap: &mut Heap) -> Result<MethodCache, OutOfMemory> {
        let block = heap.alloc(PageKind::Raw, CACHE_ENTRIES * size_of::<Entry>())?.cast::<Entry>();
        // SAFETY: fresh and big enough; all-zero entries match nothing (no class is null).
        unsafe { block.write_bytes(0, CACHE_ENTRIES) };
        Ok(MethodCache(block))
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        // SAFETY: as in `new`.
        unsafe { self.0.write_bytes(0, CACHE_ENTRIES) };
    }

    /// Forgets a name that dies.
    pub(crate) fn forget(&mut self, name: NonNull<Header>) {
        for index in 0..CACHE_ENTRIES {
            // SAFETY: within the table.
            let entry = unsafe { &mut *self.0.as_ptr().add(index) };
            if entry.name == name.as_ptr() as u64 {
                entry.name = 0;
            }
        }
    }

    #[inline(always)]
    fn entry(&self, class: &Type, name: &Value) -> *mut Entry {
        let mix = (class as *const Type as u64 >> 3) ^ (name.bits() >> 3).wrapping_mul(0x9E37_79B9);
        // SAFETY: masked.
        unsafe { self.0.as_ptr().add(mix as usize & (CACHE_ENTRIES - 1)) }
    }
}

impl Vm {
    /// Where `name` (an interned string) is found along the MRO of `class`: valid until the epoch steps.
    #[inline]
    #[must_use]
    pub fn lookup_place(&self, class: &Type, name: &Value) -> Option<NonNull<Slot>> {
        let entry = self.method_cache.entry(class, name);
        // SAFETY: entries are always initialised.
        unsafe {
            if (*entry).class == class && (*entry).name == name.bits() && (*entry).epoch == self.shapes().epoch.get() {
                return NonNull::new((*entry).place.cast_mut());
            }
        }
        self.lookup_slow(class, name)
    }

    #[inline(never)]
    fn lookup_slow(&self, class: &Type, name: &Value) -> Option<NonNull<Slot>> {
        let mut place = None;
        for class in class.mro() {
            // SAFETY: MROs hold classes.
            let class = unsafe { class.cast_unchecked::<Type>() };
            class.set_flags(Type::CACHED);
            if let Some(index) = class.dict.entry_index(self, name) {
                place = NonNull::new(class.dict.value_slot(index));
                break;
            }
        }
        let interned = name.header().is_some_and(|h| h.has(pitviper_object::header::INTERNED));
        if interned {
            let entry = self.method_cache.entry(class, name);
            if place.is_none()
                && let Some(header) = name.header().filter(|header| !header.is_immortal())
            {
                // No dictionary keeps the name: when it dies, the entry has to go.
                header.set(pitviper_object::header::WEAKLY_REFERENCED);
            }
            // SAFETY: as above.
            unsafe {
                *entry = Entry {
                    class,
                    name: name.bits(),
                    place: place.map_or(std::ptr::null(), |p| p.as_ptr().cast_const()),
                    epoch: self.shapes().epoch.get(),
                    native: false,
                };
            }
        }
        place
    }

    /// Whether the cache knows that what is found is what the builtin type does by itself, or that nothing is.
    #[inline]
    pub(crate) fn is_known_native(&self, class: &Type, name: &Value) -> bool {
        let entry = self.method_cache.entry(class, name);
        // SAFETY: entries are always initialised.
        unsafe {
            (*entry).class == class
                && (*entry).name == name.bits()
                && (*entry).epoch == self.shapes().epoch.get()
                && ((*entry).native || (*entry).place.is_null())
        }
    }

    /// Keeps in mind that what was found is what the builtin type does by itself: a descriptor, so that another in its
    /// place steps the epoch.
    pub(crate) fn remember_native(&self, class: &Type, name: &Value) {
        let entry = self.method_cache.entry(class, name);
        // SAFETY: as above.
        unsafe {
            if (*entry).class == class && (*entry).name == name.bits() {
                (*entry).native = true;
            }
        }
    }

    /// A new reference to what `name` (an interned string) is along the MRO of `class`.
    #[inline]
    #[must_use]
    pub fn lookup(&self, class: &Type, name: &Value) -> Option<Value> {
        // SAFETY: the place is inside a live class dictionary.
        self.lookup_place(class, name).and_then(|place| unsafe { (*place.as_ptr()).clone() })
    }

    /// Inline caches are to forget what they know about classes.
    pub fn step_epoch(&self) {
        let epoch = &self.shapes().epoch;
        epoch.set(epoch.get().wrapping_add(1).max(1));
    }

    /// Whether `class` is `other` or a subclass.
    #[inline]
    #[must_use]
    pub fn is_subtype(&self, class: &Type, other: &Type) -> bool {
        std::ptr::eq(class, other) || class.mro().iter().any(|c| c.bits() == std::ptr::from_ref(other) as u64)
    }

    /// The name of an argument's class for messages about arguments, which say `None`.
    #[must_use]
    pub fn argument_kind<'a>(&self, value: &'a Value) -> ArgumentKind<'a> {
        ArgumentKind(if value.is_none() { None } else { Some(self.type_name(value)) })
    }

    /// The name of a value's class for messages.
    #[must_use]
    pub fn type_name<'a>(&self, value: &'a Value) -> &'a Str {
        self.type_of(value).name()
    }
}

/// See [`Vm::argument_kind`].
pub struct ArgumentKind<'a>(Option<&'a Str>);

impl std::fmt::Display for ArgumentKind<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Some(name) => name.fmt(f),
            None => f.write_str("None"),
        }
    }
}
