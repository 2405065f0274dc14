//! `_codecs`: the registry of codecs and error handlers, and the codecs that are native.

mod charmap;
pub mod drive;
mod escapes;
mod handlers;
pub mod native;
pub mod registry;

use pitviper_object::Value;

use crate::core::error::PyResult;
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::str::codec::name_argument;
use crate::types::str::{Str, bad_argument};
use native::{Number, decode, decode_ex, encode};
use registry::Way;

/// The only argument, a string.
fn name<'a>(vm: &mut Vm, function: &str, value: &'a Value) -> PyResult<&'a Str> {
    match name_argument(vm, function, "argument", Some(value))? {
        Some(name) => Ok(name),
        None => Err(bad_argument(vm, function, "argument", "str", value)),
    }
}

fn register(vm: &mut Vm, args: Args<'_>) -> PyResult {
    registry::register(vm, &args.values[0])?;
    Ok(Value::none())
}

fn unregister(vm: &mut Vm, args: Args<'_>) -> PyResult {
    registry::unregister(vm, &args.values[0])?;
    Ok(Value::none())
}

fn lookup(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = name(vm, "lookup", &args.values[0])?;
    registry::lookup(vm, name)
}

/// `encode` and `decode`: `(obj, encoding='utf-8', errors='strict')`.
fn transform(vm: &mut Vm, args: Args<'_>, way: Way) -> PyResult {
    let function = if way == Way::Encode { "encode" } else { "decode" };
    let [object, encoding, errors] = args.parse(vm, function, ["obj", "encoding", "errors"], 1, 0)?;
    let Some(object) = object else { return Ok(Value::none()) };
    let encoding = name_argument(vm, function, "argument 'encoding'", encoding)?;
    name_argument(vm, function, "argument 'errors'", errors)?;
    let default = vm.new_str("utf-8")?;
    match encoding.or(default.downcast::<Str>()) {
        Some(encoding) => registry::transform(vm, way, object, encoding, errors),
        None => Ok(Value::none()),
    }
}

fn register_error(vm: &mut Vm, args: Args<'_>) -> PyResult {
    name_argument(vm, "register_error", "argument 1", Some(&args.values[0]))?;
    registry::register_handler(vm, &args.values[0], &args.values[1])?;
    Ok(Value::none())
}

fn unregister_error(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let text = name(vm, "_unregister_error", &args.values[0])?;
    if text.as_ascii().is_some_and(|text| handlers::NAMES.contains(&text)) {
        return Err(vm.value_error(format_args!("cannot un-register built-in error handler '{text}'")));
    }
    registry::unregister_handler(vm, &args.values[0]).map(Value::bool)
}

fn lookup_error(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = name(vm, "lookup_error", &args.values[0])?;
    registry::handler(vm, name)
}

/// An encoder's entry, and one that takes an order of bytes.
macro_rules! encoder {
    ($name:literal, $function:expr) => {
        Method::new($name, $function, 1, 2).doc(concat!($name, "($module, str, errors=None, /)\n--\n\n"))
    };
    ($name:literal, $function:expr, ordered) => {
        Method::new($name, $function, 1, 3).doc(concat!($name, "($module, str, errors=None, byteorder=0, /)\n--\n\n"))
    };
}

/// A decoder's entry: without `final`, with it, with an order of bytes too.
macro_rules! decoder {
    ($name:literal, $function:expr) => {
        Method::new($name, $function, 1, 2).doc(concat!($name, "($module, data, errors=None, /)\n--\n\n"))
    };
    ($name:literal, $function:expr, $last:literal) => {
        Method::new($name, $function, 1, 3).doc(concat!(
            $name,
            "($module, data, errors=None, final=",
            $last,
            ", /)\n--\n\n"
        ))
    };
    ($name:literal, $function:expr, ordered) => {
        Method::new($name, $function, 1, 4)
            .doc(concat!($name, "($module, data, errors=None, byteorder=0, final=False, /)\n--\n\n"))
    };
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_codecs",
    doc: "",
    functions: &[
        Method::new("register", register, 1, 1).doc("register($module, search_function, /)\n--\n\nRegister a codec search function.\n\nSearch functions are expected to take one argument, the encoding name in\nall lower case letters, and either return None, or a tuple of functions\n(encoder, decoder, stream_reader, stream_writer) (or a CodecInfo object)."),
        Method::new("unregister", unregister, 1, 1).doc("unregister($module, search_function, /)\n--\n\nUnregister a codec search function and clear the registry's cache.\n\nIf the search function is not registered, do nothing."),
        Method::new("lookup", lookup, 1, 1).doc("lookup($module, encoding, /)\n--\n\nLooks up a codec tuple in the Python codec registry and returns a CodecInfo object."),
        Method::keywords("encode", |vm, args| transform(vm, args, Way::Encode)).doc("encode($module, /, obj, encoding='utf-8', errors='strict')\n--\n\nEncodes obj using the codec registered for encoding."),
        Method::keywords("decode", |vm, args| transform(vm, args, Way::Decode)).doc("decode($module, /, obj, encoding='utf-8', errors='strict')\n--\n\nDecodes obj using the codec registered for encoding."),
        Method::new("register_error", register_error, 2, 2).doc("register_error($module, errors, handler, /)\n--\n\nRegister the specified error handler under the name errors."),
        Method::new("_unregister_error", unregister_error, 1, 1).doc("_unregister_error($module, errors, /)\n--\n\nUn-register the specified error handler for the error handling `errors'."),
        Method::new("lookup_error", lookup_error, 1, 1).doc("lookup_error($module, name, /)\n--\n\nlookup_error(errors) -> handler"),
        Method::new("escape_encode", escapes::encode_bytes, 1, 2).doc("escape_encode($module, data, errors=None, /)\n--\n\n"),
        decoder!("escape_decode", escapes::decode_bytes),
        encoder!("readbuffer_encode", escapes::read_buffer),
        encoder!("unicode_escape_encode", escapes::encode_unicode),
        decoder!("unicode_escape_decode", escapes::decode_unicode, "True"),
        encoder!("raw_unicode_escape_encode", escapes::encode_raw),
        decoder!("raw_unicode_escape_decode", escapes::decode_raw, "True"),
        Method::new("charmap_encode", charmap::encode, 1, 3).doc("charmap_encode($module, str, errors=None, mapping=None, /)\n--\n\n"),
        Method::new("charmap_decode", charmap::decode, 1, 3).doc("charmap_decode($module, data, errors=None, mapping=None, /)\n--\n\n"),
        Method::new("charmap_build", charmap::build, 1, 1).doc("charmap_build($module, map, /)\n--\n\n"),
        encoder!("ascii_encode", encode::<{ Number::ASCII }>),
        decoder!("ascii_decode", decode::<{ Number::ASCII }>),
        encoder!("latin_1_encode", encode::<{ Number::LATIN_1 }>),
        decoder!("latin_1_decode", decode::<{ Number::LATIN_1 }>),
        encoder!("utf_7_encode", native::encode_utf7),
        decoder!("utf_7_decode", native::decode_utf7, "False"),
        encoder!("utf_8_encode", encode::<{ Number::UTF_8 }>),
        decoder!("utf_8_decode", decode::<{ Number::UTF_8 }>, "False"),
        encoder!("utf_16_encode", encode::<{ Number::UTF_16 }>, ordered),
        decoder!("utf_16_decode", decode::<{ Number::UTF_16 }>, "False"),
        decoder!("utf_16_ex_decode", decode_ex::<{ Number::UTF_16_EX }>, ordered),
        encoder!("utf_16_le_encode", encode::<{ Number::UTF_16_LE }>),
        decoder!("utf_16_le_decode", decode::<{ Number::UTF_16_LE }>, "False"),
        encoder!("utf_16_be_encode", encode::<{ Number::UTF_16_BE }>),
        decoder!("utf_16_be_decode", decode::<{ Number::UTF_16_BE }>, "False"),
        encoder!("utf_32_encode", encode::<{ Number::UTF_32 }>, ordered),
        decoder!("utf_32_decode", decode::<{ Number::UTF_32 }>, "False"),
        decoder!("utf_32_ex_decode", decode_ex::<{ Number::UTF_32_EX }>, ordered),
        encoder!("utf_32_le_encode", encode::<{ Number::UTF_32_LE }>),
        decoder!("utf_32_le_decode", decode::<{ Number::UTF_32_LE }>, "False"),
        encoder!("utf_32_be_encode", encode::<{ Number::UTF_32_BE }>),
        decoder!("utf_32_be_decode", decode::<{ Number::UTF_32_BE }>, "False"),
    ],
    types: &[],
    init: None,
};
