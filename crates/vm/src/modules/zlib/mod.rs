//! `zlib`: compression and decompression in the formats zlib, gzip and raw deflate, by `zlib-rs`. Compressed bytes are
//! not those of the C library, which another one writes for CPython.

mod decompress;
mod deflate;
mod inflate;
mod stream;

use std::fmt;

use pitviper_object::Value;

use crate::core::error::{Exc, PyResult, Raised};
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method, TypeSpec};
use crate::core::vm::Vm;
use crate::modules::binascii::{checksum_argument, crc32};
use crate::modules::builtins::put;
use crate::types::bytes::buffer_argument;

/// Kinds of the types here.
pub(crate) mod kind {
    use crate::core::kinds::MODULE_KINDS as FIRST;

    pub const COMPRESS: u8 = FIRST + 92;
    pub const DECOMPRESS: u8 = FIRST + 93;
    pub const DECOMPRESSOR: u8 = FIRST + 94;
}

/// The types.
pub static SPECS: &[&TypeSpec] = &[&deflate::COMPRESS, &decompress::DECOMPRESS, &decompress::DECOMPRESSOR];

/// Raises `zlib.error`.
#[cold]
fn error(vm: &mut Vm, message: fmt::Arguments<'_>) -> Raised {
    let made = vm.module_exception("zlib", "error").and_then(|class| {
        let message = vm.new_str_fmt(message)?;
        vm.call(&class, &[message])
    });
    match made {
        Ok(exception) => vm.raise_value(exception),
        Err(raised) => raised,
    }
}

/// The `zlib.error` for an answer of the library, worded as CPython does.
#[cold]
fn failed(vm: &mut Vm, message: Option<&str>, code: i32, doing: &str) -> Raised {
    let message = message.or(match code {
        stream::code::BUFFER_ERROR => Some("incomplete or truncated stream"),
        stream::code::STREAM_ERROR => Some("inconsistent stream state"),
        stream::code::DATA_ERROR => Some("invalid input data"),
        _ => None,
    });
    match message {
        Some(message) => error(vm, format_args!("Error {code} {doing}: {message}")),
        None => error(vm, format_args!("Error {code} {doing}")),
    }
}

#[cold]
fn invalid(vm: &mut Vm) -> Raised {
    vm.value_error(format_args!("Invalid initialization option"))
}

/// A parameter that is a C int.
fn c_int(vm: &mut Vm, value: Option<&Value>, default: i32) -> PyResult<i32> {
    let Some(value) = value else { return Ok(default) };
    match i32::try_from(vm.index_clamped(value)?) {
        Ok(int) => Ok(int),
        Err(_) => Err(vm.raise(Exc::OverflowError, format_args!("Python int too large to convert to C int"))),
    }
}

/// `adler32(data, value=1, /)`.
fn adler32(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let start = checksum_argument(vm, args.values.get(1), 1)?;
    let data = buffer_argument(vm, &args.values[0])?;
    let (mut low, mut high) = (start & 0xFFFF, start >> 16);
    // So many bytes cannot overflow 32 bits before the remainder is taken.
    for part in data.chunks(5552) {
        vm.work_plain(5552 / 64)?;
        for byte in part {
            low += u32::from(*byte);
            high += low;
        }
        low %= 65521;
        high %= 65521;
    }
    Ok(Value::small((high << 16 | low).into()))
}

static CONSTANTS: &[(&str, i64)] = &[
    ("DEFLATED", 8),
    ("DEF_BUF_SIZE", 16384),
    ("DEF_MEM_LEVEL", 8),
    ("MAX_WBITS", 15),
    ("Z_BEST_COMPRESSION", 9),
    ("Z_BEST_SPEED", 1),
    ("Z_BLOCK", 5),
    ("Z_DEFAULT_COMPRESSION", -1),
    ("Z_DEFAULT_STRATEGY", 0),
    ("Z_FILTERED", 1),
    ("Z_FINISH", 4),
    ("Z_FIXED", 4),
    ("Z_FULL_FLUSH", 3),
    ("Z_HUFFMAN_ONLY", 2),
    ("Z_NO_COMPRESSION", 0),
    ("Z_NO_FLUSH", 0),
    ("Z_PARTIAL_FLUSH", 1),
    ("Z_RLE", 3),
    ("Z_SYNC_FLUSH", 2),
    ("Z_TREES", 6),
];

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "zlib",
    doc: "Compression and decompression in the formats of the zlib library.",
    functions: &[
        Method::new("adler32", adler32, 1, 2).doc("adler32($module, data, value=1, /)\n--\n\nCompute an Adler-32 checksum of data."),
        Method::new("crc32", crc32, 1, 2).doc("crc32($module, data, value=0, /)\n--\n\nCompute a CRC-32 checksum of data."),
        Method::keywords("compress", deflate::compress_all).doc("compress($module, data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS)\n--\n\nReturns a bytes object containing compressed data."),
        Method::keywords("decompress", inflate::decompress_all).doc("decompress($module, data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE)\n--\n\nReturns a bytes object containing the uncompressed data."),
        Method::keywords("compressobj", deflate::compress_object).doc("compressobj($module, /, level=Z_DEFAULT_COMPRESSION, method=DEFLATED,\n            wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL,\n            strategy=Z_DEFAULT_STRATEGY, zdict=<unrepresentable>)\n--\n\nReturn a compressor object."),
        Method::keywords("decompressobj", decompress::decompress_object).doc("decompressobj($module, /, wbits=MAX_WBITS, zdict=b'')\n--\n\nReturn a decompressor object."),
    ],
    types: &[&decompress::DECOMPRESSOR],
    init: Some(|vm, module| {
        for (name, value) in CONSTANTS {
            put(vm, &module.dict, name, Value::small(*value))?;
        }
        let version = vm.new_str("1.3.2")?;
        put(vm, &module.dict, "ZLIB_VERSION", version.clone())?;
        put(vm, &module.dict, "ZLIB_RUNTIME_VERSION", version)?;
        let class = vm.module_exception("zlib", "error")?;
        put(vm, &module.dict, "error", class)
    }),
};
