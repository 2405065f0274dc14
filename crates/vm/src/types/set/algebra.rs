//! Set algebra on tables, with sets, dicts and any iterables as the other operand.

use pitviper_object::Value;

use super::{add, any_set, hash_of, new_like, table};
use crate::core::error::{Exc, PyResult};
use crate::core::vm::Vm;
use crate::types::dict::{Dict, KeyHash, Table, Use};
use crate::types::str::Str;

/// The entry of an element whose hash is at hand.
#[inline]
fn find_hashed(vm: &mut Vm, table: &Table<1>, element: &Value, hash: KeyHash) -> PyResult<Option<u32>> {
    if !table.is_general() && element.exact::<Str>().is_some() {
        return Ok(table.find_str(vm, element));
    }
    vm.table_find_hashed(table, element, hash)
}

/// The entry of an element; a set, which has no hash, is looked for with the hash of the frozenset like it.
pub(super) fn find(vm: &mut Vm, elements: &Table<1>, element: &Value) -> PyResult<Option<u32>> {
    match vm.table_find(elements, element, Use::Element) {
        Ok((found, _)) => Ok(found),
        Err(raised) => match element.downcast::<super::Set>() {
            Some(set) if vm.raised_is(&raised, Exc::TypeError) => {
                drop(vm.take_raised(raised));
                let hash = KeyHash::new(hash_of(vm, &set.table)?);
                vm.table_find_hashed(elements, element, hash)
            }
            _ => Err(raised),
        },
    }
}

/// Visits the elements of a table by number, each with its hash; what the visitor changes is seen.
fn each(
    vm: &mut Vm,
    elements: &Table<1>,
    mut visit: impl FnMut(&mut Vm, Value, KeyHash) -> PyResult<bool>,
) -> PyResult<bool> {
    let mut position = 0;
    while let Some(index) = elements.next(&mut position) {
        let hash = elements.hash(index);
        if let Some(element) = elements.key(index)
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
    mut visit: impl FnMut(&mut Vm, Value, KeyHash) -> PyResult<bool>,
) -> PyResult<bool> {
    if let Some(elements) = any_set(iterable) {
        return each(vm, elements, visit);
    }
    if let Some(dict) = iterable.exact::<Dict>() {
        let mut position = 0;
        while let Some(index) = dict.table.next(&mut position) {
            let hash = dict.table.hash(index);
            if let Some(key) = dict.table.key(index)
                && !visit(vm, key, hash)?
            {
                return Ok(false);
            }
        }
        return Ok(true);
    }
    let iterator = vm.iter(iterable)?;
    while let Some(element) = vm.next(&iterator)? {
        let hash = vm.key_hash(&element, Use::Element)?;
        if !visit(vm, element, hash)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Adds an element whose hash is at hand.
fn add_hashed(vm: &mut Vm, to: &Table<1>, element: Value, hash: KeyHash) -> PyResult<()> {
    if find_hashed(vm, to, &element, hash)?.is_none() {
        to.insert(&mut vm.heap, element, hash, None)?;
    }
    Ok(())
}

/// Removes an element whose hash is at hand; whether it was there.
fn discard_hashed(vm: &mut Vm, from: &Table<1>, element: &Value, hash: KeyHash) -> PyResult<bool> {
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
pub(crate) fn update(vm: &mut Vm, to: &Table<1>, other: &Value) -> PyResult<()> {
    if let Some(elements) = any_set(other) {
        if std::ptr::eq(to, elements) {
            return Ok(());
        }
        if to.len() == 0 {
            return Ok(to.copy_from(&mut vm.heap, elements)?);
        }
        return each(vm, elements, |vm, element, hash| add_hashed(vm, to, element, hash).map(|()| true)).map(drop);
    }
    if let Some(dict) = other.exact::<Dict>() {
        if to.len() == 0 {
            to.reserve(&mut vm.heap, dict.table.len(), dict.table.is_general())?;
        }
        return vm.table_add_keys(to, dict);
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
pub(crate) fn difference_update(vm: &mut Vm, from: &Table<1>, other: &Value) -> PyResult<()> {
    if any_set(other).is_some_and(|elements| std::ptr::eq(from, elements)) {
        from.clear();
        return Ok(());
    }
    each_of(vm, other, |vm, element, hash| discard_hashed(vm, from, &element, hash).map(|_| true)).map(drop)
}

/// Removes what is in both and adds what is only in `other`.
///
/// # Errors
/// What iterating, `__hash__` or `__eq__` raises; `MemoryError`.
pub(crate) fn symmetric_difference_update(vm: &mut Vm, to: &Table<1>, other: &Value) -> PyResult<()> {
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
    each_of(vm, from, |vm, element, hash| {
        if find_hashed(vm, keep, &element, hash)?.is_some() {
            add_hashed(vm, to, element, hash)?;
        }
        Ok(true)
    })?;
    Ok(result)
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
            (None, Some(dict)) => vm.table_find_hashed(&dict.table, &element, hash)?,
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
pub(super) fn is_subset(vm: &mut Vm, a: &Table<1>, b: &Table<1>) -> PyResult<bool> {
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
            return Ok(keep.len() == 0);
        }
        if elements.len() > keep.len() {
            (keep, from) = (elements, set);
        }
    }
    each_of(vm, from, |vm, element, hash| Ok(find_hashed(vm, keep, &element, hash)?.is_none()))
}
