//! The operations that every object answers: repr, hash, truth, length, comparison, arithmetic, iteration, items.
//!
//! Each goes to the builtin type's function directly, unless the object's class is a Python class that defines
//! the special method itself.

use std::cmp::Ordering;

use pitviper_object::{Obj, Value};

use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::native::{BinOp, CmpOp};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::list::List;
use crate::types::str::{Str, fold};
use crate::types::tuple::Tuple;
use crate::types::typ::Type;

impl Vm {
    /// The special method that a Python class defines (or inherits from one); `None` where the builtin type's
    /// function is in force.
    #[inline]
    pub(crate) fn python_special(&self, class: &Type, name: &Value) -> Option<Value> {
        if !class.has(Type::HEAP) || self.is_known_native(class, name) {
            return None;
        }
        self.find_special(class, name)
    }

    fn find_special(&self, class: &Type, name: &Value) -> Option<Value> {
        let found = self.lookup(class, name)?;
        if !crate::types::typ::create::is_native(self, class, &found, name) {
            return Some(found);
        }
        if found.shape() == u32::from(kinds::SLOT_WRAPPER) {
            self.remember_native(class, name);
        }
        None
    }

    /// `repr(v)`.
    ///
    /// # Errors
    /// What `__repr__` raises.
    pub fn repr(&mut self, value: &Value) -> PyResult {
        self.check_native_stack()?;
        let class = self.type_of(value);
        if let Some(method) = self.python_special(class, &self.names().__repr__) {
            let text = self.call_bound(&method, value, &[])?;
            return self.expect_str(text, "__repr__");
        }
        match class.native_slots().repr {
            Some(repr) => repr(self, value),
            None => crate::types::object::default_repr(self, value),
        }
    }

    fn expect_str(&mut self, text: Value, method: &str) -> PyResult {
        if text.downcast::<Str>().is_some() {
            return Ok(text);
        }
        let kind = self.type_name(&text);
        Err(self.type_error(format_args!("{method} returned non-string (type {kind})")))
    }

    /// `str(v)`.
    ///
    /// # Errors
    /// What `__str__` raises.
    pub fn str(&mut self, value: &Value) -> PyResult {
        if value.exact::<Str>().is_some() {
            return Ok(value.clone());
        }
        if value.is_small_int() {
            return crate::types::int::text::repr(self, value);
        }
        self.check_native_stack()?;
        let class = self.type_of(value);
        if let Some(method) = self.python_special(class, &self.names().__str__) {
            let text = self.call_bound(&method, value, &[])?;
            return self.expect_str(text, "__str__");
        }
        match class.native_slots().str {
            Some(str) => str(self, value),
            None => self.repr(value),
        }
    }

    /// `ascii(v)`.
    ///
    /// # Errors
    /// What `__repr__` raises.
    pub fn ascii(&mut self, value: &Value) -> PyResult {
        let text = self.repr(value)?;
        let Some(string) = text.downcast::<Str>() else { return Ok(text) };
        if string.is_ascii() {
            return Ok(text);
        }
        let mut builder = crate::types::str::StrBuilder::new(self);
        pitviper_text::repr::escape_non_ascii(string.chars(), &mut builder)?;
        builder.finish()
    }

    /// `format(v, spec)`; `spec` is a string.
    ///
    /// # Errors
    /// What `__format__` raises.
    pub fn format(&mut self, value: &Value, spec: &Value) -> PyResult {
        let class = self.type_of(value);
        let method = self.lookup(class, &self.names().__format__);
        let text = match method {
            Some(method) => self.call_bound(&method, value, std::slice::from_ref(spec))?,
            None => {
                let kind = class.name();
                return Err(self.type_error(format_args!("Type {kind} doesn't define __format__")));
            }
        };
        if text.downcast::<Str>().is_some() {
            return Ok(text);
        }
        let kind = self.type_name(&text);
        Err(self.type_error(format_args!("__format__ must return a str, not {kind}")))
    }

    /// `hash(v)`.
    ///
    /// # Errors
    /// TypeError for unhashable values, or what `__hash__` raises.
    pub fn hash(&mut self, value: &Value) -> PyResult<i64> {
        if let Some(text) = value.exact::<Str>() {
            return self.hash_text(text.chars());
        }
        let class = self.type_of(value);
        if class.kind == kinds::INT && self.is_known_native(class, &self.names().__hash__) {
            return crate::types::int::spec::hash(self, value);
        }
        self.check_native_stack()?;
        if let Some(method) = self.python_special(class, &self.names().__hash__) {
            if method.is_none() {
                return Err(self.unhashable(value));
            }
            let hash = self.call_bound(&method, value, &[])?;
            return crate::types::int::hash_result(self, &hash);
        }
        let slots = class.native_slots();
        if slots.unhashable {
            return Err(self.unhashable(value));
        }
        match slots.hash {
            Some(hash) => hash(self, value),
            None => Ok(self.identity_hash(value)),
        }
    }

    #[cold]
    fn unhashable(&mut self, value: &Value) -> Raised {
        let kind = self.type_name(value);
        self.type_error(format_args!("unhashable type: '{kind}'"))
    }

    /// `object.__hash__`: of the identity.
    #[must_use]
    pub fn identity_hash(&self, value: &Value) -> i64 {
        (self.id(value) >> 3).cast_signed()
    }

    /// `id(v)`: arena number and offset, no host address; numbers give a value of their own range.
    #[must_use]
    pub fn id(&self, value: &Value) -> u64 {
        let Some(pointer) = value.as_ptr() else {
            return (1 << 62) | (value.bits() >> 2);
        };
        match value.shape() as u8 {
            kinds::NONE => 0x10,
            kinds::BOOL if value.is_true() => 0x30,
            kinds::BOOL => 0x20,
            kinds::ELLIPSIS => 0x40,
            kinds::NOT_IMPLEMENTED if value.shape() == u32::from(kinds::NOT_IMPLEMENTED) => 0x50,
            // SAFETY: all objects but the singletons are blocks of a heap.
            _ => u64::from(unsafe { pitviper_object::Heap::compress(pointer.cast()) }) << 3,
        }
    }

    /// The hash that tables use.
    ///
    /// # Errors
    /// As [`Vm::hash`].
    #[inline]
    pub fn hash32(&mut self, value: &Value) -> PyResult<u32> {
        if let Some(text) = value.exact::<Str>() {
            return self.hash_text32(text);
        }
        Ok(fold(self.hash(value)?))
    }

    /// `bool(v)`.
    ///
    /// # Errors
    /// What `__bool__` or `__len__` raises.
    #[inline]
    pub fn truth(&mut self, value: &Value) -> PyResult<bool> {
        if let Some(truth) = value.as_bool() {
            return Ok(truth);
        }
        if value.is_none() {
            return Ok(false);
        }
        if let Some(int) = value.as_small() {
            return Ok(int != 0);
        }
        self.truth_slow(value)
    }

    #[inline(never)]
    fn truth_slow(&mut self, value: &Value) -> PyResult<bool> {
        if let Some(text) = value.exact::<Str>() {
            return Ok(!text.is_empty());
        }
        if let Some(float) = value.as_inline_f64() {
            return Ok(float != 0.0);
        }
        let class = self.type_of(value);
        if class.has(Type::HEAP) {
            if let Some(method) = self.python_special(class, &self.names().__bool__) {
                let truth = self.call_bound(&method, value, &[])?;
                return self.bool_result(&truth);
            }
            if class.native_slots().truth.is_none() && self.python_special(class, &self.names().__len__).is_some() {
                return Ok(self.len(value)? != 0);
            }
        }
        let slots = class.native_slots();
        if let Some(truth) = slots.truth {
            return truth(self, value);
        }
        match slots.len {
            Some(len) => Ok(len(self, value)? != 0),
            None => Ok(true),
        }
    }

    /// What `__bool__` returned.
    ///
    /// # Errors
    /// TypeError when that is no bool.
    pub(crate) fn bool_result(&mut self, value: &Value) -> PyResult<bool> {
        match value.as_bool() {
            Some(truth) => Ok(truth),
            None => {
                let kind = self.type_name(value);
                Err(self.type_error(format_args!("__bool__ should return bool, returned {kind}")))
            }
        }
    }

    /// What `__len__` returned.
    ///
    /// # Errors
    /// TypeError, ValueError and OverflowError when that is no length.
    pub(crate) fn length_of(&mut self, value: &Value) -> PyResult<usize> {
        if let Some(length) = value.as_small().and_then(|length| usize::try_from(length).ok()) {
            return Ok(length);
        }
        let length = self.to_index(value)?;
        if crate::types::int::is_negative(&length) {
            return Err(self.value_error(format_args!("__len__() should return >= 0")));
        }
        let Some(number) = crate::types::int::to_i64(&length) else {
            let kind = self.type_name(&length);
            return Err(self.raise(Exc::OverflowError, format_args!("cannot fit '{kind}' into an index-sized integer")));
        };
        Ok(number as usize)
    }

    /// `len(v)`.
    ///
    /// # Errors
    /// TypeError for what has no length, or what `__len__` raises.
    pub fn len(&mut self, value: &Value) -> PyResult<usize> {
        let class = self.type_of(value);
        if let Some(method) = self.python_special(class, &self.names().__len__) {
            let length = self.call_bound(&method, value, &[])?;
            return self.length_of(&length);
        }
        match class.native_slots().len {
            Some(len) => len(self, value),
            None => {
                let kind = class.name();
                Err(self.type_error(format_args!("object of type '{kind}' has no len()")))
            }
        }
    }

    /// Length, or the length hint, or `default`.
    ///
    /// # Errors
    /// What the methods raise, TypeError aside.
    pub fn len_hint(&mut self, value: &Value, default: usize) -> PyResult<usize> {
        let class = self.type_of(value);
        if class.native_slots().len.is_some() || self.python_special(class, &self.names().__len__).is_some() {
            match self.len(value) {
                Ok(len) => return Ok(len),
                Err(raised) if self.raised_is(&raised, Exc::TypeError) => drop(self.take_raised(raised)),
                Err(raised) => return Err(raised),
            }
        }
        let hint = match self.call_special(value, &self.names().__length_hint__, &[]) {
            Ok(Some(hint)) => hint,
            Ok(None) => return Ok(default),
            Err(raised) if self.raised_is(&raised, Exc::TypeError) => {
                drop(self.take_raised(raised));
                return Ok(default);
            }
            Err(raised) => return Err(raised),
        };
        if hint.is_not_implemented() {
            return Ok(default);
        }
        match crate::types::int::to_i64(&hint) {
            Some(hint) if hint >= 0 => Ok(hint as usize),
            Some(_) => Err(self.value_error(format_args!("__length_hint__() should return >= 0"))),
            None if crate::types::int::view(&hint).is_some() => {
                Err(self.raise(Exc::OverflowError, format_args!("Python int too large to convert to C ssize_t")))
            }
            None => {
                let kind = self.type_name(&hint);
                Err(self.type_error(format_args!("__length_hint__ must be an integer, not {kind}")))
            }
        }
    }

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

    /// `iter(v)`.
    ///
    /// # Errors
    /// TypeError, or what `__iter__` raises.
    pub fn iter(&mut self, value: &Value) -> PyResult {
        let class = self.type_of(value);
        if class.has(Type::HEAP)
            && let Some(method) = self.python_special(class, &self.names().__iter__)
        {
            if method.is_none() {
                let kind = class.name();
                return Err(self.type_error(format_args!("'{kind}' object is not iterable")));
            }
            let iterator = self.call_bound(&method, value, &[])?;
            if !self.is_iterator(&iterator) {
                let kind = self.type_name(&iterator);
                return Err(self.type_error(format_args!("iter() returned non-iterator of type '{kind}'")));
            }
            return Ok(iterator);
        }
        if let Some(iter) = class.native_slots().iter {
            return iter(self, value);
        }
        if self.python_special(class, &self.names().__getitem__).is_some() {
            return crate::types::iterators::sequence_iterator(self, value.clone());
        }
        let kind = class.name();
        Err(self.type_error(format_args!("'{kind}' object is not iterable")))
    }

    /// Whether `next()` works on it.
    #[must_use]
    pub fn is_iterator(&self, value: &Value) -> bool {
        let class = self.type_of(value);
        class.native_slots().next.is_some() || self.python_special(class, &self.names().__next__).is_some()
    }

    /// `next(it)`, `None` when exhausted.
    ///
    /// # Errors
    /// What `__next__` raises, StopIteration aside.
    #[inline]
    pub fn next(&mut self, iterator: &Value) -> PyResult<Option<Value>> {
        if self.pace.step() {
            self.run_checks()?;
        }
        // Exact builtin types' shapes are their kinds.
        let shape = iterator.shape();
        if shape < pitviper_object::header::BUILTIN_SHAPES
            && let Some(next) = crate::core::registry::SLOTS[shape as usize].next
        {
            return match next(self, iterator) {
                Err(raised) => self.end_of_iteration(raised),
                item => item,
            };
        }
        match self.next_python(iterator) {
            Err(raised) => self.end_of_iteration(raised),
            item => item,
        }
    }

    /// `next(it)`, `None` when exhausted; a StopIteration that was raised is an error.
    ///
    /// # Errors
    /// What `__next__` raises.
    #[inline]
    pub fn next_or_stop(&mut self, iterator: &Value) -> PyResult<Option<Value>> {
        if self.pace.step() {
            self.run_checks()?;
        }
        let shape = iterator.shape();
        if shape < pitviper_object::header::BUILTIN_SHAPES
            && let Some(next) = crate::core::registry::SLOTS[shape as usize].next
        {
            return next(self, iterator);
        }
        self.next_python(iterator)
    }

    /// A StopIteration (a generator's with a value) is the end.
    #[cold]
    fn end_of_iteration(&mut self, raised: Raised) -> PyResult<Option<Value>> {
        if self.raised_is(&raised, Exc::StopIteration) {
            drop(self.take_raised(raised));
            return Ok(None);
        }
        Err(raised)
    }

    /// `it.__next__()`: the end is a StopIteration, with the value that a generator returned.
    ///
    /// # Errors
    /// What `__next__` raises.
    pub fn next_raising(&mut self, iterator: &Value) -> PyResult {
        let class = self.type_of(iterator);
        if let Some(method) = self.python_special(class, &self.names().__next__) {
            return self.call_bound(&method, iterator, &[]);
        }
        match class.native_slots().next {
            Some(next) => match next(self, iterator)? {
                Some(item) => Ok(item),
                None => Err(self.raise_bare(Exc::StopIteration)),
            },
            None => {
                let kind = class.name();
                Err(self.type_error(format_args!("'{kind}' object is not an iterator")))
            }
        }
    }

    fn next_python(&mut self, iterator: &Value) -> PyResult<Option<Value>> {
        let class = self.type_of(iterator);
        if let Some(method) = self.python_special(class, &self.names().__next__) {
            return self.call_bound(&method, iterator, &[]).map(Some);
        }
        match class.native_slots().next {
            Some(next) => next(self, iterator),
            None => {
                let kind = class.name();
                Err(self.type_error(format_args!("'{kind}' object is not an iterator")))
            }
        }
    }

    /// Calls `each` with every item.
    ///
    /// # Errors
    /// What iteration or `each` raises.
    pub fn for_each(&mut self, iterable: &Value, mut each: impl FnMut(&mut Vm, Value) -> PyResult<()>) -> PyResult<()> {
        if let Some(tuple) = iterable.exact::<Tuple>() {
            for (index, item) in tuple.items().iter().enumerate() {
                each(self, item.clone())?;
                self.work_at(index)?;
            }
            return Ok(());
        }
        if let Some(list) = iterable.exact::<List>() {
            let mut index = 0;
            while let Some(item) = list.get(index) {
                each(self, item)?;
                self.work_at(index)?;
                index += 1;
            }
            return Ok(());
        }
        let iterator = self.iter(iterable)?;
        while let Some(item) = self.next(&iterator)? {
            each(self, item)?;
            self.settle();
        }
        Ok(())
    }

    /// `list(iterable)`.
    ///
    /// # Errors
    /// What iteration raises.
    pub fn list_from(&mut self, iterable: &Value) -> PyResult<Obj<List>> {
        let list = self.new_list()?;
        if let Some(tuple) = iterable.exact::<Tuple>() {
            list.reserve_exact(&mut self.heap, tuple.len())?;
        } else if let Some(other) = iterable.exact::<List>() {
            list.reserve_exact(&mut self.heap, other.len())?;
        } else if self.type_of(iterable).native_slots().len.is_some() {
            let hint = self.len_hint(iterable, 0)?.min(1 << 20);
            list.reserve_exact(&mut self.heap, hint)?;
        }
        self.for_each(iterable, |vm, item| vm.list_push(&list, item))?;
        Ok(list)
    }

    /// `tuple(iterable)`.
    ///
    /// # Errors
    /// What iteration raises.
    pub fn tuple_from(&mut self, iterable: &Value) -> PyResult {
        if iterable.exact::<Tuple>().is_some() {
            return Ok(iterable.clone());
        }
        let list = self.list_from(iterable)?;
        // SAFETY: nobody else has the list, and making the tuple runs no Python.
        self.new_tuple(unsafe { list.items_unchecked() })
    }

    /// `o[k]`.
    ///
    /// # Errors
    /// TypeError, or what `__getitem__` raises.
    pub fn get_item(&mut self, object: &Value, key: &Value) -> PyResult {
        let class = self.type_of(object);
        if let Some(method) = self.python_special(class, &self.names().__getitem__) {
            return self.call_bound(&method, object, std::slice::from_ref(key));
        }
        if let Some(get) = class.native_slots().get_item {
            return get(self, object, key);
        }
        if object.downcast::<Type>().is_some() {
            return crate::types::typ::class_get_item(self, object, key);
        }
        let kind = class.name();
        Err(self.type_error(format_args!("'{kind}' object is not subscriptable")))
    }

    /// `o[k] = value`.
    ///
    /// # Errors
    /// TypeError, or what `__setitem__` raises.
    pub fn set_item(&mut self, object: &Value, key: &Value, value: Value) -> PyResult<()> {
        let class = self.type_of(object);
        if let Some(method) = self.python_special(class, &self.names().__setitem__) {
            return self.call_bound(&method, object, &[key.clone(), value]).map(drop);
        }
        match class.native_slots().set_item {
            Some(set) => set(self, object, key, Some(value)),
            None => {
                let kind = class.name();
                Err(self.type_error(format_args!("'{kind}' object does not support item assignment")))
            }
        }
    }

    /// `del o[k]`.
    ///
    /// # Errors
    /// TypeError, or what `__delitem__` raises.
    pub fn del_item(&mut self, object: &Value, key: &Value) -> PyResult<()> {
        let class = self.type_of(object);
        if let Some(method) = self.python_special(class, &self.names().__delitem__) {
            return self.call_bound(&method, object, std::slice::from_ref(key)).map(drop);
        }
        match class.native_slots().set_item {
            Some(set) => set(self, object, key, None),
            None => {
                let is_index = key.is_small_int() || self.type_of(key).native_slots().index.is_some();
                let is_sequence = class.has(Type::HEAP) || class.native_slots().len.is_some();
                let verb = if is_index && is_sequence { "doesn't" } else { "does not" };
                let kind = class.name();
                Err(self.type_error(format_args!("'{kind}' object {verb} support item deletion")))
            }
        }
    }

    /// `x in o`.
    ///
    /// # Errors
    /// TypeError, or what `__contains__` and iteration raise.
    pub fn contains(&mut self, object: &Value, item: &Value) -> PyResult<bool> {
        let class = self.type_of(object);
        if let Some(method) = self.python_special(class, &self.names().__contains__) {
            if method.is_none() {
                let kind = class.name();
                return Err(self.type_error(format_args!("'{kind}' object is not a container")));
            }
            let found = self.call_bound(&method, object, std::slice::from_ref(item))?;
            return self.truth(&found);
        }
        if let Some(contains) = class.native_slots().contains {
            return contains(self, object, item);
        }
        let iterator = match self.iter(object) {
            Ok(iterator) => iterator,
            Err(raised) if self.raised_is(&raised, Exc::TypeError) => {
                drop(self.take_raised(raised));
                let kind = class.name();
                return Err(self.type_error(format_args!("argument of type '{kind}' is not a container or iterable")));
            }
            Err(raised) => return Err(raised),
        };
        while let Some(candidate) = self.next(&iterator)? {
            if self.eq(&candidate, item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// An int out of anything with `__index__`.
    ///
    /// # Errors
    /// TypeError, or what `__index__` raises.
    pub fn to_index(&mut self, value: &Value) -> PyResult {
        if value.is_small_int() {
            return Ok(value.clone());
        }
        if crate::types::int::is_int(value) {
            return crate::types::int::to_exact(self, value);
        }
        let class = self.type_of(value);
        if let Some(method) = self.python_special(class, &self.names().__index__) {
            let index = self.call_bound(&method, value, &[])?;
            return crate::types::int::convert::expect_int(self, index, "__index__");
        }
        match class.native_slots().index {
            Some(index) => index(self, value),
            None => {
                let kind = class.name();
                Err(self.type_error(format_args!("'{kind}' object cannot be interpreted as an integer")))
            }
        }
    }

    /// A machine-sized integer.
    ///
    /// # Errors
    /// OverflowError, and as [`Vm::to_index`].
    #[inline]
    pub fn index_isize(&mut self, value: &Value) -> PyResult<isize> {
        if let Some(int) = value.as_small() {
            return Ok(int as isize);
        }
        let index = self.to_index(value)?;
        match crate::types::int::to_i64(&index) {
            Some(int) => Ok(int as isize),
            None => Err(self.raise(Exc::OverflowError, format_args!("Python int too large to convert to C ssize_t"))),
        }
    }

    /// A machine-sized integer, the nearest one for those that are too large: as slices take them.
    ///
    /// # Errors
    /// As [`Vm::to_index`].
    pub fn index_clamped(&mut self, value: &Value) -> PyResult<isize> {
        if let Some(int) = value.as_small() {
            return Ok(int as isize);
        }
        let index = self.to_index(value)?;
        Ok(match crate::types::int::to_i64(&index) {
            Some(int) => int as isize,
            None if crate::types::int::is_negative(&index) => isize::MIN,
            None => isize::MAX,
        })
    }

    /// Marks that the repr of a container is being made; false when it already is. The marks are in a dictionary:
    /// deep structures have many.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn repr_enter(&mut self, value: &Value) -> PyResult<bool> {
        let active = match self.repr_active.clone().and_then(|active| Obj::<Dict>::try_from_value(active).ok()) {
            Some(active) => active,
            None => {
                let active = self.new_dict()?;
                self.repr_active = Some(active.clone().into_value());
                active
            }
        };
        let key = repr_key(value);
        if self.dict_contains(&active, &key)? {
            return Ok(false);
        }
        self.dict_set(&active, key, Value::none())?;
        Ok(true)
    }

    /// Ends what `repr_enter` began.
    pub fn repr_leave(&mut self, value: &Value) {
        let Some(active) = self.repr_active.clone() else { return };
        if let Some(active) = active.downcast::<Dict>() {
            // Comparing ints runs nothing that could raise.
            let _ = self.dict_remove(active, &repr_key(value));
        }
    }

    /// `isinstance(v, class)`: a class, a union or a tuple of these.
    ///
    /// # Errors
    /// TypeError, or what `__instancecheck__` raises.
    pub fn is_instance(&mut self, value: &Value, class: &Value) -> PyResult<bool> {
        crate::types::typ::checks::is_instance(self, value, class)
    }
}

/// An object's place as an int: objects lie at multiples of eight.
fn repr_key(value: &Value) -> Value {
    Value::small((value.bits() >> 3) as i64)
}
