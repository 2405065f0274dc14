//! The codecs of the kernel as functions: UTF-8, UTF-16, UTF-32, Latin-1, ASCII, UTF-7.

use pitviper_object::Value;
use pitviper_text::Chars;
use pitviper_text::codecs::{self as kernel, Codec, Encoding, Order, Run, Tail, native_order, utf7};

use super::drive;
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::bytes::{self, Bytes, BytesBuilder, buffer_argument};
use crate::types::str::codec::strict_utf8;
use crate::types::str::{Str, StrBuilder, bad_argument, text_argument};

/// The argument `errors` of a codec's function, the second.
pub(super) fn errors_argument<'a>(vm: &mut Vm, function: &str, value: Option<&'a Value>) -> PyResult<Option<&'a Str>> {
    let Some(value) = value.filter(|value| !value.is_none()) else { return Ok(None) };
    match value.downcast::<Str>() {
        Some(_) => crate::types::str::codec::name_argument(vm, function, "argument 2", Some(value)),
        None => Err(bad_argument(vm, function, "argument 2", "str or None", value)),
    }
}

/// The argument `final`.
pub(super) fn tail(vm: &mut Vm, value: Option<&Value>, default: Tail) -> PyResult<Tail> {
    match value {
        None => Ok(default),
        Some(value) => Ok(if vm.truth(value)? { Tail::Final } else { Tail::More }),
    }
}

/// What encoders and decoders give: the result, and how much of the input it is for.
pub(super) fn result(vm: &mut Vm, made: Value, used: usize) -> PyResult {
    let used = vm.new_usize(used)?;
    vm.new_tuple_from([made, used])
}

/// Writes a replacement in one of the kernel's codecs: bytes that are whole units, text that is ASCII or fits.
fn place(vm: &mut Vm, codec: Codec, replacement: &Value, out: &mut BytesBuilder) -> PyResult<bool> {
    if let Some(data) = replacement.downcast::<Bytes>() {
        let whole = data.len() % codec.unit() == 0;
        if whole {
            out.push(data.as_slice())?;
        }
        return Ok(whole);
    }
    let Some(text) = replacement.downcast::<Str>() else { return Ok(false) };
    let limit = match codec {
        Codec::Latin1 => 0x100,
        _ => 0x80,
    };
    if text.chars().max_char() >= limit {
        return Ok(false);
    }
    let _ = vm;
    Ok(kernel::encode_run(codec, text.chars(), 0, out)?.fault.is_none())
}

/// Encodes a string in one of the kernel's codecs, with whatever handler `errors` names.
///
/// # Errors
/// `UnicodeEncodeError`, LookupError, or what the handler raises.
pub fn encode_into(
    vm: &mut Vm,
    text: &Value,
    encoding: Encoding,
    errors: Option<&Str>,
    out: &mut BytesBuilder,
) -> PyResult<()> {
    let codec = encoding.codec;
    if encoding.mark {
        out.push(codec.mark())?;
    }
    drive::encode(
        vm,
        text,
        (encoding.name(), Some(codec)),
        errors,
        out,
        |_, text, from, out| {
            let chars = text.downcast::<Str>().map_or(Chars::One(&[]), Str::chars);
            kernel::encode_run(codec, chars, from, out)
        },
        |vm, replacement, out| place(vm, codec, replacement, out),
    )
}

/// Decodes bytes in one of the kernel's codecs from byte `from` on; how far it got.
///
/// # Errors
/// `UnicodeDecodeError`, LookupError, or what the handler raises.
pub fn decode_into(
    vm: &mut Vm,
    source: &Value,
    codec: Codec,
    errors: Option<&Str>,
    tail: Tail,
    from: usize,
    out: &mut StrBuilder,
) -> PyResult<usize> {
    drive::decode(vm, source, (codec.name(), codec), errors, from, out, |_, source, from, out| {
        kernel::decode_run(codec, bytes::borrow(source).unwrap_or(&[]), from, tail, out)
    })
}

/// Encodings by number, for functions made per encoding.
pub(super) struct Number;

impl Number {
    pub const UTF_8: u8 = 0;
    pub const LATIN_1: u8 = 1;
    pub const ASCII: u8 = 2;
    pub const UTF_16: u8 = 3;
    pub const UTF_16_LE: u8 = 4;
    pub const UTF_16_BE: u8 = 5;
    pub const UTF_32: u8 = 6;
    pub const UTF_32_LE: u8 = 7;
    pub const UTF_32_BE: u8 = 8;
    pub const UTF_16_EX: u8 = 9;
    pub const UTF_32_EX: u8 = 10;
}

/// The encoding of a number, and the functions' names without `_encode` and `_decode`.
const fn encoding(number: u8) -> (Encoding, &'static str, &'static str) {
    let order = native_order();
    let (codec, mark, encode, decode) = match number {
        Number::LATIN_1 => (Codec::Latin1, false, "latin_1_encode", "latin_1_decode"),
        Number::ASCII => (Codec::Ascii, false, "ascii_encode", "ascii_decode"),
        Number::UTF_16 => (Codec::Utf16(order), true, "utf_16_encode", "utf_16_decode"),
        Number::UTF_16_EX => (Codec::Utf16(order), true, "utf_16_encode", "utf_16_ex_decode"),
        Number::UTF_16_LE => (Codec::Utf16(Order::Little), false, "utf_16_le_encode", "utf_16_le_decode"),
        Number::UTF_16_BE => (Codec::Utf16(Order::Big), false, "utf_16_be_encode", "utf_16_be_decode"),
        Number::UTF_32 => (Codec::Utf32(order), true, "utf_32_encode", "utf_32_decode"),
        Number::UTF_32_EX => (Codec::Utf32(order), true, "utf_32_encode", "utf_32_ex_decode"),
        Number::UTF_32_LE => (Codec::Utf32(Order::Little), false, "utf_32_le_encode", "utf_32_le_decode"),
        Number::UTF_32_BE => (Codec::Utf32(Order::Big), false, "utf_32_be_encode", "utf_32_be_decode"),
        _ => (Codec::Utf8, false, "utf_8_encode", "utf_8_decode"),
    };
    (Encoding { codec, mark }, encode, decode)
}

/// An encoding of a given order: negative little, positive big, 0 as it is.
fn ordered(encoding: Encoding, order: i64) -> Encoding {
    let chosen = if order < 0 { Order::Little } else { Order::Big };
    match (encoding.codec, order) {
        (_, 0) => encoding,
        (Codec::Utf16(_), _) => Encoding { codec: Codec::Utf16(chosen), mark: false },
        (Codec::Utf32(_), _) => Encoding { codec: Codec::Utf32(chosen), mark: false },
        _ => encoding,
    }
}

fn order_argument(vm: &mut Vm, value: Option<&Value>) -> PyResult<i64> {
    match value {
        None => Ok(0),
        Some(value) => Ok(vm.index_isize(value)? as i64),
    }
}

/// `…_encode(str, errors=None, byteorder=0, /)`.
pub(super) fn encode<const NUMBER: u8>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (encoding, name, _) = encoding(NUMBER);
    let text = text_argument(vm, name, 1, &args.values[0])?.len();
    let errors = errors_argument(vm, name, args.values.get(1))?;
    let encoding = ordered(encoding, order_argument(vm, args.values.get(2))?);
    let mut out = BytesBuilder::new(vm);
    encode_into(vm, &args.values[0], encoding, errors, &mut out)?;
    let made = out.finish()?;
    result(vm, made, text)
}

/// Decodes with an encoding that may have a mark: the text, how far it got, and the order that was found.
fn decode_marked(
    vm: &mut Vm,
    source: &Value,
    encoding: Encoding,
    errors: Option<&Str>,
    tail: Tail,
) -> PyResult<(Value, usize, Codec, usize)> {
    let data = bytes::borrow(source).unwrap_or(&[]);
    let (codec, mark) = encoding.detect(data);
    if codec == Codec::Utf8
        && let Some(text) = strict_utf8(vm, data)?
    {
        return Ok((text, data.len(), codec, mark));
    }
    let mut out = StrBuilder::new(vm);
    let used = decode_into(vm, source, codec, errors, tail, mark, &mut out)?;
    Ok((out.finish()?, used, codec, mark))
}

/// `…_decode(data, errors=None, final=False, /)`; for Latin-1 and ASCII without `final`.
pub(super) fn decode<const NUMBER: u8>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (encoding, _, name) = encoding(NUMBER);
    buffer_argument(vm, &args.values[0])?;
    let errors = errors_argument(vm, name, args.values.get(1))?;
    let single = matches!(encoding.codec, Codec::Latin1 | Codec::Ascii);
    let tail = tail(vm, args.values.get(2), if single { Tail::Final } else { Tail::More })?;
    let (text, used, _, _) = decode_marked(vm, &args.values[0], encoding, errors, tail)?;
    result(vm, text, used)
}

/// `…_ex_decode(data, errors=None, byteorder=0, final=False, /)`: also the order that was found.
pub(super) fn decode_ex<const NUMBER: u8>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (encoding, _, name) = encoding(NUMBER);
    buffer_argument(vm, &args.values[0])?;
    let errors = errors_argument(vm, name, args.values.get(1))?;
    let asked = order_argument(vm, args.values.get(2))?;
    let tail = tail(vm, args.values.get(3), Tail::More)?;
    let (text, used, codec, mark) = decode_marked(vm, &args.values[0], ordered(encoding, asked), errors, tail)?;
    let found = match codec {
        _ if mark == 0 => asked,
        Codec::Utf16(Order::Little) | Codec::Utf32(Order::Little) => -1,
        _ => 1,
    };
    let used = vm.new_usize(used)?;
    vm.new_tuple_from([text, used, Value::small(found)])
}

/// `utf_7_encode(str, errors=None, /)`.
pub(super) fn encode_utf7(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let text = text_argument(vm, "utf_7_encode", 1, &args.values[0])?;
    errors_argument(vm, "utf_7_encode", args.values.get(1))?;
    let mut out = BytesBuilder::new(vm);
    utf7::encode(text.chars(), &mut out)?;
    let made = out.finish()?;
    result(vm, made, text.len())
}

/// `utf_7_decode(data, errors=None, final=False, /)`.
pub(super) fn decode_utf7(vm: &mut Vm, args: Args<'_>) -> PyResult {
    buffer_argument(vm, &args.values[0])?;
    let errors = errors_argument(vm, "utf_7_decode", args.values.get(1))?;
    let tail = tail(vm, args.values.get(2), Tail::More)?;
    let mut out = StrBuilder::new(vm);
    let step = |_: &mut Vm, source: &Value, from: usize, out: &mut StrBuilder| -> PyResult<Run> {
        utf7::decode_run(bytes::borrow(source).unwrap_or(&[]), from, tail, out)
    };
    let used = drive::decode(vm, &args.values[0], ("utf7", Codec::Ascii), errors, 0, &mut out, step)?;
    let text = out.finish()?;
    result(vm, text, used)
}
