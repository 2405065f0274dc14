//! A stream of `zlib-rs`, by its C interface: that one takes an allocator, so that all of a stream lies in the heap.

use std::ffi::{CStr, c_int, c_uint};
use std::ptr::{self, NonNull};

use libz_rs_sys as z;
use pitviper_object::{Heap, OutOfMemory, PageKind};

use crate::core::foreign;
use crate::core::vm::Vm;
use crate::types::bytes::BytesBuilder;

/// What the library answers.
pub mod code {
    pub const OK: i32 = 0;
    pub const STREAM_END: i32 = 1;
    pub const NEED_DICTIONARY: i32 = 2;
    pub const STREAM_ERROR: i32 = -2;
    pub const DATA_ERROR: i32 = -3;
    pub const MEMORY_ERROR: i32 = -4;
    pub const BUFFER_ERROR: i32 = -5;
}

/// How much is to come out of a call.
pub mod flush {
    pub const NONE: i32 = 0;
    pub const SYNC: i32 = 2;
    pub const FINISH: i32 = 4;
}

/// Bytes that one call takes at most: between two calls the limits are looked at.
pub const PIECE: usize = 64 << 10;

/// Input and room that the library's fast loop asks for.
const FAST_INPUT: usize = 15;
const FAST_OUTPUT: usize = 260;

/// What the library says for mistakes that its fast loop met.
const FORGOTTEN: &str = "repeated call with bad state";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Deflate,
    Inflate,
}

/// What a compressor is made with.
pub struct Settings {
    pub level: i32,
    pub method: i32,
    pub wbits: i32,
    pub memory: i32,
    pub strategy: i32,
}

/// What one call did.
pub struct Step {
    pub used: usize,
    pub made: usize,
    pub code: i32,
}

/// A stream, in a heap block of its own.
pub struct Stream {
    raw: NonNull<z::z_stream>,
    direction: Direction,
    /// What was wrong with the data, which stays so.
    fault: Option<&'static str>,
}

impl Stream {
    /// A stream that is not set up.
    fn blank(vm: &mut Vm, direction: Direction) -> Result<Stream, OutOfMemory> {
        let raw = vm.heap.alloc(PageKind::Raw, size_of::<z::z_stream>())?.cast::<z::z_stream>();
        let blank = z::z_stream {
            next_in: ptr::null(),
            avail_in: 0,
            total_in: 0,
            next_out: NonNull::dangling().as_ptr(),
            avail_out: 0,
            total_out: 0,
            msg: ptr::null_mut(),
            state: ptr::null_mut(),
            zalloc: Some(foreign::allocate),
            zfree: Some(foreign::free),
            opaque: ptr::null_mut(),
            data_type: 0,
            adler: 0,
            reserved: 0,
        };
        // SAFETY: the block is fresh, and big enough.
        unsafe { raw.write(blank) };
        Ok(Stream { raw, direction, fault: None })
    }

    /// Runs a call that allocates.
    fn with_heap(&mut self, vm: &mut Vm, call: impl FnOnce(*mut z::z_stream) -> c_int) -> c_int {
        let raw = self.raw.as_ptr();
        // SAFETY: the block is the stream's own.
        unsafe { (*raw).opaque = (&raw mut *vm.heap).cast() };
        let code = call(raw);
        // SAFETY: as above.
        unsafe { (*raw).opaque = ptr::null_mut() };
        code
    }

    /// A compressor, or why there is none: a [`code`].
    pub fn deflate(vm: &mut Vm, settings: &Settings) -> Result<Result<Stream, i32>, OutOfMemory> {
        let mut made = Stream::blank(vm, Direction::Deflate)?;
        let Settings { level, method, wbits, memory, strategy } = *settings;
        let (version, size) = (z::zlibVersion(), size_of::<z::z_stream>() as c_int);
        // SAFETY: a blank stream with an allocator; the version and size are the library's own.
        let code = made.with_heap(vm, |raw| unsafe {
            z::deflateInit2_(raw, level, method, wbits, memory, strategy, version, size)
        });
        made.or_code(code)
    }

    /// A decompressor, or why there is none.
    pub fn inflate(vm: &mut Vm, wbits: i32) -> Result<Result<Stream, i32>, OutOfMemory> {
        let mut made = Stream::blank(vm, Direction::Inflate)?;
        let (version, size) = (z::zlibVersion(), size_of::<z::z_stream>() as c_int);
        // SAFETY: as above.
        let code = made.with_heap(vm, |raw| unsafe { z::inflateInit2_(raw, wbits, version, size) });
        made.or_code(code)
    }

    /// A stream that goes on where this one is.
    pub fn copy(&mut self, vm: &mut Vm) -> Result<Result<Stream, i32>, OutOfMemory> {
        let mut made = Stream::blank(vm, self.direction)?;
        made.fault = self.fault;
        let (target, direction) = (made.raw.as_ptr(), self.direction);
        // SAFETY: both are streams of the direction, one of them blank.
        let code = self.with_heap(vm, |raw| unsafe {
            match direction {
                Direction::Deflate => z::deflateCopy(target, raw),
                Direction::Inflate => z::inflateCopy(target, raw),
            }
        });
        if code != code::OK {
            // SAFETY: what was not copied is not the copy's to give back.
            unsafe { (*target).state = ptr::null_mut() };
        }
        made.or_code(code)
    }

    fn or_code(self, code: i32) -> Result<Result<Stream, i32>, OutOfMemory> {
        match code {
            code::OK => Ok(Ok(self)),
            code::MEMORY_ERROR => Err(OutOfMemory),
            code => Ok(Err(code)),
        }
    }

    /// Gives a preset dictionary.
    pub fn set_dictionary(&mut self, dictionary: &[u8]) -> i32 {
        let Ok(len) = c_uint::try_from(dictionary.len()) else { return code::STREAM_ERROR };
        let raw = self.raw.as_ptr();
        // SAFETY: a stream, and bytes that are there during the call.
        unsafe {
            match self.direction {
                Direction::Deflate => z::deflateSetDictionary(raw, dictionary.as_ptr(), len),
                Direction::Inflate => z::inflateSetDictionary(raw, dictionary.as_ptr(), len),
            }
        }
    }

    /// One call; of the input at most [`PIECE`] bytes are looked at, and at most so many are made.
    pub fn step(&mut self, input: &[u8], out: &mut BytesBuilder, room: usize, flush: i32) -> Result<Step, OutOfMemory> {
        let room = room.min(PIECE);
        let place = out.reserve(room)?;
        // SAFETY: there is room for so many bytes; what was made was written.
        unsafe {
            let step = self.call(input, (place, room), flush);
            out.advance(step.made);
            Ok(step)
        }
    }

    /// [`Stream::step`] of a decompressor. What is wrong with the data is found out a second time when the library, in
    /// its fast loop, has forgotten it.
    pub fn inflate_step(
        &mut self,
        vm: &mut Vm,
        input: &[u8],
        out: &mut BytesBuilder,
        room: usize,
    ) -> Result<Step, OutOfMemory> {
        let may_forget = input.len() >= FAST_INPUT && room >= FAST_OUTPUT && self.fault.is_none();
        let before = if may_forget { self.copy(vm).ok().and_then(Result::ok) } else { None };
        let step = self.step(input, out, room, flush::SYNC)?;
        if step.code == code::DATA_ERROR
            && let Some(mut before) = before
            && self.fault == Some(FORGOTTEN)
        {
            before.replay(input);
            self.fault = before.fault;
        }
        Ok(step)
    }

    /// Decompresses slowly, and forgets what comes out.
    fn replay(&mut self, input: &[u8]) {
        let mut room = [0; FAST_OUTPUT - 1];
        let mut used = 0;
        loop {
            let place = (room.as_mut_ptr(), room.len());
            // SAFETY: there is room for so many bytes.
            let step = unsafe { self.call(input.get(used..).unwrap_or(&[]), place, flush::SYNC) };
            used += step.used;
            if step.code != code::OK || step.used == 0 && step.made == 0 {
                return;
            }
        }
    }

    /// # Safety
    /// There is room for so many bytes.
    unsafe fn call(&mut self, input: &[u8], (place, room): (*mut u8, usize), flush: i32) -> Step {
        let given = input.len().min(PIECE);
        let raw = self.raw.as_ptr();
        // SAFETY: the block is the stream's own; input and room are there during the call, which writes nothing but what
        // it counts, and are forgotten after it.
        unsafe {
            (*raw).next_in = input.as_ptr();
            (*raw).avail_in = given as c_uint;
            (*raw).next_out = place;
            (*raw).avail_out = room as c_uint;
            let code = match self.direction {
                Direction::Deflate => z::deflate(raw, flush),
                Direction::Inflate => z::inflate(raw, flush),
            };
            if code == code::DATA_ERROR && self.fault.is_none() {
                self.fault = self.message();
            }
            let used = given.saturating_sub((*raw).avail_in as usize);
            let made = room.saturating_sub((*raw).avail_out as usize);
            (*raw).next_in = ptr::null();
            (*raw).avail_in = 0;
            // A copy is made only of a stream that has somewhere to write to.
            (*raw).next_out = NonNull::dangling().as_ptr();
            (*raw).avail_out = 0;
            Step { used, made, code }
        }
    }

    /// Ends it: what is asked of it from now on is a [`code::STREAM_ERROR`].
    pub fn end(&mut self) {
        let raw = self.raw.as_ptr();
        // SAFETY: a stream; one that was ended or never set up is left alone.
        unsafe {
            match self.direction {
                Direction::Deflate => z::deflateEnd(raw),
                Direction::Inflate => z::inflateEnd(raw),
            };
            (*raw).state = ptr::null_mut();
        }
    }

    /// What the library says about the last mistake.
    pub fn message(&self) -> Option<&'static str> {
        if self.fault.is_some() {
            return self.fault;
        }
        // SAFETY: the block is the stream's own; messages are constants that end with NUL.
        unsafe {
            let message = (*self.raw.as_ptr()).msg;
            if message.is_null() { None } else { CStr::from_ptr(message).to_str().ok() }
        }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.end();
        // SAFETY: the block is the stream's own.
        unsafe { Heap::free(self.raw.cast()) }
    }
}
