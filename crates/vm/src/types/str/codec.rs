//! `str.encode`, `bytes.decode`, and the errors of both.
//!
//! Codecs are the ones of `pitviper_text::codecs`; the error handlers are its own and `namereplace`.

use pitviper_object::Value;
use pitviper_text::Chars;
use pitviper_text::codecs::{self as kernel, Codec, Encoding, Fault, Handler, Recovery, Tail, utf8};

use super::arguments::{bad_argument, this};
use super::fresh::Rest;
use super::{FreshStr, Str, StrBuilder};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::bytes::{self, Bytes, BytesBuilder};
use crate::types::exception;

/// UTF-8 without byte order mark.
pub const UTF_8: Encoding = Encoding { codec: Codec::Utf8, mark: false };

/// What is done about faults.
#[derive(Clone, Copy)]
enum Errors {
    /// A handler of the kernel's.
    Builtin(Handler),
    /// `\N{…}`.
    NameReplace,
    /// No such handler: an error as soon as it is needed.
    Unknown,
}

impl Errors {
    fn named(name: Option<&Str>) -> Errors {
        let Some(name) = name else { return Errors::Builtin(Handler::Strict) };
        match name.as_ascii() {
            Some("namereplace") => Errors::NameReplace,
            Some(name) => Handler::named(name.as_bytes()).map_or(Errors::Unknown, Errors::Builtin),
            None => Errors::Unknown,
        }
    }
}

/// The encoding or errors argument of `encode`, `decode` and constructors.
///
/// # Errors
/// TypeError when it is no string, ValueError for a null character.
pub fn name_argument<'a>(
    vm: &mut Vm,
    function: &str,
    parameter: &str,
    value: Option<&'a Value>,
) -> PyResult<Option<&'a Str>> {
    let Some(value) = value else { return Ok(None) };
    let Some(text) = value.downcast::<Str>() else {
        return Err(bad_argument(vm, function, parameter, "str", value));
    };
    if text.chars().iter().any(|ch| ch == 0) {
        return Err(vm.value_error(format_args!("embedded null character")));
    }
    Ok(Some(text))
}

fn find_encoding(vm: &mut Vm, name: Option<&Str>) -> PyResult<Encoding> {
    let Some(name) = name else { return Ok(UTF_8) };
    match Encoding::named(name.chars()) {
        Some(encoding) => Ok(encoding),
        None => Err(vm.raise(Exc::LookupError, format_args!("unknown encoding: {name}"))),
    }
}

#[cold]
fn unknown_handler(vm: &mut Vm, errors: Option<&Str>) -> Raised {
    match errors {
        Some(name) => vm.raise(Exc::LookupError, format_args!("unknown error handler name '{name}'")),
        None => vm.raise(Exc::LookupError, format_args!("unknown error handler name")),
    }
}

#[cold]
fn unsupported(vm: &mut Vm, class: &str) -> Raised {
    vm.type_error(format_args!("don't know how to handle {class} in error callback"))
}

fn fault_values(vm: &mut Vm, fault: Fault) -> PyResult<[Value; 3]> {
    Ok([vm.new_usize(fault.start)?, vm.new_usize(fault.end)?, vm.new_str(fault.reason)?])
}

/// Raises a `UnicodeEncodeError` or `UnicodeDecodeError`. CPython makes one exception for all faults that its
/// handlers are asked about: `args` are the first one's.
#[cold]
fn raise_fault(vm: &mut Vm, class: Exc, encoding: &str, object: Value, first: Fault, fault: Fault) -> Raised {
    let made = (|| {
        let encoding = vm.new_str(encoding)?;
        let [start, end, reason] = fault_values(vm, first)?;
        let exception = exception::new_with_args(vm, class, &[encoding, object, start, end, reason])?;
        if first != fault {
            let [start, end, reason] = fault_values(vm, fault)?;
            let names = vm.names();
            vm.set_attr(&exception, &names.start, start)?;
            vm.set_attr(&exception, &names.end, end)?;
            vm.set_attr(&exception, &names.reason, reason)?;
        }
        Ok(exception)
    })();
    match made {
        Ok(exception) => vm.raise_value(exception),
        Err(raised) => raised,
    }
}

/// `text.encode(encoding, errors)`.
///
/// # Errors
/// `UnicodeEncodeError`, LookupError.
pub fn encode(vm: &mut Vm, text: &Value, encoding: Option<&Str>, errors: Option<&Str>) -> PyResult {
    let encoding = find_encoding(vm, encoding)?;
    let string = this(text);
    if string.is_ascii()
        && matches!(encoding, Encoding { codec: Codec::Utf8 | Codec::Ascii | Codec::Latin1, mark: false })
        && let Chars::One(ascii) = string.chars()
    {
        return vm.new_bytes(ascii);
    }
    if let (Codec::Latin1, Chars::One(latin)) = (encoding.codec, string.chars()) {
        return vm.new_bytes(latin);
    }
    if encoding == UTF_8
        && let Ok(len @ 2..) = utf8::encoded_len(string.chars())
    {
        return Ok(Bytes::create_filled(&mut vm.heap, len, |place| {
            utf8::encode_into(string.chars(), place);
        })?);
    }
    let mut out = BytesBuilder::new(vm);
    encode_into(vm, text, encoding, errors, &mut out)?;
    out.finish()
}

fn encode_into(
    vm: &mut Vm,
    text: &Value,
    encoding: Encoding,
    errors: Option<&Str>,
    out: &mut BytesBuilder,
) -> PyResult<()> {
    let chars = this(text).chars();
    if encoding.mark {
        out.push(encoding.codec.mark())?;
    }
    let mut from = 0;
    loop {
        let run = kernel::encode_run(encoding.codec, chars, from, out)?;
        let Some(fault) = run.fault else { return Ok(()) };
        let recovery = match Errors::named(errors) {
            Errors::Builtin(handler) => handler.recover_encode(encoding.codec, chars, fault, out)?,
            Errors::NameReplace => {
                replace_by_names(encoding.codec, chars, fault, out)?;
                Recovery::Resume(fault.end)
            }
            Errors::Unknown => return Err(unknown_handler(vm, errors)),
        };
        from = match recovery {
            Recovery::Resume(next) => next,
            Recovery::Raise => {
                return Err(raise_fault(vm, Exc::UnicodeEncodeError, encoding.name(), text.clone(), fault, fault));
            }
            Recovery::Unsupported => return Err(unsupported(vm, "UnicodeEncodeError")),
        };
    }
}

/// `namereplace`: `\N{…}` for characters that have a name, other escapes for the rest.
fn replace_by_names(codec: Codec, text: Chars<'_>, fault: Fault, out: &mut BytesBuilder) -> PyResult<()> {
    for at in fault.start..fault.end {
        let Some(ch) = text.get(at) else { break };
        let mut name = [0; pitviper_text::names::LONGEST];
        match pitviper_text::names::name(ch, &mut name) {
            Some(name) => {
                for part in [b"\\N{".as_slice(), name, b"}"] {
                    push_encoded(codec, part, out)?;
                }
            }
            None => {
                let one = Fault { start: at, end: at + 1, reason: fault.reason };
                Handler::BackslashReplace.recover_encode(codec, text, one, out)?;
            }
        }
    }
    Ok(())
}

/// ASCII text in a codec.
fn push_encoded(codec: Codec, ascii: &[u8], out: &mut BytesBuilder) -> PyResult<()> {
    kernel::encode_run(codec, Chars::One(ascii), 0, out).map(drop)
}

/// A string of valid UTF-8; `None` when it is not valid.
///
/// # Errors
/// `MemoryError`.
pub fn strict_utf8(vm: &mut Vm, data: &[u8]) -> PyResult<Option<Value>> {
    let Ok(measure) = utf8::measure(data) else { return Ok(None) };
    if measure.ascii || measure.len < 2 {
        if measure.ascii {
            return vm.new_str_chars(Chars::One(data)).map(Some);
        }
        let ch = std::str::from_utf8(data).ok().and_then(|text| text.chars().next());
        return match ch {
            Some(ch) => vm.new_char(u32::from(ch)).map(Some),
            None => vm.new_str("").map(Some),
        };
    }
    let mut fresh = FreshStr::of_width(vm, measure.len, measure.width, false)?;
    fresh.fill_with(|rest| match rest {
        Rest::One(out) => utf8::fill_one(data, out),
        Rest::Two(out) => utf8::fill_two(data, out),
        Rest::Four(out) => utf8::fill_four(data, out),
    });
    Ok(Some(fresh.finish()))
}

/// UTF-8 with lone surrogates as three bytes; other faults become replacement characters.
pub(super) fn push_wtf8(data: &[u8], out: &mut StrBuilder) -> PyResult<()> {
    let mut from = 0;
    while from < data.len() {
        let run = kernel::decode_run(Codec::Utf8, data, from, Tail::Final, out)?;
        let Some(fault) = run.fault else { break };
        from = match Handler::SurrogatePass.recover_decode(Codec::Utf8, data, fault, out)? {
            Recovery::Resume(next) => next,
            _ => {
                out.push_char(0xFFFD)?;
                fault.end
            }
        };
    }
    Ok(())
}

/// `source.decode(encoding, errors)` of anything bytes-like.
///
/// # Errors
/// `UnicodeDecodeError`, LookupError.
pub fn decode(vm: &mut Vm, source: &Value, encoding: Option<&Str>, errors: Option<&Str>) -> PyResult {
    let encoding = find_encoding(vm, encoding)?;
    let data = bytes::borrow(source).unwrap_or(&[]);
    decode_as(vm, data, encoding, errors)
}

/// Decodes bytes.
///
/// # Errors
/// `UnicodeDecodeError`, LookupError.
pub fn decode_as(vm: &mut Vm, data: &[u8], encoding: Encoding, errors: Option<&Str>) -> PyResult {
    let (codec, mark) = encoding.detect(data);
    // Of `utf-8-sig` the mark is cut off before; the wider codecs' errors count it.
    let (data, from) = if codec == Codec::Utf8 { (data.get(mark..).unwrap_or(&[]), 0) } else { (data, mark) };
    match codec {
        Codec::Utf8 => {
            if let Some(string) = strict_utf8(vm, data)? {
                return Ok(string);
            }
        }
        Codec::Latin1 => return vm.new_str_chars(Chars::One(data)),
        Codec::Ascii if data.is_ascii() => return vm.new_str_chars(Chars::One(data)),
        _ => {}
    }
    let mut out = StrBuilder::new(vm);
    decode_into(vm, data, codec, errors, from, &mut out)?;
    out.finish()
}

fn decode_into(
    vm: &mut Vm,
    data: &[u8],
    codec: Codec,
    errors: Option<&Str>,
    mut from: usize,
    out: &mut StrBuilder,
) -> PyResult<()> {
    let mut first = None;
    loop {
        let run = kernel::decode_run(codec, data, from, Tail::Final, out)?;
        let Some(fault) = run.fault else { return Ok(()) };
        let first = *first.get_or_insert(fault);
        let recovery = match Errors::named(errors) {
            Errors::Builtin(handler) => handler.recover_decode(codec, data, fault, out)?,
            Errors::NameReplace => Recovery::Unsupported,
            Errors::Unknown => return Err(unknown_handler(vm, errors)),
        };
        from = match recovery {
            Recovery::Resume(next) => next,
            Recovery::Raise => {
                let object = vm.new_bytes(data)?;
                return Err(raise_fault(vm, Exc::UnicodeDecodeError, codec.name(), object, first, fault));
            }
            Recovery::Unsupported => return Err(unsupported(vm, "UnicodeDecodeError")),
        };
    }
}

/// `str.encode`.
pub(super) fn encode_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [encoding, errors] = args.behind_receiver().parse(vm, "encode", ["encoding", "errors"], 0, 0)?;
    let encoding = name_argument(vm, "encode", "argument 'encoding'", encoding)?;
    let errors = name_argument(vm, "encode", "argument 'errors'", errors)?;
    encode(vm, &args.values[0], encoding, errors)
}

/// `bytes.decode` and `bytearray.decode`.
///
/// # Errors
/// As [`decode`].
pub fn decode_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [encoding, errors] = args.behind_receiver().parse(vm, "decode", ["encoding", "errors"], 0, 0)?;
    let encoding = name_argument(vm, "decode", "argument 'encoding'", encoding)?;
    let errors = name_argument(vm, "decode", "argument 'errors'", errors)?;
    decode(vm, &args.values[0], encoding, errors)
}
