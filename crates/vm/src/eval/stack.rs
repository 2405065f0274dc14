//! Frames and registers: one stack of chunks on the heap, never moved.
//!
//! A frame's record and its registers are contiguous; a generator's registers live in the generator, only its
//! record is here while it runs. Every register is always null or an owned value.

use std::ptr::NonNull;

use pitviper_compiler::opcode::Instr;
use pitviper_object::{Heap, OutOfMemory, PageKind, Slot, Value};

use crate::types::code::CodeObject;
use crate::types::dict::Dict;
use crate::types::function::Function;

/// What happens to the value that a frame returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Entry {
    /// It goes to the destination register of the caller's instruction.
    Inline,
    /// It must be None; the instance in `Frame::extra` goes to the caller's destination register.
    Init,
    /// It is what a special method gives to the caller's instruction ([`operation`](super::operation)).
    Operation,
    /// The same; it must be a length.
    Length,
    /// `run` returns it to native code.
    Native,
    /// The frame is a generator's, resumed by an instruction of the frame below (`ForIter`, `Send`).
    Generator,
}

/// A running frame.
#[repr(C)]
pub struct Frame {
    /// Next instruction, saved whenever something can raise or look.
    pub pc: *mut Instr,
    /// Registers.
    pub registers: *mut Slot,
    /// The code, kept alive by `function` or `extra_code`.
    pub code: *const CodeObject,
    /// Module globals.
    pub globals: *const Dict,
    /// Where names are looked up last.
    pub builtins: *const Dict,
    /// The function, whose cells are the free variables; or the code object of module and class bodies.
    pub function: Slot,
    /// Locals mapping of module and class bodies.
    pub locals: Slot,
    /// The frame object, once somebody asked for it.
    pub object: Slot,
    /// The instance under construction (`Entry::Init`), or the generator that runs.
    pub extra: Slot,
    /// The frame below.
    pub previous: *mut Frame,
    /// What to do with the result.
    pub entry: Entry,
    /// Whether `extra` is a generator whose registers these are.
    pub is_generator: bool,
}

impl Frame {
    /// Whether the frame below gets the result, and there are neither a locals mapping, a frame object nor a generator.
    #[inline(always)]
    pub(crate) fn is_simple_call(&self) -> bool {
        let word = |slot: &Slot| std::ptr::from_ref(slot).cast::<u64>();
        // SAFETY: slots are words.
        let owned = unsafe { *word(&self.locals) | *word(&self.object) };
        owned == 0 && self.entry as u8 <= Entry::Length as u8
    }

    /// The function that runs.
    ///
    /// # Safety
    /// The frame is a function's.
    #[inline(always)]
    #[must_use]
    pub unsafe fn function(&self) -> &Function {
        // SAFETY: the caller's promise.
        unsafe { self.function.as_ref().unwrap_unchecked().cast_unchecked() }
    }

    /// The code that runs.
    #[inline(always)]
    #[must_use]
    pub fn code(&self) -> &CodeObject {
        // SAFETY: kept alive by the frame.
        unsafe { &*self.code }
    }

    /// Register `index`.
    ///
    /// # Safety
    /// Within the code's registers.
    #[inline(always)]
    #[must_use]
    pub unsafe fn register(&self, index: u16) -> *mut Slot {
        // SAFETY: the caller's promise.
        unsafe { self.registers.add(index as usize) }
    }
}

const FIRST_CHUNK: usize = 32 << 10;
const CHUNK: usize = 256 << 10;

#[repr(C)]
struct Chunk {
    previous: *mut Chunk,
    end: *mut u8,
    /// Where the stack stood in the previous chunk.
    resume: *mut u8,
}

/// The stack.
#[repr(C)]
pub struct Stack {
    /// Registers of the frame whose instructions run: what the eval loop works on.
    pub registers: *mut Slot,
    /// The innermost frame.
    pub frame: *mut Frame,
    top: *mut u8,
    end: *mut u8,
    chunk: *mut Chunk,
    /// A chunk kept for the next time the present one is full.
    spare: *mut Chunk,
    /// Bytes of all chunks, and the most they ever were.
    bytes: usize,
    peak_bytes: usize,
    /// Frames now.
    pub depth: u32,
}

impl Stack {
    pub(crate) fn new(heap: &mut Heap) -> Result<Stack, OutOfMemory> {
        let chunk = Self::chunk(heap, FIRST_CHUNK)?;
        // SAFETY: fresh.
        unsafe {
            Ok(Stack {
                top: chunk.add(1).cast(),
                end: (*chunk).end,
                chunk,
                spare: std::ptr::null_mut(),
                frame: std::ptr::null_mut(),
                registers: std::ptr::null_mut(),
                bytes: FIRST_CHUNK,
                peak_bytes: FIRST_CHUNK,
                depth: 0,
            })
        }
    }

    /// No stack: what a thread has that does not run. Nothing is pushed on it.
    pub(crate) const fn none() -> Stack {
        Stack {
            registers: std::ptr::null_mut(),
            frame: std::ptr::null_mut(),
            top: std::ptr::null_mut(),
            end: std::ptr::null_mut(),
            chunk: std::ptr::null_mut(),
            spare: std::ptr::null_mut(),
            bytes: 0,
            peak_bytes: 0,
            depth: 0,
        }
    }

    /// Frees the stack, which has no frames. It is no stack afterwards.
    pub(crate) fn free(&mut self) {
        debug_assert!(self.frame.is_null(), "frames own values");
        // SAFETY: the chunks are the stack's own.
        unsafe {
            if let Some(spare) = NonNull::new(self.spare) {
                Heap::free(spare.cast());
            }
            while let Some(chunk) = NonNull::new(self.chunk) {
                self.chunk = chunk.as_ref().previous;
                Heap::free(chunk.cast());
            }
        }
        *self = Stack::none();
    }

    fn chunk(heap: &mut Heap, bytes: usize) -> Result<*mut Chunk, OutOfMemory> {
        let block = heap.alloc(PageKind::Raw, bytes)?;
        let chunk = block.cast::<Chunk>().as_ptr();
        // SAFETY: fresh and big enough.
        unsafe {
            chunk.write(Chunk {
                previous: std::ptr::null_mut(),
                end: block.as_ptr().add(bytes),
                resume: std::ptr::null_mut(),
            });
        }
        Ok(chunk)
    }

    /// Room for a frame record and `registers` registers behind it, nulled but the first `given`.
    ///
    /// # Errors
    /// When the heap is at its limit.
    #[inline(always)]
    pub fn push(&mut self, heap: &mut Heap, registers: usize, given: usize) -> Result<*mut Frame, OutOfMemory> {
        let bytes = size_of::<Frame>() + registers * 8;
        if (self.end as usize) - (self.top as usize) < bytes {
            self.grow(heap, bytes)?;
        }
        let frame = self.top.cast::<Frame>();
        // SAFETY: there is room.
        unsafe {
            self.top = self.top.add(bytes);
            // Volatile, so that it stays a loop: most functions have few registers, and a call of memset costs more.
            let slots = frame.add(1).cast::<u64>();
            for index in given..registers {
                slots.add(index).write_volatile(0);
            }
        }
        Ok(frame)
    }

    /// Takes the innermost frame's room back. Its slots are empty.
    ///
    /// # Safety
    /// `frame` was the last one pushed.
    #[inline(always)]
    pub unsafe fn pop(&mut self, frame: *mut Frame) {
        self.top = frame.cast();
        // SAFETY: the chunk is alive.
        unsafe {
            if self.top == self.chunk.add(1).cast() && !(*self.chunk).previous.is_null() {
                self.shrink();
            }
        }
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, heap: &mut Heap, bytes: usize) -> Result<(), OutOfMemory> {
        let need = bytes + size_of::<Chunk>();
        // SAFETY: chunks are alive until freed here.
        unsafe {
            let spare = std::mem::replace(&mut self.spare, std::ptr::null_mut());
            let fits = !spare.is_null() && (*spare).end as usize - spare as usize >= need;
            let chunk = if fits {
                spare
            } else {
                if let Some(spare) = NonNull::new(spare) {
                    self.bytes -= Heap::usable_size(spare.cast());
                    Heap::free(spare.cast());
                }
                let chunk = Self::chunk(heap, CHUNK.max(need))?;
                self.bytes += Heap::usable_size(NonNull::new_unchecked(chunk).cast());
                self.peak_bytes = self.peak_bytes.max(self.bytes);
                chunk
            };
            (*chunk).previous = self.chunk;
            (*chunk).resume = self.top;
            self.chunk = chunk;
            self.top = chunk.add(1).cast();
            self.end = (*chunk).end;
        }
        Ok(())
    }

    #[cold]
    #[inline(never)]
    fn shrink(&mut self) {
        // SAFETY: the chunk is empty and has a previous one.
        unsafe {
            let empty = self.chunk;
            self.chunk = (*empty).previous;
            self.top = (*empty).resume;
            self.end = (*self.chunk).end;
            if let Some(spare) = NonNull::new(std::mem::replace(&mut self.spare, empty)) {
                self.bytes -= Heap::usable_size(spare.cast());
                Heap::free(spare.cast());
            }
        }
    }

    /// Bytes of the stack, its spare chunk included.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// The most bytes it ever had.
    #[must_use]
    pub fn peak_bytes(&self) -> usize {
        self.peak_bytes
    }

    /// Calls `visit` with every value that the frames own.
    pub fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        let mut frame = self.frame;
        // SAFETY: frames on the stack are complete.
        unsafe {
            while !frame.is_null() {
                for slot in [&(*frame).function, &(*frame).locals, &(*frame).object, &(*frame).extra] {
                    slot.iter().for_each(&mut *visit);
                }
                if !(*frame).is_generator {
                    for index in 0..(*(*frame).code).registers as usize {
                        (*(*frame).registers.add(index)).iter().for_each(&mut *visit);
                    }
                }
                frame = (*frame).previous;
            }
        }
    }
}
