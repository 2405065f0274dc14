//! A stable, adaptive merge sort: natural runs, merged in powersort's order (Munro and Wild, ESA 2018), galloping as
//! in Tim Peters' listsort.
//!
//! Words are moved about without their counts. After an exception the items are the same words in some order.

use std::mem::MaybeUninit;
use std::ptr::NonNull;

use super::sort::{Buffer, Item, Order};
use crate::core::error::PyResult;
use crate::core::vm::Vm;

/// A run and its depth in the merge tree.
#[derive(Clone, Copy)]
struct Run {
    start: usize,
    len: usize,
    power: u32,
}

/// More runs than any 64-bit length can have pending.
const MAX_PENDING: usize = 70;
/// Wins in a row that make a merge gallop.
const MIN_GALLOP: usize = 7;

/// Sorts items by an order.
pub(super) struct Sorter<'a, T, O> {
    vm: &'a mut Vm,
    items: *mut T,
    len: usize,
    scratch: Option<(Buffer<T>, usize)>,
    min_gallop: usize,
    compared: usize,
    order: std::marker::PhantomData<O>,
}

impl<'a, T: Item, O: Order> Sorter<'a, T, O> {
    /// Sorts `items`.
    ///
    /// # Errors
    /// What comparisons raise; `MemoryError`.
    pub(super) fn sort(vm: &'a mut Vm, items: &mut [T]) -> PyResult<()> {
        let (items, len) = (items.as_mut_ptr(), items.len());
        let mut sorter = Sorter {
            vm,
            items,
            len,
            scratch: None,
            min_gallop: MIN_GALLOP,
            compared: 0,
            order: std::marker::PhantomData::<O>,
        };
        // SAFETY: the items are the caller's, and reached through this pointer only until the sorter is done.
        let result = unsafe { sorter.run() };
        if let Some((mut scratch, _)) = sorter.scratch.take() {
            scratch.free();
        }
        result
    }

    /// Whether `a < b`.
    #[inline(always)]
    fn less(&mut self, a: T, b: T) -> PyResult<bool> {
        self.compared += 1;
        self.vm.work_at(self.compared)?;
        // SAFETY: items' keys are live values of the kind that the order was chosen for.
        unsafe { O::less(self.vm, a.key(), b.key()) }
    }

    unsafe fn run(&mut self) -> PyResult<()> {
        let mut pending = [MaybeUninit::<Run>::uninit(); MAX_PENDING];
        let mut count = 0;
        let min_run = min_run(self.len);
        let mut start = 0;
        // SAFETY: all places are below `len`; the first `count` pending runs are initialised, and powersort keeps
        // their powers rising, so there are at most 65.
        unsafe {
            while start < self.len {
                let mut len = self.count_run(start)?;
                if len < min_run {
                    let forced = min_run.min(self.len - start);
                    self.insertion_sort(start, len, forced)?;
                    len = forced;
                }
                let mut run = Run { start, len, power: 0 };
                if count > 0 {
                    let last = pending[count - 1].assume_init();
                    let power = power(last, run, self.len);
                    while count > 1 && pending[count - 2].assume_init().power > power {
                        let (left, right) = (pending[count - 2].assume_init(), pending[count - 1].assume_init());
                        let merged = self.merge(left, right)?;
                        count -= 1;
                        pending[count - 1].write(merged);
                    }
                    pending[count - 1].assume_init_mut().power = power;
                }
                start += run.len;
                run.power = 0;
                pending[count].write(run);
                count += 1;
            }
            while count > 1 {
                let (left, right) = (pending[count - 2].assume_init(), pending[count - 1].assume_init());
                let merged = self.merge(left, right)?;
                count -= 1;
                pending[count - 1].write(merged);
            }
        }
        Ok(())
    }

    /// The length of the run at `start`; a strictly falling one is turned round.
    unsafe fn count_run(&mut self, start: usize) -> PyResult<usize> {
        // SAFETY: places below `len`.
        unsafe {
            let at = self.items.add(start);
            let most = self.len - start;
            if most < 2 {
                return Ok(most);
            }
            let mut len = 2;
            if self.less(*at.add(1), *at)? {
                while len < most && self.less(*at.add(len), *at.add(len - 1))? {
                    len += 1;
                }
                std::slice::from_raw_parts_mut(at, len).reverse();
            } else {
                while len < most && !self.less(*at.add(len), *at.add(len - 1))? {
                    len += 1;
                }
            }
            Ok(len)
        }
    }

    /// Sorts `len` items from `start`, of which the first `sorted` are in order, by binary insertion.
    unsafe fn insertion_sort(&mut self, start: usize, sorted: usize, len: usize) -> PyResult<()> {
        // SAFETY: places below `len`; after each step the words are the same in another order.
        unsafe {
            let at = self.items.add(start);
            for next in sorted..len {
                let item = *at.add(next);
                let (mut low, mut high) = (0, next);
                while low < high {
                    let middle = low + (high - low) / 2;
                    if self.less(item, *at.add(middle))? { high = middle } else { low = middle + 1 }
                }
                std::ptr::copy(at.add(low), at.add(low + 1), next - low);
                *at.add(low) = item;
            }
        }
        Ok(())
    }

    /// Merges neighbours.
    unsafe fn merge(&mut self, left: Run, right: Run) -> PyResult<Run> {
        let merged = Run { start: left.start, len: left.len + right.len, power: right.power };
        // SAFETY: both runs are within the items.
        unsafe {
            let a = self.items.add(left.start);
            let b = self.items.add(right.start);
            // What of the left run comes first anyway, and what of the right run comes last.
            let skipped = self.gallop_right(*b, a, left.len, 0)?;
            let (a, a_len) = (a.add(skipped), left.len - skipped);
            if a_len == 0 {
                return Ok(merged);
            }
            let b_len = self.gallop_left(*a.add(a_len - 1), b, right.len, right.len - 1)?;
            if b_len == 0 {
                return Ok(merged);
            }
            if a_len <= b_len {
                self.merge_low(a, a_len, b, b_len)?;
            } else {
                self.merge_high(a, a_len, b, b_len)?;
            }
        }
        Ok(merged)
    }

    /// Room for `len` items.
    fn scratch(&mut self, len: usize) -> PyResult<*mut T> {
        if let Some((scratch, room)) = &self.scratch
            && *room >= len
        {
            return Ok(scratch.0.as_ptr());
        }
        if let Some((mut old, _)) = self.scratch.take() {
            old.free();
        }
        let Some(scratch) = Buffer::new(self.vm, len)? else { return Ok(NonNull::dangling().as_ptr()) };
        let place = scratch.0.as_ptr();
        self.scratch = Some((scratch, len));
        Ok(place)
    }

    /// Merges with the left run in scratch memory, from the left.
    unsafe fn merge_low(&mut self, a: *mut T, a_len: usize, b: *mut T, b_len: usize) -> PyResult<()> {
        let scratch = self.scratch(a_len)?;
        // SAFETY: the left run's words are in scratch memory; `to` never passes `b`, since what lies between is
        // as long as what is left of the scratch words. Those are put there at the end, whatever happened.
        unsafe {
            std::ptr::copy_nonoverlapping(a, scratch, a_len);
            let mut state = Merge { to: a, a: scratch, a_left: a_len, b, b_left: b_len };
            let result = self.merge_low_steps(&mut state);
            std::ptr::copy_nonoverlapping(state.a, state.to, state.a_left);
            result
        }
    }

    unsafe fn merge_low_steps(&mut self, m: &mut Merge<T>) -> PyResult<()> {
        // SAFETY: places within the runs that are left.
        unsafe {
            m.take_b(1);
            while m.a_left > 0 && m.b_left > 0 {
                let (mut a_wins, mut b_wins) = (0, 0);
                while a_wins < self.min_gallop && b_wins < self.min_gallop {
                    if self.less(*m.b, *m.a)? {
                        m.take_b(1);
                        (a_wins, b_wins) = (0, b_wins + 1);
                        if m.b_left == 0 {
                            return Ok(());
                        }
                    } else {
                        m.take_a(1);
                        (a_wins, b_wins) = (a_wins + 1, 0);
                        if m.a_left == 0 {
                            return Ok(());
                        }
                    }
                }
                loop {
                    self.min_gallop -= usize::from(self.min_gallop > 1);
                    let a_wins = self.gallop_right(*m.b, m.a, m.a_left, 0)?;
                    m.take_a(a_wins);
                    if m.a_left == 0 {
                        return Ok(());
                    }
                    m.take_b(1);
                    if m.b_left == 0 {
                        return Ok(());
                    }
                    let b_wins = self.gallop_left(*m.a, m.b, m.b_left, 0)?;
                    m.take_b(b_wins);
                    if m.b_left == 0 {
                        return Ok(());
                    }
                    m.take_a(1);
                    if m.a_left == 0 {
                        return Ok(());
                    }
                    if a_wins < MIN_GALLOP && b_wins < MIN_GALLOP {
                        break;
                    }
                }
                self.min_gallop += 2;
            }
        }
        Ok(())
    }

    /// Merges with the right run in scratch memory, from the right.
    unsafe fn merge_high(&mut self, a: *mut T, a_len: usize, b: *mut T, b_len: usize) -> PyResult<()> {
        let scratch = self.scratch(b_len)?;
        // SAFETY: as in `merge_low`: the hole between what is left of the left run and what is done is as long as
        // what is left of the scratch words, which go there at the end.
        unsafe {
            std::ptr::copy_nonoverlapping(b, scratch, b_len);
            let mut state = Merge { to: b.add(b_len), a, a_left: a_len, b: scratch, b_left: b_len };
            let result = self.merge_high_steps(&mut state);
            std::ptr::copy_nonoverlapping(state.b, state.to.sub(state.b_left), state.b_left);
            result
        }
    }

    unsafe fn merge_high_steps(&mut self, m: &mut Merge<T>) -> PyResult<()> {
        // SAFETY: places within the runs that are left.
        unsafe {
            m.take_last_a(1);
            while m.a_left > 0 && m.b_left > 0 {
                let (mut a_wins, mut b_wins) = (0, 0);
                while a_wins < self.min_gallop && b_wins < self.min_gallop {
                    if self.less(m.last_b(), m.last_a())? {
                        m.take_last_a(1);
                        (a_wins, b_wins) = (a_wins + 1, 0);
                        if m.a_left == 0 {
                            return Ok(());
                        }
                    } else {
                        m.take_last_b(1);
                        (a_wins, b_wins) = (0, b_wins + 1);
                        if m.b_left == 0 {
                            return Ok(());
                        }
                    }
                }
                loop {
                    self.min_gallop -= usize::from(self.min_gallop > 1);
                    let kept = self.gallop_right(m.last_b(), m.a, m.a_left, m.a_left - 1)?;
                    let a_wins = m.a_left - kept;
                    m.take_last_a(a_wins);
                    if m.a_left == 0 {
                        return Ok(());
                    }
                    m.take_last_b(1);
                    if m.b_left == 0 {
                        return Ok(());
                    }
                    let kept = self.gallop_left(m.last_a(), m.b, m.b_left, m.b_left - 1)?;
                    let b_wins = m.b_left - kept;
                    m.take_last_b(b_wins);
                    if m.b_left == 0 {
                        return Ok(());
                    }
                    m.take_last_a(1);
                    if m.a_left == 0 {
                        return Ok(());
                    }
                    if a_wins < MIN_GALLOP && b_wins < MIN_GALLOP {
                        break;
                    }
                }
                self.min_gallop += 2;
            }
        }
        Ok(())
    }

    /// Where `item` goes in a sorted run, in front of its equals; the search widens from `hint`.
    unsafe fn gallop_left(&mut self, item: T, run: *const T, len: usize, hint: usize) -> PyResult<usize> {
        // SAFETY: places below `len`.
        unsafe { self.gallop(len, hint, |sorter, place| sorter.less(*run.add(place), item)) }
    }

    /// Where `item` goes in a sorted run, behind its equals.
    unsafe fn gallop_right(&mut self, item: T, run: *const T, len: usize, hint: usize) -> PyResult<usize> {
        // SAFETY: places below `len`.
        unsafe { self.gallop(len, hint, |sorter, place| Ok(!sorter.less(item, *run.add(place))?)) }
    }

    /// How many places from the left on `before` holds for: it holds up to some place and not from there on.
    fn gallop(
        &mut self,
        len: usize,
        hint: usize,
        mut before: impl FnMut(&mut Self, usize) -> PyResult<bool>,
    ) -> PyResult<usize> {
        // `before` holds below `low` and does not hold from `high` on.
        let (mut low, mut high);
        let mut step = 1;
        if before(self, hint)? {
            (low, high) = (hint + 1, len);
            while hint + step < len {
                if !before(self, hint + step)? {
                    high = hint + step;
                    break;
                }
                low = hint + step + 1;
                step = step * 2 + 1;
            }
        } else {
            (low, high) = (0, hint);
            while step <= hint {
                if before(self, hint - step)? {
                    low = hint - step + 1;
                    break;
                }
                high = hint - step;
                step = step * 2 + 1;
            }
        }
        while low < high {
            let middle = low + (high - low) / 2;
            if before(self, middle)? { low = middle + 1 } else { high = middle }
        }
        Ok(low)
    }
}

/// A merge under way: what is left of both runs, and where merged words go. From the right, `to` is the end.
struct Merge<T> {
    to: *mut T,
    a: *mut T,
    a_left: usize,
    b: *mut T,
    b_left: usize,
}

impl<T: Copy> Merge<T> {
    #[inline(always)]
    unsafe fn take_a(&mut self, count: usize) {
        // SAFETY: the caller has seen that so many are left; the words come from scratch memory.
        unsafe {
            std::ptr::copy_nonoverlapping(self.a, self.to, count);
            (self.to, self.a) = (self.to.add(count), self.a.add(count));
        }
        self.a_left -= count;
    }

    #[inline(always)]
    unsafe fn take_b(&mut self, count: usize) {
        // SAFETY: as above; source and target may overlap.
        unsafe {
            std::ptr::copy(self.b, self.to, count);
            (self.to, self.b) = (self.to.add(count), self.b.add(count));
        }
        self.b_left -= count;
    }

    #[inline(always)]
    unsafe fn last_a(&self) -> T {
        // SAFETY: the caller has seen that one is left.
        unsafe { *self.a.add(self.a_left - 1) }
    }

    #[inline(always)]
    unsafe fn last_b(&self) -> T {
        // SAFETY: the caller has seen that one is left.
        unsafe { *self.b.add(self.b_left - 1) }
    }

    #[inline(always)]
    unsafe fn take_last_a(&mut self, count: usize) {
        self.a_left -= count;
        // SAFETY: so many were left; source and target may overlap.
        unsafe {
            self.to = self.to.sub(count);
            std::ptr::copy(self.a.add(self.a_left), self.to, count);
        }
    }

    #[inline(always)]
    unsafe fn take_last_b(&mut self, count: usize) {
        self.b_left -= count;
        // SAFETY: so many were left, in scratch memory.
        unsafe {
            self.to = self.to.sub(count);
            std::ptr::copy_nonoverlapping(self.b.add(self.b_left), self.to, count);
        }
    }
}

/// The shortest run worth merging: 16 to 32, such that `len` over it is just below a power of two.
fn min_run(mut len: usize) -> usize {
    let mut odd = 0;
    while len >= 32 {
        odd |= len & 1;
        len >>= 1;
    }
    len + odd
}

/// The depth of the boundary between two runs in the nearly optimal merge tree: the first bit in which the
/// positions of their middles, as fractions of `total`, differ.
fn power(left: Run, right: Run, total: usize) -> u32 {
    let total = total as u128;
    let a = ((2 * left.start + left.len) as u128) << 62;
    let b = ((2 * right.start + right.len) as u128) << 62;
    let differing = (a / total) ^ (b / total);
    (differing as u64).leading_zeros()
}
