//! Functions of integers: divisors, roots, factorials, combinations.

use pitviper_number::limbs;
use pitviper_object::Value;

use crate::core::error::{Exc, PyResult};
use crate::core::native::{Args, BinOp};
use crate::core::vm::Vm;
use crate::types::int::{self, IntView, Room, arith};

fn view(value: &Value) -> IntView<'_> {
    int::view(value).unwrap_or(IntView::small(0))
}

fn binary(vm: &mut Vm, op: BinOp, a: &Value, b: &Value) -> PyResult {
    arith::compute(vm, op, &view(a), &view(b))
}

/// The absolute value of an integer argument.
fn magnitude(vm: &mut Vm, value: &Value) -> PyResult {
    let index = vm.to_index(value)?;
    if int::is_negative(&index) { vm.abs(&index) } else { int::to_exact(vm, &index) }
}

fn small_gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// The greatest common divisor of two integers that are not negative.
fn gcd_of(vm: &mut Vm, a: &Value, b: &Value) -> PyResult {
    let (x, y) = (view(a), view(b));
    let (x, y) = (x.int().magnitude, y.int().magnitude);
    if let (&([] | [_]), &([] | [_])) = (&x, &y) {
        let word = |limbs: &[u64]| limbs.first().copied().unwrap_or(0);
        return vm.new_u64(small_gcd(word(x), word(y)));
    }
    let mut room = Room::new(vm, x.len().max(y.len()))?;
    let len = limbs::gcd(vm, room.limbs(), x, y)?;
    room.finish(vm, pitviper_number::Written { negative: false, len })
}

pub(super) fn gcd(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut result = Value::small(0);
    for value in args.values {
        let value = magnitude(vm, value)?;
        result = gcd_of(vm, &result, &value)?;
    }
    Ok(result)
}

pub(super) fn lcm(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut result = Value::small(1);
    for value in args.values {
        let value = magnitude(vm, value)?;
        if int::is_zero(&result) {
            continue;
        }
        if int::is_zero(&value) {
            result = value;
            continue;
        }
        let common = gcd_of(vm, &result, &value)?;
        let part = binary(vm, BinOp::FloorDiv, &result, &common)?;
        result = binary(vm, BinOp::Mul, &part, &value)?;
    }
    Ok(result)
}

pub(super) fn isqrt(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let n = vm.to_index(&args.values[0])?;
    let n = view(&n);
    let int = n.int();
    if int.negative {
        return Err(vm.value_error(format_args!("isqrt() argument must be nonnegative")));
    }
    let mut room = Room::new(vm, limbs::sqrt_len(int.magnitude.len()))?;
    let len = limbs::sqrt_floor(vm, room.limbs(), int.magnitude)?;
    room.finish(vm, pitviper_number::Written { negative: false, len })
}

/// Factors that are multiplied one by one.
const FEW: u64 = 32;

/// `(n - start) * (n - start - 1) * …`, `count` factors, by halving, so that the operands of large products
/// are about as long.
fn falling(vm: &mut Vm, n: &Value, start: u64, count: u64) -> PyResult {
    if count > FEW {
        let half = count / 2;
        let high = falling(vm, n, start, half)?;
        let low = falling(vm, n, start + half, count - half)?;
        return binary(vm, BinOp::Mul, &high, &low);
    }
    let mut result = Value::small(1);
    if let Some(n) = int::to_i64(n) {
        let mut word = 1u64;
        for index in start..start + count {
            let factor = n as u64 - index;
            word = match word.checked_mul(factor) {
                Some(product) => product,
                None => {
                    let product = vm.new_u64(word)?;
                    result = binary(vm, BinOp::Mul, &result, &product)?;
                    factor
                }
            };
        }
        let word = vm.new_u64(word)?;
        return binary(vm, BinOp::Mul, &result, &word);
    }
    for index in start..start + count {
        let index = vm.new_u64(index)?;
        let factor = binary(vm, BinOp::Sub, n, &index)?;
        result = binary(vm, BinOp::Mul, &result, &factor)?;
    }
    Ok(result)
}

pub(super) fn factorial(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let n = vm.to_index(&args.values[0])?;
    if int::is_negative(&n) {
        return Err(vm.value_error(format_args!("factorial() not defined for negative values")));
    }
    match int::to_i64(&n) {
        Some(count) => falling(vm, &n, 0, count as u64),
        None => {
            let limit = i64::MAX;
            Err(vm.raise(Exc::OverflowError, format_args!("factorial() argument should not exceed {limit}")))
        }
    }
}

/// Both arguments as integers that are not negative.
fn counts(vm: &mut Vm, n: &Value, k: &Value) -> PyResult<(Value, Value)> {
    let (n, k) = (vm.to_index(n)?, vm.to_index(k)?);
    for (name, value) in [("n", &n), ("k", &k)] {
        if int::is_negative(value) {
            return Err(vm.value_error(format_args!("{name} must be a non-negative integer")));
        }
    }
    Ok((n, k))
}

pub(super) fn perm(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(k) = args.values.get(1).filter(|k| !k.is_none()) else { return factorial(vm, args) };
    let (n, k) = counts(vm, &args.values[0], k)?;
    if view(&n).int() < view(&k).int() {
        return Ok(Value::small(0));
    }
    match int::to_i64(&k) {
        Some(count) => falling(vm, &n, 0, count as u64),
        None => Err(vm.raise(Exc::OverflowError, format_args!("k must not exceed {}", i64::MAX))),
    }
}

pub(super) fn comb(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (n, k) = counts(vm, &args.values[0], &args.values[1])?;
    if view(&n).int() < view(&k).int() {
        return Ok(Value::small(0));
    }
    let rest = binary(vm, BinOp::Sub, &n, &k)?;
    let k = if view(&rest).int() < view(&k).int() { rest } else { k };
    let Some(count) = int::to_i64(&k) else {
        return Err(vm.raise(Exc::OverflowError, format_args!("min(n - k, k) must not exceed {}", i64::MAX)));
    };
    let count = count as u64;
    if let Some(n) = int::to_i64(&n)
        && let Some(result) = small_comb(n as u64, count)
    {
        return vm.new_u64(result);
    }
    let above = falling(vm, &n, 0, count)?;
    let below = falling(vm, &k, 0, count)?;
    binary(vm, BinOp::FloorDiv, &above, &below)
}

/// As long as all steps fit words: each partial result is a number of combinations itself.
fn small_comb(n: u64, k: u64) -> Option<u64> {
    if k > 64 {
        return None;
    }
    let mut result = 1u64;
    for index in 0..k {
        result = match result.checked_mul(n - index) {
            Some(product) => product / (index + 1),
            None => {
                let product = u128::from(result) * u128::from(n - index);
                u64::try_from(product / u128::from(index + 1)).ok()?
            }
        };
    }
    Some(result)
}
