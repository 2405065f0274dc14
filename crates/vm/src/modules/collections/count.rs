//! `_count_elements`, which fills a `Counter`.

use pitviper_object::{Obj, Value};

use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, BinOp};
use crate::core::vm::Vm;
use crate::types::dict::Dict;

/// Whether a dict reads and writes items as `dict` itself does.
fn is_plain(vm: &mut Vm, value: &Value) -> PyResult<bool> {
    if value.downcast::<Dict>().is_none() {
        return Ok(false);
    }
    let (own, base) = (vm.type_of(value), vm.type_of_kind(kinds::DICT));
    let get = &vm.names().get;
    for name in [get, &vm.names().__setitem__] {
        let same = match (vm.lookup(own, name), vm.lookup(base, name)) {
            (Some(own), Some(base)) => own.is(&base),
            _ => false,
        };
        if !same {
            return Ok(false);
        }
    }
    Ok(true)
}

pub(super) fn count_elements(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (mapping, iterable) = (&args.values[0], &args.values[1]);
    if is_plain(vm, mapping)?
        && let Ok(dict) = Obj::<Dict>::try_from_value(mapping.clone())
    {
        vm.for_each(iterable, |vm, key| {
            let count = match vm.dict_get(&dict, &key)? {
                Some(count) => vm.binary(BinOp::Add, &count, &Value::small(1))?,
                None => Value::small(1),
            };
            vm.dict_set(&dict, key, count)
        })?;
        return Ok(Value::none());
    }
    let get = vm.get_attr(mapping, &vm.names().get)?;
    vm.for_each(iterable, |vm, key| {
        let count = vm.call(&get, &[key.clone(), Value::small(0)])?;
        let count = vm.binary(BinOp::Add, &count, &Value::small(1))?;
        vm.set_item(mapping, &key, count)
    })?;
    Ok(Value::none())
}
