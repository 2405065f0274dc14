//! Native modules, one file or folder each.

pub mod array;
pub mod ast;
pub mod atexit;
pub mod binascii;
pub mod bisect;
pub mod builtins;
pub mod bz2;
pub mod cmath;
pub mod codecs;
pub mod collections;
pub mod contextvars;
pub mod csv;
pub mod ctypes;
pub mod errno;
pub mod expat;
pub mod fcntl;
pub mod functools;
pub mod gc;
pub mod hashes;
pub mod heapq;
pub mod imp;
pub mod io;
pub mod itertools;
pub mod json;
pub mod lsprof;
pub mod marshal;
pub mod math;
pub mod multibyte;
pub mod opcode;
pub mod operator;
pub mod pickle;
pub mod posix;
pub mod queue;
pub mod random;
pub mod resource;
pub mod select;
pub mod signal;
pub mod sockets;
pub mod sre;
pub mod string;
pub mod structs;
pub mod subprocess;
pub mod sys;
pub mod thread;
pub mod time;
pub mod traceback;
pub mod types;
pub mod typing;
pub mod unicodedata;
pub(crate) mod warn;
pub mod weakref;
pub mod zlib;

use crate::core::module::ModuleSpec;

/// All native modules.
pub static ALL: &[&ModuleSpec] = &[
    &array::MODULE,
    &ast::MODULE,
    &atexit::MODULE,
    &binascii::MODULE,
    &bisect::MODULE,
    &bz2::MODULE,
    &cmath::MODULE,
    &codecs::MODULE,
    &collections::MODULE,
    &contextvars::MODULE,
    &csv::MODULE,
    &ctypes::MODULE,
    &errno::MODULE,
    &expat::MODULE,
    &fcntl::MODULE,
    &functools::MODULE,
    &gc::MODULE,
    &hashes::BLAKE2,
    &hashes::KDF,
    &hashes::MD5,
    &hashes::SHA1,
    &hashes::SHA2,
    &hashes::SHA3,
    &heapq::MODULE,
    &imp::MODULE,
    &io::MODULE,
    &itertools::MODULE,
    &json::MODULE,
    &lsprof::MODULE,
    &marshal::MODULE,
    &math::MODULE,
    &multibyte::CN,
    &multibyte::HK,
    &multibyte::ISO2022,
    &multibyte::JP,
    &multibyte::KR,
    &multibyte::MODULE,
    &multibyte::TW,
    &opcode::MODULE,
    &operator::MODULE,
    &pickle::MODULE,
    &posix::MODULE,
    &queue::MODULE,
    &random::MODULE,
    &resource::MODULE,
    &select::MODULE,
    &sockets::MODULE,
    &signal::MODULE,
    &sre::MODULE,
    &string::MODULE,
    &structs::MODULE,
    &subprocess::MODULE,
    &thread::MODULE,
    &time::MODULE,
    &traceback::MODULE,
    &types::MODULE,
    &typing::MODULE,
    &unicodedata::MODULE,
    &weakref::MODULE,
    &zlib::MODULE,
];
