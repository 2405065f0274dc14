//! Filling an `OrderedDict`, item by item: with the `__setitem__` of its class, where that has one of its own.

use pitviper_object::Value;

use super::{dict, known_class};
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::dict::Dict;

/// Whether items are set as in a dict.
fn sets_as_dict(vm: &Vm, target: &Value) -> bool {
    vm.python_special(vm.type_of(target), &vm.names().__setitem__).is_none()
}

/// `target[key] = value`.
fn set(vm: &mut Vm, target: &Value, plain: bool, key: Value, value: Value) -> PyResult<()> {
    if plain { vm.dict_set(dict(target), key, value) } else { vm.set_item(target, &key, value) }
}

/// Adds the items of a mapping, or the pairs of an iterable.
///
/// # Errors
/// What reading it raises, and setting items.
pub(super) fn add_all(vm: &mut Vm, target: &Value, source: &Value) -> PyResult<()> {
    let plain = sets_as_dict(vm, target);
    if let Some(exact) = exact_dict(vm, source)? {
        if plain {
            return vm.dict_merge(dict(target), exact, true);
        }
        // A copy: setting may change it.
        let copy = vm.dict_copy(exact)?;
        let mut position = 0;
        while let Some((key, value)) = copy.next_entry(&mut position) {
            vm.set_item(target, &key, value)?;
        }
        return Ok(());
    }
    let names = vm.names();
    if let Some(keys) = vm.get_attr_opt(source, &names.keys)? {
        let keys = vm.call(&keys, &[])?;
        let keys = vm.iter(&keys)?;
        while let Some(key) = vm.next(&keys)? {
            let value = vm.get_item(source, &key)?;
            set(vm, target, plain, key, value)?;
        }
        return Ok(());
    }
    match vm.get_attr_opt(source, &names.items)? {
        Some(items) => {
            let items = vm.call(&items, &[])?;
            add_pairs(vm, target, plain, &items)
        }
        None => add_pairs(vm, target, plain, source),
    }
}

/// A dict, or an `OrderedDict`, that is no instance of a class below.
fn exact_dict<'a>(vm: &mut Vm, source: &'a Value) -> PyResult<Option<&'a Dict>> {
    if source.exact::<Dict>().is_none() {
        let class = known_class(vm, vm.names().odict.clone())?;
        if !std::ptr::eq(vm.type_of(source), &raw const *class) {
            return Ok(None);
        }
    }
    Ok(source.downcast::<Dict>())
}

fn add_pairs(vm: &mut Vm, target: &Value, plain: bool, pairs: &Value) -> PyResult<()> {
    let pairs = vm.iter(pairs)?;
    while let Some(pair) = vm.next(&pairs)? {
        let parts = vm.iter(&pair)?;
        let Some(key) = vm.next(&parts)? else {
            return Err(vm.value_error(format_args!("need more than 0 values to unpack")));
        };
        let Some(value) = vm.next(&parts)? else {
            return Err(vm.value_error(format_args!("need more than 1 value to unpack")));
        };
        if vm.next(&parts)?.is_some() {
            return Err(vm.value_error(format_args!("too many values to unpack (expected 2)")));
        }
        set(vm, target, plain, key, value)?;
    }
    Ok(())
}

/// What `OrderedDict(…)` and `update(…)` take: at most one positional argument, then keyword arguments.
///
/// # Errors
/// As [`add_all`].
pub(super) fn add_arguments(vm: &mut Vm, target: &Value, args: Args<'_>) -> PyResult<()> {
    if let Some(source) = args.positional().first() {
        add_all(vm, target, source)?;
    }
    let plain = sets_as_dict(vm, target);
    for (key, value) in args.keywords() {
        set(vm, target, plain, key.clone(), value.clone())?;
    }
    Ok(())
}
