//! What a binary file reads ahead, and what is taken of it.

use std::io::SeekFrom;
use std::os::fd::RawFd;
use std::ptr::NonNull;

use pitviper_object::{Heap, PageKind, Value};

use super::{BinaryFile, READ_AHEAD, WRITE_BEHIND, flags};
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::modules::io::{device, foreign};

impl BinaryFile {
    /// What was read ahead.
    ///
    /// # Safety
    /// The file is not read, written, moved or closed while the bytes are used.
    #[inline]
    pub unsafe fn unread(&self) -> &[u8] {
        let (start, end) = (self.start.get(), self.end.get());
        if start >= end {
            return &[];
        }
        // SAFETY: `end` bytes of the buffer are written; the caller's promise.
        unsafe { std::slice::from_raw_parts(self.buffer.get().add(start), end - start) }
    }

    /// The whole buffer up to the end of what was read ahead, and where the unread part of it starts.
    ///
    /// # Safety
    /// As for [`BinaryFile::unread`].
    pub(in crate::modules::io) unsafe fn window(&self) -> (&[u8], usize) {
        let (start, end) = (self.start.get(), self.end.get());
        if end == 0 {
            return (&[], 0);
        }
        // SAFETY: as above.
        unsafe { (std::slice::from_raw_parts(self.buffer.get(), end), start.min(end)) }
    }

    /// The first `count` unread bytes are read now.
    #[inline]
    pub fn consume(&self, count: usize) {
        self.start.set(self.start.get() + count);
    }

    /// A buffer of at least `capacity` bytes, keeping what is in it.
    pub(super) fn ensure_capacity(&self, vm: &mut Vm, capacity: usize) -> PyResult<()> {
        let old = self.capacity.get();
        if capacity <= old {
            return Ok(());
        }
        // SAFETY: the block is the file's own and has `old` bytes.
        let block = unsafe {
            match NonNull::new(self.buffer.get()) {
                None => vm.heap.alloc(PageKind::Raw, capacity)?,
                Some(block) => vm.heap.realloc(block, PageKind::Raw, old, capacity)?,
            }
        };
        self.buffer.set(block.as_ptr());
        self.capacity.set(capacity);
        Ok(())
    }

    pub(super) fn free_buffer(&self) {
        if let Some(block) = NonNull::new(self.buffer.replace(std::ptr::null_mut())) {
            // SAFETY: the block is the file's own.
            unsafe { Heap::free(block) }
        }
        self.capacity.set(0);
        self.start.set(0);
        self.end.set(0);
        self.dirty.set(0);
    }

    /// Reads on behind what was read ahead. 0 at the end of the file. The file was checked to be readable.
    ///
    /// # Errors
    /// OSError, KeyboardInterrupt, `MemoryError`.
    pub fn fill(&self, vm: &mut Vm) -> PyResult<usize> {
        if let Some(raw) = self.foreign() {
            return self.fill_from(vm, &raw);
        }
        let Some(fd) = self.fd() else { return Ok(0) };
        self.flush_buffer(vm)?;
        let (start, end) = (self.start.get(), self.end.get());
        if start >= end {
            self.start.set(0);
            self.end.set(0);
        }
        if self.capacity.get() == 0 {
            let expected = device::size(&vm.sandbox, fd)
                .and_then(|size| usize::try_from(size).ok())
                .map_or(WRITE_BEHIND, |n| n + 1);
            self.ensure_capacity(vm, expected.clamp(256, READ_AHEAD))?;
        }
        if self.end.get() == self.capacity.get() {
            self.make_room(vm)?;
        }
        if self.has(flags::WAITS) {
            // Another thread may have used the file, or closed it.
            if !self.wait(vm, fd)? {
                return Ok(0);
            }
            self.flush_buffer(vm)?;
            if self.end.get() >= self.capacity.get() {
                return self.fill(vm);
            }
        }
        let end = self.end.get();
        // SAFETY: the buffer has `capacity` bytes; reading into the part behind `end` touches nothing borrowed.
        let room = unsafe {
            let start = self.buffer.get().add(end);
            std::slice::from_raw_parts_mut(start, self.capacity.get() - end)
        };
        let count = device::read(vm, fd, room)?;
        self.end.set(end + count);
        Ok(count)
    }

    /// Bytes that were read ahead.
    #[inline]
    pub(in crate::modules::io) fn ahead(&self) -> usize {
        self.end.get().saturating_sub(self.start.get())
    }

    /// Bytes that buffered reads read ahead at most.
    pub(in crate::modules::io) fn buffer_size(&self) -> usize {
        self.size.get()
    }

    /// Sets [`BinaryFile::buffer_size`].
    pub(in crate::modules::io) fn set_buffer_size(&self, size: usize) {
        self.size.set(size.max(1));
    }

    /// Empties the buffer, of which all was read.
    pub(in crate::modules::io) fn forget(&self, vm: &mut Vm) -> PyResult<()> {
        self.flush_buffer(vm)?;
        self.start.set(0);
        self.end.set(0);
        Ok(())
    }

    /// Bytes of room for what is likely left of a file of the system.
    pub(in crate::modules::io) fn expected(&self, vm: &mut Vm, fd: RawFd) -> usize {
        match device::size(&vm.sandbox, fd).and_then(|size| usize::try_from(size).ok()) {
            None | Some(0) => READ_AHEAD,
            Some(size) => size.saturating_add(1).max(256),
        }
    }

    /// Waits until a descriptor can be read, which lets other threads run. False when the file is no longer of it.
    pub(in crate::modules::io) fn wait(&self, vm: &mut Vm, fd: RawFd) -> PyResult<bool> {
        if !self.has(flags::WAITS) {
            return Ok(true);
        }
        if fd == 0 {
            crate::modules::io::standard::flush_output(vm);
        }
        device::wait_readable(vm, fd)?;
        Ok(self.fd() == Some(fd))
    }

    /// One read of the file below, which goes behind what was read ahead, as far as the buffer's size allows. Nothing when
    /// reading would have to wait.
    ///
    /// # Errors
    /// As [`BinaryFile::fill`].
    pub(in crate::modules::io) fn fill_once(&self, vm: &mut Vm) -> PyResult<Option<usize>> {
        self.flush_buffer(vm)?;
        let size = self.size.get();
        if self.end.get() >= size && self.ahead() == 0 {
            self.start.set(0);
            self.end.set(0);
        }
        if let Some(raw) = self.foreign() {
            let room = size.saturating_sub(self.end.get());
            let Some(piece) = foreign::read_into(vm, &raw, room)? else { return Ok(None) };
            return self.append_behind(vm, piece.bytes()).map(Some);
        }
        let Some(fd) = self.fd() else { return Ok(Some(0)) };
        if !self.wait(vm, fd)? {
            return Ok(Some(0));
        }
        self.flush_buffer(vm)?;
        if self.capacity.get() < size {
            let expected = self.expected(vm, fd).min(size);
            self.ensure_capacity(vm, expected)?;
        }
        let end = self.end.get();
        let stop = size.min(self.capacity.get());
        if end >= stop {
            return Ok(Some(self.ahead()));
        }
        // SAFETY: inside the buffer; reading into the part behind `end` touches nothing borrowed.
        let room = unsafe { std::slice::from_raw_parts_mut(self.buffer.get().add(end), stop - end) };
        let count = device::read(vm, fd, room)?;
        self.end.set(end + count);
        Ok(Some(count))
    }

    /// Moves within what was read ahead and what was before it in the buffer; whether that was possible.
    pub(in crate::modules::io) fn move_within(&self, by: i64) -> bool {
        let start = self.start.get();
        match usize::try_from(start as i64 + by) {
            Ok(to) if self.ahead() > 0 && to <= self.end.get() => {
                self.start.set(to);
                true
            }
            _ => false,
        }
    }

    /// The buffer is full of unread bytes: moves them to its front, or doubles it.
    fn make_room(&self, vm: &mut Vm) -> PyResult<()> {
        let (start, end) = (self.start.get(), self.end.get());
        if start > 0 {
            // SAFETY: both ranges are inside the buffer.
            unsafe { std::ptr::copy(self.buffer.get().add(start), self.buffer.get(), end - start) };
            self.start.set(0);
            self.end.set(end - start);
            return Ok(());
        }
        self.ensure_capacity(vm, self.capacity.get().saturating_mul(2))
    }

    /// Makes sure that `count` bytes are read ahead, if the file has as many. Says how many there are.
    ///
    /// # Errors
    /// As [`BinaryFile::fill`].
    pub fn look_ahead(&self, vm: &mut Vm, count: usize) -> PyResult<usize> {
        loop {
            let there = self.end.get().saturating_sub(self.start.get());
            if there >= count || self.fill(vm)? == 0 {
                return Ok(self.end.get().saturating_sub(self.start.get()));
            }
        }
    }

    /// Forgets what was read ahead, moving the system's position back to the file's.
    pub(in crate::modules::io) fn drop_read_ahead(&self, vm: &mut Vm) -> PyResult<()> {
        let ahead = self.end.get().saturating_sub(self.start.get());
        if ahead > 0 {
            if let Some(raw) = self.foreign() {
                foreign::call(vm, &raw, "seek", &[Value::small(-(ahead as i64)), Value::small(1)])?;
            } else if let Some(fd) = self.fd() {
                device::seek(vm, fd, SeekFrom::Current(-(ahead as i64)))?;
            }
        }
        self.start.set(0);
        self.end.set(0);
        Ok(())
    }
}
