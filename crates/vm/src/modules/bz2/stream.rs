//! A stream of `libbz2-rs-sys`, by its C interface: that one takes an allocator, so that all of a stream lies in the heap.

use std::ffi::{c_int, c_uint};
use std::ptr::{self, NonNull};

use libbz2_rs_sys as b;
use pitviper_object::{Heap, OutOfMemory, PageKind};

use crate::core::error::PyResult;
use crate::core::foreign;
use crate::core::vm::Vm;
use crate::types::bytes::BytesBuilder;

/// Bytes that one call takes and makes at most: between two calls the limits are looked at.
const PIECE: usize = 64 << 10;

/// What is to come out of a call.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Compressing what comes.
    Run,
    /// Compressing the rest.
    Finish,
    /// Decompressing.
    Decompress,
}

/// What calls did.
pub struct Done {
    /// Bytes of the input that were looked at.
    pub used: usize,
    /// The last answer.
    pub code: i32,
}

/// A stream, in a heap block of its own, which does not move.
pub struct Stream {
    raw: NonNull<b::bz_stream>,
    compressing: bool,
}

impl Stream {
    fn blank(vm: &mut Vm, compressing: bool) -> Result<Stream, OutOfMemory> {
        let raw = vm.heap.alloc(PageKind::Raw, size_of::<b::bz_stream>())?.cast::<b::bz_stream>();
        let blank = b::bz_stream {
            next_in: ptr::null(),
            avail_in: 0,
            total_in_lo32: 0,
            total_in_hi32: 0,
            next_out: ptr::null_mut(),
            avail_out: 0,
            total_out_lo32: 0,
            total_out_hi32: 0,
            state: ptr::null_mut(),
            bzalloc: Some(foreign::allocate_signed),
            bzfree: Some(foreign::free),
            opaque: ptr::null_mut(),
        };
        // SAFETY: the block is fresh, and big enough.
        unsafe { raw.write(blank) };
        Ok(Stream { raw, compressing })
    }

    /// Runs a call with the heap to allocate from.
    fn with_heap(&mut self, vm: &mut Vm, call: impl FnOnce(*mut b::bz_stream) -> c_int) -> c_int {
        let raw = self.raw.as_ptr();
        // SAFETY: the block is the stream's own.
        unsafe { (*raw).opaque = (&raw mut *vm.heap).cast() };
        let code = call(raw);
        // SAFETY: as above.
        unsafe { (*raw).opaque = ptr::null_mut() };
        code
    }

    /// A compressor of blocks of `level` times 100,000 bytes.
    pub fn compressor(vm: &mut Vm, level: i32) -> PyResult<Stream> {
        let mut made = Stream::blank(vm, true)?;
        // SAFETY: a blank stream with an allocator.
        let code = made.with_heap(vm, |raw| unsafe { b::BZ2_bzCompressInit(raw, level, 0, 0) });
        super::check(vm, code)?;
        Ok(made)
    }

    /// A decompressor.
    pub fn decompressor(vm: &mut Vm) -> PyResult<Stream> {
        let mut made = Stream::blank(vm, false)?;
        // SAFETY: a blank stream with an allocator.
        let code = made.with_heap(vm, |raw| unsafe { b::BZ2_bzDecompressInit(raw, 0, 0) });
        super::check(vm, code)?;
        Ok(made)
    }

    /// Feeds data until it is used up or all has come out, of which at most `limit` bytes go to `out`.
    pub fn feed(
        &mut self,
        vm: &mut Vm,
        data: &[u8],
        action: Action,
        limit: Option<usize>,
        out: &mut BytesBuilder,
    ) -> PyResult<Done> {
        let mut used = 0;
        let mut rooms = Rooms { next: 0, left: 0 };
        loop {
            let made = out.len();
            if rooms.left == 0 {
                if limit == Some(made) && made > 0 {
                    return Ok(Done { used, code: b::BZ_OK });
                }
                rooms.open(limit.map(|limit| limit - made));
            }
            let rest = data.get(used..).unwrap_or(&[]);
            let (code, taken) = self.call(vm, rest, action, rooms.left.min(PIECE), out)?;
            used += taken;
            let made = out.len() - made;
            rooms.left -= made;
            // Sorting is much of the work, so that a byte counts for more than elsewhere.
            out.work(taken.max(made) / 8)?;
            super::check(vm, code)?;
            let full = rooms.left > 0 && made == PIECE;
            if code == b::BZ_STREAM_END || used == data.len() && action != Action::Finish && !full {
                return Ok(Done { used, code });
            }
            // Nothing in and nothing out: there would be no end.
            if taken == 0 && made == 0 && rooms.left > 0 {
                return Ok(Done { used, code });
            }
        }
    }

    /// One call; the answer and how many bytes it took.
    fn call(
        &mut self,
        vm: &mut Vm,
        input: &[u8],
        action: Action,
        room: usize,
        out: &mut BytesBuilder,
    ) -> PyResult<(i32, usize)> {
        let given = input.len().min(PIECE);
        // The rest is finished only when all of it is there.
        let action = if action == Action::Finish && given < input.len() { Action::Run } else { action };
        let place = out.reserve(room)?;
        let raw = self.raw.as_ptr();
        // SAFETY: the block is the stream's own; input and room are there during the call.
        unsafe {
            (*raw).next_in = input.as_ptr().cast();
            (*raw).avail_in = given as c_uint;
            (*raw).next_out = place.cast();
            (*raw).avail_out = room as c_uint;
        }
        // SAFETY: a stream of that direction.
        let code = self.with_heap(vm, |raw| unsafe {
            match action {
                Action::Run => b::BZ2_bzCompress(raw, b::BZ_RUN),
                Action::Finish => b::BZ2_bzCompress(raw, b::BZ_FINISH),
                Action::Decompress => b::BZ2_bzDecompress(raw),
            }
        });
        // SAFETY: the call wrote as many bytes as it counted; what it was given is forgotten.
        unsafe {
            let used = given.saturating_sub((*raw).avail_in as usize);
            out.advance(room.saturating_sub((*raw).avail_out as usize));
            (*raw).next_in = ptr::null();
            (*raw).avail_in = 0;
            (*raw).next_out = ptr::null_mut();
            (*raw).avail_out = 0;
            Ok((code, used))
        }
    }
}

/// The sizes in which CPython makes room for output: what comes out of a call that runs out of input depends on them.
struct Rooms {
    next: usize,
    left: usize,
}

impl Rooms {
    fn open(&mut self, most: Option<usize>) {
        const SIZES: [usize; 8] = [32 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20, 8 << 20, 16 << 20, 32 << 20];
        let size = SIZES.get(self.next).or(SIZES.last()).copied().unwrap_or(PIECE);
        self.next += 1;
        self.left = most.map_or(size, |most| size.min(most));
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        let raw = self.raw.as_ptr();
        // SAFETY: a stream of that direction; one that was never set up is left alone. The block is the stream's own.
        unsafe {
            if self.compressing {
                b::BZ2_bzCompressEnd(raw);
            } else {
                b::BZ2_bzDecompressEnd(raw);
            }
            Heap::free(self.raw.cast());
        }
    }
}
