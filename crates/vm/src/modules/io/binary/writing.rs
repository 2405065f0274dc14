//! What a binary file writes, where it stands, and its end.

use std::io::SeekFrom;
use std::os::fd::RawFd;

use pitviper_object::header::FINALIZE;
use pitviper_object::{Obj, Value};

use super::{BinaryFile, CLOSED, WRITE_BEHIND, both, flags};
use crate::core::error::{PyResult, Raised};
use crate::core::vm::Vm;
use crate::modules::io::{device, errors, foreign};
use crate::types::typ::Type;

impl BinaryFile {
    /// Writes all of `bytes`, or collects them. The file was checked to be writable.
    ///
    /// # Errors
    /// OSError, KeyboardInterrupt, `MemoryError`.
    pub fn write(&self, vm: &mut Vm, bytes: &[u8]) -> PyResult<()> {
        if self.is_in_memory() {
            return self.write_in_memory(vm, bytes);
        }
        if self.end.get() > 0 {
            self.drop_read_ahead(vm)?;
        }
        if let Some(raw) = self.foreign()
            && self.dirty.get() + bytes.len() > WRITE_BEHIND
        {
            let bytes = vm.new_bytes(bytes)?;
            self.flush_buffer(vm)?;
            return foreign::write(vm, &raw, &bytes, self.has(flags::HIDDEN));
        }
        if let Some(fd) = self.fd()
            && self.has(flags::RAW)
        {
            return write_all(vm, fd, bytes);
        }
        // Other threads may use the file while what was collected is written.
        while self.dirty.get() + bytes.len() > self.capacity.get() {
            self.flush_buffer(vm)?;
            self.check_open(vm)?;
            if self.end.get() > 0 {
                self.drop_read_ahead(vm)?;
            }
            if bytes.len() >= WRITE_BEHIND
                && let Some(fd) = self.fd()
            {
                return write_all(vm, fd, bytes);
            }
            self.ensure_capacity(vm, WRITE_BEHIND)?;
        }
        let dirty = self.dirty.get();
        // SAFETY: the buffer has room for the bytes behind the `dirty` ones.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), self.buffer.get().add(dirty), bytes.len()) };
        self.dirty.set(dirty + bytes.len());
        Ok(())
    }

    /// Writes what was collected.
    ///
    /// # Errors
    /// OSError, KeyboardInterrupt; what was not written stays.
    pub fn flush_buffer(&self, vm: &mut Vm) -> PyResult<()> {
        let dirty = self.dirty.get();
        if dirty == 0 {
            return Ok(());
        }
        if let Some(raw) = self.foreign() {
            // SAFETY: `dirty` bytes were collected; they are copied before the program's code runs.
            let bytes = unsafe { std::slice::from_raw_parts(self.buffer.get(), dirty) };
            let bytes = vm.new_bytes(bytes)?;
            self.dirty.set(0);
            return foreign::write(vm, &raw, &bytes, self.has(flags::HIDDEN));
        }
        while let (Some(fd), true) = (self.fd(), self.dirty.get() > 0) {
            let most = device::wait_writable(vm, fd, usize::MAX)?;
            let dirty = self.dirty.get();
            // SAFETY: `dirty` bytes were collected; writing them changes nothing in the buffer.
            let bytes = unsafe { std::slice::from_raw_parts(self.buffer.get(), dirty) };
            if dirty == 0 || self.fd() != Some(fd) {
                continue;
            }
            let done = device::write(vm, fd, &bytes[..dirty.min(most)])?;
            let (start, left) = (self.buffer.get(), self.dirty.get().saturating_sub(done));
            // SAFETY: both ranges are inside the buffer.
            unsafe { std::ptr::copy(start.add(done), start, left) };
            self.dirty.set(left);
        }
        Ok(())
    }

    /// Where the next byte is read or written.
    ///
    /// # Errors
    /// OSError.
    pub fn position(&self, vm: &mut Vm) -> PyResult<u64> {
        let system = if let Some(raw) = self.foreign() {
            let at = foreign::call(vm, &raw, "tell", &[])?;
            foreign::position(vm, &at)?
        } else if let Some(fd) = self.fd() {
            device::seek(vm, fd, SeekFrom::Current(0))?
        } else {
            return Ok(self.start.get() as u64);
        };
        let ahead = self.end.get().saturating_sub(self.start.get()) as u64;
        Ok(system.saturating_sub(ahead) + self.dirty.get() as u64)
    }

    /// Moves the position.
    ///
    /// # Errors
    /// OSError, ValueError.
    pub fn seek(&self, vm: &mut Vm, to: SeekFrom) -> PyResult<u64> {
        if self.is_in_memory() {
            return self.seek_in_memory(vm, to);
        }
        self.flush_buffer(vm)?;
        self.drop_read_ahead(vm)?;
        if let Some(raw) = self.foreign() {
            let (offset, whence) = match to {
                SeekFrom::Start(at) => (vm.new_u64(at)?, 0),
                SeekFrom::Current(by) => (vm.new_int(by)?, 1),
                SeekFrom::End(by) => (vm.new_int(by)?, 2),
            };
            let args = [offset, Value::small(whence)];
            // A text file says where from only when it has to.
            let args = if whence == 0 && self.has(flags::HIDDEN) { &args[..1] } else { &args[..] };
            let at = foreign::call(vm, &raw, "seek", args)?;
            return foreign::position(vm, &at);
        }
        match self.fd() {
            Some(fd) => device::seek(vm, fd, to),
            None => Err(errors::closed(vm)),
        }
    }

    /// Sets the size.
    ///
    /// # Errors
    /// OSError.
    pub fn truncate(&self, vm: &mut Vm, size: u64) -> PyResult<()> {
        if let Some(raw) = self.foreign() {
            self.flush_buffer(vm)?;
            let size = vm.new_u64(size)?;
            return foreign::call(vm, &raw, "truncate", &[size]).map(drop);
        }
        let Some(fd) = self.fd() else {
            self.end.set(self.end.get().min(usize::try_from(size).unwrap_or(usize::MAX)));
            return Ok(());
        };
        self.flush_buffer(vm)?;
        let at = self.position(vm)?;
        self.drop_read_ahead(vm)?;
        device::truncate(vm, fd, size)?;
        device::seek(vm, fd, SeekFrom::Start(at)).map(drop)
    }

    /// Writes what was collected and closes.
    ///
    /// # Errors
    /// OSError; the file is closed all the same.
    pub fn close(&self, vm: &mut Vm) -> PyResult<()> {
        if self.is_closed() {
            return Ok(());
        }
        let flushed = self.flush_buffer(vm);
        let fd = self.fd.replace(CLOSED);
        if !vm.type_of(Obj::from_ref(self).as_value()).has(Type::FINALIZE) {
            self.header.clear(FINALIZE);
        }
        self.free_buffer();
        if fd >= 0 && self.has(flags::OWNED) && !self.has(flags::SHARED) {
            let closed = device::close(&vm.sandbox, fd);
            if flushed.is_ok()
                && let Err(error) = closed
            {
                return Err(errors::os_error(vm, &error, None));
            }
        }
        if let Some(raw) = self.raw.get() {
            let waiting = flushed.map_err(|raised| vm.take_raised(raised));
            let closed = vm.call_method(&raw, &vm.names().close, &[]).map(drop);
            return match waiting {
                Ok(()) => closed,
                Err(exception) => {
                    if let Err(raised) = closed {
                        drop(vm.take_raised(raised));
                    }
                    Err(vm.reraise(exception))
                }
            };
        }
        flushed
    }

    /// Writes what was collected, and makes the file below do so too.
    ///
    /// # Errors
    /// OSError, or what the file below raises.
    pub fn flush(&self, vm: &mut Vm) -> PyResult<()> {
        self.flush_buffer(vm)?;
        self.flush_below(vm)
    }

    /// [`BinaryFile::close`] that tells the file below a reader to flush before.
    pub(in crate::modules::io) fn flush_and_close(&self, vm: &mut Vm) -> PyResult<()> {
        if self.is_closed() || self.has(flags::HIDDEN | flags::WRITE) || self.foreign().is_none() {
            return self.close(vm);
        }
        let flushed = self.flush_below(vm).map_err(|raised| vm.take_raised(raised));
        both(vm, flushed, |vm| self.close(vm))
    }

    /// Makes the file below write what it collected, where that is ours to do: below a text file, and below a reader.
    fn flush_below(&self, vm: &mut Vm) -> PyResult<()> {
        match self.foreign().filter(|_| self.has(flags::HIDDEN) || !self.has(flags::WRITE)) {
            Some(raw) => vm.call_method(&raw, &vm.names().flush, &[]).map(drop),
            None => Ok(()),
        }
    }
}

/// Writes everything.
fn write_all(vm: &mut Vm, fd: RawFd, mut bytes: &[u8]) -> Result<(), Raised> {
    while !bytes.is_empty() {
        let most = device::wait_writable(vm, fd, bytes.len())?;
        let count = device::write(vm, fd, &bytes[..most])?;
        bytes = &bytes[count.min(bytes.len())..];
    }
    Ok(())
}
