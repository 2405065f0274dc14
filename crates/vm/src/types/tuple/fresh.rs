//! Tuples under construction: held by nobody else, so their items may still be set.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, OutOfMemory, PageKind, Value};

use super::Tuple;
use crate::core::cell::ValueCell;
use crate::core::error::{PyResult, Raised};
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::list::List;

/// A tuple that nobody else holds. It is not tracked: even the collector's tools do not show it before it is
/// shared.
pub struct FreshTuple(Obj<Tuple>);

impl FreshTuple {
    /// `len` times `None`.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn filled(vm: &mut Vm, len: usize) -> PyResult<FreshTuple> {
        let len32 = u32::try_from(len).map_err(|_| OutOfMemory)?;
        let bytes = len.checked_mul(8).ok_or(OutOfMemory)? + size_of::<Tuple>();
        let block = vm.heap.alloc(PageKind::Container, bytes)?.cast::<Tuple>();
        vm.heap.container_made();
        // SAFETY: the block is fresh and has room; `None` is immortal, so no counts are owed.
        unsafe {
            block.write(Tuple { header: Header::new(u32::from(kinds::TUPLE), 0), len: len32, hash: Cell::new(0) });
            let none = Value::none().into_bits();
            let items = block.add(1).cast::<u64>();
            for index in 0..len {
                items.add(index).write(none);
            }
            Ok(FreshTuple(Obj::from_value_unchecked(Value::from_owned(block.cast()))))
        }
    }

    /// New references to `items`.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn copied(vm: &mut Vm, items: &[Value]) -> PyResult<FreshTuple> {
        let tuple = Tuple::create(&mut vm.heap, items).map_err(Raised::from)?;
        // SAFETY: just made as a tuple.
        let tuple: Obj<Tuple> = unsafe { Obj::from_value_unchecked(tuple) };
        tuple.header.clear(TRACKED);
        Ok(FreshTuple(tuple))
    }

    /// What was shared in `cell`, when nobody else holds it any more. The cell is empty then.
    #[inline]
    #[must_use]
    pub fn recycled(cell: &ValueCell) -> Option<FreshTuple> {
        let value = cell.take()?;
        if value.header().is_some_and(|header| header.count() == 1)
            && let Ok(tuple) = Obj::<Tuple>::try_from_value(value.clone())
        {
            drop(value);
            tuple.header.clear(TRACKED);
            tuple.hash.set(0);
            return Some(FreshTuple(tuple));
        }
        cell.set(Some(value));
        None
    }

    /// Replaces item `index`, which must exist.
    #[inline]
    pub fn set(&self, index: usize, item: Value) {
        assert!(index < self.0.len());
        // SAFETY: within the items; nobody else holds the tuple, and no borrow of its items outlives a call here.
        drop(unsafe { self.0.items().as_ptr().cast_mut().add(index).replace(item) });
    }

    /// The tuple as those see it that are told of it before it is complete: they borrow none of its items.
    #[must_use]
    pub(crate) fn as_value(&self) -> &Value {
        self.0.as_value()
    }

    /// Items.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A new reference to item `index`.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Value> {
        self.0.items().get(index).cloned()
    }

    /// Finishes it.
    #[inline]
    #[must_use]
    pub fn share(self) -> Obj<Tuple> {
        self.0.settle_tracking();
        self.0
    }

    /// Finishes it, and keeps a reference in `cell` for [`FreshTuple::recycled`].
    #[inline]
    #[must_use]
    pub fn share_in(self, cell: &ValueCell) -> Value {
        let value = self.share().into_value();
        cell.set(Some(value.clone()));
        value
    }
}

/// A tuple that takes over the items of a list that nobody else uses.
///
/// # Errors
/// `MemoryError`; the list is unchanged.
pub fn from_list(vm: &mut Vm, list: &List) -> PyResult {
    if list.is_empty() {
        return vm.new_tuple(&[]);
    }
    let (items, len) = list.raw();
    // SAFETY: the items are owned by the list, which gives them up as soon as the tuple has them.
    unsafe {
        let tuple = Tuple::take(&mut vm.heap, items, len).map_err(Raised::from)?;
        list.set_len_unchecked(0);
        Ok(tuple)
    }
}
