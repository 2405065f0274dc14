//! `str`, the type.

use pitviper_object::{PageKind, Traverse, Value};
use pitviper_text::repr::str_repr;

use super::arguments::{this, unchanged};
use super::{Str, StrBuilder, case, codec, edit, format, new, operators, search, split, translate};
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, BinOp, Method, Slots, TypeSpec};
use crate::core::vm::Vm;
use crate::types::iterators::text::iter_str;

/// `repr(text)`.
fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let mut out = StrBuilder::new(vm);
    str_repr(this(value).chars(), &mut out)?;
    out.finish()
}

fn get_new_args(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let text = vm.new_str_chars(this(&args.values[0]).chars())?;
    vm.new_tuple_from([text])
}

fn size_of_text(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let text = this(&args.values[0]);
    vm.new_usize(size_of::<Str>() + text.len() * super::bytes_per_char(text.width()))
}

static SLOTS: Slots = Slots {
    new: Some(new::new),
    repr: Some(repr),
    str: Some(unchanged),
    hash: Some(|vm, value| vm.hash_text(this(value).chars())),
    compare: Some(operators::compare),
    iter: Some(iter_str),
    len: Some(|_, value| Ok(this(value).len())),
    get_item: Some(operators::get_item),
    contains: Some(operators::contains),
    binary: Some(operators::binary),
    binary_ops: BinOp::Add.bit() | BinOp::Mul.bit() | BinOp::Mod.bit(),
    reflected_ops: BinOp::Mul.bit() | BinOp::Mod.bit(),
    ..Slots::EMPTY
};

static METHODS: &[Method] = &[
    Method::keywords("encode", codec::encode_method)
        .doc("encode($self, /, encoding='utf-8', errors='strict')\n--\n\nThe text as bytes in an encoding.\n\nerrors says what becomes of characters that it lacks: 'strict' raises UnicodeEncodeError, others are\n'ignore', 'replace', 'xmlcharrefreplace', 'backslashreplace', 'namereplace', 'surrogateescape'."),
    Method::keywords("replace", edit::replace)
        .doc("replace($self, old, new, /, count=-1)\n--\n\nA copy with old replaced by new, count times at most, -1 for all."),
    Method::keywords("split", split::split)
        .doc("split($self, /, sep=None, maxsplit=-1)\n--\n\nThe parts between separators, cut from the left.\n\nNone as separator means any run of white space, and no empty parts."),
    Method::keywords("rsplit", split::rsplit)
        .doc("rsplit($self, /, sep=None, maxsplit=-1)\n--\n\nThe parts between separators, cut from the right."),
    Method::new("join", split::join, 1, 1)
        .doc("join($self, iterable, /)\n--\n\nThe strings of an iterable, with this one between them."),
    Method::new("capitalize", case::capitalize, 0, 0)
        .doc("capitalize($self, /)\n--\n\nThe first character in title case, the others in lower case."),
    Method::new("casefold", case::casefold, 0, 0)
        .doc("casefold($self, /)\n--\n\nA form to compare without regard to case."),
    Method::new("title", case::title, 0, 0)
        .doc("title($self, /)\n--\n\nWords begin in title case and go on in lower case."),
    Method::new("center", edit::center, 1, 2)
        .doc("center($self, width, fillchar=' ', /)\n--\n\nThe text in the middle of width characters."),
    Method::new("count", search::count, 1, 3)
        .doc("count($self, sub[, start[, end]], /)\n--\n\nHow often sub lies in the text without overlap."),
    Method::keywords("expandtabs", edit::expand_tabs)
        .doc("expandtabs($self, /, tabsize=8)\n--\n\nTabs as spaces up to the next multiple of tabsize."),
    Method::new("find", search::find, 1, 3)
        .doc("find($self, sub[, start[, end]], /)\n--\n\nThe lowest index where sub lies, -1 when it does not."),
    Method::new("partition", split::partition, 1, 1)
        .doc("partition($self, sep, /)\n--\n\nWhat lies before the first separator, the separator, and what lies behind it."),
    Method::new("index", search::index, 1, 3)
        .doc("index($self, sub[, start[, end]], /)\n--\n\nThe lowest index where sub lies; ValueError when it does not."),
    Method::new("ljust", edit::ljust, 1, 2)
        .doc("ljust($self, width, fillchar=' ', /)\n--\n\nThe text at the left of width characters."),
    Method::new("lower", case::lower, 0, 0).doc("lower($self, /)\n--\n\nThe text in lower case."),
    Method::new("lstrip", edit::lstrip, 0, 1)
        .doc("lstrip($self, chars=None, /)\n--\n\nThe text without white space (or these characters) at its start."),
    Method::new("rfind", search::rfind, 1, 3)
        .doc("rfind($self, sub[, start[, end]], /)\n--\n\nThe highest index where sub lies, -1 when it does not."),
    Method::new("rindex", search::rindex, 1, 3)
        .doc("rindex($self, sub[, start[, end]], /)\n--\n\nThe highest index where sub lies; ValueError when it does not."),
    Method::new("rjust", edit::rjust, 1, 2)
        .doc("rjust($self, width, fillchar=' ', /)\n--\n\nThe text at the right of width characters."),
    Method::new("rstrip", edit::rstrip, 0, 1)
        .doc("rstrip($self, chars=None, /)\n--\n\nThe text without white space (or these characters) at its end."),
    Method::new("rpartition", split::rpartition, 1, 1)
        .doc("rpartition($self, sep, /)\n--\n\nWhat lies before the last separator, the separator, and what lies behind it."),
    Method::keywords("splitlines", split::splitlines)
        .doc("splitlines($self, /, keepends=False)\n--\n\nThe lines, with their ends if keepends is true."),
    Method::new("strip", edit::strip, 0, 1)
        .doc("strip($self, chars=None, /)\n--\n\nThe text without white space (or these characters) at its ends."),
    Method::new("swapcase", case::swapcase, 0, 0)
        .doc("swapcase($self, /)\n--\n\nUpper case for lower case and the reverse."),
    Method::new("translate", translate::translate, 1, 1)
        .doc("translate($self, table, /)\n--\n\nThe text with each character replaced by what the table gives for its number.\n\nThe table maps to numbers, strings, or None to delete; LookupError leaves the character as it is."),
    Method::new("upper", case::upper, 0, 0).doc("upper($self, /)\n--\n\nThe text in upper case."),
    Method::new("startswith", search::starts_with, 1, 3)
        .doc("startswith($self, prefix[, start[, end]], /)\n--\n\nWhether the text begins with the prefix, or any of a tuple."),
    Method::new("endswith", search::ends_with, 1, 3)
        .doc("endswith($self, suffix[, start[, end]], /)\n--\n\nWhether the text ends with the suffix, or any of a tuple."),
    Method::new("removeprefix", edit::remove_prefix, 1, 1)
        .doc("removeprefix($self, prefix, /)\n--\n\nThe text without the prefix, if it has it."),
    Method::new("removesuffix", edit::remove_suffix, 1, 1)
        .doc("removesuffix($self, suffix, /)\n--\n\nThe text without the suffix, if it has it."),
    Method::new("isascii", case::is_ascii, 0, 0)
        .doc("isascii($self, /)\n--\n\nWhether all characters are ASCII."),
    Method::new("islower", case::is_lower, 0, 0)
        .doc("islower($self, /)\n--\n\nWhether cased characters are lower case, and there is one."),
    Method::new("isupper", case::is_upper, 0, 0)
        .doc("isupper($self, /)\n--\n\nWhether cased characters are upper case, and there is one."),
    Method::new("istitle", case::is_title, 0, 0)
        .doc("istitle($self, /)\n--\n\nWhether the text is in title case, and has a cased character."),
    Method::new("isspace", case::is_space, 0, 0)
        .doc("isspace($self, /)\n--\n\nWhether all characters are white space, and there is one."),
    Method::new("isdecimal", case::is_decimal, 0, 0)
        .doc("isdecimal($self, /)\n--\n\nWhether all characters are decimal digits, and there is one."),
    Method::new("isdigit", case::is_digit, 0, 0)
        .doc("isdigit($self, /)\n--\n\nWhether all characters are digits, and there is one."),
    Method::new("isnumeric", case::is_numeric, 0, 0)
        .doc("isnumeric($self, /)\n--\n\nWhether all characters are numeric, and there is one."),
    Method::new("isalpha", case::is_alpha, 0, 0)
        .doc("isalpha($self, /)\n--\n\nWhether all characters are letters, and there is one."),
    Method::new("isalnum", case::is_alnum, 0, 0)
        .doc("isalnum($self, /)\n--\n\nWhether all characters are letters or numeric, and there is one."),
    Method::new("isidentifier", case::is_identifier, 0, 0)
        .doc("isidentifier($self, /)\n--\n\nWhether the text could be a Python name (keywords too)."),
    Method::new("isprintable", case::is_printable, 0, 0)
        .doc("isprintable($self, /)\n--\n\nWhether repr() escapes none of the characters."),
    Method::new("zfill", edit::zfill, 1, 1)
        .doc("zfill($self, width, /)\n--\n\nThe text with zeros at the left, behind a sign, up to width characters."),
    Method::keywords("format", format::format_method)
        .doc("format($self, /, *args, **kwargs)\n--\n\nThe template with its fields in braces replaced by the arguments."),
    Method::new("format_map", format::format_map, 1, 1)
        .doc("format_map($self, mapping, /)\n--\n\nThe template with its fields in braces replaced by the mapping's values."),
    Method::new("__format__", format::dunder_format, 1, 1)
        .doc("__format__($self, format_spec, /)\n--\n\nThe text, cut and padded as format_spec says."),
    Method::new("maketrans", translate::make_trans, 1, 3).statik().doc(
        "maketrans(x, y=<unrepresentable>, z=<unrepresentable>, /)\n--\n\nA table for translate().\n\nOut of a dictionary of characters or numbers; or out of two strings of one length, and a third of what is\nto be deleted.",
    ),
    Method::new("__getnewargs__", get_new_args, 0, 0).doc("__getnewargs__($self, /)\n--\n\n"),
    Method::new("__sizeof__", size_of_text, 0, 0).doc("__sizeof__($self, /)\n--\n\nBytes of memory."),
];

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    name: "str",
    module: "builtins",
    kind: kinds::STR,
    base: kinds::OBJECT,
    doc: "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nText out of an object: what its __str__ (or else __repr__) says. With encoding or errors, bytes are decoded.",
    flags: TypeSpec::SUBCLASSABLE | TypeSpec::MATCH_SELF,
    slots: &SLOTS,
    methods: METHODS,
    getset: &[],
    page: PageKind::Leaf,
    slot: <Str as Traverse>::slot,
    finish: Some(super::finish),
    size: super::size,
};
