//! What a file of bytes does without a descriptor: in memory, or over a file that a program wrote.

use std::io::SeekFrom;

use pitviper_object::Value;

use super::super::foreign;
use super::{BinaryFile, WRITE_BEHIND, flags};
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::portions;

impl BinaryFile {
    /// [`BinaryFile::fill`] from a file that a program wrote.
    pub(super) fn fill_from(&self, vm: &mut Vm, raw: &Value) -> PyResult<usize> {
        self.flush_buffer(vm)?;
        if !self.has(flags::HIDDEN) {
            let piece = foreign::read_into(vm, raw, WRITE_BEHIND)?;
            return self.append(vm, piece.as_ref().map_or(&[], |piece| piece.bytes()));
        }
        let piece = foreign::read(vm, raw, WRITE_BEHIND)?;
        self.append(vm, crate::types::bytes::borrow(&piece).unwrap_or_default())
    }

    /// Reads all that is left of a file below a text file in one go; false when that is not what the file below is for.
    pub(in crate::modules::io) fn fill_all(&self, vm: &mut Vm) -> PyResult<bool> {
        let Some(raw) = self.foreign().filter(|_| self.has(flags::HIDDEN)) else { return Ok(false) };
        self.flush_buffer(vm)?;
        let bytes = vm.call_method(&raw, &vm.names().read.clone(), &[])?;
        let Some(bytes) = crate::types::bytes::borrow(&bytes) else {
            let kind = vm.type_name(&bytes);
            let message = format_args!("underlying read() should have returned a bytes-like object, not '{kind}'");
            return Err(vm.type_error(message));
        };
        self.append(vm, bytes)?;
        Ok(true)
    }

    /// Puts bytes behind those that were read ahead.
    pub(in crate::modules::io) fn append(&self, vm: &mut Vm, bytes: &[u8]) -> PyResult<usize> {
        if self.start.get() >= self.end.get() {
            self.start.set(0);
            self.end.set(0);
        }
        if self.end.get() + bytes.len() > self.capacity.get() && self.start.get() > 0 {
            let (start, end) = (self.start.replace(0), self.end.get());
            // SAFETY: both ranges are inside the buffer.
            unsafe { std::ptr::copy(self.buffer.get().add(start), self.buffer.get(), end - start) };
            vm.worked((end - start) / 64);
            self.end.set(end - start);
        }
        self.append_behind(vm, bytes)
    }

    /// The same without making use of the room in front.
    pub(super) fn append_behind(&self, vm: &mut Vm, bytes: &[u8]) -> PyResult<usize> {
        let end = self.end.get();
        if end + bytes.len() > self.capacity.get() {
            self.ensure_capacity(vm, (end + bytes.len()).max(self.capacity.get().saturating_mul(2)))?;
        }
        vm.worked(bytes.len() / 64);
        // SAFETY: the buffer has room for the bytes behind `end`, and belongs to no bytes object.
        unsafe { portions::copy(&mut vm.heap, bytes.as_ptr(), self.buffer.get().add(end), bytes.len())? };
        self.end.set(end + bytes.len());
        Ok(bytes.len())
    }

    /// [`BinaryFile::write`] of a file in memory.
    pub(super) fn write_in_memory(&self, vm: &mut Vm, bytes: &[u8]) -> PyResult<()> {
        let (start, end) = (self.start.get(), self.end.get());
        let stop = start.checked_add(bytes.len()).ok_or(pitviper_object::OutOfMemory)?;
        if bytes.is_empty() {
            return Ok(());
        }
        if stop > self.capacity.get() {
            self.ensure_capacity(vm, stop.max(self.capacity.get().saturating_mul(2)).max(64))?;
        }
        vm.worked(bytes.len() / 64);
        // SAFETY: the buffer has at least `stop` bytes; a gap behind the old end becomes zeros.
        unsafe {
            if start > end {
                portions::fill(&mut vm.heap, self.buffer.get().add(end), 0, start - end)?;
            }
            portions::copy(&mut vm.heap, bytes.as_ptr(), self.buffer.get().add(start), bytes.len())?;
        }
        self.start.set(stop);
        self.end.set(end.max(stop));
        Ok(())
    }

    /// [`BinaryFile::seek`] of a file in memory.
    pub(super) fn seek_in_memory(&self, vm: &mut Vm, to: SeekFrom) -> PyResult<u64> {
        let target = match to {
            SeekFrom::Start(at) => i64::try_from(at).ok(),
            SeekFrom::Current(by) => (self.start.get() as i64).checked_add(by),
            SeekFrom::End(by) => (self.end.get() as i64).checked_add(by),
        };
        match target.map(|target| usize::try_from(target.max(0))) {
            Some(Ok(target)) => {
                self.start.set(target);
                Ok(target as u64)
            }
            _ => Err(vm.raise(crate::core::error::Exc::OverflowError, format_args!("new position too large"))),
        }
    }

    /// Writes over the contents of a file in memory; what does not fit is left out.
    pub fn overwrite(&self, at: usize, bytes: &[u8]) {
        let room = self.end.get().saturating_sub(at).min(bytes.len());
        if self.is_in_memory() && room > 0 {
            // SAFETY: `end` bytes of the buffer are written, and `at + room` is at most that; `copy` allows for
            // overlaps.
            unsafe { std::ptr::copy(bytes.as_ptr(), self.buffer.get().add(at), room) };
        }
    }

    /// Contents of a file in memory.
    ///
    /// # Safety
    /// As for [`BinaryFile::unread`].
    pub unsafe fn contents(&self) -> &[u8] {
        // SAFETY: the caller's promise.
        unsafe { self.window() }.0
    }
}
