# str.encode and bytes.decode with every codec and handler, and the attributes of what they raise.
def show(f):
    try:
        print(ascii(f()))
    except UnicodeError as e:
        print(type(e).__name__, ascii(str(e)), e.encoding, ascii(e.object), e.start, e.end, e.reason, ascii(e.args))
    except Exception as e:
        print(type(e).__name__, ascii(str(e)))


text = "aé\u20ac\U0001F40D\ud800b\udcffc"
handlers = ("strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace", "surrogateescape", "surrogatepass", "nope")
codecs = ("utf-8", "ascii", "latin-1", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-8-sig")
for codec in codecs:
    for handler in handlers:
        show(lambda: text.encode(codec, handler))
for codec in codecs:
    for handler in handlers:
        for data in (b"a\xff\xe2\x82b\xed\xa0\x80c\xc3", b"\xef\xbb\xbfx\xff", b"\xff\xfea\x00\x00\xd8b\x00c", b"\xfe\xff\x00a\xd8\x00", b"\xff\xfe\x00\x00\xff\xff\xff\xff", b""):
            show(lambda: data.decode(codec, handler))
for name in ("UTF-8", "utf8", "Utf_8", "U8", "utf 8", "latin1", "L1", "iso-8859-1", "ISO8859_1", "cp819", "us-ascii", "646", "utf-16LE", "utf_32_be", "utf-16", "utf-8-sig"):
    print(name, ascii("aé" .encode(name, "replace")), end="; ")
print()
for char in "é\x85\u2028\u200b蛇\u4e00\ue000\U0001F40D\U00010ffff\uac00\ud7a3\U00017000\x7f\xad":
    print("".encode("ascii"), char.encode("ascii", "namereplace"), char.encode("ascii", "backslashreplace"), char.encode("ascii", "xmlcharrefreplace"))
e = UnicodeEncodeError("ascii", "aéb", 1, 2, "because")
print(e, e.args, e.encoding, e.object, e.start, e.end, e.reason)
e.start, e.end = 0, 3
print(e)
e = UnicodeDecodeError("utf-8", b"a\xffb", 1, 2, "because")
print(e, e.object)
e = UnicodeTranslateError("aéb", 1, 2, "because")
print(e, e.args)
for f in (lambda: UnicodeEncodeError(), lambda: UnicodeEncodeError("a", b"b", 1, 2, "c"), lambda: UnicodeDecodeError("a", "b", 1, 2, "c"), lambda: UnicodeTranslateError(1, 2, 3, 4)):
    show(f)
long = "x" * 1000 + "é"
show(lambda: len(long.encode()))
try:
    long.encode("ascii")
except UnicodeEncodeError as e:
    print(e, len(e.object), e.start)
for sample in ("", "a", "é", "蛇", "🐍", "aé蛇🐍" * 40, "\x00\x7f\x80\xff\u0100\uffff\U00010000\U0010ffff"):
    for codec in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-8-sig"):
        assert sample.encode(codec).decode(codec) == sample and str(bytearray(sample.encode(codec)), codec) == sample, (sample, codec)
print(b"\xff\xfea\x00".decode("utf-16"), b"\xfe\xff\x00a".decode("utf-16"), ascii(b"\xff\xfea\x00".decode("utf-16-le")), b"\xef\xbb\xbfa".decode("utf-8-sig"), ascii(b"\xef\xbb\xbfa".decode()), "a".encode("utf-8-sig"), "a".encode("utf-16"), "a".encode("utf-32"))
show(lambda: bytearray(b"a\xff").decode())
show(lambda: b"\xff".decode(errors="surrogateescape").encode(errors="surrogateescape"))
show(lambda: str(b"\xff\xfe", "utf-8", "replace"))
