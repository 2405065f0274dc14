//! Comparison: `==`, `<` and the others, with reflected methods as fallback.

use std::cmp::Ordering;

use pitviper_object::Value;

use crate::core::error::PyResult;
use crate::core::native::CmpOp;
use crate::core::vm::Vm;
use crate::types::str::Str;
use crate::types::typ::Type;

impl Vm {
    /// One side of a comparison.
    fn compare_side(&mut self, a: &Value, b: &Value, op: CmpOp) -> PyResult {
        let class = self.type_of(a);
        if class.has(Type::HEAP) {
            let names = self.names();
            let name = match op {
                CmpOp::Lt => &names.__lt__,
                CmpOp::Le => &names.__le__,
                CmpOp::Eq => &names.__eq__,
                CmpOp::Ne => &names.__ne__,
                CmpOp::Gt => &names.__gt__,
                CmpOp::Ge => &names.__ge__,
            };
            if let Some(method) = self.python_special(class, name) {
                if method.is_none() {
                    return Ok(Value::not_implemented());
                }
                return self.call_bound(&method, a, std::slice::from_ref(b));
            }
            // `!=` is the inverse of a Python `__eq__`, unless a builtin base has a `__ne__` of its own.
            if op == CmpOp::Ne
                && class.native_slots().compare.is_none()
                && let Some(method) = self.python_special(class, &names.__eq__)
                && !method.is_none()
            {
                let equal = self.call_bound(&method, a, std::slice::from_ref(b))?;
                if equal.is_not_implemented() {
                    return Ok(equal);
                }
                return Ok(Value::bool(!self.truth(&equal)?));
            }
        }
        match class.native_slots().compare {
            Some(compare) => compare(self, a, b, op),
            None => Ok(Value::not_implemented()),
        }
    }

    /// `a op b`.
    ///
    /// # Errors
    /// TypeError when neither knows, or what the methods raise.
    pub fn compare(&mut self, a: &Value, b: &Value, op: CmpOp) -> PyResult {
        if let (Some(x), Some(y)) = (a.as_small(), b.as_small()) {
            return Ok(Value::bool(op.holds(x.cmp(&y))));
        }
        if let (Some(x), Some(y)) = (a.as_inline_f64(), b.as_inline_f64()) {
            return Ok(Value::bool(x.partial_cmp(&y).map_or(op == CmpOp::Ne, |o| op.holds(o))));
        }
        self.check_native_stack()?;
        let (left, right) = (self.type_of(a), self.type_of(b));
        if std::ptr::eq(left, right)
            && !left.has(Type::HEAP)
            && let Some(compare) = left.native_slots().compare
        {
            let result = compare(self, a, b, op)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        let mut right_asked = false;
        if !std::ptr::eq(left, right) && right.has(Type::HEAP) && self.is_subtype(right, left) {
            right_asked = true;
            let result = self.compare_side(b, a, op.swapped())?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        let result = self.compare_side(a, b, op)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
        if !right_asked {
            let result = self.compare_side(b, a, op.swapped())?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        match op {
            CmpOp::Eq => Ok(Value::bool(a.is(b))),
            CmpOp::Ne => Ok(Value::bool(!a.is(b))),
            _ => {
                let (left, right) = (left.name(), right.name());
                let op = op.symbol();
                Err(self.type_error(format_args!("'{op}' not supported between instances of '{left}' and '{right}'")))
            }
        }
    }

    /// The truth of `a op b`.
    ///
    /// # Errors
    /// As [`Vm::compare`].
    #[inline]
    pub fn compare_bool(&mut self, a: &Value, b: &Value, op: CmpOp) -> PyResult<bool> {
        if let (Some(x), Some(y)) = (a.as_small(), b.as_small()) {
            return Ok(op.holds(x.cmp(&y)));
        }
        let result = self.compare(a, b, op)?;
        self.truth(&result)
    }

    /// Whether two values are equal to a container: identical, or `==` is true.
    ///
    /// # Errors
    /// As [`Vm::compare`].
    #[inline]
    pub fn eq(&mut self, a: &Value, b: &Value) -> PyResult<bool> {
        if a.is(b) {
            return Ok(true);
        }
        if a.is_small_int() && b.is_small_int() {
            return Ok(false);
        }
        if let (Some(x), Some(y)) = (a.exact::<Str>(), b.exact::<Str>()) {
            return self.same_text(x, y);
        }
        self.compare_bool(a, b, CmpOp::Eq)
    }

    /// How two values are ordered, for what sorts by `<`.
    ///
    /// # Errors
    /// As [`Vm::compare`].
    pub fn less(&mut self, a: &Value, b: &Value) -> PyResult<bool> {
        if let (Some(x), Some(y)) = (a.exact::<Str>(), b.exact::<Str>()) {
            return Ok(self.order_text(x, y)? == Ordering::Less);
        }
        self.compare_bool(a, b, CmpOp::Lt)
    }
}
