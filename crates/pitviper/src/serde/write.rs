//! From `Serialize` to Python values.

use pitviper_vm::Value;
use pitviper_vm::types::dict::Dict;
use pitviper_vm::types::list::List;
use serde::Serialize;
use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
    SerializeTupleVariant, Serializer,
};

use super::Failure;
use crate::context::{Context, Object};
use crate::convert::ToPython;
use crate::error::Error;

/// Makes one value.
pub(super) struct Writer<'a, 'py> {
    python: &'a mut Context<'py>,
}

impl<'a, 'py> Writer<'a, 'py> {
    pub(super) fn new(python: &'a mut Context<'py>) -> Writer<'a, 'py> {
        Writer { python }
    }

    fn make(self, value: impl ToPython) -> Result<Object<'py>, Failure> {
        Ok(self.python.object(value)?)
    }

    fn items(self, variant: Option<&'static str>, tuple: bool) -> Result<Items<'a, 'py>, Failure> {
        let list = self.python.vm.new_list();
        let list = self.python.check(list)?.into_value();
        Ok(Items { python: self.python, list, tuple, variant })
    }

    fn entries(self, variant: Option<&'static str>) -> Result<Entries<'a, 'py>, Failure> {
        let dict = self.python.vm.new_dict();
        let dict = self.python.check(dict)?.into_value();
        Ok(Entries { python: self.python, dict, key: None, variant })
    }
}

/// The value of something nested.
fn nested<'py, T: Serialize + ?Sized>(python: &mut Context<'py>, value: &T) -> Result<Value, Failure> {
    let checked = python.vm.check_native_stack();
    python.check(checked)?;
    Ok(value.serialize(Writer { python })?.value)
}

/// `{variant: value}`.
fn wrapped<'py>(python: &mut Context<'py>, variant: Option<&str>, value: Value) -> Result<Object<'py>, Failure> {
    let Some(variant) = variant else { return Ok(Object::new(value)) };
    let dict = python.vm.new_dict();
    let dict = python.check(dict)?;
    let key = python.name(variant)?;
    let set = python.vm.dict_set_str(&dict, &key, value);
    python.check(set)?;
    Ok(Object::new(dict.into_value()))
}

/// A list or tuple on its way.
pub(super) struct Items<'a, 'py> {
    python: &'a mut Context<'py>,
    list: Value,
    tuple: bool,
    variant: Option<&'static str>,
}

impl<'py> Items<'_, 'py> {
    fn add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failure> {
        let value = nested(self.python, value)?;
        if let Some(list) = self.list.downcast::<List>() {
            let pushed = self.python.vm.list_push(list, value);
            self.python.check(pushed)?;
        }
        Ok(())
    }

    fn done(self) -> Result<Object<'py>, Failure> {
        let value = if self.tuple {
            let tuple = self.python.vm.tuple_from(&self.list);
            self.python.check(tuple)?
        } else {
            self.list
        };
        wrapped(self.python, self.variant, value)
    }
}

/// A dictionary on its way.
pub(super) struct Entries<'a, 'py> {
    python: &'a mut Context<'py>,
    dict: Value,
    key: Option<Value>,
    variant: Option<&'static str>,
}

impl<'py> Entries<'_, 'py> {
    fn add(&mut self, key: Value, value: Value) -> Result<(), Failure> {
        if let Some(dict) = self.dict.downcast::<Dict>() {
            let set = self.python.vm.dict_set(dict, key, value);
            self.python.check(set)?;
        }
        Ok(())
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Failure> {
        let key = self.python.name(name)?;
        let value = nested(self.python, value)?;
        self.add(key, value)
    }

    fn done(self) -> Result<Object<'py>, Failure> {
        wrapped(self.python, self.variant, self.dict)
    }
}

macro_rules! plainly {
    ($($method:ident $type:ty;)*) => {$(
        fn $method(self, value: $type) -> Result<Object<'py>, Failure> {
            self.make(value)
        }
    )*};
}

impl<'a, 'py> Serializer for Writer<'a, 'py> {
    type Ok = Object<'py>;
    type Error = Failure;
    type SerializeSeq = Items<'a, 'py>;
    type SerializeTuple = Items<'a, 'py>;
    type SerializeTupleStruct = Items<'a, 'py>;
    type SerializeTupleVariant = Items<'a, 'py>;
    type SerializeMap = Entries<'a, 'py>;
    type SerializeStruct = Entries<'a, 'py>;
    type SerializeStructVariant = Entries<'a, 'py>;

    plainly! {
        serialize_bool bool;
        serialize_i8 i8;
        serialize_i16 i16;
        serialize_i32 i32;
        serialize_i64 i64;
        serialize_i128 i128;
        serialize_u8 u8;
        serialize_u16 u16;
        serialize_u32 u32;
        serialize_u64 u64;
        serialize_u128 u128;
        serialize_f32 f32;
        serialize_f64 f64;
        serialize_char char;
        serialize_str &str;
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<Object<'py>, Failure> {
        let bytes = self.python.vm.new_bytes(value);
        Ok(self.python.wrap(bytes)?)
    }

    fn serialize_none(self) -> Result<Object<'py>, Failure> {
        Ok(self.python.none())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Object<'py>, Failure> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Object<'py>, Failure> {
        Ok(self.python.none())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Object<'py>, Failure> {
        Ok(self.python.none())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Object<'py>, Failure> {
        Ok(Object::new(self.python.name(variant)?))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Object<'py>, Failure> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Object<'py>, Failure> {
        let value = nested(self.python, value)?;
        wrapped(self.python, Some(variant), value)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'a, 'py>, Failure> {
        self.items(None, false)
    }

    fn serialize_tuple(self, _: usize) -> Result<Items<'a, 'py>, Failure> {
        self.items(None, true)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items<'a, 'py>, Failure> {
        self.items(None, true)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items<'a, 'py>, Failure> {
        self.items(Some(variant), true)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Entries<'a, 'py>, Failure> {
        self.entries(None)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Entries<'a, 'py>, Failure> {
        self.entries(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Entries<'a, 'py>, Failure> {
        self.entries(Some(variant))
    }
}

macro_rules! sequences {
    ($($trait:ident $method:ident;)*) => {$(
        impl<'py> $trait for Items<'_, 'py> {
            type Ok = Object<'py>;
            type Error = Failure;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failure> {
                self.add(value)
            }

            fn end(self) -> Result<Object<'py>, Failure> {
                self.done()
            }
        }
    )*};
}

sequences! {
    SerializeSeq serialize_element;
    SerializeTuple serialize_element;
    SerializeTupleStruct serialize_field;
    SerializeTupleVariant serialize_field;
}

macro_rules! structs {
    ($($trait:ident)*) => {$(
        impl<'py> $trait for Entries<'_, 'py> {
            type Ok = Object<'py>;
            type Error = Failure;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Failure> {
                self.field(name, value)
            }

            fn end(self) -> Result<Object<'py>, Failure> {
                self.done()
            }
        }
    )*};
}

structs! { SerializeStruct SerializeStructVariant }

impl<'py> SerializeMap for Entries<'_, 'py> {
    type Ok = Object<'py>;
    type Error = Failure;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Failure> {
        self.key = Some(nested(self.python, key)?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failure> {
        let Some(key) = self.key.take() else {
            return Err(Failure(Error::conversion("a value of a map without its key")));
        };
        let value = nested(self.python, value)?;
        self.add(key, value)
    }

    fn end(self) -> Result<Object<'py>, Failure> {
        self.done()
    }
}
