//! Calls with places for arguments: `@` and a letter, see [`argument`].

use super::super::random::Choices;
use super::{literal, quoted};

/// What is called.
pub const TEMPLATES: &[&str] = &[
    "int(@n)", "int(@n, @i)", "int(@b, @i)", "float(@n)", "complex(@n)", "float.fromhex(@n)", "(@f).hex()", "str(@f)",
    "format(@f, @p)", "format(@i, @p)", "format(@s, @p)", "format(complex(@f, @f), @p)", "@s.format(@o, @o, a=@o)",
    "@q.format(@o, @o, a=@o)", "@s % (@o, @o)", "@% % (@o, @o)", "@% % @o", "@% % {'a': @o}", "(@b) % (@o, @o)",
    "round(@f, @i)", "divmod(@f, @f)", "divmod(@i, @i)", "pow(@i, @i, @i)", "(@i) // (@i)", "(@i) << ((@i) % 300)",
    "(@i).to_bytes((@i) % 40, 'big', signed=True)", "int.from_bytes(@b, 'little', signed=True)", "math.isqrt(@i)",
    "math.gcd(@i, @i)", "math.comb((@i) % 99, (@i) % 99)", "math.fsum([@f, @f, @f])", "math.ldexp(@f, @i)",
    "math.nextafter(@f, @f, steps=(@i) % 1000)", "math.sumprod([@f, @i], [@i, @f])", "(@f).as_integer_ratio()",
    "json.loads(@j)", "json.loads(@s)", "json.loads(@b)", "json.dumps(json.loads(@j), indent=(@i) % 5, sort_keys=True)",
    "json.dumps(@o, ensure_ascii=False)", "_json.scanstring(@s, (@i) % 9)", "_json.encode_basestring_ascii(@s)",
    "struct.unpack(@t, @b)", "struct.calcsize(@t)", "struct.pack(@t, @o, @o)", "list(struct.iter_unpack(@t, @b))",
    "struct.pack_into(@t, bytearray(20), @i, @o)", "struct.unpack_from(@t, @b, @i)", "@b.decode(@c, @e)",
    "@s.encode(@c, @e)", "codecs.getincrementaldecoder(@c)(@e).decode(@b, False)", "_codecs.escape_decode(@b, @e)",
    "_codecs.unicode_escape_decode(@b, @e)", "_codecs.utf_7_decode(@b, @e, True)", "_codecs.charmap_decode(@b, @e, @s)",
    "_codecs.charmap_encode(@s, @e, {97: @o})", "_codecs.utf_16_ex_decode(@b, @e, (@i) % 3 - 1, False)",
    "_codecs.utf_8_decode(@b, @e, False)", "unicodedata.normalize('NFKC', @s)", "unicodedata.normalize('NFD', @s)",
    "unicodedata.lookup(@s)", "binascii.a2b_base64(@b, strict_mode=True)", "binascii.b2a_base64(@b)",
    "binascii.unhexlify(@b)", "binascii.hexlify(@b, @s, @i)", "binascii.a2b_uu(@b)", "binascii.a2b_qp(@b)",
    "binascii.b2a_qp(@b, True, False, True)", "zlib.decompress(@b, (@i) % 64 - 15)",
    "zlib.decompress(zlib.compress(@b, (@i) % 10))", "zlib.decompressobj(-15).decompress(@b, (@i) % 50)",
    "zlib.decompress(zlib.compress(@b)[:-2] + @b)", "zlib.crc32(@b, (@i) % 2**32)", "list(_csv.reader([@s, @s]))",
    "list(_csv.reader([@s], delimiter=@s[:1], quotechar=@s[:1], strict=True))", "marshal.loads(@b)",
    "marshal.loads(marshal.dumps(@o)[:-1] + @b)", "ast.literal_eval(@s)", "ast.unparse(ast.parse(@s))",
    "compile(@s, 'f', 'func_type', 0x400)", "ast.dump(ast.parse(@s, mode='func_type'))", "compile(@b, 'f', 'exec')",
    "compile(@s, 'f', 'single', 0x2000)", "list(_string.formatter_parser(@q))", "(lambda name, rest: (name, list(rest)))(*_string.formatter_field_name_split(@s))",
    "time.strftime(@s, (2024, 2, 3, 4, 5, 6, 5, 34, 0))", "io.StringIO(@s, newline=None).readlines()",
    "io.TextIOWrapper(io.BytesIO(@b), @c, @e, newline='').read((@i) % 9)",
    "io.TextIOWrapper(io.BytesIO(@b), @c, @e).readlines()", "io.BufferedReader(io.BytesIO(@b), 3).peek()",
    "@s.translate({97: @o, 98: None})", "str.maketrans(@s, @s, @s)", "@s.split(@s, @i)", "@s.rsplit(None, @i)",
    "@s.replace(@s, @s, @i)", "@s.expandtabs((@i) % 30)", "@s.splitlines(True)", "@s.title().casefold().swapcase()",
    "@s.count(@s, @i, @i)", "@s.rfind(@s, @i, @i)", "@s.partition(@s)", "@s.startswith((@s, @s), @i)", "@s[@i:@i:@i]",
    "@s.zfill((@i) % 50)", "@s.center((@i) % 50, @s[:1])", "@b.split(@b, @i)", "@b.replace(@b, @b, @i)", "@b.hex(@s, @i)",
    "@b.rfind(@b, @i, @i)", "bytes.fromhex(@s)", "@b.translate(@b, @b)", "bytearray(@b).join([@b, @b])", "@b[@i:@i:@i]",
    "bytearray(@b).__setitem__(slice(@i, @i, @i), @b)", "memoryview(bytearray(@b)).cast(@t)[@i:@i]",
    "memoryview(@b).cast('B', [(@i) % 5, (@i) % 5]).tolist()", "memoryview(@b)[@i:@i:@i].tobytes()",
    "array.array(@s[:1], @b)", "array.array('H', @b).byteswap()", "array.array('w', @s)[@i:@i:@i]", "list(range(@i, @i, @i))[:9]",
    "range(@i, @i, @i)[@i]", "range(@i, @i, @i).index(@i)", "len(range(@i, @i, @i))", "slice(@i, @i, @i).indices(@i)",
    "[1, 2, 3][@i:@i:@i]", "[1, 2, 3].__setitem__(slice(@i, @i, @i), @o)", "[1, 2, 3].index(@o, @i, @i)", "sorted([@o, @o, @o])",
    "list(itertools.islice(@s, (@i) % 9, (@i) % 9, 1 + (@i) % 5))", "list(itertools.product(@s, repeat=(@i) % 3))",
    "list(itertools.combinations(@s[:8], (@i) % 6))", "hash(@o)", "@o == @o", "@o < @o", "@o + @o", "@o * @o", "@o in @o",
    "getattr(@o, @s)", "type(@s, (), {@s: @o})", "isinstance(@o, int | str)", "eval(@n)", "f'{@o!r:@y}'", "repr([@o, @s])",
    "_sre.compile(@s, 0, [@i, @i, @i, @i], 1, {}, ())", "codecs.lookup(@s)", "ascii(@s)", "@s.isidentifier()", "print(@o, sep=@s)",
];

const CODECS: &[&str] = &[
    "utf-8", "utf-16", "utf-16-le", "utf-32", "utf-7", "ascii", "latin-1", "cp1252", "cp437", "unicode_escape", "utf-8-sig",
    "raw_unicode_escape", "idna", "punycode", "charmap", "nonsense",
];
const HANDLERS: &[&str] = &[
    "strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace", "surrogateescape", "surrogatepass",
    "nonsense",
];
const INTS: &[&str] = &[
    "0", "1", "-1", "2", "3", "7", "10", "36", "255", "-5", "2**31", "2**62", "-2**62", "2**63 - 1", "-2**63", "2**64",
    "10**30", "-10**25", "2**1000", "None",
];
const FLOATS: &[&str] = &[
    "0.0", "-0.0", "1.0", "0.1", "1e300", "-1e-300", "5e-324", "float('inf')", "float('-inf')", "float('nan')", "123456.7",
    "9007199254740993.0", "2.5", "-0.5", "1e22", "1.7976931348623157e308",
];
const NUMBERS: &[&str] = &[
    "0", "1", "9", "12", "_", ".", "e", "E", "+", "-", "x", "0x", "0b", "0o", "f", "inf", "nan", "infinity", "j", " ", "\u{661}",
    "p", "00", "1e400", "\t", "a", "z", "99999999999999999999", "(", ")", "\u{a0}", "1_0",
];
const SPECS: &[&str] = &[
    "<", ">", "^", "=", "+", "-", " ", "z", "#", "0", "1", "5", "20", ",", "_", ".", ".0", ".3", ".40", "b", "c", "d", "e", "E",
    "f", "F", "g", "G", "n", "o", "s", "x", "X", "%", "*", "\u{20ac}", "{", "}", "999999999999", "a",
];
const FIELDS: &[&str] = &[
    "{", "}", "{{", "}}", "{}", "{0}", "{1!r}", "{a}", "{0.real}", "{0[0]}", "{:", ":>5}", "!s", "{:{}}", "{0:{1}}", "x", "[", "]",
    ".", "!", "{a.b[c]!a:d}", "{9}", "\u{20ac}",
];
const PERCENTS: &[&str] = &[
    "%", "%s", "%r", "%d", "%5.3f", "%(a)s", "%(", ")", "%*d", "%.*f", "%c", "%x", "%#o", "%-10s", "%+e", "%08.2g", "%%", "%a",
    "%b", "%l", "%ld", "x", "%9999999999d", "%u", "%(a(b)c)s",
];
const LAYOUTS: &[&str] = &[
    "<", ">", "!", "=", "@", "b", "B", "h", "H", "i", "I", "l", "L", "q", "Q", "n", "N", "e", "f", "d", "s", "p", "P", "x", "?", "c",
    "2", "0", "10", " ", "F", "D", "9999999999",
];
const JSON: &[&str] = &[
    "{", "}", "[", "]", ":", ",", "\"", "\"a\"", "1", "-1", "1.5", "1e5", "true", "false", "null", "NaN", "-Infinity", " ", "\n",
    "\\u0041", "\\ud800", "\\n", "{\"a\":[1,2,{\"b\":null}]}", "0123", "\u{20ac}", "\t", "\"\\u00",
];

/// An argument: `i` int, `f` float, `n` text of a number, `s` text, `b` bytes, `p` format specification (`y`: inside an
/// f-string), `q` format text, `%` text for `%`, `t` layout, `j` JSON, `c` codec, `e` error handler, `o` anything.
pub fn argument(kind: &str, choices: &mut Choices<'_>) -> String {
    let kind = if kind == "o" { ["i", "f", "s", "b", "n", "v"][choices.below(6)] } else { kind };
    match kind {
        "i" => format!("({})", choices.one(INTS)),
        "f" => choices.one(FLOATS).to_owned(),
        "n" => pieces(choices, NUMBERS),
        "p" => pieces(choices, SPECS),
        "y" => choices.one(&["", ">5", "d", "x", ".2f", "{1}", "s", "=+#08_x"]).to_owned(),
        "q" => pieces(choices, FIELDS),
        "%" => pieces(choices, PERCENTS),
        "t" => pieces(choices, LAYOUTS),
        "j" => pieces(choices, JSON),
        "c" => quoted(choices.one(CODECS)),
        "e" => quoted(choices.one(HANDLERS)),
        "s" => quoted(&String::from_utf8_lossy(choices.run(60))),
        "b" => literal(choices.run(80)),
        _ => choices
            .one(&[
                "None", "True", "[]", "[1, 'a', 2.5]", "(1, 2)", "{}", "{'a': 1, 'b': [2]}", "{1, 2}", "range(5)", "...", "int", "len",
                "1j", "slice(1, 2)", "bytearray(b'ab')", "memoryview(b'abc')", "frozenset([3])", "lambda: 1", "iter([1])",
            ])
            .to_owned(),
    }
}

/// A literal of pieces joined.
fn pieces(choices: &mut Choices<'_>, all: &[&str]) -> String {
    let count = choices.below(9);
    let mut text = String::new();
    for _ in 0..count {
        text.push_str(choices.one(all));
    }
    quoted(&text)
}
