//! Lists, arrays, dictionaries and sets.
#![expect(clippy::disallowed_types, reason = "the host's own collections, reserved before they are allocated")]

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasher, Hash};

use pitviper_vm::Value;
use pitviper_vm::types::bytes;
use pitviper_vm::types::dict::Dict;
use pitviper_vm::types::list::List;
use pitviper_vm::types::set::{FrozenSet, Set};
use pitviper_vm::types::tuple::Tuple;

use super::{FromPython, ToPython, expected};
use crate::context::{Context, Object};
use crate::error::Error;

impl<'py> Context<'py> {
    fn list_of<T: ToPython>(&mut self, items: impl IntoIterator<Item = T>) -> Result<Object<'py>, Error> {
        let list = self.vm.new_list();
        let list = self.check(list)?;
        for item in items {
            let item = self.object(item)?;
            let pushed = self.vm.list_push(&list, item.value);
            self.check(pushed)?;
        }
        Ok(Object::new(list.into_value()))
    }

    fn set_of<T: ToPython>(&mut self, items: impl IntoIterator<Item = T>) -> Result<Object<'py>, Error> {
        let set = self.vm.new_set();
        let set = self.check(set)?;
        for item in items {
            let item = self.object(item)?;
            let added = self.vm.set_add(&set, item.value);
            self.check(added)?;
        }
        Ok(Object::new(set.into_value()))
    }

    fn dict_of<K: ToPython, V: ToPython>(
        &mut self,
        items: impl IntoIterator<Item = (K, V)>,
    ) -> Result<Object<'py>, Error> {
        let dict = self.vm.new_dict();
        let dict = self.check(dict)?;
        for (key, value) in items {
            let key = self.object(key)?;
            let value = self.object(value)?;
            let set = self.vm.dict_set(&dict, key.value, value.value);
            self.check(set)?;
        }
        Ok(Object::new(dict.into_value()))
    }
}

/// The item of a value at a place.
pub(crate) type ItemAt = fn(&Value, usize) -> Option<Value>;

/// How many items a list, tuple or bytes-like object has, and the item at a place.
pub(crate) fn items(value: &Value) -> Option<(usize, ItemAt)> {
    if let Some(list) = value.downcast::<List>() {
        return Some((list.len(), |value, index| value.downcast::<List>()?.get(index)));
    }
    if let Some(tuple) = value.downcast::<Tuple>() {
        return Some((tuple.len(), |value, index| value.downcast::<Tuple>()?.items().get(index).cloned()));
    }
    let data = bytes::borrow(value)?;
    Some((data.len(), |value, index| Some(Value::small(i64::from(*bytes::borrow(value)?.get(index)?)))))
}

/// Calls `each` with the host's form of each item, after `size` bytes for each were reserved.
fn each_item<'py, T: FromPython>(
    value: &Object<'py>,
    python: &mut Context<'py>,
    mut each: impl FnMut(T),
) -> Result<(), Error> {
    let Some((len, item)) = items(&value.value) else { return Err(expected("list", value, python)) };
    python.reserve(len.saturating_mul(size_of::<T>().max(1)))?;
    for index in 0..len {
        // It may have shrunk: what iterates over sets runs code.
        let Some(item) = item(&value.value, index) else { break };
        each(python.extract(&Object::new(item))?);
    }
    Ok(())
}

/// The same for a dictionary.
fn each_entry<'py, K: FromPython, V: FromPython>(
    value: &Object<'py>,
    python: &mut Context<'py>,
    mut each: impl FnMut(K, V),
) -> Result<(), Error> {
    let Some(dict) = value.value.downcast::<Dict>() else { return Err(expected("dict", value, python)) };
    // Maps have more room than entries.
    python.reserve(dict.len().saturating_mul(2 * size_of::<(K, V)>().max(8)))?;
    let mut position = 0;
    let mut left = dict.len();
    while left > 0
        && let Some((key, item)) = dict.next_entry(&mut position)
    {
        left -= 1;
        let key = python.extract(&Object::new(key))?;
        each(key, python.extract(&Object::new(item))?);
    }
    Ok(())
}

/// The same for a set.
fn each_element<'py, T: FromPython>(
    value: &Object<'py>,
    python: &mut Context<'py>,
    mut each: impl FnMut(T),
) -> Result<(), Error> {
    let set = value.value.downcast::<Set>().map(Set::len);
    let Some(len) = set.or_else(|| value.value.downcast::<FrozenSet>().map(FrozenSet::len)) else {
        return Err(expected("set", value, python));
    };
    python.reserve(len.saturating_mul(2 * size_of::<T>().max(8)))?;
    let iterator = python.vm.iter(&value.value);
    let iterator = python.check(iterator)?;
    for _ in 0..len {
        let next = python.vm.next(&iterator);
        let Some(item) = python.check(next)? else { break };
        each(python.extract(&Object::new(item))?);
    }
    Ok(())
}

impl<T: ToPython> ToPython for Vec<T> {
    fn to_python<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
        python.list_of(self)
    }
}

impl<T: ToPython + Clone> ToPython for &[T] {
    fn to_python<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
        python.list_of(self.iter().cloned())
    }
}

impl<T: ToPython + Clone> ToPython for &Vec<T> {
    fn to_python<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
        python.list_of(self.iter().cloned())
    }
}

impl<T: ToPython, const N: usize> ToPython for [T; N] {
    fn to_python<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
        python.list_of(self)
    }
}

impl<T: FromPython> FromPython for Vec<T> {
    fn from_python<'py>(value: &Object<'py>, python: &mut Context<'py>) -> Result<Self, Error> {
        let mut vec = Vec::new();
        each_item(value, python, |item| vec.push(item))?;
        Ok(vec)
    }
}

impl<T: FromPython, const N: usize> FromPython for [T; N] {
    fn from_python<'py>(value: &Object<'py>, python: &mut Context<'py>) -> Result<Self, Error> {
        match items(&value.value) {
            Some((len, _)) if len != N => return Err(Error::conversion(format!("{N} items expected, not {len}"))),
            _ => {}
        }
        let mut vec = Vec::with_capacity(N);
        each_item(value, python, |item| vec.push(item))?;
        vec.try_into().map_err(|_| Error::conversion("the list changed"))
    }
}

impl<K: ToPython, V: ToPython, S> ToPython for HashMap<K, V, S> {
    fn to_python<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
        python.dict_of(self)
    }
}

impl<K: FromPython + Eq + Hash, V: FromPython, S: BuildHasher + Default> FromPython for HashMap<K, V, S> {
    fn from_python<'py>(value: &Object<'py>, python: &mut Context<'py>) -> Result<Self, Error> {
        let mut map = HashMap::default();
        each_entry(value, python, |key, value| {
            map.insert(key, value);
        })?;
        Ok(map)
    }
}

impl<K: ToPython, V: ToPython> ToPython for BTreeMap<K, V> {
    fn to_python<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
        python.dict_of(self)
    }
}

impl<K: FromPython + Ord, V: FromPython> FromPython for BTreeMap<K, V> {
    fn from_python<'py>(value: &Object<'py>, python: &mut Context<'py>) -> Result<Self, Error> {
        let mut map = BTreeMap::new();
        each_entry(value, python, |key, value| {
            map.insert(key, value);
        })?;
        Ok(map)
    }
}

impl<T: ToPython, S> ToPython for HashSet<T, S> {
    fn to_python<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
        python.set_of(self)
    }
}

impl<T: FromPython + Eq + Hash, S: BuildHasher + Default> FromPython for HashSet<T, S> {
    fn from_python<'py>(value: &Object<'py>, python: &mut Context<'py>) -> Result<Self, Error> {
        let mut set = HashSet::default();
        each_element(value, python, |item| {
            set.insert(item);
        })?;
        Ok(set)
    }
}

impl<T: ToPython> ToPython for BTreeSet<T> {
    fn to_python<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
        python.set_of(self)
    }
}

impl<T: FromPython + Ord> FromPython for BTreeSet<T> {
    fn from_python<'py>(value: &Object<'py>, python: &mut Context<'py>) -> Result<Self, Error> {
        let mut set = BTreeSet::new();
        each_element(value, python, |item| {
            set.insert(item);
        })?;
        Ok(set)
    }
}
