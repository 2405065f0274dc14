//! Text and bytes.
#![expect(clippy::disallowed_types, reason = "the host's own text and bytes, reserved before they are allocated")]

use std::borrow::Cow;

use pitviper_vm::types::bytes;
use pitviper_vm::types::str::Str;

use super::{FromPython, ToPython, expected};
use crate::context::{Context, Object};
use crate::error::Error;

/// Bytes, as Python's `bytes` (a `Vec<u8>` would become a list of ints).
///
/// ```
/// # use pitviper::{Bytes, Interpreter};
/// # let mut python = Interpreter::builder().build()?;
/// let Bytes(data) = python.eval("'grün'.encode()")?;
/// assert_eq!(data, "grün".as_bytes());
/// # Ok::<(), pitviper::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bytes(pub Vec<u8>);

impl ToPython for Bytes {
    fn to_python<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
        let bytes = python.vm.new_bytes(&self.0);
        python.wrap(bytes)
    }
}

impl FromPython for Bytes {
    fn from_python<'py>(value: &Object<'py>, python: &mut Context<'py>) -> Result<Self, Error> {
        let Some(data) = bytes::borrow(&value.value) else { return Err(expected("bytes", value, python)) };
        python.reserve(data.len())?;
        Ok(Bytes(data.to_vec()))
    }
}

impl ToPython for &str {
    fn to_python<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
        let text = python.vm.new_str(self);
        python.wrap(text)
    }
}

impl ToPython for String {
    fn to_python<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
        self.as_str().to_python(python)
    }
}

impl ToPython for &String {
    fn to_python<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
        self.as_str().to_python(python)
    }
}

impl ToPython for Cow<'_, str> {
    fn to_python<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
        (*self).to_python(python)
    }
}

impl FromPython for String {
    fn from_python<'py>(value: &Object<'py>, python: &mut Context<'py>) -> Result<Self, Error> {
        let Some(text) = value.value.downcast::<Str>() else { return Err(expected("str", value, python)) };
        if let Some(ascii) = text.as_ascii() {
            python.reserve(ascii.len())?;
            return Ok(ascii.to_owned());
        }
        let chars = text.chars();
        let mut bytes = 0;
        for ch in chars.iter() {
            bytes += char::from_u32(ch).ok_or_else(surrogate)?.len_utf8();
        }
        python.reserve(bytes)?;
        let mut text = String::with_capacity(bytes);
        text.extend(chars.iter().filter_map(char::from_u32));
        Ok(text)
    }
}

#[cold]
fn surrogate() -> Error {
    Error::conversion("the text has surrogates, which Rust's strings cannot hold")
}

impl ToPython for char {
    fn to_python<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
        self.encode_utf8(&mut [0; 4]).to_python(python)
    }
}

impl ToPython for &mut str {
    fn to_python<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
        (&*self).to_python(python)
    }
}

impl FromPython for char {
    fn from_python<'py>(value: &Object<'py>, python: &mut Context<'py>) -> Result<Self, Error> {
        let found = value.value.downcast::<Str>().filter(|text| text.len() == 1).and_then(|text| text.chars().first());
        match found {
            Some(ch) => char::from_u32(ch).ok_or_else(surrogate),
            None => Err(expected("str of one character", value, python)),
        }
    }
}
