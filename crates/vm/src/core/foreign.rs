//! Memory of a heap for libraries that take C allocators.
//!
//! Such libraries pass on an opaque pointer: that is the heap during a call that allocates, and null otherwise. Freeing
//! needs no heap, since a block knows its own.

use std::ffi::{c_int, c_uint, c_void};
use std::ptr::{self, NonNull};

use pitviper_object::{Heap, OutOfMemory, PageKind};

/// Room for `items` of `size` bytes, or null.
///
/// # Safety
/// `opaque` is null, or a heap that nobody else uses meanwhile.
pub unsafe extern "C" fn allocate(opaque: *mut c_void, items: c_uint, size: c_uint) -> *mut c_void {
    let Some(bytes) = (items as usize).checked_mul(size as usize) else { return ptr::null_mut() };
    // SAFETY: the caller's promise.
    match unsafe { opaque.cast::<Heap>().as_mut() }.map(|heap| heap.alloc(PageKind::Raw, bytes)) {
        Some(Ok(block)) => block.as_ptr().cast(),
        Some(Err(OutOfMemory)) | None => ptr::null_mut(),
    }
}

/// As [`allocate`], for libraries that count in signed numbers.
///
/// # Safety
/// As there.
pub unsafe extern "C" fn allocate_signed(opaque: *mut c_void, items: c_int, size: c_int) -> *mut c_void {
    match (c_uint::try_from(items), c_uint::try_from(size)) {
        // SAFETY: the caller's promise.
        (Ok(items), Ok(size)) => unsafe { allocate(opaque, items, size) },
        _ => ptr::null_mut(),
    }
}

/// Gives a block back.
///
/// # Safety
/// It came from one of the functions above, and is given back once; or it is null.
pub unsafe extern "C" fn free(_: *mut c_void, block: *mut c_void) {
    if let Some(block) = NonNull::new(block.cast()) {
        // SAFETY: the caller's promise.
        unsafe { Heap::free(block) }
    }
}
