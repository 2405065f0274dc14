//! What is read: bytes that are there, or those of a file. A file with `peek` is looked ahead in, and moved over what was
//! used when more is needed and at the end.

use pitviper_object::Value;

use super::unpickler::Unpickler;
use super::{Named, unpickling_error};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::vm::Vm;
use crate::types::bytes::{Bytes, BytesBuilder, borrow, buffer_argument};

/// Bytes that are looked ahead.
const AHEAD: usize = 128 << 10;

/// A part of the data.
pub struct Piece {
    data: Value,
    start: usize,
    end: usize,
}

impl Piece {
    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        borrow(&self.data).and_then(|data| data.get(self.start..self.end)).unwrap_or_default()
    }

    /// Its bytes, which are as many as were asked for.
    pub fn array<const N: usize>(&self) -> [u8; N] {
        self.bytes().first_chunk().copied().unwrap_or([0; N])
    }

    /// A line without its end.
    pub fn line(&self) -> &[u8] {
        let bytes = self.bytes();
        bytes.strip_suffix(b"\n").unwrap_or(bytes)
    }

    /// Its bytes as an object.
    pub fn to_value(&self, vm: &mut Vm) -> PyResult {
        let bytes = self.bytes();
        if borrow(&self.data).is_some_and(|data| data.len() == bytes.len()) && self.data.exact::<Bytes>().is_some() {
            return Ok(self.data.clone());
        }
        vm.new_bytes(bytes)
    }
}

/// "pickle data was truncated".
#[cold]
pub fn truncated(vm: &mut Vm) -> Raised {
    unpickling_error(vm, format_args!("pickle data was truncated"))
}

impl Unpickler {
    /// Takes bytes-like data as what there is to read. What can be changed is copied.
    pub fn set_bytes(&self, vm: &mut Vm, data: &Value) -> PyResult<()> {
        let data = if data.exact::<Bytes>().is_some() {
            data.clone()
        } else {
            let bytes = buffer_argument(vm, data)?;
            vm.new_bytes(bytes)?
        };
        self.position.set(0);
        self.frame_end.set(0);
        self.passed.set(borrow(&data).map_or(0, <[u8]>::len));
        self.data.set(Some(data));
        Ok(())
    }

    /// The next byte, when it is there already.
    fn byte_here(&self) -> Option<u8> {
        // SAFETY: the borrow ends before anything else happens.
        let data = unsafe { self.data.as_ref_unchecked() }?;
        let at = self.position.get();
        let byte = *borrow(data)?.get(at)?;
        self.position.set(at + 1);
        Some(byte)
    }

    /// The next `count` bytes, when they are there already.
    fn here(&self, count: usize) -> Option<Piece> {
        let start = self.position.get();
        let end = start.checked_add(count)?;
        let data = self.data.get()?;
        if borrow(&data)?.len() < end {
            return None;
        }
        self.position.set(end);
        Some(Piece { data, start, end })
    }

    /// Checks that the next `count` bytes do not reach beyond the frame that they begin in.
    fn check_frame(&self, vm: &mut Vm, count: usize) -> PyResult<()> {
        match self.frame_end.get().saturating_sub(self.position.get()) {
            0 => Ok(()),
            left if left >= count => Ok(()),
            _ => Err(unpickling_error(vm, format_args!("pickle exhausted before end of frame"))),
        }
    }

    /// Begins a frame of `count` bytes, which have to be there.
    pub fn begin_frame(&self, vm: &mut Vm, count: usize) -> PyResult<()> {
        if self.frame_end.get() > self.position.get() {
            let message = format_args!("beginning of a new frame before end of current frame");
            return Err(unpickling_error(vm, message));
        }
        self.take(vm, count)?;
        let end = self.position.get();
        self.frame_end.set(end);
        self.position.set(end - count);
        Ok(())
    }

    /// The next byte.
    pub fn byte(&self, vm: &mut Vm) -> PyResult<u8> {
        match self.byte_here() {
            Some(byte) => Ok(byte),
            None => Ok(self.take(vm, 1)?.array::<1>()[0]),
        }
    }

    /// The next bytes, as an array.
    pub fn array<const N: usize>(&self, vm: &mut Vm) -> PyResult<[u8; N]> {
        Ok(self.take(vm, N)?.array())
    }

    /// The next `count` bytes.
    pub fn take(&self, vm: &mut Vm, count: usize) -> PyResult<Piece> {
        self.check_frame(vm, count)?;
        if let Some(piece) = self.here(count) {
            return Ok(piece);
        }
        self.fill(vm, count)?;
        match self.here(count) {
            Some(piece) => Ok(piece),
            None => Err(truncated(vm)),
        }
    }

    /// Bytes that were read and not used.
    fn left(&self) -> usize {
        let len = self.data.get().as_ref().and_then(borrow).map_or(0, <[u8]>::len);
        len.saturating_sub(self.position.get())
    }

    /// Moves the file over what was used.
    pub fn pass(&self, vm: &mut Vm) -> PyResult<()> {
        let used = self.position.get().saturating_sub(self.passed.get());
        if used == 0 {
            return Ok(());
        }
        let Some(read) = self.read.get() else { return Ok(()) };
        let count = vm.new_usize(used)?;
        vm.call(&read, &[count])?;
        self.passed.set(self.position.get());
        Ok(())
    }

    /// Looks ahead in the file; whether there are `count` bytes now.
    fn look_ahead(&self, vm: &mut Vm, count: usize) -> PyResult<bool> {
        let Some(peek) = self.peek.get() else { return Ok(false) };
        let ahead = vm.new_usize(AHEAD)?;
        match vm.call(&peek, &[ahead]) {
            Ok(data) => {
                self.set_bytes(vm, &data)?;
                self.passed.set(0);
                Ok(self.left() >= count)
            }
            Err(raised) if vm.raised_is(&raised, Exc::NotImplementedError) => {
                drop(vm.take_raised(raised));
                self.peek.set(None);
                Ok(false)
            }
            Err(raised) => Err(raised),
        }
    }

    /// Reads `count` bytes more from the file, or fewer.
    fn fill(&self, vm: &mut Vm, count: usize) -> PyResult<()> {
        let Some(read) = self.read.get() else { return Err(truncated(vm)) };
        self.pass(vm)?;
        if count < AHEAD && self.look_ahead(vm, count)? {
            return Ok(());
        }
        let count = vm.new_usize(count)?;
        let data = vm.call(&read, &[count])?;
        self.set_bytes(vm, &data)
    }

    /// The next `count` bytes, which may begin with some that are there already.
    pub fn take_data(&self, vm: &mut Vm, count: usize) -> PyResult<Piece> {
        self.check_frame(vm, count)?;
        if let Some(piece) = self.here(count) {
            return Ok(piece);
        }
        let Some(read) = self.read.get() else { return Err(truncated(vm)) };
        let mut out = BytesBuilder::new(vm);
        if let Some(piece) = self.here(self.left()) {
            out.push(piece.bytes())?;
        }
        self.pass(vm)?;
        let wanted = vm.new_usize(count - out.len())?;
        let data = vm.call(&read, &[wanted])?;
        let Some(bytes) = data.downcast::<Bytes>() else {
            let shown = Named::repr(vm, &data)?;
            return Err(vm.value_error(format_args!("read() returned non-bytes object ({shown})")));
        };
        if bytes.len() < count - out.len() {
            return Err(truncated(vm));
        }
        if out.is_empty() {
            return Ok(Piece { data, start: 0, end: count });
        }
        out.push(&bytes.as_slice()[..count - out.len()])?;
        Ok(Piece { data: out.finish()?, start: 0, end: count })
    }

    /// The next line, with its end.
    pub fn line(&self, vm: &mut Vm) -> PyResult<Piece> {
        if let Some(data) = self.data.get() {
            let start = self.position.get();
            let rest = borrow(&data).and_then(|data| data.get(start..)).unwrap_or_default();
            let end = memchr::memchr(b'\n', rest);
            vm.work_held(end.unwrap_or(rest.len()) / 64)?;
            self.check_frame(vm, end.unwrap_or(rest.len()) + 1)?;
            if let Some(end) = end {
                self.position.set(start + end + 1);
                return Ok(Piece { data, start, end: start + end + 1 });
            }
        }
        let Some(readline) = self.readline.get() else { return Err(truncated(vm)) };
        self.pass(vm)?;
        let data = vm.call(&readline, &[])?;
        self.set_bytes(vm, &data)?;
        let len = self.left();
        match self.here(len) {
            Some(piece) if piece.bytes().ends_with(b"\n") => Ok(piece),
            _ => Err(truncated(vm)),
        }
    }
}
