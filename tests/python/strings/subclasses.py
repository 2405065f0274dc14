# Subclasses of str and bytes: state, what methods return, and special methods that count.
class Name(str):
    def __new__(cls, text, extra=None):
        self = super().__new__(cls, text)
        self.extra = extra
        return self


n = Name("héllo", extra=[1, 2])
print(n, repr(n), n.extra, type(n).__name__, len(n), n == "héllo", "héllo" == n, hash(n) == hash("héllo"), n in {"héllo"}, {n: 1}["héllo"], isinstance(n, str))
print([type(x).__name__ for x in (n + "", n[:], n.upper(), n.strip(), n.replace("x", "y"), str(n), n * 1, n.lower(), f"{n}", "%s" % n, n.center(1), n.join(["a"]), n.split("z")[0], n.partition("z")[0], "".join([n]), format(n), n.__str__(), n.expandtabs(), n.zfill(1), n.removeprefix("q"), n.translate({}))])
n.more = 5
n.extra.append(3)
print(n.__dict__, n.more, vars(n))
for text in ("", "a", "abc", "é", "蛇", "蛇🐍", "x" * 100, "🐍" * 50):
    a = Name(text, 1)
    assert a == text and len(a) == len(text) and hash(a) == hash(text) and a.encode() == text.encode() and a + a == text * 2 and repr(a) == repr(text) and a.isascii() == text.isascii() and list(a) == list(text) and a.extra == 1, text
many = [Name(f"k{i}é" if i % 2 else f"k{i}", i) for i in range(200)]
print(sum(m.extra for m in many), len({m for m in many}), many[7], sorted(many)[:3], "-".join(many[:4]), max(many))


class Loud(str):
    def __str__(self):
        return "LOUD"

    def __repr__(self):
        return "<loud>"

    def __len__(self):
        return 99

    def __eq__(self, other):
        return "eq"

    def __hash__(self):
        return 7

    def __add__(self, other):
        return "added"

    def __radd__(self, other):
        return "radded"

    def __contains__(self, item):
        return True

    def __getitem__(self, key):
        return ("item", key)

    def __iter__(self):
        return iter([1, 2])

    def __format__(self, spec):
        return "formatted " + spec

    def __mod__(self, other):
        return "mod"

    def __lt__(self, other):
        return "lt"


x = Loud("quiet")
print(str(x), repr(x), len(x), x == 1, hash(x), x + "a", "a" + x, "zzz" in x, x[0], x[1:2], list(x), f"{x:>9}", format(x), "%s" % x, "%r" % x, x % 5, x < "a", x.upper(), "".join([x]), "[{}]".format(x), str.__len__(x), str.__str__(x), str.__repr__(x), x.find("u"), "qui" in str.__str__(x))
print("quiet" == x, [x][0] == "a", {"quiet": 1}.get(str.__str__(x)), x.__class__.__mro__[1] is str, Loud(), Loud(b"x", "ascii").upper(), Loud(object=5).upper())


class Blob(bytes):
    def __new__(cls, data, label=""):
        self = super().__new__(cls, data)
        self.label = label
        return self


b = Blob(b"data", "tag")
print(b, b.label, type(b).__name__, b == b"data", hash(b) == hash(b"data"), [type(y).__name__ for y in (b + b"", b[:], b.upper(), b.strip(), bytes(b), b * 1, b.replace(b"x", b""), b.__bytes__(), b.ljust(1), b.translate(None))], Blob.fromhex("4142"), type(Blob.fromhex("41")).__name__, b.fromhex("43").label == "", {b: 1}[b"data"])
print(len({Blob(bytes([i])) for i in range(256)}), Blob([1, 2], "l").label, b"-".join([b, b]), b in b"xdatax", b.decode(), str(b, "ascii"))


class Nothing(str):
    __slots__ = ()


class Slotted(str):
    __slots__ = ("a", "b") if False else ()


print(Nothing("q") + "r", Nothing("é").upper(), hasattr(Nothing("x"), "__dict__"), Slotted("z") * 3, Nothing(5), Nothing(b"a", "utf-8"))
try:
    Nothing("x").attribute = 1
except AttributeError as e:
    print(e)


class Enumish(str):
    pass


values = [Enumish(c) for c in "cab"]
print(sorted(values), min(values), "".join(sorted(values)), values.index("a"), "a" in values, [v.upper() for v in values], dict.fromkeys(values), " ".join(values).title())
d = {}
d[Enumish("key")] = 1
d["key"] = 2
print(d, [type(k).__name__ for k in d], getattr(3, Enumish("real")), (lambda **k: k)(**{Enumish("kw"): 1}))
