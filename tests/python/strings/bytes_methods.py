# bytes and bytearray: methods, operators and what wrong arguments raise.
def show(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


class Index:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        return self.n


class AsBytes:
    def __bytes__(self):
        return b"bytes!"


class BadBytes:
    def __bytes__(self):
        return "text"


big = 1 << 100
for kind in (bytes, bytearray):
    b = kind(b"Hello, World")
    e = kind(b"")
    for f in (
        lambda: (b, len(b), b[0], b[-1], b[1:4], b[::2], b[::-1], b[5:1], b[-5:], b[:0], list(b[:3]), b[Index(1)]),
        lambda: b.find(b"o"), lambda: b.find(111), lambda: b.find(Index(111)), lambda: b.find("o"), lambda: b.find(256), lambda: b.find(-1), lambda: b.find(None), lambda: b.find(1.5), lambda: b.find(big), lambda: b.find(b"o", 5), lambda: b.find(b"o", 5, 8), lambda: b.find(b"", 100), lambda: b.find(bytearray(b"World")), lambda: b.find(b"o", "a"), lambda: b.find(),
        lambda: b.rfind(b"o"), lambda: b.index(b"z"), lambda: b.rindex(b"z"), lambda: b.index(b"l", -3), lambda: b.rindex(108), lambda: b.count(b"l"), lambda: b.count(108), lambda: b.count(b""), lambda: b.count("l"), lambda: b.count(300),
        lambda: b.startswith(b"He"), lambda: b.startswith((b"x", b"H")), lambda: b.startswith("H"), lambda: b.startswith(("H",)), lambda: b.endswith(b"d", -1), lambda: b.endswith(1), lambda: b.endswith((b"a", bytearray(b"ld"))), lambda: b.startswith(()),
        lambda: b.replace(b"l", b"L"), lambda: b.replace(b"l", b"L", 1), lambda: b.replace(b"", b"-"), lambda: b.replace(b"zz", b""), lambda: b.replace("l", b"L"), lambda: b.replace(b"l", "L"), lambda: b.replace(b"l"), lambda: b.replace(b"l", b"L", count=1), lambda: b.replace(b"l", b"L", "x"),
        lambda: b.split(), lambda: b.split(b","), lambda: b.split(b"l", 1), lambda: b.split(b""), lambda: b.split(","), lambda: b.split(sep=b"o", maxsplit=1), lambda: b.split(1), lambda: b.rsplit(b"l", 1), lambda: b.rsplit(None, 1), lambda: kind(b" a  b\tc ").split(), lambda: kind(b" a  b\tc ").rsplit(None, 1), lambda: kind(b"a\nb\r\nc\rd\x0be\x85f").splitlines(), lambda: kind(b"a\nb\r\n").splitlines(True), lambda: kind(b"a\nb").splitlines(keepends=True),
        lambda: b.partition(b", "), lambda: b.partition(b"x"), lambda: b.rpartition(b"o"), lambda: b.rpartition(b"x"), lambda: b.partition(b""), lambda: b.partition(","), lambda: b.partition(bytearray(b",")),
        lambda: kind(b", ").join([b"a", bytearray(b"b"), b"c"]), lambda: b.join([]), lambda: b.join([b"x"]), lambda: b.join(["x"]), lambda: b.join([b"a", 1]), lambda: b.join(1), lambda: b.join(x for x in (b"1", b"2")), lambda: b.join(b"ab"),
        lambda: kind(b"  x ").strip(), lambda: kind(b"xxaxx").strip(b"x"), lambda: kind(b"xyax").lstrip(b"xy"), lambda: kind(b"axyx").rstrip(b"xy"), lambda: b.strip("H"), lambda: b.strip(None), lambda: b.strip(1), lambda: kind(b"\x0b\x0c\x1c a").strip(), lambda: b.removeprefix(b"Hel"), lambda: b.removesuffix(b"rld"), lambda: b.removeprefix("H"), lambda: b.removesuffix(b"x"),
        lambda: kind(b"ab").ljust(5), lambda: kind(b"ab").rjust(5, b"*"), lambda: kind(b"ab").center(5, b"-"), lambda: kind(b"ab").ljust(5, "*"), lambda: kind(b"ab").ljust(5, b"**"), lambda: kind(b"ab").center(5, bytearray(b"")), lambda: kind(b"ab").rjust(5, None), lambda: kind(b"ab").ljust("a"), lambda: kind(b"ab").center(1), lambda: kind(b"-42").zfill(6), lambda: kind(b"+4").zfill(1), lambda: kind(b"").zfill(2), lambda: kind(b"a\tbc\td").expandtabs(4), lambda: kind(b"a\tb").expandtabs(tabsize=2), lambda: kind(b"a\tb").expandtabs(0), lambda: kind(b"a\tb").expandtabs("x"),
        lambda: b.upper(), lambda: b.lower(), lambda: b.swapcase(), lambda: b.title(), lambda: b.capitalize(), lambda: kind(b"\xe9a").upper(), lambda: kind(b"they're bill's").title(),
        lambda: [getattr(kind(x), m)() for m in ("isalnum", "isalpha", "isascii", "isdigit", "islower", "isspace", "istitle", "isupper") for x in (b"", b"a", b"A1", b"12", b" \t", b"Ab Cd", b"\xe9", b"AB")],
        lambda: b.hex(), lambda: b.hex(":"), lambda: b.hex(b"-", 2), lambda: b.hex("_", -5), lambda: b.hex("::"), lambda: b.hex("é"), lambda: b.hex(b"\xff"), lambda: b.hex(1), lambda: b.hex(":", 0), lambda: b.hex(sep=":", bytes_per_sep=4), lambda: e.hex(":"), lambda: b.hex([1]), lambda: b.hex(""), lambda: b.hex(":", "a"),
        lambda: kind.fromhex("48 65 6c6C\t6f"), lambda: kind.fromhex(""), lambda: kind.fromhex("4"), lambda: kind.fromhex("4g"), lambda: kind.fromhex("zz"), lambda: kind.fromhex("4 8"), lambda: kind.fromhex("48é"), lambda: kind.fromhex(b"4849"), lambda: kind.fromhex(1), lambda: kind.fromhex("48 4"), lambda: kind.fromhex(), lambda: kind.fromhex("  "),
        lambda: b.translate(bytes(range(255, -1, -1))), lambda: b.translate(None, b"lo"), lambda: b.translate(None, delete=b"H"), lambda: b.translate(b"short"), lambda: b.translate("x"), lambda: b.translate(kind.maketrans(b"lo", b"01")), lambda: b.translate(), lambda: b.translate(None), lambda: kind.maketrans(b"a", b"bc"), lambda: kind.maketrans("a", "b"), lambda: len(kind.maketrans(b"", b"")), lambda: b.translate(None, "x"),
        lambda: b.decode(), lambda: kind(b"\xe9").decode("latin-1"), lambda: kind(b"\xff").decode(), lambda: b.decode("nope"), lambda: b.decode(1), lambda: b.decode(encoding="ascii", errors="strict"), lambda: b.decode("utf-8", "x", 1),
        lambda: b + b"!", lambda: b + bytearray(b"!"), lambda: b + "!", lambda: b + 1, lambda: b + None, lambda: e + b"", lambda: b * 2, lambda: 2 * b, lambda: b * 0, lambda: b * -1, lambda: b * "a", lambda: b * 1.5, lambda: b * big, lambda: b * Index(2), lambda: 1 + b, lambda: "a" + b, lambda: kind(b"a") * 5, lambda: b - b,
        lambda: 72 in b, lambda: b"ell" in b, lambda: b"" in b, lambda: "H" in b, lambda: 256 in b, lambda: -1 in b, lambda: None in b, lambda: 1.5 in b, lambda: bytearray(b"H") in b, lambda: Index(72) in b, lambda: big in b,
        lambda: (b == b"Hello, World", b == bytearray(b"Hello, World"), b == "Hello, World", b != b"x", b < b"I", b <= b, b > bytearray(b"A"), b >= b"Z"), lambda: b < "a", lambda: b < 1, lambda: b == 1, lambda: (kind(b"a") < kind(b"ab"), kind(b"\xff") > kind(b"\x00")),
        lambda: b[100], lambda: b[-100], lambda: b["a"], lambda: b[1.5], lambda: b[None], lambda: b[big], lambda: b[::0], lambda: b["a":], lambda: b[b"a"],
        lambda: list(iter(b))[:4], lambda: list(reversed(b))[:4], lambda: max(b), lambda: sum(b), lambda: bool(e), lambda: bool(b), lambda: sorted(b)[:3], lambda: tuple(e), lambda: [*map(chr, b[:2])],
        lambda: repr(kind(b"'")), lambda: repr(kind(b'"')), lambda: repr(kind(b"'\"")), lambda: repr(kind(b"\\\n\t\r\x00\x7f\xff~ ")), lambda: str(b), lambda: f"{b}", lambda: f"{b!r:>40}", lambda: format(b, "5"), lambda: ascii(b),
        lambda: kind(), lambda: kind(3), lambda: kind(0), lambda: kind(-1), lambda: kind(big), lambda: kind(Index(2)), lambda: kind([1, 2, 255]), lambda: kind([256]), lambda: kind([-1]), lambda: kind(["a"]), lambda: kind([1.5]), lambda: kind([big]), lambda: kind((x for x in range(3))), lambda: kind(range(3)), lambda: kind("a"), lambda: kind("é", "utf-8"), lambda: kind("é", "ascii"), lambda: kind("é", "ascii", "replace"), lambda: kind("a", encoding="ascii"), lambda: kind(b"a", "ascii"), lambda: kind(1, "ascii"), lambda: kind(b"a", errors="x"), lambda: kind("a", errors="x"), lambda: kind(encoding="a"), lambda: kind(errors="a"), lambda: kind(1.5), lambda: kind(None), lambda: kind(object), lambda: kind({1: 2}), lambda: kind([Index(7)]), lambda: kind("a", 1), lambda: kind(1, 2, 3, 4), lambda: kind(x=1), lambda: kind(source=b"a"), lambda: kind(bytearray(b"x")), lambda: kind(True), lambda: kind({5}),
        lambda: kind("a", "ascii", 5),
    ):
        show(f)
show(lambda: bytes(AsBytes()))
show(lambda: bytes(BadBytes()))
show(lambda: bytearray(AsBytes()))
show(lambda: b"x".join([AsBytes()]))
show(lambda: hash(b"a") == hash("a"))
show(lambda: hash(bytearray()))
show(lambda: {b"k": 1}[b"k"])
show(lambda: b"a".x)
b = b"abc"
for name in ("append", "__setitem__", "__iadd__"):
    print(hasattr(b, name), hasattr(bytearray(), name))
try:
    b[0] = 1
except TypeError as e:
    print(e)
c = b
c += b"d"
print(b, c, b.__bytes__() is b, b.__getnewargs__(), b[:] is b, b"".join([b]) is b, b.replace(b"x", b"y") is b)
print(b"a" b"b", rb"\n", bytes(b), b"%d" % 5, b"\x41\101\n")
