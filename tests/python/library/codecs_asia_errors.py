# Positions, reasons and handlers of the codecs of East Asia.
import codecs

NAMES = "gb2312 gbk gb18030 hz big5 big5hkscs shift_jis cp932 shift_jisx0213 euc_jp euc_jisx0213 iso2022_jp euc_kr johab iso2022_kr"
FAULTS = [
    b"\x80", b"a\x81", b"\xff", b"ab\x8f\xa1", b"\x8e", b"\x8e\x20", b"\xa4\xd4\xa4", b"~", b"~}", b"\x1b", b"x\x1b$",
    b"\x1b$Z", b"\x1b$(Z", b"\x1b!aA\x80", b"\x0e!", b"\xae\xa1", b"\x81\x30\x81", b"\x81\x30\x81\x20",
]


def attempt(function, *args):
    try:
        return ascii(function(*args))
    except (UnicodeError, LookupError, TypeError) as error:
        return f"{type(error).__name__}: {error}"


for name in NAMES.split():
    for data in FAULTS:
        print(name, data, attempt(data.decode, name), ascii(data.decode(name, "replace")), ascii(data.decode(name, "ignore")))

for handler in "strict ignore replace xmlcharrefreplace backslashreplace namereplace surrogateescape surrogatepass nobody".split():
    print(handler, attempt("a\ud800\udcff\u1234b".encode, "gbk", handler), attempt(b"a\xff\xfe\x81 \xff".decode, "gbk", handler))
    print(handler, attempt("\u4e00\ud801\u4e00".encode, "iso2022_jp", handler))

for answer in ["x"], ("x", "y"), ("\u4e00", 1), ("\ud801", 1), ("", 99), ("", -99), (b"\xff", -1), ("", 1 << 100), ("z", True):
    codecs.register_error("test.answer", lambda error: answer)
    print(ascii(answer), attempt("\ud800a".encode, "gbk", "test.answer"), attempt(b"\xff a".decode, "gbk", "test.answer"))

seen = []


def collect(error):
    seen.append((error.encoding, error.start, error.end, error.reason, error.object))
    return "?", error.end


codecs.register_error("test.collect", collect)
print("\ud800a\ud801".encode("euc_jp", "test.collect"), ascii(b"\xff\xffa\xa4".decode("euc_jp", "test.collect")))
print(ascii(seen))
codec = codecs.lookup("gbk")
print(attempt(codec.encode, 5), attempt(codec.encode, "a", 3), attempt(codec.decode, "x"), codec.decode(memoryview(b"\xb0\xa1")))
import _codecs_cn, _multibytecodec

print(attempt(_codecs_cn.getcodec, "big5"), attempt(_codecs_cn.getcodec, 1), type(_codecs_cn.getcodec("gbk")))
print(attempt(_codecs_cn.getcodec("hz").encode, "\u4e00"), attempt(_multibytecodec.MultibyteIncrementalEncoder, 5))
