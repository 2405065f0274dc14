//! The heap itself: its state, its life, and the two fast paths.
//!
//! Invariant: a `Heap` never moves (its arenas point back at it), and is reached both through the owner's
//! `&mut Heap` and, by [`Heap::free`], through the arena header. It is therefore not `Unpin`: that is what
//! keeps the compiler from assuming that a `&mut Heap` is the only road to it.

use crate::arena::Space;
use crate::budget::Budget;
use crate::class::{BINS, SMALL_MAX, bin_of, link_offset};
use crate::hooks::Hooks;
use crate::layout::{self, Arena, GRANULE, Page, arena_of, page_of};
use crate::{Config, Kind, OutOfMemory, asan, os};
use core::marker::PhantomPinned;
use core::ops::{Deref, DerefMut};
use core::ptr::{self, NonNull};

/// A private heap. Made and owned by [`HeapBox`].
#[repr(C)]
pub struct Heap {
    /// For the layer above: null at first, never looked at here.
    pub client: *mut (),
    /// For the layer above: the head of its zero list, as a compressed address.
    pub zero_head: u32,
    /// Containers that may be allocated until a collection is due; below zero it is.
    young_left: i32,
    /// What `young_left` was when the last collection ended, and most that it can be.
    young_most: i32,
    /// Called with every container allocated while a collection is due.
    on_due: fn(&mut Heap),
    /// Called with the bytes of each large block handed out.
    pub(crate) on_large: fn(&mut Heap, usize),
    /// Where allocation looks: the current page of each bin, or the dummy page.
    pub(crate) heads: [*mut Page; BINS],
    /// The page each bin allocates from, or null.
    pub(crate) current: [*mut Page; BINS],
    /// Pages with room to spare, by bin.
    pub(crate) partial: [*mut Page; BINS],
    /// Pages of each bin.
    pub(crate) pages: [u32; BINS],
    pub(crate) space: Space,
    pub(crate) budget: Budget,
    pub(crate) hooks: Hooks,
    /// Allocations from pages that are gone, by kind.
    pub(crate) retired: [u64; 3],
    /// Whether its memory stays mapped when its box is dropped.
    pub(crate) abandoned: bool,
    pinned: PhantomPinned,
}

/// Bytes of the heap's own state in its mapping, before the tables.
pub(crate) const STATE_BYTES: usize = size_of::<Heap>().next_multiple_of(GRANULE);
pub(crate) const BOX_BYTES: usize = STATE_BYTES + Space::TABLE_BYTES;
/// What an empty heap is charged: its state and the first granule of each of the two tables.
pub(crate) const FIXED_BYTES: usize = STATE_BYTES + 2 * GRANULE;

/// Owns a [`Heap`] at a fixed address; dropping it gives everything back to the OS, live blocks included.
pub struct HeapBox(NonNull<Heap>);

// SAFETY: a heap uses no thread-locals and nothing outside its own mappings; whoever has the box has all of it.
unsafe impl Send for HeapBox {}

impl HeapBox {
    /// Makes an empty heap. `Err` when the OS refuses its first mapping or the limit is below what an
    /// empty heap takes (some 16 KiB).
    pub fn new(config: Config) -> Result<HeapBox, OutOfMemory> {
        if config.limit.is_some_and(|limit| limit < FIXED_BYTES) {
            return Err(OutOfMemory);
        }
        let base = os::map_aligned(BOX_BYTES).ok_or(OutOfMemory)?;
        let heap = base.cast::<Heap>();
        // SAFETY: the mapping is fresh, zeroed, aligned and large enough for the state and the tables behind it.
        unsafe {
            heap.write(Heap {
                client: ptr::null_mut(),
                zero_head: 0,
                young_left: i32::MAX,
                young_most: i32::MAX,
                on_due: |_| {},
                on_large: |_, _| {},
                heads: [layout::dummy(); BINS],
                current: [ptr::null_mut(); BINS],
                partial: [ptr::null_mut(); BINS],
                pages: [0; BINS],
                space: Space::new(base.add(STATE_BYTES)),
                budget: Budget::new(config),
                hooks: Hooks::default(),
                retired: [0; 3],
                abandoned: false,
                pinned: PhantomPinned,
            });
        }
        Ok(HeapBox(heap))
    }

    pub(crate) fn of(heap: NonNull<Heap>) -> HeapBox {
        HeapBox(heap)
    }
}

impl Deref for HeapBox {
    type Target = Heap;
    #[inline(always)]
    fn deref(&self) -> &Heap {
        // SAFETY: the box owns the heap, which lives as long as the box.
        unsafe { self.0.as_ref() }
    }
}

impl DerefMut for HeapBox {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut Heap {
        // SAFETY: the box owns the heap, which lives as long as the box.
        unsafe { self.0.as_mut() }
    }
}

impl Drop for HeapBox {
    fn drop(&mut self) {
        if self.abandoned {
            return;
        }
        for number in 0..self.space.high {
            let arena = self.space.arena(number);
            if let Some(base) = NonNull::new(arena.cast::<u8>()) {
                // SAFETY: the arena's mapping is ours, and with the heap every block in it dies.
                unsafe { os::unmap(base, (*arena).mapped) };
            }
        }
        self.drop_cached();
        let mut leaving = self.space.leaving;
        while let Some(base) = NonNull::new(leaving.cast::<u8>()) {
            // SAFETY: as above.
            unsafe {
                leaving = (*leaving).next_leaving;
                os::unmap(base, (*base.cast::<Arena>().as_ptr()).mapped);
            }
        }
        // SAFETY: the heap's own mapping; nothing refers to it any more.
        unsafe { os::unmap(self.0.cast(), BOX_BYTES) };
    }
}

impl Heap {
    /// Keeps its memory mapped for good: a system call that nothing can end may still write to it.
    pub fn abandon(&mut self) {
        self.abandoned = true;
    }

    /// Allocates a block of at least `bytes` bytes, aligned to 8. Its first word is 0 when the kind is
    /// `Container` or `Leaf`; all else is undefined. The caller writes a non-zero first word into blocks
    /// of these kinds before anything can visit them. `bytes` may be 0.
    #[inline(always)]
    pub fn alloc(&mut self, kind: Kind, bytes: usize) -> Result<NonNull<u8>, OutOfMemory> {
        if bytes > SMALL_MAX {
            return self.alloc_large(kind, bytes);
        }
        let bin = bin_of(kind, bytes);
        // SAFETY: `bin < BINS`; a head is the dummy page (never written, as its list is empty) or a live
        // page of this bin, whose list links free blocks of it at the bin's link offset.
        unsafe {
            let page = *self.heads.get_unchecked(bin);
            let block = (*page).free;
            if block.is_null() {
                return self.alloc_slow(bin);
            }
            // Said again for kinds without tiny blocks, where the compiler then knows the offset.
            let link = if matches!(kind, Kind::Raw) { link_offset(bin) } else { 8 };
            (*page).free = block.add(link).cast::<*mut u8>().read();
            (*page).used += 1;
            (*page).allocs += 1;
            asan::owned(block, (*page).size);
            Ok(NonNull::new_unchecked(block))
        }
    }

    /// Frees a block and stores 0 into its first word (of 8-byte raw blocks: the link).
    ///
    /// # Safety
    /// `block` came from `alloc` or `realloc` of a heap that is alive, has not been freed, and is not used
    /// again. No other thread is using that heap.
    #[inline(always)]
    pub unsafe fn free(block: NonNull<u8>) {
        // SAFETY: the block is live, so its page is, and it is a block of at least 16 bytes of that page
        // unless a flag says otherwise.
        unsafe {
            let page = page_of(block);
            if (*page).flags != 0 {
                return Heap::free_slow(page, block);
            }
            if cfg!(debug_assertions) {
                crate::page::poison(block.as_ptr(), (*page).size);
            }
            asan::freed(block.as_ptr(), (*page).size);
            let at = block.as_ptr();
            at.add(8).cast::<*mut u8>().write((*page).free);
            at.cast::<u64>().write(0);
            (*page).free = at;
            (*page).used -= 1;
            if (*page).used == 0 {
                Heap::page_emptied(page);
            }
        }
    }

    /// Notes that a container was allocated. Calls the function given to [`Heap::count_young`] when more than the
    /// number given there are alive since then.
    #[inline(always)]
    pub fn container_made(&mut self) {
        self.young_left -= 1;
        if self.young_left < 0 {
            self.due();
        }
    }

    #[cold]
    #[inline(never)]
    fn due(&mut self) {
        // However long it is ignored, the number does not wrap.
        self.young_left = self.young_left.max(i32::MIN / 2);
        (self.on_due)(self);
    }

    /// Notes that a container is about to be freed.
    #[inline(always)]
    pub fn container_gone(&mut self) {
        if self.young_left < self.young_most {
            self.young_left += 1;
        }
    }

    /// Containers made less containers freed since [`Heap::count_young`], not below zero.
    #[must_use]
    pub fn young_count(&self) -> i32 {
        self.young_most.saturating_sub(self.young_left)
    }

    /// Starts counting containers at `count`; with more than `threshold` of them, `on_due` is called.
    pub fn count_young(&mut self, count: i32, threshold: i32, on_due: fn(&mut Heap)) {
        self.young_most = threshold.max(0);
        self.young_left = self.young_most.saturating_sub(count);
        self.on_due = on_due;
    }

    /// The heap a block belongs to.
    ///
    /// # Safety
    /// `block` is a live block (or any address inside the first mebibyte of one).
    #[inline(always)]
    pub unsafe fn of(block: NonNull<u8>) -> NonNull<Heap> {
        // SAFETY: the mask of a live block is its arena's header, whose heap is alive and never null.
        unsafe { NonNull::new_unchecked((*arena_of(block.as_ptr())).heap) }
    }

    /// Bytes of a block, at least those asked for; all of them may be used.
    ///
    /// # Safety
    /// `block` is a live block.
    #[inline]
    pub unsafe fn usable_size(block: NonNull<u8>) -> usize {
        // SAFETY: a live block has a live page.
        unsafe { (*page_of(block)).size }
    }

    /// The kind a block was allocated with.
    ///
    /// # Safety
    /// `block` is a live block.
    #[inline]
    pub unsafe fn kind_of(block: NonNull<u8>) -> Kind {
        // SAFETY: a live block has a live page.
        unsafe { Kind::from_index((*page_of(block)).kind as usize) }
    }

    /// One byte per page for the layer above; 0 in a fresh page and otherwise never touched here.
    ///
    /// # Safety
    /// `block` is a live block; the pointer dies with the page, that is at the latest with its last block.
    #[inline]
    pub unsafe fn page_note(block: NonNull<u8>) -> *mut u8 {
        // SAFETY: a live block has a live page.
        unsafe { &raw mut (*page_of(block)).note }
    }

    /// A block's address in 32 bits: arena number and offset. Never 0, and free of host addresses.
    ///
    /// # Safety
    /// `block` is a live block, or an address inside the first mebibyte of its arena.
    #[inline(always)]
    pub unsafe fn compress(block: NonNull<u8>) -> u32 {
        // SAFETY: the mask of a live block is its arena's header.
        unsafe { layout::pack((*arena_of(block.as_ptr())).number, block.addr().get()) }
    }

    /// The address that [`Heap::compress`] packed.
    ///
    /// # Safety
    /// `packed` came from `compress` of a block of this heap that is still alive.
    #[inline(always)]
    pub unsafe fn expand(&self, packed: u32) -> NonNull<u8> {
        let (number, offset) = layout::unpack(packed);
        let arena: *mut Arena = self.space.arena(number as u32);
        // SAFETY: the block is alive, so its arena is in the table and the offset lies inside it.
        unsafe { NonNull::new_unchecked(arena.cast::<u8>().add(offset)) }
    }
}
