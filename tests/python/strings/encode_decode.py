# str and bytes: encodings and error handlers.
text = "aé蛇🐍"
for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "UTF8", "u8", "utf_8"):
    data = text.encode(encoding)
    print(encoding, data, data.decode(encoding) == text, len(data))
print("abc".encode("ascii"), "aé".encode("latin-1"), "aé".encode("iso-8859-1"), "abc".encode(), b"a\xe9".decode("latin1"), b"abc".decode("us-ascii"), "".encode(), b"".decode(), "a".encode("utf-16")[:2] in (b"\xff\xfe", b"\xfe\xff"))
for errors in ("ignore", "replace", "backslashreplace", "xmlcharrefreplace"):
    print(errors, text.encode("ascii", errors), text.encode("latin-1", errors))
for errors in ("ignore", "replace", "backslashreplace", "surrogateescape"):
    got = b"a\xff\xe2\x82b\xc3".decode("utf-8", errors)
    print(errors, ascii(got), len(got))
print(b"a\xff".decode("utf-8", "surrogateescape").encode("utf-8", "surrogateescape"), ascii("\ud800".encode("utf-8", "surrogatepass")), ascii(b"\xed\xa0\x80".decode("utf-8", "surrogatepass")))
for data in (b"\xff", b"a\xc3", b"\xe2\x82", b"\xe2\x28\xa1", b"\xf0\x9f\x90", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x80", b"ok\xf8\x88", b"\xf5", b"\xe0\x80\x80"):
    try:
        data.decode()
    except UnicodeDecodeError as e:
        print(e, (e.start, e.end, e.reason))
    print(ascii(data.decode("utf-8", "replace")), end=" ")
print()
for s, encoding in (("\ud800", "utf-8"), ("é", "ascii"), ("aéé蛇b", "ascii"), ("a蛇🐍", "latin-1"), ("\udfff", "utf-16"), ("x", "nope"), ("é", "ascii")):
    try:
        s.encode(encoding)
    except (UnicodeEncodeError, LookupError) as e:
        print(type(e).__name__, e)
for f in (lambda: b"\x80".decode("ascii"), lambda: b"a".decode("nope"), lambda: b"\x00".decode("utf-16-le"), lambda: b"\x00\xd8".decode("utf-16-le"), lambda: b"abc".decode("utf-32-le"), lambda: str(b"\xff", "utf-8"), lambda: "a".encode("utf-8", "nope"), lambda: b"\xff".decode("utf-8", "nope"), lambda: str(5, "utf-8"), lambda: str("a", "utf-8"), lambda: bytes("a"), lambda: "a".encode(None)):
    try:
        print(f())
    except (UnicodeError, LookupError, TypeError) as e:
        print(type(e).__name__, e)
print(bytes("é", "utf-8"), bytearray("é", "latin-1"), str(b"\xc3\xa9", "utf-8"), str(bytearray(b"x"), "ascii"), bytes("é", "ascii", "ignore"), "é".encode(encoding="utf-8", errors="strict"), b"x".decode(encoding="ascii"))
every = "".join(chr(i) for i in range(0, 0x11000, 97) if not 0xD800 <= i < 0xE000)
for encoding in ("utf-8", "utf-16-le", "utf-32-be"):
    assert every.encode(encoding).decode(encoding) == every
print(len(every), len(every.encode()), all(chr(i).encode("latin-1") == bytes([i]) for i in range(256)))
