"""Writes tests/data: what CPython 3.14 answers, as check sums.

Run as `python3.14 tests/generate.py > tests/data/python314.txt`. The Rust tests draw the same
pseudo-random cases from the same generator and must come to the same sums. To compare single
cases, run `python3.14 tests/generate.py dump NAME` and the test with PITVIPER_TEXT_DUMP=NAME.
"""

import os
import subprocess
import sys
import unicodedata
import warnings
import zlib

import _string

warnings.simplefilter("ignore")
GROUP, GROUPS = 500, 6
MASK = (1 << 64) - 1


class Random:
    def __init__(self, seed):
        self.state = seed

    def below(self, bound):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & MASK
        return (self.state >> 33) % bound


ALPHABETS = [
    [0x61, 0x62],
    [0x61, 0x62, 0x20, 0x09, 0x0A, 0x0D],
    [0x61, 0xE9, 0x85, 0xA0, 0x1C, 0x20, 0xDF, 0xB5, 0x27, 0x22, 0x5C],
    [0x61, 0x3A3, 0x41, 0x130, 0x2028, 0x3000, 0x27, 0xAD, 0x345, 0x2E, 0x1C5, 0x149, 0xFB01],
    [0x61, 0x62, 0x1F600, 0x10FFFF, 0x20],
    [0xD800, 0xDC80, 0xDCFF, 0x61, 0xE9, 0x20AC, 0x10400],
    [0x100, 0x101],
    [0x2B, 0x2D, 0x30, 0x31, 0x660, 0xB2, 0x4E00, 0x7F, 0x00],
]


def string(r, longest):
    alphabet = ALPHABETS[r.below(len(ALPHABETS))]
    return "".join(chr(alphabet[r.below(len(alphabet))]) for _ in range(r.below(longest + 1)))


def pair(r, longest, shortest):
    """A text and a pattern, mostly of the same letters."""
    alphabet = ALPHABETS[r.below(len(ALPHABETS))]
    few = alphabet[: 1 + r.below(min(3, len(alphabet)))]
    text = "".join(chr(few[r.below(len(few))]) for _ in range(r.below(longest + 1)))
    if r.below(4) == 0:
        return text, string(r, shortest)
    return text, "".join(chr(few[r.below(len(few))]) for _ in range(r.below(shortest + 1)))


BYTES = [
    [0x61, 0x20, 0x0A, 0x0D, 0x0B, 0x1C, 0x41, 0x30],
    [0x61, 0xC3, 0xA9, 0xE2, 0x82, 0xAC, 0xED, 0xA0, 0x80],
    [0xF0, 0x9F, 0x98, 0x80, 0xF4, 0x90, 0x8F, 0xBF, 0xC0, 0xC1, 0xF5, 0xFF, 0xE0],
    [0x00, 0xD8, 0xDC, 0x61, 0x10, 0x01],
    [0xFF, 0xFE, 0x00, 0x61, 0xEF, 0xBB, 0xBF],
    [0x27, 0x22, 0x5C, 0x61, 0x7F, 0x09, 0xE9],
]


def octets(r, longest):
    alphabet = BYTES[r.below(len(BYTES))]
    return bytes(alphabet[r.below(len(alphabet))] for _ in range(r.below(longest + 1)))


def show(value):
    match value:
        case None:
            return "-"
        case bool():
            return str(int(value))
        case int():
            return str(value)
        case str():
            return ",".join("%x" % ord(c) for c in value)
        case bytes():
            return value.hex()
        case list() | tuple():
            return ";".join("[" + show(v) + "]" for v in value)


def bound(r):
    return r.below(20) - 8


def limit(r):
    return r.below(5) - 1


OPS = {}


def op(function):
    OPS[function.__name__] = function
    return function


@op
def find(r):
    a, b = pair(r, 30, 4)
    s, e = bound(r), bound(r)
    return [a.find(b, s, e), a.rfind(b, s, e), a.count(b, s, e), a.startswith(b, s, e), a.endswith(b, s, e)]


@op
def find_long(r):
    a, b = pair(r, 200, 12)
    return [a.find(b), a.rfind(b), a.count(b)]


@op
def split(r):
    a, b = pair(r, 30, 3)
    n = limit(r)
    return [a.split(b, n), a.rsplit(b, n)[::-1], list(a.partition(b)), list(a.rpartition(b))] if b else None


@op
def split_space(r):
    a, n = string(r, 20), limit(r)
    return [a.split(None, n), a.rsplit(None, n)[::-1]]


@op
def lines(r):
    a, b = string(r, 20), octets(r, 20)
    return [a.splitlines(), a.splitlines(True), b.splitlines(), b.splitlines(True)]


@op
def replace(r):
    a, b = pair(r, 30, 3)
    c, n = string(r, 3), limit(r)
    return a.replace(b, c, n)


@op
def strip(r):
    a, b = pair(r, 20, 3)
    return [a.strip(), a.lstrip(), a.rstrip(), a.strip(b), a.lstrip(b), a.rstrip(b), a.removeprefix(b), a.removesuffix(b)]


@op
def pad(r):
    a, n, fill = string(r, 8), r.below(20), "*é€😀"[r.below(4)]
    return [a.ljust(n, fill), a.rjust(n, fill), a.center(n, fill), a.zfill(n)]


@op
def expandtabs(r):
    a, n = string(r, 20), r.below(10)
    return a.expandtabs(n)


@op
def cases(r):
    a = string(r, 12)
    return [a.lower(), a.upper(), a.title(), a.capitalize(), a.swapcase(), a.casefold()]


@op
def predicates(r):
    a = string(r, 3)
    return [
        a.isalpha(), a.isdigit(), a.isdecimal(), a.isnumeric(), a.isalnum(), a.isspace(), a.isupper(),
        a.islower(), a.istitle(), a.isidentifier(), a.isprintable(), a.isascii(),
    ]


@op
def representation(r):
    a, b = string(r, 40), octets(r, 40)
    return [repr(a), ascii(a), repr(b), repr(bytearray(b))]


@op
def compare(r):
    a, b = pair(r, 6, 6)
    return [a < b, a == b, a > b]


@op
def octet_methods(r):
    a, n = octets(r, 12), limit(r)
    return [
        a.lower(), a.upper(), a.title(), a.capitalize(), a.swapcase(), a.isalpha(), a.isdigit(), a.isalnum(),
        a.isspace(), a.isupper(), a.islower(), a.istitle(), a.split(None, n), a.rsplit(None, n)[::-1], a.strip(),
        a.translate(None, b"a\x80"), a.translate(bytes(range(255, -1, -1)), b" "),
    ]


ENCODINGS = ["utf-8", "utf-8-sig", "latin-1", "ascii", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
HANDLERS = ["strict", "ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass", "xmlcharrefreplace"]


def coded(function):
    try:
        return function()
    except UnicodeError as e:
        return ["!", e.encoding, e.start, e.end, e.reason]
    except TypeError:
        return ["?"]


@op
def decode(r):
    a, e, h = octets(r, 12), ENCODINGS[r.below(len(ENCODINGS))], HANDLERS[r.below(len(HANDLERS))]
    # Here CPython's positions leave out the mark, as does the object in the error.
    return None if e == "utf-8-sig" and a[:3] == b"\xef\xbb\xbf" else coded(lambda: a.decode(e, h))


@op
def encode(r):
    a, e, h = string(r, 12), ENCODINGS[r.below(len(ENCODINGS))], HANDLERS[r.below(len(HANDLERS))]
    return coded(lambda: a.encode(e, h))


SCRAPS = [
    "\\n", "\\x4", "\\x41", "\\u00e9", "\\u12", "\\U0001F600", "\\U00110000", "\\U001", "\\7", "\\400", "\\777",
    "\\N{BULLET}", "\\N{bullet}", "\\N{nope}", "\\N", "\\N{", "\\N{}", "\\d", "\\\\", "\\'", "\\\n", "a", "é", "\\é",
    "😀", "\\\r\n", "\r", "\r\n", "\\a\\b\\f\\r\\t\\v", "\\08", "\\N{é}", "z", "f", "\\N{line feed}", "\\xg1",
]


def literal(prefix, body):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            return [eval(prefix + '"""' + body + '"""'), [str(w.message) for w in caught]]
        except SyntaxError as e:
            return [e.msg]


@op
def text_literal(r):
    body = "".join(SCRAPS[r.below(len(SCRAPS))] for _ in range(r.below(6)))
    return literal("", body)


@op
def bytes_literal(r):
    body = "".join(s for s in (SCRAPS[r.below(len(SCRAPS))] for _ in range(r.below(6))) if s.isascii())
    return literal("b", body)


FORMAT = "{}[]!:.a0\u06601é{}"


@op
def template(r):
    a = "".join(FORMAT[r.below(len(FORMAT))] for _ in range(r.below(12)))
    out = []
    try:
        for part in _string.formatter_parser(a):
            out.append(list(part))
    except ValueError as e:
        out.append([str(e)])
    return out


@op
def path(r):
    a = "".join(FORMAT[r.below(len(FORMAT))] for _ in range(r.below(8)))
    if r.below(20) == 0:
        a += "[99999999999999999999]"
    out = []
    try:
        first, rest = _string.formatter_field_name_split(a)
        out.append(first)
        for step in rest:
            out.append(list(step))
    except ValueError as e:
        out.append([str(e)])
    return out


def hashed(strings):
    return [hash(s) for s in strings]


def hash_strings():
    r = Random(7)
    return [string(r, 40) for _ in range(400)]


def per_character(name, function):
    """Check sums of the answers for blocks of 4096 code points; equal neighbours are one line."""
    runs = []
    for block in range(0x110000 >> 12):
        data = b"".join(function(c) for c in range(block << 12, (block + 1) << 12))
        total = zlib.crc32(data)
        if runs and runs[-1][2] == total:
            runs[-1][1] = block
        else:
            runs.append([block, block, total])
    for first, last, total in runs:
        print(f"char {name} {first:x} {last:x} {total:08x}")


def flag(predicate):
    return lambda c: b"\x01" if predicate(chr(c)) else b"\x00"


def mapping(convert):
    def encoded(c):
        mapped = convert(chr(c))
        return b"\x00" if mapped == chr(c) else b"".join(ord(m).to_bytes(3, "little") for m in mapped) + b"\xff"

    return encoded


def number(value):
    return lambda c: bytes([value(chr(c), -1) + 1])


CHARACTERS = {
    "category": lambda c: unicodedata.category(chr(c)).encode(),
    "alpha": flag(str.isalpha),
    "digit": flag(str.isdigit),
    "decimal": flag(str.isdecimal),
    "numeric": flag(str.isnumeric),
    "alnum": flag(str.isalnum),
    "space": flag(str.isspace),
    "lower": flag(str.islower),
    "upper": flag(str.isupper),
    "title": flag(str.istitle),
    "printable": flag(str.isprintable),
    "identifier": flag(str.isidentifier),
    "continue": flag(lambda c: ("a" + c).isidentifier()),
    "before_sigma": flag(lambda c: ("A" + c + "Σ").lower()[-1] == "ς"),
    "behind_sigma": flag(lambda c: ("AΣ" + c).lower()[1] == "ς"),
    "decimal_value": number(unicodedata.decimal),
    "digit_value": number(unicodedata.digit),
    "to_lower": mapping(str.lower),
    "to_upper": mapping(str.upper),
    "to_title": mapping(str.title),
    "to_capital": mapping(str.capitalize),
    "to_swapped": mapping(str.swapcase),
    "to_folded": mapping(str.casefold),
    "name": lambda c: unicodedata.name(chr(c), "").encode() + b"\xff",
}


def main():
    match sys.argv[1:]:
        case ["dump", name]:
            r = Random(zlib.crc32(name.encode()))
            for case in range(GROUP * GROUPS):
                print(case, show(OPS[name](r)))
        case ["hash"]:
            print(zlib.crc32(show(hashed(hash_strings())).encode()))
        case _:
            for seed in "0", "1", "42", "4294967295":
                environment = os.environ | {"PYTHONHASHSEED": seed}
                total = subprocess.check_output([sys.executable, __file__, "hash"], env=environment, text=True)
                print(f"hash {seed} {int(total):08x}")
            for name, function in OPS.items():
                r = Random(zlib.crc32(name.encode()))
                for group in range(GROUPS):
                    text = "\n".join(show(function(r)) for _ in range(GROUP))
                    print(f"op {name} {group} {zlib.crc32(text.encode()):08x}")
            for name, function in CHARACTERS.items():
                per_character(name, function)


main()
