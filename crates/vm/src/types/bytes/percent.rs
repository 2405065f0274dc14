//! The `%` operator of `bytes` and `bytearray` (PEP 461).

use pitviper_number::format::Conversion;
use pitviper_object::Value;
use pitviper_text::fields::printf::{Directive, Piece, PrintfError, Template};
use pitviper_text::{Chars, Rules};

use super::arguments::data;
use super::builder::{BytesBuilder, finish_like};
use super::{Bytes, borrow};
use crate::core::error::{Exc, PyResult};
use crate::core::vm::Vm;
use crate::types::float;
use crate::types::slice::has_index;
use crate::types::str::Str;
use crate::types::str::percent::{Arguments, number};

/// `value % operand`.
///
/// # Errors
/// TypeError, ValueError, OverflowError, and what the operand's methods raise.
pub(crate) fn format_bytes(vm: &mut Vm, value: &Value, operand: &Value) -> PyResult {
    // Python may run in between: a byte array's template is looked at as it was.
    let copy = if value.downcast::<Bytes>().is_some() { value.clone() } else { vm.new_bytes(data(value))? };
    let template = Chars::One(data(&copy));
    let mut arguments = Arguments::new(vm, operand, Rules::Bytes);
    let mut out = BytesBuilder::new(vm);
    for piece in Template::new(template) {
        let (directive, broken) = match piece {
            Piece::Literal(range) => {
                out.push(data(&copy).get(range).unwrap_or(&[]))?;
                continue;
            }
            Piece::Directive(directive) => (directive, None),
            Piece::Broken(directive, error) => (directive, Some(error)),
        };
        if let Some(key) = &directive.key {
            arguments.check_mapping(vm)?;
            if broken != Some(PrintfError::IncompleteKey) {
                let key = vm.new_bytes(data(&copy).get(key.clone()).unwrap_or(&[]))?;
                arguments.look_up(vm, &key)?;
            }
        }
        let conversion = arguments.conversion(vm, &directive)?;
        if let Some(error) = broken {
            let message = error.message(Rules::Bytes);
            return Err(vm.value_error(format_args!("{message}")));
        }
        let argument = arguments.next(vm)?;
        write(vm, &mut out, &directive, conversion, &argument)?;
    }
    arguments.finish(vm)?;
    finish_like(vm, value, out)
}

fn write(
    vm: &mut Vm,
    out: &mut BytesBuilder,
    directive: &Directive,
    conversion: Conversion,
    value: &Value,
) -> PyResult<()> {
    match char::from_u32(directive.conversion) {
        Some('s' | 'b') => {
            let bytes = as_bytes(vm, value)?;
            pad(out, data(&bytes), conversion)
        }
        Some('r' | 'a') => {
            let text = vm.ascii(value)?;
            let ascii = text.downcast::<Str>().and_then(Str::as_ascii).unwrap_or_default();
            pad(out, ascii.as_bytes(), conversion)
        }
        Some('c') => {
            let byte = single_byte(vm, value)?;
            pad(out, &[byte], Conversion { precision: None, ..conversion })
        }
        Some('e' | 'E' | 'f' | 'F' | 'g' | 'G') if float::from_number(vm, value)?.is_none() => {
            let kind = vm.type_name(value);
            Err(vm.type_error(format_args!("float argument required, not {kind}")))
        }
        // CPython takes the character for a negative one when it makes the message.
        Some('\u{80}'..) => {
            let message = format_args!("character argument not in range(0x110000)");
            Err(vm.raise(Exc::OverflowError, message))
        }
        Some(code) if code < ' ' || code == '\u{7F}' => {
            let (number, index) = (u32::from(code), directive.index);
            let message = format_args!("unsupported format character '{code}' (0x{number:x}) at index {index}");
            Err(vm.value_error(message))
        }
        _ => number(vm, out, directive, conversion, value),
    }
}

fn pad(out: &mut BytesBuilder, data: &[u8], conversion: Conversion) -> PyResult<()> {
    let padding = conversion.text_padding(data.len());
    out.push_repeated(b' ', padding.before)?;
    out.push(data.get(..padding.take).unwrap_or(data))?;
    out.push_repeated(b' ', padding.after)
}

/// What `%s` and `%b` write: a buffer, or what `__bytes__` gives.
fn as_bytes(vm: &mut Vm, value: &Value) -> PyResult {
    if borrow(value).is_some() {
        return Ok(value.clone());
    }
    if let Some(method) = vm.python_bytes_method(value) {
        let made = vm.call_bound(&method, value, &[])?;
        if made.downcast::<Bytes>().is_none() {
            let kind = vm.type_name(&made);
            return Err(vm.type_error(format_args!("__bytes__ returned non-bytes (type {kind})")));
        }
        return Ok(made);
    }
    let kind = vm.type_name(value);
    Err(vm.type_error(format_args!(
        "%b requires a bytes-like object, or an object that implements __bytes__, not '{kind}'"
    )))
}

/// What `%c` writes.
fn single_byte(vm: &mut Vm, value: &Value) -> PyResult<u8> {
    if let Some(bytes) = borrow(value) {
        if let [byte] = bytes {
            return Ok(*byte);
        }
        let (kind, len) = (if value.downcast::<Bytes>().is_some() { "bytes" } else { "bytearray" }, bytes.len());
        return Err(vm.type_error(format_args!(
            "%c requires an integer in range(256) or a single byte, not a {kind} object of length {len}"
        )));
    }
    if !has_index(vm, value) {
        let kind = vm.type_name(value);
        return Err(vm.type_error(format_args!("%c requires an integer in range(256) or a single byte, not {kind}")));
    }
    let index = vm.index_clamped(value)?;
    match u8::try_from(index) {
        Ok(byte) => Ok(byte),
        Err(_) => Err(vm.raise(Exc::OverflowError, format_args!("%c arg not in range(256)"))),
    }
}
