//! Binary and unary operators, in place too.

use pitviper_object::Value;

use crate::core::error::{PyResult, Raised};
use crate::core::kinds;
use crate::core::native::BinOp;
use crate::core::vm::Vm;
use crate::types::typ::Type;

impl Vm {
    fn binary_names(&self, op: BinOp) -> (&'static Value, &'static Value, &'static Value) {
        let n = self.names();
        match op {
            BinOp::Add => (&n.__add__, &n.__radd__, &n.__iadd__),
            BinOp::Sub => (&n.__sub__, &n.__rsub__, &n.__isub__),
            BinOp::Mul => (&n.__mul__, &n.__rmul__, &n.__imul__),
            BinOp::TrueDiv => (&n.__truediv__, &n.__rtruediv__, &n.__itruediv__),
            BinOp::FloorDiv => (&n.__floordiv__, &n.__rfloordiv__, &n.__ifloordiv__),
            BinOp::Mod => (&n.__mod__, &n.__rmod__, &n.__imod__),
            BinOp::Pow => (&n.__pow__, &n.__rpow__, &n.__ipow__),
            BinOp::MatMul => (&n.__matmul__, &n.__rmatmul__, &n.__imatmul__),
            BinOp::LShift => (&n.__lshift__, &n.__rlshift__, &n.__ilshift__),
            BinOp::RShift => (&n.__rshift__, &n.__rrshift__, &n.__irshift__),
            BinOp::And => (&n.__and__, &n.__rand__, &n.__iand__),
            BinOp::Or => (&n.__or__, &n.__ror__, &n.__ior__),
            BinOp::Xor => (&n.__xor__, &n.__rxor__, &n.__ixor__),
            BinOp::DivMod => (&n.__divmod__, &n.__rdivmod__, &n.__divmod__),
        }
    }

    /// One operand's try; `own` is the operand whose class is asked.
    fn binary_side(&mut self, op: BinOp, a: &Value, b: &Value, reflected: bool) -> PyResult {
        let (own, other) = if reflected { (b, a) } else { (a, b) };
        let class = self.type_of(own);
        if class.has(Type::HEAP) {
            let (forward, backward, _) = self.binary_names(op);
            let name = if reflected { backward } else { forward };
            if let Some(method) = self.python_special(class, name) {
                return self.call_bound(&method, own, std::slice::from_ref(other));
            }
        }
        let slots = class.native_slots();
        let ops = if reflected { slots.reflected_ops } else { slots.binary_ops };
        match slots.binary {
            Some(binary) if ops & op.bit() != 0 => binary(self, op, a, b),
            _ => Ok(Value::not_implemented()),
        }
    }

    fn binary_try(&mut self, op: BinOp, a: &Value, b: &Value) -> PyResult {
        self.check_native_stack()?;
        let (left, right) = (self.type_of(a), self.type_of(b));
        let same = std::ptr::eq(left, right);
        let mut right_asked = same;
        if !same && right.has(Type::HEAP) && self.is_subtype(right, left) && self.overrides_reflected(op, left, right) {
            right_asked = true;
            let result = self.binary_side(op, a, b, true)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        let result = self.binary_side(op, a, b, false)?;
        if !result.is_not_implemented() || right_asked && !same {
            return Ok(result);
        }
        if same {
            // Sequences repeat from the right: `3 * x` has two classes, so nothing is left to ask here.
            return Ok(result);
        }
        self.binary_side(op, a, b, true)
    }

    /// Whether a subclass has another reflected method than its base: only then is it asked first.
    fn overrides_reflected(&self, op: BinOp, left: &Type, right: &Type) -> bool {
        let (_, backward, _) = self.binary_names(op);
        match (self.lookup(right, backward), self.lookup(left, backward)) {
            (Some(own), Some(inherited)) => !own.is(&inherited),
            (Some(_), None) => true,
            _ => false,
        }
    }

    /// `a op b`.
    ///
    /// # Errors
    /// TypeError when neither knows, or what the methods raise.
    pub fn binary(&mut self, op: BinOp, a: &Value, b: &Value) -> PyResult {
        let result = self.binary_try(op, a, b)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
        Err(self.unsupported(op, a, b, false))
    }

    /// `a op= b`.
    ///
    /// # Errors
    /// As [`Vm::binary`].
    pub fn in_place(&mut self, op: BinOp, a: &Value, b: &Value) -> PyResult {
        let class = self.type_of(a);
        let (_, _, name) = self.binary_names(op);
        if let Some(method) = self.python_special(class, name) {
            let result = self.call_bound(&method, a, std::slice::from_ref(b))?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        } else if let Some(in_place) = class.native_slots().in_place
            && class.native_slots().in_place_ops & op.bit() != 0
        {
            let result = in_place(self, op, a, b)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        let result = self.binary_try(op, a, b)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
        Err(self.unsupported(op, a, b, true))
    }

    #[cold]
    fn unsupported(&mut self, op: BinOp, a: &Value, b: &Value, in_place: bool) -> Raised {
        let (left, right) = (self.type_name(a), self.type_name(b));
        let concat =
            |v: &Value| matches!(v.kind(), kinds::STR | kinds::LIST | kinds::TUPLE | kinds::BYTES | kinds::BYTEARRAY);
        if op == BinOp::Add && concat(a) {
            return crate::types::iterators::concat_error(self, a, b);
        }
        if op == BinOp::Mul && (concat(a) || concat(b)) {
            let other = if concat(a) { right } else { left };
            return self.type_error(format_args!("can't multiply sequence by non-int of type '{other}'"));
        }
        let symbol = match op {
            BinOp::Add => "+",
            BinOp::Sub => "-",
            BinOp::Mul => "*",
            BinOp::TrueDiv => "/",
            BinOp::FloorDiv => "//",
            BinOp::Mod => "%",
            BinOp::Pow if in_place => "**",
            BinOp::Pow => "** or pow()",
            BinOp::MatMul => "@",
            BinOp::LShift => "<<",
            BinOp::RShift => ">>",
            BinOp::And => "&",
            BinOp::Or => "|",
            BinOp::Xor => "^",
            BinOp::DivMod => "divmod()",
        };
        let equals = if in_place { "=" } else { "" };
        self.type_error(format_args!("unsupported operand type(s) for {symbol}{equals}: '{left}' and '{right}'"))
    }

    /// `pow(a, b)` or `pow(a, b, c)`.
    ///
    /// # Errors
    /// As [`Vm::binary`].
    pub fn power(&mut self, a: &Value, b: &Value, modulus: Option<&Value>) -> PyResult {
        let Some(modulus) = modulus.filter(|m| !m.is_none()) else { return self.binary(BinOp::Pow, a, b) };
        let class = self.type_of(a);
        let second = self.type_of(b);
        if !std::ptr::eq(class, second)
            && self.is_subtype(second, class)
            && let Some(method) = self.python_special(second, &self.names().__rpow__)
        {
            let result = self.call_bound(&method, b, &[a.clone(), modulus.clone()])?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        if let Some(method) = self.python_special(class, &self.names().__pow__) {
            let result = self.call_bound(&method, a, &[b.clone(), modulus.clone()])?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        } else if let Some(power) = class.native_slots().power3 {
            let result = power(self, a, b, modulus)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        let result = self.power_reflected(a, b, modulus)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
        let (x, y, z) = (self.type_name(a), self.type_name(b), self.type_name(modulus));
        Err(self.type_error(format_args!("unsupported operand type(s) for ** or pow(): '{x}', '{y}', '{z}'")))
    }

    /// `pow(a, b, c)` after the class of `a` did not know: `__rpow__`, then what the class of the modulus says.
    fn power_reflected(&mut self, a: &Value, b: &Value, modulus: &Value) -> PyResult {
        let (first, second, third) = (self.type_of(a), self.type_of(b), self.type_of(modulus));
        if !std::ptr::eq(first, second) {
            let result = if let Some(method) = self.python_special(second, &self.names().__rpow__) {
                self.call_bound(&method, b, &[a.clone(), modulus.clone()])?
            } else if let Some(power) = second.native_slots().power3 {
                power(self, a, b, modulus)?
            } else {
                Value::not_implemented()
            };
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        match third.native_slots().power3 {
            Some(power) if !std::ptr::eq(first, third) && !std::ptr::eq(second, third) => power(self, a, b, modulus),
            _ => Ok(Value::not_implemented()),
        }
    }

    fn unary(
        &mut self,
        value: &Value,
        name: &Value,
        native: Option<fn(&mut Vm, &Value) -> PyResult>,
        what: &str,
    ) -> PyResult {
        let class = self.type_of(value);
        if let Some(method) = self.python_special(class, name) {
            return self.call_bound(&method, value, &[]);
        }
        match native {
            Some(native) => native(self, value),
            None => {
                let kind = class.name();
                Err(self.type_error(format_args!("bad operand type for {what}: '{kind}'")))
            }
        }
    }

    /// `-v`.
    ///
    /// # Errors
    /// TypeError, or what `__neg__` raises.
    pub fn neg(&mut self, value: &Value) -> PyResult {
        self.unary(value, &self.names().__neg__, self.type_of(value).native_slots().neg, "unary -")
    }

    /// `+v`.
    ///
    /// # Errors
    /// TypeError, or what `__pos__` raises.
    pub fn pos(&mut self, value: &Value) -> PyResult {
        self.unary(value, &self.names().__pos__, self.type_of(value).native_slots().pos, "unary +")
    }

    /// `~v`.
    ///
    /// # Errors
    /// TypeError, or what `__invert__` raises.
    pub fn invert(&mut self, value: &Value) -> PyResult {
        self.unary(value, &self.names().__invert__, self.type_of(value).native_slots().invert, "unary ~")
    }

    /// `abs(v)`.
    ///
    /// # Errors
    /// TypeError, or what `__abs__` raises.
    pub fn abs(&mut self, value: &Value) -> PyResult {
        self.unary(value, &self.names().__abs__, self.type_of(value).native_slots().abs, "abs()")
    }
}
