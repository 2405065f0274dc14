//! Set algebra on tables, with sets, dicts and any iterables as the other operand.

use pitviper_object::{OutOfMemory, Value};

use super::lookup::{self, find_hashed};
use super::table::SetTable;
use super::{add, any_set, hash_of, new_like, table};
use crate::core::error::{Exc, PyResult};
use crate::core::vm::Vm;
use crate::types::dict::{Dict, KeyHash};
use crate::types::str::Str;

/// The slot of an element; a set, which has no hash, is looked for with the hash of the frozenset like it.
pub(super) fn find(vm: &mut Vm, elements: &SetTable, element: &Value) -> PyResult<Option<u32>> {
    match lookup::find(vm, elements, element) {
        Ok((found, _)) => Ok(found),
        Err(raised) => match element.downcast::<super::Set>() {
            Some(set) if vm.raised_is(&raised, Exc::TypeError) => {
                drop(vm.take_raised(raised));
                let hash = hash_of(vm, &set.table).cast_unsigned();
                find_hashed(vm, elements, element, hash)
            }
            _ => Err(raised),
        },
    }
}

/// Visits the elements of a table by number, each with its hash; what the visitor changes is seen.
fn each(
    vm: &mut Vm,
    elements: &SetTable,
    mut visit: impl FnMut(&mut Vm, Value, u64) -> PyResult<bool>,
) -> PyResult<bool> {
    let mut position = 0;
    while let Some(index) = elements.next(&mut position) {
        vm.work_at(index as usize)?;
        let hash = elements.hash(index);
        if let Some(element) = elements.element(index)
            && !visit(vm, element, hash)?
        {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Visits whatever an iterable gives, each with its hash: sets and dicts need not be hashed again. False when
/// the visitor stopped.
fn each_of(
    vm: &mut Vm,
    iterable: &Value,
    mut visit: impl FnMut(&mut Vm, Value, u64) -> PyResult<bool>,
) -> PyResult<bool> {
    if let Some(elements) = any_set(iterable) {
        return each(vm, elements, visit);
    }
    if let Some(dict) = iterable.exact::<Dict>() {
        let mut position = 0;
        while let Some(index) = dict.table.next(&mut position) {
            vm.work_at(index as usize)?;
            let known = dict.table.hash(index).full();
            let Some(key) = dict.table.key(index) else { continue };
            let hash = match known.filter(|_| key.exact::<Str>().is_none()) {
                Some(known) => known.cast_unsigned(),
                None => lookup::place_hash(vm, &key)?,
            };
            if !visit(vm, key, hash)? {
                return Ok(false);
            }
        }
        return Ok(true);
    }
    let iterator = vm.iter(iterable)?;
    while let Some(element) = vm.next(&iterator)? {
        let hash = lookup::place_hash(vm, &element)?;
        if !visit(vm, element, hash)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Visits the elements of a table, each with its hash for dicts.
///
/// # Errors
/// What the visitor raises.
pub(crate) fn each_hashed(
    vm: &mut Vm,
    elements: &SetTable,
    mut visit: impl FnMut(&mut Vm, Value, KeyHash) -> PyResult<()>,
) -> PyResult<()> {
    each(vm, elements, |vm, element, hash| {
        let hash = key_hash(&element, hash);
        visit(vm, element, hash).map(|()| true)
    })
    .map(drop)
}

/// Adds an element whose hash is at hand.
fn add_hashed(vm: &mut Vm, to: &SetTable, element: Value, hash: u64) -> PyResult<()> {
    if find_hashed(vm, to, &element, hash)?.is_none() {
        to.insert(&mut vm.heap, element, hash)?;
    }
    Ok(())
}

/// Removes an element whose hash is at hand; whether it was there.
fn discard_hashed(vm: &mut Vm, from: &SetTable, element: &Value, hash: u64) -> PyResult<bool> {
    match find_hashed(vm, from, element, hash)? {
        Some(index) => {
            drop(from.remove(index));
            Ok(true)
        }
        None => Ok(false),
    }
}

/// Adds everything that `other` gives.
///
/// # Errors
/// What iterating, `__hash__` or `__eq__` raises; `MemoryError`.
pub(crate) fn update(vm: &mut Vm, to: &SetTable, other: &Value) -> PyResult<()> {
    if let Some(elements) = any_set(other) {
        if std::ptr::eq(to, elements) || elements.is_empty() {
            return Ok(());
        }
        if to.was_never_filled() {
            return Ok(to.copy_from(&mut vm.heap, elements)?);
        }
        to.prepare(&mut vm.heap, elements.len())?;
        if to.was_never_filled() {
            return Ok(to.copy_from(&mut vm.heap, elements)?);
        }
        return each(vm, elements, |vm, element, hash| add_hashed(vm, to, element, hash).map(|()| true)).map(drop);
    }
    if let Some(dict) = other.exact::<Dict>() {
        to.prepare(&mut vm.heap, u32::try_from(dict.len()).map_err(|_| OutOfMemory)?)?;
        return each_of(vm, other, |vm, key, hash| add_hashed(vm, to, key, hash).map(|()| true)).map(drop);
    }
    let iterator = vm.iter(other)?;
    while let Some(element) = vm.next(&iterator)? {
        add(vm, to, element)?;
    }
    Ok(())
}

/// Removes everything that `other` gives.
///
/// # Errors
/// What iterating, `__hash__` or `__eq__` raises.
pub(crate) fn difference_update(vm: &mut Vm, from: &SetTable, other: &Value) -> PyResult<()> {
    let mut other = other.clone();
    if let Some(elements) = any_set(&other) {
        if std::ptr::eq(from, elements) {
            from.clear();
            return Ok(());
        }
        if elements.len() >> 3 > from.len() {
            other = in_both(vm, from, elements)?;
        }
    }
    each_of(vm, &other, |vm, element, hash| discard_hashed(vm, from, &element, hash).map(|_| true))?;
    Ok(from.tidy(&mut vm.heap)?)
}

/// A new set of what is in both; the smaller one is gone through.
fn in_both(vm: &mut Vm, a: &SetTable, b: &SetTable) -> PyResult {
    let result = vm.new_set()?;
    let (keep, from) = if b.len() > a.len() { (b, a) } else { (a, b) };
    each(vm, from, |vm, element, hash| {
        if find_hashed(vm, keep, &element, hash)?.is_some() {
            add_hashed(vm, &result.table, element, hash)?;
        }
        Ok(true)
    })?;
    Ok(result.into_value())
}

/// Removes what is in both and adds what is only in `other`.
///
/// # Errors
/// What iterating, `__hash__` or `__eq__` raises; `MemoryError`.
pub(crate) fn symmetric_difference_update(vm: &mut Vm, to: &SetTable, other: &Value) -> PyResult<()> {
    let holder;
    let elements = match any_set(other) {
        Some(elements) if std::ptr::eq(to, elements) => {
            to.clear();
            return Ok(());
        }
        Some(elements) => elements,
        None => {
            holder = vm.new_set()?;
            update(vm, &holder.table, other)?;
            &holder.table
        }
    };
    each(vm, elements, |vm, element, hash| {
        if !discard_hashed(vm, to, &element, hash)? {
            add_hashed(vm, to, element, hash)?;
        }
        Ok(true)
    })
    .map(drop)
}

/// A new set of `set`'s builtin type: what is in both.
///
/// # Errors
/// What iterating, `__hash__` or `__eq__` raises; `MemoryError`.
pub(crate) fn intersection(vm: &mut Vm, set: &Value, other: &Value) -> PyResult {
    let result = new_like(vm, set)?;
    let to = table(&result);
    let (mut keep, mut from) = (table(set), other);
    if let Some(elements) = any_set(other)
        && elements.len() > keep.len()
    {
        (keep, from) = (elements, set);
    }
    if any_set(from).is_none() && from.exact::<Dict>().is_none() {
        vm.for_each(from, |vm, element| {
            let hash = lookup::bare_hash(vm, &element)?;
            match find_hashed(vm, keep, &element, hash)? {
                Some(_) => add_hashed(vm, to, element, hash).map(drop),
                None => Ok(()),
            }
        })?;
        return Ok(result);
    }
    each_of(vm, from, |vm, element, hash| {
        if find_hashed(vm, keep, &element, hash)?.is_some() {
            add_hashed(vm, to, element, hash)?;
        }
        Ok(true)
    })?;
    Ok(result)
}

/// The entry of an element, whose place hash is at hand, as a dict's key.
fn in_dict(vm: &mut Vm, dict: &Dict, element: &Value, hash: u64) -> PyResult<Option<u32>> {
    vm.table_find_hashed(&dict.table, element, key_hash(element, hash))
}

/// The hash for dicts of an element whose place hash is at hand.
fn key_hash(element: &Value, hash: u64) -> KeyHash {
    match element.exact::<Str>() {
        Some(_) => KeyHash::from_fold(hash as u32),
        None => KeyHash::new(hash.cast_signed()),
    }
}

/// A new set of `set`'s builtin type: what is not in `other`.
///
/// # Errors
/// As [`intersection`].
pub(super) fn difference(vm: &mut Vm, set: &Value, other: &Value) -> PyResult {
    let own = table(set);
    let sizes = match (any_set(other), other.exact::<Dict>()) {
        (Some(elements), _) => Some(elements.len()),
        (None, Some(dict)) => Some(dict.table.len()),
        (None, None) => None,
    };
    let Some(size) = sizes else {
        let result = copy(vm, set)?;
        difference_update(vm, table(&result), other)?;
        return Ok(result);
    };
    if own.len() >> 2 > size {
        let result = copy(vm, set)?;
        difference_update(vm, table(&result), other)?;
        return Ok(result);
    }
    let result = new_like(vm, set)?;
    let to = table(&result);
    each(vm, own, |vm, element, hash| {
        let found = match (any_set(other), other.exact::<Dict>()) {
            (Some(elements), _) => find_hashed(vm, elements, &element, hash)?,
            (None, Some(dict)) => in_dict(vm, dict, &element, hash)?,
            (None, None) => None,
        };
        if found.is_none() {
            add_hashed(vm, to, element, hash)?;
        }
        Ok(true)
    })?;
    Ok(result)
}

/// A new set of `set`'s builtin type with the same elements.
///
/// # Errors
/// `MemoryError`.
pub(super) fn copy(vm: &mut Vm, set: &Value) -> PyResult {
    let result = new_like(vm, set)?;
    table(&result).copy_from(&mut vm.heap, table(set))?;
    Ok(result)
}

/// Whether everything in `a` is in `b`.
///
/// # Errors
/// What `__eq__` raises.
pub(super) fn is_subset(vm: &mut Vm, a: &SetTable, b: &SetTable) -> PyResult<bool> {
    if a.len() > b.len() {
        return Ok(false);
    }
    each(vm, a, |vm, element, hash| Ok(find_hashed(vm, b, &element, hash)?.is_some()))
}

/// Whether `set` and what `other` gives have nothing in common.
///
/// # Errors
/// What iterating, `__hash__` or `__eq__` raises.
pub(super) fn is_disjoint(vm: &mut Vm, set: &Value, other: &Value) -> PyResult<bool> {
    let (mut keep, mut from) = (table(set), other);
    if let Some(elements) = any_set(other) {
        if std::ptr::eq(keep, elements) {
            return Ok(keep.is_empty());
        }
        if elements.len() > keep.len() {
            (keep, from) = (elements, set);
        }
    }
    each_of(vm, from, |vm, element, hash| Ok(find_hashed(vm, keep, &element, hash)?.is_none()))
}
