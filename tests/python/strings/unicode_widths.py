# str: one, two and four bytes a character meet in every operation.
a, b, c = "ascii", "lätin", "蛇皮", 
d = "🐍🦎"
kinds = [a, b, c, d]
for x in kinds:
    for y in kinds:
        z = x + y
        assert z[: len(x)] == x and z[len(x) :] == y and len(z) == len(x) + len(y)
        assert z.find(y) >= 0 and z.startswith(x) and z.endswith(y) and y in z and x in z
        assert z.replace(y, "") + z.replace(y, "") == z.replace(y, "") * 2
        assert (x == y) == (x is y) and (x < y) == ([ord(q) for q in x] < [ord(q) for q in y])
        assert x.join([y, y]) == y + x + y
        assert y.center(9, x[0]).strip(x[0]) == y.strip(x[0])
        assert hash((x + y)[: len(x)]) == hash(x)
        assert f"{x}{y}" == z == "%s%s" % (x, y) == "{}{}".format(x, y) == "".join([x, y])
print([x + y for x in kinds for y in kinds])
print(sorted(kinds), max(kinds), [x[::-1] for x in kinds], [x * 2 for x in kinds], [len(x.encode()) for x in kinds])
s = a + b + c + d
print(s, len(s), s[5:10], s[10:12], s[-2:], s[::3], s.index("🦎"), [ord(ch) for ch in s[9:]], s.upper(), s.translate({0x86C7: "S", ord("a"): "🐍"}))
narrow = s[:5]
print(narrow, narrow == "ascii", {narrow: 1}["ascii"], narrow.isascii(), (d + "x")[2:].isascii(), "".join(reversed(d)), s.replace("🐍", "x").replace("🦎", "y").replace("蛇皮", "").replace("ä", "a").isascii())
print("a\u0301" == "á", len("a\u0301"), "á" == "\xe1", "🇩🇪", len("🇩🇪"), "👨‍👩‍👧", len("👨‍👩‍👧"))
print(chr(0), len(chr(0)), chr(0x10FFFF) == "\U0010ffff", ord("\uffff"), chr(0xFF), chr(0x100), chr(0xFFFF) < chr(0x10000))
mixed = []
for code in (0x41, 0x7F, 0x80, 0xFF, 0x100, 0xFFFF, 0x10000, 0x10FFFF):
    mixed.append(chr(code))
    joined = "".join(mixed)
    assert [ord(ch) for ch in joined] == [ord(m) for m in mixed] and joined.count(chr(code)) == 1
print(len("".join(mixed)), ascii("".join(mixed)), ascii(sorted(mixed, reverse=True)))
print("蛇".ljust(3, "-") + "|", "蛇".rjust(3) + "|", f"{'🐍':^5}|", f"{'蛇':*>4}", "%5s|" % "é", "é".zfill(3), "ÀB".lower(), "蛇b".title())
