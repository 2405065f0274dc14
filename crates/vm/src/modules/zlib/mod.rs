//! `zlib`: compression and decompression in the formats zlib, gzip and raw deflate, by `miniz_oxide`. Preset
//! dictionaries are not supported.

mod deflate;
mod inflate;
mod objects;

use std::fmt;

use pitviper_object::Value;

use crate::core::error::{Exc, PyResult, Raised};
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method, TypeSpec};
use crate::core::vm::Vm;
use crate::modules::binascii::{checksum_argument, crc32};
use crate::modules::builtins::put;
use crate::types::bytes::{self, BytesBuilder, buffer_argument};
use deflate::Deflater;
use inflate::Inflater;

/// Kinds of the types here.
pub(crate) mod kind {
    use crate::core::kinds::MODULE_KINDS as FIRST;

    pub const COMPRESS: u8 = FIRST + 92;
    pub const DECOMPRESS: u8 = FIRST + 93;
    pub const DECOMPRESSOR: u8 = FIRST + 94;
}

/// The types.
pub static SPECS: &[&TypeSpec] = &[&objects::COMPRESS, &objects::DECOMPRESS, &objects::DECOMPRESSOR];

/// What lies around compressed data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Framing {
    Raw,
    Zlib,
    Gzip,
    /// zlib or gzip, by the first byte.
    Either,
}

impl Framing {
    /// What `wbits` asks for.
    fn of(wbits: isize, decompressing: bool) -> Option<Framing> {
        match wbits {
            9..=15 => Some(Framing::Zlib),
            8 | 0 if decompressing => Some(Framing::Zlib),
            -15..=-9 => Some(Framing::Raw),
            -8 if decompressing => Some(Framing::Raw),
            25..=31 => Some(Framing::Gzip),
            16 | 24 if decompressing => Some(Framing::Gzip),
            32 | 40..=47 if decompressing => Some(Framing::Either),
            _ => None,
        }
    }
}

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

#[cold]
fn decompressing(vm: &mut Vm, reason: &str) -> Raised {
    error(vm, format_args!("Error -3 while decompressing data: {reason}"))
}

fn number(vm: &mut Vm, value: Option<&Value>, default: isize) -> PyResult<isize> {
    value.map_or(Ok(default), |value| vm.index_isize(value))
}

fn compress(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [data, level, wbits] = args.parse(vm, "compress", ["", "level", "wbits"], 1, 1)?;
    let Some(data) = data else { return Ok(Value::none()) };
    let (level, wbits) = (number(vm, level, -1)?, number(vm, wbits, 15)?);
    let data = buffer_argument(vm, data)?;
    let (Some(framing), -1..=9) = (Framing::of(wbits, false), level) else {
        return Err(error(vm, format_args!("Bad compression level")));
    };
    let mut deflater = Deflater::new(vm, framing, level as i32, 0)?;
    let mut out = BytesBuilder::new(vm);
    let done = deflater.feed(data, deflate::FINISH, &mut out);
    deflater.end(vm);
    done?;
    out.finish()
}

fn decompress(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [data, wbits, size] = args.parse(vm, "decompress", ["", "wbits", "bufsize"], 1, 1)?;
    let Some(data) = data else { return Ok(Value::none()) };
    let (wbits, size) = (number(vm, wbits, 15)?, number(vm, size, 16384)?);
    if size < 0 {
        return Err(vm.value_error(format_args!("bufsize must be non-negative")));
    }
    let data = buffer_argument(vm, data)?;
    let Some(framing) = Framing::of(wbits, true) else {
        let message = format_args!("Error -2 while preparing to decompress data: inconsistent stream state");
        return Err(error(vm, message));
    };
    let mut inflater = Inflater::new(vm, framing)?;
    let mut out = BytesBuilder::new(vm);
    if let Err(reason) = inflater.feed(data, None, &mut out)? {
        return Err(decompressing(vm, reason));
    }
    if !inflater.is_done() {
        return Err(error(vm, format_args!("Error -5 while decompressing data: incomplete or truncated stream")));
    }
    out.finish()
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

/// Fails for a preset dictionary.
fn no_dictionary(vm: &mut Vm, dictionary: Option<&Value>) -> PyResult<()> {
    let Some(dictionary) = dictionary.filter(|dictionary| !dictionary.is_none()) else { return Ok(()) };
    match bytes::borrow(dictionary) {
        None => Err(vm.type_error(format_args!("zdict argument must support the buffer protocol"))),
        Some([]) => Ok(()),
        Some(_) => Err(vm.raise(Exc::NotImplementedError, format_args!("preset dictionaries are not supported"))),
    }
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
        Method::keywords("compress", compress).doc("compress($module, data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS)\n--\n\nReturns a bytes object containing compressed data."),
        Method::keywords("decompress", decompress).doc("decompress($module, data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE)\n--\n\nReturns a bytes object containing the uncompressed data."),
        Method::keywords("compressobj", objects::compress_object).doc("compressobj($module, /, level=Z_DEFAULT_COMPRESSION, method=DEFLATED,\n            wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL,\n            strategy=Z_DEFAULT_STRATEGY, zdict=<unrepresentable>)\n--\n\nReturn a compressor object."),
        Method::keywords("decompressobj", objects::decompress_object).doc("decompressobj($module, /, wbits=MAX_WBITS, zdict=b'')\n--\n\nReturn a decompressor object."),
    ],
    types: &[&objects::DECOMPRESSOR],
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
