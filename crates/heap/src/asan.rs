//! AddressSanitizer is told which memory of the heap nobody owns, so that it finds uses of freed Python objects.
//!
//! Only when built with `--cfg pitviper_asan` beside `-Zsanitizer=address` (`tests/sanitize.sh`, the fuzz targets); else
//! these functions do nothing. Of a free block the first 16 bytes, header and link, stay readable: the heap and its
//! visitors read them.

/// Bytes of a free block that stay readable.
#[cfg(pitviper_asan)]
const KEPT: usize = 16;

/// Whether AddressSanitizer is told.
pub(crate) const ON: bool = cfg!(pitviper_asan);

#[cfg(pitviper_asan)]
unsafe extern "C" {
    fn __asan_poison_memory_region(start: *const core::ffi::c_void, bytes: usize);
    fn __asan_unpoison_memory_region(start: *const core::ffi::c_void, bytes: usize);
}

/// A block was freed.
#[inline(always)]
pub(crate) fn freed(block: *mut u8, size: usize) {
    #[cfg(pitviper_asan)]
    if size > KEPT {
        nobodys(block.wrapping_add(KEPT), size - KEPT);
    }
    #[cfg(not(pitviper_asan))]
    let _ = (block, size);
}

/// A range belongs to nobody.
#[inline(always)]
pub(crate) fn nobodys(start: *mut u8, bytes: usize) {
    #[cfg(pitviper_asan)]
    // SAFETY: only the sanitizer's own notes change.
    unsafe {
        __asan_poison_memory_region(start.cast(), bytes);
    }
    #[cfg(not(pitviper_asan))]
    let _ = (start, bytes);
}

/// A range has an owner, or goes back to the OS.
#[inline(always)]
pub(crate) fn owned(start: *mut u8, bytes: usize) {
    #[cfg(pitviper_asan)]
    // SAFETY: only the sanitizer's own notes change.
    unsafe {
        __asan_unpoison_memory_region(start.cast(), bytes);
    }
    #[cfg(not(pitviper_asan))]
    let _ = (start, bytes);
}
