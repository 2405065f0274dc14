//! `_bisect`: places in sorted sequences.

use pitviper_object::{Obj, Value};

use crate::core::args::Params;
use crate::core::error::PyResult;
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::list::List;

/// Where `item` belongs among items `low..high`, behind equal ones when `RIGHT`.
fn place<const RIGHT: bool>(
    vm: &mut Vm,
    sequence: &Value,
    item: &Value,
    (mut low, mut high): (usize, usize),
    key: Option<&Value>,
) -> PyResult<usize> {
    while low < high {
        let middle = low + (high - low) / 2;
        let other = match sequence.exact::<List>().and_then(|list| list.get(middle)) {
            Some(other) => other,
            None => {
                let index = vm.new_usize(middle)?;
                vm.get_item(sequence, &index)?
            }
        };
        let other = match key {
            Some(key) => vm.call(key, std::slice::from_ref(&other))?,
            None => other,
        };
        let before = if RIGHT { vm.less(item, &other)? } else { !vm.less(&other, item)? };
        if before {
            high = middle;
        } else {
            low = middle + 1;
        }
        vm.settle();
    }
    Ok(low)
}

/// Sequence, item, bounds, key function.
type Arguments<'a> = (&'a Value, &'a Value, (usize, usize), Option<&'a Value>);

/// The arguments of all four functions.
fn arguments<'a>(vm: &mut Vm, name: &str, args: Args<'a>) -> PyResult<Arguments<'a>> {
    let [sequence, item, low, high, key] =
        Params::new(name, ["a", "x", "lo", "hi", "key"]).required(2).keyword_only(1).bind(vm, args)?;
    let (Some(sequence), Some(item)) = (sequence, item) else { return Err(vm.no_memory()) };
    let low = low.map_or(Ok(0), |low| vm.index_isize(low))?;
    let Ok(low) = usize::try_from(low) else {
        return Err(vm.value_error(format_args!("lo must be non-negative")));
    };
    let high = match high.filter(|high| !high.is_none()) {
        Some(high) => vm.index_isize(high)?,
        None => -1,
    };
    let high = match usize::try_from(high) {
        Ok(high) => high,
        Err(_) => vm.len(sequence)?,
    };
    Ok((sequence, item, (low, high), key.filter(|key| !key.is_none())))
}

fn bisect<const RIGHT: bool>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = if RIGHT { "bisect_right" } else { "bisect_left" };
    let (sequence, item, bounds, key) = arguments(vm, name, args)?;
    let place = place::<RIGHT>(vm, sequence, item, bounds, key)?;
    vm.new_usize(place)
}

fn insort<const RIGHT: bool>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = if RIGHT { "insort_right" } else { "insort_left" };
    let (sequence, item, bounds, key) = arguments(vm, name, args)?;
    let wanted = match key {
        Some(key) => vm.call(key, std::slice::from_ref(item))?,
        None => item.clone(),
    };
    let place = place::<RIGHT>(vm, sequence, &wanted, bounds, key)?;
    if let Some(list) = sequence.exact::<List>() {
        let list = Obj::from_ref(list);
        list.insert(&mut vm.heap, place.min(list.len()), item.clone())?;
        return Ok(Value::none());
    }
    let (insert, place) = (vm.intern("insert")?, vm.new_usize(place)?);
    vm.call_method(sequence, &insert, &[place, item.clone()])?;
    Ok(Value::none())
}

const LEFT: &str = "bisect_left($module, /, a, x, lo=0, hi=None, *, key=None)\n--\n\nReturn the index where to insert item x in list a, assuming a is sorted, before equal items.";
const RIGHT: &str = "bisect_right($module, /, a, x, lo=0, hi=None, *, key=None)\n--\n\nReturn the index where to insert item x in list a, assuming a is sorted, behind equal items.";
const INSERT_LEFT: &str = "insort_left($module, /, a, x, lo=0, hi=None, *, key=None)\n--\n\nInsert item x in list a, and keep it sorted assuming a is sorted, before equal items.";
const INSERT_RIGHT: &str = "insort_right($module, /, a, x, lo=0, hi=None, *, key=None)\n--\n\nInsert item x in list a, and keep it sorted assuming a is sorted, behind equal items.";

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_bisect",
    doc: "Bisection algorithms.\n\nThis module provides support for maintaining a list in sorted order without\nhaving to sort the list after each insertion. For long lists of items with\nexpensive comparison operations, this can be an improvement over the more\ncommon approach.\n",
    functions: &[
        Method::keywords("bisect_right", bisect::<true>).doc(RIGHT),
        Method::keywords("bisect_left", bisect::<false>).doc(LEFT),
        Method::keywords("insort_right", insort::<true>).doc(INSERT_RIGHT),
        Method::keywords("insort_left", insort::<false>).doc(INSERT_LEFT),
    ],
    types: &[],
    init: None,
};
