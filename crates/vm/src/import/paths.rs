//! Paths as strings and as the system's bytes.

use pitviper_object::{Obj, Value};
use pitviper_text::codecs::{Codec, Handler, Tail};

use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::modules::io::decode_bytes;
use crate::modules::io::scratch::{Scratch, encode_path};
use crate::types::str::{Str, StrBuilder};

/// A path's bytes as a string; what is not UTF-8 becomes surrogates, which [`encode_path`] turns back.
///
/// # Errors
/// `MemoryError`.
pub fn decode(vm: &mut Vm, path: &[u8]) -> PyResult {
    let mut text = StrBuilder::new(vm);
    decode_bytes(Codec::Utf8, Handler::SurrogateEscape, path, Tail::Final, &mut text)?;
    text.finish()
}

/// `folder` and `name` joined; relative folders count from the working folder.
///
/// # Errors
/// `MemoryError`, UnicodeEncodeError.
pub fn join(vm: &mut Vm, folder: &Str, name: &str) -> PyResult<Scratch> {
    let mut path = encode_path(vm, folder)?;
    if path.first() != Some(&b'/') {
        let mut absolute = working_folder(vm)?;
        if !path.is_empty() {
            absolute.push(b"/")?;
            absolute.push(&path)?;
        }
        path = absolute;
    }
    if path.last() != Some(&b'/') {
        path.push(b"/")?;
    }
    path.push(name.as_bytes())?;
    Ok(path)
}

/// The working folder's path.
///
/// # Errors
/// `MemoryError`.
pub fn working_folder(vm: &mut Vm) -> PyResult<Scratch> {
    use std::os::unix::ffi::OsStrExt;
    let mut path = Scratch::new(vm);
    if !vm.sandbox.everything {
        path.push(&vm.sandbox.working_folder())?;
        return Ok(path);
    }
    if let Ok(folder) = std::env::current_dir() {
        path.push(folder.as_os_str().as_bytes())?;
    }
    Ok(path)
}

/// A list of one path.
///
/// # Errors
/// `MemoryError`.
pub fn list_of(vm: &mut Vm, path: Value) -> PyResult {
    vm.new_list_of(&[path]).map(Obj::into_value)
}

/// A path's bytes as the standard library takes them.
#[must_use]
pub fn as_path(path: &[u8]) -> &std::path::Path {
    use std::os::unix::ffi::OsStrExt;
    std::path::Path::new(std::ffi::OsStr::from_bytes(path))
}
