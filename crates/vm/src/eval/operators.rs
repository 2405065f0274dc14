//! Slow paths of arithmetic, comparison and subscription instructions.

use pitviper_object::Value;

use crate::core::error::PyResult;
use crate::core::native::{BinOp, CmpOp};
use crate::core::vm::Vm;
use crate::types::str::Str;
use crate::types::typ::Type;

/// Both numbers are inline: words of `p // q`.
#[inline(always)]
#[must_use]
pub fn floor_div(p: u64, q: u64) -> Option<u64> {
    let (a, b) = (p as i64 >> 2, q as i64 >> 2);
    if b == 0 || b == -1 {
        return None;
    }
    let quotient = a / b;
    let quotient = if a % b != 0 && (a < 0) != (b < 0) { quotient - 1 } else { quotient };
    Some((quotient << 2 | 3) as u64)
}

/// Both numbers are inline: words of `p % q`.
#[inline(always)]
#[must_use]
pub fn modulo(p: u64, q: u64) -> Option<u64> {
    let (a, b) = (p as i64 >> 2, q as i64 >> 2);
    if b == 0 || b == -1 {
        return None;
    }
    let rest = a % b;
    let rest = if rest != 0 && (rest < 0) != (b < 0) { rest + b } else { rest };
    Some((rest << 2 | 3) as u64)
}

/// Both numbers are inline: words of `p << q`.
#[inline(always)]
#[must_use]
pub fn shift_left(p: u64, q: u64) -> Option<u64> {
    let (a, b) = (p as i64 >> 2, q as i64 >> 2);
    if !(0..62).contains(&b) {
        return None;
    }
    let shifted = a << b;
    if shifted >> b != a {
        return None;
    }
    Value::from_i64(shifted).map(Value::into_bits)
}

/// Both numbers are inline: words of `p >> q`.
#[inline(always)]
#[must_use]
pub fn shift_right(p: u64, q: u64) -> Option<u64> {
    let (a, b) = (p as i64 >> 2, q as i64 >> 2);
    if b < 0 {
        return None;
    }
    Some((a >> b.min(63) << 2 | 3) as u64)
}

/// Any binary operator on any operands.
///
/// # Errors
/// What the operands' methods raise.
#[inline(never)]
pub fn binary(vm: &mut Vm, op: BinOp, in_place: bool, a: &Value, b: &Value) -> PyResult {
    if let Some(value) = crate::types::int::arith(vm, op, a, b)? {
        return Ok(value);
    }
    if let Some(x) = a.exact::<Str>() {
        match (op, b.exact::<Str>()) {
            (BinOp::Add, Some(y)) => return crate::types::str::concat(vm, x, y),
            // Only a Python class can have a `__rmod__` that comes first.
            (BinOp::Mod, _) if !vm.type_of(b).has(Type::HEAP) => {
                return crate::types::str::percent::format_text(vm, a, b);
            }
            _ => {}
        }
    }
    if in_place { vm.in_place(op, a, b) } else { vm.binary(op, a, b) }
}

/// `s += t` where the string is, when the register alone holds it; false when it is to be done as always.
///
/// # Safety
/// `place` is a register that holds a value, and nothing is borrowed from it.
///
/// # Errors
/// `MemoryError`.
#[inline(always)]
pub unsafe fn append_text(vm: &mut Vm, place: *mut Option<Value>, right: &Value) -> PyResult<bool> {
    // SAFETY: the caller's promise.
    match unsafe { &mut *place } {
        Some(left) if left.shape() == u32::from(crate::core::kinds::STR) => {
            crate::types::str::append_in_place(vm, left, right)
        }
        _ => Ok(false),
    }
}

/// Any comparison.
///
/// # Errors
/// What the operands' methods raise.
#[inline(never)]
pub fn compare(vm: &mut Vm, op: CmpOp, a: &Value, b: &Value) -> PyResult {
    if let (Some(x), Some(y)) = (a.exact::<Str>(), b.exact::<Str>()) {
        return compare_text(vm, op, x, y).map(Value::bool);
    }
    vm.compare(a, b, op)
}

/// The truth of any comparison.
///
/// # Errors
/// What the operands' methods raise.
#[inline(never)]
pub fn compare_truth(vm: &mut Vm, op: CmpOp, a: &Value, b: &Value) -> PyResult<bool> {
    if let (Some(x), Some(y)) = (a.exact::<Str>(), b.exact::<Str>()) {
        return compare_text(vm, op, x, y);
    }
    let result = vm.compare(a, b, op)?;
    vm.truth(&result)
}

fn compare_text(vm: &mut Vm, op: CmpOp, x: &Str, y: &Str) -> PyResult<bool> {
    match op {
        CmpOp::Eq => Ok(std::ptr::eq(x, y) || vm.same_text(x, y)?),
        CmpOp::Ne => Ok(!std::ptr::eq(x, y) && !vm.same_text(x, y)?),
        _ => Ok(op.holds(vm.order_text(x, y)?)),
    }
}

/// `o[start:stop]`.
///
/// # Errors
/// What `__getitem__` raises.
pub fn get_slice(vm: &mut Vm, object: &Value, start: &Value, stop: &Value) -> PyResult {
    let slice = crate::types::slice::create(vm, start.clone(), stop.clone(), Value::none())?;
    vm.get_item(object, &slice)
}

/// `o[start:stop] = value`.
///
/// # Errors
/// What `__setitem__` raises.
pub fn set_slice(vm: &mut Vm, object: &Value, start: &Value, stop: &Value, value: Value) -> PyResult<()> {
    let slice = crate::types::slice::create(vm, start.clone(), stop.clone(), Value::none())?;
    vm.set_item(object, &slice, value)
}

/// `~v`.
///
/// # Errors
/// What `__invert__` raises.
pub fn invert(vm: &mut Vm, value: &Value) -> PyResult {
    match value.as_small() {
        Some(int) => vm.new_int(!int),
        None => vm.invert(value),
    }
}
