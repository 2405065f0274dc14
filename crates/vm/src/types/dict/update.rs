//! Filling dicts from mappings, from iterables of pairs and from keyword arguments.

use pitviper_object::{Obj, Value};

use super::Dict;
use super::key::Use;
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::list::List;
use crate::types::native::MethodDescriptor;
use crate::types::str::Str;
use crate::types::tuple::Tuple;

impl Vm {
    /// `dict.update(other)`: a mapping when it has `keys`, an iterable of pairs otherwise.
    ///
    /// # Errors
    /// What reading `other` raises.
    pub fn dict_update(&mut self, dict: &Dict, other: &Value) -> PyResult<()> {
        if let Some(source) = other.exact::<Dict>() {
            return self.dict_merge(dict, source, true);
        }
        let names = self.names();
        match self.get_attr_opt(other, &names.keys)? {
            Some(keys) => self.dict_merge_keys(dict, other, &keys),
            None => self.dict_update_pairs(dict, other),
        }
    }

    /// `{**mapping}`: only mappings.
    ///
    /// # Errors
    /// TypeError when `mapping` has no `keys`; what reading it raises.
    pub fn dict_update_mapping(&mut self, dict: &Dict, mapping: &Value) -> PyResult<()> {
        if let Some(source) = mapping.exact::<Dict>() {
            return self.dict_merge(dict, source, true);
        }
        let names = self.names();
        match self.get_attr_opt(mapping, &names.keys)? {
            Some(keys) => self.dict_merge_keys(dict, mapping, &keys),
            None => {
                let kind = self.type_name(mapping);
                Err(self.type_error(format_args!("'{kind}' object is not a mapping")))
            }
        }
    }

    /// Adds the items of another dict; keys that are there already get the new value only when `replace`.
    ///
    /// # Errors
    /// What `__eq__` of keys raises; RuntimeError when that changes `source`.
    pub fn dict_merge(&mut self, dict: &Dict, source: &Dict, replace: bool) -> PyResult<()> {
        if std::ptr::eq(dict, source) || source.is_empty() {
            return Ok(());
        }
        if dict.is_empty() {
            return Ok(dict.table.copy_from(&mut self.heap, &source.table)?);
        }
        if source.len() > dict.len() / 2 {
            let total = source.table.len().saturating_add(dict.table.len());
            dict.table.reserve(&mut self.heap, total, source.table.is_general())?;
        }
        let used = source.table.used();
        let mut position = 0;
        while let Some(index) = source.table.next(&mut position) {
            self.work_at(index as usize)?;
            let hash = source.table.hash(index);
            let (Some(key), Some(value)) = (source.table.key(index), source.value(index)) else { continue };
            let found = match key.exact::<Str>() {
                Some(_) if !dict.table.is_general() => dict.table.find_str(self, &key),
                _ => self.table_find_hashed(&dict.table, &key, hash)?,
            };
            if source.table.used() != used {
                return Err(self.raise(Exc::RuntimeError, format_args!("dict mutated during update")));
            }
            if found.is_none() || replace {
                self.dict_store(dict, found, key, hash, value)?;
            }
        }
        Ok(())
    }

    /// Whether iterating over an instance of a subclass of dict is iterating over the dict.
    fn iterates_as_dict(&mut self, mapping: &Value) -> bool {
        let special = self.python_special(self.type_of(mapping), &self.names().__iter__);
        special.is_none_or(|iter| {
            iter.exact::<MethodDescriptor>().is_some_and(|iter| iter.method.flags & Method::IN_ORDER != 0)
        })
    }

    fn dict_merge_keys(&mut self, dict: &Dict, mapping: &Value, keys: &Value) -> PyResult<()> {
        if let Some(source) = mapping.downcast::<Dict>()
            && self.iterates_as_dict(mapping)
        {
            return self.dict_merge(dict, source, true);
        }
        let keys = self.call(keys, &[])?;
        let keys = match self.iter(&keys) {
            Ok(iterator) => iterator,
            Err(raised) if self.raised_is(&raised, Exc::TypeError) && !self.is_iterable(&keys) => {
                drop(self.take_raised(raised));
                let class = self.full_type_name(self.type_of(mapping))?;
                let kind = self.full_type_name(self.type_of(&keys))?;
                return match (class.downcast::<Str>(), kind.downcast::<Str>()) {
                    (Some(class), Some(kind)) => {
                        Err(self.type_error(format_args!("{class}.keys() returned a non-iterable (type {kind})")))
                    }
                    _ => Err(self.type_error(format_args!("keys() returned a non-iterable"))),
                };
            }
            Err(raised) => return Err(raised),
        };
        while let Some(key) = self.next(&keys)? {
            let value = self.get_item(mapping, &key)?;
            self.dict_set(dict, key, value)?;
        }
        Ok(())
    }

    fn dict_update_pairs(&mut self, dict: &Dict, pairs: &Value) -> PyResult<()> {
        let pairs = self.iter(pairs)?;
        let mut number = 0usize;
        while let Some(pair) = self.next(&pairs)? {
            let (key, value) = self.pair(&pair, number)?;
            self.dict_set(dict, key, value)?;
            number += 1;
        }
        Ok(())
    }

    /// The two items of element `number`.
    fn pair(&mut self, pair: &Value, number: usize) -> PyResult<(Value, Value)> {
        let length = if let Some(tuple) = pair.downcast::<Tuple>() {
            if let [key, value] = tuple.items() {
                return Ok((key.clone(), value.clone()));
            }
            tuple.len()
        } else {
            let list = match Obj::<List>::try_from_value(pair.clone()) {
                Ok(list) => list,
                Err(pair) => match self.pair_items(&pair) {
                    Ok(items) => items,
                    Err(raised) => return Err(self.not_a_pair(raised, number)),
                },
            };
            if list.len() == 2
                && let (Some(key), Some(value)) = (list.get(0), list.get(1))
            {
                return Ok((key, value));
            }
            list.len()
        };
        Err(self.value_error(format_args!(
            "dictionary update sequence element #{number} has length {length}; 2 is required"
        )))
    }

    fn pair_items(&mut self, pair: &Value) -> PyResult<Obj<List>> {
        match self.iter(pair) {
            Ok(iterator) => self.list_from(&iterator),
            Err(raised) if self.raised_is(&raised, Exc::TypeError) => {
                drop(self.take_raised(raised));
                Err(self.type_error(format_args!("object is not iterable")))
            }
            Err(raised) => Err(raised),
        }
    }

    /// Notes which element it was that is no pair.
    #[cold]
    fn not_a_pair(&mut self, raised: Raised, number: usize) -> Raised {
        if !self.raised_is(&raised, Exc::TypeError) {
            return raised;
        }
        let exception = self.take_raised(raised);
        let names = self.names();
        let noted = self
            .new_str_fmt(format_args!("Cannot convert dictionary update sequence element #{number} to a sequence"))
            .and_then(|note| self.call_method(&exception, &names.add_note, &[note]));
        match noted {
            Ok(_) => self.reraise(exception),
            Err(raised) => raised,
        }
    }

    /// What `dict(…)` and `dict.update(…)` take: at most one positional, then keyword arguments.
    ///
    /// # Errors
    /// TypeError for more; what reading raises.
    pub(crate) fn dict_update_args(&mut self, dict: &Dict, args: Args<'_>, name: &str) -> PyResult<()> {
        let keywords = args.names.map_or(0, Tuple::len);
        let positional = &args.values[1..args.values.len() - keywords];
        if positional.len() > 1 {
            let given = positional.len();
            return Err(self.type_error(format_args!("{name} expected at most 1 argument, got {given}")));
        }
        if let [other] = positional {
            self.dict_update(dict, other)?;
        }
        if let Some(keys) = args.names {
            let values = &args.values[args.values.len() - keywords..];
            for (key, value) in keys.items().iter().zip(values) {
                if key.downcast::<Str>().is_none() {
                    return Err(super::keyword_error(self));
                }
                self.dict_set(dict, key.clone(), value.clone())?;
            }
        }
        Ok(())
    }

    /// Adds `key` with `value` unless it is there; gives what is there then.
    ///
    /// # Errors
    /// As [`Vm::dict_set`].
    pub fn dict_set_default(&mut self, dict: &Dict, key: &Value, value: &Value) -> PyResult {
        let (found, hash) = self.table_find(&dict.table, key, Use::Key)?;
        if let Some(index) = found
            && let Some(value) = dict.value(index)
        {
            return Ok(value);
        }
        self.dict_store(dict, found, key.clone(), hash, value.clone())?;
        Ok(value.clone())
    }
}
