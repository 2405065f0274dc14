//! Paths as arguments and as results.

use std::ffi::CStr;
use std::io;

use pitviper_object::Value;

use crate::core::capabilities::{Need, Place};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::vm::Vm;
use crate::modules::io::errors;
use crate::modules::io::scratch::{Scratch, encode_path};
use crate::types::bytes::Bytes;
use crate::types::slice::has_index;
use crate::types::str::{Str, codec};

/// A path as the system takes it, with a zero at its end.
pub(super) struct Path {
    bytes: Scratch,
    /// What was given, for errors.
    pub given: Value,
    /// Whether results are bytes too.
    pub as_bytes: bool,
}

impl Path {
    /// The path for the system.
    pub(super) fn as_c(&self) -> &CStr {
        CStr::from_bytes_until_nul(&self.bytes).unwrap_or(c"")
    }

    /// The path's bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        self.as_c().to_bytes()
    }

    /// The result of a call, with this path in its error.
    pub(super) fn check<T>(&self, vm: &mut Vm, result: io::Result<T>) -> PyResult<T> {
        result.map_err(|error| errors::os_error(vm, &error, Some(&self.given)))
    }

    /// Where it leads.
    pub(super) fn locate(&self, vm: &mut Vm, folder: i32, need: Need, follow: bool) -> PyResult<Place> {
        let place = vm.sandbox.locate(folder, self.bytes(), need, follow);
        self.check(vm, place)
    }

    /// A call of the system with the folder to start from, the name there, and whether to follow it.
    pub(super) fn call<T>(
        &self,
        vm: &mut Vm,
        (folder, need, follow): (i32, Need, bool),
        call: impl FnOnce(i32, &CStr, bool) -> io::Result<T>,
    ) -> PyResult<T> {
        let place = self.locate(vm, folder, need, follow)?;
        let result =
            place.for_system(self.as_c(), follow).and_then(|(folder, name, follow)| call(folder, name, follow));
        self.check(vm, result)
    }
}

/// A path, or an open file.
pub(super) enum Target {
    Path(Path),
    File(i32),
}

/// The result of a call about an open file that stands where a path may: its error tells the descriptor.
pub(super) fn check_file<T>(vm: &mut Vm, fd: i32, result: io::Result<T>) -> PyResult<T> {
    result.map_err(|error| errors::os_error(vm, &error, Some(&Value::small(i64::from(fd)))))
}

/// The result of a call without a path.
pub(super) fn check<T>(vm: &mut Vm, result: io::Result<T>) -> PyResult<T> {
    result.map_err(|error| errors::os_error(vm, &error, None))
}

#[cold]
fn unusable(vm: &mut Vm, function: &str, argument: &str, kinds: &str, value: &Value) -> Raised {
    let kind = vm.type_name(value);
    vm.type_error(format_args!("{function}: {argument} should be {kinds}, not {kind}"))
}

/// `str` or `bytes` of a path-like value.
pub(crate) fn fspath(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    if value.downcast::<Str>().is_some() || value.downcast::<Bytes>().is_some() {
        return Ok(Some(value.clone()));
    }
    let Some(path) = vm.call_special(value, &vm.names().__fspath__, &[])? else { return Ok(None) };
    if path.downcast::<Str>().is_some() || path.downcast::<Bytes>().is_some() {
        return Ok(Some(path));
    }
    let (class, kind) = (vm.type_name(value), vm.type_name(&path));
    Err(vm.type_error(format_args!("expected {class}.__fspath__() to return str or bytes, not {kind}")))
}

/// A path argument.
pub(super) fn path(vm: &mut Vm, function: &str, argument: &str, value: &Value) -> PyResult<Path> {
    match fspath(vm, value)? {
        Some(path) => encode(vm, function, argument, path),
        None => Err(unusable(vm, function, argument, "string, bytes or os.PathLike", value)),
    }
}

fn encode(vm: &mut Vm, function: &str, argument: &str, given: Value) -> PyResult<Path> {
    let (mut bytes, as_bytes) = match given.downcast::<Str>() {
        Some(text) => (encode_path(vm, text)?, false),
        None => {
            let mut copy = Scratch::new(vm);
            copy.push(given.downcast::<Bytes>().map_or(&[], Bytes::as_slice))?;
            (copy, true)
        }
    };
    if bytes.contains(&0) {
        return Err(vm.value_error(format_args!(
            "{function}: embedded null {} in {argument}",
            if as_bytes { "byte" } else { "character" }
        )));
    }
    bytes.push(&[0])?;
    Ok(Path { bytes, given, as_bytes })
}

/// A path or a descriptor.
pub(super) fn target(vm: &mut Vm, function: &str, value: &Value) -> PyResult<Target> {
    if has_index(vm, value) {
        return file(vm, value);
    }
    match fspath(vm, value)? {
        Some(path) => encode(vm, function, "path", path).map(Target::Path),
        None => Err(unusable(vm, function, "path", "string, bytes, os.PathLike or integer", value)),
    }
}

/// A path, a descriptor, or nothing for the working folder.
pub(super) fn folder(vm: &mut Vm, function: &str, value: Option<&Value>) -> PyResult<Target> {
    match value.filter(|value| !value.is_none()) {
        Some(value) if has_index(vm, value) => file(vm, value),
        Some(value) => match fspath(vm, value)? {
            Some(path) => encode(vm, function, "path", path).map(Target::Path),
            None => Err(unusable(vm, function, "path", "string, bytes, os.PathLike, integer or None", value)),
        },
        None => {
            let here = vm.new_str(".")?;
            encode(vm, function, "path", here).map(Target::Path)
        }
    }
}

/// The system's descriptor for a number of the program's.
pub(super) fn descriptor(vm: &mut Vm, value: &Value) -> PyResult<i32> {
    let number = small(vm, value)?;
    system_number(vm, number)
}

/// As [`descriptor`], for a number that was read.
pub(super) fn system_number(vm: &mut Vm, number: i32) -> PyResult<i32> {
    let fd = vm.sandbox.system_number(number);
    check(vm, fd)
}

/// The descriptor that a number is or that a file's `fileno` tells.
pub(super) fn file_number(vm: &mut Vm, value: &Value) -> PyResult<i32> {
    let fd = if has_index(vm, value) {
        small(vm, value)?
    } else {
        let Some(fileno) = vm.get_attr_opt(value, &vm.names().fileno)? else {
            return Err(vm.type_error(format_args!("argument must be an int, or have a fileno() method.")));
        };
        let fd = vm.call(&fileno, &[])?;
        if !has_index(vm, &fd) {
            return Err(vm.type_error(format_args!("fileno() returned a non-integer")));
        }
        small(vm, &fd)?
    };
    if fd < 0 {
        return Err(vm.value_error(format_args!("file descriptor cannot be a negative integer ({fd})")));
    }
    system_number(vm, fd)
}

/// An int that the system takes.
pub(super) fn small(vm: &mut Vm, value: &Value) -> PyResult<i32> {
    let index = vm.to_index(value)?;
    match crate::types::int::to_i64(&index).map(i32::try_from) {
        Some(Ok(number)) => Ok(number),
        _ => Err(vm.raise(Exc::OverflowError, format_args!("Python int too large to convert to C int"))),
    }
}

/// A descriptor where a path may stand.
fn file(vm: &mut Vm, value: &Value) -> PyResult<Target> {
    let index = vm.to_index(value)?;
    match crate::types::int::to_i64(&index).map(i32::try_from) {
        Some(Ok(fd)) => Ok(Target::File(fd)),
        _ => {
            let bound =
                if crate::types::int::is_negative(&index) { "less than minimum" } else { "greater than maximum" };
            Err(vm.raise(Exc::OverflowError, format_args!("fd is {bound}")))
        }
    }
}

/// A truth value, `default` when nothing is given.
pub(super) fn flag(vm: &mut Vm, value: Option<&Value>, default: bool) -> PyResult<bool> {
    value.map_or(Ok(default), |value| vm.truth(value))
}

/// The open folder that a path starts from: that of the process by default.
pub(super) fn start_folder(vm: &mut Vm, value: Option<&Value>) -> PyResult<i32> {
    match value.filter(|value| !value.is_none()) {
        Some(value) if has_index(vm, value) => match file(vm, value)? {
            Target::File(fd) => Ok(fd),
            Target::Path(_) => Ok(libc::AT_FDCWD),
        },
        Some(value) => {
            let kind = vm.type_name(value);
            Err(vm.type_error(format_args!("argument should be integer or None, not {kind}")))
        }
        None => Ok(libc::AT_FDCWD),
    }
}

/// How events tell of such a folder.
pub(super) fn told_folder(folder: i32) -> Value {
    Value::small(if folder == libc::AT_FDCWD { -1 } else { i64::from(folder) })
}

/// Fails for arguments that name another folder to start from.
pub(super) fn no_folder(vm: &mut Vm, value: Option<&Value>) -> PyResult<()> {
    match value {
        Some(value) if !value.is_none() => {
            Err(vm.raise(Exc::NotImplementedError, format_args!("dir_fd unavailable on this platform")))
        }
        _ => Ok(()),
    }
}

/// Bytes of the system as text, or as bytes.
pub(crate) fn decoded(vm: &mut Vm, bytes: &[u8], as_bytes: bool) -> PyResult {
    if as_bytes {
        return vm.new_bytes(bytes);
    }
    if let Some(text) = codec::strict_utf8(vm, bytes)? {
        return Ok(text);
    }
    let errors = vm.new_str("surrogateescape")?;
    let source = vm.new_bytes(bytes)?;
    codec::decode(vm, &source, None, errors.downcast::<Str>())
}
