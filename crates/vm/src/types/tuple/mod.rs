//! `tuple`: immutable, items inline.
//!
//! ```text
//! header 8 | length 4 | hash 4 (0: not computed) | items …
//! ```

pub mod fresh;
pub mod methods;
pub mod spec;
pub mod struct_sequence;

pub use struct_sequence::STRUCT_SEQUENCE;

use std::cell::Cell;
use std::ptr::NonNull;

use pitviper_object::collector::edges::Run;
use pitviper_object::header::{PLAIN, TRACKED};
use pitviper_object::{Header, Heap, Obj, Object, OutOfMemory, PageKind, Slot, SlotRun, Traverse, Value, collector};

use crate::core::error::{PyResult, Raised};
use crate::core::kinds;
use crate::core::vm::Vm;

/// A tuple object. Items follow.
#[repr(C)]
pub struct Tuple {
    /// Count, shape, flags.
    pub header: Header,
    len: u32,
    /// Table hash, 0 when not computed.
    pub(crate) hash: Cell<u32>,
}

// SAFETY: the items own their counts; CPython drops the last one first.
unsafe impl Traverse for Tuple {
    unsafe fn slot(this: *mut Header, index: u32) -> *mut Slot {
        // SAFETY: `len` items follow the struct.
        unsafe {
            let this = this.cast::<Tuple>();
            let len = (*this).len;
            if index >= len { std::ptr::null_mut() } else { this.add(1).cast::<Slot>().add((len - 1 - index) as usize) }
        }
    }
}

// SAFETY: repr(C), header first; TUPLE objects are made here only.
unsafe impl Object for Tuple {
    const KIND: u8 = kinds::TUPLE;
}

/// `KindInfo::size`.
///
/// # Safety
/// `object` is a `Tuple`.
pub unsafe fn size(object: *mut Header) -> usize {
    // SAFETY: the caller's promise.
    size_of::<Tuple>() + unsafe { (*object.cast::<Tuple>()).len } as usize * 8
}

/// `KindInfo::run`.
///
/// # Safety
/// `object` is a `Tuple`.
pub unsafe fn run(object: *mut Header) -> SlotRun {
    // SAFETY: the items follow the struct.
    unsafe { SlotRun::backwards(object.cast::<Tuple>().add(1).cast(), (*object.cast::<Tuple>()).len) }
}

/// `KindInfo::edges`.
///
/// # Safety
/// `object` is a `Tuple`.
pub unsafe fn edges(object: *mut Header) -> Run {
    // SAFETY: the items follow the struct.
    unsafe { Run::dense(object.cast::<Tuple>().add(1).cast(), (*object.cast::<Tuple>()).len) }
}

/// Whether the collector is to look at a tuple with these items, as it may lead to a cycle: [`TRACKED`] when one of them is
/// tracked. `seen` is called with each of them.
///
/// # Safety
/// `len` values from `items`.
#[inline(always)]
unsafe fn tracks(items: *const u64, len: usize, mut seen: impl FnMut(usize, u64)) -> u32 {
    let (mut all, mut doubtful) = (0, false);
    for index in 0..len {
        // SAFETY: the caller's words are values, none of them empty.
        let word = unsafe { *items.add(index) };
        seen(index, word);
        if word & 3 == 0 {
            // SAFETY: as above.
            let meta = unsafe { (*(word as *const Header)).meta() };
            all |= meta;
            doubtful |= meta & (TRACKED | PLAIN) == 0;
        }
    }
    // SAFETY: as above.
    if doubtful && all & TRACKED == 0 { unsafe { will_track(items, len) } } else { all & TRACKED }
}

/// As [`tracks`], for what the collector does not look at now, but may later: what is frozen, the frames that run.
///
/// # Safety
/// As for `tracks`.
#[cold]
#[inline(never)]
unsafe fn will_track(items: *const u64, len: usize) -> u32 {
    let later = |word: u64| {
        // SAFETY: values.
        word & 3 == 0
            && unsafe {
                let header = &*(word as *const Header);
                collector::inspect::is_frozen(header) || header.shape() == u32::from(kinds::FRAME)
            }
    };
    // SAFETY: as for `tracks`.
    if (0..len).any(|index| later(unsafe { *items.add(index) })) { TRACKED } else { 0 }
}

impl Tuple {
    /// Lets the collector look at the tuple only if it may lead to a cycle: when some item is tracked. To be called
    /// when all items are there, before anybody else sees it.
    pub(crate) fn settle_tracking(&self) {
        let items = self.items();
        // SAFETY: items are values.
        let tracked = unsafe { tracks(items.as_ptr().cast(), items.len(), |_, _| {}) };
        self.header.clear(TRACKED);
        self.header.set(tracked);
    }

    /// Items.
    #[inline(always)]
    #[must_use]
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The items.
    #[inline(always)]
    #[must_use]
    pub fn items(&self) -> &[Value] {
        // SAFETY: `len` owned values follow the struct; no item of a finished tuple is null.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).add(1).cast(), self.len as usize) }
    }

    /// A tuple whose items the caller moves in: `len` words from `items`, which must not be used as values again.
    ///
    /// # Safety
    /// `items` are `len` owned values; on success their counts belong to the tuple, on error still to the caller.
    ///
    /// # Errors
    /// When the heap is at its limit.
    pub unsafe fn take(heap: &mut Heap, items: *const Value, len: usize) -> Result<Value, OutOfMemory> {
        let len32 = u32::try_from(len).map_err(|_| OutOfMemory)?;
        let bytes = len.checked_mul(8).ok_or(OutOfMemory)? + size_of::<Tuple>();
        let block = heap.alloc(PageKind::Container, bytes)?.cast::<Tuple>();
        // SAFETY: the block is fresh and has room; the caller gives the counts away.
        unsafe {
            // Mostly two or three words: no call.
            let to = block.add(1).cast::<u64>().as_ptr();
            let tracked = tracks(items.cast(), len, |index, word| *to.add(index) = word);
            let header = Header::new(u32::from(kinds::TUPLE), tracked);
            block.write(Tuple { header, len: len32, hash: Cell::new(0) });
        }
        heap.container_made();
        // SAFETY: a tuple with one reference.
        Ok(unsafe { Value::from_owned(block.cast()) })
    }

    /// A tuple of new references to `items`.
    ///
    /// # Errors
    /// When the heap is at its limit.
    pub fn create(heap: &mut Heap, items: &[Value]) -> Result<Value, OutOfMemory> {
        // SAFETY: the counts that the tuple takes over are added right below, before anything can drop it.
        let tuple = unsafe { Tuple::take(heap, items.as_ptr(), items.len())? };
        for item in items {
            std::mem::forget(item.clone());
        }
        Ok(tuple)
    }
}

impl Vm {
    /// A tuple of new references to `items`; the empty one is shared.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new_tuple(&mut self, items: &[Value]) -> PyResult {
        if items.is_empty() {
            return Ok(crate::core::registry::empty_tuple(self));
        }
        Tuple::create(&mut self.heap, items).map_err(Raised::from)
    }

    /// As [`Vm::new_tuple`], typed.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new_tuple_obj(&mut self, items: &[Value]) -> PyResult<Obj<Tuple>> {
        let tuple = self.new_tuple(items)?;
        // SAFETY: just made as a tuple.
        Ok(unsafe { Obj::from_value_unchecked(tuple) })
    }

    /// A tuple that takes over fixed items.
    ///
    /// # Errors
    /// `MemoryError`; the items are dropped then.
    pub fn new_tuple_from<const N: usize>(&mut self, items: [Value; N]) -> PyResult {
        let items = std::mem::ManuallyDrop::new(items);
        // SAFETY: the counts move; on error they are given back.
        unsafe {
            match Tuple::take(&mut self.heap, items.as_ptr(), N) {
                Ok(tuple) => Ok(tuple),
                Err(error) => {
                    drop(std::mem::ManuallyDrop::into_inner(items));
                    Err(Raised::from(error))
                }
            }
        }
    }
}

/// The tuple behind a pointer known to be one.
///
/// # Safety
/// `pointer` is a live tuple.
#[must_use]
pub unsafe fn tuple_at<'a>(pointer: NonNull<Header>) -> &'a Tuple {
    // SAFETY: the caller's promise.
    unsafe { pointer.cast().as_ref() }
}
