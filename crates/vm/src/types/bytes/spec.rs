//! `bytes`, the type, and the methods that `bytearray` shares.

use pitviper_object::{PageKind, Traverse, Value};

use super::arguments::data;
use super::{Bytes, case, edit, hex, new, operators, search, split};
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, BinOp, Method, Slots, TypeSpec};
use crate::core::vm::Vm;
use crate::types::iterators::text::iter_bytes;
use crate::types::memoryview::buffer;
use crate::types::str::codec::decode_method;

fn get_new_args(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let copy = new::exact_copy(vm, &args.values[0])?;
    vm.new_tuple_from([copy])
}

fn as_bytes(vm: &mut Vm, args: Args<'_>) -> PyResult {
    new::exact_copy(vm, &args.values[0])
}

fn size_of_bytes(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.new_usize(size_of::<Bytes>() + data(&args.values[0]).len())
}

/// Number of [`methods`].
pub(crate) const SHARED: usize = 41;

/// What bytes and byte arrays both do, in one table.
pub(crate) const fn methods() -> [Method; SHARED] {
    [
        Method::new("capitalize", case::capitalize, 0, 0)
            .doc("capitalize($self, /)\n--\n\nThe first byte in upper case, the others in lower case, by ASCII."),
        Method::new("center", edit::center, 1, 2)
            .doc("center($self, width, fillchar=b' ', /)\n--\n\nThe bytes in the middle of width."),
        Method::new("count", search::count, 1, 3)
            .doc("count($self, sub[, start[, end]], /)\n--\n\nHow often sub (bytes or a number) occurs without overlap."),
        Method::keywords("decode", decode_method)
            .doc("decode($self, /, encoding='utf-8', errors='strict')\n--\n\nThe text that the bytes are in an encoding.\n\nerrors says what becomes of bytes that mean nothing: 'strict' raises UnicodeDecodeError."),
        Method::new("endswith", search::ends_with, 1, 3)
            .doc("endswith($self, suffix[, start[, end]], /)\n--\n\nWhether the bytes end with the suffix, or any of a tuple."),
        Method::keywords("expandtabs", edit::expand_tabs)
            .doc("expandtabs($self, /, tabsize=8)\n--\n\nTabs as spaces up to the next multiple of tabsize."),
        Method::new("find", search::find, 1, 3)
            .doc("find($self, sub[, start[, end]], /)\n--\n\nThe lowest index where sub lies, -1 when it does not."),
        Method::keywords("hex", hex::hex)
            .doc("hex($self, /, sep=<unrepresentable>, bytes_per_sep=1)\n--\n\nThe bytes in hexadecimal.\n\nsep stands between groups, which are counted from the right, or from the left when bytes_per_sep is negative."),
        Method::new("index", search::index, 1, 3)
            .doc("index($self, sub[, start[, end]], /)\n--\n\nThe lowest index where sub lies; ValueError when it does not."),
        Method::new("isalnum", case::is_alnum, 0, 0)
            .doc("isalnum($self, /)\n--\n\nWhether all bytes are ASCII letters or digits, and there is one."),
        Method::new("isalpha", case::is_alpha, 0, 0)
            .doc("isalpha($self, /)\n--\n\nWhether all bytes are ASCII letters, and there is one."),
        Method::new("isascii", case::is_ascii, 0, 0)
            .doc("isascii($self, /)\n--\n\nWhether all bytes are below 128."),
        Method::new("isdigit", case::is_digit, 0, 0)
            .doc("isdigit($self, /)\n--\n\nWhether all bytes are ASCII digits, and there is one."),
        Method::new("islower", case::is_lower, 0, 0)
            .doc("islower($self, /)\n--\n\nWhether ASCII letters are lower case, and there is one."),
        Method::new("isspace", case::is_space, 0, 0)
            .doc("isspace($self, /)\n--\n\nWhether all bytes are ASCII white space, and there is one."),
        Method::new("istitle", case::is_title, 0, 0)
            .doc("istitle($self, /)\n--\n\nWhether ASCII words are in title case, and there is a letter."),
        Method::new("isupper", case::is_upper, 0, 0)
            .doc("isupper($self, /)\n--\n\nWhether ASCII letters are upper case, and there is one."),
        Method::new("join", split::join, 1, 1)
            .doc("join($self, iterable_of_bytes, /)\n--\n\nThe bytes objects of an iterable, with this one between them."),
        Method::new("ljust", edit::ljust, 1, 2)
            .doc("ljust($self, width, fillchar=b' ', /)\n--\n\nThe bytes at the left of width."),
        Method::new("lower", case::lower, 0, 0).doc("lower($self, /)\n--\n\nASCII letters in lower case."),
        Method::new("lstrip", edit::lstrip, 0, 1)
            .doc("lstrip($self, bytes=None, /)\n--\n\nWithout ASCII white space (or these bytes) at the start."),
        Method::new("maketrans", edit::make_trans, 2, 2)
            .statik()
            .doc("maketrans(frm, to, /)\n--\n\nA table for translate() that maps each byte of one to that of the other."),
        Method::new("partition", split::partition, 1, 1)
            .doc("partition($self, sep, /)\n--\n\nWhat lies before the first separator, the separator, and what lies behind it."),
        Method::new("removeprefix", edit::remove_prefix, 1, 1)
            .doc("removeprefix($self, prefix, /)\n--\n\nWithout the prefix, if it is there."),
        Method::new("removesuffix", edit::remove_suffix, 1, 1)
            .doc("removesuffix($self, suffix, /)\n--\n\nWithout the suffix, if it is there."),
        Method::new("replace", edit::replace, 2, 3)
            .doc("replace($self, old, new, count=-1, /)\n--\n\nA copy with old replaced by new, count times at most, -1 for all."),
        Method::new("rfind", search::rfind, 1, 3)
            .doc("rfind($self, sub[, start[, end]], /)\n--\n\nThe highest index where sub lies, -1 when it does not."),
        Method::new("rindex", search::rindex, 1, 3)
            .doc("rindex($self, sub[, start[, end]], /)\n--\n\nThe highest index where sub lies; ValueError when it does not."),
        Method::new("rjust", edit::rjust, 1, 2)
            .doc("rjust($self, width, fillchar=b' ', /)\n--\n\nThe bytes at the right of width."),
        Method::new("rpartition", split::rpartition, 1, 1)
            .doc("rpartition($self, sep, /)\n--\n\nWhat lies before the last separator, the separator, and what lies behind it."),
        Method::keywords("rsplit", split::rsplit)
            .doc("rsplit($self, /, sep=None, maxsplit=-1)\n--\n\nThe parts between separators, cut from the right."),
        Method::new("rstrip", edit::rstrip, 0, 1)
            .doc("rstrip($self, bytes=None, /)\n--\n\nWithout ASCII white space (or these bytes) at the end."),
        Method::keywords("split", split::split)
            .doc("split($self, /, sep=None, maxsplit=-1)\n--\n\nThe parts between separators, cut from the left."),
        Method::keywords("splitlines", split::splitlines)
            .doc("splitlines($self, /, keepends=False)\n--\n\nThe lines, with their ends if keepends is true."),
        Method::new("startswith", search::starts_with, 1, 3)
            .doc("startswith($self, prefix[, start[, end]], /)\n--\n\nWhether the bytes begin with the prefix, or any of a tuple."),
        Method::new("strip", edit::strip, 0, 1)
            .doc("strip($self, bytes=None, /)\n--\n\nWithout ASCII white space (or these bytes) at the ends."),
        Method::new("swapcase", case::swapcase, 0, 0)
            .doc("swapcase($self, /)\n--\n\nUpper case for lower case and the reverse, by ASCII."),
        Method::new("title", case::title, 0, 0)
            .doc("title($self, /)\n--\n\nASCII words begin in upper case and go on in lower case."),
        Method::keywords("translate", edit::translate)
            .doc("translate($self, table, /, delete=b'')\n--\n\nThe bytes mapped by a table of 256, those in delete left out."),
        Method::new("upper", case::upper, 0, 0).doc("upper($self, /)\n--\n\nASCII letters in upper case."),
        Method::new("zfill", edit::zfill, 1, 1)
            .doc("zfill($self, width, /)\n--\n\nWith zeros at the left, behind a sign, up to width."),
    ]
}

/// A table with some entries behind the shared ones.
pub(crate) const fn with_shared<const OWN: usize, const ALL: usize>(own: [Method; OWN]) -> [Method; ALL] {
    let shared = methods();
    assert!(SHARED + OWN == ALL);
    let mut all = [own[0]; ALL];
    let mut index = 0;
    while index < ALL {
        all[index] = if index < SHARED { shared[index] } else { own[index - SHARED] };
        index += 1;
    }
    all
}

const OWN: [Method; 5] = [
    Method::new("fromhex", hex::bytes_from_hex, 1, 1)
        .class()
        .doc("fromhex($type, string, /)\n--\n\nThe bytes that pairs of hexadecimal digits stand for."),
    Method::new("__buffer__", buffer, 1, 1).doc("A view of the object's memory."),
    Method::new("__bytes__", as_bytes, 0, 0).doc("__bytes__($self, /)\n--\n\nThe bytes as exact bytes."),
    Method::new("__getnewargs__", get_new_args, 0, 0).doc("__getnewargs__($self, /)\n--\n\n"),
    Method::new("__sizeof__", size_of_bytes, 0, 0).doc("__sizeof__($self, /)\n--\n\nBytes of memory."),
];

static METHODS: [Method; SHARED + OWN.len()] = with_shared(OWN);

static SLOTS: Slots = Slots {
    new: Some(new::new),
    repr: Some(operators::repr),
    str: Some(operators::str),
    hash: Some(operators::hash),
    compare: Some(operators::compare),
    iter: Some(iter_bytes),
    len: Some(|_: &mut Vm, value: &Value| Ok(data(value).len())),
    get_item: Some(operators::get_item),
    contains: Some(operators::contains),
    binary: Some(operators::binary),
    binary_ops: BinOp::Add.bit() | BinOp::Mul.bit() | BinOp::Mod.bit(),
    reflected_ops: BinOp::Mul.bit() | BinOp::Mod.bit(),
    ..Slots::EMPTY
};

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    name: "bytes",
    module: "builtins",
    kind: kinds::BYTES,
    base: kinds::OBJECT,
    doc: "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> empty bytes object\n\nImmutable bytes.",
    flags: TypeSpec::SUBCLASSABLE | TypeSpec::MATCH_SELF,
    slots: &SLOTS,
    methods: &METHODS,
    getset: &[],
    page: PageKind::Leaf,
    slot: <Bytes as Traverse>::slot,
    finish: None,
    size: super::size,
};
