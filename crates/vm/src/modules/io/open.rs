//! `open`.

use std::ffi::CStr;
use std::io;
use std::os::fd::RawFd;

use pitviper_object::header::FINALIZE;
use pitviper_object::{Obj, Value};

use super::binary::{BinaryFile, flags};
use super::device::{self, Access};
use super::scratch::{Scratch, encode_path};
use super::text::{Format, TextFile};
use super::{classes, errors, fifo};
use crate::core::args::Params;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::bytes::Bytes;
use crate::types::str::Str;
use crate::types::typ::Type;

/// The function, for `builtins` and `_io`.
pub static OPEN: &[Method] = &OPEN_TABLE;

/// See [`OPEN`].
pub(super) const OPEN_TABLE: [Method; 1] = [Method::keywords("open", open).doc(
    "open($module, /, file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)\n--\n\nOpen a file and return a file object.",
)];

/// A parsed `mode`.
#[derive(Clone, Copy, Default)]
struct Mode {
    access: Access,
    updating: bool,
    text: bool,
    binary: bool,
}

impl Mode {
    fn parse(vm: &mut Vm, value: Option<&Value>) -> PyResult<Mode> {
        let Some(value) = value else { return Self::of(vm, "r") };
        let Some(text) = value.downcast::<Str>() else {
            let kind = vm.argument_kind(value);
            return Err(vm.type_error(format_args!("open() argument 'mode' must be str, not {kind}")));
        };
        match text.as_ascii() {
            Some(ascii) => Self::of(vm, ascii),
            None => Err(vm.value_error(format_args!("invalid mode: '{text}'"))),
        }
    }

    fn of(vm: &mut Vm, text: &str) -> PyResult<Mode> {
        let mut mode = Mode::default();
        let mut seen = 0u128;
        for byte in text.bytes() {
            let flag = match byte {
                b'r' => &mut mode.access.read,
                b'w' => &mut mode.access.truncate,
                b'a' => &mut mode.access.append,
                b'x' => &mut mode.access.exclusive,
                b'+' => &mut mode.updating,
                b't' => &mut mode.text,
                b'b' => &mut mode.binary,
                _ => return Err(vm.value_error(format_args!("invalid mode: '{text}'"))),
            };
            *flag = true;
            if seen & 1 << byte != 0 {
                return Err(vm.value_error(format_args!("invalid mode: '{text}'")));
            }
            seen |= 1 << byte;
        }
        let Access { read, truncate, append, exclusive, .. } = mode.access;
        if mode.text && mode.binary {
            return Err(vm.value_error(format_args!("can't have text and binary mode at once")));
        }
        match [read, truncate, append, exclusive].into_iter().filter(|given| *given).count() {
            0 => Err(vm.value_error(format_args!(
                "Must have exactly one of create/read/write/append mode and at most one plus"
            ))),
            1 => {
                mode.access.read = read || mode.updating;
                mode.access.write = !read || mode.updating;
                Ok(mode)
            }
            _ => Err(vm.value_error(format_args!("must have exactly one of create/read/write/append mode"))),
        }
    }

    fn flags(self) -> u32 {
        let Access { read, write, append, exclusive, truncate } = self.access;
        [
            (read, flags::READ),
            (write, flags::WRITE),
            (append, flags::APPEND),
            (exclusive, flags::CREATED),
            (truncate, flags::TRUNCATED),
        ]
        .into_iter()
        .filter(|(given, _)| *given)
        .fold(0, |all, (_, flag)| all | flag)
    }
}

/// `os.fspath`: the path's bytes.
///
/// # Errors
/// TypeError, ValueError.
pub fn path_argument(vm: &mut Vm, value: &Value) -> PyResult<Scratch> {
    let path = if value.downcast::<Str>().is_some() || value.downcast::<Bytes>().is_some() {
        value.clone()
    } else {
        match vm.call_special(value, &vm.names().__fspath__, &[])? {
            Some(path) => path,
            None => {
                let kind = vm.type_name(value);
                return Err(vm.type_error(format_args!("expected str, bytes or os.PathLike object, not {kind}")));
            }
        }
    };
    let bytes = if let Some(text) = path.downcast::<Str>() {
        encode_path(vm, text)?
    } else if let Some(bytes) = path.downcast::<Bytes>() {
        let mut copy = Scratch::new(vm);
        copy.push(bytes.as_slice())?;
        copy
    } else {
        let (class, kind) = (vm.type_name(value), vm.type_name(&path));
        return Err(vm.type_error(format_args!("expected {class}.__fspath__() to return str or bytes, not {kind}")));
    };
    if bytes.contains(&0) {
        return Err(vm.value_error(format_args!("embedded null byte")));
    }
    Ok(bytes)
}

/// The path that a path-like object stands for; anything else is as it is.
fn path_of(vm: &mut Vm, file: &Value) -> PyResult {
    if file.downcast::<Str>().is_some() || file.downcast::<Bytes>().is_some() {
        return Ok(file.clone());
    }
    let Some(path) = vm.call_special(file, &vm.names().__fspath__, &[])? else { return Ok(file.clone()) };
    if path.downcast::<Str>().is_some() || path.downcast::<Bytes>().is_some() {
        return Ok(path);
    }
    let (class, kind) = (vm.type_name(file), vm.type_name(&path));
    Err(vm.type_error(format_args!("expected {class}.__fspath__() to return str or bytes, not {kind}")))
}

/// Opens the descriptor: of a path, of a number, or what `opener` gives.
fn descriptor(
    vm: &mut Vm,
    file: &Value,
    mode: Mode,
    close: bool,
    opener: Option<&Value>,
) -> PyResult<(i32, Value, u32)> {
    if !crate::types::slice::has_index(vm, file) {
        let path = path_argument(vm, file)?;
        if !close {
            return Err(vm.value_error(format_args!("Cannot use closefd=False with file name")));
        }
        if let Some(opener) = opener {
            let number = Value::small(i64::from(device::system_flags(mode.access)));
            let fd = vm.call(opener, &[file.clone(), number])?;
            let fd = vm.index_isize(&fd)?;
            return match i32::try_from(fd) {
                Ok(fd) if fd >= 0 => Ok((fd, file.clone(), flags::OWNED)),
                _ => Err(vm.value_error(format_args!("opener returned {fd}"))),
            };
        }
        return match opened(vm, path, mode.access)? {
            Ok(fd) => Ok((fd, file.clone(), flags::OWNED)),
            Err(error) => Err(errors::os_error(vm, &error, Some(file))),
        };
    }
    let number = vm.index_isize(file)?;
    let Some(fd) = i32::try_from(number).ok().filter(|fd| *fd >= 0) else {
        return Err(vm.value_error(format_args!("negative file descriptor")));
    };
    if let Err(error) = device::check(&vm.sandbox, fd) {
        return Err(errors::os_error(vm, &error, None));
    }
    Ok((fd, file.clone(), if close { flags::OWNED } else { 0 }))
}

/// Opens a file, in slices where that waits.
fn opened(vm: &mut Vm, mut path: Scratch, access: Access) -> PyResult<io::Result<RawFd>> {
    path.push(&[0])?;
    let path = CStr::from_bytes_until_nul(&path).unwrap_or(c"");
    if vm.sandbox.everything
        && let Some(opened) = fifo::open(vm, libc::AT_FDCWD, path, device::system_flags(access))?
    {
        return Ok(opened);
    }
    Ok(device::open(&vm.sandbox, path.to_bytes(), access))
}

pub(super) fn open(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = ["file", "mode", "buffering", "encoding", "errors", "newline", "closefd", "opener"];
    let params = Params::new("open", names).required(1);
    let [file, mode_value, buffering, encoding, error_handler, newline, closefd, opener] = params.bind(vm, args)?;
    let Some(file) = file else { return Ok(Value::none()) };
    let path = path_of(vm, file)?;
    let file = &path;
    let mode = Mode::parse(vm, mode_value)?;
    let buffering = match buffering {
        Some(buffering) => vm.index_isize(buffering)?,
        None => -1,
    };
    if mode.binary {
        for (what, given) in [("an encoding", encoding), ("an errors", error_handler), ("a newline", newline)] {
            if given.is_some_and(|given| !given.is_none()) {
                return Err(vm.value_error(format_args!("binary mode doesn't take {what} argument")));
            }
        }
    } else if buffering == 0 {
        return Err(vm.value_error(format_args!("can't have unbuffered text I/O")));
    }
    let format = match mode.binary {
        true => None,
        false => Some(Format::parse(vm, "open", encoding, error_handler, newline)?),
    };
    let close = match closefd {
        Some(close) => vm.truth(close)?,
        None => true,
    };
    let opener = opener.filter(|opener| !opener.is_none());
    let (fd, name, owned) = descriptor(vm, file, mode, close, opener)?;
    let class = classes::class(
        vm,
        match (buffering, mode.access.read, mode.access.write) {
            (0, ..) => classes::FILE_IO,
            (_, true, true) => classes::RANDOM,
            (_, false, true) => classes::WRITER,
            _ => classes::READER,
        },
    );
    let raw = if buffering == 0 { flags::RAW } else { 0 };
    let binary = BinaryFile::over(vm, &class, fd, mode.flags() | owned | raw, name)?;
    if buffering > 1 {
        binary.set_buffer_size(buffering as usize);
    }
    if mode.access.append {
        drop(binary.seek(vm, std::io::SeekFrom::End(0)));
        vm.raised = None;
    }
    let Some(format) = format else { return Ok(binary.into_value()) };
    let text = TextFile::over(vm, vm.type_of_kind(kinds::TEXT_FILE), binary, format)?;
    text.header.set(FINALIZE);
    text.line_buffering.set(buffering == 1 || buffering == -1 && device::is_terminal(&vm.sandbox, fd));
    let mode_text = match mode_value {
        Some(mode) => mode.clone(),
        None => vm.intern("r")?,
    };
    let name = vm.intern("mode")?;
    vm.set_attr(text.as_value(), &name, mode_text)?;
    Ok(text.into_value())
}

/// `FileIO(file, mode='r', closefd=True, opener=None)`.
///
/// # Errors
/// As `open`.
pub fn new_file_io(vm: &mut Vm, class: &Type, args: Args<'_>) -> PyResult {
    let params = Params::new("FileIO", ["file", "mode", "closefd", "opener"]).required(1);
    let [file, mode, closefd, opener] = params.bind(vm, args)?;
    let Some(file) = file else { return Ok(Value::none()) };
    let mode = Mode::parse(vm, mode)?;
    let close = match closefd {
        Some(close) => vm.truth(close)?,
        None => true,
    };
    let (fd, name, owned) = descriptor(vm, file, mode, close, opener.filter(|opener| !opener.is_none()))?;
    let file: Obj<BinaryFile> = BinaryFile::over(vm, class, fd, mode.flags() | owned | flags::RAW, name)?;
    Ok(file.into_value())
}
