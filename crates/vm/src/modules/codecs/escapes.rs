//! `unicode_escape`, `raw_unicode_escape`, the escapes of bytes, and `readbuffer_encode`.

use pitviper_object::Value;
use pitviper_text::Chars;
use pitviper_text::codecs::escape::{self, BytesFault};
use pitviper_text::codecs::{Codec, Run, Tail};

use super::drive;
use super::native::{errors_argument, result, tail};
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::bytes::{self, Bytes, BytesBuilder, buffer_argument};
use crate::types::str::{Str, StrBuilder, bad_argument, text_argument};

/// Bytes-like objects as they are, strings as UTF-8.
fn source(vm: &mut Vm, value: &Value) -> PyResult {
    if value.downcast::<Str>().is_some() {
        return crate::types::str::codec::encode(vm, value, None, None);
    }
    buffer_argument(vm, value)?;
    Ok(value.clone())
}

/// How text is written.
type Write = fn(Chars<'_>, &mut BytesBuilder) -> PyResult<()>;

fn encode(vm: &mut Vm, args: Args<'_>, name: &str, write: Write) -> PyResult {
    let text = text_argument(vm, name, 1, &args.values[0])?;
    errors_argument(vm, name, args.values.get(1))?;
    let mut out = BytesBuilder::new(vm);
    write(text.chars(), &mut out)?;
    let made = out.finish()?;
    result(vm, made, text.len())
}

/// `unicode_escape_encode(str, errors=None, /)`.
pub(super) fn encode_unicode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    encode(vm, args, "unicode_escape_encode", escape::encode_unicode)
}

/// `raw_unicode_escape_encode(str, errors=None, /)`.
pub(super) fn encode_raw(vm: &mut Vm, args: Args<'_>) -> PyResult {
    encode(vm, args, "raw_unicode_escape_encode", escape::encode_raw_unicode)
}

/// `unicode_escape_decode(data, errors=None, final=True, /)`.
pub(super) fn decode_unicode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let source = source(vm, &args.values[0])?;
    let errors = errors_argument(vm, "unicode_escape_decode", args.values.get(1))?;
    let tail = tail(vm, args.values.get(2), Tail::Final)?;
    let mut out = StrBuilder::new(vm);
    let step = |_: &mut Vm, source: &Value, from: usize, out: &mut StrBuilder| -> PyResult<Run> {
        escape::decode_unicode(bytes::borrow(source).unwrap_or(&[]), from, tail, out)
    };
    let used = drive::decode(vm, &source, ("unicodeescape", Codec::Ascii), errors, 0, &mut out, step)?;
    let text = out.finish()?;
    result(vm, text, used)
}

/// `raw_unicode_escape_decode(data, errors=None, final=True, /)`.
pub(super) fn decode_raw(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let source = source(vm, &args.values[0])?;
    let errors = errors_argument(vm, "raw_unicode_escape_decode", args.values.get(1))?;
    let tail = tail(vm, args.values.get(2), Tail::Final)?;
    let mut out = StrBuilder::new(vm);
    let step = |_: &mut Vm, source: &Value, from: usize, out: &mut StrBuilder| -> PyResult<Run> {
        escape::decode_raw_unicode(bytes::borrow(source).unwrap_or(&[]), from, tail, out)
    };
    let used = drive::decode(vm, &source, ("rawunicodeescape", Codec::Ascii), errors, 0, &mut out, step)?;
    let text = out.finish()?;
    result(vm, text, used)
}

/// `escape_encode(data, errors=None, /)`.
pub(super) fn encode_bytes(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(data) = args.values[0].downcast::<Bytes>() else {
        return Err(bad_argument(vm, "escape_encode", "argument 1", "bytes", &args.values[0]));
    };
    errors_argument(vm, "escape_encode", args.values.get(1))?;
    let mut out = BytesBuilder::new(vm);
    escape::encode_bytes(data.as_slice(), &mut out)?;
    let made = out.finish()?;
    result(vm, made, data.len())
}

/// `escape_decode(data, errors=None, /)`.
pub(super) fn decode_bytes(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let source = source(vm, &args.values[0])?;
    let errors = errors_argument(vm, "escape_decode", args.values.get(1))?;
    let data = bytes::borrow(&source).unwrap_or(&[]);
    let mut out = BytesBuilder::new(vm);
    let mut from = 0;
    while let Some(fault) = escape::decode_bytes(data, from, &mut out)? {
        let BytesFault::Hex(at, next) = fault else {
            return Err(vm.value_error(format_args!("Trailing \\ in string")));
        };
        match errors {
            None => return Err(vm.value_error(format_args!("invalid \\x escape at position {at}"))),
            Some(name) if name.eq_str("strict") => {
                return Err(vm.value_error(format_args!("invalid \\x escape at position {at}")));
            }
            Some(name) if name.eq_str("replace") => out.push_byte(b'?')?,
            Some(name) if name.eq_str("ignore") => {}
            Some(name) => {
                return Err(vm.value_error(format_args!("decoding error; unknown error handling code: {name}")));
            }
        }
        from = next;
    }
    let made = out.finish()?;
    result(vm, made, data.len())
}

/// `readbuffer_encode(data, errors=None, /)`.
pub(super) fn read_buffer(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let source = source(vm, &args.values[0])?;
    errors_argument(vm, "readbuffer_encode", args.values.get(1))?;
    let data = bytes::borrow(&source).unwrap_or(&[]);
    let made = vm.new_bytes(data)?;
    result(vm, made, data.len())
}
