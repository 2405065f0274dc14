//! What changes a byte array: one function that replaces a stretch, and the others on top of it.

use std::ops::Range;

use pitviper_object::Value;

use super::ByteArray;
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::bytes::BytesBuilder;
use crate::types::portions;

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
    vm.worked(data.len() / 64);
    // SAFETY: the buffer has room for the longer of both lengths; what is moved and written lies within.
    unsafe {
        if start == len {
            portions::copy(&mut vm.heap, data.as_ptr(), array.place().add(start), data.len())?;
        } else if data.len() < removed && start < len - end {
            // The front moves up.
            let cut = removed - data.len();
            let place = array.place();
            vm.worked(start / 64);
            place.add(cut).copy_from(place, start);
            array.start.set(array.start.get() + cut);
            array.place().add(start).copy_from(data.as_ptr(), data.len());
        } else {
            let place = array.place();
            if removed != data.len() {
                vm.worked((len - end) / 64);
                place.add(start + data.len()).copy_from(place.add(end), len - end);
            }
            place.add(start).copy_from(data.as_ptr(), data.len());
        }
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
    unsafe { portions::fill(&mut vm.heap, array.place().add(old), 0, len - old)? };
    array.len.set(len);
    Ok(())
}

/// Removes every `step`th byte from `start` on, `count` of them. `step` is positive.
pub(super) fn remove_stride(vm: &mut Vm, array: &ByteArray, start: usize, step: usize, count: usize) -> PyResult<()> {
    if count == 0 {
        return Ok(());
    }
    array.check_exports(vm)?;
    let end = start + (count - 1) * step + 1;
    let mut kept = BytesBuilder::new(vm);
    kept.reserve(end - start - count)?;
    for turn in 0..count - 1 {
        if turn % 1024 == 1023 {
            vm.work_held(64)?;
        }
        let from = start + turn * step + 1;
        kept.push(array.as_slice().get(from..from + step - 1).unwrap_or(&[]))?;
    }
    splice(vm, array, start..end, kept.data())
}
