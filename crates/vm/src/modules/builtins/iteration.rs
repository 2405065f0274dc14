//! Iteration: `aiter`, `all`, `anext`, `any`, `iter`, `len`, `next`, `sorted`.

use pitviper_object::Value;

use crate::core::args::Params;
use crate::core::error::{Exc, PyResult};
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;

pub(super) static FUNCTIONS: &[Method] = &[
    Method::new("aiter", aiter, 1, 1)
        .doc("aiter($module, async_iterable, /)\n--\n\nReturn an asynchronous iterator for an asynchronous iterable."),
    Method::new("all", all, 1, 1)
        .doc("all($module, iterable, /)\n--\n\nReturn True if bool(x) is True for all x in the iterable."),
    Method::new("anext", anext, 1, 2)
        .doc("Return the next item of an asynchronous iterator, or the default once it is exhausted."),
    Method::new("any", any, 1, 1)
        .doc("any($module, iterable, /)\n--\n\nReturn True if bool(x) is True for any x in the iterable."),
    Method::new("iter", iter, 1, 2).doc(
        "Get an iterator from an object; with a sentinel, one that calls the object until it returns the sentinel.",
    ),
    Method::new("len", len, 1, 1)
        .length()
        .doc("len($module, obj, /)\n--\n\nReturn the number of items in a container."),
    Method::new("next", next, 1, 2)
        .doc("Return the next item of an iterator, or the default once it is exhausted."),
    Method::keywords("sorted", sorted).doc(
        "sorted($module, iterable, /, *, key=None, reverse=False)\n--\n\nReturn a new list with the items in ascending order.",
    ),
];

fn aiter(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = &args.values[0];
    let class = vm.type_of(value);
    if class.native_slots().aiter.is_none() && vm.lookup(class, &vm.names().__aiter__).is_none() {
        let kind = class.name();
        return Err(vm.type_error(format_args!("'{kind}' object is not an async iterable")));
    }
    let iterator = vm.call_special(value, &vm.names().__aiter__, &[])?.unwrap_or_else(Value::none);
    let class = vm.type_of(&iterator);
    if class.native_slots().anext.is_none() && vm.lookup(class, &vm.names().__anext__).is_none() {
        let kind = class.name();
        return Err(vm.type_error(format_args!("aiter() returned not an async iterator of type '{kind}'")));
    }
    Ok(iterator)
}

fn anext(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = &args.values[0];
    let Some(awaitable) = vm.call_special(iterator, &vm.names().__anext__, &[])? else {
        let kind = vm.type_name(iterator);
        return Err(vm.type_error(format_args!("'{kind}' object is not an async iterator")));
    };
    match args.values.get(1) {
        None => Ok(awaitable),
        Some(default) => crate::types::async_generator::new_anext_awaitable(vm, &awaitable, default.clone()),
    }
}

fn all(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = vm.iter(&args.values[0])?;
    while let Some(item) = vm.next(&iterator)? {
        if !vm.truth(&item)? {
            return Ok(Value::bool(false));
        }
    }
    Ok(Value::bool(true))
}

fn any(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = vm.iter(&args.values[0])?;
    while let Some(item) = vm.next(&iterator)? {
        if vm.truth(&item)? {
            return Ok(Value::bool(true));
        }
    }
    Ok(Value::bool(false))
}

fn iter(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = &args.values[0];
    let Some(sentinel) = args.values.get(1) else { return vm.iter(value) };
    if !vm.is_callable(value) {
        return Err(vm.type_error(format_args!("iter(v, w): v must be callable")));
    }
    crate::types::iterators::callable::iter(vm, value, sentinel)
}

fn len(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let len = vm.len(&args.values[0])?;
    vm.new_usize(len)
}

fn next(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = &args.values[0];
    if !vm.is_iterator(iterator) {
        let kind = vm.type_name(iterator);
        return Err(vm.type_error(format_args!("'{kind}' object is not an iterator")));
    }
    let Some(default) = args.values.get(1) else { return vm.next_raising(iterator) };
    match vm.next_raising(iterator) {
        Err(raised) if vm.raised_is(&raised, Exc::StopIteration) => {
            drop(vm.take_raised(raised));
            Ok(default.clone())
        }
        item => item,
    }
}

fn sorted(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let given = args.positional_count();
    if given != 1 {
        return Err(vm.type_error(format_args!("sorted expected 1 argument, got {given}")));
    }
    let list = vm.list_from(&args.values[0])?;
    let [key, reverse] = Params::new("sort", ["key", "reverse"]).keyword_only(2).bind(vm, args.behind_receiver())?;
    let reverse = match reverse {
        Some(reverse) => vm.truth(reverse)?,
        None => false,
    };
    vm.list_sort(&list, key.filter(|key| !key.is_none()), reverse)?;
    Ok(list.into_value())
}
