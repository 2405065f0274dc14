//! Finding a key in a table, with Python's `__eq__` where it must be asked.

use pitviper_object::Value;

use super::key::{KeyHash, Use, plain_eq};
use super::table::Table;
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::str::Str;

impl Vm {
    /// The entry of `key`, and the key's hash. The entry number holds until the table changes, so use it before
    /// anything else runs.
    ///
    /// # Errors
    /// What `__hash__` or `__eq__` raises.
    #[inline]
    pub(crate) fn table_find(&mut self, table: &Table, key: &Value, what: Use) -> PyResult<(Option<u32>, KeyHash)> {
        if let Some(int) = key.as_small()
            && table.ints_are_words()
        {
            let hash = KeyHash::of_int(int);
            return Ok((table.find_word(hash, key.bits()), hash));
        }
        if let Some(text) = key.exact::<Str>()
            && !table.is_general()
        {
            let hash = KeyHash::from_fold(self.hash_text32(text)?);
            return Ok((table.find_str(self, key), hash));
        }
        self.table_find_hashing(table, key, what)
    }

    #[inline(never)]
    fn table_find_hashing(&mut self, table: &Table, key: &Value, what: Use) -> PyResult<(Option<u32>, KeyHash)> {
        let hash = self.key_hash(key, what)?;
        Ok((self.table_find_hashed(table, key, hash)?, hash))
    }

    /// The entry of a key whose hash is at hand.
    ///
    /// # Errors
    /// What `__eq__` raises.
    pub(crate) fn table_find_hashed(&mut self, table: &Table, key: &Value, hash: KeyHash) -> PyResult<Option<u32>> {
        if let Some(index) = table.find_word(hash, key.bits()) {
            return Ok(Some(index));
        }
        let mut cursor = table.start(hash.fold());
        while let Some(index) = table.step(&mut cursor) {
            let Some(own) = table.key(index) else { continue };
            if own.is(key) {
                return Ok(Some(index));
            }
            if !table.hash(index).matches(hash) {
                continue;
            }
            match plain_eq(&own, key) {
                Some(true) => return Ok(Some(index)),
                Some(false) => continue,
                None => {}
            }
            let stamp = table.stamp();
            let equal = self.eq(&own, key)?;
            if !table.is_as(stamp, index, &own) {
                cursor = table.start(hash.fold());
                continue;
            }
            if equal {
                return Ok(Some(index));
            }
        }
        Ok(None)
    }
}
