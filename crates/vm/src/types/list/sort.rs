//! `list.sort`: a stable, adaptive merge sort (natural runs, merged in powersort's order: Munro and Wild, ESA
//! 2018; galloping as in Tim Peters' listsort).
//!
//! The list is empty while it is sorted: its buffer is detached, so keys and comparisons may do with the list
//! what they like. Words are moved about without their counts; after an exception the buffer holds the same
//! words in some order.

use std::cmp::Ordering;
use std::mem::{ManuallyDrop, MaybeUninit};
use std::ptr::NonNull;

use pitviper_object::{Heap, OutOfMemory, PageKind, Value};

use super::List;
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::iterators::{is_name, receiver};
use crate::types::str::Str;
use crate::types::tuple::Tuple;
use pitviper_text::Chars;

pub(super) fn method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names: &[Value] = args.names.map_or(&[], Tuple::items);
    let positional = args.values.len() - names.len();
    if args.values.len() > 3 {
        let given = args.values.len() - 1;
        let what = if positional == 1 { "keyword " } else { "" };
        return Err(vm.type_error(format_args!("sort() takes at most 2 {what}arguments ({given} given)")));
    }
    if positional > 1 {
        return Err(vm.type_error(format_args!("sort() takes no positional arguments")));
    }
    let (mut key, mut reverse) = (None, false);
    for (name, value) in names.iter().zip(&args.values[positional..]) {
        if is_name(name, "key") {
            key = Some(value).filter(|key| !key.is_none());
        } else if is_name(name, "reverse") {
            reverse = vm.truth(value)?;
        } else if let Some(name) = name.downcast::<Str>() {
            return Err(vm.type_error(format_args!("sort() got an unexpected keyword argument '{name}'")));
        }
    }
    // SAFETY: a receiver.
    let list: &List = unsafe { receiver(&args.values[0]) };
    sort(vm, list, key, reverse)?;
    Ok(Value::none())
}

impl Vm {
    /// Sorts a list in place, by the results of `key` when there is one.
    ///
    /// # Errors
    /// What the key function or comparisons raise, the list holding its items in some order then; `ValueError`
    /// when these changed the list; `MemoryError`.
    pub fn list_sort(&mut self, list: &List, key: Option<&Value>, reverse: bool) -> PyResult<()> {
        sort(self, list, key, reverse)
    }
}

fn sort(vm: &mut Vm, list: &List, key: Option<&Value>, reverse: bool) -> PyResult<()> {
    let parts = list.detach_to_sort();
    let (items, len) = (parts.0.cast::<u64>(), parts.1 as usize);
    let result = match key {
        // SAFETY: `len` owned words that nothing else reaches while the list does without them.
        None => unsafe { sort_words(vm, items, len, reverse) },
        // SAFETY: as above.
        Some(key) => unsafe { sort_by_key(vm, items, len, key, reverse) },
    };
    let modified = !list.untouched();
    // SAFETY: the parts come from `detach_to_sort` above, the words the same in another order.
    let meanwhile = unsafe { list.restore(parts) };
    // SAFETY: what the list held meanwhile is nobody else's.
    unsafe { List::free_parts(meanwhile) };
    result?;
    if modified {
        return Err(vm.value_error(format_args!("list modified during sort")));
    }
    debug_assert_eq!(list.len(), len);
    Ok(())
}

/// What is sorted: a word and what it is compared by.
trait Item: Copy {
    fn key(&self) -> &u64;
}

/// An item that is its own key.
#[derive(Clone, Copy)]
#[repr(transparent)]
struct Plain(u64);

/// An item with the result of the key function.
#[derive(Clone, Copy)]
#[repr(C)]
struct Keyed {
    key: u64,
    value: u64,
}

impl Item for Plain {
    #[inline(always)]
    fn key(&self) -> &u64 {
        &self.0
    }
}

impl Item for Keyed {
    #[inline(always)]
    fn key(&self) -> &u64 {
        &self.key
    }
}

/// A key's word as the value it is, borrowed: the buffer owns it.
///
/// # Safety
/// `word` is the word of a live value.
#[inline(always)]
unsafe fn value(word: &u64) -> &Value {
    // SAFETY: a value is its word, which is not zero.
    unsafe { &*std::ptr::from_ref(word).cast::<Value>() }
}

/// How keys are compared.
trait Order {
    /// Whether `a < b`.
    ///
    /// # Safety
    /// The words are keys of the kind that the order is for.
    unsafe fn less(vm: &mut Vm, a: &u64, b: &u64) -> PyResult<bool>;
}

/// Inline ints: their words are ordered as they are.
struct Ints;
/// Inline floats: none is NaN.
struct Floats;
/// Exact strings below U+0100: their bytes are ordered as they are.
struct Latin1;
/// Exact strings.
struct Texts;
/// Anything else: Python's `<`.
struct Any;

impl Order for Ints {
    #[inline(always)]
    unsafe fn less(_: &mut Vm, a: &u64, b: &u64) -> PyResult<bool> {
        Ok(a.cast_signed() < b.cast_signed())
    }
}

impl Order for Floats {
    #[inline(always)]
    unsafe fn less(_: &mut Vm, a: &u64, b: &u64) -> PyResult<bool> {
        Ok(pitviper_object::value::decode_f64(*a) < pitviper_object::value::decode_f64(*b))
    }
}

impl Order for Latin1 {
    #[inline(always)]
    unsafe fn less(_: &mut Vm, a: &u64, b: &u64) -> PyResult<bool> {
        // SAFETY: the caller says that they are strings.
        let (a, b) = unsafe { (value(a).cast_unchecked::<Str>(), value(b).cast_unchecked::<Str>()) };
        match (a.chars(), b.chars()) {
            (Chars::One(a), Chars::One(b)) => Ok(a < b),
            (a, b) => Ok(a.cmp(&b) == Ordering::Less),
        }
    }
}

impl Order for Texts {
    #[inline(always)]
    unsafe fn less(_: &mut Vm, a: &u64, b: &u64) -> PyResult<bool> {
        // SAFETY: the caller says that they are strings.
        let (a, b) = unsafe { (value(a).cast_unchecked::<Str>(), value(b).cast_unchecked::<Str>()) };
        Ok(a.chars().cmp(&b.chars()) == Ordering::Less)
    }
}

impl Order for Any {
    #[inline]
    unsafe fn less(vm: &mut Vm, a: &u64, b: &u64) -> PyResult<bool> {
        // SAFETY: words of values that the buffer being sorted owns. Copies are compared, since the places
        // they came from are not written while Python runs, but moved between calls.
        let (a, b) = unsafe { (value(a), value(b)) };
        vm.less(a, b)
    }
}

/// The order that suits all keys.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Ints,
    Floats,
    Latin1,
    Texts,
    Any,
}

fn kind_of(key: &Value) -> Kind {
    if key.is_small_int() {
        Kind::Ints
    } else if key.is_inline_float() {
        Kind::Floats
    } else {
        match key.exact::<Str>() {
            Some(text) if matches!(text.chars(), Chars::One(_)) => Kind::Latin1,
            Some(_) => Kind::Texts,
            None => Kind::Any,
        }
    }
}

/// The most special order that holds for all items.
fn common_kind<T: Item>(items: &[T]) -> Kind {
    let mut common = None;
    for item in items {
        // SAFETY: items are live values.
        let kind = kind_of(unsafe { value(item.key()) });
        common = Some(match common {
            None => kind,
            Some(before) if before == kind => kind,
            Some(Kind::Latin1 | Kind::Texts) if matches!(kind, Kind::Latin1 | Kind::Texts) => Kind::Texts,
            _ => Kind::Any,
        });
        if common == Some(Kind::Any) {
            break;
        }
    }
    common.unwrap_or(Kind::Any)
}

/// # Safety
/// `items` are `len` words of live values that only this call reaches.
unsafe fn sort_words(vm: &mut Vm, items: *mut u64, len: usize, reverse: bool) -> PyResult<()> {
    if len < 2 {
        return Ok(());
    }
    // SAFETY: the caller's promise.
    let words = unsafe { std::slice::from_raw_parts_mut(items.cast::<Plain>(), len) };
    if common_kind(words) == Kind::Ints {
        // SAFETY: as above. Equal inline ints are the same word, so stability cannot be seen.
        let ints = unsafe { std::slice::from_raw_parts_mut(items.cast::<i64>(), len) };
        ints.sort_unstable();
        if reverse {
            ints.reverse();
        }
        return Ok(());
    }
    sort_items(vm, words, reverse)
}

fn sort_items<T: Item>(vm: &mut Vm, items: &mut [T], reverse: bool) -> PyResult<()> {
    // Equal items keep their order: turned round before and after, that holds from the other end too.
    if reverse {
        items.reverse();
    }
    let result = match common_kind(items) {
        Kind::Ints => Sorter::<T, Ints>::sort(vm, items),
        Kind::Floats => Sorter::<T, Floats>::sort(vm, items),
        Kind::Latin1 => Sorter::<T, Latin1>::sort(vm, items),
        Kind::Texts => Sorter::<T, Texts>::sort(vm, items),
        Kind::Any => Sorter::<T, Any>::sort(vm, items),
    };
    if reverse {
        items.reverse();
    }
    result
}

/// # Safety
/// As [`sort_words`].
unsafe fn sort_by_key(vm: &mut Vm, items: *mut u64, len: usize, key: &Value, reverse: bool) -> PyResult<()> {
    let Some(mut buffer) = Buffer::<Keyed>::new(vm, len)? else { return Ok(()) };
    let pairs = buffer.0.as_ptr();
    let mut made = 0;
    let mut result = Ok(());
    // SAFETY: `len` words there, `len` pairs here; keys are owned by the pairs until dropped below.
    unsafe {
        for index in 0..len {
            let word = *items.add(index);
            let item = ManuallyDrop::new(Value::from_bits(word));
            let Some(item) = item.as_ref() else { continue };
            match vm.call(key, std::slice::from_ref(item)) {
                Ok(key) => pairs.add(made).write(Keyed { key: key.into_bits(), value: word }),
                Err(raised) => {
                    result = Err(raised);
                    break;
                }
            }
            made += 1;
        }
        if result.is_ok() && made == len {
            result = sort_items(vm, std::slice::from_raw_parts_mut(pairs, len), reverse);
            for index in 0..len {
                *items.add(index) = (*pairs.add(index)).value;
            }
        }
        for index in 0..made {
            drop(Value::from_bits((*pairs.add(index)).key));
        }
    }
    buffer.free();
    result
}

/// Room for `len` items in the heap.
struct Buffer<T>(NonNull<T>);

impl<T> Buffer<T> {
    /// `None` for no items.
    fn new(vm: &mut Vm, len: usize) -> Result<Option<Buffer<T>>, OutOfMemory> {
        if len == 0 {
            return Ok(None);
        }
        let bytes = len.checked_mul(size_of::<T>()).ok_or(OutOfMemory)?;
        Ok(Some(Buffer(vm.heap.alloc(PageKind::Raw, bytes)?.cast())))
    }

    fn free(&mut self) {
        // SAFETY: allocated in `new`, freed once: callers do not use it afterwards.
        unsafe { Heap::free(self.0.cast()) };
    }
}

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

struct Sorter<'a, T, O> {
    vm: &'a mut Vm,
    items: *mut T,
    len: usize,
    scratch: Option<(Buffer<T>, usize)>,
    min_gallop: usize,
    order: std::marker::PhantomData<O>,
}

impl<'a, T: Item, O: Order> Sorter<'a, T, O> {
    fn sort(vm: &'a mut Vm, items: &mut [T]) -> PyResult<()> {
        let (items, len) = (items.as_mut_ptr(), items.len());
        let mut sorter =
            Sorter { vm, items, len, scratch: None, min_gallop: MIN_GALLOP, order: std::marker::PhantomData::<O> };
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
