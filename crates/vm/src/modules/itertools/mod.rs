//! `itertools`: one file per topic. What runs Python owns what it reads out of a cell.

/// A const-built iterator type of this module.
macro_rules! iterator_type {
    ($(#[$doc:meta])* $const:ident, $type:ty, $kind:expr, $name:literal, $text:expr, $slots:expr, [$($method:expr),* $(,)?]) => {
        iterator_type!(
            $(#[$doc])* $const, $type, $kind, $name, $text, $slots, [$($method),*];
            $crate::core::native::TypeSpec::SUBCLASSABLE
        );
    };
    ($(#[$doc:meta])* $const:ident, $type:ty, $kind:expr, $name:literal, $text:expr, $slots:expr, [$($method:expr),*]; $flags:expr) => {
        $(#[$doc])*
        pub static $const: $crate::core::native::TypeSpec = $crate::core::native::TypeSpec {
            name: $name,
            module: "itertools",
            kind: $kind,
            base: $crate::core::kinds::OBJECT,
            doc: $text,
            flags: $flags,
            slots: &{
                const SLOTS: $crate::core::native::Slots = $slots;
                SLOTS
            },
            methods: &[$($method),*],
            getset: &[],
            page: pitviper_object::PageKind::Container,
            slot: <$type as pitviper_object::Traverse>::slot,
            finish: None,
            size: $crate::core::native::fixed_size::<$type>,
        };
    };
}

mod accumulate;
mod batched;
mod chain;
mod combinations;
mod count;
mod groupby;
mod islice;
mod pairwise;
mod permutations;
mod product;
mod repeat;
mod select;
mod starmap;
mod tee;
mod zip_longest;

use pitviper_object::{Header, Obj, Object, Value};

use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds::MODULE_KINDS;
use crate::core::module::ModuleSpec;
use crate::core::native::{Method, Slots, TypeSpec};
use crate::core::vm::Vm;
use crate::types::iterators::{itself, receiver};
use crate::types::list::List;
use crate::types::tuple::Tuple;
use crate::types::tuple::fresh::FreshTuple;

/// Kinds of the types here.
pub(crate) mod kind {
    use super::MODULE_KINDS as FIRST;

    pub const COUNT: u8 = FIRST;
    pub const CYCLE: u8 = FIRST + 1;
    pub const REPEAT: u8 = FIRST + 2;
    pub const ACCUMULATE: u8 = FIRST + 3;
    pub const CHAIN: u8 = FIRST + 4;
    pub const COMPRESS: u8 = FIRST + 5;
    pub const DROPWHILE: u8 = FIRST + 6;
    pub const TAKEWHILE: u8 = FIRST + 7;
    pub const FILTERFALSE: u8 = FIRST + 8;
    pub const GROUPBY: u8 = FIRST + 9;
    pub const GROUPER: u8 = FIRST + 10;
    pub const ISLICE: u8 = FIRST + 11;
    pub const PAIRWISE: u8 = FIRST + 12;
    pub const STARMAP: u8 = FIRST + 13;
    pub const TEE: u8 = FIRST + 14;
    pub const TEE_DATA: u8 = FIRST + 15;
    pub const ZIP_LONGEST: u8 = FIRST + 16;
    pub const PRODUCT: u8 = FIRST + 17;
    pub const PERMUTATIONS: u8 = FIRST + 18;
    pub const COMBINATIONS: u8 = FIRST + 19;
    pub const COMBINATIONS_WITH_REPLACEMENT: u8 = FIRST + 20;
    pub const BATCHED: u8 = FIRST + 21;
}

/// The types, by name as `vars(itertools)` shows them.
pub static SPECS: &[&TypeSpec] = &[
    &accumulate::ACCUMULATE,
    &batched::BATCHED,
    &chain::CHAIN,
    &combinations::COMBINATIONS,
    &combinations::COMBINATIONS_WITH_REPLACEMENT,
    &select::COMPRESS,
    &count::COUNT,
    &repeat::CYCLE,
    &select::DROPWHILE,
    &select::FILTERFALSE,
    &groupby::GROUPBY,
    &groupby::GROUPER,
    &islice::ISLICE,
    &pairwise::PAIRWISE,
    &permutations::PERMUTATIONS,
    &product::PRODUCT,
    &repeat::REPEAT,
    &starmap::STARMAP,
    &select::TAKEWHILE,
    &tee::TEE,
    &tee::TEE_DATA,
    &zip_longest::ZIP_LONGEST,
];

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "itertools",
    doc: "Functional tools for creating and using iterators.\n\nEndless: count, cycle, repeat. Over the shortest input: accumulate, batched, chain, compress, dropwhile, filterfalse, groupby, islice, pairwise, starmap, takewhile, tee, zip_longest. Combinatoric: combinations, combinations_with_replacement, permutations, product.",
    functions: &[Method::new("tee", tee::tee, 1, 2)
        .doc("tee($module, iterable, n=2, /)\n--\n\nReturns a tuple of n independent iterators.")],
    types: SPECS,
    init: None,
};

/// The special methods of an iterator.
const fn slots(
    new: fn(&mut Vm, crate::core::native::Args<'_>) -> PyResult,
    next: fn(&mut Vm, &Value) -> PyResult<Option<Value>>,
) -> Slots {
    Slots { new: Some(new), iter: Some(itself), next: Some(next), ..Slots::EMPTY }
}

/// The header of a new object of one of the types.
fn header(kind: u8) -> Header {
    Header::new(u32::from(kind), pitviper_object::header::TRACKED)
}

/// The receiver of a method or slot as its struct.
fn this<T: Object>(value: &Value) -> &T {
    // SAFETY: the functions in the types' tables are called with their own kind.
    unsafe { receiver(value) }
}

/// A list of the numbers that `numbers` gives.
fn number_list(vm: &mut Vm, len: usize, number: impl Fn(usize) -> usize) -> PyResult<Obj<List>> {
    let list = vm.new_list()?;
    list.reserve_exact(&mut vm.heap, len)?;
    for index in 0..len {
        vm.list_push(&list, Value::small(number(index) as i64))?;
    }
    Ok(list)
}

/// Number `index` of such a list.
fn number(list: &List, index: usize) -> usize {
    // SAFETY: nothing changes the list here.
    unsafe { list.items_unchecked() }.get(index).and_then(Value::as_small).unwrap_or(0) as usize
}

fn set_number(list: &List, index: usize, number: usize) {
    drop(list.replace(index, Value::small(number as i64)));
}

/// The tuple in `cell` to be changed: itself when nobody else holds it, else a copy.
fn writable(vm: &mut Vm, cell: &ValueCell) -> PyResult<FreshTuple> {
    if let Some(tuple) = FreshTuple::recycled(cell) {
        return Ok(tuple);
    }
    let old = cell.get_obj::<Tuple>();
    let items = old.as_ref().map_or(&[][..], |tuple| tuple.items());
    FreshTuple::copied(vm, items)
}

/// Shares a changed tuple as the next result; the empty one is everybody's.
fn give(vm: &mut Vm, tuple: FreshTuple, cell: &ValueCell) -> PyResult<Option<Value>> {
    if tuple.is_empty() {
        let empty = vm.new_tuple(&[])?;
        cell.set(Some(empty.clone()));
        return Ok(Some(empty));
    }
    Ok(Some(tuple.share_in(cell)))
}

/// The argument `r` of the combinatoric iterators.
fn not_negative(vm: &mut Vm, length: isize) -> PyResult<usize> {
    usize::try_from(length).map_err(|_| vm.value_error(format_args!("r must be non-negative")))
}
