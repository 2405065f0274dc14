//! The references that an object owns, as the collector follows them.

use crate::header::{BUILTIN_SHAPES, Header};
use crate::object::World;

/// Slots in memory at even distances: `count` groups of `width` words, `stride` words from one group to the next.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// The first one.
    pub start: *const u64,
    /// How many groups.
    pub count: u32,
    /// Words of a group.
    pub width: u32,
    /// Words from one group to the next.
    pub stride: u32,
}

impl Run {
    /// Words without gaps.
    #[inline(always)]
    #[must_use]
    pub fn dense(start: *const u64, count: u32) -> Run {
        Run { start, count, width: 1, stride: 1 }
    }
}

impl Run {
    /// The objects in it, but for `None`, which most slots hold that lead nowhere.
    ///
    /// # Safety
    /// The run lies in memory that a live object owns and that does not change meanwhile.
    #[inline(always)]
    pub unsafe fn each(self, mut f: impl FnMut(*mut Header)) {
        let mut at = self.start;
        if self.width == 1 {
            let step = self.stride as usize;
            let end = at.wrapping_add(self.count as usize * step);
            while at != end {
                // SAFETY: the caller's promise.
                follow(unsafe { *at }, &mut f);
                at = at.wrapping_add(step);
            }
            return;
        }
        for _ in 0..self.count {
            for word in 0..self.width {
                // SAFETY: the caller's promise.
                follow(unsafe { *at.add(word as usize) }, &mut f);
            }
            at = at.wrapping_add(self.stride as usize);
        }
    }

    /// As [`Run::each`], `None` too; `ahead` is told of each word a few before its turn, whatever it is.
    ///
    /// # Safety
    /// As `each`; `ahead` does not look at what its argument points to.
    #[inline(always)]
    pub unsafe fn each_ahead(self, ahead: impl Fn(*mut Header), mut f: impl FnMut(*mut Header)) {
        const BLOCK: u32 = 8;
        if self.width != 1 {
            // SAFETY: the caller's promise.
            return unsafe { self.each(f) };
        }
        let step = self.stride as usize;
        let (mut at, mut left) = (self.start, self.count);
        while left > 0 {
            let block = left.min(BLOCK);
            left -= block;
            let mut next = at;
            for _ in 0..block {
                // SAFETY: the caller's promise.
                ahead(unsafe { *next } as *mut Header);
                next = next.wrapping_add(step);
            }
            for _ in 0..block {
                // SAFETY: as above.
                let word = unsafe { *at };
                if word & 3 == 0 && word != 0 {
                    f(word as *mut Header);
                }
                at = at.wrapping_add(step);
            }
        }
    }

    /// Cuts the first groups off, at most `count`.
    pub fn take_front(&mut self, count: u32) -> Run {
        let front = Run { count: count.min(self.count), ..*self };
        self.count -= front.count;
        self.start = self.start.wrapping_add(front.count as usize * self.stride as usize);
        front
    }
}

#[inline(always)]
fn follow(word: u64, f: &mut impl FnMut(*mut Header)) {
    if word & 3 == 0 && word != 0 && word != crate::singletons::NONE.word() {
        f(word as *mut Header);
    }
}

/// What is done with the references of an object. None of the functions changes a slot.
pub trait Visitor {
    /// The class of an instance of a Python class.
    fn class(&mut self, class: *mut Header);

    /// An object in a slot, which may be a container.
    fn slot(&mut self, object: *mut Header);

    /// Slots at even distances.
    ///
    /// # Safety
    /// As [`Run::each`].
    #[inline(always)]
    unsafe fn run(&mut self, run: Run) {
        // SAFETY: the caller's promise.
        unsafe { run.each(|object| self.slot(object)) };
    }
}

/// Where the slots of the last instance looked at were: as a rule the next one is of the same shape.
#[derive(Clone, Copy)]
pub struct Memo {
    shape: u32,
    count: u32,
    class: *mut Header,
}

impl Memo {
    /// Of no shape.
    #[must_use]
    pub const fn new() -> Memo {
        Memo { shape: 0, count: 0, class: std::ptr::null_mut() }
    }
}

impl Default for Memo {
    fn default() -> Memo {
        Memo::new()
    }
}

/// Shows `visitor` everything that `object` owns a count of and that may be a container.
///
/// # Safety
/// `object` is a live object of the heap of `world`; since `memo` was made no shape changed.
#[inline(always)]
pub unsafe fn visit(world: &World, object: *mut Header, memo: &mut Memo, visitor: &mut impl Visitor) {
    // SAFETY: kind and shape say where the object's slots are; those of a shape in the memo follow the header.
    unsafe {
        let number = (*object).shape();
        if number == memo.shape {
            visitor.class(memo.class);
            Run::dense(object.add(1).cast(), memo.count).each(|object| visitor.slot(object));
        } else {
            visit_any(world, object, memo, visitor);
        }
    }
}

#[inline(always)]
unsafe fn visit_any(world: &World, object: *mut Header, memo: &mut Memo, visitor: &mut impl Visitor) {
    // SAFETY: as above.
    unsafe {
        let number = (*object).shape();
        let info = if number < BUILTIN_SHAPES {
            &world.kinds[number as usize]
        } else {
            let shape = world.shapes.get(number);
            visitor.class(shape.class.get());
            let info = &world.kinds[shape.kind as usize];
            let count = shape.slot_count();
            if shape.base != 0 && !shape.overflows() {
                let start = object.cast::<u8>().add(shape.base as usize).cast::<u64>();
                Run::dense(start, count).each(|object| visitor.slot(object));
                if shape.base as usize == size_of::<Header>() {
                    *memo = Memo { shape: number, count, class: shape.class.get() };
                    return;
                }
            } else {
                for index in 0..count {
                    let word = *shape.slot_address(object, index, info.size).cast::<u64>();
                    follow(word, &mut |object| visitor.slot(object));
                }
            }
            info
        };
        if let Some(edges) = info.edges {
            visitor.run(edges(object));
            return;
        }
        for index in 0.. {
            let place = (info.slot)(object, index);
            if place.is_null() {
                return;
            }
            follow(*place.cast::<u64>(), &mut |object| visitor.slot(object));
        }
    }
}
