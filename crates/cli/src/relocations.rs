//! The table of places that the dynamic loader puts right: it reads all of it before `main`, and nobody reads it again, but
//! its pages (two fifths of a megabyte) stay resident. They are the executable's own, so they can go.

/// Lets go of them.
#[cfg(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64"))]
pub fn forget() {
    use std::ffi::c_void;
    use std::ptr::NonNull;

    use nix::sys::mman::{MmapAdvise, madvise};

    /// An entry of the dynamic section: what it says, and the value.
    type Entry = [usize; 2];
    const END: usize = 0;
    const TABLE: usize = 7;
    const TABLE_SIZE: usize = 8;
    const PAGE: usize = 4096;

    unsafe extern "C" {
        static _DYNAMIC: Entry;
        static __ehdr_start: u8;
    }

    let (mut table, mut size) = (0, 0);
    let mut entry = &raw const _DYNAMIC;
    // SAFETY: the linker puts the dynamic section there, which ends with an entry that says so.
    while let [what, value] = unsafe { entry.read() }
        && what != END
    {
        match what {
            TABLE => table = value,
            TABLE_SIZE => size = value,
            _ => {}
        }
        // SAFETY: this was not the last entry.
        entry = unsafe { entry.add(1) };
    }
    // The loader may have put the address right in place.
    let base = &raw const __ehdr_start;
    if table < base.addr() {
        table += base.addr();
    }
    let (start, end) = (table.next_multiple_of(PAGE), (table + size) / PAGE * PAGE);
    if start < end
        && let Some(start) = NonNull::new(base.with_addr(start).cast_mut().cast::<c_void>())
    {
        // SAFETY: whole pages of a table in the executable that nobody writes to: they come back when they are read. That
        // it fails does no harm.
        let _ = unsafe { madvise(start, end - start.addr().get(), MmapAdvise::MADV_DONTNEED) };
    }
}

/// Lets go of them.
#[cfg(not(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64")))]
pub fn forget() {}
