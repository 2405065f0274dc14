# str: strip, lstrip, rstrip, center, ljust, rjust, zfill.
s = "  \t text \n"
print(repr(s.strip()), repr(s.lstrip()), repr(s.rstrip()), repr("xxaxx".strip("x")), repr("xyxaxy".strip("xy")), repr("abc".strip("")), repr("".strip()), repr("   ".strip()), repr("aaa".strip("a")), repr("abc".lstrip("ab")), repr("abc".rstrip("cb")))
print(repr("\u00a0\u2003x\u3000".strip()), repr("\x1c\x1d\x85x\x0b".strip()), repr("蛇蛇a蛇".strip("蛇")), repr("a蛇".rstrip("蛇b")), repr("www.example.com".strip("cmowz.")), repr("  x".strip(None)))
for f in (lambda: "a".strip(5), lambda: "a".lstrip(b"a"), lambda: "a".strip("a", "b")):
    try:
        f()
    except TypeError as e:
        print(e)
print([repr("ab".center(n)) for n in range(7)], repr("abc".center(6, "*")), repr("ab".center(5, "*")), repr("abc".center(8, "蛇")), repr("".center(3, "-")))
print(repr("ab".ljust(5)), repr("ab".ljust(5, ".")), repr("ab".rjust(5)), repr("ab".rjust(5, "0")), repr("ab".ljust(1)), repr("ab".rjust(-5)), repr("蛇".rjust(3, "🐍")))
print("42".zfill(5), "-42".zfill(5), "+42".zfill(5), "42".zfill(1), "".zfill(3), "-".zfill(3), "abc".zfill(5), "--1".zfill(5), "3.14".zfill(8), " 1".zfill(4), "蛇".zfill(3))
for f in (lambda: "a".center(5, "ab"), lambda: "a".ljust(5, ""), lambda: "a".rjust("5"), lambda: "a".center(5, 5), lambda: "a".zfill(), lambda: "a".zfill("3"), lambda: "a".center(2**63)):
    try:
        f()
    except (TypeError, OverflowError) as e:
        print(type(e).__name__, e)
for row in (("name", 1), ("longer name", 22), ("x", 333)):
    print(row[0].ljust(12, ".") + str(row[1]).rjust(5), "|" + row[0].center(13) + "|")
print("title".center(21, "=").strip("="), "a".rjust(3).ljust(5, "-").center(9, "*"), len("x".center(1000)), "x".zfill(10).lstrip("0"))
same = "unchanged"
print(same.strip() == same, same.center(3) == same, same.ljust(0) == same, type(same.strip()).__name__)


class Sub(str):
    pass


print(type(Sub("a").strip()).__name__, type(Sub("a").ljust(1)).__name__, type(Sub("a").center(3)).__name__, type(Sub("1").zfill(1)).__name__)
