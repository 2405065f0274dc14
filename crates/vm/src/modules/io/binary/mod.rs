//! Files of bytes: one buffer, which holds either what was read ahead or what is still to be written.
//!
//! Invariant: `dirty > 0` implies `start == end == 0`. Of a file in memory the buffer is the contents: `end` their
//! length, `start` the position (which may lie behind the end), `dirty` 0.

mod memory;
mod reading;
mod writing;

use std::cell::Cell;
use std::os::fd::RawFd;

use pitviper_object::header::{FINALIZE, TRACKED};
use pitviper_object::{Header, Obj, PageKind, Value};

use super::{device, errors};
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
