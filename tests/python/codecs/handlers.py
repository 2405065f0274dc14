# Error handlers: built in, as functions, and registered.
import codecs

text = "aé€\U0001f600\udc80z"
for codec in ("ascii", "latin-1", "utf-8", "utf-16-le", "cp1252", "cp037"):
    for errors in ("ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace",
                   "surrogateescape", "surrogatepass", "strict"):
        try:
            print(codec, errors, text.encode(codec, errors))
        except UnicodeEncodeError as error:
            print(codec, errors, error.encoding, error.object == text, error.start, error.end, error.reason)

data = b"a\xff\xe2\x82z\xed\xa0\x80"
for codec in ("ascii", "utf-8", "utf-16-be", "utf-32", "cp1252", "cp1255"):
    for errors in ("ignore", "replace", "backslashreplace", "namereplace", "surrogateescape", "surrogatepass"):
        try:
            print(codec, errors, ascii(data.decode(codec, errors)))
        except (UnicodeDecodeError, TypeError) as error:
            print(codec, errors, error, getattr(error, "args", None))


def handler(error):
    print(type(error).__name__, error.encoding, error.object[error.start:error.end], error.start, error.end,
          error.reason)
    if isinstance(error, UnicodeDecodeError):
        return "<?>", error.end
    return "[x]", error.end


codecs.register_error("test.shown", handler)
print("aé\u4e00z€".encode("ascii", "test.shown"), "é€".encode("cp1252", "test.shown"))
print(b"a\xffz\xfe".decode("utf-8", "test.shown"), b"\x98".decode("cp1251", "test.shown"))
for answer in (None, ("x",), (1, 2), ("\xe9", 2), (b"\xe9", 2), ("x", 99), ("", "1")):
    codecs.register_error("test.odd", lambda error: answer)
    for call in (lambda: "a\u4e00".encode("latin-1", "test.odd"), lambda: "a\u4e00".encode("ascii", "test.odd"),
                 lambda: b"a\xff".decode("ascii", "test.odd")):
        try:
            print(answer, call())
        except Exception as error:
            print(answer, type(error).__name__, error)
for name in ("strict", "ignore", "replace", "xmlcharrefreplace", "backslashreplace", "namereplace",
             "surrogatepass", "surrogateescape"):
    function = codecs.lookup_error(name)
    print(function.__name__, function is codecs.lookup_error(name))
    for error in (UnicodeEncodeError("utf-8", "a\udc80c", 1, 2, "why"), UnicodeDecodeError("utf-8", b"a\xed\xb2\x80", 1, 4, "why"),
                  UnicodeTranslateError("abc", 1, 2, "why"), ValueError("x"), 5):
        try:
            print(ascii(function(error)))
        except Exception as caught:
            print(type(caught).__name__, caught)
for call in (lambda: codecs.lookup_error("nope"), lambda: codecs.register_error("a", 1), lambda: "é".encode("ascii", "nope"),
             lambda: codecs._unregister_error("strict"), lambda: codecs._unregister_error("test.odd"),
             lambda: codecs._unregister_error("test.odd"), lambda: codecs.lookup_error(1)):
    try:
        print(call())
    except Exception as caught:
        print(type(caught).__name__, caught)
