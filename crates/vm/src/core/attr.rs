//! Attributes as Python sees them: `object.__getattribute__` and its relatives, for every kind of object.

use std::ptr::NonNull;

use pitviper_object::Value;
use pitviper_object::header::BUILTIN_SHAPES;

use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::exception::fields;
use crate::types::str::Str;
use crate::types::typ::Type;

impl Vm {
    /// `o.name`. `name` is a string.
    ///
    /// # Errors
    /// AttributeError, or what descriptors raise.
    pub fn get_attr(&mut self, object: &Value, name: &Value) -> PyResult {
        let name = &self.attr_name(name)?;
        let class = self.type_of(object);
        let result = if class.has(Type::GETATTRIBUTE | Type::GETATTR) {
            self.get_attr_overridden(object, class, name)
        } else if let Some(get) = class.native_slots().get_attr {
            get(self, object, name)
        } else {
            self.generic_get_attr(object, name)
        };
        result.map_err(|raised| self.explain_attribute_error(raised, object, name))
    }

    /// Sets `name` and `obj` of a waiting AttributeError that has neither.
    #[cold]
    pub(crate) fn explain_attribute_error(&mut self, raised: Raised, object: &Value, name: &Value) -> Raised {
        if !self.raised_is(&raised, Exc::AttributeError) {
            return raised;
        }
        let exception = self.take_raised(raised);
        let is_plain = fields::get(self, &exception, fields::NAME).is_none()
            && fields::get(self, &exception, fields::OBJ).is_none();
        let raised = self.reraise(exception);
        if is_plain { self.annotate_attribute_error(raised, object, name) } else { raised }
    }

    /// Attribute names are interned, so that lookups compare words.
    #[inline]
    pub(crate) fn attr_name(&mut self, name: &Value) -> PyResult {
        match name.downcast::<Str>() {
            Some(text) if text.header.has(pitviper_object::header::INTERNED) => Ok(name.clone()),
            Some(text) => {
                let exact =
                    if name.exact::<Str>().is_some() { name.clone() } else { self.new_str_chars(text.chars())? };
                self.intern_value(exact)
            }
            None => {
                let kind = self.type_name(name);
                Err(self.type_error(format_args!("attribute name must be string, not '{kind}'")))
            }
        }
    }

    /// Classes with `__getattribute__` or `__getattr__` of their own.
    fn get_attr_overridden(&mut self, object: &Value, class: &Type, name: &Value) -> PyResult {
        let names = self.names();
        let result = if class.has(Type::GETATTRIBUTE)
            && let Some(method) = self.lookup(class, &names.__getattribute__)
        {
            self.call_bound(&method, object, std::slice::from_ref(name))
        } else if let Some(get) = class.native_slots().get_attr {
            get(self, object, name)
        } else {
            self.generic_get_attr(object, name)
        };
        match result {
            Err(raised) if class.has(Type::GETATTR) && self.raised_is(&raised, Exc::AttributeError) => {
                match self.lookup(class, &names.__getattr__) {
                    Some(method) => {
                        drop(self.take_raised(raised));
                        self.call_bound(&method, object, std::slice::from_ref(name))
                    }
                    None => Err(raised),
                }
            }
            result => result,
        }
    }

    /// `object.__getattribute__(o, name)`.
    ///
    /// # Errors
    /// AttributeError, or what descriptors raise.
    pub fn generic_get_attr(&mut self, object: &Value, name: &Value) -> PyResult {
        match self.generic_get_attr_opt(object, name)? {
            Some(value) => Ok(value),
            None => Err(self.no_attribute(object, name)),
        }
    }

    /// The same, `None` for an attribute that is not there.
    pub(crate) fn generic_get_attr_opt(&mut self, object: &Value, name: &Value) -> PyResult<Option<Value>> {
        let class = self.type_of(object);
        let found = self.lookup(class, name);
        if let Some(descriptor) = &found
            && self.is_data_descriptor(descriptor)
            && self.has_get(descriptor)
        {
            return self.bind(descriptor, Some(object), class).map(Some);
        }
        if let Some(value) = self.instance_attr(object, name) {
            return Ok(Some(value));
        }
        match found {
            Some(descriptor) => self.bind(&descriptor, Some(object), class).map(Some),
            None => Ok(None),
        }
    }

    /// AttributeError with `name` and `obj` set.
    #[cold]
    pub fn no_attribute(&mut self, object: &Value, name: &Value) -> Raised {
        let class = self.type_of(object);
        let kind = class.name();
        let raised = match (object.downcast::<Type>(), name.downcast::<Str>()) {
            (Some(class), Some(text)) => self
                .raise(Exc::AttributeError, format_args!("type object '{}' has no attribute '{text}'", class.name())),
            (None, Some(text)) => {
                self.raise(Exc::AttributeError, format_args!("'{kind}' object has no attribute '{text}'"))
            }
            _ => self.raise(Exc::AttributeError, format_args!("no such attribute")),
        };
        self.annotate_attribute_error(raised, object, name)
    }

    /// Sets `name` and `obj` of a waiting AttributeError.
    #[cold]
    pub fn annotate_attribute_error(&mut self, raised: Raised, object: &Value, name: &Value) -> Raised {
        let exception = self.take_raised(raised);
        if self.is_instance_of_exc(&exception, Exc::AttributeError) {
            let names = self.names();
            let done = self
                .set_attr(&exception, &names.name, name.clone())
                .and_then(|()| self.set_attr(&exception, &names.obj, object.clone()));
            if let Err(raised) = done {
                drop(self.take_raised(raised));
            }
        }
        self.reraise(exception)
    }

    /// The attribute or `None` instead of an AttributeError.
    ///
    /// # Errors
    /// Anything but AttributeError.
    pub fn get_attr_opt(&mut self, object: &Value, name: &Value) -> PyResult<Option<Value>> {
        let class = self.type_of(object);
        if !class.has(Type::GETATTRIBUTE | Type::GETATTR) && class.native_slots().get_attr.is_none() {
            let name = self.attr_name(name)?;
            return match self.generic_get_attr_opt(object, &name) {
                Err(raised) if self.raised_is(&raised, Exc::AttributeError) => {
                    drop(self.take_raised(raised));
                    Ok(None)
                }
                result => result,
            };
        }
        match self.get_attr(object, name) {
            Ok(value) => Ok(Some(value)),
            Err(raised) if self.raised_is(&raised, Exc::AttributeError) => {
                drop(self.take_raised(raised));
                Ok(None)
            }
            Err(raised) => Err(raised),
        }
    }

    /// `o.name = value`.
    ///
    /// # Errors
    /// AttributeError, or what descriptors raise.
    pub fn set_attr(&mut self, object: &Value, name: &Value, value: Value) -> PyResult<()> {
        self.set_or_delete_attr(object, name, Some(value))
    }

    /// `del o.name`.
    ///
    /// # Errors
    /// AttributeError, or what descriptors raise.
    pub fn del_attr(&mut self, object: &Value, name: &Value) -> PyResult<()> {
        self.set_or_delete_attr(object, name, None)
    }

    fn set_or_delete_attr(&mut self, object: &Value, name: &Value, value: Option<Value>) -> PyResult<()> {
        let name = &self.attr_name(name)?;
        let class = self.type_of(object);
        if class.has(Type::SETATTR) {
            let names = self.names();
            let special = if value.is_some() { &names.__setattr__ } else { &names.__delattr__ };
            if let Some(method) = self.lookup(class, special) {
                return match value {
                    Some(value) => self.call_bound(&method, object, &[name.clone(), value]),
                    None => self.call_bound(&method, object, std::slice::from_ref(name)),
                }
                .map(drop);
            }
        }
        match class.native_slots().set_attr {
            Some(set) => set(self, object, name, value),
            None => self.generic_set_attr(object, name, value),
        }
    }

    /// `object.__setattr__` and `object.__delattr__`.
    ///
    /// # Errors
    /// AttributeError, or what descriptors raise.
    pub fn generic_set_attr(&mut self, object: &Value, name: &Value, value: Option<Value>) -> PyResult<()> {
        let class = self.type_of(object);
        let found = self.lookup(class, name);
        if let Some(descriptor) = &found {
            let kind = self.type_of(descriptor);
            if !kind.has(Type::HEAP) {
                if let Some(set) = kind.native_slots().descr_set {
                    return set(self, descriptor, object, value);
                }
            } else {
                let names = self.names();
                let special = if value.is_some() { &names.__set__ } else { &names.__delete__ };
                if let Some(method) = self.lookup(kind, special) {
                    return match value {
                        Some(value) => self.call_bound(&method, descriptor, &[object.clone(), value]),
                        None => self.call_bound(&method, descriptor, std::slice::from_ref(object)),
                    }
                    .map(drop);
                }
                if self.is_data_descriptor(descriptor) {
                    return Err(self.raise_with(Exc::AttributeError, special.clone()));
                }
            }
        }
        let done = match value {
            Some(value) => self.set_instance_attr(object, name, value)?,
            None => self.delete_instance_attr(object, name)?,
        };
        if done {
            return Ok(());
        }
        Err(self.cannot_set(object, class, name, found.as_ref()))
    }

    #[cold]
    fn cannot_set(&mut self, object: &Value, class: &Type, name: &Value, found: Option<&Value>) -> Raised {
        let kind = class.name();
        let Some(text) = name.downcast::<Str>() else { return self.no_attribute(object, name) };
        if self.has_instance_dict(object) {
            return self.raise(Exc::AttributeError, format_args!("'{kind}' object has no attribute '{text}'"));
        }
        if found.is_some() {
            return self.raise(Exc::AttributeError, format_args!("'{kind}' object attribute '{text}' is read-only"));
        }
        let raised = self.raise(
            Exc::AttributeError,
            format_args!("'{kind}' object has no attribute '{text}' and no __dict__ for setting new attributes"),
        );
        self.annotate_attribute_error(raised, object, name)
    }

    /// Whether a class attribute goes before instance attributes.
    #[inline]
    #[must_use]
    pub fn is_data_descriptor(&self, value: &Value) -> bool {
        if !value.is_object() {
            return false;
        }
        let kind = self.type_of(value);
        if !kind.has(Type::HEAP) {
            return kind.native_slots().descr_set.is_some();
        }
        kind.native_slots().descr_set.is_some()
            || self.lookup_place(kind, &self.names().__set__).is_some()
            || self.lookup_place(kind, &self.names().__delete__).is_some()
    }

    /// Whether a descriptor says what reading it gives.
    #[inline]
    #[must_use]
    pub(crate) fn has_get(&self, descriptor: &Value) -> bool {
        let kind = self.type_of(descriptor);
        kind.native_slots().descr_get.is_some()
            || kind.has(Type::HEAP) && self.lookup_place(kind, &self.names().__get__).is_some()
    }

    /// Whether a class attribute's value depends on how it is looked up.
    #[inline]
    #[must_use]
    pub fn is_descriptor(&self, value: &Value) -> bool {
        if !value.is_object() {
            return false;
        }
        let kind = self.type_of(value);
        let slots = kind.native_slots();
        slots.descr_get.is_some()
            || slots.descr_set.is_some()
            || kind.has(Type::HEAP)
                && (self.lookup_place(kind, &self.names().__get__).is_some() || self.is_data_descriptor(value))
    }

    /// What a class attribute gives when looked up on `object` (`None`: on the class itself).
    ///
    /// # Errors
    /// What `__get__` raises.
    #[inline]
    pub fn bind(&mut self, descriptor: &Value, object: Option<&Value>, owner: &Type) -> PyResult {
        if !descriptor.is_object() {
            return Ok(descriptor.clone());
        }
        let kind = self.type_of(descriptor);
        if kind.has(Type::HEAP)
            && let Some(method) = self.lookup(kind, &self.names().__get__)
        {
            let args = [object.cloned().unwrap_or_else(Value::none), owner.to_value()];
            return self.call_bound(&method, descriptor, &args);
        }
        match kind.native_slots().descr_get {
            Some(get) => get(self, descriptor, object, &owner.to_value()),
            None => Ok(descriptor.clone()),
        }
    }

    /// What `name` is on the value's class, not bound.
    #[inline]
    #[must_use]
    pub fn lookup_special(&self, object: &Value, name: &Value) -> Option<Value> {
        self.lookup(self.type_of(object), name)
    }

    /// Calls the special method `name` of `object`; `None` when its class has none.
    ///
    /// # Errors
    /// What the method raises.
    pub fn call_special(&mut self, object: &Value, name: &Value, args: &[Value]) -> PyResult<Option<Value>> {
        match self.lookup_special(object, name) {
            Some(method) => self.call_bound(&method, object, args).map(Some),
            None => Ok(None),
        }
    }

    /// Calls what was looked up on `object`'s class as if it were an attribute of `object`.
    ///
    /// # Errors
    /// What the call raises.
    pub fn call_bound(&mut self, method: &Value, object: &Value, args: &[Value]) -> PyResult {
        let kind = self.type_of(method);
        if kind.has(Type::METHOD_LIKE) {
            return self.call_with_receiver(method, object, args);
        }
        let class = self.type_of(object);
        let bound = self.bind(method, Some(object), class)?;
        self.call(&bound, args)
    }

    /// Looks `name` up for a call on `object`: the callable, and whether it takes `object` as first argument.
    ///
    /// # Errors
    /// AttributeError, or what descriptors raise.
    pub fn get_method(&mut self, object: &Value, name: &Value) -> PyResult<(Value, bool)> {
        let class = self.type_of(object);
        if class.has(Type::GETATTRIBUTE | Type::GETATTR) || class.native_slots().get_attr.is_some() {
            return Ok((self.get_attr(object, name)?, false));
        }
        if let Some(found) = self.lookup(class, name) {
            let kind = self.type_of(&found);
            if kind.has(Type::METHOD_LIKE) {
                if let Some(own) = self.instance_attr(object, name) {
                    return Ok((own, false));
                }
                return Ok((found, true));
            }
        }
        Ok((self.get_attr(object, name)?, false))
    }

    /// Whether a value is an instance of a builtin exception class.
    #[must_use]
    pub fn is_instance_of_exc(&self, value: &Value, class: Exc) -> bool {
        value.kind() == kinds::EXCEPTION && self.is_subtype(self.type_of(value), self.exc_type(class))
    }

    /// The shape and epoch that an inline cache guards with; `None` for values that have no shape of their own.
    #[must_use]
    pub fn cache_guard(&self, object: &Value) -> Option<(u32, u32)> {
        if !object.is_object() {
            return None;
        }
        Some((object.shape(), self.shapes().epoch.get()))
    }

    /// The byte offset of an attribute that instances of `object`'s shape keep in an inline slot at a place
    /// that is the same for all of them.
    #[must_use]
    pub fn inline_offset(&self, object: &Value, name: &Value) -> Option<u32> {
        let number = object.shape();
        if number < BUILTIN_SHAPES {
            return None;
        }
        let shape = self.shapes().get(number);
        if shape.has_dict() || shape.base == 0 {
            return None;
        }
        let index = self.shapes().find(number, name)?;
        if shape.overflows() && index >= u32::from(shape.capacity) - 1 {
            return None;
        }
        Some(u32::from(shape.base) + index * 8)
    }

    /// The address of an attribute's value slot inside a class, for caches.
    #[must_use]
    pub fn class_place(&self, class: &Type, name: &Value) -> Option<NonNull<Option<Value>>> {
        self.lookup_place(class, name)
    }
}
