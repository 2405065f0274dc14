//! Methods of ints.

use pitviper_number::int as kernel;
use pitviper_number::limbs;
use pitviper_object::Value;

use super::{Int, IntView, Room, arith, to_exact, view};
use crate::core::error::PyResult;
use crate::core::native::{Args, BinOp};
use crate::core::vm::Vm;

/// The receiver: an int of any kind.
fn this(value: &Value) -> IntView<'_> {
    view(value).unwrap_or(IntView::small(0))
}

pub(super) fn itself(vm: &mut Vm, args: Args<'_>) -> PyResult {
    to_exact(vm, &args.values[0])
}

pub(super) fn real(vm: &mut Vm, value: &Value) -> PyResult {
    to_exact(vm, value)
}

pub(super) fn imag(_: &mut Vm, _: &Value) -> PyResult {
    Ok(Value::small(0))
}

pub(super) fn denominator(_: &mut Vm, _: &Value) -> PyResult {
    Ok(Value::small(1))
}

pub(super) fn bit_length(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.new_u64(limbs::bit_length(this(&args.values[0]).int().magnitude))
}

pub(super) fn bit_count(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.new_u64(limbs::bit_count(this(&args.values[0]).int().magnitude))
}

pub(super) fn is_integer(_: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(Value::bool(true))
}

pub(super) fn as_integer_ratio(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let int = to_exact(vm, &args.values[0])?;
    vm.new_tuple_from([int, Value::small(1)])
}

pub(super) fn get_new_args(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let int = to_exact(vm, &args.values[0])?;
    vm.new_tuple_from([int])
}

/// Bytes of the object; an inline int is only its word.
pub(super) fn memory(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let bytes = match args.values[0].downcast::<Int>() {
        Some(int) => super::bytes_of(int.limbs().len()),
        None => size_of::<Value>(),
    };
    vm.new_usize(bytes)
}

/// `round(int, digits)`: to a multiple of a power of ten, ties to even.
pub(super) fn round(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = to_exact(vm, &args.values[0])?;
    let Some(digits) = args.values.get(1).filter(|digits| !digits.is_none()) else { return Ok(value) };
    let digits = vm.to_index(digits)?;
    let digits = this(&digits);
    if !digits.int().negative {
        return Ok(value);
    }
    let int = this(&value);
    let bits = limbs::bit_length(int.int().magnitude);
    // 10**places is above 2**(3 * places).
    let places = match digits.int().to_i64().map(i64::unsigned_abs) {
        Some(places) if places.saturating_mul(3) < bits + 2 => places,
        _ => return Ok(Value::small(0)),
    };
    let unit = arith::compute(vm, BinOp::Pow, &IntView::small(10), &IntView::small(places as i64))?;
    let (unit, x) = (this(&unit), int.int());
    let (n, m) = (x.magnitude.len(), unit.int().magnitude.len());
    let mut quotient = Room::new(vm, kernel::floor_div_len(n, m))?;
    let mut rest = Room::new(vm, m)?;
    let (q, r) = kernel::floor_div_mod(vm, Some(quotient.limbs()), Some(rest.limbs()), x, unit.int())?;
    let odd = quotient.written(q).magnitude.first().is_some_and(|limb| limb & 1 == 1);
    let rest = rest.finish(vm, r)?;
    let twice = arith::compute(vm, BinOp::LShift, &this(&rest), &IntView::small(1))?;
    let below = arith::compute(vm, BinOp::Sub, &int, &this(&rest))?;
    let up = match this(&twice).int().cmp(&unit.int()) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => odd,
        std::cmp::Ordering::Greater => true,
    };
    if up { arith::compute(vm, BinOp::Add, &this(&below), &unit) } else { Ok(below) }
}
