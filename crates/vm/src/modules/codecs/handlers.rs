//! The built-in error handlers as Python calls them: each takes an exception and gives a replacement and the position
//! to go on at.

use pitviper_object::Value;
use pitviper_text::codecs::{Codec, Encoding, Fault, Handler, Recovery};

use crate::core::error::{Exc, PyResult, Raised};
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::bytes::{self, BytesBuilder};
use crate::types::exception::fields;
use crate::types::exception::unicode::{ENCODING, END, OBJECT, REASON, START};
use crate::types::str::{Str, StrBuilder};

/// Their names.
pub const NAMES: [&str; 8] = [
    "strict",
    "ignore",
    "replace",
    "xmlcharrefreplace",
    "backslashreplace",
    "namereplace",
    "surrogatepass",
    "surrogateescape",
];

static FUNCTIONS: [Method; 8] = [
    Method::new("strict_errors", strict, 1, 1)
        .doc("Implements the 'strict' error handling, which raises a UnicodeError on coding errors."),
    Method::new("ignore_errors", call::<{ Kind::IGNORE }>, 1, 1)
        .doc("Implements the 'ignore' error handling, which ignores malformed data and continues."),
    Method::new("replace_errors", call::<{ Kind::REPLACE }>, 1, 1)
        .doc("Implements the 'replace' error handling, which replaces malformed data with a replacement marker."),
    Method::new("xmlcharrefreplace_errors", call::<{ Kind::XML }>, 1, 1).doc(
        "Implements the 'xmlcharrefreplace' error handling, which replaces an unencodable character with the appropriate XML character reference.",
    ),
    Method::new("backslashreplace_errors", call::<{ Kind::BACKSLASH }>, 1, 1).doc(
        "Implements the 'backslashreplace' error handling, which replaces malformed data with a backslashed escape sequence.",
    ),
    Method::new("namereplace_errors", call::<{ Kind::NAME }>, 1, 1).doc(
        "Implements the 'namereplace' error handling, which replaces an unencodable character with a \\N{...} escape sequence.",
    ),
    Method::new("surrogatepass", call::<{ Kind::PASS }>, 1, 1),
    Method::new("surrogateescape", call::<{ Kind::ESCAPE }>, 1, 1),
];

/// Handlers by number, for functions made per handler.
struct Kind;

impl Kind {
    const IGNORE: u8 = 0;
    const REPLACE: u8 = 1;
    const XML: u8 = 2;
    const BACKSLASH: u8 = 3;
    const NAME: u8 = 4;
    const PASS: u8 = 5;
    const ESCAPE: u8 = 6;
}

/// The function of a built-in handler.
pub fn builtin(name: &str) -> Option<&'static Method> {
    FUNCTIONS.get(NAMES.iter().position(|own| *own == name)?)
}

fn is_exception(vm: &Vm, value: &Value, class: Exc) -> bool {
    vm.is_instance_of_exc(value, class)
}

fn strict(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let exception = &args.values[0];
    if is_exception(vm, exception, Exc::BaseException) {
        return Err(vm.raise_value(exception.clone()));
    }
    Err(vm.type_error(format_args!("codec must pass exception instance")))
}

#[cold]
fn unsupported(vm: &mut Vm, exception: &Value) -> Raised {
    let kind = vm.type_name(exception);
    vm.type_error(format_args!("don't know how to handle {kind} in error callback"))
}

/// What went wrong, as a handler sees it.
struct Trouble {
    object: Value,
    start: usize,
    end: usize,
}

fn number(vm: &Vm, exception: &Value, field: u32) -> i64 {
    fields::get(vm, exception, field).and_then(|value| value.as_small()).unwrap_or(0)
}

/// The object and the part of it at fault, which is moved to where the object has something.
fn trouble(vm: &mut Vm, exception: &Value, len: impl Fn(&Value) -> Option<usize>) -> PyResult<Trouble> {
    let Some(object) = fields::get(vm, exception, OBJECT) else {
        return Err(vm.type_error(format_args!("UnicodeError 'object' attribute is not set")));
    };
    let len = len(&object).unwrap_or(0) as i64;
    let start = number(vm, exception, START).clamp(0, (len - 1).max(0));
    let end = number(vm, exception, END).clamp(1.min(len), len).max(start);
    Ok(Trouble { object, start: start as usize, end: end as usize })
}

fn text_len(object: &Value) -> Option<usize> {
    object.downcast::<Str>().map(Str::len)
}

fn bytes_len(object: &Value) -> Option<usize> {
    bytes::borrow(object).map(<[u8]>::len)
}

fn pair(vm: &mut Vm, replacement: Value, at: usize) -> PyResult {
    let at = vm.new_usize(at)?;
    vm.new_tuple_from([replacement, at])
}

fn call<const KIND: u8>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let exception = args.values[0].clone();
    if is_exception(vm, &exception, Exc::UnicodeEncodeError) {
        return encoding::<KIND>(vm, &exception);
    }
    if is_exception(vm, &exception, Exc::UnicodeDecodeError) {
        return decoding::<KIND>(vm, &exception);
    }
    if is_exception(vm, &exception, Exc::UnicodeTranslateError) {
        return translating::<KIND>(vm, &exception);
    }
    Err(unsupported(vm, &exception))
}

/// Replacement text for characters that cannot be encoded.
pub(super) fn push_replacement(
    handler: Handler,
    chars: pitviper_text::Chars<'_>,
    out: &mut StrBuilder,
) -> PyResult<()> {
    for ch in chars {
        match (handler, ch) {
            (Handler::Replace, _) => out.push_char(b'?'.into())?,
            (Handler::XmlCharRefReplace, ch) => out.write_fmt(format_args!("&#{ch};"))?,
            (Handler::BackslashReplace, 0..=0xFF) => out.write_fmt(format_args!("\\x{ch:02x}"))?,
            (Handler::BackslashReplace, 0x100..=0xFFFF) => out.write_fmt(format_args!("\\u{ch:04x}"))?,
            (Handler::BackslashReplace, ch) => out.write_fmt(format_args!("\\U{ch:08x}"))?,
            _ => {}
        }
    }
    Ok(())
}

/// `\N{…}` for characters with a name, escapes for others.
pub(super) fn push_names(chars: pitviper_text::Chars<'_>, out: &mut StrBuilder) -> PyResult<()> {
    for (at, ch) in chars.iter().enumerate() {
        let mut name = [0; pitviper_text::names::LONGEST];
        match pitviper_text::names::name(ch, &mut name).and_then(|name| std::str::from_utf8(name).ok()) {
            Some(name) => out.write_fmt(format_args!("\\N{{{name}}}"))?,
            None => push_replacement(Handler::BackslashReplace, chars.slice(at..at + 1), out)?,
        }
    }
    Ok(())
}

fn encoding<const KIND: u8>(vm: &mut Vm, exception: &Value) -> PyResult {
    let trouble = trouble(vm, exception, text_len)?;
    let Some(text) = trouble.object.downcast::<Str>() else { return Err(unsupported(vm, exception)) };
    let chars = text.chars().slice(trouble.start..trouble.end);
    let handler = match KIND {
        Kind::REPLACE => Handler::Replace,
        Kind::XML => Handler::XmlCharRefReplace,
        Kind::BACKSLASH => Handler::BackslashReplace,
        Kind::PASS | Kind::ESCAPE => return surrogates::<KIND>(vm, exception, text, &trouble),
        _ => Handler::Ignore,
    };
    let mut out = StrBuilder::new(vm);
    if KIND == Kind::NAME {
        push_names(chars, &mut out)?
    } else {
        push_replacement(handler, chars, &mut out)?
    }
    let replacement = out.finish()?;
    pair(vm, replacement, trouble.end)
}

/// Surrogates as bytes; the exception again when the characters are others.
fn surrogates<const KIND: u8>(vm: &mut Vm, exception: &Value, text: &Str, trouble: &Trouble) -> PyResult {
    let codec = if KIND == Kind::ESCAPE { Some(Codec::Latin1) } else { codec_of(vm, exception) };
    let handler = if KIND == Kind::ESCAPE { Handler::SurrogateEscape } else { Handler::SurrogatePass };
    let all = Recovery::Resume(trouble.end);
    let fault = Fault { start: trouble.start, end: trouble.end, reason: "" };
    let mut out = BytesBuilder::new(vm);
    match codec {
        Some(codec) if handler.recover_encode(codec, text.chars(), fault, &mut out)? == all => {
            let replacement = out.finish()?;
            pair(vm, replacement, trouble.end)
        }
        _ => Err(vm.raise_value(exception.clone())),
    }
}

/// The codec that an exception names, when it is one that has surrogates.
fn codec_of(vm: &mut Vm, exception: &Value) -> Option<Codec> {
    let name = fields::get(vm, exception, ENCODING)?;
    Encoding::named(name.downcast::<Str>()?.chars()).map(|encoding| encoding.codec)
}

fn decoding<const KIND: u8>(vm: &mut Vm, exception: &Value) -> PyResult {
    let trouble = trouble(vm, exception, bytes_len)?;
    let data = bytes::borrow(&trouble.object).unwrap_or(&[]);
    let (handler, codec) = match KIND {
        Kind::IGNORE => (Handler::Ignore, Codec::Ascii),
        Kind::REPLACE => (Handler::Replace, Codec::Ascii),
        Kind::BACKSLASH => (Handler::BackslashReplace, Codec::Ascii),
        Kind::ESCAPE => (Handler::SurrogateEscape, Codec::Ascii),
        Kind::PASS => (Handler::SurrogatePass, codec_of(vm, exception).unwrap_or(Codec::Ascii)),
        _ => return Err(unsupported(vm, exception)),
    };
    let fault = Fault { start: trouble.start, end: trouble.end, reason: "" };
    let mut out = StrBuilder::new(vm);
    match handler.recover_decode(codec, data, fault, &mut out)? {
        Recovery::Resume(next) => {
            let replacement = out.finish()?;
            pair(vm, replacement, next)
        }
        _ => Err(vm.raise_value(exception.clone())),
    }
}

fn translating<const KIND: u8>(vm: &mut Vm, exception: &Value) -> PyResult {
    if !matches!(KIND, Kind::IGNORE | Kind::REPLACE | Kind::BACKSLASH) {
        return Err(unsupported(vm, exception));
    }
    let trouble = trouble(vm, exception, text_len)?;
    let mut out = StrBuilder::new(vm);
    match KIND {
        Kind::REPLACE => out.push_repeated(0xFFFD, trouble.end - trouble.start)?,
        Kind::BACKSLASH => {
            if let Some(text) = trouble.object.downcast::<Str>() {
                let chars = text.chars().slice(trouble.start..trouble.end);
                push_replacement(Handler::BackslashReplace, chars, &mut out)?;
            }
        }
        _ => {}
    }
    let replacement = out.finish()?;
    pair(vm, replacement, trouble.end)
}

/// Sets where and why an exception says that coding failed.
pub(super) fn set_fault(vm: &mut Vm, exception: &Value, fault: Fault) -> PyResult<()> {
    let (start, end) = (vm.new_usize(fault.start)?, vm.new_usize(fault.end)?);
    let reason = vm.new_str(fault.reason)?;
    fields::set(vm, exception, START, Some(start));
    fields::set(vm, exception, END, Some(end));
    fields::set(vm, exception, REASON, Some(reason));
    Ok(())
}
