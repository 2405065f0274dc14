//! What patterns are applied to: strings and bytes-like objects, read in place.

use pitviper_object::Value;
use pitviper_text::Chars;

use super::pattern::Pattern;
use crate::core::error::{PyResult, Raised};
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::bytearray::ByteArray;
use crate::types::bytes::{self, Bytes};
use crate::types::iterators::size_argument;
use crate::types::memoryview;
use crate::types::str::{Str, substring};

/// The characters of a string or the bytes of a bytes-like object, and whether they are bytes. Good until Python
/// runs.
#[inline]
pub fn chars(value: &Value) -> Option<(Chars<'_>, bool)> {
    match value.downcast::<Str>() {
        Some(text) => Some((text.chars(), false)),
        None => bytes::borrow(value).map(|data| (Chars::One(data), true)),
    }
}

/// A part of what a pattern is applied to.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The object.
    pub string: &'a Value,
    /// Where matching begins.
    pub pos: usize,
    /// Where the text is taken to end.
    pub endpos: usize,
    /// Whether it consists of bytes.
    pub bytes: bool,
}

impl<'a> Subject<'a> {
    /// Checks that a pattern can be applied, and bounds the part.
    ///
    /// # Errors
    /// `TypeError`; what a bound's `__index__` raises.
    pub fn new(
        vm: &mut Vm,
        pattern: &Pattern,
        string: Option<&'a Value>,
        pos: Option<&Value>,
        endpos: Option<&Value>,
    ) -> PyResult<Subject<'a>> {
        let pos = pos.map_or(Ok(0), |pos| size_argument(vm, pos))?;
        let endpos = endpos.map_or(Ok(isize::MAX), |endpos| size_argument(vm, endpos))?;
        let Some((string, (chars, bytes))) = string.and_then(|string| Some((string, chars(string)?))) else {
            return Err(unsuitable(vm, string));
        };
        if let Some(wanted) = pattern.bytes
            && wanted != bytes
        {
            return Err(match bytes {
                true => vm.type_error(format_args!("cannot use a string pattern on a bytes-like object")),
                false => vm.type_error(format_args!("cannot use a bytes pattern on a string-like object")),
            });
        }
        let clamp = |at: isize| usize::try_from(at).unwrap_or(0).min(chars.len());
        Ok(Subject { string, pos: clamp(pos), endpos: clamp(endpos), bytes })
    }

    /// The text up to its end.
    #[inline]
    pub fn text(&self) -> Chars<'a> {
        let (chars, _) = chars(self.string).unwrap_or((Chars::One(&[]), true));
        chars.slice(0..self.endpos)
    }

    /// Whether nothing can change it.
    #[inline]
    pub fn is_fixed(&self) -> bool {
        matches!(self.string.kind(), kinds::STR | kinds::BYTES)
    }

    /// A part as an object.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn slice(&self, vm: &mut Vm, start: usize, end: usize) -> PyResult {
        slice(vm, self.string, start, end)
    }

    /// What must live while Python runs between matches, so that the length does not change: a view of a `bytearray`.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn hold(&self, vm: &mut Vm) -> PyResult<Option<Value>> {
        match self.string.downcast::<ByteArray>() {
            Some(_) => memoryview::of(vm, self.string).map(Some),
            None => Ok(None),
        }
    }
}

/// "expected string or bytes-like object, got 'int'".
#[cold]
fn unsuitable(vm: &mut Vm, value: Option<&Value>) -> Raised {
    let none = Value::none();
    let kind = vm.type_name(value.unwrap_or(&none));
    vm.type_error(format_args!("expected string or bytes-like object, got '{kind}'"))
}

/// A part of a string or bytes-like object; the whole of an exact one is the object itself.
///
/// # Errors
/// `MemoryError`.
pub fn slice(vm: &mut Vm, string: &Value, start: usize, end: usize) -> PyResult {
    if let Some(text) = string.downcast::<Str>() {
        return substring(vm, text, start, end);
    }
    let data = bytes::borrow(string).unwrap_or(&[]);
    if start == 0 && end == data.len() && string.exact::<Bytes>().is_some() {
        return Ok(string.clone());
    }
    let end = end.min(data.len());
    vm.new_bytes(data.get(start.min(end)..end).unwrap_or(&[]))
}
