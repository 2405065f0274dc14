//! Memory of the number kernels out of the interpreter's heap, and room for results.

use std::ops::{Deref, DerefMut};
use std::ptr::NonNull;

use pitviper_number::{self as number, Memory, Written};
use pitviper_object::{Heap, OutOfMemory, PageKind, Value};

use super::{Int, allocate, from_int};
use crate::core::error::{PyResult, Raised};
use crate::core::vm::Vm;
use crate::types::portions;

/// Scratch limbs in a heap block.
pub struct Limbs {
    block: Option<NonNull<u64>>,
    len: usize,
}

impl Limbs {
    /// So many limbs, all zero.
    ///
    /// # Errors
    /// When the heap is at its limit.
    pub fn new(vm: &mut Vm, len: usize) -> Result<Limbs, OutOfMemory> {
        let limbs = Limbs::unset(vm, len)?;
        if let Some(block) = limbs.block {
            // SAFETY: the block is fresh and has `len` words.
            unsafe { portions::fill(&mut vm.heap, block.cast().as_ptr(), 0, len * 8)? };
        }
        Ok(limbs)
    }

    /// So many limbs that hold anything.
    ///
    /// # Errors
    /// When the heap is at its limit.
    fn unset(vm: &mut Vm, len: usize) -> Result<Limbs, OutOfMemory> {
        if len == 0 {
            return Ok(Limbs { block: None, len });
        }
        let bytes = len.checked_mul(8).ok_or(OutOfMemory)?;
        // The heap's memory is mapped by the system, zeroed at first: every word of a block has some value.
        Ok(Limbs { block: Some(vm.heap.alloc(PageKind::Raw, bytes)?.cast()), len })
    }

    /// The same memory as bytes.
    pub fn bytes_mut(&mut self) -> &mut [u8] {
        let len = self.len * 8;
        // SAFETY: any limb is eight bytes.
        unsafe { std::slice::from_raw_parts_mut(self.as_mut_ptr().cast(), len) }
    }
}

impl Deref for Limbs {
    type Target = [u64];

    fn deref(&self) -> &[u64] {
        match self.block {
            // SAFETY: the block is ours and has `len` words of some value.
            Some(block) => unsafe { std::slice::from_raw_parts(block.as_ptr(), self.len) },
            None => &[],
        }
    }
}

impl DerefMut for Limbs {
    fn deref_mut(&mut self) -> &mut [u64] {
        match self.block {
            // SAFETY: as in `deref`.
            Some(block) => unsafe { std::slice::from_raw_parts_mut(block.as_ptr(), self.len) },
            None => &mut [],
        }
    }
}

impl Drop for Limbs {
    fn drop(&mut self) {
        if let Some(block) = self.block {
            // SAFETY: the block is ours.
            unsafe { Heap::free(block.cast()) }
        }
    }
}

impl Memory for Vm {
    type Error = Raised;
    type Buf = Limbs;

    fn limbs(&mut self, n: usize) -> PyResult<Limbs> {
        Ok(Limbs::new(self, n)?)
    }

    fn unset(&mut self, n: usize) -> PyResult<Limbs> {
        Ok(Limbs::unset(self, n)?)
    }

    fn poll(&mut self) -> PyResult<()> {
        self.work(POLL)
    }
}

/// Steps between two polls of the number kernels, which come after some thousands of limb operations.
const POLL: u32 = 64;

/// Results of up to this many limbs are computed on the native stack.
const ON_STACK: usize = 6;

/// Where a result is computed: on the stack when it is short, else in the object that it becomes.
pub struct Room {
    stack: [u64; ON_STACK],
    object: Option<NonNull<Int>>,
    len: usize,
}

impl Room {
    /// Room for so many limbs, which hold anything.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub fn new(vm: &mut Vm, len: usize) -> PyResult<Room> {
        let mut object = None;
        if len > ON_STACK {
            // As in `Limbs::unset`, the limbs that follow have some value.
            object = Some(allocate(vm, len)?);
        }
        Ok(Room { stack: [0; ON_STACK], object, len })
    }

    /// The limbs to write.
    #[inline]
    pub fn limbs(&mut self) -> &mut [u64] {
        match self.object {
            // SAFETY: `len` limbs of some value follow the object, which is ours.
            Some(object) => unsafe { std::slice::from_raw_parts_mut(object.add(1).cast().as_ptr(), self.len) },
            None => &mut self.stack[..self.len],
        }
    }

    /// The int that was written.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub fn finish(mut self, vm: &mut Vm, written: Written) -> PyResult {
        let slack = self.len - written.len;
        match self.object {
            Some(object) if written.len > 1 && slack <= 2 + written.len / 8 => {
                self.object = None;
                // SAFETY: the object is ours alone, and its first `written.len` limbs are the result.
                unsafe {
                    (*object.as_ptr()).len = written.len as u32;
                    (*object.as_ptr()).negative = written.negative;
                    Ok(Value::from_owned(object.cast()))
                }
            }
            _ => from_int(vm, written.of(self.limbs())),
        }
    }

    /// What was written, for results of which only a part is wanted.
    #[must_use]
    pub fn written(&mut self, written: Written) -> number::Int<'_> {
        written.of(self.limbs())
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        if let Some(object) = self.object {
            // SAFETY: an object that nobody else has; it has no slots.
            unsafe { Heap::free(object.cast()) }
        }
    }
}
