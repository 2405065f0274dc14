//! What changes a byte array: one function that replaces a stretch, and the others on top of it.

use std::ops::Range;

use pitviper_object::Value;

use super::ByteArray;
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::bytes::BytesBuilder;

/// Replaces the bytes in `range` (clipped) by `data`, which is no part of the same array.
///
/// # Errors
/// BufferError when the length would change while the buffer is exported, `MemoryError`.
pub(super) fn splice(vm: &mut Vm, array: &ByteArray, range: Range<usize>, data: &[u8]) -> PyResult<()> {
    let len = array.len();
    let end = range.end.min(len);
    let start = range.start.min(end);
    let removed = end - start;
    let Some(fresh) = (len - removed).checked_add(data.len()) else { return Err(vm.no_memory()) };
    if fresh != len {
        array.check_exports(vm)?;
        array.reserve(&mut vm.heap, fresh.max(len))?;
    }
    // SAFETY: the buffer has room for the longer of both lengths; what is moved and written lies within.
    unsafe {
        if start == 0 && data.len() < removed {
            // The front goes: the rest stays where it is.
            array.start.set(array.start.get() + removed - data.len());
        } else if removed != data.len() {
            let place = array.place();
            place.add(start + data.len()).copy_from(place.add(end), len - end);
        }
        array.place().add(start).copy_from(data.as_ptr(), data.len());
    }
    array.len.set(fresh);
    if fresh < len {
        array.trim(&mut vm.heap);
    }
    Ok(())
}

/// As [`splice`], from a bytes-like value that may be the array itself.
pub(super) fn splice_value(vm: &mut Vm, array: &ByteArray, range: Range<usize>, source: &Value) -> PyResult<()> {
    let data = crate::types::bytes::borrow(source).unwrap_or(&[]);
    if source.downcast::<ByteArray>().is_some_and(|source| std::ptr::eq(source, array)) {
        let mut copy = BytesBuilder::new(vm);
        copy.push(data)?;
        return splice(vm, array, range, copy.data());
    }
    splice(vm, array, range, data)
}

/// Makes the array `len` bytes long; new bytes are zero.
pub(super) fn resize(vm: &mut Vm, array: &ByteArray, len: usize) -> PyResult<()> {
    let old = array.len();
    if len <= old {
        return splice(vm, array, len..old, b"");
    }
    array.check_exports(vm)?;
    array.reserve(&mut vm.heap, len)?;
    // SAFETY: there is room for `len` bytes.
    unsafe { array.place().add(old).write_bytes(0, len - old) };
    array.len.set(len);
    Ok(())
}

/// Removes every `step`th byte from `start` on, `count` of them. `step` is positive.
pub(super) fn remove_stride(vm: &mut Vm, array: &ByteArray, start: usize, step: usize, count: usize) -> PyResult<()> {
    if count == 0 {
        return Ok(());
    }
    array.check_exports(vm)?;
    let (len, place) = (array.len(), array.place());
    let mut to = start;
    for turn in 0..count {
        let from = start + turn * step + 1;
        let until = if turn + 1 == count { len } else { (from + step - 1).min(len) };
        // SAFETY: all within the bytes; what is kept moves to the left.
        unsafe { place.add(to).copy_from(place.add(from), until - from) };
        to += until - from;
    }
    array.len.set(to);
    array.trim(&mut vm.heap);
    Ok(())
}
