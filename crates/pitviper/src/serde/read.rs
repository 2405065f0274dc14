//! From Python values to `Deserialize`.
#![expect(clippy::disallowed_types, reason = "text for the host, reserved before it is allocated")]

use pitviper_vm::Value;
use pitviper_vm::types::dict::Dict;
use pitviper_vm::types::set::{FrozenSet, Set};
use pitviper_vm::types::str::Str;
use pitviper_vm::types::{bytes, float};
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::Failure;
use crate::context::{Context, Object};
use crate::convert::{Bytes, FromPython, ItemAt, Number, expected, items, number};
use crate::error::Error;

/// What a value of unknown use costs of the conversion limit.
const COST: usize = 32;

/// Reads one value.
pub(super) struct Reader<'a, 'py> {
    value: Object<'py>,
    python: &'a mut Context<'py>,
}

impl<'a, 'py> Reader<'a, 'py> {
    pub(super) fn new(value: Object<'py>, python: &'a mut Context<'py>) -> Reader<'a, 'py> {
        Reader { value, python }
    }

    fn get<T: FromPython>(self) -> Result<T, Failure> {
        Ok(T::from_python(&self.value, self.python)?)
    }

    /// Reads what is nested by `read`, one level down.
    fn deeper<R>(self, read: impl FnOnce(Object<'py>, &mut Context<'py>) -> Result<R, Failure>) -> Result<R, Failure> {
        self.python.enter()?;
        let result = read(self.value, self.python);
        self.python.leave();
        result
    }

    fn expected(&self, what: &str) -> Failure {
        Failure(expected(what, &self.value, self.python))
    }

    fn sequence<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        let is_set = self.value.value.downcast::<Set>().is_some() || self.value.value.downcast::<FrozenSet>().is_some();
        self.deeper(|value, python| {
            let value = if is_set {
                let list = python.vm.list_from(&value.value);
                Object::new(python.check(list)?.into_value())
            } else {
                value
            };
            let Some((len, item)) = items(&value.value) else {
                return Err(Failure(expected("list", &value, python)));
            };
            python.reserve(len.saturating_mul(COST))?;
            visitor.visit_seq(Elements { value, python, index: 0, len, item })
        })
    }

    fn map<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deeper(|value, python| {
            let Some(dict) = value.value.downcast::<Dict>() else {
                return Err(Failure(expected("dict", &value, python)));
            };
            let left = dict.len();
            python.reserve(left.saturating_mul(2 * COST))?;
            visitor.visit_map(Pairs { dict: value, python, position: 0, left, next: None })
        })
    }

    /// A struct: a dictionary, or the attributes of an object.
    fn fields<'de, V: Visitor<'de>>(self, names: &'static [&'static str], visitor: V) -> Result<V::Value, Failure> {
        if self.value.value.downcast::<Dict>().is_some() {
            return self.map(visitor);
        }
        if items(&self.value.value).is_some() {
            return self.sequence(visitor);
        }
        if self.value.value.header().is_none() || self.value.value.downcast::<Str>().is_some() || self.value.is_none() {
            return Err(self.expected("dict"));
        }
        self.deeper(|object, python| visitor.visit_map(Attributes { object, python, names: names.iter(), next: None }))
    }
}

/// Visits a number by the smallest type that holds it.
fn visit_number<'de, V: Visitor<'de>>(number: Number, visitor: V) -> Result<V::Value, Failure> {
    match number {
        Number::Natural(magnitude) => match u64::try_from(magnitude) {
            Ok(int) => visitor.visit_u64(int),
            Err(_) => visitor.visit_u128(magnitude),
        },
        Number::Negative(magnitude) => match 0i128.checked_sub_unsigned(magnitude) {
            Some(int) => match i64::try_from(int) {
                Ok(int) => visitor.visit_i64(int),
                Err(_) => visitor.visit_i128(int),
            },
            None => Err(too_large()),
        },
        Number::Large => Err(too_large()),
    }
}

#[cold]
fn too_large() -> Failure {
    Failure(Error::out_of_range("int of more than 128 bits"))
}

macro_rules! plainly {
    ($($method:ident $visit:ident $type:ty;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
            visitor.$visit(self.get::<$type>()?)
        }
    )*};
}

impl<'de> Deserializer<'de> for Reader<'_, '_> {
    type Error = Failure;

    plainly! {
        deserialize_bool visit_bool bool;
        deserialize_i8 visit_i8 i8;
        deserialize_i16 visit_i16 i16;
        deserialize_i32 visit_i32 i32;
        deserialize_i64 visit_i64 i64;
        deserialize_i128 visit_i128 i128;
        deserialize_u8 visit_u8 u8;
        deserialize_u16 visit_u16 u16;
        deserialize_u32 visit_u32 u32;
        deserialize_u64 visit_u64 u64;
        deserialize_u128 visit_u128 u128;
        deserialize_f32 visit_f32 f32;
        deserialize_f64 visit_f64 f64;
        deserialize_char visit_char char;
        deserialize_str visit_string String;
        deserialize_string visit_string String;
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        let value = &self.value.value;
        if value.is_none() {
            visitor.visit_unit()
        } else if let Some(truth) = value.as_bool() {
            visitor.visit_bool(truth)
        } else if let Some(number) = number(value) {
            visit_number(number, visitor)
        } else if let Some(float) = float::value_of(value) {
            visitor.visit_f64(float)
        } else if value.downcast::<Str>().is_some() {
            self.deserialize_string(visitor)
        } else if value.downcast::<Dict>().is_some() {
            self.map(visitor)
        } else if bytes::borrow(value).is_some() {
            self.deserialize_byte_buf(visitor)
        } else {
            self.sequence(visitor)
        }
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_byte_buf(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        let Bytes(data) = self.get()?;
        visitor.visit_byte_buf(data)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        if self.value.is_none() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.get::<()>()?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Failure> {
        self.deeper(|value, python| visitor.visit_newtype_struct(Reader { value, python }))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.sequence(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Failure> {
        self.sequence(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.sequence(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.map(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.fields(fields, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.deeper(|value, python| {
            if value.value.downcast::<Str>().is_some() {
                return visitor.visit_enum(Variant { name: value, content: None, python });
            }
            let dict = value.value.downcast::<Dict>().filter(|dict| dict.len() == 1);
            match dict.and_then(|dict| dict.next_entry(&mut 0)) {
                Some((name, content)) => {
                    visitor.visit_enum(Variant { name: Object::new(name), content: Some(Object::new(content)), python })
                }
                None => Err(Failure(expected("str or dict of one entry", &value, python))),
            }
        })
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_string(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_unit()
    }
}

/// Items of a list, tuple or bytes-like object.
struct Elements<'a, 'py> {
    value: Object<'py>,
    python: &'a mut Context<'py>,
    index: usize,
    len: usize,
    item: ItemAt,
}

impl<'de> SeqAccess<'de> for Elements<'_, '_> {
    type Error = Failure;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Failure> {
        if self.index == self.len {
            return Ok(None);
        }
        let Some(item) = (self.item)(&self.value.value, self.index) else { return Ok(None) };
        self.index += 1;
        seed.deserialize(Reader { value: Object::new(item), python: self.python }).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.len - self.index)
    }
}

/// Entries of a dictionary.
struct Pairs<'a, 'py> {
    dict: Object<'py>,
    python: &'a mut Context<'py>,
    position: u32,
    left: usize,
    next: Option<Value>,
}

impl<'de> MapAccess<'de> for Pairs<'_, '_> {
    type Error = Failure;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Failure> {
        let entry = self.dict.value.downcast::<Dict>().and_then(|dict| dict.next_entry(&mut self.position));
        let Some((key, value)) = entry.filter(|_| self.left > 0) else { return Ok(None) };
        self.left -= 1;
        self.next = Some(value);
        seed.deserialize(Reader { value: Object::new(key), python: self.python }).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Failure> {
        let value = self.next.take().unwrap_or_else(Value::none);
        seed.deserialize(Reader { value: Object::new(value), python: self.python })
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

/// Attributes of an object, as far as it has them.
struct Attributes<'a, 'py> {
    object: Object<'py>,
    python: &'a mut Context<'py>,
    names: std::slice::Iter<'static, &'static str>,
    next: Option<Value>,
}

impl<'de> MapAccess<'de> for Attributes<'_, '_> {
    type Error = Failure;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Failure> {
        for name in self.names.by_ref() {
            let key = self.python.name(name)?;
            let value = self.python.vm.get_attr_opt(&self.object.value, &key);
            if let Some(value) = self.python.check(value)? {
                self.next = Some(value);
                return seed.deserialize(Reader { value: Object::new(key), python: self.python }).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Failure> {
        let value = self.next.take().unwrap_or_else(Value::none);
        seed.deserialize(Reader { value: Object::new(value), python: self.python })
    }
}

/// A variant: its name, and what is inside.
struct Variant<'a, 'py> {
    name: Object<'py>,
    content: Option<Object<'py>>,
    python: &'a mut Context<'py>,
}

impl<'a, 'de, 'py> EnumAccess<'de> for Variant<'a, 'py> {
    type Error = Failure;
    type Variant = Content<'a, 'py>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Content<'a, 'py>), Failure> {
        let name = seed.deserialize(Reader { value: self.name, python: self.python })?;
        Ok((name, Content { content: self.content, python: self.python }))
    }
}

/// What is inside a variant.
struct Content<'a, 'py> {
    content: Option<Object<'py>>,
    python: &'a mut Context<'py>,
}

impl<'a, 'py> Content<'a, 'py> {
    fn reader(self) -> Result<Reader<'a, 'py>, Failure> {
        match self.content {
            Some(value) => Ok(Reader { value, python: self.python }),
            None => Err(Failure(Error::conversion("a variant without its content"))),
        }
    }
}

impl<'de> VariantAccess<'de> for Content<'_, '_> {
    type Error = Failure;

    fn unit_variant(self) -> Result<(), Failure> {
        match self.content {
            Some(content) if !content.is_none() => Err(Failure(expected("None", &content, self.python))),
            _ => Ok(()),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Failure> {
        seed.deserialize(self.reader()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Failure> {
        self.reader()?.sequence(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Failure> {
        self.reader()?.fields(fields, visitor)
    }
}
