//! Text or bytes that replacing puts together.

use pitviper_object::Value;
use pitviper_text::Chars;

use super::subject::chars;
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::bytes::BytesBuilder;
use crate::types::str::{Str, StrBuilder};

/// A string or bytes under construction.
pub enum Output {
    /// A string.
    Text(StrBuilder),
    /// Bytes.
    Data(BytesBuilder),
}

impl Output {
    /// Without anything.
    pub fn new(vm: &mut Vm, bytes: bool) -> Output {
        if bytes { Output::Data(BytesBuilder::new(vm)) } else { Output::Text(StrBuilder::new(vm)) }
    }

    /// Appends a string or bytes; false when it is of the wrong sort.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn push(&mut self, value: &Value) -> PyResult<bool> {
        match (self, value.downcast::<Str>(), chars(value)) {
            (Output::Text(text), Some(part), _) => text.push_str(part)?,
            (Output::Data(data), None, Some((Chars::One(part), _))) => data.push(part)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Appends characters.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn push_chars(&mut self, part: Chars<'_>) -> PyResult<()> {
        match (self, part) {
            (Output::Text(text), part) => text.push_chars(part),
            (Output::Data(data), Chars::One(part)) => data.push(part),
            _ => Ok(()),
        }
    }

    /// The object.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn finish(self) -> PyResult {
        match self {
            Output::Text(text) => text.finish(),
            Output::Data(data) => data.finish(),
        }
    }
}
