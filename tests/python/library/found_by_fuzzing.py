"""What the fuzz targets found in the library (docs/fuzzing.md)."""

import _codecs
import _json
import _sre
import ast
import io
import json
import marshal
import struct
import time
import unicodedata


def told(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(type(error).__name__, error)


# No quote is before the beginning.
told(_json.scanstring, "abc", 0)
told(_json.scanstring, "abc", 1)
told(_json.scanstring, "", 0)
told(_json.scanstring, "abc", 4)
told(json.loads, '"abc')

# The base is looked at before the value.
told(int, [1], 37)
told(int, [1], 16)
told(int, "1", 1)
told(int, b"1", -5)

# Text that is no UTF-8.
told(marshal.loads, b"u\x03\x00\x00\x00a\xdcb")
told(marshal.loads, b"u\x03\x00\x00\x00\xed\xa0\x80")
told(marshal.loads, b"u\x02\x00\x00\x00a\xd7")

# What is no ASCII is told of first.
told(bytes.fromhex, "zz\u20ac0")
told(bytes.fromhex, "0\u20ac")
told(bytes.fromhex, "0x")
told(bytearray.fromhex, b"0\xff")

# Offsets that no buffer has.
told(struct.pack_into, "L", bytearray(20), 2**1000, 0)
told(struct.pack_into, "L", bytearray(20), -(2**70), 0)
told(struct.pack_into, "B", bytearray(2), 2, 0)

# A mapping's mistakes come before the characters that it has nothing for.
told(_codecs.charmap_encode, "\u20aca", "strict", {97: 1.5})
told(_codecs.charmap_encode, "\u20aca", "ignore", {97: 300})
told(_codecs.charmap_encode, "\u20aca", "ignore", {97: b"xy"})
told(_codecs.charmap_encode, "\u20acb", "strict", {97: 65})

# Control characters stay as they are, in `bytes` only.
for template in "%\x01", "%\x1b", "%\x7f", "%\n", "%\x00", "%5.3\x05", "%(a)\x01":
    told(lambda: template % {"a": 1})
    told(lambda: template.encode() % {b"a": 1})
    told(lambda: bytearray(template.encode()) % {b"a": 1})

# Sizes, ends and old forms.
for data in (b"", b"f", b"f\x03abc", b"x\x011", b"y1234", b"s\x05\0\0\0ab", b"s\xff\xff\xff\xff", b"l\0\0\0\x80", b"l\x05\0\0\0\1\0",
             b"I12345678", b"I1234", b"i1", b"c", b"\xa9\x01r\0\0\0\0", b"\xa8\x02\0\0\0Nr\0\0\0\0", b"\xdb\x01\0\0\0r\0\0\0\0", b")\xff", b"z\xff", b"{N"):
    told(marshal.loads, data)
    told(marshal.load, io.BytesIO(data))

for text in b"1.5", b" 1", b"1_0", b"", b"-inf", b"1e999", b"\\x", b"\xff\xfe", b"a\xe2\x82", b"1\0x", b"0x10", b"a" * 250, b"\xe2\x82\xac" * 80, b".":
    told(marshal.loads, b"f" + bytes([len(text)]) + text)

# Numbers that are too large in three ways.
for item in 2**31, 2**32, 2**63, 2**64, -1, -2**70, "a", 1.5:
    told(_sre.compile, "a", 0, [item], 0, {}, ())
told(_sre.compile, "a", 2**31, [1], 0, {}, ())
told(_sre.compile, "a", 0, [1], 2**63, {}, ())

# Names are shown up to NUL.
for name in "SPACE\0", "\0", "SPACE\0X", "HANGUL SYLLABLE GA\0", "nothing":
    told(unicodedata.lookup, name)
    told(unicodedata.ucd_3_2_0.lookup, name)

# Signatures: what is wrong with them, and where.
for source in (
    "", "(", "(a", "(a)", "()-", "()->(", "()->x y", "(a b)->c", "(*a,*b)->c", "(**a,b)->c", "(*a,b)->c", "(a,)->c", "(,)->c", "(a)->c,d", "int", "-> int",
    "(x for x in y) -> z", "(a=1)->b", "(*)->c", "(**)->b", "1", "('a)->b", "(a;b)->c", "()->\n a", "()\n->a", "() -> def", "() -> a if b", "(a)->b->c",
    "()->)", "(]->x", "(a:=1)->b", "() -> *a", "(a, **b, )->c", "() - > int", "()->1a", "() -> 'abc", "  () -> a", "() -> a\n b", "()->$", "(a,$)",
    "() -> print x", "() -> [a", "(\x00) -> a", "(a, *b, **c) -> d\n\n", "\n() -> a", "(a)(b)->c", "() -> int = 3",
):
    try:
        print(repr(source), ast.dump(compile(source, "file", "func_type", ast.PyCF_ONLY_AST)))
    except SyntaxError as error:
        print(repr(source), type(error).__name__, error.args)
for mode in "eval", "single":
    try:
        compile("", "file", mode)
    except SyntaxError as error:
        print(error.args)

# Slices without items that would begin before the first one.
for ends in (-10**25, -5, -2**63), (None, None, -2**63), (-100, None, -1), (None, -100, -1), (5, 2, -2**62):
    view = memoryview(b"abcdefgh")[slice(*ends)]
    print(view.tobytes(), bytes(view), view.tolist(), view.shape, view == b"", view[::-1].tobytes())

# What is no conversion is filled up like one.
for form in "%5'", "% %5", "%5\u05d0", "%05q", "%-5q", "%^q", "%#q", "%10", "%5Eq", "%2q", "%5\0x", "%^10\u00e9":
    print(ascii(time.strftime(form, (2000, 1, 2, 3, 4, 5, 6, 7, 0))))
