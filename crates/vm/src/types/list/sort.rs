//! `list.sort`: what is compared, and how.
//!
//! The list is empty while it is sorted: its buffer is detached, so keys and comparisons may do with the list
//! what they like. Words are moved about without their counts; after an exception the buffer holds the same
//! words in some order.

use std::cmp::Ordering;
use std::mem::ManuallyDrop;
use std::ptr::NonNull;

use pitviper_object::{Heap, OutOfMemory, PageKind, Value};

use super::List;
use super::merge_sort::Sorter;
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
pub(super) trait Item: Copy {
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
pub(super) trait Order {
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
pub(super) struct Buffer<T>(pub(super) NonNull<T>);

impl<T> Buffer<T> {
    /// `None` for no items.
    pub(super) fn new(vm: &mut Vm, len: usize) -> Result<Option<Buffer<T>>, OutOfMemory> {
        if len == 0 {
            return Ok(None);
        }
        let bytes = len.checked_mul(size_of::<T>()).ok_or(OutOfMemory)?;
        Ok(Some(Buffer(vm.heap.alloc(PageKind::Raw, bytes)?.cast())))
    }

    pub(super) fn free(&mut self) {
        // SAFETY: allocated in `new`, freed once: callers do not use it afterwards.
        unsafe { Heap::free(self.0.cast()) };
    }
}
