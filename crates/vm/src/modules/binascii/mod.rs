//! `binascii`: bytes as ASCII text in base64, hexadecimal, quoted-printable and uuencoding, and checksums.

mod base64;
pub mod crc;
mod quoted;
mod uu;

use std::fmt;

use pitviper_object::Value;

use crate::core::args::Params;
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::bytes::{self, BytesBuilder, buffer_argument};
use crate::types::str::Str;

/// `binascii.Error`.
fn error_class(vm: &mut Vm) -> PyResult {
    vm.module_class("binascii", "Error", |vm| {
        let bases = vm.new_tuple_from([vm.exc_type(Exc::ValueError).to_value()])?;
        let body = vm.new_dict()?;
        let module = vm.intern("binascii")?;
        vm.dict_set_str(&body, &vm.names().__module__, module)?;
        let name = vm.intern("Error")?;
        let metaclass = vm.type_of_kind(kinds::TYPE).to_value();
        vm.call(&metaclass, &[name, bases, body.into_value()])
    })
}

/// Raises `binascii.Error`.
#[cold]
fn error(vm: &mut Vm, message: fmt::Arguments<'_>) -> Raised {
    let made = error_class(vm).and_then(|class| {
        let message = vm.new_str_fmt(message)?;
        vm.call(&class, &[message])
    });
    match made {
        Ok(exception) => vm.raise_value(exception),
        Err(raised) => raised,
    }
}

/// The bytes of an argument that may be ASCII text.
fn ascii<'a>(vm: &mut Vm, value: &'a Value) -> PyResult<&'a [u8]> {
    if let Some(text) = value.downcast::<Str>() {
        return match text.as_ascii() {
            Some(text) => Ok(text.as_bytes()),
            None => Err(vm.value_error(format_args!("string argument should contain only ASCII characters"))),
        };
    }
    match bytes::borrow(value) {
        Some(data) => Ok(data),
        None => {
            let kind = vm.type_name(value);
            Err(vm.type_error(format_args!("argument should be bytes, buffer or ASCII string, not '{kind}'")))
        }
    }
}

/// An argument that is true or false.
fn flag(vm: &mut Vm, value: Option<&Value>, default: bool) -> PyResult<bool> {
    match value {
        Some(value) => vm.truth(value),
        None => Ok(default),
    }
}

fn a2b_hex(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let data = ascii(vm, &args.values[0])?;
    let mut out = BytesBuilder::new(vm);
    out.reserve(data.len() / 2)?;
    let (pairs, rest) = data.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(error(vm, format_args!("Odd-length string")));
    }
    let digit = |byte: u8| char::from(byte).to_digit(16);
    for [high, low] in pairs {
        let (Some(high), Some(low)) = (digit(*high), digit(*low)) else {
            return Err(error(vm, format_args!("Non-hexadecimal digit found")));
        };
        out.push_byte((high << 4 | low) as u8)?;
    }
    out.finish()
}

/// `b2a_hex` and `hexlify`.
fn b2a_hex(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [data, sep, group] = args.parse(vm, "hexlify", ["data", "sep", "bytes_per_sep"], 1, 0)?;
    let Some(data) = data else { return Ok(Value::none()) };
    buffer_argument(vm, data)?;
    let text = match (sep, group) {
        (None, _) => bytes::hex(vm, Args { values: std::slice::from_ref(data), names: None })?,
        (Some(sep), None) => bytes::hex(vm, Args { values: &[data.clone(), sep.clone()], names: None })?,
        (Some(sep), Some(group)) => {
            bytes::hex(vm, Args { values: &[data.clone(), sep.clone(), group.clone()], names: None })?
        }
    };
    vm.new_bytes(text.downcast::<Str>().and_then(Str::as_ascii).unwrap_or_default().as_bytes())
}

fn a2b_base64(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let params = Params::new("a2b_base64", ["", "strict_mode"]).required(1).positional_only(1).keyword_only(1);
    let [data, strict] = params.bind(vm, args)?;
    let strict = flag(vm, strict, false)?;
    let Some(data) = data else { return Ok(Value::none()) };
    let data = ascii(vm, data)?;
    let mut out = BytesBuilder::new(vm);
    out.reserve(data.len() / 4 * 3)?;
    match base64::decode(data, strict, &mut out)? {
        Ok(()) => out.finish(),
        Err(base64::Fault::Length(count)) => Err(error(
            vm,
            format_args!(
                "Invalid base64-encoded string: number of data characters ({count}) cannot be 1 more than a multiple of 4"
            ),
        )),
        Err(base64::Fault::Other(message)) => Err(error(vm, format_args!("{message}"))),
    }
}

fn b2a_base64(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let params = Params::new("b2a_base64", ["", "newline"]).required(1).positional_only(1).keyword_only(1);
    let [data, newline] = params.bind(vm, args)?;
    let newline = flag(vm, newline, true)?;
    let Some(data) = data else { return Ok(Value::none()) };
    let data = buffer_argument(vm, data)?;
    let mut out = BytesBuilder::new(vm);
    out.reserve(data.len().div_ceil(3).saturating_mul(4).saturating_add(1))?;
    base64::encode(data, &mut out)?;
    if newline {
        out.push_byte(b'\n')?;
    }
    out.finish()
}

fn a2b_uu(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let data = ascii(vm, &args.values[0])?;
    let mut out = BytesBuilder::new(vm);
    match uu::decode(data, &mut out)? {
        Ok(()) => out.finish(),
        Err(message) => Err(error(vm, format_args!("{message}"))),
    }
}

fn b2a_uu(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let params = Params::new("b2a_uu", ["", "backtick"]).required(1).positional_only(1).keyword_only(1);
    let [data, backtick] = params.bind(vm, args)?;
    let backtick = flag(vm, backtick, false)?;
    let Some(data) = data else { return Ok(Value::none()) };
    let data = buffer_argument(vm, data)?;
    if data.len() > 45 {
        return Err(error(vm, format_args!("At most 45 bytes at once")));
    }
    let mut out = BytesBuilder::new(vm);
    uu::encode(data, backtick, &mut out)?;
    out.finish()
}

fn a2b_qp(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [data, header] = args.parse(vm, "a2b_qp", ["data", "header"], 1, 0)?;
    let header = flag(vm, header, false)?;
    let Some(data) = data else { return Ok(Value::none()) };
    let data = ascii(vm, data)?;
    let mut out = BytesBuilder::new(vm);
    quoted::decode(data, header, &mut out)?;
    out.finish()
}

fn b2a_qp(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [data, tabs, text, header] = args.parse(vm, "b2a_qp", ["data", "quotetabs", "istext", "header"], 1, 0)?;
    let options =
        quoted::Options { tabs: flag(vm, tabs, false)?, text: flag(vm, text, true)?, header: flag(vm, header, false)? };
    let Some(data) = data else { return Ok(Value::none()) };
    let data = buffer_argument(vm, data)?;
    let mut out = BytesBuilder::new(vm);
    quoted::encode(data, options, &mut out)?;
    out.finish()
}

/// The low 32 bits of an integer argument.
///
/// # Errors
/// TypeError when it is none.
pub fn checksum_argument(vm: &mut Vm, value: Option<&Value>, default: u32) -> PyResult<u32> {
    let Some(value) = value else { return Ok(default) };
    let index = vm.to_index(value)?;
    if let Some(small) = crate::types::int::to_i64(&index) {
        return Ok(small as u32);
    }
    let mask = Value::small(0xFFFF_FFFF);
    let low = vm.binary(crate::core::native::BinOp::And, &index, &mask)?;
    Ok(low.as_small().unwrap_or(0) as u32)
}

/// `crc32(data, crc=0, /)`, of `zlib` too.
///
/// # Errors
/// TypeError.
pub fn crc32(vm: &mut Vm, args: Args<'_>) -> PyResult {
    buffer_argument(vm, &args.values[0])?;
    let start = checksum_argument(vm, args.values.get(1), 0)?;
    let data = buffer_argument(vm, &args.values[0])?;
    let mut sum = start;
    vm.scan(data.len(), |part| {
        sum = crc::crc32(sum, &data[part]);
        None::<()>
    })?;
    Ok(Value::small(sum.into()))
}

fn crc_hqx(vm: &mut Vm, args: Args<'_>) -> PyResult {
    buffer_argument(vm, &args.values[0])?;
    let start = checksum_argument(vm, args.values.get(1), 0)?;
    let data = buffer_argument(vm, &args.values[0])?;
    let mut sum = start as u16;
    vm.each_item(data.len(), |part| sum = crc::crc_hqx(sum, &data[part]))?;
    Ok(Value::small(sum.into()))
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "binascii",
    doc: "Conversion between binary data and ASCII",
    functions: &[
        Method::new("a2b_uu", a2b_uu, 1, 1).doc("a2b_uu($module, data, /)\n--\n\nDecode a line of uuencoded data."),
        Method::keywords("b2a_uu", b2a_uu).doc("b2a_uu($module, data, /, *, backtick=False)\n--\n\nUuencode line of data."),
        Method::keywords("a2b_base64", a2b_base64).doc("a2b_base64($module, data, /, *, strict_mode=False)\n--\n\nDecode a line of base64 data.\n\n  strict_mode\n    When set to True, bytes that are not in the base64 standard are not allowed.\n    The same applies to excess data after padding (= / ==)."),
        Method::keywords("b2a_base64", b2a_base64).doc("b2a_base64($module, data, /, *, newline=True)\n--\n\nBase64-code line of data."),
        Method::new("a2b_hex", a2b_hex, 1, 1).doc("a2b_hex($module, hexstr, /)\n--\n\nBinary data of hexadecimal representation.\n\nhexstr must contain an even number of hex digits (upper or lower case).\nThis function is also available as \"unhexlify()\"."),
        Method::keywords("b2a_hex", b2a_hex).doc("Hexadecimal representation of binary data."),
        Method::keywords("hexlify", b2a_hex).doc("Hexadecimal representation of binary data."),
        Method::new("unhexlify", a2b_hex, 1, 1).doc("unhexlify($module, hexstr, /)\n--\n\nBinary data of hexadecimal representation.\n\nhexstr must contain an even number of hex digits (upper or lower case)."),
        Method::new("crc_hqx", crc_hqx, 2, 2).doc("crc_hqx($module, data, crc, /)\n--\n\nCompute CRC-CCITT incrementally."),
        Method::new("crc32", crc32, 1, 2).doc("crc32($module, data, crc=0, /)\n--\n\nCompute CRC-32 incrementally."),
        Method::keywords("a2b_qp", a2b_qp).doc("a2b_qp($module, /, data, header=False)\n--\n\nDecode a string of qp-encoded data."),
        Method::keywords("b2a_qp", b2a_qp).doc("b2a_qp($module, /, data, quotetabs=False, istext=True, header=False)\n--\n\nEncode a string using quoted-printable encoding.\n\nOn encoding, when istext is set, newlines are not encoded, and white\nspace at end of lines is.  When istext is not set, \\r and \\n (CR/LF)\nare both encoded.  When quotetabs is set, space and tabs are encoded."),
    ],
    types: &[],
    init: Some(|vm, module| {
        let (name, class) = (vm.intern("Error")?, error_class(vm)?);
        vm.dict_set_str(&module.dict, &name, class)?;
        let (name, class) = (vm.intern("Incomplete")?, vm.module_exception("binascii", "Incomplete")?);
        vm.dict_set_str(&module.dict, &name, class)
    }),
};
