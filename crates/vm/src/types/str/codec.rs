//! `str.encode`, `bytes.decode`, and the errors of both.
//!
//! UTF-8, Latin-1, ASCII, UTF-16 and UTF-32 are native; other encodings are asked of the registry of `_codecs`.

use pitviper_object::Value;
use pitviper_text::codecs::utf8::{self, Utf8Measure};
use pitviper_text::codecs::{self as kernel, Codec, Encoding, Handler, Recovery, Tail};
use pitviper_text::{Chars, Width};

use super::arguments::{bad_argument, this};
use super::fresh::Rest;
use super::{FreshStr, Str, StrBuilder};
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::modules::codecs::{native, registry};
use crate::types::bytes::{self, Bytes, BytesBuilder};
use crate::types::portions;

/// UTF-8 without byte order mark.
pub const UTF_8: Encoding = Encoding { codec: Codec::Utf8, mark: false };

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

/// The native encoding of a name, UTF-8 without one; `None` for what only the registry may know.
fn find_encoding(name: Option<&Str>) -> Option<Encoding> {
    name.map_or(Some(UTF_8), |name| Encoding::named(name.chars()))
}

/// `text.encode(encoding, errors)`.
///
/// # Errors
/// `UnicodeEncodeError`, LookupError.
pub fn encode(vm: &mut Vm, text: &Value, encoding: Option<&Str>, errors: Option<&Str>) -> PyResult {
    let Some(encoding) = find_encoding(encoding) else {
        return match encoding {
            Some(name) => registry::encode_text(vm, text, name, errors),
            None => Ok(Value::none()),
        };
    };
    let string = this(text);
    vm.worked(string.len() / 64);
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
        && let Some(len @ 2..) = utf8_len(vm, string.chars())?
    {
        let mut rest = string.chars();
        return Ok(Bytes::create_filled(&mut vm.heap, len, |place| {
            // As much as surely finds room; what is left at the end does.
            let count = if place.len() < portions::BYTES { rest.len() } else { portions::BYTES / 4 };
            let part = rest.slice(0..count);
            rest = rest.slice(count..rest.len());
            utf8::encode_into(part, place)
        })?);
    }
    let mut out = BytesBuilder::new(vm);
    native::encode_into(vm, text, encoding, errors, &mut out)?;
    out.finish()
}

/// Bytes of text in UTF-8; nothing when there are surrogates.
fn utf8_len(vm: &mut Vm, text: Chars<'_>) -> PyResult<Option<usize>> {
    let mut len = 0;
    let faulty = vm.scan_items(text.len(), |part| match utf8::encoded_len(text.slice(part)) {
        Ok(more) => {
            len += more;
            None
        }
        Err(_) => Some(()),
    })?;
    Ok(faulty.is_none().then_some(len))
}

/// What [`utf8::measure`] says of data that may be long, nothing when it is faulty.
fn measure(vm: &mut Vm, data: &[u8]) -> PyResult<Option<Utf8Measure>> {
    let mut all = Utf8Measure { len: 0, width: Width::One, ascii: true };
    let mut rest = data;
    while !rest.is_empty() {
        let part = whole_characters(rest);
        vm.work_held(part.len() / 64)?;
        let Ok(more) = utf8::measure(part) else { return Ok(None) };
        all.len += more.len;
        all.width = all.width.max(more.width);
        all.ascii &= more.ascii;
        rest = &rest[part.len()..];
    }
    Ok(Some(all))
}

/// A portion of UTF-8, which ends with a character.
fn whole_characters(data: &[u8]) -> &[u8] {
    let Some(part) = data.get(..PORTION) else { return data };
    let behind = data.get(PORTION..).and_then(|rest| rest.first());
    if behind.is_none_or(|byte| byte & 0xC0 != 0x80) {
        return part;
    }
    let cut = part.iter().rev().take(3).position(|byte| byte & 0xC0 != 0x80).unwrap_or(3);
    &part[..PORTION - 1 - cut.min(3)]
}

/// Bytes of UTF-8 between two looks at the limits.
const PORTION: usize = portions::BYTES / 4;

/// A string of valid UTF-8; `None` when it is not valid.
///
/// # Errors
/// `MemoryError`.
pub fn strict_utf8(vm: &mut Vm, data: &[u8]) -> PyResult<Option<Value>> {
    let Some(measure) = measure(vm, data)? else { return Ok(None) };
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
    let mut left = data;
    fresh.fill_with(|rest| {
        // A portion has room for as many characters.
        let part = whole_characters(left);
        left = &left[part.len()..];
        match rest {
            Rest::One(out) => utf8::fill_one(part, out),
            Rest::Two(out) => utf8::fill_two(part, out),
            Rest::Four(out) => utf8::fill_four(part, out),
        }
    })?;
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
    match (find_encoding(encoding), encoding) {
        // As CPython, which does not look for the encoding then.
        (None, Some(_)) if bytes::borrow(source).is_some_and(<[u8]>::is_empty) => vm.new_str(""),
        (None, Some(name)) => registry::decode_text(vm, source, name, errors),
        (native, _) => decode_as(vm, source, native.unwrap_or(UTF_8), errors),
    }
}

/// Decodes anything bytes-like in one of the kernel's codecs.
fn decode_as(vm: &mut Vm, source: &Value, encoding: Encoding, errors: Option<&Str>) -> PyResult {
    let data = bytes::borrow(source).unwrap_or(&[]);
    let (codec, mark) = encoding.detect(data);
    match codec {
        Codec::Utf8 => {
            if let Some(string) = strict_utf8(vm, data.get(mark..).unwrap_or(&[]))? {
                return Ok(string);
            }
        }
        Codec::Latin1 => return vm.new_str_chars(Chars::One(data)),
        Codec::Ascii => {
            let other = vm.scan(data.len(), |part| (!data[part].is_ascii()).then_some(()))?;
            if other.is_none() {
                return vm.new_str_chars(Chars::One(data));
            }
        }
        _ => {}
    }
    let mut out = StrBuilder::new(vm);
    if codec == Codec::Utf8 && mark > 0 {
        // Of `utf-8-sig` the mark is cut off before; the wider codecs' errors count it.
        let rest = vm.new_bytes(data.get(mark..).unwrap_or(&[]))?;
        native::decode_into(vm, &rest, codec, errors, Tail::Final, 0, &mut out)?;
    } else {
        native::decode_into(vm, source, codec, errors, Tail::Final, mark, &mut out)?;
    }
    out.finish()
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
