# Codecs by name: the library's, those a program registers, what fails and how.
import codecs

for name in ("cp1251", "koi8-r", "ISO 8859-15", "mac_roman", "cp037", "utf-7", "cp437", "rot13"):
    try:
        print(name, "Привет €".encode(name, "replace"))
    except LookupError as error:
        print(type(error).__name__, error)

info = codecs.lookup("Latin_1")
print(info.name, len(info), info.encode("é"), info.decode(b"\xe9"), isinstance(info, tuple))
print(codecs.lookup("UTF8") is codecs.lookup("utf8"))
print(codecs.encode("nopq", "rot13"), codecs.decode("616263", "hex"), codecs.encode(b"abc", "base64"))


def show(function, *args):
    try:
        print(function.__name__, repr(function(*args)))
    except Exception as error:
        print(type(error).__name__, error, getattr(error, "__notes__", []))


show("x".encode, "no-such")
show("x".encode, "rot13")
show(b"x".decode, "hex")
show("\u4e00!".encode, "koi8-r")
show(b"a\x98".decode, "cp1251")
show(codecs.encode, "\xe9", "ascii")
show(codecs.decode, b"\xff", "utf-8")
show(codecs.lookup, "a\0b")
show(codecs.lookup, 1)
show(codecs.register, 1)
show(codecs.encode, "x", 5)


def search(name):
    print("asked for", name)
    if name == "reversed_2":
        return codecs.CodecInfo(lambda text, errors="strict": (text[::-1].encode(), len(text)),
                                lambda data, errors="strict": (bytes(data).decode()[::-1], len(data)))
    if name == "bad":
        return 1, 2
    if name == "worse":
        return (lambda *args: "x", lambda *args: (1, 2), None, None)


codecs.register(search)
show("abc".encode, "Reversed--2")
show(b"abc".decode, "reversed-2")
show("x".encode, "bad")
show("x".encode, "worse")
show(b"x".decode, "worse")
codecs.unregister(search)
show("abc".encode, "reversed-2")
