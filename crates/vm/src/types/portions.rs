//! Long work on memory: done in portions, with a look at the limits before each.
//!
//! What writes to new blocks asks the heap ([`each`], [`copy`], [`fill`]): their steps were counted when the blocks were
//! handed out, and giving up looks like a want of memory. What reads has the interpreter count ([`Vm::scan`]). Up to one
//! portion nobody looks. What moves or swaps bytes in place is done in one go, so that no stop finds it half done.

use std::ops::Range;

use pitviper_object::{Heap, OutOfMemory, Value};

use crate::core::error::PyResult;
use crate::core::vm::Vm;

/// Bytes that are copied or compared between two looks: at most some 100 µs, with memory that is fresh.
pub const BYTES: usize = 1 << 19;

/// Items between two looks where each takes some nanoseconds.
pub const ITEMS: usize = 1 << 14;

/// Does work on `len` items, `portion` of them at a time.
///
/// # Errors
/// When it is given up.
#[inline(always)]
pub fn each(
    heap: &mut Heap,
    len: usize,
    portion: usize,
    mut work: impl FnMut(Range<usize>),
) -> Result<(), OutOfMemory> {
    if len > portion {
        return each_of_many(heap, len, portion, work);
    }
    work(0..len);
    Ok(())
}

#[cold]
#[inline(never)]
fn each_of_many(
    heap: &mut Heap,
    len: usize,
    portion: usize,
    mut work: impl FnMut(Range<usize>),
) -> Result<(), OutOfMemory> {
    let mut from = 0;
    while from < len {
        if heap.is_hurried() {
            return Err(OutOfMemory);
        }
        let to = len.min(from + portion);
        work(from..to);
        from = to;
    }
    Ok(())
}

/// Copies bytes.
///
/// # Errors
/// When it is given up.
///
/// # Safety
/// As `copy_nonoverlapping`.
#[inline]
pub unsafe fn copy(heap: &mut Heap, from: *const u8, to: *mut u8, bytes: usize) -> Result<(), OutOfMemory> {
    // SAFETY: as the caller vouches.
    each(heap, bytes, BYTES, |part| unsafe {
        to.add(part.start).copy_from_nonoverlapping(from.add(part.start), part.len())
    })
}

/// Moves values to memory that holds none.
///
/// # Errors
/// When it is given up: none has moved then.
///
/// # Safety
/// As `copy_nonoverlapping`; `from` is not used any more where all have moved.
#[inline]
pub unsafe fn copy_items(heap: &mut Heap, from: *const Value, to: *mut Value, count: usize) -> Result<(), OutOfMemory> {
    // SAFETY: as the caller vouches.
    unsafe { copy(heap, from.cast(), to.cast(), count * size_of::<Value>()) }
}

/// Writes one byte `count` times.
///
/// # Errors
/// When it is given up.
///
/// # Safety
/// As `write_bytes`.
#[inline]
pub unsafe fn fill(heap: &mut Heap, place: *mut u8, byte: u8, count: usize) -> Result<(), OutOfMemory> {
    // SAFETY: as the caller vouches.
    each(heap, count, BYTES, |part| unsafe { place.add(part.start).write_bytes(byte, part.len()) })
}

/// Copies the `unit` bytes at `place` again and again behind them, until there are `len`.
///
/// # Errors
/// When it is given up.
///
/// # Safety
/// There is room for `len` bytes, the first `unit` of which are written.
pub unsafe fn repeat(heap: &mut Heap, place: *mut u8, unit: usize, len: usize) -> Result<(), OutOfMemory> {
    let mut at = unit;
    while at > 0 && at < len {
        let count = at.min(len - at);
        // SAFETY: `at` bytes are written, and there is room for `count` behind them.
        unsafe { copy(heap, place, place.add(at), count)? };
        at += count;
    }
    Ok(())
}

impl Vm {
    /// Looks through `len` bytes until something is found, and counts a step for 64 of them. No Python runs, and no other
    /// thread.
    ///
    /// # Errors
    /// KeyboardInterrupt; a stop.
    #[inline]
    pub(crate) fn scan<T>(&mut self, len: usize, look: impl FnMut(Range<usize>) -> Option<T>) -> PyResult<Option<T>> {
        self.scan_by(len, BYTES, 64, look)
    }

    /// [`Vm::scan`] of items each of which takes some nanoseconds: a step for 16 of them.
    ///
    /// # Errors
    /// KeyboardInterrupt; a stop.
    #[inline]
    pub(crate) fn scan_items<T>(
        &mut self,
        len: usize,
        look: impl FnMut(Range<usize>) -> Option<T>,
    ) -> PyResult<Option<T>> {
        self.scan_by(len, ITEMS, 16, look)
    }

    /// [`Vm::scan`] with portions and steps of another size.
    ///
    /// # Errors
    /// KeyboardInterrupt; a stop.
    #[inline]
    pub(crate) fn scan_by<T>(
        &mut self,
        len: usize,
        portion: usize,
        per_step: usize,
        mut look: impl FnMut(Range<usize>) -> Option<T>,
    ) -> PyResult<Option<T>> {
        let mut from = 0;
        while len - from > portion {
            self.work_held(portion / per_step)?;
            if let Some(found) = look(from..from + portion) {
                return Ok(Some(found));
            }
            from += portion;
        }
        self.worked((len - from) / per_step);
        Ok(look(from..len))
    }

    /// Writes over `len` items that exist already and lie apart. A stop, nothing else, can come in the middle.
    ///
    /// # Errors
    /// A stop.
    #[inline]
    pub(crate) fn change(&mut self, len: usize, work: impl FnMut(Range<usize>)) -> PyResult<()> {
        self.worked(len / 16);
        Ok(each(&mut self.heap, len, ITEMS, work)?)
    }

    /// Does all of the work on `len` items, as [`Vm::scan_items`].
    ///
    /// # Errors
    /// KeyboardInterrupt; a stop.
    #[inline]
    pub(crate) fn each_item(&mut self, len: usize, mut work: impl FnMut(Range<usize>)) -> PyResult<()> {
        self.scan_items(len, |part| {
            work(part);
            None::<()>
        })?;
        Ok(())
    }
}
