# str: what wrong arguments raise, word for word.
def show(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


s = "abc"
big = 1 << 100
for f in (
    lambda: s.find(1), lambda: s.rfind(None), lambda: s.index(1.5), lambda: s.rindex(b"a"), lambda: s.count([]),
    lambda: s.find(), lambda: s.find("a", 1, 2, 3), lambda: s.find("a", "b"), lambda: s.find("a", None, 1.5), lambda: s.count("a", b=1),
    lambda: s.find("c", -big, big), lambda: s.find("c", big), lambda: s.index("x"), lambda: s.rindex("x", 1, 2),
    lambda: s.startswith(1), lambda: s.endswith(None), lambda: s.startswith(("x", 1)), lambda: s.endswith(("c", 1)), lambda: s.startswith(()),
    lambda: s.startswith(), lambda: s.startswith("a", "b"), lambda: s.startswith(["a"]), lambda: s.endswith("c", 1, 2, 3),
    lambda: s.replace(1, "b"), lambda: s.replace("a", None), lambda: s.replace("a"), lambda: s.replace("a", "b", "c"), lambda: s.replace("a", "b", 1.5),
    lambda: s.replace("a", "b", count=0), lambda: s.replace("a", "b", count=-1), lambda: s.replace("a", "b", 1, 2), lambda: s.replace("a", "b", big), lambda: s.replace("a", "b", n=1),
    lambda: s.replace(old="a", new="b"), lambda: s.replace(),
    lambda: s.split(1), lambda: s.split(""), lambda: s.rsplit(""), lambda: s.rsplit(b"a"), lambda: s.split("b", "c"), lambda: s.split("b", None), lambda: s.split("b", 1, 2),
    lambda: s.split(sep="b", maxsplit=1), lambda: s.split(x=1), lambda: s.split("b", sep="b"), lambda: s.split(maxsplit=big), lambda: s.rsplit(maxsplit=1.5),
    lambda: s.splitlines(keepends="x"), lambda: s.splitlines(1, 2), lambda: s.splitlines(k=1),
    lambda: s.join(1), lambda: s.join(None), lambda: s.join([1]), lambda: s.join(["a", b"b"]), lambda: s.join("xy"), lambda: s.join(), lambda: s.join("a", "b"), lambda: s.join(iterable="a"),
    lambda: s.join({"k": 1}), lambda: s.join(x for x in ("p", None)),
    lambda: s.partition(1), lambda: s.partition(""), lambda: s.rpartition(None), lambda: s.rpartition(""), lambda: s.partition(), lambda: s.partition("a", "b"),
    lambda: s.strip(1), lambda: s.lstrip(b"a"), lambda: s.rstrip([]), lambda: s.strip("a", "b"), lambda: s.strip(chars="a"), lambda: s.strip(None),
    lambda: s.removeprefix(1), lambda: s.removesuffix(None), lambda: s.removeprefix(), lambda: s.removesuffix("c", "b"),
    lambda: s.ljust("a"), lambda: s.rjust(5, 1), lambda: s.center(5, "ab"), lambda: s.center(5, ""), lambda: s.ljust(), lambda: s.ljust(1, 2, 3), lambda: s.center(1.5), lambda: s.ljust(big), lambda: s.rjust(5, None),
    lambda: s.zfill("a"), lambda: s.zfill(), lambda: s.zfill(-5), lambda: s.zfill(1.0), lambda: s.expandtabs("a"), lambda: s.expandtabs(tabsize=big), lambda: s.expandtabs(1 << 31), lambda: s.expandtabs(t=1), lambda: s.expandtabs(1, 2),
    lambda: s.encode(1), lambda: s.encode("ascii", 1), lambda: s.encode(None), lambda: s.encode("a", "b", "c"), lambda: s.encode("a\0b"), lambda: s.encode("no such thing"), lambda: s.encode(encodin="x"), lambda: s.encode(errors=None),
    lambda: s.translate(), lambda: s.translate(1), lambda: s.translate({97: 1.5}), lambda: s.translate({97: -1}), lambda: s.translate({97: 0x110000}), lambda: s.translate({97: big}), lambda: s.translate({97: b"x"}), lambda: s.translate("xyz"),
    lambda: str.maketrans(1), lambda: str.maketrans({"ab": 1}), lambda: str.maketrans({1.5: 1}), lambda: str.maketrans("ab", "c"), lambda: str.maketrans("a", 1), lambda: str.maketrans(1, "a"), lambda: str.maketrans("a", "b", 1), lambda: str.maketrans(), lambda: str.maketrans("a", "b", "c", "d"), lambda: str.maketrans(None, "a"), lambda: str.maketrans({"": 1}),
    lambda: s.upper(1), lambda: s.islower(1), lambda: s.isascii(x=1), lambda: s.title("a"), lambda: s.isidentifier(1, 2),
    lambda: s["a"], lambda: s[1.5], lambda: s[None], lambda: s[10], lambda: s[-4], lambda: s[big], lambda: s[::0], lambda: s["a":], lambda: s[1:1.5], lambda: s[(1, 2)], lambda: s[b"a":1],
    lambda: 1 in s, lambda: None in s, lambda: b"a" in s, lambda: s + 1, lambda: s + b"a", lambda: 1 + s, lambda: s + None, lambda: s * "a", lambda: s * 1.5, lambda: 1.5 * s, lambda: s * big, lambda: s * -big, lambda: s * None, lambda: s - s, lambda: -s, lambda: s < 1, lambda: 1 >= s, lambda: s < b"a", lambda: s == b"abc", lambda: s != 1,
    lambda: s.__getitem__(), lambda: s.__contains__(1), lambda: s.__len__(1), lambda: s.__mul__(2.5), lambda: s.__add__("x"), lambda: s.__eq__(1), lambda: s.__lt__(1), lambda: s.__hash__(1),
    lambda: str.upper(), lambda: str.upper(1), lambda: str.join("a"), lambda: str.find(b"a", b"a"),
    lambda: str(1, 2, 3, 4), lambda: str(1, "utf-8"), lambda: str("a", "utf-8"), lambda: str(b"a", 1), lambda: str(b"a", "utf-8", 1), lambda: str(x=1), lambda: str(object=5), lambda: str(b"\xff", errors="replace"), lambda: str(encoding="utf-8"), lambda: str(b"abc", encoding="ascii"), lambda: str(object=b"a", encoding="no"), lambda: str(5, errors="x"),
    lambda: s.nope, lambda: "".x(), lambda: len(s, 1), lambda: iter(s, 1), lambda: ("" + "").join(5),
):
    show(f)
try:
    s[0] = "x"
except TypeError as e:
    print(e)
try:
    del s[0]
except TypeError as e:
    print(e)
try:
    s.x = 1
except AttributeError as e:
    print(e)
