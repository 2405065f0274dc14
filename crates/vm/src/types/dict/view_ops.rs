//! Keys and items views as sets: comparison, `- & ^ |`, `isdisjoint`.

use pitviper_object::Value;

use super::views::dict_of;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, BinOp, CmpOp};
use crate::core::vm::Vm;
use crate::types::set::{self, any_set};

/// Keys or items.
fn is_set_like(value: &Value) -> bool {
    matches!(value.kind(), kinds::DICT_KEYS | kinds::DICT_ITEMS)
}

fn view_len(view: &Value) -> usize {
    dict_of(view).map_or(0, super::Dict::len)
}

/// Whether everything in `a` is in `b`.
fn all_in(vm: &mut Vm, a: &Value, b: &Value) -> PyResult<bool> {
    let items = vm.iter(a)?;
    while let Some(item) = vm.next(&items)? {
        if !vm.contains(b, &item)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Comparison with sets and set-like views.
pub(super) fn compare(vm: &mut Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    if any_set(b).is_none() && !is_set_like(b) {
        return Ok(Value::not_implemented());
    }
    vm.check_native_stack()?;
    let (left, right) = (view_len(a), vm.len(b)?);
    let holds = match op {
        CmpOp::Eq => left == right && all_in(vm, a, b)?,
        CmpOp::Ne => !(left == right && all_in(vm, a, b)?),
        CmpOp::Lt => left < right && all_in(vm, a, b)?,
        CmpOp::Le => left <= right && all_in(vm, a, b)?,
        CmpOp::Gt => left > right && all_in(vm, b, a)?,
        CmpOp::Ge => left >= right && all_in(vm, b, a)?,
    };
    Ok(Value::bool(holds))
}

/// `left op right`; either is a view.
pub(super) fn binary(vm: &mut Vm, op: BinOp, left: &Value, right: &Value) -> PyResult {
    match op {
        BinOp::And => intersect(vm, left, right),
        BinOp::Xor if left.kind() == kinds::DICT_ITEMS && right.kind() == kinds::DICT_ITEMS => {
            items_differing(vm, left, right)
        }
        BinOp::Sub | BinOp::Or | BinOp::Xor => {
            let result = vm.new_set()?;
            set::update(vm, &result.table, left)?;
            match op {
                BinOp::Sub => set::difference_update(vm, &result.table, right)?,
                BinOp::Or => set::update(vm, &result.table, right)?,
                _ => set::symmetric_difference_update(vm, &result.table, right)?,
            }
            Ok(result.into_value())
        }
        _ => Ok(Value::not_implemented()),
    }
}

fn intersect(vm: &mut Vm, left: &Value, right: &Value) -> PyResult {
    let (mut view, mut other) = if is_set_like(left) { (left, right) } else { (right, left) };
    if let Some(elements) = any_set(other)
        && matches!(other.shape() as u8, kinds::SET | kinds::FROZENSET)
        && other.shape() < 256
        && view_len(view) <= elements.len() as usize
    {
        return set::intersection(vm, other, view);
    }
    if is_set_like(other) && view_len(other) > view_len(view) {
        std::mem::swap(&mut view, &mut other);
    }
    let result = vm.new_set()?;
    let items = vm.iter(other)?;
    while let Some(item) = vm.next(&items)? {
        if vm.contains(view, &item)? {
            vm.set_add(&result, item)?;
        }
    }
    Ok(result.into_value())
}

/// `items ^ items`: pairs with equal values are never hashed.
fn items_differing(vm: &mut Vm, left: &Value, right: &Value) -> PyResult {
    let (Some(mut a), Some(mut b)) = (dict_of(left), dict_of(right)) else { return Ok(Value::not_implemented()) };
    if a.len() > b.len() {
        std::mem::swap(&mut a, &mut b);
    }
    let rest = vm.dict_copy(a)?;
    let result = vm.new_set()?;
    let mut position = 0;
    while let Some((key, value)) = b.next_entry(&mut position) {
        vm.work_at(position as usize)?;
        let own = vm.dict_get(&rest, &key)?;
        let same = match own {
            Some(own) => vm.eq(&own, &value)?,
            None => false,
        };
        if same {
            drop(vm.dict_remove(&rest, &key)?);
        } else {
            let pair = vm.new_tuple_from([key, value])?;
            vm.set_add(&result, pair)?;
        }
    }
    position = 0;
    while let Some((key, value)) = rest.next_entry(&mut position) {
        vm.work_at(position as usize)?;
        let pair = vm.new_tuple_from([key, value])?;
        vm.set_add(&result, pair)?;
    }
    Ok(result.into_value())
}

/// `view.isdisjoint(other)`.
pub(super) fn is_disjoint(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (mut view, mut other) = (&args.values[0], &args.values[1]);
    if view.is(other) {
        return Ok(Value::bool(view_len(view) == 0));
    }
    let exact_set = other.shape() < 256 && matches!(other.shape() as u8, kinds::SET | kinds::FROZENSET);
    if (exact_set || is_set_like(other)) && vm.len(other)? > view_len(view) {
        std::mem::swap(&mut view, &mut other);
    }
    let items = vm.iter(other)?;
    while let Some(item) = vm.next(&items)? {
        if vm.contains(view, &item)? {
            return Ok(Value::bool(false));
        }
    }
    Ok(Value::bool(true))
}
