//! The operating system's memory calls, and nothing else.
//!
//! Invariant: a range given out here is private, readable, writable, aligned to [`ARENA_BYTES`], and
//! owned by the caller until it is passed to [`unmap`]. Refusals are values. Written for pages of 4 KiB;
//! where the OS has larger ones, [`purge`] refuses ranges it cannot take and they stay resident.

use crate::asan;
use crate::layout::ARENA_BYTES;
use core::ptr::{self, NonNull};

fn map(bytes: usize) -> Option<NonNull<u8>> {
    // SAFETY: an anonymous private mapping at an address of the kernel's choice touches nothing that exists.
    let at = unsafe {
        libc::mmap(
            ptr::null_mut(),
            bytes,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
            -1,
            0,
        )
    };
    if at == libc::MAP_FAILED { None } else { NonNull::new(at.cast()) }
}

/// Maps `bytes` (a multiple of the page size) at a multiple of [`ARENA_BYTES`]. `None` when the OS refuses.
pub(crate) fn map_aligned(bytes: usize) -> Option<NonNull<u8>> {
    // Kernels place a mapping right beside the previous one, so after the first arena the plain call
    // is aligned by itself.
    let first = map(bytes)?;
    if first.addr().get() & (ARENA_BYTES - 1) == 0 {
        return Some(first);
    }
    // SAFETY: `first` was mapped just now with this length, and nobody knows it.
    unsafe { unmap(first, bytes) };
    let wide = bytes.checked_add(ARENA_BYTES)?;
    let start = map(wide)?;
    let skip = start.addr().get().wrapping_neg() & (ARENA_BYTES - 1);
    // SAFETY: `skip < ARENA_BYTES`, so `aligned` and the two cut ends lie inside the mapping of `wide` bytes.
    unsafe {
        let aligned = start.add(skip);
        if skip > 0 {
            unmap(start, skip);
        }
        let tail = wide - skip - bytes;
        if tail > 0 {
            unmap(aligned.add(bytes), tail);
        }
        Some(aligned)
    }
}

/// Returns a range to the OS; false when it refuses (the limit on the number of mappings), in which case
/// the range is still mapped.
///
/// # Safety
/// `[at, at + bytes)` is mapped, owned by the caller and no longer used by anyone.
pub(crate) unsafe fn unmap(at: NonNull<u8>, bytes: usize) -> bool {
    asan::owned(at.as_ptr(), bytes);
    // SAFETY: the caller owns the range.
    unsafe { libc::munmap(at.as_ptr().cast(), bytes) == 0 }
}

/// Gives the memory behind a range back and keeps the addresses. Its contents are undefined afterwards.
/// False when the OS refuses; the memory is then still resident.
///
/// # Safety
/// `[at, at + bytes)` is mapped, owned by the caller and holds nothing that is still needed.
pub(crate) unsafe fn purge(at: NonNull<u8>, bytes: usize) -> bool {
    // SAFETY: the caller owns the range and gives up its contents.
    unsafe { libc::madvise(at.as_ptr().cast(), bytes, libc::MADV_DONTNEED) == 0 }
}

/// Makes a range resident, if the OS can do that.
///
/// # Safety
/// `[at, at + bytes)` is mapped and owned by the caller.
#[cfg(target_os = "linux")]
pub(crate) unsafe fn populate(at: NonNull<u8>, bytes: usize) {
    // SAFETY: the range is the caller's, and keeps its contents.
    unsafe { libc::madvise(at.as_ptr().cast(), bytes, libc::MADV_POPULATE_WRITE) };
}

#[cfg(not(target_os = "linux"))]
pub(crate) unsafe fn populate(_: NonNull<u8>, _: usize) {}

/// Lets go of the whole pages behind read-only bytes of the executable: they leave resident memory, and come back from
/// the file when they are read again.
///
/// # Safety
/// `bytes` lie in a private mapping of a file that nobody ever wrote to.
pub unsafe fn forget_file_pages(bytes: &'static [u8]) {
    const PAGE: usize = 4096;
    let start = bytes.as_ptr().addr().next_multiple_of(PAGE);
    let end = (bytes.as_ptr().addr() + bytes.len()) / PAGE * PAGE;
    if start < end {
        let at = bytes.as_ptr().with_addr(start).cast_mut();
        // SAFETY: the pages are the file's, unchanged, says the caller; failing does no harm.
        unsafe { libc::madvise(at.cast(), end - start, libc::MADV_DONTNEED) };
    }
}

/// Changes the length of a mapping without moving it; false when that is not possible.
///
/// # Safety
/// `at` is the start of a mapping of `old` bytes made by [`map_aligned`]; bytes beyond `new` are not used.
#[cfg(target_os = "linux")]
pub(crate) unsafe fn resize_in_place(at: NonNull<u8>, old: usize, new: usize) -> bool {
    // SAFETY: without MREMAP_MAYMOVE the call changes only the end of the caller's own mapping.
    unsafe { libc::mremap(at.as_ptr().cast(), old, new, 0) != libc::MAP_FAILED }
}

/// Moves a mapping to a new aligned place and gives it `new` bytes, without copying; `None` leaves it as it was.
///
/// # Safety
/// `at` is the start of a mapping of `old` bytes made by [`map_aligned`]; on success the old addresses are dead.
#[cfg(target_os = "linux")]
pub(crate) unsafe fn remap_aligned(at: NonNull<u8>, old: usize, new: usize) -> Option<NonNull<u8>> {
    let target = map_aligned(new)?;
    // SAFETY: `target` is a mapping of `new` bytes that nobody else knows, so replacing it hurts nobody;
    // the caller owns the source.
    unsafe {
        let moved = libc::mremap(
            at.as_ptr().cast(),
            old,
            new,
            libc::MREMAP_MAYMOVE | libc::MREMAP_FIXED,
            target.as_ptr().cast::<libc::c_void>(),
        );
        if moved == libc::MAP_FAILED {
            unmap(target, new);
            return None;
        }
    }
    Some(target)
}

/// # Safety
/// As on Linux; shrinking returns the tail, growing is refused.
#[cfg(not(target_os = "linux"))]
pub(crate) unsafe fn resize_in_place(at: NonNull<u8>, old: usize, new: usize) -> bool {
    // SAFETY: the tail is inside the caller's mapping and no longer used.
    new <= old && unsafe { unmap(at.add(new), old - new) }
}

/// # Safety
/// As on Linux; there is no such call here, so the caller copies.
#[cfg(not(target_os = "linux"))]
pub(crate) unsafe fn remap_aligned(_: NonNull<u8>, _: usize, _: usize) -> Option<NonNull<u8>> {
    None
}
