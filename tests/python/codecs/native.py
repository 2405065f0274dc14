# The functions of _codecs: what they give, what they leave for more input, how they complain.
import _codecs
import codecs

for name in ("utf_7", "utf_8", "utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_32_be", "latin_1", "ascii",
             "unicode_escape", "raw_unicode_escape"):
    encode, decode = getattr(_codecs, name + "_encode"), getattr(_codecs, name + "_decode")
    for text in ("", "abc", "a+b-~\\\t\n\x7f", "é\xff", "€uro", "x\U0001f600y\ud800"):
        try:
            data, used = encode(text)
        except UnicodeEncodeError as error:
            print(name, error)
            continue
        print(name, data, used, decode(data)[0] == text if "\ud800" not in text else None)
        for cut in range(len(data)):
            try:
                print(ascii(decode(data[:cut], "strict", *(() if name in ("latin_1", "ascii") else (False,)))), end=" ")
            except UnicodeDecodeError as error:
                print(error.start, error.end, error.reason, end=" ")
        print()

for data in (b"\\x4", b"\\u12", b"\\U0011ffff", b"\\N{DIGIT ONE}\\N{bad}", b"\\N", b"\\N{", b"\\N{}", b"a\\", b"\\q\\\n\\101\\777",
             b"\\ud800\\\\u0041\xe9", b"\\U0001F600\\xe9"):
    for decode in (_codecs.unicode_escape_decode, _codecs.raw_unicode_escape_decode):
        for errors in ("strict", "replace"):
            try:
                print(data, ascii(decode(data, errors)))
            except UnicodeDecodeError as error:
                print(data, error)
for data in (b"+AG", b"+\xff", b"\xe9", b"+2AE-", b"+A-", b"+AGFh-", b"a+--b", b"+!", b"+AAAAA!", b"+2ADcAA-", b"++"):
    for final in (False, True):
        try:
            print(data, ascii(_codecs.utf_7_decode(data, "strict", final)))
        except UnicodeDecodeError as error:
            print(data, error)
    print(ascii(data.decode("utf-7", "replace")))
print(_codecs.escape_encode(b"a'\"\\\n\r\t\x00\xff~"), _codecs.escape_decode(rb"a\'\x41\101\n\q\\"))
for data, errors in ((b"\\x4", "strict"), (b"a\\x4gb", "replace"), (b"\\xg", "ignore"), (b"\\x", "what"), (b"x\\", None)):
    try:
        print(_codecs.escape_decode(data, errors))
    except ValueError as error:
        print(error)
table = codecs.charmap_build("ab\ufffe" + "c" * 3)
print(_codecs.charmap_encode("abc", "strict", table), _codecs.charmap_encode("axb", "replace", {97: 1, 98: b"<b>", 63: None, 120: None} | {63: 33}))
print(_codecs.charmap_decode(b"\x00\x01\x02", "replace", "ab\ufffe"), _codecs.charmap_decode(b"\x00\x01\x02", "ignore", {0: "xyz", 1: 65}))
for call in (lambda: _codecs.charmap_decode(b"\x00", "strict", {0: 0x110000}), lambda: _codecs.charmap_decode(b"\x00", "strict", {0: 1.5}),
             lambda: _codecs.charmap_encode("a", "strict", {97: 256}), lambda: _codecs.charmap_encode("a", "strict", {97: "x"}),
             lambda: _codecs.charmap_encode("abc", "strict", {97: 1}), lambda: _codecs.utf_8_encode(1), lambda: _codecs.utf_8_decode("x"),
             lambda: _codecs.utf_8_decode(b"", 1), lambda: _codecs.escape_encode("x"), lambda: _codecs.utf_16_ex_decode(b"\xff\xfea\x00b"),
             lambda: _codecs.utf_16_ex_decode(b"\x00a", "strict", 1), lambda: _codecs.utf_16_encode("a", None, -1),
             lambda: _codecs.readbuffer_encode("é"), lambda: _codecs.readbuffer_encode(memoryview(b"ab"))):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
