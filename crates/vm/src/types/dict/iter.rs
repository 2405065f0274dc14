//! Iterators over dicts: keys, values and items, forwards and backwards.
//!
//! ```text
//! header 8 | dict 8 (null: exhausted) | pair 8 | position 4 | expected length 4 | left 4
//! ```

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value};

use super::Dict;
use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::tuple::Tuple;
use crate::types::tuple::fresh::FreshTuple;

/// An iterator; `K` is its kind.
#[repr(C)]
pub struct DictIterator<const K: u8> {
    /// Count, shape, flags.
    pub header: Header,
    dict: ValueCell,
    /// Of items: the last pair, to be used again when nobody else holds it.
    pair: ValueCell,
    /// Entry number: the next one, or one past the next one when going backwards.
    position: Cell<u32>,
    /// The dict's length when iteration began; `u32::MAX` once it was found changed.
    expected: Cell<u32>,
    left: Cell<u32>,
}

pitviper_object::object!(DictIterator<{ kinds::DICT_KEY_ITERATOR }>, kinds::DICT_KEY_ITERATOR, dict, pair);
pitviper_object::object!(DictIterator<{ kinds::DICT_VALUE_ITERATOR }>, kinds::DICT_VALUE_ITERATOR, dict, pair);
pitviper_object::object!(DictIterator<{ kinds::DICT_ITEM_ITERATOR }>, kinds::DICT_ITEM_ITERATOR, dict, pair);
pitviper_object::object!(
    DictIterator<{ kinds::DICT_REVERSE_KEY_ITERATOR }>,
    kinds::DICT_REVERSE_KEY_ITERATOR,
    dict,
    pair
);
pitviper_object::object!(
    DictIterator<{ kinds::DICT_REVERSE_VALUE_ITERATOR }>,
    kinds::DICT_REVERSE_VALUE_ITERATOR,
    dict,
    pair
);
pitviper_object::object!(
    DictIterator<{ kinds::DICT_REVERSE_ITEM_ITERATOR }>,
    kinds::DICT_REVERSE_ITEM_ITERATOR,
    dict,
    pair
);

const fn is_reverse(kind: u8) -> bool {
    matches!(
        kind,
        kinds::DICT_REVERSE_KEY_ITERATOR | kinds::DICT_REVERSE_VALUE_ITERATOR | kinds::DICT_REVERSE_ITEM_ITERATOR
    )
}

#[inline(always)]
fn this<const K: u8>(value: &Value) -> &DictIterator<K>
where
    DictIterator<K>: pitviper_object::Object,
{
    // SAFETY: slots and methods of the type are only called with its instances.
    unsafe { value.cast_unchecked() }
}

fn create<const K: u8>(vm: &mut Vm, dict: &Dict) -> PyResult
where
    DictIterator<K>: pitviper_object::Object,
{
    let length = dict.table.len();
    let iterator = DictIterator::<K> {
        header: Header::new(u32::from(K), TRACKED),
        dict: ValueCell::new(Some(Obj::from_ref(dict).into_value())),
        pair: ValueCell::new(None),
        position: Cell::new(if is_reverse(K) { dict.table.used() } else { 0 }),
        expected: Cell::new(length),
        left: Cell::new(length),
    };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, iterator)?.into_value())
}

/// An iterator over the keys.
pub(super) fn keys(vm: &mut Vm, dict: &Dict) -> PyResult {
    create::<{ kinds::DICT_KEY_ITERATOR }>(vm, dict)
}

/// An iterator over the values.
pub(super) fn values(vm: &mut Vm, dict: &Dict) -> PyResult {
    create::<{ kinds::DICT_VALUE_ITERATOR }>(vm, dict)
}

/// An iterator over the items.
pub(super) fn items(vm: &mut Vm, dict: &Dict) -> PyResult {
    create::<{ kinds::DICT_ITEM_ITERATOR }>(vm, dict)
}

/// An iterator over the keys, last one first.
pub(super) fn reversed_keys(vm: &mut Vm, dict: &Dict) -> PyResult {
    create::<{ kinds::DICT_REVERSE_KEY_ITERATOR }>(vm, dict)
}

/// An iterator over the values, last one first.
pub(super) fn reversed_values(vm: &mut Vm, dict: &Dict) -> PyResult {
    create::<{ kinds::DICT_REVERSE_VALUE_ITERATOR }>(vm, dict)
}

/// An iterator over the items, last one first.
pub(super) fn reversed_items(vm: &mut Vm, dict: &Dict) -> PyResult {
    create::<{ kinds::DICT_REVERSE_ITEM_ITERATOR }>(vm, dict)
}

/// Puts two items into a pair that nobody else has seen.
pub(crate) fn fill_pair(pair: &Value, first: Value, second: Value) {
    if let Some(tuple) = pair.exact::<Tuple>()
        && tuple.len() == 2
    {
        // SAFETY: the pair was just made with `None` twice and is referenced by the caller only.
        unsafe {
            let items = tuple.items().as_ptr().cast_mut();
            drop(items.replace(first));
            drop(items.add(1).replace(second));
        }
    }
}

/// Removed entries between two live ones that are worth to be counted.
const LONG_GAP: u32 = 1024;

/// The live entry that comes next.
#[inline(always)]
fn advance<const K: u8>(iterator: &DictIterator<K>, dict: &Dict) -> Option<u32> {
    if !is_reverse(K) {
        let mut position = iterator.position.get();
        let index = dict.table.next(&mut position)?;
        iterator.position.set(position);
        return Some(index);
    }
    let mut position = iterator.position.get();
    if position > dict.table.used() {
        return None;
    }
    while position > 0 {
        position -= 1;
        if dict.table.key_word(position) != 0 {
            iterator.position.set(position);
            return Some(position);
        }
    }
    None
}

fn next<const K: u8>(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>>
where
    DictIterator<K>: pitviper_object::Object,
{
    let iterator = this::<K>(value);
    // SAFETY: the cell is written only below, after the last use of `dict`.
    let Some(dict) = (unsafe { iterator.dict.as_ref_unchecked() }).and_then(Value::downcast::<Dict>) else {
        return Ok(None);
    };
    if dict.table.len() != iterator.expected.get() {
        iterator.expected.set(u32::MAX);
        return Err(vm.raise(Exc::RuntimeError, format_args!("dictionary changed size during iteration")));
    }
    let before = iterator.position.get();
    let next = advance(iterator, dict);
    let passed = iterator.position.get().abs_diff(before);
    if passed > LONG_GAP {
        vm.worked(passed as usize / 16);
    }
    let Some(index) = next else {
        iterator.dict.set(None);
        return Ok(None);
    };
    let left = iterator.left.get();
    if left == 0 {
        iterator.dict.set(None);
        return Err(vm.raise(Exc::RuntimeError, format_args!("dictionary keys changed during iteration")));
    }
    iterator.left.set(left - 1);
    match K {
        kinds::DICT_KEY_ITERATOR | kinds::DICT_REVERSE_KEY_ITERATOR => Ok(dict.table.key(index)),
        kinds::DICT_VALUE_ITERATOR | kinds::DICT_REVERSE_VALUE_ITERATOR => Ok(dict.value(index)),
        _ => match (dict.table.key(index), dict.value(index)) {
            (Some(key), Some(value)) => make_pair(vm, &iterator.pair, key, value).map(Some),
            _ => Ok(None),
        },
    }
}

/// A pair: the one in `last` again when nobody else holds it.
///
/// # Errors
/// `MemoryError`.
pub(crate) fn make_pair(vm: &mut Vm, last: &ValueCell, key: Value, value: Value) -> PyResult {
    if let Some(pair) = FreshTuple::recycled(last) {
        pair.set(0, key);
        pair.set(1, value);
        return Ok(pair.share_in(last));
    }
    let pair = vm.new_tuple_from([key, value])?;
    if last.is_none() {
        last.set(Some(pair.clone()));
    }
    Ok(pair)
}

fn iter(_: &mut Vm, value: &Value) -> PyResult {
    Ok(value.clone())
}

fn length_hint<const K: u8>(vm: &mut Vm, args: Args<'_>) -> PyResult
where
    DictIterator<K>: pitviper_object::Object,
{
    let iterator = this::<K>(&args.values[0]);
    let left = match iterator.dict.get_obj::<Dict>() {
        Some(dict) if dict.table.len() == iterator.expected.get() => iterator.left.get(),
        _ => 0,
    };
    vm.new_usize(left as usize)
}

/// `(iter, ([what is left],))`, from a copy.
fn reduce<const K: u8>(vm: &mut Vm, args: Args<'_>) -> PyResult
where
    DictIterator<K>: pitviper_object::Object,
{
    let iterator = this::<K>(&args.values[0]);
    let copy = DictIterator::<K> {
        header: Header::new(u32::from(K), TRACKED),
        dict: ValueCell::new(iterator.dict.get()),
        pair: ValueCell::new(None),
        position: iterator.position.clone(),
        expected: iterator.expected.clone(),
        left: iterator.left.clone(),
    };
    let copy = Obj::create(&mut vm.heap, PageKind::Container, copy)?.into_value();
    reduce_to_list(vm, &copy)
}

/// `(iter, ([items],))` for pickling iterators.
///
/// # Errors
/// What iterating raises.
pub(crate) fn reduce_to_list(vm: &mut Vm, items: &Value) -> PyResult {
    let list = vm.list_from(items)?.into_value();
    let function = crate::types::iterators::builtin_iter(vm)?;
    let arguments = vm.new_tuple_from([list])?;
    vm.new_tuple_from([function, arguments])
}

const fn slots<const K: u8>() -> Slots
where
    DictIterator<K>: pitviper_object::Object,
{
    Slots { iter: Some(iter), next: Some(next::<K>), ..Slots::EMPTY }
}

const fn methods<const K: u8>() -> [Method; 2]
where
    DictIterator<K>: pitviper_object::Object,
{
    [
        Method::new("__length_hint__", length_hint::<K>, 0, 0)
            .doc("__length_hint__($self, /)\n--\n\nReturn how many items are left."),
        Method::new("__reduce__", reduce::<K>, 0, 0).doc("__reduce__($self, /)\n--\n\nReturn what pickling needs."),
    ]
}

macro_rules! iterator_type {
    ($(#[$doc:meta])* $spec:ident, $kind:ident, $name:literal) => {
        $(#[$doc])*
        pub static $spec: TypeSpec = {
            static SLOTS: Slots = slots::<{ kinds::$kind }>();
            static METHODS: [Method; 2] = methods::<{ kinds::$kind }>();
            TypeSpec {
                name: $name,
                module: "builtins",
                kind: kinds::$kind,
                base: kinds::OBJECT,
                doc: "",
                flags: TypeSpec::NO_NEW,
                slots: &SLOTS,
                methods: &METHODS,
                getset: &[],
                page: PageKind::Container,
                slot: <DictIterator<{ kinds::$kind }> as Traverse>::slot,
                finish: None,
                size: fixed_size::<DictIterator<{ kinds::$kind }>>,
            }
        };
    };
}

iterator_type!(/** `dict_keyiterator`. */ KEY_ITERATOR, DICT_KEY_ITERATOR, "dict_keyiterator");
iterator_type!(/** `dict_valueiterator`. */ VALUE_ITERATOR, DICT_VALUE_ITERATOR, "dict_valueiterator");
iterator_type!(/** `dict_itemiterator`. */ ITEM_ITERATOR, DICT_ITEM_ITERATOR, "dict_itemiterator");
iterator_type!(/** `dict_reversekeyiterator`. */ REVERSE_KEY_ITERATOR, DICT_REVERSE_KEY_ITERATOR, "dict_reversekeyiterator");
iterator_type!(
    /** `dict_reversevalueiterator`. */ REVERSE_VALUE_ITERATOR,
    DICT_REVERSE_VALUE_ITERATOR,
    "dict_reversevalueiterator"
);
iterator_type!(
    /** `dict_reverseitemiterator`. */ REVERSE_ITEM_ITERATOR,
    DICT_REVERSE_ITEM_ITERATOR,
    "dict_reverseitemiterator"
);
