//! Files of bytes: one buffer, which holds either what was read ahead or what is still to be written.
//!
//! Invariant: `dirty > 0` implies `start == end == 0`. Of a file in memory the buffer is the contents: `end` their
//! length, `start` the position (which may lie behind the end), `dirty` 0.

mod memory;

use std::cell::Cell;
use std::io::SeekFrom;
use std::os::fd::RawFd;
use std::ptr::NonNull;

use pitviper_object::header::{FINALIZE, TRACKED};
use pitviper_object::{Header, Heap, Obj, PageKind, Value};

use super::{device, errors, foreign};
use crate::core::cell::ValueCell;
use crate::core::error::{PyResult, Raised};
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::typ::Type;

/// No descriptor: closed.
const CLOSED: RawFd = -1;
/// No descriptor: the file is in memory.
const IN_MEMORY: RawFd = -2;
/// No descriptor: `raw` is read and written, a file that a program wrote.
const FOREIGN: RawFd = -3;
/// Most bytes read ahead.
const READ_AHEAD: usize = 64 << 10;
/// Bytes that a buffer for reading has unless another size is asked for: `DEFAULT_BUFFER_SIZE`.
const BUFFER_SIZE: usize = 128 << 10;
/// Bytes collected before they are written.
const WRITE_BEHIND: usize = 8 << 10;

/// What a file may do, and how.
pub mod flags {
    /// It was opened for reading.
    pub const READ: u32 = 1;
    /// It was opened for writing.
    pub const WRITE: u32 = 2;
    /// Writes go to the end.
    pub const APPEND: u32 = 4;
    /// It was created by opening (`x`).
    pub const CREATED: u32 = 8;
    /// Closing it closes the descriptor.
    pub const OWNED: u32 = 16;
    /// Nothing is buffered (`FileIO`).
    pub const RAW: u32 = 32;
    /// It was emptied by opening (`w`).
    pub const TRUNCATED: u32 = 64;
    /// Reading may have to wait.
    pub const WAITS: u32 = 128;
    /// It says that it owns its descriptor, but another file closes it (`raw`).
    pub const SHARED: u32 = 256;
    /// It is closed because nobody refers to it any more.
    pub const FORGOTTEN: u32 = 1024;
    /// A text file made it over a file that a program wrote; programs see that one.
    pub const HIDDEN: u32 = 512;
    /// It is in memory, or was before it was closed.
    pub const MEMORY: u32 = 2048;
    /// The file below was taken off.
    pub const DETACHED: u32 = 4096;
}

/// A file of bytes.
#[repr(C)]
pub struct BinaryFile {
    /// Count, shape, flags.
    pub header: Header,
    /// `name`: a path, or the descriptor.
    pub name: ValueCell,
    /// `raw`: the file without buffer below, once there is one.
    pub raw: ValueCell,
    fd: Cell<RawFd>,
    flags: Cell<u32>,
    buffer: Cell<*mut u8>,
    capacity: Cell<usize>,
    start: Cell<usize>,
    end: Cell<usize>,
    dirty: Cell<usize>,
    /// Bytes that buffered reads read ahead at most.
    size: Cell<usize>,
    /// Views of the contents of a file in memory, which keep it from moving.
    exports: Cell<usize>,
}

pitviper_object::object!(BinaryFile, kinds::BINARY_FILE, name, raw);

/// `KindInfo::finish`: what was not written yet is, and the descriptor is closed.
///
/// # Safety
/// `object` is a dying `BinaryFile`.
pub unsafe fn finish(object: *mut Header) {
    // SAFETY: the buffer and, when owned, the descriptor are the file's own; no Python runs. Objects live as long as their
    // interpreter, and what this uses of it nobody has borrowed to change it.
    unsafe {
        let this = &*object.cast::<BinaryFile>();
        let fd = this.fd.replace(CLOSED);
        if fd >= 0 {
            let vm = pitviper_object::object::world_of(object).host.get().cast::<Vm>();
            let sandbox = &(*vm).sandbox;
            if this.dirty.get() > 0 {
                device::write_quietly(sandbox, fd, std::slice::from_raw_parts(this.buffer.get(), this.dirty.get()));
            }
            if this.has(flags::OWNED) && !this.has(flags::SHARED) {
                let _ = device::close(sandbox, fd);
            }
        }
        this.free_buffer();
    }
}

/// Closes after a flush, of which the error counts more.
pub(super) fn both(
    vm: &mut Vm,
    flushed: Result<(), Value>,
    close: impl FnOnce(&mut Vm) -> PyResult<()>,
) -> PyResult<()> {
    let closed = close(vm);
    match flushed {
        Ok(()) => closed,
        Err(exception) => {
            if let Err(raised) = closed {
                drop(vm.take_raised(raised));
            }
            Err(vm.reraise(exception))
        }
    }
}

impl BinaryFile {
    /// A file over a descriptor.
    ///
    /// # Errors
    /// `MemoryError`; the descriptor is closed then when it is owned.
    pub fn over(vm: &mut Vm, class: &Type, fd: RawFd, flags: u32, name: Value) -> PyResult<Obj<BinaryFile>> {
        let waits = if device::may_wait(&vm.sandbox, fd) { flags::WAITS } else { 0 };
        let made = Self::create(vm, class, fd, flags | waits, Some(name.clone()));
        if made.is_err() && flags & flags::OWNED != 0 {
            let _ = device::close(&vm.sandbox, fd);
        }
        let file = made?;
        if flags & flags::RAW != 0 {
            vm.set_attr(file.as_value(), &vm.names().name, name)?;
        }
        Ok(file)
    }

    /// An empty file in memory.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn in_memory(vm: &mut Vm, class: &Type) -> PyResult<Obj<BinaryFile>> {
        Self::create(vm, class, IN_MEMORY, flags::READ | flags::WRITE | flags::MEMORY, None)
    }

    /// A file over one that a program wrote.
    ///
    /// # Errors
    /// `MemoryError`, or what asking the file for its abilities raises.
    pub fn over_foreign(vm: &mut Vm, class: &Type, raw: &Value, flags: u32) -> PyResult<Obj<BinaryFile>> {
        let name = vm.get_attr_opt(raw, &vm.names().name)?;
        let file = Self::create(vm, class, FOREIGN, flags, name)?;
        file.raw.set(Some(raw.clone()));
        Ok(file)
    }

    /// The file without a buffer below one that was closed before anybody asked for it.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(super) fn closed_below(&self, vm: &mut Vm, class: &Type, flags: u32) -> PyResult {
        let file = Self::create(vm, class, CLOSED, flags, self.name.get())?.into_value();
        self.raw.set(Some(file.clone()));
        Ok(file)
    }

    /// The file that a program wrote, below this one.
    #[must_use]
    pub fn foreign(&self) -> Option<Value> {
        if self.fd.get() == FOREIGN { self.raw.get() } else { None }
    }

    fn create(vm: &mut Vm, class: &Type, fd: RawFd, flags: u32, name: Option<Value>) -> PyResult<Obj<BinaryFile>> {
        let payload = BinaryFile {
            header: Header::new(u32::from(kinds::BINARY_FILE), TRACKED),
            name: ValueCell::new(name),
            raw: ValueCell::new(None),
            fd: Cell::new(fd),
            flags: Cell::new(flags),
            buffer: Cell::new(std::ptr::null_mut()),
            capacity: Cell::new(0),
            start: Cell::new(0),
            end: Cell::new(0),
            dirty: Cell::new(0),
            size: Cell::new(BUFFER_SIZE),
            exports: Cell::new(0),
        };
        let file = vm.new_instance_of(class, PageKind::Container, payload)?;
        if fd == FOREIGN || file.closes_descriptor() {
            file.header.set(FINALIZE);
        }
        Ok(file)
    }

    /// It is about to be closed because nobody refers to it any more.
    pub(super) fn set_forgotten(&self) {
        self.flags.set(self.flags.get() | flags::FORGOTTEN);
    }

    /// Whether it is closed for that reason; no more afterwards.
    pub(super) fn take_forgotten(&self) -> bool {
        let forgotten = self.has(flags::FORGOTTEN);
        self.flags.set(self.flags.get() & !flags::FORGOTTEN);
        forgotten
    }

    /// Whether closing it closes a descriptor, itself or by the file below.
    #[must_use]
    pub fn closes_descriptor(&self) -> bool {
        self.fd.get() >= 0
            && self.has(flags::OWNED)
            && (!self.has(flags::SHARED) || self.raw.get_obj::<BinaryFile>().is_some_and(|raw| !raw.is_closed()))
    }

    /// Whether a flag of [`flags`] is set.
    #[inline]
    #[must_use]
    pub fn has(&self, flag: u32) -> bool {
        self.flags.get() & flag != 0
    }

    /// Whether it is closed.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.fd.get() == CLOSED
    }

    /// Whether it is in memory.
    #[must_use]
    pub fn is_in_memory(&self) -> bool {
        self.fd.get() == IN_MEMORY
    }

    /// The descriptor, when there is one.
    #[must_use]
    pub fn fd(&self) -> Option<RawFd> {
        Some(self.fd.get()).filter(|fd| *fd >= 0)
    }

    /// Fails on a closed file.
    #[inline]
    pub fn check_open(&self, vm: &mut Vm) -> PyResult<()> {
        if self.is_closed() { Err(self.closed_error(vm)) } else { Ok(()) }
    }

    #[cold]
    fn closed_error(&self, vm: &mut Vm) -> Raised {
        if self.has(flags::DETACHED) { errors::detached(vm) } else { errors::closed(vm) }
    }

    /// Fails on a closed file, in the words of its class: buffered files say what they were asked for.
    pub fn check_open_for(&self, vm: &mut Vm, action: &str) -> PyResult<()> {
        if !self.is_closed() {
            return Ok(());
        }
        if self.has(flags::DETACHED | flags::MEMORY) {
            return Err(self.closed_error(vm));
        }
        if self.has(flags::RAW) || action.is_empty() {
            return Err(vm.value_error(format_args!("I/O operation on closed file")));
        }
        Err(vm.value_error(format_args!("{action} closed file")))
    }

    /// Fails while views look at the contents.
    pub(super) fn check_exports(&self, vm: &mut Vm) -> PyResult<()> {
        if self.exports.get() == 0 {
            return Ok(());
        }
        let message = format_args!("Existing exports of data: object cannot be re-sized");
        Err(vm.raise(crate::core::error::Exc::BufferError, message))
    }

    /// A view looks at the contents from now on.
    pub fn export(&self) {
        self.exports.set(self.exports.get() + 1);
    }

    /// Ends what [`BinaryFile::export`] began.
    pub fn release(&self) {
        self.exports.set(self.exports.get().saturating_sub(1));
    }

    /// Fails on a closed file, and on one not for reading.
    pub fn check_readable(&self, vm: &mut Vm, action: &str) -> PyResult<()> {
        self.check_open_for(vm, action)?;
        if self.has(flags::READ) {
            return Ok(());
        }
        let message = if self.has(flags::RAW) { "File not open for reading" } else { "read" };
        Err(errors::unsupported(vm, message))
    }

    /// Fails on a closed file, and on one not for writing.
    pub fn check_writable(&self, vm: &mut Vm, action: &str) -> PyResult<()> {
        self.check_open_for(vm, action)?;
        if self.has(flags::WRITE) {
            return Ok(());
        }
        let message = if self.has(flags::RAW) { "File not open for writing" } else { "write" };
        Err(errors::unsupported(vm, message))
    }

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
    pub(super) unsafe fn window(&self) -> (&[u8], usize) {
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
    fn ensure_capacity(&self, vm: &mut Vm, capacity: usize) -> PyResult<()> {
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

    fn free_buffer(&self) {
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
    pub(super) fn ahead(&self) -> usize {
        self.end.get().saturating_sub(self.start.get())
    }

    /// Bytes that buffered reads read ahead at most.
    pub(super) fn buffer_size(&self) -> usize {
        self.size.get()
    }

    /// Sets [`BinaryFile::buffer_size`].
    pub(super) fn set_buffer_size(&self, size: usize) {
        self.size.set(size.max(1));
    }

    /// Empties the buffer, of which all was read.
    pub(super) fn forget(&self, vm: &mut Vm) -> PyResult<()> {
        self.flush_buffer(vm)?;
        self.start.set(0);
        self.end.set(0);
        Ok(())
    }

    /// Bytes of room for what is likely left of a file of the system.
    pub(super) fn expected(&self, vm: &mut Vm, fd: RawFd) -> usize {
        match device::size(&vm.sandbox, fd).and_then(|size| usize::try_from(size).ok()) {
            None | Some(0) => READ_AHEAD,
            Some(size) => size.saturating_add(1).max(256),
        }
    }

    /// Waits until a descriptor can be read, which lets other threads run. False when the file is no longer of it.
    pub(super) fn wait(&self, vm: &mut Vm, fd: RawFd) -> PyResult<bool> {
        if !self.has(flags::WAITS) {
            return Ok(true);
        }
        if fd == 0 {
            super::standard::flush_output(vm);
        }
        device::wait_readable(vm, fd)?;
        Ok(self.fd() == Some(fd))
    }

    /// One read of the file below, which goes behind what was read ahead, as far as the buffer's size allows. Nothing when
    /// reading would have to wait.
    ///
    /// # Errors
    /// As [`BinaryFile::fill`].
    pub(super) fn fill_once(&self, vm: &mut Vm) -> PyResult<Option<usize>> {
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
    pub(super) fn move_within(&self, by: i64) -> bool {
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
    pub(super) fn drop_read_ahead(&self, vm: &mut Vm) -> PyResult<()> {
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
    pub(super) fn flush_and_close(&self, vm: &mut Vm) -> PyResult<()> {
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

    /// Programs see the file below instead, and the text file above closes it.
    pub(super) fn hide(&self) {
        self.header.clear(FINALIZE);
        self.flags.set(self.flags.get() | flags::HIDDEN);
    }

    /// Another file object closes the descriptor from now on.
    pub(super) fn share(&self, raw: Value) {
        self.flags.set(self.flags.get() | flags::SHARED);
        self.raw.set(Some(raw));
    }

    /// A file that `__init__` makes something of.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(super) fn uninitialized(vm: &mut Vm, class: &Type) -> PyResult<Obj<BinaryFile>> {
        Self::create(vm, class, CLOSED, 0, None)
    }

    /// Becomes what `other` is, which becomes what this one was.
    pub(super) fn exchange(&self, other: &BinaryFile) {
        for (own, others) in [(&self.name, &other.name), (&self.raw, &other.raw)] {
            let kept = own.get();
            own.set(others.get());
            others.set(kept);
        }
        self.fd.swap(&other.fd);
        self.flags.swap(&other.flags);
        self.buffer.swap(&other.buffer);
        let sizes = [
            (&self.size, &other.size),
            (&self.capacity, &other.capacity),
            (&self.start, &other.start),
            (&self.end, &other.end),
            (&self.dirty, &other.dirty),
        ];
        for (own, others) in sizes {
            own.swap(others);
        }
        if other.header.has(FINALIZE) {
            self.header.set(FINALIZE);
        }
    }

    /// Forgets what was collected to be written.
    pub(super) fn discard(&self) {
        self.dirty.set(0);
    }

    /// This object is closed; its descriptor, or the file below, stays open.
    pub(super) fn abandon(&self) {
        self.fd.set(CLOSED);
        self.raw.set(None);
        self.header.clear(FINALIZE);
        self.flags.set(self.flags.get() | flags::DETACHED);
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
