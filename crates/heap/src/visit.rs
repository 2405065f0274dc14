//! Walking the heap: pages, blocks, and the pages touched since the last young collection.
//!
//! Invariant: walking allocates nothing and changes nothing, and nothing may be freed during a walk: the last
//! block of a page takes the page with it. Order is by arena number, then by header slot;
//! blocks within a page by address. A page is *touched* when it became the page its class allocates from, so
//! every container allocated since [`Heap::clear_touched`] lies in a touched page.

use crate::arena::set;
use crate::class::{BINS_PER_KIND, class_size};
use crate::heap::Heap;
use crate::layout::{ALL_SLOTS, Arena, GRANULE, GRANULES, LARGE, Page, TINY, arena_of, page_of, page_start, unpack};
use crate::{Kind, Kinds};
use core::marker::PhantomData;
use core::ptr::{self, NonNull};

/// An allocated block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    pub address: NonNull<u8>,
    /// Usable bytes.
    pub size: usize,
    pub kind: Kind,
}

/// A page, as far as a visitor needs it: `count` blocks of `size` bytes from `start`. In pages of objects
/// a block whose first eight bytes are 0 is free.
#[derive(Clone, Copy, Debug)]
pub struct PageView<'h> {
    pub start: NonNull<u8>,
    /// Bytes from one block to the next.
    pub size: usize,
    /// Blocks that have ever been used; the memory beyond must not be looked at.
    pub count: usize,
    /// Blocks allocated now.
    pub live: usize,
    pub kind: Kind,
    /// The byte of [`Heap::page_note`].
    pub note: *mut u8,
    page: *mut Page,
    heap: PhantomData<&'h Heap>,
}

/// Every page with live blocks, of some kinds. From [`Heap::pages`].
pub struct Pages<'h> {
    heap: &'h Heap,
    kinds: Kinds,
    number: u32,
    slots: u128,
}

/// Container pages touched since the last [`Heap::clear_touched`]. From [`Heap::touched_pages`].
pub struct TouchedPages<'h> {
    arena: *mut Arena,
    word: usize,
    bits: u64,
    heap: PhantomData<&'h Heap>,
}

impl Heap {
    /// Every page of the kinds, large blocks included.
    pub fn pages(&self, kinds: impl Into<Kinds>) -> Pages<'_> {
        Pages { heap: self, kinds: kinds.into(), number: 0, slots: used_slots(self, 0) }
    }

    /// The container pages that may hold blocks allocated since the last [`Heap::clear_touched`].
    pub fn touched_pages(&self) -> TouchedPages<'_> {
        TouchedPages { arena: self.space.touched, word: 0, bits: 0, heap: PhantomData }.start()
    }

    /// Forgets which pages were touched, except those that allocation goes on using.
    pub fn clear_touched(&mut self) {
        let mut arena = core::mem::replace(&mut self.space.touched, ptr::null_mut());
        while !arena.is_null() {
            // SAFETY: the list links live arenas; one that goes leaves the list first.
            unsafe {
                (*arena).touched = [0; 4];
                (*arena).touched_listed = false;
                arena = core::mem::replace(&mut (*arena).touched_next, ptr::null_mut());
            }
        }
        for bin in Kind::Container as usize * BINS_PER_KIND..(Kind::Container as usize + 1) * BINS_PER_KIND {
            let page = self.current[bin];
            if !page.is_null() {
                // SAFETY: a current page is live.
                unsafe { self.touch(page) };
            }
        }
    }

    /// Counts the page of a container as touched, as if the container were allocated now.
    ///
    /// # Safety
    /// `block` is a live block of a container page of this heap.
    pub unsafe fn touch_block(&mut self, block: NonNull<u8>) {
        // SAFETY: a live block has a live page.
        unsafe { self.touch(page_of(block)) };
    }

    /// # Safety
    /// `page` is a live page or large block of containers of this heap.
    pub(crate) unsafe fn touch(&mut self, page: *mut Page) {
        // SAFETY: the caller's page and its arena.
        unsafe {
            let arena = arena_of(page);
            set(&mut (*arena).touched, (*page).first as usize, 1, true);
            if !(*arena).touched_listed {
                (*arena).touched_listed = true;
                (*arena).touched_next = self.space.touched;
                self.space.touched = arena;
            }
        }
    }

    /// Takes an arena that is about to go out of the list of touched ones.
    ///
    /// # Safety
    /// `arena` is a live arena of this heap.
    pub(crate) unsafe fn unlist_touched(&mut self, arena: *mut Arena) {
        // SAFETY: the list links live arenas and ends with null.
        unsafe {
            if !(*arena).touched_listed {
                return;
            }
            let mut link = &raw mut self.space.touched;
            while *link != arena {
                link = &raw mut (**link).touched_next;
            }
            *link = (*arena).touched_next;
            (*arena).touched_next = ptr::null_mut();
            (*arena).touched_listed = false;
        }
    }

    /// Calls `f` with every allocated block of the kinds. Containers and leaves whose owner has not written
    /// the header yet are not seen.
    pub fn visit_blocks(&self, kinds: impl Into<Kinds>, f: &mut dyn FnMut(Block)) {
        for page in self.pages(kinds) {
            page.visit(f);
        }
    }

    /// The allocated block a compressed address names, or `None` for any other number.
    pub fn resolve(&self, packed: u32) -> Option<Block> {
        let (number, offset) = unpack(packed);
        let arena = self.space.arena(number as u32);
        if arena.is_null() {
            return None;
        }
        // SAFETY: a non-null entry is a live arena. The map of an own mapping lies in its first granule and
        // names only granule 1; the others are addresses inside a block, which no map entry may vouch for.
        let page = unsafe {
            if (*arena).huge && offset / GRANULE != 1 {
                return None;
            }
            (*arena).map[offset / GRANULE]
        };
        if page.is_null() {
            return None;
        }
        // SAFETY: mapped granules belong to live pages.
        let (view, at) = unsafe { (view(page)?, arena.cast::<u8>().add(offset)) };
        let from_start = at.addr().checked_sub(view.start.addr().get())?;
        let block = Block { address: NonNull::new(at)?, size: view.size, kind: view.kind };
        (from_start.is_multiple_of(view.size)
            && from_start / view.size < view.count
            && view.is_allocated(block.address))
        .then_some(block)
    }

    /// Calls `f` with the header of every page and large block, empty current pages included.
    pub(crate) fn each_page(&self, mut f: impl FnMut(*mut Page)) {
        for number in 0..self.space.high {
            let arena = self.space.arena(number);
            let mut slots = used_slots(self, number);
            while slots != 0 {
                let slot = slots.trailing_zeros() as usize;
                slots &= slots - 1;
                // SAFETY: a used slot of a live arena is the header of a live page.
                f(unsafe { &raw mut (*arena).slots[slot] });
            }
        }
    }
}

/// The slots of an arena that hold page headers.
fn used_slots(heap: &Heap, number: u32) -> u128 {
    if number >= heap.space.high {
        return 0;
    }
    let arena = heap.space.arena(number);
    if arena.is_null() {
        return 0;
    }
    // SAFETY: a non-null entry is a live arena.
    unsafe { if (*arena).huge { 1 } else { !(*arena).slots_free & ALL_SLOTS } }
}

/// # Safety
/// `page` is the header of a page that lives for `'h`.
unsafe fn view<'h>(page: *mut Page) -> Option<PageView<'h>> {
    // SAFETY: the caller's page.
    unsafe {
        Some(PageView {
            start: NonNull::new(page_start(page))?,
            size: (*page).size,
            count: (*page).extent as usize,
            live: (*page).live() as usize,
            kind: Kind::from_index((*page).kind as usize),
            note: &raw mut (*page).note,
            page,
            heap: PhantomData,
        })
    }
}

impl<'h> Iterator for Pages<'h> {
    type Item = PageView<'h>;
    fn next(&mut self) -> Option<PageView<'h>> {
        loop {
            while self.slots == 0 {
                self.number += 1;
                if self.number >= self.heap.space.high {
                    return None;
                }
                self.slots = used_slots(self.heap, self.number);
            }
            let slot = self.slots.trailing_zeros() as usize;
            self.slots &= self.slots - 1;
            let arena = self.heap.space.arena(self.number);
            // SAFETY: `used_slots` named a header of a live page; nothing is released while the heap is borrowed.
            let view = unsafe { view(&raw mut (*arena).slots[slot]) };
            if let Some(view) = view.filter(|v| v.live > 0 && self.kinds.contains(v.kind)) {
                return Some(view);
            }
        }
    }
}

impl TouchedPages<'_> {
    fn start(mut self) -> Self {
        self.load();
        self
    }

    fn load(&mut self) {
        if !self.arena.is_null() {
            // SAFETY: listed arenas are live, and stay so while the heap is borrowed.
            self.bits = unsafe { (*self.arena).touched[self.word] };
        }
    }
}

impl<'h> Iterator for TouchedPages<'h> {
    type Item = PageView<'h>;
    fn next(&mut self) -> Option<PageView<'h>> {
        while !self.arena.is_null() {
            if self.bits != 0 {
                let granule = self.word * 64 + self.bits.trailing_zeros() as usize;
                self.bits &= self.bits - 1;
                // SAFETY: a touched bit stands for the first granule of a live page, which the map names.
                let view = unsafe { view((*self.arena).map[granule & (GRANULES - 1)]) };
                if let Some(view) = view.filter(|v| v.live > 0) {
                    return Some(view);
                }
                continue;
            }
            if self.word < 3 {
                self.word += 1;
            } else {
                self.word = 0;
                // SAFETY: listed arenas are live.
                self.arena = unsafe { (*self.arena).touched_next };
            }
            self.load();
        }
        None
    }
}

impl PageView<'_> {
    /// Whether the page is one large block.
    pub fn is_large(&self) -> bool {
        // SAFETY: the page lives as long as the heap is borrowed.
        unsafe { (*self.page).flags & LARGE != 0 }
    }

    /// Calls `f` with every allocated block.
    pub fn visit(&self, f: &mut dyn FnMut(Block)) {
        let free = if self.kind == Kind::Raw && !self.is_large() { self.free_raw() } else { FreeSet::NONE };
        for index in 0..self.count {
            // SAFETY: `index < count` blocks lie in the page.
            let address = unsafe { self.start.add(index * self.size) };
            let allocated = match self.kind {
                Kind::Raw => !free.has(index),
                // SAFETY: blocks of objects are at least 16 bytes long and initialised in their first word.
                _ => unsafe { address.cast::<u64>().read() != 0 },
            };
            if allocated {
                f(Block { address, size: self.size, kind: self.kind });
            }
        }
    }

    fn is_allocated(&self, block: NonNull<u8>) -> bool {
        if self.kind != Kind::Raw {
            // SAFETY: the block lies in the page, whose blocks are initialised in their first word.
            return unsafe { block.cast::<u64>().read() != 0 };
        }
        let index = (block.addr().get() - self.start.addr().get()) / self.size;
        self.is_large() || !self.free_raw().has(index)
    }

    /// The free blocks of a raw page, by walking its free list.
    fn free_raw(&self) -> FreeSet {
        let mut set = FreeSet::NONE;
        // SAFETY: the page's free list links blocks of the page; it is at most `count` long.
        unsafe {
            let link = if (*self.page).flags & TINY != 0 { 0 } else { 8 };
            let mut block = (*self.page).free;
            for _ in 0..self.count {
                if block.is_null() {
                    break;
                }
                set.add((block.addr() - self.start.addr().get()) / self.size);
                block = block.add(link).cast::<*mut u8>().read();
            }
        }
        set
    }
}

/// One bit per block of the page with the most blocks: 16 KiB of 8 bytes.
struct FreeSet([u64; 32]);

const _: () = {
    let mut bin = 0;
    while bin < crate::CLASSES {
        assert!(crate::class::class_granules(bin) * GRANULE / class_size(bin) <= 2048);
        bin += 1;
    }
};

impl FreeSet {
    const NONE: FreeSet = FreeSet([0; 32]);

    fn add(&mut self, index: usize) {
        self.0[index / 64 % 32] |= 1 << (index % 64);
    }

    fn has(&self, index: usize) -> bool {
        self.0[index / 64 % 32] & (1 << (index % 64)) != 0
    }
}
