//! `_bz2`: compression and decompression in the format of bzip2, by `libbz2-rs-sys`, whose compressed bytes are those of
//! the C library.

mod compress;
mod decompress;
mod stream;

use crate::core::error::{Exc, PyResult};
use crate::core::module::ModuleSpec;
use crate::core::native::TypeSpec;
use crate::core::vm::Vm;

/// Kinds of the types here.
pub(crate) mod kind {
    use crate::core::kinds::MODULE_KINDS as FIRST;

    pub const COMPRESSOR: u8 = FIRST + 66;
    pub const DECOMPRESSOR: u8 = FIRST + 67;
}

/// The types.
pub static SPECS: &[&TypeSpec] = &[&compress::COMPRESSOR, &decompress::DECOMPRESSOR];

/// The error for an answer of the library, worded as CPython does.
fn check(vm: &mut Vm, code: i32) -> PyResult<()> {
    let (class, message) = match code {
        code if code >= 0 => return Ok(()),
        libbz2_rs_sys::BZ_PARAM_ERROR => (Exc::ValueError, "Internal error - invalid parameters passed to libbzip2"),
        libbz2_rs_sys::BZ_MEM_ERROR => return Err(vm.no_memory()),
        libbz2_rs_sys::BZ_DATA_ERROR | libbz2_rs_sys::BZ_DATA_ERROR_MAGIC => (Exc::OSError, "Invalid data stream"),
        libbz2_rs_sys::BZ_IO_ERROR => (Exc::OSError, "Unknown I/O error"),
        libbz2_rs_sys::BZ_UNEXPECTED_EOF => {
            (Exc::EOFError, "Compressed file ended before the logical end-of-stream was detected")
        }
        libbz2_rs_sys::BZ_SEQUENCE_ERROR => {
            (Exc::RuntimeError, "Internal error - Invalid sequence of commands sent to libbzip2")
        }
        code => return Err(vm.raise(Exc::OSError, format_args!("Unrecognized error from libbzip2: {code}"))),
    };
    Err(vm.raise(class, format_args!("{message}")))
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_bz2",
    doc: "",
    functions: &[],
    types: &[&compress::COMPRESSOR, &decompress::DECOMPRESSOR],
    init: None,
};
