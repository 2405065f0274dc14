//! Methods and attributes of each class of files of bytes. What a class has not is the class's that it derives from.

use pitviper_object::Value;

use super::binary::flags;
use super::binary_methods::*;
use super::buffered::peek;
use super::state;
use crate::core::native::{GetSet, Method};

const CLOSE: Method = Method::new("close", close, 0, 0).doc("close($self, /)\n--\n\nFlush and close the file.");
const DETACH: Method = Method::new("detach", detach, 0, 0);
const FILENO: Method = Method::new("fileno", fileno, 0, 0).doc("fileno($self, /)\n--\n\nReturn the file's descriptor.");
const FLUSH: Method = Method::new("flush", flush, 0, 0).doc("flush($self, /)\n--\n\nWrite what was collected.");
const ISATTY: Method = Method::new("isatty", isatty, 0, 0);
const PEEK: Method =
    Method::new("peek", peek, 0, 1).doc("peek($self, size=0, /)\n--\n\nReturn bytes without advancing.");
const READ: Method =
    Method::new("read", read, 0, 1).doc("read($self, size=-1, /)\n--\n\nRead up to size bytes, or all.");
const READ1: Method = Method::new("read1", read1, 0, 1);
const READABLE: Method = Method::new("readable", readable, 0, 0);
const READINTO: Method = Method::new("readinto", readinto, 1, 1);
const READINTO1: Method = Method::new("readinto1", readinto1, 1, 1);
const READLINE: Method = Method::new("readline", readline, 0, 1).doc("readline($self, size=-1, /)\n--\n\nRead a line.");
const SEEK: Method = Method::keywords("seek", seek).doc("seek($self, target, whence=0, /)\n--\n\nMove the position.");
const SEEKABLE: Method = Method::new("seekable", seekable, 0, 0);
const TELL: Method = Method::new("tell", tell, 0, 0).doc("tell($self, /)\n--\n\nReturn the position.");
const TRUNCATE: Method = Method::new("truncate", truncate, 0, 1);
const WRITABLE: Method = Method::new("writable", writable, 0, 0);
const WRITE: Method =
    Method::new("write", write, 1, 1).doc("write($self, data, /)\n--\n\nWrite bytes; return how many.");
const DEALLOC_WARN: Method = Method::new("_dealloc_warn", dealloc_warn, 1, 1);
const NO_STATE: Method = Method::new("__getstate__", state::refuse, 0, 0);

/// `FileIO`.
pub(super) static FILE_IO: &[Method] = &[
    NO_STATE,
    DEALLOC_WARN,
    Method::new("_isatty_open_only", isatty, 0, 0),
    CLOSE,
    FILENO,
    ISATTY,
    READ,
    READABLE,
    Method::new("readall", read_all, 0, 0),
    READINTO,
    SEEK,
    SEEKABLE,
    TELL,
    TRUNCATE,
    WRITABLE,
    WRITE,
];

/// `BytesIO`.
pub(super) static BYTES_IO: &[Method] = &[
    Method::new("__getstate__", state::bytes_io, 0, 0),
    Method::new("__setstate__", state::set_bytes_io, 1, 1),
    CLOSE,
    Method::new("flush", flush_memory, 0, 0),
    Method::new("getbuffer", getbuffer, 0, 0),
    Method::new("getvalue", getvalue, 0, 0).doc("getvalue($self, /)\n--\n\nReturn all contents (BytesIO)."),
    ISATTY,
    READ,
    READ1,
    READABLE,
    READINTO,
    READLINE,
    Method::new("readlines", readlines, 0, 1),
    SEEK,
    SEEKABLE,
    TELL,
    TRUNCATE,
    WRITABLE,
    WRITE,
    Method::new("writelines", writelines, 1, 1),
];

/// `BufferedReader`.
pub(super) static READER: &[Method] = &[
    NO_STATE,
    DEALLOC_WARN,
    CLOSE,
    DETACH,
    FILENO,
    FLUSH,
    ISATTY,
    PEEK,
    READ,
    READ1,
    READABLE,
    READINTO,
    READINTO1,
    READLINE,
    SEEK,
    SEEKABLE,
    TELL,
    TRUNCATE,
];

/// `BufferedWriter`.
pub(super) static WRITER: &[Method] =
    &[NO_STATE, DEALLOC_WARN, CLOSE, DETACH, FILENO, FLUSH, ISATTY, SEEK, SEEKABLE, TELL, TRUNCATE, WRITABLE, WRITE];

/// `BufferedRandom`.
pub(super) static RANDOM: &[Method] = &[
    NO_STATE,
    DEALLOC_WARN,
    CLOSE,
    DETACH,
    FILENO,
    FLUSH,
    ISATTY,
    PEEK,
    READ,
    READ1,
    READABLE,
    READINTO,
    READINTO1,
    READLINE,
    SEEK,
    SEEKABLE,
    TELL,
    TRUNCATE,
    WRITABLE,
    WRITE,
];

const CLOSED: GetSet = GetSet { name: "closed", get: get_closed, set: None };
const MODE: GetSet = GetSet { name: "mode", get: get_mode, set: None };
const FINALIZING: GetSet = GetSet { name: "_finalizing", get: |_, _| Ok(Value::bool(false)), set: None };

/// `FileIO`.
pub(super) static FILE_IO_ATTRIBUTES: &[GetSet] = &[
    CLOSED,
    MODE,
    FINALIZING,
    GetSet { name: "_blksize", get: |_, _| Ok(Value::small(super::classes::DEFAULT_BUFFER_SIZE)), set: None },
    GetSet { name: "closefd", get: |_, file| Ok(Value::bool(this(file).has(flags::OWNED))), set: None },
];

/// `BytesIO`.
pub(super) static BYTES_IO_ATTRIBUTES: &[GetSet] = &[CLOSED];

/// The buffered classes.
pub(super) static BUFFERED_ATTRIBUTES: &[GetSet] = &[
    CLOSED,
    MODE,
    FINALIZING,
    GetSet { name: "name", get: get_name, set: None },
    GetSet { name: "raw", get: get_raw, set: None },
];
