//! Finding an element in a set's table, with Python's `__eq__` where it must be asked.

use pitviper_object::Value;

use super::table::{SetTable, int_hash};
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::dict::{Use, plain_eq};
use crate::types::str::{Str, fold};

/// The place hash of an element, with the messages of sets for what has none.
///
/// # Errors
/// What `__hash__` raises.
#[inline]
pub(super) fn place_hash(vm: &mut Vm, element: &Value) -> PyResult<u64> {
    if let Some(int) = element.as_small() {
        return Ok(int_hash(int));
    }
    if let Some(text) = element.exact::<Str>() {
        return vm.hash_text32(text).map(u64::from);
    }
    match vm.hash(element) {
        Ok(hash) => Ok(hash as u64),
        Err(raised) => Err(vm.explain_unhashable(raised, element, Use::Element)),
    }
}

/// The place hash of an element that is only looked up: CPython words what has no hash more tersely then.
///
/// # Errors
/// What `__hash__` raises.
pub(super) fn bare_hash(vm: &mut Vm, element: &Value) -> PyResult<u64> {
    if element.is_small_int() || element.exact::<Str>().is_some() {
        return place_hash(vm, element);
    }
    Ok(vm.hash(element)? as u64)
}

/// The hash of an element whose place hash is at hand.
pub(super) fn full_hash(vm: &Vm, element: &Value, hash: u64) -> i64 {
    match element.exact::<Str>() {
        Some(text) => text.hash64(vm),
        None => hash as i64,
    }
}

/// The slot of an element, and its place hash. The slot holds until the table changes, so use it before
/// anything else runs.
///
/// # Errors
/// What `__hash__` or `__eq__` raises.
#[inline]
pub(super) fn find(vm: &mut Vm, table: &SetTable, element: &Value) -> PyResult<(Option<u32>, u64)> {
    let hash = place_hash(vm, element)?;
    Ok((find_hashed(vm, table, element, hash)?, hash))
}

/// The slot of an element whose place hash is at hand.
///
/// # Errors
/// What `__eq__` raises.
#[inline]
pub(super) fn find_hashed(vm: &mut Vm, table: &SetTable, element: &Value, hash: u64) -> PyResult<Option<u32>> {
    if element.is_small_int() && table.ints_are_words() {
        return Ok(table.find_word(hash, element.bits()));
    }
    find_general(vm, table, element, hash)
}

/// The slot of an exact string in a table that has nothing but strings and inline numbers.
fn find_text(table: &SetTable, element: &Value, text: &Str, hash: u64) -> Option<u32> {
    let mut probe = table.probe(hash)?;
    while let Some(index) = table.step(&mut probe) {
        // SAFETY: the table does not change here.
        let own = unsafe { table.element_unchecked(index) };
        if own.is(element) {
            return Some(index);
        }
        if own.exact::<Str>().is_some_and(|own| u64::from(own.hash32_cached()) == hash && own.same_text(text)) {
            return Some(index);
        }
    }
    None
}

#[inline(never)]
fn find_general(vm: &mut Vm, table: &SetTable, element: &Value, hash: u64) -> PyResult<Option<u32>> {
    if !table.is_general()
        && let Some(text) = element.exact::<Str>()
    {
        return Ok(find_text(table, element, text, hash));
    }
    if let Some(found) = find_at(vm, table, element, hash)? {
        return Ok(Some(found));
    }
    // A string and something else that equals it lie in different places.
    match element.exact::<Str>() {
        Some(text) if table.is_general() => {
            let hash = vm.hash_text(text.chars())? as u64;
            find_at(vm, table, element, hash)
        }
        None if element.is_object() && table.has_strings() => find_at(vm, table, element, u64::from(fold(hash as i64))),
        _ => Ok(None),
    }
}

/// The slot of an element among those with this place hash.
fn find_at(vm: &mut Vm, table: &SetTable, element: &Value, hash: u64) -> PyResult<Option<u32>> {
    let Some(mut probe) = table.probe(hash) else { return Ok(None) };
    while let Some(index) = table.step(&mut probe) {
        // SAFETY: the table does not change while this is held.
        if unsafe { table.element_unchecked(index) }.is(element) {
            return Ok(Some(index));
        }
        if table.hash(index) != hash {
            continue;
        }
        let Some(own) = table.element(index) else { continue };
        match plain_eq(&own, element) {
            Some(true) => return Ok(Some(index)),
            Some(false) => continue,
            None => {}
        }
        let stamp = table.stamp();
        let equal = vm.eq(&own, element)?;
        if !table.is_as(stamp, index, &own) {
            match table.probe(hash) {
                Some(again) => probe = again,
                None => return Ok(None),
            }
            continue;
        }
        if equal {
            return Ok(Some(index));
        }
    }
    Ok(None)
}
