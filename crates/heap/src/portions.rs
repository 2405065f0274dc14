//! Long copies and fills, in portions: between two of them it is asked whether somebody wants them to end.

use core::ptr::{self, NonNull};

use crate::heap::Heap;
use crate::{Kind, OutOfMemory};

/// Bytes of a portion.
const PORTION: usize = 1 << 20;

impl Heap {
    /// Copies `bytes` from one place to another that does not overlap it.
    ///
    /// # Errors
    /// When it is to end before all is copied.
    ///
    /// # Safety
    /// As for [`ptr::copy_nonoverlapping`].
    #[inline]
    pub unsafe fn copy(&mut self, from: *const u8, to: *mut u8, bytes: usize) -> Result<(), OutOfMemory> {
        // SAFETY: the caller's promise.
        unsafe {
            if bytes <= PORTION {
                ptr::copy_nonoverlapping(from, to, bytes);
                return Ok(());
            }
            self.portions(bytes, |at, len| ptr::copy_nonoverlapping(from.add(at), to.add(at), len))
        }
    }

    /// Fills a place with a byte.
    ///
    /// # Errors
    /// When it is to end before all is written.
    ///
    /// # Safety
    /// As for [`ptr::write_bytes`].
    #[inline]
    pub unsafe fn fill(&mut self, to: *mut u8, byte: u8, bytes: usize) -> Result<(), OutOfMemory> {
        // SAFETY: the caller's promise.
        unsafe {
            if bytes <= PORTION {
                to.write_bytes(byte, bytes);
                return Ok(());
            }
            self.portions(bytes, |at, len| to.add(at).write_bytes(byte, len))
        }
    }

    /// A block of zeros.
    ///
    /// # Errors
    /// When the limit is reached, or it is to end before all is written.
    pub fn alloc_zeroed(&mut self, kind: Kind, bytes: usize) -> Result<NonNull<u8>, OutOfMemory> {
        let block = self.alloc(kind, bytes)?;
        // SAFETY: the block is fresh and has room for so many bytes.
        unsafe {
            if let Err(error) = self.fill(block.as_ptr(), 0, bytes) {
                Heap::free(block);
                return Err(error);
            }
        }
        Ok(block)
    }

    #[cold]
    fn portions(&mut self, bytes: usize, mut portion: impl FnMut(usize, usize)) -> Result<(), OutOfMemory> {
        let mut at = 0;
        while at < bytes {
            if self.is_hurried() {
                return Err(OutOfMemory);
            }
            let len = PORTION.min(bytes - at);
            portion(at, len);
            at += len;
        }
        Ok(())
    }
}
