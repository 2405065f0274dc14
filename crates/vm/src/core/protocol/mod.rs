//! The operations that every object answers: here repr, hash, truth and length; comparison, arithmetic, iteration and
//! items in modules of their own.
//!
//! Each goes to the builtin type's function directly, unless the object's class is a Python class that defines
//! the special method itself.

mod arithmetic;
mod compare;
mod items;
mod iterate;

use pitviper_object::{Obj, Value};

use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::str::{Str, fold};
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
