//! Hashes of keys, and equality of keys where no Python can be asked.

use pitviper_number::hash as number_hash;
use pitviper_object::header::INTERNED;
use pitviper_object::{Header, Value};

use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::str::Str;
use crate::types::tuple::Tuple;
use crate::types::typ::Type;

/// A key's hash as tables hold it: the fold (32 bits) that probing uses, and the low half of the 64-bit hash
/// where that is known (0: not known), which tells keys with equal folds apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyHash {
    raw: u32,
    low: u32,
}

impl KeyHash {
    /// From the 64-bit hash.
    #[inline(always)]
    #[must_use]
    pub fn new(hash: i64) -> KeyHash {
        KeyHash { raw: (hash ^ (hash >> 32)) as u32, low: hash as u32 }
    }

    /// From a table hash ([`fold`]): strings and tuples cache only that.
    #[inline(always)]
    #[must_use]
    pub fn from_fold(fold: u32) -> KeyHash {
        KeyHash { raw: fold, low: 0 }
    }

    /// Of an inline int.
    #[inline(always)]
    #[must_use]
    pub fn of_int(int: i64) -> KeyHash {
        if int.unsigned_abs() < number_hash::MODULUS && int != -1 {
            KeyHash::new(int)
        } else {
            KeyHash::new(number_hash::small(int))
        }
    }

    /// What probing starts from; never 0.
    #[inline(always)]
    #[must_use]
    pub fn fold(self) -> u32 {
        self.raw.max(1)
    }

    /// The 64-bit hash, when it is known.
    #[must_use]
    pub fn full(self) -> Option<i64> {
        if self.is_fold_only() {
            return None;
        }
        Some((i64::from(self.raw ^ self.low) << 32) | i64::from(self.low))
    }

    /// Whether the low half is not known. The fold alone is never 0, so two zeros are the hash 0.
    #[inline(always)]
    fn is_fold_only(self) -> bool {
        self.low == 0 && self.raw != 0
    }

    /// Whether keys with these hashes can be equal.
    #[inline(always)]
    #[must_use]
    pub fn matches(self, other: KeyHash) -> bool {
        self.fold() == other.fold() && (self.low == other.low || self.is_fold_only() || other.is_fold_only())
    }

    /// As one word.
    #[inline(always)]
    #[must_use]
    pub fn to_bits(self) -> u64 {
        u64::from(self.low) << 32 | u64::from(self.raw)
    }

    /// Out of [`KeyHash::to_bits`].
    #[inline(always)]
    #[must_use]
    pub fn from_bits(bits: u64) -> KeyHash {
        KeyHash { raw: bits as u32, low: (bits >> 32) as u32 }
    }

    /// Of a key that needs no Python: an inline number, or an exact string whose hash is cached.
    ///
    /// # Safety
    /// `word` is an inline number or points to a live exact string that was hashed before.
    #[inline(always)]
    #[must_use]
    pub unsafe fn of_plain_word(word: u64) -> KeyHash {
        if word & 3 == 3 {
            KeyHash::of_int(word as i64 >> 2)
        } else if word & 3 == 0 {
            // SAFETY: the caller's promise.
            KeyHash::from_fold(unsafe { (*(word as *const Str)).hash32_cached() })
        } else {
            KeyHash::new(number_hash::float(pitviper_object::value::decode_f64(word)).unwrap_or(0))
        }
    }
}

/// What a key demands of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyClass {
    /// An interned exact string.
    Interned,
    /// Another exact string.
    Text,
    /// An inline int.
    Int,
    /// An inline float.
    Float,
    /// Anything else.
    Other,
}

impl KeyClass {
    /// The class of a key.
    #[inline(always)]
    #[must_use]
    pub fn of(key: &Value) -> KeyClass {
        match key.header() {
            Some(header) if header.shape() == u32::from(kinds::STR) => {
                if header.has(INTERNED) {
                    KeyClass::Interned
                } else {
                    KeyClass::Text
                }
            }
            Some(_) => KeyClass::Other,
            None if key.is_small_int() => KeyClass::Int,
            None => KeyClass::Float,
        }
    }
}

/// Equality of two keys whose words differ, when both are of builtin kinds that are easily compared; `None`
/// when Python's `__eq__` has to be asked.
#[inline]
#[must_use]
pub fn plain_eq(a: &Value, b: &Value) -> Option<bool> {
    match (a.exact::<Str>(), b.exact::<Str>()) {
        (Some(a), Some(b)) => return Some(a.same_text(b)),
        (Some(_), None) if is_inline_or_singleton(b) => return Some(false),
        (None, Some(_)) if is_inline_or_singleton(a) => return Some(false),
        _ => {}
    }
    match (number(a), number(b)) {
        (Some(Number::Int(a)), Some(Number::Int(b))) => Some(a == b),
        (Some(Number::Float(a)), Some(Number::Float(b))) => Some(a == b),
        (Some(Number::Int(i)), Some(Number::Float(f))) | (Some(Number::Float(f)), Some(Number::Int(i))) => {
            Some(f as i64 == i && (f as i64) as f64 == f)
        }
        _ => None,
    }
}

enum Number {
    Int(i64),
    Float(f64),
}

/// Inline numbers and bools. Inline floats that are whole numbers within an inline int's range convert exactly.
#[inline(always)]
fn number(value: &Value) -> Option<Number> {
    if let Some(int) = value.as_small() {
        Some(Number::Int(int))
    } else if let Some(float) = value.as_inline_f64() {
        Some(Number::Float(float))
    } else {
        value.as_bool().map(|truth| Number::Int(i64::from(truth)))
    }
}

#[inline(always)]
fn is_inline_or_singleton(value: &Value) -> bool {
    let kind = value.header().map_or(0, Header::shape);
    kind <= u32::from(kinds::NOT_IMPLEMENTED)
}

/// What the unhashable object was to become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// A key of a dict.
    Key,
    /// An element of a set.
    Element,
    /// Nothing that the message tells.
    Untold,
}

impl Vm {
    /// The hash of a key or element, with the messages of dict and set for what has none.
    ///
    /// # Errors
    /// What `__hash__` raises.
    #[inline]
    pub fn key_hash(&mut self, key: &Value, what: Use) -> PyResult<KeyHash> {
        if let Some(int) = key.as_small() {
            return Ok(KeyHash::of_int(int));
        }
        if let Some(text) = key.exact::<Str>() {
            return self.hash_text32(text).map(KeyHash::from_fold);
        }
        let hash = if let Some(tuple) = key.exact::<Tuple>() {
            match tuple.hash.get() {
                0 => self.hash32(key).map(KeyHash::from_fold),
                cached => return Ok(KeyHash::from_fold(cached)),
            }
        } else {
            self.hash(key).map(KeyHash::new)
        };
        hash.map_err(|raised| self.explain_unhashable(raised, key, what))
    }

    /// Puts the role of the key in front of an exact TypeError's message.
    #[cold]
    #[inline(never)]
    pub(crate) fn explain_unhashable(&mut self, raised: Raised, key: &Value, what: Use) -> Raised {
        let exact = self
            .raised
            .as_ref()
            .is_some_and(|exception| std::ptr::eq(self.type_of(exception), self.exc_type(Exc::TypeError)));
        if !exact || what == Use::Untold {
            return raised;
        }
        let exception = self.take_raised(raised);
        let class = self.type_of(key);
        let explained = self.str(&exception).and_then(|text| Ok((text, self.full_type_name(class)?)));
        let (text, name) = match explained {
            Ok(parts) => parts,
            Err(raised) => return raised,
        };
        let (Some(text), Some(name)) = (text.downcast::<Str>(), name.downcast::<Str>()) else {
            return self.reraise(exception);
        };
        let role = match what {
            Use::Element => "set element",
            Use::Key | Use::Untold => "dict key",
        };
        self.type_error(format_args!("cannot use '{name}' as a {role} ({text})"))
    }

    /// Module and qualified name of a class, as `%T` in CPython's messages: without `builtins.` and `__main__.`.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn full_type_name(&mut self, class: &Type) -> PyResult {
        let qualname = class.qualname.get().or_else(|| class.name.get());
        let Some(qualname) = qualname else { return self.new_str("?") };
        let module = class.dict.get_str(self, &self.names().__module__);
        if let (Some(module), Some(text)) =
            (module.as_ref().and_then(Value::downcast::<Str>), qualname.downcast::<Str>())
        {
            if module.eq_str("builtins") || module.eq_str("__main__") {
                return Ok(qualname);
            }
            return self.new_str_fmt(format_args!("{module}.{text}"));
        }
        match (class.spec, qualname.downcast::<Str>()) {
            (Some(spec), Some(text)) if spec.module != "builtins" => {
                self.new_str_fmt(format_args!("{}.{text}", spec.module))
            }
            _ => Ok(qualname),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::KeyHash;

    #[test]
    fn full_hash_comes_back() {
        for hash in [0, 1, -2, 5, i64::MAX, i64::MIN, 1 << 40, 0x1234_5678_9ABC_DEF0, -77, (1 << 32) | 1] {
            let key = KeyHash::new(hash);
            assert!(key.matches(key));
            if let Some(full) = KeyHash::from_bits(key.to_bits()).full() {
                assert_eq!(full, hash);
            } else {
                assert_eq!(hash as u32, 0);
            }
        }
    }

    #[test]
    fn numbers_compare_by_value() {
        use super::plain_eq;
        use pitviper_object::Value;
        let one = Value::small(1);
        let float = Value::from_f64(1.0).unwrap();
        assert_eq!(plain_eq(&one, &float), Some(true));
        assert_eq!(plain_eq(&Value::bool(true), &float), Some(true));
        assert_eq!(plain_eq(&Value::small(2), &float), Some(false));
        assert_eq!(plain_eq(&Value::none(), &float), None);
        let big = (1 << 60) + 1;
        assert_eq!(plain_eq(&Value::small(big), &Value::from_f64(big as f64).unwrap()), Some(false));
    }
}
