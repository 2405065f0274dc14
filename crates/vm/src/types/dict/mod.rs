//! `dict`: insertion-ordered mapping.
//!
//! ```text
//! header 8 | entries 8 | used 4 | live 4 | keys version 4 | flags 4
//! ```
//! [`table`] holds the entries, `lookup` finds keys (Python's `__eq__` may change the dict meanwhile: the search
//! starts again then), `update` fills dicts from other objects, `spec` is what Python sees; views and iterators
//! have files of their own.
//!
//! The keys version is a number never used before, handed out when an inline cache asks; it is forgotten
//! whenever a key is added or removed or an entry moves. Replacing a value keeps it.

mod iter;
mod key;
mod lookup;
mod spec;
pub(crate) mod table;
#[cfg(test)]
mod tests;
mod update;
mod view_ops;
mod views;

use pitviper_object::collector::edges::Run;
use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Heap, Obj, Object, OutOfMemory, PageKind, Slot, SlotRun, Traverse, Value, destroy};

use crate::core::error::{PyResult, Raised};
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::str::Str;

pub use iter::{
    DictIterator, ITEM_ITERATOR, KEY_ITERATOR, REVERSE_ITEM_ITERATOR, REVERSE_KEY_ITERATOR, REVERSE_VALUE_ITERATOR,
    VALUE_ITERATOR,
};
pub(crate) use iter::{fill_pair, make_pair, reduce_to_list};
pub use key::{KeyHash, Use, plain_eq};
pub use spec::SPEC;
pub(crate) use spec::{equal, keyword_error, repr};
pub use table::Table;
pub use views::{ITEMS, KEYS, VALUES, View};
pub(crate) use views::{create_as as create_view, dict_of as dict_of_view};

/// A dict object.
#[repr(C)]
pub struct Dict {
    /// Count, shape, flags.
    pub header: Header,
    pub(crate) table: Table,
}

const _: () = assert!(size_of::<Dict>() == 32);

// SAFETY: keys and values of the entries own their counts; CPython drops them in this order.
unsafe impl Traverse for Dict {
    unsafe fn slot(this: *mut Header, index: u32) -> *mut Slot {
        // SAFETY: the caller's promise.
        unsafe { (*this.cast::<Dict>()).table.slot(index) }
    }
}

// SAFETY: repr(C), header first; DICT objects are made here only (and by the instance maker out of `Dict::payload`).
unsafe impl Object for Dict {
    const KIND: u8 = kinds::DICT;
}

/// `KindInfo::run`.
///
/// # Safety
/// `object` is a `Dict`.
pub unsafe fn run(object: *mut Header) -> SlotRun {
    // SAFETY: as the caller says.
    unsafe { (*object.cast::<Dict>()).table.run() }
}

/// `KindInfo::edges`. Of a dict whose keys are strings and numbers the values are enough.
///
/// # Safety
/// `object` is a `Dict`.
pub unsafe fn edges(object: *mut Header) -> Run {
    // SAFETY: as the caller says.
    unsafe { (*object.cast::<Dict>()).table.edges() }
}

/// `KindInfo::finish`.
///
/// # Safety
/// `object` is a dying `Dict` whose slots are empty.
pub unsafe fn finish(object: *mut Header) {
    // SAFETY: the block is the dict's own.
    unsafe { (*object.cast::<Dict>()).table.free_block() }
}

/// Empties a table; of many entries some may die later.
fn let_entries_die(heap: &mut Heap, table: &Table) {
    if table.len() > destroy::LOOK
        && let Ok(gone) = Dict::create(heap)
    {
        table.swap(&gone.table);
    }
    table.clear();
}

impl Dict {
    /// What an empty dict is made of.
    #[must_use]
    pub const fn payload() -> Dict {
        Dict { header: Header::new(kinds::DICT as u32, TRACKED), table: Table::new() }
    }

    /// An empty dict.
    ///
    /// # Errors
    /// When the heap is at its limit.
    #[inline]
    pub fn create(heap: &mut Heap) -> Result<Obj<Dict>, OutOfMemory> {
        Obj::create(heap, PageKind::Container, Dict::payload())
    }

    /// Items.
    #[inline(always)]
    #[must_use]
    pub fn len(&self) -> usize {
        self.table.len() as usize
    }

    /// Whether there are none.
    #[inline(always)]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.table.len() == 0
    }

    /// The value of an exact string key. No Python runs: keys of other types that would compare equal are not
    /// seen (instances of subclasses of `str` are, by their text); [`Vm::dict_get`] sees them.
    #[inline(always)]
    #[must_use]
    pub fn get_str(&self, vm: &Vm, key: &Value) -> Option<Value> {
        let index = self.table.find_str(vm, key)?;
        self.value(index)
    }

    /// The entry number of an exact string key, as [`Dict::get_str`] finds it.
    #[inline(always)]
    #[must_use]
    pub fn entry_index(&self, vm: &Vm, key: &Value) -> Option<u32> {
        self.table.find_str(vm, key)
    }

    /// The place of the value in an entry; valid while the keys version stays.
    #[inline(always)]
    #[must_use]
    pub fn value_slot(&self, index: u32) -> *mut Slot {
        self.table.value_place(index)
    }

    /// A new reference to an entry's value.
    #[inline(always)]
    pub(crate) fn value(&self, index: u32) -> Option<Value> {
        // SAFETY: the place of an entry; cloning runs no other code.
        unsafe { (*self.table.value_place(index)).clone() }
    }

    /// Replaces an entry's value, giving the old one.
    #[inline(always)]
    pub(crate) fn replace_value(&self, index: u32, value: Value) -> Option<Value> {
        // SAFETY: the place of a live entry.
        unsafe { (*self.table.value_place(index)).replace(value) }
    }

    /// The next entry at or after `position`, which moves behind it. Start with 0. Changes of the dict meanwhile
    /// may repeat or leave out entries.
    #[inline]
    #[must_use]
    pub fn next_entry(&self, position: &mut u32) -> Option<(Value, Value)> {
        loop {
            let index = self.table.next(position)?;
            if let (Some(key), Some(value)) = (self.table.key(index), self.value(index)) {
                return Some((key, value));
            }
        }
    }

    /// Removes everything; what dies with it dies in order of insertion when the instruction ends.
    pub fn clear(&self) {
        self.table.clear();
    }

    /// As [`Dict::clear`], but of many entries some may die later.
    pub fn let_entries_die(&self, heap: &mut Heap) {
        let_entries_die(heap, &self.table);
    }

    /// The keys version: see the module.
    #[inline]
    pub fn version(&self, vm: &mut Vm) -> u32 {
        let version = self.table.note.get();
        if version != 0 {
            return version;
        }
        let version = vm.fresh_version();
        self.table.note.set(version);
        version
    }

    /// The keys version if one is handed out, 0 otherwise: what a cache compares.
    #[inline(always)]
    #[must_use]
    pub fn peek_version(&self) -> u32 {
        self.table.note.get()
    }

    /// Start and bytes of the buffer.
    #[must_use]
    pub fn block(&self) -> Option<(std::ptr::NonNull<u8>, usize)> {
        self.table.block()
    }
}

impl Vm {
    /// An empty dict.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub fn new_dict(&mut self) -> PyResult<Obj<Dict>> {
        Ok(Dict::create(&mut self.heap)?)
    }

    /// An empty dict with room for `items` entries.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub fn new_dict_sized(&mut self, items: usize) -> PyResult<Obj<Dict>> {
        let dict = Dict::create(&mut self.heap)?;
        if items > 0 {
            dict.table.reserve(&mut self.heap, u32::try_from(items).map_err(|_| OutOfMemory)?, false)?;
        }
        Ok(dict)
    }

    /// The value of a key.
    ///
    /// # Errors
    /// What the key's `__hash__` or `__eq__` raises.
    #[inline]
    pub fn dict_get(&mut self, dict: &Dict, key: &Value) -> PyResult<Option<Value>> {
        if let Some(text) = key.exact::<Str>()
            && !dict.table.is_general()
        {
            if text.is_long() {
                // Comparing it counts.
                self.hash_text32(text)?;
            }
            return Ok(dict.get_str(self, key));
        }
        match self.table_find(&dict.table, key, Use::Key)?.0 {
            Some(index) => Ok(dict.value(index)),
            None => Ok(None),
        }
    }

    /// Whether a key is there.
    ///
    /// # Errors
    /// As [`Vm::dict_get`].
    #[inline]
    pub fn dict_contains(&mut self, dict: &Dict, key: &Value) -> PyResult<bool> {
        Ok(self.table_find(&dict.table, key, Use::Key)?.0.is_some())
    }

    /// `dict[key] = value`.
    ///
    /// # Errors
    /// As [`Vm::dict_get`], and `MemoryError`.
    #[inline]
    pub fn dict_set(&mut self, dict: &Dict, key: Value, value: Value) -> PyResult<()> {
        let (found, hash) = self.table_find(&dict.table, &key, Use::Key)?;
        self.dict_store(dict, found, key, hash, value)
    }

    /// `dict[key] = value` for an exact string.
    ///
    /// # Errors
    /// As [`Vm::dict_set`].
    #[inline]
    pub fn dict_set_str(&mut self, dict: &Dict, key: &Value, value: Value) -> PyResult<()> {
        if !dict.table.is_general()
            && let Some(index) = dict.table.find_str(self, key)
        {
            drop(dict.replace_value(index, value));
            return Ok(());
        }
        self.dict_set(dict, key.clone(), value)
    }

    /// The second half of an assignment: `found` and `hash` are fresh from a search.
    #[inline]
    pub(crate) fn dict_store(
        &mut self,
        dict: &Dict,
        found: Option<u32>,
        key: Value,
        hash: KeyHash,
        value: Value,
    ) -> PyResult<()> {
        match found {
            Some(index) => drop(dict.replace_value(index, value)),
            None => {
                dict.table.insert(&mut self.heap, key, hash, Some(value))?;
            }
        }
        Ok(())
    }

    /// Removes a key, giving its value.
    ///
    /// # Errors
    /// As [`Vm::dict_get`].
    pub fn dict_remove(&mut self, dict: &Dict, key: &Value) -> PyResult<Option<Value>> {
        match self.table_find(&dict.table, key, Use::Key)?.0 {
            Some(index) => Ok(dict.table.remove(index).1),
            None => Ok(None),
        }
    }

    /// A new exact dict with the same items.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn dict_copy(&mut self, dict: &Dict) -> PyResult<Obj<Dict>> {
        let copy = Dict::create(&mut self.heap)?;
        copy.table.copy_from(&mut self.heap, &dict.table).map_err(Raised::from)?;
        Ok(copy)
    }
}
