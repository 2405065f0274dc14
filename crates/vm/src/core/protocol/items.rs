//! Subscripts, `in`, and what counts as an index.

use pitviper_object::Value;

use crate::core::error::{Exc, PyResult};
use crate::core::vm::Vm;
use crate::types::typ::Type;

impl Vm {
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
}
