# str: isalpha, isdigit and the other tests, over ASCII and beyond.
tests = ["isalnum", "isalpha", "isascii", "isdecimal", "isdigit", "isidentifier", "islower", "isnumeric", "isprintable", "isspace", "istitle", "isupper"]
samples = ["", "a", "A", "1", "a1", " ", "\t\n", "_", "_a1", "1a", "é", "ñandú", "蛇", "²", "½", "Ⅷ", "١", "٣٤", "𝟘", "五", "a b", "a-b", "\x00", "\x7f", "\u00a0", "\u200b", "\u2028", "🐍", "ǅ", "Title Case", "ALL", "ªº", "͏", "\ud800", "class", "a\u0301", "᧚", "૱", "\U000e0001", "\u3000"]
for s in samples:
    print(ascii(s), "".join("1" if getattr(s, t)() else "0" for t in tests))
print(tests)
for t in tests:
    print(t, sum(getattr(chr(i), t)() for i in range(128)), end="; ")
print()
print([c for c in map(chr, range(0x80, 0x100)) if c.isalpha()])
print([hex(i) for i in range(0x3100) if chr(i).isspace()])
print(len([c for c in map(chr, range(128)) if not c.isprintable()]))
print("valid".isidentifier(), "for".isidentifier(), "ünï".isidentifier(), "a.b".isidentifier(), "蛇1".isidentifier(), "1蛇".isidentifier(), "·a".isidentifier(), "a·".isidentifier(), "℘".isidentifier())
print("12".isdigit() and int("12"), "²".isdigit(), "²".isdecimal(), "½".isnumeric(), "-1".isdigit(), "1.0".isnumeric())
print([u for u in ("abc", "äbc", "a\ud800", "🐍") if u.isascii()], all(c.isascii() for c in "ascii"), "a" * 100 + "é" if ("a" * 100 + "é").isascii() else "not ascii")
