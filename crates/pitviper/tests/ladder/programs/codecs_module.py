import codecs

for name in "utf-8", "utf-16", "latin-1", "ascii", "utf-32-le", "cp1252", "idna", "rot13":
    try:
        coded = codecs.encode("hello é", name)
        print(name, coded, codecs.decode(coded, name))
    except UnicodeError as error:
        print(name, type(error).__name__, error.reason)
for handler in "replace", "ignore", "backslashreplace", "xmlcharrefreplace", "surrogateescape":
    print("é\u20ac".encode("ascii", handler) if handler != "surrogateescape" else b"\xff".decode("ascii", handler).encode("ascii", handler))
decoder = codecs.getincrementaldecoder("utf-8")()
print(decoder.decode(b"\xe2\x82"), decoder.decode(b"\xac"), b"a\xffb".decode("utf-8", "replace"))
