//! The builtin iterators, and what their code has in common.
//!
//! An iterator whose fields are public is stepped inline by the eval loop. A container's iterator gives its
//! container up once it is exhausted, so that later growth is not seen.

pub mod callable;
pub mod enumerate;
pub mod filter;
pub mod list;
pub mod map;
pub mod range;
pub mod reversed;
pub mod sequence;
pub mod text;
pub mod tuple;
pub mod zip;

pub use callable::CALLABLE_ITERATOR;
pub use enumerate::ENUMERATE;
pub use filter::FILTER;
pub use list::{LIST_ITERATOR, LIST_REVERSE_ITERATOR, ListIterator, ListReverseIterator};
pub use map::MAP;
pub use range::{LONG_RANGE_ITERATOR, RANGE_ITERATOR, RangeIterator};
pub use reversed::REVERSED;
pub use sequence::{SEQUENCE_ITERATOR, SequenceIterator};
pub use text::{BYTEARRAY_ITERATOR, BYTES_ITERATOR, STR_ASCII_ITERATOR, STR_ITERATOR};
pub use tuple::{TUPLE_ITERATOR, TupleIterator};
pub use zip::ZIP;

use pitviper_object::{Obj, Object, PageKind, Value};

use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::int;
use crate::types::str::{Str, StrBuilder};
use crate::types::tuple::Tuple;
use crate::types::typ::Type;

/// The iterator of an object that has `__getitem__` but no `__iter__`.
///
/// # Errors
/// `MemoryError`.
pub fn sequence_iterator(vm: &mut Vm, sequence: Value) -> PyResult {
    sequence::iter(vm, &sequence)
}

/// The next item of a `list_iterator`, for the eval loop. Runs no Python.
#[inline(always)]
pub fn step_list(iterator: &ListIterator) -> Option<Value> {
    iterator.step()
}

/// The error of `left + right` when `left` is a sequence of another type, and nobody knew how to add them.
#[cold]
pub fn concat_error(vm: &mut Vm, left: &Value, right: &Value) -> Raised {
    let name = vm.type_name(right);
    match left.kind() {
        kinds::BYTES => vm.type_error(format_args!("can't concat {name} to bytes")),
        kinds::BYTEARRAY => vm.type_error(format_args!("can't concat {name} to bytearray")),
        kind => {
            let own = match kind {
                kinds::STR => "str",
                kinds::LIST => "list",
                _ => "tuple",
            };
            vm.type_error(format_args!("can only concatenate {own} (not \"{name}\") to {own}"))
        }
    }
}

/// `iter(iterator)`: the iterator.
///
/// # Errors
/// None; the signature is the slot's.
pub fn itself(_: &mut Vm, value: &Value) -> PyResult {
    Ok(value.clone())
}

/// The next item of an iterator that another iterator's `next` draws from: nesting is bounded by the stack.
///
/// # Errors
/// What the iterator raises; `RecursionError`.
#[inline]
pub fn advance(vm: &mut Vm, iterator: &Value) -> PyResult<Option<Value>> {
    vm.check_native_stack()?;
    vm.next(iterator)
}

/// As [`advance`], but a StopIteration that the iterator raised stays raised: its value is for who asked.
///
/// # Errors
/// What the iterator raises, StopIteration too; `RecursionError`.
#[inline]
pub fn advance_raising(vm: &mut Vm, iterator: &Value) -> PyResult<Option<Value>> {
    vm.check_native_stack()?;
    vm.next_or_stop(iterator)
}

/// The int as a machine integer, when it is one and fits.
#[inline]
#[must_use]
pub fn as_i64(value: &Value) -> Option<i64> {
    match value.as_small() {
        Some(small) => Some(small),
        None => int::to_i64(value),
    }
}

/// A size argument of a native function.
///
/// # Errors
/// `TypeError` without `__index__`; `OverflowError` beyond a machine word.
pub fn size_argument(vm: &mut Vm, value: &Value) -> PyResult<isize> {
    if let Some(small) = value.as_small() {
        return Ok(small as isize);
    }
    let index = vm.to_index(value)?;
    match as_i64(&index) {
        Some(size) => Ok(size as isize),
        None => Err(vm.raise(Exc::OverflowError, format_args!("Python int too large to convert to C ssize_t"))),
    }
}

/// Checks how many positional arguments a constructor got.
///
/// # Errors
/// `TypeError`.
pub fn arity(vm: &mut Vm, name: &str, got: usize, min: usize, max: usize) -> PyResult<()> {
    if (min..=max).contains(&got) {
        return Ok(());
    }
    let (bound, wanted) = if min == max {
        ("", min)
    } else if got < min {
        ("at least ", min)
    } else {
        ("at most ", max)
    };
    let plural = if wanted == 1 { "" } else { "s" };
    Err(vm.type_error(format_args!("{name} expected {bound}{wanted} argument{plural}, got {got}")))
}

/// Refuses keyword arguments to the constructor of a builtin class, unless the class asked for has an `__init__`
/// of its own, which may take some.
///
/// # Errors
/// `TypeError`.
pub fn reject_keywords(vm: &mut Vm, name: &str, args: Args<'_>) -> PyResult<()> {
    if args.names.is_none_or(Tuple::is_empty) {
        return Ok(());
    }
    let class = args.values.first().and_then(Value::downcast::<Type>);
    let own_init = class.and_then(|class| vm.python_special(class, &vm.names().__init__));
    if own_init.is_some() {
        return Ok(());
    }
    Err(vm.type_error(format_args!("{name}() takes no keyword arguments")))
}

/// Positional arguments behind the class, and the keyword arguments' names and values.
#[must_use]
pub fn split_arguments<'a>(args: Args<'a>) -> (&'a [Value], &'a [Value], &'a [Value]) {
    let names: &[Value] = args.names.map_or(&[], Tuple::items);
    let positional = args.values.len() - names.len();
    (&args.values[1.min(positional)..positional], names, &args.values[positional..])
}

/// Makes the object that a constructor returns: of the class asked for.
///
/// # Errors
/// `MemoryError`.
pub fn instance<T: Object>(vm: &mut Vm, args: Args<'_>, page: PageKind, payload: T) -> PyResult {
    let class = match args.values.first().and_then(Value::downcast::<Type>) {
        Some(class) => class,
        None => vm.type_of_kind(T::KIND),
    };
    Ok(vm.new_instance_of(class, page, payload)?.into_value())
}

/// The setter of attributes that are read-only members in CPython.
///
/// # Errors
/// `AttributeError`, always.
pub fn read_only(vm: &mut Vm, _: &Value, _: Option<Value>) -> PyResult<()> {
    Err(vm.raise(Exc::AttributeError, format_args!("readonly attribute")))
}

/// Whether a keyword's name is this.
#[must_use]
pub fn is_name(name: &Value, text: &str) -> bool {
    name.downcast::<Str>().is_some_and(|name| name.eq_str(text))
}

/// The type of a kind, as a value.
#[must_use]
pub fn type_value(vm: &Vm, kind: u8) -> Value {
    vm.type_of_kind(kind).to_value()
}

/// The builtin function `iter`, for `__reduce__`. Looking it up may run Python: read the iterator afterwards.
pub(crate) fn builtin_iter(vm: &mut Vm) -> PyResult {
    builtin(vm, "iter")
}

/// What is called `name` in `builtins`.
pub(crate) fn builtin(vm: &mut Vm, name: &str) -> PyResult {
    let key = vm.intern(name)?;
    if let Some(builtins) = vm.builtins.clone()
        && let Some(found) = vm.dict_get(&builtins, &key)?
    {
        return Ok(found);
    }
    Err(vm.raise_with(Exc::AttributeError, key))
}

/// `(function, (sequence,), index)`; of an exhausted iterator `(function, (empty,))`.
pub(crate) fn reduce_indexed(
    vm: &mut Vm,
    function: Value,
    sequence: Option<Value>,
    empty: Value,
    index: i64,
) -> PyResult {
    match sequence {
        Some(sequence) => {
            let arguments = vm.new_tuple_from([sequence])?;
            let index = vm.new_int(index)?;
            vm.new_tuple_from([function, arguments, index])
        }
        None => {
            let arguments = vm.new_tuple_from([empty])?;
            vm.new_tuple_from([function, arguments])
        }
    }
}

/// Appends `repr(value)`; of ints and strings without making it an object first.
///
/// # Errors
/// What `__repr__` raises; `MemoryError`.
pub(crate) fn push_repr(vm: &mut Vm, text: &mut StrBuilder, value: &Value) -> PyResult<()> {
    if let Some(int) = value.as_small() {
        let mut digits = [0; 21];
        let digits = pitviper_number::int_text::decimal_signed(int, &mut digits);
        return text.push_chars(pitviper_text::Chars::One(digits));
    }
    if let Some(string) = value.exact::<Str>() {
        return pitviper_text::repr::str_repr(string.chars(), text);
    }
    let part = vm.repr(value)?;
    match part.downcast::<Str>() {
        Some(part) => text.push_str(part),
        None => Ok(()),
    }
}

/// The typed view of a receiver.
///
/// # Safety
/// The value is of kind `T::KIND`; the tables of a type promise it for receivers.
#[inline(always)]
pub(crate) unsafe fn receiver<T: Object>(value: &Value) -> &T {
    debug_assert!(value.downcast::<T>().is_some());
    // SAFETY: the caller's promise.
    unsafe { value.cast_unchecked() }
}

/// An owned object of a kind that the caller knows.
#[inline(always)]
pub(crate) fn typed<T: Object>(vm: &mut Vm, value: Value) -> PyResult<Obj<T>> {
    match Obj::try_from_value(value) {
        Ok(object) => Ok(object),
        Err(_) => Err(vm.raise(Exc::SystemError, format_args!("an object of another type was expected"))),
    }
}
