//! Exceptions of files: OSError out of the operating system's errors, `io.UnsupportedOperation`, and what decoding
//! and encoding raise.

use std::io;

use pitviper_object::Value;
use pitviper_text::Chars;
use pitviper_text::codecs::Fault;

use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::vm::Vm;

/// `OSError(errno, strerror, filename)`, of the class that belongs to the error number.
#[cold]
pub fn os_error(vm: &mut Vm, error: &io::Error, filename: Option<&Value>) -> Raised {
    match make_os_error(vm, error, filename) {
        Ok(exception) => vm.raise_value(exception),
        Err(raised) => raised,
    }
}

fn make_os_error(vm: &mut Vm, error: &io::Error, filename: Option<&Value>) -> PyResult {
    let class = vm.exc_type(Exc::OSError).to_value();
    let Some(errno) = error.raw_os_error() else {
        let message = vm.new_str_fmt(format_args!("{error}"))?;
        return vm.call(&class, &[message]);
    };
    let mut words = [0u8; 128];
    let message = vm.new_str(describe(error, &mut words))?;
    let number = vm.new_int(i64::from(errno))?;
    match filename {
        Some(filename) => vm.call(&class, &[number, message, filename.clone()]),
        None => vm.call(&class, &[number, message]),
    }
}

/// The system's words for an error, without the number that std puts behind them.
fn describe<'b>(error: &io::Error, words: &'b mut [u8]) -> &'b str {
    let mut rest = &mut *words;
    let before = rest.len();
    let _ = io::Write::write_fmt(&mut rest, format_args!("{error}"));
    let used = before - rest.len();
    let text = std::str::from_utf8(&words[..used]).unwrap_or("Unknown error");
    text.split(" (os error").next().unwrap_or(text)
}

/// `io.UnsupportedOperation(message)`.
#[cold]
pub fn unsupported(vm: &mut Vm, message: &str) -> Raised {
    let made = unsupported_class(vm).and_then(|class| {
        let message = vm.new_str(message)?;
        vm.call(&class, &[message])
    });
    match made {
        Ok(exception) => vm.raise_value(exception),
        Err(raised) => raised,
    }
}

/// `io.UnsupportedOperation`, which is made when it is first wanted: it has two bases.
///
/// # Errors
/// `MemoryError`.
pub fn unsupported_class(vm: &mut Vm) -> PyResult {
    let key = vm.intern("UnsupportedOperation")?;
    let Some(space) = vm.io.clone() else { return Ok(vm.exc_type(Exc::OSError).to_value()) };
    if let Some(class) = space.get_str(vm, &key) {
        return Ok(class);
    }
    let bases = [vm.exc_type(Exc::OSError).to_value(), vm.exc_type(Exc::ValueError).to_value()];
    let bases = vm.new_tuple_from(bases)?;
    let body = vm.new_dict()?;
    let module = vm.intern("io")?;
    vm.dict_set_str(&body, &vm.names().__module__, module)?;
    let metaclass = vm.type_of_kind(kinds::TYPE).to_value();
    let class = vm.call(&metaclass, &[key.clone(), bases, body.into_value()])?;
    vm.dict_set_str(&space, &key, class.clone())?;
    Ok(class)
}

/// ValueError of a file that is closed.
#[cold]
pub fn closed(vm: &mut Vm) -> Raised {
    vm.value_error(format_args!("I/O operation on closed file."))
}

/// ValueError of a buffered file whose file below was taken off.
#[cold]
pub fn detached(vm: &mut Vm) -> Raised {
    vm.value_error(format_args!("raw stream has been detached"))
}

/// UnicodeEncodeError.
#[cold]
pub fn encode_error(vm: &mut Vm, encoding: &str, text: Chars<'_>, fault: Fault) -> Raised {
    let made =
        vm.new_str_chars(text).and_then(|object| unicode_error(vm, Exc::UnicodeEncodeError, encoding, object, fault));
    match made {
        Ok(exception) => vm.raise_value(exception),
        Err(raised) => raised,
    }
}

/// UnicodeDecodeError.
#[cold]
pub fn decode_error(vm: &mut Vm, encoding: &str, bytes: &[u8], fault: Fault) -> Raised {
    let made =
        vm.new_bytes(bytes).and_then(|object| unicode_error(vm, Exc::UnicodeDecodeError, encoding, object, fault));
    match made {
        Ok(exception) => vm.raise_value(exception),
        Err(raised) => raised,
    }
}

fn unicode_error(vm: &mut Vm, class: Exc, encoding: &str, object: Value, fault: Fault) -> PyResult {
    let encoding = vm.new_str(encoding)?;
    let start = vm.new_usize(fault.start)?;
    let end = vm.new_usize(fault.end)?;
    let reason = vm.new_str(fault.reason)?;
    crate::types::exception::new_with_args(vm, class, &[encoding, object, start, end, reason])
}
