//! `set` and `frozenset`.
//!
//! ```text
//! set        header 8 | slots 8 | used 4 | fill 4 | finger 4 | flags 4
//! frozenset  the same | hash 8 (-1: not computed)
//! ```
//! [`table`] holds the elements, `lookup` finds them. Functions work on tables and on values of either kind; what
//! runs Python reads slots by number and owns what it reads.

mod algebra;
mod iter;
mod lookup;
mod spec;
mod table;

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Heap, Obj, Object, PageKind, Slot, Traverse, Value};

use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::typ::Type;

pub(crate) use algebra::{difference_update, each_hashed, intersection, symmetric_difference_update, update};
pub use iter::{ITERATOR, SetIterator};
pub use spec::{FROZENSET, SPEC};
pub use table::SetTable;

/// A set object.
#[repr(C)]
pub struct Set {
    /// Count, shape, flags.
    pub header: Header,
    pub(crate) table: SetTable,
}

/// A frozenset object.
#[repr(C)]
pub struct FrozenSet {
    /// Count, shape, flags.
    pub header: Header,
    pub(crate) table: SetTable,
    hash: Cell<i64>,
}

const _: () = assert!(size_of::<Set>() == 32 && size_of::<FrozenSet>() == 40);

// SAFETY: the elements own their counts; CPython drops them in the order of the table.
unsafe impl Traverse for Set {
    unsafe fn slot(this: *mut Header, index: u32) -> *mut Slot {
        // SAFETY: the caller's promise.
        unsafe { (*this.cast::<Set>()).table.slot(index) }
    }
}

// SAFETY: repr(C), header first; SET objects are made here only (and by the instance maker out of `Set::payload`).
unsafe impl Object for Set {
    const KIND: u8 = kinds::SET;
}

// SAFETY: as for `Set`.
unsafe impl Traverse for FrozenSet {
    unsafe fn slot(this: *mut Header, index: u32) -> *mut Slot {
        // SAFETY: the caller's promise.
        unsafe { (*this.cast::<FrozenSet>()).table.slot(index) }
    }
}

// SAFETY: as for `Set`.
unsafe impl Object for FrozenSet {
    const KIND: u8 = kinds::FROZENSET;
}

/// `KindInfo::finish` of sets.
///
/// # Safety
/// `object` is a dying `Set` whose slots are empty.
pub unsafe fn finish(object: *mut Header) {
    // SAFETY: the block is the set's own.
    unsafe { (*object.cast::<Set>()).table.free_block() }
}

/// `KindInfo::finish` of frozensets.
///
/// # Safety
/// `object` is a dying `FrozenSet` whose slots are empty.
pub unsafe fn finish_frozen(object: *mut Header) {
    // SAFETY: the block is the set's own.
    unsafe { (*object.cast::<FrozenSet>()).table.free_block() }
}

impl Set {
    /// What an empty set is made of.
    #[must_use]
    pub const fn payload() -> Set {
        Set { header: Header::new(kinds::SET as u32, TRACKED), table: SetTable::new() }
    }

    /// Elements.
    #[must_use]
    pub fn len(&self) -> usize {
        self.table.len() as usize
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.table.len() == 0
    }
}

impl FrozenSet {
    /// What an empty frozenset is made of.
    #[must_use]
    pub const fn payload() -> FrozenSet {
        FrozenSet { header: Header::new(kinds::FROZENSET as u32, TRACKED), table: SetTable::new(), hash: Cell::new(-1) }
    }

    /// Elements.
    #[must_use]
    pub fn len(&self) -> usize {
        self.table.len() as usize
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.table.len() == 0
    }
}

/// The table of a set or frozenset, of a subclass too.
#[inline]
#[must_use]
pub(crate) fn any_set(value: &Value) -> Option<&SetTable> {
    if let Some(set) = value.downcast::<Set>() {
        return Some(&set.table);
    }
    value.downcast::<FrozenSet>().map(|set| &set.table)
}

/// The table of a value known to be a set or frozenset.
#[inline(always)]
fn table(value: &Value) -> &SetTable {
    debug_assert!(any_set(value).is_some());
    // SAFETY: both structs begin alike, and the caller knows that it is one of them.
    unsafe { &value.cast_unchecked::<Set>().table }
}

/// Whether a value is exactly a set or frozenset.
pub(crate) fn is_exact(value: &Value) -> bool {
    value.exact::<Set>().is_some() || value.exact::<FrozenSet>().is_some()
}

/// A new empty set or frozenset, of the builtin type that `like` is or derives from.
fn new_like(vm: &mut Vm, like: &Value) -> PyResult {
    if like.kind() == kinds::FROZENSET { new_frozen(vm) } else { Ok(vm.new_set()?.into_value()) }
}

fn new_frozen(vm: &mut Vm) -> PyResult {
    Ok(Obj::create(&mut vm.heap, PageKind::Container, FrozenSet::payload())?.into_value())
}

/// An empty set or frozenset of a class that is one of these or derives from it.
fn new_of_class(vm: &mut Vm, class: &Type, kind: u8) -> PyResult {
    let exact = std::ptr::eq(class, vm.type_of_kind(kind));
    match (kind, exact) {
        (kinds::FROZENSET, true) => new_frozen(vm),
        (kinds::FROZENSET, false) => {
            Ok(vm.new_instance_of::<FrozenSet>(class, PageKind::Container, FrozenSet::payload())?.into_value())
        }
        (_, true) => Ok(vm.new_set()?.into_value()),
        (_, false) => Ok(vm.new_instance_of::<Set>(class, PageKind::Container, Set::payload())?.into_value()),
    }
}

/// The hash of a set as if it were frozen: independent of order, as CPython computes it.
fn hash_of(vm: &mut Vm, table: &SetTable) -> i64 {
    vm.worked(table.len() as usize / 16);
    let mut hash = 0u64;
    let mut position = 0;
    while let Some(index) = table.next(&mut position) {
        let Some(element) = table.element(index) else { continue };
        hash ^= shuffle(lookup::full_hash(vm, &element, table.hash(index)).cast_unsigned());
    }
    hash ^= (u64::from(table.len()) + 1).wrapping_mul(1_927_868_237);
    hash ^= (hash >> 11) ^ (hash >> 25);
    hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
    if hash == u64::MAX { 590_923_713 } else { hash.cast_signed() }
}

/// Spreads the bits of one element's hash, so that combining by xor loses little.
const fn shuffle(hash: u64) -> u64 {
    ((hash ^ 89_869_747) ^ (hash << 16)).wrapping_mul(3_644_798_167)
}

/// Adds an element; whether it was not there.
///
/// # Errors
/// What `__hash__` or `__eq__` raises; `MemoryError`.
fn add(vm: &mut Vm, table: &SetTable, element: Value) -> PyResult<bool> {
    let (found, hash) = lookup::find(vm, table, &element)?;
    if found.is_none() {
        table.insert(&mut vm.heap, element, hash)?;
    }
    Ok(found.is_none())
}

/// Bytes of object and buffer.
fn memory(value: &Value, object: usize) -> usize {
    // SAFETY: the block is live.
    object + table(value).block().map_or(0, |(block, _)| unsafe { Heap::usable_size(block) })
}

impl Vm {
    /// An empty set.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub fn new_set(&mut self) -> PyResult<Obj<Set>> {
        Ok(Obj::create(&mut self.heap, PageKind::Container, Set::payload())?)
    }

    /// Adds an element.
    ///
    /// # Errors
    /// What `__hash__` or `__eq__` raises; `MemoryError`.
    #[inline]
    pub fn set_add(&mut self, set: &Set, element: Value) -> PyResult<()> {
        add(self, &set.table, element).map(drop)
    }

    /// Adds everything that an iterable gives.
    ///
    /// # Errors
    /// What iterating, `__hash__` or `__eq__` raises; `MemoryError`.
    pub fn set_update(&mut self, set: &Set, iterable: &Value) -> PyResult<()> {
        update(self, &set.table, iterable)
    }

    /// Whether a set has an element; a set is looked for as the frozenset of its elements.
    ///
    /// # Errors
    /// What `__hash__` or `__eq__` raises.
    pub fn set_contains(&mut self, set: &Set, element: &Value) -> PyResult<bool> {
        Ok(algebra::find(self, &set.table, element)?.is_some())
    }

    /// A frozenset of new references to `elements`.
    ///
    /// # Errors
    /// What `__hash__` or `__eq__` raises; `MemoryError`.
    pub fn new_frozenset_of(&mut self, elements: &[Value]) -> PyResult {
        let set = new_frozen(self)?;
        for element in elements {
            add(self, table(&set), element.clone())?;
        }
        Ok(set)
    }
}
