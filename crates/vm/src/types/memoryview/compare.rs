//! Equality and hashes of views.

use pitviper_object::{Obj, Value};
use pitviper_text::Chars;

use super::access::{item_at, this};
use super::{MemoryView, item, of};
use crate::core::error::PyResult;
use crate::core::native::CmpOp;
use crate::core::vm::Vm;
use crate::types::bytes::BytesBuilder;

pub(super) fn compare(vm: &mut Vm, left: &Value, right: &Value, op: CmpOp) -> PyResult {
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return Ok(Value::not_implemented());
    }
    let view = this(left);
    let equal = if view.source.is_none() {
        left.is(right)
    } else if let Some(other) = right.exact::<MemoryView>() {
        if other.source.is_none() { left.is(right) } else { equal(vm, view, other)? }
    } else {
        if crate::types::bytes::borrow(right).is_none() {
            return Ok(Value::not_implemented());
        }
        let other = of(vm, right)?;
        match Obj::<MemoryView>::try_from_value(other) {
            Ok(other) => equal(vm, view, &other)?,
            Err(_) => return Ok(Value::not_implemented()),
        }
    };
    Ok(Value::bool(equal == (op == CmpOp::Eq)))
}

/// Whether shapes and items are equal.
fn equal(vm: &mut Vm, a: &MemoryView, b: &MemoryView) -> PyResult<bool> {
    let (x, y) = (a.layout, b.layout);
    if x.dimensions != y.dimensions || x.rows != y.rows {
        return Ok(false);
    }
    let same_shape = a.inner().iter().zip(b.inner()).all(|(a, b)| a.is(b));
    if !same_shape {
        return Ok(false);
    }
    if item::native(x.format.code).is_none() || item::native(y.format.code).is_none() {
        return Ok(false);
    }
    let (size, other_size) = (x.format.size(), y.format.size());
    for row in 0..x.rows {
        for column in 0..x.per_row() {
            vm.work_at(row * x.per_row() + column)?;
            let left = item_at(vm, a, x.row(row) + column * size)?;
            let right = item_at(vm, b, y.row(row) + column * other_size)?;
            if !vm.eq(&left, &right)? {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

pub(super) fn hash(vm: &mut Vm, value: &Value) -> PyResult<i64> {
    let view = this(value);
    let source = view.source(vm)?;
    if !view.layout.readonly {
        return Err(vm.value_error(format_args!("cannot hash writable memoryview object")));
    }
    if !view.layout.format.is_byte() {
        let message = format_args!("memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
        return Err(vm.value_error(message));
    }
    vm.hash(&source)?;
    let mut copy = BytesBuilder::new(vm);
    super::collect(vm, value, &mut copy)?;
    vm.hash_text(Chars::One(copy.data()))
}
