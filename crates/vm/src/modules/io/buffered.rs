//! Reading through a buffer of a given size. How much is read ahead, and in which pieces, shows in `peek` and `read1`
//! and to files below that a program wrote, so it is as in CPython: a request that the buffer cannot serve takes what
//! is in it, asks the file below for whole buffers' worth at once, and fills the emptied buffer for the rest.

use pitviper_object::Value;

use super::binary::{BinaryFile, flags};
use super::binary_methods::{size_argument, this};
use super::foreign;
use super::scratch::Scratch;
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::memoryview;

/// Most bytes that one read of the system asks for.
const PIECE: usize = 1 << 20;

impl BinaryFile {
    /// Whether there is a buffer between this file and the one below.
    pub(super) fn is_buffered(&self) -> bool {
        !self.has(flags::RAW | flags::MEMORY)
    }

    /// Moves bytes that were read ahead to `out`, at most `count`.
    fn take_ahead(&self, out: &mut Scratch, count: usize) -> PyResult<()> {
        // SAFETY: copying does not touch the file.
        let bytes = unsafe { self.unread() };
        let part = bytes.get(..count).unwrap_or(bytes);
        out.push(part)?;
        self.consume(part.len());
        Ok(())
    }

    /// One read of the file below, past the buffer, of at most `count` bytes, which are put behind those in `out`.
    /// Nothing when the read would have to wait.
    fn read_below(&self, vm: &mut Vm, count: usize, out: &mut Scratch) -> PyResult<Option<usize>> {
        if let Some(raw) = self.foreign() {
            let Some(piece) = foreign::read_into(vm, &raw, count)? else { return Ok(None) };
            out.push(piece.bytes())?;
            return Ok(Some(piece.len));
        }
        let Some(fd) = self.fd() else { return Ok(Some(0)) };
        let count = count.min(PIECE).min(self.expected(vm, fd));
        out.reserve(count)?;
        if !self.wait(vm, fd)? {
            return Ok(Some(0));
        }
        let got = super::device::read(vm, fd, out.spare().get_mut(..count).unwrap_or_default())?;
        out.advance(got);
        Ok(Some(got))
    }
}

/// `peek(size=0, /)`: what is read ahead, or what one read gives.
pub(super) fn peek(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = this(&args.values[0]);
    if let Some(size) = args.values.get(1) {
        vm.index_isize(size)?;
    }
    file.check_readable(vm, "peek of")?;
    if file.has(flags::WRITE) {
        // A file that is written too starts anew where it is.
        file.flush_buffer(vm)?;
        file.drop_read_ahead(vm)?;
    }
    if file.ahead() == 0 {
        file.forget(vm)?;
        file.fill_once(vm)?;
    }
    // SAFETY: copying does not touch the file.
    vm.new_bytes(unsafe { file.unread() })
}

/// `count` bytes, fewer at the end of the file. `None` when there are none and reading would have to wait.
pub(super) fn read_count(vm: &mut Vm, file: &BinaryFile, count: usize) -> PyResult {
    if file.ahead() >= count {
        // SAFETY: copying does not touch the file.
        let bytes = vm.new_bytes(unsafe { file.unread() }.get(..count).unwrap_or_default())?;
        file.consume(count);
        return Ok(bytes);
    }
    let mut all = Scratch::new(vm);
    file.take_ahead(&mut all, count)?;
    file.forget(vm)?;
    let size = file.buffer_size();
    let mut last = Some(1);
    while count - all.len() >= size && last.is_some_and(|got| got > 0) {
        let wanted = count - all.len();
        last = file.read_below(vm, wanted - wanted % size, &mut all)?;
    }
    while count > all.len() && last.is_some_and(|got| got > 0) {
        last = file.fill_once(vm)?;
        let wanted = count - all.len();
        file.take_ahead(&mut all, wanted)?;
    }
    if last.is_none() && all.is_empty() { Ok(Value::none()) } else { vm.new_bytes(&all) }
}

/// All that is left of a file that a program wrote.
pub(super) fn read_rest(vm: &mut Vm, file: &BinaryFile, raw: &Value) -> PyResult {
    let mut all = Scratch::new(vm);
    file.take_ahead(&mut all, usize::MAX)?;
    file.forget(vm)?;
    let name = vm.intern("readall")?;
    if let Some(method) = vm.get_attr_opt(raw, &name)? {
        let rest = vm.call(&method, &[])?;
        if !rest.is_none() && rest.kind() != crate::core::kinds::BYTES {
            return Err(vm.type_error(format_args!("readall() should return bytes")));
        }
        if all.is_empty() {
            return Ok(rest);
        }
        all.push(crate::types::bytes::borrow(&rest).unwrap_or_default())?;
        return vm.new_bytes(&all);
    }
    loop {
        let piece = vm.call_method(raw, &vm.names().read.clone(), &[])?;
        if !piece.is_none() && piece.kind() != crate::core::kinds::BYTES {
            return Err(vm.type_error(format_args!("read() should return bytes")));
        }
        let bytes = crate::types::bytes::borrow(&piece).unwrap_or_default();
        if bytes.is_empty() {
            return if all.is_empty() { Ok(piece) } else { vm.new_bytes(&all) };
        }
        all.push(bytes)?;
    }
}

/// `read1(size=-1, /)`: what is read ahead, or what one read past the buffer gives.
pub(super) fn read1(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let count = size_argument(vm, args.values.get(1))?;
    let file = this(&args.values[0]);
    file.check_readable(vm, "read of")?;
    let count = count.unwrap_or(file.buffer_size());
    if count == 0 {
        return vm.new_bytes(b"");
    }
    if file.ahead() > 0 {
        return read_count(vm, file, count.min(file.ahead()));
    }
    file.forget(vm)?;
    let mut bytes = Scratch::new(vm);
    file.read_below(vm, count, &mut bytes)?;
    vm.new_bytes(&bytes)
}

/// `readinto` and, with `once`, `readinto1` of a target with room for `room` bytes.
pub(super) fn read_into(vm: &mut Vm, file: &BinaryFile, target: &Value, room: usize, once: bool) -> PyResult {
    let mut written = 0;
    let mut put = |bytes: &[u8]| {
        let room = crate::types::bytes::borrow(target).map_or(0, <[u8]>::len).saturating_sub(written);
        let bytes = bytes.get(..room).unwrap_or(bytes);
        memoryview::write_bytes(target, written, bytes);
        written += bytes.len();
        written
    };
    let mut part = Scratch::new(vm);
    file.take_ahead(&mut part, room)?;
    let mut done = put(&part);
    if done < room {
        file.forget(vm)?;
    }
    while done < room {
        let mut part = Scratch::new(vm);
        let got = if room - done > file.buffer_size() {
            file.read_below(vm, room - done, &mut part)?
        } else if once && done > 0 {
            Some(0)
        } else {
            let got = file.fill_once(vm)?;
            file.take_ahead(&mut part, room - done)?;
            got
        };
        match got {
            None if done == 0 => return Ok(Value::none()),
            None | Some(0) => break,
            Some(_) => done = put(&part),
        }
        if once {
            break;
        }
    }
    vm.new_usize(done)
}

/// A line, at most `limit` bytes of it.
pub(super) fn read_line(vm: &mut Vm, file: &BinaryFile, limit: usize) -> PyResult {
    let mut line: Option<Scratch> = None;
    let mut limit = limit;
    loop {
        // SAFETY: the bytes are copied before the file is touched.
        let ahead = unsafe { file.unread() };
        let ahead = ahead.get(..limit).unwrap_or(ahead);
        let end = memchr::memchr(b'\n', ahead).map(|at| at + 1);
        let part = ahead.get(..end.unwrap_or(ahead.len())).unwrap_or(ahead);
        let whole = end.is_some() || part.len() == limit;
        if let (None, true) = (&line, whole) {
            let made = vm.new_bytes(part)?;
            file.consume(part.len());
            return Ok(made);
        }
        let collected = line.get_or_insert_with(|| Scratch::new(vm));
        collected.push(part)?;
        file.consume(part.len());
        limit -= part.len();
        if !whole {
            file.forget(vm)?;
            file.fill_once(vm)?;
        }
        if whole || file.ahead() == 0 {
            return vm.new_bytes(collected);
        }
    }
}
