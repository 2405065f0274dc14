//! The layout of an arena: every offset, bit and header field in one place.
//!
//! ```text
//! arena, 1 MiB, aligned            own mapping of a huge block, 1 MiB aligned
//! 0       Arena: heap, bitmaps     0       Arena, its first granule only
//! 256     map: page of granule i   256     map[1] = slot 0
//! 2304    slots: page headers      2304    slot 0
//! 8192    granule 2 … 255          4096    the block, to the end of the mapping
//! ```
//!
//! Page headers sit side by side in the arena's header and not at the start of their pages: at 16 KiB
//! distance all of them would compete for one set of the first-level cache, and a power-of-two buffer
//! would need a page more than its size. The map makes pages of any length and place possible.
//!
//! A compressed address is `arena number (15 bits) << 17 | offset / 8`.

use crate::heap::Heap;
use core::ptr::{self, NonNull};

/// Bytes and alignment of an arena.
pub const ARENA_BYTES: usize = 1 << 20;
/// Bytes of a granule, the unit of pages and large blocks.
pub const GRANULE: usize = 4096;
/// Arenas (and own mappings) one heap can have: what 15 bits can number.
pub const MAX_ARENAS: usize = 1 << 15;
/// Largest block, in bytes, that lives inside an arena; beyond it gets a mapping of its own.
pub const LARGE_MAX: usize = 256 << 10;

pub(crate) const GRANULES: usize = ARENA_BYTES / GRANULE;
pub(crate) const HEADER_GRANULES: usize = 2;
pub(crate) const HEADER_BYTES: usize = HEADER_GRANULES * GRANULE;
/// The free granules of an empty arena.
pub(crate) const ROOM: usize = GRANULES - HEADER_GRANULES;
/// Page headers per arena.
pub(crate) const SLOTS: usize = (HEADER_BYTES - MAP_OFFSET) / 64 - GRANULES * 8 / 64;
pub(crate) const ALL_SLOTS: u128 = (1 << SLOTS) - 1;
/// Where the block of an own mapping starts.
pub(crate) const HUGE_OFFSET: usize = GRANULE;

const MAP_OFFSET: usize = 256;
const OFFSET_BITS: u32 = 17;

/// Someone wants to hear of every free.
pub(crate) const WATCHED: u8 = 1;
/// Blocks of 8 bytes: the link takes the place of the header.
pub(crate) const TINY: u8 = 2;
/// One block that is a run of granules.
pub(crate) const LARGE: u8 = 4;
/// One block with its own mapping (always with `LARGE`).
pub(crate) const HUGE: u8 = 8;

/// Where a page stands with its bin.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum State {
    /// Allocation pops from it; `used` is one higher than the live blocks, so that it never drops to zero.
    Current,
    /// Has room to spare and waits in the bin's list.
    Partial,
    /// Has no or too little room; in no list. `used` counts only the frees that are missing until the page
    /// has room to spare, so that the last of them takes the slow road and the others do not.
    Full,
    /// A large block.
    Large,
}

/// Header of a page or a large block.
#[repr(C)]
pub(crate) struct Page {
    /// First free block, or null.
    pub free: *mut u8,
    /// Frees until someone must act: live blocks less `hidden`, plus one while `Current`.
    pub used: u32,
    /// Reasons for a free to take the slow road.
    pub flags: u8,
    pub kind: u8,
    pub class: u8,
    pub state: State,
    /// Blocks ever handed out.
    pub allocs: u64,
    pub next: *mut Page,
    pub prev: *mut Page,
    /// Bytes of one block.
    pub size: usize,
    /// Blocks that have been on the free list or handed out; memory beyond is untouched.
    pub extent: u16,
    /// Blocks that fit.
    pub capacity: u16,
    /// First granule in the arena.
    pub first: u8,
    /// Index of this header.
    pub slot: u8,
    /// Length in granules; 0 for a huge block.
    pub granules: u8,
    /// Free for the layer above.
    pub note: u8,
    /// Live blocks that `used` leaves out; 0 except while `Full`.
    pub hidden: u32,
}

/// Header of an arena. Never referred to as a whole: of an own mapping only the first granule exists.
#[repr(C)]
pub(crate) struct Arena {
    pub heap: *mut Heap,
    /// Bytes mapped.
    pub mapped: usize,
    pub number: u32,
    pub huge: bool,
    /// Whether the arena is in the list of arenas with touched pages.
    pub touched_listed: bool,
    pub touched_next: *mut Arena,
    /// Slots without a page.
    pub slots_free: u128,
    /// Granules without a page.
    pub free: [u64; 4],
    /// Granules that may be in physical memory.
    pub resident: [u64; 4],
    /// First granules of container pages that became current since the last `clear_touched`.
    pub touched: [u64; 4],
    /// Granules that stay unused because blocks of another heap are referred to as if they were there.
    pub lent: [u64; 4],
    /// The next of the mappings that are on their way back to the OS.
    pub next_leaving: *mut Arena,
    pad: [u64; 9],
    /// The page of each granule, null for free ones.
    pub map: [*mut Page; GRANULES],
    pub slots: [Page; SLOTS],
}

const _: () = {
    assert!(size_of::<Page>() == 64);
    assert!(core::mem::offset_of!(Arena, map) == MAP_OFFSET);
    assert!(size_of::<Arena>() == HEADER_BYTES);
    assert!(core::mem::offset_of!(Arena, slots) + 64 <= HUGE_OFFSET);
    assert!(SLOTS == 92 && LARGE_MAX / GRANULE <= u8::MAX as usize);
};

impl Page {
    pub(crate) const EMPTY: Page = Page {
        free: ptr::null_mut(),
        used: 0,
        flags: 0,
        kind: 0,
        class: 0,
        state: State::Full,
        allocs: 0,
        next: ptr::null_mut(),
        prev: ptr::null_mut(),
        size: 0,
        extent: 0,
        capacity: 0,
        first: 0,
        slot: 0,
        granules: 0,
        note: 0,
        hidden: 0,
    };

    /// Blocks handed out and not freed.
    pub(crate) fn live(&self) -> u32 {
        self.used + self.hidden - u32::from(self.state == State::Current)
    }
}

/// The page that heads a class with nothing to give: its empty free list sends allocation down the slow road.
pub(crate) struct Dummy(Page);

// SAFETY: the dummy page is never written, so sharing it between threads is sharing constants.
unsafe impl Sync for Dummy {}

static DUMMY: Dummy = Dummy(Page::EMPTY);

pub(crate) fn dummy() -> *mut Page {
    (&raw const DUMMY.0).cast_mut()
}

/// The arena a block, page header or granule lies in.
#[inline(always)]
pub(crate) fn arena_of<T>(inside: *mut T) -> *mut Arena {
    inside.map_addr(|a| a & !(ARENA_BYTES - 1)).cast()
}

/// The page of a block.
///
/// # Safety
/// `block` was allocated from a heap that is alive.
#[inline(always)]
pub(crate) unsafe fn page_of(block: NonNull<u8>) -> *mut Page {
    let granule = (block.addr().get() >> 12) & (GRANULES - 1);
    // SAFETY: a block starts in the first mebibyte of its arena or own mapping, whose header is at the
    // mask and maps the block's granule.
    unsafe { (*arena_of(block.as_ptr())).map[granule] }
}

/// First byte of a page's blocks.
///
/// # Safety
/// `page` is a header in a live arena.
pub(crate) unsafe fn page_start(page: *mut Page) -> *mut u8 {
    // SAFETY: `first` is a granule of the same arena, so the sum stays in its mapping.
    unsafe { arena_of(page).cast::<u8>().add((*page).first as usize * GRANULE) }
}

/// Compressed form of an address in arena `number`.
#[inline(always)]
pub(crate) fn pack(number: u32, address: usize) -> u32 {
    (number << OFFSET_BITS) | ((address & (ARENA_BYTES - 1)) >> 3) as u32
}

/// Arena number and byte offset of a compressed address.
#[inline(always)]
pub(crate) fn unpack(packed: u32) -> (usize, usize) {
    ((packed >> OFFSET_BITS) as usize, ((packed & ((1 << OFFSET_BITS) - 1)) as usize) << 3)
}
