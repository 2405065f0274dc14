//! Which objects a phase works on, and how it finds them: headers, page by page.

use std::ptr::NonNull;

use pitviper_heap::{Heap, Kind, PageView};

use crate::header::{DYING, GENERATION, GENERATION_SHIFT, Header, IMMORTAL, MARK, TRACKED};

/// Bits of a page's note.
pub mod note {
    /// Objects of generation 1 may be in the page.
    pub const MIDDLE: u8 = 1;
    /// A phase that ran out of stack comes back to the page.
    pub const REVISIT: u8 = 2;
    /// Garbage may be in the page.
    pub const GARBAGE: u8 = 4;
    /// Candidates that are not marked are in the page.
    pub const CANDIDATES: u8 = 8;
}

/// A test of an object's header, count and flags in one word.
#[derive(Clone, Copy, Debug)]
pub struct Test {
    mask: u64,
    want: u64,
}

const fn flags(flags: u32) -> u64 {
    (flags as u64) << 32
}

/// What makes an object a candidate, whatever its generation: tracked, mortal, not dying, not marked.
const CANDIDATE: Test = Test { mask: IMMORTAL as u64 | flags(TRACKED | DYING | MARK), want: flags(TRACKED) };

/// What the collection under way has found to be garbage.
pub const GARBAGE: Test = Test { mask: CANDIDATE.mask, want: flags(TRACKED | MARK) };

/// The same, whether it has given up its references or not.
pub const CONDEMNED: Test = Test { mask: IMMORTAL as u64 | flags(TRACKED | MARK), want: flags(TRACKED | MARK) };

impl Test {
    /// Candidates of the generations up to `generation`.
    pub fn up_to(generation: u32) -> Test {
        let old = match generation {
            0 => GENERATION,
            1 => 2 << GENERATION_SHIFT,
            _ => 0,
        };
        Test { mask: CANDIDATE.mask | flags(old), want: CANDIDATE.want }
    }

    /// The header as one word: count below, shape and flags above.
    ///
    /// # Safety
    /// `object` points at a header.
    #[inline(always)]
    pub unsafe fn word(object: *const Header) -> u64 {
        // SAFETY: a header is eight bytes, aligned to eight.
        unsafe { *object.cast::<u64>() }
    }

    /// Whether a header passes.
    #[inline(always)]
    pub fn passes(self, word: u64) -> bool {
        word & self.mask == self.want
    }

    /// Whether an object passes.
    pub fn holds_for(self, object: &Header) -> bool {
        // SAFETY: a header.
        self.passes(unsafe { Test::word(object) })
    }
}

/// The pages that are walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Those that allocation touched since the last young collection.
    Touched,
    /// Those with a bit in their note.
    Noted(u8),
    /// All.
    All,
}

impl Scope {
    /// Where objects of the generations up to `generation` are.
    pub fn of(generation: u32) -> Scope {
        match generation {
            0 => Scope::Touched,
            1 => Scope::Noted(note::MIDDLE),
            _ => Scope::All,
        }
    }
}

/// Calls `f` with every page of containers in scope.
///
/// # Safety
/// `f` allocates nothing and frees no container.
pub unsafe fn each_page(heap: NonNull<Heap>, scope: Scope, mut f: impl FnMut(PageView<'_>)) {
    // SAFETY: the heap is alive; what `f` may do does not disturb the walk.
    unsafe {
        match scope {
            Scope::Touched => (*heap.as_ptr()).touched_pages().for_each(f),
            Scope::Noted(bit) => {
                for page in (*heap.as_ptr()).pages(Kind::Container) {
                    if *page.note & bit != 0 {
                        f(page);
                    }
                }
            }
            Scope::All => (*heap.as_ptr()).pages(Kind::Container).for_each(f),
        }
    }
}

/// Calls `f` with every object of a page that passes.
///
/// # Safety
/// As [`each_page`]; `f` may change headers.
#[inline(always)]
pub unsafe fn each_in_page(page: &PageView<'_>, test: Test, mut f: impl FnMut(*mut Header)) {
    let mut block = page.start.as_ptr();
    for _ in 0..page.count {
        // SAFETY: blocks of a container page start with a header, or zero when they are free, which passes no test.
        unsafe {
            if test.passes(*block.cast::<u64>()) {
                f(block.cast());
            }
        }
        block = block.wrapping_add(page.size);
    }
}

/// The note of an object's page.
///
/// # Safety
/// `object` is a live object of a heap.
pub unsafe fn note_of<'a>(object: *mut Header) -> &'a mut u8 {
    // SAFETY: the page lives as long as the object; nobody else holds a reference to the note.
    unsafe { &mut *Heap::page_note(NonNull::new_unchecked(object.cast())) }
}
